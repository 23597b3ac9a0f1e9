//! A sheet's cells, as a stream: what isn't filled costs nothing, however far apart the filled ones are.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use rust_decimal::Decimal;

use super::archive::Archive;
use super::book::{Book, Listed, relations};
use super::cell::{Cell, CellRef, Grid, Shows, Value, is_space};
use super::error::LembarError;
use super::xml::{Texts, attribute, range};

/// The last row that a worksheet may fill.
pub const ROWS_MAX: u32 = 20_000;
/// Cells that a worksheet may fill.
pub const CELLS_MAX: usize = 200_000;
/// Merged ranges.
const MERGES_MAX: usize = 20_000;
/// Bytes of the text of all cells: one shared text may be named by each of them.
const TEXT_BYTES_MAX: usize = 32 << 20;
/// Hyperlinks.
const LINKS_MAX: usize = 20_000;
/// Characters of a cell, as the format allows.
const CHARS_MAX: usize = 32_767;

/// Reads a sheet.
///
/// # Errors
/// [`LembarError`]: damaged, or more than a worksheet holds.
pub fn read(archive: &mut Archive<'_>, book: &Book, listed: &Listed) -> Result<Grid, LembarError> {
    let mut reading = Reading {
        book,
        sheet: &listed.name,
        grid: Grid::default(),
        row: 0,
        col: 0,
        open: None,
        texts: Texts::default(),
        formulas: Texts::of(&["f"]),
        links: 0,
        merges: 0,
        bytes: 0,
        targets: targets(archive, listed)?,
    };
    archive.walk(&listed.part, &mut |event| reading.see(event))?;
    Ok(reading.grid)
}

/// Where the sheet's hyperlinks lead, by the name of their relation.
fn targets(
    archive: &mut Archive<'_>,
    listed: &Listed,
) -> Result<BTreeMap<String, String>, LembarError> {
    let (folder, file) = listed.part.rsplit_once('/').unwrap_or(("", &listed.part));
    let part = format!("{folder}/_rels/{file}.rels");
    let mut targets = BTreeMap::new();
    if !archive.has(&part) {
        return Ok(targets);
    }
    for (id, relation) in relations(archive, &part)? {
        if relation.kind.ends_with("/hyperlink") && targets.len() < LINKS_MAX {
            targets.insert(id, relation.target);
        }
    }
    Ok(targets)
}

/// A cell that is being read.
struct Open {
    at: CellRef,
    kind: String,
    shows: Shows,
    formula: bool,
}

struct Reading<'a> {
    book: &'a Book,
    sheet: &'a str,
    grid: Grid,
    row: u32,
    col: u32,
    open: Option<Open>,
    texts: Texts,
    formulas: Texts,
    links: usize,
    merges: usize,
    bytes: usize,
    targets: BTreeMap<String, String>,
}

