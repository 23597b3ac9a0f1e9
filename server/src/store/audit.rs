//! What is read to prove things: chains, numbers, files.

use async_trait::async_trait;
use model::id::{CycleId, RecordId};
use model::op::Stream;
use model::wire::Link;

use super::StoreError;
use super::uploads::File;

/// Chains, numbers and files, read whole.
#[async_trait]
pub trait Audit: Send + Sync {
    /// Every stream with its head, by name; one that has ops and no head, with number 0 and no chain.
    async fn streams(&self) -> Result<Vec<(Stream, Link)>, StoreError>;

    /// The stream's head; the root of its chain before its first op.
    async fn head(&self, stream: Stream) -> Result<Link, StoreError>;

    /// The link of the op with that number, if there is one.
    async fn link(&self, stream: Stream, number: u64) -> Result<Option<Link>, StoreError>;

    /// Every record of a stream (of these cycles and of none; `None`: all) with its number, in order of
    /// the numbers.
    async fn numbers(
        &self,
        stream: Stream,
        cycles: Option<&[CycleId]>,
    ) -> Result<Vec<(RecordId, u64)>, StoreError>;

    /// A record of a stream that isn't found by what it is: a column by which rows are looked for says otherwise.
    async fn misfiled(&self, stream: Stream) -> Result<Option<RecordId>, StoreError>;

    /// Every file that is complete, by office and digest.
    async fn complete_files(&self) -> Result<Vec<File>, StoreError>;
}
