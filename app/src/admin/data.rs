//! What the admin page shows, and the door through which the server hands it over.

use std::pin::Pin;

use model::id::{OfficeId, PersonId};
use model::score;
use model::time::{Millis, Zone};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::shelf::Shelf;
use crate::i18n::Texts;
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
    pub person_id: PersonId,
    /// What people call them.
    pub person: String,
    /// Their office.
    pub office: String,
    /// Its time zone.
    pub zone: Zone,
    /// Whether they administer it.
    pub administers: bool,
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
    /// Devices that may send for it, the last seen first.
    pub devices: Vec<DeviceSeen>,
}

/// A device that may send for an office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceSeen {
    /// What it is called.
    pub name: String,
    /// Whose it is; only for those who lead the office.
    pub person: Option<String>,
    /// When it last spoke to the server.
    pub seen: Option<Millis>,
}

/// The worksheet of an office's cycle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// What Standings must share to have a mean.
    pub measure: score::Measure,
    /// What this version of the worksheet is called.
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

impl Together {
    /// Which worksheet and year, and of how many offices.
    #[must_use]
    pub fn named(&self, t: &Texts) -> Option<String> {
        let sheet = self.sheet.as_ref()?;
        let count = (t.admin().offices)(self.offices);
        Some(format!(
            "{} · {} · {count}",
            sheet.title, sheet.measure.year
        ))
    }
}

impl OfficeRow {
    /// When one of its devices last spoke to the server.
    #[must_use]
    pub fn seen(&self) -> Option<Millis> {
        self.devices.iter().filter_map(|device| device.seen).max()
    }

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
    /// Where they stand together, for each year and family of worksheets ([`score::rollup`]), by the name that
    /// the first office knows the worksheet by.
    #[must_use]
    pub fn together(&self) -> Vec<Together> {
        let sheets = || self.offices.iter().filter_map(|o| o.sheet.as_ref());
        let stand = |office: &OfficeRow| {
            let measure = office.sheet.as_ref().map(|sheet| sheet.measure.clone());
            (measure, office.standing.counted())
        };
        let offices: Vec<_> = self.offices.iter().map(stand).collect();
        let means = score::rollup(&offices).into_iter();
        means
            .map(|mean| Together {
                sheet: sheets()
                    .find(|sheet| Some(&sheet.measure) == mean.measure.as_ref())
                    .cloned(),
                offices: mean.offices,
                mean: parts(mean.standing),
            })
            .collect()
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
            devices: Vec::new(),
        }
    }

    fn below(offices: Vec<OfficeRow>) -> Below {
        let (person, office) = (String::new(), String::new());
        let (zone, at) = (Zone::Wib, Millis(0));
        Below {
            person_id: PersonId::derived(&["ani"]),
            person,
            office,
            zone,
            administers: false,
            at,
            offices,
        }
    }

    #[test]
    fn offices_of_one_worksheet_stand_together_under_its_first_name() {
        let of = |name, title: &str, family: &str| OfficeRow {
            sheet: Some(Sheet {
                measure: score::Measure {
                    year: 2026,
                    family: family.to_owned(),
                },
                title: title.to_owned(),
            }),
            ..office(name, 50, 100)
        };
        let below = below(vec![
            of("a", "LKE RB", "rb"),
            of("b", "LKE ZI", "zi"),
            // A new version of the same worksheet is called otherwise.
            of("c", "LKE ZI (baru)", "zi"),
        ]);
        let told: Vec<_> = (below.together().into_iter())
            .map(|one| (one.sheet.unwrap().title, one.offices))
            .collect();
        let expected = [("LKE RB".to_owned(), 1), ("LKE ZI".to_owned(), 2)];
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
