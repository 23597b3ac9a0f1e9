//! From a document to an instrument.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{
    AnswerType, Criterion, Document, Grade, Instrument, Item, ItemIndex, Minimum, Node, NodeIndex,
    Row, Subject, Threshold, item_id,
};
use crate::id::sha256_hex;
use crate::limits::INSTRUMENT_BYTES_MAX;

/// The format that this build reads.
const FORMAT: u32 = 1;
/// Levels of a tree; deeper is no worksheet.
const DEPTH_MAX: usize = 32;
/// Characters of an item's name, as the field `butir` takes them.
const ID_CHARS_MAX: usize = 200;

/// Why a document is no instrument.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InstrumentError {
    /// It isn't JSON of this shape.
    #[error("the instrument can't be read: {0}")]
    Unreadable(String),
    /// It is of a format that this build doesn't know: update Bukti.
    #[error("the instrument has format {0}; this version of Bukti reads format 1")]
    Format(u32),
    /// It is larger than [`INSTRUMENT_BYTES_MAX`].
    #[error("the instrument is larger than 2 MB")]
    TooLarge,
    /// A number isn't one.
    #[error("{path}: {text:?} is no number; write 17.5")]
    Number {
        /// Where.
        path: String,
        /// What stands there.
        text: String,
    },
    /// An answer type that this build doesn't know, or one without what it needs.
    #[error("{path}: answer type {name:?} is not known or not complete")]
    AnswerType {
        /// The item.
        path: String,
        /// The type.
        name: String,
    },
    /// Two siblings have the same code, or a code holds a point or nothing.
    #[error("{path}: the code is empty, holds a point, or is there twice")]
    Code {
        /// Where.
        path: String,
    },
    /// The tree is deeper than a worksheet can be.
    #[error("{path}: too deep")]
    TooDeep {
        /// Where.
        path: String,
    },
    /// Neither or both of `path` and `area`, or one that isn't in the tree.
    #[error("threshold {name}: a minimum names nothing of this worksheet")]
    Threshold {
        /// The award.
        name: String,
    },
}

#[derive(Deserialize)]
struct RawInstrument<'a> {
    format: u32,
    family: String,
    version: u32,
    title: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    thresholds: Vec<RawThreshold>,
    #[serde(default)]
    grades: Option<Vec<RawGrade>>,
    #[serde(borrow)]
    nodes: Vec<RawNode<'a>>,
}

#[derive(Deserialize)]
struct RawThreshold {
    name: String,
    minimums: Vec<RawMinimum>,
}

#[derive(Deserialize)]
struct RawMinimum {
    path: Option<String>,
    area: Option<String>,
    min: String,
}

#[derive(Deserialize)]
struct RawGrade {
    name: String,
    above: String,
}

#[derive(Deserialize)]
struct RawNode<'a> {
    code: String,
    title: String,
    weight: String,
    area: Option<String>,
    #[serde(default, borrow)]
    nodes: Vec<RawNode<'a>>,
    // Kept in their exact bytes: the digest of an item's definition is the digest of these.
    #[serde(default, borrow)]
    items: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct RawItem {
    code: String,
    title: String,
    answer: RawAnswer,
    weight: Option<String>,
    #[serde(default)]
    criteria: Vec<Criterion>,
    #[serde(default)]
    documents: Vec<Document>,
}

#[derive(Deserialize)]
struct RawAnswer {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    rows: Vec<Row>,
    max: Option<String>,
}

