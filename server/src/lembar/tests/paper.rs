//! Worksheets written from a draft as people lay them out: plain, or however the dice fall.

use std::collections::BTreeMap;

use model::instrument::{DraftAnswer, DraftGate, DraftItem, DraftNode, RowRole};
use rust_xlsxwriter::{Format, Worksheet as Page};

/// Dice from a seed (SplitMix64); without one, each throw is the first choice.
pub struct Dice(Option<u64>);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(Some(seed))
    }

    /// No chance at all.
    pub fn none() -> Self {
        Self(None)
    }

    pub fn below(&mut self, end: usize) -> usize {
        let Some(state) = &mut self.0 else { return 0 };
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = *state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end.max(1) as u64).unwrap()
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.0.is_some() && self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub fn shuffle<T>(&mut self, all: &mut [T]) {
        for n in (1..all.len()).rev() {
            if self.0.is_some() {
                all.swap(n, self.below(n + 1));
            }
        }
    }
}

/// What is put into a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Put {
    Text(String),
    Number(f64),
    /// A share in a cell that shows per cent.
    Percent(f64),
}

impl Put {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn lay(&self, page: &mut Page, row: u32, col: u16) {
        match self {
            Self::Text(text) => page.write_string(row, col, text).unwrap(),
            Self::Number(number) => page.write_number(row, col, *number).unwrap(),
            Self::Percent(share) => {
                let percent = Format::new().set_num_format("0.00%");
                page.write_number_with_format(row, col, *share, &percent)
                    .unwrap()
            }
        };
    }
}

/// What is filled in beside an item.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    pub answer: Option<Put>,
    /// By the rows of a percentage.
    pub counts: Vec<Option<Put>>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Col {
    Weight,
    Criteria,
    Choices,
    Answer,
    Assessor,
    Value,
    Note,
    Gates,
}

/// The columns behind codes and labels, as the ministry has them.
const COLS: [Col; 8] = [
    Col::Weight,
    Col::Criteria,
    Col::Choices,
    Col::Answer,
    Col::Value,
    Col::Note,
    Col::Gates,
    Col::Assessor,
];

/// How a worksheet is laid out.
pub struct Layout {
    /// The columns behind codes and labels.
    pub order: Vec<Col>,
    /// Empty columns before them.
    pub left: u16,
    /// The row of the head.
    pub top: u32,
    /// Columns that codes and labels take.
    pub levels: u16,
    /// Code and label of an item in one cell.
    pub joined: bool,
    /// Labels are merged over the columns behind them.
    pub merged: bool,
    /// Now and then a row is empty, or the head comes again.
    pub pages: bool,
}

impl Layout {
    pub fn of(nodes: &[DraftNode], dice: &mut Dice) -> Self {
        let mut order = COLS.to_vec();
        dice.shuffle(&mut order);
        Self {
            order,
            left: u16::try_from(dice.below(3)).unwrap(),
            top: 2 + u32::try_from(dice.below(6)).unwrap(),
            levels: depth(nodes) + 2,
            joined: dice.one_in(3),
            merged: dice.one_in(3),
            pages: dice.one_in(2),
        }
    }

    pub fn col(&self, col: Col) -> u16 {
        let place = self.order.iter().position(|one| *one == col).unwrap();
        self.left + self.levels + u16::try_from(place).unwrap()
    }
}

/// Levels of nodes.
fn depth(nodes: &[DraftNode]) -> u16 {
    let below = nodes.iter().map(|node| 1 + depth(&node.nodes));
    below.max().unwrap_or_default()
}

/// Writes a worksheet; the rows of nodes and items, by path, and the rows of counts (`A.I.a/1`).
pub fn write(
    page: &mut Page,
    nodes: &[DraftNode],
    typed: &BTreeMap<String, Typed>,
    layout: &Layout,
    dice: &mut Dice,
) -> BTreeMap<String, u32> {
    let mut writer = Writer {
        page,
        typed,
        layout,
        dice,
        row: layout.top + 1,
        rows: BTreeMap::new(),
    };
    writer.put(0, layout.left, "LEMBAR KERJA EVALUASI SATUAN KERJA");
    writer.head(layout.top);
    for node in nodes {
        writer.node(node, "", 0);
    }
    let total = ["TOTAL", "JUMLAH TOTAL", "Total Nilai"];
    let total = *writer.dice.pick(&total);
    let row = writer.row;
    writer.put(row, layout.left, total);
    let weight = layout.col(Col::Weight);
    Put::Number(100.0).lay(writer.page, row, weight);
    writer.rows
}

