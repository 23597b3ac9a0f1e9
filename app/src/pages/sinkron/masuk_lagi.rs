//! Signing in again where the session ended: only the password is asked, and nothing that waits is lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::masuk::{Secret, session_words};
use crate::ui::{BusyButton, Icon};

/// The form.
#[component]
pub fn MasukLagi() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    let password = RwSignal::new(String::new());
    // The form goes once the session is back: these aren't disposed with it.
    let trouble = ArcRwSignal::new(None);
    let busy = ArcRwSignal::new(false);
    let login = untrack(|| engine.person()).and_then(|person| {
        engine.peek(|device| device.directory().person(person).map(|p| p.login.clone()))
    });
    let (failed, working) = (trouble.clone(), busy.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (Some(login), false) = (login.clone(), working.get_untracked()) else {
            return;
        };
        working.set(true);
        failed.set(None);
        let typed = password.get_untracked();
        let (failed, working) = (failed.clone(), working.clone());
        spawn_local(async move {
            if let Err(error) = engine.sign_in(&login, &typed).await {
                failed.set(Some(session_words(t, &error)));
            }
            working.set(false);
        });
    };
    let alert = move || {
        trouble.get().map(|said| {
            view! {
                <div class="banner act" role="alert">
                    <Icon name="alert" />
                    <p class="h">{said.cause.into_owned()}</p>
                    <p>{said.cure.into_owned()}</p>
                </div>
            }
        })
    };
    let busy = Signal::derive(move || busy.get());
    view! {
        <form class="stack mt-3" novalidate on:submit=save>
            {alert}
            <Secret
                id="f-lagi"
                label=t.masuk().password
                value=password
                autocomplete="current-password"
                error=Signal::stored(None::<String>)
            />
            <BusyButton busy submit=true class="wide">
                {s.sign_in}
            </BusyButton>
        </form>
    }
    .into_any()
}
