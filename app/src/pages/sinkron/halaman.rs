//! `/sinkron`: a sheet that is a page.

use leptos::prelude::*;
use model::sync::engine::SignIn;
use model::sync::line::{clock_offset, is_clock_off};
use model::sync::sending::Sending;
use model::sync::store::meta;
use model::sync::{Reach, SyncLine};
use model::time::Millis;

use super::antre::Antre;
use super::berbeda::Berbeda;
use super::cocok::Cocok;
use super::kirim::Kirim;
use super::lain::Lain;
use super::lepas::Lepas;
use super::masuk_lagi::MasukLagi;
use super::perangkat::{Perangkat, follow};
use super::perhatian::Perhatian;
use super::peringatan::Peringatan;
use super::ruang::Ruang;
use super::terkirim::Terkirim;
use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::capture::Hands;
use crate::pages::here;
use crate::platform::connection;
use crate::ui::frame::page_title;
use crate::ui::{Icon, SyncWords, minutes};

/// The page.
#[component]
pub fn SinkronPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    page_title(Signal::stored(s.title.to_owned()));
    let words: Signal<SyncWords> = here::sync_words(t, engine);
    let contact = move || {
        let at = match engine.line() {
            SyncLine::AllSent { at, .. } => at,
            _ => None,
        };
        let kept = engine.read(|device| {
            let text = device.meta(meta::LAST_EXCHANGE);
            text.and_then(|text| text.parse().ok()).map(Millis)
        });
        match at.or(kept) {
            Some(at) => (s.last_contact)(&t.moment(at, engine.now(), here::zone(engine))),
            None => s.no_contact.to_owned(),
        }
    };
    let clock = move || {
        let offset = engine.read(clock_offset);
        is_clock_off(offset).then(|| {
            let minutes = minutes(offset);
            view! {
                <div class="banner mt-4">
                    <Icon name="clock" />
                    <p class="h">{(s.clock)(minutes)}</p>
                    <p>{s.clock_why}</p>
                </div>
            }
        })
    };
    let is_out = Memo::new(move |_| engine.wants_sign_in().is_some());
    // Why, where the line says something that is worse.
    let why = Memo::new(move |_| match (engine.line(), engine.wants_sign_in()?) {
        (
            SyncLine::Revoked { .. } | SyncLine::Emptied { .. } | SyncLine::StorageFull { .. },
            what,
        ) => Some(match what {
            SignIn::ToSend => t.umum.sync.needs_sign_in,
            SignIn::ToRead => t.umum.sync.signed_out,
        }),
        _ => None,
    });
    let sign_in = move || {
        let out = is_out.get();
        out.then(|| {
            view! {
                {move || why.get().map(|why| view! { <p class="sub mt-4">{why}</p> })}
                <MasukLagi />
            }
        })
    };
    let bad_key = move || {
        matches!(engine.line(), SyncLine::BadKey { .. }).then(|| {
            let [title, why, cure] = s.bad_key;
            view! {
                <div class="banner act mt-4">
                    <Icon name="key" />
                    <h2 class="h">{title}</h2>
                    <p>{why}</p>
                    <p class="cure">
                        <b>{s.cure}</b>
                        " "
                        {cure}
                    </p>
                </div>
            }
        })
    };
    // What stands below already: the moment of the last contact; what became of an emptied store.
    let more = move || match engine.line() {
        SyncLine::AllSent { .. } | SyncLine::Emptied { .. } => None,
        _ => words.with(|words| words.more.clone()),
    };
    let is_old = follow(engine);
    let tried = RwSignal::new(false);
    // Files that a person keeps back aren't sent by this button: it says so where it is.
    let stay = Memo::new(move |_| {
        let metered = connection::connected().metered;
        let kept = engine.read(|device| device.kept_back(metered));
        if tried.get() { kept } else { 0 }
    });
    // What the button has brought about so far; what needs a person is said above.
    let outcome = move || match engine.line() {
        SyncLine::AllSent { reach, .. }
        | SyncLine::StoredHere { reach, .. }
        | SyncLine::ClockWrong { reach, .. }
        | SyncLine::SignedOut {
            reach: Some(reach), ..
        } if reach != Reach::Open => s.unreached[usize::from(reach == Reach::NoAnswer)],
        SyncLine::AllSent { .. } | SyncLine::ClockWrong { waiting: 0, .. } => s.all_there,
        SyncLine::ServerTrouble { is_full, .. } => s.busy_there[usize::from(is_full)],
        SyncLine::Sending { .. } | SyncLine::StoredHere { .. } | SyncLine::ClockWrong { .. } => {
            s.trying
        }
        _ => "",
    };
    let said = move || match stay.get() {
        0 => outcome().to_owned(),
        count => {
            let paused = engine.read(|device| device.sending()) == Sending::Paused;
            (s.sending.stay[usize::from(paused)])(count)
        }
    };
    let send = move |_| {
        engine.send_now();
        tried.set(true);
    };
    view! {
        <div class="behind" aria-hidden="true"></div>
        <div class="phone sheet p-sinkron">
            <header class="sh">
                <h1 class="doc" tabindex="-1">
                    {s.title}
                </h1>
                <a class="ib" href="/" aria-label=t.umum.close>
                    <Icon name="x" />
                </a>
            </header>
            <main id="isi" class="gut">
                <div class="state">
                    <Icon name=Signal::derive(move || words.with(|w| w.icon)) class="l" />
                    <div role="status">
                        <p class="strong">{move || words.with(|w| w.state.clone())}</p>
                        <p class="sub">{more}</p>
                        <p class="sub">{contact}</p>
                    </div>
                </div>
                {bad_key}
                {sign_in}
                {clock}
                <Peringatan />
                <Hands />
                <Perhatian />
                <Lain />
                <Berbeda />
                <Antre />
                <Kirim />
                <Terkirim />
                <Lepas />
                <Perangkat is_old />
                <Ruang />
                <Cocok />
            </main>
            <div class="actionbar">
                <div class="stack-2">
                    <p class="cap" role="status">
                        {move || tried.get().then(said)}
                    </p>
                    <button type="button" class="btn primary wide" on:click=send>
                        <Icon name="sync" />
                        {s.send_now}
                    </button>
                </div>
            </div>
        </div>
    }
    .into_any()
}
