//! The Standing of every node and item.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::{ItemState, Standing};
use crate::instrument::{Instrument, Item, ItemIndex, Node, NodeIndex};
use crate::mutant::{Mutant, planted};

/// Decimals that a part keeps. Twenty-two digits behind the point and six before it fit a decimal
/// exactly, so that parts add up to their weight and parents to their children to the last digit; no
/// number that is shown or compared comes near the twenty-second.
const PART_DECIMALS: u32 = 22;

/// The Standings of a whole worksheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    nodes: BTreeMap<String, Standing>,
    items: BTreeMap<String, Standing>,
    states: BTreeMap<String, ItemState>,
    areas: BTreeMap<String, Standing>,
}

impl Standings {
    /// The whole worksheet.
    #[must_use]
    pub fn total(&self) -> Standing {
        self.node("")
    }

    /// A node by path; nothing counts where there is no such node.
    #[must_use]
    pub fn node(&self, path: &str) -> Standing {
        self.nodes.get(path).copied().unwrap_or_default()
    }

    /// An item by its id.
    #[must_use]
    pub fn item(&self, id: &str) -> Standing {
        self.items.get(id).copied().unwrap_or_default()
    }

    /// All nodes of an area together.
    #[must_use]
    pub fn area(&self, area: &str) -> Standing {
        self.areas.get(area).copied().unwrap_or_default()
    }

    /// The state that an item was scored with.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&ItemState> {
        self.states.get(id)
    }
}

/// An item on its value, cumulated: verified; with evidenced; with claimed. Each at most 1, never less
/// than the one before.
fn units(state: &ItemState) -> [Decimal; 3] {
    let [verified, evidenced, claimed] = state.sheets();
    [verified, evidenced, claimed.max(evidenced)]
}

/// Cumulated units, added up over `count` items, as the parts of a weight. Parts are differences of
/// cumulated means: what is proven whole fills the weight to the last digit, and no part is negative.
fn parts(units: [Decimal; 3], count: usize, weight: Decimal) -> Standing {
    let count = Decimal::from(count.max(1));
    let upto = |sum: Decimal| {
        let mean = sum.checked_div(count).unwrap_or_default();
        (mean * weight).round_dp(PART_DECIMALS)
    };
    let [verified, evidenced, claimed] = units.map(upto);
    Standing {
        verified,
        evidenced_only: evidenced - verified,
        claimed_only: claimed - evidenced,
        missing: weight - claimed,
        weight,
    }
}

fn added(a: [Decimal; 3], b: [Decimal; 3]) -> [Decimal; 3] {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// Computes the Standing of every node and item from the state of each item. Unproven and unanswered
/// count 0 and stay in the denominator. A node is the sum of what is below it: its children, its items
/// with a weight of their own, and the mean of the others times the weight that they share.
#[must_use]
pub fn standing(instrument: &Instrument, state: &dyn Fn(&Item) -> ItemState) -> Standings {
    let mut standings = Standings::default();
    for item in instrument.items() {
        let state = state(item);
        let standing = parts(units(&state), 1, item.share.round_dp(PART_DECIMALS));
        standings.items.insert(item.id.clone(), standing);
        standings.states.insert(item.id.clone(), state);
    }
    // Children stand behind their parents in the arena: from the back, each is there before it is asked.
    for node in instrument.nodes.iter().rev() {
        let standing = of_node(instrument, &standings, node);
        standings.nodes.insert(node.path.clone(), standing);
    }
    for area in instrument.areas() {
        let nodes = instrument.nodes_of_area(area);
        let sum = nodes.map(|node| standings.node(&node.path)).sum();
        standings.areas.insert(area.to_owned(), sum);
    }
    standings
}

fn of_node(instrument: &Instrument, so_far: &Standings, node: &Node) -> Standing {
    let path = |index: &NodeIndex| instrument.node_at(*index).path.as_str();
    let below: Standing = node.children.iter().map(|i| so_far.node(path(i))).sum();
    let item = |index: &ItemIndex| instrument.item_at(*index);
    let own = node.items.iter().map(item).filter(|i| i.weight.is_some());
    let own: Standing = own.map(|item| so_far.item(&item.id)).sum();
    let sharing: Vec<[Decimal; 3]> = (node.items.iter().map(item))
        .filter(|item| item.weight.is_none())
        .filter_map(|item| so_far.states.get(&item.id))
        .filter(|state| state.evidenced || !planted(Mutant::UnprovenLeftOut))
        .map(units)
        .collect();
    let sum = sharing.iter().copied().fold([Decimal::ZERO; 3], added);
    below + own + parts(sum, sharing.len(), node.shared)
}
