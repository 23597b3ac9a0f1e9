//! The static files: `app/assets/root/` goes to the site's root, `app/assets/build/` into the
//! build's folder. In their text `<!--#include NAME-->` stands for the content of the file `NAME`
//! in `app/assets/`.

use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};

use super::tree::{Files, Tree, is_text, read_folder};

const OPENING: &str = "<!--#include ";
const CLOSING: &str = "-->";

/// Reads the static files and fills in what they include.
///
/// # Errors
/// When a file can't be read, or includes what isn't there.
pub fn read(folder: &Path) -> Result<Tree> {
    let mut tree = Tree {
        root: read_folder(&folder.join("root"))?,
        build: read_folder(&folder.join("build"))?,
    };
    include_in(&mut tree.root, folder)?;
    include_in(&mut tree.build, folder)?;
    Ok(tree)
}

fn include_in(files: &mut Files, folder: &Path) -> Result<()> {
    for (path, bytes) in files.iter_mut().filter(|(path, _)| is_text(path)) {
        let Ok(text) = std::str::from_utf8(bytes) else {
            continue;
        };
        if text.contains(OPENING) {
            let included = include(text, folder)
                .with_context(|| format!("app/assets: {path} can't be built"))?;
            *bytes = included.into_bytes();
        }
    }
    Ok(())
}

/// Replaces each include by its file's content; what is included is not searched again.
fn include(text: &str, folder: &Path) -> Result<String> {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(OPENING) {
        let (name, behind) = after
            .split_once(CLOSING)
            .with_context(|| format!("`{OPENING}` isn't closed"))?;
        let name = name.trim();
        if !Path::new(name)
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            bail!("`{name}` must be a file below app/assets");
        }
        let content = fs::read_to_string(folder.join(name))
            .with_context(|| format!("includes `{name}`, which can't be read"))?;
        done.push_str(before);
        done.push_str(content.trim_end());
        rest = behind;
    }
    done.push_str(rest);
    Ok(done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn folder() -> Scratch {
        let folder = Scratch::new();
        fs::write(folder.path().join("sprite.svg"), "<svg/>\n").unwrap();
        folder
    }

    #[test]
    fn includes_are_filled_in() {
        let folder = folder();
        let page = "<body>\n<!--#include sprite.svg-->\n<!--#include sprite.svg--></body>";
        let built = include(page, folder.path()).unwrap();
        assert_eq!(built, "<body>\n<svg/>\n<svg/></body>");
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = folder();
        let error = include("<!--#include tiada.svg-->", folder.path()).unwrap_err();
        assert!(error.to_string().contains("tiada.svg"), "{error}");
    }

    #[test]
    fn nothing_outside_the_folder_is_included() {
        let folder = folder();
        for name in ["../sprite.svg", "/etc/hostname"] {
            let page = format!("<!--#include {name}-->");
            let error = include(&page, folder.path()).unwrap_err();
            assert!(
                error.to_string().contains("must be a file below"),
                "{error}"
            );
        }
    }

    #[test]
    fn pictures_are_left_alone() {
        let folder = folder();
        let mut files = Files::new();
        files.insert("a.png".to_owned(), OPENING.as_bytes().to_vec());
        include_in(&mut files, folder.path()).unwrap();
        assert_eq!(
            files.get("a.png").map(Vec::as_slice),
            Some(OPENING.as_bytes())
        );
    }
}
