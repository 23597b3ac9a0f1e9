//! Says on standard error what is being done and about how long is left; standard output is left to
//! results.

use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

/// How often a step that runs on says so.
const STILL_EVERY: Duration = Duration::from_secs(120);
/// A step that is expected to be shorter tells nothing of how fast this machine is.
const TELLING: Duration = Duration::from_secs(10);

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
            ..Progress::default()
        }
    }
}

/// Walks through a plan, one line a step.
#[derive(Debug, Default)]
pub struct Progress {
    steps: Vec<Step>,
    next: usize,
    silent: bool,
    /// What the telling steps so far were expected to take.
    expected: Duration,
    /// And what they took.
    taken: Duration,
}

impl Progress {
    /// Says nothing: for steps that are part of somebody else's step.
    pub fn silent() -> Self {
        Self {
            silent: true,
            ..Self::default()
        }
    }

    /// Prints the step's line, carries it out and gives its result. A step that the plan doesn't
    /// name next is carried out as well: a plan is an estimate, never a gate.
    ///
    /// # Errors
    /// The step's own, with the step's name before it.
    pub fn step<T>(&mut self, name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let (line, usual) = self.announce(name);
        if self.silent {
            return work().with_context(|| format!("the step “{name}” failed"));
        }
        eprintln!("{line}");
        let begun = Instant::now();
        let result = thread::scope(|scope| {
            let (done, waits) = mpsc::channel::<()>();
            scope.spawn(move || {
                // It ends when the work has: the other end is dropped then.
                while waits.recv_timeout(STILL_EVERY) == Err(RecvTimeoutError::Timeout) {
                    eprintln!("{}", still(begun.elapsed(), usual));
                }
            });
            let result = work();
            drop(done);
            result
        });
        let taken = begun.elapsed();
        let result = result.with_context(|| format!("the step “{name}” failed"))?;
        if taken > Duration::from_secs(5) {
            eprintln!("      done in {}", spoken(taken));
        }
        if let Some(usual) = usual {
            self.learn(usual, taken);
        }
        Ok(result)
    }

    /// Learns from a step how fast this machine is.
    fn learn(&mut self, usual: Duration, taken: Duration) {
        if usual >= TELLING {
            self.expected += usual;
            self.taken += taken;
        }
    }

    /// What is expected of a duration on a machine that was as slow as this one so far. A fast one is believed
    /// to be no faster than the plan: its steps may only have found their work done.
    fn at_this_pace(&self, usual: Duration) -> Duration {
        if self.taken <= self.expected || self.expected.is_zero() {
            return usual;
        }
        usual.mul_f64(self.taken.as_secs_f64() / self.expected.as_secs_f64())
    }

    /// The line of a step, and what it usually takes, if that is known; moves on to it.
    fn announce(&mut self, name: &str) -> (String, Option<Duration>) {
        let ahead = self
            .steps
            .iter()
            .skip(self.next)
            .position(|step| step.name == name);
        let Some(offset) = ahead else {
            return (format!("[+] {name} …"), None);
        };
        let index = self.next + offset;
        self.next = index + 1;
        let ahead = self.steps.iter().skip(index).map(|step| step.expected);
        let usual = ahead.clone().next();
        let left = self.at_this_pace(ahead.sum());
        let total = self.steps.len();
        let line = format!(
            "[{}/{total}] {name} … (about {} left)",
            index + 1,
            spoken(left)
        );
        (line, usual)
    }
}

/// What a step says that runs on.
fn still(so_far: Duration, usual: Option<Duration>) -> String {
    let so_far_said = format!("      still at it: {} so far", spoken(so_far));
    match usual {
        None => so_far_said,
        Some(usual) if so_far <= usual => format!("{so_far_said}, usually {}", spoken(usual)),
        Some(usual) => format!(
            "{so_far_said}, usually {} (a slower or busier machine takes longer)",
            spoken(usual)
        ),
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
        let mut line = |name| progress.announce(name).0;
        assert_eq!(line("tool chain"), "[1/3] tool chain … (about 7 min left)");
        assert_eq!(line("wasm"), "[2/3] wasm … (about 6 min left)");
        assert_eq!(line("server"), "[3/3] server … (about 30 s left)");
    }

    #[test]
    fn a_machine_that_was_slow_so_far_is_expected_to_stay_so() {
        let seconds = Duration::from_secs;
        let mut progress = progress();
        progress.learn(seconds(90), seconds(270));
        let (line, usual) = progress.announce("wasm");
        assert_eq!(line, "[2/3] wasm … (about 17 min left)");
        assert_eq!(usual, Some(seconds(300)), "what is usual stays so");
        // What was done before already tells nothing, nor does a short step.
        for (usual, taken) in [(90, 1), (3, 60)] {
            let mut progress = super::tests::progress();
            progress.learn(seconds(usual), seconds(taken));
            let line = progress.announce("wasm").0;
            assert_eq!(line, "[2/3] wasm … (about 6 min left)");
        }
    }

    #[test]
    fn a_long_step_says_how_long_it_has_taken_and_what_is_usual() {
        let minutes = |n: u64| Duration::from_secs(60 * n);
        assert_eq!(
            still(minutes(4), Some(minutes(8))),
            "      still at it: 4 min so far, usually 8 min"
        );
        assert_eq!(
            still(minutes(10), Some(minutes(8))),
            "      still at it: 10 min so far, usually 8 min (a slower or busier machine takes longer)"
        );
        assert_eq!(still(minutes(2), None), "      still at it: 2 min so far");
    }

    #[test]
    fn a_skipped_step_no_longer_counts() {
        let mut progress = progress();
        let line = progress.announce("server").0;
        assert_eq!(line, "[3/3] server … (about 30 s left)");
    }

    #[test]
    fn an_unplanned_step_is_told_and_takes_no_number() {
        let mut progress = progress();
        let mut line = |name| progress.announce(name).0;
        assert_eq!(line("surprise"), "[+] surprise …");
        assert_eq!(line("tool chain"), "[1/3] tool chain … (about 7 min left)");
    }

    #[test]
    fn a_failed_step_names_itself() {
        let failed: Result<()> = progress().step("wasm", || anyhow::bail!("no room"));
        let error = failed.expect_err("the step failed");
        assert_eq!(error.to_string(), "the step “wasm” failed");
    }
}
