//! Typed refusals: why an op, or a whole push, was not taken. The words for people are the app's
//! (`app::i18n`); each reason has a cause and a cure there.

use serde::{Deserialize, Serialize};

use crate::form::RejectionForm;

/// Why one op was refused. A refusal is not a loss: the op stays on its device under "Perlu perhatian".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "reason", rename_all = "snake_case", try_from = "RejectionForm")]
#[non_exhaustive]
pub enum Rejection {
    /// The person has no role that may do this here.
    #[error("this role may not do that in this office")]
    NotYourRole,
    /// The person's role is for another area of change.
    #[error("this belongs to another area's team")]
    NotYourArea {
        /// The area that it belongs to.
        area: String,
    },
    /// The stream is one that the person has no part in.
    #[error("this office is not yours")]
    ForeignOffice,
    /// An assessor judges nothing that they ever wrote.
    #[error("an assessor never judges what they wrote themselves")]
    OwnWork,
    /// The op's actor isn't the person whose signature came with it.
    #[error("signed by another person than it names")]
    NotYourOp,
    /// The cycle is closed, and the work came after its grace.
    #[error("the cycle is closed")]
    CycleClosed,
    /// The op names no cycle, or one of another office.
    #[error("the cycle doesn't belong to this office")]
    WrongCycle,
    /// A field got what it can't hold.
    #[error("field {field} can't hold this")]
    BadValue {
        /// The field.
        field: String,
    },
    /// An edit of a kind that the field doesn't have, or a register set twice.
    #[error("field {field} can't be edited so")]
    BadEdit {
        /// The field.
        field: String,
    },
    /// The record exists as another kind, or in another stream or cycle.
    #[error("the record is of another kind or place")]
    WrongRecord,
    /// A plan element names a parent that isn't there, or of the wrong level.
    #[error("what it belongs to is not there")]
    NoParent,
    /// The item isn't in the cycle's instrument.
    #[error("item {item} is not in this worksheet")]
    UnknownItem {
        /// The item.
        item: String,
    },
    /// The answer isn't one that the item allows.
    #[error("item {item} doesn't have this answer")]
    UnknownAnswer {
        /// The item.
        item: String,
    },
    /// The record would be about something else than its computed id says.
    #[error("the record's id doesn't follow from what it is")]
    WrongId,
    /// An item in conflict, or a file that isn't complete, can't be judged.
    #[error("this can't be judged yet")]
    NotJudgeable,
    /// Only the server states this.
    #[error("only the server states this")]
    ServerOnly,
    /// Boards change only online.
    #[error("offices, people, roles and cycles change only online")]
    OnlineOnly,
    /// One of `model::limits` is passed.
    #[error("too large: {limit}")]
    TooLarge {
        /// Which limit, by its name in `model::limits`.
        limit: String,
    },
    /// The same id came with other bytes.
    #[error("another op already has this id")]
    SameIdOtherBytes,
    /// The bytes are no op.
    #[error("this is no op")]
    Malformed,
}

/// Why an op waits, unrejected, at the server's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Waiting {
    /// The server doesn't know this kind of op yet: it waits for the server's next version.
    OlderServer,
    /// After a restore, the server no longer knows the person, office or cycle; an admin makes it again.
    UnknownPlace,
    /// The device was revoked: its work is held for a person to admit.
    HeldDevice,
    /// It follows on another op of the same push, which was refused. A device never keeps this: it holds
    /// the op with the refused one.
    Follows,
}
