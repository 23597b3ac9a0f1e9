//! What two people wrote without seeing each other: both stand until one settles it.

use serde_json::Value;

use super::{Said, said};
use crate::command;
use crate::id::{CycleId, PersonId, RecordId};
use crate::op::Draft;
use crate::record::Record;
use crate::schema::Kind;
use crate::time::Millis;

/// A record in which something waits to be settled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenConflict {
    /// The record.
    pub record: RecordId,
    /// What kind of thing.
    pub kind: Kind,
    /// Its cycle.
    pub cycle: Option<CycleId>,
    /// The item, where it is about one.
    pub item: Option<String>,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Fields whose values differ.
    pub fields: Vec<String>,
    /// Everybody whose value stands there.
    pub by: Vec<PersonId>,
    /// When the last of these was written.
    pub at: Millis,
}

impl OpenConflict {
    /// Kinds whose conflicts a page shows and settles.
    pub const KINDS: [Kind; 7] = [
        Kind::Jawaban,
        Kind::Bukti,
        Kind::Kegiatan,
        Kind::SubKegiatan,
        Kind::Indikator,
        Kind::Putusan,
        Kind::Tugas,
    ];

    /// Reads a record; nothing if all is well in it, or it is of a kind that no page settles.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        if !Self::KINDS.contains(&record.kind) || record.is_gone() {
            return None;
        }
        // Verdicts and tasks are settled on the page of their item.
        let item = record.text("butir").map(str::to_owned);
        if matches!(record.kind, Kind::Putusan | Kind::Tugas) && item.is_none() {
            return None;
        }
        let fields: Vec<String> = record.conflicts().into_iter().map(str::to_owned).collect();
        let contested = record.is_contested();
        if fields.is_empty() && !contested {
            return None;
        }
        let stands = fields.iter().filter_map(|field| record.fields.get(field));
        let writes: Vec<_> = stands.flat_map(|field| &field.writes).collect();
        let deletions: Vec<_> = (record.standing_deletions())
            .filter(|_| contested)
            .map(|deletion| (deletion.by, deletion.at))
            .collect();
        let both = writes.iter().map(|write| (write.by, write.at));
        let both: Vec<(PersonId, Millis)> = both.chain(deletions).collect();
        let mut by: Vec<PersonId> = both.iter().map(|(by, _)| *by).collect();
        by.sort_unstable();
        by.dedup();
        Some(Self {
            record: record.id,
            kind: record.kind.clone(),
            cycle: record.cycle,
            item,
            title: record.text("judul").map(str::to_owned),
            fields,
            by,
            at: both.iter().map(|(_, at)| *at).max().unwrap_or_default(),
        })
    }
}

/// One card for each value that stands in a field: who last wrote it stands for it.
#[must_use]
pub fn sides(record: &Record, field: &str) -> Vec<Said> {
    let mut sides: Vec<Said> = Vec::new();
    for wrote in said(record, field) {
        sides.retain(|side| side.value != wrote.value);
        sides.push(wrote);
    }
    sides
}

/// What settles a field: the value, and, where somebody deleted the record meanwhile, that it stays.
#[must_use]
pub fn settling(record: &Record, field: &str, value: Value) -> Vec<Draft> {
    let kept = record.is_contested().then(|| command::restore(record));
    std::iter::once(command::settle(record, field, value))
        .chain(kept)
        .collect()
}

/// What takes a settlement back: the values that stood before it stand beside each other again, none of
/// them superseding another, nor what somebody wrote since. `stood` is in the order of [`sides`]: the
/// last one shows, as it did. Nothing if the settlement itself was superseded.
#[must_use]
pub fn reopening(record: &Record, field: &str, settled: &Value, stood: &[Value]) -> Vec<Draft> {
    let writes = record.fields.get(field).map(|field| &field.writes);
    let settlement = writes.and_then(|writes| writes.iter().rfind(|write| write.value == *settled));
    let Some(settlement) = settlement else {
        return Vec::new();
    };
    let value = |value: &Value| {
        let draft = command::set_field(record, field, value.clone());
        command::typed_over(draft, [(field.to_owned(), vec![settlement.op])])
    };
    stood.iter().map(value).collect()
}

