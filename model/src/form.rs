//! How facts with several shapes are read. JSON names the shape in a field beside the others
//! (`"do": "write"`), which serde reads by keeping the whole object in memory in a form of its own and
//! reading that again, with code for every pair of types: on a phone it was a tenth of the wasm. Here all
//! fields that any shape has are read at once, and the shape says which of them must be there.
//!
//! Writing stays the derived one: it costs nothing, and an op's bytes are what they are.

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::id::{CaptureId, FileDigest, OfficeId, OpId};
use crate::op::{Body, Edit, SealedOp};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::sync::store::{Entry, EntryState, FileState, LocalFile};
use crate::table::KeySet;
use crate::time::Millis;

/// Why an object has none of the shapes.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FormError {
    /// A field that its shape must have isn't there.
    #[error("missing field `{0}`")]
    Missing(&'static str),
    /// No build before this one named such a shape.
    #[error("unknown variant `{0}`")]
    Unknown(String),
}

/// A field of some shapes, which `null` doesn't empty.
fn some<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// What a fact with one shape says, or else which field is missing.
trait Required<T> {
    fn required(self, name: &'static str) -> Result<T, FormError>;
}

impl<T> Required<T> for Option<T> {
    fn required(self, name: &'static str) -> Result<T, FormError> {
        self.ok_or(FormError::Missing(name))
    }
}

/// As [`Body`] is read.
#[derive(Deserialize)]
pub(crate) struct BodyForm {
    r#do: String,
    edits: Option<Vec<Edit>>,
    names: Option<Vec<OpId>>,
}

impl TryFrom<BodyForm> for Body {
    type Error = FormError;

    fn try_from(form: BodyForm) -> Result<Self, FormError> {
        let names = form.names.required("names");
        Ok(match form.r#do.as_str() {
            "write" => Self::Write {
                edits: form.edits.required("edits")?,
            },
            "delete" => Self::Delete { names: names? },
            "restore" => Self::Restore { names: names? },
            _ => return Err(FormError::Unknown(form.r#do)),
        })
    }
}

/// As [`Edit`] is read.
#[derive(Deserialize)]
pub(crate) struct EditForm {
    edit: String,
    field: String,
    #[serde(default, deserialize_with = "some")]
    value: Option<Value>,
    #[serde(default)]
    base: Vec<OpId>,
    names: Option<Vec<OpId>>,
}

impl TryFrom<EditForm> for Edit {
    type Error = FormError;

    fn try_from(form: EditForm) -> Result<Self, FormError> {
        let (field, value) = (form.field, form.value.required("value")?);
        Ok(match form.edit.as_str() {
            "set" => Self::Set {
                field,
                value,
                base: form.base,
            },
            "add" => Self::Add { field, value },
            "remove" => Self::Remove {
                field,
                value,
                names: form.names.required("names")?,
            },
            "log" => Self::Log { field, value },
            _ => return Err(FormError::Unknown(form.edit)),
        })
    }
}

/// As [`Entry`] is read.
#[derive(Deserialize)]
pub(crate) struct EntryForm {
    sequence: u64,
    op: SealedOp,
    #[serde(default)]
    asks: bool,
    state: String,
    number: Option<u64>,
    rejection: Option<Rejection>,
    waiting: Option<Waiting>,
    by: Option<OpId>,
}

impl TryFrom<EntryForm> for Entry {
    type Error = FormError;

    fn try_from(form: EntryForm) -> Result<Self, FormError> {
        let number = form.number.required("number");
        let state = match form.state.as_str() {
            "pending" => EntryState::Pending,
            "sent" => EntryState::Sent,
            "accepted" => EntryState::Accepted { number: number? },
            "confirmed" => EntryState::Confirmed { number: number? },
            "rejected" => EntryState::Rejected {
                rejection: form.rejection.required("rejection")?,
            },
            "waits" => EntryState::Waits {
                waiting: form.waiting.required("waiting")?,
            },
            "held" => EntryState::Held {
                by: form.by.required("by")?,
            },
            "discarded" => EntryState::Discarded,
            _ => return Err(FormError::Unknown(form.state)),
        };
        Ok(Self {
            sequence: form.sequence,
            op: form.op,
            asks: form.asks,
            state,
        })
    }
}

/// As [`LocalFile`] is read.
#[derive(Deserialize)]
pub(crate) struct LocalFileForm {
    digest: FileDigest,
    office: OfficeId,
    size: u64,
    media: String,
    name: String,
    capture: CaptureId,
    chunks: u32,
    captured: Millis,
    address: Option<String>,
    sent: u64,
    state: String,
    reason: Option<String>,
}

impl TryFrom<LocalFileForm> for LocalFile {
    type Error = FormError;

