//! A change of a record's fields, built up edit by edit.

use std::borrow::Cow;

use serde_json::Value;

use crate::id::{CycleId, OfficeId, RecordId};
use crate::op::{Body, Draft, Edit, Stream, Target};
use crate::record::Record;
use crate::schema::Kind;

/// Edits of one record, each naming what it supersedes in the record as its author sees it.
#[derive(Clone, Debug)]
pub struct Change<'a> {
    seen: Cow<'a, Record>,
    edits: Vec<Edit>,
}

impl<'a> Change<'a> {
    /// A change of a record that is there.
    #[must_use]
    pub fn of(record: &'a Record) -> Self {
        Self {
            seen: Cow::Borrowed(record),
            edits: Vec::new(),
        }
    }

    /// The making of a record of an office's work.
    #[must_use]
    pub fn new(kind: Kind, id: RecordId, office: OfficeId, cycle: CycleId) -> Self {
        let record = Record::new(kind, id, Stream::work(office), Some(cycle));
        Self {
            seen: Cow::Owned(record),
            edits: Vec::new(),
        }
    }

    /// A change of `present`, or the making of a record where there is none.
    #[must_use]
    pub fn of_or_new(
        present: Option<&'a Record>,
        kind: Kind,
        id: RecordId,
        office: OfficeId,
        cycle: CycleId,
    ) -> Self {
        present.map_or_else(|| Self::new(kind, id, office, cycle), Self::of)
    }

    /// Gives a register a value, even the one that it has: so a conflict is settled.
    #[must_use]
    pub fn put(mut self, field: &str, value: impl Into<Value>) -> Self {
        self.edits.push(Edit::Set {
            field: field.to_owned(),
            value: value.into(),
            base: self.seen.base(field),
        });
        self
    }

    /// Gives a register a value if it doesn't already show it; a value of nothing empties it.
    #[must_use]
    pub fn set(self, field: &str, value: Option<impl Into<Value>>) -> Self {
        let value = value.map(Into::into);
        if self.seen.value(field) == value.as_ref() {
            return self;
        }
        self.put(field, value.unwrap_or(Value::Null))
    }

    /// Puts a value into a set, unless it is there.
    #[must_use]
    pub fn add(mut self, field: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        if !self.seen.members(field).contains(&&value) {
            let field = field.to_owned();
            self.edits.push(Edit::Add { field, value });
        }
        self
    }

    /// Takes a value out of a set, as far as its author sees it added.
    #[must_use]
    pub fn remove(mut self, field: &str, value: impl Into<Value>) -> Self {
        let value = value.into();
        let names = self.seen.additions(field, &value);
        if !names.is_empty() {
            self.edits.push(Edit::Remove {
                field: field.to_owned(),
                value,
                names,
            });
        }
        self
    }

    /// Makes a set hold exactly these values.
    #[must_use]
    pub fn members(mut self, field: &str, values: &[Value]) -> Self {
        let present: Vec<Value> = self.seen.members(field).into_iter().cloned().collect();
        for value in present.into_iter().filter(|value| !values.contains(value)) {
            self = self.remove(field, value);
        }
        for value in values {
            self = self.add(field, value.clone());
        }
        self
    }

    /// Whether nothing would change.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The edits so far.
    pub(super) fn edits(self) -> Vec<Edit> {
        self.edits
    }

    /// What is stated. Ask [`Change::is_empty`] before: an op without edits is refused.
    #[must_use]
    pub fn draft(self) -> Draft {
        Draft {
            record: Target {
                kind: self.seen.kind.clone(),
                id: self.seen.id,
            },
            stream: self.seen.stream,
            cycle: self.seen.cycle,
            body: Body::Write { edits: self.edits },
        }
    }

    /// What is stated, if anything changes.
    #[must_use]
    pub fn draft_if_any(self) -> Option<Draft> {
        (!self.is_empty()).then(|| self.draft())
    }
}

/// A name or date as the field holds it.
pub(super) fn word(value: impl std::fmt::Display) -> Value {
    Value::String(value.to_string())
}

/// A text without the spaces around it; nothing if none is left.
pub(super) fn trimmed(text: Option<&str>) -> Option<&str> {
    text.map(str::trim).filter(|text| !text.is_empty())
}
