//! Scores worked out a second time: exact fractions over the draft as it was meant, no line shared with what
//! is tested. Random worksheets are written as people write them, read, scored and compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use model::instrument::{DraftGate, DraftItem, DraftNode};
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::utility::row_col_to_cell;

use super::meant::Builder;
use super::paper::{Col, Dice, Layout, below, write};
use super::report_of;

/// Worksheets that are tried.
const WORKSHEETS: u64 = 80;

/// An exact fraction.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frac(pub i128, pub i128);

impl Frac {
    pub const ZERO: Self = Self(0, 1);
    pub const ONE: Self = Self(1, 1);

    pub fn new(a: i128, b: i128) -> Self {
        let (mut x, mut y) = (a.abs(), b);
        while y != 0 {
            (x, y) = (y, x % y);
        }
        let divisor = x.max(1);
        Self(a / divisor, b / divisor)
    }

    /// `17.5` is 175 ÷ 10.
    pub fn parse(text: &str) -> Self {
        let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
        let digits: i128 = format!("{whole}{rest}").parse().unwrap();
        Self::new(digits, 10_i128.pow(u32::try_from(rest.len()).unwrap()))
    }

    pub fn add(self, other: Self) -> Self {
        Self::new(self.0 * other.1 + other.0 * self.1, self.1 * other.1)
    }

    pub fn times(self, other: Self) -> Self {
        Self::new(self.0 * other.0, self.1 * other.1)
    }

    pub fn over(self, other: Self) -> Self {
        let sign = other.0.signum();
        Self::new(self.0 * other.1 * sign, self.1 * other.0.abs())
    }

    pub fn minus(self, other: Self) -> Self {
        self.add(Self(-other.0, other.1))
    }

    pub fn within(self) -> Self {
        match self {
            Self(a, _) if a < 0 => Self::ZERO,
            Self(a, b) if a > b => Self::ONE,
            other => other,
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "compared to 1e-9")]
    fn close(self, text: &str) -> bool {
        let said: f64 = text.parse().unwrap();
        (self.0 as f64 / self.1 as f64 - said).abs() < 1e-9
    }
}

/// What is meant by an answer: the name that a gate may wait for, and its worth.
#[derive(Clone, Debug)]
pub struct Meant {
    pub name: String,
    pub worth: Frac,
}

/// A worksheet as it was meant.
struct Oracle {
    nodes: Vec<DraftNode>,
    /// Own answers by path; none where an item is unanswered, or its answer is none.
    own: BTreeMap<String, Option<Meant>>,
}

/// A node's points, and how many items at or below it are answered.
#[derive(Clone, Copy)]
struct Points {
    points: Frac,
    answered: usize,
    open: bool,
}

impl Oracle {
    fn find<'a>(nodes: &'a [DraftNode], path: &str, above: &str) -> Option<Found<'a>> {
        nodes.iter().find_map(|node| {
            let here = below(above, &node.code);
            if here == path {
                return Some(Found::Node(node));
            }
            let item = node
                .items
                .iter()
                .find(|item| below(&here, &item.code) == path);
            item.map(Found::Item)
                .or_else(|| Self::find(&node.nodes, path, &here))
        })
    }

    /// The value of an item or a node after its gates.
    fn value(&self, path: &str) -> Option<Frac> {
        match Self::find(&self.nodes, path, "").unwrap() {
            Found::Item(item) => {
                let own = self.own[path].as_ref()?.worth;
                self.gated(own, &item.gates)
            }
            Found::Node(node) => {
                let of = self.points(node, path);
                let worth = of.points.over(weight(node.weight.as_deref())).within();
                (of.open && of.answered > 0).then_some(worth)
            }
        }
    }

    fn gated(&self, own: Frac, gates: &[DraftGate]) -> Option<Frac> {
        gates.iter().try_fold(own, |value, gate| match gate {
            DraftGate::Times(path) => Some(value.times(self.value(path)?)),
            DraftGate::ZeroIf { item, answer } => {
                self.value(item)?;
                let own = self.own[item.as_str()].as_ref()?;
                Some(if own.name == *answer {
                    Frac::ZERO
                } else {
                    value
                })
            }
        })
    }

    fn points(&self, node: &DraftNode, path: &str) -> Points {
        let (mut points, mut answered) = (Frac::ZERO, 0);
        let mut left = weight(node.weight.as_deref());
        for child in &node.nodes {
            let of = self.points(child, &below(path, &child.code));
            points = points.add(of.points);
            answered += of.answered;
            left = left.minus(weight(child.weight.as_deref()));
        }
        let (mut sum, mut count) = (Frac::ZERO, 0);
        for item in &node.items {
            let value = self.value(&below(path, &item.code));
            answered += usize::from(value.is_some());
            match (&item.weight, value) {
                (Some(own), value) => {
                    left = left.minus(Frac::parse(own));
                    points = points.add(Frac::parse(own).times(value.unwrap_or(Frac::ZERO)));
                }
                (None, Some(value)) => {
                    sum = sum.add(value);
                    count += 1;
                }
                (None, None) => {}
            }
        }
        if count > 0 {
            points = points.add(sum.over(Frac(count, 1)).times(left));
        }
        let gated = self.gated(points, &node.gates);
        Points {
            points: gated.unwrap_or(Frac::ZERO),
            answered,
            open: gated.is_some(),
        }
    }

    /// The weight of what is answered, and of all, at and below nodes.
    fn covered(&self, nodes: &[DraftNode], above: &str) -> (Frac, Frac) {
        let mut both = (Frac::ZERO, Frac::ZERO);
        for node in nodes {
            let path = below(above, &node.code);
            let (some, all) = self.covered(&node.nodes, &path);
            both = (both.0.add(some), both.1.add(all));
            let sharing = node.items.iter().filter(|item| item.weight.is_none());
            let share = i128::try_from(sharing.count()).unwrap();
            for item in &node.items {
                let own = match &item.weight {
                    Some(own) => Frac::parse(own),
                    None => weight(node.weight.as_deref()).over(Frac(share, 1)),
                };
                both.1 = both.1.add(own);
                if self.value(&below(&path, &item.code)).is_some() {
                    both.0 = both.0.add(own);
                }
            }
        }
        both
    }
}

