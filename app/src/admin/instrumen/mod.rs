//! `/admin/instrumen`: the instruments that there are, a draft to be edited, a workbook taken in, a cycle
//! opened. Drafts are checked here by the very code of the server (`model::instrument`).

mod ambang;
mod amiss;
mod bench;
mod compare;
mod edit;
mod form;
mod gerbang;
mod hitung;
mod import;
mod item;
mod jenis;
mod kept;
mod parts;
mod peran;
mod pindah;
mod siklus;
mod tahun;
mod tree;
mod upload;
mod versions;

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::instrument::{Draft, own_family};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::frame::{Current, frame, head, refused};
use super::shelf::{Imported, Keep, KeepAnswer, Shelf, Version, VersionState};
use crate::admin::data::Refusal;
use crate::i18n::{Texts, use_texts};
use crate::ui::{BusyButton, Icon};
use bench::Bench;

/// The query parameter that names the version that is looked at, by its digest.
pub const CHOSEN_QUERY: &str = "pilih";

/// The address of a version.
pub fn address(digest: &str) -> String {
    format!("/admin/instrumen?{CHOSEN_QUERY}={digest}")
}

#[cfg(feature = "ssr")]
async fn load(chosen: Option<String>) -> Result<Shelf, Refusal> {
    let data = use_context::<std::sync::Arc<dyn super::data::AdminData>>();
    match data {
        Some(data) => data.shelf(chosen).await,
        None => Err(Refusal::Unavailable),
    }
}

/// The browser takes what the server wrote into the page.
#[cfg(not(feature = "ssr"))]
async fn load(_: Option<String>) -> Result<Shelf, Refusal> {
    Err(Refusal::Unavailable)
}

/// The page.
#[component]
pub fn Instrumen() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let chosen = move || query.with(|query| query.get(CHOSEN_QUERY));
    let data = Resource::new(chosen, load);
    frame(
        t,
        Current::Instrumen,
        view! {
            <Suspense fallback=move || view! { <p class="body cap" role="status">{t.umum.loading}</p> }>
                {move || Suspend::new(async move {
                    match data.await {
                        Ok(shelf) => view! { <Page shelf /> }.into_any(),
                        Err(refusal) => refused(t, Current::Instrumen, refusal),
                    }
                })}
            </Suspense>
        }
        .into_any(),
    )
}

/// The page with its data.
#[component]
fn Page(
    /// What the server told.
    shelf: Shelf,
) -> impl IntoView {
    let t = use_texts();
    let version = shelf.chosen.as_ref().and_then(|chosen| {
        let found = shelf
            .versions
            .iter()
            .find(|one| one.digest == chosen.digest);
        found.cloned()
    });
    let bench = shelf.chosen.as_ref().zip(version.as_ref());
    let bench = bench.and_then(|(chosen, version)| Bench::of(chosen, &version.origin));
    let at = RwSignal::new(bench);
    let imported = RwSignal::new(None::<Imported>);
    let take = Callback::new(move |(read, name): (Imported, String)| {
        if let Ok(draft) = Draft::parse(&read.text) {
            at.set(Some(Bench::new(draft, None, &name, read.findings.clone())));
            imported.set(Some(read));
        }
    });
    let before = shelf
        .chosen
        .as_ref()
        .and_then(|chosen| chosen.before.clone());
    let is_version = Signal::derive(move || imported.with(Option::is_none));
    let list = versions::versions(t, &shelf, is_version);
    let shelf = StoredValue::new(shelf);
    let (version, before) = (StoredValue::new(version), StoredValue::new(before));
    let body = move || match at.get() {
        None => view! { <p class="sub tree">{t.instrumen().choose_version}</p> }.into_any(),
        Some(bench) => {
            // A workbook's draft is no version yet.
            let read = imported.get();
            let of = version.get_value().filter(|_| read.is_none());
            let before = match &read {
                Some(read) => read.before.clone(),
                None => before.get_value(),
            };
            view! { <Workbench bench shelf version=of before read /> }.into_any()
        }
    };
    view! {
        {move || {
            let title = at.get().map(|bench| bench.draft.with(|draft| draft.title.clone()));
            let office = shelf.with_value(|shelf| format!("{} · {}", shelf.person, shelf.office));
            let title = title.unwrap_or_else(|| t.instrumen().title.to_owned());
            head(t, Current::Instrumen, title, office)
        }}
        <main id="isi" class="grid3">
            <nav class="vers" aria-label=t.instrumen().versions>
                <h2 class="h2">{t.instrumen().versions}</h2>
                <ul>{list}</ul>
                <import::Drop on_read=take />
                <p class="cap mt-3">{t.instrumen().versions_note}</p>
            </nav>
            {body}
        </main>
    }
    .into_any()
}

