//! What lies on devices and hasn't reached the server: what waits here for too long, what the badge of
//! the app counts, and in which order who leads an office sees its devices.

use serde::{Deserialize, Serialize};

use crate::id::{FileKey, PersonId, RecordId};
use crate::instrument::Item;
use crate::op::{Op, Stream};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::engine::names;
use crate::sync::line::SyncLine;
use crate::sync::replica::Replica;
use crate::sync::safe::Freeable;
use crate::sync::store::{Change, Entry, EntryState, FileState, LocalFile, StoreError, meta};
use crate::time::Millis;
use crate::view::{MAIN_LAYER, OpenConflict};
use crate::wire::{DeviceReport, DeviceRow};

/// What waits for longer than this says so with its age, in milliseconds: three days.
pub const OVERDUE_MS: i64 = 3 * Millis::DAY;

/// What has waited here for three days or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overdue {
    /// How many ops and files.
    pub count: usize,
    /// Since when the oldest waits, by this device's clock.
    pub since: Millis,
}

/// What is known of a store that the browser emptied.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Emptied {
    /// When this was noticed, by this device's clock.
    pub at: Millis,
    /// What the server had last heard of it: what waited here, and when that was said.
    pub heard: Option<(DeviceReport, Millis)>,
    /// Whether the server was asked: until then the device says nothing of itself that would replace what it had heard.
    #[serde(default)]
    pub asked: bool,
    /// What became of it where memory still had it ([`crate::sync::Node::keep_anew`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rescued: Option<Rescued>,
}

/// What a store that was emptied under an open tab held and the server lacked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rescued {
    /// Ops that were kept anew.
    pub ops: usize,
    /// Files whose bytes are lost.
    pub files_lost: usize,
}

impl Emptied {
    /// Whether something that was only here is known to be lost.
    #[must_use]
    pub fn lost_some(&self) -> bool {
        self.heard
            .is_some_and(|(report, _)| report.waiting + report.attention > 0)
    }

    /// As it is kept under a name.
    ///
    /// # Errors
    /// [`StoreError::Other`] if it can't be written.
    pub fn kept(&self, name: &str) -> Result<Change, StoreError> {
        let text = serde_json::to_string(self);
        let text = text.map_err(|error| StoreError::Other(error.to_string()))?;
        Ok(Change::PutMeta(name.to_owned(), text))
    }

    /// It was emptied, whether or not the note can be read.
    fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }
}

/// Whether something that waits since then has waited too long.
#[must_use]
pub fn is_overdue(since: Millis, now: Millis) -> bool {
    now.0.saturating_sub(since.0) >= OVERDUE_MS
}

/// What the badge on the app's icon counts: things that need the person. A sign-in without which nothing
/// is sent, a foreign session, a full, an emptied and a revoked device are one each; `conflicts` are those that the person is
/// part of.
#[must_use]
pub fn badge(line: SyncLine, replica: &Replica, conflicts: usize) -> usize {
    let stops = matches!(
        line,
        SyncLine::NeedsSignIn { .. }
            | SyncLine::BadKey { .. }
            | SyncLine::OtherPerson
            | SyncLine::StorageFull { .. }
            | SyncLine::Emptied { .. }
            | SyncLine::Revoked { .. }
    );
    replica.attention().total() + conflicts + usize::from(stops)
}

/// The order in which devices are listed: what waits the longest first, then what needs its person, then
/// the rest by when they were last seen.
pub fn sort_devices(rows: &mut [DeviceRow]) {
    rows.sort_by_key(|row| {
        let said = row.report.and_then(|(report, _)| report.since);
        let kept = row.held.map(|(_, since)| since);
        let since = said.into_iter().chain(kept).min();
        let since = since.unwrap_or(Millis(i64::MAX));
        (!row.holds(), since, std::cmp::Reverse(row.seen), row.device)
    });
}

impl Replica {
    /// Whether the person wants to hear no more of what a device of theirs last said. Once it says something anew it is
    /// there again.
    #[must_use]
    pub fn is_quiet(&self, row: &DeviceRow) -> bool {
        let until = self.meta(&meta::quiet(row.device));
        let until: Option<i64> = until.and_then(|until| until.parse().ok());
        row.report
            .is_some_and(|(_, at)| until.is_some_and(|until| at.0 <= until))
    }

    /// Whether the browser emptied this device's store, and its person hasn't read so yet.
    #[must_use]
    pub fn is_emptied(&self) -> bool {
        self.meta(meta::EMPTIED).is_some()
    }

    /// That the browser emptied this device's store, until its person has read so.
    #[must_use]
    pub fn emptied(&self) -> Option<Emptied> {
        self.meta(meta::EMPTIED).map(Emptied::read)
    }

    /// That the browser once emptied this device's store, also after its person has read so: for as long as the store
    /// lives, what it had before is nowhere here.
    #[must_use]
    pub fn emptied_once(&self) -> Option<Emptied> {
        let mut notes = meta::EMPTIED_NOTES.iter();
        notes.find_map(|name| self.meta(name)).map(Emptied::read)
    }

    /// What has waited here for three days or more, by this device's clock.
    #[must_use]
    pub fn overdue(&self, now: Millis) -> Option<Overdue> {
        let ops = self.entries().filter(|entry| entry.state.is_unsent());
        let files = self.going_files();
        let moments = ops
            .map(|entry| entry.op.op().at)
            .chain(files.map(|file| file.captured))
            .filter(|at| is_overdue(*at, now));
        let (count, since) = moments.fold((0, Millis(i64::MAX)), |(count, since), at| {
            (count + 1, since.min(at))
        });
        (count > 0).then_some(Overdue { count, since })
    }

