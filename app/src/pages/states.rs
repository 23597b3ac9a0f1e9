//! The gate before every page that shows scores: what stands there while data isn't complete.

use std::sync::Arc;

use leptos::prelude::*;
use model::instrument::Instrument;
use model::op::Stream;
use model::rights::{self, Action};
use model::score::Standings;
use model::sync::Replica;

use super::here::{Here, here};
use super::later;
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::ui::frame::nowhere;
use crate::ui::{AppBar, EmptyState, FirstSteps, Icon, SkeletonList};

/// What a page needs before it can show a score.
#[derive(Clone)]
pub struct Ready {
    /// Where one is.
    pub here: Here,
    /// The worksheet.
    pub instrument: Arc<Instrument>,
    /// Its Standings, drawn anew with every change.
    pub sheet: Signal<Arc<Standings>>,
}

/// What stands in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Lack {
    Cycle,
    CatchUp,
    /// It would be read once the person signs in.
    SignIn,
    /// Some of it can't be read here, and comes anew with a signal; the office's name.
    Unread(String),
    Work,
    Instrument,
    Scores,
}

/// What a page is about isn't there (any more): says so, and leads on.
pub fn gone(
    icon: &'static str,
    (title, cure): (&'static str, &'static str),
    (address, link): (&'static str, &'static str),
) -> AnyView {
    nowhere(title);
    view! {
        <main id="isi">
            <h1 class="sr">{title}</h1>
            <EmptyState icon=icon title=title text=cure>
                <a class="btn" href=address>
                    {link}
                </a>
            </EmptyState>
        </main>
    }
    .into_any()
}

