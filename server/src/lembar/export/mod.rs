//! Worksheets as workbooks, out: the layout that is read in, what the unit and the assessor said beside
//! each item, and the instrument's arithmetic as live formulas. Reading such a workbook back changes
//! nothing.

mod beside;
mod dress;
mod formula;
mod layout;
mod page;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::instrument::Instrument;
use model::table::Table;
use model::time::Millis;
use rust_decimal::Decimal;
use rust_xlsxwriter::XlsxError;

pub use beside::beside;

/// Why a workbook couldn't be written.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The format doesn't hold it.
    #[error("the workbook can't be written: {0}")]
    Xlsx(#[from] XlsxError),
}

/// What stands beside an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Beside {
    /// The unit's answer; in a conflict the one that counts.
    pub answer: Option<String>,
    /// What it is worth, 0 to 1, also where counts give it.
    pub value: Option<Decimal>,
    /// The unit's counts, by row code.
    pub counts: Table<String, Decimal>,
    /// The unit's note.
    pub note: String,
    /// Names of its evidence.
    pub evidence: Vec<String>,
    /// Addresses of its evidence.
    pub links: Vec<String>,
    /// The assessor's answer, where a verdict is fresh.
    pub judged: Option<String>,
    /// What it is worth.
    pub judged_value: Option<Decimal>,
    /// The assessor's note.
    pub judged_note: String,
}

/// A worksheet to write.
#[derive(Debug)]
pub struct Export<'a> {
    /// The instrument.
    pub instrument: &'a Instrument,
    /// What stands beside its items, by their id.
    pub beside: BTreeMap<String, Beside>,
    /// Whose it is, and of which year; empty for an instrument alone.
    pub heading: String,
    /// When it is written.
    pub at: Millis,
}

/// Writes a workbook.
///
/// # Errors
/// [`ExportError`].
pub fn write(export: &Export<'_>) -> Result<Vec<u8>, ExportError> {
    page::write(export, true)
}
