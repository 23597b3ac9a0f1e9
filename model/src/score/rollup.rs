//! The roll-up: where the offices below stand together (DESIGN §3). A monitor, never the institution's index.

use rust_decimal::Decimal;

use super::Standing;
use crate::mutant::{Mutant, planted};

impl Standing {
    /// As a share of 100, so that instruments with other totals stand beside each other. What has no weight
    /// (an office that hasn't begun) has 0 of 100.
    #[must_use]
    pub fn of_hundred(&self) -> Self {
        let hundred = Decimal::ONE_HUNDRED;
        let share = |part: Decimal| (part * hundred).checked_div(self.weight);
        let [verified, evidenced_only, claimed_only, _] =
            self.parts().map(|part| share(part).unwrap_or_default());
        Self {
            verified,
            evidenced_only,
            claimed_only,
            missing: hundred - verified - evidenced_only - claimed_only,
            weight: hundred,
        }
    }
}

/// The mean of the offices' shares of their instrument's total, out of 100; nothing of 100 where there are no
/// offices. An office that hasn't begun counts 0.
#[must_use]
pub fn rollup(offices: impl IntoIterator<Item = Standing>) -> Standing {
    let begun = |office: &Standing| office.missing < office.weight;
    let (mut sum, mut count) = (Standing::default(), Decimal::ZERO);
    for office in offices {
        if planted(Mutant::NotBegunLeftOut) && !begun(&office) {
            continue;
        }
        sum = sum + office.of_hundred();
        count += Decimal::ONE;
    }
    let mean = |part: Decimal| part.checked_div(count).unwrap_or_default();
    let [verified, evidenced_only, claimed_only, _] = sum.parts().map(mean);
    Standing {
        verified,
        evidenced_only,
        claimed_only,
        missing: Decimal::ONE_HUNDRED - verified - evidenced_only - claimed_only,
        weight: Decimal::ONE_HUNDRED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(verified: i64, weight: i64) -> Standing {
        Standing {
            verified: verified.into(),
            missing: (weight - verified).into(),
            weight: weight.into(),
            ..Standing::default()
        }
    }

    #[test]
    fn it_is_the_mean_of_shares_and_counts_who_has_not_begun() {
        let mean = rollup([office(30, 60), office(80, 100), office(0, 0)]);
        assert_eq!(crate::score::display(mean.verified), "43,33");
        assert_eq!(mean.weight, Decimal::ONE_HUNDRED);
        assert_eq!(mean.parts().into_iter().sum::<Decimal>(), mean.weight);
        assert_eq!(rollup([]), Standing::default().of_hundred());
    }
}
