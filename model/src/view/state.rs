//! The evidence rule: from records to the state of an item (DESIGN §3, "An item is evidenced").

use crate::table::{KeySet, Table};

use rust_decimal::Decimal;
use serde_json::Value;

use super::answer::claimed;
use super::{Answer, Evidence, VerdictView};
use crate::id::{FileDigest, OpId};
use crate::instrument::{Instrument, Item};
use crate::record::Record;
use crate::schema::{Decision, Kind, row_of};
use crate::score::{ItemState, VerdictState};

/// The layer of review that counts: the internal assessment team (Tim Penilai Internal).
pub const MAIN_LAYER: &str = "tpi";

/// Whether a piece of evidence is bound to an item now.
#[must_use]
pub fn serves(evidence: &Record, item: &str) -> bool {
    !evidence.is_gone() && evidence.items().any(|bound| bound == item)
}

/// Whether a piece of evidence is or ever was bound to an item, gone or not: whoever wrote it has
/// written for the item.
#[must_use]
pub fn served(evidence: &Record, item: &str) -> bool {
    let key = Value::from(item).to_string();
    let field = evidence.fields.get("butir");
    field.is_some_and(|field| {
        field.ever.contains(&key) || field.writes.iter().any(|w| w.value.as_str() == Some(item))
    })
}

/// The writes that a verdict on an item judges: those of its answer and of each piece of evidence bound
/// to it, as they are now. `evidence` may hold pieces of other items.
#[must_use]
pub fn judged_writes(item: &Item, answer: Option<&Record>, evidence: &[&Record]) -> KeySet<OpId> {
    let answer = answer.filter(|record| !record.is_gone());
    let bound = evidence.iter().filter(|record| serves(record, &item.id));
    answer
        .into_iter()
        .chain(bound.copied())
        .flat_map(Record::writes)
        .collect()
}

/// The state of an item, from its answer, the evidence (pieces of other items are passed over), its
/// verdicts, and what is known of files: on the server, those complete there; on a phone, also those
/// whose bytes it holds.
#[must_use]
pub fn item_state(
    item: &Item,
    answer: Option<&Record>,
    evidence: &[&Record],
    verdicts: &[&Record],
    file_complete: &dyn Fn(&FileDigest) -> bool,
) -> ItemState {
    let said = answer.and_then(Answer::read);
    let bound: Vec<Evidence> = (evidence.iter())
        .filter(|record| serves(record, &item.id))
        .filter_map(|record| Evidence::read(record))
        .collect();
    let whole: Vec<&Evidence> = (bound.iter())
        .filter(|piece| piece.is_complete(file_complete))
        .collect();
    let covered = |code: &str| {
        said.as_ref().is_some_and(|a| a.waiver(code).is_some())
            || whole
                .iter()
                .any(|piece| piece.documents_of(&item.id).contains(&code))
    };
    let missing: Vec<String> = (item.documents.iter())
        .filter(|document| !covered(&document.code))
        .map(|document| document.code.clone())
        .collect();
    let evidenced = if item.documents.is_empty() {
        !whole.is_empty()
    } else {
        missing.is_empty()
    };
    let claimed = answer
        .filter(|_| said.is_some())
        .and_then(|answer| claimed(item, answer));
    let writes = judged_writes(item, answer, evidence);
    let shown = said.as_ref().and_then(|answer| answer.value.as_deref());
    ItemState {
        claimed,
        evidenced,
        missing,
        evidence: bound.len(),
        verdict: verdict(item, verdicts, &writes, claimed, shown),
        conflict: said
            .as_ref()
            .is_some_and(|a| a.contested || a.conflicts.iter().any(|field| is_answer(field))),
        answer: said.and_then(|answer| answer.value),
    }
}

/// Whether a field of an answer makes its value.
fn is_answer(field: &str) -> bool {
    field == "nilai" || row_of(field).is_some()
}

