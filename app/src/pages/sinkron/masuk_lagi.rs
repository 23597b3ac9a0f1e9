//! Signing in again where the session ended: only the password is asked, as far as it is known who asks, and nothing
//! that waits is lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::masuk::{Secret, session_words};
use crate::ui::{BusyButton, Field, Icon, focus_wrong};

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
    // A restored server's boards are read anew, and a device that an older build set up knows no name: then it is asked.
    let known = untrack(|| engine.who()).and_then(|who| {
        let told = Some(who.login).filter(|login| !login.is_empty());
        told.or_else(|| {
            engine.peek(|device| Some(device.directory().person(who.person)?.login.clone()))
        })
    });
    let asks = known.is_none();
    let login = RwSignal::new(known.unwrap_or_default());
    let (no_name, no_word) = (RwSignal::new(None), RwSignal::new(None::<String>));
    let (failed, working) = (trouble.clone(), busy.clone());
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if working.get_untracked() {
            return;
        }
        let (name, typed) = (
            login.get_untracked().trim().to_owned(),
            password.get_untracked(),
        );
        let lacks = |text: &str| text.is_empty().then(|| t.isian().required.to_owned());
        no_name.set(lacks(&name));
        no_word.set(lacks(&typed));
        if name.is_empty() || typed.is_empty() {
            return focus_wrong();
        }
        working.set(true);
        failed.set(None);
        let (failed, working) = (failed.clone(), working.clone());
        spawn_local(async move {
            if let Err(error) = engine.sign_in(&name, &typed).await {
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
            {asks.then(|| {
                view! {
                    <Field id="f-lagi-nip" label=t.masuk().login value=login autocomplete="username" error=no_name />
                }
            })}
            <Secret
                id="f-lagi"
                label=t.masuk().password
                value=password
                autocomplete="current-password"
                error=no_word
            />
            <BusyButton busy submit=true class="wide">
                {s.sign_in}
            </BusyButton>
        </form>
    }
    .into_any()
}
