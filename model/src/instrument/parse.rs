//! From a document to an instrument.

use crate::table::{KeySet, Table};
use std::sync::Arc;

use rust_decimal::Decimal;

use super::draft::{Draft, DraftAnswer, DraftGrade, DraftItem, DraftNode, DraftThreshold};
use super::gates::{self, Order, Unit};
use super::path::segments;
use super::{
    AnswerType, Grade, Index, Instrument, InstrumentError, Item, ItemIndex, Minimum, Node,
    NodeIndex, Subject, Threshold, item_id,
};
use crate::id::sha256_hex;
use crate::limits::INSTRUMENT_BYTES_MAX;

/// The formats that this build reads.
const FORMATS: std::ops::RangeInclusive<u32> = 1..=4;
/// Levels of a tree; deeper is no worksheet.
const DEPTH_MAX: usize = 32;
/// Characters of an item's name, as the field `butir` takes them.
const ID_CHARS_MAX: usize = 200;
/// Decimals of a weight: what a spreadsheet's number can have, and few enough for sums to stay exact.
const SCALE_MAX: u32 = 20;

pub(super) fn parse(text: &str) -> Result<Instrument, InstrumentError> {
    if text.len() > INSTRUMENT_BYTES_MAX {
        return Err(InstrumentError::TooLarge);
    }
    let draft = Draft::parse(text)?;
    if !FORMATS.contains(&draft.format) {
        return Err(InstrumentError::Format(draft.format));
    }
    let mut tree = Tree {
        family: &draft.family,
        nodes: Vec::new(),
        items: Vec::new(),
        index: Index::default(),
        taken: KeySet::from([String::new()]),
        gated: Vec::new(),
    };
    let root = tree.open(Node {
        title: draft.title.clone(),
        ..Node::default()
    });
    tree.below(&draft.nodes, &[], root, 1)?;
    tree.weigh(root, None);
    let order = tree.gates()?;
    let grades = read_grades(&draft.grades_given())?;
    let thresholds = draft.thresholds.iter().map(|t| tree.threshold(t));
    let thresholds = thresholds.collect::<Result<_, _>>()?;
    let becomes = tree.becomes(&draft.becomes)?;
    let (nodes, items, index) = (tree.nodes, tree.items, Arc::new(tree.index));
    Ok(Instrument {
        digest: sha256_hex(text.as_bytes()),
        thresholds,
        grades,
        family: draft.family.clone(),
        version: draft.version,
        title: draft.title.clone(),
        source: draft.source.clone(),
        unanswered: draft.unanswered,
        becomes,
        nodes,
        items,
        index,
        order: Arc::new(order),
        draft: Arc::new(draft),
    })
}

struct Tree<'d> {
    family: &'d str,
    nodes: Vec<Node>,
    items: Vec<Item>,
    index: Index,
    taken: KeySet<String>,
    /// What has gates, and these: they can name what comes later.
    gated: Vec<(Unit, &'d [super::DraftGate])>,
}

impl<'d> Tree<'d> {
    fn open(&mut self, node: Node) -> NodeIndex {
        let index = NodeIndex(self.nodes.len());
        self.index.add(&node, index, &self.nodes);
        self.nodes.push(node);
        index
    }

    /// Takes in what lies below a node: components first, then items.
    fn below(
        &mut self,
        nodes: &'d [DraftNode],
        items: &'d [DraftItem],
        parent: NodeIndex,
        depth: usize,
    ) -> Result<(), InstrumentError> {
        let codes = nodes.iter().map(|node| node.code.as_str());
        let codes = codes.chain(items.iter().map(|item| item.code.as_str()));
        let above = self.nodes[parent.0].path.clone();
        let mut paths = segments(&above, codes, &mut self.taken).into_iter();
        for (node, path) in nodes.iter().zip(paths.by_ref()) {
            if depth > DEPTH_MAX {
                return Err(InstrumentError::TooDeep { path });
            }
            self.node(node, path, parent, depth)?;
        }
        for (item, path) in items.iter().zip(paths) {
            self.item(item, path, parent)?;
        }
        Ok(())
    }

    fn node(
        &mut self,
        draft: &'d DraftNode,
        path: String,
        parent: NodeIndex,
        depth: usize,
    ) -> Result<(), InstrumentError> {
        let inherited = self.nodes[parent.0].area.clone();
        let printed = draft.weight.as_deref().map(|text| decimal(&path, text));
        let printed = printed.transpose()?;
        let index = self.open(Node {
            path,
            code: draft.code.clone(),
            title: draft.title.clone(),
            weight: printed.unwrap_or_default(),
            estimated: draft.estimated,
            area: draft.area.clone().or(inherited),
            applies_to: draft.applies_to.clone(),
            parent: Some(parent),
            ..Node::default()
        });
        self.nodes[parent.0].children.push(index);
        if !draft.gates.is_empty() {
            self.gated.push((Unit::Node(index), &draft.gates));
        }
        self.below(&draft.nodes, &draft.items, index, depth + 1)?;
        self.weigh(index, printed);
        Ok(())
    }

