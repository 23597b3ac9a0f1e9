//! The checks themselves.

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, bail};

use super::counts::{self, Counts};
use super::{Checks, Done};
use crate::process::{Run, find_on_path};
use crate::progress::{Plan, Progress};
use crate::serve::build_server;
use crate::setup::{deny, office};
use crate::simulate::simulator;
use crate::site::wasm::{self, Crate};
use crate::site::{self, Profile, Request, Site};
use crate::size::Sizes;
use crate::workspace::Workspace;

/// The native crates; `app` is built as the server uses it. The crate `frontend` is not among them:
/// it switches on `app`'s other half, and the two would be mixed.
const NATIVE: [&str; 10] = [
    "--package",
    "model",
    "--package",
    "app",
    "--package",
    "server",
    "--package",
    "simulator",
    "--features",
    "app/ssr",
];

/// This program, checked by the compiler that built it: its dependencies are there already.
const XTASK: [&str; 2] = ["--package", "xtask"];

/// What runs in browsers: the field pages.
const FIELD: [&str; 8] = [
    "--package",
    "model",
    "--package",
    "app",
    "--package",
    "frontend",
    "--features",
    "app/csr,frontend/csr",
];

/// What runs in browsers: the admin pages.
const ADMIN: [&str; 6] = [
    "--package",
    "app",
    "--package",
    "frontend",
    "--features",
    "app/hydrate,frontend/hydrate",
];

/// Seeds of the simulator: two cores have four minutes for them and take three (some 17 ms a seed), after half a
/// minute in which they hunt the planted bugs.
const SEEDS: u64 = 10_000;

/// Seeds under `--long`: enough to hold each kind of fault and each invariant to how often it came up.
const LONG_SEEDS: u64 = 20_000;

/// A planted bug must be found within so many seeds; most are in the first one.
const HUNT_SEEDS: &str = "2000";

/// Cases of each property under `--long`; the usual number is proptest's own, 256.
const LONG_CASES: &str = "4096";

/// The test that needs LibreOffice.
const OFFICE_TEST: &str = "a_spreadsheet_program_comes_to_the_same_scores";

const STORE_PAGE: &str = "page with the browser store's tests";
const NEXT_SITE: &str = "the same site as the next build";

/// What the end-to-end tests drive.
pub(super) struct Stage {
    site: PathBuf,
    next_site: PathBuf,
    store_tests: PathBuf,
    server: PathBuf,
}

/// Adds what only the browser tests need to a plan.
pub fn plan_browser(workspace: &Workspace, plan: &mut Plan) {
    let begun = workspace
        .target
        .join(wasm::TARGET)
        .join(Profile::Dev.cargo())
        .exists();
    plan.add(STORE_PAGE, if begun { 20 } else { 120 });
    plan.add(NEXT_SITE, 5);
}

