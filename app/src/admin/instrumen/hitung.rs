//! How a worksheet counts: what an item without an answer does, and the grades of its index.

use leptos::prelude::*;
use model::instrument::{Draft, Unanswered, number};

use super::bench::Bench;
use super::edit::point;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Field, Icon, Select};

/// An unanswered item's part, as the value of a choice.
fn key(unanswered: Unanswered) -> &'static str {
    match unanswered {
        Unanswered::LeftOut => "luar",
        Unanswered::Zero => "nol",
    }
}

/// The value of the choice that a grade begins at its number.
const INCLUSIVE: &str = "mulai";

/// The editor, folded.
#[component]
pub fn Counting(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.hitung();
    // Names only: a line is never drawn anew while somebody goes from one number to the next.
    let names = Memo::new(move |_| {
        let given = bench.draft.with(Draft::grades_given);
        given
            .into_iter()
            .map(|grade| grade.name)
            .collect::<Vec<_>>()
    });
    let own = Memo::new(move |_| bench.draft.with(|draft| draft.grades.is_some()));
    let said = move || match (own.get(), names.with(Vec::is_empty)) {
        (false, true) => w.none.to_owned(),
        (false, false) => format!("{} {}", w.why, w.customary),
        (true, _) => w.why.to_owned(),
    };
    let lines = move || {
        let names = names.get().into_iter().enumerate();
        names
            .map(|(at, name)| grade(t, bench, at, name))
            .collect_view()
    };
    let reset = move |_| bench.draft.update(|draft| draft.grades = None);
    view! {
        <details class="compare awards">
            <summary class="lbl">{w.title}</summary>
            <div class="stack-4">
                <Policy bench />
                <section class="stack-2" aria-labelledby="h-peringkat">
                    <div class="between">
                        <h3 class="h2" id="h-peringkat">
                            {w.grades}
                        </h3>
                        <Show when=move || own.get()>
                            <button type="button" class="btn quiet" on:click=reset>
                                {w.reset}
                            </button>
                        </Show>
                    </div>
                    <p class="cap">{said}</p>
                    <ul class="kr min grades">{lines}</ul>
                    <NewGrade bench />
                </section>
            </div>
        </details>
    }
    .into_any()
}

/// What an item without an answer does to the mean of its component.
#[component]
fn Policy(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let w = use_texts().hitung();
    let now = move || bench.draft.with(|draft| key(draft.unanswered).to_owned());
    let value = RwSignal::new(untrack(now));
    let both = [
        (Unanswered::LeftOut, w.left_out),
        (Unanswered::Zero, w.zero),
    ];
    let options = both.map(|(of, name)| (key(of).to_owned(), name.to_owned()));
    // What was typed before may come back, and with it another choice.
    Effect::new(move |_| value.set(now()));
    Effect::new(move |_| {
        let chosen = value.get();
        let found = both.into_iter().find(|(of, _)| key(*of) == chosen);
        if let Some((of, _)) = found
            && bench.draft.with_untracked(|draft| draft.unanswered != of)
        {
            bench.draft.update(|draft| draft.unanswered = of);
        }
    });
    view! { <Select id="h-kosong" label=w.unanswered value options=Signal::stored(options.to_vec()) /> }
}

/// A grade: above which number it begins, and a way to take it away.
fn grade(t: &'static Texts, bench: Bench, at: usize, name: String) -> AnyView {
    let id = format!("h-peringkat-{at}");
    let above = move || {
        bench.draft.with(|draft| {
            let given = draft.grades_given();
            let above = &given.get(at)?.above;
            Some(number(above).map_or_else(|| above.clone(), |above| t.quantity(above)))
        })
    };
    let change = move |event| {
        let above = point(&event_target_value(&event));
        bench.draft.update(|draft| draft.grade_above(at, &above));
    };
    let w = t.hitung();
    let at_it = move || {
        let at_it = |draft: &Draft| {
            draft
                .grades_given()
                .get(at)
                .is_some_and(|grade| grade.inclusive)
        };
        bench.draft.with(at_it)
    };
    let choose = move |event| {
        let inclusive = event_target_value(&event) == INCLUSIVE;
        bench.draft.update(|draft| draft.grade_at(at, inclusive));
    };
    let remove = move |_| bench.draft.update(|draft| draft.remove_grade(at));
    view! {
        <li>
            <span>{name.clone()}</span>
            <select class="inp" aria-label=(w.bound)(&name) on:change=choose>
                <option value="" prop:selected=move || !at_it()>
                    {w.above}
                </option>
                <option value=INCLUSIVE prop:selected=at_it>
                    {w.from}
                </option>
            </select>
            <label class="sr" for=id.clone()>
                {(w.number)(&name)}
            </label>
            <input class="inp num" id=id inputmode="decimal" prop:value=above on:change=change />
            <button type="button" class="ib" aria-label=(t.instrumen().remove)(&name) on:click=remove>
                <Icon name="bin" class="s" />
            </button>
        </li>
    }
    .into_any()
}

/// Adds a grade.
#[component]
fn NewGrade(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.hitung();
    let (name, above) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (no_name, no_number) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let add = move |_| {
        no_name.set(None);
        no_number.set(None);
        let Some(points) = above.with_untracked(|above| number(above)) else {
            no_number.set(Some(t.ambang().wrong_points.to_owned()));
            return;
        };
        let (typed, points) = (name.get_untracked(), points.normalize().to_string());
        let added = bench
            .draft
            .try_update(|draft| draft.add_grade(&typed, &points));
        if added == Some(true) {
            name.set(String::new());
            above.set(String::new());
        } else {
            no_name.set(Some(w.wrong_name.to_owned()));
        }
    };
    view! {
        <div class="two">
            <Field id="h-nama" label=w.name value=name error=no_name />
            <Field id="h-atas" label=w.points inputmode="decimal" value=above error=no_number />
        </div>
        <button type="button" class="btn quiet" on:click=add>
            <Icon name="plus" class="s" />
            {w.add}
        </button>
    }
    .into_any()
}
