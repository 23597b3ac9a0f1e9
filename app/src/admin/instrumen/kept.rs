//! What was typed and not kept yet survives a closed tab: it lies in localStorage until it was kept or
//! thrown away.

use leptos::ev;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;
use model::instrument::Draft;

use super::bench::Bench;
use crate::i18n::use_texts;
use crate::storage;
use crate::ui::Icon;

/// Where the draft of a family lies: a version that was overtaken is no longer there, its edits are.
fn key(bench: Bench) -> String {
    let family = bench.base.with_value(|base| base.family.clone());
    format!("bukti.instrumen.{family}")
}

/// Keeps the draft whenever it changed.
pub fn keep_typed(bench: Bench) {
    Effect::new(move |begun: Option<()>| {
        let changed = bench.is_changed();
        if begun.is_some()
            && changed
            && let Ok(text) = bench.draft.with(Draft::to_json)
        {
            storage::set_text(&key(bench), &text);
        }
    });
}

/// Asks before the page goes while the server doesn't have what was edited. What is still being typed counts: a field
/// gives its value when it is left.
pub fn ask_before_leaving(bench: Bench) {
    let leave_field = || {
        let field = document().active_element();
        if let Some(field) = field.and_then(|field| field.dyn_into::<HtmlElement>().ok()) {
            // Fails for no element that has the focus.
            drop(field.blur());
        }
    };
    let ask = window_event_listener(ev::beforeunload, move |event| {
        leave_field();
        let unkept = bench.from.with_value(Option::is_none) || untrack(|| bench.is_changed());
        // Once the server has it, the page goes by itself.
        if unkept && !bench.busy.get_untracked() {
            event.prevent_default();
        }
    });
    // A phone's browser may go without asking.
    let keep = window_event_listener(ev::pagehide, move |_| leave_field());
    on_cleanup(move || {
        ask.remove();
        keep.remove();
    });
}

/// Forgets what was typed: it was thrown away.
pub fn forget_typed(bench: Bench) {
    storage::remove(&key(bench));
}

/// Forgets what was typed, if it is what the server keeps now: what was typed meanwhile stays.
pub fn forget_kept(bench: Bench, sent: &str) {
    if storage::text(&key(bench)).is_none_or(|typed| typed == sent) {
        forget_typed(bench);
    }
}

/// Offers what was typed before and not kept.
#[component]
pub fn Typed(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    let found = RwSignal::new(None::<Draft>);
    // After the first paint: the server can't know what this browser remembers.
    Effect::new(move |_| {
        let text = storage::text(&key(bench));
        let draft = text.and_then(|text| Draft::parse(&text).ok());
        let other = draft.filter(|draft| bench.base.with_value(|base| base != draft));
        found.set(other);
    });
    let take = move |_| {
        if let Some(draft) = found.get_untracked() {
            bench.take(draft);
        }
        found.set(None);
    };
    let drop_it = move |_| {
        forget_typed(bench);
        found.set(None);
    };
    (move || {
        found.with(Option::is_some).then(|| {
            view! {
                <div class="banner" role="status">
                    <Icon name="clock" />
                    <p class="h">{w.typed_before}</p>
                    <div class="btns">
                        <button type="button" class="btn" on:click=take>
                            {w.take_typed}
                        </button>
                        <button type="button" class="btn quiet" on:click=drop_it>
                            {w.drop_typed}
                        </button>
                    </div>
                </div>
            }
        })
    })
    .into_any()
}
