//! Applicability: the part of a worksheet that is for one kind of office.

use crate::table::KeySet;
use std::sync::Arc;

use super::gates::{self, Gate, Unit};
use super::parse::weigh;
use super::path::segments;
use super::{
    Draft, DraftItem, DraftNode, Index, Instrument, InstrumentError, Item, ItemIndex, Node,
    NodeIndex,
};

/// Whether what names these kinds of office is for one of that kind. Who names none is for all; an office
/// whose kind nobody has said gets all of the worksheet, as it is printed: nothing falls away unsaid.
fn is_for(kinds: &[String], kind: &str) -> bool {
    let kind = kind.trim();
    let same = |one: &String| one.trim().to_lowercase() == kind.to_lowercase();
    kind.is_empty() || kinds.is_empty() || kinds.iter().any(same)
}

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

    /// Whether all of it is for an office of that kind.
    #[must_use]
    pub fn is_whole_for(&self, kind: &str) -> bool {
        self.nodes.iter().all(|node| is_for(&node.applies_to, kind))
            && self.items.iter().all(|item| is_for(&item.applies_to, kind))
    }

    /// Whether an item is for an office of that kind, by what it says and what stands above it.
    #[must_use]
    pub fn applies(&self, item: &Item, kind: &str) -> bool {
        let above = |node: &&Node| node.parent.map(|parent| self.node_at(parent));
        let mut nodes = std::iter::successors(Some(self.node_at(item.node)), above);
        is_for(&item.applies_to, kind) && nodes.all(|node| is_for(&node.applies_to, kind))
    }

    /// The worksheet as it is for a kind of office. What isn't for it leaves: an item its node's mean, so
    /// that the others share its part; a component, and one of which no item is left, with its weight.
    /// Weights are never scaled up to fill the gap, and thresholds stand. A gate on what left holds no
    /// more. Paths, ids and digests stay what they are. The draft of it is cut as well: what is written from
    /// it, a workbook, is the part.
    ///
    /// # Errors
    /// None that an instrument is known to give: what remains was in order before.
    pub fn for_kind(&self, kind: &str) -> Result<Self, InstrumentError> {
        if self.is_whole_for(kind) {
            return Ok(self.clone());
        }
        let stays: Vec<bool> = (self.items.iter())
            .map(|item| self.applies(item, kind))
            .collect();
        let mut keeps: Vec<bool> = (self.nodes.iter())
            .map(|node| is_for(&node.applies_to, kind))
            .collect();
        for (place, node) in self.nodes.iter().enumerate() {
            keeps[place] &= node.parent.is_none_or(|parent| keeps[parent.0]);
        }
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
        let mut index = Index::default();
        for (place, node) in left.nodes.iter().enumerate() {
            index.add(node, NodeIndex(place), &left.nodes);
        }
        for (place, item) in left.items.iter().enumerate() {
            index.items.insert(item.id.clone(), ItemIndex(place));
        }
        left.draft = Arc::new(self.cut_draft(nodes, items));
        left.order = Arc::new(gates::order(&left.nodes, &left.items)?);
        left.index = Arc::new(index);
        Ok(left)
    }
}

impl Instrument {
    /// The draft without what left, and without gates on it.
    fn cut_draft(&self, nodes: &[Option<usize>], items: &[Option<usize>]) -> Draft {
        let left = |kept: &Option<usize>| kept.is_none();
        let of_nodes = self.nodes.iter().zip(nodes);
        let of_items = self.items.iter().zip(items);
        let paths = (of_nodes.filter(|(_, kept)| left(kept)))
            .map(|(node, _)| node.path.as_str())
            .chain((of_items.filter(|(_, kept)| left(kept))).map(|(item, _)| item.path.as_str()));
        let mut cut = Cut {
            // The root is no node of the draft.
            nodes: self.nodes.iter().zip(nodes).skip(1),
            items: self.items.iter().zip(items),
            gone: paths.collect(),
        };
        let mut draft = Draft::of(self);
        cut.level(&mut draft.nodes, &mut Vec::new(), "");
        draft
    }
}

type Kept<'a, T> = std::iter::Zip<std::slice::Iter<'a, T>, std::slice::Iter<'a, Option<usize>>>;

/// A draft's lines in the order in which an instrument numbers them: a component, all below it, its items.
struct Cut<'a> {
    nodes: std::iter::Skip<Kept<'a, Node>>,
    items: Kept<'a, Item>,
    gone: KeySet<&'a str>,
}

impl<'a> Cut<'a> {
    fn level(&mut self, nodes: &mut Vec<DraftNode>, items: &mut Vec<DraftItem>, above: &str) {
        let mut names = Vec::new();
        let name = |path: &'a str| match above {
            "" => path,
            _ => path.get(above.len() + 1..).unwrap_or(path),
        };
        nodes.retain_mut(|node| {
            let Some((known, kept)) = self.nodes.next() else {
                return false;
            };
            self.level(&mut node.nodes, &mut node.items, &known.path);
            node.gates.retain(|gate| !self.gone.contains(gate.names()));
            names.extend(kept.map(|_| name(&known.path)));
            kept.is_some()
        });
        items.retain_mut(|item| {
            let Some((known, kept)) = self.items.next() else {
                return false;
            };
            item.gates.retain(|gate| !self.gone.contains(gate.names()));
            names.extend(kept.map(|_| name(&known.path)));
            kept.is_some()
        });
        // A line without a code, or with one that is there twice, is named by its place among its siblings:
        // where some of these left, it says its name itself.
        let nodes = nodes.iter_mut().map(|node| &mut node.code);
        let codes: Vec<&mut String> = nodes.chain(items.iter_mut().map(|i| &mut i.code)).collect();
        let printed = codes.iter().map(|code| code.as_str());
        let now = segments("", printed, &mut KeySet::new());
        for ((code, now), name) in codes.into_iter().zip(now).zip(names) {
            if now != name {
                name.clone_into(code);
            }
        }
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
