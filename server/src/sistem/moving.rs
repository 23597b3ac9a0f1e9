//! Moving a running cycle to another version of its worksheet: what becomes of its items is shown, then
//! done. No record is changed or removed; an item that goes on under another name gets copies of what
//! its old name holds, each stated for whoever wrote it. So moving back brings back what was.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::command::Change as Edits;
use model::directory::Cycle;
use model::id::{CycleId, OpId, PersonId, RecordId};
use model::instrument::{Change, Instrument, Item, Moves, moves};
use model::op::{Body, Deed, Draft, Edit, OnBehalf, Stream};
use model::record::Record;
use model::reject::Rejection;
use model::schema::{FieldKind, Fulfilment, Kind, Waiver, row_of};
use model::wire::Outcome;
use serde_json::{Value, json};

use super::{Catalogued, SistemError, Taken, edit, target};
use crate::clock::Random;
use crate::sync::{Arrival, Ledger, LedgerError};

/// What an act that moves a cycle is called, before its own name.
const MOVE: &str = Deed::Move.word();
/// How often a move is planned again while others write.
const ATTEMPTS_MAX: usize = 8;

/// A worksheet of a move.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Its family.
    pub family: String,
    /// Its version.
    pub version: u32,
    /// Digest of its document.
    pub digest: String,
}

impl End {
    fn of(instrument: &Instrument, digest: &str) -> Self {
        Self {
            family: instrument.family.clone(),
            version: instrument.version,
            digest: digest.to_owned(),
        }
    }
}

/// What moving a cycle would do.
#[derive(Clone, Debug)]
pub struct Moving {
    /// The cycle.
    pub cycle: CycleId,
    /// The worksheet that it is under.
    pub from: End,
    /// The one that it would be under.
    pub to: End,
    /// The worksheet that it is under, and the one that it would be under, as far as they are for the office.
    pub worksheets: [Arc<Instrument>; 2],
    /// What becomes of the items.
    pub moves: Moves,
    /// Old items that fall away though they hold an answer or evidence: it is kept, and counts no more.
    pub kept: Vec<String>,
    /// New items whose answer isn't among those that the new worksheet has.
    pub anew: Vec<String>,
    /// What is to be stated, and for whom.
    drafts: Vec<(PersonId, Draft)>,
    /// Number of the last op of the office's work that this plan knows.
    head: u64,
}

impl Moving {
    /// Whether the cycle is under that worksheet already.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.from.digest == self.to.digest
    }

    /// The items that go on in this way: as they were, as they are then.
    pub fn pairs(&self, change: Change) -> impl Iterator<Item = (&Item, &Item)> {
        let [old, new] = &self.worksheets;
        let pairs = self
            .moves
            .maps
            .iter()
            .filter(move |one| one.change == change);
        pairs.filter_map(|one| Some((old.item(&one.from)?, new.item(&one.to)?)))
    }
}

/// What became of a move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many answers and pieces of evidence got the new name of an item.
    pub carried: usize,
    /// Why others didn't: they are kept under the old name.
    pub refused: Vec<Rejection>,
}

impl Ledger {
    /// What moving a running cycle to another worksheet would do.
    ///
    /// # Errors
    /// [`SistemError::Closed`], [`SistemError::Draft`], [`SistemError::Missing`], or another
    /// [`SistemError`].
    pub async fn plan_move(&self, cycle: CycleId, to: &Catalogued) -> Result<Moving, SistemError> {
        let directory = self.directory().await?;
        let known = directory.cycle(cycle).ok_or_else(|| SistemError::Missing {
            kind: "cycle",
            id: cycle.to_string(),
        })?;
        if !known.open {
            return Err(SistemError::Closed(known.name.clone()));
        }
        if !to.published {
            return Err(SistemError::Draft(to.family.clone()));
        }
        let old = self.worksheet_of(known).await?;
        let old = old.ok_or_else(|| SistemError::Missing {
            kind: "instrument",
            id: known.instrument.clone(),
        })?;
        let digest = self
            .put_instrument(&self.instrument_text(to).await?)
            .await?;
        let new = self.part_for(known.office, &digest).await?;
        let new = new.ok_or_else(|| SistemError::Missing {
            kind: "instrument",
            id: digest.clone(),
        })?;
        let stream = Stream::work(known.office);
        // Before the records: what is written from here on makes the plan an old one.
        let head = self.store().heads(&[stream]).await?;
        let head = head.get(&stream).copied().unwrap_or_default();
        let records = self.store().records_of(stream, cycle).await?;
        let mut moving = Moving {
            cycle,
            from: End::of(&old, &known.instrument),
            to: End::of(&new, &digest),
            moves: between(&old, &new),
            worksheets: [old, Arc::clone(&new)],
            kept: Vec::new(),
            anew: Vec::new(),
            drafts: Vec::new(),
            head,
        };
        if !moving.is_there() {
            Carrying::of(known, &new, &records).all(&mut moving);
        }
        Ok(moving)
    }

