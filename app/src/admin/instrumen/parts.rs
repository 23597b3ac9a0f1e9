//! What several sheets of the page show alike: what a request met, and lists with a heading.

use leptos::prelude::*;

/// Why a request wasn't done, read aloud; nothing while all is well.
pub fn said(trouble: RwSignal<Option<String>>) -> AnyView {
    (move || {
        let words = trouble.get();
        words.map(|words| {
            view! {
                <p class="err" role="alert">
                    {words}
                </p>
            }
        })
    })
    .into_any()
}

/// Lines that are shown at once; more are folded, so that what can be done stays within reach.
const LINES_SHOWN: usize = 6;

/// A list under its heading; nothing where it is empty.
pub fn list(head: String, lines: &[String]) -> Option<AnyView> {
    let lines = lines
        .iter()
        .map(|line| view! { <li>{line.clone()}</li> }.into_any());
    folded(head, lines.collect())
}

/// A list of `<li>` under its heading; nothing where it is empty.
pub fn folded(head: String, lines: Vec<AnyView>) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let open = lines.len() <= LINES_SHOWN;
        view! {
            <details open=open>
                <summary class="h2">{head}</summary>
                <ul class="beda cap mt-1">{lines}</ul>
            </details>
        }
        .into_any()
    })
}