/// The latest version of a family, as the person saw it.
fn latest<'s>(shelf: &'s Shelf, family: &str) -> Option<&'s Version> {
    let of_family = shelf.versions.iter().filter(|one| one.family == family);
    of_family.max_by_key(|one| one.version)
}

/// The family under which a worksheet is kept whose own is looked after by others; nothing where the person
/// may keep the next version of it, or there is none yet.
fn own(shelf: &Shelf, family: &str) -> Option<String> {
    let others = latest(shelf, family).is_some_and(|one| !one.mine);
    let office = shelf.offices.first().filter(|_| others)?;
    Some(own_family(family, office.id))
}

/// A draft with all that can be done with it.
#[component]
fn Workbench(
    /// The page's state.
    bench: Bench,
    /// What the server told.
    shelf: StoredValue<Shelf>,
    /// The version that it was made from; nothing for a workbook's.
    version: Option<Version>,
    /// The document of the version before.
    before: Option<String>,
    /// What the workbook held.
    read: Option<Imported>,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    kept::keep_typed(bench);
    Effect::new(move |_| kept::ask_before_leaving(bench));
    let is_draft = version
        .as_ref()
        .is_none_or(|one| one.state == VersionState::Draft);
    let published = version
        .clone()
        .filter(|one| one.state != VersionState::Draft);
    let keep = move |publish: bool| {
        let office = shelf.with_value(|shelf| shelf.offices.first().map(|office| office.id));
        let mut draft = bench.draft.get_untracked();
        let (Some(office), Ok(sent)) = (office, draft.to_json()) else {
            bench.trouble.set(Some(w.no_office.to_owned()));
            return;
        };
        let own = shelf.with_value(|shelf| own(shelf, &draft.family));
        let is_own = own.is_some();
        draft.family = own.unwrap_or(draft.family);
        let latest =
            shelf.with_value(|shelf| latest(shelf, &draft.family).map(|one| one.digest.clone()));
        let from = bench.from.get_value().filter(|_| !is_own);
        let Ok(text) = draft.to_json() else { return };
        let body = Keep {
            office,
            text,
            after: from.or(latest),
            origin: bench.origin.get_value(),
            publish,
        };
        let then = move |answer: KeepAnswer| match answer {
            KeepAnswer::Kept { digest } => {
                kept::forget_kept(bench, &sent);
                Ok(Some(address(&digest)))
            }
            KeepAnswer::Overtaken => Err(w.overtaken.to_owned()),
        };
        send(
            t,
            "/api/v1/admin/instruments",
            body,
            bench.busy,
            bench.trouble,
            then,
        );
    };
    let blocked = move || bench.in_the_way();
    let publish = Callback::new(move |()| {
        if blocked() == 0 {
            keep(true);
        }
    });
    let save = Callback::new(move |()| keep(false));
    let actions = move || {
        let changed = bench.is_changed() || bench.from.with_value(Option::is_none);
        let publishes = changed || is_draft;
        view! {
            <div class="btns">
                {changed
                    .then(|| {
                        view! {
                            <BusyButton busy=bench.busy on_press=save>
                                {w.save_draft}
                            </BusyButton>
                        }
                    })}
                {publishes
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class=move || {
                                    let off = if blocked() > 0 { " is-disabled" } else { "" };
                                    format!("btn primary{off}")
                                }
                                aria-disabled=move || (blocked() > 0).then_some("true")
                                on:click=move |_| publish.run(())
                            >
                                {w.publish}
                            </button>
                        }
                    })}
                {publishes.then(|| view! { <span class="cap">{(w.in_the_way)(blocked())}</span> })}
            </div>
        }
    };
    let family = bench.draft.with_untracked(|draft| draft.family.clone());
    let own_family = shelf.with_value(|shelf| own(shelf, &family));
    let office = shelf.with_value(|shelf| shelf.offices.first().map(|one| one.name.clone()));
    let own_words = own_family.as_ref().zip(office);
    let own_words = own_words.map(|(_, office)| (w.becomes_own)(&office));
    let to_own = own_words.clone().filter(|_| read.is_none());
    let to_own = move || {
        let words = to_own.clone().filter(|_| bench.is_changed());
        words.map(|words| view! { <p class="cap">{words}</p> })
    };
    let facts = read.map(|read| {
        let family = own_family.unwrap_or(family);
        let becomes = shelf.with_value(|shelf| {
            let latest = latest(shelf, &family)?;
            let words = match latest.state {
                VersionState::Draft => w.replaces,
                VersionState::BuiltIn | VersionState::Published => w.follows,
            };
            Some(words(latest.version))
        });
        let skipped = (!read.skipped.is_empty()).then(|| (w.skipped)(&read.skipped.join("; ")));
        view! {
            <p class="cap" role="status">
                {(w.read_from)(&read.sheet, read.items, read.counts, read.documents)} " " {skipped}
            </p>
            {own_words.map(|words| view! { <p class="cap">{words}</p> })}
            {becomes.map(|becomes| view! { <p class="cap">{becomes}</p> })}
        }
    });
    let year = shelf.with_value(|shelf| shelf.zone.date(shelf.at).year);
    let of_version = published.map(|version| {
        let offices = shelf.with_value(|shelf| shelf.offices.clone());
        let of_kind = offices.clone();
        let (xlsx, json) = (
            format!("/api/v1/admin/instruments/{}/xlsx", version.digest),
            format!("/api/v1/admin/instruments/{}/json", version.digest),
        );
        view! {
            <div class="btns">
                {(!offices.is_empty())
                    .then(|| {
                        view! {
                            <siklus::OpenACycle instrument=version.digest.clone() offices year />
                        }
                    })}
                <a class="btn quiet" href=xlsx rel="external" download="">
                    <Icon name="dl" class="s" />
                    {w.as_workbook}
                </a>
                <a class="btn quiet" href=json rel="external" download="">
                    <Icon name="dl" class="s" />
                    "JSON"
                </a>
            </div>
            <pindah::MoveACycle version=version.clone() shelf />
            <jenis::OfficeKind offices=of_kind here=address(&version.digest) />
            <tahun::PastYears version=version.clone() shelf />
            <versions::Uses version />
        }
    });
    view! {
        <section class="tree" aria-labelledby="ht">
            {of_version}
            {facts}
            {to_own}
            <kept::Typed bench />
            <amiss::Trouble bench />
            {actions}
            <compare::Compared bench before is_draft />
            <hitung::Counting bench />
            <ambang::Awards bench />
            <tree::Tree bench />
        </section>
        <edit::Editor bench />
    }
    .into_any()
}

