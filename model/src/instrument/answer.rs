//! Answer types: what may be answered, and what an answer is worth.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// How an item is answered (DOMAIN: values in two decimals, as the ministry's workbooks have them).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnswerType {
    /// Ya 1, Tidak 0.
    YaTidak,
    /// A 1, B 0.5, C 0.
    Abc,
    /// A 1, B 0.67, C 0.33, D 0.
    Abcd,
    /// A 1, B 0.75, C 0.5, D 0.25, E 0.
    Abcde,
    /// A percentage, typed; its rows are counts that say what it is computed from.
    Persen {
        /// The counts that the worksheet asks for.
        rows: Vec<Row>,
    },
    /// A number from 0 to a maximum.
    Nilai {
        /// The number that earns all.
        max: Decimal,
    },
    /// A number with a target: value = number ÷ target, at most 1.
    Angka {
        /// The number that earns all; more than 0.
        target: Decimal,
    },
    /// A table from answer to points (the audit opinion): value = points ÷ the largest.
    Lookup {
        /// The answers and their values, best first.
        options: Vec<(String, Decimal)>,
    },
    /// A type that the worksheet prints and nobody knows: it stays unanswered until its type is settled.
    Unknown {
        /// What is printed.
        printed: String,
    },
}

/// A count that belongs to a percentage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its position: the worksheet prints only a dash.
    pub code: String,
    /// What is counted.
    pub title: String,
    /// What it is in the percentage.
    pub role: RowRole,
}

/// What a count is in its percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowRole {
    /// The whole; several such rows are added.
    Seluruh,
    /// The part: value = part ÷ whole.
    Bagian,
    /// What is left of the whole: value = (whole − left) ÷ whole.
    Sisa,
    /// Asked for, but not counted.
    Lewati,
}

/// Decimals with two places, from hundredths.
const fn hundredths(n: u32) -> Decimal {
    Decimal::from_parts(n, 0, 0, false, 2)
}

const YA_TIDAK: &[(&str, Decimal)] = &[("Ya", hundredths(100)), ("Tidak", hundredths(0))];
const ABC: &[(&str, Decimal)] = &[
    ("A", hundredths(100)),
    ("B", hundredths(50)),
    ("C", hundredths(0)),
];
const ABCD: &[(&str, Decimal)] = &[
    ("A", hundredths(100)),
    ("B", hundredths(67)),
    ("C", hundredths(33)),
    ("D", hundredths(0)),
];
const ABCDE: &[(&str, Decimal)] = &[
    ("A", hundredths(100)),
    ("B", hundredths(75)),
    ("C", hundredths(50)),
    ("D", hundredths(25)),
    ("E", hundredths(0)),
];

/// What a typed answer is worth, and what should be said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reading {
    /// 0 to 1, exact.
    pub value: Decimal,
    /// A bare number above 1 was taken for per cent.
    pub as_percent: bool,
    /// It lay below 0 or above the whole, and was cut off there.
    pub capped: bool,
}

/// Why a typed answer is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerProblem {
    /// The type doesn't have that answer.
    #[error("choose one of {}", choices.join(", "))]
    NoChoice {
        /// The answers that it has.
        choices: Vec<String>,
    },
    /// It isn't a number.
    #[error("type a number")]
    NoNumber,
    /// The number is below 0 or above the maximum.
    #[error("type a number from 0 to {max}")]
    OutOfRange {
        /// The largest.
        max: Decimal,
    },
    /// Nobody knows the type of the item.
    #[error("settle the answer type of the item first")]
    UnknownType,
}

impl AnswerType {
    /// The answers that can be chosen and their values, best first; none where a number is typed.
    #[must_use]
    pub fn options(&self) -> Vec<(&str, Decimal)> {
        match self {
            Self::YaTidak => YA_TIDAK.to_vec(),
            Self::Abc => ABC.to_vec(),
            Self::Abcd => ABCD.to_vec(),
            Self::Abcde => ABCDE.to_vec(),
            Self::Lookup { options } => options
                .iter()
                .map(|option| (option.0.as_str(), option.1))
                .collect(),
            Self::Persen { .. }
            | Self::Nilai { .. }
            | Self::Angka { .. }
            | Self::Unknown { .. } => Vec::new(),
        }
    }

