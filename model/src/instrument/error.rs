//! Why a document is no instrument.

use serde::{Deserialize, Serialize};

/// Why a document is no instrument.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum InstrumentError {
    /// It isn't JSON of this shape.
    #[error("the instrument can't be read: {0}")]
    Unreadable(String),
    /// It is of a format that this build doesn't know: update Bukti.
    #[error("the instrument has format {0}; this version of Bukti reads formats 1 to 3")]
    Format(u32),
    /// It is larger than [`crate::limits::INSTRUMENT_BYTES_MAX`].
    #[error("the instrument is larger than 2 MB")]
    TooLarge,
    /// A number isn't one.
    #[error("{path}: {text:?} is no number; write 17.5")]
    Number {
        /// Where.
        path: String,
        /// What stands there.
        text: String,
    },
    /// An answer type that this build doesn't know, or one without what it needs.
    #[error("{path}: answer type {name:?} is not known or not complete")]
    AnswerType {
        /// The item.
        path: String,
        /// The type.
        name: String,
    },
    /// The name of an item is longer than ops can carry: shorten the codes.
    #[error("{path}: the codes are too long")]
    Code {
        /// Where.
        path: String,
    },
    /// The tree is deeper than a worksheet can be.
    #[error("{path}: too deep")]
    TooDeep {
        /// Where.
        path: String,
    },
    /// Neither or both of `path` and `area`, or one that isn't in the tree.
    #[error("threshold {name}: a minimum names nothing of this worksheet")]
    Threshold {
        /// The award.
        name: String,
    },
    /// A gate names no item or node of this worksheet: correct the path.
    #[error("{path}: its gate names {gate:?}, which is not in this worksheet")]
    Gate {
        /// What is gated.
        path: String,
        /// What the gate names.
        gate: String,
    },
    /// A gate waits for an answer that its item doesn't have.
    #[error("{path}: its gate waits for {answer:?}, which is no answer to {gate}")]
    GateAnswer {
        /// What is gated.
        path: String,
        /// The item that it depends on.
        gate: String,
        /// The answer.
        answer: String,
    },
    /// Values depend on each other in a circle: remove one of the gates.
    #[error("gates go in a circle: {}", paths.join(" → "))]
    GateCycle {
        /// The circle, each depending on the next.
        paths: Vec<String>,
    },
    /// An item of the version before becomes what isn't here.
    #[error("{old} becomes {new:?}, which is no item of this worksheet")]
    Becomes {
        /// The old item's id.
        old: String,
        /// The path that isn't there.
        new: String,
    },
}