pub(super) fn parse(text: &str) -> Result<Instrument, InstrumentError> {
    if text.len() > INSTRUMENT_BYTES_MAX {
        return Err(InstrumentError::TooLarge);
    }
    let raw: RawInstrument<'_> =
        serde_json::from_str(text).map_err(|e| InstrumentError::Unreadable(e.to_string()))?;
    if raw.format != FORMAT {
        return Err(InstrumentError::Format(raw.format));
    }
    let mut tree = Tree {
        family: &raw.family,
        nodes: Vec::new(),
        items: Vec::new(),
        by_path: BTreeMap::new(),
        by_id: BTreeMap::new(),
    };
    let root = tree.open(Node {
        path: String::new(),
        code: String::new(),
        title: raw.title.clone(),
        weight: Decimal::ZERO,
        area: None,
        parent: None,
        children: Vec::new(),
        items: Vec::new(),
        shared: Decimal::ZERO,
    })?;
    for node in &raw.nodes {
        tree.node(node, root, 1)?;
    }
    let children = tree.nodes[0].children.iter();
    tree.nodes[0].weight = children.map(|child| tree.nodes[child.0].weight).sum();
    let grades = match raw.grades {
        Some(grades) => read_grades(&grades)?,
        None if raw.thresholds.is_empty() => default_grades(),
        None => Vec::new(),
    };
    let thresholds = raw.thresholds.into_iter().map(|t| tree.threshold(t));
    Ok(Instrument {
        digest: sha256_hex(text.as_bytes()),
        thresholds: thresholds.collect::<Result<_, _>>()?,
        grades,
        family: raw.family.clone(),
        version: raw.version,
        title: raw.title,
        source: raw.source,
        nodes: tree.nodes,
        items: tree.items,
        by_path: tree.by_path,
        by_id: tree.by_id,
    })
}

struct Tree<'f> {
    family: &'f str,
    nodes: Vec<Node>,
    items: Vec<Item>,
    by_path: BTreeMap<String, NodeIndex>,
    by_id: BTreeMap<String, ItemIndex>,
}

impl Tree<'_> {
    fn open(&mut self, node: Node) -> Result<NodeIndex, InstrumentError> {
        let index = NodeIndex(self.nodes.len());
        let path = node.path.clone();
        if self.by_path.insert(path.clone(), index).is_some() {
            return Err(InstrumentError::Code { path });
        }
        self.nodes.push(node);
        Ok(index)
    }

    fn node(
        &mut self,
        raw: &RawNode<'_>,
        parent: NodeIndex,
        depth: usize,
    ) -> Result<(), InstrumentError> {
        let path = below(&self.nodes[parent.0].path, &raw.code)?;
        if depth > DEPTH_MAX {
            return Err(InstrumentError::TooDeep { path });
        }
        let inherited = self.nodes[parent.0].area.clone();
        let weight = decimal(&path, &raw.weight)?;
        let index = self.open(Node {
            path: path.clone(),
            code: raw.code.clone(),
            title: raw.title.clone(),
            weight,
            area: raw.area.clone().or(inherited),
            parent: Some(parent),
            children: Vec::new(),
            items: Vec::new(),
            shared: Decimal::ZERO,
        })?;
        self.nodes[parent.0].children.push(index);
        for child in &raw.nodes {
            self.node(child, index, depth + 1)?;
        }
        for item in &raw.items {
            self.item(item, index)?;
        }
        self.share(index);
        Ok(())
    }

    fn item(&mut self, raw: &RawValue, node: NodeIndex) -> Result<(), InstrumentError> {
        let bytes = raw.get();
        let item: RawItem = serde_json::from_str(bytes).map_err(|e| {
            InstrumentError::Unreadable(format!("{}: {e}", self.nodes[node.0].path))
        })?;
        let path = below(&self.nodes[node.0].path, &item.code)?;
        let id = item_id(self.family, &path);
        let weight = item.weight.as_deref().map(|text| decimal(&path, text));
        let index = ItemIndex(self.items.len());
        let taken = self.by_path.contains_key(&path)
            || self.by_id.insert(id.clone(), index).is_some()
            || id.chars().count() > ID_CHARS_MAX;
        if taken {
            return Err(InstrumentError::Code { path });
        }
        self.nodes[node.0].items.push(index);
        self.items.push(Item {
            id,
            answer: answer(&path, item.answer)?,
            path,
            code: item.code,
            title: item.title,
            criteria: item.criteria,
            documents: item.documents,
            area: self.nodes[node.0].area.clone(),
            weight: weight.transpose()?,
            share: Decimal::ZERO,
            node,
            definition_digest: sha256_hex(bytes.as_bytes()),
        });
        Ok(())
    }

    /// What the items of a node add at most: those without a weight share what is left of the node's.
    fn share(&mut self, index: NodeIndex) {
        let node = &self.nodes[index.0];
        let (own, sharing): (Vec<_>, Vec<_>) =
            (node.items.iter().copied()).partition(|item| self.items[item.0].weight.is_some());
        let below: Decimal = (node.children.iter())
            .map(|child| self.nodes[child.0].weight)
            .sum();
        let weighted: Decimal = own.iter().filter_map(|i| self.items[i.0].weight).sum();
        let shared = if sharing.is_empty() {
            Decimal::ZERO
        } else {
            (node.weight - below - weighted).max(Decimal::ZERO)
        };
        self.nodes[index.0].shared = shared;
        for item in own {
            self.items[item.0].share = self.items[item.0].weight.unwrap_or_default();
        }
        let share = shared.checked_div(Decimal::from(sharing.len()));
        for item in sharing {
            self.items[item.0].share = share.unwrap_or_default();
        }
    }

    fn threshold(&self, raw: RawThreshold) -> Result<Threshold, InstrumentError> {
        let mut minimums = Vec::new();
        for minimum in raw.minimums {
            let of = match (minimum.path, minimum.area) {
                (Some(path), None) => Subject::Path(path),
                (None, Some(area)) => Subject::Area(area),
                _ => return Err(InstrumentError::Threshold { name: raw.name }),
            };
            let known = match &of {
                Subject::Path(path) => {
                    self.by_path.contains_key(path)
                        || self.by_id.contains_key(&item_id(self.family, path))
                }
                Subject::Area(area) => self.nodes.iter().any(|n| n.area.as_ref() == Some(area)),
            };
            if !known {
                return Err(InstrumentError::Threshold { name: raw.name });
            }
            let min = decimal(&raw.name, &minimum.min)?;
            minimums.push(Minimum { of, min });
        }
        Ok(Threshold {
            name: raw.name,
            minimums,
        })
    }
}

