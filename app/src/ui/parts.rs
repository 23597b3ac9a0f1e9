//! The four parts of a Standing as a picture needs them: numbers that add up, widths that show.

use rust_decimal::{Decimal, RoundingStrategy};

/// A Standing's four substances and their whole, unrounded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Solid.
    pub verified: Decimal,
    /// Tinted: evidenced, not verified.
    pub evidenced: Decimal,
    /// Hatched: claimed without evidence; not counted.
    pub claimed: Decimal,
    /// All four together.
    pub whole: Decimal,
}

/// Smallest width of a part above zero, in hundredths of a per cent (LOOK §1: 1.5 %).
const LEAST: i64 = 150;
/// The whole width, in hundredths of a per cent.
const FULL: i64 = 10_000;

impl Parts {
    /// Verified and evidenced together: the headline.
    #[must_use]
    pub fn proven(&self) -> Decimal {
        self.verified + self.evidenced
    }

    /// The four numbers as they are printed beside the bar: rounded to two places, adding up to the
    /// rounded whole, the remainder given to "missing" (LOOK §1). In order: verified, evidenced,
    /// claimed, missing, whole.
    #[must_use]
    pub fn shown(&self) -> [Decimal; 5] {
        let two = |value: Decimal| {
            value.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero)
        };
        let whole = two(self.whole);
        // Rounding up three parts may pass the whole by a cent or two: the later part gives way.
        let verified = two(self.verified).min(whole);
        let proven = two(self.proven()).clamp(verified, whole);
        let claimed = two(self.claimed).min(whole - proven);
        let missing = whole - proven - claimed;
        [verified, proven - verified, claimed, missing, whole]
    }

    /// Widths of verified, evidenced and claimed in hundredths of a per cent of the bar. A part above
    /// zero has at least 1.5 %; the excess comes off the empty rest, else off the largest part.
    #[must_use]
    pub fn widths(&self) -> [i64; 3] {
        if self.whole <= Decimal::ZERO {
            return [0; 3];
        }
        let share = |part: Decimal| -> i64 {
            let scaled = part * Decimal::from(FULL) / self.whole;
            let rounded = scaled.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
            i64::try_from(rounded).unwrap_or(FULL).clamp(0, FULL)
        };
        let parts = [self.verified, self.evidenced, self.claimed];
        let mut widths = parts.map(|part| {
            if part > Decimal::ZERO {
                share(part).max(LEAST)
            } else {
                0
            }
        });
        let excess = widths.iter().sum::<i64>() - FULL;
        if excess > 0
            && let Some(largest) = widths.iter_mut().max()
        {
            *largest -= excess;
        }
        widths
    }

    /// Where the target stands, in hundredths of a per cent.
    #[must_use]
    pub fn place(&self, target: Decimal) -> i64 {
        if self.whole <= Decimal::ZERO {
            return 0;
        }
        let scaled = target * Decimal::from(FULL) / self.whole;
        i64::try_from(scaled.round()).unwrap_or(FULL).clamp(0, FULL)
    }
}

/// Hundredths of a per cent as an attribute's value: `55.15%`.
#[must_use]
pub fn percent(hundredths: i64) -> String {
    let (whole, rest) = (hundredths / 100, hundredths % 100);
    if rest == 0 {
        format!("{whole}%")
    } else {
        format!("{whole}.{rest:02}%")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(v: &str, b: &str, k: &str, whole: &str) -> Parts {
        let d = |text: &str| text.parse().unwrap();
        Parts {
            verified: d(v),
            evidenced: d(b),
            claimed: d(k),
            whole: d(whole),
        }
    }

    #[test]
    fn numbers_beside_a_bar_add_up_to_its_whole() {
        for p in [
            parts("55.15", "15.8", "10.39", "100"),
            parts("0.335", "0.335", "0.33", "1"),
            parts("0.005", "0.005", "0.005", "0.02"),
            parts("1", "0", "0", "1"),
            parts("0", "0", "0", "0"),
        ] {
            let [v, b, k, m, whole] = p.shown();
            assert_eq!(v + b + k + m, whole, "{p:?}");
            assert!(v >= Decimal::ZERO && b >= Decimal::ZERO && k >= Decimal::ZERO);
            assert!(m >= Decimal::ZERO, "{p:?}");
        }
    }

    #[test]
    fn the_headline_is_the_sum_rounded_once() {
        // 0.335 + 0.335 = 0.67, though each part alone rounds up to 0.34.
        let [v, b, ..] = parts("0.335", "0.335", "0", "1").shown();
        assert_eq!((v + b).to_string(), "0.67");
    }

    #[test]
    fn small_parts_can_be_seen() {
        assert_eq!(parts("1", "2", "1", "100").widths(), [150, 200, 150]);
        assert_eq!(parts("99.5", "0.5", "0", "100").widths(), [9850, 150, 0]);
        assert_eq!(parts("0", "0", "0", "100").widths(), [0, 0, 0]);
        assert_eq!(parts("0", "0", "0", "0").widths(), [0, 0, 0]);
        let thirds = parts("1", "1", "1", "3").widths();
        assert!(thirds.iter().sum::<i64>() <= 10_000);
    }

    #[test]
    fn attributes_are_written_short() {
        assert_eq!(percent(5515), "55.15%");
        assert_eq!(percent(1580), "15.80%");
        assert_eq!(percent(5000), "50%");
        assert_eq!(percent(105), "1.05%");
    }
}
