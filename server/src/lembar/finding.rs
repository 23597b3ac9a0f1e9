//! Findings: what doesn't add up in a worksheet, where, and what would mend it. Written for the people who
//! filled it in, so in Indonesian.

use super::cell::CellRef;

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    /// Worth knowing; nothing to settle.
    Note,
    /// To be accepted or mended before the worksheet is imported.
    Finding,
}

/// What sort of slip it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// Weights below don't sum to the printed one.
    WeightSum,
    /// A weight is missing or can't be read.
    Weight,
    /// A code is there twice.
    CodeTwice,
    /// A code is missing where others like it have one.
    Code,
    /// A code stands in the column of other codes, or the whole row does.
    Shifted,
    /// An answer type that nobody knows, or none where there is an answer.
    AnswerType,
    /// An answer that the type doesn't have.
    Answer,
    /// A number above its maximum.
    AboveMaximum,
    /// A typed percentage and its counts differ.
    Counts,
    /// A percentage can't be computed: nothing to divide by.
    NoWhole,
    /// A formula's error.
    Formula,
    /// A link that leads nowhere but on one computer.
    Link,
    /// A minimum that can't be reached, or names nothing.
    Threshold,
    /// A dependency that names nothing.
    Gate,
    /// A row that belongs nowhere.
    Row,
    /// How a number was taken.
    Reading,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub cell: CellRef,
    /// How much it matters.
    pub rank: Rank,
    /// What sort of slip.
    pub slip: Slip,
    /// What stands there.
    pub what: String,
    /// What would mend it.
    pub proposal: String,
}

impl Finding {
    /// A finding to be settled.
    #[must_use]
    pub fn new(cell: CellRef, slip: Slip, what: String, proposal: impl Into<String>) -> Self {
        Self {
            cell,
            rank: Rank::Finding,
            slip,
            what: one_line(&what),
            proposal: proposal.into(),
        }
    }

    /// A note.
    #[must_use]
    pub fn note(cell: CellRef, slip: Slip, what: String) -> Self {
        Self {
            cell,
            rank: Rank::Note,
            slip,
            what: one_line(&what),
            proposal: String::new(),
        }
    }
}

/// What cells say in several lines is said in one.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
