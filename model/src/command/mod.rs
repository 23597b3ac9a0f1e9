//! Commands: typed ways to state a fact. Each takes what its author sees, so that what it supersedes is
//! named rightly, and gives a [`Draft`]; whether they may is [`crate::rules`]' to say.
//!
//! ```
//! use model::{command, id::*, merge, time::Millis};
//! # let (office, cycle) = (OfficeId::derived(&["office"]), CycleId::derived(&["2026"]));
//! // Nobody answered yet: the first answer says its item as well, and its record's id follows from it.
//! let draft = command::answer(office, cycle, "lke-zi-90-2021:A.I.1.i.a", None, Some("Ya"));
//! assert_eq!(draft.record.id, RecordId::answer(office, cycle, "lke-zi-90-2021:A.I.1.i.a"));
//! ```

mod change;
mod evidence;
mod plan;
mod talk;
mod worksheet;

use serde_json::Value;

use crate::id::OpId;
use crate::op::{Body, Draft, Edit, Target};
use crate::record::Record;

pub use change::Change;
pub use evidence::{
    Capture, EvidenceFacts, add_pages, arrange_pages, bind_item, bind_output, capture,
    edit_evidence, fulfil, next_page, remove_page, replace_page, unbind_item, unbind_output,
    unfulfil,
};
pub use plan::{
    ActivityFacts, IndicatorFacts, SubActivityFacts, done, edit_activity, edit_indicator, edit_sub,
    move_to, new_activity, new_indicator, new_sub, progress, target,
};
pub use talk::{TaskFacts, comment, edit_comment, edit_task, new_task, tick_task};
pub use worksheet::{Judgement, answer, count, judge, note, unwaive, waive};

/// Gives a register a value, superseding every write of it that stands in `record`.
#[must_use]
pub fn set_field(record: &Record, field: &str, value: Value) -> Draft {
    Change::of(record).put(field, value).draft()
}

/// Settles a conflict: the chosen value supersedes all that stand.
#[must_use]
pub fn settle(record: &Record, field: &str, value: Value) -> Draft {
    set_field(record, field, value)
}

/// What was typed over registers, as their author saw them when the typing began: writes that came since
/// aren't superseded, so they stay beside it as a conflict.
#[must_use]
pub fn typed_over(mut draft: Draft, seen: impl IntoIterator<Item = (String, Vec<OpId>)>) -> Draft {
    for (register, writes) in seen {
        let Body::Write { edits } = &mut draft.body else {
            continue;
        };
        for edit in edits {
            if let Edit::Set { field, base, .. } = edit
                && *field == register
            {
                base.clone_from(&writes);
            }
        }
    }
    draft
}

/// Removes a record, as far as its author sees it.
#[must_use]
pub fn delete(record: &Record) -> Draft {
    let names = record.writes().into_iter().collect();
    whole(record, Body::Delete { names })
}

/// Takes back every deletion that stands.
#[must_use]
pub fn restore(record: &Record) -> Draft {
    let names = record.standing_deletions().map(|deletion| deletion.op);
    let names = names.collect();
    whole(record, Body::Restore { names })
}

fn whole(record: &Record, body: Body) -> Draft {
    Draft {
        record: Target {
            kind: record.kind.clone(),
            id: record.id,
        },
        stream: record.stream,
        cycle: record.cycle,
        body,
    }
}
