//! The style sheet: the files of `style/` as one, minified. No browser targets are given, so that
//! nesting, `light-dark()`, layers and `:has()` stay as written; the app's floor knows them.

use std::path::Path;

use anyhow::{Context, Result, anyhow};
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, PrinterOptions, StyleSheet};

use super::tree::read_folder;

/// These come first, in this order; the rest follows by name.
const FIRST: [&str; 2] = ["tokens.css", "bukti.css"];

/// Joins and minifies the sheets of a folder.
///
/// # Errors
/// When a sheet can't be read or isn't CSS; the error names file and place.
pub fn bundle(folder: &Path) -> Result<String> {
    let files = read_folder(folder)?;
    let mut names: Vec<&String> = files.keys().filter(|name| name.ends_with(".css")).collect();
    names.sort_by_key(|name| {
        let rank = FIRST
            .iter()
            .position(|first| first == name)
            .unwrap_or(FIRST.len());
        (rank, (*name).clone())
    });
    let mut bundle = String::new();
    for name in names {
        let text = files.get(name).map(Vec::as_slice).unwrap_or_default();
        let text = std::str::from_utf8(text).with_context(|| format!("style/{name}: not UTF-8"))?;
        bundle.push_str(&minify(text).with_context(|| format!("style/{name}: not valid CSS"))?);
        bundle.push('\n');
    }
    Ok(bundle)
}

fn minify(text: &str) -> Result<String> {
    let mut sheet =
        StyleSheet::parse(text, ParserOptions::default()).map_err(|error| anyhow!("{}", error))?;
    sheet
        .minify(MinifyOptions::default())
        .map_err(|error| anyhow!("{}", error))?;
    let options = PrinterOptions {
        minify: true,
        ..PrinterOptions::default()
    };
    Ok(sheet
        .to_css(options)
        .map_err(|error| anyhow!("{}", error))?
        .code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    #[test]
    fn modern_css_stays_as_written() {
        let sheet = "@layer base { .card { color: light-dark(#111, #eee); &:has(> .row) { gap: 1px } } }
            @media (width >= 900px) { .card { inset: 0; color: color-mix(in oklab, var(--a) 20%, blue) } }";
        let minified = minify(sheet).unwrap();
        for kept in [
            "@layer base",
            "light-dark(",
            "&:has(",
            "inset:0",
            "color-mix(in oklab",
            "width>=",
        ] {
            assert!(minified.contains(kept), "{kept} is lost in {minified}");
        }
    }

    #[test]
    fn tokens_come_first_and_the_rest_by_name() {
        let folder = Scratch::new();
        for name in ["layar.css", "bukti.css", "aksen.css", "tokens.css"] {
            let class = name.trim_end_matches(".css");
            std::fs::write(folder.path().join(name), format!(".{class} {{ inset: 0 }}")).unwrap();
        }
        std::fs::write(folder.path().join("README.md"), "# not CSS").unwrap();
        let sheet = bundle(folder.path()).unwrap();
        assert_eq!(
            sheet,
            ".tokens{inset:0}\n.bukti{inset:0}\n.aksen{inset:0}\n.layar{inset:0}\n"
        );
    }

    #[test]
    fn a_mistake_names_its_file() {
        let folder = Scratch::new();
        std::fs::write(folder.path().join("layar.css"), ".a { color: red; } }").unwrap();
        let error = bundle(folder.path()).unwrap_err();
        assert!(error.to_string().contains("style/layar.css"), "{error}");
    }
}
