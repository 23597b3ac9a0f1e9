//! Components whose weight is missing or can't be read: which lines are some, and what they weigh.

use model::instrument::DraftNode;
use rust_decimal::Decimal;

use super::cell::Grid;
use super::choices::{Asked, asked};
use super::code::{place, sorts};
use super::error::LembarError;
use super::finding::{Finding, Slip};
use super::level::column;
use super::line::{Line, Type, Weight};
use super::tree::Sheet;

/// Decimals of a part of what others leave.
const PART_DECIMALS: u32 = 10;

/// Whether a line without weight and type is the heading of lines below it that have weights of their own.
#[must_use]
pub fn is_heading(lines: &[Line], n: usize) -> bool {
    let line = &lines[n];
    let below = lines
        .iter()
        .skip(n + 1)
        .find(|next| next.is_node() || next.is_item());
    line.kind == Type::None
        && line.weight == Weight::None
        && !line.code.is_empty()
        && below.is_some_and(|below| below.weight != Weight::None && column(below) > column(line))
}

/// Marks the components that lack their weight: a code and a label, right above items that stand deeper, and no
/// answer type anywhere in the row.
pub fn mark(grid: &Grid, lines: &mut [Line]) {
    let marked: Vec<usize> = (0..lines.len())
        .filter(|n| lacks(grid, lines, *n))
        .collect();
    for n in marked {
        lines[n].weight = Weight::Missing;
    }
}

fn lacks(grid: &Grid, lines: &[Line], n: usize) -> bool {
    let line = &lines[n];
    let Some(next) = lines.get(n + 1).filter(|next| next.is_item()) else {
        return false;
    };
    let bare = line.kind == Type::None && line.weight == Weight::None && !line.code.is_empty();
    let typed = || {
        let mut cells = grid.row(line.row);
        cells.any(|(_, cell)| matches!(asked(&cell.text()), Some(Asked::Answer(_))))
    };
    let deeper = column(next) > column(line) || next.depth > line.depth;
    bare && next.weight == Weight::None && (deeper || continues(lines, n)) && !typed()
}

/// Whether a line goes on in the series of the components before and behind it, and another series begins below
/// it: so it is told from items that stand in the same column.
fn continues(lines: &[Line], n: usize) -> bool {
    let line = &lines[n];
    let beside = |other: &&Line| other.is_node();
    let step = |from: &Line, to: &Line| {
        let mut of = sorts(&from.code).into_iter();
        of.any(|sort| {
            let (from, to) = (place(&from.code, sort), place(&to.code, sort));
            from.zip(to).is_some_and(|(from, to)| from + 1 == to)
        })
    };
    // What stands deeper has other codes.
    let of = sorts(&line.code);
    let alike = |other: &&Line| sorts(&other.code).iter().any(|sort| of.contains(sort));
    let before = lines[..n].iter().rev().filter(beside).find(alike);
    let after = lines[n + 1..].iter().find(beside);
    let begins = lines.get(n + 1).is_some_and(|next| {
        let of = sorts(&next.code);
        of.iter().any(|sort| place(&next.code, *sort) == Some(1))
    });
    let goes_on = before.is_some_and(|before| step(before, line))
        || after.is_some_and(|after| step(line, after));
    let is_item = (lines.get(n + 1)).is_some_and(|next| step(line, next));
    begins && goes_on && !is_item
}

/// A weight that can be read, as a draft has it.
#[must_use]
pub fn readable(line: &Line) -> Option<String> {
    let Weight::Is(weight) = &line.weight else {
        return None;
    };
    let fits = !weight.is_sign_negative() && *weight <= Decimal::from(1_000_000);
    fits.then(|| weight.normalize().to_string())
}

