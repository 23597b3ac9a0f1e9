//! What is checked once the world is at rest: everybody has everything, nothing is lost, and scores are
//! the same wherever they are computed.

use std::rc::Rc;

use memchr::memmem::Finder;
use model::id::{FileDigest, OfficeId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::reject::Waiting;
use model::sync::Replica;
use model::sync::store::{DeviceStore as _, Entry, EntryState, FileState, LocalFile, MISSING_HERE};
use server::rollup::Below;
use server::store::uploads::FileState as ServerFile;

use crate::acts::is_open;
use crate::core::locked;
use crate::device::Db;
use crate::law::Law;
use crate::mirror::Mirror;
use crate::scores::{Recomputed, lacks_worksheet, rolled_up, scores};
use crate::world::{World, now};

/// Where an op stands that the server keeps aside.
pub(crate) const HELD: EntryState = EntryState::Waits {
    waiting: Waiting::HeldDevice,
};

/// Whether nothing is on its way any more, as far as it can be seen from outside.
pub(crate) fn is_at_rest(world: &World) -> bool {
    let mirror = locked(&world.host.mirror);
    world.dbs.iter().all(|db| {
        let Some(node) = db.up() else {
            return false;
        };
        let replica = node.replica();
        lacking(world, &mirror, db, &replica).is_none()
    })
}

/// What isn't as it must be in the end, and the invariant that wants it.
type Lacking = Option<(Law, String)>;

fn open_op(entry: &Entry) -> String {
    let op = entry.op.op();
    format!("op {} of {} is {:?}", op.id, op.stream, entry.state)
}

fn is_settled(state: &EntryState) -> bool {
    is_at_server(state) || *state == EntryState::Discarded
}

fn is_at_server(state: &EntryState) -> bool {
    use EntryState::{Accepted, Confirmed};
    matches!(state, Accepted { .. } | Confirmed { .. })
}

/// What a database still lacks.
fn lacking(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) -> Lacking {
    // What follows on an op that waits isn't sent before that one is taken.
    let first = replica.entries().find(|entry| !is_settled(&entry.state));
    let unheld = first.filter(|entry| {
        let op = entry.op.op().id;
        entry.state == HELD && !mirror.kept.held.contains_key(&op) && mirror.logged(op).is_none()
    });
    if let Some(entry) = unheld {
        let words = format!("op {} isn't held", entry.op.op().id);
        return Some((Law::Durable, words));
    }

    if db.sender.get() || db.phone.active.get() != db.number {
        let waits = replica
            .entries()
            .any(|entry| matches!(entry.state, EntryState::Waits { .. }));
        let open = |state: &EntryState| {
            *state == EntryState::Sent || (*state == EntryState::Pending && !waits)
        };
        let open = replica.entries().find(|entry| open(&entry.state));
        return open.map(|entry| (Law::Alive, open_op(entry)));
    }
    // What depends on an op that waits at the server's word waits with it.
    let waits = replica
        .entries()
        .any(|entry| matches!(entry.state, EntryState::Waits { .. }));
    let open = |state: &EntryState| is_open(state) && !(waits && *state == EntryState::Pending);
    if let Some(entry) = replica.entries().find(|entry| open(&entry.state)) {
        return Some((Law::Alive, open_op(entry)));
    }
    // A restored server's boards are whole again by now.
    let unknown = |state: &EntryState| {
        *state
            == EntryState::Waits {
                waiting: Waiting::UnknownPlace,
            }
    };
    if let Some(entry) = replica.entries().find(|entry| unknown(&entry.state)) {
        let words = format!("op {} waits for its place", entry.op.op().id);
        return Some((Law::Alive, words));
    }
    let readable = mirror.readable(db.identity.person);
    let here = replica.files().find(|file| {
        let named = mirror
            .kept
            .records
            .values()
            .any(|record| names(record, file.office, &file.digest));
        // Whether the server has it already, a `berkas` record says, which only readers get.
        file.state == FileState::Local
            && named
            && readable.contains(&Stream::work(file.office))
            && named_by_own(mirror, replica, file)
    });
    if let Some(file) = here {
        let (digest, sent, size) = (&file.digest, file.sent, file.size);
        // Another office's bytes aren't this one's.
        let elsewhere = mirror.kept.files.iter().any(|((office, of), state)| {
            of == digest && *office != file.office && *state == ServerFile::Complete
        });
        let law = if elsewhere { Law::Complete } else { Law::Alive };
        let words = format!("file {digest} wasn't sent ({sent} of {size})");
        return Some((law, words));
    }
    if replica.epoch() != Some(world.host.epoch()) {
        return Some((Law::Alive, "it doesn't know the epoch".to_owned()));
    }
    let pulled = replica.pulled_streams();
    if let Some(stream) = pulled.iter().find(|stream| !readable.contains(stream)) {
        return Some((Law::Authorised, format!("it still holds {stream}")));
    }
    for stream in readable.iter().copied() {
        let records = mirror.records_for(stream);
        let stale = records.values().find(|record| {
            replica
                .confirmed(record.id)
                .is_none_or(|here| here.number != record.number)
        });
        if let Some(record) = stale {
            let words = format!("record {} of {stream} isn't here as it is", record.id);
            // Either it will still come, or its cursor says that it has.
            let at = replica.cursor(stream).and_then(crate::check::read);
            let passed = at.is_some_and(|at| {
                at.epoch == Some(world.host.epoch()) && at.number >= record.number
            });
            let law = if passed { Law::Cursor } else { Law::Alive };
            return Some((law, words));
        }
        if let Some(cycle) = lacks_worksheet(world, mirror, replica, stream) {
            let words = format!("the worksheet of {cycle} is missing");
            return Some((Law::Versions, words));
        }
    }
    None
}

fn names(record: &Record, office: model::id::OfficeId, digest: &FileDigest) -> bool {
    let pages = || record.set::<model::schema::Page>("halaman");
    record.stream.office == office
        && record.kind == model::schema::Kind::Bukti
        && pages().iter().any(|page| page.digest == *digest)
}

/// Looks for ops of the outbox that name a file, in their bytes.
pub(crate) struct Naming<'a> {
    office: OfficeId,
    digest: Finder<'a>,
}

