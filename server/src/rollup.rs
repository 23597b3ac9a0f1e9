//! The roll-up: the offices below mine, each with its Standing. Summed when it is read, never written in the
//! transaction of a push (DESIGN §3, "Roll-up").

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use model::directory::{Cycle, Device, Directory, Office, Person};
use model::id::{CycleId, OfficeId, PersonId};
use model::mutant::{Mutant, planted};
use model::op::Stream;
use model::rights::{self, Action};
use model::score::{Measure, Standing};
use model::time::{Date, Millis};
use model::view::{complete_files, plan, worksheet};

use crate::serve::App;
use crate::store::accounts::DeviceState;
use crate::sync::{Ledger, LedgerError};

/// What was summed of an office, until its stream or the day moves on.
#[derive(Debug, Default)]
pub struct Sums(Mutex<HashMap<OfficeId, (Basis, Sum)>>);

/// What a sum rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Basis {
    cycle: CycleId,
    /// Digest of its worksheet: a running cycle may move to another one.
    instrument: String,
    /// Kind of office: not all of a worksheet is for each.
    sort: String,
    head: u64,
    today: Date,
}

#[derive(Clone, Debug, Default)]
struct Sum {
    sheet: Option<Sheet>,
    standing: Standing,
    late: usize,
}

/// The worksheet that a Standing is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its family: Standings of two families have no mean.
    pub family: String,
    /// What it is called.
    pub title: String,
}

/// The offices below somebody's, as they stand at one moment.
#[derive(Clone, Debug)]
pub struct Below {
    /// Who asks.
    pub person: Person,
    /// Their office.
    pub home: Office,
    /// Whether they administer it.
    pub administers: bool,
    /// The server's clock when the numbers were read.
    pub at: Millis,
    /// One for each office below.
    pub offices: Vec<OfficeSum>,
}

/// Where an office stands.
#[derive(Clone, Debug)]
pub struct OfficeSum {
    /// Which.
    pub office: Office,
    /// Its open cycle, else its last one; none if it never had one.
    pub cycle: Option<Cycle>,
    /// The cycle's worksheet; nothing if there is none here.
    pub sheet: Option<Sheet>,
    /// Its Standing on that worksheet; zeros if it hasn't begun.
    pub standing: Standing,
    /// Plan outputs past their due date.
    pub late: usize,
    /// Devices that may send for it, the last seen first.
    pub devices: Vec<DeviceSeen>,
}

/// A device that may send for an office.
#[derive(Clone, Debug)]
pub struct DeviceSeen {
    /// What it is called.
    pub name: String,
    /// Whose it is; only for those who lead the office.
    pub person: Option<String>,
    /// When it last spoke to the server.
    pub seen: Option<Millis>,
}

impl OfficeSum {
    /// What the office is scored by; nothing while it has no cycle, or its worksheet isn't here.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        let (sheet, cycle) = self.sheet.as_ref().zip(self.cycle.as_ref())?;
        Some(Measure {
            year: cycle.year,
            family: sheet.family.clone(),
        })
    }
}

/// The offices below those that the person has a role in; nothing if the person has none.
///
/// # Errors
/// Those of the store.
pub async fn below(app: &App, person: PersonId) -> Result<Option<Below>, LedgerError> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let known = directory.person(person);
    let Some((known, home)) = known.and_then(|p| Some((p, directory.office(p.office)?))) else {
        return Ok(None);
    };
    if directory.grants_of(person).next().is_none() {
        return Ok(None);
    }
    let at = ledger.ambient().now();
    let seen = ledger.store().devices().await?;
    let offices: Vec<&Office> = directory.reached(person).collect();
    let streams: Vec<Stream> = offices.iter().map(|o| Stream::work(o.id)).collect();
    let heads = ledger.store().heads(&streams).await?;
    let mut rows = Vec::with_capacity(offices.len());
    for office in offices {
        let head = heads.get(&Stream::work(office.id)).copied().unwrap_or(0);
        rows.push(row(app, &directory, person, office, head, &seen, at).await?);
    }
    Ok(Some(Below {
        person: known.clone(),
        home: home.clone(),
        administers: rights::check(&directory, person, Action::Administer, home.id, &[]).is_ok(),
        at,
        offices: rows,
    }))
}

async fn row(
    app: &App,
    directory: &Directory,
    asker: PersonId,
    office: &Office,
    head: u64,
    seen: &[DeviceState],
    at: Millis,
) -> Result<OfficeSum, LedgerError> {
    let today = office.zone.date(at);
    let cycle = directory.cycle_at_work(office.id, today);
    let sum = match cycle {
        Some(cycle) => {
            let basis = Basis {
                cycle: cycle.id,
                instrument: cycle.instrument.clone(),
                sort: office.sort.clone(),
                head,
                today,
            };
            sum(app, office.id, cycle, basis).await?
        }
        None => Sum::default(),
    };
    Ok(OfficeSum {
        office: office.clone(),
        cycle: cycle.cloned(),
        sheet: sum.sheet,
        standing: sum.standing,
        late: sum.late,
        devices: devices(directory, asker, office.id, seen),
    })
}

/// The devices of an office's people. Whose they are is for those who lead it, as in the list of devices that
/// phones show (`rights::leads`).
fn devices(
    directory: &Directory,
    asker: PersonId,
    office: OfficeId,
    seen: &[DeviceState],
) -> Vec<DeviceSeen> {
    let leads = rights::leads(directory, asker, office);
    let device = |device: &Device| {
        let owner = directory.person(device.person)?;
        let shown = owner.office == office && !device.revoked;
        let state = seen.iter().find(|state| state.device == device.id);
        shown.then(|| DeviceSeen {
            name: device.name.clone(),
            person: leads.then(|| owner.name.clone()),
            seen: state.map(|state| state.seen),
        })
    };
    let mut devices: Vec<DeviceSeen> = directory.devices().filter_map(device).collect();
    devices.sort_by(|a, b| {
        (b.seen.cmp(&a.seen)).then_with(|| (&a.person, &a.name).cmp(&(&b.person, &b.name)))
    });
    devices
}

/// An office's sum: the one that is kept, if it still rests on the same; else a fresh one.
async fn sum(app: &App, office: OfficeId, cycle: &Cycle, basis: Basis) -> Result<Sum, LedgerError> {
    let kept = locked(&app.sums().0).get(&office).cloned();
    if let Some((of, sum)) = kept
        && (of == basis || planted(Mutant::SumKept))
    {
        return Ok(sum);
    }
    let sum = fresh(app.ledger(), office, cycle, basis.today).await?;
    locked(&app.sums().0).insert(office, (basis, sum.clone()));
    Ok(sum)
}

async fn fresh(
    ledger: &Ledger,
    office: OfficeId,
    cycle: &Cycle,
    today: Date,
) -> Result<Sum, LedgerError> {
    let records = ledger
        .store()
        .records_of(Stream::work(office), cycle.id)
        .await?;
    let late = plan(&records);
    let late = late.indicators().filter(|i| i.days_late(today).is_some());
    let late = late.count();
    let Some(instrument) = ledger.worksheet_of(cycle).await? else {
        let (sheet, standing) = (None, Standing::default());
        return Ok(Sum {
            sheet,
            standing,
            late,
        });
    };
    let complete = complete_files(&records);
    let standing = worksheet(&records)
        .standings(&instrument, &|digest| complete.contains(digest))
        .total();
    let sheet = Sheet {
        family: instrument.family.clone(),
        title: instrument.title.clone(),
    };
    Ok(Sum {
        sheet: Some(sheet),
        standing,
        late,
    })
}

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
