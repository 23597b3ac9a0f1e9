//! Answers, verdicts, comments and tasks of the demo.

use model::id::{OpId, RecordId};
use model::instrument::{Instrument, Item};
use model::op::OpError;
use model::record::Record;
use model::schema::{Decision, Kind, Verdict, Waiver};
use model::table::KeySet;
use model::view::{MAIN_LAYER, judged_writes};
use serde_json::{Value, json};

use super::board::{by, cycle, date, device, moment, work};
use super::pen::{About, By, Pen};
use super::people::{TRENGGALEK, office, person};
use super::story::{Answered, COMMENTS, NOTES, State, TASKS, WAIVERS};

/// Who judges.
const ASSESSOR: &str = "hendra";

fn answer(key: &str, item: &Item) -> About {
    let id = RecordId::answer(office(key), cycle(key), &item.id);
    work(key, Kind::Jawaban, id)
}

/// Answers of an office, each by whom it belongs to; conflicts come later.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn answers(
    pen: &mut Pen,
    key: &str,
    items: &[(&Answered, &Item, &'static str)],
) -> Result<(), OpError> {
    for (n, (answered, item, login)) in items.iter().enumerate() {
        // A stale verdict judged a better answer than the present one.
        let value = match answered.state {
            State::Conflict(_) => continue,
            State::Stale(_) => "A",
            _ => answered.value,
        };
        let mut fields = vec![("butir", json!(item.id)), ("nilai", json!(value))];
        if key == TRENGGALEK {
            let note = NOTES.iter().find(|(path, _)| *path == item.path);
            fields.extend(note.map(|(_, words)| ("catatan", json!(words))));
            let waivers = WAIVERS.iter().filter(|(path, ..)| *path == item.path);
            fields.extend(waivers.map(|(_, document, reason)| {
                let waiver = Waiver {
                    dokumen: (*document).to_owned(),
                    alasan: (*reason).to_owned(),
                };
                ("tidak_berlaku", json!(waiver))
            }));
        }
        let day = date(8, 3).plus_days((n as i64 * 11) % 90);
        let at = moment(day.month, day.day, 9 + (n % 7) as u8, (n * 13 % 60) as u8);
        pen.write(by(login, at), &answer(key, item), &fields)?;
    }
    Ok(())
}

/// The assessor's verdicts, as the story tells them.
///
/// # Errors
/// As [`answers`].
pub fn verdicts(
    pen: &mut Pen,
    key: &str,
    items: &[(&Answered, &Item, &'static str)],
    evidence: &[RecordId],
) -> Result<(), OpError> {
    let mut minutes = 0_i64;
    for (answered, item, _) in items {
        let (decision, value, words) = match answered.state {
            State::Verified => (Decision::Terima, None, ""),
            State::Adjusted(value) => (
                Decision::Sesuaikan,
                Some(value.to_owned()),
                "Agen perubahan sudah ditunjuk, tetapi hasil kerjanya belum terlihat.",
            ),
            State::Returned(words) | State::Stale(words) => (Decision::Kembalikan, None, words),
            State::Evidenced | State::Partly | State::Claimed | State::Conflict(_) => continue,
        };
        minutes += 7;
        let verdict = Verdict {
            hasil: decision,
            nilai: value,
            catatan: words.to_owned(),
            menilai: seen(pen, key, item, evidence).into_iter().collect(),
            definisi: item.definition_digest.clone(),
        };
        let id = RecordId::verdict(office(key), cycle(key), &item.id, MAIN_LAYER);
        let fields = [
            ("butir", json!(item.id)),
            ("lapis", json!(MAIN_LAYER)),
            ("putusan", json!(verdict)),
        ];
        let at = moment(11, 12, 8, 30).plus(minutes * 60_000);
        let judge = By {
            device: device(ASSESSOR, "laptop"),
            ..by(ASSESSOR, at)
        };
        pen.write(judge, &work(key, Kind::Putusan, id), &fields)?;
    }
    Ok(())
}

/// The writes that an assessor sees: of the answer, and of each piece of evidence that serves the item.
fn seen(pen: &Pen, key: &str, item: &Item, evidence: &[RecordId]) -> KeySet<OpId> {
    let answer = answer(key, item);
    let pieces: Vec<&Record> = evidence
        .iter()
        .filter_map(|id| pen.record(*id))
        .filter(|record| record.stream == answer.stream)
        .collect();
    judged_writes(item, pen.record(answer.id), &pieces)
}

/// What happened after the assessor looked: a mended answer, and one item answered twice offline.
///
/// # Errors
/// As [`answers`].
pub fn afterwards(
    pen: &mut Pen,
    items: &[(&Answered, &Item, &'static str)],
) -> Result<(), OpError> {
    for (answered, item, login) in items {
        let about = answer(TRENGGALEK, item);
        match answered.state {
            State::Stale(_) => {
                let at = moment(11, 12, 13, 47);
                pen.write(by(login, at), &about, &[("nilai", json!(answered.value))])?;
            }
            State::Conflict(other) => {
                let mine = [
                    ("butir", json!(item.id)),
                    ("nilai", json!(answered.value)),
                    (
                        "catatan",
                        json!("Sosialisasi kedua tanggal 20 November untuk subbagian sisanya."),
                    ),
                ];
                let theirs = [
                    ("butir", json!(item.id)),
                    ("nilai", json!(other)),
                    (
                        "catatan",
                        json!("Baru tiga subbagian yang ikut sosialisasi."),
                    ),
                ];
                pen.write_unseeing(by("siti", moment(11, 23, 15, 5)), &about, &mine)?;
                let rina = By {
                    device: device("rina", "laptop"),
                    ..by("rina", moment(11, 23, 16, 40))
                };
                pen.write_unseeing(rina, &about, &theirs)?;
            }
            _ => {}
        }
    }
    Ok(())
}

/// Comments and tasks.
///
/// # Errors
/// As [`answers`].
pub fn talk(pen: &mut Pen, instrument: &Instrument) -> Result<(), OpError> {
    let item = |path: &str| instrument.item_by_path(path).map(|item| json!(item.id));
    for (n, (path, login, (month, day, hour, minute), words)) in COMMENTS.iter().enumerate() {
        let id = RecordId::derived(&["demo", "komentar", &n.to_string()]);
        let mut fields = vec![("teks", json!(words))];
        fields.extend(item(path).map(|item| ("butir", item)));
        let at = by(login, moment(*month, *day, *hour, *minute));
        pen.write(at, &work(TRENGGALEK, Kind::Komentar, id), &fields)?;
    }
    for (n, (title, path, who, due, done)) in TASKS.iter().enumerate() {
        let id = RecordId::derived(&["demo", "tugas", &n.to_string()]);
        let about = work(TRENGGALEK, Kind::Tugas, id);
        let mut fields: Vec<(&str, Value)> = vec![
            ("judul", json!(title)),
            ("kepada", json!(person(who))),
            ("tenggat", json!(date(due.0, due.1))),
        ];
        fields.extend(item(path).map(|item| ("butir", item)));
        let given = date(due.0, due.1).plus_days(-3);
        let at = moment(given.month, given.day, 8, 20);
        pen.write(by("agus", at), &about, &fields)?;
        if *done {
            let at = moment(due.0, due.1, 10, 0);
            pen.write(by(who, at), &about, &[("selesai", json!(true))])?;
        }
    }
    Ok(())
}
