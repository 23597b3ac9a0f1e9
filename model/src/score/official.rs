//! The instrument's own arithmetic: the official index over the answers as they stand, with its
//! coverage, and what the awards still take.

use crate::table::Table;

use rust_decimal::Decimal;

use super::gate::{Values, gated, share};
use super::sheet::{Own, Sheet};
use crate::instrument::compared;
use crate::instrument::{
    Instrument, Item, ItemIndex, Minimum, Node, NodeIndex, Subject, Threshold, Unanswered, Unit,
};

/// What the instrument itself says of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    /// The index, unrounded.
    pub index: Decimal,
    /// The grade of the index; none where nothing is answered, or the instrument has awards instead.
    pub grade: Option<String>,
    /// Every award by name, and where each of its minimums stands.
    pub awards: Vec<(String, Vec<Met>)>,
    /// Weight of what is answered ÷ weight, 0 to 1: an item weighs its node's weight ÷ its items.
    pub coverage: Decimal,
    /// Every row that has a weight, in the order of the worksheet: nodes, and items with a weight of
    /// their own.
    pub nodes: Vec<NodeScore>,
}

/// What a row of the worksheet that has a weight comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeScore {
    /// Its path.
    pub path: String,
    /// Its code as printed.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Its weight as printed.
    pub weight: Decimal,
    /// Its points, unrounded; 0 where nothing is answered.
    pub value: Decimal,
    /// Items at or below it that are answered.
    pub answered: usize,
    /// Items at or below it.
    pub items: usize,
}

impl Official {
    /// The points of a node or an item with a weight of its own, by path; the empty path is the whole.
    #[must_use]
    pub fn node(&self, path: &str) -> Decimal {
        let found = self.nodes.iter().find(|node| node.path == path);
        match found {
            Some(node) => node.value,
            None if path.is_empty() => self.index,
            None => Decimal::ZERO,
        }
    }
}

/// Points of a node so far.
#[derive(Clone, Copy, Default)]
struct Sum {
    points: Decimal,
    covered: Decimal,
    answered: usize,
    items: usize,
    /// Its gates are answered.
    open: bool,
}

/// One sheet while it is computed, in the order of dependence.
struct Run<'a> {
    instrument: &'a Instrument,
    own: Vec<Option<Own<'a>>>,
    items: Vec<Option<Decimal>>,
    nodes: Vec<Sum>,
}

impl Values for Run<'_> {
    fn value(&self, of: Unit) -> Option<Decimal> {
        match of {
            Unit::Item(index) => self.items[index.0],
            Unit::Node(index) => {
                let sum = &self.nodes[index.0];
                let weight = self.instrument.node_at(index).weight;
                let answered = sum.open && sum.answered > 0;
                answered.then(|| share(sum.points, weight)).flatten()
            }
        }
    }

    fn own(&self, of: ItemIndex) -> Option<Own<'_>> {
        self.own[of.0]
    }
}

/// Scores a sheet by the instrument's arithmetic: add, divide by count, multiply by weight. Nothing is
/// rounded.
#[must_use]
pub fn official(instrument: &Instrument, sheet: &Sheet) -> Official {
    let run = run(instrument, sheet);
    let (root, total) = (run.nodes[0], weight_of_items(instrument));
    let grade = (root.answered > 0)
        .then(|| instrument.grade(root.points))
        .flatten();
    Official {
        index: root.points,
        grade: grade.map(str::to_owned),
        awards: awards(instrument, &|subject| run.points(subject)),
        coverage: root.covered.checked_div(total).unwrap_or_default(),
        nodes: run.rows(),
    }
}

/// The values of a sheet after gates, 0 to 1, of every item and node that has one, by path. A node's is
/// its points ÷ its weight, at most 1: what its gates multiply by.
#[must_use]
pub fn values(instrument: &Instrument, sheet: &Sheet) -> Table<String, Decimal> {
    let run = run(instrument, sheet);
    let units = instrument.order.all.iter();
    let value = |unit: &Unit| {
        let path = match *unit {
            Unit::Item(index) => &instrument.item_at(index).path,
            Unit::Node(index) => &instrument.node_at(index).path,
        };
        Some((path.clone(), run.value(*unit)?))
    };
    units.filter_map(value).collect()
}

fn run<'a>(instrument: &'a Instrument, sheet: &'a Sheet) -> Run<'a> {
    let own = instrument.items().map(|item| sheet.own(&item.id));
    let mut run = Run {
        instrument,
        own: own.collect(),
        items: vec![None; instrument.items.len()],
        nodes: vec![Sum::default(); instrument.nodes.len()],
    };
    for unit in &instrument.order.all {
        match *unit {
            Unit::Item(index) => {
                let gates = &instrument.item_at(index).gates;
                run.items[index.0] = gated(run.own[index.0].map(|own| own.value), gates, &run);
            }
            Unit::Node(index) => run.nodes[index.0] = run.node(index),
        }
    }
    run
}

/// What all items weigh together.
fn weight_of_items(instrument: &Instrument) -> Decimal {
    let shared: Decimal = instrument.nodes().map(|node| node.shared).sum();
    let own: Decimal = instrument.items().filter_map(|item| item.weight).sum();
    shared + own
}

