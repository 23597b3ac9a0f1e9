//! Drafts: an instrument's document as plain owned data, to be read, edited and written. What
//! [`Instrument::parse`] reads, this writes; bytes are the same on every machine.

use crate::table::Table;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::{Criterion, Document, Instrument, InstrumentError, Row, Unanswered};

/// An instrument's document. Numbers (weights, minimums, maximums) are decimals as text with a point, as
/// they stand in the document; [`super::check`] says which can't be read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The format of the document; [`Draft::to_json`] writes the lowest that says all.
    pub format: u32,
    /// Stays the same over versions; ids of items come from family and path.
    pub family: String,
    /// Counts up whenever a published document changes.
    pub version: u32,
    /// Name of the worksheet.
    pub title: String,
    /// The regulation.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// What an unanswered item does to the mean of its node.
    #[serde(default, skip_serializing_if = "Unanswered::is_default")]
    pub unanswered: Unanswered,
    /// Awards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thresholds: Vec<DraftThreshold>,
    /// Grades; without them the customary ones, unless there are awards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grades: Option<Vec<DraftGrade>>,
    /// What items of the version before became: old id to path here, or to nothing where one fell away.
    /// Items that aren't named here and keep their path keep their id.
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub becomes: Table<String, Option<String>>,
    /// The components at the top.
    pub nodes: Vec<DraftNode>,
}

/// A component.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftNode {
    /// The worksheet's own code, as printed. See `path` rules in the format's description.
    pub code: String,
    /// What it is about.
    pub title: String,
    /// Its weight as printed; without one, the sum of what is below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The weight has no source: an office may settle it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub estimated: bool,
    /// Where an area of change begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Kinds of office that it is for; none: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// What else its points depend on: a multiplier indicator is `times`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<DraftGate>,
    /// Components below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nodes: Vec<DraftNode>,
    /// Items.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "items")]
    pub items: Vec<DraftItem>,
}

/// An item.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftItem {
    /// The worksheet's own code, as printed.
    pub code: String,
    /// The state that earns the full score.
    pub title: String,
    /// How it is answered.
    pub answer: DraftAnswer,
    /// Its own weight, where it carries one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weight: Option<String>,
    /// The weight has no source.
    #[serde(default, skip_serializing_if = "is_false")]
    pub estimated: bool,
    /// Kinds of office that it is for; none: all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applies_to: Vec<String>,
    /// What else its value depends on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gates: Vec<DraftGate>,
    /// What each answer means, best first.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// What it asks for as evidence.
    #[serde(default)]
    pub documents: Vec<Document>,
    /// The bytes that it was read from.
    #[serde(skip)]
    pub kept: Kept,
}

/// How an item is answered: the type's name, and what that type needs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftAnswer {
    /// `ya_tidak`, `abc`, `abcd`, `abcde`, `persen`, `nilai`, `lookup`, `angka`, `tidak_dikenal`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Of `persen`: the counts that it is computed from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<Row>,
    /// Of `nilai`: the number that earns all.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<String>,
    /// Of `angka`: the number that earns all; more earns no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// Of `lookup`: what each answer is worth; the largest is the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub points: Vec<DraftPoints>,
    /// Of `tidak_dikenal`: what the worksheet prints. Nobody can answer it until its type is settled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<String>,
}

impl DraftAnswer {
    fn of(kind: &str) -> Self {
        Self {
            kind: kind.to_owned(),
            ..Self::default()
        }
    }

    /// Adds a count to a percentage; what it is there is to be settled.
    pub fn add_row(&mut self, title: &str) {
        super::mend::add_row(&mut self.rows, title.to_owned());
    }

    /// Whether it has this answer, as people type it; nobody knows of a type that isn't known.
    #[must_use]
    pub fn takes(&self, answer: &str) -> bool {
        super::parse::answer("", self).is_ok_and(|kind| kind.value_of(answer).is_some())
    }

    /// Whether it has all that its type needs: a maximum, a table in which no answer is there twice.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        super::parse::answer("", self).is_ok()
    }

    /// Ya or Tidak.
    #[must_use]
    pub fn ya_tidak() -> Self {
        Self::of("ya_tidak")
    }

    /// A, B, C.
    #[must_use]
    pub fn abc() -> Self {
        Self::of("abc")
    }

    /// A to D.
    #[must_use]
    pub fn abcd() -> Self {
        Self::of("abcd")
    }

    /// A to E.
    #[must_use]
    pub fn abcde() -> Self {
        Self::of("abcde")
    }

    /// A percentage, with its counts.
    #[must_use]
    pub fn persen(rows: Vec<Row>) -> Self {
        Self {
            rows,
            ..Self::of("persen")
        }
    }

    /// A number from 0 to `max`.
    #[must_use]
    pub fn nilai(max: impl ToString) -> Self {
        Self {
            max: Some(max.to_string()),
            ..Self::of("nilai")
        }
    }

    /// A number with a target.
    #[must_use]
    pub fn angka(target: impl ToString) -> Self {
        Self {
            target: Some(target.to_string()),
            ..Self::of("angka")
        }
    }

    /// A table from answer to points.
    #[must_use]
    pub fn lookup(points: Vec<DraftPoints>) -> Self {
        Self {
            points,
            ..Self::of("lookup")
        }
    }

    /// A type that nobody knows, as the worksheet prints it.
    #[must_use]
    pub fn unknown(printed: &str) -> Self {
        Self {
            printed: Some(printed.to_owned()),
            ..Self::of("tidak_dikenal")
        }
    }
}

