//! First passwords: words that can be read aloud over the telephone.

use crate::clock::Ambient;

/// Sixty-four short words without doubtful spelling: six bits each.
const WORDS: [&str; 64] = [
    "awan", "bambu", "batu", "beras", "biji", "bintang", "buku", "bunga", "cabai", "cangkir",
    "cemara", "danau", "daun", "delima", "dermaga", "embun", "fajar", "gajah", "garam", "gula",
    "gunung", "hujan", "ikan", "jagung", "jalan", "jambu", "jendela", "jeruk", "kabut", "kapal",
    "kayu", "kebun", "kelapa", "kertas", "kopi", "kuda", "kunyit", "lampu", "langit", "laut",
    "madu", "mangga", "melati", "nanas", "ombak", "padi", "pandan", "pantai", "pasir", "pena",
    "perahu", "pisang", "pohon", "rotan", "rumah", "sawah", "senja", "sungai", "taman", "tangga",
    "tebu", "topi", "ubi", "waru",
];

/// A first password: three words and four digits, about 31 bits. It must be changed at the first
/// sign-in, and wrong tries are slowed.
#[must_use]
pub fn first_password(ambient: &dyn Ambient) -> String {
    let mut bytes = [0_u8; 7];
    ambient.fill(&mut bytes);
    let word = |byte: u8| WORDS[usize::from(byte % 64)];
    let number = u32::from_be_bytes([bytes[3], bytes[4], bytes[5], bytes[6]]) % 10_000;
    format!(
        "{}-{}-{number:04}-{}",
        word(bytes[0]),
        word(bytes[1]),
        word(bytes[2])
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seeded;
    use model::time::Millis;

    #[test]
    fn first_passwords_differ_and_are_long_enough() {
        let ambient = Seeded::new("kata", Millis(0));
        let made: std::collections::BTreeSet<_> =
            (0..50).map(|_| first_password(&ambient)).collect();
        assert_eq!(made.len(), 50);
        assert!(made.iter().all(|word| word.chars().count() >= 10));
        let words: std::collections::BTreeSet<_> = WORDS.iter().collect();
        assert_eq!(words.len(), 64);
    }
}
