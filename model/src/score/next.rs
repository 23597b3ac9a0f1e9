//! "Langkah terbaik berikutnya": what one more piece of evidence would add.

use rust_decimal::Decimal;

use super::{ItemState, VerdictState};
use crate::instrument::{Instrument, Item};

/// A step: completing the evidence of a claimed item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The item.
    pub item: String,
    /// Points that it adds to the Standing once its evidence is complete.
    pub gain: Decimal,
    /// Codes of the required documents that are still missing; none where any one piece will do.
    pub missing: Vec<String>,
}

/// The steps that add something, the largest gain first; of equal ones that with fewer documents, then
/// the worksheet's order. A returned item gains by evidence too: whatever is added mends it, and then
/// its claim counts again.
#[must_use]
pub fn best_next(instrument: &Instrument, state: &dyn Fn(&Item) -> ItemState) -> Vec<Step> {
    let mut steps: Vec<Step> = instrument
        .items()
        .filter_map(|item| {
            let state = state(item);
            let judged = matches!(state.verdict, VerdictState::Fresh { .. });
            let counted = state.sheets()[1];
            let gain = (state.claimed? - counted) * item.share;
            (gain > Decimal::ZERO && !judged).then(|| Step {
                item: item.id.clone(),
                gain,
                missing: state.missing,
            })
        })
        .collect();
    steps.sort_by(|a, b| (b.gain.cmp(&a.gain)).then_with(|| a.missing.len().cmp(&b.missing.len())));
    steps
}
