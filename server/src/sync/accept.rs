//! Taking ops: a context is read, a decision made, and committed if nothing moved.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::id::{CycleId, RecordId};
use model::merge::{Stamp, apply, effective};
use model::mutant::{Mutant, planted};
use model::op::{Body, Edit, Op, SealedOp, Stream};
use model::record::Record;
use model::reject::Rejection;
use model::rules::{self, Refusal, Ruling};
use model::schema::Kind;
use model::wire::Outcome;

use super::judge::{Facts, wanted};
use super::{Arrival, Ledger, LedgerError, Snapshot};
use crate::live::Nudge;
use crate::store::log::{Accepted, Commit, CommitError, Context, Known};

/// How often a decision is made again before the push is told to come later.
const ATTEMPTS_MAX: usize = 8;
/// The field of a person that holds the name they sign in with.
pub(crate) const LOGIN_FIELD: &str = "masuk";
/// Levels of the plan above the lowest one, and one more for what hangs on it.
const PARENT_LEVELS: usize = 4;

/// What is to become of some ops of one stream.
struct Decision {
    outcomes: Vec<Outcome>,
    accepted: Vec<Accepted>,
    records: Vec<Record>,
}

impl Ledger {
    /// Takes ops in their order; answers op by op. All ops of one stream that are taken are taken in one
    /// transaction; one that is refused doesn't keep the others out.
    ///
    /// # Errors
    /// [`LedgerError`]; ops of streams that came before may have been taken, and taking them again
    /// changes nothing.
    pub async fn accept(
        &self,
        ops: &[SealedOp],
        arrival: Arrival,
    ) -> Result<Vec<Outcome>, LedgerError> {
        let mut streams: Vec<Stream> = Vec::new();
        for op in ops {
            if !streams.contains(&op.op().stream) {
                streams.push(op.op().stream);
            }
        }
        let mut outcomes: Vec<Option<Outcome>> = vec![None; ops.len()];
        for stream in streams {
            let (places, group): (Vec<usize>, Vec<&SealedOp>) = ops
                .iter()
                .enumerate()
                .filter(|(_, op)| op.op().stream == stream)
                .unzip();
            let answers = self.accept_in(stream, &group, arrival).await?;
            for (place, answer) in places.into_iter().zip(answers) {
                outcomes[place] = Some(answer);
            }
        }
        Ok(outcomes.into_iter().flatten().collect())
    }

