//! Pages whose code comes when it is first needed, so that a phone on a slow network loads no more than it
//! shows; the service worker keeps all of it a moment later. They share one chunk, because they share
//! most of their code: a chunk each would be cut into dozens of pieces, with a request for each.

use std::future::Future;
use std::pin::Pin;
use std::sync::OnceLock;
use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::sync::store::StoreError;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::states::{Ready, shape};
use crate::engine::Engine;
use crate::i18n::use_texts;
use crate::platform::{drawn, insist};
use crate::ui::{AppBar, EmptyState, Icon, SkeletonList, ToastStack};

/// How a part of a page is made of something, once its code is here.
type Section<T> = fn(T) -> AnyView;
/// How a page is made, once its code is here.
type Page = fn() -> AnyView;
/// Counts something that the device holds now; tracked is only what the device doesn't know.
type Count = fn(Engine) -> usize;
type Loaded = Result<Page, SplitLoaderError>;
type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

#[wasm_split(halaman, fallible)]
fn rencana_chunk() -> Loaded {
    Ok(|| super::rencana::RencanaPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn unsur_chunk() -> Loaded {
    Ok(|| super::rencana::UnsurPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn lke_chunk() -> Loaded {
    Ok(|| super::lke::LkePage().into_any())
}

#[wasm_split(halaman, fallible)]
fn coba_chunk() -> Loaded {
    Ok(|| super::coba::CobaPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn langkah_chunk() -> Loaded {
    Ok(|| super::langkah::LangkahPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn butir_chunk() -> Loaded {
    Ok(|| super::butir::ButirPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn bukti_chunk() -> Loaded {
    Ok(|| super::bukti::BuktiPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn rinci_chunk() -> Loaded {
    Ok(|| super::bukti::BuktiRinciPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn kabar_chunk() -> Loaded {
    Ok(|| super::kabar::KabarPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn sinkron_chunk() -> Loaded {
    Ok(|| super::sinkron::SinkronPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn saya_chunk() -> Loaded {
    Ok(|| super::saya::SayaPage().into_any())
}

#[wasm_split(halaman, fallible)]
fn office_chunk() -> Result<Section<()>, SplitLoaderError> {
    Ok(|()| view! { <super::beranda::Where /> }.into_any())
}

#[wasm_split(halaman, fallible)]
fn steps_chunk() -> Result<Section<Ready>, SplitLoaderError> {
    Ok(|ready| view! { <super::beranda::Steps ready /> }.into_any())
}

#[wasm_split(halaman, fallible)]
fn past_chunk() -> Result<Section<Ready>, SplitLoaderError> {
    Ok(|ready| view! { <super::beranda::PastYears ready /> }.into_any())
}

#[wasm_split(halaman, fallible)]
fn first_steps_chunk() -> Result<Section<()>, SplitLoaderError> {
    Ok(|()| view! { <super::states::FirstStepsHere /> }.into_any())
}

// Nothing is kept, and nothing fails to be, before the works are here: what tells of it comes with them.
#[wasm_split(mesin, fallible)]
fn notices_chunk() -> Result<Section<()>, SplitLoaderError> {
    Ok(|()| view! { <super::shell::Notices /> }.into_any())
}

#[wasm_split(mesin, fallible)]
fn broken_chunk() -> Result<Section<StoreError>, SplitLoaderError> {
    Ok(|error| super::rusak::broken(&error))
}

#[wasm_split(mesin, fallible)]
fn toasts_chunk() -> Result<Section<()>, SplitLoaderError> {
    Ok(|()| view! { <ToastStack /> }.into_any())
}

#[wasm_split(mesin, fallible)]
fn unseen_chunk() -> Result<Count, SplitLoaderError> {
    Ok(super::kabar::unseen)
}

#[wasm_split(masuk, fallible)]
fn masuk_chunk() -> Loaded {
    Ok(|| view! { <super::masuk::MasukPage /> }.into_any())
}

#[wasm_split(masuk, fallible)]
fn locked_chunk() -> Loaded {
    Ok(|| view! { <super::masuk::MasukPage locked=true /> }.into_any())
}

#[wasm_split(masuk, fallible)]
fn first_password_chunk() -> Loaded {
    Ok(|| super::masuk::ChangeFirst().into_any())
}

/// The plan.
pub fn rencana() -> AnyView {
    later(|| Box::pin(rencana_chunk()))
}

/// One element of the plan.
pub fn unsur() -> AnyView {
    later(|| Box::pin(unsur_chunk()))
}

/// The worksheet.
pub fn lke() -> AnyView {
    later(|| Box::pin(lke_chunk()))
}

/// What-if.
pub fn coba() -> AnyView {
    later(|| Box::pin(coba_chunk()))
}

/// All next steps.
pub fn langkah() -> AnyView {
    later(|| Box::pin(langkah_chunk()))
}

/// One item.
pub fn butir() -> AnyView {
    later(|| Box::pin(butir_chunk()))
}

/// The evidence.
pub fn bukti() -> AnyView {
    later(|| Box::pin(bukti_chunk()))
}

/// One piece of evidence.
pub fn bukti_rinci() -> AnyView {
    later(|| Box::pin(rinci_chunk()))
}

/// The news.
pub fn kabar() -> AnyView {
    later(|| Box::pin(kabar_chunk()))
}

/// What waits to be sent.
pub fn sinkron() -> AnyView {
    later(|| Box::pin(sinkron_chunk()))
}

/// The person's own page.
pub fn saya() -> AnyView {
    later(|| Box::pin(saya_chunk()))
}

/// Signing in.
pub fn masuk() -> AnyView {
    later(|| Box::pin(masuk_chunk()))
}

/// Signing in again, over a tab that was locked.
pub fn locked() -> AnyView {
    later(|| Box::pin(locked_chunk()))
}

/// Changing the first password.
pub fn first_password() -> AnyView {
    later(|| Box::pin(first_password_chunk()))
}

/// Which office and which cycle is looked at, for who may see several.
pub fn office() -> AnyView {
    static MADE: OnceLock<Section<()>> = OnceLock::new();
    section(&MADE, (), nothing, || Box::pin(insist(office_chunk)))
}

/// The next best steps, on the first page.
pub fn steps(ready: Ready) -> AnyView {
    static MADE: OnceLock<Section<Ready>> = OnceLock::new();
    let waits = || view! { <SkeletonList rows=3 /> }.into_any();
    section(&MADE, ready, waits, || Box::pin(insist(steps_chunk)))
}

/// Earlier years, at the foot of the first page.
pub fn past(ready: Ready) -> AnyView {
    static MADE: OnceLock<Section<Ready>> = OnceLock::new();
    section(&MADE, ready, nothing, || Box::pin(insist(past_chunk)))
}

/// What an admin does whose office has no cycle yet.
pub fn first_steps() -> AnyView {
    static MADE: OnceLock<Section<()>> = OnceLock::new();
    let waits = || view! { <SkeletonList rows=3 /> }.into_any();
    section(&MADE, (), waits, || Box::pin(insist(first_steps_chunk)))
}

/// What every page must say: something wasn't kept, a new version waits.
pub fn notices() -> AnyView {
    static MADE: OnceLock<Section<()>> = OnceLock::new();
    section(&MADE, (), nothing, || Box::pin(insist(notices_chunk)))
}

/// What was just done, and the way back.
pub fn toasts() -> AnyView {
    static MADE: OnceLock<Section<()>> = OnceLock::new();
    section(&MADE, (), nothing, || Box::pin(insist(toasts_chunk)))
}

/// The store can't be opened.
pub fn broken(error: StoreError) -> AnyView {
    static MADE: OnceLock<Section<StoreError>> = OnceLock::new();
    section(&MADE, error, nothing, || Box::pin(insist(broken_chunk)))
}

fn nothing() -> AnyView {
    ().into_any()
}

/// A part of the page whose code comes once the page is drawn: nobody waits for it to see where the office
/// stands, and to begin with a task. Once it is here, it is drawn with the page.
fn section<T: Clone + Send + Sync + 'static>(
    kept: &'static OnceLock<Section<T>>,
    of: T,
    waits: fn() -> AnyView,
    load: fn() -> Coming<Section<T>>,
) -> AnyView {
    if let Some(make) = kept.get() {
        return make(of);
    }
    let made = RwSignal::new(None::<Section<T>>);
    spawn_local(async move {
        // It resolves; a timer has no error.
        drop(drawn().await);
        // The person may have gone elsewhere by now.
        let came = load().await;
        let _ = made.try_set(Some(*kept.get_or_init(|| came)));
    });
    (move || made.get().map_or_else(waits, |make| make(of.clone()))).into_any()
}

/// How long nothing changes before all records are looked at.
const MOMENT: Duration = Duration::from_millis(250);

/// How many news wait: counted once the page is drawn, and again whenever nothing has changed for a moment. All
/// records are looked at for it: nobody who has just answered waits for the number at a tab, nor does a pull whose
/// pages come one after the other.
pub fn unseen(engine: Engine) -> Signal<usize> {
    let count = RwSignal::new(None::<Count>);
    spawn_local(async move {
        // It resolves; a timer has no error.
        drop(drawn().await);
        // Without the chunk there is no number; the tab leads to the news as ever. The person may have
        // signed out by now.
        if let Ok(came) = unseen_chunk().await {
            let _ = count.try_set(Some(came));
        }
    });
    let rested = ArcTrigger::new();
    let rests = {
        let rested = rested.clone();
        debounce(MOMENT, move |()| rested.notify())
    };
    let rests = StoredValue::new_local(rests);
    Effect::new(move |_| {
        engine.read_after(|_| ());
        rests.update_value(|rests| rests(()));
    });
    Memo::new(move |_| {
        rested.track();
        let _ = engine.office();
        count.get().map_or(0, |count| count(engine))
    })
    .into()
}

/// Shows the shape of a page until its code is here; where it doesn't come, why, and a way to ask again.
fn later(load: fn() -> Coming<Loaded>) -> AnyView {
    let page = RwSignal::new(None::<Result<Page, ()>>);
    let fetch = move || {
        spawn_local(async move {
            let came = load().await.map_err(drop);
            // The person may have gone elsewhere by now.
            let _ = page.try_set(Some(came));
        });
    };
    fetch();
    let again = move || {
        page.set(None);
        fetch();
    };
    (move || match page.get() {
        None => shape(use_texts()),
        Some(Ok(make)) => make(),
        Some(Err(())) => missing(again),
    })
    .into_any()
}

fn missing(again: impl Fn() + Send + 'static) -> AnyView {
    let t = use_texts();
    view! {
        <div class="phone p-kosong">
            <AppBar title=t.umum.page_missing />
            <main id="isi">
                <EmptyState icon="cloud" title=t.umum.page_missing text=t.umum.page_missing_cure>
                    <button type="button" class="btn primary" on:click=move |_| again()>
                        <Icon name="sync" />
                        {t.umum.again}
                    </button>
                </EmptyState>
            </main>
        </div>
    }
    .into_any()
}
