//! Editing an item: what it states, how it is answered, its criteria, documents and gates.

use leptos::prelude::*;
use model::instrument::draft::{DraftItem, DraftPoints};
use model::instrument::{Criterion, Document, DraftAnswer, Spot};

use super::bench::Bench;
use super::edit::{Text, code_form, estimate, point, weight};
use super::gerbang::gates_form;
use super::peran::{role_form, rows_form};
use crate::i18n::use_texts;
use crate::ui::{Icon, Select};

/// The answer types that can be chosen.
const KINDS: [&str; 8] = [
    "ya_tidak", "abc", "abcd", "abcde", "persen", "nilai", "angka", "lookup",
];

/// The form of an item.
pub fn item_form(bench: Bench, spot: &Spot, item: &DraftItem, shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let edit = |change: fn(&mut DraftItem, String)| {
        let spot = spot.clone();
        Callback::new(move |text: String| bench.edit_item(&spot, |item| change(item, text)))
    };
    let title = edit(|item, text| text.trim().clone_into(&mut item.title));
    let weighs = edit(|item, text| item.weight = weight(&text));
    let (of, settled) = (spot.clone(), spot.clone());
    let is = move || {
        bench
            .draft
            .with(|draft| draft.item(&of).is_some_and(|item| item.estimated))
    };
    let settle = Callback::new(move |()| bench.edit_item(&settled, |item| item.estimated = false));
    let kind = RwSignal::new(item.answer.kind.clone());
    let named = move |kind: &str| ((kind.to_owned()), (w.kind)(kind).to_owned());
    let mut kinds: Vec<(String, String)> = KINDS.iter().map(|kind| named(kind)).collect();
    if !KINDS.contains(&item.answer.kind.as_str()) {
        kinds.insert(0, named(&item.answer.kind));
    }
    let typed = spot.clone();
    Effect::new(move |before: Option<String>| {
        let now = kind.get();
        if before.is_some_and(|before| before != now) {
            bench.edit_item(&typed, |item| item.answer = answer_of(&now, &item.answer));
            shown.update(|shown| *shown += 1);
        }
        now
    });
    view! {
        <div class="two">
            {code_form(bench, spot, &item.code)}
            {role_form(bench, spot, shown)}
        </div>
        <Text id="e-judul" label=w.statement long=true statement=true value=item.title.clone() on_change=title />
        <div class="two">
            <Text
                id="e-bobot"
                label=w.weight_label
                number=true
                value=item.weight.clone().unwrap_or_default()
                on_change=weighs
            />
            <Select id="e-jenis" label=w.answer_kind value=kind options=Signal::stored(kinds) />
        </div>
        {estimate(is, settle)}
        {answer_form(bench, spot, &item.answer, shown)}
        {criteria_form(bench, spot, item)}
        {documents_form(bench, spot, item, shown)}
        {gates_form(bench, spot, &item.gates, shown)}
    }
    .into_any()
}

/// An answer of another type; what both types need stays.
fn answer_of(kind: &str, was: &DraftAnswer) -> DraftAnswer {
    let blank = DraftAnswer {
        kind: kind.to_owned(),
        ..DraftAnswer::default()
    };
    match kind {
        "persen" => DraftAnswer {
            rows: was.rows.clone(),
            ..blank
        },
        "nilai" => DraftAnswer {
            max: Some(was.max.clone().unwrap_or_else(|| "100".to_owned())),
            ..blank
        },
        "angka" => DraftAnswer {
            target: Some(was.target.clone().unwrap_or_else(|| "1".to_owned())),
            ..blank
        },
        "lookup" => DraftAnswer {
            points: was.points.clone(),
            ..blank
        },
        _ => blank,
    }
}

fn answer_form(bench: Bench, spot: &Spot, answer: &DraftAnswer, shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let edit = |change: fn(&mut DraftAnswer, String)| {
        let spot = spot.clone();
        Callback::new(move |text: String| {
            bench.edit_item(&spot, |item| change(&mut item.answer, text));
        })
    };
    match answer.kind.as_str() {
        "persen" => rows_form(bench, spot, &answer.rows, shown),
        "nilai" => {
            let set = edit(|answer, text| answer.max = Some(point(&text)));
            let value = answer.max.clone().unwrap_or_default();
            view! { <Text id="e-maks" label=w.most number=true value on_change=set /> }.into_any()
        }
        "angka" => {
            let set = edit(|answer, text| answer.target = Some(point(&text)));
            let value = answer.target.clone().unwrap_or_default();
            view! { <Text id="e-target" label=w.target number=true value on_change=set /> }
                .into_any()
        }
        "lookup" => {
            // One answer a line, as a worksheet prints them: `WTP = 3`.
            let set = edit(|answer, text| answer.points = points(&text));
            let lines = answer.points.iter();
            let lines = lines.map(|one| format!("{} = {}", one.answer, one.points));
            let value = lines.collect::<Vec<_>>().join("\n");
            view! { <Text id="e-tabel" label=w.points long=true value on_change=set /> }.into_any()
        }
        _ => ().into_any(),
    }
}

