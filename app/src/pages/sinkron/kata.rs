//! What waits, in words: an op says what it does, and to what.

use std::sync::Arc;

use model::instrument::Instrument;
use model::op::{Body, Edit, Op};
use model::record::Record;
use model::schema::Kind;
use model::sync::Replica;

use crate::i18n::Texts;

/// An item in few words: its place in the worksheet, `A.I.1.i.a`; its id where the worksheet isn't here.
#[must_use]
pub fn item_name(instrument: Option<&Instrument>, item: &str) -> String {
    let known = instrument.and_then(|instrument| instrument.item(item));
    let path = known.map(|item| item.path.as_str());
    path.or_else(|| item.split_once(':').map(|(_, path)| path))
        .unwrap_or(item)
        .to_owned()
}

/// The worksheet of the op's cycle, if it is here.
fn instrument_of<'a>(device: &'a Replica, op: &Op) -> Option<&'a Instrument> {
    let cycle = device.directory().cycle(op.cycle?)?;
    device.instrument(&cycle.instrument).map(Arc::as_ref)
}

/// The first value that the op itself gives a field: an op that overlays nothing still has its words.
fn own_text<'a>(op: &'a Op, field: &str) -> Option<&'a str> {
    let Body::Write { edits } = &op.body else {
        return None;
    };
    edits.iter().find_map(|edit| match edit {
        Edit::Set {
            field: of, value, ..
        } if of == field => value.as_str(),
        _ => None,
    })
}

/// What an op does, and to what.
#[must_use]
pub fn say(t: &Texts, device: &Replica, op: &Op) -> String {
    let words = &t.sinkron().ops;
    let record = device.record(op.record.id);
    let named = |field: &str| {
        let shown = record.and_then(|record: &Record| record.text(field));
        own_text(op, field)
            .or(shown)
            .map(str::trim)
            .filter(|text| !text.is_empty())
            .map_or_else(|| words.unnamed.to_owned(), shorten)
    };
    let item = || {
        let shown = record.and_then(|record: &Record| record.text("butir"));
        let item = own_text(op, "butir").or(shown);
        match item {
            Some(item) => item_name(instrument_of(device, op), item),
            // The record went with a withdrawn role: the worksheet still knows the item.
            None => device
                .item_of(op)
                .map_or_else(|| words.unnamed.to_owned(), |item| item.path.clone()),
        }
    };
    let name = || match op.record.kind {
        Kind::Jawaban | Kind::Putusan => item(),
        Kind::Komentar => named("teks"),
        _ => named("judul"),
    };
    let edits: &[Edit] = match &op.body {
        Body::Delete { .. } => return (words.removal)(&name()),
        Body::Restore { .. } => return (words.restored)(&name()),
        Body::Write { edits } => edits,
    };
    // An edit that saw nothing may also be the first of its field: what makes a thing names it.
    let makes = op.creates() && own_text(op, "judul").is_some();
    let touches = |field: &str| edits.iter().any(|edit| edit.field() == field);
    let progress = |edit: &Edit| edit.field().starts_with("realisasi") || edit.field() == "selesai";
    match op.record.kind {
        Kind::Jawaban if touches("nilai") => (words.answer)(&item()),
        Kind::Jawaban if touches("tidak_berlaku") => (words.waiver)(&item()),
        Kind::Jawaban => (words.note)(&item()),
        Kind::Bukti if makes => (words.evidence_new)(&name()),
        Kind::Bukti => (words.evidence)(&name()),
        Kind::Kegiatan | Kind::SubKegiatan | Kind::Indikator if makes => (words.plan_new)(&name()),
        Kind::Indikator if edits.iter().all(progress) => (words.progress)(&name()),
        Kind::Kegiatan | Kind::SubKegiatan | Kind::Indikator => (words.plan)(&name()),
        Kind::Komentar => (words.comment)(&name()),
        Kind::Tugas => (words.task)(&name()),
        Kind::Putusan => (words.verdict)(&item()),
        _ => (words.other)(op.record.kind.name()),
    }
}

