//! Many seeds on two threads, and the figures over them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::available_parallelism;

use nix::sched::{CpuSet, sched_getaffinity, sched_setaffinity};
use nix::unistd::Pid;

use crate::core::locked;
use crate::fault::{FAULTS, Fault};
use crate::law::{LAWS, Law};
use crate::run::{How, Outcome, seed};

/// Past so many seeds each kind of fault and each invariant must have come up often enough.
const SEEDS_THAT_DECIDE: u64 = 10_000;
/// So often.
const TIMES_MIN: u64 = 100;
/// The median seed has at least so many ops.
const OPS_MEDIAN_MIN: u64 = 100;
/// And so many faults.
const FAULTS_MEDIAN_MIN: u64 = 10;

/// The figures of a run over many seeds.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Seeds that were run.
    pub seeds: u64,
    /// How often each kind of fault struck.
    pub fired: Vec<u64>,
    /// How often each invariant had something to decide.
    pub decided: Vec<u64>,
    /// Ops of each seed.
    ops: Vec<u64>,
    /// Faults of each seed.
    faults: Vec<u64>,
    /// Seeds that were run on SQLite too.
    pub on_sqlite: u64,
    /// Seeds that failed.
    pub failed: Vec<Outcome>,
}

fn median(numbers: &[u64]) -> u64 {
    let mut sorted = numbers.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or(0)
}

impl Figures {
    fn new() -> Self {
        Self {
            fired: vec![0; FAULTS],
            decided: vec![0; LAWS],
            ..Self::default()
        }
    }

    fn add(&mut self, outcome: Outcome) {
        self.seeds += 1;
        self.on_sqlite += u64::from(outcome.on_sqlite);
        for (sum, one) in self.fired.iter_mut().zip(outcome.fired) {
            *sum += one;
        }
        for (sum, one) in self.decided.iter_mut().zip(outcome.decided) {
            *sum += one;
        }
        self.ops.push(outcome.ops);
        self.faults.push(outcome.fired.iter().sum());
        if outcome.breach.is_some() {
            self.failed.push(outcome);
        }
    }

    /// What these seeds lack to be called a proof; nothing if they are too few to say.
    #[must_use]
    pub fn lacking(&self) -> Vec<String> {
        let mut lacking = Vec::new();
        if self.seeds < SEEDS_THAT_DECIDE {
            return lacking;
        }
        for fault in Fault::ALL {
            let times = self.fired[fault.place()];
            if times < TIMES_MIN {
                lacking.push(format!("{} struck {times} times only", fault.word()));
            }
        }
        for law in Law::ALL {
            let times = self.decided[law.place()];
            if times < TIMES_MIN {
                lacking.push(format!("{} was decided {times} times only", law.word()));
            }
        }
        let (ops, faults) = (median(&self.ops), median(&self.faults));
        if ops < OPS_MEDIAN_MIN || faults < FAULTS_MEDIAN_MIN {
            lacking.push(format!("the median seed has {ops} ops and {faults} faults"));
        }
        lacking
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ops: u64 = self.ops.iter().sum();
        let faults: u64 = self.fired.iter().sum();
        writeln!(
            f,
            "{} seeds ({} also on SQLite): {ops} ops (median {}), {faults} faults (median {})",
            self.seeds,
            self.on_sqlite,
            median(&self.ops),
            median(&self.faults)
        )?;
        for fault in Fault::ALL {
            writeln!(f, "  {:>9}  {}", self.fired[fault.place()], fault.word())?;
        }
        writeln!(f, "invariants decided:")?;
        for law in Law::ALL {
            writeln!(f, "  {:>9}  {}", self.decided[law.place()], law.word())?;
        }
        Ok(())
    }
}

/// Keeps this thread, and those that it starts, on one core. SQLite has a thread of its own, to which every
/// statement crosses: to another core that costs twice as much. Where it can't be done it takes longer.
fn stay_on_core(thread: usize) {
    let Ok(allowed) = sched_getaffinity(Pid::from_raw(0)) else {
        return;
    };
    let cores = (0..CpuSet::count()).filter(|core| allowed.is_set(*core).unwrap_or(false));
    let mut one = CpuSet::new();
    let core = cores.into_iter().nth(thread);
    if core.is_some_and(|core| one.set(core).is_ok()) {
        let _ = sched_setaffinity(Pid::from_raw(0), &one);
    }
}

/// Runs seeds `from..from + count` on `threads` threads. `before` is called on each of them once.
///
/// # Errors
/// Those of [`seed`].
pub fn many(
    from: u64,
    count: u64,
    threads: usize,
    how: &How,
    stop_at_first: bool,
    before: impl Fn() + Sync,
) -> anyhow::Result<Figures> {
    let next = AtomicU64::new(from);
    let figures = Mutex::new(Figures::new());
    let work = |thread: usize| -> anyhow::Result<()> {
        if available_parallelism().is_ok_and(|cores| cores.get() == threads) {
            stay_on_core(thread);
        }
        before();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= from + count {
                return Ok(());
            }
            let outcome = seed(number, how)?;
            let mut figures = locked(&figures);
            let fails = outcome.breach.is_some();
            figures.add(outcome);
            if stop_at_first && fails {
                next.store(from + count, Ordering::Relaxed);
            }
        }
    };
    std::thread::scope(|scope| {
        let threads = (0..threads).map(|thread| scope.spawn(move || work(thread)));
        let threads: Vec<_> = threads.collect();
        for thread in threads {
            match thread.join() {
                Ok(done) => done?,
                Err(_) => anyhow::bail!("a thread of the simulator panicked"),
            }
        }
        Ok(())
    })?;
    let mut figures = figures
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    figures.failed.sort_by_key(|outcome| outcome.seed);
    Ok(figures)
}

/// The kinds of faults without which the seed still fails are taken out, one after the other: what is
/// left is what it needs, and its trace.
///
/// # Errors
/// Those of [`seed`].
pub fn shrunk(failed: &Outcome) -> anyhow::Result<(Vec<Fault>, Outcome)> {
    let law = failed.breach.as_ref().map(|breach| breach.law);
    let same = |outcome: &Outcome| outcome.breach.as_ref().map(|breach| breach.law) == law;
    let mut without = Vec::new();
    for fault in Fault::ALL {
        if failed.fired[fault.place()] == 0 {
            continue;
        }
        without.push(*fault);
        let how = How {
            without: without.clone(),
            trace: false,
        };
        if !same(&seed(failed.seed, &how)?) {
            without.pop();
        }
    }
    let how = How {
        without: without.clone(),
        trace: true,
    };
    let smallest = seed(failed.seed, &how)?;
    let needed = Fault::ALL
        .iter()
        .filter(|fault| smallest.fired[fault.place()] > 0);
    Ok((needed.copied().collect(), smallest))
}
