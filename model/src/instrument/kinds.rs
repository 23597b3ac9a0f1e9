//! Another kind for an office: what may be one, and what it changes in a worksheet.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{Instrument, InstrumentError, Item};

/// Characters of a kind of office.
const CHARS_MAX: usize = 40;

/// A text that is no kind of office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("a kind of office is a word or two, at most {CHARS_MAX} letters: kabupaten")]
pub struct BadKind;

/// A kind of office as it is kept: in the spelling of those that are `known` (worksheets name them, other
/// offices are of them), if it is one; nothing typed is no kind, and all that is printed counts. A kind that
/// nobody knows may be one all the same: a worksheet needn't name those for which nothing is special.
///
/// # Errors
/// [`BadKind`].
pub fn office_kind(typed: &str, known: &[&str]) -> Result<String, BadKind> {
    let typed = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    if typed.is_empty() {
        return Ok(typed);
    }
    let fits = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '/' | '.');
    let worded = typed.chars().any(char::is_alphabetic) && typed.chars().all(fits);
    if !worded || typed.chars().count() > CHARS_MAX {
        return Err(BadKind);
    }
    let same = |one: &&&str| one.trim().to_lowercase() == typed.to_lowercase();
    let spelled = known.iter().find(same).map(|one| one.trim().to_owned());
    Ok(spelled.unwrap_or(typed))
}

/// What another kind changes in an office's worksheet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindChange {
    /// Items that are asked then and aren't now, by id, in the order of the worksheet.
    pub comes: Vec<String>,
    /// Items that are asked now and aren't then: what they hold is kept, and counts no more.
    pub goes: Vec<String>,
    /// Points that can be earned: now, then.
    pub weight: [Decimal; 2],
}

/// Compares the parts of a whole worksheet that are for two kinds of office.
///
/// # Errors
/// Those of [`Instrument::for_kind`].
pub fn kind_change(
    whole: &Instrument,
    from: &str,
    to: &str,
) -> Result<KindChange, InstrumentError> {
    let (now, then) = (whole.for_kind(from)?, whole.for_kind(to)?);
    let lacks = |all: &Instrument, other: &Instrument| -> Vec<String> {
        let only = |item: &&Item| other.item(&item.id).is_none();
        let items = all.items().filter(only);
        items.map(|item| item.id.clone()).collect()
    };
    Ok(KindChange {
        comes: lacks(&then, &now),
        goes: lacks(&now, &then),
        weight: [now.root().weight, then.root().weight],
    })
}
