//! How many tests passed: read from what the runners print.

use std::ops::AddAssign;

use anyhow::{Context, Result};

/// Tests by their end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Ran and held.
    pub passed: u64,
    /// Ran and didn't hold, or could not be run.
    pub failed: u64,
    /// Were left out by the runner.
    pub skipped: u64,
}

impl Counts {
    /// One check that is a test by itself (formatting, lints).
    pub fn one(passed: bool) -> Self {
        Self {
            passed: u64::from(passed),
            failed: u64::from(!passed),
            skipped: 0,
        }
    }

    /// Counts of a runner that ended badly hold at least one failure, even where it could not say
    /// which (it didn't compile).
    pub fn with_end(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl Counts {
    /// The end of a run: what was skipped on a line of its own, so that the last line always reads
    /// `N passed, N failed`, for people and for scripts.
    pub fn ending(&self) -> String {
        match self.skipped {
            0 => self.to_string(),
            skipped => format!("{skipped} skipped\n{self}"),
        }
    }
}

impl std::fmt::Display for Counts {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// The sum of the `test result:` lines of `cargo test`.
pub fn of_cargo_test(text: &str) -> Counts {
    let mut counts = Counts::default();
    for line in text.lines() {
        let Some((_, result)) = line.split_once("test result: ") else {
            continue;
        };
        counts += Counts {
            passed: before(result, "passed"),
            failed: before(result, "failed"),
            skipped: before(result, "ignored"),
        };
    }
    counts
}

/// The `Summary` line of nextest.
pub fn of_nextest(text: &str) -> Counts {
    let summary = text
        .lines()
        .rev()
        .map(without_colours)
        .find(|line| line.trim_start().starts_with("Summary [") && line.contains(" run: "));
    let Some(summary) = summary else {
        return Counts::default();
    };
    let failures = ["failed", "timed out", "exec failed", "setup scripts failed"];
    Counts {
        passed: before(&summary, "passed"),
        failed: failures.iter().map(|what| before(&summary, what)).sum(),
        skipped: before(&summary, "skipped"),
    }
}

/// The statistics of Playwright's JSON report. A test that held only at a second try counts as
/// failed: it is a race that a person will meet.
///
/// # Errors
/// When it isn't such a report.
pub fn of_playwright(json: &str) -> Result<Counts> {
    let report: serde_json::Value = serde_json::from_str(json).context("not JSON")?;
    let stats = report
        .get("stats")
        .context("the report holds no statistics")?;
    let number = |name: &str| {
        stats
            .get(name)
            .and_then(serde_json::Value::as_u64)
            .unwrap_or(0)
    };
    let errors = report
        .get("errors")
        .and_then(serde_json::Value::as_array)
        .map_or(0, Vec::len);
    Ok(Counts {
        passed: number("expected"),
        failed: number("unexpected") + number("flaky") + errors as u64,
        skipped: number("skipped"),
    })
}

/// The number that stands directly before a word, as in `3 failed`; 0 when there is none.
fn before(text: &str, what: &str) -> u64 {
    text.split([',', ';', ':', '.'])
        .filter_map(|part| {
            let part = part.trim();
            // nextest adds details in brackets: `9 passed (1 slow)`.
            let part = part
                .split_once('(')
                .map_or(part, |(head, _)| head.trim_end());
            part.strip_suffix(what)?.trim_end().parse::<u64>().ok()
        })
        .next()
        .unwrap_or(0)
}

/// A line without the escape sequences of colours.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            for skipped in characters.by_ref() {
                if skipped.is_ascii_alphabetic() {
                    break;
                }
            }
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(passed: u64, failed: u64, skipped: u64) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
        }
    }

    #[test]
    fn cargo_test_prints_a_line_for_each_binary() {
        let text = "running 2 tests\ntest a ... ok\n\
            test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n\
            test result: FAILED. 3 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(of_cargo_test(text), counts(15, 2, 1));
    }

    #[test]
    fn nextest_prints_a_summary() {
        let text = "    PASS [   0.005s] model merge\n\
            ------------\n     Summary [   1.204s] 12 tests run: 10 passed (1 slow), 1 failed, 1 timed out, 3 skipped\n\
            error: test run failed\n";
        assert_eq!(of_nextest(text), counts(10, 2, 3));
        let all_good = "\u{1b}[32;1m     Summary\u{1b}[0m [   0.4s] \u{1b}[1m4\u{1b}[0m tests run: \u{1b}[1m4\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped";
        assert_eq!(of_nextest(all_good), counts(4, 0, 0));
        let cancelled = "     Summary [   0.4s] 4/9 tests run: 3 passed, 1 failed, 0 skipped";
        assert_eq!(of_nextest(cancelled), counts(3, 1, 0));
    }

    #[test]
    fn playwright_reports_json() {
        let report = r#"{"stats": {"expected": 20, "unexpected": 1, "flaky": 1, "skipped": 2}, "errors": []}"#;
        assert_eq!(of_playwright(report).unwrap(), counts(20, 2, 2));
        let broken =
            r#"{"stats": {"expected": 0, "unexpected": 0}, "errors": [{"message": "no file"}]}"#;
        assert_eq!(of_playwright(broken).unwrap(), counts(0, 1, 0));
        assert!(of_playwright("{}").is_err());
        assert!(of_playwright("Error: no tests found").is_err());
    }

    #[test]
    fn a_bad_end_is_a_failure_even_without_a_count() {
        assert_eq!(
            of_cargo_test("error[E0308]: mismatched types").with_end(false),
            counts(0, 1, 0)
        );
        assert_eq!(counts(3, 2, 0).with_end(false), counts(3, 2, 0));
        assert_eq!(counts(3, 0, 0).with_end(true), counts(3, 0, 0));
    }

    #[test]
    fn the_last_line_reads_as_promised() {
        assert_eq!(counts(3, 0, 0).ending(), "3 passed, 0 failed");
        assert_eq!(counts(3, 1, 2).ending(), "2 skipped\n3 passed, 1 failed");
    }
}
