//! The year before: Trenggalek's cycle of 2025 under the LKE RB, answered and closed.

use model::id::{CycleId, RecordId};
use model::instrument::{AnswerType, Document, Instrument, Item};
use model::limits::EDITS_PER_OP_MAX;
use model::op::{OpError, Stream};
use model::schema::Kind;
use model::time::{Date, Millis, Zone};
use rust_decimal::Decimal;
use serde_json::json;

use super::board::{by, server};
use super::pen::{About, Pen};
use super::people::{TRENGGALEK, office};

/// Its year.
const YEAR: i32 = 2025;

/// The cycle.
#[must_use]
pub fn cycle() -> CycleId {
    CycleId::derived(&["demo", "siklus", TRENGGALEK, "2025"])
}

/// A moment of that year, in the morning.
fn moment(month: u8, day: u8) -> Millis {
    const MORNING: i64 = 9 * 3_600_000;
    Zone::Wib.midnight(date(month, day)).plus(MORNING)
}

fn date(month: u8, day: u8) -> Date {
    Date {
        year: YEAR,
        month,
        day,
    }
}

/// Opens the cycle, answers it, proves it, closes it.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn last_year(pen: &mut Pen, instrument: &Instrument) -> Result<(), OpError> {
    let board = About {
        stream: Stream::board(office(TRENGGALEK)),
        cycle: None,
        kind: Kind::Siklus,
        id: cycle().into(),
    };
    let opened = [
        ("nama", json!("LKE RB 2025")),
        ("tahun", json!(YEAR.to_string())),
        ("instrumen", json!(instrument.digest)),
        ("mulai", json!(date(1, 1))),
        ("target", json!("70")),
        ("keadaan", json!("buka")),
    ];
    pen.write(server(moment(1, 2)), &board, &opened)?;
    let answered = instrument.items().enumerate();
    for (n, item) in answered.filter(|(n, _)| n % 11 != 10) {
        let id = RecordId::answer(office(TRENGGALEK), cycle(), &item.id);
        let about = About {
            stream: Stream::work(office(TRENGGALEK)),
            cycle: Some(cycle()),
            kind: Kind::Jawaban,
            id,
        };
        let fields = [("butir", json!(item.id)), ("nilai", json!(answer(n, item)))];
        let minutes = i64::try_from(n).unwrap_or_default();
        let at = moment(10, 6).plus(minutes * 60_000);
        pen.write(by("agus", at), &about, &fields)?;
    }
    prove(pen, instrument)?;
    let closed = [("tutup", json!(date(12, 15))), ("keadaan", json!("tutup"))];
    pen.write(server(moment(12, 16)), &board, &closed)
}

/// One shelf of documents for each area, but for the last, of which nobody kept any.
fn prove(pen: &mut Pen, instrument: &Instrument) -> Result<(), OpError> {
    let areas = instrument.areas();
    let kept = areas.iter().take(areas.len().saturating_sub(1)).enumerate();
    for (n, area) in kept {
        let address = format!("https://arsip.kpu.go.id/trenggalek/rb-2025/{area}");
        let mut fields = vec![
            ("judul", json!(format!("Arsip RB 2025: {area}"))),
            ("tautan", json!(address)),
        ];
        let items = instrument.items();
        for item in items.filter(|item| item.area.as_deref() == Some(*area)) {
            fields.push(("butir", json!(item.id)));
            let fulfils = |document: &Document| {
                let of = json!({ "butir": item.id, "dokumen": document.code });
                ("memenuhi", of)
            };
            fields.extend(item.documents.iter().map(fulfils));
        }
        let about = About {
            stream: Stream::work(office(TRENGGALEK)),
            cycle: Some(cycle()),
            kind: Kind::Bukti,
            id: RecordId::derived(&["demo", "arsip", "2025", area]),
        };
        let day = u8::try_from(n).unwrap_or_default();
        // In as many ops as so many documents need.
        for (minute, fields) in (0..).zip(fields.chunks(EDITS_PER_OP_MAX)) {
            let at = moment(11, 3 + day).plus(minute * 60_000);
            pen.write(by("agus", at), &about, fields)?;
        }
    }
    Ok(())
}

/// An answer that isn't the worst: an office on its way.
fn answer(n: usize, item: &Item) -> String {
    let options = item.answer.options();
    let chosen = [0, 1, 1, 0, 2].get(n % 5).copied().unwrap_or_default();
    match &item.answer {
        AnswerType::Persen { .. } => format!("{} %", 70 + n % 30),
        AnswerType::Nilai { max } => (max * Decimal::new(8, 1)).to_string(),
        AnswerType::Angka { target } => target.to_string(),
        _ => {
            let last = options.len().saturating_sub(1);
            let option = options.get(chosen.min(last.saturating_sub(1)));
            option
                .map(|(name, _)| (*name).to_owned())
                .unwrap_or_default()
        }
    }
}
