//! What formulas come to, and how cells look.

use std::collections::BTreeMap;

use model::score::{Sheet, official, values};
use model::table::Table;
use rust_decimal::Decimal;
use rust_xlsxwriter::{Format, FormatAlign};

use super::Export;
use super::formula::Side;

/// What formulas come to, for whoever shows a workbook without computing it.
pub struct Results {
    /// Whose.
    pub side: Side,
    /// Values before gates, by item.
    pub own: Sheet,
    /// Values after gates, by path.
    pub values: Table<String, Decimal>,
    /// Points of rows with a weight, by path.
    pub points: BTreeMap<String, Decimal>,
    /// The index.
    pub total: Decimal,
}

impl Results {
    /// Of a side's answers.
    pub fn of(export: &Export<'_>, side: Side) -> Self {
        let own = said(export, side);
        let scored = official(export.instrument, &own);
        let points = scored.nodes.into_iter().map(|node| (node.path, node.value));
        Self {
            side,
            values: values(export.instrument, &own),
            points: points.collect(),
            total: scored.index,
            own,
        }
    }
}

/// A side's answers.
pub fn said(export: &Export<'_>, side: Side) -> Sheet {
    let mut sheet = Sheet::new();
    for (id, beside) in &export.beside {
        let (value, answer) = match side.counts {
            true => (beside.value, &beside.answer),
            false => (beside.judged_value, &beside.judged),
        };
        sheet.put(id.clone(), value, answer.clone());
    }
    sheet
}

/// How cells look.
pub struct Formats {
    /// The title above.
    pub title: Format,
    /// The heads of columns.
    pub head: Format,
    /// Components.
    pub node: Format,
    /// Other text.
    pub text: Format,
    /// Text that begins like a formula.
    pub quoted: Format,
    /// Points.
    pub points: Format,
    /// Shares.
    pub percent: Format,
    /// Percentages that people type.
    pub typed_percent: Format,
}

impl Formats {
    /// All of them.
    pub fn new() -> Self {
        let wrapped = || Format::new().set_text_wrap().set_align(FormatAlign::Top);
        Self {
            title: Format::new().set_bold().set_font_size(14.0),
            head: wrapped().set_bold().set_background_color(0x00E4_E8EC),
            node: Format::new().set_bold().set_align(FormatAlign::Top),
            text: wrapped(),
            quoted: wrapped().set_quote_prefix(),
            points: Format::new()
                .set_num_format("0.00")
                .set_align(FormatAlign::Top),
            percent: Format::new()
                .set_num_format("0.00%")
                .set_align(FormatAlign::Top),
            typed_percent: Format::new()
                .set_num_format("0.##########%")
                .set_align(FormatAlign::Top),
        }
    }
}
