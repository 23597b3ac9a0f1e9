//! The Standing of every node and item, kept while answers change: a change recomputes what it gates and
//! what lies above, nothing else.

use crate::table::KeySet;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::gate::{Values, gated, share};
use super::sheet::{Own, Sheet};
use super::{ItemState, Standing};
use crate::instrument::{Index, Instrument, Item, ItemIndex, Node, NodeIndex, Subject, Unit};
use crate::mutant::{Mutant, planted};

/// Decimals that a part keeps. Twenty-two digits behind the point and six before it fit a decimal
/// exactly, so that parts add up to their weight and parents to their children to the last digit; no
/// number that is shown or compared comes near the twenty-second.
const PART_DECIMALS: u32 = 22;

/// The three sheets, in this order: verified, evidenced, claimed.
type Three<T> = [T; 3];

/// The Standings of a whole worksheet. A copy of them is cheap: who draws keeps the ones that they drew, while
/// the next are made from a copy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    index: Arc<Index>,
    states: Vec<Arc<ItemState>>,
    /// Values of the items after their gates.
    values: Vec<Three<Option<Decimal>>>,
    items: Vec<Standing>,
    nodes: Vec<Standing>,
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
        let index = self.index.nodes.get(path);
        index
            .and_then(|index| self.nodes.get(index.0))
            .copied()
            .unwrap_or_default()
    }

    /// An item by its id.
    #[must_use]
    pub fn item(&self, id: &str) -> Standing {
        let index = self.index.items.get(id);
        index
            .and_then(|index| self.items.get(index.0))
            .copied()
            .unwrap_or_default()
    }

    /// All nodes of an area together.
    #[must_use]
    pub fn area(&self, area: &str) -> Standing {
        let begins = self.index.areas.get(area).into_iter().flatten();
        begins
            .filter_map(|index| self.nodes.get(index.0))
            .copied()
            .sum()
    }

    /// What a minimum is about.
    #[must_use]
    pub fn subject(&self, instrument: &Instrument, subject: &Subject) -> Standing {
        match subject {
            Subject::Area(area) => self.area(area),
            Subject::Path(path) => match instrument.item_by_path(path) {
                Some(item) => self.item(&item.id),
                None => self.node(path),
            },
            Subject::Unsettled(_) => Standing::default(),
        }
    }

    /// The state that an item was scored with.
    #[must_use]
    pub fn state(&self, id: &str) -> Option<&ItemState> {
        let index = self.index.items.get(id)?;
        self.states.get(index.0).map(Arc::as_ref)
    }

    /// The unit's claims, before gates: what the official arithmetic takes.
    #[must_use]
    pub fn claims(&self) -> Sheet {
        let mut claims = Sheet::new();
        for (id, index) in self.index.items.iter() {
            let state = self.states.get(index.0).map(Arc::as_ref);
            let claimed = state.and_then(|state| state.claimed);
            let answer = state.and_then(ItemState::said).map(str::to_owned);
            claims.put(id.clone(), claimed, answer);
        }
        claims
    }

    /// Takes in the new state of an item, and recomputes what follows from it: the item, what it gates, and
    /// what lies above these. How many items and nodes were looked at. Equal to [`standing`] over the new
    /// states. `instrument` must be the one that these were computed for; an unknown item changes nothing.
    pub fn update(&mut self, instrument: &Instrument, item: &str, state: ItemState) -> usize {
        let Some(ItemIndex(changed)) = self.index.items.get(item).copied() else {
            return 0;
        };
        let order = &instrument.order;
        let first = order.rank(Unit::Item(ItemIndex(changed)));
        self.states[changed] = Arc::new(state);
        let (mut open, mut looked_at) = (KeySet::from([first]), 0);
        while let Some(rank) = open.pop_first() {
            looked_at += 1;
            let unit = order.all[rank];
            // What is gated by the answer itself must look at it, even if its value came out the same.
            if self.compute(instrument, unit) || rank == first {
                open.extend(order.dependents(rank).iter().copied());
            }
        }
        looked_at
    }

    /// Computes an item or a node from what it depends on; whether it came out different.
    fn compute(&mut self, instrument: &Instrument, unit: Unit) -> bool {
        match unit {
            Unit::Item(index) => {
                let item = instrument.item_at(index);
                let own = self.states[index.0].answers();
                let value = self.gated(instrument, own, &item.gates);
                let standing = parts(units(value), 1, item.share.round_dp(PART_DECIMALS));
                let same = (self.values[index.0], self.items[index.0]) == (value, standing);
                (self.values[index.0], self.items[index.0]) = (value, standing);
                !same
            }
            Unit::Node(index) => {
                let standing = self.of_node(instrument, instrument.node_at(index));
                let same = self.nodes[index.0] == standing;
                self.nodes[index.0] = standing;
                !same
            }
        }
    }

    /// Values after gates, sheet by sheet.
    fn gated(
        &self,
        instrument: &Instrument,
        own: Three<Option<Decimal>>,
        gates: &[crate::instrument::Gate],
    ) -> Three<Option<Decimal>> {
        let on = |sheet: usize| {
            let all = self;
            gated(
                own[sheet],
                gates,
                &On {
                    all,
                    instrument,
                    sheet,
                },
            )
        };
        [on(0), on(1), on(2)]
    }

    fn of_node(&self, instrument: &Instrument, node: &Node) -> Standing {
        let below: Standing = node.children.iter().map(|i| self.nodes[i.0]).sum();
        let weighted = |index: &&ItemIndex| instrument.item_at(**index).weight.is_some();
        let own: Standing = (node.items.iter().filter(weighted))
            .map(|i| self.items[i.0])
            .sum();
        let counts = |index: &&ItemIndex| {
            self.states[index.0].evidenced || !planted(Mutant::UnprovenLeftOut)
        };
        let sharing = (node.items.iter().filter(|index| !weighted(index))).filter(counts);
        let (count, sum) = sharing.fold((0, [Decimal::ZERO; 3]), |(count, sum), index| {
            (count + 1, added(sum, units(self.values[index.0])))
        });
        let all = below + own + parts(sum, count, node.shared);
        if node.gates.is_empty() {
            return all;
        }
        let gated = self.gated(instrument, all.upto().map(Some), &node.gates);
        from_upto(units(gated), all.weight)
    }
}

