//! Writes the sheet.

use std::collections::BTreeMap;

use model::instrument::{AnswerType, Draft, Gate, Instrument, Item, Node, Row, Unit};
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook};

use super::super::facts::{self, Facts, Part};
use super::super::number::stored;
use super::super::rows;
use super::dress::{Formats, Results};
use super::formula::{ASSESSOR, Side, UNIT, Writer, sums, weight_below};
use super::layout::{Col, Content, HEAD, Layout, Line};
use super::{Export, ExportError};

/// Characters that a cell takes, with room for what says that some were left out.
const TEXT_CHARS_MAX: usize = 32_000;

/// Writes a workbook; without stored results whoever opens it has to compute every formula.
pub fn write(export: &Export<'_>, results: bool) -> Result<Vec<u8>, ExportError> {
    let mut book = Workbook::new();
    if let Ok(made) = ExcelDateTime::from_timestamp(export.at.0.div_euclid(1000)) {
        let properties = DocProperties::new().set_title(&export.instrument.title);
        book.set_properties(&properties.set_creation_datetime(&made));
    }
    let layout = Layout::of(export.instrument);
    let facts = Facts::of(export.instrument);
    let tables = tables(export.instrument);
    let sheet = book.add_worksheet().set_name("LKE")?;
    // What has no result is empty; the library would store 0, and show it wherever nothing is computed at opening.
    sheet.set_formula_result_default("");
    let mut page = Page {
        export,
        layout: &layout,
        facts: &facts,
        tables: &tables,
        sheet,
        formats: Formats::new(),
        sides: [Results::of(export, UNIT), Results::of(export, ASSESSOR)],
        results,
    };
    page.head()?;
    for line in &layout.lines {
        page.line(line)?;
    }
    page.total()?;
    facts.write(book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}

struct Page<'a> {
    export: &'a Export<'a>,
    layout: &'a Layout<'a>,
    facts: &'a Facts,
    tables: &'a BTreeMap<String, String>,
    sheet: &'a mut rust_xlsxwriter::Worksheet,
    formats: Formats,
    sides: [Results; 2],
    results: bool,
}

type Done = Result<(), ExportError>;

