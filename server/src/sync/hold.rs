//! What a revoked device pushes is kept aside until somebody admits it (DESIGN §2, "Who speaks").

use model::limits::HELD_BYTES_MAX;
use model::mutant::{Mutant, planted};
use model::op::SealedOp;
use model::reject::Waiting;
use model::wire::Outcome;

use super::accept::too_large;
use super::{Arrival, Ledger};
use crate::store::StoreError;
use crate::store::log::Held;

/// The answer about an op that is kept aside.
const KEPT_ASIDE: Outcome = Outcome::Waits {
    waiting: Waiting::HeldDevice,
};

impl Ledger {
    /// Keeps aside the ops of which that was decided; those for which there is no room are refused.
    pub(super) async fn hold(
        &self,
        ops: &[SealedOp],
        outcomes: &mut [Outcome],
        arrival: Arrival,
    ) -> Result<(), StoreError> {
        let judged = ops.iter().zip(outcomes.iter());
        let held: Vec<Held> = judged
            .filter(|(_, outcome)| **outcome == KEPT_ASIDE)
            .map(|(op, _)| Held {
                id: op.op().id,
                device: op.op().device,
                person: op.op().actor,
                bytes: op.raw().get().to_owned(),
                offset_ms: arrival.offset_ms,
                received: arrival.now,
            })
            .collect();
        if held.is_empty() || planted(Mutant::HeldLost) {
            return Ok(());
        }
        let over = self.store().hold(&held, HELD_BYTES_MAX).await?;
        for (op, outcome) in ops.iter().zip(outcomes) {
            if over.contains(&op.op().id) {
                *outcome = Outcome::Rejected {
                    rejection: too_large("HELD_BYTES_MAX"),
                };
            }
        }
        Ok(())
    }
}