impl Sheet<'_> {
    /// A weight as a draft has it; one that can't be read is done without, and said.
    pub fn weight(&self, line: &Line, findings: &mut Vec<Finding>) -> Option<String> {
        let weight = readable(line);
        if weight.is_none() && !matches!(line.weight, Weight::None | Weight::Missing) {
            let what = format!("Bobot “{}” tidak terbaca", line.title);
            let cell = line.cell(self.columns.weight);
            let proposal = "Ketik bobot sebagai angka";
            findings.push(Finding::new(cell, Slip::Weight, what, proposal));
        }
        weight
    }

    /// Gives the only component whose weight can't be read what the others leave of the one above; components
    /// that lack theirs share it by the number of their items, as if these were the one's above.
    pub fn rest(
        &self,
        above: Option<&str>,
        items: &[usize],
        nodes: &mut [DraftNode],
        lines: &[&Line],
        findings: &mut Vec<Finding>,
    ) -> Result<(), LembarError> {
        // What prints none weighs what is below it.
        let lacks = |(node, line): (&DraftNode, &&Line)| {
            let unreadable = node.nodes.is_empty() && line.weight != Weight::None;
            node.weight.is_none() && (unreadable || line.weight == Weight::Missing)
        };
        let all = nodes.iter().zip(lines);
        let lacking: Vec<usize> = all
            .enumerate()
            .filter(|(_, pair)| lacks(*pair))
            .map(|(n, _)| n)
            .collect();
        let unread = lacking
            .iter()
            .find(|n| lines[**n].weight != Weight::Missing);
        let others = (nodes.iter().enumerate()).filter(|(n, _)| !lacking.contains(n));
        let others = others
            .map(|(_, node)| weight_of(node))
            .sum::<Option<Decimal>>();
        let others = others.filter(|_| items.is_empty());
        let above = above.and_then(|text| Decimal::from_str_exact(text).ok());
        let rest = above.zip(others).map(|(above, others)| above - others);
        let rest = rest.filter(|rest| *rest > Decimal::ZERO);
        let rest = rest.filter(|_| unread.is_none() || lacking.len() == 1);
        let Some(rest) = rest else {
            // Without a weight its items earn nothing, which is said of it; what can't be read could be anything.
            let unread = unread.map(|n| self.bad_weight(lines[*n]));
            return unread.map_or(Ok(()), Err);
        };
        let count = |n: &usize| Decimal::from(nodes[*n].items.len().max(1));
        let (counts, mut left): (Vec<Decimal>, Decimal) =
            (lacking.iter().map(count).collect(), rest);
        let whole: Decimal = counts.iter().sum();
        for (n, count) in lacking.iter().zip(&counts) {
            let part = (rest * count / whole).round_dp(PART_DECIMALS);
            let part = if Some(n) == lacking.last() {
                left
            } else {
                part
            };
            left -= part;
            nodes[*n].weight = Some(part.normalize().to_string());
            findings.push(self.left(lines[*n], part, lacking.len() > 1));
        }
        Ok(())
    }

    /// What is said of a component that gets what others leave.
    fn left(&self, line: &Line, part: Decimal, shared: bool) -> Finding {
        let lacks = match line.weight {
            Weight::Missing => format!("“{}” tidak punya bobot", line.title),
            _ => format!("Bobot “{}” tidak terbaca", line.title),
        };
        let taken = if shared {
            "bagiannya dari sisa"
        } else {
            "sisa"
        };
        let what = format!("{lacks}; dipakai {taken} bobot komponen di atasnya");
        let proposal = format!(
            "Bobotnya {}",
            part.normalize().to_string().replace('.', ",")
        );
        let cell = line.cell(self.columns.weight);
        Finding::new(cell, Slip::Weight, what, proposal)
    }

    fn bad_weight(&self, line: &Line) -> LembarError {
        let text = match &line.weight {
            Weight::None | Weight::Missing => String::new(),
            Weight::Is(weight) => weight.to_string(),
            Weight::Unreadable(text) => text.clone(),
        };
        LembarError::Weight {
            cell: line.cell(self.columns.weight),
            text,
            title: line.title.clone(),
        }
    }
}

/// What a component weighs: as printed, else what is below it.
fn weight_of(node: &DraftNode) -> Option<Decimal> {
    if let Some(weight) = &node.weight {
        return Decimal::from_str_exact(weight).ok();
    }
    let own = node.items.iter().filter_map(|item| item.weight.as_deref());
    let own = own.map(|weight| Decimal::from_str_exact(weight).ok());
    node.nodes.iter().map(weight_of).chain(own).sum()
}
