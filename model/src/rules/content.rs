//! Content: ids that follow from what a record is, parents, items, answers; and whose area it touches.

use crate::table::KeySet;

use serde::Deserialize;
use serde_json::Value;

use super::place::Place;
use super::shape::too_large;
use super::{
    Facts, Refusal, added, edits, judge, record_id, stated, stated_id, stated_text, touched,
};
use crate::id::{PersonId, RecordId};
use crate::instrument::Item;
use crate::limits::EVIDENCE_PER_ITEM_MAX;
use crate::op::{Body, Edit, Op};
use crate::record::Record;
use crate::reject::Rejection;
use crate::rights::{self, Action};
use crate::schema::{Fulfilment, Kind, Waiver, is_blank, row_of};
use crate::view::serves;

/// Whether what the op says can be.
pub(super) fn check(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
    place: &Place<'_>,
) -> Result<(), Refusal> {
    match op.record.kind {
        Kind::Jawaban => answer(op, present, place),
        Kind::Putusan => judge::check(op, present, facts, place),
        Kind::Berkas => file(op, present),
        Kind::SubKegiatan => parent(op, present, facts, "kegiatan", &Kind::Kegiatan),
        Kind::Indikator => parent(op, present, facts, "sub_kegiatan", &Kind::SubKegiatan),
        Kind::Bukti => evidence(op, facts, place),
        Kind::Komentar => comment(op, present, place),
        Kind::Tugas => about_item(op, place),
        _ => Ok(()),
    }
}

/// A comment says something.
fn comment(op: &Op, present: Option<&Record>, place: &Place<'_>) -> Result<(), Refusal> {
    let says = word(op, present, "teks").is_some_and(|text| !is_blank(text));
    if matches!(op.body, Body::Write { .. }) && !says {
        let field = "teks".to_owned();
        return Err(Rejection::BadValue { field }.into());
    }
    about_item(op, place)
}

/// What is about an item is about one that is there.
fn about_item(op: &Op, place: &Place<'_>) -> Result<(), Refusal> {
    stated_text(op, "butir").map_or(Ok(()), |id| item(place, id).map(drop))
}

/// The item of that name in the cycle's instrument, if it is for the office's kind.
pub(super) fn item<'a>(place: &Place<'a>, id: &str) -> Result<&'a Item, Refusal> {
    let kind = place.office.map_or("", |office| office.sort.as_str());
    let item = place.instrument.and_then(|instrument| {
        let item = instrument.item(id)?;
        instrument.applies(item, kind).then_some(item)
    });
    let unknown = || Rejection::UnknownItem {
        item: id.to_owned(),
    };
    item.ok_or_else(|| unknown().into())
}

/// What a register says once the op is taken, as far as both know: the op's word, else the record's.
pub(super) fn word<'a>(op: &'a Op, present: Option<&'a Record>, field: &str) -> Option<&'a str> {
    match stated(op, field) {
        Some(value) => value.as_str(),
        None => present?.text(field),
    }
}

/// A deletion or its taking back of what isn't here (yet) says nothing that could be wrong.
fn says_nothing(op: &Op, present: Option<&Record>) -> bool {
    present.is_none() && !matches!(op.body, Body::Write { .. })
}

fn answer(op: &Op, present: Option<&Record>, place: &Place<'_>) -> Result<(), Refusal> {
    if says_nothing(op, present) {
        return Ok(());
    }
    let (id, cycle) = word(op, present, "butir")
        .zip(op.cycle)
        .ok_or(Rejection::WrongId)?;
    if op.record.id != RecordId::answer(op.stream.office, cycle, id) {
        return Err(Rejection::WrongId.into());
    }
    let item = item(place, id)?;
    if let Some(answer) = stated_text(op, "nilai") {
        allowed(item, answer)?;
    }
    for (field, code) in edits(op)
        .iter()
        .filter_map(|e| Some((e.field(), row_of(e.field())?)))
    {
        let row = item.answer.rows().iter().find(|row| row.code == code);
        let negative = stated_text(op, field).is_some_and(|count| count.starts_with('-'));
        if row.is_none() || negative {
            let field = field.to_owned();
            return Err(Rejection::BadValue { field }.into());
        }
    }
    let waived = added(op, "tidak_berlaku").filter_map(|v| Waiver::deserialize(v).ok());
    for waiver in waived {
        if item.document(&waiver.dokumen).is_none() {
            let field = "tidak_berlaku".to_owned();
            return Err(Rejection::BadValue { field }.into());
        }
    }
    Ok(())
}

/// Whether the item has this answer.
pub(super) fn allowed(item: &Item, answer: &str) -> Result<(), Refusal> {
    let unknown = || Rejection::UnknownAnswer {
        item: item.id.clone(),
    };
    let value = item.answer.value_of(answer);
    value.map(|_| ()).ok_or_else(|| unknown().into())
}

fn file(op: &Op, present: Option<&Record>) -> Result<(), Refusal> {
    if says_nothing(op, present) {
        return Ok(());
    }
    let digest = word(op, present, "digest").and_then(|d| d.to_owned().try_into().ok());
    let right = digest.is_some_and(|d| op.record.id == RecordId::file(op.stream.office, &d));
    right.then_some(()).ok_or(Rejection::WrongId.into())
}