    fn item(
        &mut self,
        draft: &'d DraftItem,
        path: String,
        node: NodeIndex,
    ) -> Result<(), InstrumentError> {
        let id = item_id(self.family, &path);
        if id.chars().count() > ID_CHARS_MAX {
            return Err(InstrumentError::Code { path });
        }
        let weight = draft.weight.as_deref().map(|text| decimal(&path, text));
        let index = ItemIndex(self.items.len());
        self.index.items.insert(id.clone(), index);
        self.nodes[node.0].items.push(index);
        if !draft.gates.is_empty() {
            self.gated.push((Unit::Item(index), &draft.gates));
        }
        let bytes = draft.kept.bytes().unwrap_or_default();
        self.items.push(Item {
            id,
            answer: answer(&path, &draft.answer)?,
            path,
            code: draft.code.clone(),
            title: draft.title.clone(),
            criteria: draft.criteria.clone(),
            documents: draft.documents.clone(),
            area: self.nodes[node.0].area.clone(),
            weight: weight.transpose()?,
            estimated: draft.estimated,
            applies_to: draft.applies_to.clone(),
            gates: Vec::new(),
            share: Decimal::ZERO,
            node,
            definition_digest: sha256_hex(bytes.as_bytes()),
        });
        Ok(())
    }

    /// Settles what a node weighs, and what its items add at most: those without a weight share what is
    /// left of the node's. A node without a printed weight weighs what is below it.
    fn weigh(&mut self, index: NodeIndex, printed: Option<Decimal>) {
        weigh(&mut self.nodes, &mut self.items, index, printed);
    }

    /// Finds what gates name, and the order that follows.
    fn gates(&mut self) -> Result<Order, InstrumentError> {
        for (unit, drafts) in std::mem::take(&mut self.gated) {
            let path = match unit {
                Unit::Item(index) => self.items[index.0].path.clone(),
                Unit::Node(index) => self.nodes[index.0].path.clone(),
            };
            let find = |path: &str| self.find(path);
            let gates = gates::resolve(&path, drafts, &self.items, &find)?;
            match unit {
                Unit::Item(index) => self.items[index.0].gates = gates,
                Unit::Node(index) => self.nodes[index.0].gates = gates,
            }
        }
        gates::order(&self.nodes, &self.items)
    }

    fn find(&self, path: &str) -> Option<Unit> {
        let item = self.index.items.get(&item_id(self.family, path));
        let node = || self.index.nodes.get(path).copied().map(Unit::Node);
        item.copied().map(Unit::Item).or_else(node)
    }

    fn threshold(&self, draft: &DraftThreshold) -> Result<Threshold, InstrumentError> {
        let unknown = || InstrumentError::Threshold {
            name: draft.name.clone(),
        };
        let mut minimums = Vec::new();
        for minimum in &draft.minimums {
            let of = match (&minimum.path, &minimum.area, &minimum.unsettled) {
                (Some(path), None, None) => Subject::Path(path.clone()),
                (None, Some(area), None) => Subject::Area(area.clone()),
                (None, None, Some(printed)) => Subject::Unsettled(printed.clone()),
                _ => return Err(unknown()),
            };
            let known = match &of {
                Subject::Path(path) => self.find(path).is_some(),
                Subject::Area(area) => self.nodes.iter().any(|n| n.area.as_ref() == Some(area)),
                Subject::Unsettled(_) => true,
            };
            if !known {
                return Err(unknown());
            }
            let min = decimal(&draft.name, &minimum.min)?;
            minimums.push(Minimum { of, min });
        }
        Ok(Threshold {
            name: draft.name.clone(),
            minimums,
        })
    }

    fn becomes(
        &self,
        draft: &Table<String, Option<String>>,
    ) -> Result<Table<String, Option<String>>, InstrumentError> {
        let one = |(old, new): (&String, &Option<String>)| {
            let Some(path) = new else {
                return Ok((old.clone(), None));
            };
            let id = item_id(self.family, path);
            let known = self.index.items.contains_key(&id);
            let unknown = || InstrumentError::Becomes {
                old: old.clone(),
                new: path.clone(),
            };
            known.then(|| (old.clone(), Some(id))).ok_or_else(unknown)
        };
        draft.iter().map(one).collect()
    }
}

