//! Uploading: files go after text, the small ones first, one piece at a time from the last byte that
//! the server confirmed (tus 1.0). An address that isn't valid any more is asked for by sending again
//! the op that names the file: a second arrival changes nothing else.

use super::push::{is_at_server, wanted};
use super::{Answer, Engine, Fill, Flight, Next, Surroundings, Trouble, Want};
use crate::id::{FileDigest, FileKey, RecordId};
use crate::limits::CHUNK_BYTES;
use crate::op::{Op, Stream};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::http;
use crate::sync::platform::Response;
use crate::sync::replica::Replica;
use crate::sync::retry::Retry;
use crate::sync::safe::files_of;
use crate::sync::store::{Change, DAMAGED_HERE, Entry, FileState, LocalFile, MISSING_HERE, Tx};
use crate::table::Table;
use crate::time::Millis;
use crate::wire::UploadAddress;

/// A file's address is asked for at most so often, in milliseconds.
const ASK_MS: i64 = 10 * 60 * 1000;
/// A piece that took longer than this is followed by a smaller one, so that text waits little.
const SLOW_MS: i64 = 4_000;
/// A piece that took less is followed by a larger one.
const FAST_MS: i64 = 1_500;
/// The smallest piece, in bytes.
const PIECE_MIN: usize = 64 * 1024;

/// What is known of uploads since the start.
#[derive(Debug)]
pub(super) struct Uploads {
    tries: Table<FileKey, Try>,
    piece: usize,
    /// Pauses after a request that had no answer; text has its own, so that it never waits for a file.
    retry: Retry,
    /// What stood in the way of the last request, if anything did.
    pub(super) trouble: Option<Trouble>,
    /// The file of the last request.
    pub(super) last: Option<FileKey>,
}

/// What is known of one file's upload.
#[derive(Debug, Default)]
struct Try {
    /// What the server has, as heard since the start; asked for before bytes are sent.
    offset: Option<u64>,
    retry: Retry,
    asked: Option<Millis>,
}

/// What was heard of a file.
#[derive(Debug)]
pub(super) enum Heard {
    /// The server has so many of its bytes.
    Offset(u64),
    /// The address isn't valid any more.
    Gone,
    /// The server won't take it, for that reason.
    Refused(String),
    /// Its bytes aren't on this device.
    MissingHere,
    /// Its bytes on this device aren't those that were stored.
    DamagedHere,
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            tries: Table::new(),
            piece: CHUNK_BYTES,
            retry: Retry::default(),
            trouble: None,
            last: None,
        }
    }
}

impl Uploads {
    /// What the answer to an accepted op says of the files that it names.
    pub(super) fn addressed(
        &mut self,
        replica: &Replica,
        op: &Op,
        uploads: &[UploadAddress],
        now: Millis,
    ) -> Vec<Change> {
        let mut changes = Vec::new();
        for file in replica.files().filter(|file| names(op, file)) {
            let known = self.tries.get_or_insert_with(file.key(), Default::default);
            if let Some(upload) = uploads.iter().find(|u| u.digest == file.digest) {
                known.offset = None;
                changes.extend(wanted(replica, file, upload));
            } else {
                // The server has it, or refused it; its `berkas` record says which, and comes with
                // the next pull.
                known.asked = Some(now);
                let record = RecordId::file(op.stream.office, &file.digest);
                let told = replica.confirmed(record);
                changes.extend(told.and_then(|record| told_of(file, record)));
            }
        }
        changes
    }

    /// What is heard of a file changes its entry.
    pub(super) fn heard(
        &mut self,
        replica: &Replica,
        key: &FileKey,
        heard: Heard,
        now: Millis,
    ) -> Tx {
        let Some(file) = replica.file(key).filter(|f| f.state == FileState::Local) else {
            return Tx::default();
        };
        let mut file = file.clone();
        match heard {
            Heard::Offset(offset) => {
                let offset = offset.min(file.size);
                file.sent = offset;
                if offset == file.size {
                    file.state = FileState::OnServer;
                    self.tries.remove(key);
                    return Tx::strict(vec![Change::PutFile(file)]);
                }
                Tx::relaxed(vec![Change::PutFile(file)])
            }
            Heard::Gone => {
                file.address = None;
                let asked = file.clone();
                let mut changes = vec![Change::PutFile(file)];
                changes.extend(self.ask(replica, &asked, now));
                Tx::strict(changes)
            }
            Heard::Refused(reason) => {
                file.state = FileState::Refused { reason };
                Tx::strict(vec![Change::PutFile(file)])
            }
            Heard::MissingHere | Heard::DamagedHere => {
                let reason = match heard {
                    Heard::MissingHere => MISSING_HERE,
                    _ => DAMAGED_HERE,
                };
                let reason = reason.to_owned();
                file.state = FileState::Refused { reason };
                Tx::strict(vec![Change::PutFile(file)])
            }
        }
    }