fn points(text: &str) -> Vec<DraftPoints> {
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    let read = |line: &str| {
        let (answer, points) = line.rsplit_once('=').unwrap_or((line, ""));
        DraftPoints {
            answer: answer.trim().to_owned(),
            points: point(points),
        }
    };
    lines.map(read).collect()
}

fn criteria_form(bench: Bench, spot: &Spot, item: &DraftItem) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let answers: Vec<String> = match item.answer.kind.as_str() {
        "ya_tidak" => ["Ya", "Tidak"].map(str::to_owned).to_vec(),
        "abc" | "abcd" | "abcde" => {
            let letters = item.answer.kind.to_uppercase();
            letters.chars().map(String::from).collect()
        }
        "lookup" => item
            .answer
            .points
            .iter()
            .map(|one| one.answer.clone())
            .collect(),
        _ => return ().into_any(),
    };
    let line = |(at, answer): (usize, String)| {
        let found = item.criteria.iter().find(|one| one.answer == answer);
        let value = found.map(|one| one.text.clone()).unwrap_or_default();
        let (spot, of) = (spot.clone(), answer.clone());
        let set = Callback::new(move |text: String| {
            bench.edit_item(&spot, |item| set_criterion(item, &of, text.trim()));
        });
        view! {
            <li>
                <b aria-hidden="true">{answer.clone()}</b>
                <Text
                    id=format!("e-kriteria-{at}")
                    label=(w.criterion_of)(&answer)
                    bare=true
                    long=true
                    value
                    on_change=set
                />
            </li>
        }
    };
    let lines = answers.into_iter().enumerate().map(line).collect_view();
    view! {
        <div class="field">
            <span class="lbl">{w.criteria}</span>
            <ul class="kr">{lines}</ul>
        </div>
    }
    .into_any()
}

fn set_criterion(item: &mut DraftItem, answer: &str, text: &str) {
    let found = item.criteria.iter_mut().find(|one| one.answer == answer);
    match found {
        Some(criterion) => text.clone_into(&mut criterion.text),
        None => item.criteria.push(Criterion {
            answer: answer.to_owned(),
            text: text.to_owned(),
        }),
    }
    item.criteria.retain(|one| !one.text.is_empty());
}

fn documents_form(bench: Bench, spot: &Spot, item: &DraftItem, shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let line = |(at, document): (usize, &Document)| {
        let (of, gone) = (spot.clone(), spot.clone());
        let set = Callback::new(move |text: String| {
            bench.edit_item(&of, |item| {
                if let Some(document) = item.documents.get_mut(at) {
                    text.trim().clone_into(&mut document.title);
                }
            });
        });
        let remove = move |_| {
            bench.edit_item(&gone, |item| {
                if at < item.documents.len() {
                    item.documents.remove(at);
                }
            });
            shown.update(|shown| *shown += 1);
        };
        view! {
            <li>
                <Text
                    id=format!("e-dokumen-{at}")
                    label=(w.document_no)(at + 1)
                    bare=true
                    long=true
                    value=document.title.clone()
                    on_change=set
                />
                <button
                    type="button"
                    class="ib"
                    aria-label=(w.remove)(&document.title)
                    on:click=remove
                >
                    <Icon name="bin" class="s" />
                </button>
            </li>
        }
    };
    let lines = item.documents.iter().enumerate().map(line).collect_view();
    let of = spot.clone();
    let add = move |_| {
        bench.edit_item(&of, |item| {
            let taken = |code: &String| item.documents.iter().any(|one| one.code == *code);
            let code = (1..).map(|n: u32| n.to_string()).find(|code| !taken(code));
            item.documents.push(Document {
                code: code.unwrap_or_default(),
                title: String::new(),
            });
        });
        shown.update(|shown| *shown += 1);
    };
    view! {
        <div class="field">
            <span class="lbl">{w.documents}</span>
            <ul class="kr two-l">{lines}</ul>
            <button type="button" class="btn quiet" on:click=add>
                <Icon name="plus" class="s" />
                {w.add_document}
            </button>
            <p class="help">{w.documents_help}</p>
        </div>
    }
    .into_any()
}
