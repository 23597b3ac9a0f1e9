//! People on the screen: avatars and conversations, and what happened before.

use leptos::prelude::*;

use crate::i18n::format::initials;

/// A person's initials; hidden from screen readers, because the name stands beside it.
#[component]
pub fn Avatar(
    /// The person's name.
    #[prop(into)]
    name: Signal<String>,
    /// Whether it is the one who reads.
    #[prop(optional)]
    me: bool,
    /// `s`.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    let class = format!("av {}{size}", if me { "me " } else { "" });
    view! {
        <span class=class aria-hidden="true">
            {move || initials(&name.get())}
        </span>
    }
}

/// One thing that somebody said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saying {
    /// The comment's record, as text.
    pub key: String,
    /// Who, as the one who reads calls them.
    pub who: String,
    /// Their name, for the initials.
    pub name: String,
    /// Whether it was the one who reads.
    pub mine: bool,
    /// When, in words.
    pub when: String,
    /// Where it stands if not sent, in words.
    pub state: Option<String>,
    /// What.
    pub text: String,
}

/// A conversation, oldest first.
#[component]
pub fn Talk(
    /// What was said.
    #[prop(into)]
    sayings: Signal<Vec<Saying>>,
) -> impl IntoView {
    let saying = |s: Saying| {
        let state = s.state.map(|state| format!(" · {state}"));
        view! {
            <li>
                <Avatar name=s.name me=s.mine />
                <div>
                    <p class="by">
                        <b>{s.who}</b>
                        " · "
                        {s.when}
                        {state}
                    </p>
                    <p>{s.text}</p>
                </div>
            </li>
        }
    };
    view! {
        <ul class="talk">
            <For each=move || sayings.get() key=|s| (s.key.clone(), s.state.clone()) children=saying />
        </ul>
    }
    .into_any()
}
