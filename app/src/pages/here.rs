//! What field pages ask again and again: where one is, what it is called, whether one may.

use leptos::prelude::*;
use model::directory::{Cycle, Office};
use model::id::{CycleId, FileDigest, FileKey, OfficeId, PersonId, RecordId};
use model::reject::Rejection;
use model::rights::{self, Action};
use model::score::{self, Standing};
use model::sync::store::{FileState, STOPPED_HERE};
use model::sync::{Replica, SyncLine};
use model::time::{Date, Millis, Zone};
use model::view::{Evidence, FileStatus};

use crate::engine::Engine;
use crate::i18n::Texts;
use crate::i18n::format::whole_percent;
use crate::ui::{FileShow, Parts, SealState, SyncWords};

/// The office and cycle that is looked at, and who looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Here {
    /// Who.
    pub me: PersonId,
    /// The office.
    pub office: Office,
    /// The cycle.
    pub cycle: Cycle,
}

impl Here {
    /// The office's id.
    #[must_use]
    pub fn office_id(&self) -> OfficeId {
        self.office.id
    }

    /// The cycle's id.
    #[must_use]
    pub fn cycle_id(&self) -> CycleId {
        self.cycle.id
    }

    /// The date in the office.
    #[must_use]
    pub fn today(&self, now: Millis) -> Date {
        self.office.zone.date(now)
    }

    /// Whether the one who looks may do something here, in one of these areas.
    ///
    /// # Errors
    /// Why not.
    pub fn may(&self, engine: Engine, action: Action, areas: &[&str]) -> Result<(), Rejection> {
        // A closed cycle is read, and nothing else.
        if !self.cycle.open && !matches!(action, Action::Read | Action::Open) {
            return Err(Rejection::CycleClosed);
        }
        engine.read(|device| {
            rights::check(device.directory(), self.me, action, self.office.id, areas)
        })
    }

    /// Whether the table lets them do it in each of these areas (tracked).
    #[must_use]
    pub fn may_each(&self, engine: Engine, action: Action, areas: &[&str]) -> bool {
        engine.read(|device| {
            let (directory, areas) = (device.directory(), areas.iter().copied());
            rights::check_each(directory, self.me, action, self.office.id, areas).is_ok()
        })
    }
}

/// Where one is (tracked); nothing until somebody works here and the office has a cycle.
#[must_use]
pub fn here(engine: Engine) -> Option<Here> {
    let (me, office, cycle) = (engine.person()?, engine.office()?, engine.cycle()?);
    engine.read(|device| {
        let directory = device.directory();
        Some(Here {
            me,
            office: directory.office(office)?.clone(),
            cycle: directory.cycle(cycle)?.clone(),
        })
    })
}

/// Looks at the office and the cycle whose record a page is about: a link leads to where the record is,
/// whichever were looked at before.
pub fn follow(engine: Engine, id: Memo<Option<RecordId>>) {
    let place = Memo::new(move |_| {
        let id = id.get()?;
        engine.read(|device| {
            let record = device.record(id)?;
            Some((record.stream.office, record.cycle))
        })
    });
    Effect::new(move || {
        let Some((office, cycle)) = place.get() else {
            return;
        };
        if untrack(|| engine.office()) != Some(office) {
            engine.look_at(office);
        }
        if let Some(cycle) = cycle.filter(|cycle| untrack(|| engine.cycle()) != Some(*cycle)) {
            engine.look_at_cycle(cycle);
        }
    });
}

/// Whether there are offices below those that the person has a role in: the roll-up is theirs (tracked).
#[must_use]
pub fn reaches_below(engine: Engine) -> bool {
    let person = engine.person();
    engine.read(|device| {
        let directory = device.directory();
        person.is_some_and(|person| directory.reached(person).next().is_some())
    })
}

/// Whether the person administers an office: its instruments and cycles are theirs to keep (tracked).
#[must_use]
pub fn administers(engine: Engine) -> bool {
    let Some(person) = engine.person() else {
        return false;
    };
    engine.read(|device| {
        let directory = device.directory();
        let may =
            |office| rights::check(directory, person, Action::Administer, office, &[]).is_ok();
        directory.grants_of(person).any(|grant| may(grant.office))
    })
}

/// The zone of the office that is looked at (tracked).
#[must_use]
pub fn zone(engine: Engine) -> Zone {
    let office = engine.office();
    engine.read(|device| {
        let office = office.and_then(|office| device.directory().office(office));
        office.map(|office| office.zone).unwrap_or_default()
    })
}

/// What the sync line says, in words.
#[must_use]
pub fn sync_words(t: &'static Texts, engine: Engine) -> Signal<SyncWords> {
    Memo::new(move |_| {
        let (now, zone) = (engine.now(), zone(engine));
        let held = engine.in_memory();
        if held > 0 {
            return SyncWords::in_memory(t, held);
        }
        let line = engine.line();
        let mut words = SyncWords::of(t, line, now, zone);
        // How far the file is that goes now.
        if let SyncLine::Sending { .. } = line {
            words.more = engine.under_way().map(|file| {
                let share = t.percent(file.sent, file.size);
                format!("{} {share}", clipped(&file.name))
            });
        }
        // What needs its person isn't all: the rest goes on waiting.
        if let SyncLine::NeedsAttention(_) = line
            && let waiting @ 1.. = engine.read(Replica::waiting)
        {
            let more = words.more.take().unwrap_or_default();
            words.more = Some(format!("{more}, {}", (t.umum.sync.wait)(waiting)));
        }
        // What only waits says since when, once that is days.
        if let SyncLine::StoredHere { .. }
        | SyncLine::KeptBack { .. }
        | SyncLine::ServerTrouble { .. } = line
            && let Some(overdue) = engine.read(|device| device.overdue(now))
        {
            let day = t.past_day(zone.date(overdue.since), zone.date(now));
            let since = (t.simpanan().since)(&day);
            let more = words.more.take().map(|more| format!("{more} {since}"));
            words.more = more.or(Some(since));
        }
        words
    })
    .into()
}

