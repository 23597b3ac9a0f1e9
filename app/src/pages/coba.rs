//! Coba-coba (what-if): answers are tried over the worksheet as it stands, and nothing is touched. What
//! would come of them is compared with now, and can be shared as a text.

use model::table::Table;
use std::sync::Arc;

use leptos::prelude::*;
use model::instrument::Item;
use model::score::{Comparison, WhatIf, Words};
use rust_decimal::Decimal;
use wasm_bindgen_futures::spawn_local;

use super::here::area_name;
use super::states::{Gate, Ready};
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::platform::{Shared, share};
use crate::ui::{AppBar, Icon};

/// What is tried: answers by item, nothing for an answer that is taken back.
type Tries = RwSignal<Table<String, Option<String>>>;

/// The page.
#[component]
pub fn CobaPage() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="phone p-coba">
            <AppBar title=t.coba().title context=Signal::stored(t.coba().context.to_owned()) />
            <Gate ready=move |ready| view! { <Trying ready /> }.into_any() />
        </div>
    }
    .into_any()
}

#[component]
fn Trying(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let w = t.coba();
    let engine = use_engine();
    let tries: Tries = RwSignal::new(Table::new());
    let (sheet, instrument) = (ready.sheet, ready.instrument.clone());
    let of = instrument.clone();
    let outcome = Memo::new(move |_| {
        sheet.with(|now| {
            tries.with(|tries| {
                let mut tried = WhatIf::new(&of, now);
                for (item, answer) in tries {
                    // Only answers that the item has can be chosen.
                    drop(tried.answer(item, answer.as_deref()));
                }
                (tried.compare(), tried.text(&words(t)))
            })
        })
    });
    let nothing = move || tries.with(Table::is_empty);
    let pass_on = move |_| {
        let text = outcome.with_untracked(|(_, text)| text.clone());
        spawn_local(async move {
            match share(&text).await {
                Shared::Done => {}
                Shared::Copied => engine.toasts().show(w.copied.to_owned(), None),
                Shared::Refused => engine.toasts().show(w.not_shared.to_owned(), None),
            }
        });
    };
    let cleared = StoredValue::new(Table::new());
    // Made here: what a handler makes goes with the button that called it.
    let undo = Callback::new(move |()| tries.set(cleared.get_value()));
    let again = move |_| {
        cleared.set_value(tries.get_untracked());
        tries.set(Table::new());
        engine
            .toasts()
            .show(w.cleared.to_owned(), Some(undo.into()));
    };
    let areas = instrument.areas().into_iter().map(|area| {
        let items: Vec<Item> = (instrument.items())
            .filter(|item| item.area.as_deref() == Some(area))
            .cloned()
            .collect();
        let name = area_name(t, &instrument, area);
        let ids: Arc<Vec<String>> = Arc::new(items.iter().map(|item| item.id.clone()).collect());
        let count = move || {
            let n = tries.with(|tries| ids.iter().filter(|id| tries.contains_key(*id)).count());
            (n > 0).then(|| view! { <span class="tag brand">{(w.tried)(n)}</span> })
        };
        let rows = items
            .into_iter()
            .map(|item| row(t, sheet, tries, item))
            .collect_view();
        view! {
            <details class="card">
                <summary>
                    <span class="strong">{name}</span>
                    {count}
                </summary>
                <ul class="list">{rows}</ul>
            </details>
        }
    });
    view! {
        <main id="isi" class="gut">
            <section class="panel sum" aria-labelledby="h-banding" aria-live="polite">
                <h2 id="h-banding" class="h2">
                    {w.compared}
                </h2>
                {move || outcome.with(|(of, _)| table(t, of))}
                <Show when=nothing>
                    <p class="sub mt-2">{w.nothing}</p>
                </Show>
                <Show when=move || !nothing()>
                    <div class="btns mt-3">
                        <button type="button" class="btn primary" on:click=pass_on>
                            <Icon name="out" />
                            {w.share}
                        </button>
                        <button type="button" class="btn quiet" on:click=again>
                            {w.again}
                        </button>
                    </div>
                </Show>
            </section>
            <div class="stack mt-4">{areas.collect_view()}</div>
        </main>
    }
    .into_any()
}

