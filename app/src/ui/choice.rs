//! Criteria as cards: real radio buttons in a fieldset.

use leptos::prelude::*;

/// One criterion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// The answer that it stands for.
    pub answer: String,
    /// What it says; the answer's own word where the source names none.
    pub text: String,
    /// What it is worth, in words.
    pub points: Signal<String>,
}

/// The criteria of an item. Choosing one saves it at once.
#[component]
pub fn Choices(
    /// Name of the group, unique on the page.
    #[prop(into)]
    name: String,
    /// What is being chosen (for screen readers).
    legend: &'static str,
    /// Best first.
    criteria: Vec<Criterion>,
    /// The answer that stands.
    #[prop(into)]
    chosen: Signal<Option<String>>,
    /// Whether the one who reads may not choose (text nearby says why).
    #[prop(into)]
    locked: Signal<bool>,
    /// What to do with a choice.
    on_choose: Callback<String>,
) -> impl IntoView {
    // One word among the answers makes room for words in all of them.
    let word = criteria.iter().any(|c| c.answer.chars().count() > 1);
    let card = move |criterion: Criterion| {
        let letter = criterion.answer.clone();
        let (is, set) = (criterion.answer.clone(), criterion.answer.clone());
        let spoken = format!("{}. ", criterion.answer);
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name=name.clone()
                    prop:checked=move || chosen.get().as_deref() == Some(is.as_str())
                    prop:disabled=move || locked.get()
                    on:change=move |_| on_choose.run(set.clone())
                />
                <span class=if word { "ltr w" } else { "ltr" } aria-hidden="true">
                    {letter}
                </span>
                <span>
                    <span class="sr">{spoken}</span>
                    {criterion.text}
                </span>
                <span class="pts num">{criterion.points}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choices">
            <legend class="sr">{legend}</legend>
            {criteria.into_iter().map(card).collect_view()}
        </fieldset>
    }
    .into_any()
}
