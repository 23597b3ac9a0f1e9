//! Moments, dates and quarters. A moment is milliseconds since 1970 in UTC; a date is a date of the
//! office, which has a time zone of its own (DESIGN §2, "Rules").

use serde::{Deserialize, Serialize};

/// Milliseconds since 1970-01-01T00:00Z, as some clock read; clocks lie (DESIGN §2).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Millis(pub i64);

impl Millis {
    /// One day in milliseconds.
    pub const DAY: i64 = 86_400_000;

    /// This moment and `millis` more, clamped at the ends of time.
    #[must_use]
    pub fn plus(self, millis: i64) -> Self {
        Self(self.0.saturating_add(millis))
    }
}

/// One of Indonesia's three time zones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Zone {
    /// Waktu Indonesia Barat, UTC+7.
    #[default]
    #[serde(rename = "WIB")]
    Wib,
    /// Waktu Indonesia Tengah, UTC+8.
    #[serde(rename = "WITA")]
    Wita,
    /// Waktu Indonesia Timur, UTC+9.
    #[serde(rename = "WIT")]
    Wit,
}

impl Zone {
    /// The names, as the law writes them.
    pub const NAMES: &'static [&'static str] = &["WIB", "WITA", "WIT"];

    /// Hours ahead of UTC.
    #[must_use]
    pub fn hours(self) -> i64 {
        match self {
            Self::Wib => 7,
            Self::Wita => 8,
            Self::Wit => 9,
        }
    }

    /// Its name, as the law writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Wib => "WIB",
            Self::Wita => "WITA",
            Self::Wit => "WIT",
        }
    }

    /// The zone of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "WIB" => Some(Self::Wib),
            "WITA" => Some(Self::Wita),
            "WIT" => Some(Self::Wit),
            _ => None,
        }
    }

    /// The date that the office's calendar shows at `moment`.
    #[must_use]
    pub fn date(self, moment: Millis) -> Date {
        let local = moment.plus(self.hours() * 3_600_000);
        Date::from_days(local.0.div_euclid(Millis::DAY))
    }

    /// The moment at which `date` begins in the office.
    #[must_use]
    pub fn midnight(self, date: Date) -> Millis {
        Millis(date.days() * Millis::DAY - self.hours() * 3_600_000)
    }
}

/// A day of the calendar, written `2026-11-24`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Date {
    /// Years, 1 to 9999.
    pub year: i32,
    /// Months, 1 to 12.
    pub month: u8,
    /// Days, 1 to 31.
    pub day: u8,
}

/// A text that is no date.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a date is written year-month-day, like 2026-11-24")]
pub struct BadDate;

impl Date {
    /// That day, if the calendar has it.
    ///
    /// # Errors
    /// [`BadDate`] for a day that doesn't exist, such as 30 February.
    pub fn new(year: i32, month: u8, day: u8) -> Result<Self, BadDate> {
        let date = Self { year, month, day };
        let exists = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && Self::from_days(date.days()) == date;
        if exists { Ok(date) } else { Err(BadDate) }
    }

    /// Days since 1970-01-01 (the proleptic Gregorian calendar).
    #[must_use]
    pub fn days(self) -> i64 {
        let year = i64::from(self.year) - i64::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i64::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year
            - 719_468
    }

    /// The day that lies `days` after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i64) -> Self {
        let days = days.clamp(-719_162, 2_932_896) + 719_468;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_index = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * month_index + 2) / 5 + 1;
        let month = if month_index < 10 {
            month_index + 3
        } else {
            month_index - 9
        };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        // The clamp above keeps each of these inside its type.
        Self {
            year: year as i32,
            month: month as u8,
            day: day as u8,
        }
    }

    /// The day `days` later (earlier if negative).
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self::from_days(self.days() + days)
    }

    /// The quarter of a year that this day lies in; the first before that year, the last after it.
    #[must_use]
    pub fn quarter_in(self, year: i32) -> Quarter {
        match self.year.cmp(&year) {
            std::cmp::Ordering::Less => Quarter::I,
            std::cmp::Ordering::Equal => self.quarter(),
            std::cmp::Ordering::Greater => Quarter::IV,
        }
    }

    /// The quarter (triwulan) that this day lies in.
    #[must_use]
    pub fn quarter(self) -> Quarter {
        match self.month {
            1..=3 => Quarter::I,
            4..=6 => Quarter::II,
            7..=9 => Quarter::III,
            _ => Quarter::IV,
        }
    }
}

