//! The Standings of an office's cycle on a device, kept in step with what it holds: a change computes the
//! items that it bears on and what follows from these, and looks at nothing else.

use std::cell::RefCell;
use std::sync::Arc;

use super::replica::{Changed, Replica};
use crate::directory::Cycle;
use crate::id::{CycleId, FileDigest, OfficeId, RecordId};
use crate::instrument::{Instrument, Item};
use crate::mutant::{Mutant, planted};
use crate::record::Record;
use crate::schema::{Kind, Page};
use crate::score::{ItemState, Standings, standing};
use crate::table::{KeySet, Table};
use crate::view::item_state;

/// The kinds of records that make a worksheet.
const WORKSHEET: [Kind; 3] = [Kind::Jawaban, Kind::Bukti, Kind::Putusan];

/// The cycle that somebody looks at, counted when they look: what changed since the last look, and no more.
#[derive(Debug, Default)]
pub struct Counted {
    tally: RefCell<Option<Tally>>,
    since: RefCell<Changed>,
}

impl Counted {
    /// Something changed.
    pub fn changed(&self, changed: &Changed) {
        self.since.borrow_mut().join(changed);
    }

    /// Another database is looked at.
    pub fn forget(&self) {
        self.tally.replace(None);
    }

    /// The Standings of a cycle as it is for its office ([`Replica::worksheet_of`]); the same ones as long as
    /// nothing that counts has changed. `replica` is the one of which [`Self::changed`] told.
    pub fn standings(
        &self,
        replica: &Replica,
        cycle: &Cycle,
        instrument: &Arc<Instrument>,
    ) -> Arc<Standings> {
        let since = self.since.take();
        let mut tally = self.tally.borrow_mut();
        let kept = tally.take().filter(|tally| tally.is_of(cycle, instrument));
        let counted = match kept {
            Some(mut kept) => {
                kept.follow(replica, &since);
                kept
            }
            None => Tally::new(replica, cycle, instrument),
        };
        Arc::clone(tally.insert(counted).standings())
    }
}

/// Where one office's cycle stands.
#[derive(Clone, Debug)]
pub struct Tally {
    office: OfficeId,
    cycle: CycleId,
    instrument: Arc<Instrument>,
    /// Records that bear on each item: its answer, its evidence, its verdicts.
    bearing: Table<String, KeySet<RecordId>>,
    /// What each of these records bears on, as it was when it was last looked at.
    places: Table<RecordId, Place>,
    /// The files of the cycle's evidence.
    files: Table<FileDigest, File>,
    /// The same by the record in which the server says what it has.
    said: Table<RecordId, FileDigest>,
    standings: Arc<Standings>,
}

/// What a record bears on.
#[derive(Clone, Debug, Default)]
struct Place {
    items: Vec<String>,
    files: Vec<FileDigest>,
}

/// A file that evidence needs.
#[derive(Clone, Debug, Default)]
struct File {
    /// The server has it whole.
    complete: bool,
    /// Its bytes are here.
    here: bool,
    /// Whose it is.
    evidence: KeySet<RecordId>,
}

impl File {
    fn counts(&self) -> bool {
        self.complete || self.here
    }
}

impl Tally {
    /// Counts everything. `instrument` is the cycle's as it is for its office
    /// ([`Replica::worksheet_of`]).
    #[must_use]
    pub fn new(replica: &Replica, cycle: &Cycle, instrument: &Arc<Instrument>) -> Self {
        Self::counted(replica, (cycle.office, cycle.id), instrument)
    }

    fn counted(
        replica: &Replica,
        (office, cycle): (OfficeId, CycleId),
        instrument: &Arc<Instrument>,
    ) -> Self {
        let mut tally = Self {
            office,
            cycle,
            instrument: Arc::clone(instrument),
            bearing: Table::new(),
            places: Table::new(),
            files: Table::new(),
            said: Table::new(),
            standings: Arc::default(),
        };
        for record in (WORKSHEET.iter()).flat_map(|kind| replica.of_kind(kind, Some(cycle))) {
            tally.put(replica, record);
        }
        let standings = standing(instrument, &|item| tally.state(replica, item));
        tally.standings = Arc::new(standings);
        tally
    }

    /// Whether it counts this cycle under this worksheet.
    #[must_use]
    pub fn is_of(&self, cycle: &Cycle, instrument: &Arc<Instrument>) -> bool {
        (self.office, self.cycle) == (cycle.office, cycle.id)
            && Arc::ptr_eq(&self.instrument, instrument)
    }

    /// The Standings; the same ones as long as nothing that counts has changed.
    #[must_use]
    pub fn standings(&self) -> &Arc<Standings> {
        &self.standings
    }

