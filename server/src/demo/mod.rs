//! The demo: the year 2026 of one office, as seen on 24 November, the same each time.
//!
//! The story is data ([`people`], [`plan`], [`story`]); [`script`] turns it into ops, each stated by the
//! person who would state it and judged by the rules like any other; [`fill`] has the server take them.
//! Ids follow from names and places in the story, moments from its calendar, salts from a seed.

mod board;
mod evidence;
mod last_year;
mod paper;
mod pen;
mod people;
mod plan;
mod riwayat;
mod script;
mod story;
mod worksheet;

use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use model::directory::Directory;
use model::instrument::{Instrument, InstrumentError};
use model::op::{OpError, SealedOp};
use model::reject::Rejection;
use model::time::{Millis, Zone};
use model::wire::Outcome;

use crate::clock::{Ambient as _, Seeded, System};
use crate::intake::IntakeError;
use crate::serve::{App, Config, ServeError};
use crate::signin::SignInError;
use crate::sistem::SistemError;
use crate::store::StoreError;
use crate::store::log::Wanted;
use crate::store::uploads::{Address, File, FileState};
use crate::sync::{Arrival as OpArrival, LedgerError};

use board::{DEVICES, device, moment};
use pen::{Arrival, Step};
pub use people::{OFFICES, PASSWORD, PEOPLE, Place, Someone, office, person};

/// The demo's worksheet: LKE Zona Integritas, PermenPANRB 90/2021.
pub use crate::instruments::LKE_ZI as INSTRUMENT;

/// A demo made after its cycles' close leaves them open for so long.
const OPEN_DAYS: i64 = 21;
/// And gives so many days of grace, as the story does.
const GRACE_DAYS: i64 = 5;

