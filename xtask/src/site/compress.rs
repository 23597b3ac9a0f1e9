//! Compressed copies beside the files, made once instead of at every request.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::PoisonError;

use anyhow::{Context, Result};

use super::Profile;
use super::tree::read_folder;

/// Below this a copy saves less than its headers cost.
const WORTH_BYTES: usize = 1000;

/// Brotli's window: 4 MiB, the largest that browsers take, and room for a whole wasm.
const BROTLI_WINDOW_LOG2: u32 = 22;

/// Endings of files that are compressed by nature.
const DENSE: [&str; 5] = ["avif", "jpg", "png", "webp", "woff2"];

/// Writes a `.br` and a `.gz` beside every file for which they are worth it.
///
/// # Errors
/// When a file can't be read or written.
pub fn beside(folder: &Path, profile: Profile) -> Result<()> {
    let mut work: Vec<(PathBuf, Vec<u8>)> = read_folder(folder)?
        .into_iter()
        .filter(|(path, bytes)| bytes.len() > WORTH_BYTES && !is_dense(path))
        .map(|(path, bytes)| (folder.join(path), bytes))
        .collect();
    // The largest is taken first, so that no thread is left alone with it at the end.
    work.sort_by_key(|(_, bytes)| bytes.len());
    let work = Mutex::new(work);
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    loop {
                        let next = work.lock().unwrap_or_else(PoisonError::into_inner).pop();
                        let Some((path, bytes)) = next else {
                            return Ok(());
                        };
                        write_copies(&path, &bytes, profile)?;
                    }
                })
            })
            .collect();
        workers
            .into_iter()
            .try_for_each(|worker| match worker.join() {
                Ok(result) => result,
                Err(_) => anyhow::bail!("a compressing thread broke off"),
            })
    })
}

fn is_dense(path: &str) -> bool {
    path.rsplit_once('.')
        .is_some_and(|(_, ending)| DENSE.contains(&ending))
}

fn write_copies(path: &Path, bytes: &[u8], profile: Profile) -> Result<()> {
    let (quality, level) = match profile {
        Profile::Dev => (5, 6),
        Profile::Release => (11, 9),
    };
    for (ending, copy) in [("br", brotli(bytes, quality)?), ("gz", gzip(bytes, level)?)] {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        let name = PathBuf::from(name);
        fs::write(&name, copy).with_context(|| format!("{} can't be written", name.display()))?;
    }
    Ok(())
}

/// Brotli of some bytes.
///
/// # Errors
/// Never in practice: it is written to memory.
pub fn brotli(bytes: &[u8], quality: u32) -> Result<Vec<u8>> {
    let mut packed = Vec::new();
    let mut writer =
        brotli::CompressorWriter::new(&mut packed, 1 << 16, quality, BROTLI_WINDOW_LOG2);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(packed)
}

fn gzip(bytes: &[u8], level: u32) -> Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    writer.write_all(bytes)?;
    Ok(writer.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn copies_hold_the_same_bytes_and_small_or_dense_files_have_none() {
        let folder = Scratch::new();
        let text = "bukti ".repeat(1000);
        fs::create_dir(folder.path().join("b")).unwrap();
        for (name, content) in [
            ("b/a.js", text.as_str()),
            ("small.js", "1"),
            ("b.png", &text),
        ] {
            fs::write(folder.path().join(name), content).unwrap();
        }
        beside(folder.path(), Profile::Release).unwrap();
        let mut names: Vec<String> = read_folder(folder.path()).unwrap().into_keys().collect();
        names.sort();
        assert_eq!(
            names,
            ["b.png", "b/a.js", "b/a.js.br", "b/a.js.gz", "small.js"]
        );

        let mut unpacked = String::new();
        let packed = fs::read(folder.path().join("b/a.js.br")).unwrap();
        assert!(packed.len() < 100);
        brotli::Decompressor::new(packed.as_slice(), 4096)
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
        let packed = fs::read(folder.path().join("b/a.js.gz")).unwrap();
        unpacked.clear();
        flate2::read::GzDecoder::new(packed.as_slice())
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, text);
    }
}
