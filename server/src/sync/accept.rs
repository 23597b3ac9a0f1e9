//! Taking ops: a context is read, a decision made, and committed if nothing moved.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::follow::Untaken;
use model::id::{CycleId, RecordId};
use model::merge::{Stamp, apply, effective};
use model::mutant::{Mutant, planted};
use model::op::{Body, Edit, Op, SealedOp, Stream, StreamKind};
use model::record::Record;
use model::reject::{Rejection, Waiting};
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

/// Ops of one stream, with their places among all.
struct Group<'a> {
    stream: Stream,
    places: Vec<usize>,
    ops: Vec<&'a SealedOp>,
}

/// Sorts ops by their streams, in the order in which these are first named.
fn by_stream(ops: &[SealedOp]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    for (place, op) in ops.iter().enumerate() {
        let stream = op.op().stream;
        let at = groups.iter().position(|group| group.stream == stream);
        let at = at.unwrap_or_else(|| {
            let (places, ops) = (Vec::new(), Vec::new());
            groups.push(Group {
                stream,
                places,
                ops,
            });
            groups.len() - 1
        });
        groups[at].places.push(place);
        groups[at].ops.push(op);
    }
    groups
}

/// Decisions about several streams: what becomes of each op, by its place, and what is to be written.
#[derive(Default)]
struct Decided {
    outcomes: Vec<(usize, Outcome)>,
    commits: Vec<Commit>,
}