    /// Takes in what changed in `replica` since the last call. Equal to counting everything anew. How many
    /// items were looked at.
    pub fn follow(&mut self, replica: &Replica, changed: &Changed) -> usize {
        if changed.all {
            *self = Self::counted(replica, (self.office, self.cycle), &self.instrument);
            return self.instrument.items().count();
        }
        let mut touched = KeySet::new();
        for id in &changed.records {
            // On what it bore, and on what it bears now.
            let bore = self.take(*id);
            if !planted(Mutant::TallyKeepsLost) {
                touched.extend(bore);
            }
            let record = replica.record(*id);
            if let Some(record) = record.filter(|record| self.counts(record)) {
                touched.extend(self.put(replica, record));
            }
            if let Some(digest) = self.said.get(id).cloned() {
                let complete = replica.is_complete(*id);
                touched.extend(self.turn(&digest, |file| file.complete = complete));
            }
        }
        if changed.files {
            let digests: Vec<FileDigest> = self.files.keys().cloned().collect();
            for digest in digests {
                let here = replica.holds_bytes(self.office, &digest);
                touched.extend(self.turn(&digest, |file| file.here = here));
            }
        }
        for item in &touched {
            let Some(item) = self.instrument.item(item) else {
                continue;
            };
            let now = self.state(replica, item);
            if self.standings.state(&item.id) != Some(&now) {
                Arc::make_mut(&mut self.standings).update(&self.instrument, &item.id, now);
            }
        }
        touched.len()
    }

    fn counts(&self, record: &Record) -> bool {
        WORKSHEET.contains(&record.kind)
            && (record.stream.office, record.cycle) == (self.office, Some(self.cycle))
            && !record.is_gone()
    }

    /// Notes what a record bears on; tells its items.
    fn put(&mut self, replica: &Replica, record: &Record) -> Vec<String> {
        if !self.counts(record) {
            return Vec::new();
        }
        let mut place = Place::default();
        if record.kind == Kind::Bukti {
            let items = record.members("butir").into_iter();
            place.items = items
                .filter_map(|item| Some(item.as_str()?.to_owned()))
                .collect();
            let pages = record.set::<Page>("halaman").into_iter();
            place.files = pages.map(|page| page.digest).collect();
        } else {
            place.items.extend(record.text("butir").map(str::to_owned));
        }
        for item in &place.items {
            let bearing = self.bearing.get_or_insert_with(item.clone(), KeySet::new);
            bearing.insert(record.id);
        }
        for digest in &place.files {
            if !self.files.contains_key(digest) {
                let id = RecordId::file(self.office, digest);
                let file = File {
                    complete: replica.is_complete(id),
                    here: replica.holds_bytes(self.office, digest),
                    evidence: KeySet::new(),
                };
                self.files.insert(digest.clone(), file);
                self.said.insert(id, digest.clone());
            }
            if let Some(file) = self.files.get_mut(digest) {
                file.evidence.insert(record.id);
            }
        }
        let items = place.items.clone();
        self.places.insert(record.id, place);
        items
    }

    /// Forgets what a record bore on; tells its items. Files stay known: whoever takes evidence away often
    /// puts it back.
    fn take(&mut self, id: RecordId) -> Vec<String> {
        let Some(place) = self.places.remove(&id) else {
            return Vec::new();
        };
        for item in &place.items {
            if let Some(bearing) = self.bearing.get_mut(item) {
                bearing.remove(&id);
            }
        }
        for digest in &place.files {
            if let Some(file) = self.files.get_mut(digest) {
                file.evidence.remove(&id);
            }
        }
        place.items
    }

    /// Something about a file may have changed; tells the items whose evidence counts otherwise now.
    fn turn(&mut self, digest: &FileDigest, change: impl FnOnce(&mut File)) -> Vec<String> {
        let Some(file) = self.files.get_mut(digest) else {
            return Vec::new();
        };
        let before = file.counts();
        change(file);
        if file.counts() == before {
            return Vec::new();
        }
        let places = file.evidence.iter().filter_map(|id| self.places.get(id));
        places
            .flat_map(|place| place.items.iter().cloned())
            .collect()
    }

    fn state(&self, replica: &Replica, item: &Item) -> ItemState {
        let (mut answer, mut evidence, mut verdicts) = (None, Vec::new(), Vec::new());
        let bearing = self.bearing.get(&item.id).into_iter().flatten();
        for record in bearing.filter_map(|id| replica.record(*id)) {
            match record.kind {
                Kind::Jawaban => answer = Some(record),
                Kind::Bukti => evidence.push(record),
                _ => verdicts.push(record),
            }
        }
        let complete = |digest: &FileDigest| self.files.get(digest).is_some_and(File::counts);
        item_state(item, answer, &evidence, &verdicts, &complete)
    }
}

#[cfg(test)]
mod tests;