    /// Whether a number is typed rather than an answer chosen.
    #[must_use]
    pub fn is_number(&self) -> bool {
        matches!(
            self,
            Self::Persen { .. } | Self::Nilai { .. } | Self::Angka { .. }
        )
    }

    /// What an answer is worth as people type it. Case and spaces don't matter. A percentage may be typed
    /// as `87,5 %`, `0.875` or `87.5` (a bare number above 1 is per cent) and is cut off at 0 and 1, as a
    /// number with a target is; a number outside 0 to its maximum is no answer.
    ///
    /// # Errors
    /// [`AnswerProblem`]: why it is none, and what would be.
    pub fn read(&self, answer: &str) -> Result<Reading, AnswerProblem> {
        let capped = |raw: Decimal, as_percent| {
            let value = raw.clamp(Decimal::ZERO, Decimal::ONE);
            Reading {
                value,
                as_percent,
                capped: value != raw,
            }
        };
        match self {
            Self::Persen { .. } => {
                let (raw, as_percent) = percentage(answer).ok_or(AnswerProblem::NoNumber)?;
                Ok(capped(raw, as_percent))
            }
            Self::Angka { target } => {
                let number = number(answer).ok_or(AnswerProblem::NoNumber)?;
                let share = number.checked_div(*target);
                Ok(capped(share.ok_or(AnswerProblem::NoNumber)?, false))
            }
            Self::Nilai { max } => {
                let number = number(answer).ok_or(AnswerProblem::NoNumber)?;
                let fits = number >= Decimal::ZERO && number <= *max;
                let share = number.checked_div(*max).filter(|_| fits);
                let value = share.ok_or(AnswerProblem::OutOfRange { max: *max })?;
                Ok(capped(value, false))
            }
            Self::Unknown { .. } => Err(AnswerProblem::UnknownType),
            _ => {
                let options = self.options();
                let chosen = options.iter().find(|(name, _)| same(name, answer));
                let no_choice = || AnswerProblem::NoChoice {
                    choices: options.iter().map(|(name, _)| (*name).to_owned()).collect(),
                };
                let (_, value) = chosen.ok_or_else(no_choice)?;
                Ok(capped(*value, false))
            }
        }
    }

    /// The exact value of an answer, 0 to 1; nothing if this type doesn't have that answer (see
    /// [`Self::read`]).
    #[must_use]
    pub fn value_of(&self, answer: &str) -> Option<Decimal> {
        self.read(answer).ok().map(|reading| reading.value)
    }

    /// The answer in the spelling that the type gives it: `a ` becomes `A`, `ya` becomes `Ya`; a number
    /// only loses the spaces around it. Nothing if the type doesn't have that answer.
    #[must_use]
    pub fn spelled(&self, answer: &str) -> Option<String> {
        self.value_of(answer)?;
        let options = self.options();
        let option = options.iter().find(|(name, _)| same(name, answer));
        Some(
            option
                .map_or(answer.trim_matches(is_space), |(name, _)| name)
                .to_owned(),
        )
    }

    /// The next better answer than a value, spelled, and what it is worth. Of choices the least that is better; of a
    /// short scale (to 10) the next whole number; of another number the one that earns all. Nothing above the best,
    /// or where nobody knows the type.
    #[must_use]
    pub fn better(&self, than: Decimal) -> Option<(String, Decimal)> {
        let full = |text: String| (than < Decimal::ONE).then_some((text, Decimal::ONE));
        match self {
            Self::Persen { .. } => full("100%".to_owned()),
            Self::Nilai { max } if *max <= Decimal::TEN => {
                let next = (than * max).floor() + Decimal::ONE;
                let next = next.min(*max).normalize();
                (than < Decimal::ONE).then_some((next.to_string(), next.checked_div(*max)?))
            }
            Self::Nilai { max: whole } | Self::Angka { target: whole } => {
                full(whole.normalize().to_string())
            }
            _ => {
                let options = self.options();
                let found = options.into_iter().rev().find(|(_, value)| *value > than);
                found.map(|(answer, value)| (answer.to_owned(), value))
            }
        }
    }

