//! Records: what the ops about one thing add up to (DESIGN §2).

use crate::table::{KeySet, Table};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::id::{CycleId, OpId, PersonId, RecordId};
use crate::mutant::{Mutant, planted};
use crate::op::Stream;
use crate::schema::{FieldKind, Kind};
use crate::time::Millis;

/// One write that no accepted op has named yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Write {
    /// The op that wrote it.
    pub op: OpId,
    /// Who wrote it.
    pub by: PersonId,
    /// When, as far as it can be known: the server's `effective`, or the device's clock in an overlay.
    pub at: Millis,
    /// What was written.
    pub value: Value,
}

/// A field: every write that no op has named, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Ordered by `at`, then by op, so that the last one shows.
    pub writes: Vec<Write>,
    /// Namings that met no write: how often each was named, less its own arrival. It makes the result
    /// independent of the order in which ops arrive (see [`crate::merge`]).
    #[serde(default, skip_serializing_if = "Table::is_empty")]
    pub named: Table<String, u32>,
    /// For sets that remember: every value that was ever in it, as JSON text.
    #[serde(default, skip_serializing_if = "KeySet::is_empty")]
    pub ever: KeySet<String>,
}

impl Field {
    /// The value that shows: the latest write's.
    #[must_use]
    pub fn shown(&self) -> Option<&Write> {
        self.writes.last()
    }

    /// Ids of all writes: the `base` of an edit by somebody who sees this field now.
    #[must_use]
    pub fn base(&self) -> Vec<OpId> {
        self.writes.iter().map(|write| write.op).collect()
    }

    /// Whether two unnamed writes differ.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.writes
            .windows(2)
            .any(|pair| pair[0].value != pair[1].value)
    }
}

/// A deletion that still stands in the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// The op.
    pub op: OpId,
    /// Who deleted.
    pub by: PersonId,
    /// When (as [`Write::at`]).
    pub at: Millis,
    /// Every write that its author saw.
    pub names: KeySet<OpId>,
}

/// What the ops about one thing add up to.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Record {
    /// What kind of thing.
    pub kind: Kind,
    /// Its name.
    pub id: RecordId,
    /// Where it belongs.
    pub stream: Stream,
    /// The cycle it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleId>,
    /// Number of the last op that touched it, in its stream; 0 in an overlay that no server has seen.
    pub number: u64,
    /// Field by field.
    pub fields: Table<String, Field>,
    /// Deletions, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletions: Vec<Deletion>,
    /// Deletions that were taken back.
    #[serde(default, skip_serializing_if = "KeySet::is_empty")]
    pub restored: KeySet<OpId>,
    /// Everybody who ever wrote it (rules need it: an assessor never judges what they wrote).
    #[serde(default, skip_serializing_if = "KeySet::is_empty")]
    pub writers: KeySet<PersonId>,
    /// When it came into being: the earliest `at` of its ops.
    #[serde(default)]
    pub created: Millis,
    /// What a newer server put in and this build doesn't know; kept, never written back.
    #[serde(flatten)]
    pub unknown: Map<String, Value>,
}

impl Record {
    /// An empty record, before its first op.
    #[must_use]
    pub fn new(kind: Kind, id: RecordId, stream: Stream, cycle: Option<CycleId>) -> Self {
        Self {
            kind,
            id,
            stream,
            cycle,
            number: 0,
            fields: Table::new(),
            deletions: Vec::new(),
            restored: KeySet::new(),
            writers: KeySet::new(),
            created: Millis(i64::MAX),
            unknown: Map::new(),
        }
    }

    /// The write that shows in a register.
    #[must_use]
    pub fn shown(&self, field: &str) -> Option<&Write> {
        self.fields
            .get(field)?
            .shown()
            .filter(|write| !write.value.is_null())
    }

    /// The shown value of a register.
    #[must_use]
    pub fn value(&self, field: &str) -> Option<&Value> {
        self.shown(field).map(|write| &write.value)
    }

