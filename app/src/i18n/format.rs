//! Numbers, dates and times as LOOK §3 writes them. Pure; no `Intl`, so that phone, server and tests
//! agree. Floats never come near: a score is an exact decimal from beginning to end.

use model::time::{Date, Millis, Zone};
use rust_decimal::{Decimal, RoundingStrategy};

use super::{Locale, Texts};

const MONTHS_ID: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
];
const MONTHS_EN: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
/// Monday first.
const DAYS_ID: [&str; 7] = ["Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"];
const DAYS_EN: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

impl Texts {
    /// A score: two decimals, half up, `70,95`.
    #[must_use]
    pub fn score(&self, value: Decimal) -> String {
        self.fixed(value, 2)
    }

    /// A gain with its sign, `+0,42` (a proper minus for a loss).
    #[must_use]
    pub fn gain(&self, value: Decimal) -> String {
        let sign = if value.is_sign_negative() && !value.is_zero() {
            "−"
        } else {
            "+"
        };
        format!("{sign}{}", self.fixed(value.abs(), 2))
    }

    /// A quantity without needless zeros: `12`, `0,5`.
    #[must_use]
    pub fn quantity(&self, value: Decimal) -> String {
        self.point(value.normalize().to_string())
    }

    /// A number as people type it in this language: [`Texts::quantity`] read back. A sign that could part
    /// groups of thousands does (`1.250` in Indonesian), and is the decimal one where it can't (`0.5`).
    #[must_use]
    pub fn number(&self, text: &str) -> Option<Decimal> {
        let (point, group) = match self.locale {
            Locale::Id => (',', '.'),
            Locale::En => ('.', ','),
        };
        let text = text.trim();
        let (whole, part) = match text.rsplit_once(point) {
            Some((whole, part)) => (whole, Some(part)),
            None => (text, None),
        };
        if whole.contains(point) {
            return None;
        }
        let plain = if is_grouped(whole, group) {
            whole.replace(group, "")
        } else if part.is_none() {
            whole.replacen(group, ".", 1)
        } else {
            whole.to_owned()
        };
        let number = match part {
            Some(part) => format!("{plain}.{part}"),
            None => plain,
        };
        model::instrument::number(&number)
    }

    /// Exactly `places` decimals, half up.
    #[must_use]
    pub fn fixed(&self, value: Decimal, places: u32) -> String {
        let mut rounded =
            value.round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        rounded.rescale(places);
        self.point(rounded.to_string())
    }

    /// An answer as people of this language write it: a number with their decimal sign, else as it is.
    #[must_use]
    pub fn answer(&self, answer: &str) -> String {
        if answer.starts_with(|c: char| c.is_ascii_digit()) {
            self.point(answer.to_owned())
        } else {
            answer.to_owned()
        }
    }

    fn point(&self, text: String) -> String {
        match self.locale {
            Locale::Id => text.replace('.', ","),
            Locale::En => text,
        }
    }

    /// A share in whole per cent, `62 %`. Never 100 before it is whole.
    #[must_use]
    pub fn percent(&self, part: u64, whole: u64) -> String {
        format!("{} %", whole_percent(part, whole))
    }

    /// Bytes for people: `412 kB`, `1,8 MB`.
    #[must_use]
    pub fn bytes(&self, bytes: u64) -> String {
        let tenths = |unit: u64| (bytes * 10 + unit / 2) / unit;
        if bytes < 1_000 {
            return format!("{bytes} B");
        }
        if bytes < 999_500 {
            return format!("{} kB", (bytes + 500) / 1_000);
        }
        let (count, name) = if bytes < 999_500_000 {
            (tenths(1_000_000), "MB")
        } else {
            (tenths(1_000_000_000), "GB")
        };
        if count >= 100 || count.is_multiple_of(10) {
            return format!("{} {name}", (count + 5) / 10);
        }
        format!(
            "{} {name}",
            self.point(format!("{}.{}", count / 10, count % 10))
        )
    }