impl Page<'_> {
    fn head(&mut self) -> Done {
        let title = clipped(&self.export.instrument.title);
        self.sheet
            .write_string_with_format(0, 0, title, &self.formats.title)?;
        if !self.export.heading.is_empty() {
            let heading = clipped(&self.export.heading);
            self.sheet.write_string(1, 0, heading)?;
        }
        self.sheet
            .write_string_with_format(HEAD, 0, "Penilaian", &self.formats.head)?;
        for level in 0..self.layout.behind {
            let width = if level + 1 == self.layout.behind {
                60.0
            } else {
                4.0
            };
            self.sheet.set_column_width(level, width)?;
        }
        for (col, head, width) in Col::ALL {
            let at = self.layout.col(col);
            self.sheet
                .write_string_with_format(HEAD, at, head, &self.formats.head)?;
            self.sheet.set_column_width(at, width)?;
        }
        for col in [Col::Own, Col::JudgedOwn] {
            self.sheet.set_column_hidden(self.layout.col(col))?;
        }
        self.sheet.set_freeze_panes(HEAD + 1, self.layout.behind)?;
        Ok(())
    }

    fn line(&mut self, line: &Line<'_>) -> Done {
        match line.content {
            Content::Node(node) => self.node(line, node),
            Content::Item(item) => self.item(line, item),
            Content::Count(item, row) => self.count(line, item, row),
        }
    }

    /// Code and label; a label without a code stands in the code's column.
    fn label(&mut self, line: &Line<'_>, code: &str, title: &str) -> Done {
        let is_node = matches!(line.content, Content::Node(_));
        let mut level = line.level;
        if !code.trim().is_empty() {
            self.text(line.row, level, code, is_node)?;
            level += 1;
        }
        self.text(line.row, level, title, is_node)
    }

    /// Text, and nothing but text, whatever it begins with.
    fn text(&mut self, row: u32, col: u16, text: &str, bold: bool) -> Done {
        if text.is_empty() {
            return Ok(());
        }
        let formats = &self.formats;
        let format = match text.starts_with(['=', '+', '-', '@']) {
            true => &formats.quoted,
            false if bold => &formats.node,
            false => &formats.text,
        };
        self.sheet
            .write_string_with_format(row, col, clipped(text), format)?;
        Ok(())
    }

    fn beside(&mut self, row: u32, col: Col, text: &str) -> Done {
        let col = self.layout.col(col);
        self.text(row, col, text, false)
    }

    /// A number, as text where a spreadsheet's number would lose digits of it.
    fn number(&mut self, row: u32, col: Col, number: Decimal, percent: bool) -> Done {
        let at = self.layout.col(col);
        let Some(float) = stored(number) else {
            let hundred = number.checked_mul(Decimal::ONE_HUNDRED).filter(|_| percent);
            let text = hundred.map_or(number.normalize().to_string(), |hundred| {
                format!("{}%", hundred.normalize())
            });
            return self.text(row, at, &text, false);
        };
        let format = match percent {
            true => &self.formats.typed_percent,
            false => &self.formats.text,
        };
        self.sheet
            .write_number_with_format(row, at, float, format)?;
        Ok(())
    }

    fn formula(
        &mut self,
        row: u32,
        col: Col,
        text: &str,
        result: Option<Decimal>,
        format: fn(&Formats) -> &Format,
    ) -> Done {
        let mut formula = Formula::new(format!("={text}"));
        if self.results {
            let result = result.map(|n| n.round_dp(15).normalize().to_string());
            formula = formula.set_result(result.unwrap_or_default());
        }
        let (at, format) = (self.layout.col(col), format(&self.formats));
        self.sheet
            .write_formula_with_format(row, at, formula, format)?;
        Ok(())
    }

    fn node(&mut self, line: &Line<'_>, node: &Node) -> Done {
        let row = line.row;
        self.label(line, &node.code, &node.title)?;
        let instrument = self.export.instrument;
        if self.facts.is_weightless(&node.path) {
            let sum = weight_below(instrument, self.layout, node);
            self.formula(row, Col::Weight, &sum, Some(node.weight), |f| &f.node)?;
        } else {
            self.number(row, Col::Weight, node.weight, false)?;
        }
        self.gates(row, &node.gates)?;
        for n in 0..self.sides.len() {
            let results = &self.sides[n];
            let side = results.side;
            let points = results.points.get(&node.path).copied();
            let share = results.values.get(&node.path).copied();
            let writer = self.writer(side);
            let (sum, of) = (writer.points(node), writer.node_share(node));
            self.formula(row, side.value, &sum, points, |f| &f.points)?;
            self.formula(row, side.share, &of, share, |f| &f.percent)?;
        }
        Ok(())
    }

    fn writer(&self, side: Side) -> Writer<'_> {
        Writer {
            instrument: self.export.instrument,
            layout: self.layout,
            side,
        }
    }

    fn item(&mut self, line: &Line<'_>, item: &Item) -> Done {
        let row = line.row;
        self.label(line, &item.code, &item.title)?;
        if let Some(weight) = item.weight {
            self.number(row, Col::Weight, weight, false)?;
        }
        let criteria = (item.criteria.iter())
            .map(|criterion| format!("{}. {}", criterion.answer, flat(&criterion.text)));
        self.beside(row, Col::Criteria, &lines(criteria))?;
        let kind = self.asked(item);
        self.beside(row, Col::Choices, &kind)?;
        self.gates(row, &item.gates)?;
        let documents = item.documents.iter().enumerate();
        let documents = documents.map(|(n, of)| format!("{}. {}", n + 1, flat(&of.title)));
        self.beside(row, Col::Documents, &lines(documents))?;
        let export = self.export;
        if let Some(beside) = export.beside.get(&item.id) {
            self.answer(row, Col::Answer, item, beside.answer.as_deref())?;
            self.answer(row, Col::Judged, item, beside.judged.as_deref())?;
            self.beside(row, Col::Note, &beside.note)?;
            self.beside(row, Col::JudgedNote, &beside.judged_note)?;
            let evidence = beside.evidence.iter().map(|title| flat(title));
            self.beside(row, Col::Evidence, &lines(evidence))?;
            self.beside(row, Col::Links, &lines(beside.links.iter().cloned()))?;
        }
        for n in 0..self.sides.len() {
            let results = &self.sides[n];
            let side = results.side;
            let own = results.own.get(&item.id).copied().flatten();
            let share = results.values.get(&item.path).copied();
            let value = share.map(|share| share * item.weight.unwrap_or(Decimal::ONE));
            let writer = self.writer(side);
            let texts = [writer.own(item), writer.share(item), writer.value(item)];
            let [own_text, share_text, value_text] = texts;
            self.formula(row, side.own, &own_text, own, |f| &f.text)?;
            self.formula(row, side.share, &share_text, share, |f| &f.percent)?;
            self.formula(row, side.value, &value_text, value, |f| &f.points)?;
        }
        Ok(())
    }

    /// The answer type as a worksheet prints it.
    fn asked(&self, item: &Item) -> String {
        let number = |number: &Decimal| number.normalize().to_string().replace('.', ",");
        match &item.answer {
            AnswerType::YaTidak => "Ya/Tidak".to_owned(),
            AnswerType::Abc => "A/B/C".to_owned(),
            AnswerType::Abcd => "A/B/C/D".to_owned(),
            AnswerType::Abcde => "A/B/C/D/E".to_owned(),
            AnswerType::Persen { .. } => "%".to_owned(),
            AnswerType::Nilai { max } => format!("Nilai (0-{})", number(max)),
            AnswerType::Angka { target } => {
                // Three digits behind the comma would be read as a group of thousands.
                let zero = if target.normalize().scale() == 3 {
                    "0"
                } else {
                    ""
                };
                format!("Angka (target {}{zero})", number(target))
            }
            AnswerType::Lookup { .. } => self.tables.get(&item.path).cloned().unwrap_or_default(),
            AnswerType::Unknown { printed } => printed.clone(),
        }
    }

    /// An answer: numbers as numbers, so that formulas and people can go on with them.
    fn answer(&mut self, row: u32, col: Col, item: &Item, answer: Option<&str>) -> Done {
        let percent = matches!(item.answer, AnswerType::Persen { .. });
        let Some(answer) = answer else {
            if percent {
                // Whoever types here types per cent.
                let (at, format) = (self.layout.col(col), &self.formats.typed_percent);
                self.sheet.write_blank(row, at, format)?;
            }
            return Ok(());
        };
        let number = match &item.answer {
            AnswerType::Persen { .. } => item.answer.value_of(answer),
            AnswerType::Nilai { .. } | AnswerType::Angka { .. } => {
                model::instrument::number(answer)
            }
            _ => None,
        };
        match number {
            Some(number) => self.number(row, col, number, percent),
            None => self.beside(row, col, answer),
        }
    }

    fn count(&mut self, line: &Line<'_>, item: &Item, row: &Row) -> Done {
        self.label(line, "-", &row.title)?;
        let part = rows::part(row.role);
        self.beside(line.row, Col::Choices, &format!("Jumlah ({part})"))?;
        let beside = self.export.beside.get(&item.id);
        match beside.and_then(|beside| beside.counts.get(&row.code)) {
            Some(count) => self.number(line.row, Col::Answer, *count, false),
            None => Ok(()),
        }
    }

    fn gates(&mut self, row: u32, gates: &[Gate]) -> Done {
        let instrument = self.export.instrument;
        let one = |gate: &Gate| match gate {
            Gate::Times(Unit::Item(index)) => format!("× {}", instrument.item_at(*index).path),
            Gate::Times(Unit::Node(index)) => format!("× {}", instrument.node_at(*index).path),
            Gate::ZeroIf { item, waits } => {
                let path = &instrument.item_at(*item).path;
                format!("0 jika {path} = {}", waits.answer)
            }
        };
        let gates: Vec<String> = gates.iter().map(one).collect();
        self.beside(row, Col::Gates, &gates.join("; "))
    }

    fn total(&mut self) -> Done {
        let row = self.layout.next_row();
        self.text(row, 0, "TOTAL", true)?;
        let instrument = self.export.instrument;
        let tops: Vec<u32> = (instrument.children_of(instrument.root()))
            .filter_map(|top| self.layout.rows.get(top.path.as_str()).copied())
            .collect();
        let sum = |col: Col| {
            let cells: Vec<String> = tops.iter().map(|row| self.layout.cell(*row, col)).collect();
            sums(&cells).join("+")
        };
        let weight = sum(Col::Weight);
        let points = self.sides.iter().map(|results| {
            let col = results.side.value;
            (col, sum(col), results.total)
        });
        let points: Vec<_> = points.collect();
        if tops.is_empty() {
            return Ok(());
        }
        self.formula(
            row,
            Col::Weight,
            &weight,
            Some(instrument.root().weight),
            |f| &f.node,
        )?;
        for (col, text, total) in points {
            self.formula(row, col, &text, Some(total), |f| &f.points)?;
        }
        Ok(())
    }
}