impl<'a> Naming<'a> {
    /// Made once for a file: what it takes to look for is prepared.
    pub(crate) fn new(file: &'a LocalFile) -> Self {
        Self {
            office: file.office,
            digest: Finder::new(file.digest.as_str()),
        }
    }

    /// Whether this op does.
    pub(crate) fn by(&self, entry: &Entry) -> bool {
        let raw = entry.op.raw().get().as_bytes();
        entry.op.op().stream.office == self.office && self.digest.find(raw).is_some()
    }
}

/// Whether one of the database's own ops in the log, which it knows to be there, names the file. That one is
/// there that was let go (a restored server may have it all the same) only its record tells, and of a cycle
/// that the device doesn't hold no record comes.
fn named_by_own(mirror: &Mirror, replica: &Replica, file: &LocalFile) -> bool {
    let held = mirror.records_for(Stream::work(file.office));
    let told = |entry: &Entry| match entry.state {
        EntryState::Discarded => held.contains_key(&entry.op.op().record.id),
        _ => is_at_server(&entry.state),
    };
    let naming = Naming::new(file);
    replica
        .entries()
        .any(|entry| told(entry) && mirror.logged(entry.op.op().id).is_some() && naming.by(entry))
}

/// Everything that must hold at rest. `below`: what the server sums for each person.
pub(crate) fn check(world: &World, below: &[(PersonId, Option<Below>)]) {
    let core = &world.core;
    let mirror = locked(&world.host.mirror);
    let recomputed = Recomputed::new(&mirror);
    for db in &world.dbs {
        let Some(node) = db.up() else {
            core.breach(Law::Alive, format!("db {} doesn't run", db.number));
            continue;
        };
        core.decided(Law::Alive);
        let replica = node.replica();
        nothing_lost(world, &mirror, db, &replica);
        if let Some((law, lacking)) = lacking(world, &mirror, db, &replica) {
            let words = format!(
                "db {}: {lacking}; its line says {:?}",
                db.number,
                node.line()
            );
            core.breach(law, words);
        }
        if !db.sender.get() && db.phone.active.get() == db.number {
            same_records(world, &mirror, db, &replica);
            scores(world, &mirror, &recomputed, db, &replica);
        }
    }
    for (person, below) in below {
        rolled_up(world, &mirror, *person, below.as_ref(), Some(&recomputed));
    }
    files(world, &mirror);
}