/// A text of both: what one wrote and the other hasn't follows in lines of its own. A text that holds the
/// other whole is it already.
#[must_use]
pub fn merged(texts: &[&str]) -> String {
    let mut all = String::new();
    for text in texts.iter().map(|text| text.trim()) {
        if all.contains(text) {
            continue;
        }
        if text.contains(all.as_str()) {
            text.clone_into(&mut all);
            continue;
        }
        let known: Vec<String> = all.lines().map(|line| line.trim().to_owned()).collect();
        for line in text.lines().map(str::trim) {
            if !line.is_empty() && !known.iter().any(|known| known == line) {
                all.push('\n');
                all.push_str(line);
            }
        }
    }
    all
}

/// The words of a text, each with whether the other text lacks it: what tells two like sentences apart.
#[must_use]
pub fn words_apart<'a>(text: &'a str, other: &str) -> Vec<(&'a str, bool)> {
    let known: Vec<&str> = other.split_whitespace().collect();
    text.split_whitespace()
        .map(|word| (word, !known.contains(&word)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{DeviceId, OfficeId, OpId};
    use crate::merge::{self, Stamp};
    use crate::op::{Op, VOCABULARY};

    fn op(n: i64, who: &str, draft: Draft) -> Op {
        Op {
            v: VOCABULARY,
            id: OpId::derived(&["op", &n.to_string()]),
            actor: PersonId::derived(&[who]),
            device: DeviceId::derived(&[who]),
            at: Millis(n),
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: String::new(),
        }
    }

    /// Siti and Rina write the note, and a row's count, without seeing each other.
    fn two() -> Record {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let id = RecordId::answer(office, cycle, "lke:A.1");
        let stream = crate::op::Stream::work(office);
        let mut record = Record::new(Kind::Jawaban, id, stream, Some(cycle));
        let note = |text: &str| command::note(office, cycle, "lke:A.1", None, text);
        let empty = record.clone();
        let row = |count: &str| command::set_field(&empty, "baris.1", count.into());
        let ops = [
            op(1, "siti", note("Sudah.")),
            op(2, "rina", note("Belum.")),
            op(3, "siti", row("4")),
            op(4, "rina", row("5")),
        ];
        for (number, op) in (1..).zip(&ops) {
            let effective = op.at;
            merge::apply(&mut record, op, Stamp { number, effective });
        }
        record
    }

    #[test]
    fn both_sides_are_told_with_who_and_when_also_in_a_row() {
        let record = two();
        let open = OpenConflict::read(&record).unwrap();
        assert_eq!(open.fields, ["baris.1", "catatan"]);
        let mut both = vec![PersonId::derived(&["rina"]), PersonId::derived(&["siti"])];
        both.sort_unstable();
        assert_eq!(open.by, both);
        assert_eq!(open.at, Millis(4));
        assert_eq!(open.item.as_deref(), Some("lke:A.1"));
        let values: Vec<_> = sides(&record, "baris.1")
            .into_iter()
            .map(|side| side.value.unwrap())
            .collect();
        assert_eq!(values, ["4", "5"]);
    }

    #[test]
    fn what_was_typed_before_others_wrote_supersedes_only_what_was_seen() {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let id = RecordId::answer(office, cycle, "lke:A.1");
        let stream = crate::op::Stream::work(office);
        let mut record = Record::new(Kind::Jawaban, id, stream, Some(cycle));
        let take = |record: &mut Record, n: i64, who: &str, draft: Draft| {
            let (number, effective) = (u64::try_from(n).unwrap(), Millis(n));
            merge::apply(record, &op(n, who, draft), Stamp { number, effective });
        };
        let note = |record: &Record, text: &str| {
            command::note(office, cycle, "lke:A.1", Some(record), text)
        };
        let first = note(&record, "Pertama.");
        take(&mut record, 1, "siti", first);
        // Siti begins to type; Rina's note comes meanwhile; Siti keeps hers.
        let seen = ("catatan".to_owned(), record.base("catatan"));
        let rinas = note(&record, "Kata Rina.");
        take(&mut record, 2, "rina", rinas);
        let sitis = command::typed_over(note(&record, "Kata Siti."), [seen]);
        take(&mut record, 3, "siti", sitis);
        assert_eq!(record.text("catatan"), Some("Kata Siti."));
        let values: Vec<_> = sides(&record, "catatan")
            .into_iter()
            .map(|side| side.value)
            .collect();
        assert_eq!(
            values,
            [Some("Kata Rina.".to_owned()), Some("Kata Siti.".to_owned())]
        );
    }

    #[test]
    fn a_task_is_listed_where_it_is_about_an_item() {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        for item in [Some("lke:A.1"), None] {
            let id = RecordId::derived(&["tugas"]);
            let stream = crate::op::Stream::work(office);
            let mut record = Record::new(Kind::Tugas, id, stream, Some(cycle));
            let facts = command::TaskFacts {
                title: "Unggah notula".to_owned(),
                item: item.map(str::to_owned),
                to: None,
                due: None,
            };
            let made = command::new_task(id, office, cycle, &facts);
            let stamp = |n: u64| Stamp {
                number: n,
                effective: Millis(0),
            };
            merge::apply(&mut record, &op(1, "agus", made), stamp(1));
            let seen = record.clone();
            for (n, who, done) in [(2, "siti", true), (3, "agus", false)] {
                let tick = command::tick_task(&seen, done);
                merge::apply(
                    &mut record,
                    &op(n, who, tick),
                    stamp(u64::try_from(n).unwrap()),
                );
            }
            let open = OpenConflict::read(&record);
            assert_eq!(open.is_some(), item.is_some());
            assert!(open.is_none_or(|open| open.fields == ["selesai"] && open.by.len() == 2));
        }
    }

    #[test]
    fn settling_ends_it() {
        let mut record = two();
        for (n, field) in [(5, "catatan"), (6, "baris.1")] {
            for draft in settling(&record, field, "6".into()) {
                let number = u64::try_from(n).unwrap();
                let stamp = Stamp {
                    number,
                    effective: Millis(n),
                };
                merge::apply(&mut record, &op(n, "siti", draft), stamp);
            }
        }
        assert_eq!(OpenConflict::read(&record), None);
        assert_eq!(record.text("catatan"), Some("6"));
    }

    #[test]
    fn a_settlement_taken_back_leaves_what_stood_before_it() {
        let mut record = two();
        let stood: Vec<Value> = values(&record, "catatan");
        let mut n = 5;
        let mut take = |record: &mut Record, drafts: Vec<Draft>| {
            for draft in drafts {
                let (number, effective) = (u64::try_from(n).unwrap(), Millis(n));
                merge::apply(record, &op(n, "siti", draft), Stamp { number, effective });
                n += 1;
            }
        };
        let drafts = settling(&record, "catatan", "Sudah.".into());
        take(&mut record, drafts);
        assert_eq!(values(&record, "catatan"), ["Sudah."]);
        // Somebody writes before it is taken back: that stays as well.
        let later = command::set_field(&record, "catatan", "Nanti.".into());
        let later = command::typed_over(later, [("catatan".to_owned(), Vec::new())]);
        take(&mut record, vec![later]);
        let drafts = reopening(&record, "catatan", &"Sudah.".into(), &stood);
        take(&mut record, drafts);
        assert_eq!(values(&record, "catatan"), ["Nanti.", "Sudah.", "Belum."]);
        let drafts = settling(&record, "catatan", "Sudah.".into());
        take(&mut record, drafts);
        let drafts = reopening(&record, "catatan", &"Sudah.".into(), &stood);
        take(&mut record, drafts);
        assert_eq!(values(&record, "catatan"), ["Sudah.", "Belum."]);
        assert_eq!(record.text("catatan"), Some("Belum."), "what showed shows");
        assert!(record.conflicts().contains(&"catatan"));
    }

    fn values(record: &Record, field: &str) -> Vec<Value> {
        let sides = sides(record, field).into_iter();
        sides
            .map(|side| side.value.map_or(Value::Null, Value::from))
            .collect()
    }

    #[test]
    fn a_text_of_both_loses_no_line_and_doubles_none() {
        assert_eq!(
            merged(&["Sudah.\nTiga.", "Belum.\nTiga."]),
            "Sudah.\nTiga.\nBelum."
        );
        assert_eq!(merged(&["Sudah.", "Sudah. Lagi."]), "Sudah. Lagi.");
        assert_eq!(merged(&["Sudah. Lagi.", "Sudah."]), "Sudah. Lagi.");
        assert_eq!(merged(&["", "Ada."]), "Ada.");
    }

    #[test]
    fn only_the_words_that_differ_are_marked() {
        let apart = words_apart("kepada seluruh pegawai", "kepada sebagian pegawai");
        assert_eq!(
            apart,
            [("kepada", false), ("seluruh", true), ("pegawai", false)]
        );
    }
}
