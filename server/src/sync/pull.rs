//! A pull: which streams a person may read now, and what is new in them.

use std::collections::{BTreeSet, HashMap};

use model::directory::Directory;
use model::id::{CycleId, PersonId};
use model::limits::PULL_RECORDS_MAX;
use model::mutant::{Mutant, planted};
use model::op::{Stream, StreamKind};
use model::wire::{Page, PullAnswer, PullBody};

use super::cursor::Position;
use super::{Ledger, LedgerError};
use crate::store::log::Extent;

/// Bytes of records in one answer: a slow line brings them within its patience.
const ANSWER_BYTES_MAX: usize = 1024 * 1024;

/// What one answer may still hold.
struct Budget {
    records: usize,
    bytes: usize,
}

impl Ledger {
    /// What is new for a device that has read so far.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn pull(&self, person: PersonId, body: &PullBody) -> Result<PullAnswer, LedgerError> {
        let directory = self.directory().await?;
        let streams = directory.readable(person);
        let heads = self.store().heads(&streams).await?;
        let known: HashMap<Stream, Position> = body
            .cursors
            .iter()
            .filter_map(|held| Some((held.stream, Position::of(&held.cursor)?)))
            .filter(|(stream, position)| *stream == position.stream)
            .collect();
        let named: BTreeSet<Stream> = body.cursors.iter().map(|held| held.stream).collect();
        let asked = body
            .safe_of
            .iter()
            .filter(|stream| streams.contains(stream));
        let asked: Vec<Stream> = asked.copied().collect();
        let mut budget = Budget {
            records: PULL_RECORDS_MAX,
            bytes: ANSWER_BYTES_MAX,
        };
        let mut pages = Vec::new();
        for stream in &streams {
            let head = heads.get(stream).copied().unwrap_or(0);
            let cycles = cycles(&directory, *stream);
            let held = known.get(stream);
            let usable = held.filter(|at| {
                at.epoch == self.store().epoch()
                    && (at.number <= head || planted(Mutant::CursorAboveHead))
            });
            let from = match usable {
                Some(at) if !self.gains(*stream, at, &cycles).await? => Some(at),
                _ => None,
            };
            if from.is_some_and(|at| at.number == head && at.cycles == cycles) {
                continue;
            }
            let anew = from.is_none() && named.contains(stream);
            let start = Position {
                epoch: self.store().epoch(),
                stream: *stream,
                cycles,
                number: from.map_or(0, |at| at.number),
            };
            pages.push(self.page(start, anew, &mut budget).await?);
            if budget.records == 0 || budget.bytes == 0 {
                break;
            }
        }
        Ok(PullAnswer {
            epoch: self.store().epoch(),
            now: self.ambient().now(),
            person,
            instruments: instruments(&directory, &streams),
            safe: Some(self.safety(&asked)),
            streams,
            pages,
        })
    }

    /// Whether a cycle came into the extent that the device doesn't hold, and that has records already:
    /// their numbers may lie below its cursor.
    async fn gains(
        &self,
        stream: Stream,
        at: &Position,
        cycles: &[CycleId],
    ) -> Result<bool, LedgerError> {
        for cycle in cycles.iter().filter(|cycle| !at.cycles.contains(cycle)) {
            let records = self.store().record_count(stream, *cycle).await?;
            if records > 0 && !planted(Mutant::GainIgnored) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn page(
        &self,
        start: Position,
        anew: bool,
        budget: &mut Budget,
    ) -> Result<Page, LedgerError> {
        let is_board = start.stream.kind == StreamKind::Board;
        let extent = Extent {
            cycles: (!is_board).then(|| start.cycles.clone()),
            after: start.number,
            records_max: budget.records,
            bytes_max: budget.bytes,
        };
        let rows = self.store().page(start.stream, &extent).await?;
        let last = rows.records.last().map_or(start.number, |row| row.0);
        let bytes: usize = rows.records.iter().map(|row| row.1.get().len()).sum();
        budget.records = budget.records.saturating_sub(rows.records.len());
        budget.bytes = budget.bytes.saturating_sub(bytes);
        // What is asked for next may lie behind the budget: then this page says that more waits.
        let is_spent = budget.records == 0 || budget.bytes == 0;
        let end = Position {
            number: if rows.more { last } else { rows.head },
            ..start
        };
        Ok(Page {
            stream: end.stream,
            records: rows.records.into_iter().map(|row| row.1).collect(),
            cursor: end.cursor(),
            more: rows.more || is_spent,
            anew,
        })
    }
}

/// The cycles of a stream that a device holds.
fn cycles(directory: &Directory, stream: Stream) -> Vec<CycleId> {
    if stream.kind == StreamKind::Board {
        return Vec::new();
    }
    let held = directory.held_cycles(stream.office).into_iter();
    let held: BTreeSet<CycleId> = held.map(|cycle| cycle.id).collect();
    held.into_iter().collect()
}

/// The worksheets of those cycles.
fn instruments(directory: &Directory, streams: &[Stream]) -> Vec<String> {
    let cycles = streams.iter().flat_map(|stream| cycles(directory, *stream));
    let digests: BTreeSet<String> = cycles
        .filter_map(|cycle| directory.cycle(cycle))
        .map(|cycle| cycle.instrument.clone())
        .filter(|digest| !digest.is_empty())
        .collect();
    digests.into_iter().collect()
}
