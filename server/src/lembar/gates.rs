//! *Ketergantungan*: `× A.V.4.b` and `0 jika A.V.4.a = Tidak`.

use model::instrument::{DraftGate, Instrument};

use super::cell::{CellRef, is_space, tidy};
use super::finding::{Finding, Slip};

/// Reads the gates of a cell beside the line with the path `own`; what can't be read, or names nothing, is a finding and left out.
#[must_use]
pub fn read(
    text: &str,
    at: CellRef,
    own: &str,
    printed: &Instrument,
    findings: &mut Vec<Finding>,
) -> Vec<DraftGate> {
    let parts = apart(text);
    let parts = parts
        .split(';')
        .map(tidy)
        .filter(|part| !part.is_empty() && part != "-");
    let mut gates = Vec::new();
    for part in parts {
        match gate(&part, own, printed) {
            Ok(gate) => gates.push(gate),
            Err(proposal) => {
                let what = format!("Ketergantungan “{part}” tidak dikenal; diabaikan");
                findings.push(Finding::new(at, Slip::Gate, what, proposal));
            }
        }
    }
    gates
}

/// One `;` between dependencies, also where they stand on lines of their own or behind commas; a line that
/// only goes on is joined.
fn apart(text: &str) -> String {
    let begins = |part: &str| {
        let part = part.trim_start_matches(is_space);
        part.starts_with(['×', 'x', 'X', '*']) || part.starts_with("0 ")
    };
    let mut whole = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(['\n', ',']) {
        let (before, after) = rest.split_at(at);
        whole.push_str(before);
        let mut after = after.chars();
        // A comma that begins nothing may stand in a number.
        match after.next() {
            _ if begins(after.as_str()) => whole.push(';'),
            Some(',') => whole.push(','),
            _ => whole.push(' '),
        }
        rest = after.as_str();
    }
    whole + rest
}

fn gate(part: &str, own: &str, printed: &Instrument) -> Result<DraftGate, String> {
    const FORMS: &str = "Tulis: × A.V.4.b, atau: 0 jika A.V.4.a = Tidak";
    if let Some(path) = part.strip_prefix(['×', 'x', 'X', '*']) {
        let items = printed.items().map(|item| item.path.as_str());
        let nodes = printed.nodes().map(|node| node.path.as_str());
        let path = named(path, own, items.chain(nodes));
        let path = path.map(|path| DraftGate::Times(path.to_owned()));
        return path.ok_or_else(|| FORMS.to_owned());
    }
    let rest = part
        .strip_prefix('0')
        .map(|rest| rest.trim_start_matches(is_space));
    let rest = rest.and_then(|rest| {
        let jika = rest
            .get(..4)
            .is_some_and(|word| word.eq_ignore_ascii_case("jika"));
        rest.get(4..).filter(|_| jika)
    });
    let (path, answer) = rest.and_then(|rest| rest.split_once('=')).ok_or(FORMS)?;
    let item = named(path, own, printed.items().map(|item| item.path.as_str()));
    let item = item
        .and_then(|path| printed.item_by_path(path))
        .ok_or(FORMS)?;
    let answer = tidy(answer);
    let answer =
        answer.trim_matches(|c: char| is_space(c) || matches!(c, '"' | '“' | '”' | '\'' | '.'));
    let spelled = item.answer.spelled(answer).ok_or_else(|| {
        let answers: Vec<&str> = item
            .answer
            .options()
            .iter()
            .map(|(name, _)| *name)
            .collect();
        format!("Jawaban {} adalah: {}", item.path, answers.join(", "))
    })?;
    Ok(DraftGate::ZeroIf {
        item: item.path.clone(),
        answer: spelled,
    })
}

/// The path that a text names, in whatever case if there is only one: without spaces, and without points at
/// its end. One code alone, as it stands beside siblings, is that sibling's; no line depends on those above it.
fn named<'p>(text: &str, own: &str, paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    let text: String = text.chars().filter(|c| !is_space(*c)).collect();
    let text = text.trim_matches('.');
    let sibling = own.rsplit_once('.').filter(|_| !text.contains('.'));
    let sibling = sibling.map(|(above, _)| format!("{above}.{text}"));
    let paths: Vec<&str> = paths.collect();
    let of = |text: &str| {
        let alike = paths.iter().copied();
        let alike: Vec<&str> = alike.filter(|p| p.eq_ignore_ascii_case(text)).collect();
        match alike.as_slice() {
            [one] => Some(*one),
            several => several.iter().copied().find(|path| *path == text),
        }
    };
    let holds = |path: &&str| {
        let below = own.strip_prefix(path);
        below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let exact = || paths.iter().copied().find(|path| *path == text);
    let sibling = || sibling.and_then(|path| of(&path));
    let exact = exact().filter(|path| !holds(path));
    exact.or_else(sibling).or_else(|| of(text))
}
