//! *Pilihan Jawaban* as people print it.

use model::instrument::{DraftAnswer, number};

use super::cell::{is_space, plain, tidy};
use super::number::grouped;
use super::points;

/// What stands between the ends of a scale.
const DASHES: [&str; 7] = ["-", "–", "—", "s/d", "sd", "sampai", "hingga"];

/// What a row asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Asked {
    /// An answer.
    Answer(DraftAnswer),
    /// A count that belongs to a percentage (*Jumlah*).
    Count,
}

/// The answer type that a text names; nothing where it is none that is known. A hint behind it is none of it
/// (`A/B/C/D (pilih salah satu)`), nor are brackets around it.
#[must_use]
pub fn asked(text: &str) -> Option<Asked> {
    // Longer text says what answers mean, and may begin like a type.
    const HINTED_MAX: usize = 40;
    let bare = tidy(text);
    let whole = named(&bare);
    if whole.is_some() || bare.chars().count() > HINTED_MAX {
        return whole;
    }
    let brackets = bare
        .strip_prefix(['(', '['])
        .and_then(|text| text.strip_suffix([')', ']']));
    let before = bare.split_once(['(', '[', '\n']).map(|(before, _)| before);
    let parts = [brackets, before].into_iter().flatten();
    parts.filter(|part| !part.trim().is_empty()).find_map(named)
}

/// The same of a text where types stand. There `1-4` is a scale, and so is `IPK 0-4`; elsewhere it may be anything.
#[must_use]
pub fn printed(text: &str) -> Option<Asked> {
    let short = short(&plain(text));
    let digit = |c: char| c.is_ascii_digit();
    let ends = short.find(digit).zip(short.rfind(digit));
    let scale = || {
        let (before, from) = short.split_at(ends?.0);
        let (scale, after) = from.split_at(ends?.1 + 1 - before.len());
        let words = |text: &str| !text.contains(['/', '=', '%', '<', '>', '-', '≥', '≤']);
        let answer = maximum(&format!("nilai{scale}")).filter(|_| words(before) && words(after))?;
        answer.is_whole().then_some(Asked::Answer(answer))
    };
    asked(text).or_else(scale)
}

/// Whether a text that is a scale from 1 says no more than that; nothing where it is none.
#[must_use]
pub fn begins_at_one(text: &str) -> Option<bool> {
    let short = short(&plain(text));
    let scale = short.trim_start_matches(|c: char| !c.is_ascii_digit());
    let rest = scale.strip_prefix('1')?;
    let ranges = DASHES.iter().any(|dash| rest.starts_with(dash));
    ranges.then_some(scale.len() == short.len())
}

fn named(printed: &str) -> Option<Asked> {
    let text = plain(printed);
    let short = short(&text).replace("atau", "/");
    // `Pilihan A/B/C`, `Ya/Tidak *`, `YA/TIDAK/`
    let short = short.strip_prefix("pilihan").unwrap_or(&short);
    let short = short.trim_end_matches("*)");
    let short = short.trim_matches(['/', '*', ':', ';']);
    let answer = match short {
        "" => return None,
        "ya/tidak" | "ya,tidak" | "ya|tidak" | "ya-tidak" | "tidak/ya" | "ya/tdk" | "y/t"
        | "yatidak" | "ya;tidak" => DraftAnswer::ya_tidak(),
        _ if is_percent(short) => DraftAnswer::persen(Vec::new()),
        _ if text.starts_with("jumlah") => return Some(Asked::Count),
        _ => letters(short)
            .or_else(|| points::table(printed))
            .or_else(|| target(&text))
            .or_else(|| maximum(short))?,
    };
    answer.is_whole().then_some(Asked::Answer(answer))
}

/// Text without spaces and points, but for those within a number.
fn short(text: &str) -> String {
    let all: Vec<char> = text.chars().filter(|c| !is_space(*c)).collect();
    let digit = |n: Option<usize>| n.and_then(|n| all.get(n)).is_some_and(char::is_ascii_digit);
    let decimal = |n: usize| digit(n.checked_sub(1)) && digit(Some(n + 1));
    let kept = all
        .iter()
        .enumerate()
        .filter(|(n, c)| **c != '.' || decimal(*n));
    kept.map(|(_, c)| *c).collect()
}

/// `%`, `Persen`, `0-100%`, `Capaian (0% s.d. 100%)`.
fn is_percent(short: &str) -> bool {
    const NAMES: [&str; 3] = ["persentase", "prosentase", "persen"];
    const BESIDE: [&str; 10] = [
        "capaian",
        "realisasi",
        "angka",
        "nilai",
        "s/d",
        "sampai",
        "hingga",
        "sd",
        "100",
        "0",
    ];
    let named = short.contains('%') || NAMES.iter().any(|name| short.contains(name));
    let words = NAMES.iter().chain(&BESIDE);
    let rest = words.fold(short.to_owned(), |rest, word| rest.replace(word, ""));
    let mut rest = rest.chars();
    named && rest.all(|c| matches!(c, '%' | '(' | ')' | '[' | ']' | '-' | '–' | '—' | ':'))
}

