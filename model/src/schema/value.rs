//! Values that are more than a text or a number.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::is_blank;
use crate::id::{FileDigest, OpId};
use crate::limits::{FILE_BYTES_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};

/// A required document that doesn't apply, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the required document within its item.
    pub dokumen: String,
    /// Why it doesn't apply.
    pub alasan: String,
}

/// A required document that a piece of evidence fulfils.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilment {
    /// The item.
    pub butir: String,
    /// Code of the required document within it.
    pub dokumen: String,
}

/// One page or file of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// SHA-256 of the bytes.
    pub digest: FileDigest,
    /// Bytes.
    pub size: u64,
    /// Media type, as the device took it for.
    #[serde(rename = "type")]
    pub media: String,
    /// File name, as the person's device called it.
    pub name: String,
    /// Key that orders the pages (compared as text).
    pub order: String,
}

/// What an assessor decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Accepted, adjusted or returned.
    pub hasil: Decision,
    /// The assessor's value; must be there when adjusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nilai: Option<String>,
    /// The assessor's words.
    #[serde(default)]
    pub catatan: String,
    /// The writes that were judged: of the answer, and of each piece of evidence bound to the item.
    pub menilai: Vec<OpId>,
    /// Digest of the item's definition.
    pub definisi: String,
}

/// An assessor's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The claimed value stands.
    Terima,
    /// Another value stands.
    Sesuaikan,
    /// Back to the unit; counts 0 until mended.
    Kembalikan,
}

pub(super) fn is_waiver(value: &Value) -> bool {
    Waiver::deserialize(value).is_ok_and(|waiver| {
        !is_blank(&waiver.alasan) && waiver.alasan.chars().count() <= TEXT_CHARS_MAX
    })
}

pub(super) fn is_fulfilment(value: &Value) -> bool {
    Fulfilment::deserialize(value).is_ok()
}

pub(super) fn is_page(value: &Value) -> bool {
    Page::deserialize(value).is_ok_and(|page| {
        page.size <= FILE_BYTES_MAX
            && page.name.chars().count() <= TITLE_CHARS_MAX
            && page.media.len() <= 200
            && page.order.len() <= 200
    })
}

pub(super) fn is_verdict(value: &Value) -> bool {
    Verdict::deserialize(value).is_ok_and(|verdict| {
        verdict.catatan.chars().count() <= TEXT_CHARS_MAX
            && (verdict.hasil != Decision::Sesuaikan || verdict.nilai.is_some())
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_refuse_what_says_nothing() {
        assert!(!is_waiver(&json!({"dokumen": "1", "alasan": "  "})));
        assert!(!is_verdict(
            &json!({"hasil": "sesuaikan", "menilai": [], "definisi": ""})
        ));
    }
}