enum Found<'a> {
    Node(&'a DraftNode),
    Item(&'a DraftItem),
}

pub fn weight(text: Option<&str>) -> Frac {
    Frac::parse(text.unwrap())
}

/// What differs in the worksheet of a seed; else how much was shown.
fn compare(seed: u64) -> Result<Shown, String> {
    let mut builder = Builder::new(seed);
    let nodes = builder.nodes();
    let mut dice = Dice::of(seed.rotate_left(17));
    let layout = Layout::of(&nodes, &mut dice);
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let rows = write(page, &nodes, &builder.typed, &layout, &mut dice);
    let report = report_of(&mut book);
    let same = |what: &str, same: bool, meant: &dyn Debug, is: &dyn Debug| {
        let told = || format!("seed {seed}, {what}: meant {meant:?}, read {is:?}");
        same.then_some(()).ok_or_else(told)
    };
    // Each answer that is none is said, and nothing else.
    let col = layout.col(Col::Answer);
    let said = builder.said.iter();
    let said: BTreeSet<String> = said.map(|path| row_col_to_cell(rows[path], col)).collect();
    let found: BTreeSet<String> = report.findings.iter().map(|f| f.cell.clone()).collect();
    same("findings", said == found, &said, &report.findings)?;
    let mut shown = Shown::of(&builder);
    let oracle = Oracle {
        nodes,
        own: builder.own,
    };
    let points = |node: &DraftNode| oracle.points(node, &node.code).points;
    let index = oracle.nodes.iter().map(points).fold(Frac::ZERO, Frac::add);
    for node in &report.nodes {
        let found = Oracle::find(&oracle.nodes, &node.path, "");
        let found = found.ok_or_else(|| format!("seed {seed}: no {}", node.path))?;
        let (points, answered) = match found {
            Found::Node(of) => {
                let of = oracle.points(of, &node.path);
                (of.points, of.answered)
            }
            Found::Item(item) => {
                let value = oracle.value(&node.path);
                let own = weight(item.weight.as_deref());
                let points = own.times(value.unwrap_or(Frac::ZERO));
                (points, usize::from(value.is_some()))
            }
        };
        let path = &node.path;
        same(path, points.close(&node.value), &points, &node.value)?;
        same(path, answered == node.answered, &answered, &node.answered)?;
        shown.nodes += 1;
    }
    same("index", index.close(&report.index), &index, &report.index)?;
    let (some, all) = oracle.covered(&oracle.nodes, "");
    let covered = some.over(all);
    let close = covered.close(&report.coverage);
    same("coverage", close, &covered, &report.coverage)?;
    Ok(shown)
}

/// What the dice reached.
#[derive(Debug, Default)]
struct Shown {
    nodes: usize,
    answered: usize,
    free: usize,
    said: usize,
}

impl Shown {
    fn of(builder: &Builder) -> Self {
        Self {
            nodes: 0,
            answered: builder.own.values().flatten().count(),
            free: builder.free.len(),
            said: builder.said.len(),
        }
    }
}

#[test]
fn random_worksheets_score_as_worked_out_in_fractions() {
    let mut all = Shown::default();
    let mut differ = Vec::new();
    for seed in 0..WORKSHEETS {
        match compare(seed) {
            Ok(one) => {
                all.nodes += one.nodes;
                all.answered += one.answered;
                all.free += one.free;
                all.said += one.said;
            }
            Err(told) => differ.push(told),
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    // The dice must have reached what is to be shown.
    let enough = all.nodes > 700 && all.answered > 1000 && all.free > 200 && all.said > 40;
    assert!(enough, "{all:?}");
}
