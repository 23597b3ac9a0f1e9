//! *Pilihan Jawaban* that says what each answer is worth: `WTP=3; WTP-DPP=2.5; WDP=2`, also on lines of their own,
//! behind commas or strokes, with colons or in brackets (`Ya (1)/Tidak (0)`), or worth by worth (`A/B/C (1/0,5/0)`).

use model::instrument::draft::DraftPoints;
use model::instrument::{AnswerType, DraftAnswer, number, same_answer};
use rust_decimal::Decimal;

use super::cell::{is_space, tidy};

/// What leads from an answer to its points.
const MARKS: [char; 3] = ['=', ':', '('];
/// What stands between entries beyond doubt.
const STROKES: [char; 4] = [';', '/', '|', '\n'];

/// A table of points; a usual type where it only says what that type says anyway.
#[must_use]
pub fn table(text: &str) -> Option<DraftAnswer> {
    let points = entries(text)
        .or_else(|| listed(text))
        .or_else(|| turned(text))?;
    Some(usual(&points).unwrap_or_else(|| DraftAnswer::lookup(points)))
}

/// Answers, each with its points.
fn entries(text: &str) -> Option<Vec<DraftPoints>> {
    let mut rest = text;
    let mut points: Vec<DraftPoints> = Vec::new();
    let mut units: Vec<bool> = Vec::new();
    while !rest.trim_matches(is_between).is_empty() {
        let mut marks = rest.char_indices().filter(|(_, c)| MARKS.contains(c));
        let worth = |(at, mark)| Some((at, mark, worth(rest.get(at + 1..)?, mark)?));
        let (at, mark, worth) = marks.find_map(worth)?;
        let printed = rest.get(..at)?;
        let answer = name(printed)?;
        // `Tim 1 (5), Tim 2 (6)` may be anything.
        let plain = !answer.contains(|c: char| c.is_ascii_digit());
        let apart = points.is_empty() || printed.trim_start_matches(' ').starts_with(STROKES);
        if mark == '(' && !apart && !plain {
            return None;
        }
        points.push(DraftPoints {
            answer,
            points: worth.points.normalize().to_string(),
        });
        units.push(worth.percent);
        rest = worth.rest;
    }
    let alike = units.iter().all(|unit| *unit == units[0]);
    (points.len() > 1 && alike).then_some(points)
}

/// What separates entries.
fn is_between(c: char) -> bool {
    is_space(c) || STROKES.contains(&c) || matches!(c, ',' | '.' | '\\' | '-' | '–' | '•' | '*')
}

/// An answer, without what separates it from the one before it.
fn name(printed: &str) -> Option<String> {
    let text = printed.trim_start_matches(is_between);
    let text = ["dan ", "atau "]
        .iter()
        .find_map(|word| text.strip_prefix(word))
        .unwrap_or(text);
    let text = tidy(text);
    (!text.is_empty() && !text.contains([';', '\n'])).then_some(text)
}

/// Points behind a mark, and what follows them.
struct Worth<'t> {
    points: Decimal,
    percent: bool,
    rest: &'t str,
}

/// `1`, `0,5`, `100%`, `3 poin`; in brackets to their end.
fn worth(text: &str, mark: char) -> Option<Worth<'_>> {
    let text = text.trim_start_matches(is_space);
    let (word, after) = text.split_once(is_space).unwrap_or_default();
    let named = matches!(word.to_lowercase().as_str(), "nilai" | "skor" | "poin");
    let text = if named { after } else { text };
    let digit = |at: usize| {
        text.get(at..)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let inside =
        |(at, c): (usize, char)| c.is_ascii_digit() || (matches!(c, '.' | ',') && digit(at + 1));
    let end = text.char_indices().find(|one| !inside(*one));
    let (digits, rest) = text.split_at(end.map_or(text.len(), |(at, _)| at));
    let behind = rest.trim_start_matches(is_space);
    let unit = ["%", "poin", "point"]
        .iter()
        .rev()
        .find_map(|unit| Some((*unit, behind.strip_prefix(unit)?)));
    let percent = unit.is_some_and(|(unit, _)| unit == "%");
    let rest = unit.map_or(rest, |(_, rest)| rest);
    let rest = match mark {
        '(' => rest.trim_start_matches(is_space).strip_prefix(')')?,
        _ => rest,
    };
    let ends = !rest.starts_with(char::is_alphanumeric);
    let points = number(digits).filter(|_| ends)?;
    Some(Worth {
        points,
        percent,
        rest,
    })
}

/// The usual answers, and behind them what each is worth in the same order.
fn listed(text: &str) -> Option<Vec<DraftPoints>> {
    let (names, worths) = text.split_once(MARKS)?;
    let names: Vec<String> = names.split('/').map(tidy).collect();
    let worths = worths.trim_matches(|c: char| is_space(c) || MARKS.contains(&c) || c == ')');
    let separators: &[char] = if worths.contains(['/', ';']) {
        &['/', ';']
    } else {
        &[',']
    };
    let worths: Vec<&str> = worths.split(separators).collect();
    let fits = names.len() > 1 && names.len() == worths.len();
    let entry = |(answer, worth): (&String, &&str)| {
        Some(DraftPoints {
            answer: answer.clone(),
            points: number(worth.trim_end_matches('%'))?.normalize().to_string(),
        })
    };
    let usual = fits && names.iter().all(|name| is_usual_name(name));
    (names.iter().zip(&worths))
        .map(entry)
        .collect::<Option<Vec<_>>>()
        .filter(|_| usual)
}

