//! Chains, numbers and files in memory.

use async_trait::async_trait;
use model::id::{CycleId, RecordId};
use model::op::Stream;
use model::wire::Link;

use super::MemoryStore;
use crate::store::StoreError;
use crate::store::audit::Audit;
use crate::store::uploads::{File, FileState};

#[async_trait]
impl Audit for MemoryStore {
    async fn streams(&self) -> Result<Vec<(Stream, Link)>, StoreError> {
        let mut streams: Vec<(Stream, Link)> = self.read(|state| {
            let streams = state.streams.iter();
            let link = |(number, chain): &(u64, String)| Link {
                number: *number,
                chain: chain.clone(),
            };
            streams
                .map(|(stream, head)| (*stream, link(head)))
                .collect()
        });
        streams.sort_by_key(|(stream, _)| stream.to_string());
        Ok(streams)
    }

    async fn head(&self, stream: Stream) -> Result<Link, StoreError> {
        let (number, chain) = self.read(|state| state.head(stream));
        Ok(Link { number, chain })
    }

    async fn link(&self, stream: Stream, number: u64) -> Result<Option<Link>, StoreError> {
        Ok(self.read(|state| {
            let chain = state.ops.get(&(stream, number))?.chain.clone();
            Some(Link { number, chain })
        }))
    }

    async fn numbers(
        &self,
        stream: Stream,
        cycles: Option<&[CycleId]>,
    ) -> Result<Vec<(RecordId, u64)>, StoreError> {
        let is_asked = |cycle: Option<CycleId>| match (cycles, cycle) {
            (Some(cycles), Some(cycle)) => cycles.contains(&cycle),
            _ => true,
        };
        let mut numbers: Vec<(RecordId, u64)> = self.read(|state| {
            let rows = state.records.iter();
            rows.filter(|(_, row)| row.stream == stream && is_asked(row.cycle))
                .map(|(id, row)| (*id, row.number))
                .collect()
        });
        numbers.sort_by_key(|(_, number)| *number);
        Ok(numbers)
    }

    async fn misfiled(&self, _: Stream) -> Result<Option<RecordId>, StoreError> {
        // There are no columns beside the records.
        Ok(None)
    }

    async fn complete_files(&self) -> Result<Vec<File>, StoreError> {
        let mut files: Vec<File> = self.read(|state| {
            let files = state.files.values();
            files
                .filter(|file| file.state == FileState::Complete)
                .cloned()
                .collect()
        });
        files.sort_by_key(|file| (file.office.to_string(), file.digest.clone()));
        Ok(files)
    }
}