/// One of the three sheets. What counts nothing in a Standing is unanswered there.
struct On<'a> {
    all: &'a Standings,
    instrument: &'a Instrument,
    sheet: usize,
}

impl Values for On<'_> {
    fn value(&self, of: Unit) -> Option<Decimal> {
        match of {
            Unit::Item(index) => self.all.values[index.0][self.sheet],
            Unit::Node(NodeIndex(index)) => {
                let points = self.all.nodes[index].upto()[self.sheet];
                share(points, self.instrument.nodes[index].weight)
            }
        }
    }

    fn own(&self, of: ItemIndex) -> Option<Own<'_>> {
        let state = &self.all.states[of.0];
        let value = state.answers()[self.sheet]?;
        let answer = state.said_on()[self.sheet];
        Some(Own { value, answer })
    }
}

/// Values cumulated: verified; with evidenced; with claimed. Never less than the one before.
fn units(values: Three<Option<Decimal>>) -> Three<Decimal> {
    let [verified, evidenced, claimed] = values.map(Option::unwrap_or_default);
    [verified, evidenced, claimed.max(evidenced)]
}

/// Cumulated units, added up over `count` items, as the parts of a weight. Parts are differences of
/// cumulated means: what is proven whole fills the weight to the last digit, and no part is negative.
fn parts(units: Three<Decimal>, count: usize, weight: Decimal) -> Standing {
    let count = Decimal::from(count.max(1));
    let upto = |sum: Decimal| sum.checked_div(count).unwrap_or_default() * weight;
    from_upto(units.map(upto), weight)
}

/// Cumulated points as the parts of a weight.
fn from_upto(points: Three<Decimal>, weight: Decimal) -> Standing {
    let [verified, evidenced, claimed] = points.map(|points| points.round_dp(PART_DECIMALS));
    Standing {
        verified,
        evidenced_only: evidenced - verified,
        claimed_only: claimed - evidenced,
        missing: weight - claimed,
        weight,
    }
}

fn added(a: Three<Decimal>, b: Three<Decimal>) -> Three<Decimal> {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// Computes the Standing of every node and item from the state of each item. Unproven and unanswered
/// count 0 and stay in the denominator. A node is the sum of what is below it: its children, its items
/// with a weight of their own, and the mean of the others times the weight that they share.
#[must_use]
pub fn standing(instrument: &Instrument, state: &dyn Fn(&Item) -> ItemState) -> Standings {
    let mut standings = Standings {
        index: instrument.index.clone(),
        states: instrument
            .items()
            .map(|item| Arc::new(state(item)))
            .collect(),
        values: vec![[None; 3]; instrument.items.len()],
        items: vec![Standing::default(); instrument.items.len()],
        nodes: vec![Standing::default(); instrument.nodes.len()],
    };
    for unit in &instrument.order.all {
        standings.compute(instrument, *unit);
    }
    standings
}
