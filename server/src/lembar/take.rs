//! Taking what a filled worksheet says into a cycle: what it would change, before anything is changed.

use std::collections::BTreeMap;

use model::command::{self, Capture, Change as Edits, EvidenceFacts};
use model::id::{CycleId, OfficeId, RecordId};
use model::instrument::{Instrument, Item, Row};
use model::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use model::op::Draft;
use model::record::Record;
use model::reject::Rejection;
use model::rights::Action;
use model::schema::{Kind, is_link, row_field};
use model::view::{Origin, said, serves};
use rust_decimal::Decimal;

use super::answers::Filled;
use super::cell::CellRef;
use super::twin::{self, Twin, Twins};
use super::worksheet::Worksheet;

/// How a link from a worksheet is marked, until somebody has looked at it.
pub const UNCHECKED: &str = "belum diperiksa";
/// How it came.
pub const ORIGIN: &str = "lembar_kerja";

/// Into which cycle, and how.
pub struct Target<'a> {
    /// Whose.
    pub office: OfficeId,
    /// The cycle.
    pub cycle: CycleId,
    /// Its instrument.
    pub instrument: &'a Instrument,
    /// The records of the office's cycle.
    pub records: &'a [Record],
    /// Whether a person may do this in the area of an item.
    pub may: &'a dyn Fn(Action, &Item) -> Result<(), Rejection>,
    /// Whether what is there gives way.
    pub replace: bool,
    /// The file's name.
    pub file: &'a str,
}

/// What is taken of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// The answer.
    Answer,
    /// A count, by its row's code.
    Count(String),
    /// The note.
    Note,
    /// A link as evidence.
    Link,
}

/// A change that would be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The item's path.
    pub item: String,
    /// Where the item stands in the workbook.
    pub cell: Option<CellRef>,
    /// What of it.
    pub what: What,
    /// What shows now.
    pub from: Option<String>,
    /// What would show.
    pub to: String,
}

/// Why something isn't taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// Something else is there.
    #[error("something else is there; --replace takes what the workbook says")]
    Existing,
    /// The cycle's worksheet has no such item.
    #[error("the cycle's worksheet has no such item")]
    NoItem,
    /// It asks something else there.
    #[error("the cycle's worksheet asks something else there: {asks}")]
    OtherItem {
        /// What it asks.
        asks: String,
    },
    /// Its item is answered in another way.
    #[error("the cycle's worksheet doesn't have this answer")]
    OtherAnswers,
    /// The item has no such count.
    #[error("the cycle's worksheet has no such count")]
    NoCount,
    /// It is longer than the field.
    #[error("it is too long")]
    TooLong,
    /// It is no web address.
    #[error("it is no web address")]
    NoLink,
    /// The answer was removed.
    #[error("the answer was removed; restore it first")]
    Removed,
    /// The person may not.
    #[error("{0}")]
    Refused(Rejection),
}

/// What isn't taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// The change that isn't made.
    pub change: Change,
    /// Why not.
    pub reason: Reason,
}

/// What taking a worksheet in would do.
#[derive(Debug, Default)]
pub struct Plan {
    /// What would change, in the order of the worksheet.
    pub changes: Vec<Change>,
    /// What would not, though the workbook says it.
    pub left: Vec<Left>,
    /// What is to be stated.
    pub drafts: Vec<Draft>,
}

/// Compares a filled worksheet with a cycle. What the workbook leaves empty changes nothing. `fresh` gives
/// names to new pieces of evidence.
#[must_use]
pub fn plan<'a>(
    worksheet: &'a Worksheet,
    target: &'a Target<'a>,
    fresh: &mut dyn FnMut() -> RecordId,
) -> Plan {
    let mut taking = Taking {
        target,
        plan: Plan::default(),
        links: BTreeMap::new(),
    };
    let twins = Twins::of(&worksheet.instrument, target.instrument);
    for printed in worksheet.instrument.items() {
        let Some(filled) = worksheet.filled.get(&printed.id) else {
            continue;
        };
        let cell = worksheet.places.get(&printed.path).copied();
        let place = |item: &'a Item| Place {
            path: &item.path,
            cell,
            rows: printed.answer.rows(),
            differs: false,
        };
        match twins.find(printed) {
            Twin::Is(item) => taking.item(&place(item), item, filled),
            Twin::Differs(item) => {
                let place = Place {
                    differs: true,
                    ..place(item)
                };
                taking.item(&place, item, filled);
            }
            Twin::Other(item) => {
                let asks = item.title.clone();
                taking.no_item(&place(printed), filled, &Reason::OtherItem { asks });
            }
            Twin::None => taking.no_item(&place(printed), filled, &Reason::NoItem),
        }
    }
    taking.evidence(fresh);
    taking.plan
}

