//! Rows that only the whole shows to stand elsewhere: where the weights below a component don't sum, one row in
//! another column may make them sum, and go on the series of codes there.

use std::collections::BTreeMap;

use model::instrument::WEIGHT_TOLERANCE;
use rust_decimal::Decimal;

use super::cell::{CellRef, Grid};
use super::code::{Sort, place, sorts};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::level::column;
use super::line::{Line, Type, Weight, named};
use super::number;
use super::rest::is_heading;

/// Components of a worksheet that is looked at as a whole.
const NODES_MAX: usize = 400;
/// Lines of such a worksheet.
const LINES_MAX: usize = 4000;
/// Rows that are put back.
const MOVES_MAX: usize = 12;
/// How much better the whole must be with a row in another column.
const BETTER_MIN: usize = 2;
/// Columns that a code may be away from home.
const AWAY_MAX: i64 = 3;

/// A component as it would be in the tree.
struct Grown {
    line: usize,
    column: u32,
    weight: Option<Decimal>,
    below: Vec<usize>,
    items: usize,
}

/// What doesn't fit in the tree that lines make: sums that are none, components with nothing below or without a
/// weight, series that break off, codes that are there twice.
pub fn misfits(lines: &[Line]) -> usize {
    let (all, tops) = grow(lines);
    let in_tree = |n: usize| lines[n].is_node() || is_heading(lines, n);
    // Codes that belong to nothing, and items.
    let bare = |n: &usize| {
        let line = &lines[*n];
        has_slid(line) || (line.kind == Type::None && !line.code.is_empty() && !in_tree(*n))
    };
    let first = tops.first().map_or(usize::MAX, |top| all[*top].line);
    let orphan = |(n, line): &(usize, &Line)| line.is_item() && *n < first;
    let mut found = 2 * (0..lines.len()).filter(bare).count();
    found += 2 * lines.iter().enumerate().filter(orphan).count();
    found += breaks(lines, &all, &tops);
    for node in &all {
        let sum: Option<Decimal> = node.below.iter().map(|below| all[*below].weight).sum();
        let differs = node.weight.zip(sum);
        let differs = differs.is_some_and(|(own, sum)| (own - sum).abs() > WEIGHT_TOLERANCE);
        let empty = node.below.is_empty() && node.items == 0;
        found += 2 * usize::from(empty || (!node.below.is_empty() && differs));
        found += 2 * usize::from(lines[node.line].weight == Weight::Missing);
        found += usize::from(!node.below.is_empty() && node.items > 0);
        found += breaks(lines, &all, &node.below);
    }
    found
}

/// The components of the tree that lines make, and which of them stand at the top.
fn grow(lines: &[Line]) -> (Vec<Grown>, Vec<usize>) {
    let mut all: Vec<Grown> = Vec::new();
    let mut tops: Vec<usize> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (n, line) in lines.iter().enumerate() {
        if line.is_item() {
            if let Some(node) = open.last() {
                all[*node].items += 1;
            }
        } else if line.is_node() || is_heading(lines, n) {
            let at = column(line);
            while open.last().is_some_and(|node| all[*node].column >= at) {
                open.pop();
            }
            let index = all.len();
            match open.last() {
                Some(above) => all[*above].below.push(index),
                None => tops.push(index),
            }
            open.push(index);
            let weight = match &line.weight {
                Weight::Is(weight) => Some(*weight),
                _ => None,
            };
            all.push(Grown {
                line: n,
                column: at,
                weight,
                below: Vec::new(),
                items: 0,
            });
        }
    }
    (all, tops)
}

/// How often codes of siblings don't go on from each other, or are there twice.
fn breaks(lines: &[Line], all: &[Grown], siblings: &[usize]) -> usize {
    let codes: Vec<&str> = (siblings.iter())
        .map(|node| lines[all[*node].line].code.as_str())
        .collect();
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for code in codes.iter().filter(|code| !code.is_empty()) {
        *seen.entry(code).or_default() += 1;
    }
    let twice: usize = seen.values().map(|count| count - 1).sum();
    let starts = codes.first().is_some_and(|first| !is_step(None, first));
    let steps = codes
        .windows(2)
        .filter(|pair| !is_step(Some(pair[0]), pair[1]));
    twice + usize::from(starts) + steps.count()
}

