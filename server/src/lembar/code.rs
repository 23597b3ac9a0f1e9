//! Codes of a worksheet (`A.`, `I.`, `1`, `i.`, `a.`, `-`) and the columns that they are at home in.

use super::cell::{is_space, tidy};

/// What sort of code it is, from the top of a worksheet down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// `A`
    Letter,
    /// `II`
    Roman,
    /// `1`
    Number,
    /// `ii`
    SmallRoman,
    /// `a`
    SmallLetter,
    /// `-`, or nothing
    Dash,
}

/// The sorts that a code can be: `i.` is a letter or a number.
#[must_use]
pub fn sorts(code: &str) -> Vec<Sort> {
    let code = bare(code);
    let last = code.rsplit(['.', ' ']).next().unwrap_or_default();
    let mut sorts = Vec::new();
    let upper = last.chars().all(|c| c.is_ascii_uppercase());
    if last.is_empty() || matches!(last, "-" | "–" | "—" | "•") {
        return vec![Sort::Dash];
    }
    if last.chars().all(|c| c.is_ascii_digit()) {
        sorts.push(Sort::Number);
    }
    if is_roman(&last.to_ascii_lowercase()) {
        sorts.push(if upper { Sort::Roman } else { Sort::SmallRoman });
    }
    if last.chars().count() == 1 && last.chars().all(|c| c.is_ascii_alphabetic()) {
        sorts.push(if upper {
            Sort::Letter
        } else {
            Sort::SmallLetter
        });
    }
    sorts
}

/// Which place a code has in its series: `c` and `iii` the third. Nothing if it isn't of that sort.
#[must_use]
pub fn place(code: &str, sort: Sort) -> Option<u32> {
    let code = bare(code).to_ascii_lowercase();
    match sort {
        Sort::Number => code.parse().ok(),
        Sort::Roman | Sort::SmallRoman => {
            let rest = code.trim_start_matches('x');
            let tens = u32::try_from(code.len() - rest.len()).ok()?;
            let ones = ONES.iter().position(|one| *one == rest)?;
            Some(tens * 10 + u32::try_from(ones).ok()?)
        }
        Sort::Letter | Sort::SmallLetter => {
            let mut letters = code.chars();
            let letter = letters.next().filter(|_| letters.next().is_none())?;
            u32::from(letter).checked_sub(u32::from('a') - 1)
        }
        Sort::Dash => None,
    }
}

/// The code at a place of its series; nothing beyond its end.
#[must_use]
pub fn spelled(place: u32, sort: Sort) -> Option<String> {
    let letter = || u8::try_from(place).ok().filter(|n| (1..=26).contains(n));
    let roman = || {
        let ones = ONES.get(usize::try_from(place % 10).ok()?)?;
        let tens = usize::try_from(place / 10).ok().filter(|tens| *tens <= 3)?;
        Some(format!("{}{ones}", "x".repeat(tens))).filter(|code| !code.is_empty())
    };
    match sort {
        Sort::Number => (place > 0).then(|| place.to_string()),
        Sort::SmallRoman => roman(),
        Sort::Roman => roman().map(|code| code.to_uppercase()),
        Sort::SmallLetter => letter().map(|n| char::from(b'a' + n - 1).to_string()),
        Sort::Letter => letter().map(|n| char::from(b'A' + n - 1).to_string()),
        Sort::Dash => None,
    }
}

/// Whether a text is a code and nothing else.
#[must_use]
pub fn is_code(text: &str) -> bool {
    let text = tidy(text);
    if matches!(text.as_str(), "-" | "–" | "—" | "•") {
        return true;
    }
    let code = bare(&text);
    let segments = || code.split(['.', ' ']).filter(|segment| !segment.is_empty());
    !code.is_empty()
        && code.len() <= 32
        && segments().count() <= 8
        && segments().all(|segment| !sorts(segment).is_empty() && sorts(segment) != [Sort::Dash])
}

/// A code and the label that follows it in the same cell: `a. Unit kerja…`, `- Jumlah…`, `1.Tim`.
#[must_use]
pub fn split(text: &str) -> Option<(String, String)> {
    let text = tidy(text);
    if let Some(glued) = glued(&text) {
        return Some(glued);
    }
    let (head, label) = text.split_once(is_space)?;
    // `I PEMENUHAN`: capitals alone, where a sentence would go on in small letters.
    let upper = |text: &str| text.chars().all(|c| c.is_ascii_uppercase());
    let first = label.split(is_space).next().unwrap_or_default();
    let titled = upper(head) && is_code(head) && first.len() > 2 && upper(first);
    let marked = titled || head.ends_with(['.', ')']) || matches!(head, "-" | "–" | "—" | "•");
    let numbered = head.chars().all(|c| c.is_ascii_digit()) && head.len() <= 2;
    let fits = (marked || numbered) && is_code(head);
    fits.then(|| (head.to_owned(), tidy(label)))
}

