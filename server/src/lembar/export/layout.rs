//! Where everything stands in a workbook that is written: rows in the order in which they are read back.

use std::collections::BTreeMap;

use model::instrument::{Instrument, Item, Node, Row};

use super::super::cell::CellRef;

/// Rows of title and head before the first line.
pub const FIRST_LINE: u32 = 3;
/// The row of the head.
pub const HEAD: u32 = 2;

/// Columns behind the hierarchy, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Col {
    /// *Bobot*.
    Weight,
    /// *Kriteria Nilai*.
    Criteria,
    /// *Pilihan Jawaban*.
    Choices,
    /// *Ketergantungan*.
    Gates,
    /// The unit's *Jawaban*.
    Answer,
    /// The unit's *Nilai*.
    Value,
    /// The unit's share.
    Share,
    /// The unit's *Catatan*.
    Note,
    /// *Bukti Dukung yang Diminta*.
    Documents,
    /// Names of evidence.
    Evidence,
    /// Links.
    Links,
    /// The assessor's *Jawaban*.
    Judged,
    /// The assessor's *Nilai*.
    JudgedValue,
    /// The assessor's share.
    JudgedShare,
    /// The assessor's *Catatan*.
    JudgedNote,
    /// The unit's value before gates (hidden).
    Own,
    /// The assessor's value before gates (hidden).
    JudgedOwn,
}

impl Col {
    /// All of them, each with its head and its width.
    pub const ALL: [(Self, &'static str, f64); 17] = [
        (Self::Weight, "Bobot", 8.0),
        (Self::Criteria, "Kriteria Nilai", 40.0),
        (Self::Choices, "Pilihan Jawaban", 14.0),
        (Self::Gates, "Ketergantungan", 18.0),
        (Self::Answer, "Jawaban (Unit)", 12.0),
        (Self::Value, "Nilai (Unit)", 9.0),
        (Self::Share, "% (Unit)", 9.0),
        (Self::Note, "Catatan (Unit)", 40.0),
        (Self::Documents, "Bukti Dukung yang Diminta", 40.0),
        (Self::Evidence, "Bukti (Unit)", 30.0),
        (Self::Links, "Tautan Bukti (Unit)", 30.0),
        (Self::Judged, "Jawaban (Asesor)", 12.0),
        (Self::JudgedValue, "Nilai (Asesor)", 9.0),
        (Self::JudgedShare, "% (Asesor)", 9.0),
        (Self::JudgedNote, "Catatan (Asesor)", 40.0),
        (Self::Own, "Angka unit", 9.0),
        (Self::JudgedOwn, "Angka asesor", 9.0),
    ];
}

/// What stands in a row.
#[derive(Clone, Copy, Debug)]
pub enum Content<'a> {
    /// A component.
    Node(&'a Node),
    /// An item.
    Item(&'a Item),
    /// A count of the item above.
    Count(&'a Item, &'a Row),
}

/// A row, with the column that its code stands in.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The row.
    pub row: u32,
    /// The column of its code.
    pub level: u16,
    /// What it is.
    pub content: Content<'a>,
}

/// The rows and columns of an instrument.
#[derive(Debug)]
pub struct Layout<'a> {
    /// The rows, from the top.
    pub lines: Vec<Line<'a>>,
    /// The first column behind the hierarchy.
    pub behind: u16,
    /// Rows of nodes and items, by path.
    pub rows: BTreeMap<&'a str, u32>,
    /// The last row below each node that belongs to it.
    pub ends: BTreeMap<&'a str, u32>,
    /// Rows of counts, by the item's path and the row's code.
    pub counts: BTreeMap<(&'a str, &'a str), u32>,
}

impl<'a> Layout<'a> {
    /// Lays an instrument out.
    #[must_use]
    pub fn of(instrument: &'a Instrument) -> Self {
        let mut layout = Self {
            lines: Vec::new(),
            behind: 0,
            rows: BTreeMap::new(),
            ends: BTreeMap::new(),
            counts: BTreeMap::new(),
        };
        layout.below(instrument, instrument.root(), 0);
        let deepest = layout.lines.iter().map(|line| line.level).max();
        layout.behind = deepest.unwrap_or_default() + 2;
        layout
    }

    /// Items come first: below a component they would belong to it.
    fn below(&mut self, instrument: &'a Instrument, node: &'a Node, level: u16) {
        for item in instrument.items_of(node) {
            let row = self.add(level, Content::Item(item));
            self.rows.insert(&item.path, row);
            for count in item.answer.rows() {
                let row = self.add(level + 1, Content::Count(item, count));
                self.counts.insert((&item.path, &count.code), row);
            }
        }
        for child in instrument.children_of(node) {
            let row = self.add(level, Content::Node(child));
            self.rows.insert(&child.path, row);
            self.below(instrument, child, level + 1);
            self.ends.insert(&child.path, self.next_row() - 1);
        }
    }

    fn add(&mut self, level: u16, content: Content<'a>) -> u32 {
        let row = self.next_row();
        self.lines.push(Line {
            row,
            level,
            content,
        });
        row
    }

    /// The first row that is free.
    #[must_use]
    pub fn next_row(&self) -> u32 {
        FIRST_LINE + u32::try_from(self.lines.len()).unwrap_or_default()
    }

    /// The number of a column.
    #[must_use]
    pub fn col(&self, col: Col) -> u16 {
        let place = Col::ALL.iter().position(|(one, ..)| *one == col);
        self.behind + u16::try_from(place.unwrap_or_default()).unwrap_or_default()
    }

    /// The name of a cell: `H12`.
    #[must_use]
    pub fn cell(&self, row: u32, col: Col) -> String {
        let col = u32::from(self.col(col));
        CellRef { row, col }.to_string()
    }
}
