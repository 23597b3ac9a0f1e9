//! Random worksheets: what is printed and typed, and what is meant by it.

use std::collections::BTreeMap;

use model::instrument::draft::DraftPoints;
use model::instrument::{DraftAnswer, DraftGate, DraftItem, DraftNode, Row, RowRole};

use super::oracle::{Frac, Meant, weight};
use super::paper::{Dice, Put, Typed, below};

/// Builds a worksheet and what is filled in.
pub struct Builder {
    dice: Dice,
    pub own: BTreeMap<String, Option<Meant>>,
    pub typed: BTreeMap<String, Typed>,
    /// Items and nodes that have no gates, so that none makes a chain too long for fractions.
    pub free: Vec<(String, Option<String>)>,
    /// Items of whose answer something is to be said: it is none of theirs, or above the whole.
    pub said: Vec<String>,
}

impl Builder {
    pub fn new(seed: u64) -> Self {
        Self {
            dice: Dice::of(seed),
            own: BTreeMap::new(),
            typed: BTreeMap::new(),
            free: Vec::new(),
            said: Vec::new(),
        }
    }

    pub fn nodes(&mut self) -> Vec<DraftNode> {
        let depth = 1 + self.dice.below(3);
        let mut nodes: Vec<DraftNode> = Vec::new();
        for n in 0..2 + self.dice.below(2) {
            nodes.push(self.node("", 0, depth, n));
        }
        // The result: items with weights of their own, a level below the top.
        let mut result = DraftNode {
            code: ["A", "B", "C", "D"][nodes.len()].into(),
            title: "Hasil kegiatan".into(),
            ..DraftNode::default()
        };
        for n in 0..2 {
            let own = format!("{}.5", 1 + self.dice.below(20));
            let mut item = self.item(&result.code, n);
            item.weight = Some(own);
            result.items.push(item);
        }
        let all = result
            .items
            .iter()
            .map(|item| weight(item.weight.as_deref()));
        result.weight = Some(text(all.fold(Frac::ZERO, Frac::add)));
        nodes.push(result);
        nodes
    }

    fn node(&mut self, above: &str, level: usize, depth: usize, n: usize) -> DraftNode {
        let codes = [
            ["A", "B", "C", "D"],
            ["I", "II", "III", "IV"],
            ["1", "2", "3", "4"],
            ["i", "ii", "iii", "iv"],
        ];
        let code = codes[level][n];
        let path = below(above, code);
        let mut node = DraftNode {
            code: code.into(),
            title: format!("Komponen {}", path.replace('.', " ")),
            ..DraftNode::default()
        };
        if level < depth {
            for n in 0..1 + self.dice.below(3) {
                node.nodes.push(self.node(&path, level + 1, depth, n));
            }
            let all = node.nodes.iter().map(|node| weight(node.weight.as_deref()));
            node.weight = Some(text(all.fold(Frac::ZERO, Frac::add)));
        } else {
            for n in 0..1 + self.dice.below(4) {
                let item = self.item(&path, n);
                node.items.push(item);
            }
            let hundredths = i128::try_from(25 * (1 + self.dice.below(60))).unwrap();
            node.weight = Some(text(Frac::new(hundredths, 100)));
            if self.dice.one_in(8) && !self.free.is_empty() {
                let (of, _) = self.dice.pick(&self.free).clone();
                if !of.starts_with(&path) {
                    node.gates.push(DraftGate::Times(of));
                }
            } else if node.items.iter().all(|item| item.gates.is_empty()) {
                self.free.push((path, None));
            }
        }
        node
    }