    fn try_from(form: LocalFileForm) -> Result<Self, FormError> {
        let state = match form.state.as_str() {
            "local" => FileState::Local,
            "on_server" => FileState::OnServer,
            "refused" => FileState::Refused {
                reason: form.reason.required("reason")?,
            },
            "freed" => FileState::Freed,
            _ => return Err(FormError::Unknown(form.state)),
        };
        Ok(Self {
            digest: form.digest,
            office: form.office,
            size: form.size,
            media: form.media,
            name: form.name,
            capture: form.capture,
            chunks: form.chunks,
            captured: form.captured,
            address: form.address,
            sent: form.sent,
            state,
        })
    }
}

/// As [`Rejection`] is read.
#[derive(Deserialize)]
pub(crate) struct RejectionForm {
    reason: String,
    area: Option<String>,
    field: Option<String>,
    item: Option<String>,
    limit: Option<String>,
}

impl TryFrom<RejectionForm> for Rejection {
    type Error = FormError;

    fn try_from(form: RejectionForm) -> Result<Self, FormError> {
        let (field, item) = (form.field.required("field"), form.item.required("item"));
        Ok(match form.reason.as_str() {
            "not_your_role" => Self::NotYourRole,
            "not_your_area" => Self::NotYourArea {
                area: form.area.required("area")?,
            },
            "foreign_office" => Self::ForeignOffice,
            "own_work" => Self::OwnWork,
            "not_your_op" => Self::NotYourOp,
            "cycle_closed" => Self::CycleClosed,
            "wrong_cycle" => Self::WrongCycle,
            "bad_value" => Self::BadValue { field: field? },
            "bad_edit" => Self::BadEdit { field: field? },
            "wrong_record" => Self::WrongRecord,
            "no_parent" => Self::NoParent,
            "unknown_item" => Self::UnknownItem { item: item? },
            "unknown_answer" => Self::UnknownAnswer { item: item? },
            "wrong_id" => Self::WrongId,
            "not_judgeable" => Self::NotJudgeable,
            "server_only" => Self::ServerOnly,
            "online_only" => Self::OnlineOnly,
            "too_large" => Self::TooLarge {
                limit: form.limit.required("limit")?,
            },
            "same_id_other_bytes" => Self::SameIdOtherBytes,
            "malformed" => Self::Malformed,
            _ => return Err(FormError::Unknown(form.reason)),
        })
    }
}

impl<'de> Deserialize<'de> for Record {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(RecordForm)
    }
}

/// Reads a [`Record`]: what it doesn't know goes to `unknown`, and each field is read where it stands,
/// thousands of them at a start.
struct RecordForm;

impl<'de> Visitor<'de> for RecordForm {
    type Value = Record;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a record")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Record, A::Error> {
        let (mut kind, mut id, mut stream) = (None, None, None);
        let (mut number, mut fields, mut cycle) = (None, None, None);
        let (mut deletions, mut created) = (Vec::new(), Millis::default());
        let (mut restored, mut writers) = (KeySet::new(), KeySet::new());
        let mut unknown = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            match name.as_str() {
                "kind" => kind = Some(from.next_value()?),
                "id" => id = Some(from.next_value()?),
                "stream" => stream = Some(from.next_value()?),
                "cycle" => cycle = from.next_value()?,
                "number" => number = Some(from.next_value()?),
                "fields" => fields = Some(from.next_value()?),
                "deletions" => deletions = from.next_value()?,
                "restored" => restored = from.next_value()?,
                "writers" => writers = from.next_value()?,
                "created" => created = from.next_value()?,
                _ => drop(unknown.insert(name, from.next_value()?)),
            }
        }
        let absent = A::Error::missing_field;
        Ok(Record {
            kind: kind.ok_or_else(|| absent("kind"))?,
            id: id.ok_or_else(|| absent("id"))?,
            stream: stream.ok_or_else(|| absent("stream"))?,
            cycle,
            number: number.ok_or_else(|| absent("number"))?,
            fields: fields.ok_or_else(|| absent("fields"))?,
            deletions,
            restored,
            writers,
            created,
            unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::id::{DeviceId, PersonId, RecordId};
    use crate::op::{Op, Stream, Target, VOCABULARY};
    use crate::schema::Kind;

    /// What is written is read as what it was, and without any one of its fields refused.
    fn stands<T>(fact: &T, optional: &[&str])
    where
        T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
    {
        let text = serde_json::to_string(fact).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), fact, "{text}");
        let written: Value = serde_json::from_str(&text).unwrap();
        for name in written.as_object().unwrap().keys() {
            let mut without = written.clone();
            without.as_object_mut().unwrap().remove(name);
            let read = serde_json::from_str::<T>(&without.to_string());
            assert_eq!(
                read.is_ok(),
                optional.contains(&name.as_str()),
                "{text}: {name}"
            );
        }
    }

    fn op() -> OpId {
        OpId::derived(&["op"])
    }

