//! Input that nobody expects, from a seed.

use model::id::OpId;
use serde_json::{Value, json};

/// Chance from a seed (xorshift).
pub struct Chance(u64);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n.max(1) as u64).unwrap()
    }

    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// Some bytes changed, lost, doubled or put in.
    pub fn mutate(&mut self, bytes: &mut Vec<u8>) {
        const PIECES: &[&[u8]] = &[
            b"null",
            b"-1",
            b"18446744073709551616",
            b"1e999",
            b"\"\"",
            b"{}",
            b"[]",
            b"\\u0000",
            b"\\ud800",
            b"\xff\xfe",
            b"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            b"}",
            b",",
            b"\0",
            b"'",
        ];
        for _ in 0..=self.below(4) {
            let at = self.below(bytes.len() + 1);
            match self.below(6) {
                0 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                1 => bytes.truncate(at),
                2 => {
                    let end = (at + self.below(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
                3 => {
                    let end = (at + self.below(200)).min(bytes.len());
                    let copy = bytes[at..end].to_vec();
                    bytes.splice(at..at, copy);
                }
                4 => {
                    let piece = *self.pick(PIECES);
                    bytes.splice(at..at, piece.iter().copied());
                }
                _ => {
                    let end = (at + self.below(12)).min(bytes.len());
                    let piece = *self.pick(PIECES);
                    bytes.splice(at..end, piece.iter().copied());
                }
            }
        }
    }

    /// A value of JSON that nobody expects.
    pub fn value(&mut self) -> Value {
        match self.below(12) {
            0 => Value::Null,
            1 => json!(true),
            2 => json!(i64::MIN),
            3 => json!(u64::MAX),
            4 => json!(1.5e300),
            5 => json!(""),
            6 => json!("a".repeat(self.below(20_000))),
            7 => json!("\u{0}\u{202e}\u{1f4a9}"),
            8 => json!([[[[]]]]),
            9 => json!({ "digest": "x", "size": -1 }),
            10 => json!(OpId::derived(&["fuzz"])),
            _ => json!(self.next()),
        }
    }

    /// Some place in a value holds another.
    pub fn disturb(&mut self, value: &mut Value) {
        let deeper = self.below(4) > 0;
        match value {
            Value::Object(fields) if deeper && !fields.is_empty() => {
                let n = self.below(fields.len());
                let name = fields.keys().nth(n).unwrap().clone();
                match self.below(12) {
                    0 => drop(fields.remove(&name)),
                    1 => {
                        let other = self.value();
                        fields.insert("lain".to_owned(), other);
                    }
                    _ => self.disturb(&mut fields[&name]),
                }
            }
            Value::Array(items) if deeper && !items.is_empty() => {
                let n = self.below(items.len());
                if self.below(5) == 0 {
                    let copy = items[n].clone();
                    items.push(copy);
                } else {
                    self.disturb(&mut items[n]);
                }
            }
            other => *other = self.value(),
        }
    }
}
