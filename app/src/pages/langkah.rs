//! All next steps: what one more step on each item adds, sorted, and what it takes.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::instrument::{Instrument, Item};
use model::score::{ItemState, Standings, Step, StepKind, VerdictState, best_next};
use rust_decimal::Decimal;

use super::here::area_name;
use super::states::{Gate, Ready};
use crate::i18n::{Texts, use_texts};
use crate::ui::{AppBar, EmptyState, Icon};

/// A step in words.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    item: String,
    title: String,
    /// What is to be done.
    what: String,
    /// What the better answer means, as far as the worksheet says.
    criterion: Option<String>,
    /// What it takes.
    needs: String,
    area: Option<String>,
    place: String,
    gain: Decimal,
}

/// The page; `:area` chooses an area, all without it.
#[component]
pub fn LangkahPage() -> impl IntoView {
    let w = use_texts().langkah();
    view! {
        <div class="phone p-langkah">
            <AppBar title=w.title context=Signal::stored(w.context.to_owned()) />
            <Gate ready=move |ready| view! { <Steps ready /> }.into_any() />
        </div>
    }
    .into_any()
}

#[component]
fn Steps(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let w = t.langkah();
    let params = use_params_map();
    let (sheet, instrument) = (ready.sheet, ready.instrument.clone());
    let rows = {
        let instrument = instrument.clone();
        Memo::new(move |_| sheet.with(|sheet| rows(t, &instrument, sheet)))
    };
    let chosen = Memo::new(move |_| params.with(|params| params.get("area")));
    let shown = Memo::new(move |_| {
        chosen.with(|area| {
            let fits = |row: &Row| area.is_none() || row.area == *area;
            rows.with(|rows| {
                rows.iter()
                    .filter(|row| fits(row))
                    .cloned()
                    .collect::<Vec<_>>()
            })
        })
    });
    let chip = move |area: Option<String>, name: String| {
        let (is, of) = (area.clone(), area.clone());
        let count = move || {
            let fits = |row: &&Row| of.is_none() || row.area == of;
            rows.with(|rows| rows.iter().filter(fits).count())
        };
        let address = area.map_or_else(|| ADDRESS.to_owned(), |area| format!("{ADDRESS}/{area}"));
        view! {
            <a
                class="chip"
                href=address
                data-noscroll="true"
                aria-current=move || (chosen.get() == is).then_some("true")
            >
                {name}
                <span class="n num">{count}</span>
            </a>
        }
    };
    let areas = instrument.areas().into_iter();
    let chips = areas
        .map(|area| chip(Some(area.to_owned()), area_name(t, &instrument, area)))
        .collect_view();
    let empty = move || {
        if rows.with(Vec::is_empty) {
            view! {
                <EmptyState icon="trend" title=w.none text=w.none_why>
                    <a class="btn primary" href="/lke">
                        <Icon name="lke" />
                        {t.beranda.begin_do}
                    </a>
                </EmptyState>
            }
        } else {
            view! {
                <EmptyState icon="trend" title=w.none_here text=w.none_here_why>
                    <a class="btn" href=ADDRESS>
                        {w.every}
                    </a>
                </EmptyState>
            }
        }
    };
    view! {
        <main id="isi" class="gut">
            <nav class="fl mt-4" aria-label=w.areas>
                {chip(None, w.every.to_owned())}
                {chips}
            </nav>
            <Show when=move || shown.with(|shown| !shown.is_empty()) fallback=empty>
                <p class="cap mt-3">{w.gain}</p>
                <ol class="card list mt-2">
                    <For
                        each=move || shown.get()
                        key=|row| (row.item.clone(), row.what.clone(), row.needs.clone(), row.gain)
                        children=row
                    />
                </ol>
            </Show>
            <p class="cap mt-3">
                {w.try_others} " " <a href="/coba">{t.coba().title}</a> "."
            </p>
        </main>
    }
    .into_any()
}

/// The page's address without an area.
const ADDRESS: &str = "/langkah";

fn row(row: Row) -> AnyView {
    let t = use_texts();
    let criterion = (row.criterion).map(|text| view! { <span class="meta">{text}</span> });
    view! {
        <li>
            <a class="row step" href=format!("/butir/{}", row.item)>
                <span class="gain num">{t.gain(row.gain)}</span>
                <span>
                    <span class="tt">{row.title}</span>
                    <span class="what">{row.what}</span>
                    {criterion}
                    <span class="meta">{row.needs}</span>
                    <span class="meta">{row.place}</span>
                </span>
                <Icon name="right" class="s" />
            </a>
        </li>
    }
    .into_any()
}

/// Every step that adds something, the best first.
fn rows(t: &Texts, instrument: &Arc<Instrument>, sheet: &Standings) -> Vec<Row> {
    (best_next(instrument, sheet).into_iter())
        .filter_map(|step| {
            let item = instrument.item(&step.item)?;
            let state = sheet.state(&step.item)?;
            Some(in_words(t, instrument, item, state, step))
        })
        .collect()
}

fn in_words(t: &Texts, instrument: &Instrument, item: &Item, state: &ItemState, step: Step) -> Row {
    let w = t.langkah();
    let returned = state.verdict == VerdictState::Returned;
    let stands = match &state.verdict {
        VerdictState::Fresh { answer, .. } => answer.as_ref(),
        _ => state.answer.as_ref(),
    };
    let (what, criterion) = match (step.kind, stands) {
        (StepKind::Evidence, stands) => {
            let say = if returned { w.mend } else { w.evidence };
            (say(stands.map_or("", String::as_str)), None)
        }
        (StepKind::Answer { answer, criterion }, Some(stands)) => {
            ((w.better)(stands, &answer), criterion)
        }
        // An assessor's number stands without an answer of its own.
        (StepKind::Answer { answer, criterion }, None) if state.answer.is_some() => {
            ((w.reach)(&answer), criterion)
        }
        (StepKind::Answer { answer, criterion }, None) => {
            let number = item.answer.is_number();
            let say = if number { w.first_number } else { w.first };
            (say(&answer), criterion)
        }
    };
    let titles: Vec<&str> = (step.missing.iter())
        .filter_map(|code| Some(item.document(code)?.title.as_str()))
        .collect();
    let needs = match titles.as_slice() {
        [] if returned => w.needs_mend.to_owned(),
        [] if state.evidenced => w.needs_none.to_owned(),
        [] => w.needs_one.to_owned(),
        titles => (w.needs)(&titles.join(", ")),
    };
    let area = (item.area.as_deref()).map(|area| area_name(t, instrument, area));
    Row {
        item: step.item,
        title: item.title.clone(),
        what,
        criterion,
        needs,
        area: item.area.clone(),
        place: area.map_or_else(
            || item.path.clone(),
            |area| format!("{area} · {}", item.path),
        ),
        gain: step.gain,
    }
}
