//! News: what others changed on what is mine, computed from the records that the server confirmed.
//!
//! Mine is: an item that I answered or noted, or an item of my area; evidence that I captured; plan
//! elements that I carry out, coordinate or answer for; tasks given to me or by me; comments on an item
//! where I said something. My own writes are no news.

use model::table::KeySet;

use model::id::{CycleId, OfficeId, PersonId, RecordId};
use model::record::{Record, Write};
use model::schema::{Decision, Kind};
use model::sync::Replica;
use model::time::{Date, Millis};
use model::view::{Comment, Evidence, FileStatus, FileVerdict, Task, VerdictView};

/// News are shown for so many days.
pub const DAYS: i64 = 90;

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody changed an answer of mine.
    Answered,
    /// Somebody changed a note of mine.
    Noted,
    /// Somebody filled in the same thing differently.
    Differs,
    /// An assessor accepted.
    Accepted,
    /// An assessor adjusted.
    Adjusted,
    /// An assessor returned, with these words.
    Returned(String),
    /// Somebody commented: what they said.
    Commented(String),
    /// Somebody gave me a task.
    TaskGiven(Option<Date>),
    /// Somebody finished a task that I gave.
    TaskDone,
    /// Evidence was bound to what is mine.
    EvidenceAdded,
    /// Somebody changed evidence of mine.
    EvidenceChanged,
    /// Somebody removed evidence of mine.
    EvidenceRemoved,
    /// The server won't take a file of mine.
    FileRefused,
    /// The plan changed where it is mine.
    PlanChanged,
    /// Something in the plan became mine.
    PlanAdded,
    /// Something of mine was removed from the plan.
    PlanRemoved,
}

impl What {
    /// Whether the person must do something.
    #[must_use]
    pub fn asks(&self) -> bool {
        matches!(
            self,
            Self::Returned(_) | Self::Differs | Self::TaskGiven(_) | Self::FileRefused
        )
    }
}

/// One piece of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// The record that it is about.
    pub record: RecordId,
    /// When, as the server counts.
    pub at: Millis,
    /// Who did it.
    pub who: PersonId,
    /// What.
    pub what: What,
    /// The thing's own title, if it has one.
    pub title: Option<String>,
    /// The item that it is about.
    pub item: Option<String>,
}

/// Where news are looked for, and for whom.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The person.
    pub me: PersonId,
    /// The office that is looked at.
    pub office: OfficeId,
    /// The cycle that is looked at.
    pub cycle: CycleId,
    /// Items of the areas that the person has a role for; empty for those who only assess or watch.
    pub my_items: &'a KeySet<String>,
    /// The device's clock.
    pub now: Millis,
}

/// The latest write by somebody else.
fn others(record: &Record, me: PersonId) -> Option<(&str, &Write)> {
    record
        .fields
        .iter()
        .filter_map(|(name, field)| Some((name.as_str(), field.shown()?)))
        .filter(|(_, write)| write.by != me && write.by != PersonId::SISTEM)
        .max_by_key(|(_, write)| (write.at, write.op))
}

/// Everything that others did on what is mine, the latest first.
#[must_use]
pub fn news(device: &Replica, reader: Reader<'_>) -> Vec<News> {
    let mut news = Vec::new();
    let mine = Mine::of(device, reader);
    for kind in [
        Kind::Jawaban,
        Kind::Putusan,
        Kind::Komentar,
        Kind::Tugas,
        Kind::Bukti,
        Kind::Kegiatan,
        Kind::SubKegiatan,
        Kind::Indikator,
    ] {
        let shown = device.all_of_kind(&kind);
        let here = shown.filter(|record| {
            record.stream.office == reader.office
                && (record.cycle == Some(reader.cycle) || record.cycle.is_none())
        });
        for record in here {
            // News are what the server said; what only this device has is one's own doing.
            if let Some(confirmed) = device.confirmed(record.id) {
                news.extend(of_record(confirmed, &mine, reader));
                news.extend(refused(device, confirmed, reader));
            }
        }
    }
    news.extend(removed(device, reader));
    let oldest = reader.now.plus(-DAYS * Millis::DAY);
    news.retain(|item| item.at >= oldest);
    news.sort_by_key(|item| (std::cmp::Reverse(item.at), item.record));
    news
}

/// What is mine.
struct Mine {
    items: KeySet<String>,
}

impl Mine {
    fn of(device: &Replica, reader: Reader<'_>) -> Self {
        let cycle = Some(reader.cycle);
        let answered = device
            .of_kind(&Kind::Jawaban, cycle)
            .filter(|record| record.writers.contains(&reader.me));
        let talked = device
            .of_kind(&Kind::Komentar, cycle)
            .filter(|record| record.writers.contains(&reader.me));
        let said = answered.chain(talked);
        let items = said.filter_map(|record| record.text("butir").map(str::to_owned));
        Self {
            items: items.chain(reader.my_items.iter().cloned()).collect(),
        }
    }