/// I1, I2: what was saved is on the server, or here with its reason; bytes too.
fn nothing_lost(world: &World, mirror: &Mirror, db: &Rc<Db>, replica: &Replica) {
    let core = &world.core;
    for op in db.saved.borrow().iter() {
        let Some(entry) = replica.entry(*op) else {
            let hurt = db.hurt.borrow().contains(&format!("outbox/{op}"));
            if !hurt && mirror.logged(*op).is_none() {
                let words = format!("db {}: forgotten op {op} is nowhere", db.number);
                core.breach(Law::Durable, words);
            }
            continue;
        };
        core.decided(Law::Durable);
        let at_server = is_at_server(&entry.state);
        // Who only sends, and has nothing to send, doesn't hear of a restored server before its person
        // signs in; until then it keeps the op.
        // So does one that no longer reads the stream of a server copied back by hand: no cursor of it
        // is left that could lie above the head.
        let heard = replica.epoch() == Some(world.host.epoch()) || !db.sender.get();
        let reads = replica.cursor(entry.op.op().stream).is_some() || !world.was_by_hand;
        if at_server && mirror.logged(*op).is_none() && heard && reads {
            core.breach(
                Law::Durable,
                format!("db {}: op {op} is nowhere", db.number),
            );
        }
    }
    let heard = replica.epoch() == Some(world.host.epoch()) && !db.sender.get();
    for file in replica.files().filter(|f| f.state == FileState::OnServer) {
        let reads = replica.cursor(Stream::work(file.office)).is_some() || !world.was_by_hand;
        // Where its op is refused by now, or was damaged, that is told.
        let names = Naming::new(file);
        let naming = || replica.entries().filter(|entry| names.by(entry));
        let told = match naming().next() {
            Some(_) => !naming().any(|entry| is_at_server(&entry.state)),
            None => db.hurt.borrow().iter().any(|at| at.starts_with("outbox/")),
        };
        if !heard || !reads || told {
            continue;
        }
        core.decided(Law::Receipt);
        let key = (file.office, file.digest.clone());
        let state = mirror.kept.files.get(&key);
        if state != Some(&ServerFile::Complete) {
            let words = format!(
                "db {}: file {} counts as sent: {state:?}",
                db.number,
                file.key()
            );
            core.breach(Law::Receipt, words);
        }
    }
    for key in db.files.borrow().iter() {
        let complete =
            mirror.kept.files.get(&(key.office, key.digest.clone())) == Some(&ServerFile::Complete);
        if complete || db.knowingly.borrow().contains(key) {
            continue;
        }
        core.decided(Law::Receipt);
        let Some(file) = replica.file(key) else {
            core.breach(
                Law::Receipt,
                format!("db {}: file {key} is forgotten", db.number),
            );
            continue;
        };
        let missing =
            matches!(&file.state, FileState::Refused { reason } if reason == MISSING_HERE);
        let disk = db.disk.borrow().clone();
        let here = (0..file.chunks).all(|index| {
            let chunk = now(disk.chunk(file.capture, index));
            matches!(chunk, Some(Ok(Some(_))))
        });
        if !here || missing {
            core.breach(
                Law::Receipt,
                format!("db {}: file {key} is nowhere", db.number),
            );
        }
    }
}

/// I4: the device has what it may have, byte for byte. (That it has nothing else, I11, is part of what
/// may still be lacking: a device that nobody looks at asks for news every five minutes only.)
fn same_records(world: &World, mirror: &Mirror, db: &Db, replica: &Replica) {
    let core = &world.core;
    let readable = mirror.readable(db.identity.person);
    core.decided(Law::Authorised);
    for stream in readable.iter().copied() {
        core.decided(Law::Converge);
        for (id, record) in mirror.records_for(stream) {
            let here = replica.confirmed(id);
            if here != Some(&*record) {
                let words = format!("db {}: record {id} is {here:?}, not {record:?}", db.number);
                core.breach(Law::Converge, words);
            }
        }
    }
}

/// I8: what is said of files is so, and what is so is said.
fn files(world: &World, mirror: &Mirror) {
    let core = &world.core;
    for record in mirror.kept.records.values() {
        if record.kind != model::schema::Kind::Berkas || record.text("keadaan") != Some("lengkap") {
            continue;
        }
        let Some(digest) = record.get::<FileDigest>("digest") else {
            continue;
        };
        core.decided(Law::Complete);
        if world.host.whole(record.stream.office, &digest).as_ref() != Some(&digest) {
            core.breach(
                Law::Complete,
                format!("file {digest} is said to be complete"),
            );
        }
    }
    for ((office, digest), state) in &mirror.kept.files {
        let record = mirror.kept.records.get(&RecordId::file(*office, digest));
        let said = record.and_then(|record| record.text("keadaan")) == Some("lengkap");
        if *state == ServerFile::Complete && !said {
            core.breach(
                Law::Complete,
                format!("file {digest} is complete and no op says so"),
            );
        }
    }
}