/// `A/B/C`, `A, B, C`, `A, B, dan C`, `A-D`.
fn letters(short: &str) -> Option<DraftAnswer> {
    let short = &short.replace("dan", "/");
    let separator = |c: char| matches!(c, '/' | ',' | ';' | '|' | '\\' | '-' | '–');
    let parts: Vec<&str> = short
        .split(separator)
        .filter(|part| !part.is_empty())
        .collect();
    let range = short.contains(['-', '–']);
    match short.as_str() {
        "abc" | "asdc" | "as/dc" => return Some(DraftAnswer::abc()),
        "abcd" | "asdd" | "as/dd" => return Some(DraftAnswer::abcd()),
        "abcde" | "asde" | "as/de" => return Some(DraftAnswer::abcde()),
        _ => {}
    }
    match parts.as_slice() {
        ["a", "b", "c"] => Some(DraftAnswer::abc()),
        ["a", "b", "c", "d"] => Some(DraftAnswer::abcd()),
        ["a", "b", "c", "d", "e"] => Some(DraftAnswer::abcde()),
        ["a", "c"] if range => Some(DraftAnswer::abc()),
        ["a", "d"] if range => Some(DraftAnswer::abcd()),
        ["a", "e"] if range => Some(DraftAnswer::abcde()),
        _ => None,
    }
}

/// `Angka (target 80)`, `Target: 12`.
fn target(text: &str) -> Option<DraftAnswer> {
    let (_, after) = text.split_once("target")?;
    let digits = after.trim_matches(|c: char| is_space(c) || matches!(c, ':' | '=' | '(' | ')'));
    // `80 orang`
    let end = digits.find(char::is_alphabetic).unwrap_or(digits.len());
    let digits = digits.get(..end)?.trim_matches(is_space);
    let target = grouped(digits).filter(|target| !target.is_zero())?;
    Some(DraftAnswer::angka(target.normalize()))
}

