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

/// A list under its heading; nothing where it is empty.
pub fn list(head: String, lines: &[String]) -> Option<AnyView> {
    (!lines.is_empty()).then(|| {
        let lines = lines.iter().map(|line| view! { <li>{line.clone()}</li> });
        view! {
            <h3 class="h2">{head}</h3>
            <ul class="cap">{lines.collect_view()}</ul>
        }
        .into_any()
    })
}
