//! `bukti verify`: walks every stream's hash chain, adds its ops up again, reads every file, and checks
//! receipts. It trusts nothing that it can compute itself: not the heads, not the columns by which rows are
//! found, not the list of files.

mod chain;
mod receipt;
mod records;

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;
use model::id::{FileDigest, OpId, RecordId, hex};
use model::op::Stream;
use model::schema::Kind;
use model::view::FileStatus;
use sha2::{Digest as _, Sha256};

use crate::files::{FileError, FileName, FileStore};
use crate::store::{Store, StoreError};

pub use receipt::{NoProof, check_receipt};

/// Something that isn't as it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// An op is missing: the number after it is there.
    #[error("{stream}: number {number} is missing")]
    Gap {
        /// The stream.
        stream: Stream,
        /// The missing number.
        number: u64,
    },
    /// An op's bytes aren't those that its digest was made of, or aren't there; or they name another op or record
    /// than the row under which they are found.
    #[error("{stream}: number {number} (op {op}) was changed")]
    Bytes {
        /// The stream.
        stream: Stream,
        /// The op's number.
        number: u64,
        /// The op.
        op: OpId,
    },
    /// The chain breaks: here, or in a digest before, something was changed.
    #[error("{stream}: the chain breaks at number {number} (op {op})")]
    Link {
        /// The stream.
        stream: Stream,
        /// The op's number.
        number: u64,
        /// The op.
        op: OpId,
    },
    /// The stream's head isn't its last op.
    #[error("{stream}: the head says number {head}, the log ends at {last} or with another link")]
    Head {
        /// The stream.
        stream: Stream,
        /// What the head says.
        head: u64,
        /// Where the log ends.
        last: u64,
    },
    /// A record isn't what its ops add up to.
    #[error("{stream}: record {record} isn't what its ops add up to")]
    Record {
        /// The stream.
        stream: Stream,
        /// The record.
        record: RecordId,
    },
    /// The log says that a file is here whole, and the list of files doesn't.
    #[error("file {digest} of office {office} was taken whole, and isn't listed any more", digest = .0.digest, office = .0.office)]
    Unlisted(FileName),
    /// A file isn't there.
    #[error("file {digest} of office {office} is missing", digest = .0.digest, office = .0.office)]
    NoFile(FileName),
    /// A file's bytes aren't those of its digest.
    #[error("the bytes of file {digest} of office {office} were changed", digest = .0.digest, office = .0.office)]
    File(FileName),
    /// A cycle's worksheet isn't there, or isn't the one that its digest was made of: every score rests on it.
    #[error("worksheet {digest} of a cycle is missing or was changed")]
    Worksheet {
        /// The digest that the cycle names.
        digest: String,
    },
}

/// What was walked, and what is wrong: of each stream the first place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Findings {
    /// Streams.
    pub streams: usize,
    /// Ops.
    pub ops: u64,
    /// Files.
    pub files: usize,
    /// Bytes of files.
    pub bytes: u64,
    /// What is wrong.
    pub wrong: Vec<Wrong>,
}

/// Walks everything.
///
/// # Errors
/// Those of the store; what is wrong is no error but a finding.
pub async fn walk(store: &dyn Store, files: &dyn FileStore) -> Result<Findings, StoreError> {
    let mut findings = Findings::default();
    let (mut said, mut worksheets) = (BTreeSet::new(), BTreeSet::new());
    for (stream, head) in store.streams().await? {
        findings.streams += 1;
        let mut sums = BTreeMap::new();
        let mut add = |row: &_, op: &_| records::add_up(&mut sums, row, op);
        let walked = chain::walk(store, stream, u64::MAX, &mut add).await;
        let (link, wrong) = match walked {
            Ok(link) => (link, None),
            Err(chain::Broken::Wrong { wrong, sound }) => (sound, Some(wrong)),
            Err(chain::Broken::Store(error)) => return Err(error),
        };
        findings.ops += link.number;
        let wrong = match wrong {
            None if link != head => {
                let (head, last) = (head.number, link.number);
                Some(Wrong::Head { stream, head, last })
            }
            None => records::differing(store, stream, &sums).await?,
            found => found,
        };
        findings.wrong.extend(wrong);
        let here = sums.values().filter(|record| record.kind == Kind::Berkas);
        let complete = here.filter_map(|record| {
            let file = FileStatus::read(record).filter(FileStatus::is_complete)?;
            let (office, digest) = (stream.office, file.digest);
            Some(FileName { office, digest })
        });
        said.extend(complete);
        let cycles = sums.values().filter(|record| record.kind == Kind::Siklus);
        worksheets.extend(cycles.filter_map(|cycle| cycle.text("instrumen").map(str::to_owned)));
    }
    for file in store.complete_files().await? {
        findings.files += 1;
        let name = FileName {
            office: file.office,
            digest: file.digest,
        };
        match digest_of(files, &name, file.size).await {
            Ok((digest, size)) => {
                findings.bytes += size;
                if digest != name.digest.as_str() || size != file.size {
                    findings.wrong.push(Wrong::File(name.clone()));
                }
            }
            Err(FileError::Missing) => findings.wrong.push(Wrong::NoFile(name.clone())),
            Err(_) => findings.wrong.push(Wrong::File(name.clone())),
        }
        said.remove(&name);
    }
    findings.wrong.extend(said.into_iter().map(Wrong::Unlisted));
    for digest in worksheets {
        let text = store.document(&digest).await?;
        if text.is_none_or(|text| FileDigest::of(text.as_bytes()).as_str() != digest) {
            findings.wrong.push(Wrong::Worksheet { digest });
        }
    }
    Ok(findings)
}

/// Digest and size of a file's bytes; of a file that is too long, one byte more than it should have.
async fn digest_of(
    files: &dyn FileStore,
    name: &FileName,
    size: u64,
) -> Result<(String, u64), FileError> {
    let mut hash = Sha256::new();
    let mut read = 0;
    let mut bytes = files.read(name, 0, size.saturating_add(1)).await?;
    while let Some(part) = bytes.try_next().await? {
        hash.update(&part);
        read += part.len() as u64;
    }
    Ok((hex(&hash.finalize()), read))
}
