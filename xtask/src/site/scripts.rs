//! The scripts of a build, minified by esbuild: what wasm-bindgen writes, and what stands in
//! `app/assets/build/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::tree::Files;
use crate::process::Run;

/// The syntax that the result may use: a browser too old for Bukti must still read the start script, which
/// tells it so. (`import()` there is never reached by such a browser, and has no older form.)
const SYNTAX: [&str; 4] = [
    "--target=es2018",
    "--supported:dynamic-import=true",
    "--supported:import-meta=true",
    "--supported:bigint=true",
];

/// Minifies all scripts among the files; `work` is a folder for the while.
///
/// # Errors
/// When esbuild can't read a script; its own message stands above.
pub fn minify(esbuild: &Path, work: &Path, files: &mut Files) -> Result<()> {
    fs::create_dir_all(work).with_context(|| format!("{} can't be made", work.display()))?;
    for (name, bytes) in files.iter_mut().filter(|(name, _)| name.ends_with(".js")) {
        let file = work.join(name);
        fs::write(&file, &*bytes)
            .with_context(|| format!("{} can't be written", file.display()))?;
        let script = Run::new(esbuild)
            .args(["--minify", "--charset=utf8", "--log-level=error"])
            .args(SYNTAX)
            .arg(&file)
            .quiet()
            .with_context(|| format!("{name} can't be minified"))?;
        *bytes = script.into_bytes();
    }
    Ok(())
}
