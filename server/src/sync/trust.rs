//! What a device may rely on: what is safe in backups, receipts, comparisons.

use std::collections::{BTreeMap, HashMap};

use model::id::{DeviceId, OpId, PersonId};
use model::mutant::{Mutant, planted};
use model::op::{SealedOp, Stream, StreamKind};
use model::time::Millis;
use model::wire::{
    DeviceReport, Outcome, PushHeader, RECEIPT_PURPOSE, RECONCILE_STREAMS_MAX, Receipt,
    ReceiptText, ReconcileAnswer, ReconcileBody, Reconciled, Safety, StreamNumber, StreamReceipt,
    WIRE_VERSION,
};

use super::cursor::Position;
use super::{Ledger, LedgerError};
use crate::store::StoreError;

/// Pairs in one answer to a comparison; one stream always fits.
const PAIRS_MAX: usize = 20_000;

/// What is contained in two completed backups, in the place that the admin named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SafeMarks {
    /// Whether a place was named.
    pub place: bool,
    /// The last safe number of each stream.
    pub numbers: HashMap<Stream, u64>,
}

impl Ledger {
    /// Sets what is safe.
    pub fn set_safe(&self, marks: SafeMarks) {
        *super::locked(&self.safe) = marks;
    }

    /// What is safe.
    #[must_use]
    pub fn safe(&self) -> SafeMarks {
        super::locked(&self.safe).clone()
    }

    /// What is safe of these streams.
    pub(super) fn safety(&self, streams: &[Stream]) -> Safety {
        let marks = super::locked(&self.safe);
        let known = |stream: &Stream| {
            let (stream, number) = (*stream, *marks.numbers.get(stream)?);
            Some(StreamNumber { stream, number })
        };
        Safety {
            place: marks.place,
            streams: streams.iter().filter_map(known).collect(),
        }
    }

    /// The server's signed word for the ops that it has accepted, now or before; none if there are none,
    /// or no key.
    pub(super) async fn receipt(
        &self,
        header: &PushHeader,
        ops: &[SealedOp],
        outcomes: &[Outcome],
        now: Millis,
    ) -> Result<Option<Receipt>, LedgerError> {
        let Some(key) = &self.key else {
            return Ok(None);
        };
        let mut accepted: BTreeMap<Stream, Vec<(OpId, u64)>> = BTreeMap::new();
        for (op, outcome) in ops.iter().zip(outcomes) {
            if let Outcome::Accepted { number, .. } = outcome {
                let of_stream = accepted.entry(op.op().stream).or_default();
                of_stream.push((op.op().id, *number));
            }
        }
        let mut streams = Vec::with_capacity(accepted.len());
        for (stream, ops) in accepted {
            let last = ops.iter().map(|(_, number)| *number).max().unwrap_or(0);
            if let Some(link) = self.store().link(stream, last).await? {
                streams.push(StreamReceipt { stream, link, ops });
            }
        }
        if streams.is_empty() {
            return Ok(None);
        }
        let text = ReceiptText {
            purpose: RECEIPT_PURPOSE.to_owned(),
            format: WIRE_VERSION,
            epoch: self.store().epoch(),
            now,
            person: header.person,
            device: header.device,
            streams,
        };
        // Nothing in it is what JSON can't hold.
        let text = serde_json::to_string(&text).unwrap_or_default();
        Ok(Some(key.sign(text)))
    }

    /// A device spoke, and perhaps said what waits on it.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn seen(
        &self,
        device: DeviceId,
        report: Option<DeviceReport>,
        now: Millis,
    ) -> Result<(), StoreError> {
        match report {
            Some(report) => {
                let report = report.taken(now);
                self.store().device_reported(device, report, now).await
            }
            None => self.store().device_seen(device, now).await,
        }
    }

    /// All record numbers of the streams that a device compares, within limits.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn reconcile(
        &self,
        person: PersonId,
        body: &ReconcileBody,
    ) -> Result<ReconcileAnswer, LedgerError> {
        let directory = self.directory().await?;
        let readable = directory.readable(person);
        let epoch = self.store().epoch();
        let mut streams = Vec::new();
        let mut pairs = 0;
        for ask in body.streams.iter().take(RECONCILE_STREAMS_MAX) {
            let stream = ask.stream;
            let position = Position::of(&ask.cursor);
            let position = position.filter(|at| at.epoch == epoch && at.stream == stream);
            let may = readable.contains(&stream) || planted(Mutant::ComparedWithAll);
            let Some(position) = position.filter(|_| may) else {
                continue;
            };
            // Its head first: numbers that come after it are above the cursor anyway.
            let head = self.store().head(stream).await?;
            if position.number > head.number {
                continue;
            }
            let cycles = (stream.kind == StreamKind::Work).then_some(position.cycles);
            let records = self.store().numbers(stream, cycles.as_deref()).await?;
            pairs += records.len();
            if pairs > PAIRS_MAX && !streams.is_empty() {
                break;
            }
            let known = match ask.known {
                Some(number) if number <= head.number => self.store().link(stream, number).await?,
                _ => None,
            };
            streams.push(Reconciled {
                stream,
                upto: position.number,
                cycles,
                records,
                head,
                known,
            });
        }
        Ok(ReconcileAnswer {
            epoch,
            person,
            streams,
        })
    }
}
