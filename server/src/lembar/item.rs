//! An item of the tree: what it asks, and what is said of how it asks it.

use model::instrument::DraftItem;
use model::instrument::draft::DraftAnswer;
use rust_decimal::Decimal;

use super::cell::plain;
use super::choices::{Asked, begins_at_one};
use super::criteria::{criteria, documents};
use super::finding::{Finding, Slip};
use super::line::{Line, Type, Weight};
use super::number::count;
use super::rows::{role_in, rows, turned};
use super::tree::Sheet;

impl Sheet<'_> {
    /// An item as a draft has it, with its counts.
    pub fn item(
        &self,
        line: &Line,
        counts: Option<&Vec<usize>>,
        findings: &mut Vec<Finding>,
    ) -> DraftItem {
        let answer = match &line.kind {
            Type::Is(Asked::Answer(answer)) if answer.kind == "persen" => {
                let counts: Vec<&Line> = (counts.into_iter().flatten())
                    .map(|n| &self.lines[*n])
                    .collect();
                let titles: Vec<&str> = counts.iter().map(|line| line.title.as_str()).collect();
                let mut rows = rows(&line.title, &titles);
                let said = |line: &&Line| role_in(&self.grid.text(line.cell(self.columns.choices)));
                for (row, line) in rows.iter_mut().zip(&counts) {
                    row.role = said(line).unwrap_or(row.role);
                }
                if let Some((part, whole)) = turned(&line.title, &titles)
                    && !counts.iter().any(|line| said(line).is_some())
                {
                    findings.extend(self.turned(counts[part], counts[whole]));
                }
                DraftAnswer::persen(rows)
            }
            Type::Is(Asked::Answer(answer)) => answer.clone(),
            Type::Unknown(printed) => {
                let what = match printed.as_str() {
                    "" => format!(
                        "“{}” tidak punya pilihan jawaban; butir ini tidak dinilai",
                        line.title
                    ),
                    _ => format!(
                        "Pilihan Jawaban “{printed}” tidak dikenal; butir ini tidak dinilai"
                    ),
                };
                let at = line.cell(self.columns.choices);
                let likely = self.likely(line);
                findings.push(Finding::new(at, Slip::AnswerType, what, likely));
                DraftAnswer::unknown(printed)
            }
            _ => DraftAnswer::unknown(""),
        };
        let text = |col: Option<u32>| {
            col.map(|col| self.grid.text(line.cell(col)))
                .unwrap_or_default()
        };
        let table: Vec<&str> = answer
            .points
            .iter()
            .map(|one| one.answer.as_str())
            .collect();
        let choices: &[&str] = match answer.kind.as_str() {
            "ya_tidak" => &["Ya", "Tidak"],
            "abc" => &["A", "B", "C"],
            "abcd" => &["A", "B", "C", "D"],
            "abcde" => &["A", "B", "C", "D", "E"],
            _ => &table,
        };
        let criteria = criteria(&text(self.columns.criteria), choices);
        self.points(line, &answer, findings);
        findings.extend(self.scale(line, &answer));
        DraftItem {
            code: line.code.clone(),
            title: line.title.clone(),
            answer: answer.clone(),
            // An item without a weight of its own shares what is left of its component's.
            weight: self.weight(line, findings),
            criteria,
            documents: documents(&text(self.columns.documents)),
            ..DraftItem::default()
        }
    }

    /// Says where the most points of a table are another number than the weight that they earn.
    fn points(&self, line: &Line, answer: &DraftAnswer, findings: &mut Vec<Finding>) {
        let points = answer.points.iter();
        let points = points.filter_map(|one| Decimal::from_str_exact(&one.points).ok());
        let (Some(most), Weight::Is(weight)) = (points.max(), &line.weight) else {
            return;
        };
        if most != *weight {
            let show = |number: Decimal| number.normalize().to_string().replace('.', ",");
            let what = format!(
                "Poin terbesar {}, bobotnya {}: poin dihitung sebagai bagian dari poin terbesar",
                show(most),
                show(*weight)
            );
            let at = line.cell(self.columns.choices);
            findings.push(Finding::note(at, Slip::Reading, what));
        }
    }

    /// What is said of a scale from 1, of which each point counts as on one from 0.
    fn scale(&self, line: &Line, answer: &DraftAnswer) -> Option<Finding> {
        let at = line.cell(self.columns.choices);
        let text = self.grid.shown(at)?.text();
        let max = answer.max.as_ref().filter(|_| answer.kind == "nilai")?;
        let bare = begins_at_one(&text)?;
        let what = format!("“{text}” dibaca sebagai Nilai (0-{max}): jawaban dibagi {max}");
        Some(match bare {
            true => {
                let proposal = format!("Bila begitu, tulis Nilai (0-{max})");
                Finding::new(at, Slip::AnswerType, what, proposal)
            }
            false => Finding::note(at, Slip::Reading, what),
        })
    }

    /// What is said of counts whose words speak against their places; nothing where the numbers don't.
    fn turned(&self, part: &Line, whole: &Line) -> Option<Finding> {
        let number = |line: &Line| {
            let at = line.cell(self.columns.answer?);
            count(self.grid.at(at)?)
        };
        let at = whole.place();
        let what = "Baris terakhir dibagi baris pertama, tetapi menurut kata-katanya penyebutnya baris ini";
        match number(part).zip(number(whole)) {
            Some((part, whole)) if whole <= part => None,
            Some(_) => {
                let proposal = format!(
                    "Bila begitu, tulis Jumlah (seluruh) di Pilihan Jawaban baris ini dan Jumlah (bagian) di {}",
                    part.cell(self.columns.choices)
                );
                Some(Finding::new(at, Slip::Counts, what.into(), proposal))
            }
            None => Some(Finding::note(at, Slip::Reading, what.into())),
        }
    }

    /// The type that the printed criteria speak for.
    fn likely(&self, line: &Line) -> String {
        let text = self
            .columns
            .criteria
            .map(|col| self.grid.text(line.cell(col)));
        let text = text.unwrap_or_default();
        let letters = criteria(&text, &["A", "B", "C", "D", "E"]).len();
        match letters {
            3 => "Menurut kriterianya: A/B/C".into(),
            4 => "Menurut kriterianya: A/B/C/D".into(),
            5 => "Menurut kriterianya: A/B/C/D/E".into(),
            _ if plain(&text).starts_with("ya") => "Menurut kriterianya: Ya/Tidak".into(),
            _ => "Pilih: Ya/Tidak, A/B/C, A/B/C/D, A/B/C/D/E, %, atau Nilai (0-4)".into(),
        }
    }
}
