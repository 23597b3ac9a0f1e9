//! What is *safe* (DESIGN §2, "The server may go back in time"): the device keeps its accepted ops and
//! the bytes of their files until the server names them contained in two completed backups. Until then
//! a restored server may ask for them again, and then they are here.

use crate::id::{FileDigest, FileKey, OpId, RecordId};
use crate::mutant::{Mutant, planted};
use crate::op::{Body, Edit, Op, Stream};
use crate::sync::replica::Replica;
use crate::sync::store::{Change, Entry, EntryState, FileState, LocalFile, meta};
use crate::table::Table;
use crate::wire::Safety;

/// Whether the bytes of a file can be freed on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freeable {
    /// No: they may be needed again, or are gone already.
    No,
    /// The server has them, and there is no place for backups: a person may free them knowing that.
    Knowingly,
    /// They are safe.
    Safe,
}

impl Replica {
    /// The last number of the stream that is safe; 0 if none is.
    #[must_use]
    pub fn safe_number(&self, stream: Stream) -> u64 {
        let number = self.meta(&meta::safe(stream));
        number.and_then(|text| text.parse().ok()).unwrap_or(0)
    }

    /// The last safe number of each stream of which the server named one.
    fn safe_numbers(&self) -> impl Iterator<Item = (Stream, u64)> + '_ {
        let marks = self.meta_under(meta::SAFE_PREFIX);
        marks.filter_map(|(name, text)| {
            let stream = name.strip_prefix(meta::SAFE_PREFIX)?.parse().ok()?;
            Some((stream, text.parse().ok()?))
        })
    }

    /// Whether the server has a place for backups, as last heard; none: it never said.
    #[must_use]
    pub fn has_backup_place(&self) -> Option<bool> {
        self.meta(meta::BACKUP_PLACE).map(|text| text == "1")
    }

    /// Whether the server's word that it has all bytes of the file is safe, and so the bytes are.
    #[must_use]
    pub fn is_safe_file(&self, file: &LocalFile) -> bool {
        if !matches!(file.state, FileState::OnServer | FileState::Freed) {
            return false;
        }
        let record = self.confirmed(RecordId::file(file.office, &file.digest));
        let safe = self.safe_number(Stream::work(file.office));
        record.is_some_and(|record| {
            record.text("keadaan") == Some("lengkap") && record.number <= safe
        })
    }

    /// Whether an op of the outbox is safe.
    #[must_use]
    pub fn is_safe_op(&self, entry: &Entry) -> bool {
        match entry.state {
            EntryState::Confirmed { number } => number <= self.safe_number(entry.op.op().stream),
            _ => false,
        }
    }

    /// Whether the bytes of a file can be freed.
    #[must_use]
    pub fn freeable(&self, file: &LocalFile) -> Freeable {
        if file.state != FileState::OnServer {
            Freeable::No
        } else if self.is_safe_file(file) || planted(Mutant::FreedUnsafe) {
            Freeable::Safe
        } else if self.has_backup_place() == Some(true) {
            Freeable::No
        } else {
            Freeable::Knowingly
        }
    }
}

/// Takes in what the server says of safety.
pub(super) fn heard(replica: &Replica, safety: &Safety) -> Vec<Change> {
    let mut changes = Vec::new();
    if replica.has_backup_place() != Some(safety.place) {
        let value = if safety.place { "1" } else { "0" };
        changes.push(Change::PutMeta(
            meta::BACKUP_PLACE.to_owned(),
            value.to_owned(),
        ));
    }
    for known in &safety.streams {
        if replica.safe_number(known.stream) != known.number {
            let name = meta::safe(known.stream);
            changes.push(Change::PutMeta(name, known.number.to_string()));
        }
    }
    changes
}

/// What was safe in another database says nothing of this one.
pub(super) fn forgotten(replica: &Replica) -> impl Iterator<Item = Change> + '_ {
    let marks = replica.meta_under(meta::SAFE_PREFIX);
    marks.map(|(name, _)| Change::PutMeta(name.to_owned(), String::new()))
}

