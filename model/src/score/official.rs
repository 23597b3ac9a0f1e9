//! The instrument's own arithmetic: the official index over the answers as they stand, with its
//! coverage, and what the awards still take.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::instrument::{Instrument, Node, Subject, Unanswered};

/// Values of a sheet, by item; nothing where it is unanswered.
pub type Sheet = BTreeMap<String, Option<Decimal>>;

/// What the instrument itself says of a sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Official {
    /// The index, unrounded.
    pub index: Decimal,
    /// Weight of what is answered ÷ weight, 0 to 1: an item weighs its node's weight ÷ its items.
    pub coverage: Decimal,
    /// The value of every node, by path; the root's is the index.
    pub nodes: BTreeMap<String, Decimal>,
}

impl Official {
    /// The value of a node, by path.
    #[must_use]
    pub fn node(&self, path: &str) -> Decimal {
        self.nodes.get(path).copied().unwrap_or_default()
    }
}

/// Scores a sheet by the instrument's arithmetic: add, divide by count, multiply by weight. Nothing is
/// rounded.
#[must_use]
pub fn official(instrument: &Instrument, sheet: &Sheet, unanswered: Unanswered) -> Official {
    let mut nodes = BTreeMap::new();
    let mut answered = Decimal::ZERO;
    for node in instrument.nodes.iter().rev() {
        let below: Decimal = (instrument.children_of(node))
            .filter_map(|child| nodes.get(&child.path))
            .sum();
        let (items, weight) = of_items(instrument, node, sheet, unanswered);
        answered += weight;
        nodes.insert(node.path.clone(), below + items);
    }
    let weight: Decimal =
        instrument.nodes().map(weight_of_items).sum::<Decimal>() + own_weights(instrument);
    Official {
        index: nodes.get("").copied().unwrap_or_default(),
        coverage: answered.checked_div(weight).unwrap_or_default(),
        nodes,
    }
}

fn weight_of_items(node: &Node) -> Decimal {
    node.shared
}

fn own_weights(instrument: &Instrument) -> Decimal {
    instrument.items().filter_map(|item| item.weight).sum()
}

/// What the items right under a node add, and the weight of those that are answered.
fn of_items(
    instrument: &Instrument,
    node: &Node,
    sheet: &Sheet,
    unanswered: Unanswered,
) -> (Decimal, Decimal) {
    let (mut own, mut covered) = (Decimal::ZERO, Decimal::ZERO);
    let (mut sum, mut answered, mut sharing) = (Decimal::ZERO, 0_usize, 0_usize);
    for item in instrument.items_of(node) {
        let value = sheet.get(&item.id).copied().flatten();
        match item.weight {
            Some(weight) => {
                own += value.unwrap_or_default() * weight;
                covered += value.map_or(Decimal::ZERO, |_| weight);
            }
            None => {
                sharing += 1;
                answered += usize::from(value.is_some());
                sum += value.unwrap_or_default();
            }
        }
    }
    let count = match unanswered {
        Unanswered::LeftOut => answered,
        Unanswered::Zero => sharing,
    };
    let mean = sum.checked_div(Decimal::from(count)).unwrap_or_default();
    // Multiplied before it is divided: an answered node must be covered to the last digit.
    let part = (Decimal::from(answered) * node.shared).checked_div(Decimal::from(sharing));
    (own + mean * node.shared, covered + part.unwrap_or_default())
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
    /// Whether it is reached.
    #[must_use]
    pub fn is_met(&self) -> bool {
        self.points >= self.min
    }

    /// What is missing; 0 where it is reached.
    #[must_use]
    pub fn missing(&self) -> Decimal {
        (self.min - self.points).max(Decimal::ZERO)
    }
}

/// For every award its name and where each minimum stands; within reach when all are met. `points` says
/// what a node or item (by path) or an area has: of a Standing, or of the official arithmetic.
#[must_use]
pub fn awards(
    instrument: &Instrument,
    points: &dyn Fn(&Subject) -> Decimal,
) -> Vec<(String, Vec<Met>)> {
    let met = |minimum: &crate::instrument::Minimum| Met {
        of: minimum.of.clone(),
        min: minimum.min,
        points: points(&minimum.of),
    };
    let award = |threshold: &crate::instrument::Threshold| {
        let minimums = threshold.minimums.iter().map(met).collect();
        (threshold.name.clone(), minimums)
    };
    instrument.thresholds.iter().map(award).collect()
}