fn below(parent: &str, code: &str) -> Result<String, InstrumentError> {
    let path = if parent.is_empty() {
        code.to_owned()
    } else {
        format!("{parent}.{code}")
    };
    let fits = !code.trim().is_empty() && !code.contains('.');
    fits.then_some(path.clone())
        .ok_or(InstrumentError::Code { path })
}

/// A weight, minimum or maximum: 0 to a million, so that sums never leave the decimals' range.
fn decimal(path: &str, text: &str) -> Result<Decimal, InstrumentError> {
    let number = Decimal::from_str_exact(text)
        .ok()
        .filter(|n| *n >= Decimal::ZERO && *n <= Decimal::from(1_000_000) && n.scale() <= 12);
    number.ok_or_else(|| InstrumentError::Number {
        path: path.to_owned(),
        text: text.to_owned(),
    })
}

fn answer(path: &str, raw: RawAnswer) -> Result<AnswerType, InstrumentError> {
    let max = raw.max.as_deref().map(|text| decimal(path, text));
    Ok(match (raw.kind.as_str(), max.transpose()?) {
        ("ya_tidak", _) => AnswerType::YaTidak,
        ("abc", _) => AnswerType::Abc,
        ("abcd", _) => AnswerType::Abcd,
        ("abcde", _) => AnswerType::Abcde,
        ("persen", _) => AnswerType::Persen { rows: raw.rows },
        ("nilai", Some(max)) if !max.is_zero() => AnswerType::Nilai { max },
        _ => {
            return Err(InstrumentError::AnswerType {
                path: path.to_owned(),
                name: raw.kind,
            });
        }
    })
}

fn read_grades(raw: &[RawGrade]) -> Result<Vec<Grade>, InstrumentError> {
    let mut grades = raw
        .iter()
        .map(|grade| {
            Ok(Grade {
                name: grade.name.clone(),
                above: decimal(&grade.name, &grade.above)?,
            })
        })
        .collect::<Result<Vec<_>, InstrumentError>>()?;
    grades.sort_by_key(|grade| std::cmp::Reverse(grade.above));
    Ok(grades)
}

/// The grades in use before 2023, for a worksheet that names none and has no awards.
fn default_grades() -> Vec<Grade> {
    [
        ("AA", 90),
        ("A", 80),
        ("BB", 70),
        ("B", 60),
        ("CC", 50),
        ("C", 30),
        ("D", 0),
    ]
    .map(|(name, above)| Grade {
        name: name.to_owned(),
        above: Decimal::from(above),
    })
    .into()
}