    /// A refused file is wanted again: what was known of it is forgotten.
    pub(super) fn forget(&mut self, file: &FileKey) {
        self.tries.remove(file);
    }

    /// Asks for a new address by sending again an op that names the file, unless that was done just now.
    fn ask(&mut self, replica: &Replica, file: &LocalFile, now: Millis) -> Option<Change> {
        let entry = naming(replica, file)?;
        let known = self.tries.get_or_insert_with(file.key(), Default::default);
        if known.asked.is_some_and(|asked| asked.plus(ASK_MS) > now) {
            return None;
        }
        known.asked = Some(now);
        known.offset = None;
        Some(entry.asked_again())
    }

    /// A request had no answer: pause, ask how far the file is, and let the next piece be smaller.
    pub(super) fn unanswered(&mut self, file: FileKey, now: Millis, random: u32) {
        self.tries.get_or_insert_with(file, Default::default).offset = None;
        self.retry.failed(now, random);
        self.trouble = Some(Trouble::Net);
        self.slower();
    }

    fn slower(&mut self) {
        self.piece = (self.piece / 2).max(PIECE_MIN);
    }

    /// The server asked for a pause of this file.
    pub(super) fn told(&mut self, file: FileKey, now: Millis, pause_ms: i64) {
        let known = self.tries.get_or_insert_with(file, Default::default);
        known.offset = None;
        known.retry.told(now, pause_ms);
        self.trouble = Some(Trouble::Server);
    }

    /// The clock was set back: moments from before mean nothing any more.
    pub(super) fn set_back(&mut self) {
        self.retry.set_back();
        for known in self.tries.values_mut() {
            known.retry.set_back();
            known.asked = None;
        }
    }

    /// Pauses end.
    pub(super) fn wake(&mut self) {
        self.retry.wake();
        self.tries.values_mut().for_each(|known| known.retry.wake());
    }
}

impl Engine {
    /// The next step of an upload, or when there may be one.
    pub(super) fn upload(
        &mut self,
        replica: &Replica,
        around: Surroundings,
    ) -> (Option<Next>, Option<Millis>) {
        let (now, sending) = (around.now, replica.sending());
        let mut files: Vec<&LocalFile> = replica
            .files()
            .filter(|file| file.state == FileState::Local)
            .filter(|file| !sending.keeps_back(file, around.metered))
            .collect();
        if files.is_empty() {
            // What stood in the way of the last one says nothing of the next.
            self.uploads.trouble = None;
        }
        if let Some(until) = self.uploads.retry.pause(now) {
            let waits = !files.is_empty();
            return (None, waits.then_some(until));
        }
        files.sort_by_key(|file| file.turn());
        let mut due: Option<Millis> = None;
        for file in files {
            let known = self
                .uploads
                .tries
                .get_or_insert_with(file.key(), Default::default);
            if let Some(until) = known.retry.pause(now) {
                due = Some(due.map_or(until, |due| due.min(until)));
                continue;
            }
            let Some(address) = &file.address else {
                if self.unsigned.is_none()
                    && let Some(change) = self.uploads.ask(replica, file, now)
                {
                    return (Some(Next::Commit(Tx::relaxed(vec![change]))), None);
                }
                continue;
            };
            self.uploads.last = Some(file.key());
            let want = match known.offset {
                None => {
                    self.flight = Some(Flight::Head(file.key()));
                    let request = http::upload_head(address);
                    let fill = Fill::Nothing;
                    Want { request, fill }
                }
                Some(offset) => {
                    self.flight = Some(Flight::Patch {
                        file: file.key(),
                        from: offset,
                    });
                    piece(file, address, offset, self.uploads.piece)
                }
            };
            return (Some(Next::Send(want)), None);
        }
        (None, due)
    }

    /// How a step of an upload went; `from` is the first byte that was sent, if any was.
    pub(super) fn heard_upload(
        &mut self,
        file: FileKey,
        from: Option<u64>,
        response: &Response,
        now: Millis,
        random: u32,
    ) {
        let known = self
            .uploads
            .tries
            .get_or_insert_with(file.clone(), Default::default);
        let heard = match http::offset(response) {
            http::Heard::Ok(offset) if from.is_none_or(|from| offset > from) => {
                known.offset = Some(offset);
                known.retry.worked();
                self.uploads.retry.worked();
                self.uploads.trouble = None;
                self.pace(from.is_some(), now);
                Heard::Offset(offset)
            }
            http::Heard::Problem(404 | 410, _) => Heard::Gone,
            http::Heard::Problem(460 | 422 | 413, problem) => {
                Heard::Refused(http::code_text(problem.code))
            }
            // Another offset, another sender, a server in trouble: ask anew how far it is, later.
            _ => {
                known.offset = None;
                known.retry.failed(now, random);
                // Our server names its version of tus in each answer: what doesn't is a captive portal, or a
                // proxy before a server that is down.
                let is_ours = response.header("tus-resumable").is_some();
                self.uploads.trouble = Some(if is_ours {
                    Trouble::of(response.status)
                } else {
                    Trouble::Net
                });
                return;
            }
        };
        self.answer = Some(Answer::File(file, heard));
    }

