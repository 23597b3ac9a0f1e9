//! Instruments: worksheets (LKE) as data. A tree of weighted components with items at its leaves; an
//! immutable document known by its digest (DESIGN §3). The format is described beside the built-in
//! ones, in `server/instruments/README.md`.

mod answer;
mod applies;
mod areas;
mod check;
mod differ;
pub mod draft;
mod error;
mod finding;
mod gates;
mod grades;
mod kinds;
mod mend;
mod minimums;
mod outline;
mod parse;
mod path;
mod rows;
mod version;

use crate::table::Table;
use std::sync::Arc;

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

pub use answer::same as same_answer;
pub use answer::{AnswerProblem, AnswerType, Reading, Row, RowRole, number};
pub use check::{WEIGHT_TOLERANCE, check};
pub use differ::{Difference, Differences, Differing, Fact, Named, Told, differences};
pub use draft::{Draft, DraftAnswer, DraftGate, DraftItem, DraftNode};
pub use error::InstrumentError;
pub use finding::{Finding, FindingKind, Proposal, Rank};
pub(crate) use gates::Order;
pub use gates::{Gate, Unit, Waits};
pub use kinds::{BadKind, KindChange, kind_change, office_kind};
pub use minimums::{MinimumChange, minimum_changes};
pub use outline::{Line, Spot, Total};
pub use rows::{Counts, ROWS_TOLERANCE, RowsProblem, rows_differ, value_of_rows};
pub use version::{Change, Move, Moves, made_from, moves, own_family};

/// Place of a node in its instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeIndex(pub(crate) usize);

/// Place of an item in its instrument.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemIndex(pub(crate) usize);

/// A component of the worksheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Codes from the root joined by points; empty for the root. `#1` where nothing is printed, `a~2`
    /// where a path is there already.
    pub path: String,
    /// The worksheet's own code.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Its weight as printed; where none is, the sum of what is below, as the root's always is.
    pub weight: Decimal,
    /// The weight has no source: an office may settle it.
    pub estimated: bool,
    /// The area of change that it belongs to, its own or from above.
    pub area: Option<String>,
    /// Kinds of office that it is for; none: all.
    pub applies_to: Vec<String>,
    /// What else its points depend on.
    pub gates: Vec<Gate>,
    /// The component above; nothing for the root.
    pub parent: Option<NodeIndex>,
    /// Components below, in order.
    pub children: Vec<NodeIndex>,
    /// Items, in order.
    pub items: Vec<ItemIndex>,
    /// The weight that its items without a weight of their own share.
    pub shared: Decimal,
}

/// An item (butir): a question of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its name for ever: family and path, the same in every version (`lke-zi-90-2021:A.I.1.i.a`).
    pub id: String,
    /// Codes from the root joined by points.
    pub path: String,
    /// The worksheet's own code.
    pub code: String,
    /// The state that earns the full score.
    pub title: String,
    /// How it is answered.
    pub answer: AnswerType,
    /// What each answer means, best first.
    pub criteria: Vec<Criterion>,
    /// What it asks for as evidence.
    pub documents: Vec<Document>,
    /// The area of change that it belongs to.
    pub area: Option<String>,
    /// Its own weight, where it carries one.
    pub weight: Option<Decimal>,
    /// The weight has no source.
    pub estimated: bool,
    /// Kinds of office that it is for; none: all.
    pub applies_to: Vec<String>,
    /// What else its value depends on.
    pub gates: Vec<Gate>,
    /// What it adds at most: its own weight, or its part of what its node's items share. For display;
    /// a score divides last.
    pub share: Decimal,
    /// The node that it stands under.
    pub node: NodeIndex,
    /// SHA-256 of the exact bytes of its definition: a verdict names it.
    pub definition_digest: String,
}

impl Item {
    /// The required document of that code.
    #[must_use]
    pub fn document(&self, code: &str) -> Option<&Document> {
        self.documents.iter().find(|document| document.code == code)
    }
}

/// What an answer means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// The answer.
    pub answer: String,
    /// When it holds.
    pub text: String,
}

/// A document that an item asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Its code within the item.
    pub code: String,
    /// Its name.
    pub title: String,
}

/// An award and what it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Threshold {
    /// The award: WBK, WBBM.
    pub name: String,
    /// Within reach when every one is met.
    pub minimums: Vec<Minimum>,
}

/// Points that something must reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// What must reach them.
    pub of: Subject,
    /// How many.
    pub min: Decimal,
}

/// What a minimum is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A node or an item, by path; the empty path is the whole.
    Path(String),
    /// All nodes of an area together.
    Area(String),
    /// Nobody knows, or nobody can read how many points it takes: what a worksheet prints, and where. It is
    /// never reached until somebody settles it.
    Unsettled(String),
}

/// A grade (predikat).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// AA, A, BB…
    pub name: String,
    /// The index must lie above it; the lowest grade takes the rest.
    pub above: Decimal,
    /// Or be it.
    pub inclusive: bool,
}

impl Grade {
    /// Whether points as they are held against a bound earn it.
    fn is_earned(&self, points: Decimal) -> bool {
        points > self.above || (self.inclusive && points == self.above)
    }
}

/// What an unanswered item does to the mean of its node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unanswered {
    /// It leaves the denominator: the ministry's way.
    #[default]
    LeftOut,
    /// It counts 0.
    Zero,
}

impl Unanswered {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// Where what is named stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Index {
    /// Nodes by path.
    pub nodes: Table<String, NodeIndex>,
    /// Items by id.
    pub items: Table<String, ItemIndex>,
    /// The nodes where each area begins, in order.
    pub areas: Table<String, Vec<NodeIndex>>,
}