struct Writer<'a> {
    page: &'a mut Page,
    typed: &'a BTreeMap<String, Typed>,
    layout: &'a Layout,
    dice: &'a mut Dice,
    row: u32,
    rows: BTreeMap<String, u32>,
}

impl Writer<'_> {
    fn put(&mut self, row: u32, col: u16, text: &str) {
        self.page.write_string(row, col, text).unwrap();
    }

    fn head(&mut self, row: u32) {
        let label = *self.dice.pick(&["Penilaian", "Komponen", "URAIAN"]);
        let (left, levels) = (self.layout.left, self.layout.levels);
        if self.layout.merged {
            let plain = Format::new();
            self.page
                .merge_range(row, left, row, left + levels - 1, label, &plain)
                .unwrap();
        } else {
            self.put(row, left, label);
        }
        for col in self.layout.order.clone() {
            let words = *self.dice.pick(words(col));
            self.put(row, self.layout.col(col), words);
        }
    }

    /// Code and label in the columns of a level.
    fn label(&mut self, level: u16, code: &str, title: &str, joined: bool) {
        let (row, col) = (self.row, self.layout.left + level);
        let points = ["{}.", "{}. ", "\u{a0}{}.", "{}"];
        let code = self.dice.pick(&points[..3]).replace("{}", code);
        if joined {
            self.put(row, col, &format!("{} {title}", code.trim_end()));
            return;
        }
        self.put(row, col, &code);
        let last = self.layout.left + self.layout.levels - 1;
        if self.layout.merged && col + 1 < last {
            let plain = Format::new();
            self.page
                .merge_range(row, col + 1, row, last, title, &plain)
                .unwrap();
        } else {
            self.put(row, col + 1, title);
        }
    }

    fn weight(&mut self, weight: Option<&str>) {
        let Some(weight) = weight else { return };
        let col = self.layout.col(Col::Weight);
        let put = match self.dice.below(3) {
            0 => Put::Number(weight.parse().unwrap()),
            1 => Put::text(weight.replace('.', ",")),
            _ => Put::text(format!("\u{a0}{weight} ")),
        };
        put.lay(self.page, self.row, col);
    }

    fn gates(&mut self, gates: &[DraftGate]) {
        if gates.is_empty() {
            return;
        }
        let spelled: Vec<String> = gates.iter().map(|gate| spelled(gate, self.dice)).collect();
        let between = *self.dice.pick(&["; ", "\n", ", "]);
        let col = self.layout.col(Col::Gates);
        self.put(self.row, col, &spelled.join(between));
    }

    /// Goes to the next row, or a little further.
    fn next(&mut self) {
        self.row += 1;
        if self.layout.pages && self.dice.one_in(12) {
            self.row += 1;
        }
        if self.layout.pages && self.dice.one_in(25) {
            let col = self.layout.col(Col::Choices);
            self.put(self.row, col, "Pilihan Jawaban");
            self.put(self.row, self.layout.left, "Penilaian");
            self.row += 1;
        }
    }

    fn node(&mut self, node: &DraftNode, above: &str, level: u16) {
        let path = below(above, &node.code);
        self.rows.insert(path.clone(), self.row);
        self.label(level, &node.code, &node.title, false);
        self.weight(node.weight.as_deref());
        self.gates(&node.gates);
        self.next();
        for below in &node.nodes {
            self.node(below, &path, level + 1);
        }
        for item in &node.items {
            self.item(item, &path, level + 1);
        }
    }

    fn item(&mut self, item: &DraftItem, above: &str, level: u16) {
        let path = below(above, &item.code);
        self.rows.insert(path.clone(), self.row);
        self.label(level, &item.code, &item.title, self.layout.joined);
        self.weight(item.weight.as_deref());
        self.gates(&item.gates);
        let choices = choices(&item.answer, self.dice);
        self.put(self.row, self.layout.col(Col::Choices), &choices);
        let typed = self.typed.get(&path).cloned().unwrap_or_default();
        if let Some(answer) = typed.answer {
            answer.lay(self.page, self.row, self.layout.col(Col::Answer));
        }
        // What the assessor says, and what a formula once gave, is none of the unit's answers.
        if self.dice.one_in(3) {
            self.put(self.row, self.layout.col(Col::Assessor), "A");
            Put::Number(0.37).lay(self.page, self.row, self.layout.col(Col::Value));
        }
        self.next();
        for (n, row) in item.answer.rows.iter().enumerate() {
            let label = self.layout.left + level + u16::from(!self.layout.joined);
            self.rows.insert(format!("{path}/{}", n + 1), self.row);
            self.put(self.row, label, &format!("- {}", row.title));
            // Where the part comes first, each row says what it is.
            let turned = item.answer.rows[0].role == RowRole::Bagian;
            let kind = match row.role {
                RowRole::Bagian if turned => "Jumlah (bagian)",
                RowRole::Seluruh if turned => "jumlah (Seluruh)",
                _ => "Jumlah",
            };
            self.put(self.row, self.layout.col(Col::Choices), kind);
            if let Some(Some(count)) = typed.counts.get(n) {
                count.lay(self.page, self.row, self.layout.col(Col::Answer));
            }
            self.row += 1;
        }
    }
}

