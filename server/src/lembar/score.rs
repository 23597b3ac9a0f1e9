//! The score of a filled worksheet, in the shape that `bukti score --json` writes.

use model::instrument::Subject;
use model::score::{Met, NodeScore, Sheet, official};
use rust_decimal::Decimal;
use serde::Serialize;

use super::finding::Finding;
use super::worksheet::Worksheet;

/// The score of a worksheet. Numbers are decimals as text, unrounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// The instrument's title.
    pub instrument: String,
    /// The instrument's own arithmetic over the answers as they stand.
    pub index: String,
    /// The grade; none where the instrument has awards instead, or nothing is answered.
    pub grade: Option<String>,
    /// Awards, met or not, with what is missing.
    pub thresholds: Vec<Award>,
    /// Weight of what is answered ÷ weight.
    pub coverage: String,
    /// Components, and items with a weight of their own, in the order of the worksheet.
    pub nodes: Vec<Scored>,
    /// What doesn't add up.
    pub findings: Vec<Said>,
    /// How something was read, and differences that are a matter of rounding: nothing to settle.
    pub notes: Vec<Note>,
}

/// An award.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Award {
    /// WBK, WBBM.
    pub name: String,
    /// Whether every minimum is reached.
    pub met: bool,
    /// The minimums that aren't.
    pub missing: Vec<Short>,
}

/// A minimum that isn't reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Short {
    /// Path or area; empty for the whole. Where nobody knows, what is printed and where.
    pub of: String,
    /// Points that it takes; nothing where they can't be read.
    pub min: Option<String>,
    /// Points that are there; nothing where it isn't known of what.
    pub value: Option<String>,
    /// The difference; nothing where it isn't known.
    pub missing: Option<String>,
}

/// A node's score.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Scored {
    /// Codes joined by points.
    pub path: String,
    /// The printed code.
    pub code: String,
    /// The label.
    pub title: String,
    /// The printed weight.
    pub weight: String,
    /// Its points.
    pub value: String,
    /// Items below that are answered.
    pub answered: usize,
    /// Items below.
    pub items: usize,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Said {
    /// Where: `G42`.
    pub cell: String,
    /// What stands there.
    pub what: String,
    /// What would mend it.
    pub proposal: String,
}

/// A note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Where: `G42`.
    pub cell: String,
    /// What.
    pub what: String,
}

/// Scores a worksheet.
#[must_use]
pub fn report(worksheet: &Worksheet) -> Report {
    let mut sheet = Sheet::new();
    for (id, filled) in &worksheet.filled {
        sheet.put(id.clone(), filled.value, filled.answer.clone());
    }
    let official = official(&worksheet.instrument, &sheet);
    Report {
        instrument: worksheet.instrument.title.clone(),
        index: text(official.index),
        thresholds: official.awards.iter().map(award).collect(),
        coverage: text(official.coverage),
        nodes: official.nodes.iter().map(scored).collect(),
        grade: official.grade,
        findings: worksheet.to_settle().map(said).collect(),
        notes: worksheet.notes().map(note).collect(),
    }
}

fn text(number: Decimal) -> String {
    number.normalize().to_string()
}

fn award((name, minimums): &(String, Vec<Met>)) -> Award {
    let short = |minimum: &Met| {
        let settled = minimum.is_settled();
        let of = match &minimum.of {
            Subject::Path(name) | Subject::Area(name) | Subject::Unsettled(name) => name.clone(),
        };
        Short {
            of,
            min: (settled || !minimum.min.is_zero()).then(|| text(minimum.min)),
            value: settled.then(|| text(minimum.points)),
            missing: settled.then(|| text(minimum.missing())),
        }
    };
    Award {
        name: name.clone(),
        met: minimums.iter().all(Met::is_met),
        missing: minimums
            .iter()
            .filter(|minimum| !minimum.is_met())
            .map(short)
            .collect(),
    }
}

fn scored(node: &NodeScore) -> Scored {
    Scored {
        path: node.path.clone(),
        code: node.code.clone(),
        title: node.title.clone(),
        weight: text(node.weight),
        value: text(node.value),
        answered: node.answered,
        items: node.items,
    }
}

fn said(finding: &Finding) -> Said {
    Said {
        cell: finding.cell.to_string(),
        what: finding.what.clone(),
        proposal: finding.proposal.clone(),
    }
}

fn note(finding: &Finding) -> Note {
    Note {
        cell: finding.cell.to_string(),
        what: finding.what.clone(),
    }
}
