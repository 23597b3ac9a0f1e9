//! Whether what this device holds is what the server holds: when that was last compared, what was found
//! amiss and mended, and the server's signed receipts.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::op::Stream;
use model::sync::Replica;
use model::sync::engine::{Compared, Drift};

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::here;
use crate::platform::connection;
use crate::ui::Icon;

/// The section.
#[component]
pub fn Cocok() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (w, s) = (&t.sinkron().compare, t.simpanan());
    let last = Memo::new(move |_| engine.read(Replica::compared));
    let said = move || match last.get() {
        None => w.never.to_owned(),
        Some(Compared::Asked) => w.asked[usize::from(!connection::connected().online)].to_owned(),
        Some(Compared::Unable(at)) => (w.unable)(&t.moment(at, engine.now(), here::zone(engine))),
        Some(Compared::At(at)) => (w.last)(&t.moment(at, engine.now(), here::zone(engine))),
    };
    let fault = RwSignal::new(None::<&'static str>);
    let compare = move |_| {
        spawn_local(async move {
            let failed = engine.compare().await.is_err();
            // The page may be gone by now.
            let _ = fault.try_set(failed.then_some(w.failed));
        });
    };
    let drifts = Memo::new(move |_| {
        engine.read(|device| {
            let name = |stream: Stream| {
                let office = device.directory().office(stream.office);
                office.map(|office| office.name.clone()).unwrap_or_default()
            };
            let drifts = device.drifts();
            drifts
                .map(|(stream, drift)| (stream, name(stream), drift))
                .collect::<Vec<(Stream, String, Drift)>>()
        })
    });
    let drift = move |(stream, office, drift): (Stream, String, Drift)| {
        let off = drift.missing + drift.differing + drift.surplus > 0;
        let why = off.then(|| (w.drifted_why)(drift.missing, drift.differing, drift.surplus));
        let rewritten = drift.rewritten.then_some(w.rewritten);
        view! {
            <div class="banner act mt-2">
                <Icon name="alert" />
                <p class="h">{(w.drifted)(&office)}</p>
                <p>{why} " " {rewritten}</p>
                <div class="btns">
                    <button
                        type="button"
                        class="btn"
                        on:click=move |_| engine.dismiss_drift(stream)
                    >
                        {s.understood}
                    </button>
                </div>
            </div>
        }
    };
    let receipts = Memo::new(move |_| {
        engine.read(|device| (device.receipts().count(), device.receipts_gone()))
    });
    view! {
        <section class="mt-6" aria-labelledby="h-cocok">
            <div class="sec-h">
                <h2 id="h-cocok">{w.title}</h2>
            </div>
            <p class="sub" role="status">
                {said}
            </p>
            <div role="alert">
                {move || drifts.get().into_iter().map(drift).collect_view()}
                <p class="warn-t">{move || fault.get()}</p>
            </div>
            <p class="cap">{w.help}</p>
            <button type="button" class="btn wide mt-2" on:click=compare>
                <Icon name="sync" class="s" />
                {w.now}
            </button>
            <Show when=move || { receipts.get().0 > 0 }>
                <p class="cap mt-2">
                    {move || {
                        let (kept, gone) = receipts.get();
                        (w.receipts)(kept, gone)
                    }}
                </p>
                <button
                    type="button"
                    class="btn quiet wide"
                    on:click=move |_| {
                        let made = engine.export_receipts();
                        fault.set((!made).then_some(w.unsaved));
                    }
                >
                    <Icon name="dl" class="s" />
                    {w.save_receipts}
                </button>
            </Show>
        </section>
    }
    .into_any()
}
