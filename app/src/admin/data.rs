//! What the admin page shows, and the door through which the server hands it over.

use std::pin::Pin;

use model::id::OfficeId;
use model::score;
use model::time::{Millis, Zone};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::shelf::Shelf;
use crate::ui::Parts;

/// Where an admin page gets its data. The server provides one for each request, as
/// `std::sync::Arc<dyn AdminData>` in the page's context; it knows from the request who asks.
pub trait AdminData: Send + Sync {
    /// The offices below those that the person has a role in.
    fn below(&self) -> Answer<'_, Below>;

    /// The instruments, with the document of the one of that digest; of the latest where none is named.
    fn shelf(&self, chosen: Option<String>) -> Answer<'_, Shelf>;
}

/// A future answer, or why there is none.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Refusal>> + Send + 'a>>;

/// Why a page shows no data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nobody is signed in: sign in.
    #[error("nobody is signed in; sign in first")]
    SignedOut,
    /// No role of the person reaches an office below: ask the parent's admin for one.
    #[error("no role reaches an office below; ask the parent office's admin for one")]
    Forbidden,
    /// The person administers no office: ask an admin.
    #[error("no role administers an office; ask an admin for one")]
    NoAdmin,
    /// The server failed to read; it is logged there. Try again.
    #[error("the data can't be read now; try again")]
    Unavailable,
}

/// The offices below mine as they stand at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Below {
    /// Who asks.
    pub person: String,
    /// Their office.
    pub office: String,
    /// Its time zone.
    pub zone: Zone,
    /// The server's clock when the numbers were read.
    pub at: Millis,
    /// One for each office below.
    pub offices: Vec<OfficeRow>,
}

/// One office below.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OfficeRow {
    /// Its id.
    pub id: OfficeId,
    /// What people call it.
    pub name: String,
    /// Name of its open cycle, else of its last one; none if it never had one.
    pub cycle: Option<String>,
    /// That cycle's worksheet; nothing without a cycle.
    pub sheet: Option<Sheet>,
    /// Its Standing on that worksheet; zeros if it hasn't begun.
    pub standing: Standing,
    /// The Standing that the cycle aims at, out of the instrument's total.
    pub target: Option<Decimal>,
    /// Plan outputs past their due date.
    pub late: usize,
    /// Devices that may send for it.
    pub devices: usize,
    /// When one of them last spoke to the server.
    pub seen: Option<Millis>,
}

/// What Standings must have in common to have a mean: the family of the worksheet, and the year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Sheet {
    /// The year of its cycle.
    pub year: i32,
    /// The family of the worksheet.
    pub family: String,
    /// What the worksheet is called.
    pub title: String,
}

/// Offices that stand together.
#[derive(Clone, Debug, PartialEq)]
pub struct Together {
    /// What they are scored by; nothing where none has begun.
    pub sheet: Option<Sheet>,
    /// How many they are, those without a cycle among them.
    pub offices: usize,
    /// Their mean ([`score::rollup`]).
    pub mean: Parts,
}

/// A Standing's numbers, unrounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// Solid.
    pub verified: Decimal,
    /// Tinted: evidenced, not verified.
    pub evidenced: Decimal,
    /// Hatched: claimed without evidence.
    pub claimed: Decimal,
    /// The instrument's total.
    pub whole: Decimal,
}

impl Standing {
    /// As a share of 100, so that instruments with other totals stand beside each other. An office
    /// that hasn't begun has 0 of 100.
    #[must_use]
    pub fn of_hundred(&self) -> Parts {
        parts(self.counted().of_hundred())
    }

    fn counted(&self) -> score::Standing {
        score::Standing {
            verified: self.verified,
            evidenced_only: self.evidenced,
            claimed_only: self.claimed,
            missing: self.whole - self.verified - self.evidenced - self.claimed,
            weight: self.whole,
        }
    }
}

impl From<score::Standing> for Standing {
    fn from(counted: score::Standing) -> Self {
        Self {
            verified: counted.verified,
            evidenced: counted.evidenced_only,
            claimed: counted.claimed_only,
            whole: counted.weight,
        }
    }
}

/// The same as they are drawn.
fn parts(standing: score::Standing) -> Parts {
    Parts {
        verified: standing.verified,
        evidenced: standing.evidenced_only,
        claimed: standing.claimed_only,
        whole: standing.weight,
    }
}

impl Sheet {
    /// Whether Standings by both have a mean; the title may have changed with a version.
    fn is_beside(&self, other: &Self) -> bool {
        (self.year, &self.family) == (other.year, &other.family)
    }
}

impl OfficeRow {
    /// The target as a share of 100.
    #[must_use]
    pub fn target_of_hundred(&self) -> Option<Decimal> {
        let whole = self.standing.whole;
        self.target
            .filter(|_| whole > Decimal::ZERO)
            .map(|target| target * Decimal::ONE_HUNDRED / whole)
    }
}