/// Tables of points (`WTP=3; WDP=2`) of the items that have one, by path.
fn tables(instrument: &Instrument) -> BTreeMap<String, String> {
    let mut tables = BTreeMap::new();
    let mut nodes = Draft::of(instrument).nodes;
    facts::visit(&mut nodes, instrument, &mut |path, part| {
        if let Part::Item(item) = part
            && !item.answer.points.is_empty()
        {
            let points = item.answer.points.iter();
            let points = points.map(|one| format!("{}={}", one.answer, one.points));
            let points: Vec<String> = points.collect();
            tables.insert(path.to_owned(), points.join("; "));
        }
    });
    tables
}

/// Lines of a cell, as many as fit.
fn lines(all: impl Iterator<Item = String>) -> String {
    let mut text = String::new();
    for line in all {
        if text.chars().count() + line.chars().count() > TEXT_CHARS_MAX {
            text.push_str("\n…");
            break;
        }
        if !text.is_empty() {
            text.push('\n');
        }
        text.push_str(&line);
    }
    text
}

fn flat(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

fn clipped(text: &str) -> String {
    if text.chars().count() <= TEXT_CHARS_MAX {
        return text.to_owned();
    }
    let head: String = text.chars().take(TEXT_CHARS_MAX).collect();
    head + "…"
}
