//! Capturing evidence, and saying what it serves.

use serde::Deserialize as _;
use serde_json::{Value, json};

use super::change::{Change, trimmed, word};
use crate::id::{CycleId, FileDigest, OfficeId, RecordId};
use crate::limits::EDITS_PER_OP_MAX;
use crate::op::{Body, Draft, Edit, Stream, Target};
use crate::record::Record;
use crate::schema::{Fulfilment, Kind, Page};
use crate::time::Date;
use crate::view::{Origin, pages_of};

/// What is said of a piece of evidence.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceFacts {
    /// What it is called.
    pub title: String,
    /// One of [`crate::schema::EVIDENCE_KINDS`].
    pub kind: Option<String>,
    /// Number of the document.
    pub number: Option<String>,
    /// Date of the document, or the first day of its period.
    pub date: Option<Date>,
    /// Last day of its period.
    pub until: Option<Date>,
    /// A link in place of files.
    pub link: Option<String>,
    /// A note.
    pub note: Option<String>,
    /// Its bytes open to few.
    pub restricted: bool,
}

/// A capture: what it is, what it serves and the bytes that it names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Capture {
    /// What is said of it.
    pub facts: EvidenceFacts,
    /// Items that it serves.
    pub items: Vec<String>,
    /// Plan outputs (indikator) that it serves.
    pub outputs: Vec<RecordId>,
    /// Required documents that it fulfils; their items are served too.
    pub fulfils: Vec<Fulfilment>,
    /// Its pages or files.
    pub pages: Vec<Page>,
    /// How it came.
    pub origin: Option<Origin>,
}

fn facts<'a>(change: Change<'a>, facts: &EvidenceFacts) -> Change<'a> {
    let restricted = facts.restricted.then_some(true);
    change
        .set("judul", trimmed(Some(&facts.title)))
        .set("jenis", facts.kind.as_deref())
        .set("nomor", trimmed(facts.number.as_deref()))
        .set("tanggal", facts.date.map(word))
        .set("tanggal_akhir", facts.until.map(word))
        .set("tautan", trimmed(facts.link.as_deref()))
        .set("catatan", trimmed(facts.note.as_deref()))
        .set("terbatas", restricted)
}

/// Makes a piece of evidence. One op, or several where it has more pages than an op takes edits: the
/// first makes the record.
#[must_use]
pub fn capture(id: RecordId, office: OfficeId, cycle: CycleId, of: &Capture) -> Vec<Draft> {
    let mut change = facts(Change::new(Kind::Bukti, id, office, cycle), &of.facts);
    if let Some(origin) = &of.origin {
        change = change.put("asal", json!(origin));
    }
    let mut items = of.items.clone();
    items.extend(of.fulfils.iter().map(|f| f.butir.clone()));
    let mut served = crate::table::KeySet::new();
    for item in items.into_iter().filter(|item| served.insert(item.clone())) {
        change = change.add("butir", item);
    }
    for output in &of.outputs {
        change = change.add("keluaran", word(output));
    }
    for fulfilment in &of.fulfils {
        change = change.add("memenuhi", json!(fulfilment));
    }
    for page in &of.pages {
        change = change.add("halaman", json!(page));
    }
    let edits = change.edits();
    let draft = |edits: &[Edit]| Draft {
        record: Target {
            kind: Kind::Bukti,
            id,
        },
        stream: Stream::work(office),
        cycle: Some(cycle),
        body: Body::Write {
            edits: edits.to_vec(),
        },
    };
    edits.chunks(EDITS_PER_OP_MAX).map(draft).collect()
}

/// Changes what is said of a piece of evidence; nothing if it is the same.
#[must_use]
pub fn edit_evidence(record: &Record, to: &EvidenceFacts) -> Option<Draft> {
    facts(Change::of(record), to).draft_if_any()
}

/// Adds pages or files (at most as many as an op takes edits); bytes that it holds aren't added again.
#[must_use]
pub fn add_pages(record: &Record, pages: &[Page]) -> Option<Draft> {
    let held = pages_of(record);
    let is_new = |page: &&Page| held.iter().all(|held| held.digest != page.digest);
    let new = pages.iter().filter(is_new);
    new.fold(Change::of(record), |change, page| {
        change.add("halaman", json!(page))
    })
    .draft_if_any()
}

/// Puts a page in another's place; nothing if that one is gone, or the new one stands elsewhere already.
#[must_use]
pub fn replace_page(record: &Record, digest: &FileDigest, by: &Page) -> Vec<Draft> {
    let mut pages = pages_of(record);
    let held = by.digest != *digest && pages.iter().any(|page| page.digest == by.digest);
    let place = pages.iter().position(|page| page.digest == *digest);
    let Some(place) = place.filter(|_| !held) else {
        return Vec::new();
    };
    let order = pages[place].order.clone();
    pages[place] = Page {
        order,
        ..by.clone()
    };
    rewrite(record, &pages)
}

