//! Ops: facts that a person stated about exactly one record (DESIGN §2).
//!
//! An op's identity is its bytes. They are made once, on the device; stored, relayed and exported
//! unchanged; and never encoded again from the decoded form, so that what a build doesn't know
//! survives in it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

pub use crate::behalf::{Deed, OnBehalf};
use crate::form::{BodyForm, EditForm};
use crate::id::{CycleId, DeviceId, OfficeId, OpId, PersonId, RecordId, sha256_hex};
use crate::mutant::{Mutant, planted};
use crate::schema::Kind;
use crate::time::Millis;

/// Version of the op vocabulary that this build writes.
pub const VOCABULARY: u32 = 1;

/// Which of an office's two streams (DESIGN §2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum StreamKind {
    /// People, roles, device keys, cycles: read at or below the office.
    Board,
    /// Everything else.
    Work,
}

/// A stream of an office: ops in it carry numbers of their own. Written `work:<office>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stream {
    /// The office whose stream it is.
    pub office: OfficeId,
    /// Board or work.
    pub kind: StreamKind,
}

/// A text that names no stream.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a stream is written board:<office> or work:<office>")]
pub struct BadStream;

impl Stream {
    /// The board stream of `office`.
    #[must_use]
    pub fn board(office: OfficeId) -> Self {
        Self {
            office,
            kind: StreamKind::Board,
        }
    }

    /// The work stream of `office`.
    #[must_use]
    pub fn work(office: OfficeId) -> Self {
        Self {
            office,
            kind: StreamKind::Work,
        }
    }
}

impl std::fmt::Display for Stream {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let kind = match self.kind {
            StreamKind::Board => "board",
            StreamKind::Work => "work",
        };
        write!(f, "{kind}:{}", self.office)
    }
}

impl std::str::FromStr for Stream {
    type Err = BadStream;
    fn from_str(text: &str) -> Result<Self, BadStream> {
        let (kind, office) = text.split_once(':').ok_or(BadStream)?;
        let office = office.parse().map_err(|_| BadStream)?;
        match kind {
            "board" => Ok(Self::board(office)),
            "work" => Ok(Self::work(office)),
            _ => Err(BadStream),
        }
    }
}

impl Serialize for Stream {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Stream {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Name;
        impl serde::de::Visitor<'_> for Name {
            type Value = Stream;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a stream")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Stream, E> {
                text.parse().map_err(E::custom)
            }
        }
        deserializer.deserialize_str(Name)
    }
}

/// A decoded op. Its truth are the bytes of the [`SealedOp`] it came from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Op {
    /// Vocabulary version of the build that made it.
    pub v: u32,
    /// Its name; a second arrival of the same bytes changes nothing.
    pub id: OpId,
    /// Who stated it.
    pub actor: PersonId,
    /// On which device.
    pub device: DeviceId,
    /// The device's clock as it read; never corrected, never a reason to refuse.
    pub at: Millis,
    /// Where it belongs.
    pub stream: Stream,
    /// The cycle it belongs to; board ops may have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycle: Option<CycleId>,
    /// The record it is about.
    pub record: Target,
    /// What is stated.
    pub body: Body,
    /// For whom the server (`sistem`) states it; nobody else speaks for others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_behalf: Option<OnBehalf>,
    /// Random text, so that a digest doesn't let its content be guessed after an erasure.
    pub salt: String,
}

/// The record that an op is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// What kind of thing.
    pub kind: Kind,
    /// Which one.
    pub id: RecordId,
}

/// What an op states.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", try_from = "BodyForm")]
pub enum Body {
    /// Edits of the record's fields; the first one brings the record into being.
    Write {
        /// In the order in which they were made; a register is set at most once.
        edits: Vec<Edit>,
    },
    /// The record is removed, as far as its author saw it.
    Delete {
        /// Every write of the record that the author saw.
        names: Vec<OpId>,
    },
    /// Deletions are taken back.
    Restore {
        /// The deletions that the author saw.
        names: Vec<OpId>,
    },
}

/// One edit of one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case", try_from = "EditForm")]
pub enum Edit {
    /// A register gets a value (`null` empties it).
    Set {
        /// The field's name.
        field: String,
        /// The new value.
        value: Value,
        /// The writes of this field that the author saw: these are superseded, no others.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        base: Vec<OpId>,
    },
    /// A set gains a value.
    Add {
        /// The field's name.
        field: String,
        /// The value.
        value: Value,
    },
    /// A set loses a value, as far as its author saw it added.
    Remove {
        /// The field's name.
        field: String,
        /// The value.
        value: Value,
        /// The additions of this value that the author saw.
        names: Vec<OpId>,
    },
    /// A log gains a line.
    Log {
        /// The field's name.
        field: String,
        /// The line.
        value: Value,
    },
}

impl Edit {
    /// The field that the edit is about.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Set { field, .. }
            | Self::Add { field, .. }
            | Self::Remove { field, .. }
            | Self::Log { field, .. } => field,
        }
    }
}

