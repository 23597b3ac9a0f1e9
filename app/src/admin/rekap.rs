//! The roll-up as this browser last saw it, for the page that stands at an admin address without a network
//! (`app/assets/build/luring.js` reads it). It goes with whoever saw it (`engine::Device::remember`).

use model::id::PersonId;
use serde::Serialize;
use serde_json::Value;

use super::data::{Below, Refusal, Together};
use crate::i18n::Texts;
use crate::storage;
use crate::ui::Parts;
use crate::ui::bar::spoken;

/// Where it lies in localStorage.
pub const ROLL_UP: &str = "bukti.rekap";
/// Where who is signed in lies there (`platform::local::SEAT`, which the field half keeps).
const SEAT: &str = "bukti.masuk";
/// So many offices are kept at most: some 200 kB of a storage of five megabytes.
const OFFICES_MAX: usize = 1_000;

/// What is kept, all of it as the page said it.
#[derive(Debug, Serialize)]
struct Seen {
    /// Who saw it.
    person: PersonId,
    /// Whose offices, how many, and when.
    at: String,
    /// Where they stand together, for each year and family of worksheets.
    means: Vec<Row>,
    /// The offices, in the page's order.
    offices: Vec<Row>,
}

/// A bar with its name and number.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    proven: String,
    /// What a screen reader says of the bar.
    spoken: String,
    /// Widths of its parts, in hundredths of a per cent.
    widths: [i64; 3],
}

impl Row {
    fn of(t: &Texts, name: String, parts: Parts) -> Self {
        let [verified, evidenced, ..] = parts.shown();
        Self {
            name,
            proven: t.score(verified + evidenced),
            spoken: spoken(t, &parts, None),
            widths: parts.widths(),
        }
    }
}

impl Seen {
    fn of(t: &Texts, below: &Below, at: String) -> Self {
        let mean = |together: Together| {
            let summary = t.admin().summary.to_owned();
            let name = match together.named(t) {
                Some(named) => format!("{summary} · {named}"),
                None => summary,
            };
            Row::of(t, name, together.mean)
        };
        let ranked = below.ranked().into_iter().take(OFFICES_MAX);
        Self {
            person: below.person_id,
            at,
            means: below.together().into_iter().map(mean).collect(),
            offices: ranked
                .map(|office| Row::of(t, office.name.clone(), office.standing.of_hundred()))
                .collect(),
        }
    }
}

/// Keeps what the page shows; `at` is what it says of whose it is and when. Only for whoever is signed in here:
/// another tab may have signed them out meanwhile.
pub fn keep(t: &Texts, below: &Below, at: String) {
    let seat = storage::text(SEAT).and_then(|text| serde_json::from_str::<Value>(&text).ok());
    let person = seat.and_then(|seat| seat["resident"]["person"].as_str()?.parse().ok());
    if person != Some(below.person_id) || below.offices.is_empty() {
        return storage::remove(ROLL_UP);
    }
    if let Ok(text) = serde_json::to_string(&Seen::of(t, below, at)) {
        storage::set_text(ROLL_UP, &text);
    }
}

/// Forgets it where the server no longer shows it; a server that is only busy takes nothing away.
pub fn refused(refusal: Refusal) {
    if refusal != Refusal::Unavailable {
        storage::remove(ROLL_UP);
    }
}
