//! Signing out: what stays on this device, and what goes.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::sync::line::LeftAlone;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::masuk::session_words;
use crate::ui::{BusyButton, Icon};

/// The section.
#[component]
pub fn Keluar() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.saya();
    let waits = Memo::new(move |_| {
        engine.read(|device| {
            let texts = device
                .entries()
                .filter(|e| e.state.is_unsent() || e.state.needs_attention());
            let files = device.going_files();
            (texts.count(), files.count())
        })
    });
    let said = move || match waits.get() {
        (0, 0) => (s.nothing_waits.to_owned(), s.nothing_waits_what.to_owned()),
        (texts, files) => {
            let line = engine.line();
            let then = match engine.read(|device| LeftAlone::of(line, device)) {
                LeftAlone::Goes => s.stays_goes,
                LeftAlone::NeedsSignIn => s.stays_waits,
                LeftAlone::NeedsAdmission => s.stays_held,
                LeftAlone::NeedsPerson => s.stays_yours,
                LeftAlone::NeedsResuming => s.stays_paused,
            };
            let what = (s.stays_what)(texts, files, then);
            ((s.stays)(texts + files), what)
        }
    };
    let trouble = ArcRwSignal::new(None);
    let busy = ArcRwSignal::new(false);
    let (failed, working) = (trouble.clone(), busy.clone());
    let leave = Callback::new(move |()| {
        working.set(true);
        let (failed, working) = (failed.clone(), working.clone());
        spawn_local(async move {
            // It ends with a fresh page; only trouble comes back here.
            if let Err(error) = engine.sign_out().await {
                failed.set(Some(session_words(t, &error)));
            }
            working.set(false);
        });
    });
    let alert = move || {
        trouble.get().map(|said| {
            view! {
                <div class="banner act mt-3" role="alert">
                    <Icon name="alert" />
                    <p class="h">{said.cause.into_owned()}</p>
                    <p>{said.cure.into_owned()}</p>
                </div>
            }
        })
    };
    let busy = Signal::derive(move || busy.get());
    view! {
        <section class="sec" aria-labelledby="h-keluar">
            <div class="sec-h">
                <h2 id="h-keluar">{s.sign_out}</h2>
            </div>
            <div class="banner">
                <Icon name="box" />
                <p class="h">{move || said().0}</p>
                <p>{move || said().1}</p>
            </div>
            {alert}
            <BusyButton busy on_press=leave class="wide bye">
                <Icon name="out" />
                {s.sign_out_here}
            </BusyButton>
            <p class="cap mt-2">{s.sign_in_needs}</p>
        </section>
    }
    .into_any()
}