impl Op {
    /// Who counts as having written it: the actor, or whom the server speaks for.
    #[must_use]
    pub fn author(&self) -> PersonId {
        (self.on_behalf.as_ref()).map_or(self.actor, |on_behalf| on_behalf.person)
    }

    /// Every op that this one names: what it supersedes, removes or takes back.
    pub fn names(&self) -> impl Iterator<Item = OpId> + '_ {
        let (whole, edits): (&[OpId], &[Edit]) = match &self.body {
            Body::Write { edits } => (&[], edits),
            Body::Delete { names } | Body::Restore { names } => (names, &[]),
        };
        let of_edits = edits.iter().flat_map(|edit| match edit {
            Edit::Set { base, .. } => base.as_slice(),
            Edit::Remove { names, .. } => names.as_slice(),
            Edit::Add { .. } | Edit::Log { .. } => &[],
        });
        whole.iter().chain(of_edits).copied()
    }

    /// Whether the op brings its record into being: it writes, and saw nothing of it before.
    #[must_use]
    pub fn creates(&self) -> bool {
        matches!(self.body, Body::Write { .. }) && self.names().next().is_none()
    }
}

/// What a command states, before it becomes an op: who, when and on which device are added by the node
/// that submits it.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The record that it is about.
    pub record: Target,
    /// Where it belongs.
    pub stream: Stream,
    /// The cycle it belongs to; board ops may have none.
    pub cycle: Option<CycleId>,
    /// What is stated.
    pub body: Body,
}

/// An op and the exact bytes that its device made. Neither ever changes, so clones share them.
#[derive(Clone, Debug)]
pub struct SealedOp(Arc<Sealed>);

#[derive(Debug)]
struct Sealed {
    raw: Box<RawValue>,
    op: Op,
}

impl PartialEq for SealedOp {
    fn eq(&self, other: &Self) -> bool {
        self.0.raw.get() == other.0.raw.get()
    }
}

/// Why bytes are no op that this build can carry out.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpError {
    /// The bytes are no JSON, or lack what every op has.
    #[error("this is no op: {0}")]
    Malformed(String),
    /// An op of a newer build: keep its bytes, wait for a newer server or app.
    #[error("op {id} was made by a newer build")]
    Newer {
        /// The op's name, so that it can be answered.
        id: OpId,
    },
}

/// What every op of every build has: enough to answer one that can't be understood.
#[derive(Deserialize)]
struct Head {
    v: u32,
    id: OpId,
}

impl SealedOp {
    /// Encodes an op for the first and only time.
    ///
    /// # Errors
    /// [`OpError::Malformed`] if it can't be written as JSON.
    pub fn seal(op: Op) -> Result<Self, OpError> {
        let text = serde_json::to_string(&op).map_err(|e| OpError::Malformed(e.to_string()))?;
        let raw = RawValue::from_string(text).map_err(|e| OpError::Malformed(e.to_string()))?;
        Ok(Self(Arc::new(Sealed { raw, op })))
    }

    /// Decodes bytes that arrived, and keeps them.
    ///
    /// # Errors
    /// [`OpError::Newer`] where only the envelope is understood, else [`OpError::Malformed`].
    pub fn decode(raw: &RawValue) -> Result<Self, OpError> {
        match serde_json::from_str::<Op>(raw.get()) {
            Ok(op) if op.v <= VOCABULARY => Ok(Self(Arc::new(Sealed {
                raw: raw.to_owned(),
                op,
            }))),
            Ok(op) => Err(OpError::Newer { id: op.id }),
            Err(error) => match serde_json::from_str::<Head>(raw.get()) {
                // A kind, body or edit that this build doesn't know comes from a newer vocabulary.
                Ok(head) if head.v > VOCABULARY || is_unknown_variant(raw) => {
                    Err(OpError::Newer { id: head.id })
                }
                _ => Err(OpError::Malformed(error.to_string())),
            },
        }
    }

    /// The decoded op.
    #[must_use]
    pub fn op(&self) -> &Op {
        &self.0.op
    }

    /// The exact bytes.
    #[must_use]
    pub fn raw(&self) -> &RawValue {
        &self.0.raw
    }

    /// SHA-256 of the exact bytes, as hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        sha256_hex(self.0.raw.get().as_bytes())
    }
}

/// Whether the body's `do` or some edit's `edit` is a word that this build doesn't know.
fn is_unknown_variant(raw: &RawValue) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(raw.get()) else {
        return false;
    };
    let body = &value["body"];
    let word =
        |value: &Value, known: &[&str]| value.as_str().is_some_and(|word| !known.contains(&word));
    word(&body["do"], &["write", "delete", "restore"])
        || body["edits"].as_array().is_some_and(|edits| {
            edits
                .iter()
                .any(|edit| word(&edit["edit"], &["set", "add", "remove", "log"]))
        })
}

impl Serialize for SealedOp {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if planted(Mutant::Reencoded) {
            return self.0.op.serialize(serializer);
        }
        self.0.raw.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for SealedOp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        Self::decode(&raw).map_err(serde::de::Error::custom)
    }
}