    fn item(&self, item: Option<&str>) -> bool {
        item.is_some_and(|item| self.items.contains(item))
    }
}

/// Whether somebody is named in a plan element.
fn names(record: &Record, me: PersonId) -> bool {
    let executors: Vec<PersonId> = record.set("pelaksana");
    let leads = ["koordinator", "penanggung_jawab"];
    executors.contains(&me) || leads.iter().any(|field| record.get(field) == Some(me))
}

fn of_record(record: &Record, mine: &Mine, reader: Reader<'_>) -> Option<News> {
    let me = reader.me;
    let item = record.text("butir").map(str::to_owned);
    let title = record.text("judul").map(str::to_owned);
    let tell = |what: What, who: PersonId, at: Millis| News {
        record: record.id,
        at,
        who,
        what,
        title: title.clone(),
        item: item.clone(),
    };
    match record.kind {
        Kind::Jawaban => {
            let wrote = record.writers.contains(&me);
            let (field, write) = others(record, me).filter(|_| wrote)?;
            let differs = !record.conflicts().is_empty()
                && record
                    .fields
                    .values()
                    .flat_map(|f| &f.writes)
                    .any(|w| w.by == me);
            let what = match field {
                _ if differs => What::Differs,
                "catatan" => What::Noted,
                _ => What::Answered,
            };
            Some(tell(what, write.by, write.at))
        }
        Kind::Putusan => {
            let verdict = VerdictView::read(record)?;
            if verdict.by == me || !mine.item(Some(&verdict.item)) {
                return None;
            }
            let what = match verdict.verdict.hasil {
                Decision::Terima => What::Accepted,
                Decision::Sesuaikan => What::Adjusted,
                Decision::Kembalikan => What::Returned(verdict.verdict.catatan.clone()),
            };
            Some(tell(what, verdict.by, verdict.at))
        }
        Kind::Komentar => {
            let comment = Comment::read(record)?;
            let who = comment.by.filter(|by| *by != me)?;
            mine.item(comment.item.as_deref())
                .then(|| tell(What::Commented(comment.text), who, comment.at))
        }
        Kind::Tugas => {
            let task = Task::read(record)?;
            let (_, write) = others(record, me)?;
            if task.to == Some(me) && task.by != Some(me) && !task.done {
                Some(tell(What::TaskGiven(task.due), write.by, write.at))
            } else if task.by == Some(me) && task.done {
                let done = record.shown("selesai").filter(|write| write.by != me)?;
                Some(tell(What::TaskDone, done.by, done.at))
            } else {
                None
            }
        }
        Kind::Bukti => {
            let piece = Evidence::read(record)?;
            let (_, write) = others(record, me)?;
            if piece.by == Some(me) {
                return Some(tell(What::EvidenceChanged, write.by, write.at));
            }
            let bound = piece.items.iter().find(|item| mine.items.contains(*item))?;
            let news = tell(What::EvidenceAdded, write.by, write.at);
            Some(News {
                item: Some(bound.clone()),
                ..news
            })
        }
        Kind::Kegiatan | Kind::SubKegiatan | Kind::Indikator => {
            let (_, write) = others(record, me).filter(|_| names(record, me))?;
            let made = !record.writers.contains(&me) && record.created == write.at;
            let what = if made {
                What::PlanAdded
            } else {
                What::PlanChanged
            };
            Some(tell(what, write.by, write.at))
        }
        _ => None,
    }
}

/// A file of my evidence that the server won't take.
fn refused(device: &Replica, record: &Record, reader: Reader<'_>) -> Option<News> {
    let piece = Evidence::read(record).filter(|piece| piece.by == Some(reader.me))?;
    let said = piece.pages.iter().find_map(|page| {
        let status = device.confirmed(RecordId::file(reader.office, &page.digest))?;
        let verdict = FileStatus::read(status)?.verdict;
        matches!(verdict, FileVerdict::Refused { .. }).then_some(status)
    })?;
    Some(News {
        record: record.id,
        at: said.last_write()?.at,
        who: PersonId::SISTEM,
        what: What::FileRefused,
        title: Some(piece.title),
        item: piece.items.into_iter().next(),
    })
}