    /// Files of which only this device has all bytes, and that go to the server by themselves. One that only
    /// refused, held or let go ops name isn't among them: it stays with these, and goes once one of them does.
    pub fn going_files(&self) -> impl Iterator<Item = &LocalFile> {
        let is_out =
            |entry: &Entry| entry.state.needs_attention() || entry.state == EntryState::Discarded;
        // Nearly always nothing was refused: then no file is looked for in any op.
        let some_out = self.entries().any(is_out);
        let stays = move |file: &LocalFile| {
            let mut naming = self.entries().filter(|entry| names(entry.op.op(), file));
            naming
                .next()
                .is_some_and(|first| is_out(first) && naming.all(is_out))
        };
        self.files()
            .filter(move |file| file.state == FileState::Local && !(some_out && stays(file)))
    }

    /// Everything in which two people differ, of which a page shows and settles it.
    pub fn conflicts(&self) -> impl Iterator<Item = OpenConflict> + '_ {
        let kinds = OpenConflict::KINDS.iter();
        kinds
            .flat_map(|kind| self.all_of_kind(kind))
            .filter_map(OpenConflict::read)
    }

    /// Whether the person let a refused file go: nothing is asked of them about it any more. Its bytes stay.
    #[must_use]
    pub fn is_let_go(&self, file: &FileKey) -> bool {
        self.meta(&meta::let_go(file)).is_some()
    }

    /// Whether a file was refused and still waits for its person. It doesn't once no evidence names it any more:
    /// they put another one in its place or let it go, perhaps on another device.
    #[must_use]
    pub fn is_refused(&self, file: &LocalFile) -> bool {
        matches!(file.state, FileState::Refused { .. })
            && !self.is_let_go(&file.key())
            && (self.is_named(file) || !self.caught_up(Stream::work(file.office)))
    }

    /// Whether evidence shows the file, or what waits here would have it do so.
    fn is_named(&self, file: &LocalFile) -> bool {
        let shows = |record: &Record| {
            let pages = record.fields.get("halaman").map(|field| &field.writes);
            let digest = file.digest.as_str();
            record.stream.office == file.office
                && pages.is_some_and(|pages| {
                    let mut pages = pages.iter();
                    pages.any(|page| page.value["digest"].as_str() == Some(digest))
                })
        };
        let mut waits = self.entries().filter(|entry| {
            let state = &entry.state;
            state.is_unsent() || state.needs_attention()
        });
        waits.any(|entry| names(entry.op.op(), file)) || self.all_of_kind(&Kind::Bukti).any(shows)
    }

    /// Whether a person leads any office (their devices are listed for them).
    #[must_use]
    pub fn leads_any(&self, person: PersonId) -> bool {
        let directory = self.directory();
        directory
            .grants_of(person)
            .any(|grant| crate::rights::leads(directory, person, grant.office))
    }

    /// The item that an op about an answer or a verdict is of. Where neither op nor record says it (a
    /// record that went with a withdrawn role), the record's name does: it follows from the item.
    #[must_use]
    pub fn item_of(&self, op: &Op) -> Option<&Item> {
        let (office, cycle) = (op.stream.office, op.cycle?);
        if !matches!(op.record.kind, Kind::Jawaban | Kind::Putusan) {
            return None;
        }
        let answer = op.record.kind == Kind::Jawaban;
        let named = |item: &&Item| {
            let name = if answer {
                RecordId::answer(office, cycle, &item.id)
            } else {
                RecordId::verdict(office, cycle, &item.id, MAIN_LAYER)
            };
            name == op.record.id
        };
        self.documents()
            .find_map(|instrument| instrument.items().find(named))
    }
}

/// What files take on a device, by what can be done about it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Room {
    /// Bytes that only this device has.
    pub here: u64,
    /// Bytes that the server has too, and may yet lose.
    pub server: u64,
    /// Bytes that are safe: they can be freed without a thought.
    pub safe: u64,
    /// Of [`Self::server`]: bytes that a person may free knowingly, because no backup will ever hold them.
    pub knowingly: u64,
}

/// The person's limit where they set none: 1 GB.
pub const ROOM_LIMIT: u64 = 1_000_000_000;

impl Room {
    /// Everything.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.here + self.server + self.safe
    }

    /// Whether files take more than the person wants.
    #[must_use]
    pub fn is_past(&self, limit: Option<u64>) -> bool {
        limit.is_some_and(|limit| self.all() > limit)
    }
}

impl Replica {
    /// What files take on this device.
    #[must_use]
    pub fn room(&self) -> Room {
        self.files().fold(Room::default(), |mut room, file| {
            match file.state {
                FileState::Local | FileState::Refused { .. } => room.here += file.size,
                FileState::OnServer => self.add_on_server(&mut room, file),
                FileState::Freed => {}
            }
            room
        })
    }

    fn add_on_server(&self, room: &mut Room, file: &LocalFile) {
        match self.freeable(file) {
            Freeable::Safe => room.safe += file.size,
            Freeable::Knowingly => {
                room.server += file.size;
                room.knowingly += file.size;
            }
            Freeable::No => room.server += file.size,
        }
    }
}

#[cfg(test)]
mod tests;
