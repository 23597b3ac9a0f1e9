//! A draft as a list of lines, as an editor shows it: each with its path, how deep it lies, and what the
//! weights below add up to.

use crate::table::KeySet;

use rust_decimal::Decimal;

use super::draft::{Draft, DraftItem, DraftNode};
use super::parse::decimal;
use super::path::segments;

/// Where something lies in a draft: the positions of nodes from the top, and of an item in the last.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    pub(super) nodes: Vec<usize>,
    pub(super) item: Option<usize>,
}

impl Spot {
    /// The node at these positions.
    pub(super) fn of(nodes: &[usize]) -> Self {
        let (nodes, item) = (nodes.to_vec(), None);
        Self { nodes, item }
    }

    /// A component right below the node, or beside the item.
    pub(super) fn child(&self, at: usize) -> Self {
        let nodes = [self.nodes.as_slice(), &[at]].concat();
        Self { nodes, item: None }
    }

    /// An item of the node, or beside the item.
    pub(super) fn with(&self, item: usize) -> Self {
        Self {
            nodes: self.nodes.clone(),
            item: Some(item),
        }
    }

    /// Whether it is an item.
    #[must_use]
    pub fn is_item(&self) -> bool {
        self.item.is_some()
    }

    /// How deep it lies: 1 for the components at the top.
    #[must_use]
    pub fn level(&self) -> usize {
        self.nodes.len() + usize::from(self.is_item())
    }

    /// Whether it lies below another spot.
    #[must_use]
    pub fn is_below(&self, other: &Self) -> bool {
        !other.is_item() && self.level() > other.level() && self.nodes.starts_with(&other.nodes)
    }
}

/// One line of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The path that it gets.
    pub path: String,
    /// Where it lies.
    pub spot: Spot,
    /// What the weights below add up to; nothing where nothing below has a weight of its own.
    pub sum: Option<Decimal>,
}

/// What a draft weighs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// What the components at the top weigh together, as printed.
    pub printed: Decimal,
    /// What can be earned: the weights of items, and what others share. A component without items earns
    /// nothing, and one whose components don't add up to its printed weight what these come to.
    pub counted: Decimal,
}

/// What the lines of a level weigh together.
#[derive(Clone, Copy, Default)]
struct Weighed {
    /// As printed, each by itself; nothing where none has a weight.
    printed: Option<Decimal>,
    /// What of it counts, without what items share.
    counted: Decimal,
}

impl Draft {
    /// Its lines in the order of the worksheet, and what they weigh.
    #[must_use]
    pub fn outline(&self) -> (Vec<Line>, Total) {
        let mut lines = Vec::new();
        let mut taken = KeySet::from([String::new()]);
        let total = level(
            &self.nodes,
            &[],
            "",
            &mut Vec::new(),
            &mut taken,
            &mut lines,
        );
        let total = Total {
            printed: total.printed.unwrap_or_default(),
            counted: total.counted,
        };
        (lines, total)
    }

    /// The node at a spot, or that holds the item at it.
    #[must_use]
    pub fn node(&self, spot: &Spot) -> Option<&DraftNode> {
        let (first, rest) = spot.nodes.split_first()?;
        let top = self.nodes.get(*first)?;
        rest.iter().try_fold(top, |node, at| node.nodes.get(*at))
    }

    /// The item at a spot.
    #[must_use]
    pub fn item(&self, spot: &Spot) -> Option<&DraftItem> {
        self.node(spot)?.items.get(spot.item?)
    }

    /// The node at a spot, or that holds the item at it, to be changed.
    pub fn node_mut(&mut self, spot: &Spot) -> Option<&mut DraftNode> {
        let (first, rest) = spot.nodes.split_first()?;
        let top = self.nodes.get_mut(*first)?;
        rest.iter()
            .try_fold(top, |node, at| node.nodes.get_mut(*at))
    }

    /// The item at a spot, to be changed.
    pub fn item_mut(&mut self, spot: &Spot) -> Option<&mut DraftItem> {
        let item = spot.item?;
        self.node_mut(spot)?.items.get_mut(item)
    }
}