/// What was mine and is gone by another's hand.
fn removed(device: &Replica, reader: Reader<'_>) -> Vec<News> {
    let gone = device.gone(reader.cycle);
    gone.filter(|record| record.stream.office == reader.office)
        .filter_map(|record| {
            let what = match record.kind {
                Kind::Bukti if record.writers.contains(&reader.me) => What::EvidenceRemoved,
                Kind::Kegiatan | Kind::SubKegiatan | Kind::Indikator
                    if names(record, reader.me) || record.writers.contains(&reader.me) =>
                {
                    What::PlanRemoved
                }
                _ => return None,
            };
            let deletion = record.standing_deletions().max_by_key(|d| (d.at, d.op))?;
            (deletion.by != reader.me).then(|| News {
                record: record.id,
                at: deletion.at,
                who: deletion.by,
                what,
                title: record.text("judul").map(str::to_owned),
                item: None,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::command::{self, ActivityFacts, TaskFacts};
    use model::id::{DeviceId, OpId};
    use model::merge;
    use model::op::{Draft, Op, Stream, VOCABULARY};
    use model::sync::store::{Change, Loaded, Tx};

    fn person(name: &str) -> PersonId {
        PersonId::derived(&[name])
    }

    fn place() -> (OfficeId, CycleId) {
        (OfficeId::derived(&["o"]), CycleId::derived(&["c"]))
    }

    /// What somebody states, having seen the device as it stands.
    type Stated = Box<dyn Fn(&Replica) -> Draft>;

    /// A device that pulled what these people stated, one after the other.
    fn device(stated: Vec<(&str, Stated)>) -> Replica {
        let mut device = Replica::new(Loaded::default());
        for (n, (who, state)) in stated.into_iter().enumerate() {
            let draft = state(&device);
            let op = Op {
                v: VOCABULARY,
                id: OpId::derived(&[&n.to_string()]),
                actor: person(who),
                device: DeviceId::derived(&[who]),
                at: Millis(i64::try_from(n).unwrap() + 1),
                stream: draft.stream,
                cycle: draft.cycle,
                record: draft.record,
                body: draft.body,
                on_behalf: None,
                salt: String::new(),
            };
            let mut record =
                merge::overlay(device.record(op.record.id), [&op].into_iter()).unwrap();
            record.number = u64::try_from(n).unwrap() + 1;
            let stream = Stream::work(place().0);
            device.apply(&Tx::relaxed(vec![Change::PutRecords(stream, vec![record])]));
        }
        device
    }

    fn read(device: &Replica, items: &[&str]) -> Vec<What> {
        let items = items.iter().map(|item| (*item).to_owned()).collect();
        let (office, cycle) = place();
        let reader = Reader {
            me: person("siti"),
            office,
            cycle,
            my_items: &items,
            now: Millis(1000),
        };
        news(device, reader)
            .into_iter()
            .map(|news| news.what)
            .collect()
    }

    fn answer(value: &'static str) -> Stated {
        Box::new(move |device| {
            let (office, cycle) = place();
            let present = device.record(RecordId::answer(office, cycle, "x:A"));
            command::answer(office, cycle, "x:A", present, Some(value))
        })
    }

    #[test]
    fn a_change_of_my_answer_is_news_and_my_own_is_not() {
        assert_eq!(read(&device(vec![("siti", answer("A"))]), &[]), []);
        let both = device(vec![("siti", answer("A")), ("rina", answer("B"))]);
        assert_eq!(read(&both, &[]), [What::Answered]);
        assert_eq!(read(&device(vec![("rina", answer("B"))]), &[]), []);
    }

    #[test]
    fn a_task_is_news_until_it_is_done() {
        let (office, cycle) = place();
        let id = RecordId::derived(&["t"]);
        let give: Stated = Box::new(move |_| {
            let facts = TaskFacts {
                title: "Foto".into(),
                to: Some(person("siti")),
                ..Default::default()
            };
            command::new_task(id, office, cycle, &facts)
        });
        assert_eq!(
            read(&device(vec![("agus", give)]), &[]),
            [What::TaskGiven(None)]
        );
    }

    #[test]
    fn what_becomes_mine_in_the_plan_is_news_and_its_removal_too() {
        let (office, cycle) = place();
        let id = RecordId::derived(&["k"]);
        let make = move || -> Stated {
            Box::new(move |_| {
                let facts = ActivityFacts {
                    title: "Arsip".into(),
                    executors: vec![person("siti")],
                    ..Default::default()
                };
                command::new_activity(id, office, cycle, &facts)
            })
        };
        assert_eq!(
            read(&device(vec![("agus", make())]), &[]),
            [What::PlanAdded]
        );
        let remove: Stated = Box::new(move |device| command::delete(device.record(id).unwrap()));
        assert_eq!(
            read(&device(vec![("agus", make()), ("agus", remove)]), &[]),
            [What::PlanRemoved]
        );
    }

    #[test]
    fn comments_on_items_of_my_area_are_news() {
        let (office, cycle) = place();
        let say: Stated = Box::new(move |_| {
            command::comment(
                RecordId::derived(&["m"]),
                office,
                cycle,
                Some("x:A"),
                None,
                "Sudah?",
            )
        });
        let device = device(vec![("rina", say)]);
        assert_eq!(read(&device, &["x:A"]), [What::Commented("Sudah?".into())]);
        assert_eq!(read(&device, &["x:B"]), []);
    }
}