    fn fact() -> Op {
        Op {
            v: VOCABULARY,
            id: op(),
            actor: PersonId::derived(&["person"]),
            device: DeviceId::derived(&["device"]),
            at: Millis(1),
            stream: Stream::work(OfficeId::derived(&["office"])),
            cycle: None,
            record: Target {
                kind: Kind::Komentar,
                id: RecordId::derived(&["record"]),
            },
            body: Body::Write { edits: Vec::new() },
            on_behalf: None,
            salt: String::new(),
        }
    }

    #[test]
    fn every_shape_of_a_body_and_an_edit_is_read() {
        let (field, value) = ("teks".to_owned(), json!(null));
        let names = vec![op()];
        let edits = [
            Edit::Set {
                field: field.clone(),
                value: value.clone(),
                base: names.clone(),
            },
            Edit::Add {
                field: field.clone(),
                value: json!("a"),
            },
            Edit::Remove {
                field: field.clone(),
                value: json!({"a": 1}),
                names: names.clone(),
            },
            Edit::Log { field, value },
        ];
        for edit in &edits {
            stands(edit, &["base"]);
        }
        stands(
            &Body::Write {
                edits: edits.to_vec(),
            },
            &[],
        );
        stands(
            &Body::Delete {
                names: names.clone(),
            },
            &[],
        );
        stands(&Body::Restore { names }, &[]);
        assert!(serde_json::from_str::<Body>(r#"{"do":"paint","edits":[]}"#).is_err());
    }

    #[test]
    fn a_record_keeps_what_it_does_not_know() {
        let (by, write) = (PersonId::derived(&["person"]), op());
        let office = OfficeId::derived(&["office"]);
        let id = RecordId::derived(&["record"]);
        let mut record = Record::new(Kind::Komentar, id, Stream::work(office), None);
        stands(&record, &["created"]);
        record.cycle = Some(crate::id::CycleId::derived(&["cycle"]));
        record.number = 4;
        record.deletions.push(crate::record::Deletion {
            op: write,
            by,
            at: Millis(9),
            names: [write].into(),
        });
        record.restored.insert(write);
        record.writers.insert(by);
        record.created = Millis(3);
        record.unknown.insert("kelak".to_owned(), json!({"a": [1]}));
        stands(
            &record,
            &[
                "cycle",
                "deletions",
                "restored",
                "writers",
                "created",
                "kelak",
            ],
        );
    }

    #[test]
    fn every_reason_is_read() {
        let (field, item) = ("teks".to_owned(), "A.1".to_owned());
        let all = [
            Rejection::NotYourRole,
            Rejection::NotYourArea {
                area: "1".to_owned(),
            },
            Rejection::ForeignOffice,
            Rejection::OwnWork,
            Rejection::NotYourOp,
            Rejection::CycleClosed,
            Rejection::WrongCycle,
            Rejection::BadValue {
                field: field.clone(),
            },
            Rejection::BadEdit { field },
            Rejection::WrongRecord,
            Rejection::NoParent,
            Rejection::UnknownItem { item: item.clone() },
            Rejection::UnknownAnswer { item },
            Rejection::WrongId,
            Rejection::NotJudgeable,
            Rejection::ServerOnly,
            Rejection::OnlineOnly,
            Rejection::TooLarge {
                limit: "OP_BYTES_MAX".to_owned(),
            },
            Rejection::SameIdOtherBytes,
            Rejection::Malformed,
        ];
        for reason in &all {
            stands(reason, &[]);
        }
    }

    #[test]
    fn every_state_of_an_entry_and_a_file_is_read() {
        let states = [
            EntryState::Pending,
            EntryState::Sent,
            EntryState::Accepted { number: 7 },
            EntryState::Confirmed { number: 8 },
            EntryState::Rejected {
                rejection: Rejection::OwnWork,
            },
            EntryState::Waits {
                waiting: Waiting::HeldDevice,
            },
            EntryState::Held { by: op() },
            EntryState::Discarded,
        ];
        for state in states {
            for asks in [false, true] {
                let (op, state) = (SealedOp::seal(fact()).unwrap(), state.clone());
                stands(
                    &Entry {
                        sequence: 3,
                        op,
                        asks,
                        state,
                    },
                    &["asks"],
                );
            }
        }
        let file = |state| LocalFile {
            digest: FileDigest::of(b"x"),
            office: OfficeId::derived(&["office"]),
            size: 1,
            media: "image/jpeg".to_owned(),
            name: "a.jpg".to_owned(),
            capture: CaptureId::derived(&["capture"]),
            chunks: 1,
            captured: Millis(5),
            address: Some("/api/v1/blobs/upload/x".to_owned()),
            sent: 0,
            state,
        };
        let reason = "missing_here".to_owned();
        for state in [
            FileState::Local,
            FileState::OnServer,
            FileState::Refused { reason },
            FileState::Freed,
        ] {
            stands(&file(state), &["address"]);
        }
    }
}