    /// The shown value of a text register.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.value(field)?.as_str()
    }

    /// The shown value, read as `T`; nothing if it is empty or no such thing.
    #[must_use]
    pub fn get<T: DeserializeOwned>(&self, field: &str) -> Option<T> {
        T::deserialize(self.value(field)?).ok()
    }

    /// The members of a set, each once, in the order in which they were first added.
    #[must_use]
    pub fn members(&self, field: &str) -> Vec<&Value> {
        let mut members: Vec<&Value> = Vec::new();
        for write in self
            .fields
            .get(field)
            .map_or(&[][..], |field| &field.writes)
        {
            if !members.contains(&&write.value) {
                members.push(&write.value);
            }
        }
        members
    }

    /// The items of the worksheet that its field `butir` names, by any write that stands.
    pub fn items(&self) -> impl Iterator<Item = &str> {
        let field = self.fields.get("butir").into_iter();
        field
            .flat_map(|field| &field.writes)
            .filter_map(|write| write.value.as_str())
    }

    /// The members of a set, read as `T`; members that are no `T` are left out.
    #[must_use]
    pub fn set<T: DeserializeOwned>(&self, field: &str) -> Vec<T> {
        self.members(field)
            .into_iter()
            .filter_map(|value| T::deserialize(value).ok())
            .collect()
    }

    /// The unnamed writes of a field.
    #[must_use]
    pub fn base(&self, field: &str) -> Vec<OpId> {
        self.fields.get(field).map(Field::base).unwrap_or_default()
    }

    /// The additions of `value` to a set: what its removal names.
    #[must_use]
    pub fn additions(&self, field: &str, value: &Value) -> Vec<OpId> {
        let writes = self
            .fields
            .get(field)
            .map_or(&[][..], |field| &field.writes);
        writes
            .iter()
            .filter(|write| write.value == *value)
            .map(|write| write.op)
            .collect()
    }

    /// Every present write of the record: what a deletion names, and what a verdict judges.
    #[must_use]
    pub fn writes(&self) -> KeySet<OpId> {
        self.fields.values().flat_map(Field::base).collect()
    }

    /// Whether an op is seen in the record: one of its writes stands, or its deletion does. (One whose
    /// writes were all named by others isn't seen.)
    #[must_use]
    pub fn holds(&self, op: OpId) -> bool {
        let mut writes = self.fields.values().flat_map(|field| &field.writes);
        writes.any(|write| write.op == op) || self.deletions.iter().any(|d| d.op == op)
    }

    /// Deletions that nobody took back.
    pub fn standing_deletions(&self) -> impl Iterator<Item = &Deletion> {
        self.deletions
            .iter()
            .filter(|deletion| !self.restored.contains(&deletion.op))
    }

    /// Whether a write isn't named by any standing deletion.
    fn has_unseen_write(&self) -> bool {
        self.fields
            .values()
            .flat_map(|field| &field.writes)
            .any(|write| {
                !self
                    .standing_deletions()
                    .any(|deletion| deletion.names.contains(&write.op))
            })
    }

    /// Whether the record is deleted and nobody wrote what the deletion didn't see.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        let deleted = self.standing_deletions().next().is_some();
        deleted && (!self.has_unseen_write() || planted(Mutant::DeletionWins))
    }

    /// Whether somebody deleted it while somebody else wrote: it is back, as a conflict.
    #[must_use]
    pub fn is_contested(&self) -> bool {
        self.standing_deletions().next().is_some() && self.has_unseen_write()
    }

    /// Names of the registers in which two unnamed writes differ.
    #[must_use]
    pub fn conflicts(&self) -> Vec<&str> {
        let in_conflict = |(name, field): (&'_ String, &Field)| {
            self.kind
                .field(name)
                .is_some_and(|f| f.kind == FieldKind::Register)
                && field.differs()
        };
        self.fields
            .iter()
            .filter(|(name, field)| in_conflict((name, field)))
            .map(|(name, _)| name.as_str())
            .collect()
    }

    /// The last moment at which somebody wrote what shows, and who.
    #[must_use]
    pub fn last_write(&self) -> Option<&Write> {
        self.fields
            .values()
            .flat_map(|field| &field.writes)
            .max_by_key(|write| (write.at, write.op))
    }
}