/// Puts the pages into an order, given by their bytes; pages that aren't named come after.
#[must_use]
pub fn arrange_pages(record: &Record, order: &[FileDigest]) -> Vec<Draft> {
    let mut pages = pages_of(record);
    // A stable sort: what isn't named keeps its order.
    pages.sort_by_key(|page| {
        let place = order.iter().position(|digest| *digest == page.digest);
        place.unwrap_or(usize::MAX)
    });
    for (place, page) in pages.iter_mut().enumerate() {
        // Before the keys of pages that are added later, which begin with `n` (see `next_page`).
        page.order = format!("m{place:04}");
    }
    rewrite(record, &pages)
}

/// The key of a page that comes after all that stand; `name` (a new record's) tells two devices apart
/// that add one at the same time.
#[must_use]
pub fn next_page(name: RecordId) -> String {
    format!("n{name}")
}

/// What makes the pages these, adding and removing no more than it must; several ops where it is more
/// than one takes. What a newer build said of a page stays with it.
fn rewrite(record: &Record, pages: &[Page]) -> Vec<Draft> {
    let stand: Vec<&Value> = (record.members("halaman").into_iter())
        .filter(|value| Page::deserialize(*value).is_ok())
        .collect();
    let digest = |value: &Value| value["digest"].clone();
    let written = |page: &Page| {
        let new = json!(page);
        let old = stand.iter().find(|old| digest(old) == digest(&new));
        let mut value = old.map_or_else(|| json!({}), |old| (*old).clone());
        if let (Value::Object(all), Value::Object(said)) = (&mut value, new) {
            all.extend(said);
        }
        value
    };
    let to: Vec<Value> = pages.iter().map(written).collect();
    let gone = stand.iter().filter(|page| !to.contains(page));
    let change = gone.fold(Change::of(record), |change, page| {
        change.remove("halaman", (*page).clone())
    });
    let new = to.iter().filter(|page| !stand.contains(page));
    let change = new.fold(change, |change, page| change.add("halaman", page.clone()));
    let Some(draft) = change.draft_if_any() else {
        return Vec::new();
    };
    let Body::Write { edits } = &draft.body else {
        return vec![draft];
    };
    let part = |edits: &[Edit]| Draft {
        body: Body::Write {
            edits: edits.to_vec(),
        },
        ..draft.clone()
    };
    edits.chunks(EDITS_PER_OP_MAX).map(part).collect()
}

/// Takes out every page with these bytes.
#[must_use]
pub fn remove_page(record: &Record, digest: &FileDigest) -> Option<Draft> {
    let names_it = |value: &&Value| value["digest"].as_str() == Some(digest.as_str());
    let pages: Vec<Value> = (record.members("halaman").into_iter())
        .filter(names_it)
        .cloned()
        .collect();
    pages
        .into_iter()
        .fold(Change::of(record), |change, page| {
            change.remove("halaman", page)
        })
        .draft_if_any()
}

/// Lets a piece of evidence serve an item; nothing if it does.
#[must_use]
pub fn bind_item(record: &Record, item: &str) -> Option<Draft> {
    Change::of(record).add("butir", item).draft_if_any()
}

/// A piece of evidence serves an item no more, nor fulfils any of its documents.
#[must_use]
pub fn unbind_item(record: &Record, item: &str) -> Option<Draft> {
    let of_item = |value: &&Value| value["butir"].as_str() == Some(item);
    let fulfilments: Vec<Value> = (record.members("memenuhi").into_iter())
        .filter(of_item)
        .cloned()
        .collect();
    fulfilments
        .into_iter()
        .fold(Change::of(record), |change, f| change.remove("memenuhi", f))
        .remove("butir", item)
        .draft_if_any()
}

/// Lets a piece of evidence serve a plan output (indikator); nothing if it does.
#[must_use]
pub fn bind_output(record: &Record, output: RecordId) -> Option<Draft> {
    Change::of(record)
        .add("keluaran", word(output))
        .draft_if_any()
}

/// A piece of evidence serves a plan output no more.
#[must_use]
pub fn unbind_output(record: &Record, output: RecordId) -> Option<Draft> {
    Change::of(record)
        .remove("keluaran", word(output))
        .draft_if_any()
}

/// A piece of evidence fulfils a required document of an item, and so serves the item.
#[must_use]
pub fn fulfil(record: &Record, item: &str, document: &str) -> Option<Draft> {
    Change::of(record)
        .add("butir", item)
        .add("memenuhi", json!({ "butir": item, "dokumen": document }))
        .draft_if_any()
}

/// A piece of evidence fulfils a required document no more; it still serves the item.
#[must_use]
pub fn unfulfil(record: &Record, item: &str, document: &str) -> Option<Draft> {
    Change::of(record)
        .remove("memenuhi", json!({ "butir": item, "dokumen": document }))
        .draft_if_any()
}
