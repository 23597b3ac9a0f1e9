//! What no lint of Rust or Clippy sees in the views.

use std::fs;
use std::io;
use std::path::Path;

/// Calls `look` with every source file below `folder`.
fn sources(folder: &Path, look: &mut dyn FnMut(&Path, &str)) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sources(&path, look)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            look(&path, &fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// Leptos doesn't escape the children of a textarea when it renders on a server: what somebody typed would be
/// markup. Its text is given by `prop:value`.
#[test]
fn no_textarea_has_children() {
    let mut seen = 0;
    let all = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    sources(all, &mut |path, text| {
        for view in text.split("<textarea").skip(1) {
            seen += 1;
            let tag = view.split_once("</textarea>").map(|(tag, _)| tag);
            let tag = tag.unwrap_or_else(|| panic!("{path:?}: a textarea without its end"));
            // The opening tag ends on a line of its own.
            let is_empty = tag
                .rsplit_once('\n')
                .is_some_and(|(_, end)| end.trim() == ">");
            assert!(is_empty, "{path:?}: a textarea with children");
            assert!(
                !tag.contains("inner_html"),
                "{path:?}: inner_html in a textarea"
            );
        }
        assert!(
            !text.contains("html::textarea"),
            "{path:?}: write it in a view"
        );
    })
    .unwrap();
    assert!(
        seen >= 2,
        "the check no longer finds the textareas that there are"
    );
}
