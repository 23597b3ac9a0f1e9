//! Gates: values that depend on other values, and the order in which all are computed.

use std::collections::VecDeque;

use rust_decimal::Decimal;

use super::answer::same;
use super::draft::DraftGate;
use super::{AnswerType, InstrumentError, Item, ItemIndex, Node, NodeIndex};

/// What has a value: an item or a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// An item.
    Item(ItemIndex),
    /// A node.
    Node(NodeIndex),
}

/// What a value depends on besides its own answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Gate {
    /// Multiplied by the value of that item or node, after its own gates.
    Times(Unit),
    /// 0 if that item's own answer is this one.
    ZeroIf {
        /// The item.
        item: ItemIndex,
        /// The answer.
        waits: Waits,
    },
}

/// The answer that a gate waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waits {
    /// As the document has it.
    pub answer: String,
    /// What it is worth.
    pub value: Decimal,
    /// Other answers of the item are worth the same (as a table's can be): its name decides.
    pub by_name: bool,
}

impl Waits {
    fn of(answer: &str, kind: &AnswerType) -> Option<Self> {
        let value = kind.value_of(answer)?;
        let options = kind.options();
        let alike = options.iter().filter(|(_, worth)| *worth == value);
        Some(Self {
            answer: answer.to_owned(),
            value,
            by_name: alike.count() > 1,
        })
    }

    /// Whether an answer of that worth is the one. Equal worth is the same answer, in two spellings of a
    /// number too, unless the names differ; where no name is known (two people who differ, at the lowest),
    /// the worth decides.
    pub(crate) fn is(&self, value: Decimal, answer: Option<&str>) -> bool {
        let named = || answer.is_none_or(|answer| same(answer, &self.answer));
        value == self.value && (!self.by_name || named())
    }
}

impl Gate {
    /// What it depends on.
    #[must_use]
    pub fn on(&self) -> Unit {
        match self {
            Self::Times(unit) => *unit,
            Self::ZeroIf { item, .. } => Unit::Item(*item),
        }
    }
}

/// The order in which values are computed, and what follows from each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Order {
    /// Every item and node, each behind what it depends on.
    pub all: Vec<Unit>,
    /// Place of each item in that order.
    items: Vec<usize>,
    /// Place of each node in that order.
    nodes: Vec<usize>,
    /// What depends on each, by place: gated items and nodes, and the node above.
    dependents: Vec<Vec<usize>>,
}

impl Order {
    pub(crate) fn rank(&self, unit: Unit) -> usize {
        match unit {
            Unit::Item(index) => self.items[index.0],
            Unit::Node(index) => self.nodes[index.0],
        }
    }

    pub(crate) fn dependents(&self, rank: usize) -> &[usize] {
        &self.dependents[rank]
    }
}

/// Finds what gates name. `find` knows paths.
pub(super) fn resolve(
    path: &str,
    gates: &[DraftGate],
    items: &[Item],
    find: &dyn Fn(&str) -> Option<Unit>,
) -> Result<Vec<Gate>, InstrumentError> {
    let unknown = |gate: &str| InstrumentError::Gate {
        path: path.to_owned(),
        gate: gate.to_owned(),
    };
    let one = |gate: &DraftGate| match gate {
        DraftGate::Times(other) => find(other).map(Gate::Times).ok_or_else(|| unknown(other)),
        DraftGate::ZeroIf { item, answer } => {
            let Some(Unit::Item(index)) = find(item) else {
                return Err(unknown(item));
            };
            let waits = Waits::of(answer, &items[index.0].answer);
            let waits = waits.ok_or_else(|| InstrumentError::GateAnswer {
                path: path.to_owned(),
                gate: item.clone(),
                answer: answer.clone(),
            })?;
            Ok(Gate::ZeroIf { item: index, waits })
        }
    };
    gates.iter().map(one).collect()
}

/// Puts all values in an order in which each stands behind what it depends on.
pub(super) fn order(nodes: &[Node], items: &[Item]) -> Result<Order, InstrumentError> {
    // Items come first in the numbering, nodes behind them.
    let number = |unit: Unit| match unit {
        Unit::Item(index) => index.0,
        Unit::Node(index) => items.len() + index.0,
    };
    let unit = |number: usize| match number.checked_sub(items.len()) {
        None => Unit::Item(ItemIndex(number)),
        Some(node) => Unit::Node(NodeIndex(node)),
    };
    let total = items.len() + nodes.len();
    let needs: Vec<Vec<usize>> = (0..total)
        .map(|n| needs(unit(n), nodes, items).map(number).collect())
        .collect();
    let mut open: Vec<usize> = needs.iter().map(Vec::len).collect();
    let mut followers = vec![Vec::new(); total];
    for (who, needs) in needs.iter().enumerate() {
        for need in needs {
            followers[*need].push(who);
        }
    }
    let mut ready: VecDeque<usize> = (0..total).filter(|n| open[*n] == 0).collect();
    let mut sorted = Vec::with_capacity(total);
    while let Some(next) = ready.pop_front() {
        sorted.push(next);
        for follower in &followers[next] {
            open[*follower] -= 1;
            if open[*follower] == 0 {
                ready.push_back(*follower);
            }
        }
    }
    if sorted.len() < total {
        let circle = circle(&needs, &open);
        let path = |n: usize| match unit(n) {
            Unit::Item(index) => items[index.0].path.clone(),
            Unit::Node(index) => nodes[index.0].path.clone(),
        };
        return Err(InstrumentError::GateCycle {
            paths: circle.into_iter().map(path).collect(),
        });
    }
    let mut rank = vec![0; total];
    for (place, n) in sorted.iter().enumerate() {
        rank[*n] = place;
    }
    let dependents = sorted.iter().map(|n| {
        let mut after: Vec<usize> = followers[*n].iter().map(|f| rank[*f]).collect();
        after.sort_unstable();
        after.dedup();
        after
    });
    Ok(Order {
        dependents: dependents.collect(),
        all: sorted.iter().map(|n| unit(*n)).collect(),
        nodes: rank.split_off(items.len()),
        items: rank,
    })
}

/// What a value is computed from.
fn needs<'a>(unit: Unit, nodes: &'a [Node], items: &'a [Item]) -> impl Iterator<Item = Unit> + 'a {
    let (gates, children, own): (&[Gate], &[NodeIndex], &[ItemIndex]) = match unit {
        Unit::Item(index) => (&items[index.0].gates, &[], &[]),
        Unit::Node(index) => {
            let node = &nodes[index.0];
            (&node.gates, &node.children, &node.items)
        }
    };
    let children = children.iter().map(|index| Unit::Node(*index));
    let own = own.iter().map(|index| Unit::Item(*index));
    gates.iter().map(Gate::on).chain(children).chain(own)
}

/// A circle among those that never became ready: each waits for another of them, so that following what
/// one waits for comes back to where it was.
fn circle(needs: &[Vec<usize>], open: &[usize]) -> Vec<usize> {
    let waits = |n: usize| needs[n].iter().copied().find(|need| open[*need] > 0);
    let Some(mut at) = open.iter().position(|open| *open > 0) else {
        return Vec::new();
    };
    let mut seen = Vec::new();
    while !seen.contains(&at) {
        seen.push(at);
        let Some(next) = waits(at) else {
            return seen;
        };
        at = next;
    }
    let start = seen.iter().position(|n| *n == at).unwrap_or_default();
    seen.push(at);
    seen.split_off(start)
}