/// Sends something and goes where the answer leads, if anywhere; a failure is said in words, and nothing is lost.
#[cfg(target_arch = "wasm32")]
fn send<A: DeserializeOwned + 'static>(
    t: &'static Texts,
    path: &'static str,
    body: impl Serialize + 'static,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
    then: impl FnOnce(A) -> Result<Option<String>, String> + 'static,
) {
    if busy.get_untracked() {
        return;
    }
    busy.set(true);
    trouble.set(None);
    leptos::task::spawn_local(async move {
        let answer = super::net::post(path, &body).await;
        match answer.map_err(|failure| failure.words(t)).and_then(then) {
            Ok(None) => busy.set(false),
            Ok(Some(address)) => {
                // The page is drawn anew by the server: it fails for no address of our own.
                let _ = window().location().assign(&address);
            }
            Err(words) => {
                busy.set(false);
                trouble.set(Some(words));
            }
        }
    });
}

/// Nobody presses a button on the server.
#[cfg(not(target_arch = "wasm32"))]
fn send<A: DeserializeOwned + 'static>(
    _: &'static Texts,
    _: &'static str,
    _: impl Serialize + 'static,
    _: RwSignal<bool>,
    _: RwSignal<Option<String>>,
    _: impl FnOnce(A) -> Result<Option<String>, String> + 'static,
) {
}
