//! Who may write a piece of evidence: it belongs to the areas of what it serves.

use leptos::prelude::*;
use model::id::RecordId;
use model::instrument::Instrument;
use model::record::Record;
use model::reject::Rejection;
use model::rights::Action;
use model::sync::Replica;
use model::view::Evidence;

use crate::engine::Engine;
use crate::i18n::Texts;
use crate::pages::here::Here;

/// Why evidence can't be written here, in a line.
pub fn refusal_line(t: &'static Texts, refusal: &Rejection) -> AnyView {
    let said = (t.rejection().op)(refusal);
    view! { <p class="cap mt-3">{format!("{} {}", t.bukti().may_not, said.cause)}</p> }.into_any()
}

/// The areas that a piece touches: of its items and of the kegiatan above its outputs.
fn areas(device: &Replica, instrument: &Instrument, evidence: &Evidence) -> Vec<String> {
    let of_item = |item: &String| instrument.item(item).and_then(|item| item.area.clone());
    let above = |record: &Record, field: &str| device.record(record.get::<RecordId>(field)?);
    let of_output = |output: &RecordId| {
        let sub = above(device.record(*output)?, "sub_kegiatan")?;
        above(sub, "kegiatan")?.text("area").map(str::to_owned)
    };
    let items = evidence.items.iter().filter_map(of_item);
    items
        .chain(evidence.outputs.iter().filter_map(of_output))
        .collect()
}

/// What the one who reads may do with a piece.
pub struct May {
    /// Whether they may write it; else why not.
    pub write: Result<(), Rejection>,
    /// Whether they may take from it: the piece, pages, who may open it. It may be proof of other areas too.
    pub take_away: bool,
}

/// What the one who reads may do with this piece (tracked).
pub fn may(engine: Engine, here: &Here, instrument: &Instrument, evidence: &Evidence) -> May {
    let areas = engine.read(|device| areas(device, instrument, evidence));
    let areas: Vec<&str> = areas.iter().map(String::as_str).collect();
    May {
        write: here.may(engine, Action::Evidence, &areas),
        take_away: here.may_each(engine, Action::Evidence, &areas),
    }
}
