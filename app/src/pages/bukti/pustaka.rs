//! `/bukti`: the library.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::rights::Action;
use model::time::Quarter;

use super::kiriman::Kiriman;
use super::rak::{self, Piece};
use super::tangkap::Tangkap;
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::pages::capture::Hands;
use crate::pages::here::{self, Here};
use crate::pages::states::Gate;
use crate::ui::{AppBar, EmptyState, SyncBadge};

/// The page.
#[component]
pub fn BuktiPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = here::sync_words(t, engine);
    let here = Memo::new(move |_| here::here(engine));
    let pieces = Memo::new(move |_| {
        here.with(|here| {
            here.as_ref()
                .map(|here| rak::pieces(t, engine, here))
                .unwrap_or_default()
        })
    });
    let context = Signal::derive(move || {
        let office = here.with(|here| here.as_ref().map(|here| here.office.name.clone()));
        office.map_or_else(String::new, |office| {
            (t.bukti().context)(&office, pieces.with(Vec::len))
        })
    });
    let query = use_query_map();
    let shared = Memo::new(move |_| query.with(|query| query.get("bagikan")));
    // Without a place the gate says what is missing; with one it isn't asked, as the library needs no scores.
    let body = move || match here.get() {
        None => view! { <Gate ready=|_| ().into_any() /> }.into_any(),
        Some(here) => view! { <Isi here pieces shared /> }.into_any(),
    };
    view! {
        <div class="phone p-bukti">
            <AppBar title=t.bukti().title context>
                <SyncBadge words />
            </AppBar>
            {body}
        </div>
    }
    .into_any()
}

/// Whether the one who reads may capture evidence for some area of the office.
pub fn may_capture(here: &Here) -> Result<(), model::reject::Rejection> {
    let engine = use_engine();
    here.may(engine, Action::Evidence, &[])
}

/// The library itself.
#[component]
fn Isi(here: Here, pieces: Memo<Vec<Piece>>, shared: Memo<Option<String>>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let barred = untrack(|| may_capture(&here)).err();
    let may = barred.is_none();
    let unused = RwSignal::new(false);
    let count = move |only: bool| {
        pieces.with(|pieces| {
            pieces
                .iter()
                .filter(|piece| !only || piece.uses.is_none())
                .count()
        })
    };
    let chip = move |only: bool, name: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (unused.get() == only).to_string()
                on:click=move |_| unused.set(only)
            >
                {name}
                <span class="n">{move || count(only)}</span>
            </button>
        }
    };
    let year = here.today(engine.now()).year;
    let room = RwSignal::new(STEP);
    let groups = Memo::new(move |_| {
        let (only, room) = (unused.get(), room.get());
        pieces.with(|pieces| {
            let shown = pieces.iter().filter(|piece| !only || piece.uses.is_none());
            quarters(shown, room)
        })
    });
    let hidden = Memo::new(move |_| {
        let hidden = |group: &Group| group.all - group.pieces.len();
        groups.with(|groups| groups.iter().map(hidden).sum::<usize>())
    });
    let group = move |group: Group| view! { <Kelompok group year /> };
    let inbox = {
        let here = here.clone();
        move || {
            shared
                .get()
                .map(|id| view! { <Kiriman id here=here.clone() /> })
        }
    };
    let empty = move || {
        let (none, all) = (groups.with(Vec::is_empty), pieces.with(Vec::is_empty));
        match (none, all) {
            (_, true) => Some(view! {
                <EmptyState icon="cam" title=t.bukti().empty text=t.bukti().empty_why />
            }.into_any()),
            (true, false) => Some(view! {
                <EmptyState icon="check" title=t.bukti().none_here text=t.bukti().none_here_why />
            }.into_any()),
            (false, false) => None,
        }
    };
    let why = barred.map(|refusal| super::hak::refusal_line(t, &refusal));
    view! {
        <main id="isi">
            {inbox}
            <div class="fils mt-3" role="group" aria-label=t.bukti().filter>
                {chip(false, t.bukti().all)}
                {chip(true, t.bukti().unused_only)}
            </div>
            <div class="gut">
                {why}
                <Hands going_only=may />
            </div>
            <For each=move || groups.get() key=|group| format!("{group:?}") children=group />
            {empty}
            <Show when=move || { hidden.get() > 0 }>
                <div class="gut mt-3">
                    <button
                        type="button"
                        class="btn wide"
                        on:click=move |_| room.update(|room| *room += STEP)
                    >
                        {move || (t.bukti().show_more)(hidden.get())}
                    </button>
                </div>
            </Show>
        </main>
        {may.then(|| view! { <Tangkap here five=true /> })}
    }
    .into_any()
}

/// So many pieces are drawn at first, and so many more with each press.
const STEP: usize = 40;

/// The pieces of one quarter.
#[derive(Clone, Debug, PartialEq)]
struct Group {
    year: i32,
    quarter: Quarter,
    /// How many there are.
    all: usize,
    /// How many of them only this device has.
    here: usize,
    /// Those that are drawn.
    pieces: Vec<Piece>,
}

/// Pieces, sorted by day, in groups of a quarter each; only the first `room` are drawn.
fn quarters<'a>(pieces: impl Iterator<Item = &'a Piece>, room: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (index, piece) in pieces.enumerate() {
        let (year, quarter) = (piece.day.year, piece.day.quarter());
        let group = match groups.pop() {
            Some(group) if (group.year, group.quarter) == (year, quarter) => group,
            before => {
                groups.extend(before);
                Group {
                    year,
                    quarter,
                    all: 0,
                    here: 0,
                    pieces: Vec::new(),
                }
            }
        };
        let mut pieces = group.pieces;
        if index < room {
            pieces.push(piece.clone());
        }
        groups.push(Group {
            all: group.all + 1,
            here: group.here + usize::from(piece.show.is_here()),
            pieces,
            ..group
        });
    }
    groups
}

#[component]
fn Kelompok(group: Group, year: i32) -> impl IntoView {
    let t: &'static Texts = use_texts();
    let engine = use_engine();
    let drawn = !group.pieces.is_empty();
    let title = (t.bukti().quarter)(group.quarter.roman(), group.year, group.year == year);
    let rows = group
        .pieces
        .iter()
        .map(|piece| rak::row(t, engine, piece))
        .collect_view();
    view! {
        <section class="gut grp">
            <div class="sec-h">
                <h2>{title}</h2>
                <span class="cap">{(t.bukti().count)(group.all, group.here)}</span>
            </div>
            {drawn.then(|| view! { <ul class="card list">{rows}</ul> })}
        </section>
    }
    .into_any()
}
