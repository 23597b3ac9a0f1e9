//! What stands where nothing, not yet, or trouble is: skeletons, empty states, banners, progress.

use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::use_texts;

/// How a banner speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// News.
    #[default]
    News,
    /// It went well.
    Ok,
    /// A person must act.
    Act,
}

/// A banner: title, reason and cure, and what can be pressed (the children's `.btns`).
#[component]
pub fn Banner(
    /// How it speaks; one that asks for an action is announced.
    #[prop(optional)]
    tone: Tone,
    /// Its icon.
    icon: &'static str,
    /// What happened.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what can be done.
    children: Children,
) -> impl IntoView {
    let (class, role) = match tone {
        Tone::News => ("banner", None),
        Tone::Ok => ("banner ok", None),
        Tone::Act => ("banner act", Some("alert")),
    };
    view! {
        <div class=class role=role>
            <Icon name=icon />
            <p class="h">{move || title.get()}</p>
            {children()}
        </div>
    }
    .into_any()
}

/// A whole page or section without content: why, and the next step (children).
#[component]
pub fn EmptyState(
    /// An icon, if no picture comes before.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// What is missing.
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what to do.
    #[prop(into)]
    text: Signal<String>,
    /// What can be pressed.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty">
            {icon.map(|name| view! { <Icon name=name /> })}
            <h2>{move || title.get()}</h2>
            <p>{move || text.get()}</p>
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}

/// The shape of a list that is coming.
#[component]
pub fn SkeletonList(
    /// Rows.
    #[prop(default = 3)]
    rows: usize,
) -> impl IntoView {
    let t = use_texts();
    let row = |_| {
        view! {
            <li class="row">
                <i class="sk round"></i>
                <span class="stack-2">
                    <i class="sk long"></i>
                    <i class="sk short"></i>
                </span>
                <i class="sk tiny"></i>
            </li>
        }
    };
    view! {
        <p class="sr" role="status">
            {t.umum.loading}
        </p>
        <ul class="card list" aria-hidden="true">
            {(0..rows).map(row).collect_view()}
        </ul>
    }
    .into_any()
}

/// How far something is.
#[component]
pub fn Progress(
    /// In per cent.
    #[prop(into)]
    value: Signal<u64>,
    /// `over`, `paused`, `fail`.
    #[prop(optional, into)]
    class: Signal<&'static str>,
    /// Its name for screen readers; without one it is hidden from them.
    #[prop(optional, into)]
    label: Option<String>,
) -> impl IntoView {
    let hidden = label.is_none().then_some("true");
    view! {
        <progress
            class=move || format!("prog {}", class.get())
            max="100"
            value=move || value.get()
            aria-hidden=hidden
            aria-label=label
        ></progress>
    }
}
