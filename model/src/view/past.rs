//! What an office reached in past years: one point for each year and family of worksheets.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use crate::id::{CycleId, OfficeId};
use crate::record::Record;
use crate::schema::Kind;
use crate::score::Standing;

/// The years that a point may be of.
const YEARS: std::ops::Range<i32> = 1990..2100;

/// The index of a past year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Whose.
    pub office: OfficeId,
    /// Family of the worksheet, such as `lke-zi-90-2021`: only points of one family make a line.
    pub family: String,
    /// The year of the plan.
    pub year: i32,
    /// The index, in points.
    pub index: Decimal,
    /// What it could have been at most.
    pub whole: Decimal,
    /// Its four parts, where they are known: always for a closed cycle, rarely from a letter.
    pub standing: Option<Standing>,
    /// Where it is from: the letter or page that says so; empty for a closed cycle.
    pub source: String,
    /// The closed cycle that it was taken from.
    pub cycle: Option<CycleId>,
}

/// Why a point can't be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum BadPast {
    /// No such year.
    #[error("the year of an index lies between 1990 and 2099")]
    Year,
    /// Below 0, above its whole, or a whole of nothing.
    #[error("an index lies between 0 and what it could be at most (100, if nothing else is said)")]
    Index,
    /// A part below 0, or parts that don't fit.
    #[error("the parts are 0 or more, and together not more than what the index could be at most")]
    Parts,
    /// Neither a source nor a cycle.
    #[error("say where the index is from: a letter's number, or a page's address")]
    Source,
}

impl Past {
    /// Whether it can be.
    ///
    /// # Errors
    /// The first [`BadPast`].
    pub fn check(&self) -> Result<(), BadPast> {
        if !YEARS.contains(&self.year) {
            return Err(BadPast::Year);
        }
        if self.whole <= Decimal::ZERO || self.index < Decimal::ZERO || self.index > self.whole {
            return Err(BadPast::Index);
        }
        let fits = self.standing.is_none_or(|standing| {
            let parts = standing.parts();
            let sum: Option<Decimal> = (parts.iter()).try_fold(Decimal::ZERO, |sum, part| {
                (*part >= Decimal::ZERO).then_some(sum)?.checked_add(*part)
            });
            sum == Some(self.whole)
        });
        if !fits {
            return Err(BadPast::Parts);
        }
        if self.source.trim().is_empty() && self.cycle.is_none() {
            return Err(BadPast::Source);
        }
        Ok(())
    }

    /// Parts that leave the rest of `whole` missing; the rest is below 0 where they don't fit.
    #[must_use]
    pub fn parts(
        verified: Decimal,
        evidenced: Decimal,
        claimed: Decimal,
        whole: Decimal,
    ) -> Standing {
        let missing = [verified, evidenced, claimed]
            .into_iter()
            .try_fold(whole, Decimal::checked_sub);
        Standing {
            verified,
            evidenced_only: evidenced,
            claimed_only: claimed,
            missing: missing.unwrap_or(Decimal::NEGATIVE_ONE),
            weight: whole,
        }
    }

    /// What a record says; nothing where it is of another kind, gone, or can't be.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        if record.kind != Kind::Riwayat || record.is_gone() {
            return None;
        }
        let number = |field: &str| record.text(field)?.parse::<Decimal>().ok();
        let whole = number("dari").unwrap_or(Decimal::ONE_HUNDRED);
        let parts = number("terverifikasi")
            .zip(number("berbukti"))
            .zip(number("diakui"));
        let past = Self {
            office: record.stream.office,
            family: record.text("keluarga")?.to_owned(),
            year: record.text("tahun")?.parse().ok()?,
            index: number("indeks")?,
            whole,
            standing: parts.map(|((v, b), k)| Self::parts(v, b, k, whole)),
            source: record.text("sumber").unwrap_or_default().to_owned(),
            cycle: record.get("siklus"),
        };
        past.check().is_ok().then_some(past)
    }

    /// The index as a share of its whole, 0 to 1.
    #[must_use]
    pub fn share(&self) -> Decimal {
        self.index.checked_div(self.whole).unwrap_or_default()
    }
}

/// The points of an office under one family of worksheets, the earliest year first.
#[must_use]
pub fn past<'a>(
    records: impl IntoIterator<Item = &'a Record>,
    office: OfficeId,
    family: &str,
) -> Vec<Past> {
    let mut all: Vec<Past> = records
        .into_iter()
        .filter_map(Past::read)
        .filter(|past| past.office == office && past.family == family)
        .collect();
    all.sort_by_key(|past| past.year);
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn point() -> Past {
        Past {
            office: OfficeId::derived(&["a"]),
            family: "lke-zi-90-2021".to_owned(),
            year: 2024,
            index: d("73.51"),
            whole: d("100"),
            standing: None,
            source: "B/12/RB/2025".to_owned(),
            cycle: None,
        }
    }

    #[test]
    fn a_point_that_can_not_be_is_refused() {
        assert_eq!(point().check(), Ok(()));
        let with = |change: fn(&mut Past)| {
            let mut past = point();
            change(&mut past);
            past.check()
        };
        assert_eq!(with(|p| p.year = 24), Err(BadPast::Year));
        assert_eq!(with(|p| p.index = d("100.01")), Err(BadPast::Index));
        assert_eq!(with(|p| p.index = d("-1")), Err(BadPast::Index));
        assert_eq!(with(|p| p.source = " ".to_owned()), Err(BadPast::Source));
        // 60 + 30 + 10.5 is more than 100: half a point too much.
        let over = |p: &mut Past| {
            p.standing = Some(Past::parts(d("60"), d("30"), d("10.5"), d("100")));
        };
        assert_eq!(with(over), Err(BadPast::Parts));
        // 60 + 30 + 10 is all of 100: nothing is missing.
        let full = |p: &mut Past| {
            p.standing = Some(Past::parts(d("60"), d("30"), d("10"), d("100")));
        };
        assert_eq!(with(full), Ok(()));
    }
}