    fn item(&mut self, above: &str, n: usize) -> DraftItem {
        let code = ["a", "b", "c", "d", "e"][n];
        let path = below(above, code);
        let (answer, options) = self.answer();
        let title = match answer.rows.first() {
            Some(_) if answer.rows.iter().any(|row| row.role == RowRole::Sisa) => {
                format!("Penurunan pelanggaran {path}")
            }
            _ => format!("Pertanyaan {path} dijawab"),
        };
        let mut item = DraftItem {
            code: code.into(),
            title,
            answer,
            ..DraftItem::default()
        };
        if self.dice.one_in(4) && !self.free.is_empty() {
            let (of, waits) = self.dice.pick(&self.free).clone();
            item.gates
                .push(match waits.filter(|_| self.dice.one_in(2)) {
                    Some(answer) => DraftGate::ZeroIf { item: of, answer },
                    None => DraftGate::Times(of),
                });
        } else {
            let waits = options.last().map(|(name, _)| name.clone());
            self.free.push((path.clone(), waits));
        }
        let (typed, meant) = self.typed(&path, &item.answer, &options);
        self.typed.insert(path.clone(), typed);
        self.own.insert(path, meant);
        item
    }

    /// A type, and the answers that can be chosen with their worth.
    fn answer(&mut self) -> (DraftAnswer, Vec<(String, Frac)>) {
        let letters = |worth: &[i128]| -> Vec<(String, Frac)> {
            let named = "ABCDE".chars().zip(worth);
            named
                .map(|(c, n)| (c.to_string(), Frac::new(*n, 100)))
                .collect()
        };
        let none = Vec::new;
        match self.dice.below(9) {
            0 => {
                let both = [("Ya", Frac::ONE), ("Tidak", Frac::ZERO)];
                let both = both.map(|(name, worth)| (name.to_owned(), worth));
                (DraftAnswer::ya_tidak(), both.into())
            }
            1 => (DraftAnswer::abc(), letters(&[100, 50, 0])),
            2 => (DraftAnswer::abcd(), letters(&[100, 67, 33, 0])),
            3 => (DraftAnswer::abcde(), letters(&[100, 75, 50, 25, 0])),
            4 => (
                DraftAnswer::nilai(self.dice.pick(&["4", "5", "100"])),
                none(),
            ),
            5 => (
                DraftAnswer::angka(self.dice.pick(&["80", "12", "30"])),
                none(),
            ),
            6 => {
                // Two answers of equal worth.
                let table = [("WTP", "3"), ("WTP-DPP", "2.5"), ("TW", "0"), ("TMP", "0")];
                let worth = |text| Frac::parse(text).over(Frac(3, 1));
                let options = table.map(|(name, points)| (name.to_owned(), worth(points)));
                let points = table.map(|(answer, points)| DraftPoints {
                    answer: answer.into(),
                    points: points.into(),
                });
                (DraftAnswer::lookup(points.into()), options.into())
            }
            _ => (DraftAnswer::persen(self.rows()), none()),
        }
    }

    fn rows(&mut self) -> Vec<Row> {
        use RowRole::{Bagian, Lewati, Seluruh, Sisa};
        let rows: &[(&str, RowRole)] = match self.dice.below(5) {
            0 => &[],
            1 => &[
                ("Jumlah sasaran", Seluruh),
                ("Jumlah yang diproses", Lewati),
                ("Jumlah yang tercapai", Bagian),
            ],
            2 => &[
                ("Persentase penyampaian", Lewati),
                ("Jumlah yang harus melapor - Kepala", Seluruh),
                ("Jumlah yang harus melapor - Lainnya", Seluruh),
                ("Jumlah yang sudah melapor", Bagian),
            ],
            3 => &[
                ("Jumlah tahun sebelumnya", Seluruh),
                ("Jumlah tahun ini", Sisa),
            ],
            // The other way round.
            _ => &[
                ("Jumlah pengaduan yang selesai", Bagian),
                ("Jumlah seluruh pengaduan", Seluruh),
            ],
        };
        let row = |(n, (title, role)): (usize, &(&str, RowRole))| Row {
            code: (n + 1).to_string(),
            title: (*title).to_owned(),
            role: *role,
        };
        rows.iter().enumerate().map(row).collect()
    }

