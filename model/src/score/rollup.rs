//! The roll-up: where the offices below stand together (DESIGN §3). A monitor, never the institution's index.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

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

/// What Standings must have in common to have a mean: the year, and the family of the worksheet.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Measure {
    /// The year of the cycle.
    pub year: i32,
    /// The family of its worksheet; a version of its own makes no other.
    pub family: String,
}

/// Where offices stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Mean {
    /// What they are scored by; nothing where none has begun.
    pub measure: Option<Measure>,
    /// How many they are, those that haven't begun among them.
    pub offices: usize,
    /// The mean of their shares of their instrument's total, out of 100.
    pub standing: Standing,
}

/// Where the offices stand together, for each year and family of worksheets, the latest year first. An office
/// without a cycle hasn't begun any of them, and counts 0 in each.
#[must_use]
pub fn rollup(offices: &[(Option<Measure>, Standing)]) -> Vec<Mean> {
    let mut measures: Vec<&Measure> = offices.iter().filter_map(|(by, _)| by.as_ref()).collect();
    measures.sort_by(|a, b| (b.year, &a.family).cmp(&(a.year, &b.family)));
    measures.dedup();
    let of = |measure: Option<&Measure>| {
        let by = offices
            .iter()
            .filter(|(by, _)| by.is_none() || by.as_ref() == measure);
        let standings: Vec<Standing> = by.map(|(_, standing)| *standing).collect();
        Mean {
            measure: measure.cloned(),
            offices: standings.len(),
            standing: mean(&standings),
        }
    };
    match measures.as_slice() {
        [] => vec![of(None)],
        measures => measures.iter().map(|measure| of(Some(measure))).collect(),
    }
}

/// The mean of shares, out of 100; nothing of 100 where there are no offices.
fn mean(offices: &[Standing]) -> Standing {
    let (mut sum, mut count) = (Standing::default(), Decimal::ZERO);
    for office in offices {
        if planted(Mutant::NotBegunLeftOut) && office.missing >= office.weight {
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
        let zi = || Some(by("zi", 2026));
        let means = rollup(&[
            (zi(), office(30, 60)),
            (zi(), office(80, 100)),
            (None, office(0, 0)),
        ]);
        let [
            Mean {
                offices, standing, ..
            },
        ] = means.as_slice()
        else {
            panic!("one mean: {means:?}");
        };
        assert_eq!(*offices, 3);
        assert_eq!(crate::score::display(standing.verified), "43,33");
        assert_eq!(standing.weight, Decimal::ONE_HUNDRED);
        assert_eq!(
            standing.parts().into_iter().sum::<Decimal>(),
            standing.weight
        );
    }

    #[test]
    fn where_none_has_begun_it_is_nothing_of_a_hundred() {
        for offices in [vec![], vec![(None, Standing::default()); 2]] {
            let expected = Mean {
                measure: None,
                offices: offices.len(),
                standing: Standing::default().of_hundred(),
            };
            assert_eq!(rollup(&offices), [expected]);
        }
    }

    #[test]
    fn each_family_and_year_has_a_mean_of_its_own() {
        let told: Vec<_> = rollup(&[
            (Some(by("zi", 2025)), office(90, 100)),
            (Some(by("zi", 2026)), office(80, 100)),
            (Some(by("rb", 2026)), office(40, 100)),
            (Some(by("zi", 2026)), office(40, 100)),
            // Has no cycle: 0 in each.
            (None, office(0, 0)),
        ])
        .into_iter()
        .map(|mean| (mean.measure, mean.offices, mean.standing.verified))
        .collect();
        // (40 + 0) ÷ 2, (80 + 40 + 0) ÷ 3, (90 + 0) ÷ 2
        let expected = [
            (Some(by("rb", 2026)), 2, 20.into()),
            (Some(by("zi", 2026)), 3, 40.into()),
            (Some(by("zi", 2025)), 2, 45.into()),
        ];
        assert_eq!(told, expected);
    }

    fn by(family: &str, year: i32) -> Measure {
        let family = family.to_owned();
        Measure { year, family }
    }
}