    /// Moves the cycle, if it isn't there already: its worksheet, and what items hold under a new name, in one
    /// transaction. Planned anew until nobody has written in between, so that the last answer comes along, too.
    ///
    /// # Errors
    /// As [`Self::plan_move`], or that others were faster each time; nothing was moved then.
    pub async fn move_cycle(
        &self,
        cycle: CycleId,
        to: &Catalogued,
    ) -> Result<(Moving, Moved), SistemError> {
        for _ in 0..ATTEMPTS_MAX {
            let moving = self.plan_move(cycle, to).await?;
            if moving.is_there() {
                return Ok((moving, Moved::default()));
            }
            match self.carry_out(&moving).await {
                Err(SistemError::Ledger(LedgerError::Moved)) => {}
                moved => return Ok((moving, moved?)),
            }
        }
        Err(LedgerError::Busy.into())
    }

    /// Does what a plan says, in one transaction.
    ///
    /// # Errors
    /// [`LedgerError::Moved`] if somebody has written in the office since it was planned, or another
    /// [`SistemError`]; nothing was moved then.
    pub async fn carry_out(&self, moving: &Moving) -> Result<Moved, SistemError> {
        let present = self.store().records(&[moving.cycle.into()]).await?.pop();
        let present = present.ok_or_else(|| SistemError::Missing {
            kind: "cycle",
            id: moving.cycle.to_string(),
        })?;
        let office = present.stream.office;
        let digest = json!(moving.to.digest);
        let worksheet = Draft {
            record: target(Kind::Siklus, moving.cycle),
            stream: Stream::board(office),
            cycle: None,
            body: Body::Write {
                edits: vec![edit(&Kind::Siklus, "instrumen", digest, Some(&present))],
            },
        };
        let now = self.ambient().now();
        let name = OpId::new(now, &mut Random(self.ambient()));
        let act = format!("{MOVE} {name} {}", moving.to.digest);
        let mut ops = vec![self.seal(&worksheet, None, now)?];
        for (person, draft) in &moving.drafts {
            let (person, act) = (*person, act.clone());
            ops.push(self.seal(draft, Some(OnBehalf { person, act }), now)?);
        }
        let arrival = Arrival::at(now);
        let seen = [(Stream::work(office), moving.head)];
        let mut outcomes = self.accept_as_one(&ops, &seen, arrival).await?.into_iter();
        if let Some(Outcome::Rejected { rejection }) = outcomes.next() {
            return Err(rejection.into());
        }
        let taken = Taken::of(outcomes.collect())?;
        Ok(Moved {
            carried: taken.accepted,
            refused: taken.refused,
        })
    }
}

/// What becomes of the items. Back to an earlier version of the same family, the way is the one that led
/// here, walked backwards: only the later document says what became of what.
fn between(old: &Instrument, new: &Instrument) -> Moves {
    if old.family != new.family || new.version >= old.version {
        return moves(old, new);
    }
    let there = moves(new, old);
    let mut back: Vec<_> = there.maps;
    for one in &mut back {
        std::mem::swap(&mut one.from, &mut one.to);
    }
    Moves {
        maps: back,
        new: there.gone,
        gone: there.new,
    }
}

/// What is carried from old names to new ones.
struct Carrying<'a> {
    cycle: &'a Cycle,
    new: &'a Instrument,
    answers: BTreeMap<RecordId, &'a Record>,
    evidence: Vec<&'a Record>,
}

impl<'a> Carrying<'a> {
    fn of(cycle: &'a Cycle, new: &'a Instrument, records: &'a [Record]) -> Self {
        let of = |kind: Kind| records.iter().filter(move |r| r.kind == kind);
        Self {
            cycle,
            new,
            answers: of(Kind::Jawaban)
                .map(|record| (record.id, record))
                .collect(),
            evidence: of(Kind::Bukti).filter(|record| !record.is_gone()).collect(),
        }
    }