    /// Whether the same answers are worth the same, whether a type or a table says so; a percentage's counts may
    /// differ.
    #[must_use]
    pub fn asks_the_same(&self, other: &Self) -> bool {
        let (here, there) = (self.options(), other.options());
        let has = |(name, worth): &(&str, Decimal)| {
            let mut named = there.iter().filter(|(other, _)| same(name, other));
            named.any(|(_, other)| other == worth)
        };
        match (self, other) {
            (Self::Persen { .. }, Self::Persen { .. }) => true,
            _ if here.is_empty() => self == other,
            _ => here.len() == there.len() && here.iter().all(has),
        }
    }

    /// The counts of a percentage; none of other types.
    #[must_use]
    pub fn rows(&self) -> &[Row] {
        match self {
            Self::Persen { rows } => rows,
            _ => &[],
        }
    }
}

/// Whether two answers are the same but for case and spaces, those around a hyphen too: `WTP - DPP`.
#[must_use]
pub fn same(a: &str, b: &str) -> bool {
    let hyphens = |text: &str| text.replace(['–', '—', '‑'], "-");
    let words = |text: &str| -> String {
        let parts = text.split('-').map(|part| {
            let words = part.split(is_space).filter(|word| !word.is_empty());
            words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
        });
        parts.collect::<Vec<_>>().join("-")
    };
    words(&hyphens(a)) == words(&hyphens(b))
}

pub(super) fn is_space(c: char) -> bool {
    // NBSP and its narrow sister aren't all `is_whitespace` in every table; workbooks are full of them.
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}')
}

/// A number as people type it: comma or point for decimals; where both stand, the first one groups. A mark
/// behind it ends the sentence: `92,35.` is 92.35.
#[must_use]
pub fn number(text: &str) -> Option<Decimal> {
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    let text = text.trim_end_matches(['.', ',']);
    let text = match (text.find(','), text.find('.')) {
        (Some(comma), Some(point)) if comma < point => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', "."),
        _ => text.replace(',', "."),
    };
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    plain.then(|| Decimal::from_str_exact(&text).ok()).flatten()
}

