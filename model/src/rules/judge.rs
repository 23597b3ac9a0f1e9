//! Verdicts: what can be judged, and by whom not.

use serde::Deserialize;

use super::content::{allowed, item, word};
use super::place::Place;
use super::{Facts, Refusal, stated, stated_text};
use crate::id::{FileDigest, PersonId, RecordId};
use crate::instrument::Item;
use crate::op::{Body, Op};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::schema::{Decision, Verdict};
use crate::view::{Evidence, FileStatus, MAIN_LAYER, item_state, serves};

/// Whether the verdict can be: on an item of the worksheet that isn't in conflict, over files that are
/// complete on the server, with an answer that the item has. Each says its item and layer itself, so that
/// what it rests on can be loaded before anything else is known.
pub(super) fn check(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
    place: &Place<'_>,
) -> Result<(), Refusal> {
    if !matches!(op.body, Body::Write { .. }) {
        return own_verdict(op, present);
    }
    let id = stated_text(op, "butir").ok_or(Rejection::WrongId)?;
    let layer = stated_text(op, "lapis").ok_or(Rejection::WrongId)?;
    let cycle = op.cycle.ok_or(Rejection::WrongCycle)?;
    if op.record.id != RecordId::verdict(op.stream.office, cycle, id, layer) {
        return Err(Rejection::WrongId.into());
    }
    if layer != MAIN_LAYER {
        // More layers come with a newer vocabulary.
        return Err(Refusal::Waits(Waiting::OlderServer));
    }
    let item = item(place, id)?;
    let Some(verdict) = stated(op, "putusan").and_then(|v| Verdict::deserialize(v).ok()) else {
        return Ok(());
    };
    if let (Decision::Sesuaikan, Some(answer)) = (verdict.hasil, &verdict.nilai) {
        allowed(item, answer)?;
    }
    judgeable(op, item, verdict.hasil, facts)
}

/// A verdict is withdrawn, and that taken back, only by somebody who gave it.
fn own_verdict(op: &Op, present: Option<&Record>) -> Result<(), Refusal> {
    let anothers = |record: &Record| !record.writers.contains(&op.author());
    if op.author() != PersonId::SISTEM && present.is_some_and(anothers) {
        return Err(Rejection::NotYourRole.into());
    }
    Ok(())
}

fn judgeable(op: &Op, item: &Item, decision: Decision, facts: &dyn Facts) -> Result<(), Refusal> {
    let (office, cycle) = (op.stream.office, op.cycle.ok_or(Rejection::WrongCycle)?);
    let answer = facts.record(RecordId::answer(office, cycle, &item.id));
    let evidence: Vec<&Record> = (facts.evidence_of(cycle, &item.id).into_iter())
        .filter(|record| serves(record, &item.id))
        .collect();
    let whole = |digest: &FileDigest| {
        let file = facts.record(RecordId::file(office, digest));
        file.and_then(FileStatus::read)
            .is_some_and(|file| file.is_complete())
    };
    let state = item_state(item, answer, &evidence, &[], &whole);
    let incomplete = |record: &&Record| {
        let piece = Evidence::read(record);
        piece.is_some_and(|piece| {
            let files_missing = !piece.pages.iter().all(|page| whole(&page.digest));
            files_missing || piece.contested || !piece.conflicts.is_empty()
        })
    };
    // An unanswered item can be returned, not accepted.
    let nothing = state.claimed.is_none() && decision == Decision::Terima;
    if state.conflict || nothing || evidence.iter().any(incomplete) {
        return Err(Rejection::NotJudgeable.into());
    }
    Ok(())
}

/// An assessor never judges an item that they ever wrote: its answer, or any evidence that is or ever
/// was bound to it.
pub(super) fn check_own_work(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
) -> Result<(), Rejection> {
    let (Some(id), Some(cycle)) = (word(op, present, "butir"), op.cycle) else {
        return Ok(());
    };
    let answer = facts.record(RecordId::answer(op.stream.office, cycle, id));
    let evidence = facts.evidence_of(cycle, id);
    let wrote = |record: &Record| record.writers.contains(&op.author());
    if answer.is_some_and(wrote) || evidence.into_iter().any(wrote) {
        return Err(Rejection::OwnWork);
    }
    Ok(())
}
