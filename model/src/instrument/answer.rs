//! Answer types: what may be answered, and what an answer is worth.

use rust_decimal::Decimal;
use serde::Deserialize;

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
}

/// A count that belongs to a percentage.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Row {
    /// Its position: the worksheet prints only a dash.
    pub code: String,
    /// What is counted.
    pub title: String,
    /// What it is in the percentage.
    pub role: RowRole,
}

/// What a count is in its percentage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
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

impl AnswerType {
    /// The answers that can be chosen and their values, best first; none where a number is typed.
    #[must_use]
    pub fn options(&self) -> &'static [(&'static str, Decimal)] {
        match self {
            Self::YaTidak => YA_TIDAK,
            Self::Abc => ABC,
            Self::Abcd => ABCD,
            Self::Abcde => ABCDE,
            Self::Persen { .. } | Self::Nilai { .. } => &[],
        }
    }

    /// Whether a number is typed rather than an answer chosen.
    #[must_use]
    pub fn is_number(&self) -> bool {
        self.options().is_empty()
    }

    /// The exact value of an answer, 0 to 1; nothing if this type doesn't have that answer. Case and
    /// spaces don't matter. A percentage may be typed as `87,5 %`, `0.875` or `87.5` (a bare number
    /// above 1 is per cent) and is cut off at 0 and 1; a number outside 0 to its maximum is no answer.
    #[must_use]
    pub fn value_of(&self, answer: &str) -> Option<Decimal> {
        match self {
            Self::Persen { .. } => percentage(answer),
            Self::Nilai { max } => {
                let number = number(answer)?;
                let fits = number >= Decimal::ZERO && number <= *max && !max.is_zero();
                fits.then(|| number.checked_div(*max)).flatten()
            }
            _ => {
                let answer = answer.trim_matches(is_space);
                let same = |(name, _): &&(&str, Decimal)| name.eq_ignore_ascii_case(answer);
                self.options().iter().find(same).map(|(_, value)| *value)
            }
        }
    }

    /// The answer in the spelling that the type gives it: `a ` becomes `A`, `ya` becomes `Ya`; a number
    /// only loses the spaces around it. Nothing if the type doesn't have that answer.
    #[must_use]
    pub fn spelled(&self, answer: &str) -> Option<String> {
        self.value_of(answer)?;
        let answer = answer.trim_matches(is_space);
        let same = |(name, _): &&(&str, Decimal)| name.eq_ignore_ascii_case(answer);
        let option = self.options().iter().find(same);
        Some(option.map_or(answer, |(name, _)| name).to_owned())
    }
}

fn is_space(c: char) -> bool {
    // NBSP and its narrow sister aren't all `is_whitespace` in every table; workbooks are full of them.
    c.is_whitespace() || matches!(c, '\u{a0}' | '\u{202f}')
}

/// A number as people type it: comma or point for decimals; where both stand, the first one groups.
fn number(text: &str) -> Option<Decimal> {
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    let text = match (text.find(','), text.find('.')) {
        (Some(comma), Some(point)) if comma < point => text.replace(',', ""),
        (Some(_), Some(_)) => text.replace('.', "").replace(',', "."),
        _ => text.replace(',', "."),
    };
    let plain = text.starts_with(|c: char| c.is_ascii_digit() || c == '-');
    plain.then(|| Decimal::from_str_exact(&text).ok()).flatten()
}

fn percentage(text: &str) -> Option<Decimal> {
    let text = text.trim_matches(is_space);
    let (digits, signed) = match text.strip_suffix('%') {
        Some(digits) => (digits, true),
        None => (text, false),
    };
    let number = number(digits)?;
    let per_cent = signed || number > Decimal::ONE;
    let value = if per_cent {
        number.checked_div(Decimal::ONE_HUNDRED)?
    } else {
        number
    };
    Some(value.clamp(Decimal::ZERO, Decimal::ONE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
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
    fn grouped_numbers_are_read_both_ways() {
        assert_eq!(number("1.234,5"), Some(decimal("1234.5")));
        assert_eq!(number("1,234.5"), Some(decimal("1234.5")));
        assert_eq!(number("1 234,5"), Some(decimal("1234.5")));
        assert_eq!(number("1,2,3"), None);
    }

    #[test]
    fn answers_get_their_spelling() {
        assert_eq!(AnswerType::YaTidak.spelled(" ya "), Some("Ya".to_owned()));
        assert_eq!(AnswerType::Abc.spelled("c"), Some("C".to_owned()));
        assert_eq!(AnswerType::Abc.spelled("x"), None);
    }
}