/// At most so many letters of a name: the rest is on the thing's own page.
const NAME_CHARS: usize = 60;

fn shorten(text: &str) -> String {
    if text.chars().count() <= NAME_CHARS {
        return text.to_owned();
    }
    let start: String = text.chars().take(NAME_CHARS - 1).collect();
    format!("{}…", start.trim_end())
}

/// The page that shows what a record is about, if there is one.
#[must_use]
pub fn page_of(device: &Replica, op: &Op) -> Option<String> {
    let id = op.record.id;
    let item = || {
        let shown = device.record(id).and_then(|record| record.text("butir"));
        let found = || device.item_of(op).map(|item| item.id.as_str());
        own_text(op, "butir")
            .or(shown)
            .or_else(found)
            .map(|item| format!("/butir/{item}"))
    };
    // What a refused op would have made is nowhere to be seen.
    let shown = device.record(id).is_some_and(|record| !record.is_gone());
    match op.record.kind {
        Kind::Jawaban | Kind::Putusan | Kind::Komentar | Kind::Tugas => item(),
        _ if !shown => None,
        Kind::Bukti => Some(format!("/bukti/{id}")),
        Kind::Kegiatan | Kind::SubKegiatan | Kind::Indikator => Some(format!("/rencana/{id}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{EN, ID};
    use model::command;
    use model::id::{CycleId, DeviceId, OfficeId, OpId, PersonId, RecordId};
    use model::op::{Draft, VOCABULARY};
    use model::time::{Millis, Quarter};

    fn op(draft: Draft) -> Op {
        Op {
            v: VOCABULARY,
            id: OpId::derived(&["op"]),
            actor: PersonId::derived(&["siti"]),
            device: DeviceId::derived(&["d"]),
            at: Millis(0),
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: String::new(),
        }
    }

    fn ids() -> (OfficeId, CycleId, RecordId) {
        (
            OfficeId::derived(&["o"]),
            CycleId::derived(&["c"]),
            RecordId::derived(&["r"]),
        )
    }

    #[test]
    fn an_op_says_what_it_does_even_if_nothing_shows_it() {
        let (office, cycle, id) = ids();
        let device = Replica::default();
        let answer = op(command::answer(
            office,
            cycle,
            "lke:A.1.a",
            None,
            Some("Ya"),
        ));
        assert_eq!(say(&ID, &device, &answer), "Jawaban A.1.a");
        assert_eq!(
            page_of(&device, &answer).as_deref(),
            Some("/butir/lke:A.1.a")
        );
        let comment = op(command::comment(
            id,
            office,
            cycle,
            Some("lke:A.1.a"),
            None,
            " Sudah? ",
        ));
        assert_eq!(say(&EN, &device, &comment), "Comment “Sudah?”");
    }

    #[test]
    fn progress_is_told_from_other_edits_of_an_indicator() {
        let (office, cycle, id) = ids();
        let facts = command::IndicatorFacts {
            title: "Terpindai".into(),
            ..Default::default()
        };
        let made = op(command::new_indicator(id, office, cycle, &facts));
        assert_eq!(
            say(&ID, &Replica::default(), &made),
            "Rencana baru “Terpindai”"
        );
        let record = model::merge::overlay(None, [&made].into_iter()).unwrap();
        let moved = op(command::progress(&record, Quarter::I, Some(2.into())));
        assert_eq!(
            say(&ID, &Replica::default(), &moved),
            "Realisasi “tanpa nama”"
        );
        let gone = op(command::delete(&record));
        assert!(say(&ID, &Replica::default(), &gone).starts_with("Penghapusan"));
    }

    #[test]
    fn long_names_are_cut_by_letters_not_bytes() {
        let name = shorten(&"é".repeat(100));
        assert_eq!(name.chars().count(), NAME_CHARS);
    }
}
