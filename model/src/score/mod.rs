//! Scores: the Standing of every node and item, and the instrument's own arithmetic (DESIGN §3). The
//! same functions on phone and server.
//!
//! *Solid is proven.* A Standing has four parts that add up to its weight: verified, evidenced only,
//! claimed only, missing.

mod gate;
mod next;
mod official;
mod rollup;
#[cfg(any(test, feature = "selfcheck"))]
pub(crate) mod selfcheck;
mod sheet;
mod standing;
#[cfg(test)]
mod tests;
mod whatif;

use rust_decimal::{Decimal, RoundingStrategy};

pub use crate::instrument::Unanswered;
pub use next::{Step, StepKind, answers_add, best_evidence, best_next, next_of, together};
pub use official::{Met, NodeScore, Official, awards, official, values};
pub use rollup::{Mean, Measure, rollup};
#[cfg(any(test, feature = "selfcheck"))]
pub use selfcheck::{SELFCHECK_DIGEST, SELFCHECK_SEEDS, selfcheck};
pub use sheet::Sheet;
pub use standing::{Standings, standing};
pub use whatif::{Comparison, Tried, WhatIf, Words};

/// What an assessor's verdict says of an item as it is now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum VerdictState {
    /// Nobody judged it.
    #[default]
    None,
    /// Judged, and nothing changed since.
    Fresh {
        /// The assessor's value, 0 to 1.
        value: Decimal,
        /// Of the item's choices the one that is worth it: the assessor's own, or the unit's where that
        /// stands. Nothing where a number is typed.
        answer: Option<String>,
    },
    /// Judged and returned, and nothing changed since: counts 0 until it is mended.
    Returned,
    /// Judged, but the answer, its evidence or the item's definition changed since: counts no more.
    Stale,
    /// Two assessors differ: nothing is verified.
    Disputed,
}

/// All that scoring needs to know of an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemState {
    /// Value of the unit's answer, 0 to 1; nothing where it is unanswered. In conflict the lowest.
    pub claimed: Option<Decimal>,
    /// The answer as it shows.
    pub answer: Option<String>,
    /// Whether its evidence is complete.
    pub evidenced: bool,
    /// Codes of required documents that lack a complete piece of evidence and a reason why they don't
    /// apply.
    pub missing: Vec<String>,
    /// Pieces of evidence bound to it.
    pub evidence: usize,
    /// The verdict.
    pub verdict: VerdictState,
    /// Two people answered differently, or one deleted what another wrote.
    pub conflict: bool,
}

/// The seal of an item (LOOK §5): what its picture says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seal {
    /// The claimed value was verified.
    Verified,
    /// The assessor set another value.
    Adjusted,
    /// Evidence is complete; not judged yet.
    Evidenced,
    /// Claimed without evidence.
    Claimed,
    /// Unanswered.
    Missing,
    /// The assessor returned it.
    Returned,
    /// Judged, but changed since.
    Stale,
}

impl ItemState {
    /// The picture that it gets.
    #[must_use]
    pub fn seal(&self) -> Seal {
        match (&self.verdict, self.claimed) {
            (VerdictState::Fresh { value, answer }, claimed) if claimed == Some(*value) => {
                let another = (answer.as_deref().zip(self.said()))
                    .is_some_and(|(judged, said)| !crate::instrument::same_answer(judged, said));
                if another {
                    Seal::Adjusted
                } else {
                    Seal::Verified
                }
            }
            (VerdictState::Fresh { .. }, _) => Seal::Adjusted,
            (VerdictState::Returned, _) => Seal::Returned,
            (VerdictState::Stale, _) => Seal::Stale,
            (_, None) => Seal::Missing,
            (_, Some(_)) if self.evidenced => Seal::Evidenced,
            (_, Some(_)) => Seal::Claimed,
        }
    }