    fn month(&self, date: Date) -> &'static str {
        let months = match self.locale {
            Locale::Id => &MONTHS_ID,
            Locale::En => &MONTHS_EN,
        };
        let index = usize::from(date.month).saturating_sub(1).min(11);
        months[index]
    }

    fn weekday(&self, date: Date) -> &'static str {
        // 1 January 1970 was a Thursday, the fourth day.
        let index = usize::try_from((date.days() + 3).rem_euclid(7)).unwrap_or(0);
        match self.locale {
            Locale::Id => DAYS_ID[index],
            Locale::En => DAYS_EN[index],
        }
    }

    /// A day in the past, in the middle of a sentence: `hari ini`, `kemarin`, `Senin`, `15 Des`.
    #[must_use]
    pub fn past_day(&self, date: Date, today: Date) -> String {
        let index = usize::try_from((date.days() + 3).rem_euclid(7)).unwrap_or(0);
        match today.days() - date.days() {
            0 => self.umum.today.to_lowercase(),
            1 => self.umum.yesterday.to_lowercase(),
            2..=6 => self.simpanan().weekdays[index].to_owned(),
            _ => self.short_date(date, today),
        }
    }

    /// `24 Nov 2026`.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        format!("{} {} {}", date.day, self.month(date), date.year)
    }

    /// `24 Nov`; with the year where it is another than `today`'s.
    #[must_use]
    pub fn short_date(&self, date: Date, today: Date) -> String {
        if date.year == today.year {
            format!("{} {}", date.day, self.month(date))
        } else {
            self.date(date)
        }
    }

    /// A date as seen from `today`: `Hari ini`, `Besok, 25 Nov`, `Jum, 27 Nov`, `15 Des`.
    #[must_use]
    pub fn near_date(&self, date: Date, today: Date) -> String {
        let short = self.short_date(date, today);
        let u = &self.umum;
        match date.days() - today.days() {
            -1 => format!("{}, {short}", u.yesterday),
            0 => u.today.to_owned(),
            1 => format!("{}, {short}", u.tomorrow),
            2..=6 => format!("{}, {short}", self.weekday(date)),
            _ => short,
        }
    }

    /// The time of day in the office, `09.41` (English: `09:41`).
    #[must_use]
    pub fn clock(&self, moment: Millis, zone: Zone) -> String {
        let minutes = moment
            .plus(zone.hours() * 3_600_000)
            .0
            .rem_euclid(Millis::DAY)
            / 60_000;
        let between = match self.locale {
            Locale::Id => '.',
            Locale::En => ':',
        };
        format!("{:02}{between}{:02}", minutes / 60, minutes % 60)
    }

    /// A moment as seen from `now`: `09.41` today, `Kemarin, 16.05`, `13 Nov, 08.20`.
    #[must_use]
    pub fn moment(&self, moment: Millis, now: Millis, zone: Zone) -> String {
        let (date, today) = (zone.date(moment), zone.date(now));
        let clock = self.clock(moment, zone);
        match today.days() - date.days() {
            0 => clock,
            1 => format!("{}, {clock}", self.umum.yesterday),
            _ => format!("{}, {clock}", self.short_date(date, today)),
        }
    }

    /// The same with the day of the week, for what is to be compared: `09.41` today, `Sen 23 Nov, 16.05`.
    #[must_use]
    pub fn weekday_moment(&self, moment: Millis, now: Millis, zone: Zone) -> String {
        let (date, today) = (zone.date(moment), zone.date(now));
        let clock = self.clock(moment, zone);
        if date == today {
            return clock;
        }
        let (weekday, day) = (self.weekday(date), self.short_date(date, today));
        format!("{weekday} {day}, {clock}")
    }

    /// A camera's time, as it states it without a zone (`2026-11-23T16:02:00`): `23 Nov 2026, 16.02`. What isn't
    /// one is shown as it stands.
    #[must_use]
    pub fn taken(&self, stated: &str) -> String {
        let read = || {
            let (date, time) = stated.split_once('T')?;
            let mut parts = time.splitn(3, ':');
            let (hours, minutes) = (parts.next()?, parts.next()?);
            let minute = hours.parse::<i64>().ok()? * 60 + minutes.parse::<i64>().ok()?;
            let date: Date = date.parse().ok()?;
            // Told as a moment of a zone without an offset to itself.
            let zone = Zone::Wib;
            let moment = Millis((minute - zone.hours() * 60) * 60_000);
            Some(format!("{}, {}", self.date(date), self.clock(moment, zone)))
        };
        read().unwrap_or_else(|| stated.to_owned())
    }

    /// A moment in full: `23 Nov 2026, 16.02`.
    #[must_use]
    pub fn full_moment(&self, moment: Millis, zone: Zone) -> String {
        format!(
            "{}, {}",
            self.date(zone.date(moment)),
            self.clock(moment, zone)
        )
    }
}

