//! Receipts: what the server signed when it accepted ops, held against its log.

use std::collections::{BTreeMap, BTreeSet};

use model::id::OpId;
use model::op::{Op, Stream};
use model::wire::{RECEIPT_PURPOSE, Receipt, ReceiptText};

use super::Wrong;
use super::chain::{self, Broken};
use crate::key::ServerKey;
use crate::store::log::LogRow;
use crate::store::{Store, StoreError};

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
    /// Something up to that number was changed since.
    #[error("{0}: what the receipt proves is no longer what was accepted")]
    Changed(Wrong),
    /// The chain has another link at that number: what came before was changed since, and the chain made anew.
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

/// Checks a receipt against the key and the log, every op of which is read from the first to the link that the
/// receipt names; answers what it says.
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
    if text.streams.iter().all(|said| said.ops.is_empty()) {
        return Err(NoProof::Text("it names no op".to_owned()));
    }
    for said in &text.streams {
        let stream = said.stream;
        let mut found = BTreeMap::new();
        let named: BTreeSet<u64> = said.ops.iter().map(|(_, number)| *number).collect();
        let mut see = |row: &LogRow, _: &Op| {
            if named.contains(&row.number) {
                found.insert(row.number, row.id);
            }
        };
        let walked = chain::walk(store, stream, said.link.number, &mut see).await;
        let link = match walked {
            Ok(link) => link,
            Err(Broken::Wrong { wrong, .. }) => return Err(NoProof::Changed(wrong)),
            Err(Broken::Store(error)) => return Err(error.into()),
        };
        for (op, number) in said.ops.iter().copied() {
            if found.get(&number) != Some(&op) {
                return Err(NoProof::Op { stream, number, op });
            }
        }
        if link != said.link {
            let number = said.link.number;
            return Err(NoProof::Link { stream, number });
        }
    }
    Ok(text)
}