/// Shows the page once its data is complete, and says what is missing until then. The page is drawn
/// anew only if office, cycle or instrument become others.
#[component]
pub fn Gate<F>(
    /// Draws the page.
    ready: F,
    /// Whether the page's head is part of what is drawn: until then the gate shows one of its own.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView
where
    F: Fn(Ready) -> AnyView + Send + Sync + 'static,
{
    let t = use_texts();
    let engine = use_engine();
    let sheet = Signal::derive(move || engine.standings());
    let is_out = Memo::new(move |_| engine.wants_sign_in().is_some());
    let place = Memo::new(move |_| -> Result<Here, Lack> {
        let Some(here) = here(engine) else {
            // Roles are known, and none of them reads any office's work.
            let roles = engine.person().is_some_and(|person| {
                engine.read(|device| device.directory().grants_of(person).next().is_some())
            });
            if roles && engine.offices().is_empty() {
                return Err(Lack::Work);
            }
            let knows = engine.office().is_some_and(|office| {
                engine.read(|device| device.caught_up(Stream::board(office)))
            });
            return Err(match knows {
                true => Lack::Cycle,
                false if is_out.get() => Lack::SignIn,
                false => Lack::CatchUp,
            });
        };
        let work = Stream::work(here.office.id);
        if !engine.read(|device| device.caught_up(work)) {
            let unread = engine.read(|device| device.unread_streams().contains(&work));
            return Err(match unread {
                true => Lack::Unread(here.office.name),
                false if is_out.get() => Lack::SignIn,
                false => Lack::CatchUp,
            });
        }
        if !engine.read(|device| device.instrument_text(&here.cycle.instrument).is_some()) {
            return Err(Lack::Instrument);
        }
        if sheet.with(Option::is_none) {
            return Err(Lack::Scores);
        }
        Ok(here)
    });
    Effect::new(move |told: Option<bool>| {
        let waits = place
            .with(|place| matches!(place, Err(Lack::CatchUp | Lack::Unread(_) | Lack::Scores)));
        let told = told.unwrap_or(false);
        if !waits && !told {
            request_animation_frame(crate::start::at_work);
        }
        told || !waits
    });
    let head = move || alone.then(|| view! { <AppBar title=t.lke().title /> });
    let empty = move |icon, title: &'static str, text: &'static str| {
        view! {
            {head()}
            <main id="isi">
                <EmptyState icon=icon title=title text=text />
            </main>
        }
        .into_any()
    };
    move || match place.get() {
        Ok(here) => {
            let instrument = engine.peek(|device| device.worksheet_of(&here.cycle));
            let (Some(first), Some(instrument)) = (sheet.get_untracked(), instrument) else {
                return ().into_any();
            };
            // While the office changes the last sheet stays until the page is drawn anew.
            let sheet = Signal::derive(move || sheet.get().unwrap_or_else(|| first.clone()));
            ready(Ready {
                here,
                instrument,
                sheet,
            })
        }
        Err(Lack::Work) => view! {
            {head()}
            <main id="isi">
                <EmptyState icon="build" title=t.umum.roll_up_only text=t.umum.roll_up_only_why>
                    <a class="btn primary" href="/admin" rel="external">
                        {t.umum.to_roll_up}
                    </a>
                </EmptyState>
            </main>
        }
        .into_any(),
        Err(Lack::SignIn) => view! {
            {head()}
            <main id="isi">
                <EmptyState icon="key" title=t.umum.sign_in_to_see text=kept(t, engine)>
                    <a class="btn primary" href="/sinkron">
                        {t.sinkron().sign_in}
                    </a>
                </EmptyState>
            </main>
        }
        .into_any(),
        // Nobody else would open one: their admin is told how.
        Err(Lack::Cycle) if may_open(engine) => view! {
            {head()}
            <main id="isi">{later::first_steps()}</main>
        }
        .into_any(),
        Err(Lack::Cycle) => empty("plan", t.umum.no_cycle, t.umum.no_cycle_cure),
        Err(Lack::Instrument) => empty("lke", t.lke().no_instrument, t.lke().no_instrument_why),
        Err(Lack::Unread(office)) => {
            let s = t.sinkron();
            fetching(head(), "alert", (s.unread)(&office), s.unread_why)
        }
        Err(Lack::CatchUp | Lack::Scores) => {
            let title = t.umum.catching_up.to_owned();
            fetching(head(), "sync", title, t.umum.catching_up_why)
        }
    }
}

/// What becomes of the person's own until they sign in again: it is kept, unless the browser emptied the store (tracked).
fn kept(t: &'static Texts, engine: Engine) -> &'static str {
    if engine.read(Replica::is_emptied) {
        t.umum.sync.emptied
    } else {
        t.umum.sign_in_to_see_why
    }
}

/// Whether the person administers the office that is looked at (tracked).
fn may_open(engine: Engine) -> bool {
    let asked = engine.person().zip(engine.office());
    asked.is_some_and(|(person, office)| {
        engine.read(|device| {
            rights::check(device.directory(), person, Action::Administer, office, &[]).is_ok()
        })
    })
}

/// Where the office that is looked at has no cycle: what its admin does about it.
#[component]
pub fn FirstStepsHere() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = t.awal();
    let office = move || {
        let office = engine.office()?;
        let named = engine.read(|device| device.directory().office(office).cloned())?;
        let year = engine.today().year;
        Some(view! { <FirstSteps office=named.name zone=named.zone year /> })
    };
    view! {
        <EmptyState icon="plan" title=t.umum.no_cycle text=words.no_cycle_yours>
            <a class="btn primary" href="/admin/instrumen" rel="external">
                {words.open_cycle}
            </a>
        </EmptyState>
        <div class="gut">{office}</div>
    }
    .into_any()
}

/// Data is on its way: why, over the shape of a page.
fn fetching(head: impl IntoView, icon: &'static str, title: String, why: &'static str) -> AnyView {
    view! {
        {head}
        <main id="isi" class="gut" aria-busy="true">
            <div class="banner mt-4">
                <Icon name=icon />
                <p class="h">{title}</p>
                <p>{why}</p>
            </div>
            <div class="mt-4">
                <SkeletonList rows=4 />
            </div>
        </main>
    }
    .into_any()
}

/// The shape of a page whose data or code is on its way.
pub fn shape(t: &'static Texts) -> AnyView {
    view! {
        <div class="phone" aria-busy="true">
            <main id="isi" class="gut mt-6">
                <p class="sr" role="status">
                    {t.umum.loading}
                </p>
                <SkeletonList rows=4 />
            </main>
        </div>
    }
    .into_any()
}
