//! When a next try makes sense.

use crate::mutant::{Mutant, planted};
use crate::time::Millis;

const FIRST_MS: i64 = 1_000;
const LONGEST_MS: i64 = 5 * 60 * 1_000;

/// Growing pauses after failures, spread by chance so that a thousand phones don't come back at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Retry {
    failures: u32,
    until: Option<Millis>,
    /// The server asked to be left alone until then; nothing but time ends that.
    told: Option<Millis>,
}

impl Retry {
    /// It failed: pause for between half and all of a time that doubles each time.
    pub(super) fn failed(&mut self, now: Millis, random: u32) {
        let longest = FIRST_MS
            .saturating_mul(1 << self.failures.min(16))
            .min(LONGEST_MS);
        let half = longest / 2;
        self.failures = self.failures.saturating_add(1);
        self.until = Some(now.plus(half + i64::from(random) % (half + 1)));
        if planted(Mutant::GivesUp) && self.failures > 3 {
            self.told = Some(Millis(i64::MAX));
        }
    }

    /// The server said for how long.
    pub(super) fn told(&mut self, now: Millis, pause_ms: i64) {
        self.failures = self.failures.saturating_add(1);
        self.told = Some(now.plus(pause_ms));
    }

    /// It worked.
    pub(super) fn worked(&mut self) {
        *self = Self::default();
    }

    /// Something changed that makes a try sensible before its time.
    pub(super) fn wake(&mut self) {
        self.until = None;
    }

    /// The clock was set back: moments from before mean nothing any more.
    pub(super) fn set_back(&mut self) {
        self.until = None;
        self.told = None;
    }

    /// Until when to pause; none if a try makes sense now.
    pub(super) fn pause(&self, now: Millis) -> Option<Millis> {
        self.until.max(self.told).filter(|until| *until > now)
    }

    /// Whether the last try failed.
    pub(super) fn is_failing(&self) -> bool {
        self.failures > 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_five_minutes_and_are_spread() {
        let now = Millis(1_000_000);
        let mut retry = Retry::default();
        let mut last = 0;
        for round in 0..12 {
            retry.failed(now, 0);
            let shortest = retry.pause(now).unwrap().0 - now.0;
            let mut other = retry;
            other.failures -= 1;
            other.failed(now, u32::MAX);
            let longest = other.pause(now).unwrap().0 - now.0;
            assert!(shortest >= last, "round {round}");
            assert!(longest <= LONGEST_MS && longest <= 2 * shortest);
            last = shortest;
        }
        assert_eq!(last, LONGEST_MS / 2);
    }

    #[test]
    fn what_the_server_said_outlasts_a_wake() {
        let now = Millis(0);
        let mut retry = Retry::default();
        retry.failed(now, 0);
        retry.told(now, 60_000);
        retry.wake();
        assert_eq!(retry.pause(now), Some(Millis(60_000)));
        assert_eq!(retry.pause(Millis(60_000)), None);
        retry.worked();
        assert!(!retry.is_failing());
    }
}