    /// Fits the size of the next piece to how long the last one took.
    fn pace(&mut self, sent: bool, now: Millis) {
        let took_ms = now.0.saturating_sub(self.flight_began.0);
        if sent && took_ms > SLOW_MS {
            self.uploads.slower();
        } else if sent && took_ms < FAST_MS {
            self.uploads.piece = (self.uploads.piece * 2).min(CHUNK_BYTES);
        }
    }
}

/// The request for the bytes from `offset` on: at most `longest`, and never beyond their chunk.
fn piece(file: &LocalFile, address: &str, offset: u64, longest: usize) -> Want {
    let chunk = CHUNK_BYTES as u64;
    let index = u32::try_from(offset / chunk).unwrap_or(u32::MAX);
    let from = usize::try_from(offset % chunk).unwrap_or(0);
    let rest = usize::try_from(file.size - offset).unwrap_or(usize::MAX);
    let fill = Fill::Chunk {
        capture: file.capture,
        index,
        from,
        len: longest.min(CHUNK_BYTES - from).min(rest),
    };
    let request = http::upload_patch(file, address, offset);
    Want { request, fill }
}

/// Whether an op names a file: the same bytes may be another office's too, and that is another file.
pub(crate) fn names(op: &Op, file: &LocalFile) -> bool {
    op.stream.office == file.office && files_of(op).contains(&file.digest)
}

/// A file that was refused, or never gets through, is to be sent again, to an address that the server gives
/// anew. Nothing if the server has it, or its bytes aren't here, or no op that names it is on the server.
pub(crate) fn again(replica: &Replica, key: &FileKey) -> Option<Vec<Change>> {
    let file = replica.file(key)?;
    match &file.state {
        FileState::Local => {}
        FileState::Refused { reason } if reason != MISSING_HERE => {}
        _ => return None,
    }
    let entry = naming(replica, file)?;
    let file = LocalFile {
        state: FileState::Local,
        address: None,
        sent: 0,
        ..file.clone()
    };
    let changes = vec![Change::PutFile(file), entry.asked_again()];
    Some(changes)
}

/// The latest op naming the file that the server has.
fn naming<'a>(replica: &'a Replica, file: &LocalFile) -> Option<&'a Entry> {
    let mut at_server = replica
        .entries()
        .rev()
        .filter(|entry| is_at_server(&entry.state));
    at_server.find(|entry| names(entry.op.op(), file))
}

/// Files of a stream, read from nothing to its end, that count as sent and of which no record says so:
/// the server has forgotten them (a copy of it was put back). Their ops are sent again for an address.
pub(super) fn unsaid<'a>(
    replica: &Replica,
    stream: Stream,
    told: impl Fn(RecordId) -> Option<&'a Record>,
) -> Vec<Change> {
    let sent = replica.files().filter(|file| {
        Stream::work(file.office) == stream
            && file.state == FileState::OnServer
            && told(RecordId::file(file.office, &file.digest)).is_none()
    });
    let sent: Vec<&LocalFile> = sent.collect();
    // Each of them: the server may have forgotten the latest as well, and refuse it now.
    let names_one = |entry: &&Entry| {
        is_at_server(&entry.state) && sent.iter().any(|file| names(entry.op.op(), file))
    };
    replica
        .entries()
        .filter(names_one)
        .map(Entry::asked_again)
        .collect()
}

/// What a record that comes from the server says of a file that is here.
pub(super) fn told(replica: &Replica, record: &Record) -> Option<Change> {
    if record.kind != Kind::Berkas {
        return None;
    }
    let digest: FileDigest = record.get("digest")?;
    told_of(
        replica.file(&FileKey::new(record.stream.office, digest))?,
        record,
    )
}

fn told_of(file: &LocalFile, record: &Record) -> Option<Change> {
    let state = match record.text("keadaan")? {
        "lengkap" if file.state == FileState::Freed => return None,
        "lengkap" => FileState::OnServer,
        "ditolak" => FileState::Refused {
            reason: record.text("alasan").unwrap_or("refused").to_owned(),
        },
        _ => return None,
    };
    (file.state != state).then(|| {
        let sent = match state {
            FileState::OnServer => file.size,
            _ => file.sent,
        };
        Change::PutFile(LocalFile {
            sent,
            state,
            ..file.clone()
        })
    })
}