fn verdict(
    item: &Item,
    verdicts: &[&Record],
    writes: &KeySet<OpId>,
    claimed: Option<Decimal>,
    said: Option<&str>,
) -> VerdictState {
    let view = verdicts
        .iter()
        .filter_map(|record| VerdictView::read(record))
        .find(|view| view.item == item.id && view.layer == MAIN_LAYER);
    let Some(view) = view else {
        return VerdictState::None;
    };
    if view.disputed {
        return VerdictState::Disputed;
    }
    let judged: KeySet<OpId> = view.verdict.menilai.iter().copied().collect();
    if judged != *writes || view.verdict.definisi != item.definition_digest {
        return VerdictState::Stale;
    }
    let (value, answer) = match view.verdict.hasil {
        Decision::Kembalikan => return VerdictState::Returned,
        Decision::Terima => (Some(claimed.unwrap_or_default()), said),
        Decision::Sesuaikan => {
            let adjusted = view.verdict.nilai.as_deref();
            let value = adjusted.and_then(|answer| item.answer.value_of(answer));
            (value, adjusted)
        }
    };
    value.map_or(VerdictState::Stale, |value| VerdictState::Fresh {
        value,
        answer: (answer.filter(|_| !item.answer.is_number())).and_then(|a| item.answer.spelled(a)),
    })
}

/// The records of one office and cycle that make its worksheet, sorted by item, so that all items are
/// stated in one pass.
#[derive(Debug, Default)]
pub struct Worksheet<'a> {
    answers: Table<&'a str, &'a Record>,
    evidence: Table<&'a str, Vec<&'a Record>>,
    verdicts: Table<&'a str, Vec<&'a Record>>,
}

/// Sorts the records of one office and cycle by item; other kinds are passed over.
#[must_use]
pub fn worksheet<'a>(records: impl IntoIterator<Item = &'a Record>) -> Worksheet<'a> {
    let mut sheet = Worksheet::default();
    for record in records {
        match record.kind {
            Kind::Jawaban => {
                if let Some(item) = record.text("butir") {
                    sheet.answers.insert(item, record);
                }
            }
            Kind::Putusan => {
                if let Some(item) = record.text("butir") {
                    sheet
                        .verdicts
                        .get_or_insert_with(item, Default::default)
                        .push(record);
                }
            }
            Kind::Bukti if !record.is_gone() => {
                for item in record.members("butir") {
                    if let Some(item) = item.as_str() {
                        sheet
                            .evidence
                            .get_or_insert_with(item, Default::default)
                            .push(record);
                    }
                }
            }
            _ => {}
        }
    }
    sheet
}

impl<'a> Worksheet<'a> {
    /// The answer to an item.
    #[must_use]
    pub fn answer(&self, item: &str) -> Option<&'a Record> {
        self.answers.get(item).copied()
    }

    /// The evidence bound to an item.
    #[must_use]
    pub fn evidence(&self, item: &str) -> &[&'a Record] {
        self.evidence.get(item).map_or(&[], Vec::as_slice)
    }

    /// The verdicts on an item, of every layer.
    #[must_use]
    pub fn verdicts(&self, item: &str) -> &[&'a Record] {
        self.verdicts.get(item).map_or(&[], Vec::as_slice)
    }

    /// The state of an item: what [`crate::score::standing`] asks for.
    #[must_use]
    pub fn state(&self, item: &Item, file_complete: &dyn Fn(&FileDigest) -> bool) -> ItemState {
        let id = item.id.as_str();
        let (answer, evidence) = (self.answer(id), self.evidence(id));
        item_state(item, answer, evidence, self.verdicts(id), file_complete)
    }

    /// The Standing of the whole worksheet.
    #[must_use]
    pub fn standings(
        &self,
        instrument: &Instrument,
        file_complete: &dyn Fn(&FileDigest) -> bool,
    ) -> crate::score::Standings {
        crate::score::standing(instrument, &|item| self.state(item, file_complete))
    }
}
