//! Awards (WBK, WBBM) and the points that each asks for: of the whole, an area, a component or an item.

use leptos::prelude::*;
use model::instrument::{Draft, Subject, number};

use super::bench::Bench;
use super::edit::point;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Field, Icon, Select};

/// What a minimum is about, and what people call it.
type Named = (Subject, String);

/// What people call a subject; `title` is its component's or area's, if it is known.
pub fn called(t: &Texts, of: &Subject, title: &str) -> String {
    let w = t.ambang();
    match of {
        Subject::Path(path) if path.is_empty() => w.whole.to_owned(),
        Subject::Path(path) if title.is_empty() => path.clone(),
        Subject::Path(path) => format!("{path} · {title}"),
        Subject::Area(area) => (w.area)(if title.is_empty() { area } else { title }),
        Subject::Unsettled(printed) => (w.unsettled)(printed),
    }
}

/// A subject as the value of a choice.
fn key(of: &Subject) -> String {
    match of {
        Subject::Path(path) => format!("p{path}"),
        Subject::Area(area) => format!("a{area}"),
        Subject::Unsettled(printed) => format!("?{printed}"),
    }
}

/// An award with what it asks of. What it asks for isn't part of it: a line is never drawn anew while
/// somebody goes from one number to the next.
type Award = (String, Vec<Subject>);

fn awards(draft: &Draft) -> Vec<Award> {
    let award = |award: &model::instrument::draft::DraftThreshold| {
        let minimums = award.minimums.iter();
        let subjects = minimums.map(model::instrument::draft::DraftMinimum::subject);
        (award.name.clone(), subjects.collect())
    };
    draft.thresholds.iter().map(award).collect()
}

/// The awards of the draft, folded.
#[component]
pub fn Awards(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.ambang();
    let all = Memo::new(move |_| bench.draft.with(awards));
    let subjects = Memo::new(move |_| bench.draft.with(Draft::subjects));
    let title = move || {
        let names: Vec<String> = all.get().into_iter().map(|award| award.0).collect();
        (w.title)(&names.join(", "))
    };
    let drawn = move || {
        let all = all.get().into_iter().enumerate();
        all.map(|(at, award)| one_award(t, bench, at, &award, subjects))
            .collect_view()
    };
    view! {
        <details class="compare awards">
            <summary class="lbl">{title}</summary>
            <div class="stack-4">
                <p class="cap">{w.why}</p>
                {drawn}
                <NewAward bench />
            </div>
        </details>
    }
    .into_any()
}

fn one_award(
    t: &'static Texts,
    bench: Bench,
    at: usize,
    award: &Award,
    subjects: Memo<Vec<Named>>,
) -> AnyView {
    let remove_words = t.instrumen().remove;
    let (name, asked) = award;
    let lines = asked.iter().enumerate();
    let lines = lines.map(|(line, of)| minimum(t, bench, (at, line), of, subjects));
    let remove = move |_| bench.draft.update(|draft| draft.remove_award(at));
    view! {
        <section class="stack-2" aria-label=name.clone()>
            <div class="between">
                <h3 class="h2">{name.clone()}</h3>
                <button type="button" class="ib" aria-label=remove_words(name) on:click=remove>
                    <Icon name="bin" class="s" />
                </button>
            </div>
            <ul class="kr min">{lines.collect_view()}</ul>
            <NewMinimum bench award=at asked=asked.clone() subjects />
        </section>
    }
    .into_any()
}