/// See [`Tree::weigh`].
pub(super) fn weigh(
    nodes: &mut [Node],
    items: &mut [Item],
    index: NodeIndex,
    printed: Option<Decimal>,
) {
    let node = &nodes[index.0];
    let (own, sharing): (Vec<_>, Vec<_>) =
        (node.items.iter().copied()).partition(|item| items[item.0].weight.is_some());
    let below: Decimal = (node.children.iter())
        .map(|child| nodes[child.0].weight)
        .sum();
    let weighted: Decimal = own.iter().filter_map(|i| items[i.0].weight).sum();
    let weight = printed.unwrap_or(below + weighted);
    let shared = if sharing.is_empty() {
        Decimal::ZERO
    } else {
        (weight - below - weighted).max(Decimal::ZERO)
    };
    nodes[index.0].weight = weight;
    nodes[index.0].shared = shared;
    for item in own {
        items[item.0].share = items[item.0].weight.unwrap_or_default();
    }
    let share = shared.checked_div(Decimal::from(sharing.len()));
    for item in sharing {
        items[item.0].share = share.unwrap_or_default();
    }
}

/// A weight, minimum or maximum: 0 to a million, so that sums never leave the decimals' range.
pub(super) fn decimal(path: &str, text: &str) -> Result<Decimal, InstrumentError> {
    let fits = |n: &Decimal| {
        *n >= Decimal::ZERO && *n <= Decimal::from(1_000_000) && n.scale() <= SCALE_MAX
    };
    let number = Decimal::from_str_exact(text).ok().filter(fits);
    number.ok_or_else(|| InstrumentError::Number {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

/// The answer type of a draft.
pub(super) fn answer(path: &str, draft: &DraftAnswer) -> Result<AnswerType, InstrumentError> {
    let whole = |text: &Option<String>| {
        let number = text.as_deref().map(|text| decimal(path, text)).transpose();
        number.map(|number| number.filter(|number| !number.is_zero()))
    };
    let known = match draft.kind.as_str() {
        "ya_tidak" => Some(AnswerType::YaTidak),
        "abc" => Some(AnswerType::Abc),
        "abcd" => Some(AnswerType::Abcd),
        "abcde" => Some(AnswerType::Abcde),
        "persen" => Some(AnswerType::Persen {
            rows: draft.rows.clone(),
        }),
        "nilai" => whole(&draft.max)?.map(|max| AnswerType::Nilai { max }),
        "angka" => whole(&draft.target)?.map(|target| AnswerType::Angka { target }),
        "lookup" => lookup(path, draft)?,
        "tidak_dikenal" => Some(AnswerType::Unknown {
            printed: draft.printed.clone().unwrap_or_default(),
        }),
        _ => None,
    };
    known.ok_or_else(|| InstrumentError::AnswerType {
        path: path.to_owned(),
        name: draft.kind.clone(),
    })
}

fn lookup(path: &str, draft: &DraftAnswer) -> Result<Option<AnswerType>, InstrumentError> {
    let mut options: Vec<(String, Decimal)> = Vec::new();
    for row in &draft.points {
        let points = decimal(path, &row.points)?;
        if options
            .iter()
            .any(|(answer, _)| super::answer::same(answer, &row.answer))
        {
            return Ok(None);
        }
        options.push((row.answer.clone(), points));
    }
    let most = options
        .iter()
        .map(|(_, points)| *points)
        .max()
        .unwrap_or_default();
    for (_, points) in &mut options {
        let Some(value) = points.checked_div(most) else {
            return Ok(None);
        };
        *points = value;
    }
    options.sort_by_key(|(_, value)| std::cmp::Reverse(*value));
    Ok((!options.is_empty()).then_some(AnswerType::Lookup { options }))
}

fn read_grades(raw: &[DraftGrade]) -> Result<Vec<Grade>, InstrumentError> {
    let mut grades = raw
        .iter()
        .map(|grade| {
            Ok(Grade {
                name: grade.name.clone(),
                above: decimal(&grade.name, &grade.above)?,
                inclusive: grade.inclusive,
            })
        })
        .collect::<Result<Vec<_>, InstrumentError>>()?;
    // What lies above a bound is better than what is it.
    grades.sort_by_key(|grade| std::cmp::Reverse((grade.above, !grade.inclusive)));
    Ok(grades)
}

/// The grades in use before 2023, for a worksheet that names none and has no awards.
pub(super) fn customary_grades() -> Vec<DraftGrade> {
    [
        ("AA", "90"),
        ("A", "80"),
        ("BB", "70"),
        ("B", "60"),
        ("CC", "50"),
        ("C", "30"),
        ("D", "0"),
    ]
    .map(|(name, above)| DraftGrade {
        name: name.to_owned(),
        above: above.to_owned(),
        inclusive: false,
    })
    .into()
}
