//! The little that workbook parts need of XML.

use quick_xml::events::{BytesStart, Event};

use super::cell::CellRef;

/// The value of an attribute, whatever its prefix.
#[must_use]
pub fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.attributes();
    let mut all = attributes.with_checks(false).filter_map(Result::ok);
    let one = all.find(|one| one.key.local_name().as_ref() == name)?;
    let value = one
        .normalized_value(quick_xml::XmlVersion::Implicit1_0)
        .ok()?;
    Some(value.into_owned())
}

/// A range (`A1:C3`, or one cell) by its corners.
#[must_use]
pub fn range(text: &str) -> Option<(CellRef, CellRef)> {
    match text.split_once(':') {
        Some((from, to)) => Some((CellRef::parse(from)?, CellRef::parse(to)?)),
        None => CellRef::parse(text).map(|at| (at, at)),
    }
}

/// Gathers the text of some elements, of rich text all runs, without phonetic hints.
#[derive(Debug)]
pub struct Texts {
    of: &'static [&'static str],
    text: String,
    inside: bool,
    phonetic: bool,
}

impl Default for Texts {
    fn default() -> Self {
        Self::of(&["t", "v"])
    }
}

impl Texts {
    /// Of the elements with these names.
    #[must_use]
    pub fn of(of: &'static [&'static str]) -> Self {
        Self {
            of,
            text: String::new(),
            inside: false,
            phonetic: false,
        }
    }

    /// Takes from an event what is text.
    pub fn see(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => match tag.local_name().as_ref() {
                "rPh" => self.phonetic = true,
                name if self.of.contains(&name) => self.inside = !self.phonetic,
                _ => {}
            },
            Event::End(tag) => match tag.local_name().as_ref() {
                "rPh" => self.phonetic = false,
                name if self.of.contains(&name) => self.inside = false,
                _ => {}
            },
            Event::Text(text) if self.inside => self.text.push_str(&text.xml10_content()),
            Event::CData(text) if self.inside => self.text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) if self.inside => {
                let c = reference.resolve_char_ref().ok().flatten();
                let c = c.or(match &**reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                });
                self.text.extend(c);
            }
            _ => {}
        }
    }

    /// The text so far; begins anew.
    pub fn take(&mut self) -> String {
        self.inside = false;
        unescaped(&std::mem::take(&mut self.text))
    }
}

/// Characters that XML can't hold are written as `_x000D_`.
fn unescaped(text: &str) -> String {
    let mut rest = text;
    let mut whole = String::new();
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        whole.push_str(before);
        let code = from.get(2..6).filter(|_| from.get(6..7) == Some("_"));
        let c = code
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match c {
            Some(c) => {
                if c != '\r' {
                    whole.push(c);
                }
                rest = from.get(7..).unwrap_or_default();
            }
            None => {
                whole.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    whole.push_str(rest);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_of_workbooks_are_undone() {
        assert_eq!(unescaped("a_x000D_\nb"), "a\nb");
        assert_eq!(unescaped("_x0041__x"), "A_x");
        assert_eq!(unescaped("_xyz_ _x00é"), "_xyz_ _x00é");
    }
}
