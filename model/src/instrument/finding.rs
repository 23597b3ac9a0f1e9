//! What doesn't add up in a draft, and what would settle it.

use rust_decimal::Decimal;

use super::InstrumentError;

/// How much something matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rank {
    /// Worth a look.
    Note,
    /// A person must accept it.
    Finding,
    /// Nothing can be scored.
    Error,
}

/// Something that doesn't add up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The path of the node or item; empty where it is about the whole or an award.
    pub place: String,
    /// What it is.
    pub kind: FindingKind,
    /// How much it matters.
    pub rank: Rank,
    /// What would settle it.
    pub proposal: Proposal,
}

/// What doesn't add up.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FindingKind {
    /// The printed weight isn't the sum of what is below.
    #[error("the printed weight is {printed}, what is below weighs {sum}")]
    WeightSum {
        /// As printed.
        printed: Decimal,
        /// Children, and items with a weight of their own.
        sum: Decimal,
    },
    /// Items stand under a node that has no weight: they add nothing.
    #[error("items without a weight stand under a component without one")]
    NoWeight,
    /// A node with a weight has nothing below that could earn it.
    #[error("nothing below can earn this weight")]
    NoItems,
    /// Two siblings have the same code.
    #[error("the code {code} is there twice")]
    CodeTwice {
        /// As printed.
        code: String,
    },
    /// An award that asks for nothing would be everybody's.
    #[error("{award} asks for nothing: everybody would have it")]
    AwardEmpty {
        /// The award.
        award: String,
    },
    /// An award asks for more than there is.
    #[error("{award} asks for {min} points{}, there are {weight}", of_area(area.as_deref()))]
    ThresholdTooHigh {
        /// The award.
        award: String,
        /// The area that it asks them of, if it is one.
        area: Option<String>,
        /// What it asks.
        min: Decimal,
        /// What its subject weighs.
        weight: Decimal,
    },
    /// An award names nothing of this worksheet.
    #[error("{award} names {subject:?}, which is not in this worksheet")]
    ThresholdUnknown {
        /// The award.
        award: String,
        /// What it names.
        subject: String,
    },
    /// A gate names no item or node of this worksheet.
    #[error("the gate names {gate:?}, which is not in this worksheet")]
    GateUnknown {
        /// What it names.
        gate: String,
    },
    /// A gate waits for an answer that its item doesn't have.
    #[error("the gate waits for {answer:?}, which is no answer to {gate}")]
    GateAnswer {
        /// The item that it depends on.
        gate: String,
        /// The answer.
        answer: String,
    },
    /// The answer type is unknown, or lacks what it needs.
    #[error("the answer type {printed:?} is not known or not complete")]
    AnswerType {
        /// As printed.
        printed: String,
    },
    /// A percentage has counts from which it can't be computed.
    #[error("the counts don't say what is divided by what")]
    Rows,
    /// A criterion explains an answer that the type doesn't have.
    #[error("a criterion explains {answer:?}, which is no answer of this type")]
    Criterion {
        /// The answer.
        answer: String,
    },
    /// A number can't be read.
    #[error("{text:?} is no number from 0 to a million")]
    Number {
        /// What stands there.
        text: String,
    },
    /// Anything else for which the document is refused.
    #[error(transparent)]
    Refused(#[from] InstrumentError),
}

fn of_area(area: Option<&str>) -> String {
    area.map(|area| format!(" of the area {area}"))
        .unwrap_or_default()
}

/// What would settle a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Write this weight.
    Weight(Decimal),
    /// Write this code.
    Code(String),
    /// Ask for no more than this.
    Minimum(Decimal),
    /// Take the gate, the minimum, the award or the criterion away, or let it name something else.
    Remove,
    /// Choose an answer type.
    AnswerType,
    /// Say which count is the whole and which the part.
    Rows,
    /// Give it a weight, or move it under a component that has one.
    WeightOrPlace,
    /// Add items, or take it away.
    Items,
    /// Write a number: 17.5.
    Number,
    /// Do what the refusal says.
    AsSaid,
}

impl Proposal {
    /// Whether it is one thing and known, so that [`super::Draft::settle`] can do it; the others ask a person.
    #[must_use]
    pub fn is_one_thing(&self) -> bool {
        matches!(
            self,
            Self::Weight(_) | Self::Code(_) | Self::Minimum(_) | Self::Remove
        )
    }
}

impl std::fmt::Display for Proposal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Weight(weight) => write!(f, "write the weight {weight}"),
            Self::Code(code) => write!(f, "write the code {code}"),
            Self::Minimum(most) => write!(f, "ask for at most {most}"),
            Self::Remove => f.write_str("remove it, or let it name something else"),
            Self::AnswerType => f.write_str("choose an answer type"),
            Self::Rows => f.write_str("say which count is the whole and which the part"),
            Self::WeightOrPlace => f.write_str("give the component a weight, or move the items"),
            Self::Items => f.write_str("add items, or remove the component"),
            Self::Number => f.write_str("write a number, as 17.5"),
            Self::AsSaid => f.write_str("correct it as said"),
        }
    }
}
