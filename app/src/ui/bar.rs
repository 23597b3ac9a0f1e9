//! The product's one picture: the four-part bar, its scale and its legend (LOOK §5).

use leptos::prelude::*;
use rust_decimal::Decimal;

use super::parts::{Parts, percent};
use crate::i18n::{Texts, use_texts};

/// The sentence that a screen reader says for a bar or ring.
#[must_use]
pub fn spoken(t: &Texts, parts: &Parts, target: Option<Decimal>) -> String {
    let numbers = parts.shown().map(|number| t.score(number));
    let mut sentence = (t.umum.bar_spoken)(&numbers);
    if let Some(target) = target {
        sentence.push_str(&(t.umum.bar_target)(&t.score(target)));
    }
    sentence
}

/// One part: present while its width is above zero, so that it grows and shrinks instead of blinking.
fn part(
    parts: Signal<Parts>,
    index: usize,
    classes: &'static [&'static str],
) -> impl IntoView + use<> {
    let width = move || parts.get().widths()[index];
    let x = move || parts.get().widths()[..index].iter().sum();
    let present = Memo::new(move |_| width() > 0);
    let rect = move |class: &'static str| {
        view! { <rect class=class x=move || percent(x()) width=move || percent(width()) /> }
    };
    move || {
        present
            .get()
            .then(|| classes.iter().map(|class| rect(class)).collect_view())
    }
}

/// A Standing as a bar. Beside text that says the same, pass `quiet` and it is hidden from screen
/// readers; else it speaks its sentence.
#[component]
pub fn Bar(
    /// What it shows.
    #[prop(into)]
    parts: Signal<Parts>,
    /// Where the short tick stands, in the parts' own unit.
    #[prop(optional, into)]
    target: Signal<Option<Decimal>>,
    /// `lg`, `sm` or `xs`.
    #[prop(optional)]
    size: &'static str,
    /// Whether text beside it says the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let t = use_texts();
    let tick = move || {
        let x = percent(parts.get().place(target.get()?));
        Some(view! { <rect class="t" x=x /> })
    };
    let label = move || (!quiet).then(|| spoken(t, &parts.get(), target.get()));
    view! {
        <svg
            class=format!("bar {size}")
            role=(!quiet).then_some("img")
            aria-label=label
            aria-hidden=quiet.then_some("true")
        >
            <g>
                <rect class="m" />
                {part(parts, 0, &["v"])}
                {part(parts, 1, &["b", "bi"])}
                {part(parts, 2, &["k", "ki"])}
            </g>
            {tick}
        </svg>
    }
    .into_any()
}

/// The target's name under a bar.
#[component]
pub fn BarScale(
    /// The bar's parts.
    #[prop(into)]
    parts: Signal<Parts>,
    /// The target.
    target: Decimal,
) -> impl IntoView {
    let t = use_texts();
    let place = move || parts.get().place(target);
    // A class, because the style sheet's own `text-anchor` outranks an attribute.
    let anchor = move || match place() {
        0..1_500 => "start",
        8_500.. => "end",
        _ => "",
    };
    view! {
        <svg class="bar-scale" aria-hidden="true">
            <text x=move || percent(place()) y="1em" class=anchor>
                {(t.umum.target)(&t.score(target))}
            </text>
        </svg>
    }
}

/// The four parts by name and number. What isn't counted is paler.
#[component]
pub fn Legend(
    /// What it explains.
    #[prop(into)]
    parts: Signal<Parts>,
) -> impl IntoView {
    let t = use_texts();
    let u = &t.umum;
    let number = move |index: usize| t.score(parts.get().shown()[index]);
    view! {
        <ul class="legend">
            <li>
                <i class="sw v"></i>
                {u.verified}
                <b class="num">{move || number(0)}</b>
            </li>
            <li>
                <i class="sw b"></i>
                {u.evidenced}
                <b class="num">{move || number(1)}</b>
            </li>
            <li class="off">
                <i class="sw k"></i>
                {u.claimed}
                <span class="num">{move || number(2)}</span>
            </li>
            <li class="off">
                <i class="sw m"></i>
                {u.missing}
                <span class="num">{move || number(3)}</span>
            </li>
        </ul>
    }
    .into_any()
}

/// The four numbers in one line, each with its swatch: for a bar that speaks for itself.
#[component]
pub fn LegendLine(
    /// What it explains.
    #[prop(into)]
    parts: Signal<Parts>,
) -> impl IntoView {
    let t = use_texts();
    let number = move |index: usize| t.score(parts.get().shown()[index]);
    view! {
        <p class="lg cap" aria-hidden="true">
            <span>
                <i class="sw v"></i>
                {move || number(0)}
            </span>
            <span>
                <i class="sw b"></i>
                {move || number(1)}
            </span>
            <span>
                <i class="sw k"></i>
                {move || number(2)}
            </span>
            <span>
                <i class="sw m"></i>
                {move || number(3)}
            </span>
        </p>
    }
    .into_any()
}