/// Adds the lines of one level; what they weigh together.
fn level(
    nodes: &[DraftNode],
    items: &[DraftItem],
    parent: &str,
    above: &mut Vec<usize>,
    taken: &mut KeySet<String>,
    lines: &mut Vec<Line>,
) -> Weighed {
    let codes = (nodes.iter().map(|node| node.code.as_str()))
        .chain(items.iter().map(|item| item.code.as_str()));
    let mut paths = segments(parent, codes, taken).into_iter();
    let mut all = Weighed::default();
    let mut add = |printed: Option<Decimal>, counted: Decimal| {
        if let Some(printed) = printed {
            all.printed = Some(all.printed.unwrap_or_default() + printed);
        }
        all.counted += counted;
    };
    let weighs = |path: &str, text: &Option<String>| {
        let text = text.as_deref()?;
        // What can't be read is a finding of its own.
        decimal(path, text).ok()
    };
    for (at, node) in nodes.iter().enumerate() {
        let path = paths.next().unwrap_or_default();
        above.push(at);
        let place = lines.len();
        lines.push(Line {
            path: path.clone(),
            spot: Spot {
                nodes: above.clone(),
                item: None,
            },
            sum: None,
        });
        let below = level(&node.nodes, &node.items, &path, above, taken, lines);
        lines[place].sum = below.printed;
        above.pop();
        let weight = weighs(&path, &node.weight).or(below.printed);
        // As the instrument has it, see `parse::weigh`.
        let sharing = node.items.iter().any(|item| item.weight.is_none());
        let rest = weight.unwrap_or_default() - below.printed.unwrap_or_default();
        let shared = if sharing {
            rest.max(Decimal::ZERO)
        } else {
            Decimal::ZERO
        };
        add(weight, below.counted + shared);
    }
    for (at, item) in items.iter().enumerate() {
        let path = paths.next().unwrap_or_default();
        let weight = weighs(&path, &item.weight);
        add(weight, weight.unwrap_or_default());
        lines.push(Line {
            path,
            spot: Spot {
                nodes: above.clone(),
                item: Some(at),
            },
            sum: None,
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::draft::DraftAnswer;

    fn item(code: &str, weight: Option<&str>) -> DraftItem {
        DraftItem {
            code: code.to_owned(),
            answer: DraftAnswer::ya_tidak(),
            weight: weight.map(str::to_owned),
            ..DraftItem::default()
        }
    }

    fn node(code: &str, weight: Option<&str>) -> DraftNode {
        DraftNode {
            code: code.to_owned(),
            weight: weight.map(str::to_owned),
            ..DraftNode::default()
        }
    }

    /// A (10) over I (4, two items without weights) and II (no weight: an item of 5); B of 2.5.
    fn draft() -> Draft {
        let mut one = node("I.", Some("4"));
        one.items = vec![item("a.", None), item("b.", None)];
        let mut two = node("II.", None);
        two.items = vec![item("a.", Some("5"))];
        let mut a = node("A.", Some("10"));
        a.nodes = vec![one, two];
        Draft {
            nodes: vec![a, node("B.", Some("2.5"))],
            ..Draft::default()
        }
    }

    #[test]
    fn lines_come_in_order_with_paths_and_sums() {
        let (lines, total) = draft().outline();
        let told: Vec<(&str, usize, Option<String>)> = lines
            .iter()
            .map(|line| {
                let sum = line.sum.map(|sum| sum.to_string());
                (line.path.as_str(), line.spot.level(), sum)
            })
            .collect();
        // A: 4 + 5 = 9, though 10 are printed; all: 10 + 2.5. B has no items: 9 can be earned.
        let expected = [
            ("A", 1, Some("9")),
            ("A.I", 2, None),
            ("A.I.a", 3, None),
            ("A.I.b", 3, None),
            ("A.II", 2, Some("5")),
            ("A.II.a", 3, None),
            ("B", 1, None),
        ];
        let expected = expected.map(|(path, level, sum)| (path, level, sum.map(str::to_owned)));
        assert_eq!(told, expected);
        let expected = Total {
            printed: Decimal::new(125, 1),
            counted: Decimal::from(9),
        };
        assert_eq!(total, expected);
    }

    #[test]
    fn a_spot_finds_what_it_names_and_only_below_is_below() {
        let mut draft = draft();
        let (lines, _) = draft.outline();
        let spot = |path: &str| {
            let line = lines.iter().find(|line| line.path == path);
            line.unwrap().spot.clone()
        };
        draft.item_mut(&spot("A.I.b")).unwrap().title = "judul".to_owned();
        assert_eq!(draft.item(&spot("A.I.b")).unwrap().title, "judul");
        assert_eq!(draft.node(&spot("A.II")).unwrap().code, "II.");
        assert!(draft.item(&spot("A.II")).is_none());
        assert!(spot("A.I.b").is_below(&spot("A.I")) && spot("A.I.b").is_below(&spot("A")));
        assert!(!spot("A.I.b").is_below(&spot("A.II")) && !spot("A").is_below(&spot("A")));
        assert!(!spot("A.I.b").is_below(&spot("A.I.a")));
    }

    /// The lines of a worksheet are exactly its nodes and items, by the same paths.
    #[test]
    fn the_outline_names_what_the_instrument_names() {
        let text = include_str!("../../../server/instruments/lke-rb-26-2020.json");
        let draft = Draft::parse(text).unwrap();
        let instrument = draft.instrument().unwrap();
        let (lines, total) = draft.outline();
        // What counts is what a full sheet comes to.
        let all = instrument
            .items()
            .map(|item| (item.id.clone(), Some(Decimal::ONE)));
        assert_eq!(
            crate::score::official(&instrument, &all.collect()).index,
            total.counted
        );
        for line in &lines {
            if line.spot.is_item() {
                assert!(
                    instrument.item_by_path(&line.path).is_some(),
                    "{}",
                    line.path
                );
            } else {
                assert!(instrument.node(&line.path).is_some(), "{}", line.path);
            }
        }
        let items = lines.iter().filter(|line| line.spot.is_item()).count();
        assert_eq!(items, instrument.items().count());
    }
}
