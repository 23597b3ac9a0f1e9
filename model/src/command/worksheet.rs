//! Answers, notes, waivers and verdicts.

use rust_decimal::Decimal;
use serde_json::{Value, json};

use super::change::{Change, trimmed};
use crate::id::{CycleId, OfficeId, RecordId};
use crate::instrument::Item;
use crate::op::Draft;
use crate::record::Record;
use crate::schema::{Decision, Kind, Verdict, Waiver, row_field};
use crate::view::{MAIN_LAYER, judged_writes};

fn of_item<'a>(
    office: OfficeId,
    cycle: CycleId,
    item: &str,
    present: Option<&'a Record>,
) -> Change<'a> {
    let id = RecordId::answer(office, cycle, item);
    Change::of_or_new(present, Kind::Jawaban, id, office, cycle).set("butir", Some(item))
}

/// Answers an item; nothing takes the answer back. `present` is the answer's record as its author sees
/// it. The same answer again is stated as well: it settles a conflict.
#[must_use]
pub fn answer(
    office: OfficeId,
    cycle: CycleId,
    item: &str,
    present: Option<&Record>,
    value: Option<&str>,
) -> Draft {
    let value = trimmed(value).map_or(Value::Null, Value::from);
    of_item(office, cycle, item, present)
        .put("nilai", value)
        .draft()
}

/// Types a count of a percentage; nothing empties it. The percentage that is typed itself, where one is,
/// still wins.
#[must_use]
pub fn count(
    office: OfficeId,
    cycle: CycleId,
    item: &str,
    present: Option<&Record>,
    row: &str,
    value: Option<Decimal>,
) -> Draft {
    let value = value.map_or(Value::Null, |value| Value::from(value.to_string()));
    of_item(office, cycle, item, present)
        .put(&row_field(row), value)
        .draft()
}

/// Writes the unit's note on an item; an empty one removes it.
#[must_use]
pub fn note(
    office: OfficeId,
    cycle: CycleId,
    item: &str,
    present: Option<&Record>,
    text: &str,
) -> Draft {
    let text = trimmed(Some(text)).map_or(Value::Null, Value::from);
    of_item(office, cycle, item, present)
        .put("catatan", text)
        .draft()
}

/// States that a required document doesn't apply, and why. An earlier reason is replaced.
#[must_use]
pub fn waive(
    office: OfficeId,
    cycle: CycleId,
    item: &str,
    present: Option<&Record>,
    document: &str,
    reason: &str,
) -> Draft {
    let waiver = json!({ "dokumen": document, "alasan": reason.trim() });
    let mut change = of_item(office, cycle, item, present);
    for earlier in waivers(present, document).filter(|earlier| *earlier != waiver) {
        change = change.remove("tidak_berlaku", earlier);
    }
    change.add("tidak_berlaku", waiver).draft()
}

/// A required document applies again; nothing if there was no reason against it.
#[must_use]
pub fn unwaive(answer: &Record, document: &str) -> Option<Draft> {
    waivers(Some(answer), document)
        .fold(Change::of(answer), |change, waiver| {
            change.remove("tidak_berlaku", waiver)
        })
        .draft_if_any()
}

fn waivers<'a>(answer: Option<&'a Record>, document: &'a str) -> impl Iterator<Item = Value> + 'a {
    let all = answer.map(|record| record.members("tidak_berlaku"));
    let of_document = move |value: &&'a Value| {
        serde_json::from_value::<Waiver>((*value).clone())
            .is_ok_and(|waiver| waiver.dokumen == document)
    };
    all.into_iter().flatten().filter(of_document).cloned()
}

/// What an assessor decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// Accepted, adjusted or returned.
    pub decision: Decision,
    /// The answer that the assessor gives; must be there when adjusted.
    pub value: Option<String>,
    /// The assessor's words.
    pub note: String,
}

/// Judges an item as the assessor sees it: names the writes of its answer and of the evidence bound to
/// it, and the item's definition, so that the verdict holds exactly as long as these do. `present` is
/// the verdict's record: the earlier verdicts that show there are replaced.
#[must_use]
pub fn judge(
    office: OfficeId,
    cycle: CycleId,
    item: &Item,
    present: Option<&Record>,
    answer: Option<&Record>,
    evidence: &[&Record],
    judgement: &Judgement,
) -> Draft {
    let id = RecordId::verdict(office, cycle, &item.id, MAIN_LAYER);
    let verdict = Verdict {
        hasil: judgement.decision,
        nilai: judgement.value.clone(),
        catatan: judgement.note.trim().to_owned(),
        menilai: judged_writes(item, answer, evidence).into_iter().collect(),
        definisi: item.definition_digest.clone(),
    };
    // Item and layer are said again each time: the rule reads them before it knows the record.
    Change::of_or_new(present, Kind::Putusan, id, office, cycle)
        .put("butir", item.id.as_str())
        .put("lapis", MAIN_LAYER)
        .put("putusan", json!(verdict))
        .draft()
}