impl Index {
    /// Takes in a node; what is above it stands in `nodes` already.
    fn add(&mut self, node: &Node, at: NodeIndex, nodes: &[Node]) {
        self.nodes.insert(node.path.clone(), at);
        let above = node.parent.and_then(|above| nodes[above.0].area.as_ref());
        if let Some(area) = node.area.as_ref().filter(|area| above != Some(area)) {
            let begins = self.areas.get_or_insert_with(area.clone(), Vec::new);
            begins.push(at);
        }
    }
}

/// A worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instrument {
    /// SHA-256 of the document's exact bytes: its name.
    pub digest: String,
    /// Stays the same over versions; ids of items come from it.
    pub family: String,
    /// Counts up whenever a published document changes.
    pub version: u32,
    /// Name of the worksheet.
    pub title: String,
    /// The regulation.
    pub source: String,
    /// Awards.
    pub thresholds: Vec<Threshold>,
    /// Grades, best first; none where awards take their place.
    pub grades: Vec<Grade>,
    /// What an unanswered item does to the mean of its node.
    pub unanswered: Unanswered,
    /// What items of the version before became, id to id; nothing where one fell away. Others keep theirs.
    pub becomes: Table<String, Option<String>>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) items: Vec<Item>,
    pub(crate) index: Arc<Index>,
    pub(crate) order: Arc<Order>,
    draft: Arc<Draft>,
}

impl Instrument {
    /// Reads a document.
    ///
    /// # Errors
    /// [`InstrumentError`]: what can't be read or used, and where.
    pub fn parse(text: &str) -> Result<Self, InstrumentError> {
        parse::parse(text)
    }

    /// The whole, as the node above all.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.nodes[0]
    }

    /// The node at a place.
    #[must_use]
    pub fn node_at(&self, index: NodeIndex) -> &Node {
        &self.nodes[index.0]
    }

    /// The item at a place.
    #[must_use]
    pub fn item_at(&self, index: ItemIndex) -> &Item {
        &self.items[index.0]
    }

    /// All nodes but the root, in the order of the worksheet, each before what is below it.
    pub fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.nodes.iter().skip(1)
    }

    /// The node of that path; the empty one is the root.
    #[must_use]
    pub fn node(&self, path: &str) -> Option<&Node> {
        self.index.nodes.get(path).map(|index| self.node_at(*index))
    }

    /// All items, in the order of the worksheet.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        self.items.iter()
    }

    /// The item of that name.
    #[must_use]
    pub fn item(&self, id: &str) -> Option<&Item> {
        self.index.items.get(id).map(|index| self.item_at(*index))
    }

    /// The item of that path.
    #[must_use]
    pub fn item_by_path(&self, path: &str) -> Option<&Item> {
        self.item(&item_id(&self.family, path))
    }

    /// The children of a node.
    pub fn children_of<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Node> {
        node.children.iter().map(|index| self.node_at(*index))
    }

    /// The items right under a node.
    pub fn items_of<'a>(&'a self, node: &'a Node) -> impl Iterator<Item = &'a Item> {
        node.items.iter().map(|index| self.item_at(*index))
    }

    /// The items of an area, in order.
    pub fn items_of_area<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a Item> {
        self.items
            .iter()
            .filter(move |item| item.area.as_deref() == Some(area))
    }

    /// The nodes where an area begins, in order: in the Zona Integritas one under Pemenuhan, one under
    /// Reform.
    pub fn nodes_of_area<'a>(&'a self, area: &str) -> impl Iterator<Item = &'a Node> {
        let begins = self.index.areas.get(area).into_iter().flatten();
        begins.map(|index| self.node_at(*index))
    }

    /// Areas in the order of the worksheet, each once.
    #[must_use]
    pub fn areas(&self) -> Vec<&str> {
        let mut areas: Vec<&str> = Vec::new();
        for area in self.nodes.iter().filter_map(|node| node.area.as_deref()) {
            if !areas.contains(&area) {
                areas.push(area);
            }
        }
        areas
    }

    /// What an area is called: the title of the first node where it begins; `hasil` covers several nodes
    /// and is called by the one above them.
    #[must_use]
    pub fn area_title(&self, area: &str) -> Option<&str> {
        let starts: Vec<&Node> = self.nodes_of_area(area).collect();
        let first = starts.first()?;
        let same = starts.iter().all(|node| node.title == first.title);
        let above = first.parent.map(|parent| self.node_at(parent));
        let common = starts.iter().all(|node| node.parent == first.parent);
        match above {
            Some(above) if !same && common && !above.title.is_empty() => Some(&above.title),
            _ => Some(&first.title),
        }
    }

    /// The grade of an index, unrounded; strictly above where the grade doesn't say otherwise. None where the
    /// instrument has awards instead.
    #[must_use]
    pub fn grade(&self, index: Decimal) -> Option<&str> {
        let lowest = self.grades.last()?;
        let index = compared(index);
        let grade = self.grades.iter().find(|grade| grade.is_earned(index));
        Some(&grade.unwrap_or(lowest).name)
    }
}

/// Points as they are held against a bound. A third in 28 digits, times three, isn't one any more: what the
/// last digits lost neither makes nor breaks a grade. Nothing is rounded before.
pub(crate) fn compared(points: Decimal) -> Decimal {
    const DECIMALS: u32 = 20;
    points.round_dp(DECIMALS)
}

/// The name of an item: the same in every version of its family.
#[must_use]
pub fn item_id(family: &str, path: &str) -> String {
    format!("{family}:{path}")
}
