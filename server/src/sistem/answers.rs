//! A filled worksheet taken into a cycle on a person's behalf, and taken back as one.

use std::collections::{BTreeMap, BTreeSet};

use model::id::{CycleId, OpId, PersonId, RecordId};
use model::merge::{Stamp, apply};
use model::op::{Body, Deed, Draft, Edit, OnBehalf, Op, SealedOp, Stream, Target as About};
use model::record::Record;
use model::reject::Rejection;
use model::rights;
use model::schema::Kind;
use model::wire::Outcome;
use serde_json::Value;

use super::SistemError;
use crate::clock::Random;
use crate::lembar::Worksheet;
use crate::lembar::take::{Plan, Target, plan};
use crate::store::StoreError;
use crate::sync::{Arrival, Ledger};

/// What an act that takes a worksheet in is called, before its own name.
const TAKE: &str = Deed::Import.word();
/// What the act is called that takes it back.
const UNDO: &str = Deed::Undo.word();
/// Ops of a stream that are read at once.
const PAGE: usize = 1000;

/// What became of what was stated.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many ops were taken.
    pub accepted: usize,
    /// Why others weren't.
    pub refused: Vec<Rejection>,
}

impl Taken {
    /// # Errors
    /// [`SistemError::Unknown`] if one waits.
    pub(super) fn of(outcomes: Vec<Outcome>) -> Result<Self, SistemError> {
        let mut taken = Self::default();
        for outcome in outcomes {
            match outcome {
                Outcome::Accepted { .. } => taken.accepted += 1,
                Outcome::Rejected { rejection } => taken.refused.push(rejection),
                Outcome::Waits { .. } => return Err(SistemError::Unknown),
            }
        }
        Ok(taken)
    }
}

/// What taking back would do, or did.
#[derive(Debug, Default)]
pub struct Undoing {
    /// The act that is taken back.
    pub act: String,
    /// What is to be stated.
    pub drafts: Vec<Draft>,
    /// Fields and pieces of evidence that somebody has written since: they stay.
    pub kept: usize,
}

