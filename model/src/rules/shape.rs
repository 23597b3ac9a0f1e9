//! Form: limits, the vocabulary, and what each field may hold.

use crate::table::KeySet;
use std::io;

use serde::Serialize;

use super::{Facts, Refusal};
use crate::id::PersonId;
use crate::limits::{
    EDITS_PER_OP_MAX, OP_BYTES_MAX, RECORD_BYTES_MAX, RECORDS_FOR_WORK, RECORDS_PER_CYCLE_MAX,
};
use crate::op::{Body, Edit, Op, StreamKind, VOCABULARY};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::schema::{FieldKind, Kind};

/// A refusal for passing a limit, by its name in [`crate::limits`].
pub(super) fn too_large(limit: &str) -> Refusal {
    let limit = limit.to_owned();
    Rejection::TooLarge { limit }.into()
}

/// Kinds, fields, edits and values: what can be said of an op without knowing anything else.
pub(super) fn check(op: &Op) -> Result<(), Refusal> {
    if op.v > VOCABULARY || matches!(op.record.kind, Kind::Unknown(_)) {
        return Err(Refusal::Waits(Waiting::OlderServer));
    }
    if bytes(op) > OP_BYTES_MAX {
        return Err(too_large("OP_BYTES_MAX"));
    }
    let Body::Write { edits } = &op.body else {
        return Ok(());
    };
    if edits.is_empty() {
        return Err(Rejection::Malformed.into());
    }
    if edits.len() > EDITS_PER_OP_MAX {
        return Err(too_large("EDITS_PER_OP_MAX"));
    }
    let mut set = KeySet::new();
    for edit in edits {
        check_edit(&op.record.kind, edit, &mut set)?;
    }
    Ok(())
}

fn check_edit<'a>(kind: &Kind, edit: &'a Edit, set: &mut KeySet<&'a str>) -> Result<(), Refusal> {
    let Some(spec) = kind.field(edit.field()) else {
        return Err(Refusal::Waits(Waiting::OlderServer));
    };
    let field = || edit.field().to_owned();
    let fits = match (edit, spec.kind) {
        (Edit::Set { field, .. }, FieldKind::Register | FieldKind::Quiet) => set.insert(field),
        (Edit::Add { .. } | Edit::Remove { .. }, FieldKind::Set { .. }) => true,
        (Edit::Log { .. }, FieldKind::Log) => true,
        _ => false,
    };
    if !fits {
        return Err(Rejection::BadEdit { field: field() }.into());
    }
    let (value, may_be_null) = match edit {
        Edit::Set { value, .. } => (value, true),
        Edit::Add { value, .. } | Edit::Log { value, .. } => (value, false),
        // What was let in may go out, even if it would no longer be let in.
        Edit::Remove { .. } => return Ok(()),
    };
    if !spec.of.accepts(value) || (value.is_null() && !may_be_null) {
        return Err(Rejection::BadValue { field: field() }.into());
    }
    Ok(())
}

/// Boards change only online, the server alone speaks of files; and a record stays what and where it is.
pub(super) fn check_place(op: &Op, present: Option<&Record>) -> Result<(), Refusal> {
    let kind = &op.record.kind;
    let sistem = op.actor == PersonId::SISTEM;
    // Only the server speaks for others, and only of an office's work.
    if op.on_behalf.is_some() && (!sistem || op.stream.kind == StreamKind::Board) {
        return Err(Rejection::ServerOnly.into());
    }
    if kind.is_board() && !sistem {
        return Err(Rejection::OnlineOnly.into());
    }
    if *kind == Kind::Berkas && !sistem {
        return Err(Rejection::ServerOnly.into());
    }
    let on_board = op.stream.kind == StreamKind::Board;
    let elsewhere = present.is_some_and(|record| {
        record.kind != *kind || record.stream != op.stream || record.cycle != op.cycle
    });
    if kind.is_board() != on_board || elsewhere {
        return Err(Rejection::WrongRecord.into());
    }
    Ok(())
}

/// A record may not outgrow its limit, nor a stream's cycle.
pub(super) fn check_size(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
) -> Result<(), Refusal> {
    let Some(record) = present else {
        let most = match op.record.kind {
            Kind::Komentar | Kind::Tugas => RECORDS_PER_CYCLE_MAX - RECORDS_FOR_WORK,
            _ => RECORDS_PER_CYCLE_MAX,
        };
        let full = |cycle| facts.records_in(op.stream, cycle) >= most;
        if op.cycle.is_some_and(full) {
            return Err(too_large("RECORDS_PER_CYCLE_MAX"));
        }
        return Ok(());
    };
    // What an op adds to its record is less than the op itself and a name for each edit.
    if bytes(record) + bytes(op) > RECORD_BYTES_MAX {
        return Err(too_large("RECORD_BYTES_MAX"));
    }
    Ok(())
}

/// Bytes of a value as JSON, without writing it anywhere.
fn bytes(value: &impl Serialize) -> usize {
    struct Count(usize);
    impl io::Write for Count {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut count = Count(0);
    // A value that can't be written as JSON is larger than any limit.
    match serde_json::to_writer(&mut count, value) {
        Ok(()) => count.0,
        Err(_) => usize::MAX / 4,
    }
}
