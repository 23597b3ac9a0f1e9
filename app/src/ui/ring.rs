//! The four parts as a ring, from twelve o'clock, with a short text in the middle.

use leptos::prelude::*;

use super::bar::spoken;
use super::parts::Parts;
use crate::i18n::use_texts;

/// Radius of the track's middle line, in the drawing's units (the box is 72 by 72).
const RADIUS: i64 = 29;
/// Its length in hundredths: 2π · 29 · 100.
const LENGTH: i64 = 18_221;

/// A length in hundredths as an attribute's value.
fn length(hundredths: i64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// One arc: from and width in hundredths of a per cent of the ring.
fn arc(class: &'static str, stroke: &'static str, from: i64, width: i64, inset: i64) -> AnyView {
    let scale = |share: i64| share * LENGTH / 10_000;
    let dash = (scale(width) - inset).max(1);
    view! {
        <circle
            class=class
            cx="36"
            cy="36"
            r=RADIUS
            stroke-width=stroke
            stroke-dasharray=format!("{} {}", length(dash), length(LENGTH - dash))
            stroke-dashoffset=format!("-{}", length(scale(from) + inset / 2))
            transform="rotate(-90 36 36)"
        />
    }
    .into_any()
}

/// A Standing as a ring.
#[component]
pub fn Ring(
    /// What it shows.
    #[prop(into)]
    parts: Signal<Parts>,
    /// A short text for the middle.
    #[prop(into)]
    text: Signal<String>,
    /// Width and height in pixels.
    #[prop(default = 72)]
    size: u16,
    /// Whether text beside it says the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let t = use_texts();
    let arcs = move || {
        let [v, b, k] = parts.get().widths();
        let mut arcs = Vec::new();
        if v > 0 {
            arcs.push(arc("v", "9", 0, v, 0));
        }
        if b > 0 {
            arcs.push(arc("o", "9", v, b, 0));
            arcs.push(arc("b", "6", v, b, 300));
        }
        if k > 0 {
            arcs.push(arc("o", "9", v + b, k, 0));
            arcs.push(arc("kb", "6", v + b, k, 300));
            arcs.push(arc("k", "6", v + b, k, 300));
        }
        arcs
    };
    view! {
        <svg
            class="ring"
            width=size
            height=size
            viewBox="0 0 72 72"
            role=(!quiet).then_some("img")
            aria-label=move || (!quiet).then(|| spoken(t, &parts.get(), None))
            aria-hidden=quiet.then_some("true")
        >
            <circle class="t" cx="36" cy="36" r=RADIUS stroke-width="9" />
            {arcs}
            <text x="36" y="36">
                {move || text.get()}
            </text>
        </svg>
    }
    .into_any()
}
