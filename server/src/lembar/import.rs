//! Taking a workbook's instrument in: what was found, to be looked at before anything is kept. The same
//! for the command line and an uploaded file.

use std::collections::BTreeMap;

use model::instrument::draft::DraftNode;
use model::instrument::{DraftItem, Instrument, Row, RowRole};

use super::archive::Source;
use super::cell::CellRef;
use super::error::LembarError;
use super::finding::{Finding, Rank};
use super::pick;
use super::worksheet::Worksheet;
use crate::instruments::LKE_ZI;

/// What a person says of a workbook before it is taken in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The sheet, where there are several worksheets.
    pub sheet: Option<String>,
    /// The family (id) that it gets; else the built-in one's that it is a version of, or its title's.
    pub family: Option<String>,
    /// The title that it gets; else the printed one.
    pub title: Option<String>,
    /// Counts that play another part in their percentage than their words say.
    pub roles: Vec<RoleOf>,
}

/// The part that a count plays in its percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoleOf {
    /// The path of the item.
    pub item: String,
    /// The code of the row: its position.
    pub row: String,
    /// The part.
    pub role: RowRole,
}

/// What a workbook holds. Nothing was kept yet.
#[derive(Debug)]
pub struct Preview {
    /// The worksheet, its draft as the choices make it.
    pub worksheet: Worksheet,
    /// Sheets that were skipped, with the reason.
    pub skipped: Vec<String>,
}

/// An item whose value follows from counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Percentage<'a> {
    /// Its path.
    pub path: &'a str,
    /// The cell of its code.
    pub cell: Option<CellRef>,
    /// Its title.
    pub title: &'a str,
    /// Its counts, with their parts.
    pub rows: &'a [Row],
}

impl Preview {
    /// The instrument that would be kept.
    #[must_use]
    pub fn instrument(&self) -> &Instrument {
        &self.worksheet.instrument
    }

    /// How many items there are.
    #[must_use]
    pub fn items(&self) -> usize {
        self.instrument().items().count()
    }

    /// How many *Jumlah* rows.
    #[must_use]
    pub fn counts(&self) -> usize {
        self.instrument()
            .items()
            .map(|i| i.answer.rows().len())
            .sum()
    }

    /// How many required documents.
    #[must_use]
    pub fn documents(&self) -> usize {
        self.instrument().items().map(|i| i.documents.len()).sum()
    }

    /// How many items are answered in the workbook.
    #[must_use]
    pub fn answered(&self) -> usize {
        let filled = self.worksheet.filled.values();
        filled.filter(|filled| filled.value.is_some()).count()
    }

    /// Percentages that follow from counts, with the part that each count plays.
    pub fn percentages(&self) -> impl Iterator<Item = Percentage<'_>> {
        let items = self.instrument().items();
        let counted = items.filter(|item| !item.answer.rows().is_empty());
        counted.map(|item| Percentage {
            path: &item.path,
            cell: self.worksheet.places.get(&item.path).copied(),
            title: &item.title,
            rows: item.answer.rows(),
        })
    }

    /// What a person has to accept before it is kept.
    #[must_use]
    pub fn findings(&self) -> Vec<&Finding> {
        let all = self.worksheet.findings.iter();
        all.filter(|finding| finding.rank == Rank::Finding)
            .collect()
    }
}

/// The worksheet that the program has built in and knows best.
///
/// # Errors
/// [`LembarError::Instrument`], which only a broken build gives.
pub fn known() -> Result<Instrument, LembarError> {
    Instrument::parse(LKE_ZI).map_err(|source| LembarError::Instrument { cell: None, source })
}

/// Reads a workbook and says what is in it, as the choices make it. Keep it with
/// [`crate::sync::Ledger::keep_instrument`].
///
/// # Errors
/// [`LembarError`]: nothing can be taken in.
pub fn preview(source: &mut dyn Source, choices: &Choices) -> Result<Preview, LembarError> {
    let picked = pick::read(source, choices.sheet.as_deref(), &known()?)?;
    let mut worksheet = picked.worksheet;
    let draft = &mut worksheet.draft;
    if let Some(family) = &choices.family {
        draft.family.clone_from(family);
    }
    if let Some(title) = &choices.title {
        draft.title.clone_from(title);
    }
    if !choices.roles.is_empty() {
        let paths: Vec<String> = items_of(&worksheet.instrument);
        let mut items: BTreeMap<String, &mut DraftItem> =
            paths.into_iter().zip(walk(&mut draft.nodes)).collect();
        for of in &choices.roles {
            let item = items.get_mut(&of.item);
            let rows = item.map(|item| item.answer.rows.iter_mut());
            let row = rows.and_then(|mut rows| rows.find(|row| row.code == of.row));
            let row = row.ok_or_else(|| LembarError::NoCount {
                item: of.item.clone(),
                row: of.row.clone(),
            })?;
            row.role = of.role;
        }
    }
    // What Bukti wrote says its areas, or that it has none.
    if !worksheet.is_own {
        draft.name_areas();
    }
    let instrument = draft.instrument();
    let instrument = instrument.map_err(|source| LembarError::Instrument { cell: None, source })?;
    // Items get other names with another family: what is filled in goes with them.
    let names = worksheet.instrument.items().zip(instrument.items());
    let names: BTreeMap<&str, &str> = names.map(|(a, b)| (a.id.as_str(), b.id.as_str())).collect();
    let filled = std::mem::take(&mut worksheet.filled).into_iter();
    let filled = filled.filter_map(|(id, filled)| {
        let id = names.get(id.as_str())?;
        Some(((*id).to_owned(), filled))
    });
    worksheet.filled = filled.collect();
    worksheet.instrument = instrument;
    Ok(Preview {
        worksheet,
        skipped: picked.skipped,
    })
}

fn items_of(instrument: &Instrument) -> Vec<String> {
    instrument.items().map(|item| item.path.clone()).collect()
}

/// The items of a draft in the order of its instrument: what is in a node's nodes first, then its own.
pub fn walk(nodes: &mut [DraftNode]) -> Vec<&mut DraftItem> {
    let mut all = Vec::new();
    for node in nodes {
        all.extend(walk(&mut node.nodes));
        all.extend(node.items.iter_mut());
    }
    all
}
