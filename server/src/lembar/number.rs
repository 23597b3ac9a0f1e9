//! Numbers as people type them into worksheets.

use rust_decimal::Decimal;

use super::cell::{Cell, Value, is_space, plain};

/// A weight; per cent where it is typed or shown so: `60 %` is 60, and so are `(60)` and `60 poin`.
#[must_use]
pub fn weight(cell: &Cell) -> Option<Decimal> {
    match &cell.value {
        _ if cell.is_date() => None,
        Value::Number(number) if cell.is_percent() && *number <= Decimal::ONE => {
            number.checked_mul(Decimal::ONE_HUNDRED)
        }
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            let text: String = plain(text).chars().filter(|c| !is_space(*c)).collect();
            let bare = without_words(text.strip_prefix("bobot").unwrap_or(&text));
            let bare = bare.trim_start_matches([':', '=']);
            model::instrument::number(unbracketed(without_unit(unbracketed(bare))))
        }
        Value::Error(_) => None,
    }
}

/// What stands in brackets; else all of it.
fn unbracketed(text: &str) -> &str {
    let inside = text.strip_prefix(['(', '[']);
    let inside = inside.and_then(|text| text.strip_suffix([')', ']']));
    inside.unwrap_or(text)
}

/// Text before words in brackets: of `40 (empat puluh)` the 40.
fn without_words(text: &str) -> &str {
    let worded = |(number, words): (_, &str)| {
        (!words.contains(|c: char| c.is_ascii_digit())).then_some(number)
    };
    let number = text.split_once('(').and_then(worded);
    number
        .filter(|number: &&str| !number.is_empty())
        .unwrap_or(text)
}

fn without_unit(text: &str) -> &str {
    const UNITS: [&str; 4] = ["%", "persen", "poin", "point"];
    let short = UNITS.iter().find_map(|unit| text.strip_suffix(unit));
    short.unwrap_or(text)
}

/// A decimal as a spreadsheet's number; nothing where its 15 digits don't hold all of it.
#[must_use]
pub fn stored(number: Decimal) -> Option<f64> {
    const DIGITS: usize = 15;
    let number = number.normalize();
    let digits = number.mantissa().unsigned_abs().to_string().len();
    (digits <= DIGITS)
        .then(|| number.to_string().parse().ok())
        .flatten()
}

/// A count: `1.234` is a thousand and more, `12 orang` is twelve; a date is none.
#[must_use]
pub fn count(cell: &Cell) -> Option<Decimal> {
    match &cell.value {
        _ if cell.is_date() => None,
        Value::Number(number) => Some(*number),
        Value::Text(text) => {
            let text = plain(text);
            let end = text
                .find(|c: char| c.is_alphabetic() || c == '(')
                .unwrap_or(text.len());
            let (digits, unit) = text.split_at(end);
            let digits: String = digits.chars().filter(|c| !is_space(*c)).collect();
            // What follows is the name of what is counted, never another number.
            let fits = !unit.contains(|c: char| c.is_ascii_digit());
            fits.then(|| grouped(&digits)).flatten()
        }
        Value::Error(_) => None,
    }
}

/// A number that may be written in groups: `1.234` is a thousand and more.
#[must_use]
pub fn grouped(text: &str) -> Option<Decimal> {
    if is_grouped(text) {
        return model::instrument::number(&text.replace(['.', ','], ""));
    }
    model::instrument::number(text)
}

/// Groups of three digits behind one to three: `1.234.567`.
fn is_grouped(text: &str) -> bool {
    let mut groups = text.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    (1..=3).contains(&first.len())
        && first != "0"
        && !rest.is_empty()
        && (text.contains('.') != text.contains(','))
        && rest
            .iter()
            .chain([&first])
            .all(|group| group.chars().all(|c| c.is_ascii_digit()))
        && rest.iter().all(|group| group.len() == 3)
}

/// A percentage as text that the answer type reads.
#[must_use]
pub fn percent_text(cell: &Cell) -> String {
    // What is shown as 9235 % and was typed, not computed, is 92.35 in a cell formatted too late.
    const FORMATTED_TOO_LATE: Decimal = Decimal::TEN;
    match &cell.value {
        Value::Number(number)
            if cell.is_percent() && (cell.formula || *number <= FORMATTED_TOO_LATE) =>
        {
            let hundred = number.checked_mul(Decimal::ONE_HUNDRED).unwrap_or(*number);
            format!("{}%", hundred.normalize())
        }
        Value::Text(text) => {
            let text = plain(text);
            let bare = text
                .strip_suffix("persen")
                .or_else(|| text.strip_suffix("per cent"));
            bare.map_or_else(|| text.clone(), |bare| format!("{bare}%"))
        }
        _ => cell.text(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::cell::Shows;
    use super::*;

    fn text(text: &str) -> Cell {
        Cell {
            value: Value::Text(text.to_owned()),
            shows: Shows::Number,
            formula: false,
        }
    }

    fn decimal(text: &str) -> Decimal {
        Decimal::from_str_exact(text).unwrap()
    }

    #[test]
    fn counts_are_read_as_people_write_them() {
        let cases = [
            ("12 orang", Some("12")),
            ("1.234", Some("1234")),
            ("1.234.567", Some("1234567")),
            ("3,5", Some("3.5")),
            ("0.125", Some("0.125")),
            ("12 dari 13", None),
            ("dua", None),
            ("-", None),
        ];
        for (typed, expected) in cases {
            assert_eq!(count(&text(typed)), expected.map(decimal), "{typed}");
        }
    }

    #[test]
    fn percentages_keep_what_their_format_says() {
        let cell = |number: &str, percent, formula| Cell {
            value: Value::Number(decimal(number)),
            shows: if percent {
                Shows::Percent
            } else {
                Shows::Number
            },
            formula,
        };
        // Formatted as per cent: the number is the share. Without a format it is as typed.
        assert_eq!(percent_text(&cell("0.9235", true, false)), "92.35%");
        assert_eq!(percent_text(&cell("92.35", false, false)), "92.35");
        assert_eq!(percent_text(&cell("92.35", true, false)), "92.35");
        assert_eq!(percent_text(&cell("25", true, true)), "2500%");
        assert_eq!(percent_text(&text("92,35\u{a0}Persen")), "92,35 %");
    }

    #[test]
    fn weights_may_be_per_cent_and_have_marks_around_them() {
        let share = Cell {
            value: Value::Number(decimal("0.175")),
            shows: Shows::Percent,
            formula: false,
        };
        assert_eq!(weight(&share), Some(decimal("17.5")));
        assert_eq!(weight(&text("17,5 %")), Some(decimal("17.5")));
        for typed in [
            "(0,50)",
            "0,50 poin",
            "( 0.5 % )",
            "[0,5] Persen",
            "0,5",
            "0,5 (setengah)",
            "Bobot: 0,5",
        ] {
            assert_eq!(weight(&text(typed)), Some(decimal("0.5")), "{typed}");
        }
        assert_eq!(weight(&text("(0,5")), None);
        assert_eq!(weight(&text("separuh")), None);
    }
}
