//! Where a grade begins and ends, as a table prints it: `> 90`, `≥ 85`, `80 – 90`, `80,01 - 90`, `75 ≤ x < 85`,
//! `Lebih dari 85 s.d. 100`, `90 ke atas`.

use model::instrument::number;
use rust_decimal::Decimal;

use super::cell::plain;

/// What is said of where a grade begins and ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where it begins.
    pub from: Decimal,
    /// Whether it begins at that number or above it; nothing where neither is written.
    pub inclusive: Option<bool>,
    /// Where it ends, and whether it ends at that number or below it.
    pub to: Option<(Decimal, bool)>,
}

impl Bound {
    /// The bound between two numbers that stand beside each other, or at one.
    #[must_use]
    pub fn between(one: Decimal, other: Option<Decimal>) -> Self {
        Self {
            from: other.map_or(one, |other| one.min(other)),
            inclusive: None,
            to: other.map(|other| (one.max(other), true)),
        }
        .meant()
    }

    /// `80,01 – 90` is printed where above 80 is meant.
    fn meant(mut self) -> Self {
        let hundredth = Decimal::new(1, 2);
        if self.from.fract() == hundredth {
            self.from -= hundredth;
            self.inclusive = Some(false);
        }
        self
    }

    /// Whether it begins at its number, given where the next one below ends. Where nothing is written, it does
    /// if that one ends before (`75 – 84`, `85 – 90`): the number would belong to neither. Where both share it
    /// (`80 – 85`, `85 – 90`) it belongs to the lower one, as the customary grades have it.
    #[must_use]
    pub fn is_inclusive(&self, below: &Self) -> bool {
        let before =
            |(to, belongs): (Decimal, bool)| to < self.from || (to == self.from && !belongs);
        self.inclusive
            .unwrap_or_else(|| below.to.is_some_and(before))
    }
}

/// A part of such a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Number(Decimal),
    /// What follows lies above the number, or begins at it.
    From(bool),
    /// What follows lies below the number, or ends at it.
    To(bool),
    /// The index.
    Index,
    /// What stands between the ends of a range, or says nothing.
    Other,
}

/// Words and signs, the longer ones first.
const WORDS: [(&str, Part); 56] = [
    ("lebih dari atau sama dengan", Part::From(true)),
    ("lebih besar atau sama dengan", Part::From(true)),
    ("lebih besar dari atau sama dengan", Part::From(true)),
    ("kurang dari atau sama dengan", Part::To(true)),
    ("lebih kecil atau sama dengan", Part::To(true)),
    ("lebih kecil dari atau sama dengan", Part::To(true)),
    ("lebih besar dari", Part::From(false)),
    ("lebih dari", Part::From(false)),
    ("di atas", Part::From(false)),
    ("diatas", Part::From(false)),
    ("lebih kecil dari", Part::To(false)),
    ("kurang dari", Part::To(false)),
    ("di bawah", Part::To(false)),
    ("dibawah", Part::To(false)),
    ("sekurang-kurangnya", Part::From(true)),
    ("sekurangnya", Part::From(true)),
    ("paling sedikit", Part::From(true)),
    ("paling rendah", Part::From(true)),
    ("minimal", Part::From(true)),
    ("minimum", Part::From(true)),
    ("mulai dari", Part::From(true)),
    ("mulai", Part::From(true)),
    ("paling banyak", Part::To(true)),
    ("paling tinggi", Part::To(true)),
    ("maksimal", Part::To(true)),
    ("maksimum", Part::To(true)),
    ("sampai dengan", Part::Other),
    ("sampai", Part::Other),
    ("hingga", Part::Other),
    ("antara", Part::Other),
    ("s/d", Part::Other),
    ("s.d.", Part::Other),
    ("s.d", Part::Other),
    ("sd", Part::Other),
    ("dan", Part::Other),
    ("nilai", Part::Index),
    ("indeks", Part::Index),
    ("skor", Part::Index),
    ("na", Part::Index),
    ("x", Part::Index),
    ("n", Part::Index),
    (">=", Part::From(true)),
    ("=>", Part::From(true)),
    ("≥", Part::From(true)),
    ("⩾", Part::From(true)),
    (">", Part::From(false)),
    ("<=", Part::To(true)),
    ("=<", Part::To(true)),
    ("≤", Part::To(true)),
    ("⩽", Part::To(true)),
    ("<", Part::To(false)),
    ("-", Part::Other),
    ("–", Part::Other),
    ("—", Part::Other),
    ("%", Part::Other),
    ("=", Part::Other),
];

/// What follows a number that begins or ends a grade: `90 ke atas`.
const BEHIND: [(&str, Part); 6] = [
    ("ke atas", Part::From(true)),
    ("keatas", Part::From(true)),
    ("atau lebih", Part::From(true)),
    ("ke bawah", Part::To(true)),
    ("kebawah", Part::To(true)),
    ("atau kurang", Part::To(true)),
];

