//! `cargo xtask test`: every check, one after the other. A failed one doesn't stop those that can
//! still say something, so that one run tells all.

mod counts;
mod steps;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::progress::{Plan, Progress};
use crate::serve::plan_server;
use crate::setup::{self, Tools, Wants, deny};
use crate::site::{self, Profile};
use crate::workspace::Workspace;
use counts::Counts;

/// Options of `cargo xtask test`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// Run also what takes long: more cases of property tests, the long end-to-end tests.
    #[arg(long)]
    long: bool,
    /// Run only this step (and what it needs); may be given several times.
    #[arg(long, value_name = "STEP")]
    only: Vec<Step>,
    /// Let the end-to-end tests drive a quickly built site, not the small one that phones download, whose
    /// weight is then left unchecked: fat LTO takes minutes.
    #[arg(long, conflicts_with = "long")]
    quick: bool,
    /// Further arguments for Playwright, after `--` (a file, `--grep WORDS`).
    #[arg(last = true)]
    more: Vec<String>,
}

/// A check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Step {
    /// rustfmt.
    Fmt,
    /// Lints of the native code, then of what runs in browsers.
    Clippy,
    /// Its second half.
    #[value(skip)]
    ClippyWasm,
    /// Licences, bans and sources of the dependencies.
    Deny,
    /// Unit, property and contract tests, and examples in the documentation.
    Unit,
    /// Workbooks that are written, computed by LibreOffice; skipped aloud where it can't be installed.
    Office,
    /// Seeds of the simulator: as many as fit in four minutes, with `--long` more.
    Simulate,
    /// What a phone downloads stays within its budget.
    Size,
    /// The app in a real browser, and the browser store's own tests.
    E2e,
}

impl Step {
    const ALL: [Self; 9] = [
        Self::Fmt,
        Self::Clippy,
        Self::ClippyWasm,
        Self::Deny,
        Self::Unit,
        Self::Office,
        Self::Simulate,
        Self::Size,
        Self::E2e,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Fmt => "formatting",
            Self::Clippy => "lints",
            Self::ClippyWasm => "lints for wasm32",
            Self::Deny => "licences, bans, sources",
            Self::Unit => "unit, property and contract tests",
            Self::Office => "worksheets in LibreOffice",
            Self::Simulate => "simulated seeds",
            Self::Size => "size",
            Self::E2e => "end-to-end tests",
        }
    }

    /// What it takes on two cores when the code was built before, in seconds.
    fn expected(self) -> u64 {
        match self {
            Self::Fmt | Self::Deny | Self::Size => 2,
            Self::Clippy | Self::ClippyWasm => 20,
            Self::Unit => 60,
            Self::Office => 30,
            Self::Simulate => 240,
            Self::E2e => 240,
        }
    }

    /// The step by which `--only` asks for this one.
    fn asked_by(self) -> Self {
        if self == Self::ClippyWasm {
            Self::Clippy
        } else {
            self
        }
    }

    fn needs_site(self) -> bool {
        matches!(self, Self::Size | Self::E2e)
    }
}

/// How a check ended.
#[derive(Debug)]
struct Line {
    name: &'static str,
    took: Duration,
    counts: Counts,
    note: String,
}

/// Runs the checks and prints the table and the counts.
///
/// # Errors
/// When set-up fails: then no check could be run.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let steps: Vec<Step> = Step::ALL
        .into_iter()
        .filter(|step| options.only.is_empty() || options.only.contains(&step.asked_by()))
        .collect();
    let site = steps.iter().any(|step| step.needs_site());
    let browser = steps.contains(&Step::E2e);
    let small = !options.quick;
    let profile = if small {
        Profile::Release
    } else {
        Profile::Dev
    };
    let wants = Wants {
        browser_tests: browser,
        wasm_opt: site && small,
    };

    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    for step in steps.iter().filter(|step| !step.needs_site()) {
        let builds_deny = *step == Step::Deny && deny::find(workspace).is_none();
        let more = if builds_deny { deny::BUILD_SECONDS } else { 0 };
        plan.add(step.name(), step.expected() + more);
    }
    if site {
        site::plan(workspace, profile, &mut plan);
    }
    if steps.contains(&Step::Size) && small {
        plan.add(Step::Size.name(), Step::Size.expected());
    }
    if browser {
        steps::plan_browser(workspace, &mut plan);
        plan_server(workspace, false, &mut plan);
        plan.add(Step::E2e.name(), Step::E2e.expected());
    }
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let table = Checks {
        workspace,
        tools: &tools,
        options,
        profile,
    }
    .run(&steps, &mut progress);
    Ok(report(&table))
}

