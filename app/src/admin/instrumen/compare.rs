//! From the version before to this one: what goes on, what is new, what falls away.

use leptos::prelude::*;
use model::instrument::{Change, Draft, Instrument, Item, MinimumChange, minimum_changes, moves};

use super::ambang::called;
use super::bench::Bench;
use super::parts::list;
use crate::i18n::{Texts, use_texts};

/// The comparison with the version before, as it is now (tracked).
#[component]
pub fn Compared(
    /// The page's state.
    bench: Bench,
    /// The document of the version before.
    before: String,
) -> impl IntoView {
    let t = use_texts();
    let before = StoredValue::new(Instrument::parse(&before).ok());
    let body = move || {
        let now = bench.draft.with(Draft::instrument).ok();
        before.with_value(|before| match (before, now) {
            (Some(before), Some(now)) => compared(t, before, &now),
            _ => view! { <p class="sub">{t.instrumen().not_comparable}</p> }.into_any(),
        })
    };
    body.into_any()
}

fn compared(t: &'static Texts, before: &Instrument, now: &Instrument) -> AnyView {
    let w = t.instrumen();
    let moves = moves(before, now);
    let of = |change: Change| moves.maps.iter().filter(move |one| one.change == change);
    let title = |item: Option<&Item>| {
        item.map(|item| format!("{} · {}", item.path, item.title))
            .unwrap_or_default()
    };
    let lines = |change: Change| {
        of(change)
            .map(|one| title(now.item(&one.to)))
            .collect::<Vec<_>>()
    };
    let (reworded, others) = (lines(Change::Reworded), lines(Change::OtherAnswers));
    let new: Vec<String> = moves.new.iter().map(|id| title(now.item(id))).collect();
    let minimum = |one: MinimumChange| {
        let points = |points| match points {
            Some(points) => t.score(points),
            None => "–".to_owned(),
        };
        let of = called(t, &one.of, "");
        let (from, to) = (points(one.from), points(one.to));
        format!("{} · {of}: {from} → {to}", one.award)
    };
    let minimums: Vec<String> = (minimum_changes(before, now).into_iter())
        .map(minimum)
        .collect();
    let gone: Vec<String> = moves.gone.iter().map(|id| title(before.item(id))).collect();
    view! {
        <p>{(w.stays)(of(Change::Same).count())}</p>
        {list((w.reworded)(reworded.len()), &reworded)}
        {list((w.other_answers)(others.len()), &others)}
        {list((w.new_items)(new.len()), &new)}
        {list((w.gone_items)(gone.len()), &gone)}
        {list((t.ambang().changed)(minimums.len()), &minimums)}
    }
    .into_any()
}