/// `part` of `whole` in whole per cent, from 0 to 100; 100 only when it is whole.
#[must_use]
pub fn whole_percent(part: u64, whole: u64) -> u64 {
    if whole == 0 || part >= whole {
        return 100;
    }
    // u128: a file of 100 MB times 100 fits u64, but nobody should have to prove it at each call.
    u64::try_from(u128::from(part) * 100 / u128::from(whole)).unwrap_or(99)
}

/// The initials of a name for an avatar: of its first and last word, at most two letters.
#[must_use]
pub fn initials(name: &str) -> String {
    let mut words = name
        .split_whitespace()
        .filter_map(|word| word.chars().next());
    let first = words.next();
    let last = words.next_back();
    first
        .into_iter()
        .chain(last)
        .map(|letter| letter.to_ascii_uppercase())
        .collect()
}

/// The first word of a name: what colleagues call each other.
#[must_use]
pub fn first_name(name: &str) -> &str {
    name.split_whitespace().next().unwrap_or(name)
}

/// Whether a whole number is written in groups of three: `1.234.567`.
fn is_grouped(whole: &str, group: char) -> bool {
    let digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let mut parts = whole.strip_prefix('-').unwrap_or(whole).split(group);
    let first = parts.next().unwrap_or_default();
    let mut rest = parts.peekable();
    rest.peek().is_some()
        && (1..=3).contains(&first.len())
        && first != "0"
        && digits(first)
        && rest.all(|part| part.len() == 3 && digits(part))
}

#[cfg(test)]
mod tests {
    use super::super::{EN, ID};
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_typed_number_is_read_in_its_language() {
        for (typed, number) in [
            ("1.250", Some("1250")),
            (" 1.234.567,5 ", Some("1234567.5")),
            ("1,125", Some("1.125")),
            ("0,5", Some("0.5")),
            ("0.5", Some("0.5")),
            ("0.125", Some("0.125")),
            ("12.5", Some("12.5")),
            ("-3", Some("-3")),
            ("1.2.3", None),
            ("1,2,3", None),
            ("tiga", None),
            ("", None),
        ] {
            assert_eq!(ID.number(typed), number.map(d), "{typed}");
        }
        assert_eq!(EN.number("1,250.5"), Some(d("1250.5")));
        assert_eq!(EN.number("1.250"), Some(d("1.25")));
        for value in ["1250", "1.125", "0.5", "100000.25"] {
            for texts in [&ID, &EN] {
                assert_eq!(texts.number(&texts.quantity(d(value))), Some(d(value)));
            }
        }
    }

    #[test]
    fn scores_have_two_places_half_up_and_a_comma() {
        for (value, text) in [
            ("70.945", "70,95"),
            ("70.9449", "70,94"),
            ("0", "0,00"),
            ("5", "5,00"),
            ("0.005", "0,01"),
        ] {
            assert_eq!(ID.score(d(value)), text);
        }
        assert_eq!(EN.score(d("70.945")), "70.95");
    }