/// Where something comes from, and goes to.
struct Place<'a> {
    /// The path of the item that it is about.
    path: &'a str,
    /// Where the item stands in the workbook.
    cell: Option<CellRef>,
    /// Its counts as the workbook prints them.
    rows: &'a [Row],
    /// Its answers are others in the workbook.
    differs: bool,
}

impl Place<'_> {
    fn change(&self, what: What, from: Option<String>, to: String) -> Change {
        Change {
            item: self.path.to_owned(),
            cell: self.cell,
            what,
            from,
            to,
        }
    }
}

struct Taking<'a> {
    target: &'a Target<'a>,
    plan: Plan,
    /// Items that each address is to serve.
    links: BTreeMap<String, Vec<String>>,
}

impl Taking<'_> {
    fn leave(&mut self, change: Change, reason: Reason) {
        self.plan.left.push(Left { change, reason });
    }

    fn item(&mut self, place: &Place<'_>, item: &Item, filled: &Filled) {
        self.answer(place, item, filled);
        self.links(place, item, filled);
    }

    /// Leaves all that is filled in beside an item that the cycle doesn't have.
    fn no_item(&mut self, place: &Place<'_>, filled: &Filled, reason: &Reason) {
        let answer = filled
            .answer
            .iter()
            .map(|said| (What::Answer, said.clone()));
        let counts = filled.counts.iter();
        let counts = counts.map(|(row, n)| (What::Count(row.clone()), n.normalize().to_string()));
        let note = Some(&filled.note).filter(|note| !note.is_empty());
        let note = note.map(|note| (What::Note, note.clone()));
        let links = filled.links.iter().map(|link| (What::Link, link.clone()));
        for (what, said) in answer.chain(counts).chain(note).chain(links) {
            self.leave(place.change(what, None, said), reason.clone());
        }
    }

    fn answer(&mut self, place: &Place<'_>, item: &Item, filled: &Filled) {
        let target = self.target;
        let id = RecordId::answer(target.office, target.cycle, &item.id);
        let present = target.records.iter().find(|record| record.id == id);
        let wanted = self.wanted(place, item, filled, present);
        if wanted.is_empty() {
            return;
        }
        let refusal = if present.is_some_and(Record::is_gone) {
            Some(Reason::Removed)
        } else {
            let may = (target.may)(Action::Answer, item);
            may.err().map(Reason::Refused)
        };
        if let Some(reason) = refusal {
            for (change, ..) in wanted {
                self.leave(change, reason.clone());
            }
            return;
        }
        let kind = Kind::Jawaban;
        let mut edits = Edits::of_or_new(present, kind, id, target.office, target.cycle);
        edits = edits.set("butir", Some(item.id.as_str()));
        for (change, field, value) in wanted {
            edits = edits.put(&field, value);
            self.plan.changes.push(change);
        }
        self.plan.drafts.push(edits.draft());
    }

    /// The fields of an answer that would change, each with its new value.
    fn wanted(
        &mut self,
        place: &Place<'_>,
        item: &Item,
        filled: &Filled,
        present: Option<&Record>,
    ) -> Vec<(Change, String, String)> {
        let mut wanted = Vec::new();
        let mut offer =
            |taking: &mut Self, field: String, what, to: String, same: &dyn Fn(&str) -> bool| {
                let values = present
                    .map(|record| said(record, &field))
                    .unwrap_or_default();
                let values: Vec<String> = values.into_iter().filter_map(|one| one.value).collect();
                if values.iter().any(|value| same(value)) {
                    return;
                }
                let change = place.change(what, values.last().cloned(), to.clone());
                if values.is_empty() || taking.target.replace {
                    wanted.push((change, field, to));
                } else {
                    taking.leave(change, Reason::Existing);
                }
            };
        if let Some(answer) = &filled.answer {
            match item.answer.spelled(answer).filter(|_| !place.differs) {
                Some(answer) => {
                    let value = item.answer.value_of(&answer);
                    let same = |other: &str| item.answer.value_of(other) == value;
                    offer(
                        self,
                        "nilai".to_owned(),
                        What::Answer,
                        answer.clone(),
                        &same,
                    );
                }
                None => {
                    let change = place.change(What::Answer, None, answer.clone());
                    self.leave(change, Reason::OtherAnswers);
                }
            }
        }
        for (code, count) in &filled.counts {
            let what = What::Count(code.clone());
            let count = count.normalize();
            if place.differs || !twin::is_count(item, place.rows, code) {
                self.leave(place.change(what, None, count.to_string()), Reason::NoCount);
                continue;
            }
            let same = |other: &str| Decimal::from_str_exact(other).is_ok_and(|n| n == count);
            offer(self, row_field(code), what, count.to_string(), &same);
        }
        let note = filled.note.trim();
        if note.chars().count() > TEXT_CHARS_MAX {
            let change = place.change(What::Note, None, note.to_owned());
            self.leave(change, Reason::TooLong);
        } else if !note.is_empty() {
            let same = |other: &str| other.trim() == note;
            offer(
                self,
                "catatan".to_owned(),
                What::Note,
                note.to_owned(),
                &same,
            );
        }
        wanted
    }

    fn links(&mut self, place: &Place<'_>, item: &Item, filled: &Filled) {
        for address in &filled.links {
            let is_there = |record: &&Record| {
                record.kind == Kind::Bukti
                    && record.text("tautan") == Some(address)
                    && serves(record, &item.id)
            };
            let again = self
                .links
                .get(address)
                .is_some_and(|items| items.contains(&item.id));
            if again || self.target.records.iter().any(|record| is_there(&record)) {
                continue;
            }
            let change = place.change(What::Link, None, address.clone());
            if !is_link(address) {
                self.leave(change, Reason::NoLink);
            } else if let Err(refusal) = (self.target.may)(Action::Evidence, item) {
                self.leave(change, Reason::Refused(refusal));
            } else {
                let items = self.links.entry(address.clone()).or_default();
                items.push(item.id.clone());
                self.plan.changes.push(change);
            }
        }
    }

    /// One piece of evidence for each address: a new one, or the one that is there.
    fn evidence(&mut self, fresh: &mut dyn FnMut() -> RecordId) {
        let target = self.target;
        for (address, items) in std::mem::take(&mut self.links) {
            let mut pieces = target.records.iter().filter(|record| {
                record.kind == Kind::Bukti
                    && !record.is_gone()
                    && record.text("tautan") == Some(&address)
            });
            if let Some(piece) = pieces.next() {
                let bind = |item: &String| command::bind_item(piece, item);
                self.plan.drafts.extend(items.iter().filter_map(bind));
                continue;
            }
            let title = address
                .split_once("://")
                .map_or(address.as_str(), |(_, rest)| rest);
            let facts = EvidenceFacts {
                title: title.chars().take(TITLE_CHARS_MAX).collect(),
                kind: Some("tautan".to_owned()),
                note: Some(format!("Dari {}: {UNCHECKED}", target.file)),
                link: Some(address.clone()),
                ..EvidenceFacts::default()
            };
            let origin = Origin {
                cara: Some(ORIGIN.to_owned()),
                ..Origin::default()
            };
            let capture = Capture {
                facts,
                items,
                origin: Some(origin),
                ..Capture::default()
            };
            let drafts = command::capture(fresh(), target.office, target.cycle, &capture);
            self.plan.drafts.extend(drafts);
        }
    }
}