/// Ops that are safe leave the outbox. One whose file isn't safe stays: only by sending it again would a
/// restored server give the file an address. So does one whose file can't be read: it may read well another time.
pub(super) fn to_forget(replica: &Replica) -> Vec<Change> {
    let is_damaged = |digest: &FileDigest| {
        let mut damaged = replica.damaged().iter();
        damaged.any(|damaged| {
            let file = damaged.place.strip_prefix("files/");
            file.is_some_and(|file| file.starts_with(digest.as_str()))
        })
    };
    let settled = |op: &Op| {
        files_of(op).iter().all(|digest| {
            match replica.file(&FileKey::new(op.stream.office, digest.clone())) {
                Some(file) => file.state == FileState::Freed || replica.is_safe_file(file),
                None => !is_damaged(digest),
            }
        })
    };
    // Asked once for all: the outbox may hold thousands, and each stream's number lies there as text.
    let numbers: Table<Stream, u64> = replica.safe_numbers().collect();
    let is_safe = |entry: &&Entry| match entry.state {
        EntryState::Confirmed { number } => numbers
            .get(&entry.op.op().stream)
            .is_some_and(|safe| number <= *safe),
        _ => false,
    };
    replica
        .entries()
        .filter(is_safe)
        .filter(|entry| settled(entry.op.op()) || planted(Mutant::ForgottenBeforeFile))
        .map(|entry| Change::RemoveEntry(entry.op.op().id))
        .collect()
}

/// Streams of which the device keeps something until it is safe.
pub(super) fn asked(replica: &Replica) -> Vec<Stream> {
    let ops = replica.entries().filter_map(|entry| {
        let at_server = matches!(
            entry.state,
            EntryState::Accepted { .. } | EntryState::Confirmed { .. }
        );
        at_server.then_some(entry.op.op().stream)
    });
    let files = replica
        .files()
        .filter(|file| file.state == FileState::OnServer && !replica.is_safe_file(file))
        .map(|file| Stream::work(file.office));
    let mut streams: Vec<Stream> = ops.chain(files).collect();
    streams.sort_unstable();
    streams.dedup();
    streams
}

/// Files that an op names: values that it adds or sets that are, or hold, a digest.
pub(super) fn files_of(op: &Op) -> Vec<FileDigest> {
    let Body::Write { edits } = &op.body else {
        return Vec::new();
    };
    let named = |edit: &Edit| match edit {
        Edit::Set { value, .. } | Edit::Add { value, .. } | Edit::Log { value, .. } => {
            let text = value.as_str().or_else(|| value["digest"].as_str())?;
            FileDigest::try_from(text.to_owned()).ok()
        }
        Edit::Remove { .. } => None,
    };
    edits.iter().filter_map(named).collect()
}

/// Keeps a receipt under the first op that it speaks of; the oldest go once there are many, and how many went
/// is remembered.
pub(super) fn receipt(replica: &Replica, op: OpId, text: String) -> Vec<Change> {
    let name = meta::receipt(op);
    let others: Vec<&str> = replica
        .meta_under(meta::RECEIPT_PREFIX)
        .map(|(name, _)| name)
        .filter(|kept| *kept != name)
        .collect();
    let surplus = (others.len() + 1).saturating_sub(RECEIPTS_KEPT);
    // Ops are named by time: the first names are the oldest.
    let oldest = others.into_iter().take(surplus);
    let mut changes: Vec<Change> = oldest
        .map(|name| Change::PutMeta(name.to_owned(), String::new()))
        .collect();
    if !changes.is_empty() {
        let gone = replica.receipts_gone() + changes.len();
        let name = meta::RECEIPTS_GONE.to_owned();
        changes.push(Change::PutMeta(name, gone.to_string()));
    }
    changes.push(Change::PutMeta(name, text));
    changes
}

/// So many receipts are kept on a device.
const RECEIPTS_KEPT: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sync::store::{Loaded, Tx};

    #[test]
    fn the_oldest_receipts_go_and_how_many_is_told() {
        let mut replica = Replica::new(Loaded::default());
        let op = |n: usize| OpId(uuid::Uuid::from_u128(n as u128));
        let mut keep = |n: usize, text: &str| {
            let changes = receipt(&replica, op(n), text.to_owned());
            replica.apply(&Tx::strict(changes));
            let kept = replica.meta_under(meta::RECEIPT_PREFIX).count();
            (kept, replica.receipts_gone())
        };
        for n in 1..=RECEIPTS_KEPT {
            assert_eq!(keep(n, "{}"), (n, 0));
        }
        assert_eq!(keep(RECEIPTS_KEPT, "{ }"), (RECEIPTS_KEPT, 0), "came again");
        assert_eq!(keep(RECEIPTS_KEPT + 1, "{}"), (RECEIPTS_KEPT, 1));
        assert_eq!(keep(RECEIPTS_KEPT + 2, "{}"), (RECEIPTS_KEPT, 2));
        let first = replica.meta_under(meta::RECEIPT_PREFIX).next().unwrap().0;
        assert_eq!(first, meta::receipt(op(3)));
    }
}
