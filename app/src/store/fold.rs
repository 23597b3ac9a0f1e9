//! Folding: a stream's many small segments become few large ones, in a quiet moment.

use model::table::Table;

use indexed_db_futures::error::Error;
use model::id::CycleId;
use model::op::Stream;
use model::record::Record;
use model::sync::store::StoreError;

use super::commit::{segment_key, segments_of};
use super::connection::{Connection, Durability, KeyRange};
use super::load::{cursor_stream, records, rows, segment_stream};
use super::schema::keys::{CURSORS, SEGMENTS};
use super::value::encode;

/// A stream is folded once it has more segments than this.
const SEGMENTS_MAX: usize = 24;
/// Records in a folded segment.
const RECORDS: usize = 500;

/// Folds every stream that has too many segments; says how many segments went. A stream with a damaged
/// segment is left as it is: it is pulled again. What lies under keys that name no stream goes: it was a copy of
/// the server's, and since the start it is pulled again too.
pub async fn fold(connection: &Connection) -> Result<usize, StoreError> {
    let went = std::cell::Cell::new(0);
    connection
        .write(&[SEGMENTS, CURSORS], Durability::Relaxed, async |stores| {
            let mut streams: Table<Stream, Vec<_>> = Table::new();
            for row in rows(stores, SEGMENTS)?.await? {
                match segment_stream(&row.0) {
                    Some(stream) => streams
                        .get_or_insert_with(stream, Default::default)
                        .push(row),
                    None => stores.delete(SEGMENTS, KeyRange::Only(row.0))?,
                }
            }
            for (key, _) in rows(stores, CURSORS)?.await? {
                if cursor_stream(&key).is_none() {
                    stores.delete(CURSORS, KeyRange::Only(key))?;
                }
            }
            for (stream, rows) in streams {
                let before = rows.len();
                let mut damaged = Vec::new();
                if before <= SEGMENTS_MAX {
                    continue;
                }
                let records = records(rows, &mut damaged);
                if !damaged.is_empty() {
                    continue;
                }
                let folded = segments(stream, records)?;
                stores.delete(SEGMENTS, segments_of(stream))?;
                went.set(went.get() + before.saturating_sub(folded.len()));
                for (key, value) in folded {
                    stores.put(SEGMENTS, &key.into(), &value.into())?;
                }
            }
            Ok(())
        })
        .await?;
    Ok(went.get())
}

/// Records as large segments, by cycle and number.
fn segments(stream: Stream, mut records: Vec<Record>) -> Result<Vec<(String, String)>, Error> {
    records.sort_by_key(|record| (record.cycle, record.number));
    let mut cycles: Table<Option<CycleId>, Vec<Record>> = Table::new();
    for record in records {
        cycles
            .get_or_insert_with(record.cycle, Default::default)
            .push(record);
    }
    let mut segments = Vec::new();
    for (cycle, records) in cycles {
        for some in records.chunks(RECORDS) {
            let text = encode(&some).map_err(|e| js_sys::Error::new(&e.to_string()))?;
            segments.push((segment_key(stream, cycle), text));
        }
    }
    Ok(segments)
}