/// An answer of a table and its points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftPoints {
    /// The answer: `WTP`.
    pub answer: String,
    /// What it is worth.
    pub points: String,
}

/// What a value depends on besides its own answer. Paths are those of this document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DraftGate {
    /// Multiplied by the value of that item or node (its points ÷ its weight), after its own gates.
    Times(String),
    /// 0 if that item has that answer.
    ZeroIf {
        /// The item.
        item: String,
        /// The answer.
        answer: String,
    },
}

impl DraftGate {
    /// The path that it names.
    #[must_use]
    pub fn names(&self) -> &str {
        match self {
            Self::Times(of) => of,
            Self::ZeroIf { item, .. } => item,
        }
    }
}

/// An award.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftThreshold {
    /// WBK, WBBM.
    pub name: String,
    /// Within reach when every one is met.
    pub minimums: Vec<DraftMinimum>,
}

/// Points that something must reach: a node or item by path, or an area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftMinimum {
    /// A node or item; the empty path is the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// All nodes of an area together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// In place of both: what a worksheet prints that nobody could place or read. The award isn't met until
    /// somebody settles it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unsettled: Option<String>,
    /// How many points; 0 where even that can't be read.
    pub min: String,
}

/// A grade.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftGrade {
    /// AA, A, BB…
    pub name: String,
    /// The index must lie above it.
    pub above: String,
    /// Or be it: `≥ 90`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inclusive: bool,
}

impl Draft {
    /// Reads a document as a draft; only its shape is looked at.
    ///
    /// # Errors
    /// [`InstrumentError::Unreadable`] if it isn't JSON of this shape.
    pub fn parse(text: &str) -> Result<Self, InstrumentError> {
        serde_json::from_str(text).map_err(|e| InstrumentError::Unreadable(e.to_string()))
    }

    /// The draft of an instrument: what it was read from.
    #[must_use]
    pub fn of(instrument: &Instrument) -> Self {
        (*instrument.draft).clone()
    }

    /// The document. Equal drafts give equal bytes; an item of which nothing changed keeps the very bytes
    /// that it was read from, and with them its digest and the verdicts that name it.
    ///
    /// # Errors
    /// [`InstrumentError::Unreadable`] if it can't be written.
    pub fn to_json(&self) -> Result<String, InstrumentError> {
        let document = Self {
            format: self.least_format(),
            ..self.clone()
        };
        let text = serde_json::to_string_pretty(&document);
        let text = text.map_err(|e| InstrumentError::Unreadable(e.to_string()))?;
        Ok(text + "\n")
    }

    /// The instrument that it makes.
    ///
    /// # Errors
    /// [`InstrumentError`]: what can't be used, and where.
    pub fn instrument(&self) -> Result<Instrument, InstrumentError> {
        Instrument::parse(&self.to_json()?)
    }

    /// The lowest format that says all of it: a build that doesn't know gates must not score without them.
    #[must_use]
    pub fn least_format(&self) -> u32 {
        let minimums = || self.thresholds.iter().flat_map(|award| &award.minimums);
        let second =
            self.unanswered != Unanswered::default() || self.nodes.iter().any(needs_second);
        let grades = self.grades.iter().flatten();
        match () {
            () if grades.into_iter().any(|grade| grade.inclusive) => 4,
            () if minimums().any(|minimum| minimum.unsettled.is_some()) => 3,
            () if second => 2,
            () => 1,
        }
    }
}

fn needs_second(node: &DraftNode) -> bool {
    let first = ["ya_tidak", "abc", "abcd", "abcde", "persen", "nilai"];
    let item = |item: &DraftItem| {
        !item.gates.is_empty()
            || !item.applies_to.is_empty()
            || !first.contains(&item.answer.kind.as_str())
    };
    node.weight.is_none()
        || !node.gates.is_empty()
        || !node.applies_to.is_empty()
        || node.items.iter().any(item)
        || node.nodes.iter().any(needs_second)
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(value: &bool) -> bool {
    !value
}

/// The exact bytes of an item as it was read; no part of what it says, so all are equal.
#[derive(Clone, Debug, Default)]
pub struct Kept(pub(super) Option<Box<RawValue>>);

impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

impl Kept {
    pub(super) fn bytes(&self) -> Option<&str> {
        self.0.as_deref().map(RawValue::get)
    }
}

/// Items keep the bytes that they were read from.
mod items {
    use serde::de::Error as _;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use serde_json::value::RawValue;

    use super::{DraftItem, Kept};

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<DraftItem>, D::Error> {
        let raw = Vec::<Box<RawValue>>::deserialize(from)?;
        let read = |raw: Box<RawValue>| {
            let item = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
            Ok(DraftItem {
                kept: Kept(Some(raw)),
                ..item
            })
        };
        raw.into_iter().map(read).collect()
    }

    #[derive(Serialize)]
    #[serde(untagged)]
    enum Written<'a> {
        Kept(&'a RawValue),
        New(&'a DraftItem),
    }

    pub fn serialize<S: Serializer>(items: &[DraftItem], to: S) -> Result<S::Ok, S::Error> {
        let write = |item| match unchanged(item) {
            Some(bytes) => Written::Kept(bytes),
            None => Written::New(item),
        };
        to.collect_seq(items.iter().map(write))
    }

    /// The bytes of an item that still says what they say.
    fn unchanged(item: &DraftItem) -> Option<&RawValue> {
        let bytes = item.kept.0.as_deref()?;
        let was: DraftItem = serde_json::from_str(bytes.get()).ok()?;
        (was == *item).then_some(bytes)
    }
}
