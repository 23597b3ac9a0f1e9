//! Where an op belongs: its office, its cycle, and whether the cycle still takes work.

use super::{Arrival, Facts, Refusal, Ruling};
use crate::directory::{Cycle, Office};
use crate::instrument::Instrument;
use crate::op::{Op, StreamKind};
use crate::reject::{Rejection, Waiting};
use crate::schema::Kind;

/// The place of an op.
pub(super) struct Place<'a> {
    /// The office of its stream; on a board that is just being made there is none yet.
    pub(super) office: Option<&'a Office>,
    /// Its cycle.
    pub(super) cycle: Option<&'a Cycle>,
    /// The cycle's instrument.
    pub(super) instrument: Option<&'a Instrument>,
}

const UNKNOWN: Refusal = Refusal::Waits(Waiting::UnknownPlace);

/// Finds the place; after a restore an office or a cycle may not be known (yet): then the op waits.
pub(super) fn find<'a>(op: &Op, facts: &'a dyn Facts) -> Result<Place<'a>, Refusal> {
    let directory = facts.directory();
    let office = directory.office(op.stream.office);
    if op.stream.kind == StreamKind::Board {
        let (cycle, instrument) = (None, None);
        return Ok(Place {
            office,
            cycle,
            instrument,
        });
    }
    let office = office.ok_or(UNKNOWN)?;
    let cycle = match op.cycle {
        Some(id) => Some(directory.cycle(id).ok_or(UNKNOWN)?),
        // What the server says of a file holds for the office, in any cycle.
        None if op.record.kind == Kind::Berkas => None,
        None => return Err(Rejection::WrongCycle.into()),
    };
    if cycle.is_some_and(|cycle| cycle.office != office.id) {
        return Err(Rejection::WrongCycle.into());
    }
    Ok(Place {
        office: Some(office),
        cycle,
        instrument: cycle.and_then(|cycle| facts.instrument(&cycle.instrument)),
    })
}

/// A person whom the server no longer knows (after a restore) waits as well.
pub(super) fn check_actor(op: &Op, facts: &dyn Facts) -> Result<(), Refusal> {
    let known = facts.directory().person(op.author()).is_some();
    if known { Ok(()) } else { Err(UNKNOWN) }
}

/// The window, judged when the op arrives: open until the closing day of the office ends; after that,
/// until the grace's last day, for work done before the close.
pub(super) fn check_window(place: &Place<'_>, arrival: Arrival) -> Result<Ruling, Rejection> {
    let (Some(office), Some(cycle)) = (place.office, place.cycle) else {
        return Ok(Ruling::Taken);
    };
    let today = office.zone.date(arrival.now);
    let done = office.zone.date(arrival.effective);
    if cycle.open && cycle.closes.is_none_or(|last| today <= last) {
        return Ok(Ruling::Taken);
    }
    let in_grace = cycle.grace.is_some_and(|last| today <= last);
    let in_time = cycle.closes.is_some_and(|last| done <= last);
    if in_grace && in_time {
        Ok(Ruling::TakenLate)
    } else {
        Err(Rejection::CycleClosed)
    }
}