    /// What is typed beside an item, and what is meant by it.
    fn typed(
        &mut self,
        path: &str,
        answer: &DraftAnswer,
        options: &[(String, Frac)],
    ) -> (Typed, Option<Meant>) {
        let said = |answer: Put| Typed {
            answer: Some(answer),
            counts: Vec::new(),
        };
        let of = |worth: Frac| {
            let name = String::new();
            Some(Meant { name, worth })
        };
        if self.dice.one_in(6) {
            return (Typed::default(), None);
        }
        if self.dice.one_in(25) {
            self.said.push(path.to_owned());
            return (said(Put::text("tidak tahu")), None);
        }
        let dice = &mut self.dice;
        if !options.is_empty() {
            let (name, worth) = dice.pick(options).clone();
            let forms = [
                name.clone(),
                name.to_lowercase(),
                format!("\u{a0}{name} "),
                format!("{name}."),
            ];
            let meant = Meant { name, worth };
            return (said(Put::text(dice.pick(&forms).clone())), Some(meant));
        }
        let tenths = i64::try_from(dice.below(41)).unwrap();
        match answer.kind.as_str() {
            "nilai" | "angka" => {
                let most = answer.max.as_ref().or(answer.target.as_ref()).unwrap();
                let worth = Frac::new(i128::from(tenths), 10).over(Frac::parse(most));
                (said(decimal(tenths, 10, dice)), of(worth.within()))
            }
            _ if answer.rows.is_empty() || dice.one_in(3) => {
                let tenths = i64::try_from(dice.below(1101)).unwrap();
                let worth = Frac::new(i128::from(tenths), 1000);
                #[expect(clippy::cast_precision_loss, reason = "small")]
                let share = tenths as f64 / 1000.0;
                if worth.within() != worth {
                    self.said.push(path.to_owned());
                }
                let spelled = format!("{},{}", tenths / 10, tenths % 10);
                let put = match dice.below(4) {
                    0 if worth.within() == worth => Put::Number(share),
                    0 | 1 => Put::text(format!("{spelled} %")),
                    2 => Put::text(format!("{}%", spelled.replace(',', "."))),
                    _ => Put::Percent(share),
                };
                (said(put), of(worth.within()))
            }
            _ => self.counted(answer),
        }
    }

    fn counted(&mut self, answer: &DraftAnswer) -> (Typed, Option<Meant>) {
        let mut sums: BTreeMap<&str, i128> = BTreeMap::new();
        let mut counts = Vec::new();
        for row in &answer.rows {
            let n = 1 + self.dice.below(12);
            let small = i32::try_from(n).unwrap();
            counts.push(Some(match self.dice.below(3) {
                0 => Put::Number(f64::from(small)),
                1 => Put::text(n.to_string()),
                _ => Put::text(format!("{n} orang")),
            }));
            let role = match row.role {
                RowRole::Seluruh => "seluruh",
                RowRole::Bagian => "bagian",
                RowRole::Sisa => "sisa",
                RowRole::Lewati => continue,
            };
            *sums.entry(role).or_default() += i128::try_from(n).unwrap();
        }
        let whole = Frac(sums["seluruh"], 1);
        let part = match sums.get("sisa") {
            Some(left) => whole.minus(Frac(*left, 1)),
            None => Frac(sums["bagian"], 1),
        };
        let worth = part.over(whole).within();
        let answer = None;
        let name = String::new();
        (Typed { answer, counts }, Some(Meant { name, worth }))
    }
}

/// A fraction of hundredths as text.
fn text(of: Frac) -> String {
    let hundredths = of.times(Frac(100, 1));
    assert_eq!(hundredths.1, 1);
    format!("{}.{:02}", hundredths.0 / 100, hundredths.0 % 100)
}

fn decimal(n: i64, of: i64, dice: &mut Dice) -> Put {
    let spelled = format!("{},{}", n / of, n % of);
    match dice.below(3) {
        0 => Put::text(spelled),
        1 => Put::text(format!(" {}\u{a0}", spelled.replace(',', "."))),
        _ => Put::Number(spelled.replace(',', ".").parse().unwrap()),
    }
}
