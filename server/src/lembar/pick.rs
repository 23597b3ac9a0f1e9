//! Which sheet of a workbook is the worksheet.

use std::collections::BTreeSet;

use model::instrument::Instrument;

use super::archive::{Archive, Source};
use super::book::{Book, Listed};
use super::cell::Grid;
use super::error::LembarError;
use super::facts::{self, Facts};
use super::grades::{self, Grades, Place};
use super::header::Columns;
use super::sheet;
use super::worksheet::{self, Beside, Worksheet};

/// Sheets that are looked at.
const SHEETS_MAX: usize = 200;

/// The worksheet of a workbook, and the sheets that are none.
#[derive(Debug)]
pub struct Picked {
    /// The worksheet.
    pub worksheet: Worksheet,
    /// Names of the sheets that were skipped, with the reason.
    pub skipped: Vec<String>,
}

/// Reads the worksheet of a workbook: the one that is named, else the only one. `known` is the built-in
/// worksheet.
///
/// # Errors
/// [`LembarError`].
pub fn read(
    source: &mut dyn Source,
    name: Option<&str>,
    known: &Instrument,
) -> Result<Picked, LembarError> {
    let mut archive = Archive::open(source)?;
    let book = Book::read(&mut archive)?;
    let (picked, skipped) = match name {
        Some(name) => (named(&mut archive, &book, name)?, Vec::new()),
        None => only(&mut archive, &book)?,
    };
    let (listed, grid, columns) = picked;
    let beside = Beside {
        facts: facts_of(&mut archive, &book),
        grades: grades_of(&mut archive, &book, &listed),
    };
    Ok(Picked {
        worksheet: worksheet::read(&listed.name, &grid, &columns, &beside, known)?,
        skipped,
    })
}

/// What Bukti said beside a worksheet that it wrote.
fn facts_of(archive: &mut Archive<'_>, book: &Book) -> Option<Facts> {
    let listed = book.sheets.iter().find(|listed| is_facts(listed))?;
    Facts::read(&sheet::read(archive, book, listed).ok()?)
}

/// A table of grades on another sheet.
fn grades_of(archive: &mut Archive<'_>, book: &Book, but: &Listed) -> Grades {
    let others = book
        .sheets
        .iter()
        .filter(|one| one.part != but.part && !is_facts(one));
    let mut found = Grades::default();
    for one in others.take(SHEETS_MAX) {
        let Ok(grid) = sheet::read(archive, book, one) else {
            continue;
        };
        let grades = grades::read(&grid, None);
        if grades.table.is_some() {
            return grades;
        }
        let place = grades.unread.map(|place| Place {
            sheet: Some(one.name.clone()),
            ..place
        });
        found.unread = found.unread.or(place);
    }
    found
}

fn is_facts(listed: &Listed) -> bool {
    listed.name == facts::SHEET
}

type Found = (Listed, Grid, Columns);

fn named(archive: &mut Archive<'_>, book: &Book, name: &str) -> Result<Found, LembarError> {
    let same = |listed: &&Listed| listed.name.trim().eq_ignore_ascii_case(name.trim());
    let listed = book
        .sheets
        .iter()
        .find(same)
        .ok_or_else(|| LembarError::NoSheet {
            name: name.to_owned(),
            sheets: book
                .sheets
                .iter()
                .map(|listed| listed.name.clone())
                .collect(),
        })?;
    let grid = sheet::read(archive, book, listed)?;
    let columns = worksheet::columns(&grid).ok_or_else(|| LembarError::NoWorksheet {
        skipped: format!(": {name} has none"),
    })?;
    Ok((listed.clone(), grid, columns))
}

fn only(archive: &mut Archive<'_>, book: &Book) -> Result<(Found, Vec<String>), LembarError> {
    let mut found: Vec<Found> = Vec::new();
    let mut skipped = Vec::new();
    let mut too_much = None;
    // More than one worksheet that people see is refused by name: what is in them isn't kept.
    let mut several: Vec<String> = Vec::new();
    let mut parts: BTreeSet<&str> = BTreeSet::new();
    let sheets = book.sheets.iter().filter(|listed| !is_facts(listed));
    for listed in sheets
        .filter(|listed| parts.insert(&listed.part))
        .take(SHEETS_MAX)
    {
        match sheet::read(archive, book, listed) {
            Ok(grid) => match worksheet::columns(&grid) {
                Some(_) if listed.hidden && !found.is_empty() => {
                    skipped.push(format!("{} (tersembunyi)", listed.name));
                }
                Some(columns) => {
                    several.extend((!listed.hidden).then(|| listed.name.clone()));
                    if several.len() <= 1 {
                        found.push((listed.clone(), grid, columns));
                    }
                }
                None => skipped.push(format!("{} (bukan lembar kerja)", listed.name)),
            },
            // Another sheet of the file may be the worksheet.
            Err(
                error @ (LembarError::TooManyRows { cell, .. }
                | LembarError::TooManyCells { cell, .. }),
            ) => {
                skipped.push(format!(
                    "{} (terlalu besar, mulai dari {cell})",
                    listed.name
                ));
                too_much = too_much.or(Some(error));
            }
            Err(error) => return Err(error),
        }
    }
    if several.len() > 1 {
        return Err(LembarError::Several { sheets: several });
    }
    // A hidden copy is no second worksheet where people see another.
    if found.iter().any(|(listed, ..)| !listed.hidden) {
        let hidden = found.iter().filter(|(listed, ..)| listed.hidden);
        skipped.extend(hidden.map(|(listed, ..)| format!("{} (tersembunyi)", listed.name)));
        found.retain(|(listed, ..)| !listed.hidden);
    }
    match (found.pop(), too_much) {
        (Some(found), _) => Ok((found, skipped)),
        (None, Some(error)) => Err(error),
        (None, None) => Err(LembarError::NoWorksheet {
            skipped: if skipped.is_empty() {
                String::new()
            } else {
                format!(": {}", skipped.join(", "))
            },
        }),
    }
}