/// Whether a code goes on from another, or begins a series.
fn is_step(from: Option<&str>, to: &str) -> bool {
    let of = sorts(to);
    of.into_iter().any(|sort| match from {
        None => place(to, sort) == Some(1),
        Some(from) => {
            let from = place(from, sort).filter(|_| sorts(from).contains(&sort));
            from.map(|from| from + 1) == place(to, sort) && from.is_some()
        }
    })
}

/// How a row is put back.
#[derive(Clone, PartialEq)]
enum Back {
    /// Code and label alone.
    Label(u32),
    /// The whole row, with its weight and its label.
    Row {
        shift: i64,
        weight: Weight,
        title: String,
    },
}

impl Back {
    fn apply(&self, line: &mut Line) {
        match self {
            Self::Label(level) => line.level = *level,
            Self::Row {
                shift,
                weight,
                title,
            } => {
                line.shift = *shift;
                // Its code alone may have been put back already.
                line.level = line.at;
                line.weight = weight.clone();
                line.kind = Type::None;
                line.title.clone_from(title);
            }
        }
    }
}

/// Puts rows back one by one, as long as each makes the whole fit better; each is a finding.
pub fn settle(grid: &Grid, columns: &Columns, lines: &mut [Line], findings: &mut Vec<Finding>) {
    let bare = lines.iter().filter(|line| line.kind == Type::None);
    if bare.count() > NODES_MAX || lines.len() > LINES_MAX {
        return;
    }
    for _ in 0..MOVES_MAX {
        let now = misfits(lines);
        if now < BETTER_MIN {
            return;
        }
        let mut best: Option<(usize, usize, Back)> = None;
        for n in 0..lines.len() {
            for back in ways(grid, columns, lines, n) {
                let before = lines[n].clone();
                back.apply(&mut lines[n]);
                let then = misfits(lines);
                let fits = goes_on(lines, n);
                lines[n] = before;
                if fits && best.as_ref().is_none_or(|(least, ..)| then < *least) {
                    best = Some((then, n, back));
                }
            }
        }
        let Some((then, n, back)) = best else { return };
        if then + BETTER_MIN > now {
            return;
        }
        say(&lines[n], &back, findings);
        back.apply(&mut lines[n]);
    }
}

/// Says of codes that stand beside the column of those like them, while they go on their series: the tree is the
/// same.
pub fn uneven(lines: &[Line], findings: &mut Vec<Finding>) {
    let (all, tops) = grow(lines);
    let code = |node: usize| lines[all[node].line].code.as_str();
    let mut likes: BTreeMap<(usize, Vec<Sort>), Vec<usize>> = BTreeMap::new();
    let mut level: Vec<&[usize]> = vec![&tops];
    for depth in 0.. {
        if level.is_empty() {
            break;
        }
        for siblings in level.iter().filter(|one| breaks(lines, &all, one) == 0) {
            for node in siblings.iter().filter(|node| !code(**node).is_empty()) {
                likes
                    .entry((depth, sorts(code(*node))))
                    .or_default()
                    .push(*node);
            }
        }
        let nodes = level.iter().flat_map(|siblings| siblings.iter());
        level = nodes
            .map(|node| all[*node].below.as_slice())
            .filter(|below| !below.is_empty())
            .collect();
    }
    for like in likes.values() {
        let mut columns: BTreeMap<u32, usize> = BTreeMap::new();
        for node in like {
            *columns.entry(all[*node].column).or_default() += 1;
        }
        let Some((home, count)) = columns.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        // One alone; a branch of several may be laid out in its own way.
        let alone = |node: &&usize| columns[&all[**node].column] == 1 && *count > 1;
        for node in like.iter().filter(alone) {
            let line = &lines[all[*node].line];
            // What was put back was said.
            if line.level == line.at && line.shift == 0 {
                say(line, &Back::Label(*home), findings);
            }
        }
    }
}

