//! `bukti verify`: walks every stream's hash chain, adds its ops up again, reads every file, and checks
//! receipts. It trusts nothing
//! that it can compute itself.

use std::collections::{BTreeMap, BTreeSet};

use futures::TryStreamExt as _;
use model::id::{OpId, RecordId, hex, sha256_hex};
use model::merge::{Stamp, apply};
use model::op::{SealedOp, Stream};
use model::record::Record;
use model::wire::{RECEIPT_PURPOSE, Receipt, ReceiptText};
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::files::{FileError, FileName, FileStore};
use crate::key::ServerKey;
use crate::store::log::LogRow;
use crate::store::{Store, StoreError, chain};

/// Ops read at once.
const PAGE: usize = 500;

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
    /// An op's bytes aren't those that its digest was made of.
    #[error("{stream}: the bytes of number {number} (op {op}) were changed")]
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
    /// A file isn't there.
    #[error("file {digest} of office {office} is missing", digest = .0.digest, office = .0.office)]
    NoFile(FileName),
    /// A file's bytes aren't those of its digest.
    #[error("the bytes of file {digest} of office {office} were changed", digest = .0.digest, office = .0.office)]
    File(FileName),
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
    for (stream, head) in store.streams().await? {
        findings.streams += 1;
        let mut link = chain::root(stream);
        let mut last = 0;
        let mut wrong = None;
        let mut sums = Some(BTreeMap::new());
        'stream: loop {
            let page = store.log(stream, last, PAGE).await?;
            if page.is_empty() {
                break;
            }
            for row in page {
                let (number, op) = (row.number, row.id);
                if number != last + 1 {
                    let number = last + 1;
                    wrong = Some(Wrong::Gap { stream, number });
                    break 'stream;
                }
                // Bytes that were erased leave their digest in the chain.
                if !row.bytes.is_empty() && sha256_hex(row.bytes.as_bytes()) != row.digest {
                    wrong = Some(Wrong::Bytes { stream, number, op });
                    break 'stream;
                }
                link = chain::link(&link, &row.digest);
                if row.chain != link {
                    wrong = Some(Wrong::Link { stream, number, op });
                    break 'stream;
                }
                last = number;
                findings.ops += 1;
                sums = sums.filter(|_| !row.bytes.is_empty());
                if let Some(sums) = &mut sums {
                    add_up(sums, &row)?;
                }
            }
        }
        if wrong.is_none() && (last != head.number || link != head.chain) {
            let head = head.number;
            wrong = Some(Wrong::Head { stream, head, last });
        }
        // Where bytes were erased, what they added up to can't be told any more.
        if let (None, Some(sums)) = (&wrong, sums) {
            wrong = differing(store, stream, &sums).await?;
        }
        findings.wrong.extend(wrong);
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
                if digest != name.digest.as_str() {
                    findings.wrong.push(Wrong::File(name));
                }
            }
            Err(FileError::Missing) => findings.wrong.push(Wrong::NoFile(name)),
            Err(_) => findings.wrong.push(Wrong::File(name)),
        }
    }
    Ok(findings)
}

/// Merges an op into its record.
fn add_up(sums: &mut BTreeMap<RecordId, Record>, row: &LogRow) -> Result<(), StoreError> {
    let unread = |words: String| StoreError::Damaged(format!("op {}: {words}", row.id));
    let raw: Box<RawValue> = serde_json::from_str(&row.bytes).map_err(|e| unread(e.to_string()))?;
    let sealed = SealedOp::decode(&raw).map_err(|e| unread(e.to_string()))?;
    let op = sealed.op();
    let record = sums
        .entry(op.record.id)
        .or_insert_with(|| Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle));
    let stamp = Stamp {
        number: row.number,
        effective: row.effective,
    };
    apply(record, op, stamp);
    Ok(())
}

/// The first record that isn't what its ops add up to.
async fn differing(
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
    let ids: Vec<RecordId> = held.into_iter().collect();
    for page in ids.chunks(PAGE) {
        for record in store.records(page).await? {
            if sums.get(&record.id) != Some(&record) {
                return wrong(record.id);
            }
        }
    }
    Ok(None)
}

async fn digest_of(
    files: &dyn FileStore,
    name: &FileName,
    size: u64,
) -> Result<(String, u64), FileError> {
    let mut hash = Sha256::new();
    let mut read = 0;
    let mut bytes = files.read(name, 0, size).await?;
    while let Some(part) = bytes.try_next().await? {
        hash.update(&part);
        read += part.len() as u64;
    }
    Ok((hex(&hash.finalize()), read))
}

/// Why a receipt doesn't prove anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoProof {
    /// The signature doesn't fit: it is another server's, or was changed.
    #[error("the receipt isn't signed by this server's key")]
    Signature,
    /// It is signed, and no receipt.
    #[error("the signed text is no receipt: {0}")]
    Text(String),
    /// An op isn't where the receipt says.
    #[error("{stream}: number {number} isn't op {op}, which the server had accepted under it")]
    Op {
        /// The stream.
        stream: Stream,
        /// The number.
        number: u64,
        /// The op.
        op: OpId,
    },
    /// The chain has another link at that number: what came before was changed since.
    #[error("{stream}: the chain at number {number} isn't the one that the receipt names")]
    Link {
        /// The stream.
        stream: Stream,
        /// The number.
        number: u64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks a receipt against the key and the log; answers what it says.
///
/// # Errors
/// [`NoProof`].
pub async fn check_receipt(
    store: &dyn Store,
    key: &ServerKey,
    receipt: &Receipt,
) -> Result<ReceiptText, NoProof> {
    if !key.signed(receipt) {
        return Err(NoProof::Signature);
    }
    let text: ReceiptText =
        serde_json::from_str(&receipt.text).map_err(|e| NoProof::Text(e.to_string()))?;
    if text.purpose != RECEIPT_PURPOSE {
        return Err(NoProof::Text(format!("its purpose is {:?}", text.purpose)));
    }
    for said in &text.streams {
        let stream = said.stream;
        for (op, number) in said.ops.iter().copied() {
            let row = store.log(stream, number.saturating_sub(1), 1).await?.pop();
            if row.is_none_or(|row| row.id != op || row.number != number) {
                return Err(NoProof::Op { stream, number, op });
            }
        }
        let number = said.link.number;
        if store.link(stream, number).await?.as_ref() != Some(&said.link) {
            return Err(NoProof::Link { stream, number });
        }
    }
    Ok(text)
}
