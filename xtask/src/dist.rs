//! `cargo xtask dist`: the release as one folder to carry to a server.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::process::Run;
use crate::progress::Plan;
use crate::serve::{build_server, plan_server};
use crate::setup::{self, Wants};
use crate::site::{self, Profile, Request};
use crate::workspace::Workspace;

/// What goes along as it is.
const PAPERS: [&str; 3] = ["README.md", "LICENSE-APACHE", "LICENSE-MIT"];

const GATHER: &str = "release folder";

/// Builds site and server, puts them side by side, and prints where.
///
/// # Errors
/// When something doesn't build, or the program that was gathered doesn't start. An earlier folder stays.
pub fn run(workspace: &Workspace) -> Result<ExitCode> {
    let wants = Wants {
        browser_tests: false,
        wasm_opt: true,
    };
    let mut plan = Plan::new();
    setup::plan(workspace, wants, &mut plan);
    site::plan(workspace, Profile::Release, &mut plan);
    plan_server(workspace, true, &mut plan);
    plan.add(GATHER, 2);
    let mut progress = plan.start();
    let tools = setup::run(workspace, wants, &mut progress)?;
    let request = Request::of(Profile::Release);
    let site = site::build(workspace, &tools, &request, &mut progress)?;
    build_server(workspace, &tools, true, &mut progress)?;
    let folder = progress.step(GATHER, || {
        let made = workspace.target.join("dist/bukti");
        let papers = PAPERS.map(|paper| workspace.root.join(paper));
        gather(&made, &workspace.server_binary(true), &site.folder, &papers)?;
        let said = Run::new(made.join("bukti")).arg("--version").quiet()?;
        eprintln!("      {}", said.trim());
        Ok(made)
    })?;
    println!("{}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Copies the program, its site and some papers into a folder, which takes an earlier one's place once it
/// is whole.
fn gather(folder: &Path, program: &Path, site: &Path, papers: &[PathBuf]) -> Result<()> {
    let fresh = folder.with_extension("new");
    for left in [&fresh, &folder.with_extension("old")] {
        if left.exists() {
            fs::remove_dir_all(left)
                .with_context(|| format!("{} can't be removed", left.display()))?;
        }
    }
    copy(site, &fresh.join("site"))?;
    copy(program, &fresh.join("bukti"))?;
    for paper in papers {
        let name = paper.file_name().context("a paper has a name")?;
        copy(paper, &fresh.join(name))?;
    }
    if folder.exists() {
        fs::rename(folder, folder.with_extension("old")).context("the old one can't be moved")?;
    }
    fs::rename(&fresh, folder).context("the new one can't be moved into place")?;
    let old = folder.with_extension("old");
    if old.exists() {
        fs::remove_dir_all(&old).with_context(|| format!("{} can't be removed", old.display()))?;
    }
    Ok(())
}

/// Copies a file, or a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<()> {
    let failed = || format!("{} can't be copied to {}", from.display(), to.display());
    if from.is_dir() {
        fs::create_dir_all(to).with_context(failed)?;
        for entry in fs::read_dir(from).with_context(failed)? {
            let entry = entry.with_context(failed)?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
    } else {
        fs::copy(from, to).with_context(failed)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn the_folder_holds_all_of_this_release_and_nothing_of_the_last() {
        let scratch = Scratch::new();
        let at = |name: &str| scratch.path().join(name);
        fs::create_dir_all(at("site/b/1")).unwrap();
        fs::write(at("site/b/1/a.js"), "a").unwrap();
        fs::write(at("program"), "first").unwrap();
        fs::write(at("README.md"), "read").unwrap();
        let made = at("dist/bukti");
        gather(&made, &at("program"), &at("site"), &[at("README.md")]).unwrap();
        assert_eq!(fs::read_to_string(made.join("site/b/1/a.js")).unwrap(), "a");
        assert_eq!(fs::read_to_string(made.join("README.md")).unwrap(), "read");

        fs::remove_dir_all(at("site/b/1")).unwrap();
        fs::write(at("program"), "second").unwrap();
        gather(&made, &at("program"), &at("site"), &[]).unwrap();
        assert_eq!(fs::read_to_string(made.join("bukti")).unwrap(), "second");
        assert!(!made.join("site/b/1").exists() && !made.join("README.md").exists());
        assert_eq!(fs::read_dir(at("dist")).unwrap().count(), 1);

        // What can't be gathered leaves the folder as it was.
        assert!(gather(&made, &at("nowhere"), &at("site"), &[]).is_err());
        assert_eq!(fs::read_to_string(made.join("bukti")).unwrap(), "second");
    }
}