/// A percentage as a share of 1, not cut off, and whether a bare number was taken for per cent.
fn percentage(text: &str) -> Option<(Decimal, bool)> {
    let text = text.trim_matches(is_space).trim_end_matches(['.', ',']);
    let text = text.trim_end_matches(is_space);
    let (digits, signed) = match text.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let number = number(digits)?;
    let bare = !signed && number > Decimal::ONE;
    let share = if signed || bare {
        number.checked_div(Decimal::ONE_HUNDRED)?
    } else {
        number
    };
    Some((share, bare))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn a_better_answer_is_the_next_one() {
        let four = AnswerType::Nilai { max: decimal("4") };
        let hundred = AnswerType::Nilai {
            max: decimal("100"),
        };
        let target = AnswerType::Angka {
            target: decimal("12.50"),
        };
        let persen = AnswerType::Persen { rows: Vec::new() };
        let unknown = AnswerType::Unknown {
            printed: "?".to_owned(),
        };
        let none = ("", "");
        let cases = [
            (&AnswerType::Abcd, "0", ("C", "0.33")),
            (&AnswerType::Abcd, "0.33", ("B", "0.67")),
            (&AnswerType::Abcd, "1", none),
            // 3.6 of 4 is 0.9; 4 is the whole.
            (&four, "0", ("1", "0.25")),
            (&four, "0.9", ("4", "1")),
            (&four, "0.5", ("3", "0.75")),
            (&four, "1", none),
            (&hundred, "0.4", ("100", "1")),
            (&target, "0", ("12.5", "1")),
            (&persen, "0.875", ("100%", "1")),
            (&persen, "1", none),
            (&unknown, "0", none),
        ];
        for (kind, than, better) in cases {
            let (answer, value) = better;
            let better = (better != none).then(|| (answer.to_owned(), decimal(value)));
            let found = kind.better(decimal(than));
            assert_eq!(found, better, "{kind:?} above {than}");
            if let Some((answer, value)) = found {
                assert_eq!(kind.value_of(&answer), Some(value), "{kind:?} {answer}");
            }
        }
    }

    #[test]
    fn every_type_has_its_values() {
        let persen = AnswerType::Persen { rows: Vec::new() };
        let nilai = AnswerType::Nilai { max: decimal("4") };
        let cases: &[(&AnswerType, &str, Option<&str>)] = &[
            (&AnswerType::YaTidak, "Ya", Some("1")),
            (&AnswerType::YaTidak, " ya\u{a0}", Some("1")),
            (&AnswerType::YaTidak, "TIDAK", Some("0")),
            (&AnswerType::YaTidak, "A", None),
            (&AnswerType::Abc, "b", Some("0.5")),
            (&AnswerType::Abc, "D", None),
            (&AnswerType::Abcd, "B", Some("0.67")),
            (&AnswerType::Abcd, "c", Some("0.33")),
            (&AnswerType::Abcd, "D", Some("0")),
            (&AnswerType::Abcde, "D", Some("0.25")),
            (&AnswerType::Abcde, "E", Some("0")),
            (&AnswerType::Abcde, "F", None),
            (&AnswerType::Abcde, "", None),
            (&persen, "1", Some("1")),
            (&persen, "100%", Some("1")),
            (&persen, "87,5 %", Some("0.875")),
            (&persen, "0.875", Some("0.875")),
            (&persen, "92.35", Some("0.9235")),
            (&persen, "0,5 %", Some("0.005")),
            (&persen, "1 %", Some("0.01")),
            (&persen, "120", Some("1")),
            (&persen, "-3", Some("0")),
            (&persen, "banyak", None),
            (&persen, "%", None),
            (&persen, "+5", None),
            (&persen, "92,35.", Some("0.9235")),
            (&persen, "92,35%.", Some("0.9235")),
            (&persen, "100 % .", Some("1")),
            (&nilai, "3,60.", Some("0.9")),
            (&nilai, "3.50,", Some("0.875")),
            (&nilai, ".", None),
            (&nilai, "3,6", Some("0.9")),
            (&nilai, "4", Some("1")),
            (&nilai, "4.01", None),
            (&nilai, "-1", None),
            (&nilai, "1e1", None),
        ];
        for (kind, answer, value) in cases {
            assert_eq!(
                kind.value_of(answer),
                value.map(decimal),
                "{kind:?} {answer:?}"
            );
        }
    }

    #[test]
    fn a_table_may_ask_the_same_as_a_type() {
        let table = |worth: &[(&str, &str)]| AnswerType::Lookup {
            options: (worth.iter())
                .map(|(name, worth)| ((*name).to_owned(), decimal(worth)))
                .collect(),
        };
        let same = table(&[("a", "1"), ("C", "0"), ("B", "0.5")]);
        assert!(same.asks_the_same(&AnswerType::Abc));
        assert!(AnswerType::Abc.asks_the_same(&same));
        for other in [
            table(&[("A", "1"), ("B", "0.4"), ("C", "0")]),
            table(&[("A", "1"), ("B", "0.5")]),
            AnswerType::Abcd,
            AnswerType::Persen { rows: Vec::new() },
        ] {
            assert!(!other.asks_the_same(&AnswerType::Abc), "{other:?}");
            assert!(!AnswerType::Abc.asks_the_same(&other), "{other:?}");
        }
    }

    #[test]
    fn grouped_numbers_are_read_both_ways() {
        assert_eq!(number("1.234,5"), Some(decimal("1234.5")));
        assert_eq!(number("1,234.5"), Some(decimal("1234.5")));
        assert_eq!(number("1 234,5"), Some(decimal("1234.5")));
        assert_eq!(number("1,2,3"), None);
        // What ends a sentence is no decimal mark.
        assert_eq!(number("0,50."), Some(decimal("0.5")));
        assert_eq!(number("1.234,5."), Some(decimal("1234.5")));
    }

    #[test]
    fn answers_get_their_spelling() {
        assert!(same("WTP - DPP", "wtp-dpp"));
        assert!(same("Wtp –\u{a0}Dpp ", "WTP-DPP"));
        assert!(!same("WTP DPP", "WTP-DPP"));
        assert_eq!(AnswerType::YaTidak.spelled(" ya "), Some("Ya".to_owned()));
        assert_eq!(AnswerType::Abc.spelled("c"), Some("C".to_owned()));
        assert_eq!(AnswerType::Abc.spelled("x"), None);
    }
}