impl Checks<'_> {
    pub(super) fn formatting(&self) -> Result<Done> {
        let run = self
            .tools
            .plain_cargo(self.workspace, "fmt")
            .args(["--all", "--check"]);
        check(run, "`cargo fmt --all` mends it")
    }

    pub(super) fn lints(&self) -> Result<Done> {
        let ours = self.tools.cargo(self.workspace, "clippy").args(NATIVE);
        let own = self.tools.own_cargo(self.workspace, "clippy").args(XTASK);
        for run in [ours, own] {
            let run = run.args(["--all-targets", "--", "-D", "warnings"]);
            check(run, "see the lints above")?;
        }
        Ok(Done::passed(String::new()))
    }

    pub(super) fn lints_for_wasm(&self) -> Result<Done> {
        let clippy = || self.tools.cargo(self.workspace, "clippy");
        for half in [clippy().args(FIELD), clippy().args(ADMIN)] {
            let run = half.args(["--target", wasm::TARGET, "--", "-D", "warnings"]);
            check(run, "see the lints above")?;
        }
        Ok(Done::passed(String::new()))
    }

    /// Advisories are left out: their database is elsewhere, and may change without the code.
    pub(super) fn dependencies(&self) -> Result<Done> {
        let program = match self.tools.cargo_deny(self.workspace) {
            Ok(program) => program,
            Err(error) => {
                let note =
                    "SKIPPED: cargo-deny can't be installed (`cargo install --locked cargo-deny`)";
                println!("      {note}: {error:#}");
                let counts = Counts {
                    skipped: 1,
                    ..Counts::default()
                };
                return Ok(Done {
                    counts,
                    note: note.to_owned(),
                });
            }
        };
        let run = self.tools.plain_cargo(self.workspace, "deny").arg("check");
        let run = run.env("PATH", deny::search_path(&program));
        check(run.args(["licenses", "bans", "sources"]), "see deny.toml")
    }

    pub(super) fn unit_tests(&self) -> Result<Done> {
        let nextest = find_on_path("cargo-nextest").is_some();
        let run = if nextest {
            self.tools
                .plain_cargo(self.workspace, "nextest")
                .args(["run", "--locked"])
        } else {
            self.tools.cargo(self.workspace, "test")
        };
        let output = self.long(run.args(NATIVE).arg("--no-fail-fast")).teed()?;
        let counted = if nextest {
            counts::of_nextest(&output.text)
        } else {
            counts::of_cargo_test(&output.text)
        };
        let mut sum = counted.with_end(output.status.success());
        let mut also = vec![self.tools.own_cargo(self.workspace, "test").args(XTASK)];
        if nextest {
            // nextest runs no examples of the documentation.
            let doc =
                self.tools
                    .cargo(self.workspace, "test")
                    .args(["--doc", "--package", "model"]);
            also.push(doc);
        }
        for run in also {
            let output = run.teed()?;
            sum += counts::of_cargo_test(&output.text).with_end(output.status.success());
        }
        let note = if nextest {
            "nextest, then examples"
        } else {
            "cargo test"
        };
        Ok(Done {
            counts: sum,
            note: note.to_owned(),
        })
    }

    /// The formulas of workbooks, computed by a spreadsheet program.
    pub(super) fn worksheets(&self) -> Result<Done> {
        let soffice = match office::make() {
            Ok(soffice) => soffice,
            Err(error) => {
                let note = "SKIPPED: no LibreOffice (`apt-get install libreoffice-calc`)";
                println!("      {note}: {error:#}");
                let counts = Counts {
                    skipped: 1,
                    ..Counts::default()
                };
                return Ok(Done {
                    counts,
                    note: note.to_owned(),
                });
            }
        };
        // Built as the unit tests are, so that nothing is built twice.
        let run = self.tools.cargo(self.workspace, "test").args(NATIVE);
        let run = run.args(["--lib", "--", "--ignored", OFFICE_TEST]);
        let output = run.env("BUKTI_SOFFICE", soffice).teed()?;
        let counts = counts::of_cargo_test(&output.text).with_end(output.status.success());
        if counts.passed == 0 && counts.failed == 0 {
            bail!("the test {OFFICE_TEST} isn't there");
        }
        Ok(Done {
            counts,
            note: "LibreOffice".to_owned(),
        })
    }

    /// The same seeds each time; `cargo xtask simulate --from` runs others.
    pub(super) fn simulated(&self) -> Result<Done> {
        // That it finds what it is there to find: nothing planted may get past it. It is built for this.
        let run = simulator(self.workspace, self.tools);
        let run = run.args(["--mutants", "--seeds", HUNT_SEEDS]);
        check(run, "the planted bug stands above")?;
        let all = if self.options.long { LONG_SEEDS } else { SEEDS };
        let run = simulator(self.workspace, self.tools);
        let run = run.args(["--seeds", &all.to_string()]);
        let begun = Instant::now();
        let done = check(run, "the seed and its trace stand above")?;
        let took_s = begun.elapsed().as_secs();
        Ok(Done {
            note: format!("{all} seeds in {took_s} s"),
            ..done
        })
    }

    pub(super) fn site(&self, progress: &mut Progress) -> Result<Site> {
        site::build(
            self.workspace,
            self.tools,
            &Request::of(self.profile),
            progress,
        )
    }

    pub(super) fn size(site: &Site) -> Result<Done> {
        let sizes = Sizes::of(site)?;
        let excess = sizes.excess();
        if !excess.is_empty() {
            bail!(
                "over budget: {}; `cargo xtask size` lists the files",
                excess.join("; ")
            );
        }
        Ok(Done::passed(sizes.summary()))
    }

    /// Builds what stands around the site in the end-to-end tests.
    pub(super) fn stage(&self, site: &Site, progress: &mut Progress) -> Result<Stage> {
        let store_tests = self.workspace.target.join("site-store-tests");
        progress.step(STORE_PAGE, || {
            let files = wasm::build(self.workspace, self.tools, &Crate::store_tests())?;
            for (path, bytes) in files {
                let file = store_tests.join(path);
                if let Some(folder) = file.parent() {
                    fs::create_dir_all(folder)?;
                }
                fs::write(file, bytes)?;
            }
            let page = "<!doctype html>\n<meta charset=\"utf-8\">\n<title>store tests</title>\n";
            fs::write(store_tests.join("index.html"), page).context("the page can't be written")
        })?;
        // The same sources under another id are a second deployment, as the tests need one.
        let next = Request {
            profile: self.profile,
            build_id: Some(site.next_build()),
            out: Some(
                self.workspace
                    .target
                    .join(format!("{}-next", self.profile.folder())),
            ),
        };
        let next_site = progress
            .step(NEXT_SITE, || site::again(self.workspace, self.tools, &next))?
            .folder;
        build_server(self.workspace, self.tools, false, progress)?;
        let server = self.workspace.server_binary(false);
        Ok(Stage {
            site: site.folder.clone(),
            next_site,
            store_tests,
            server,
        })
    }

    pub(super) fn end_to_end(&self, stage: &Stage) -> Result<Done> {
        let folder = self.workspace.end2end();
        let report = self.workspace.target.join("end2end-report.json");
        if report.exists() {
            fs::remove_file(&report)?;
        }
        let chromium = self.tools.chromium()?;
        let run = Run::new(folder.join("node_modules/.bin/playwright"))
            .folder(&folder)
            .args(["test", "--reporter=list,json"])
            .args(&self.options.more)
            .env("PLAYWRIGHT_JSON_OUTPUT_FILE", &report)
            .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
            .env("CHROMIUM", chromium)
            .env("BUKTI_BIN", &stage.server)
            .env("BUKTI_SITE", &stage.site)
            .env("BUKTI_SITE_NEXT", &stage.next_site)
            .env("BUKTI_STORE_TESTS", &stage.store_tests);
        let output = self.long(run).teed()?;
        let json = fs::read_to_string(&report)
            .context("Playwright wrote no report; its own message stands above")?;
        let counts = counts::of_playwright(&json)?.with_end(output.status.success());
        Ok(Done {
            counts,
            note: "Playwright in Chromium".to_owned(),
        })
    }

    /// Tells a runner to take its time, under `--long`.
    fn long(&self, run: Run) -> Run {
        if self.options.long {
            run.env("BUKTI_LONG", "1").env("PROPTEST_CASES", LONG_CASES)
        } else {
            run
        }
    }
}

/// A check that is one test: it holds when the program says so.
fn check(run: Run, cure: &str) -> Result<Done> {
    run.through().with_context(|| cure.to_owned())?;
    Ok(Done::passed(String::new()))
}