/// A plan element belongs to one of the level above, in the same office and cycle.
fn parent(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
    field: &str,
    level: &Kind,
) -> Result<(), Refusal> {
    let moves = stated(op, field).is_some();
    let makes = present.is_none() && matches!(op.body, Body::Write { .. });
    if !moves && !makes {
        return Ok(());
    }
    let above = stated_id(op, field).and_then(|id| facts.record(id));
    let fits = above.is_some_and(|above| {
        above.kind == *level
            && above.stream == op.stream
            && above.cycle == op.cycle
            && !above.is_gone()
    });
    fits.then_some(()).ok_or(Rejection::NoParent.into())
}

fn evidence(op: &Op, facts: &dyn Facts, place: &Place<'_>) -> Result<(), Refusal> {
    for id in added(op, "butir").filter_map(Value::as_str) {
        item(place, id)?;
        let cycle = op.cycle.ok_or(Rejection::WrongCycle)?;
        let others = facts.evidence_of(cycle, id).into_iter();
        let others = others.filter(|other| other.id != op.record.id && serves(other, id));
        if others.count() >= EVIDENCE_PER_ITEM_MAX {
            return Err(too_large("EVIDENCE_PER_ITEM_MAX"));
        }
    }
    for fulfilment in added(op, "memenuhi").filter_map(|v| Fulfilment::deserialize(v).ok()) {
        if item(place, &fulfilment.butir)?
            .document(&fulfilment.dokumen)
            .is_none()
        {
            let field = "memenuhi".to_owned();
            return Err(Rejection::BadValue { field }.into());
        }
    }
    for output in added(op, "keluaran") {
        let record = record_id(output).and_then(|id| facts.record(id));
        let fits = record.is_some_and(|record| {
            record.kind == Kind::Indikator && record.stream == op.stream && record.cycle == op.cycle
        });
        if !fits {
            return Err(Rejection::NoParent.into());
        }
    }
    Ok(())
}

/// Asks the table of rights for what the op touches.
pub(super) fn check_rights(
    op: &Op,
    present: Option<&Record>,
    facts: &dyn Facts,
    place: &Place<'_>,
) -> Result<(), Refusal> {
    let (directory, office) = (facts.directory(), op.stream.office);
    let author = op.author();
    let ask = |action, areas: &[&str]| rights::check(directory, author, action, office, areas);
    // Each of these must be the person's to write.
    let each = |action, areas: KeySet<&str>| {
        rights::check_each(directory, author, action, office, areas.iter().copied())
    };
    let area_of = |id: &str| {
        let item = place.instrument.and_then(|instrument| instrument.item(id));
        item.and_then(|item| item.area.as_deref())
    };
    match op.record.kind {
        Kind::Kegiatan => {
            let now = present.and_then(|record| record.text("area"));
            each(
                Action::Plan,
                now.into_iter().chain(stated_text(op, "area")).collect(),
            )?;
        }
        Kind::SubKegiatan | Kind::Indikator => {
            let field = if op.record.kind == Kind::Indikator {
                "sub_kegiatan"
            } else {
                "kegiatan"
            };
            let target = stated_id(op, field);
            let now = present.and_then(|record| record.get(field));
            let areas = now
                .into_iter()
                .chain(target)
                .filter_map(|id| area_above(id, facts));
            each(Action::Plan, areas.collect())?;
        }
        Kind::Jawaban => {
            let area = word(op, present, "butir").and_then(area_of);
            each(Action::Answer, area.into_iter().collect())?;
        }
        Kind::Bukti => {
            // Who may not open it says nothing of it: a write would make it theirs to open.
            present.map_or(Ok(()), |record| opens(record, author, facts))?;
            // What the op binds or unbinds must be the person's, one by one. What takes proof away must be
            // theirs for everything that it serves; the rest of the record is open to every team that it
            // serves.
            let outputs = touched(op, "keluaran").filter_map(record_id);
            let outputs = outputs.filter_map(|id| area_above(id, facts));
            each(
                Action::Evidence,
                touched_items(op)
                    .filter_map(area_of)
                    .chain(outputs)
                    .collect(),
            )?;
            match present.filter(|_| takes_away(op)) {
                Some(record) => each(Action::Evidence, served(record, facts, &area_of))?,
                None => {
                    let rest = served_areas(op, present, facts, &area_of);
                    ask(Action::Evidence, &rest.into_iter().collect::<Vec<_>>())?;
                }
            }
        }
        Kind::Putusan => {
            let area = word(op, present, "butir").and_then(area_of);
            each(Action::Judge, area.into_iter().collect())?;
            judge::check_own_work(op, present, facts)?;
        }
        Kind::Komentar => {
            ask(Action::Comment, &[])?;
            // Nobody changes what another said.
            let others = |record: &Record| record.writers.iter().any(|w| *w != author);
            if present.is_some_and(others) {
                return Err(Rejection::NotYourRole.into());
            }
        }
        Kind::Tugas => {
            let stated = stated_text(op, "butir").and_then(area_of);
            let now = present.and_then(|record| area_of(record.text("butir")?));
            match present {
                Some(record) if is_own_task(record, author) => {
                    each(Action::Task, stated.into_iter().collect())?;
                }
                // Of no area, and another's.
                Some(_) if now.is_none() => {
                    rights::check_everywhere(directory, author, Action::Task, office)?;
                }
                _ => each(Action::Task, now.into_iter().chain(stated).collect())?,
            }
        }
        // Boards, files and what this build doesn't know were refused before.
        _ => return Err(Rejection::ServerOnly.into()),
    }
    Ok(())
}