    #[test]
    fn gains_carry_their_sign() {
        assert_eq!(ID.gain(d("0.42")), "+0,42");
        assert_eq!(ID.gain(d("-0.1")), "−0,10");
        assert_eq!(ID.gain(d("0")), "+0,00");
    }

    #[test]
    fn quantities_lose_needless_zeros() {
        assert_eq!(ID.quantity(d("12.00")), "12");
        assert_eq!(ID.quantity(d("0.50")), "0,5");
    }

    #[test]
    fn bytes_are_rounded_for_people() {
        for (bytes, text) in [
            (999, "999 B"),
            (412_300, "412 kB"),
            (1_800_000, "1,8 MB"),
            (2_000_000, "2 MB"),
            (12_340_000, "12 MB"),
            (1_200_000_000, "1,2 GB"),
        ] {
            assert_eq!(ID.bytes(bytes), text);
        }
    }

    #[test]
    fn a_share_is_never_whole_too_early() {
        assert_eq!(ID.percent(999, 1000), "99 %");
        assert_eq!(ID.percent(1000, 1000), "100 %");
        assert_eq!(ID.percent(0, 0), "100 %");
        assert_eq!(whole_percent(62, 100), 62);
    }

    #[test]
    fn dates_near_and_far() {
        let today = date("2026-11-24");
        for (day, text) in [
            ("2026-11-24", "Hari ini"),
            ("2026-11-25", "Besok, 25 Nov"),
            ("2026-11-23", "Kemarin, 23 Nov"),
            ("2026-11-27", "Jum, 27 Nov"),
            ("2026-12-15", "15 Des"),
            ("2027-01-04", "4 Jan 2027"),
        ] {
            assert_eq!(ID.near_date(date(day), today), text);
        }
        assert_eq!(EN.near_date(date("2026-11-25"), today), "Tomorrow, 25 Nov");
        assert_eq!(ID.date(date("2026-08-02")), "2 Agu 2026");
    }

    #[test]
    fn a_camera_s_time_is_said_as_other_times_are() {
        assert_eq!(ID.taken("2026-11-23T16:02:00"), "23 Nov 2026, 16.02");
        assert_eq!(EN.taken("2026-11-03T00:05:59"), "3 Nov 2026, 00:05");
        assert_eq!(ID.taken("kemarin"), "kemarin");
    }

    #[test]
    fn moments_are_the_offices() {
        // 24 November 2026, 02:41 UTC.
        let now = Millis(20_781 * Millis::DAY + 9_660_000);
        assert_eq!(ID.clock(now, Zone::Wib), "09.41");
        assert_eq!(EN.clock(now, Zone::Wit), "11:41");
        assert_eq!(
            ID.moment(now.plus(-Millis::DAY), now, Zone::Wib),
            "Kemarin, 09.41"
        );
        assert_eq!(
            ID.moment(now.plus(-11 * Millis::DAY), now, Zone::Wib),
            "13 Nov, 09.41"
        );
        assert_eq!(ID.full_moment(now, Zone::Wib), "24 Nov 2026, 09.41");
        assert_eq!(ID.weekday_moment(now, now, Zone::Wib), "09.41");
        let before = now.plus(-Millis::DAY);
        assert_eq!(
            ID.weekday_moment(before, now, Zone::Wib),
            "Sen 23 Nov, 09.41"
        );
        assert_eq!(
            EN.weekday_moment(now.plus(-365 * Millis::DAY), now, Zone::Wib),
            "Mon 24 Nov 2025, 09:41"
        );
    }

    #[test]
    fn names_are_shortened() {
        assert_eq!(initials("Siti Nurhayati"), "SN");
        assert_eq!(initials("Agus Budi Prasetyo"), "AP");
        assert_eq!(initials("Hendra"), "H");
        assert_eq!(initials(""), "");
        assert_eq!(first_name("Rina Wulandari"), "Rina");
    }
}