/// `Nilai (0-4)`, `0 – 100`, `Skala 0 s.d. 5`.
fn maximum(short: &str) -> Option<DraftAnswer> {
    let words = ["nilai", "skala", "indeks", "skor", "angka"];
    let word = words.iter().find_map(|word| short.strip_prefix(word));
    // `Nilai IPAK (0-4)`
    let bracket = word
        .and_then(|rest| rest.rsplit_once('('))
        .map(|(_, rest)| rest);
    let rest = bracket.or(word).unwrap_or(short);
    let rest = rest.trim_matches(|c: char| matches!(c, '(' | ')' | ':' | '[' | ']'));
    // `Nilai (maks. 4)`
    const MOST: [&str; 4] = ["maksimal", "maksimum", "maks", "max"];
    let most = MOST
        .iter()
        .find_map(|most| rest.strip_prefix(most))
        .filter(|_| word.is_some());
    if let Some(max) = most
        .and_then(number)
        .filter(|max| *max > rust_decimal::Decimal::ZERO)
    {
        return Some(DraftAnswer::nilai(max.normalize()));
    }
    // A scale that begins at 1 (`Nilai (1-4)`) earns all at its end as well.
    let from_one = || rest.strip_prefix('1').filter(|_| word.is_some());
    let rest = rest.strip_prefix('0').or_else(from_one)?;
    // `0,00-4,00`, `0.0 - 4.0`
    let rest = rest
        .strip_prefix([',', '.'])
        .map_or(rest, |zeros| zeros.trim_start_matches('0'));
    let max = DASHES.iter().find_map(|dash| rest.strip_prefix(dash))?;
    let max = number(max).filter(|max| !max.is_zero() && !max.is_sign_negative())?;
    Some(DraftAnswer::nilai(max.normalize()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_they_are_printed() {
        let nilai = |max: &str| Some(Asked::Answer(DraftAnswer::nilai(max)));
        let cases = [
            (
                " ya / Tidak\u{a0}",
                Some(Asked::Answer(DraftAnswer::ya_tidak())),
            ),
            ("A/B/C", Some(Asked::Answer(DraftAnswer::abc()))),
            ("Pilihan A/B/C", Some(Asked::Answer(DraftAnswer::abc()))),
            ("YA/TIDAK/", Some(Asked::Answer(DraftAnswer::ya_tidak()))),
            ("Ya/Tidak *", Some(Asked::Answer(DraftAnswer::ya_tidak()))),
            (
                "Ya / Tidak *)",
                Some(Asked::Answer(DraftAnswer::ya_tidak())),
            ),
            ("Pilihan", None),
            ("a / b / c / d", Some(Asked::Answer(DraftAnswer::abcd()))),
            ("A–E", Some(Asked::Answer(DraftAnswer::abcde()))),
            ("%", Some(Asked::Answer(DraftAnswer::persen(Vec::new())))),
            ("Jumlah", Some(Asked::Count)),
            ("Nilai (0-4)", nilai("4")),
            ("0 – 100", nilai("100")),
            ("Skala 0 s.d. 5", nilai("5")),
            ("0-4,00", nilai("4")),
            ("Nilai (0.00-4.00)", nilai("4")),
            ("Nilai (0-4.5)", nilai("4.5")),
            (
                "Angka (target 80)",
                Some(Asked::Answer(DraftAnswer::angka("80"))),
            ),
            ("Nilai IPAK (0-4)", nilai("4")),
            ("Ya;Tidak", Some(Asked::Answer(DraftAnswer::ya_tidak()))),
            ("A\nB\nC", Some(Asked::Answer(DraftAnswer::abc()))),
            ("A s.d. D", Some(Asked::Answer(DraftAnswer::abcd()))),
            (
                "Angka (target 1.500 orang)",
                Some(Asked::Answer(DraftAnswer::angka("1500"))),
            ),
            (
                "A/B/C/D\n(pilih salah satu)",
                Some(Asked::Answer(DraftAnswer::abcd())),
            ),
            ("(A/B/C/D)", Some(Asked::Answer(DraftAnswer::abcd()))),
            (
                "Ya atau Tidak",
                Some(Asked::Answer(DraftAnswer::ya_tidak())),
            ),
            ("A atau B atau C", Some(Asked::Answer(DraftAnswer::abc()))),
            ("Nilai (1-4)", nilai("4")),
            ("A, B, dan C", Some(Asked::Answer(DraftAnswer::abc()))),
            ("50%", None),
            ("Bobot (%)", None),
            ("Nilai (maks. 4)", nilai("4")),
            ("Ya/Tidak\nYa, jika tim sudah dibentuk dengan SK", None),
            ("A/B", None),
            ("Nilai (0-99999999)", None),
            ("Target: 99999999", None),
            ("Baik=1; baik=2", None),
            ("Baik=0; Buruk=0", None),
            ("Baik=-1; Buruk=2", None),
            ("A/B/D", None),
            ("Baik/Buruk", None),
            ("Nilai", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(asked(text), expected, "{text}");
        }
        for text in [
            "Persen (%)",
            "0-100%",
            "0 - 100 %",
            "0% - 100%",
            "0 s.d 100%",
            "(0-100%)",
            "Angka %",
            "% capaian",
            "%)",
            "Persentase (0% - 100%)",
            "Persen (0-100)",
        ] {
            let percent = Some(Asked::Answer(DraftAnswer::persen(Vec::new())));
            assert_eq!(asked(text), percent, "{text}");
        }
    }

    #[test]
    fn a_scale_may_begin_at_one() {
        let nilai = |max: &str| Some(Asked::Answer(DraftAnswer::nilai(max)));
        for (text, expected, begins) in [
            ("1-4", nilai("4"), Some(true)),
            ("1 s.d. 5", nilai("5"), Some(true)),
            ("Nilai (1-4)", nilai("4"), Some(false)),
            ("Nilai (0-4)", nilai("4"), None),
            ("0-4", nilai("4"), None),
            ("10-100", None, None),
            ("1", None, None),
            ("IPK (0-4)", nilai("4"), None),
            ("0-100 poin", nilai("100"), None),
            ("Indeks (skala 0-4)", nilai("4"), None),
            ("Skala Likert 1-4", nilai("4"), Some(false)),
            ("Tahun 2021-2023", None, None),
            ("> 0-30", None, None),
            (
                "Target 80",
                Some(Asked::Answer(DraftAnswer::angka("80"))),
                None,
            ),
        ] {
            assert_eq!(printed(text), expected, "{text}");
            assert_eq!(begins_at_one(text), begins, "{text}");
        }
        // What isn't in their column may be pages, or months.
        assert_eq!(asked("1-4"), None);
    }

    #[test]
    fn a_table_of_points_keeps_its_labels() {
        assert!(asked("A = 1 / B = 0.5 / C = 0").is_some());
        let Some(Asked::Answer(answer)) = asked("WTP=3; WTP-DPP=2.5; WDP=2") else {
            panic!("no table");
        };
        let points: Vec<_> = answer
            .points
            .iter()
            .map(|one| (one.answer.as_str(), one.points.as_str()))
            .collect();
        assert_eq!(points, [("WTP", "3"), ("WTP-DPP", "2.5"), ("WDP", "2")]);
    }
}