/// The usual answers behind what they are worth: `1 = Ya; 0 = Tidak`.
fn turned(text: &str) -> Option<Vec<DraftPoints>> {
    let entry = |entry: &str| {
        let (points, answer) = entry.split_once(['=', ':'])?;
        Some(DraftPoints {
            answer: Some(tidy(answer)).filter(|answer| is_usual_name(answer))?,
            points: number(points)?.normalize().to_string(),
        })
    };
    let all = text.split(STROKES).map(entry).collect::<Option<Vec<_>>>();
    all.filter(|all| all.len() > 1)
}

fn is_usual_name(name: &str) -> bool {
    let names = ["ya", "tidak", "a", "b", "c", "d", "e"];
    names.iter().any(|one| same_answer(one, name))
}

/// The usual type whose answers these are, each worth what it is worth there.
fn usual(points: &[DraftPoints]) -> Option<DraftAnswer> {
    let worth = |one: &DraftPoints| Decimal::from_str_exact(&one.points).ok();
    let most = points.iter().filter_map(worth).max()?;
    let is = |kind: &AnswerType| {
        let options = kind.options();
        let has = |(name, share): &(&str, Decimal)| {
            let mut named = points.iter().filter(|one| same_answer(&one.answer, name));
            named.any(|one| worth(one) == share.checked_mul(most))
        };
        options.len() == points.len() && options.iter().all(has)
    };
    let kinds = [
        (AnswerType::YaTidak, DraftAnswer::ya_tidak as fn() -> _),
        (AnswerType::Abc, DraftAnswer::abc),
        (AnswerType::Abcd, DraftAnswer::abcd),
        (AnswerType::Abcde, DraftAnswer::abcde),
    ];
    let (_, make) = kinds.into_iter().find(|(kind, _)| is(kind))?;
    Some(make())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<Vec<(String, String)>> {
        let pair = |one: DraftPoints| (one.answer, one.points);
        table(text).map(|answer| answer.points.into_iter().map(pair).collect())
    }

    #[test]
    fn what_the_usual_types_say_anyway_is_one_of_them() {
        for (text, kind) in [
            ("Ya (1)/Tidak (0)", DraftAnswer::ya_tidak()),
            ("Ya=1/Tidak=0", DraftAnswer::ya_tidak()),
            ("Tidak: 0, Ya: 1", DraftAnswer::ya_tidak()),
            ("Ya/Tidak (1/0)", DraftAnswer::ya_tidak()),
            ("YA (100%) / TIDAK (0%)", DraftAnswer::ya_tidak()),
            ("Ya (Nilai 1)/Tidak (nilai 0)", DraftAnswer::ya_tidak()),
            ("A=1, B=0,5, C=0", DraftAnswer::abc()),
            ("A (1) B (0,5) dan C (0)", DraftAnswer::abc()),
            ("A/B/C (1/0,5/0)", DraftAnswer::abc()),
            ("A/B/C/D = 1/0,67/0,33/0", DraftAnswer::abcd()),
            ("A=100; B=75; C=50; D=25; E=0", DraftAnswer::abcde()),
            ("1 = Ya; 0 = Tidak", DraftAnswer::ya_tidak()),
        ] {
            assert_eq!(table(text), Some(kind), "{text}");
        }
    }

    #[test]
    fn other_points_make_a_table() {
        let pairs = |all: &[(&str, &str)]| {
            let pair = |(answer, points): &(&str, &str)| ((*answer).into(), (*points).into());
            Some(all.iter().map(pair).collect::<Vec<_>>())
        };
        for (text, points) in [
            ("Ya (2)/Tidak (1)", &[("Ya", "2"), ("Tidak", "1")][..]),
            ("Ya (1), Tidak (0,5)", &[("Ya", "1"), ("Tidak", "0.5")]),
            ("A/B/C (1/0,4/0)", &[("A", "1"), ("B", "0.4"), ("C", "0")]),
            ("A=3 B=2 C=1", &[("A", "3"), ("B", "2"), ("C", "1")]),
            (
                "- WTP: 3 poin\n- WDP: 2 poin",
                &[("WTP", "3"), ("WDP", "2")],
            ),
            (
                "Baik (sesuai)=2; Buruk=1",
                &[("Baik (sesuai)", "2"), ("Buruk", "1")],
            ),
            ("Baik (3), Cukup (2)", &[("Baik", "3"), ("Cukup", "2")]),
            ("WTP=3,WTP-DPP=2.5", &[("WTP", "3"), ("WTP-DPP", "2.5")]),
        ] {
            assert_eq!(read(text), pairs(points), "{text}");
        }
    }

    #[test]
    fn what_only_seems_to_be_points_is_none() {
        for text in [
            "Ya (ada)/Tidak (belum)",
            "A (1)",
            "Tim 1 (5), Tim 2 (6)",
            "Ya: 1 dokumen; Tidak: 0 dokumen",
            "A (100%)/B (0,5)",
            "A/B/C (1/0)",
            "Laporan/SK (1/0)",
            "A=1a; B=2b",
            "=1; =2",
        ] {
            assert_eq!(table(text), None, "{text}");
        }
    }
}
