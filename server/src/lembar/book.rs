//! A workbook: its sheets by name, and what their cells refer to.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, damaged};
use super::error::LembarError;
use super::xml::{Texts, attribute};

/// Bytes of all shared texts together.
const SHARED_BYTES_MAX: usize = 32 << 20;
/// How many shared texts and formats.
const SHARED_MAX: usize = 500_000;

/// A sheet as the workbook lists it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Whether people don't see it.
    pub hidden: bool,
    /// Where it lies in the archive.
    pub part: String,
}

/// What a workbook's sheets share.
#[derive(Debug, Default)]
pub struct Book {
    /// The sheets, in order.
    pub sheets: Vec<Listed>,
    /// Texts that cells name by number.
    pub texts: Vec<String>,
    /// For each cell format, whether it shows per cent.
    pub percent: Vec<bool>,
}

impl Book {
    /// Reads all but the sheets themselves.
    ///
    /// # Errors
    /// [`LembarError`].
    pub fn read(archive: &mut Archive<'_>) -> Result<Self, LembarError> {
        let main = main_part(archive)?;
        let folder = main
            .rsplit_once('/')
            .map_or("", |(folder, _)| folder)
            .to_owned();
        let file = main.rsplit('/').next().unwrap_or_default();
        let relations = relations(archive, &join(&folder, &format!("_rels/{file}.rels")))?;
        let part_of = |relation: &Relation| join(&folder, &relation.target);
        let named = |kind: &str| {
            let one = relations.values().find(|one| one.kind.ends_with(kind));
            one.map(part_of)
        };
        let mut sheets = Vec::new();
        archive.walk(&main, &mut |event| {
            if let Event::Start(tag) | Event::Empty(tag) = event
                && tag.local_name().as_ref() == "sheet"
            {
                let relation = attribute(tag, "id").and_then(|id| relations.get(&id).cloned());
                if let Some(relation) = relation.filter(|one| one.kind.ends_with("/worksheet")) {
                    sheets.push(Listed {
                        name: attribute(tag, "name").unwrap_or_default(),
                        hidden: attribute(tag, "state").is_some_and(|state| state != "visible"),
                        part: part_of(&relation),
                    });
                }
            }
            Ok(())
        })?;
        let texts = match named("/sharedStrings").filter(|part| archive.has(part)) {
            Some(part) => shared_texts(archive, &part)?,
            None => Vec::new(),
        };
        let percent = match named("/styles").filter(|part| archive.has(part)) {
            Some(part) => formats(archive, &part)?,
            None => Vec::new(),
        };
        Ok(Self {
            sheets,
            texts,
            percent,
        })
    }
}

/// What a part refers to.
#[derive(Clone)]
pub struct Relation {
    /// What sort of thing it is.
    pub kind: String,
    /// Where it lies.
    pub target: String,
}

/// What a part refers to, by the names that it gives.
///
/// # Errors
/// [`LembarError`].
pub fn relations(
    archive: &mut Archive<'_>,
    part: &str,
) -> Result<BTreeMap<String, Relation>, LembarError> {
    let mut all = BTreeMap::new();
    archive.walk(part, &mut |event| {
        if let Event::Start(tag) | Event::Empty(tag) = event
            && let (Some(id), Some(kind), Some(target)) = (
                attribute(tag, "Id"),
                attribute(tag, "Type"),
                attribute(tag, "Target"),
            )
        {
            all.insert(id, Relation { kind, target });
        }
        Ok(())
    })?;
    Ok(all)
}

fn main_part(archive: &mut Archive<'_>) -> Result<String, LembarError> {
    const ROOT: &str = "_rels/.rels";
    if !archive.has(ROOT) {
        return Err(LembarError::NotXlsx("the archive holds no workbook"));
    }
    let all = relations(archive, ROOT)?;
    let main = all
        .into_values()
        .find(|one| one.kind.ends_with("/officeDocument"));
    let part = main
        .map(|one| join("", &one.target))
        .filter(|part| archive.has(part));
    let part = part.ok_or(LembarError::NotXlsx("the archive holds no workbook"))?;
    // Word and PowerPoint name theirs the same way.
    let book = part.starts_with("xl/") && part.ends_with(".xml");
    book.then_some(part).ok_or(LembarError::NotXlsx(
        "the archive holds another kind of document",
    ))
}

fn join(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None if folder.is_empty() => target.to_owned(),
        None => format!("{folder}/{}", target.strip_prefix("./").unwrap_or(target)),
    }
}

fn shared_texts(archive: &mut Archive<'_>, part: &str) -> Result<Vec<String>, LembarError> {
    let mut texts = Vec::new();
    let mut bytes = 0_usize;
    let mut reading = Texts::default();
    archive.walk(part, &mut |event| {
        reading.see(event);
        if let Event::End(tag) = event
            && tag.local_name().as_ref() == "si"
        {
            let text = reading.take();
            bytes = bytes.saturating_add(text.len());
            texts.push(text);
        } else if let Event::Empty(tag) = event
            && tag.local_name().as_ref() == "si"
        {
            texts.push(String::new());
        }
        if bytes > SHARED_BYTES_MAX || texts.len() > SHARED_MAX {
            return Err(LembarError::TooLarge {
                what: "the text in it".into(),
                limit: "32 MB or 500000 texts".into(),
            });
        }
        Ok(())
    })?;
    Ok(texts)
}

fn formats(archive: &mut Archive<'_>, part: &str) -> Result<Vec<bool>, LembarError> {
    let mut own: BTreeMap<u32, bool> = BTreeMap::new();
    let mut percent = Vec::new();
    let mut inside = false;
    let number =
        |tag: &BytesStart<'_>| attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
    archive.walk(part, &mut |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(tag), attribute(tag, "formatCode")) {
                        own.insert(id, shows_percent(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id = number(tag).unwrap_or_default();
                    // 9 and 10 are `0%` and `0.00%` in every workbook.
                    let shows = own.get(&id).copied().unwrap_or(matches!(id, 9 | 10));
                    percent.push(shows);
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        if percent.len() > SHARED_MAX {
            return Err(damaged(part, &"too many formats"));
        }
        Ok(())
    })?;
    Ok(percent)
}

/// Whether a number format multiplies by a hundred: a `%` outside of quotes, brackets and escapes.
fn shows_percent(code: &str) -> bool {
    let (mut quoted, mut bracket, mut escaped) = (false, false, false);
    for c in code.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c {
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            '%' if !quoted && !bracket => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percent_sign_in_quotes_multiplies_nothing() {
        for code in ["0%", "0.00%", "[Red]0.0 %"] {
            assert!(shows_percent(code), "{code}");
        }
        for code in ["General", "0.00\"%\"", "0\\%", "[$%-409]0", "#,##0"] {
            assert!(!shows_percent(code), "{code}");
        }
    }
}
