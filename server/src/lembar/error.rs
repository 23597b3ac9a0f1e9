//! Why a workbook can't be used at all. What can be used but doesn't add up is a finding instead.

use model::instrument::InstrumentError;

use super::cell::CellRef;

/// A workbook that is refused, with what helps.
#[derive(Debug, thiserror::Error)]
pub enum LembarError {
    /// The operating system says why.
    #[error("the workbook can't be read: {0}")]
    Io(#[from] std::io::Error),
    /// It isn't a zip archive with a workbook in it.
    #[error("this is no XLSX workbook ({0}): save it as .xlsx in your spreadsheet program")]
    NotXlsx(&'static str),
    /// It is protected by a password.
    #[error("the workbook is encrypted: save a copy without a password, and take that")]
    Encrypted,
    /// It is the format before XLSX.
    #[error("this is an old .xls workbook: open it and save it as .xlsx")]
    OldXls,
    /// It is, or unpacks to, more than a worksheet can be.
    #[error("the workbook is too large: {what} is more than {limit}")]
    TooLarge {
        /// What is too large.
        what: String,
        /// The most that is read.
        limit: String,
    },
    /// Its inside isn't what the format says.
    #[error("the workbook is damaged: {part}: {reason}; open it and save it anew")]
    Damaged {
        /// Which part of the archive.
        part: String,
        /// What is wrong.
        reason: String,
    },
    /// A sheet has more rows than any worksheet.
    #[error(
        "{sheet}!{cell}: a worksheet has at most {limit} rows; delete what stands there and below, \
         or take a copy with the worksheet alone"
    )]
    TooManyRows {
        /// The sheet.
        sheet: String,
        /// The first cell beyond.
        cell: CellRef,
        /// The last row that is read.
        limit: u32,
    },
    /// A sheet has more filled cells than any worksheet.
    #[error(
        "{sheet}!{cell}: a worksheet has at most {limit} filled cells; take a copy with it alone"
    )]
    TooManyCells {
        /// The sheet.
        sheet: String,
        /// The first cell beyond.
        cell: CellRef,
        /// How many are read.
        limit: usize,
    },
    /// No sheet has the columns of a worksheet.
    #[error(
        "no worksheet found: a worksheet has the columns Bobot and Pilihan Jawaban and, below them, \
         weighted rows and items{skipped}"
    )]
    NoWorksheet {
        /// What was found instead, sheet by sheet.
        skipped: String,
    },
    /// There are several.
    #[error("several worksheets: say which with --sheet: {}", sheets.join(", "))]
    Several {
        /// Their names.
        sheets: Vec<String>,
    },
    /// There is no sheet of that name.
    #[error("there is no sheet {name}: {}", sheets.join(", "))]
    NoSheet {
        /// What was asked for.
        name: String,
        /// What there is.
        sheets: Vec<String>,
    },
    /// A count that was named isn't there.
    #[error(
        "{item} has no count {row}: name an item of type % by its path, and a row by its number"
    )]
    NoCount {
        /// The path that was named.
        item: String,
        /// The row that was named.
        row: String,
    },
    /// A weight that the score can't do without can't be read.
    #[error("{cell}: the weight {text:?} of {title:?} is no number; type it like 17.5")]
    Weight {
        /// Where.
        cell: CellRef,
        /// What stands there.
        text: String,
        /// Of what.
        title: String,
    },
    /// The tree that it makes is no instrument (cyclic gates and the like).
    #[error("{}the worksheet can't be scored: {source}", cell.map(|cell| format!("{cell}: ")).unwrap_or_default())]
    Instrument {
        /// Where, if it is known.
        cell: Option<CellRef>,
        /// Why.
        source: InstrumentError,
    },
}
