//! Editing one line of the draft: a component here, an item in its own file.

use leptos::prelude::*;
use model::instrument::Spot;
use model::instrument::draft::DraftNode;

use super::bench::Bench;
use super::gerbang::gates_form;
use super::item::item_form;
use super::peran::role_form;
use crate::i18n::use_texts;

/// A text field that gives its value when it is left, so that a worksheet of hundreds of items is
/// checked once for each change and not once for each key.
#[component]
pub fn Text(
    /// The input's id.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// What stands there.
    #[prop(into)]
    value: String,
    /// More than one line.
    #[prop(optional)]
    long: bool,
    /// Whether it is the document's own statement, set as such (LOOK §3).
    #[prop(optional)]
    statement: bool,
    /// Whether it is a number.
    #[prop(optional)]
    number: bool,
    /// Whether the label is for screen readers only.
    #[prop(optional)]
    bare: bool,
    /// Takes what was typed.
    on_change: Callback<String>,
) -> impl IntoView {
    let control = if long {
        view! {
            <textarea
                class=if statement { "inp doc" } else { "inp" }
                id=id.clone()
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class=if number { "inp num" } else { "inp" }
                id=id.clone()
                inputmode=number.then_some("decimal")
                prop:value=value
                on:change=move |event| on_change.run(event_target_value(&event))
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id class=bare.then_some("sr")>
                {label}
            </label>
            {control}
        </div>
    }
    .into_any()
}

/// A number as it is kept: with a point.
pub fn point(text: &str) -> String {
    text.trim().replace(',', ".")
}

/// A weight as it is kept; nothing typed is none.
pub fn weight(text: &str) -> Option<String> {
    Some(point(text)).filter(|text| !text.is_empty())
}

/// The editor of the chosen line.
#[component]
pub fn Editor(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    // Drawn anew for another line, and when a line was taken back; never while one types.
    let shown = RwSignal::new(0_u32);
    let body = move || {
        shown.track();
        let Some(spot) = bench.spot.get() else {
            return view! { <p class="sub">{w.choose_line}</p> }.into_any();
        };
        let at = spot.clone();
        // The path follows the code while one types it.
        let path = move || {
            bench.outline.with(|(lines, _)| {
                let line = lines.iter().find(|line| line.spot == at);
                line.map(|line| line.path.clone()).unwrap_or_default()
            })
        };
        let form = bench.draft.with_untracked(|draft| match draft.item(&spot) {
            Some(item) => item_form(bench, &spot, item, shown),
            None => match draft.node(&spot) {
                Some(node) => node_form(bench, &spot, node, shown),
                None => ().into_any(),
            },
        });
        let (of, back) = (spot.clone(), spot);
        let undo = move || {
            let back = back.clone();
            bench.line_changed(&of).then(move || {
                view! {
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| {
                            bench.restore(&back);
                            shown.update(|shown| *shown += 1);
                        }
                    >
                        {w.restore}
                    </button>
                }
            })
        };
        view! {
            <div class="between">
                <h2 class="h2">{path}</h2>
                {undo}
            </div>
            {form}
        }
        .into_any()
    };
    view! {
        <aside class="edit" aria-label=w.edit>
            {body}
        </aside>
    }
    .into_any()
}

/// Whether a weight has no source yet, and the button that settles it.
pub fn estimate(is: impl Fn() -> bool + Send + 'static, settle: Callback<()>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    (move || {
        is().then(|| {
            view! {
                <p class="help">
                    {w.estimated_help} " "
                    <button type="button" class="btn quiet" on:click=move |_| settle.run(())>
                        {w.settle}
                    </button>
                </p>
            }
        })
    })
    .into_any()
}

/// The code of a line. What names the line by its path follows.
pub fn code_form(bench: Bench, spot: &Spot, code: &str) -> AnyView {
    let w = use_texts().baris();
    let of = spot.clone();
    let set = Callback::new(move |text: String| bench.recode(&of, &text));
    view! { <Text id="e-kode" label=w.code value=code.to_owned() on_change=set /> }.into_any()
}

fn node_form(bench: Bench, spot: &Spot, node: &DraftNode, shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let edit = move |spot: &Spot, change: fn(&mut DraftNode, String)| {
        let spot = spot.clone();
        Callback::new(move |text: String| bench.edit_node(&spot, |node| change(node, text)))
    };
    let title = edit(spot, |node, text| text.trim().clone_into(&mut node.title));
    let weighs = edit(spot, |node, text| node.weight = weight(&text));
    let (of, settled) = (spot.clone(), spot.clone());
    let is = move || {
        bench
            .draft
            .with(|draft| draft.node(&of).is_some_and(|node| node.estimated))
    };
    let settle = Callback::new(move |()| bench.edit_node(&settled, |node| node.estimated = false));
    view! {
        <div class="two">
            {code_form(bench, spot, &node.code)}
            {role_form(bench, spot, shown)}
        </div>
        <Text id="e-judul" label=w.name long=true statement=true value=node.title.clone() on_change=title />
        <Text
            id="e-bobot"
            label=w.weight_label
            number=true
            value=node.weight.clone().unwrap_or_default()
            on_change=weighs
        />
        {estimate(is, settle)}
        {gates_form(bench, spot, &node.gates, shown)}
    }
    .into_any()
}