/// Whether a task is the person's own, whatever its area: they gave it, or have it to do.
#[must_use]
pub fn is_own_task(task: &Record, person: PersonId) -> bool {
    task.writers.contains(&person) || task.get("kepada") == Some(person)
}

/// Whether the op takes from the proof that a piece of evidence is for others: the piece, pages of it, or who may
/// open it.
fn takes_away(op: &Op) -> bool {
    let of_proof = |edit: &Edit| match edit {
        Edit::Remove { field, .. } => field == "halaman",
        Edit::Set { field, .. } => field == "terbatas",
        Edit::Add { .. } | Edit::Log { .. } => false,
    };
    matches!(op.body, Body::Delete { .. }) || edits(op).iter().any(of_proof)
}

/// The items that the op binds, unbinds, or says something about.
fn touched_items(op: &Op) -> impl Iterator<Item = &str> {
    edits(op).iter().filter_map(|edit| match edit {
        Edit::Add { field, value } | Edit::Remove { field, value, .. } => match field.as_str() {
            "butir" => value.as_str(),
            "memenuhi" => value["butir"].as_str(),
            _ => None,
        },
        _ => None,
    })
}

/// The areas that a piece of evidence serves, before and after the op.
fn served_areas<'a>(
    op: &'a Op,
    present: Option<&'a Record>,
    facts: &'a dyn Facts,
    area_of: &dyn Fn(&str) -> Option<&'a str>,
) -> KeySet<&'a str> {
    let now = present.map(|record| served(record, facts, area_of));
    let (items, outputs) = (added(op, "butir"), added(op, "keluaran"));
    let added = areas_of(items, outputs, facts, area_of);
    now.into_iter().flatten().chain(added).collect()
}

/// The areas that a piece of evidence serves.
fn served<'a>(
    evidence: &'a Record,
    facts: &'a dyn Facts,
    area_of: &dyn Fn(&str) -> Option<&'a str>,
) -> KeySet<&'a str> {
    let (items, outputs) = (evidence.members("butir"), evidence.members("keluaran"));
    areas_of(items.into_iter(), outputs.into_iter(), facts, area_of)
}

/// The areas of items and plan outputs.
fn areas_of<'a>(
    items: impl Iterator<Item = &'a Value>,
    outputs: impl Iterator<Item = &'a Value>,
    facts: &'a dyn Facts,
    area_of: &dyn Fn(&str) -> Option<&'a str>,
) -> KeySet<&'a str> {
    let of_items = items.filter_map(|value| area_of(value.as_str()?));
    let of_outputs = outputs
        .filter_map(record_id)
        .filter_map(|id| area_above(id, facts));
    of_items.chain(of_outputs).collect()
}

/// Whether a person may open the bytes of a piece of evidence (DESIGN §2, "Streams"): what is marked
/// *terbatas* opens to whoever wrote it and to whom the table lets open it in one of its areas, everything
/// else to all who read the work. The facts hold what lies [`super::above`] it.
#[must_use]
pub fn may_open(evidence: &Record, person: PersonId, facts: &dyn Facts) -> bool {
    opens(evidence, person, facts).is_ok()
}

fn opens(evidence: &Record, person: PersonId, facts: &dyn Facts) -> Result<(), Rejection> {
    let (directory, office) = (facts.directory(), evidence.stream.office);
    let restricted = evidence.get("terbatas").unwrap_or(false);
    if !restricted || evidence.writers.contains(&person) {
        return rights::check(directory, person, Action::Read, office, &[]);
    }
    let cycle = evidence.cycle.and_then(|id| facts.directory().cycle(id));
    let instrument = cycle.and_then(|cycle| facts.instrument(&cycle.instrument));
    let area_of = |id: &str| instrument?.item(id)?.area.as_deref();
    let areas: Vec<&str> = served(evidence, facts, &area_of).into_iter().collect();
    rights::check(directory, person, Action::Open, office, &areas)
}

/// The area of the kegiatan that a plan element belongs to, or is.
fn area_above(id: RecordId, facts: &dyn Facts) -> Option<&str> {
    let record = facts.record(id)?;
    match record.kind {
        Kind::Kegiatan => record.text("area"),
        Kind::SubKegiatan => area_above(record.get("kegiatan")?, facts),
        Kind::Indikator => area_above(record.get("sub_kegiatan")?, facts),
        _ => None,
    }
}