/// The longest file name that the sync line shows whole, in letters.
const NAME_LETTERS: usize = 24;

/// A file's name as far as the sync line has room for it.
fn clipped(name: &str) -> String {
    match name.char_indices().nth(NAME_LETTERS) {
        Some((end, _)) => format!("{}…", name[..end].trim_end()),
        None => name.to_owned(),
    }
}

/// What people call a person: "Anda" for the one who reads.
#[must_use]
pub fn name_of(t: &Texts, device: &Replica, me: Option<PersonId>, person: PersonId) -> String {
    if me == Some(person) {
        return t.umum.you.to_owned();
    }
    full_name(t, device, person)
}

/// A person's name, also that of the one who reads.
#[must_use]
pub fn full_name(t: &Texts, device: &Replica, person: PersonId) -> String {
    if person == PersonId::SISTEM {
        return t.umum.system.to_owned();
    }
    let known = device.directory().person(person);
    known.map_or_else(|| t.umum.someone.to_owned(), |person| person.name.clone())
}

/// A Standing as a picture takes it.
#[must_use]
pub fn parts(standing: Standing) -> Parts {
    Parts {
        verified: standing.verified,
        evidenced: standing.evidenced_only,
        claimed: standing.claimed_only,
        whole: standing.weight,
    }
}

/// A seal as it is drawn.
#[must_use]
pub fn seal(seal: score::Seal) -> SealState {
    match seal {
        score::Seal::Verified => SealState::Verified,
        score::Seal::Adjusted => SealState::Adjusted,
        score::Seal::Evidenced => SealState::Evidenced,
        score::Seal::Claimed => SealState::Claimed,
        score::Seal::Missing => SealState::Missing,
        score::Seal::Returned => SealState::Returned,
        score::Seal::Stale => SealState::Stale,
    }
}

/// [`Replica::has_file`] of an office, as views ask it.
pub fn complete_here(device: &Replica, office: OfficeId) -> impl Fn(&FileDigest) -> bool + '_ {
    move |digest| device.has_file(office, digest)
}

/// Where one file stands, seen from this device.
#[must_use]
pub fn file_show(
    device: &Replica,
    office: OfficeId,
    digest: &FileDigest,
    online: bool,
) -> FileShow {
    if let Some(file) = device.file(&FileKey::new(office, digest.clone())) {
        match &file.state {
            FileState::OnServer => return FileShow::Sent,
            FileState::Freed => return FileShow::Freed,
            FileState::Refused { reason } if reason == STOPPED_HERE => return FileShow::Stopped,
            FileState::Refused { .. } => return FileShow::Refused,
            FileState::Local if file.sent > 0 => {
                let share = whole_percent(file.sent, file.size).min(99);
                return if online {
                    FileShow::Sending(share)
                } else {
                    FileShow::Paused(share)
                };
            }
            FileState::Local => return FileShow::Waiting,
        }
    }
    let said = device.record(RecordId::file(office, digest));
    match said.and_then(FileStatus::read) {
        Some(status) if status.is_complete() => FileShow::Sent,
        Some(_) => FileShow::Refused,
        // Its author's device hasn't sent it yet.
        None => FileShow::Elsewhere,
    }
}

/// Where a piece of evidence stands: what is worst of its pages, else of its own record.
#[must_use]
pub fn evidence_show(
    device: &Replica,
    office: OfficeId,
    piece: &Evidence,
    online: bool,
) -> FileShow {
    let refused = device
        .entries_about(piece.id)
        .any(|entry| entry.state.needs_attention());
    if refused {
        return FileShow::Refused;
    }
    let rank = |show: &FileShow| match show {
        FileShow::Refused => 0,
        FileShow::Stopped => 1,
        FileShow::Preparing => 2,
        FileShow::Sending(_) | FileShow::Paused(_) => 3,
        FileShow::Waiting => 4,
        FileShow::Elsewhere => 5,
        FileShow::Freed => 6,
        FileShow::Sent => 7,
    };
    let own = if device.is_unsent(piece.id) {
        FileShow::Waiting
    } else {
        FileShow::Sent
    };
    let pages = piece
        .pages
        .iter()
        .map(|page| file_show(device, office, &page.digest, online));
    pages.chain([own]).min_by_key(rank).unwrap_or(own)
}

/// Whether files are on their way right now (tracked): a part that was sent goes on, or rests.
#[must_use]
pub fn is_sending(engine: Engine) -> bool {
    matches!(engine.line(), SyncLine::Sending { .. })
}

/// The small picture of a piece of evidence: of its first page.
#[must_use]
pub fn picture_of(engine: Engine, piece: &Evidence) -> Signal<Option<String>> {
    let digest = piece.pages.first().map(|page| page.digest.clone());
    Signal::derive(move || engine.thumb(digest.as_ref()?))
}

/// The icon of a piece of evidence without a picture.
#[must_use]
pub fn evidence_icon(piece: &Evidence) -> &'static str {
    if !piece.pages.is_empty() {
        "file"
    } else if piece.link.is_some() {
        "link"
    } else {
        "note"
    }
}

/// What an area is called: by the app's words, else by the worksheet's.
#[must_use]
pub fn area_name(t: &Texts, instrument: &model::instrument::Instrument, area: &str) -> String {
    let known = (t.umum.area)(area).or_else(|| instrument.area_title(area));
    known.unwrap_or(area).to_owned()
}