impl Ledger {
    /// Takes ops in their order; answers op by op. All ops of one stream that are taken are taken in one
    /// transaction; one that is refused doesn't keep the others out, one of a revoked device is kept aside.
    ///
    /// # Errors
    /// [`LedgerError`]; ops of streams that came before may have been taken, and taking them again
    /// changes nothing.
    pub async fn accept(
        &self,
        ops: &[SealedOp],
        arrival: Arrival,
    ) -> Result<Vec<Outcome>, LedgerError> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; ops.len()];
        for group in by_stream(ops) {
            let answers = self.accept_in(std::slice::from_ref(&group), &[], arrival);
            for (place, answer) in answers.await? {
                outcomes[place] = Some(answer);
            }
        }
        let mut outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
        self.hold(ops, &mut outcomes, arrival).await?;
        Ok(outcomes)
    }

    /// Takes ops of several streams in one transaction; those behind see what those before changed. Where one
    /// of a board is refused, none is taken. A stream's ops must stand together; nobody else takes its turns
    /// in another order (a board comes before work).
    ///
    /// # Errors
    /// [`LedgerError::Moved`] if a stream's head isn't the one that was `seen`, or another [`LedgerError`];
    /// nothing was taken then.
    pub(crate) async fn accept_as_one(
        &self,
        ops: &[SealedOp],
        seen: &[(Stream, u64)],
        arrival: Arrival,
    ) -> Result<Vec<Outcome>, LedgerError> {
        let mut outcomes = self.accept_in(&by_stream(ops), seen, arrival).await?;
        outcomes.sort_by_key(|(place, _)| *place);
        Ok(outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    async fn accept_in(
        &self,
        groups: &[Group<'_>],
        seen: &[(Stream, u64)],
        arrival: Arrival,
    ) -> Result<Vec<(usize, Outcome)>, LedgerError> {
        let turns: Vec<_> = groups.iter().map(|group| self.turn(group.stream)).collect();
        let mut held = Vec::with_capacity(turns.len());
        if !planted(Mutant::HeadUnchecked) {
            for turn in &turns {
                held.push(turn.lock().await);
            }
        }
        for _ in 0..ATTEMPTS_MAX {
            let Some(Decided { outcomes, commits }) =
                self.decide_all(groups, seen, arrival).await?
            else {
                continue;
            };
            if commits.iter().all(|commit| commit.ops.is_empty()) {
                return Ok(outcomes);
            }
            let streams: Vec<Stream> = commits.iter().map(|commit| commit.stream).collect();
            match self.store().commit_all(commits).await {
                Ok(()) => {
                    for stream in streams {
                        self.live().nudge(Nudge::Stream(stream));
                    }
                    return Ok(outcomes);
                }
                Err(CommitError::Moved) => {}
                Err(CommitError::Store(error)) => return Err(error.into()),
            }
        }
        Err(LedgerError::Busy)
    }

    /// Decides about all groups as the store stands now; nothing if a board moved while that was looked at.
    async fn decide_all(
        &self,
        groups: &[Group<'_>],
        seen: &[(Stream, u64)],
        arrival: Arrival,
    ) -> Result<Option<Decided>, LedgerError> {
        let mut directory = self.directory().await?;
        let mut all = Decided::default();
        for group in groups {
            let (stream, ops) = (group.stream, &group.ops);
            let mut context = self.store().context(stream, &wanted(ops)).await?;
            if context.board_version != directory.version {
                return Ok(None);
            }
            let moved = |(of, head): &(Stream, u64)| *of == stream && *head != context.head;
            if seen.iter().any(moved) {
                return Err(LedgerError::Moved);
            }
            self.add_parents(&mut context).await?;
            let counts = self.counts(stream, ops, &context).await?;
            let mut facts = self.facts(directory.clone(), context, counts, ops).await?;
            let (head, board_version) = (facts.head, facts.board_version);
            let decision = decide(ops, &mut facts, arrival);
            let refused = |outcome: &Outcome| !matches!(outcome, Outcome::Accepted { .. });
            let is_board = stream.kind == StreamKind::Board;
            let stops = is_board && groups.len() > 1 && decision.outcomes.iter().any(refused);
            let places = group.places.iter().copied();
            all.outcomes.extend(places.zip(decision.outcomes));
            if stops {
                all.commits.clear();
                return Ok(Some(all));
            }
            if is_board && groups.len() > 1 {
                directory = directory.with(&decision.records);
            }
            if !decision.accepted.is_empty() {
                all.commits.push(Commit {
                    stream,
                    head,
                    board_version,
                    ops: decision.accepted,
                    records: decision.records,
                    received: arrival.now,
                });
            }
        }
        // A stream that is only looked at must not have moved either when the others are written.
        for (stream, head) in seen {
            if groups.iter().all(|group| group.stream != *stream) {
                let heads = self.store().heads(&[*stream]).await?;
                if heads.get(stream).copied().unwrap_or_default() != *head {
                    return Err(LedgerError::Moved);
                }
                all.commits.push(Commit {
                    stream: *stream,
                    head: *head,
                    board_version: directory.version,
                    ops: Vec::new(),
                    records: Vec::new(),
                    received: arrival.now,
                });
            }
        }
        Ok(Some(all))
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
        let cycles = ops.iter().filter_map(|op| op.op().cycle);
        let instruments = self.instruments_of(&directory, cycles).await?;
        Ok(Facts::new(directory, context, instruments, counts))
    }
}

/// Decides op by op; each sees what the ones before it changed. What follows on one that isn't taken
/// waits: its device would have held it back, had it known.
fn decide(ops: &[&SealedOp], facts: &mut Facts, arrival: Arrival) -> Decision {
    let mut decision = Decision {
        outcomes: Vec::with_capacity(ops.len()),
        accepted: Vec::new(),
        records: Vec::new(),
    };
    let mut touched: BTreeSet<RecordId> = BTreeSet::new();
    let mut untaken = Untaken::default();
    for sealed in ops {
        let op = sealed.op();
        let is_known = facts.known.contains_key(&op.id);
        let makes = !facts.records.contains_key(&op.record.id);
        let taking = match untaken.keeps(op).filter(|_| !is_known) {
            Some(waiting) => Taking::Other(Outcome::Waits { waiting }),
            None => take(sealed, facts, arrival),
        };
        let outcome = match taking {
            Taking::New(accepted) => {
                let number = facts.head + 1;
                facts.head = number;
                let known = Known {
                    stream: op.stream,
                    number,
                    digest: accepted.digest.clone(),
                };
                facts.known.insert(accepted.id, known);
                touched.insert(accepted.record);
                decision.accepted.push(accepted);
                accepted_as(number)
            }
            Taking::Other(outcome) => {
                match &outcome {
                    Outcome::Accepted { .. } => {}
                    Outcome::Rejected { .. } => untaken.add(op, makes, Waiting::Follows),
                    Outcome::Waits { waiting } => untaken.add(op, makes, *waiting),
                }
                outcome
            }
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
    if !arrival.admitted && facts.is_revoked(op.device) && !planted(Mutant::RevokedTaken) {
        let waiting = Waiting::HeldDevice;
        return Taking::Other(Outcome::Waits { waiting });
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
