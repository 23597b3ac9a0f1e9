//! Applicability: the part of a worksheet that is for one kind of office.

use crate::table::Table;
use std::sync::Arc;

use super::gates::{self, Gate, Unit};
use super::parse::weigh;
use super::{Index, Instrument, InstrumentError, ItemIndex, NodeIndex};

impl Instrument {
    /// Kinds of office that the worksheet knows, in order; none where all of it is for everyone.
    #[must_use]
    pub fn kinds(&self) -> Vec<&str> {
        let nodes = self.nodes.iter().flat_map(|node| &node.applies_to);
        let items = self.items.iter().flat_map(|item| &item.applies_to);
        let mut kinds: Vec<&str> = nodes.chain(items).map(String::as_str).collect();
        kinds.sort_unstable();
        kinds.dedup();
        kinds
    }

    /// The worksheet as it is for a kind of office. What isn't for it leaves: an item its node's mean, so
    /// that the others share its part; a component, and one of which no item is left, with its weight.
    /// Weights are never scaled up to fill the gap, and thresholds stand. A gate on what left holds no
    /// more. Paths, ids and digests stay what they are.
    ///
    /// # Errors
    /// None that an instrument is known to give: what remains was in order before.
    pub fn for_kind(&self, kind: &str) -> Result<Self, InstrumentError> {
        let fits = |kinds: &[String]| kinds.is_empty() || kinds.iter().any(|k| k == kind);
        if self.kinds().is_empty() {
            return Ok(self.clone());
        }
        let mut keeps: Vec<bool> = vec![true; self.nodes.len()];
        for (place, node) in self.nodes.iter().enumerate() {
            let above = node.parent.is_none_or(|parent| keeps[parent.0]);
            keeps[place] = above && fits(&node.applies_to);
        }
        let keeps_item = |item: &super::Item| keeps[item.node.0] && fits(&item.applies_to);
        let stays: Vec<bool> = self.items.iter().map(keeps_item).collect();
        // From the back: a component that had items and has none left goes too.
        for place in (1..self.nodes.len()).rev() {
            let node = &self.nodes[place];
            let had = !node.items.is_empty() || !node.children.is_empty();
            let has = node.items.iter().any(|item| stays[item.0])
                || node.children.iter().any(|child| keeps[child.0]);
            keeps[place] &= has || !had;
        }
        self.pruned(&places(&keeps), &places(&stays))
    }

    fn pruned(
        &self,
        nodes: &[Option<usize>],
        items: &[Option<usize>],
    ) -> Result<Self, InstrumentError> {
        let node_at = |index: &NodeIndex| nodes[index.0].map(NodeIndex);
        let item_at = |index: &ItemIndex| items[index.0].map(ItemIndex);
        let unit = |unit: &Unit| match unit {
            Unit::Node(index) => node_at(index).map(Unit::Node),
            Unit::Item(index) => item_at(index).map(Unit::Item),
        };
        let gate = |gate: &Gate| match gate {
            Gate::Times(on) => unit(on).map(Gate::Times),
            Gate::ZeroIf { item, waits } => item_at(item).map(|item| Gate::ZeroIf {
                item,
                waits: waits.clone(),
            }),
        };
        let mut left = self.clone();
        let all = std::mem::take(&mut left.nodes).into_iter().enumerate();
        for (_, mut node) in all.filter(|(place, _)| nodes[*place].is_some()) {
            node.parent = node.parent.as_ref().and_then(node_at);
            node.children = node.children.iter().filter_map(node_at).collect();
            node.items = node.items.iter().filter_map(item_at).collect();
            node.gates = node.gates.iter().filter_map(gate).collect();
            left.nodes.push(node);
        }
        let all = std::mem::take(&mut left.items).into_iter().enumerate();
        for (_, mut item) in all.filter(|(place, _)| items[*place].is_some()) {
            if let Some(node) = node_at(&item.node) {
                item.node = node;
            }
            item.gates = item.gates.iter().filter_map(gate).collect();
            left.items.push(item);
        }
        // Children stand behind their parents: from the back, each is weighed before what is above it.
        for place in (0..left.nodes.len()).rev() {
            let printed = (left.nodes[place].parent.is_some()).then_some(left.nodes[place].weight);
            let sums = left.nodes[place].items.is_empty();
            let printed = printed.filter(|_| !sums);
            weigh(&mut left.nodes, &mut left.items, NodeIndex(place), printed);
        }
        let paths = left.nodes.iter().enumerate();
        let nodes: Table<_, _> = paths
            .map(|(n, node)| (node.path.clone(), NodeIndex(n)))
            .collect();
        let ids = left.items.iter().enumerate();
        let items: Table<_, _> = ids
            .map(|(n, item)| (item.id.clone(), ItemIndex(n)))
            .collect();
        left.order = Arc::new(gates::order(&left.nodes, &left.items)?);
        left.index = Arc::new(Index { nodes, items });
        Ok(left)
    }
}

/// Where what is kept stands afterwards.
fn places(keeps: &[bool]) -> Vec<Option<usize>> {
    let mut next = 0..;
    keeps
        .iter()
        .map(|keeps| keeps.then(|| next.next()).flatten())
        .collect()
}
