//! Points of a hundred with counts right below: a percentage in all but name.

use super::choices::Asked;
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::line::{Line, Type};
use model::instrument::DraftAnswer;

/// Reads such items as percentages, so that their counts belong to something; each is a finding.
pub fn settle(columns: &Columns, lines: &mut [Line], findings: &mut Vec<Finding>) {
    let is_count = |line: &Line| line.kind == Type::Is(Asked::Count);
    for n in 1..lines.len() {
        if !is_count(&lines[n]) || !is_of_a_hundred(&lines[n - 1]) {
            continue;
        }
        let item = &mut lines[n - 1];
        let what = format!(
            "“{}” punya baris Jumlah; pilihan jawabannya dibaca sebagai %",
            item.title
        );
        let at = item.cell(columns.choices);
        findings.push(Finding::new(at, Slip::AnswerType, what, "Tulis %"));
        item.kind = Type::Is(Asked::Answer(DraftAnswer::persen(Vec::new())));
    }
}

fn is_of_a_hundred(line: &Line) -> bool {
    let Type::Is(Asked::Answer(answer)) = &line.kind else {
        return false;
    };
    answer.kind == "nilai" && answer.max.as_deref() == Some("100")
}