fn words(t: &'static Texts) -> Words<'static> {
    let w = t.coba();
    Words {
        heading: w.heading,
        index: w.index,
        counted: w.counted,
        claimed: w.claimed,
        unanswered: w.unanswered,
    }
}

/// Now and then side by side.
fn table(t: &'static Texts, of: &Comparison) -> AnyView {
    let w = t.coba();
    let line = |what: &'static str, [now, then]: [Decimal; 2]| {
        let by = (now != then).then(|| t.gain(then - now));
        view! {
            <tr>
                <th scope="row">{what}</th>
                <td class="r">{t.score(now)}</td>
                <td class="r">
                    <b>{t.score(then)}</b>
                </td>
                <td class="r brand-t">{by}</td>
            </tr>
        }
    };
    view! {
        <table class="tbl num">
            <thead>
                <tr>
                    <td></td>
                    <th scope="col" class="r">
                        {w.now}
                    </th>
                    <th scope="col" class="r">
                        {w.then}
                    </th>
                    <th scope="col" class="r">
                        {w.change}
                    </th>
                </tr>
            </thead>
            <tbody>
                {line(w.index, of.index)} {line(w.counted, of.counted)}
                {line(w.claimed, of.claimed)}
            </tbody>
        </table>
    }
    .into_any()
}

/// What stands for "as it is now" in a row's choice; no answer is spelled like it.
const AS_NOW: &str = "\u{0}";

/// An item with the answers that it can be given.
fn row(
    t: &'static Texts,
    sheet: Signal<Arc<model::score::Standings>>,
    tries: Tries,
    item: Item,
) -> AnyView {
    let w = t.coba();
    let id = item.id.clone();
    let stands =
        untrack(|| sheet.with(|sheet| sheet.state(&id).and_then(|state| state.answer.clone())));
    let standing = stands.as_deref().map(|answer| t.answer(answer));
    let now = (w.as_now)(standing.as_deref().unwrap_or(w.unanswered));
    let control_id = format!("c-{}", item.path);
    let set = {
        let id = id.clone();
        move |answer: Option<Option<String>>| {
            // What stands already is nothing tried.
            let answer = answer.filter(|answer| *answer != stands);
            tries.update(|tries| match answer {
                Some(answer) => drop(tries.insert(id.clone(), answer)),
                None => drop(tries.remove(&id)),
            });
        }
    };
    let chosen = {
        let id = id.clone();
        move || tries.with(|tries| tries.get(&id).cloned())
    };
    let control = if item.answer.is_number() {
        let answer = item.answer.clone();
        let wrong = RwSignal::new(false);
        let shown = move || {
            chosen()
                .flatten()
                .map(|answer| t.answer(&answer))
                .unwrap_or_default()
        };
        view! {
            <input
                class="inp num"
                id=control_id.clone()
                inputmode="decimal"
                placeholder=now
                aria-invalid=move || wrong.get().then_some("true")
                prop:value=shown
                on:change=move |event| {
                    let typed = event_target_value(&event);
                    let spelled = answer.spelled(&typed);
                    wrong.set(spelled.is_none() && !typed.trim().is_empty());
                    set(spelled.map(Some));
                }
            />
            {move || wrong.get().then(|| view! { <p class="err">{w.no_answer}</p> })}
        }
        .into_any()
    } else {
        let options = item.answer.options().into_iter().map(|(answer, value)| {
            let (is, name) = (answer.to_owned(), answer.to_owned());
            let chosen = chosen.clone();
            let words = format!("{name} ({})", t.score(value * item.share));
            view! {
                <option
                    value=is.clone()
                    prop:selected=move || chosen() == Some(Some(is.clone()))
                >
                    {words}
                </option>
            }
        });
        let options = options.collect_view();
        let taken_back = chosen.clone();
        view! {
            <select
                class="inp"
                id=control_id.clone()
                on:change=move |event| {
                    let value = event_target_value(&event);
                    set(match value.as_str() {
                        AS_NOW => None,
                        "" => Some(None),
                        _ => Some(Some(value)),
                    });
                }
            >
                <option value=AS_NOW prop:selected=move || chosen().is_none()>
                    {now}
                </option>
                {options}
                <option value="" prop:selected=move || taken_back() == Some(None)>
                    {w.unanswered}
                </option>
            </select>
        }
        .into_any()
    };
    view! {
        <li class="row try">
            <label for=control_id>
                <span class="tt">{item.title.clone()}</span>
                <span class="meta">{item.path.clone()}</span>
            </label>
            {control}
        </li>
    }
    .into_any()
}
