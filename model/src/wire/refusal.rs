//! Why the server refuses what an admin page asks, in terms that the page has words for.

use crate::instrument::{BadKind, InstrumentError};
use crate::reject::Rejection;
use crate::view::BadPast;
use crate::wire::ProblemCode;
use serde::{Deserialize, Serialize};

/// The body of an answer that isn't a success, as an admin page reads it: a [`super::Problem`] with
/// the reason that its code can't say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The kind of trouble.
    pub code: ProblemCode,
    /// When a next try makes sense, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
    /// The reason, where there is one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The person administers no office.
    NoAdmin,
    /// The office is another's to look after.
    OtherOffice,
    /// The rules refuse a fact.
    Rule(Rejection),
    /// The document is no instrument.
    Instrument(InstrumentError),
    /// The instrument is a draft still: its family.
    Draft(String),
    /// The cycle is closed: its name.
    Closed(String),
    /// An index of a past year can't be so.
    Past(BadPast),
    /// An office can't be of such a kind.
    Kind(BadKind),
}