/// A path one level below another.
pub fn below(above: &str, code: &str) -> String {
    if above.is_empty() {
        code.to_owned()
    } else {
        format!("{above}.{code}")
    }
}

fn words(col: Col) -> &'static [&'static str] {
    match col {
        Col::Weight => &["Bobot", "BOBOT", " Bobot\u{a0}"],
        Col::Criteria => &["Kriteria Nilai", "PENJELASAN", "Kriteria\nNilai"],
        Col::Choices => &["Pilihan Jawaban", "PILIHAN  JAWABAN", "Pilihan\nJawaban"],
        Col::Answer => &["Jawaban (Unit)", "Jawaban Unit", "JAWABAN\nSATKER"],
        Col::Assessor => &["Jawaban TPI", "Jawaban (Asesor)", "Jawaban Penilai"],
        Col::Value => &["Nilai", "NILAI UNIT", "Skor"],
        Col::Note => &["Catatan", "Catatan/Penjelasan Unit", "Keterangan"],
        Col::Gates => &["Ketergantungan", "KETERGANTUNGAN", "Ketergantungan Nilai"],
    }
}

fn choices(answer: &DraftAnswer, dice: &mut Dice) -> String {
    let all = match answer.kind.as_str() {
        "ya_tidak" => ["Ya/Tidak", "ya / tidak", "YA/TIDAK\u{a0}"].map(str::to_owned),
        "abc" => ["A/B/C", "a/b/c", "A, B, C"].map(str::to_owned),
        "abcd" => ["A/B/C/D", "A / B / C / D", "A-D"].map(str::to_owned),
        "abcde" => ["A/B/C/D/E", "a/b/c/d/e", "A–E"].map(str::to_owned),
        "persen" => ["%", "Persen", " % "].map(str::to_owned),
        "nilai" => {
            let max = answer.max.clone().unwrap();
            [
                format!("Nilai (0-{max})"),
                format!("0 – {max}"),
                format!("Skala 0 s.d. {max}"),
            ]
        }
        "angka" => {
            let target = answer.target.clone().unwrap();
            [
                format!("Angka (target {target})"),
                format!("Target: {target}"),
                format!("angka (TARGET = {target} orang)"),
            ]
        }
        "lookup" => {
            let points = answer.points.iter();
            let points: Vec<String> = points
                .map(|one| format!("{}={}", one.answer, one.points))
                .collect();
            let comma: Vec<String> = points.iter().map(|one| one.replace('.', ",")).collect();
            [points.join("; "), points.join("\n"), comma.join(" ; ")]
        }
        other => panic!("{other}"),
    };
    dice.pick(&all).clone()
}

fn spelled(gate: &DraftGate, dice: &mut Dice) -> String {
    match gate {
        DraftGate::Times(path) => {
            let forms = [path.clone(), format!("{path}."), path.replace('.', ". ")];
            let path = dice.pick(&forms);
            format!("{}{path}", dice.pick(&["× ", "x ", "*", "×\u{a0}", "X "]))
        }
        DraftGate::ZeroIf { item, answer } => {
            let forms = [answer.clone(), answer.to_lowercase(), format!("“{answer}”")];
            let answer = dice.pick(&forms);
            let forms = [item.clone(), format!("{item}.")];
            let item = dice.pick(&forms);
            format!(
                "{} {item} = {answer}",
                dice.pick(&["0 jika", "0 JIKA", "0  jika"])
            )
        }
    }
}