/// Reads the text of a cell; nothing where it says no bound. What follows in other words is left out.
#[must_use]
pub fn read(text: &str) -> Option<Bound> {
    let text = plain(text);
    let mut rest = text.as_str();
    let mut parts: Vec<Part> = Vec::new();
    let numbered = |parts: &[Part]| parts.iter().any(|part| matches!(part, Part::Number(_)));
    loop {
        rest = rest.trim_start_matches([' ', '(', ')', '[', ']', ':', ';', ',']);
        if rest.starts_with(|c: char| c.is_ascii_digit()) {
            let digit = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
            let end = rest.find(|c| !digit(c)).unwrap_or(rest.len());
            let (digits, after) = rest.split_at(end);
            parts.push(Part::Number(number(digits.trim_end_matches(['.', ',']))?));
            rest = after;
            continue;
        }
        let behind = BEHIND.iter().find(|(words, _)| rest.starts_with(words));
        if let (Some((words, part)), Some(Part::Number(_))) = (behind, parts.last()) {
            parts.insert(parts.len() - 1, *part);
            rest = rest.get(words.len()..)?;
            continue;
        }
        let begins = |words: &str| {
            let after = rest.strip_prefix(words);
            let word = words.ends_with(char::is_alphabetic);
            after.is_some_and(|after| !word || !after.starts_with(char::is_alphabetic))
        };
        match WORDS.iter().find(|(words, _)| begins(words)) {
            Some((words, part)) => {
                parts.push(*part);
                rest = rest.get(words.len()..)?;
            }
            None if numbered(&parts) => break,
            // Nothing is left, or it is about something else.
            None => return None,
        }
    }
    of(&parts)
}

fn of(parts: &[Part]) -> Option<Bound> {
    let (mut from, mut to) = (None, None);
    let mut bare: Vec<Decimal> = Vec::new();
    for (n, part) in parts.iter().enumerate() {
        let Part::Number(number) = part else { continue };
        let before = n.checked_sub(1).map(|before| parts[before]);
        let behind = (parts.get(n + 1).copied()).zip(parts.get(n + 2).copied());
        match (before, behind) {
            (Some(Part::From(inclusive)), _) => from = Some((*number, inclusive)),
            (Some(Part::To(inclusive)), _) => to = Some((*number, inclusive)),
            // `80 < x`: seen from the number.
            (_, Some((Part::To(inclusive), Part::Index))) => from = Some((*number, inclusive)),
            (_, Some((Part::From(inclusive), Part::Index))) => to = Some((*number, inclusive)),
            _ => bare.push(*number),
        }
    }
    let (least, most) = (bare.iter().min().copied(), bare.iter().max().copied());
    let bound = match (from, to) {
        (Some((from, inclusive)), to) => Bound {
            from,
            inclusive: Some(inclusive),
            to: to.or(most.map(|most| (most, true))),
        },
        (None, Some(to)) => Bound {
            from: least.unwrap_or_default(),
            inclusive: None,
            to: Some(to),
        },
        (None, None) => Bound::between(least?, most.filter(|_| bare.len() > 1)),
    };
    let bound = bound.meant();
    (bound.from <= Decimal::ONE_HUNDRED).then_some(bound)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn bounds_are_read_as_they_are_written() {
        let (above, at, unsaid) = (Some(false), Some(true), None);
        let cases: &[(&str, &str, Option<bool>)] = &[
            ("> 90", "90", above),
            (">90 - 100", "90", above),
            ("80,01 – 90", "80", above),
            ("80.01-90.00", "80", above),
            ("Lebih dari 85 s.d. 100", "85", above),
            ("di atas 85", "85", above),
            ("100 ≥ x > 85", "85", above),
            ("80 < x ≤ 90", "80", above),
            ("> 80 – ≤ 90", "80", above),
            ("≥ 85", "85", at),
            (">= 85", "85", at),
            ("=> 85", "85", at),
            ("85 ≤ x < 90", "85", at),
            ("100 ≥ Nilai ≥ 85", "85", at),
            ("x ≥ 85", "85", at),
            ("minimal 85", "85", at),
            ("85 ke atas", "85", at),
            ("lebih dari atau sama dengan 85", "85", at),
            ("90 - 100", "90", unsaid),
            ("90 s/d 100", "90", unsaid),
            ("100 - 90", "90", unsaid),
            ("75 s.d. < 85", "75", unsaid),
            ("30", "30", unsaid),
            ("90 poin", "90", unsaid),
            ("< 30", "0", unsaid),
            ("0 - 30", "0", unsaid),
            ("x ≤ 30", "0", unsaid),
        ];
        for (text, from, inclusive) in cases {
            let bound = read(text).map(|bound| (bound.from, bound.inclusive));
            assert_eq!(bound, Some((decimal(from), *inclusive)), "{text}");
        }
        for text in ["Memuaskan", "2021", "", "Sangat baik (90)", "nilai"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_written_follows_from_the_grade_below() {
        let inclusive = |own: &str, below: &str| {
            let (own, below) = (read(own).unwrap(), read(below).unwrap());
            own.is_inclusive(&below)
        };
        // 85 would belong to neither, or to the upper one alone.
        assert!(inclusive("85 - 90", "75 - 84"));
        assert!(inclusive("85 - 90", "75 - 84,99"));
        assert!(inclusive("85 - 90", "75 - <85"));
        assert!(inclusive("30 - 50", "< 30"));
        // It would belong to both.
        assert!(!inclusive("85 - 90", "75 - 85"));
        assert!(!inclusive("85", "75"));
        // What is written stands.
        assert!(!inclusive("> 85", "75 - 84"));
        assert!(inclusive("≥ 85", "75 - 85"));
    }
}
