//! Codes typed with letters that only look like theirs: `ll.` between `I.` and `III.` is II.

use super::cell::is_space;
use super::code::{Sort, bare, place, sorts};
use super::finding::{Finding, Slip};
use super::level::column;
use super::line::Line;

/// Characters of a code that may be misspelled.
const CHARS_MAX: usize = 5;

/// Reads such codes by the codes beside them; each is a note. Where these don't say so, nothing is changed.
pub fn settle(lines: &mut [Line], findings: &mut Vec<Finding>) {
    // Several in a row are read from the one beside them that is sure, wherever it stands.
    for n in (0..lines.len()).chain((0..lines.len()).rev()) {
        let line = &lines[n];
        let (typed, in_title) = (code_of(line).to_owned(), line.code.is_empty());
        let fits = |code: &(String, Sort)| stands_between(lines, n, code);
        let plain = unmarked(line).into_iter().map(|sort| (typed.clone(), sort));
        let mut readings = plain.chain(meant(&bare(&typed)));
        let Some((code, _)) = readings.find(fits) else {
            continue;
        };
        if code != typed {
            let what = format!("Kode “{typed}” dibaca sebagai {code}");
            findings.push(Finding::note(line.place(), Slip::Code, what));
        }
        let line = &mut lines[n];
        if in_title {
            let rest = line.title.get(first_len(&line.title)..).unwrap_or_default();
            line.title = rest.trim_start_matches(is_space).to_owned();
            line.labelled = line.level + 1;
        }
        line.code = code;
    }
}

/// The sorts of a letter without a point that may be the code of what follows it: `a Tim telah dibentuk`.
fn unmarked(line: &Line) -> Vec<Sort> {
    let titled = line.code.is_empty() && (line.is_item() || line.is_node());
    let letters = |code: &str| code.chars().all(char::is_alphabetic);
    let code = Some(code_of(line)).filter(|code| titled && letters(code));
    code.map(sorts).unwrap_or_default()
}

/// The code, or what may be one at the beginning of the label.
fn code_of(line: &Line) -> &str {
    match line.code.as_str() {
        "" => line.title.split(is_space).next().unwrap_or_default(),
        code => code,
    }
}

fn first_len(title: &str) -> usize {
    title.find(is_space).unwrap_or(title.len())
}

/// What may be meant by a code: `l`, `|` and `1` look like I, and I and `l` like 1.
fn meant(typed: &str) -> Vec<(String, Sort)> {
    let looks = |c: char| matches!(c, 'l' | '|' | '1');
    let all = |known: &str| typed.chars().all(|c| looks(c) || known.contains(c));
    if typed.chars().count() > CHARS_MAX || !typed.chars().any(looks) {
        return Vec::new();
    }
    let with = |one: char| -> String {
        let spelled = |c: char| if looks(c) { one } else { c };
        typed.chars().map(spelled).collect()
    };
    let digits = || typed.replace(['l', '|', 'I'], "1").replace(['o', 'O'], "0");
    let readings = [
        (all("IVX"), with('I'), Sort::Roman),
        (all("ivx"), with('i'), Sort::SmallRoman),
        (all("I023456789oO"), digits(), Sort::Number),
    ];
    readings
        .into_iter()
        .filter(|(fits, code, sort)| *fits && code != typed && sorts(code).contains(sort))
        .map(|(_, code, sort)| (code, sort))
        .collect()
}

/// What a line beside another says of its code.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Said {
    /// There is none.
    None,
    /// Its own code can't be read.
    Nothing,
    Yes,
    No,
}

/// Whether a code goes on from the one before it in its column, or leads to the one behind; neither may say
/// otherwise.
fn stands_between(lines: &[Line], n: usize, (code, sort): &(String, Sort)) -> bool {
    let line = &lines[n];
    let Some(own) = place(code, *sort) else {
        return false;
    };
    let counted = |other: &&Line| other.is_node() || other.is_item();
    let beside = |other: &&Line| column(other) == column(line) && other.is_item() == line.is_item();
    // What stands further to the left begins something else.
    let within = |other: &&Line| {
        column(other) > column(line) || beside(other) || (other.is_item() && !line.is_item())
    };
    let said = |other: Option<&Line>, expected: Option<u32>| match other {
        None => Said::None,
        Some(other)
            if unmarked(other).contains(sort) && place(code_of(other), *sort) == expected =>
        {
            Said::Yes
        }
        Some(other) if other.code.is_empty() || !meant(&other.code).is_empty() => Said::Nothing,
        Some(other) if !sorts(&other.code).contains(sort) => Said::No,
        Some(other) if place(&other.code, *sort) == expected => Said::Yes,
        Some(_) => Said::No,
    };
    let mut before = lines[..n].iter().rev().filter(counted).take_while(within);
    let mut after = lines[n + 1..].iter().filter(counted).take_while(within);
    // A number among numbers is one, whoever stands beside it.
    let counts = code_of(line).chars().all(|c| c.is_ascii_digit());
    let numbers = |other: &&Line| sorts(&other.code) == [Sort::Number];
    let whole = || {
        let up = lines[..n].iter().rev().filter(counted).take_while(within);
        let down = lines[n + 1..].iter().filter(counted).take_while(within);
        up.chain(down).filter(beside)
    };
    if counts && *sort != Sort::Number && whole().any(|other| numbers(&other)) {
        return false;
    }
    let before = said(before.find(beside), own.checked_sub(1));
    let after = said(after.find(beside), own.checked_add(1));
    let both = [before, after];
    // The first of a series has none before it.
    both.contains(&Said::Yes) && !both.contains(&Said::No) && (before != Said::None || own == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_meant_as_what_they_look_like() {
        let codes = |typed: &str| -> Vec<String> {
            meant(typed).into_iter().map(|(code, _)| code).collect()
        };
        assert_eq!(codes("ll"), ["II", "ii", "11"]);
        assert_eq!(codes("lV"), ["IV"]);
        assert_eq!(codes("vl"), ["vi"]);
        assert_eq!(codes("l0"), ["10"]);
        assert_eq!(codes("11"), ["II", "ii"]);
        for typed in ["II", "a", "12", "", "lima", "llllll"] {
            assert_eq!(codes(typed), Vec::<String>::new(), "{typed}");
        }
    }
}
