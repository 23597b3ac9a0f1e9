//! What the model's rules see on the server.

use std::collections::HashMap;
use std::sync::Arc;

use model::directory::Directory;
use model::id::{CycleId, DeviceId, OpId, PersonId, RecordId};
use model::instrument::Instrument;
use model::op::{Body, Edit, Op, SealedOp, Stream};
use model::record::Record;
use model::rules::{self, Need};
use model::schema::Kind;

use super::{Ledger, LedgerError, Snapshot};
use crate::store::log::{Context, Keys, Known, Wanted};

impl Ledger {
    /// What the rules see of records that are only read: what lies above them, and their cycles' instruments.
    ///
    /// # Errors
    /// [`LedgerError`]: the store.
    pub(crate) async fn facts_of(
        &self,
        stream: Stream,
        records: &[Record],
    ) -> Result<Facts, LedgerError> {
        let directory = self.directory().await?;
        let wanted = Wanted {
            records: records.iter().map(|record| record.id).collect(),
            ..Wanted::default()
        };
        let context = self.store().context(stream, &wanted).await?;
        let cycles = records.iter().filter_map(|record| record.cycle);
        let instruments = self.instruments_of(&directory, cycles).await?;
        Ok(Facts::new(directory, context, instruments, HashMap::new()))
    }

    /// The instruments of these cycles, as far as the server knows them, by digest.
    pub(super) async fn instruments_of(
        &self,
        directory: &Directory,
        cycles: impl Iterator<Item = CycleId>,
    ) -> Result<HashMap<String, Arc<Instrument>>, LedgerError> {
        let mut instruments = HashMap::new();
        for cycle in cycles.filter_map(|cycle| directory.cycle(cycle)) {
            if let Some(instrument) = self.instrument(&cycle.instrument).await? {
                instruments.insert(cycle.instrument.clone(), instrument);
            }
        }
        Ok(instruments)
    }
}

/// What a rule sees: the context, and what the ops before it in the same push changed.
pub(crate) struct Facts {
    /// Number of the stream's last op, those of this decision included.
    pub(super) head: u64,
    /// The board version that the decision saw.
    pub(super) board_version: u64,
    /// Ops that came before.
    pub(super) known: HashMap<OpId, Known>,
    /// Records as they stand now.
    pub(super) records: HashMap<RecordId, Record>,
    evidence: HashMap<(CycleId, String), Vec<RecordId>>,
    directory: Snapshot,
    instruments: HashMap<String, Arc<Instrument>>,
    counts: HashMap<CycleId, usize>,
}

impl Facts {
    pub(super) fn new(
        directory: Snapshot,
        context: Context,
        instruments: HashMap<String, Arc<Instrument>>,
        counts: HashMap<CycleId, usize>,
    ) -> Self {
        Self {
            head: context.head,
            board_version: context.board_version,
            known: context.known,
            records: context.records,
            evidence: context.evidence,
            directory,
            instruments,
            counts,
        }
    }

    /// Who signs in under that name.
    pub(super) fn holder_of(&self, login: &str) -> Option<PersonId> {
        self.directory
            .person_by_login(login)
            .map(|person| person.id)
    }

    /// Whether a device is revoked, as the boards stand at this decision: it may have been revoked while
    /// its push was on its way.
    pub(super) fn is_revoked(&self, device: DeviceId) -> bool {
        let device = self.directory.device(device);
        device.is_some_and(|device| device.revoked)
    }

    /// A record changed: the ops after it see it so.
    pub(super) fn put(&mut self, record: Record) {
        if let Some(cycle) = record.cycle {
            for item in Keys::of(&record).items {
                // Items that nobody asked about are no matter of this decision.
                let Some(serving) = self.evidence.get_mut(&(cycle, item)) else {
                    continue;
                };
                if !serving.contains(&record.id) {
                    serving.push(record.id);
                }
            }
        }
        let cycle = record.cycle;
        let is_new = self.records.insert(record.id, record).is_none();
        if is_new && let Some(cycle) = cycle {
            *self.counts.entry(cycle).or_default() += 1;
        }
    }
}

impl rules::Facts for Facts {
    fn directory(&self) -> &Directory {
        &self.directory
    }

    fn record(&self, id: RecordId) -> Option<&Record> {
        self.records.get(&id)
    }

    fn evidence_of(&self, cycle: CycleId, item: &str) -> Vec<&Record> {
        let serving = self.evidence.get(&(cycle, item.to_owned()));
        let serving = serving.into_iter().flatten();
        serving.filter_map(|id| self.records.get(id)).collect()
    }

    fn instrument(&self, digest: &str) -> Option<&Instrument> {
        self.instruments.get(digest).map(|instrument| &**instrument)
    }

    fn records_in(&self, _stream: Stream, cycle: CycleId) -> usize {
        self.counts.get(&cycle).copied().unwrap_or_default()
    }
}

/// What the decision about these ops wants to see.
pub(super) fn wanted(ops: &[&SealedOp]) -> Wanted {
    let mut wanted = Wanted::default();
    for op in ops.iter().map(|sealed| sealed.op()) {
        wanted.ops.push(op.id);
        for need in rules::needs(op) {
            match need {
                Need::Record(id) => wanted.records.push(id),
                Need::EvidenceOf { cycle, item } => wanted.evidence.push((cycle, item)),
            }
        }
    }
    wanted
}

/// The pages that an op adds to a piece of evidence: files that must follow it.
pub(super) fn pages(op: &Op) -> Vec<model::schema::Page> {
    let Body::Write { edits } = &op.body else {
        return Vec::new();
    };
    if op.record.kind != Kind::Bukti {
        return Vec::new();
    }
    let added = edits.iter().filter_map(|edit| match edit {
        Edit::Add { field, value } if field == "halaman" => {
            serde_json::from_value(value.clone()).ok()
        }
        _ => None,
    });
    added.collect()
}
