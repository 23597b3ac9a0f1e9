//! Says on standard error what is being done and about how long is left; standard output is left to
//! results.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// The steps ahead with their expected seconds; made before the first of them runs.
#[derive(Debug, Default)]
pub struct Plan {
    steps: Vec<Step>,
}

#[derive(Debug, Clone)]
struct Step {
    name: String,
    expected: Duration,
}

impl Plan {
    /// An empty plan.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a step that will take about `seconds` on two cores.
    pub fn add(&mut self, name: &str, seconds: u64) {
        self.steps.push(Step {
            name: name.to_owned(),
            expected: Duration::from_secs(seconds),
        });
    }

    /// Ends planning.
    pub fn start(self) -> Progress {
        Progress {
            steps: self.steps,
            next: 0,
            silent: false,
        }
    }
}

/// Walks through a plan, one line a step.
#[derive(Debug)]
pub struct Progress {
    steps: Vec<Step>,
    next: usize,
    silent: bool,
}

impl Progress {
    /// Says nothing: for steps that are part of somebody else's step.
    pub fn silent() -> Self {
        Self {
            steps: Vec::new(),
            next: 0,
            silent: true,
        }
    }

    /// Prints the step's line, carries it out and gives its result. A step that the plan doesn't
    /// name next is carried out as well: a plan is an estimate, never a gate.
    ///
    /// # Errors
    /// The step's own, with the step's name before it.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let line = self.announce(name);
        if !self.silent {
            eprintln!("{line}");
        }
        let begun = Instant::now();
        let result = work().with_context(|| format!("the step “{name}” failed"))?;
        if !self.silent && begun.elapsed() > Duration::from_secs(5) {
            eprintln!("      done in {}", spoken(begun.elapsed()));
        }
        Ok(result)
    }

    /// The line of a step; moves on to it.
    fn announce(&mut self, name: &str) -> String {
        let ahead = self
            .steps
            .iter()
            .skip(self.next)
            .position(|step| step.name == name);
        let Some(offset) = ahead else {
            return format!("[+] {name} …");
        };
        let index = self.next + offset;
        self.next = index + 1;
        let left = self
            .steps
            .iter()
            .skip(index)
            .map(|step| step.expected)
            .sum();
        let total = self.steps.len();
        format!(
            "[{}/{total}] {name} … (about {} left)",
            index + 1,
            spoken(left)
        )
    }
}

/// A duration as a person says it: seconds below a minute, then whole minutes, rounded up.
fn spoken(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{} s", seconds.max(1))
    } else {
        format!("{} min", seconds.div_ceil(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn progress() -> Progress {
        let mut plan = Plan::new();
        plan.add("tool chain", 90);
        plan.add("wasm", 300);
        plan.add("server", 30);
        plan.start()
    }

    #[test]
    fn what_is_left_counts_the_step_at_hand_and_all_after_it() {
        let mut progress = progress();
        assert_eq!(
            progress.announce("tool chain"),
            "[1/3] tool chain … (about 7 min left)"
        );
        assert_eq!(progress.announce("wasm"), "[2/3] wasm … (about 6 min left)");
        assert_eq!(
            progress.announce("server"),
            "[3/3] server … (about 30 s left)"
        );
    }

    #[test]
    fn a_skipped_step_no_longer_counts() {
        let mut progress = progress();
        assert_eq!(
            progress.announce("server"),
            "[3/3] server … (about 30 s left)"
        );
    }

    #[test]
    fn an_unplanned_step_is_told_and_takes_no_number() {
        let mut progress = progress();
        assert_eq!(progress.announce("surprise"), "[+] surprise …");
        assert_eq!(
            progress.announce("tool chain"),
            "[1/3] tool chain … (about 7 min left)"
        );
    }

    #[test]
    fn a_failed_step_names_itself() {
        let failed: Result<()> = progress().step("wasm", || anyhow::bail!("no room"));
        let error = failed.expect_err("the step failed");
        assert_eq!(error.to_string(), "the step “wasm” failed");
    }
}