impl Run<'_> {
    fn node(&self, index: NodeIndex) -> Sum {
        let node = self.instrument.node_at(index);
        let mut sum = self.of_items(node);
        for child in &node.children {
            let child = &self.nodes[child.0];
            sum.points += child.points;
            sum.covered += child.covered;
            sum.answered += child.answered;
            sum.items += child.items;
        }
        let points = gated(Some(sum.points), &node.gates, self);
        Sum {
            points: points.unwrap_or_default(),
            open: points.is_some(),
            ..sum
        }
    }

    /// What the items right under a node add.
    fn of_items(&self, node: &Node) -> Sum {
        let (mut points, mut covered) = (Decimal::ZERO, Decimal::ZERO);
        let (mut sum, mut answered, mut sharing, mut own) =
            (Decimal::ZERO, 0_usize, 0_usize, 0_usize);
        for index in &node.items {
            let value = self.items[index.0];
            match self.instrument.item_at(*index).weight {
                Some(weight) => {
                    points += value.unwrap_or_default() * weight;
                    covered += value.map_or(Decimal::ZERO, |_| weight);
                    own += usize::from(value.is_some());
                }
                None => {
                    sharing += 1;
                    answered += usize::from(value.is_some());
                    sum += value.unwrap_or_default();
                }
            }
        }
        let count = match self.instrument.unanswered {
            Unanswered::LeftOut => answered,
            Unanswered::Zero => sharing,
        };
        let mean = sum.checked_div(Decimal::from(count)).unwrap_or_default();
        // Multiplied before it is divided: an answered node must be covered to the last digit.
        let part = (Decimal::from(answered) * node.shared).checked_div(Decimal::from(sharing));
        Sum {
            points: points + mean * node.shared,
            covered: covered + part.unwrap_or_default(),
            answered: answered + own,
            items: node.items.len(),
            open: true,
        }
    }

    fn item_points(&self, item: &Item, index: ItemIndex) -> Decimal {
        let value = self.items[index.0].unwrap_or_default();
        value * item.weight.unwrap_or(item.share)
    }

    fn points(&self, subject: &Subject) -> Decimal {
        let instrument = self.instrument;
        let of = |node: &Node| {
            let index = instrument.index.nodes.get(&node.path);
            index.map_or(Decimal::ZERO, |index| self.nodes[index.0].points)
        };
        match subject {
            Subject::Area(area) => instrument.nodes_of_area(area).map(of).sum(),
            Subject::Path(path) => match (instrument.item_by_path(path), instrument.node(path)) {
                (Some(item), _) => {
                    let index = instrument.index.items.get(&item.id);
                    index.map_or(Decimal::ZERO, |index| self.item_points(item, *index))
                }
                (None, Some(node)) => of(node),
                (None, None) => Decimal::ZERO,
            },
            Subject::Unsettled(_) => Decimal::ZERO,
        }
    }

    /// Every row with a weight, as the worksheet has them.
    fn rows(&self) -> Vec<NodeScore> {
        let mut rows = Vec::new();
        for (place, node) in self.instrument.nodes.iter().enumerate().skip(1) {
            let sum = &self.nodes[place];
            rows.push(NodeScore {
                path: node.path.clone(),
                code: node.code.clone(),
                title: node.title.clone(),
                weight: node.weight,
                value: sum.points,
                answered: sum.answered,
                items: sum.items,
            });
            for index in &node.items {
                let item = self.instrument.item_at(*index);
                rows.extend(item.weight.map(|weight| NodeScore {
                    path: item.path.clone(),
                    code: item.code.clone(),
                    title: item.title.clone(),
                    weight,
                    value: self.item_points(item, *index),
                    answered: usize::from(self.items[index.0].is_some()),
                    items: 1,
                }));
            }
        }
        rows
    }
}

/// One minimum of an award, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    /// What must reach it.
    pub of: Subject,
    /// Points that it takes.
    pub min: Decimal,
    /// Points that are there.
    pub points: Decimal,
}

impl Met {
    /// Whether it is known what must reach it, and how many points that takes.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self.of, Subject::Unsettled(_))
    }

    /// Whether it is reached. What isn't settled never is.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.is_settled() && compared(self.points) >= self.min
    }

    /// What is missing; 0 where it is reached.
    #[must_use]
    pub fn missing(&self) -> Decimal {
        let missing = self.min - self.points;
        if self.is_met() {
            Decimal::ZERO
        } else {
            missing
        }
    }
}

/// For every award its name and where each minimum stands; within reach when all are met. `points` says
/// what a node or item (by path) or an area has: of a Standing, or of the official arithmetic.
#[must_use]
pub fn awards(
    instrument: &Instrument,
    points: &dyn Fn(&Subject) -> Decimal,
) -> Vec<(String, Vec<Met>)> {
    let met = |minimum: &Minimum| Met {
        of: minimum.of.clone(),
        min: minimum.min,
        points: points(&minimum.of),
    };
    let award = |threshold: &Threshold| {
        let minimums = threshold.minimums.iter().map(met).collect();
        (threshold.name.clone(), minimums)
    };
    instrument.thresholds.iter().map(award).collect()
}