fn say(line: &Line, back: &Back, findings: &mut Vec<Finding>) {
    let at = line.place();
    let (what, proposal) = match back {
        Back::Label(_) => (
            format!("Kode “{}” bergeser dari kolom sejenisnya", line.code),
            "Pindahkan kode dan judul ke kolom kode yang sejenis",
        ),
        Back::Row { shift, .. } => (
            format!("Baris {} bergeser {} kolom", line.row + 1, shift.abs()),
            "Kembalikan isi baris ini ke kolomnya",
        ),
    };
    // What was said of the row where it stood holds no more.
    findings.retain(|finding| {
        finding.cell.row != line.row || !matches!(finding.slip, Slip::Weight | Slip::Shifted)
    });
    findings.push(Finding::new(at, Slip::Shifted, what, proposal));
}

/// Whether what stands in the column of types may be the label: there is no other.
fn has_slid(line: &Line) -> bool {
    matches!(line.kind, Type::Unknown(_)) && line.title.is_empty() && !line.code.is_empty()
}

/// The ways in which a line could be put back.
fn ways(grid: &Grid, columns: &Columns, lines: &[Line], n: usize) -> Vec<Back> {
    let line = &lines[n];
    if !(line.kind == Type::None || has_slid(line)) || line.code.is_empty() {
        return Vec::new();
    }
    let (first, last) = columns.hierarchy;
    let mut ways = Vec::new();
    // With the row comes its weight, which is more than its code alone.
    if line.shift == 0 && matches!(line.weight, Weight::None | Weight::Missing) {
        let moved = i64::from(line.at) - i64::from(line.level);
        for shift in [1, -1]
            .into_iter()
            .filter(|shift| [0, *shift].contains(&moved))
        {
            let col = u32::try_from(i64::from(columns.weight) + shift).unwrap_or_default();
            let cell = grid.at(CellRef { row: line.row, col });
            let weight = cell.and_then(number::weight).map(Weight::Is);
            let named = named(grid, columns, line.row, shift);
            ways.extend(weight.zip(named).map(|(weight, (_, _, title))| Back::Row {
                shift,
                weight,
                title,
            }));
        }
    }
    if (line.is_node() || line.weight == Weight::None) && line.shift == 0 {
        let away = (1..=AWAY_MAX).flat_map(|by| [-by, by]);
        let levels = away.filter_map(|by| u32::try_from(i64::from(line.level) + by).ok());
        let levels = levels.filter(|level| (first..=last).contains(level));
        // It must be at home there: another like it is.
        let of = sorts(&line.code);
        let like = |other: &Line| sorts(&other.code).iter().any(|sort| of.contains(sort));
        let at_home = |level: &u32| {
            let mut others = lines.iter().filter(|other| other.is_node());
            others.any(|other| other.row != line.row && column(other) == *level && like(other))
        };
        let levels = levels.filter(at_home);
        ways.extend(levels.map(Back::Label));
    }
    ways
}

/// Whether a component's code goes on from the one before it among its siblings, or leads to the one behind.
fn goes_on(lines: &[Line], n: usize) -> bool {
    let at = column(&lines[n]);
    let nodes = |line: &&Line| line.is_node();
    let ends = |line: &&Line| column(line) >= at;
    let beside = |line: &&Line| column(line) == at;
    let mut before = lines[..n].iter().rev().filter(nodes).take_while(ends);
    let mut after = lines[n + 1..].iter().filter(nodes).take_while(ends);
    let code = lines[n].code.as_str();
    let before = before.find(beside).map(|line| line.code.as_str());
    let after = after.find(beside).map(|line| line.code.as_str());
    match (before, after) {
        (Some(before), _) => is_step(Some(before), code),
        (None, Some(after)) => is_step(None, code) && is_step(Some(code), after),
        (None, None) => is_step(None, code),
    }
}