impl std::str::FromStr for Date {
    type Err = BadDate;
    fn from_str(text: &str) -> Result<Self, BadDate> {
        let mut parts = text.splitn(3, '-');
        let mut next = |len: usize| {
            parts
                .next()
                .filter(|p| p.len() == len && p.bytes().all(|b| b.is_ascii_digit()))
        };
        let (year, month, day) = (next(4), next(2), next(2));
        let (Some(year), Some(month), Some(day)) = (year, month, day) else {
            return Err(BadDate);
        };
        let parse = |part: &str| part.parse::<u16>().map_err(|_| BadDate);
        let narrow = |n: u16| u8::try_from(n).map_err(|_| BadDate);
        Self::new(
            i32::from(parse(year)?),
            narrow(parse(month)?)?,
            narrow(parse(day)?)?,
        )
    }
}

impl TryFrom<String> for Date {
    type Error = BadDate;
    fn try_from(text: String) -> Result<Self, BadDate> {
        text.parse()
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

/// A quarter of the year (triwulan, TW).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(clippy::upper_case_acronyms, reason = "roman numbers")]
pub enum Quarter {
    /// January to March.
    I,
    /// April to June.
    II,
    /// July to September.
    III,
    /// October to December.
    IV,
}

impl Quarter {
    /// The four, in order.
    pub const ALL: [Self; 4] = [Self::I, Self::II, Self::III, Self::IV];

    /// 1 to 4.
    #[must_use]
    pub fn number(self) -> u8 {
        match self {
            Self::I => 1,
            Self::II => 2,
            Self::III => 3,
            Self::IV => 4,
        }
    }

    /// The roman number, as plans write it.
    #[must_use]
    pub fn roman(self) -> &'static str {
        match self {
            Self::I => "I",
            Self::II => "II",
            Self::III => "III",
            Self::IV => "IV",
        }
    }

    /// First and last day in `year`.
    #[must_use]
    pub fn span(self, year: i32) -> (Date, Date) {
        let first = Date {
            year,
            month: self.number() * 3 - 2,
            day: 1,
        };
        let after = match self {
            Self::IV => Date {
                year: year + 1,
                month: 1,
                day: 1,
            },
            _ => Date {
                year,
                month: first.month + 3,
                day: 1,
            },
        };
        (first, after.plus_days(-1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_follow_the_calendar() {
        for days in [-1, 0, 59, 60, 365, 11_016, 20_781, 47_540] {
            assert_eq!(Date::from_days(days).days(), days);
        }
        assert_eq!(Date::from_days(0).to_string(), "1970-01-01");
        assert_eq!("2026-11-24".parse::<Date>().map(Date::days), Ok(20_781));
        for bad in [
            "2026-02-30",
            "2026-13-01",
            "26-01-01",
            "2026-1-1",
            "x",
            "2026-01-01Z",
        ] {
            assert!(bad.parse::<Date>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_day_begins_at_the_offices_midnight() {
        // 2026-11-24T16:30Z is already the 25th in Jayapura (WIT), still the 24th in Trenggalek (WIB).
        let moment = Millis(20_781 * Millis::DAY + 16 * 3_600_000 + 1_800_000);
        assert_eq!(Zone::Wib.date(moment).to_string(), "2026-11-24");
        assert_eq!(Zone::Wit.date(moment).to_string(), "2026-11-25");
        let date = Zone::Wita.date(moment);
        assert_eq!(Zone::Wita.date(Zone::Wita.midnight(date)), date);
        assert_eq!(
            Zone::Wita.date(Zone::Wita.midnight(date).plus(-1)),
            date.plus_days(-1)
        );
    }

    #[test]
    fn quarters_span_their_months() {
        let (first, last) = Quarter::IV.span(2026);
        assert_eq!(
            (first.to_string(), last.to_string()),
            ("2026-10-01".into(), "2026-12-31".into())
        );
        assert_eq!(Quarter::I.span(2024).1.to_string(), "2024-03-31");
        assert_eq!(last.quarter(), Quarter::IV);
        let years = [2025, 2026, 2027].map(|year| first.quarter_in(year));
        assert_eq!(years, [Quarter::IV, Quarter::IV, Quarter::I]);
    }
}
