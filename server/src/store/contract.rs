//! The contract of a store, as tests. A store that is to be plugged in implements [`Factory`] and adds
//! one line at the end.

mod accounts;
mod audit;
mod log;
mod uploads;

use std::future::Future;
use std::sync::Arc;

use model::id::{CycleId, Epoch, OfficeId, OpId, PersonId, RecordId, sha256_hex};
use model::merge::{Stamp, apply};
use model::op::{Body, Edit, Op, SealedOp, Stream, Target, VOCABULARY};
use model::record::Record;
use model::schema::Kind;
use model::time::Millis;
use serde_json::json;

use super::Store;
use super::log::{Accepted, Commit};
use super::memory::MemoryStore;
use super::sqlite::SqliteStore;
use crate::clock::Seeded;

/// Makes empty stores.
pub(super) trait Factory {
    /// What must live as long as the store does.
    type Keep;
    /// A fresh one.
    fn make() -> impl Future<Output = (Arc<dyn Store>, Self::Keep)>;
}

struct Memory;
impl Factory for Memory {
    type Keep = ();
    async fn make() -> (Arc<dyn Store>, ()) {
        (Arc::new(MemoryStore::new(Epoch::derived(&["epoch"]))), ())
    }
}

struct Sqlite;
impl Factory for Sqlite {
    type Keep = tempfile::TempDir;
    async fn make() -> (Arc<dyn Store>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let clock = Seeded::new("kontrak", Millis(0));
        let path = folder.path().join("bukti.db");
        let store = SqliteStore::open(&path, &clock).await.unwrap();
        (Arc::new(store), folder)
    }
}

/// Runs each test of the contract against a store.
macro_rules! contract {
    ($factory:ident, $module:ident: $($part:ident :: $test:ident),* $(,)?) => {
        mod $module {
            use super::*;
            $(
                #[tokio::test]
                async fn $test() {
                    let (store, _keep) = $factory::make().await;
                    super::$part::$test(&*store).await;
                }
            )*
        }
    };
}

macro_rules! for_each_store {
    ($($factory:ident as $module:ident),*) => {$(
        contract! { $factory, $module:
            log::a_commit_is_numbered_chained_and_found,
            log::a_commit_that_fails_in_its_second_op_leaves_nothing_of_its_first,
            log::changes_of_several_streams_are_taken_together_or_not_at_all,
            log::a_commit_at_an_old_head_changes_nothing,
            log::a_board_raises_the_version_for_everybody,
            log::a_context_shows_what_was_asked_for,
            log::pages_follow_the_numbers_within_their_limits,
            log::a_record_that_changes_moves_to_its_new_number,
            log::held_ops_wait_in_order,
            log::documents_are_kept_under_their_digest,
            uploads::progress_is_the_files_not_the_addresss,
            uploads::a_part_at_another_offset_moves_nothing,
            uploads::what_was_settled_takes_no_more_bytes,
            uploads::a_file_is_settled_by_the_commit_that_says_so,
            uploads::addresses_are_swept,
            uploads::an_address_that_is_given_up_is_gone,
            audit::heads_links_and_numbers_are_those_of_the_log,
            audit::only_complete_files_are_listed,
            accounts::what_a_device_says_of_itself_is_kept,
            accounts::a_credential_ends_the_other_sessions,
            accounts::a_session_is_found_by_its_hash_until_it_ends,
            accounts::a_link_is_used_once,
            accounts::tries_are_counted_and_forgotten,
            accounts::devices_are_known_once_somebody_signed_in,
        }
    )*};
}

for_each_store!(Memory as memory, Sqlite as sqlite);

pub(super) fn office() -> OfficeId {
    OfficeId::derived(&["kantor"])
}

pub(super) fn cycle() -> CycleId {
    CycleId::derived(&["2026"])
}

pub(super) fn work() -> Stream {
    Stream::work(office())
}

/// An op that adds up to a piece of evidence for item `b1`, with one file.
pub(super) fn op(name: &str, record: &str, stream: Stream) -> SealedOp {
    let page = json!({
        "digest": sha256_hex(record.as_bytes()), "size": 3, "type": "image/jpeg", "name": "a.jpg",
        "order": "a",
    });
    let add = |field: &str, value| Edit::Add {
        field: field.to_owned(),
        value,
    };
    let kind = if stream == work() {
        Kind::Bukti
    } else {
        Kind::Orang
    };
    let op = Op {
        v: VOCABULARY,
        id: OpId::derived(&[name]),
        actor: PersonId::derived(&["siti"]),
        device: model::id::DeviceId::derived(&["ponsel"]),
        at: Millis(5),
        stream,
        cycle: (stream == work()).then(cycle),
        record: Target {
            kind,
            id: RecordId::derived(&[record]),
        },
        body: Body::Write {
            edits: vec![add("butir", json!("b1")), add("halaman", page)],
        },
        on_behalf: None,
        salt: String::new(),
    };
    SealedOp::seal(op).unwrap()
}

/// What a decision about these ops would commit at a head.
pub(super) fn commit(head: u64, board_version: u64, ops: &[SealedOp]) -> Commit {
    let mut records: Vec<Record> = Vec::new();
    let mut accepted = Vec::new();
    for (number, sealed) in (head + 1..).zip(ops) {
        let op = sealed.op();
        let found = records.iter().position(|record| record.id == op.record.id);
        let place = found.unwrap_or_else(|| {
            let kind = op.record.kind.clone();
            records.push(Record::new(kind, op.record.id, op.stream, op.cycle));
            records.len() - 1
        });
        let effective = op.at;
        apply(&mut records[place], op, Stamp { number, effective });
        accepted.push(Accepted {
            id: op.id,
            record: op.record.id,
            digest: sealed.digest(),
            bytes: sealed.raw().get().to_owned(),
            effective,
            late: false,
        });
    }
    Commit {
        stream: ops[0].op().stream,
        head,
        board_version,
        ops: accepted,
        records,
        received: Millis(9),
    }
}
