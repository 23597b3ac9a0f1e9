//! The root of the field pages: frame, routes, and what stands in their place while nobody works here.

use leptos::prelude::*;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::path;
use model::sync::node::SubmitError;
use model::sync::store::StoreError;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::JsValue;

use super::beranda::BerandaPage;
use super::here::{reaches_below, sync_words};
use super::later;
use super::rusak::RESCUE;
use super::states::shape;
use crate::engine::{State, use_engine};
use crate::i18n::rejection::Said;
use crate::i18n::{Locale, Texts, use_texts};
use crate::ui::follow::follow_navigation;
use crate::ui::frame::Who;
use crate::ui::{AppBar, Banner, EmptyState, Navigation, Tone};

/// All field pages.
#[component]
pub fn FieldApp() -> impl IntoView {
    provide_context(Locale::stored());
    let engine = use_engine();
    provide_context(engine.toasts());
    view! {
        <Router>
            <Frame />
        </Router>
    }
}

/// What the frame is at, without what changes within.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Stage {
    Starting,
    SignedOut,
    FirstPassword,
    Working,
    Locked,
    Broken(StoreError),
}

#[component]
fn Frame() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let stage = Memo::new(move |_| match engine.state() {
        State::Starting => Stage::Starting,
        State::SignedOut => Stage::SignedOut,
        State::Working(who) if who.must_change_password => Stage::FirstPassword,
        State::Working(_) => Stage::Working,
        State::Locked(_) => Stage::Locked,
        State::Broken(error) => Stage::Broken(error),
    });
    follow_navigation();
    let body = move || match stage.get() {
        Stage::Starting => starting(t),
        Stage::SignedOut => later::masuk(),
        Stage::FirstPassword => later::first_password(),
        Stage::Locked => later::locked(),
        Stage::Broken(error) => later::broken(error),
        Stage::Working => view! { <Working /> }.into_any(),
    };
    view! {
        // The browser itself moves the focus there; the router must not take the click.
        <a class="skip" href="#isi" rel="external">
            {t.umum.skip}
        </a>
        {body}
    }
    .into_any()
}

#[component]
fn Working() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let who = Signal::derive(move || {
        let who = engine.who();
        let person = who.as_ref().map(|who| who.person);
        let post = engine.read(|device| {
            let known = person.and_then(|person| device.directory().person(person));
            known.map(|person| person.post.clone()).unwrap_or_default()
        });
        let name = who.map(|who| who.name).unwrap_or_default();
        Who { name, post }
    });
    let below = Memo::new(move |_| reaches_below(engine));
    let words = sync_words(t, engine);
    let line = Signal::derive(move || words.with(|words| (words.icon, words.state.clone())));
    let news = later::unseen(engine);
    view! {
        <div class="lapang">
            <Navigation news who below line />
            <div class="isi">
                {later::notices()}
                <Routes fallback=Nowhere>
                    <Route path=path!("/") view=BerandaPage />
                    <Route path=path!("/masuk") view=|| view! { <Redirect path="/" /> } />
                    <Route path=path!("/rencana") view=later::rencana />
                    <Route path=path!("/rencana/:id") view=later::unsur />
                    <Route path=path!("/lke") view=later::lke />
                    <Route path=path!("/lke/:area") view=later::lke />
                    <Route path=path!("/coba") view=later::coba />
                    <Route path=path!("/langkah") view=later::langkah />
                    <Route path=path!("/langkah/:area") view=later::langkah />
                    <Route path=path!("/butir/:id") view=later::butir />
                    <Route path=path!("/konflik/:id") view=later::butir />
                    <Route path=path!("/bukti") view=later::bukti />
                    <Route path=path!("/bukti/:id") view=later::bukti_rinci />
                    <Route path=path!("/kabar") view=later::kabar />
                    <Route path=path!("/sinkron") view=later::sinkron />
                    <Route path=path!("/saya") view=later::saya />
                </Routes>
            </div>
            {later::toasts()}
        </div>
    }
    .into_any()
}

/// What every page must say: something wasn't kept, a new version waits.
#[component]
pub fn Notices() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let version = new_version();
    let failure = move || {
        engine.failure().map(|error| {
            let said = failed(t, &error);
            let way_out = is_unusable(&error).then(|| {
                view! {
                    <a class="btn" href=RESCUE rel="external">
                        {t.umum.rescue}
                    </a>
                }
            });
            view! {
                <div class="gut mt-2">
                    <Banner tone=Tone::Act icon="alert" title=said.cause.into_owned()>
                        <p>{said.cure.into_owned()}</p>
                        <div class="btns">
                            <button
                                type="button"
                                class="btn"
                                on:click=move |_| engine.dismiss_failure()
                            >
                                {t.umum.close}
                            </button>
                            {way_out}
                        </div>
                    </Banner>
                </div>
            }
        })
    };
    let newer = move || {
        version.get().then(|| {
            view! {
                <div class="gut mt-2" role="status">
                    <Banner tone=Tone::Ok icon="install" title=t.umum.new_version>
                        <p>{t.umum.new_version_keeps}</p>
                        <div class="btns">
                            <button type="button" class="btn primary" on:click=|_| take_version()>
                                {t.umum.take_new_version}
                            </button>
                            <button
                                type="button"
                                class="btn quiet"
                                on:click=move |_| version.set(false)
                            >
                                {t.umum.later}
                            </button>
                        </div>
                    </Banner>
                </div>
            }
        })
    };
    view! {
        {failure}
        {newer}
    }
    .into_any()
}

/// Why something wasn't kept, and what to do.
pub(super) fn failed(t: &Texts, error: &SubmitError) -> Said {
    match error {
        SubmitError::Refused(rejection) => (t.rejection().op)(rejection),
        SubmitError::Store(error) => (t.rejection().store)(error),
        SubmitError::Op(error) => (t.rejection().store)(&StoreError::Other(error.to_string())),
    }
}

/// Whether the device's store doesn't do its work: what lies in it is then had from the page that needs none ([`RESCUE`]).
pub(super) fn is_unusable(error: &SubmitError) -> bool {
    matches!(
        error,
        SubmitError::Store(StoreError::Closing | StoreError::Damaged | StoreError::Other(_))
    )
}

/// Whether a new version of the app waits (the start script says so).
fn new_version() -> RwSignal<bool> {
    let there = document()
        .document_element()
        .is_some_and(|page| page.get_attribute("data-versi-baru").is_some());
    let version = RwSignal::new(there);
    let heard = window_event_listener_untyped("bukti:versi-baru", move |_| version.set(true));
    on_cleanup(move || heard.remove());
    version
}

/// Lets the new version take over; the start script loads the page anew.
fn take_version() {
    let take = js_sys::Reflect::get(&js_sys::global(), &"buktiPerbarui".into());
    if let Some(take) = take
        .ok()
        .and_then(|take| take.dyn_into::<js_sys::Function>().ok())
    {
        // It does nothing where no version waits.
        let _ = take.call0(&JsValue::UNDEFINED);
    }
}

/// The shape of a page while the store is being opened.
fn starting(t: &'static Texts) -> AnyView {
    view! {
        <div class="lapang muat">
            <div class="isi">{shape(t)}</div>
        </div>
    }
    .into_any()
}

/// An address that leads nowhere.
#[component]
fn Nowhere() -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="phone p-kosong">
            <AppBar title=t.umum.nowhere />
            <main id="isi">
                <EmptyState icon="search" title=t.umum.nowhere text=t.umum.nowhere_cure>
                    <a class="btn primary" href="/">
                        {t.umum.to_home}
                    </a>
                </EmptyState>
            </main>
        </div>
    }
    .into_any()
}
