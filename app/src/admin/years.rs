//! Past years of offices, as the page of the instruments lists and sends them.

use model::id::{CycleId, OfficeId};
use model::view::Past;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// What an office reached in a year under a family of worksheets. Numbers are exact decimals as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastYear {
    /// Whose.
    pub office: OfficeId,
    /// Family of the worksheet.
    pub family: String,
    /// The year of the plan.
    pub year: i32,
    /// The index, in points.
    pub index: String,
    /// What it could have been at most.
    pub whole: String,
    /// Points that were verified, evidenced only, and claimed only, where they are known.
    pub parts: Option<[String; 3]>,
    /// The letter or page that says so.
    pub source: String,
    /// The closed cycle that it was taken from.
    pub cycle: Option<CycleId>,
}

/// A past year to be taken out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DropYear {
    /// Whose.
    pub office: OfficeId,
    /// Family of the worksheet.
    pub family: String,
    /// Which year.
    pub year: i32,
}

impl PastYear {
    /// As it is listed.
    #[must_use]
    pub fn of(past: &Past) -> Self {
        let parts = past.standing.map(|of| {
            let parts = [of.verified, of.evidenced_only, of.claimed_only];
            parts.map(|points| points.to_string())
        });
        Self {
            office: past.office,
            family: past.family.clone(),
            year: past.year,
            index: past.index.to_string(),
            whole: past.whole.to_string(),
            parts,
            source: past.source.clone(),
            cycle: past.cycle,
        }
    }

    /// What it says, entered by a person; nothing where a number can't be read. Whether it can be is
    /// [`Past::check`]'s to say.
    #[must_use]
    pub fn read(&self) -> Option<Past> {
        let number = |text: &String| Decimal::from_str_exact(text).ok();
        let whole = number(&self.whole)?;
        let standing = match &self.parts {
            Some([verified, evidenced, claimed]) => {
                let (v, b, k) = (number(verified)?, number(evidenced)?, number(claimed)?);
                Some(Past::parts(v, b, k, whole))
            }
            None => None,
        };
        Some(Past {
            office: self.office,
            family: self.family.clone(),
            year: self.year,
            index: number(&self.index)?,
            whole,
            standing,
            source: self.source.clone(),
            cycle: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_listed_reads_back_as_entered_by_a_person() {
        let whole = Decimal::ONE_HUNDRED;
        let points = |n| Decimal::new(n, 2);
        let past = Past {
            office: OfficeId::derived(&["kantor"]),
            family: "lke".to_owned(),
            year: 2024,
            index: points(64_75),
            whole,
            standing: Some(Past::parts(points(64_75), points(0), points(11_25), whole)),
            source: "LHE 2024".to_owned(),
            cycle: None,
        };
        assert_eq!(PastYear::of(&past).read(), Some(past.clone()));
        // Of a closed cycle only the server may say so.
        let taken = Past {
            cycle: Some(CycleId::derived(&["2024"])),
            ..past.clone()
        };
        assert_eq!(PastYear::of(&taken).read(), Some(past));
        let broken = PastYear {
            index: "1,5".to_owned(),
            ..PastYear::of(&taken)
        };
        assert_eq!(broken.read(), None);
    }
}
