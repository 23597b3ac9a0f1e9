//! Fields: how their writes merge, and what they may hold.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::id::{FileDigest, RecordId};
use crate::limits::LINK_CHARS_MAX;
use crate::time::Date;

/// How the writes of a field merge (DESIGN §2, "Merge").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// The latest unnamed write shows; two that differ are a conflict.
    Register,
    /// The latest unnamed write shows; never a conflict (order keys, view state).
    Quiet,
    /// Values added and removed.
    Set {
        /// Whether every value that was ever a member is kept (rules ask: did it ever serve this item?).
        remembers: bool,
    },
    /// Lines that only ever come to it.
    Log,
}

/// What a value of a field may be.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Text of at most so many characters.
    Text(usize),
    /// True or false.
    Bool,
    /// An exact decimal, as text with a point.
    Decimal,
    /// A date, `2026-11-24`.
    Date,
    /// The UUID of a record, person, office or cycle.
    Id,
    /// The SHA-256 of a file or document, hexadecimal.
    Digest,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A web address with http or https.
    Link,
    /// A JSON value that this function accepts.
    Shape(fn(&Value) -> bool),
}

impl FieldType {
    /// By how much a text is too long for this type: how many characters it may have, and how many it has.
    #[must_use]
    pub fn overlong(&self, value: &Value) -> Option<(usize, usize)> {
        let max = match self {
            Self::Text(max) => *max,
            Self::Link => LINK_CHARS_MAX,
            _ => return None,
        };
        let has = value.as_str()?.chars().count();
        (has > max).then_some((max, has))
    }

    /// Whether `value` may stand in a field of this type. `null` empties a field and always may.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            _ if value.is_null() => true,
            Self::Text(max) => text.is_some_and(|t| t.chars().count() <= *max),
            Self::Bool => value.is_boolean(),
            Self::Decimal => text.is_some_and(|t| Decimal::from_str_exact(t).is_ok()),
            Self::Date => text.is_some_and(|t| t.parse::<Date>().is_ok()),
            Self::Id => text.is_some_and(|t| t.parse::<RecordId>().is_ok()),
            Self::Digest => text.is_some_and(|t| FileDigest::try_from(t.to_owned()).is_ok()),
            Self::Word(words) => text.is_some_and(|t| words.contains(&t)),
            Self::Link => text.is_some_and(is_link),
            Self::Shape(fits) => fits(value),
        }
    }
}

/// Whether a text is an address that may be shown as a link: http or https, a host, no space.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && text.chars().count() <= LINK_CHARS_MAX
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// The address that a typed text means: itself, or with `https://` before it where that alone lacks
/// (`drive.google.com/…`, `www.kpu.go.id`).
#[must_use]
pub fn meant_link(typed: &str) -> Option<String> {
    if is_link(typed) {
        return Some(typed.to_owned());
    }
    let host = typed.split(['/', '?', '#']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    // `SK.pdf` is a name of a file, `kpu.go.id` and `bit.ly/abc` are addresses.
    let is_host = (labels.len() > 2 || (labels.len() == 2 && host.len() < typed.len()))
        && labels.iter().all(|label| {
            !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    let whole = format!("https://{typed}");
    (is_host && is_link(&whole)).then_some(whole)
}

/// Whether nothing of a text can be seen: spaces, controls, and the characters that only steer others.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let steers = |c: char| {
        matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}')
    };
    text.chars()
        .all(|c| c.is_whitespace() || c.is_control() || steers(c))
}

/// A field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name in ops and records.
    pub name: &'static str,
    /// How it merges.
    pub kind: FieldKind,
    /// What it may hold.
    pub of: FieldType,
}

pub(super) const fn register(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Register,
        of,
    }
}

pub(super) const fn quiet(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Quiet,
        of,
    }
}

pub(super) const fn set(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Set { remembers: false },
        of,
    }
}

pub(super) const fn remembering_set(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Set { remembers: true },
        of,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn types_refuse_what_does_not_fit() {
        assert!(FieldType::Text(2).accepts(&json!("éé")));
        assert!(!FieldType::Text(2).accepts(&json!("abc")));
        assert_eq!(FieldType::Text(2).overlong(&json!("éé")), None);
        assert_eq!(FieldType::Text(2).overlong(&json!("ééé")), Some((2, 3)));
        let link = format!("https://a.id/{}", "x".repeat(2_000));
        assert_eq!(FieldType::Link.overlong(&json!(link)), Some((2_000, 2_013)));
        assert_eq!(FieldType::Date.overlong(&json!("2026-02-30")), None);
        assert!(FieldType::Decimal.accepts(&json!("0.33")));
        assert!(!FieldType::Decimal.accepts(&json!(0.33)));
        assert!(!FieldType::Date.accepts(&json!("2026-02-30")));
        assert!(is_link("https://kpu.go.id/a?b=c"));
        let meant = |typed: &str| meant_link(typed);
        for typed in ["kpu.go.id", "bit.ly/abc", "drive.google.com/file/d/1?usp=x"] {
            assert_eq!(meant(typed), Some(format!("https://{typed}")));
        }
        assert_eq!(meant("http://a.id"), Some("http://a.id".to_owned()));
        for typed in [
            "SK.pdf",
            "javascript:alert(1)",
            "C:\\SK",
            "ftp://a.b.c",
            "a.b.c d",
            "/etc",
            "",
        ] {
            assert_eq!(meant(typed), None, "{typed}");
        }
        for bad in [
            "javascript:alert(1)",
            "D:\\bukti",
            "https://",
            "http:///x",
            "https://a b",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
        assert!(FieldType::Bool.accepts(&Value::Null));
    }

    #[test]
    fn what_nobody_sees_says_nothing() {
        for blank in ["", " \u{a0}\n", "\u{200b}\u{feff}", "\u{202e} \u{2800}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for says in [".", " a\u{200b}", "é", "\u{1f4c4}\u{fe0f}"] {
            assert!(!is_blank(says), "{says:?}");
        }
    }
}
