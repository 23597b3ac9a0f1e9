//! Icons, seals, stamps and the logo: all drawn by the sprite that stands once on every page.

use leptos::prelude::*;

use crate::i18n::{Texts, use_texts};

/// An icon of the sprite, hidden from screen readers: the text beside it, or the control's name, says
/// what it means.
#[component]
pub fn Icon(
    /// Its name in the sprite without `i-`.
    #[prop(into)]
    name: Signal<&'static str>,
    /// `s`, `l` or further classes.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("i {class}") viewBox="0 0 24 24" aria-hidden="true">
            <use href=move || format!("#i-{}", name.get()) />
        </svg>
    }
}

/// Where an item stands: one shape for each (LOOK §5, "Seal").
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SealState {
    /// Verified.
    Verified,
    /// Verified with another value than the unit's.
    Adjusted,
    /// Evidenced.
    Evidenced,
    /// Claimed without evidence.
    Claimed,
    /// Nothing yet.
    #[default]
    Missing,
    /// Returned.
    Returned,
    /// The verdict is stale.
    Stale,
}

impl SealState {
    /// Its drawing.
    #[must_use]
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Verified => "#s-v",
            Self::Adjusted => "#s-a",
            Self::Evidenced => "#s-b",
            Self::Claimed => "#s-k",
            Self::Missing => "#s-m",
            Self::Returned => "#s-r",
            Self::Stale => "#s-u",
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self, t: &Texts) -> &'static str {
        let seals = &t.umum.seals;
        match self {
            Self::Verified => seals.verified,
            Self::Adjusted => seals.adjusted,
            Self::Evidenced => seals.evidenced,
            Self::Claimed => seals.claimed,
            Self::Missing => seals.missing,
            Self::Returned => seals.returned,
            Self::Stale => seals.stale,
        }
    }

    /// The class of the answer's letter: the substance of its score.
    #[must_use]
    pub fn answer_class(self) -> &'static str {
        match self {
            Self::Verified | Self::Adjusted => "solid",
            Self::Evidenced | Self::Stale => "tint",
            Self::Claimed | Self::Returned => "hatch",
            Self::Missing => "none",
        }
    }
}

/// The seal of a state. It comes down once when an item becomes verified before one's eyes.
#[component]
pub fn Seal(
    /// The state.
    #[prop(into)]
    state: Signal<SealState>,
    /// `s` or `l`.
    #[prop(optional)]
    size: &'static str,
    /// Whether text beside it says the same.
    #[prop(optional)]
    quiet: bool,
) -> impl IntoView {
    let t = use_texts();
    let was = StoredValue::new(None::<SealState>);
    let class = move || {
        let now = state.get();
        let before = was.get_value();
        was.set_value(Some(now));
        let fresh = now == SealState::Verified && before.is_some_and(|before| before != now);
        format!("seal {size}{}", if fresh { " fresh" } else { "" })
    };
    view! {
        <svg
            class=class
            viewBox="0 0 24 24"
            role=(!quiet).then_some("img")
            aria-label=move || (!quiet).then(|| state.get().name(t))
            aria-hidden=quiet.then_some("true")
        >
            <use href=move || state.get().symbol() />
        </svg>
    }
}

/// A category or award as a stamp: outline while provisional, filled when final.
#[component]
pub fn Stamp(
    /// `AA` … `D`, or an award's name.
    #[prop(into)]
    letters: String,
    /// Whether it can't change any more.
    #[prop(optional)]
    last: bool,
    /// `sm`.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let t = use_texts();
    let (class, drawing) = if last {
        (format!("stamp final {size}"), "#stamp-final")
    } else {
        (format!("stamp {size}"), "#stamp")
    };
    let name = (t.umum.stamp)(&letters, last);
    view! {
        <span class=class role="img" aria-label=name>
            <svg viewBox="0 0 64 64" aria-hidden="true">
                <use href=drawing />
            </svg>
            <b>{letters}</b>
        </span>
    }
}

/// Bukti's mark.
#[component]
pub fn Logo(
    /// Width and height in pixels.
    size: u16,
) -> impl IntoView {
    view! {
        <svg width=size height=size viewBox="0 0 24 24" role="img" aria-label="Bukti">
            <use href="#logo" />
        </svg>
    }
}
