//! Progress of an output: target and realisation of each quarter, and whether it is done.

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::schema::realisation_field;
use model::time::Quarter;
use model::view::Indicator;

use crate::drafts::use_draft_over;
use crate::engine::{Said, use_engine};
use crate::i18n::use_texts;
use crate::pages::saving::{Refusal, use_saving};
use crate::pages::states::Ready;
use crate::ui::{Field, Icon, Select};

/// The block.
#[component]
pub fn Kemajuan(
    /// The output's record.
    id: RecordId,
    /// As it stands.
    indicator: Signal<Indicator>,
    /// Where one is.
    ready: Ready,
    /// Whether the one who reads may write it.
    may: bool,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = t.rencana();
    let unit = move || indicator.with(|i| i.unit.clone().unwrap_or_default());
    let cell = move |value: Option<rust_decimal::Decimal>| {
        value.map_or_else(|| "–".to_owned(), |value| t.quantity(value))
    };
    let row = move |quarter: Quarter| {
        view! {
            <tr>
                <th scope="row">{(words.fields.target)(quarter.roman())}</th>
                <td class="r">{move || cell(indicator.with(|i| i.target(quarter)))}</td>
                <td class="r">{move || cell(indicator.with(|i| i.actual(quarter)))}</td>
                <td>{unit}</td>
            </tr>
        }
    };
    let today = ready.here.today(engine.now());
    let year = ready.here.cycle.year;
    let done = Signal::derive(move || indicator.with(Indicator::is_done));
    let toggle = move |_| {
        let on = (!done.get_untracked()).then(|| today.to_string());
        let before = indicator.with_untracked(|i| i.done);
        let draft = engine.peek(|device| {
            let record = device.record(id)?;
            Some(command::done(record, on.is_some().then_some(today)))
        });
        let text = if on.is_some() {
            words.marked_done
        } else {
            words.marked_open
        };
        let undo = move |device: &model::sync::Replica| {
            let record = device.record(id);
            record
                .map(|record| command::done(record, before))
                .into_iter()
                .collect()
        };
        if let Some(draft) = draft {
            engine.submit(vec![draft], Said::undoable(text.to_owned(), undo));
        }
    };
    view! {
        <section class="sec" aria-labelledby="h-maju">
            <div class="sec-h">
                <h2 id="h-maju">{words.progress}</h2>
            </div>
            <table class="tbl">
                <thead>
                    <tr>
                        <th scope="col">{words.quarters}</th>
                        <th scope="col" class="r">
                            {words.target}
                        </th>
                        <th scope="col" class="r">
                            {words.actual}
                        </th>
                        <th scope="col">{words.fields.unit}</th>
                    </tr>
                </thead>
                <tbody>{Quarter::ALL.map(row).into_iter().collect_view()}</tbody>
            </table>
            {may
                .then(|| {
                    view! {
                        <Move id indicator quarter=today.quarter_in(year) />
                        <button type="button" class="btn wide mt-3" on:click=toggle>
                            <Icon name="check" class="s" />
                            {move || if done.get() { words.mark_open } else { words.mark_done }}
                        </button>
                        <p class="cap mt-2">{words.done_needs_evidence}</p>
                    }
                })}
        </section>
    }
    .into_any()
}

/// Moves the realisation of a quarter, at first of the one that it is now in the cycle's year: what was
/// reached in a quarter is often known only after its end.
#[component]
fn Move(id: RecordId, indicator: Signal<Indicator>, quarter: Quarter) -> impl IntoView {
    let t = use_texts();
    let words = t.rencana();
    let chosen = RwSignal::new(quarter.number().to_string());
    let options: Vec<(String, String)> = Quarter::ALL
        .map(|quarter| {
            (
                quarter.number().to_string(),
                (words.fields.target)(quarter.roman()),
            )
        })
        .into();
    let field = move || {
        let of = |quarter: &Quarter| chosen.with(|chosen| *chosen == quarter.number().to_string());
        let quarter = Quarter::ALL.into_iter().find(of).unwrap_or(quarter);
        view! { <Realisation id indicator quarter /> }
    };
    view! {
        <div class="stack-2 mt-3">
            <Select id="f-triwulan" label=words.quarters value=chosen options />
            {field}
        </div>
    }
    .into_any()
}

/// The realisation of one quarter.
#[component]
fn Realisation(id: RecordId, indicator: Signal<Indicator>, quarter: Quarter) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = t.rencana();
    let stands = Signal::derive(move || {
        let actual = indicator.with(|i| i.actual(quarter));
        actual.map(|n| t.quantity(n)).unwrap_or_default()
    });
    let kept = use_draft_over(
        &format!("rencana.realisasi.{id}.{}", quarter.number()),
        (id, realisation_field(quarter)),
        stands,
    );
    let value = kept.value;
    let wrong = RwSignal::new(false);
    let saving = use_saving(engine);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = value.get_untracked();
        let actual = t.number(&text);
        wrong.set(actual.is_none() && !text.trim().is_empty());
        let before = indicator.with_untracked(|i| i.actual(quarter));
        if wrong.get_untracked() || actual == before {
            return;
        }
        let draft = engine.peek(|device| {
            let draft = command::progress(device.record(id)?, quarter, actual);
            Some(command::typed_over(draft, kept.seen()))
        });
        let shown = actual.map_or_else(|| "–".to_owned(), |n| t.quantity(n));
        let undo = move |device: &model::sync::Replica| {
            let record = device.record(id);
            record
                .map(|r| command::progress(r, quarter, before))
                .into_iter()
                .collect()
        };
        if let Some(draft) = draft {
            let said = (words.progress_saved)(quarter.roman(), &shown);
            saving.state(
                vec![draft],
                Said::undoable(said, undo),
                [kept.sent()],
                || (),
            );
        }
    };
    let error = Signal::derive(move || wrong.get().then(|| words.bad_number.to_owned()));
    view! {
        <form class="stack-2" novalidate on:submit=save>
            <Field
                id="f-realisasi"
                label=(words.actual_of)(quarter.roman())
                value
                inputmode="decimal"
                error
            />
            <Refusal saving />
            <button type="submit" class="btn wide">
                {words.save_progress}
            </button>
        </form>
    }
    .into_any()
}