impl Reading<'_> {
    fn see(&mut self, event: &Event<'_>) -> Result<(), LembarError> {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::Empty(tag) => {
                self.start(tag);
                if tag.local_name().as_ref() == "c" {
                    self.open = None;
                }
            }
            Event::End(tag) => match tag.local_name().as_ref() {
                "c" => self.close()?,
                "row" => self.row = self.row.saturating_add(1),
                _ => {}
            },
            _ => {}
        }
        // What a formula says is no text; phonetic hints and others are left out by `Texts`.
        if self.open.is_some() {
            self.texts.see(event);
            self.formulas.see(event);
        }
        Ok(())
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        match tag.local_name().as_ref() {
            "row" => {
                let row = attribute(tag, "r").and_then(|text| text.parse::<u32>().ok());
                if let Some(row) = row {
                    self.row = row.saturating_sub(1);
                }
                self.col = 0;
            }
            "c" => {
                let at = attribute(tag, "r").and_then(|text| CellRef::parse(&text));
                let at = at.unwrap_or(CellRef {
                    row: self.row,
                    col: self.col,
                });
                self.row = at.row;
                self.col = at.col.saturating_add(1);
                let style = attribute(tag, "s").and_then(|text| text.parse::<usize>().ok());
                let shows = style.and_then(|style| self.book.shows.get(style)).copied();
                self.texts.take();
                self.formulas.take();
                self.open = Some(Open {
                    at,
                    kind: attribute(tag, "t").unwrap_or_default(),
                    shows: shows.unwrap_or_default(),
                    formula: false,
                });
            }
            "f" => {
                if let Some(open) = &mut self.open {
                    open.formula = true;
                }
            }
            "hyperlink" => {
                let at = attribute(tag, "ref").and_then(|text| range(&text));
                let target = attribute(tag, "id").and_then(|id| self.targets.get(&id));
                if let (Some((at, _)), Some(target)) = (at, target) {
                    self.grid.link(at, target);
                }
            }
            "mergeCell" => {
                let range = attribute(tag, "ref").and_then(|text| range(&text));
                if let Some((from, to)) = range.filter(|_| self.merges < MERGES_MAX) {
                    self.merges += 1;
                    self.grid.merge(from, to);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self) -> Result<(), LembarError> {
        let Some(open) = self.open.take() else {
            return Ok(());
        };
        if let Some(address) = hyperlink(&self.formulas.take())
            && self.links < LINKS_MAX
        {
            self.links += 1;
            self.grid.link(open.at, &address);
        }
        let text = self.texts.take();
        let text = match open.kind.as_str() {
            "s" => {
                let shared = text.trim().parse::<usize>().ok();
                let shared = shared.and_then(|n| self.book.texts.get(n));
                shared.cloned().unwrap_or_default()
            }
            _ => text,
        };
        let empty = text.trim().is_empty() && open.kind != "str";
        let value = match value(&open.kind, text) {
            Some(value) => value,
            // Written by a program, and never computed.
            None if open.formula && empty => Value::Error("(belum dihitung)".to_owned()),
            None => return Ok(()),
        };
        if let Value::Text(text) = &value {
            self.bytes = self.bytes.saturating_add(text.len());
        }
        if self.bytes > TEXT_BYTES_MAX {
            return Err(LembarError::TooLarge {
                what: format!("the text of the sheet {}", self.sheet),
                limit: format!("{} MB", TEXT_BYTES_MAX >> 20),
            });
        }
        let sheet = || self.sheet.to_owned();
        if open.at.row >= ROWS_MAX {
            return Err(LembarError::TooManyRows {
                sheet: sheet(),
                cell: open.at,
                limit: ROWS_MAX,
            });
        }
        if self.grid.len() >= CELLS_MAX {
            return Err(LembarError::TooManyCells {
                sheet: sheet(),
                cell: open.at,
                limit: CELLS_MAX,
            });
        }
        self.grid.put(
            open.at,
            Cell {
                value,
                shows: open.shows,
                formula: open.formula,
            },
        );
        Ok(())
    }
}

/// Where a formula leads that shows a name: `HYPERLINK("https://…","SK Tim")`.
fn hyperlink(formula: &str) -> Option<String> {
    const NAME: &str = "HYPERLINK(";
    let formula = formula.trim_start_matches(['=', ' ']);
    let name = formula.get(..NAME.len())?;
    let rest = formula
        .get(NAME.len()..)
        .filter(|_| name.eq_ignore_ascii_case(NAME))?;
    let (address, _) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    (!address.is_empty()).then(|| address.to_owned())
}

/// What a cell of that kind holds; nothing where it shows nothing.
fn value(kind: &str, text: String) -> Option<Value> {
    match kind {
        "e" => Some(Value::Error(text)),
        "b" => Some(Value::Text(
            if text.trim() == "1" { "TRUE" } else { "FALSE" }.to_owned(),
        )),
        "s" | "str" | "inlineStr" | "d" => {
            let text: String = text.chars().take(CHARS_MAX).collect();
            (!text.chars().all(is_space)).then_some(Value::Text(text))
        }
        _ => {
            let text = text.trim();
            let number = stored_number(text);
            (!text.is_empty())
                .then(|| number.map_or_else(|| Value::Text(text.to_owned()), Value::Number))
        }
    }
}

/// A number as a workbook stores it (`0.92349999999999999`), in the 15 digits that a spreadsheet keeps
/// to (0.9235).
fn stored_number(text: &str) -> Option<Decimal> {
    let float: f64 = text.parse().ok()?;
    if !float.is_finite() || float.abs() >= 1e18 {
        return None;
    }
    let number = Decimal::from_scientific(&format!("{float:.14e}")).ok();
    let tiny = float.abs() < 1e-20;
    number
        .or(tiny.then_some(Decimal::ZERO))
        .map(|number| number.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_that_leads_somewhere_says_where() {
        let led = |formula: &str| hyperlink(formula);
        let address = Some("https://a.go.id/1".to_owned());
        assert_eq!(led("HYPERLINK(\"https://a.go.id/1\",\"SK Tim\")"), address);
        assert_eq!(led("=hyperlink( \"https://a.go.id/1\")"), address);
        for other in [
            "",
            "SUM(A1:A2)",
            "HYPERLINK(A1)",
            "HYPERLINK(\"\",\"x\")",
            "é",
        ] {
            assert_eq!(led(other), None, "{other}");
        }
    }

    #[test]
    fn stored_numbers_are_what_people_typed() {
        let cases = [
            ("0.92349999999999999", Some("0.9235")),
            ("0.30000000000000004", Some("0.3")),
            ("92.35", Some("92.35")),
            ("17.5", Some("17.5")),
            ("1E-3", Some("0.001")),
            ("1.0", Some("1")),
            ("-3", Some("-3")),
            ("0", Some("0")),
            ("0.33333333333333331", Some("0.333333333333333")),
            ("1e-300", Some("0")),
            ("1e300", None),
            ("NaN", None),
            ("x", None),
        ];
        for (text, expected) in cases {
            let number = stored_number(text).map(|number| number.to_string());
            assert_eq!(number.as_deref(), expected, "{text}");
        }
    }
}