    fn answer(&self, item: &str) -> Option<&'a Record> {
        let id = RecordId::answer(self.cycle.office, self.cycle.id, item);
        self.answers.get(&id).copied()
    }

    fn all(&self, moving: &mut Moving) {
        let moves = moving.moves.clone();
        for item in &moves.gone {
            let answered = self.answer(item).is_some_and(|answer| !answer.is_gone());
            let serves = |record: &&&Record| record.members("butir").contains(&&json!(item));
            if answered || self.evidence.iter().any(|record| serves(&record)) {
                moving.kept.push(item.clone());
            }
        }
        for one in &moves.maps {
            let Some(item) = self.new.item(&one.to) else {
                continue;
            };
            let present = self.answer(&one.from).filter(|answer| !answer.is_gone());
            let shown = present.and_then(|answer| answer.text("nilai"));
            if one.change == Change::OtherAnswers
                && shown.is_some_and(|shown| item.answer.value_of(shown).is_none())
            {
                moving.anew.push(one.to.clone());
            }
            if one.from == one.to {
                continue;
            }
            // What stands under the new name already is somebody's: it isn't touched.
            if let Some(answer) = present.filter(|_| self.answer(&one.to).is_none()) {
                self.copies(answer, item, &mut moving.drafts);
            }
        }
        for record in &self.evidence {
            self.bind(record, &moves, &mut moving.drafts);
        }
    }

    /// Every write that stands in an answer, also both sides of a conflict, for its author.
    fn copies(&self, answer: &Record, item: &Item, drafts: &mut Vec<(PersonId, Draft)>) {
        let mut by: Vec<(PersonId, Vec<Edit>)> = Vec::new();
        for (name, field) in answer.fields.iter().filter(|(name, _)| *name != "butir") {
            for write in field
                .writes
                .iter()
                .filter(|write| fits(item, name, &write.value))
            {
                let (field, value) = (name.clone(), write.value.clone());
                let set = matches!(
                    Kind::Jawaban.field(name).map(|spec| spec.kind),
                    Some(FieldKind::Set { .. })
                );
                let edit = if set {
                    Edit::Add { field, value }
                } else {
                    let base = Vec::new();
                    Edit::Set { field, value, base }
                };
                // A field is written once in an op: the second side of a conflict is another op.
                let free = by.iter_mut().find(|(person, edits)| {
                    *person == write.by && (set || edits.iter().all(|e| e.field() != name))
                });
                match free {
                    Some((_, edits)) => edits.push(edit),
                    None => by.push((write.by, vec![edit])),
                }
            }
        }
        let (office, cycle) = (self.cycle.office, self.cycle.id);
        for (person, mut edits) in by {
            edits.insert(
                0,
                Edit::Set {
                    field: "butir".to_owned(),
                    value: json!(item.id),
                    base: Vec::new(),
                },
            );
            let draft = Draft {
                record: target(Kind::Jawaban, RecordId::answer(office, cycle, &item.id)),
                stream: Stream::work(office),
                cycle: Some(cycle),
                body: Body::Write { edits },
            };
            drafts.push((person, draft));
        }
    }

    /// Binds a piece of evidence to the new names of the items that it serves, and to the documents that
    /// they still ask for. It keeps the old names as well.
    fn bind(&self, record: &Record, moves: &Moves, drafts: &mut Vec<(PersonId, Draft)>) {
        let Some(by) = (record.fields.get("butir")).and_then(|field| Some(field.shown()?.by))
        else {
            return;
        };
        let mut edits = Edits::of(record);
        let renamed: BTreeMap<&str, &Item> = (moves.maps.iter())
            .filter(|one| one.from != one.to)
            .filter_map(|one| Some((one.from.as_str(), self.new.item(&one.to)?)))
            .collect();
        let serves: BTreeSet<&str> = record
            .members("butir")
            .into_iter()
            .filter_map(Value::as_str)
            .collect();
        for item in serves.iter().filter_map(|old| renamed.get(old)) {
            edits = edits.add("butir", json!(item.id));
        }
        for fulfilment in record.set::<Fulfilment>("memenuhi") {
            let item = renamed.get(fulfilment.butir.as_str());
            let asked = item.filter(|item| item.document(&fulfilment.dokumen).is_some());
            if let Some(item) = asked {
                let butir = item.id.clone();
                edits = edits.add(
                    "memenuhi",
                    json!(Fulfilment {
                        butir,
                        ..fulfilment
                    }),
                );
            }
        }
        drafts.extend(edits.draft_if_any().map(|draft| (by, draft)));
    }
}

/// Whether an item of the new worksheet has room for what was written.
fn fits(item: &Item, field: &str, value: &Value) -> bool {
    match (field, row_of(field)) {
        ("nilai", _) => (value.as_str()).is_none_or(|text| item.answer.value_of(text).is_some()),
        ("tidak_berlaku", _) => serde_json::from_value::<Waiver>(value.clone())
            .is_ok_and(|waiver| item.document(&waiver.dokumen).is_some()),
        (_, Some(code)) => item.answer.rows().iter().any(|row| row.code == code),
        _ => true,
    }
}
