//! A push: whose it is, when it comes, and what becomes of each op (DESIGN §2, "Who speaks").

use std::collections::BTreeSet;

use model::id::{OpId, sha256_hex};
use model::limits::{OP_BYTES_MAX, PUSH_BYTES_MAX, PUSH_OPS_MAX};
use model::op::{OpError, SealedOp, Stream};
use model::reject::{Rejection, Waiting};
use model::time::Millis;
use model::wire::{OpAnswer, Outcome, PushAnswer, PushBody, PushHeader, WIRE_VERSION};
use serde::Deserialize;
use serde_json::value::RawValue;

use super::accept::too_large;
use super::{Arrival, Ledger, LedgerError};
use crate::store::StoreError;

/// After the last sign-in, a device may push for so long: 90 days.
pub const PUSH_AFTER_SIGN_IN_MS: i64 = 90 * Millis::DAY;

/// Why a push was refused whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// It can't be read.
    #[error("{0}")]
    Unreadable(String),
    /// It isn't signed by a device that may push: sign in again on it.
    #[error("{0}: sign in again on this device")]
    BadSignature(&'static str),
    /// It passes a limit: send less at once.
    #[error("a push holds at most {PUSH_OPS_MAX} ops and {PUSH_BYTES_MAX} bytes")]
    TooLarge,
    /// The ledger failed; what it took before stays taken.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<StoreError> for PushError {
    fn from(error: StoreError) -> Self {
        Self::Ledger(error.into())
    }
}

/// One op of the body.
enum Arrived {
    /// It can be judged.
    Op(SealedOp),
    /// What becomes of it is clear without a judge.
    Settled(OpId, Outcome),
}

/// What every op has, however broken.
#[derive(Deserialize)]
struct Named {
    id: OpId,
}

impl Ledger {
    /// Takes a push: `header` in the exact bytes that were signed, and the uncompressed body.
    ///
    /// # Errors
    /// [`PushError`]; a push that failed half-way may be sent again as it is.
    pub async fn push(
        &self,
        header: &[u8],
        signature: &[u8],
        body: &[u8],
    ) -> Result<PushAnswer, PushError> {
        let now = self.ambient().now();
        if body.len() > PUSH_BYTES_MAX {
            return Err(PushError::TooLarge);
        }
        let header = self.verify(header, signature, body, now).await?;
        let body: PushBody = serde_json::from_slice(body)
            .map_err(|e| PushError::Unreadable(format!("the body is no push: {e}")))?;
        if body.ops.len() > PUSH_OPS_MAX {
            return Err(PushError::TooLarge);
        }
        let arrived = body
            .ops
            .iter()
            .map(|raw| read(raw, &header))
            .collect::<Result<Vec<_>, _>>()?;
        let arrival = Arrival {
            now,
            offset_ms: now.0.saturating_sub(header.clock.0),
            admitted: false,
        };
        self.seen(header.device, header.report, now).await?;
        let ops: Vec<SealedOp> = arrived
            .iter()
            .filter_map(|arrived| match arrived {
                Arrived::Op(op) => Some(op.clone()),
                Arrived::Settled(..) => None,
            })
            .collect();
        let mut outcomes = self.accept(&ops, arrival).await?;
        // Also to a revoked device: what it stated before, or somebody admitted since, counts, and the
        // bytes may lie nowhere else. Only those whose digest is known are taken.
        self.offer(&ops, &mut outcomes, now).await?;
        let receipt = self.receipt(&header, &ops, &outcomes, now).await?;
        let streams: BTreeSet<Stream> = ops.iter().map(|op| op.op().stream).collect();
        let safe = self.safety(&streams.into_iter().collect::<Vec<_>>());
        let mut judged = outcomes.into_iter();
        let answers = arrived
            .into_iter()
            .filter_map(|arrived| match arrived {
                Arrived::Settled(id, outcome) => Some(OpAnswer { id, outcome }),
                Arrived::Op(op) => judged.next().map(|outcome| OpAnswer {
                    id: op.op().id,
                    outcome,
                }),
            })
            .collect();
        Ok(PushAnswer {
            epoch: self.store().epoch(),
            now,
            answers,
            safe: Some(safe),
            receipt,
        })
    }

    /// Who speaks: the header's signature by a known device of its person, over this very body.
    async fn verify(
        &self,
        bytes: &[u8],
        signature: &[u8],
        body: &[u8],
        now: Millis,
    ) -> Result<PushHeader, PushError> {
        let header: PushHeader = serde_json::from_slice(bytes)
            .map_err(|e| PushError::Unreadable(format!("the header can't be read: {e}")))?;
        if header.purpose != "push" || header.format != WIRE_VERSION {
            let words = format!("the header is no push of format {WIRE_VERSION}");
            return Err(PushError::Unreadable(words));
        }
        let directory = self.directory().await?;
        let device = directory
            .device(header.device)
            .filter(|device| device.person == header.person)
            .filter(|device| directory.person(device.person).is_some())
            .ok_or(PushError::BadSignature("this device isn't known"))?;
        if !self.scheme.fits(&device.key, bytes, signature) {
            return Err(PushError::BadSignature("the signature doesn't fit"));
        }
        if header.body != sha256_hex(body) {
            return Err(PushError::BadSignature("the body isn't the signed one"));
        }
        let signed_in = self.store().device(header.device).await?;
        let signed_in = signed_in.map_or(Millis(0), |state| state.signed_in);
        let credential = self.store().credential(header.person).await?;
        if credential.is_some_and(|credential| credential.changed > signed_in) {
            return Err(PushError::BadSignature("the password was changed"));
        }
        if signed_in.plus(PUSH_AFTER_SIGN_IN_MS) < now {
            return Err(PushError::BadSignature("the last sign-in is long ago"));
        }
        Ok(header)
    }
}

/// Reads one op of a push.
fn read(raw: &RawValue, header: &PushHeader) -> Result<Arrived, PushError> {
    let rejected = |id, rejection| Ok(Arrived::Settled(id, Outcome::Rejected { rejection }));
    let named = || {
        serde_json::from_str::<Named>(raw.get())
            .map(|named| named.id)
            .map_err(|e| PushError::Unreadable(format!("an op has no id: {e}")))
    };
    if raw.get().len() > OP_BYTES_MAX {
        return rejected(named()?, too_large("OP_BYTES_MAX"));
    }
    match SealedOp::decode(raw) {
        Ok(op) if op.op().actor != header.person || op.op().device != header.device => {
            rejected(op.op().id, Rejection::NotYourOp)
        }
        Ok(op) => Ok(Arrived::Op(op)),
        Err(OpError::Newer { id }) => Ok(Arrived::Settled(
            id,
            Outcome::Waits {
                waiting: Waiting::OlderServer,
            },
        )),
        Err(OpError::Malformed(_)) => rejected(named()?, Rejection::Malformed),
    }
}
