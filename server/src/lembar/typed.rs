//! An answer as people type it: with marks around it, and with what they say beside it.

use model::instrument::same_answer;

use super::cell::{Cell, is_space, plain};
use super::number::percent_text;

/// What stands in a cell, as its type would read it.
#[must_use]
pub fn text_of(kind: &str, cell: &Cell) -> String {
    match kind {
        "persen" => percent_text(cell),
        _ => cell.text(),
    }
}

/// An answer as a cell spells it, in the way that its type `takes` it; nothing where it doesn't. `A.`, `"A"` and
/// `(A)` are the answer A, and so is `A. Sudah ada`: what follows the point is what the answer means. `Y` is Ya,
/// `3,6 (baik)` is 3,6.
pub fn typed(kind: &str, cell: &Cell, takes: impl Fn(&str) -> bool) -> Option<String> {
    let text = text_of(kind, cell);
    if takes(&text) {
        return Some(text);
    }
    if matches!(kind, "persen" | "nilai" | "angka") {
        return with_unit(&text).filter(|text| takes(text));
    }
    let bare = text.trim_matches(is_around).to_owned();
    let meant = || {
        let (head, rest) = explained(&bare)?;
        let head = head.trim_matches(is_around);
        (!names_another(head, rest, &takes)).then(|| head.to_owned())
    };
    let begun = || {
        let (head, rest) = bare.split_once(is_space)?;
        let yes_or_no = takes("ya") && takes("tidak");
        (yes_or_no && is_plain_beside(head, rest)).then(|| head.to_owned())
    };
    let full = || initial(&bare).map(str::to_owned);
    [Some(bare.clone()), meant(), full(), begun()]
        .into_iter()
        .flatten()
        .find(|text| takes(text))
}

/// Whether a cell says no more than the answer, but for marks around it.
pub fn is_bare(kind: &str, cell: &Cell, takes: impl Fn(&str) -> bool) -> bool {
    let text = text_of(kind, cell);
    takes(&text) || takes(text.trim_matches(is_around))
}

/// A number without the words behind it: what is counted, or how good it is. None that make it another number.
fn with_unit(text: &str) -> Option<String> {
    const NOT_QUITE: [&str; 9] = [
        "lebih", "kurang", "sekitar", "hampir", "dari", "per", "atau", "maksimal", "minimal",
    ];
    let text = plain(text);
    let end = text.find(|c: char| c.is_alphabetic() || c == '(')?;
    let (digits, unit) = text.split_at(end);
    let mut words = unit.split(|c: char| !c.is_alphanumeric());
    let fits = !words.any(|word| NOT_QUITE.contains(&word) || word.contains(char::is_numeric));
    let behind = |c: char| is_space(c) || matches!(c, '-' | '–' | '—' | ':' | ',' | ';');
    (fits && !digits.is_empty()).then(|| digits.trim_end_matches(behind).to_owned())
}

/// Marks that people put around an answer.
fn is_around(c: char) -> bool {
    is_space(c) || ".,;:()[]\"'“”‘’".contains(c)
}

/// Whether what is said of an answer names another one, which would make it a guess: `B. atau C`. A small letter
/// is no answer in `s.d.`, `a.n.`, `e-gov`; it is one alone, or behind *atau*.
fn names_another(head: &str, rest: &str, takes: impl Fn(&str) -> bool) -> bool {
    const OR: [&str; 5] = ["atau", "dan", "ke", "menjadi", "bukan"];
    let words = rest.split(|c: char| !c.is_alphanumeric());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.iter().enumerate().any(|(n, word)| {
        let before = n.checked_sub(1).map(|n| words[n].to_lowercase());
        let said = words.len() == 1
            || word.chars().count() > 1
            || word.chars().all(char::is_uppercase)
            || before.is_some_and(|before| OR.contains(&before.as_str()));
        said && takes(word) && !same_answer(word, head)
    })
}

/// Whether what follows Ya or Tidak leaves no doubt: `Ya sudah ada`, `Tidak ada`; not `Ya tetapi belum`, nor
/// `Tidak tahu`.
fn is_plain_beside(answer: &str, text: &str) -> bool {
    const CONTRARY: [&str; 12] = [
        "ya", "tidak", "tdk", "belum", "bukan", "kurang", "sebagian", "tapi", "tetapi", "namun",
        "jika", "kecuali",
    ];
    const NOTHING: [&str; 4] = ["ada", "pernah", "tersedia", "dilaksanakan"];
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphanumeric());
    match answer.to_lowercase().as_str() {
        "ya" => !words.any(|word| CONTRARY.contains(&word)),
        _ => words.all(|word| NOTHING.contains(&word)),
    }
}

/// An answer and what is said of it: `A. Sudah ada`, `Ya, sudah`, `B (sebagian)`, `Ya - ada SK`.
fn explained(text: &str) -> Option<(&str, &str)> {
    let marks = ['.', ')', ':', ',', ';', '(', '=', '\n'];
    let dashes = [" - ", " – ", " — "];
    let dash = dashes.iter().filter_map(|dash| text.split_once(dash));
    let mark = text.split_once(marks);
    dash.chain(mark).min_by_key(|(head, _)| head.len())
}

/// What people mean by a letter alone, or a word cut short, where it is no choice of its own.
fn initial(text: &str) -> Option<&'static str> {
    match text.to_lowercase().as_str() {
        "y" => Some("Ya"),
        "t" | "tdk" => Some("Tidak"),
        _ => None,
    }
}