/// Why the demo wasn't written.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The folder is somebody's.
    #[error(
        "this data folder holds other people ({name}…): the demo goes into a folder of its own, name one with --data"
    )]
    OtherPeople {
        /// One of them.
        name: String,
    },
    /// It holds the demo as another version of this program wrote it.
    #[error(
        "this data folder holds the demo of another version of Bukti: name a new folder with --data, or remove this one"
    )]
    OtherVersion,
    /// The rules refuse a part of the story: a bug of this program.
    #[error("the demo's op {op} is refused: {rejection}")]
    Rejected {
        /// Which op.
        op: String,
        /// Why.
        rejection: Rejection,
    },
    /// A part of the story waits: a bug of this program.
    #[error("the demo's op {0} waits and can't be taken")]
    Waits(String),
    /// The built-in worksheet can't be read: a bug of this program.
    #[error("the built-in worksheet can't be read: {0}")]
    Instrument(#[from] InstrumentError),
    /// An op can't be written down.
    #[error(transparent)]
    Op(#[from] OpError),
    /// The data folder can't be opened.
    #[error(transparent)]
    Open(#[from] ServeError),
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A cycle couldn't be kept open.
    #[error("a cycle of the demo couldn't be kept open: {0}")]
    Cycle(#[from] SistemError),
    /// A file wasn't taken.
    #[error("a file of the demo wasn't taken: {0}")]
    File(#[from] IntakeError),
    /// A password wasn't set.
    #[error("a password of the demo wasn't set: {0}")]
    Password(#[from] SignInError),
}

/// What a run of the demo did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filled {
    /// The story was written.
    New,
    /// It was there already.
    Already,
}

/// The story's now: 24 November 2026, 09.45 in western Indonesia.
fn today() -> Millis {
    let (_, month, day) = story::TODAY;
    moment(month, day, 9, 45)
}

/// Whether demo people, whose password is public, are among these.
#[must_use]
pub fn has_demo_people(directory: &Directory) -> bool {
    let is_demo = |who: &Someone| directory.person(person(who.login)).is_some();
    PEOPLE.iter().any(is_demo)
}

/// Fills a data folder with the demo.
///
/// # Errors
/// [`DemoError`]; a run that was cut off goes on where it stopped.
pub async fn fill(data: &Path) -> Result<Filled, DemoError> {
    let config = Config {
        data: data.to_owned(),
        ..Config::default()
    };
    // A new database takes its epoch from true randomness: a browser that knows an earlier demo must
    // not take this one for the same.
    drop(App::open(config.clone()).await?);
    let clock = Arc::new(Seeded::new("bukti demo", today()));
    let app = App::open_at(config, clock.clone()).await?;
    let filled = fill_app(&app, &clock).await?;
    // Each run at its own moment, so that what it states has a name of its own.
    let now = System.now();
    clock.set(now);
    keep_open(&app, now).await?;
    Ok(filled)
}

/// Who looks at the demo after its calendar has passed still finds open cycles: they then close three
/// weeks from now. The story itself stays as it is.
///
/// # Errors
/// [`DemoError`].
pub async fn keep_open(app: &App, now: Millis) -> Result<(), DemoError> {
    let ledger = app.ledger();
    for key in board::WITH_CYCLE {
        let cycle = board::cycle(key);
        let known = ledger.directory().await?.cycle(cycle).cloned();
        let today = Zone::Wib.date(now);
        let Some(closes) = known.and_then(|known| known.closes) else {
            continue;
        };
        if closes < today {
            let last = today.plus_days(OPEN_DAYS);
            ledger
                .set_grace(cycle, Some(last.plus_days(GRACE_DAYS)))
                .await?;
            ledger.set_close(cycle, last).await?;
        }
    }
    Ok(())
}

/// Fills an open app, whose clock is the given one.
///
/// # Errors
/// [`DemoError`].
pub async fn fill_app(app: &App, clock: &Seeded) -> Result<Filled, DemoError> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let is_demo = |id| PEOPLE.iter().any(|who| person(who.login) == id);
    if let Some(other) = directory.people().find(|other| !is_demo(other.id)) {
        let name = other.name.clone();
        return Err(DemoError::OtherPeople { name });
    }
    let (this_year, before) = (INSTRUMENT, crate::instruments::LKE_RB);
    ledger.put_instrument(this_year).await?;
    ledger.put_instrument(before).await?;
    let steps = script::script(&Instrument::parse(this_year)?, &Instrument::parse(before)?)?;
    if is_written(app, &steps).await? {
        return Ok(Filled::Already);
    }
    for batch in batches(&steps) {
        match batch {
            Batch::Ops(ops) => state(app, &ops).await?,
            Batch::File(arrival) => {
                clock.set(arrival.at);
                bring(app, arrival).await?;
            }
        }
    }
    clock.set(moment(1, 2, 10, 0));
    // What the year before came to, as `bukti cycle close` writes it down.
    ledger.take_past(last_year::cycle()).await?;
    for who in PEOPLE {
        let id = person(who.login);
        if ledger.store().credential(id).await?.is_none() {
            app.door().set_password(id, PASSWORD, false).await?;
        }
    }
    for known in DEVICES {
        let (month, day, hour, minute) = known.seen;
        let (id, seen) = (
            device(known.login, known.key),
            moment(month, day, hour, minute),
        );
        let store = ledger.store();
        store
            .device_signed_in(id, person(known.login), seen)
            .await?;
        store.device_seen(id, seen).await?;
    }
    clock.set(today());
    Ok(Filled::New)
}

/// Whether the story's last op is in the log, and everybody has a password.
async fn is_written(app: &App, steps: &[Step]) -> Result<bool, DemoError> {
    let last = steps.iter().rev().find_map(|step| match step {
        Step::Op(op) => Some(op),
        Step::File(_) => None,
    });
    let Some(last) = last else {
        return Ok(true);
    };
    let store = app.ledger().store();
    let wanted = Wanted {
        ops: vec![last.op().id],
        ..Wanted::default()
    };
    let known = store.context(last.op().stream, &wanted).await?.known;
    let has_password = match PEOPLE.last() {
        Some(who) => store.credential(person(who.login)).await?.is_some(),
        None => true,
    };
    match known.get(&last.op().id) {
        Some(known) if known.digest != last.digest() => Err(DemoError::OtherVersion),
        Some(_) => Ok(has_password),
        None => Ok(false),
    }
}

/// Ops of one stream in a row, or one file.
enum Batch<'a> {
    Ops(Vec<SealedOp>),
    File(&'a Arrival),
}

fn batches(steps: &[Step]) -> Vec<Batch<'_>> {
    let mut batches: Vec<Batch<'_>> = Vec::new();
    for step in steps {
        match step {
            Step::File(arrival) => batches.push(Batch::File(arrival)),
            Step::Op(op) => match batches.last_mut() {
                Some(Batch::Ops(ops))
                    if ops.last().is_some_and(|o| o.op().stream == op.op().stream) =>
                {
                    ops.push((**op).clone());
                }
                _ => batches.push(Batch::Ops(vec![(**op).clone()])),
            },
        }
    }
    batches
}

async fn state(app: &App, ops: &[SealedOp]) -> Result<(), DemoError> {
    let arrival = OpArrival::at(today());
    let outcomes = app.ledger().accept(ops, arrival).await?;
    for (op, outcome) in ops.iter().zip(outcomes) {
        let name = || {
            let op = op.op();
            format!("{} about {} {}", op.id, op.record.kind.name(), op.record.id)
        };
        match outcome {
            Outcome::Accepted { .. } => {}
            Outcome::Rejected {
                rejection: Rejection::SameIdOtherBytes,
            } => return Err(DemoError::OtherVersion),
            Outcome::Rejected { rejection } => {
                let op = name();
                return Err(DemoError::Rejected { op, rejection });
            }
            Outcome::Waits { .. } => return Err(DemoError::Waits(name())),
        }
    }
    Ok(())
}

/// Brings a file's bytes by an upload address, as a phone would.
async fn bring(app: &App, arrival: &Arrival) -> Result<(), DemoError> {
    let store = app.ledger().store();
    let known = store.file(arrival.office, &arrival.digest).await?;
    if known.is_some_and(|file| file.state == FileState::Complete) {
        return Ok(());
    }
    let token = crate::clock::random_text(app.ledger().ambient(), 32);
    let file = File {
        office: arrival.office,
        digest: arrival.digest.clone(),
        size: arrival.bytes.len() as u64,
        media: arrival.media.to_owned(),
        offset: 0,
        parts: 0,
        state: FileState::Waiting,
    };
    let address = Address {
        token: model::id::sha256_hex(token.as_bytes()),
        office: arrival.office,
        digest: arrival.digest.clone(),
        expires: app.ledger().ambient().now().plus(Millis::DAY),
    };
    store.expect_file(&file, &address).await?;
    let found = app.intake().find(&token).await?;
    let done = usize::try_from(found.file.offset).unwrap_or(0);
    let mut sending = app.intake().begin(&found, found.file.offset).await?;
    let rest = arrival.bytes.get(done..).unwrap_or_default();
    app.intake()
        .take(&mut sending, Bytes::copy_from_slice(rest))
        .await?;
    app.intake().finish(&mut sending).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
