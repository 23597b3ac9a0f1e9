//! `cargo xtask size`: what a phone downloads, in bytes over the wire.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use crate::bench::{measuring, report};
use crate::progress::Plan;
use crate::serve::{build_server, plan_server};
use crate::setup::{self, Tools, Wants};
use crate::site::{self, Manifest, Profile, Request, Site};
use crate::workspace::Workspace;

/// Everything that is fetched until the first page of a signed-in person can be used: at
/// 1.6 Mbit/s, two seconds.
const START_BYTES_MAX: u64 = 400_000;

/// Everything of one build, which the service worker keeps on the device.
const BUILD_BYTES_MAX: u64 = 1_800_000;

/// Options of `cargo xtask size`.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// End with code 1 when a budget is exceeded.
    #[arg(long)]
    check: bool,
}

/// What the files of a site weigh, compressed with Brotli.
#[derive(Debug, Serialize)]
pub struct Sizes {
    start: Part,
    build: Part,
    /// The first pull of a person of the demo, which follows the start's files.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_pull: Option<FirstPull>,
    budget: Budget,
}

/// What the first pull brings, compressed as the server sends it.
#[derive(Debug, Serialize, Deserialize)]
struct FirstPull {
    records: u64,
    worksheets: u64,
}

#[derive(Debug, Default, Serialize)]
struct Part {
    files: BTreeMap<String, u64>,
    total: u64,
}

#[derive(Debug, Serialize)]
struct Budget {
    start: u64,
    build: u64,
}

impl Part {
    fn add(&mut self, name: &str, bytes: u64) {
        self.files.insert(name.to_owned(), bytes);
        self.total += bytes;
    }
}

impl Sizes {
    /// Weighs a site that was built.
    ///
    /// # Errors
    /// When its list or one of its files can't be read.
    pub fn of(site: &Site) -> Result<Self> {
        let list = site.folder.join("b").join(&site.build).join("files.json");
        let bytes = fs::read(&list).with_context(|| format!("{} can't be read", list.display()))?;
        let manifest: Manifest = serde_json::from_slice(&bytes)?;
        let mut sizes = Self {
            start: Part::default(),
            build: Part::default(),
            first_pull: None,
            budget: Budget {
                start: START_BYTES_MAX,
                build: BUILD_BYTES_MAX,
            },
        };
        let prefix = format!("/b/{}/", site.build);
        for entry in manifest.entries() {
            let bytes = wire_bytes(&site.folder.join(entry.path.trim_start_matches('/')))?;
            let name = entry.path.strip_prefix(&prefix).unwrap_or(&entry.path);
            sizes.build.add(name, bytes);
            if entry.phase == site::Phase::Start {
                sizes.start.add(name, bytes);
            }
        }
        Ok(sizes)
    }

    /// What exceeds its budget, in words.
    pub fn excess(&self) -> Vec<String> {
        let parts = [
            ("start", self.start.total, self.budget.start),
            ("build", self.build.total, self.budget.build),
        ];
        parts
            .into_iter()
            .filter(|(_, total, budget)| total > budget)
            .map(|(name, total, budget)| format!("{name}: {total} bytes, of at most {budget}"))
            .collect()
    }

    /// The totals in one line.
    pub fn summary(&self) -> String {
        format!(
            "start {} bytes, build {} bytes (brotli)",
            self.start.total, self.build.total
        )
    }
}

/// The bytes that a browser receives: the compressed copy's, where there is one.
fn wire_bytes(file: &Path) -> Result<u64> {
    let mut packed = file.as_os_str().to_owned();
    packed.push(".br");
    let sent = Some(PathBuf::from(packed)).filter(|packed| packed.exists());
    let sent = sent.as_deref().unwrap_or(file);
    Ok(fs::metadata(sent)
        .with_context(|| format!("{} can't be read", sent.display()))?
        .len())
}

/// Builds the release site if need be, and prints what it weighs: on standard output stands JSON and
/// nothing else, because progress is told on standard error.
///
/// # Errors
/// When the site doesn't build.
pub fn run(workspace: &Workspace, options: &Options) -> Result<ExitCode> {
    let wants = Wants {
        browser_tests: true,
        wasm_opt: true,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, Profile::Release, &mut plan);
    plan_server(workspace, false, &mut plan);
    plan.add(PULL, 15);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let site = site::build(
        workspace,
        &tools,
        &Request::of(Profile::Release),
        &mut progress,
    )?;
    build_server(workspace, &tools, false, &mut progress)?;
    let mut sizes = Sizes::of(&site)?;
    sizes.first_pull = Some(progress.step(PULL, || first_pull(workspace, &tools, &site))?);
    println!("{}", serde_json::to_string_pretty(&sizes)?);
    let excess = sizes.excess();
    for line in &excess {
        eprintln!("over budget: {line}");
    }
    Ok(if options.check && !excess.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

const PULL: &str = "first pull in Chromium";

fn first_pull(workspace: &Workspace, tools: &Tools, site: &Site) -> Result<FirstPull> {
    measuring(workspace, tools, site, "pull")?.quiet()?;
    let report = report(workspace, "pull");
    let text = fs::read(&report).with_context(|| format!("{} can't be read", report.display()))?;
    Ok(serde_json::from_slice(&text)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn site(folder: &Path, wasm_bytes: usize) -> Site {
        let build = folder.join("b/0123");
        fs::create_dir_all(&build).unwrap();
        fs::write(folder.join("shell.html"), "0123456789").unwrap();
        fs::write(build.join("bukti_bg.wasm"), "").unwrap();
        fs::write(build.join("bukti_bg.wasm.br"), vec![0; wasm_bytes]).unwrap();
        fs::write(build.join("photo-worker.js"), "12345").unwrap();
        let list = serde_json::json!({
            "build": "0123",
            "files": [
                {"path": "/b/0123/bukti_bg.wasm", "sha256": "", "size": 0, "phase": "start"},
                {"path": "/b/0123/photo-worker.js", "sha256": "", "size": 5, "phase": "later"},
            ],
            "shell": {"path": "/shell.html", "sha256": "", "size": 10, "phase": "start"},
        });
        fs::write(build.join("files.json"), list.to_string()).unwrap();
        Site {
            folder: folder.to_path_buf(),
            build: "0123".to_owned(),
        }
    }

    #[test]
    fn what_is_sent_counts_and_later_files_only_for_the_build() {
        let folder = Scratch::new();
        let sizes = Sizes::of(&site(folder.path(), 300)).unwrap();
        assert_eq!((sizes.start.total, sizes.build.total), (310, 315));
        assert_eq!(sizes.build.files.get("photo-worker.js"), Some(&5));
        assert!(sizes.excess().is_empty());
    }

    #[test]
    fn a_byte_over_the_budget_is_told() {
        let folder = Scratch::new();
        let sizes = Sizes::of(&site(folder.path(), 399_990)).unwrap();
        assert!(sizes.excess().is_empty());
        let sizes = Sizes::of(&site(folder.path(), 399_991)).unwrap();
        assert_eq!(sizes.excess(), ["start: 400001 bytes, of at most 400000"]);
    }
}