    async fn accept_in(
        &self,
        stream: Stream,
        ops: &[&SealedOp],
        arrival: Arrival,
    ) -> Result<Vec<Outcome>, LedgerError> {
        let turn = self.turn(stream);
        let _turn = match planted(Mutant::HeadUnchecked) {
            true => None,
            false => Some(turn.lock().await),
        };
        for _ in 0..ATTEMPTS_MAX {
            let directory = self.directory().await?;
            let mut context = self.store().context(stream, &wanted(ops)).await?;
            if context.board_version != directory.version {
                continue;
            }
            self.add_parents(&mut context).await?;
            let counts = self.counts(stream, ops, &context).await?;
            let mut facts = self.facts(directory, context, counts, ops).await?;
            let (head, version) = (facts.head, facts.board_version);
            let decision = decide(ops, &mut facts, arrival);
            if decision.accepted.is_empty() {
                return Ok(decision.outcomes);
            }
            let commit = Commit {
                stream,
                head,
                board_version: version,
                ops: decision.accepted,
                records: decision.records,
                received: arrival.now,
            };
            match self.store().commit(commit).await {
                Ok(()) => {
                    self.live().nudge(Nudge::Stream(stream));
                    return Ok(decision.outcomes);
                }
                Err(CommitError::Moved) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(LedgerError::Busy)
    }

    /// Adds what the records in the context belong to, level by level. Read after the context: had the
    /// stream moved in between, the commit would fail.
    async fn add_parents(&self, context: &mut Context) -> Result<(), LedgerError> {
        let mut asked: HashSet<RecordId> = context.records.keys().copied().collect();
        for _ in 0..PARENT_LEVELS {
            let missing: BTreeSet<RecordId> = context
                .records
                .values()
                .flat_map(rules::above)
                .filter(|id| !asked.contains(id))
                .collect();
            if missing.is_empty() {
                break;
            }
            asked.extend(&missing);
            let missing: Vec<RecordId> = missing.into_iter().collect();
            for record in self.store().records(&missing).await? {
                context.records.insert(record.id, record);
            }
        }
        Ok(())
    }

    /// How many records the cycles hold in which these ops may make new ones.
    async fn counts(
        &self,
        stream: Stream,
        ops: &[&SealedOp],
        context: &Context,
    ) -> Result<HashMap<CycleId, usize>, LedgerError> {
        let cycles: BTreeSet<CycleId> = ops
            .iter()
            .filter(|op| !context.records.contains_key(&op.op().record.id))
            .filter_map(|op| op.op().cycle)
            .collect();
        let mut counts = HashMap::new();
        for cycle in cycles {
            let count = self.store().record_count(stream, cycle).await?;
            counts.insert(cycle, usize::try_from(count).unwrap_or(usize::MAX));
        }
        Ok(counts)
    }

    async fn facts(
        &self,
        directory: Snapshot,
        context: Context,
        counts: HashMap<CycleId, usize>,
        ops: &[&SealedOp],
    ) -> Result<Facts, LedgerError> {
        let mut instruments = HashMap::new();
        for cycle in ops.iter().filter_map(|op| op.op().cycle) {
            let Some(cycle) = directory.cycle(cycle) else {
                continue;
            };
            if let Some(instrument) = self.instrument(&cycle.instrument).await? {
                instruments.insert(cycle.instrument.clone(), instrument);
            }
        }
        Ok(Facts::new(directory, context, instruments, counts))
    }
}

/// Decides op by op; each sees what the ones before it changed.
fn decide(ops: &[&SealedOp], facts: &mut Facts, arrival: Arrival) -> Decision {
    let mut decision = Decision {
        outcomes: Vec::with_capacity(ops.len()),
        accepted: Vec::new(),
        records: Vec::new(),
    };
    let mut touched: BTreeSet<RecordId> = BTreeSet::new();
    for sealed in ops {
        let outcome = match take(sealed, facts, arrival) {
            Taking::New(accepted) => {
                let number = facts.head + 1;
                facts.head = number;
                let known = Known {
                    stream: sealed.op().stream,
                    number,
                    digest: accepted.digest.clone(),
                };
                facts.known.insert(accepted.id, known);
                touched.insert(accepted.record);
                decision.accepted.push(accepted);
                accepted_as(number)
            }
            Taking::Other(outcome) => outcome,
        };
        decision.outcomes.push(outcome);
    }
    decision.records = touched
        .iter()
        .filter_map(|id| facts.records.get(id).cloned())
        .collect();
    decision
}

fn accepted_as(number: u64) -> Outcome {
    Outcome::Accepted {
        number,
        uploads: Vec::new(),
    }
}

fn refused(rejection: Rejection) -> Taking {
    Taking::Other(Outcome::Rejected { rejection })
}

enum Taking {
    New(Accepted),
    Other(Outcome),
}

/// Decides one op, and merges it into its record if it is taken.
fn take(sealed: &SealedOp, facts: &mut Facts, arrival: Arrival) -> Taking {
    let op = sealed.op();
    let digest = sealed.digest();
    if let Some(known) = facts.known.get(&op.id)
        && !planted(Mutant::NoDedupe)
    {
        return if known.digest == digest || planted(Mutant::OtherBytesAccepted) {
            Taking::Other(accepted_as(known.number))
        } else {
            refused(Rejection::SameIdOtherBytes)
        };
    }
    let effective = effective(op.at, arrival.offset_ms, arrival.now);
    let when = rules::Arrival {
        effective,
        now: arrival.now,
    };
    if takes_a_login(op, facts) {
        let field = LOGIN_FIELD.to_owned();
        return refused(Rejection::BadValue { field });
    }
    let late = match rules::check(op, facts, when) {
        Ok(ruling) => ruling == Ruling::TakenLate,
        Err(Refusal::Rejected(rejection)) => return refused(rejection),
        Err(Refusal::Waits(waiting)) => return Taking::Other(Outcome::Waits { waiting }),
    };
    let present = facts.records.get(&op.record.id).cloned();
    let mut record = present
        .unwrap_or_else(|| Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle));
    let stamp = Stamp {
        number: facts.head + 1,
        effective,
    };
    apply(&mut record, op, stamp);
    facts.put(record);
    Taking::New(Accepted {
        id: op.id,
        record: op.record.id,
        digest,
        bytes: sealed.raw().get().to_owned(),
        effective,
        late,
    })
}

/// Whether an op gives a person a sign-in name that is another's. It is asked here, because boards of
/// several offices are one directory, and the commit fails if any of them moved meanwhile.
fn takes_a_login(op: &Op, facts: &Facts) -> bool {
    let Body::Write { edits } = &op.body else {
        return false;
    };
    let taken = |edit: &Edit| match edit {
        Edit::Set { field, value, .. } if field == LOGIN_FIELD => {
            let holder = value.as_str().and_then(|login| facts.holder_of(login));
            holder.is_some_and(|holder| RecordId::from(holder) != op.record.id)
        }
        _ => false,
    };
    op.record.kind == Kind::Orang && edits.iter().any(taken)
}

/// A limit of the model, by its name there.
pub(super) fn too_large(limit: &str) -> Rejection {
    Rejection::TooLarge {
        limit: limit.to_owned(),
    }
}
