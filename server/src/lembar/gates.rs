//! *Ketergantungan*: `× A.V.4.b` and `0 jika A.V.4.a = Tidak`.

use model::instrument::{DraftGate, Instrument};

use super::cell::{CellRef, is_space, tidy};
use super::finding::{Finding, Slip};

/// Reads the gates of a cell; what can't be read, or names nothing, is a finding and left out.
#[must_use]
pub fn read(
    text: &str,
    at: CellRef,
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
        match gate(&part, printed) {
            Ok(gate) => gates.push(gate),
            Err(proposal) => {
                let what = format!("Ketergantungan {part:?} tidak dikenal; diabaikan");
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
    for (n, part) in text.split(['\n', ',']).enumerate() {
        if n > 0 {
            whole.push(if begins(part) { ';' } else { ' ' });
        }
        whole.push_str(part);
    }
    whole
}

fn gate(part: &str, printed: &Instrument) -> Result<DraftGate, String> {
    const FORMS: &str = "Tulis: × A.V.4.b, atau: 0 jika A.V.4.a = Tidak";
    if let Some(path) = part.strip_prefix(['×', 'x', 'X', '*']) {
        let item = printed
            .item_by_path(&clean(path))
            .map(|item| item.path.clone());
        let path = item.or_else(|| printed.node(&clean(path)).map(|node| node.path.clone()));
        return path.map(DraftGate::Times).ok_or_else(|| FORMS.to_owned());
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
    let item = printed.item_by_path(&clean(path)).ok_or(FORMS)?;
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

/// A path without spaces, and without points at its end.
fn clean(path: &str) -> String {
    let path: String = path.chars().filter(|c| !is_space(*c)).collect();
    path.trim_matches('.').to_owned()
}
