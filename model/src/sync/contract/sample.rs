//! Values for the cases.

use serde_json::json;

use crate::id::{CaptureId, CycleId, DeviceId, FileDigest, OfficeId, OpId, PersonId, RecordId};
use crate::op::{Body, Edit, Op, SealedOp, Stream, Target, VOCABULARY};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::store::{Entry, FileState, LocalFile};
use crate::time::Millis;

pub(super) fn office(name: &str) -> OfficeId {
    OfficeId::derived(&["contract", name])
}

pub(super) fn work(name: &str) -> Stream {
    Stream::work(office(name))
}

fn op(name: &str) -> Op {
    Op {
        v: VOCABULARY,
        id: OpId::derived(&["contract", "op", name]),
        actor: PersonId::derived(&["contract", "siti"]),
        device: DeviceId::derived(&["contract", "ponsel"]),
        at: Millis(1_700_000_000_000),
        stream: work("blitar"),
        cycle: Some(CycleId::derived(&["contract", "2026"])),
        record: Target {
            kind: Kind::Bukti,
            id: RecordId::derived(&["contract", "record", name]),
        },
        body: Body::Write {
            edits: vec![Edit::Set {
                field: "judul".to_owned(),
                value: json!(format!("Notula \u{201c}{name}\u{201d} \u{1f4f7}")),
                base: Vec::new(),
            }],
        },
        on_behalf: None,
        salt: "00".to_owned(),
    }
}

pub(super) fn entry(name: &str, sequence: u64) -> Result<Entry, String> {
    let op = SealedOp::seal(op(name)).map_err(|error| error.to_string())?;
    Ok(Entry::new(sequence, op))
}

/// A record with that number and title, as a server would give it.
pub(super) fn record(name: &str, stream: Stream, number: u64, title: &str) -> Record {
    let id = RecordId::derived(&["contract", "record", name]);
    let cycle = Some(CycleId::derived(&["contract", "2026"]));
    let mut record = Record::new(Kind::Bukti, id, stream, cycle);
    let mut op = op(name);
    op.stream = stream;
    op.body = Body::Write {
        edits: vec![Edit::Set {
            field: "judul".to_owned(),
            value: json!(title),
            base: Vec::new(),
        }],
    };
    let effective = op.at;
    crate::merge::apply(&mut record, &op, crate::merge::Stamp { number, effective });
    let newer = json!({"risiko": "tinggi"});
    record.unknown.insert("dari_nanti".to_owned(), newer);
    record
}

/// Bytes in two chunks, and the file that they add up to.
pub(super) fn file(name: &str) -> (LocalFile, Vec<Vec<u8>>) {
    let first: Vec<u8> = (0_u8..=255)
        .cycle()
        .take(crate::limits::CHUNK_BYTES)
        .collect();
    let second = name.as_bytes().to_vec();
    let bytes = [first.as_slice(), second.as_slice()].concat();
    let file = LocalFile {
        digest: FileDigest::of(&bytes),
        office: office("blitar"),
        size: bytes.len() as u64,
        media: "image/jpeg".to_owned(),
        name: format!("{name}.jpg"),
        capture: CaptureId::derived(&["contract", "capture", name]),
        chunks: 2,
        captured: Millis(1_700_000_000_000),
        address: None,
        sent: 0,
        state: FileState::Local,
    };
    (file, vec![first, second])
}
