//! What differs between two versions of a worksheet, from old to new: of the whole, of each heading, of each
//! item. Which item became which is [`moves`]'s to say; a heading goes where its items go.

mod facts;

use rust_decimal::Decimal;

use super::draft::{Draft, DraftAnswer, DraftGate, DraftItem, DraftNode};
use super::{
    Change, Instrument, Item, Move, Moves, Node, NodeIndex, Row, Spot, Subject, Unanswered, moves,
};
use crate::table::{KeySet, Table};
use facts::{item_differs, node_differs, whole};

/// All that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Of the whole worksheet.
    pub whole: Vec<Difference>,
    /// Headings that go on and aren't the same, in the new order.
    pub headings: Vec<Differing>,
    /// Items that go on and aren't the same, in the old order.
    pub items: Vec<Differing>,
    /// So many items go on as they are.
    pub same: usize,
    /// Headings that are new.
    pub new_headings: Vec<Named>,
    /// Items that are new.
    pub new_items: Vec<Named>,
    /// Headings that fall away.
    pub gone_headings: Vec<Named>,
    /// Items that fall away.
    pub gone_items: Vec<Named>,
}

/// A line by its path and title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: String,
}

/// A line that goes on, and how it differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Differing {
    /// As it is called now.
    pub now: Named,
    /// Of an item: what becomes of its verdict and its answer.
    pub change: Option<Change>,
    /// How. None where only its bytes are others: they say the same in another spelling.
    pub differences: Vec<Difference>,
}

/// One thing that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// What it is.
    pub what: Fact,
    /// As it was; nothing where it wasn't.
    pub from: Option<Told>,
    /// As it is; nothing where it is no more.
    pub to: Option<Told>,
}

/// What can differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// The title, or an item's statement.
    Title,
    /// The regulation.
    Source,
    /// What an unanswered item does.
    Unanswered,
    /// A grade: the index must lie above it.
    Grade(String),
    /// What an award asks of something.
    Minimum(String, Subject),
    /// Where the line stands.
    Path,
    /// The weight as printed.
    Weight,
    /// What the item adds at most: its part of its heading's weight.
    Share,
    /// Whether the weight has no source.
    Estimated,
    /// The area of change that begins here.
    Area,
    /// Kinds of office that it is for; none: all.
    Kinds,
    /// How it is answered.
    Answer,
    /// A count of a percentage.
    Count,
    /// What an answer means.
    Criterion(String),
    /// A document that it asks for.
    Document,
    /// What else it depends on.
    Gate,
}

/// How something is, in the document's own terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// A text.
    Text(String),
    /// Points.
    Points(Decimal),
    /// Yes or no.
    Flag(bool),
    /// A policy.
    Policy(Unanswered),
    /// Several names.
    Names(Vec<String>),
    /// An answer type.
    Answer(DraftAnswer),
    /// A count.
    Count(Row),
    /// A gate.
    Gate(DraftGate),
}

/// Compares two worksheets.
#[must_use]
pub fn differences(before: &Instrument, now: &Instrument) -> Differences {
    let moves = moves(before, now);
    let (old, new) = (Lines::of(before), Lines::of(now));
    let mut all = Differences {
        whole: whole(before, now),
        ..Differences::default()
    };
    for one in &moves.maps {
        let (Some(was), Some(is)) = (before.item(&one.from), now.item(&one.to)) else {
            continue;
        };
        if one.change == Change::Same && was.path == is.path {
            all.same += 1;
            continue;
        }
        all.items.push(Differing {
            now: Named::item(is),
            change: Some(one.change),
            differences: item_differs(was, is, old.items.get(&was.path), new.items.get(&is.path)),
        });
    }
    let named = |of: &Instrument, ids: &[String]| -> Vec<Named> {
        let items = ids.iter().filter_map(|id| of.item(id));
        items.map(Named::item).collect()
    };
    all.new_items = named(now, &moves.new);
    all.gone_items = named(before, &moves.gone);
    let came = headings(before, now, &moves);
    let gone = (before.nodes()).filter(|node| !came.values().any(|path| *path == node.path));
    all.gone_headings = gone.map(Named::node).collect();
    for is in now.nodes() {
        let was = came
            .get(is.path.as_str())
            .and_then(|path| before.node(path));
        let Some(was) = was else {
            all.new_headings.push(Named::node(is));
            continue;
        };
        let (old, new) = (old.nodes.get(&was.path), new.nodes.get(&is.path));
        let differences = node_differs(was, is, old, new);
        if !differences.is_empty() {
            all.headings.push(Differing {
                now: Named::node(is),
                change: None,
                differences,
            });
        }
    }
    all
}

impl Named {
    fn item(item: &Item) -> Self {
        let (path, title) = (item.path.clone(), item.title.clone());
        Self { path, title }
    }

    fn node(node: &Node) -> Self {
        let (path, title) = (node.path.clone(), node.title.clone());
        Self { path, title }
    }
}

/// A document's lines by their paths, as they are written there.
struct Lines {
    nodes: Table<String, DraftNode>,
    items: Table<String, DraftItem>,
}

impl Lines {
    fn of(instrument: &Instrument) -> Self {
        let draft = Draft::of(instrument);
        let (mut nodes, mut items) = (Table::new(), Table::new());
        for line in draft.outline().0 {
            let at: &Spot = &line.spot;
            if let Some(item) = draft.item(at) {
                items.insert(line.path, item.clone());
            } else if let Some(node) = draft.node(at) {
                nodes.insert(line.path, node.clone());
            }
        }
        Self { nodes, items }
    }
}

/// Path of each heading that goes on to the path that it had: where most of its items come from; one without
/// items, that of its own path.
fn headings<'a>(
    before: &'a Instrument,
    now: &'a Instrument,
    moves: &Moves,
) -> Table<&'a str, &'a str> {
    let mut votes: Table<(NodeIndex, NodeIndex), usize> = Table::new();
    for Move { from, to, .. } in &moves.maps {
        if let (Some(was), Some(is)) = (before.item(from), now.item(to)) {
            for pair in above(now, is.node).zip(above(before, was.node)) {
                *votes.get_or_insert_with(pair, usize::default) += 1;
            }
        }
    }
    let mut votes: Vec<_> = votes.into_iter().collect();
    // A tie goes to the first in the worksheet's order.
    votes.sort_by_key(|(_, votes)| std::cmp::Reverse(*votes));
    let mut taken = KeySet::new();
    let mut came = Table::new();
    let pairs = votes.into_iter().map(|((is, was), _)| {
        let (is, was) = (now.node_at(is), before.node_at(was));
        (is.path.as_str(), was.path.as_str())
    });
    let same = now.nodes().filter_map(|is| {
        let was = before.node(&is.path)?;
        Some((is.path.as_str(), was.path.as_str()))
    });
    for (is, was) in pairs.chain(same) {
        if !came.contains_key(&is) && taken.insert(was) {
            came.insert(is, was);
        }
    }
    came
}

/// A node and those above it, but the root.
fn above(of: &Instrument, from: NodeIndex) -> impl Iterator<Item = NodeIndex> {
    let parent = |at: &NodeIndex| of.node_at(*at).parent;
    std::iter::successors(Some(from), parent).filter(|at| of.node_at(*at).parent.is_some())
}