/// What the checks share.
struct Checks<'a> {
    workspace: &'a Workspace,
    tools: &'a Tools,
    options: &'a Options,
    profile: Profile,
}

impl Checks<'_> {
    fn run(&self, steps: &[Step], progress: &mut Progress) -> Vec<Line> {
        let mut table = Vec::new();
        for step in steps.iter().filter(|step| !step.needs_site()) {
            table.push(timed(step.name(), || {
                progress.step(step.name(), || match step {
                    Step::Fmt => self.formatting(),
                    Step::Clippy => self.lints(),
                    Step::ClippyWasm => self.lints_for_wasm(),
                    Step::Deny => self.dependencies(),
                    Step::Unit => self.unit_tests(),
                    Step::Office => self.worksheets(),
                    Step::Simulate => self.simulated(),
                    Step::Size | Step::E2e => Ok(Done::default()),
                })
            }));
        }
        if steps.iter().any(|step| step.needs_site()) {
            self.on_the_site(steps, progress, &mut table);
        }
        table
    }

    fn on_the_site(&self, steps: &[Step], progress: &mut Progress, table: &mut Vec<Line>) {
        let mut built = None;
        table.push(timed("site", || {
            built = Some(self.site(progress)?);
            Ok(Done::built())
        }));
        if steps.contains(&Step::Size) && self.profile == Profile::Release {
            table.push(timed(Step::Size.name(), || {
                let Some(site) = &built else {
                    return Ok(Done::not_run("no site"));
                };
                progress.step(Step::Size.name(), || Self::size(site))
            }));
        }
        if !steps.contains(&Step::E2e) {
            return;
        }
        let mut stage = None;
        table.push(timed("server and test pages", || {
            if let Some(site) = &built {
                stage = Some(self.stage(site, progress)?);
            }
            Ok(if built.is_some() {
                Done::built()
            } else {
                Done::not_run("no site")
            })
        }));
        table.push(timed(Step::E2e.name(), || {
            let Some(stage) = &stage else {
                return Ok(Done::not_run("something didn't build"));
            };
            progress.step(Step::E2e.name(), || self.end_to_end(stage))
        }));
    }
}

/// What a check has to say.
#[derive(Debug, Default)]
struct Done {
    counts: Counts,
    note: String,
}

impl Done {
    fn passed(note: String) -> Self {
        Self {
            counts: Counts::one(true),
            note,
        }
    }

    /// A part was built: no test by itself, though a failure to build it is one.
    fn built() -> Self {
        Self {
            counts: Counts::default(),
            note: "built".to_owned(),
        }
    }

    /// A check that could not be run has not passed.
    fn not_run(why: &str) -> Self {
        Self {
            counts: Counts::one(false),
            note: format!("not run: {why}"),
        }
    }
}

/// Runs a check; an error is a failed check, told at once.
fn timed(name: &'static str, check: impl FnOnce() -> Result<Done>) -> Line {
    let begun = Instant::now();
    let done = check().unwrap_or_else(|error| {
        eprintln!("\nerror: {error:#}\n");
        let note = error.root_cause().to_string();
        let note = note.lines().next().unwrap_or_default().to_owned();
        Done {
            counts: Counts::one(false),
            note,
        }
    });
    Line {
        name,
        took: begun.elapsed(),
        counts: done.counts,
        note: done.note,
    }
}

/// Prints the table, then the counts alone on the last line.
fn report(table: &[Line]) -> ExitCode {
    let mut sum = Counts::default();
    println!();
    for line in table {
        sum += line.counts;
        let mark = if line.counts.failed == 0 {
            "ok  "
        } else {
            "FAIL"
        };
        let seconds = line.took.as_secs_f64();
        let skipped = match line.counts.skipped {
            0 => String::new(),
            skipped => format!(", {skipped} skipped"),
        };
        println!(
            "{mark} {seconds:>7.1} s  {:<34} {}{skipped}  {}",
            line.name, line.counts, line.note
        );
    }
    println!("\n{}", sum.ending());
    if sum.failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
