//! The built site: what lies at fixed addresses is held in memory, so that a deploy under a running
//! server mixes nothing; builds are copied into the data folder and kept there, so that a tab which
//! still runs an older one gets all of its files.

use std::collections::HashMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use model::time::Millis;

/// Builds are served for so long after a newer one came: 30 days.
const BUILD_KEPT_MS: i64 = 30 * Millis::DAY;
/// Holds the moment at which a build was last the current one, in milliseconds.
const STAMP: &str = ".terakhir";

/// Why the site can't be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// A file can't be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// The folder holds no built site.
    #[error("{0} holds no built site (no b/<build>/ beside shell.html): build it, or name another")]
    NotBuilt(PathBuf),
}

/// A file with the copies that were compressed ahead.
#[derive(Debug, Default)]
pub(super) struct Asset {
    pub(super) bytes: Vec<u8>,
    pub(super) br: Option<Vec<u8>>,
    pub(super) gz: Option<Vec<u8>>,
}

/// A built site.
#[derive(Debug, Default)]
pub struct Site {
    root: HashMap<String, Asset>,
    build: String,
    builds: PathBuf,
}

impl Site {
    /// Reads the site in `folder`, copies its build to `builds`, and forgets builds that are too old.
    ///
    /// # Errors
    /// [`SiteError`].
    pub fn open(folder: &Path, builds: &Path, now: Millis) -> Result<Self, SiteError> {
        let build = only_build(folder)?;
        let mut root = HashMap::new();
        read_root(folder, "", &mut root)?;
        fs::create_dir_all(builds).map_err(at(builds))?;
        let kept = builds.join(&build);
        if !kept.exists() {
            // First under another name: a build is there whole or not at all.
            let fresh = builds.join(format!(".baru-{build}"));
            if fresh.exists() {
                fs::remove_dir_all(&fresh).map_err(at(&fresh))?;
            }
            copy(&folder.join("b").join(&build), &fresh)?;
            fs::rename(&fresh, &kept).map_err(at(&kept))?;
        }
        let stamp = kept.join(STAMP);
        fs::write(&stamp, now.0.to_string()).map_err(at(&stamp))?;
        forget_old(builds, &build, now)?;
        Ok(Self {
            root,
            build,
            builds: builds.to_owned(),
        })
    }

    /// The current build.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.build
    }

    /// A file at a fixed address, by its path without the leading `/`.
    pub(super) fn root(&self, path: &str) -> Option<&Asset> {
        self.root.get(path)
    }

    /// Where a file of a build lies, if the path is one that a build may have.
    pub(super) fn file(&self, path: &str) -> Option<PathBuf> {
        let is_plain = |part: &str| {
            let plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
            !part.is_empty() && !part.starts_with('.') && part.chars().all(plain)
        };
        let fits = !self.build.is_empty() && path.split('/').all(is_plain);
        fits.then(|| self.builds.join(path))
    }
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> SiteError + use<> {
    let path = path.to_owned();
    move |source| SiteError::Io { path, source }
}

/// The one build that a site holds.
fn only_build(folder: &Path) -> Result<String, SiteError> {
    let missing = || SiteError::NotBuilt(folder.to_owned());
    let entries = fs::read_dir(folder.join("b")).map_err(|_| missing())?;
    let mut names = entries
        .filter_map(Result::ok)
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| !name.starts_with('.'));
    match (names.next(), names.next()) {
        (Some(build), None) => Ok(build),
        _ => Err(missing()),
    }
}

/// Reads everything but the builds.
fn read_root(
    folder: &Path,
    prefix: &str,
    root: &mut HashMap<String, Asset>,
) -> Result<(), SiteError> {
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let path = entry.map_err(at(folder))?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let key = format!("{prefix}{name}");
        if path.is_dir() {
            if key != "b" {
                read_root(&path, &format!("{key}/"), root)?;
            }
            continue;
        }
        let bytes = fs::read(&path).map_err(at(&path))?;
        if let Some(plain) = key.strip_suffix(".br") {
            root.entry(plain.to_owned()).or_default().br = Some(bytes);
        } else if let Some(plain) = key.strip_suffix(".gz") {
            root.entry(plain.to_owned()).or_default().gz = Some(bytes);
        } else {
            root.entry(key).or_default().bytes = bytes;
        }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), SiteError> {
    fs::create_dir_all(to).map_err(at(to))?;
    for entry in fs::read_dir(from).map_err(at(from))? {
        let entry = entry.map_err(at(from))?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target).map_err(at(&target))?;
        }
    }
    Ok(())
}

/// Removes builds that were current for the last time too long ago; one without a stamp stays.
fn forget_old(builds: &Path, current: &str, now: Millis) -> Result<(), SiteError> {
    for entry in fs::read_dir(builds).map_err(at(builds))? {
        let entry = entry.map_err(at(builds))?;
        let stamp = fs::read_to_string(entry.path().join(STAMP)).ok();
        let last = stamp.and_then(|text| text.trim().parse::<i64>().ok());
        let is_old = last.is_some_and(|last| last < now.plus(-BUILD_KEPT_MS).0);
        if is_old && entry.file_name() != *current {
            fs::remove_dir_all(entry.path()).map_err(at(&entry.path()))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(path: PathBuf, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    #[test]
    fn a_second_build_leaves_the_first_for_thirty_days() {
        let folder = tempfile::tempdir().unwrap();
        let builds = folder.path().join("builds");
        let open = |build: &str, now: i64| {
            let site = folder.path().join(format!("site-{build}"));
            write(site.join("shell.html"), build);
            write(site.join("b").join(build).join("bukti.js"), build);
            Site::open(&site, &builds, Millis(now)).unwrap()
        };
        open("satu", 0);
        let site = open("dua", Millis::DAY);
        assert_eq!(site.build(), "dua");
        assert_eq!(site.root("shell.html").unwrap().bytes, b"dua");
        assert!(site.file("satu/bukti.js").unwrap().exists());
        open("dua", 31 * Millis::DAY);
        assert!(!site.file("satu/bukti.js").unwrap().exists());
        assert!(site.file("dua/bukti.js").unwrap().exists());
        assert_eq!(site.file("dua/../../x"), None);
        assert_eq!(site.file("dua/.terakhir"), None);
    }
}
