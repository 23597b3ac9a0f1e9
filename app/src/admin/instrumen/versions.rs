//! The versions that there are, which cycles use them, and a new one from a workbook.

use leptos::prelude::*;

use super::address;
use crate::admin::shelf::{Shelf, Version, VersionState};
use crate::i18n::{Texts, use_texts};

/// The list of versions; the chosen one is marked, as long as it is the one that is `shown`.
pub fn versions(t: &'static Texts, shelf: &Shelf, shown: Signal<bool>) -> AnyView {
    let chosen = shelf.chosen.as_ref().map(|chosen| chosen.digest.as_str());
    let one = |version: &Version| {
        let is_chosen = chosen == Some(version.digest.as_str());
        let (tag, word) = state(t, version.state);
        view! {
            <li>
                <a
                    class=move || if is_chosen && shown.get() { "ver on" } else { "ver" }
                    href=address(&version.digest)
                    rel="external"
                    aria-current=move || (is_chosen && shown.get()).then_some("true")
                >
                    <span class="strong">{version.title.clone()}</span>
                    <span class=tag>{word}</span>
                    <span class="cap">{(t.instrumen().version_of)(version.version, version.cycles.len())}</span>
                </a>
            </li>
        }
    };
    shelf.versions.iter().map(one).collect_view().into_any()
}

/// The tag's class and word.
pub fn state(t: &Texts, state: VersionState) -> (&'static str, &'static str) {
    match state {
        VersionState::BuiltIn => ("tag", t.instrumen().built_in),
        VersionState::Published => ("tag brand", t.instrumen().published),
        VersionState::Draft => ("tag line", t.instrumen().draft),
    }
}

/// Which cycles use the chosen version, each with its workbook.
#[component]
pub fn Uses(
    /// The chosen version.
    version: Version,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    if version.cycles.is_empty() {
        return view! { <p class="cap">{w.unused}</p> }.into_any();
    }
    let uses = version.cycles.into_iter().map(|one| {
        view! {
            <li>
                <span>{format!("{} · {}", one.office, one.name)}</span>
                <a href=format!("/api/v1/admin/cycles/{}/xlsx", one.id) rel="external" download="">
                    {w.as_workbook}
                </a>
            </li>
        }
    });
    view! { <ul class="uses cap">{uses.collect_view()}</ul> }.into_any()
}
