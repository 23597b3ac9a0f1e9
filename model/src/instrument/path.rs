//! Paths: how nodes and items of a worksheet are named.

use crate::table::KeySet;

/// The segments that siblings get from their printed codes, in order: the code without spaces around it
/// and without points at its end; `#1`, `#2` for those whose code is a dash or nothing. A path that is
/// taken already gets `~2`, `~3` behind it; `taken` holds every path so far and gains these.
pub(super) fn segments<'a>(
    parent: &str,
    codes: impl Iterator<Item = &'a str>,
    taken: &mut KeySet<String>,
) -> Vec<String> {
    let mut nameless = 0_usize;
    let mut segment = |code: &str| {
        let code = clean(code);
        if code.is_empty() {
            nameless += 1;
            format!("#{nameless}")
        } else {
            code.to_owned()
        }
    };
    let name = |code| {
        let first = below(parent, &segment(code));
        let mut path = first.clone();
        let mut count = 1_usize;
        while !taken.insert(path.clone()) {
            count += 1;
            path = format!("{first}~{count}");
        }
        path
    };
    codes.map(name).collect()
}

/// A path one level below another.
pub(super) fn below(parent: &str, segment: &str) -> String {
    if parent.is_empty() {
        segment.to_owned()
    } else {
        format!("{parent}.{segment}")
    }
}

/// A printed code as a path has it: empty for a dash or nothing.
pub(super) fn clean(code: &str) -> &str {
    let code = code.trim_matches(super::answer::is_space);
    let code = code
        .trim_end_matches('.')
        .trim_end_matches(super::answer::is_space);
    if matches!(code, "-" | "–" | "—" | "•") {
        ""
    } else {
        code
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_follow_codes_and_never_meet() {
        let mut taken = KeySet::new();
        let codes = ["a.", " b\u{a0}", "-", "", "a", "a", "1.1"];
        let paths = segments("A", codes.into_iter(), &mut taken);
        let expected = ["A.a", "A.b", "A.#1", "A.#2", "A.a~2", "A.a~3", "A.1.1"];
        assert_eq!(paths, expected);
        // A deeper node of another branch that comes to the same path gives way too.
        assert_eq!(segments("A.1", ["1"].into_iter(), &mut taken), ["A.1.1~2"]);
    }
}
