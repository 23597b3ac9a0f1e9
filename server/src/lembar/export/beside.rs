//! What stands beside each item, from the records of an office's cycle.

use std::collections::BTreeMap;

use model::instrument::{Instrument, Item};
use model::record::Record;
use model::schema::Decision;
use model::score::VerdictState;
use model::view::{Answer, Evidence, MAIN_LAYER, VerdictView, complete_files, said, worksheet};
use rust_decimal::Decimal;

use super::Beside;

/// What the unit and the assessor said of each item, by its id.
#[must_use]
pub fn beside(instrument: &Instrument, records: &[Record]) -> BTreeMap<String, Beside> {
    let sheet = worksheet(records);
    let whole = complete_files(records);
    let one = |item: &Item| {
        let state = sheet.state(item, &|digest| whole.contains(digest));
        let record = sheet.answer(&item.id);
        let answer = record.and_then(Answer::read);
        let pieces = sheet.evidence(&item.id).iter();
        let pieces: Vec<Evidence> = pieces.filter_map(|record| Evidence::read(record)).collect();
        let verdicts = sheet.verdicts(&item.id).iter();
        let verdict = verdicts
            .filter_map(|record| VerdictView::read(record))
            .find(|verdict| verdict.layer == MAIN_LAYER);
        let shown = record
            .filter(|_| answer.is_some())
            .and_then(|record| counting(item, record, state.claimed));
        let (judged, judged_value) = match (state.verdict, &verdict) {
            (VerdictState::Fresh { value, .. }, Some(verdict)) => {
                let own = match verdict.verdict.hasil {
                    Decision::Sesuaikan => verdict.verdict.nilai.clone(),
                    _ => shown.clone(),
                };
                (own.or_else(|| share(item, value)), Some(value))
            }
            _ => (None, None),
        };
        Beside {
            answer: shown,
            value: state.claimed,
            counts: answer.as_ref().map(|a| a.rows.clone()).unwrap_or_default(),
            note: answer.and_then(|answer| answer.note).unwrap_or_default(),
            links: pieces
                .iter()
                .filter_map(|piece| piece.link.clone())
                .collect(),
            evidence: pieces.into_iter().map(|piece| piece.title).collect(),
            judged,
            judged_value,
            judged_note: verdict.map(note).unwrap_or_default(),
        }
    };
    let items = instrument.items();
    items.map(|item| (item.id.clone(), one(item))).collect()
}

/// The answer that counts: the one that shows, in a conflict the one that is worth what is claimed.
fn counting(item: &Item, record: &Record, claimed: Option<Decimal>) -> Option<String> {
    let all: Vec<String> = said(record, "nilai")
        .into_iter()
        .filter_map(|s| s.value)
        .collect();
    let counts = |text: &&String| item.answer.value_of(text) == claimed;
    let found = all.iter().rev().find(counts).or(all.last());
    found.cloned()
}

/// A share as the answer of a percentage whose counts gave it; other types always have an answer.
fn share(item: &Item, value: Decimal) -> Option<String> {
    let percent = !item.answer.rows().is_empty();
    percent.then(|| value.normalize().to_string())
}

/// The assessor's words; a return is said.
fn note(verdict: VerdictView) -> String {
    let words = verdict.verdict.catatan;
    match verdict.verdict.hasil {
        Decision::Kembalikan if words.is_empty() => "Dikembalikan".to_owned(),
        Decision::Kembalikan => format!("Dikembalikan: {words}"),
        Decision::Terima | Decision::Sesuaikan => words,
    }
}