impl Ledger {
    /// What taking a filled worksheet into a cycle would change, with a person's rights.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn plan_answers(
        &self,
        worksheet: &Worksheet,
        cycle: CycleId,
        person: PersonId,
        replace: bool,
        file: &str,
    ) -> Result<Plan, SistemError> {
        let directory = self.directory().await?;
        let missing = |kind: &'static str, id: String| SistemError::Missing { kind, id };
        let known = directory.cycle(cycle);
        let known = known.ok_or_else(|| missing("cycle", cycle.to_string()))?;
        let instrument = self.worksheet_of(known).await?;
        let instrument =
            instrument.ok_or_else(|| missing("instrument", known.instrument.clone()))?;
        let office = known.office;
        let records = self.store().records_of(Stream::work(office), cycle).await?;
        let may = |action, item: &model::instrument::Item| {
            let areas: Vec<&str> = item.area.as_deref().into_iter().collect();
            rights::check(&directory, person, action, office, &areas)
        };
        let target = Target {
            office,
            cycle,
            instrument: &instrument,
            records: &records,
            may: &may,
            replace,
            file,
        };
        let mut fresh = || RecordId::new(self.ambient().now(), &mut Random(self.ambient()));
        Ok(plan(worksheet, &target, &mut fresh))
    }

    /// Does what a plan says, as one act of the server on a person's behalf.
    ///
    /// # Errors
    /// [`SistemError`]; then nothing was changed.
    pub async fn take_answers(
        &self,
        plan: &Plan,
        person: PersonId,
        file: &str,
    ) -> Result<Taken, SistemError> {
        let name = OpId::new(self.ambient().now(), &mut Random(self.ambient()));
        let act = format!("{TAKE} {name} {file}");
        self.speak_for(person, &act, &plan.drafts).await
    }

    /// What taking back the last act by which a file was taken in would do. What somebody has written since
    /// stays. Nothing if there is no such act.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn plan_undo(
        &self,
        cycle: CycleId,
        person: PersonId,
        file: &str,
    ) -> Result<Option<Undoing>, SistemError> {
        let known = self.directory().await?.cycle(cycle).map(|c| c.office);
        let office = known.ok_or_else(|| SistemError::Missing {
            kind: "cycle",
            id: cycle.to_string(),
        })?;
        let acts = self.acts(Stream::work(office), cycle, person).await?;
        let undone = |act: &str| acts.contains_key(&act.replacen(TAKE, UNDO, 1));
        let mut taken = acts.iter().filter(|(act, _)| {
            act.starts_with(TAKE) && act.splitn(3, ' ').nth(2) == Some(file) && !undone(act)
        });
        // Names begin with the moment: the last is the latest.
        let Some((act, ops)) = taken.next_back() else {
            return Ok(None);
        };
        let mut undoing = Undoing {
            act: act.replacen(TAKE, UNDO, 1),
            ..Undoing::default()
        };
        let records: BTreeSet<RecordId> = ops.iter().map(|op| op.record.id).collect();
        for id in records {
            let ops: Vec<&Op> = ops.iter().filter(|op| op.record.id == id).collect();
            if let Some(present) = self.store().records(&[id]).await?.pop() {
                let before = self.before(&present, &ops).await?;
                undo(&present, before.as_ref(), &ops, &mut undoing);
            }
        }
        Ok(Some(undoing))
    }

    /// Takes back what [`Self::plan_undo`] says.
    ///
    /// # Errors
    /// [`SistemError`]; then nothing was changed.
    pub async fn undo_answers(
        &self,
        undoing: &Undoing,
        person: PersonId,
    ) -> Result<Taken, SistemError> {
        self.speak_for(person, &undoing.act, &undoing.drafts).await
    }

    /// The ops of each act of the server on a person's behalf in a cycle.
    async fn acts(
        &self,
        stream: Stream,
        cycle: CycleId,
        person: PersonId,
    ) -> Result<BTreeMap<String, Vec<Op>>, SistemError> {
        let mut acts: BTreeMap<String, Vec<Op>> = BTreeMap::new();
        let mut after = 0;
        loop {
            let rows = self.store().log(stream, after, PAGE).await?;
            let Some(last) = rows.last() else {
                return Ok(acts);
            };
            after = last.number;
            for row in rows
                .iter()
                .filter(|row| row.bytes.contains("\"on_behalf\""))
            {
                let op: Op = serde_json::from_str(&row.bytes)
                    .map_err(|e| StoreError::Damaged(format!("an op: {e}")))?;
                let of = op.on_behalf.as_ref().filter(|of| of.person == person);
                if let Some(act) = of
                    .map(|of| of.act.clone())
                    .filter(|_| op.cycle == Some(cycle))
                {
                    acts.entry(act).or_default().push(op);
                }
            }
        }
    }

    /// A record as it stood before any of these ops; nothing if one of them made it.
    async fn before(&self, present: &Record, ops: &[&Op]) -> Result<Option<Record>, SistemError> {
        let mut before: Option<Record> = None;
        for row in self.store().history(present.id).await? {
            if ops.iter().any(|op| op.id == row.id) {
                break;
            }
            let op: Op = serde_json::from_str(&row.bytes)
                .map_err(|e| StoreError::Damaged(format!("an op: {e}")))?;
            let stamp = Stamp {
                number: row.number,
                effective: row.effective,
            };
            let record = before.get_or_insert_with(|| {
                Record::new(
                    present.kind.clone(),
                    present.id,
                    present.stream,
                    present.cycle,
                )
            });
            apply(record, &op, stamp);
        }
        Ok(before)
    }

    /// States ops as the server on a person's behalf, in one transaction.
    async fn speak_for(
        &self,
        person: PersonId,
        act: &str,
        drafts: &[Draft],
    ) -> Result<Taken, SistemError> {
        let now = self.ambient().now();
        let of = || OnBehalf {
            person,
            act: act.to_owned(),
        };
        let ops = drafts.iter().map(|draft| self.seal(draft, Some(of()), now));
        let ops: Vec<SealedOp> = ops.collect::<Result<_, _>>()?;
        let arrival = Arrival::at(now);
        Taken::of(self.accept(&ops, arrival).await?)
    }
}

/// Takes back what ops of one act did to a record.
fn undo(present: &Record, before: Option<&Record>, ops: &[&Op], undoing: &mut Undoing) {
    if present.is_gone() {
        return;
    }
    let theirs: BTreeSet<OpId> = ops.iter().map(|op| op.id).collect();
    let made = before.is_none() && present.kind == Kind::Bukti;
    if made && present.writes().iter().all(|write| theirs.contains(write)) {
        undoing.drafts.push(model::command::delete(present));
        return;
    }
    let mut edits = Vec::new();
    for edit in ops.iter().flat_map(|op| match &op.body {
        Body::Write { edits } => edits.as_slice(),
        Body::Delete { .. } | Body::Restore { .. } => &[],
    }) {
        match edit {
            Edit::Set { field, .. } if field != "butir" => {
                let base = present.base(field);
                if base.iter().any(|write| !theirs.contains(write)) || base.is_empty() {
                    undoing.kept += 1;
                    continue;
                }
                let value = before.and_then(|before| before.value(field)).cloned();
                edits.push(Edit::Set {
                    field: field.clone(),
                    value: value.unwrap_or(Value::Null),
                    base,
                });
            }
            Edit::Add { field, value } => {
                let mut names = present.additions(field, value);
                names.retain(|name| theirs.contains(name));
                if !names.is_empty() {
                    edits.push(Edit::Remove {
                        field: field.clone(),
                        value: value.clone(),
                        names,
                    });
                }
            }
            _ => {}
        }
    }
    if !edits.is_empty() {
        undoing.drafts.push(Draft {
            record: About {
                kind: present.kind.clone(),
                id: present.id,
            },
            stream: present.stream,
            cycle: present.cycle,
            body: Body::Write { edits },
        });
    }
}
