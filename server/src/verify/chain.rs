//! The hash chain of a stream, from its root.

use model::id::sha256_hex;
use model::op::{Op, SealedOp, Stream};
use model::wire::Link;
use serde_json::value::RawValue;

use super::Wrong;
use crate::store::log::LogRow;
use crate::store::{Store, StoreError, chain};

/// Ops read at once.
const PAGE: usize = 500;

/// Why a chain doesn't hold.
#[derive(Debug)]
pub(super) enum Broken {
    /// Something in it isn't as it should be.
    Wrong {
        /// The first place.
        wrong: Wrong,
        /// The last link before it.
        sound: Link,
    },
    /// The store failed.
    Store(StoreError),
}

impl From<StoreError> for Broken {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// Reads the ops of a stream up to a number, each proven by its digest and its link and by what its row says of
/// it; `each` sees them in order. Answers the last link.
pub(super) async fn walk(
    store: &dyn Store,
    stream: Stream,
    upto: u64,
    each: &mut (dyn FnMut(&LogRow, &Op) + Send),
) -> Result<Link, Broken> {
    let mut sound = Link {
        number: 0,
        chain: chain::root(stream),
    };
    while sound.number < upto {
        let page = store.log(stream, sound.number, PAGE).await?;
        if page.is_empty() {
            break;
        }
        for row in page.into_iter().filter(|row| row.number <= upto) {
            let (number, op) = (row.number, row.id);
            let broken = |wrong| Broken::Wrong {
                wrong,
                sound: sound.clone(),
            };
            if number != sound.number + 1 {
                let number = sound.number + 1;
                return Err(broken(Wrong::Gap { stream, number }));
            }
            let sealed = read(&row).filter(|sealed| fits(&row, sealed.op(), stream));
            let Some(sealed) = sealed else {
                return Err(broken(Wrong::Bytes { stream, number, op }));
            };
            let chain = chain::link(&sound.chain, &row.digest);
            if row.chain != chain {
                return Err(broken(Wrong::Link { stream, number, op }));
            }
            sound = Link { number, chain };
            each(&row, sealed.op());
        }
    }
    Ok(sound)
}

/// The op, if its bytes are those of its digest.
fn read(row: &LogRow) -> Option<SealedOp> {
    if sha256_hex(row.bytes.as_bytes()) != row.digest {
        return None;
    }
    let raw: Box<RawValue> = serde_json::from_str(&row.bytes).ok()?;
    SealedOp::decode(&raw).ok()
}

/// Whether the row is found by what its op says.
fn fits(row: &LogRow, op: &Op, stream: Stream) -> bool {
    row.id == op.id && row.record == op.record.id && op.stream == stream
}