/// A code and a label without a space between them. What is shortened (`a.n.`, `S.Pd`) has none.
fn glued(text: &str) -> Option<(String, String)> {
    let at = text.find(['.', ')'])?;
    let (head, label) = (text.get(..=at)?, text.get(at + 1..)?);
    let word = label.chars().take_while(|c| c.is_alphabetic()).count();
    let fits = word > 2 && is_code(head) && !is_code(text);
    fits.then(|| (head.to_owned(), tidy(label)))
}

/// The code that a cell prints, alone or with its label; empty where it prints none.
#[must_use]
pub fn printed(text: &str) -> String {
    match split(text) {
        Some((code, _)) => code,
        None if is_code(text) => tidy(text),
        None => String::new(),
    }
}

/// How many codes a printed one is made of: three of `A.I.1`.
#[must_use]
pub fn depth(printed: &str) -> usize {
    let code = bare(printed);
    code.split('.')
        .filter(|part| !part.is_empty())
        .count()
        .max(1)
}

/// Whether a code is a day of this century's first half, as a spreadsheet stores it: `1.1`, typed, becomes one.
#[must_use]
pub fn is_date(code: &str) -> bool {
    const DAYS: std::ops::Range<u32> = 36_526..54_789;
    code.parse().is_ok_and(|day| DAYS.contains(&day))
}

/// A code without the points and brackets around it.
#[must_use]
pub fn bare(code: &str) -> String {
    let around =
        |c: char| is_space(c) || matches!(c, '.' | ')' | '(' | ':' | ',' | ';' | '[' | ']');
    code.trim_matches(around).to_owned()
}

/// The last part of a code that prints the whole path (`A.I.1`): what is its own.
#[must_use]
pub fn own(code: &str) -> String {
    let code = bare(code);
    // A number that became text: `1.0`.
    let whole = code
        .split_once('.')
        .filter(|(_, zeros)| zeros.chars().all(|c| c == '0'));
    let code = whole.map_or(code.as_str(), |(whole, _)| whole);
    code.rsplit('.').next().map(tidy).unwrap_or_default()
}

/// Roman numbers below ten.
const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];

/// Roman numbers to 39.
fn is_roman(text: &str) -> bool {
    let rest = text.trim_start_matches('x');
    let tens = text.len() - rest.len();
    !text.is_empty() && tens <= 3 && ONES.contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_labels() {
        for code in [
            "A.", "I.", "1", "i.", "a.", "-", "viii.", "12", "a)", "(1)", "A.I.1", "1.0",
        ] {
            assert!(is_code(code), "{code}");
        }
        for label in [
            "SOP",
            "di",
            "Tim",
            "",
            "A/B",
            "Ya",
            "2021a",
            "TOTAL A",
            "Tahap 1",
            "Eselon II",
        ] {
            assert!(!is_code(label), "{label}");
        }
        assert_eq!(sorts("i."), [Sort::SmallRoman, Sort::SmallLetter]);
        assert_eq!(sorts("ii."), [Sort::SmallRoman]);
        assert_eq!(sorts("B."), [Sort::Letter]);
        for (code, sort) in [
            ("12", Sort::Number),
            ("xiv", Sort::SmallRoman),
            ("III", Sort::Roman),
            ("c", Sort::SmallLetter),
            ("D", Sort::Letter),
        ] {
            let back = place(code, sort).and_then(|place| spelled(place, sort));
            assert_eq!(back.as_deref(), Some(code));
        }
        assert_eq!(spelled(0, Sort::Roman), None);
        assert_eq!(own("A.I.1."), "1");
        assert_eq!(own("1.0"), "1");
    }

    #[test]
    fn a_code_may_share_its_cell_with_the_label() {
        let pair = |code: &str, label: &str| Some((code.to_owned(), label.to_owned()));
        assert_eq!(split("- Jumlah agen"), pair("-", "Jumlah agen"));
        assert_eq!(split("a.  Unit kerja"), pair("a.", "Unit kerja"));
        assert_eq!(split("1 Manajemen"), pair("1", "Manajemen"));
        assert_eq!(split("1.Satu"), pair("1.", "Satu"));
        assert_eq!(split("A.PENGUNGKIT"), pair("A.", "PENGUNGKIT"));
        for whole in ["S.Pd", "A.I.1", "A.IV.b"] {
            assert_eq!(split(whole), None, "{whole}");
        }
        assert_eq!(split("I PEMENUHAN"), pair("I", "PEMENUHAN"));
        assert_eq!(split("A HASIL KERJA"), pair("A", "HASIL KERJA"));
        assert_eq!(split("SPI telah"), None);
        assert_eq!(split("I telah"), None);
    }
}
