//! A workbook: its sheets by name, and what their cells refer to.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};

use super::archive::{Archive, damaged};
use super::cell::Shows;
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
    /// For each cell format, how it shows a number.
    pub shows: Vec<Shows>,
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
        let shows = match named("/styles").filter(|part| archive.has(part)) {
            Some(part) => formats(archive, &part)?,
            None => Vec::new(),
        };
        Ok(Self {
            sheets,
            texts,
            shows,
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

fn formats(archive: &mut Archive<'_>, part: &str) -> Result<Vec<Shows>, LembarError> {
    let mut own: BTreeMap<u32, Shows> = BTreeMap::new();
    let mut all = Vec::new();
    let mut inside = false;
    let number =
        |tag: &BytesStart<'_>| attribute(tag, "numFmtId").and_then(|id| id.parse::<u32>().ok());
    archive.walk(part, &mut |event| {
        match event {
            Event::Start(tag) | Event::Empty(tag) => match tag.local_name().as_ref() {
                "numFmt" => {
                    if let (Some(id), Some(code)) = (number(tag), attribute(tag, "formatCode")) {
                        own.insert(id, shows(&code));
                    }
                }
                "cellXfs" => inside = true,
                "xf" if inside => {
                    let id = number(tag).unwrap_or_default();
                    all.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
                }
                _ => {}
            },
            Event::End(tag) if tag.local_name().as_ref() == "cellXfs" => inside = false,
            _ => {}
        }
        if all.len() > SHARED_MAX {
            return Err(damaged(part, &"too many formats"));
        }
        Ok(())
    })?;
    Ok(all)
}

/// How a format shows a number that every workbook has and none describes: `0%`, `0.00%`; days and times, in
/// the far East too.
fn built_in(id: u32) -> Shows {
    match id {
        9 | 10 => Shows::Percent,
        14..=17 | 22 | 27..=31 | 36 | 50..=54 | 57 | 58 => Shows::Date,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shows::Time,
        _ => Shows::Number,
    }
}

/// How a number format shows a number, by what stands outside of quotes, brackets and escapes: a `%` multiplies
/// by a hundred; `d`, `m` and `y` show a day, `h` and `s` a time.
fn shows(code: &str) -> Shows {
    if ["general", "standard"].contains(&code.to_lowercase().as_str()) {
        return Shows::Number;
    }
    let (mut quoted, mut bracket, mut escaped) = (false, None, false);
    let (mut day, mut time) = (false, false);
    for c in code.chars() {
        if escaped {
            escaped = false;
            continue;
        }
        match c.to_ascii_lowercase() {
            '\\' | '_' | '*' if !quoted => escaped = true,
            '"' => quoted = !quoted,
            '[' if !quoted => bracket = Some(String::new()),
            // `[h]:mm` is a span of time, `[Red]` a colour.
            ']' if !quoted => {
                let inside = bracket.take().unwrap_or_default();
                time |=
                    matches!(inside.trim_end_matches(['h', 'm', 's']), "") && !inside.is_empty();
            }
            _ if quoted => {}
            c if bracket.is_some() => bracket.iter_mut().for_each(|inside| inside.push(c)),
            '%' => return Shows::Percent,
            'd' | 'y' => day = true,
            'h' | 's' => time = true,
            // A month alone; minutes stand beside hours or seconds.
            'm' => day |= !code.contains(['h', 'H', 's', 'S']),
            _ => {}
        }
    }
    match (day, time) {
        (true, _) => Shows::Date,
        (false, true) => Shows::Time,
        (false, false) => Shows::Number,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_say_how_a_number_is_shown() {
        let cases: [(Shows, &[&str]); 4] = [
            (Shows::Percent, &["0%", "0.00%", "[Red]0.0 %"]),
            (
                Shows::Date,
                &["d/m/yyyy", "mmm-yy", "[$-421]dd mmmm yyyy;@", "m/d/yy h:mm"],
            ),
            (Shows::Time, &["h:mm", "[h]:mm:ss", "mm:ss", "h:mm AM/PM"]),
            (
                Shows::Number,
                &[
                    "General",
                    "0.00\"%\"",
                    "0\\%",
                    "[$%-409]0",
                    "#,##0",
                    "0\" hari\"",
                    "0.00E+00",
                    "[$Rp-421]#,##0",
                    "_(* #,##0_);_(* (#,##0)",
                ],
            ),
        ];
        for (expected, codes) in cases {
            for code in codes {
                assert_eq!(shows(code), expected, "{code}");
            }
        }
    }
}