/// One minimum: what it is about, its points, and a way to take it away. One that nobody could place gets
/// its place here.
fn minimum(
    t: &'static Texts,
    bench: Bench,
    (award, line): (usize, usize),
    of: &Subject,
    subjects: Memo<Vec<Named>>,
) -> AnyView {
    let w = t.ambang();
    let title = subjects.with_untracked(|all| {
        let found = all.iter().find(|(known, _)| known == of);
        found.map(|(_, title)| title.clone()).unwrap_or_default()
    });
    let name = called(t, of, &title);
    let id = format!("a-min-{award}-{line}");
    let points = move || {
        bench.draft.with(|draft| {
            let award = draft.thresholds.get(award)?;
            let min = &award.minimums.get(line)?.min;
            Some(number(min).map_or_else(|| min.clone(), |min| t.quantity(min)))
        })
    };
    let (asked, gone) = (of.clone(), of.clone());
    let ask = move |event| {
        let min = point(&event_target_value(&event));
        bench.draft.update(|draft| draft.ask(award, &asked, &min));
    };
    let remove = move |_| bench.draft.update(|draft| draft.ask_nothing(award, &gone));
    let place = matches!(of, Subject::Unsettled(_)).then(|| {
        let unsettled = of.clone();
        let value = RwSignal::new(String::new());
        let options = Signal::derive(move || {
            let none = (String::new(), w.no_place.to_owned());
            [none]
                .into_iter()
                .chain(choices(t, subjects, &[]))
                .collect()
        });
        Effect::new(move |_| {
            let chosen = value.get();
            let found = subjects.with_untracked(|all| {
                let found = all.iter().find(|(of, _)| key(of) == chosen);
                found.map(|(of, _)| of.clone())
            });
            if let Some(of) = found {
                let change = |draft: &mut Draft| draft.place_minimum(award, &unsettled, &of);
                bench.draft.update(change);
            }
        });
        view! { <Select id=format!("{id}-tempat") label=w.place value options /> }
    });
    view! {
        <li>
            <span class="stack-2">
                <span>{name.clone()}</span>
                {place}
            </span>
            <label class="sr" for=id.clone()>
                {(w.min)(&name)}
            </label>
            <input class="inp num" id=id inputmode="decimal" prop:value=points on:change=ask />
            <button type="button" class="ib" aria-label=(t.instrumen().remove)(&name) on:click=remove>
                <Icon name="bin" class="s" />
            </button>
        </li>
    }
    .into_any()
}

/// What can be chosen, but for what is asked of already.
fn choices(
    t: &'static Texts,
    subjects: Memo<Vec<Named>>,
    asked: &[Subject],
) -> Vec<(String, String)> {
    subjects.with(|all| {
        let free = all.iter().filter(|(of, _)| !asked.contains(of));
        free.map(|(of, title)| (key(of), called(t, of, title)))
            .collect()
    })
}

/// Adds a minimum to an award.
#[component]
fn NewMinimum(
    /// The page's state.
    bench: Bench,
    /// Which award.
    award: usize,
    /// What it asks of already.
    asked: Vec<Subject>,
    /// What it can ask of.
    subjects: Memo<Vec<Named>>,
) -> impl IntoView {
    let t = use_texts();
    let w = t.ambang();
    let options = Signal::derive(move || choices(t, subjects, &asked));
    let first = options.with_untracked(|all| all.first().map(|(key, _)| key.clone()));
    let (of, min) = (
        RwSignal::new(first.unwrap_or_default()),
        RwSignal::new(String::new()),
    );
    let wrong = RwSignal::new(None::<String>);
    let add = move |_| {
        let chosen = of.get_untracked();
        let found = subjects.with_untracked(|all| {
            let found = all.iter().find(|(of, _)| key(of) == chosen);
            found.map(|(of, _)| of.clone())
        });
        let points = min.with_untracked(|min| number(min));
        match (found, points) {
            (Some(of), Some(points)) => {
                let points = points.normalize().to_string();
                bench.draft.update(|draft| draft.ask(award, &of, &points));
            }
            _ => wrong.set(Some(w.wrong_points.to_owned())),
        }
    };
    view! {
        <div class="two">
            <Select id=format!("a-untuk-{award}") label=w.of value=of options />
            <Field
                id=format!("a-poin-{award}")
                label=w.points
                inputmode="decimal"
                value=min
                error=wrong
            />
        </div>
        <button type="button" class="btn quiet" on:click=add>
            <Icon name="plus" class="s" />
            {w.add}
        </button>
    }
    .into_any()
}

/// Adds an award.
#[component]
fn NewAward(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.ambang();
    let name = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<String>);
    let add = move |_| {
        let typed = name.get_untracked();
        let added = bench.draft.try_update(|draft| draft.add_award(&typed));
        if added == Some(true) {
            name.set(String::new());
            wrong.set(None);
        } else {
            wrong.set(Some(w.wrong_name.to_owned()));
        }
    };
    view! {
        <div class="stack-2">
            <Field id="a-nama" label=w.name value=name error=wrong />
            <button type="button" class="btn quiet" on:click=add>
                <Icon name="plus" class="s" />
                {w.add_award}
            </button>
        </div>
    }
    .into_any()
}
