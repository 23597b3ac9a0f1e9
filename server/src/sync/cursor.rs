//! How far a device has read a stream. The device keeps it and can't read it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::{CycleId, Epoch};
use model::op::Stream;
use model::wire::Cursor;
use serde::{Deserialize, Serialize};

/// What a cursor says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Position {
    /// The database that it is of.
    #[serde(rename = "e")]
    pub(super) epoch: Epoch,
    /// The stream that it is of.
    #[serde(rename = "s")]
    pub(super) stream: Stream,
    /// The cycles that the device holds; empty for boards, which have all.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub(super) cycles: Vec<CycleId>,
    /// Everything up to this number is on the device.
    #[serde(rename = "n")]
    pub(super) number: u64,
}

impl Position {
    /// As it travels.
    pub(super) fn cursor(&self) -> Cursor {
        // A position holds nothing that JSON can't.
        let json = serde_json::to_vec(self).unwrap_or_default();
        Cursor(URL_SAFE_NO_PAD.encode(json))
    }

    /// What a cursor says; nothing if it isn't one of ours.
    pub(super) fn of(cursor: &Cursor) -> Option<Self> {
        let json = URL_SAFE_NO_PAD.decode(&cursor.0).ok()?;
        serde_json::from_slice(&json).ok()
    }
}
