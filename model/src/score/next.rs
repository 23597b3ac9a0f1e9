//! "Langkah terbaik berikutnya": what one more step would add.

use rust_decimal::Decimal;

use super::{ItemState, Standings, VerdictState};
use crate::instrument::{Instrument, Item};

/// A step on one item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: String,
    /// What is to be done.
    pub kind: StepKind,
    /// Points that the whole Standing gains once it is done and proven, gates included.
    pub gain: Decimal,
    /// Codes of the required documents that are still missing; none where nothing is, or where any one
    /// piece will do.
    pub missing: Vec<String>,
}

/// What a step is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepKind {
    /// Complete the evidence of what is claimed.
    Evidence,
    /// Do what the next better answer takes, and prove it.
    Answer {
        /// That answer.
        answer: String,
        /// What it means, as far as the worksheet says.
        criterion: Option<String>,
    },
}

/// The steps that add something, the largest gain first; of equal ones evidence before answers, then that
/// with fewer documents, then the worksheet's order. A returned item gains by evidence too: whatever is
/// added mends it, and then its claim counts again. A gain is the difference of two Standings, so that an
/// item that opens a gate gains what waits behind it.
#[must_use]
pub fn best_next(instrument: &Instrument, now: &Standings) -> Vec<Step> {
    steps(instrument, now, instrument.items(), |_| true)
}

/// Of [`best_next`] those that need nothing but evidence, at a third of the cost.
#[must_use]
pub fn best_evidence(instrument: &Instrument, now: &Standings) -> Vec<Step> {
    let evidence = |kind: &StepKind| *kind == StepKind::Evidence;
    steps(instrument, now, instrument.items(), evidence)
}

/// Of [`best_next`] those on one item; none where it is unknown, or whatever is done there adds nothing now:
/// at its best already, or behind a gate that is closed.
#[must_use]
pub fn next_of(instrument: &Instrument, now: &Standings, item: &str) -> Vec<Step> {
    steps(instrument, now, instrument.item(item).into_iter(), |_| true)
}

/// What each answer that an item has adds to the whole Standing once it is proven, gates included, against the
/// item unanswered; in the order of the answers. The difference of two is what [`next_of`] says that a step from
/// one to the other gains. None where a number is typed or the item is unknown.
#[must_use]
pub fn answers_add(instrument: &Instrument, now: &Standings, item: &str) -> Vec<(String, Decimal)> {
    let Some((item, state)) = instrument.item(item).zip(now.state(item)) else {
        return Vec::new();
    };
    let mut then = now.clone();
    let mut counted = |answer: Option<(&str, Decimal)>| {
        let tried = ItemState {
            claimed: answer.map(|(_, value)| value),
            answer: answer.map(|(answer, _)| answer.to_owned()),
            evidenced: true,
            verdict: VerdictState::None,
            conflict: false,
            ..state.clone()
        };
        then.update(instrument, &item.id, tried);
        then.total().counted()
    };
    let without = counted(None);
    let options = item.answer.options().into_iter();
    options
        .map(|option| (option.0.to_owned(), counted(Some(option)) - without))
        .collect()
}

/// What counts of the whole Standing once all of these steps are done. Never the sum of their gains where one
/// opens a gate for another.
#[must_use]
pub fn together(instrument: &Instrument, now: &Standings, steps: &[Step]) -> Decimal {
    let mut then = now.clone();
    for step in steps {
        let Some((item, state)) = instrument.item(&step.item).zip(now.state(&step.item)) else {
            continue;
        };
        let mut tries = tries(item, state).into_iter();
        if let Some((_, done)) = tries.find(|(kind, _)| *kind == step.kind) {
            then.update(instrument, &item.id, done);
        }
    }
    then.total().counted()
}

fn steps<'a>(
    instrument: &'a Instrument,
    now: &Standings,
    items: impl Iterator<Item = &'a Item>,
    wanted: impl Fn(&StepKind) -> bool,
) -> Vec<Step> {
    let mut scratch = now.clone();
    let before = now.total().counted();
    let mut steps = Vec::new();
    for item in items {
        let Some(state) = now.state(&item.id) else {
            continue;
        };
        let mut tried_any = false;
        for (kind, tried) in tries(item, state) {
            if !wanted(&kind) {
                continue;
            }
            tried_any = true;
            scratch.update(instrument, &item.id, tried);
            let gain = scratch.total().counted() - before;
            if gain > Decimal::ZERO {
                steps.push(Step {
                    item: item.id.clone(),
                    kind,
                    gain,
                    missing: state.missing.clone(),
                });
            }
        }
        if tried_any {
            scratch.update(instrument, &item.id, state.clone());
        }
    }
    let answers = |step: &Step| step.kind != StepKind::Evidence;
    steps.sort_by(|a, b| {
        (b.gain.cmp(&a.gain))
            .then_with(|| answers(a).cmp(&answers(b)))
            .then_with(|| a.missing.len().cmp(&b.missing.len()))
    });
    steps
}

/// What could be done for an item next, and the state that it would have then.
fn tries(item: &Item, state: &ItemState) -> Vec<(StepKind, ItemState)> {
    let judged = matches!(state.verdict, VerdictState::Fresh { .. });
    let proven = |claimed: Decimal| ItemState {
        claimed: Some(claimed),
        evidenced: true,
        verdict: VerdictState::None,
        ..state.clone()
    };
    let claim = state.claimed.filter(|_| !judged);
    let evidence = claim.map(|claimed| (StepKind::Evidence, proven(claimed)));
    let stands = match state.verdict {
        VerdictState::Fresh { value, .. } => value,
        _ => state.claimed.unwrap_or_default(),
    };
    let answer = item.answer.better(stands).map(|(answer, value)| {
        let criterion = item.criteria.iter().find(|c| c.answer == answer);
        let kind = StepKind::Answer {
            answer: answer.clone(),
            criterion: criterion.map(|c| c.text.clone()),
        };
        let state = ItemState {
            answer: Some(answer),
            ..proven(value)
        };
        (kind, state)
    });
    evidence.into_iter().chain(answer).collect()
}
