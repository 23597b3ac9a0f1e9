//! Records against what their ops add up to.

use std::collections::{BTreeMap, BTreeSet};

use model::id::RecordId;
use model::merge::{Stamp, apply};
use model::op::{Op, Stream};
use model::record::Record;

use super::Wrong;
use crate::store::log::LogRow;
use crate::store::{Store, StoreError};

/// Records read at once.
const PAGE: usize = 500;

/// Merges an op into its record.
pub(super) fn add_up(sums: &mut BTreeMap<RecordId, Record>, row: &LogRow, op: &Op) {
    let record = sums
        .entry(op.record.id)
        .or_insert_with(|| Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle));
    let stamp = Stamp {
        number: row.number,
        effective: row.effective,
    };
    apply(record, op, stamp);
}

/// The first record that isn't what its ops add up to, or isn't found by what it is.
pub(super) async fn differing(
    store: &dyn Store,
    stream: Stream,
    sums: &BTreeMap<RecordId, Record>,
) -> Result<Option<Wrong>, StoreError> {
    let numbers = store.numbers(stream, None).await?;
    let wrong = |record| Ok(Some(Wrong::Record { stream, record }));
    let held: BTreeSet<RecordId> = numbers.iter().map(|(id, _)| *id).collect();
    if let Some(lacking) = sums.keys().find(|id| !held.contains(id)) {
        return wrong(*lacking);
    }
    let moved = numbers
        .iter()
        .find(|(id, number)| sums.get(id).is_none_or(|record| record.number != *number));
    if let Some((record, _)) = moved {
        return wrong(*record);
    }
    let ids: Vec<RecordId> = held.into_iter().collect();
    for page in ids.chunks(PAGE) {
        for record in store.records(page).await? {
            if sums.get(&record.id) != Some(&record) {
                return wrong(record.id);
            }
        }
    }
    match store.misfiled(stream).await? {
        Some(record) => wrong(record),
        None => Ok(None),
    }
}
