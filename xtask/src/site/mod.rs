//! The site pipeline: wasm, style sheet and static files become one folder that the server serves.
//! All files of one build lie together under `b/<build>/`; only what must have a fixed address
//! (the service worker, the manifest, the shell) lies outside.

mod assets;
mod compress;
mod digest;
mod inputs;
mod manifest;
mod scripts;
mod style;
mod tree;
pub mod wasm;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::progress::{Plan, Progress};
use crate::setup::Tools;
use crate::workspace::Workspace;
pub use manifest::{Manifest, Phase};

/// The name that every file of the pipeline bears.
pub const NAME: &str = "bukti";

/// How a site is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build, for work at the desk.
    Dev,
    /// Small, for phones.
    Release,
}

impl Profile {
    /// Cargo's profile for the wasm.
    pub fn cargo(self) -> &'static str {
        match self {
            Self::Dev => "wasm-dev",
            Self::Release => "wasm-release",
        }
    }

    /// The site's folder in the target folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Dev => "site-dev",
            Self::Release => "site",
        }
    }
}

/// What is to be built.
#[derive(Debug, Clone)]
pub struct Request {
    /// Small or quick.
    pub profile: Profile,
    /// The build's id; computed from the files when absent.
    pub build_id: Option<String>,
    /// The site's folder; the profile's own when absent.
    pub out: Option<PathBuf>,
}

impl Request {
    /// The profile's own site.
    pub fn of(profile: Profile) -> Self {
        Self {
            profile,
            build_id: None,
            out: None,
        }
    }
}

/// A finished site.
#[derive(Debug, Clone)]
pub struct Site {
    /// Its folder.
    pub folder: PathBuf,
    /// Its build id.
    pub build: String,
}

impl Site {
    /// The id of a build that follows this one, for tests of a deployment.
    pub fn next_build(&self) -> String {
        let mut id = digest::sha256_hex(self.build.as_bytes());
        id.truncate(tree::BUILD_ID_DIGITS);
        id
    }
}

/// Adds the pipeline's steps to a plan.
pub fn plan(workspace: &Workspace, profile: Profile, plan: &mut Plan) {
    let begun = workspace
        .target
        .join(wasm::TARGET)
        .join(profile.cargo())
        .exists();
    let seconds = match (profile, begun) {
        (Profile::Release, false) => 420,
        (Profile::Release, true) => 150,
        (Profile::Dev, false) => 150,
        (Profile::Dev, true) => 15,
    };
    plan.add(wasm_step(profile), seconds);
    plan.add(ASSEMBLE, if profile == Profile::Release { 15 } else { 2 });
}

const ASSEMBLE: &str = "site: style sheet, static files, compression";

fn wasm_step(profile: Profile) -> &'static str {
    match profile {
        Profile::Dev => "wasm (quick)",
        Profile::Release => "wasm (small)",
    }
}

/// Builds the site, or finds that nothing changed since the last time.
///
/// # Errors
/// When a part doesn't build; the old site is left as it was.
pub fn build(
    workspace: &Workspace,
    tools: &Tools,
    request: &Request,
    progress: &mut Progress,
) -> Result<Site> {
    let profile = request.profile;
    let folder = request
        .out
        .clone()
        .unwrap_or_else(|| workspace.target.join(profile.folder()));
    let stamp_file = folder.with_extension("stamp");
    let stamp = stamp(workspace, tools, request)?;
    if let Some(site) = unchanged(&stamp_file, &stamp, &folder) {
        return Ok(site);
    }
    let wasm_files = progress.step(wasm_step(profile), || {
        let mut files = wasm::build(workspace, tools, &wasm::Crate::field(profile))?;
        files.extend(wasm::build(workspace, tools, &wasm::Crate::admin(profile))?);
        Ok(files)
    })?;
    progress.step(ASSEMBLE, || {
        let build = assemble(workspace, tools, request, wasm_files, &folder)?;
        fs::write(&stamp_file, stamp).context("the site's stamp can't be written")?;
        Ok(Site { folder, build })
    })
}

/// Builds a site whose wasm was just built, as one step of somebody else's plan.
///
/// # Errors
/// As [`build`].
pub fn again(workspace: &Workspace, tools: &Tools, request: &Request) -> Result<Site> {
    build(workspace, tools, request, &mut Progress::silent())
}

/// A text that changes whenever the site would.
fn stamp(workspace: &Workspace, tools: &Tools, request: &Request) -> Result<String> {
    let mut stamp = digest::Digest::new();
    stamp.add("sources", inputs::site(workspace)?.as_bytes());
    stamp.add("compiler", tools.compiler().as_bytes());
    stamp.add("profile", request.profile.cargo().as_bytes());
    stamp.add(
        "build id",
        request.build_id.as_deref().unwrap_or_default().as_bytes(),
    );
    Ok(stamp.hex())
}

/// The site that stands in the folder, if it is the one that the stamp names.
fn unchanged(stamp_file: &Path, stamp: &str, folder: &Path) -> Option<Site> {
    if fs::read_to_string(stamp_file).ok()? != stamp {
        return None;
    }
    let builds = fs::read_dir(folder.join("b")).ok()?;
    let names: Vec<String> = builds
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    match names.as_slice() {
        [build] => Some(Site {
            folder: folder.to_path_buf(),
            build: build.clone(),
        }),
        _ => None,
    }
}

/// Puts all files together in a new folder, which then takes the old one's place.
fn assemble(
    workspace: &Workspace,
    tools: &Tools,
    request: &Request,
    wasm_files: tree::Files,
    folder: &Path,
) -> Result<String> {
    let mut tree = assets::read(&workspace.root.join("app/assets"))?;
    tree.build.extend(wasm_files);
    if let Some(esbuild) =
        (tools.esbuild.as_deref()).filter(|_| request.profile == Profile::Release)
    {
        let work = workspace.target.join("site-work/scripts");
        scripts::minify(esbuild, &work, &mut tree.build)?;
    }
    let sheet = style::bundle(&workspace.root.join("style"))?;
    tree.build.insert(format!("{NAME}.css"), sheet.into_bytes());

    let build = request.build_id.clone().unwrap_or_else(|| tree.build_id());
    tree.name_build(&build);
    let manifest = Manifest::of(&build, &tree)?;
    tree.build
        .insert("files.json".to_owned(), manifest.to_json()?);

    let fresh = folder.with_extension("new");
    let old = folder.with_extension("old");
    remove(&fresh)?;
    remove(&old)?;
    tree.write(&fresh, &build)?;
    compress::beside(&fresh, request.profile)?;
    if folder.exists() {
        fs::rename(folder, &old).context("the old site can't be moved away")?;
    }
    fs::rename(&fresh, folder).context("the new site can't be moved into place")?;
    remove(&old)?;
    Ok(build)
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("{} can't be removed", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
