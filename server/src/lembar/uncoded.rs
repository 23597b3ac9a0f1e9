//! Items without a code where those beside them have one.

use model::instrument::DraftNode;

use super::cell::CellRef;
use super::code::{Sort, place, sorts, spelled};
use super::finding::{Finding, Slip};
use super::line::{Line, Type};
use super::tree::Tree;

/// Items with a code that make one a slip that has none beside it.
const CODED_MIN: usize = 3;

/// Says which items lack their code. Where many do, none is missing; nor where dashes are all that there is.
pub fn items(tree: &Tree, lines: &[Line], findings: &mut Vec<Finding>) {
    let coded = |n: &&usize| !lines[**n].code.is_empty();
    let count = tree.item_lines.iter().filter(coded).count();
    let bare = tree.item_lines.len() - count;
    if bare == 0 || bare > count {
        return;
    }
    let mut groups: Vec<&[usize]> = Vec::new();
    let mut rest = tree.item_lines.as_slice();
    for node in &tree.nodes {
        gather(node, &mut rest, &mut groups);
    }
    let numbered = |n: &&usize| coded(n) && sorts(&lines[**n].code) != [Sort::Dash];
    let far = tree.item_lines.iter().find(numbered);
    for group in groups {
        let beside: Vec<usize> = group.iter().filter(numbered).copied().collect();
        let lone = group.len() == 1 && bare == 1 && count >= CODED_MIN;
        if !lone && beside.len() * 2 < group.len() {
            continue;
        }
        let Some(home) = beside.first().or(far).map(|n| lines[*n].at) else {
            continue;
        };
        for (at, n) in group.iter().enumerate() {
            let line = &lines[*n];
            // Of these something is said already.
            let said =
                line.title.is_empty() || line.shift != 0 || !matches!(line.kind, Type::Is(_));
            if said || coded(&n) {
                continue;
            }
            let codes: Vec<&str> = group.iter().map(|n| lines[*n].code.as_str()).collect();
            let missing = missing(&codes, at).map(|code| format!(": {code}"));
            let what = format!("“{}” tidak punya kode", line.title);
            let proposal = format!("Isi kodenya{}", missing.unwrap_or_default());
            let cell = CellRef {
                row: line.row,
                col: home.min(line.at),
            };
            findings.push(Finding::new(cell, Slip::Code, what, proposal));
        }
    }
}

/// The lines of each component's own items, in the order of the tree: those of components below come first.
fn gather<'a>(node: &DraftNode, rest: &mut &'a [usize], groups: &mut Vec<&'a [usize]>) {
    for below in &node.nodes {
        gather(below, rest, groups);
    }
    let (own, others) = rest.split_at(node.items.len().min(rest.len()));
    groups.push(own);
    *rest = others;
}

/// The code that goes on from the one before, or leads to the one behind, and is nobody's.
fn missing(codes: &[&str], at: usize) -> Option<String> {
    let known: Vec<&str> = codes
        .iter()
        .copied()
        .filter(|code| !code.is_empty())
        .collect();
    let of = sorts(known.first()?);
    let sort = (of.into_iter()).find(|sort| known.iter().all(|code| sorts(code).contains(sort)))?;
    let step = |n: Option<usize>, by: i64| {
        let own = i64::from(place(codes.get(n?)?, sort)?);
        spelled(u32::try_from(own + by).ok()?, sort)
    };
    let code = step(at.checked_sub(1), 1).or_else(|| step(Some(at + 1), -1))?;
    (!known.contains(&code.as_str())).then_some(code)
}