impl Below {
    /// Where they stand together, for each family of worksheets and year, the latest first (DESIGN §3). An office
    /// without a cycle hasn't begun any of them, and counts 0 in each.
    #[must_use]
    pub fn together(&self) -> Vec<Together> {
        let mut sheets: Vec<&Sheet> = self
            .offices
            .iter()
            .filter_map(|o| o.sheet.as_ref())
            .collect();
        sheets.sort_by(|a, b| b.year.cmp(&a.year).then_with(|| a.cmp(b)));
        sheets.dedup_by(|a, b| a.is_beside(b));
        let of = |sheet: Option<&Sheet>| {
            let with = |office: &&OfficeRow| {
                let own = office.sheet.as_ref();
                own.is_none_or(|own| sheet.is_some_and(|sheet| own.is_beside(sheet)))
            };
            let offices: Vec<_> = self.offices.iter().filter(with).collect();
            Together {
                sheet: sheet.cloned(),
                offices: offices.len(),
                mean: parts(score::rollup(offices.iter().map(|o| o.standing.counted()))),
            }
        };
        match sheets.as_slice() {
            [] => vec![of(None)],
            sheets => sheets.iter().map(|sheet| of(Some(sheet))).collect(),
        }
    }

    /// The offices, those with the most proven first; equals by name.
    #[must_use]
    pub fn ranked(&self) -> Vec<&OfficeRow> {
        let mut offices: Vec<&OfficeRow> = self.offices.iter().collect();
        offices.sort_by(|a, b| {
            let (x, y) = (a.standing.of_hundred(), b.standing.of_hundred());
            y.proven()
                .cmp(&x.proven())
                .then_with(|| a.name.cmp(&b.name))
        });
        offices
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(name: &str, verified: i64, whole: i64) -> OfficeRow {
        OfficeRow {
            id: OfficeId::derived(&[name]),
            name: name.to_owned(),
            cycle: None,
            sheet: None,
            standing: Standing {
                verified: verified.into(),
                whole: whole.into(),
                ..Standing::default()
            },
            target: Some(30.into()),
            late: 0,
            devices: 0,
            seen: None,
        }
    }

    fn below(offices: Vec<OfficeRow>) -> Below {
        let (person, office) = (String::new(), String::new());
        let (zone, at) = (Zone::Wib, Millis(0));
        Below {
            person,
            office,
            zone,
            at,
            offices,
        }
    }

    #[test]
    fn the_mean_is_of_shares_and_counts_who_has_not_begun() {
        let below = below(vec![
            office("a", 30, 60),
            office("b", 80, 100),
            office("c", 0, 0),
        ]);
        let together = below.together();
        let [
            Together {
                sheet,
                offices,
                mean,
            },
        ] = together.as_slice()
        else {
            panic!("one mean: {together:?}");
        };
        assert_eq!((sheet, *offices), (&None, 3));
        assert_eq!(mean.shown()[0].to_string(), "43.33");
        assert_eq!(mean.whole, Decimal::ONE_HUNDRED);
    }

    #[test]
    fn each_family_and_year_has_a_mean_of_its_own() {
        let of = |name, verified, family: &str, title: &str, year| OfficeRow {
            sheet: Some(Sheet {
                year,
                family: family.to_owned(),
                title: title.to_owned(),
            }),
            ..office(name, verified, 100)
        };
        let below = below(vec![
            of("a", 40, "rb", "LKE RB", 2026),
            of("b", 80, "zi", "LKE ZI", 2026),
            // A new version of the same worksheet is called otherwise.
            of("c", 40, "zi", "LKE ZI (baru)", 2026),
            of("d", 90, "zi", "LKE ZI", 2025),
            // Has no cycle: 0 in each.
            office("e", 0, 0),
        ]);
        let told: Vec<_> = (below.together().into_iter())
            .map(|one| {
                let sheet = one.sheet.unwrap();
                let shown = one.mean.shown()[0].to_string();
                (sheet.family, sheet.year, one.offices, shown)
            })
            .collect();
        let told: Vec<_> = told
            .iter()
            .map(|(f, y, n, m)| (f.as_str(), *y, *n, m.as_str()))
            .collect();
        // (40 + 0) ÷ 2, (80 + 40 + 0) ÷ 3, (90 + 0) ÷ 2
        let expected = [
            ("rb", 2026, 2, "20"),
            ("zi", 2026, 3, "40"),
            ("zi", 2025, 2, "45"),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn targets_are_shares_too() {
        assert_eq!(office("a", 0, 60).target_of_hundred(), Some(50.into()));
        assert_eq!(office("a", 0, 0).target_of_hundred(), None);
    }

    #[test]
    fn the_most_proven_come_first_and_equals_by_name() {
        let below = below(vec![
            office("b", 1, 2),
            office("c", 3, 4),
            office("a", 2, 4),
        ]);
        let names: Vec<&str> = below.ranked().iter().map(|o| o.name.as_str()).collect();
        assert_eq!(names, ["c", "a", "b"]);
    }
}