    /// What counts as its answer on each of the three sheets, before gates: verified, evidenced, claimed.
    /// What a sheet doesn't count is unanswered there.
    #[must_use]
    pub fn answers(&self) -> [Option<Decimal>; 3] {
        let evidenced = self.claimed.filter(|_| self.evidenced);
        match self.verdict {
            VerdictState::Fresh { value, .. } => [Some(value), Some(value), self.claimed],
            VerdictState::Returned => [None, None, self.claimed],
            _ => [None, evidenced, self.claimed],
        }
    }

    /// The answers behind [`Self::answers`], where they are known.
    pub(crate) fn said_on(&self) -> [Option<&str>; 3] {
        match &self.verdict {
            VerdictState::Fresh { answer, .. } => {
                let judged = answer.as_deref();
                [judged, judged, self.said()]
            }
            _ => [self.said(); 3],
        }
    }

    /// The unit's answer, where it is one: two people who differ said none.
    pub(crate) fn said(&self) -> Option<&str> {
        self.answer.as_deref().filter(|_| !self.conflict)
    }

    /// The value on each of the three sheets, before gates: verified, evidenced, claimed.
    #[must_use]
    pub fn sheets(&self) -> [Decimal; 3] {
        self.answers().map(Option::unwrap_or_default)
    }
}

/// Where a node or an item stands: four parts that add up to its weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Solid: the assessor's value where a verdict is fresh.
    pub verified: Decimal,
    /// Tinted: proven, not judged yet.
    pub evidenced_only: Decimal,
    /// Hatched: said, not proven. Counts nothing.
    pub claimed_only: Decimal,
    /// The empty rest.
    pub missing: Decimal,
    /// What it adds at most.
    pub weight: Decimal,
}

impl Standing {
    /// The headline number: verified and evidenced.
    #[must_use]
    pub fn counted(&self) -> Decimal {
        self.verified + self.evidenced_only
    }

    /// Points cumulated: verified; with evidenced; with claimed.
    #[must_use]
    pub fn upto(&self) -> [Decimal; 3] {
        let counted = self.counted();
        [self.verified, counted, counted + self.claimed_only]
    }

    /// What counts, as a share of the weight, 0 to 1; 0 where there is no weight.
    #[must_use]
    pub fn share(&self) -> Decimal {
        self.counted().checked_div(self.weight).unwrap_or_default()
    }

    /// The four parts in their order.
    #[must_use]
    pub fn parts(&self) -> [Decimal; 4] {
        [
            self.verified,
            self.evidenced_only,
            self.claimed_only,
            self.missing,
        ]
    }
}

impl std::ops::Add for Standing {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self {
            verified: self.verified + other.verified,
            evidenced_only: self.evidenced_only + other.evidenced_only,
            claimed_only: self.claimed_only + other.claimed_only,
            missing: self.missing + other.missing,
            weight: self.weight + other.weight,
        }
    }
}

impl std::iter::Sum for Standing {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| sum + one)
    }
}

/// Two decimals, half up.
#[must_use]
pub fn rounded(number: Decimal) -> Decimal {
    number.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
}

/// A score as people read it: two decimals, half up, with a comma: `70,95`.
#[must_use]
pub fn display(number: Decimal) -> String {
    format!("{:.2}", rounded(number)).replace('.', ",")
}

/// The four parts as they are shown, two decimals each, adding up to the shown weight: rounded last,
/// the remainder to what is missing (LOOK §1); where nothing is missing, to the largest part.
#[must_use]
pub fn shown_parts(standing: &Standing) -> [Decimal; 4] {
    let whole = rounded(standing.weight);
    let [verified, evidenced, claimed, _] = standing.parts().map(rounded);
    let mut shown = [
        verified,
        evidenced,
        claimed,
        whole - verified - evidenced - claimed,
    ];
    if shown[3] < Decimal::ZERO {
        let excess = shown[3];
        shown[3] = Decimal::ZERO;
        let largest = (0..3).max_by_key(|i| shown[*i]).unwrap_or_default();
        shown[largest] += excess;
    }
    shown
}
