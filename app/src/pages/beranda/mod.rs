//! Beranda: what is proven, what proves more next, and what is mine to do.

mod awards;
mod office;
mod past;
mod steps;
mod tasks;

pub use office::Where;
pub use past::PastYears;
pub use steps::Steps;

use leptos::prelude::*;
use model::score;
use model::time::Date;

use super::here::{here, parts, sync_words};
use super::later;
use super::states::{Gate, Ready};
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::ui::{AppBar, Avatar, Bar, BarScale, Icon, Legend, Parts, Seal, SealState, SyncRow};
use awards::Awards;
use tasks::Tasks;

/// The home page.
#[component]
pub fn BerandaPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let place = Memo::new(move |_| here(engine));
    let title = Signal::derive(move || {
        let office = place.with(|place| place.as_ref().map(|here| here.office.name.clone()));
        office.unwrap_or_else(|| t.beranda.title.to_owned())
    });
    let context = Signal::derive(move || {
        place
            .with(|place| {
                let here = place.as_ref()?;
                let today = here.today(engine.now());
                let away = |day: Date| (t.short_date(day, today), day.days() - today.days());
                let opens = here.cycle.opens.map(away).filter(|(_, left)| *left > 0);
                let when = match (opens, here.cycle.closes.map(away)) {
                    (Some((date, left)), _) => Some((t.beranda.opens)(&date, left)),
                    (None, Some((date, left))) if left >= 0 && here.cycle.open => {
                        Some((t.beranda.closes)(&date, left))
                    }
                    (None, Some((date, _))) => Some((t.beranda.closed)(&date)),
                    (None, None) => None,
                };
                Some((t.beranda.cycle)(&here.cycle.name, when.as_deref()))
            })
            .unwrap_or_default()
    });
    let name = Signal::derive(move || engine.who().map(|who| who.name).unwrap_or_default());
    view! {
        <div class="phone p-beranda">
            <AppBar title=title context=context logo=true>
                <a
                    class="ib"
                    href="/saya"
                    aria-label=move || (t.umum.account_of)(&name.get())
                >
                    <Avatar name me=true />
                </a>
            </AppBar>
            <SyncRow words=sync_words(t, engine) />
            {later::office()}
            <Gate ready=move |ready| {
                view! {
                    <main id="isi">
                        <Index ready=ready.clone() />
                        {later::steps(ready.clone())}
                        <Tasks ready=ready.clone() />
                        {later::past(ready)}
                    </main>
                }
                    .into_any()
            } />
        </div>
    }
    .into_any()
}

/// The headline: verified and evidenced as one number, and its four parts.
#[component]
fn Index(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let sheet = ready.sheet;
    let standing = Memo::new(move |_| sheet.with(|sheet| parts(sheet.total())));
    let target = ready
        .here
        .cycle
        .target
        .as_deref()
        .and_then(|target| target.parse().ok());
    let instrument = ready.instrument.clone();
    let official = Memo::new(move |_| {
        sheet.with(|sheet| {
            let claims = sheet.claims();
            let answered = claims.values().flatten().count();
            let index = score::official(&instrument, &claims).index;
            (answered > 0).then(|| (t.beranda.official)(&t.score(index), answered, claims.len()))
        })
    });
    let nothing = Memo::new(move |_| {
        standing.with(|parts| parts.proven().is_zero() && parts.claimed.is_zero())
    });
    view! {
        <section class="idx gut" aria-labelledby="j-idx">
            <div class="top">
                <div>
                    <h2 id="j-idx" class="sub">
                        {t.beranda.index}
                    </h2>
                    <p class="fig num">{move || t.score(standing.get().proven())}</p>
                </div>
                <Awards ready=ready.clone() stamp=true />
            </div>
            <Bar parts=standing target=target size="lg" />
            {target.map(|target| view! { <BarScale parts=standing target /> })}
            <Legend parts=standing />
            <p class="cap mt-2">{t.umum.claimed_not_counted}</p>
            {move || official.get().map(|words| view! { <p class="cap">{words}</p> })}
            <Show when=move || nothing.get()>{teach(t)}</Show>
            <Awards ready=ready.clone() />
        </section>
    }
    .into_any()
}

/// The four substances, explained while nothing is there yet.
fn teach(t: &'static Texts) -> AnyView {
    let one = |n: u32| rust_decimal::Decimal::from(n);
    let seven = |verified: u32, evidenced: u32, claimed: u32| Parts {
        verified: one(verified),
        evidenced: one(evidenced),
        claimed: one(claimed),
        whole: one(10),
    };
    let pictures = [
        (seven(0, 0, 0), SealState::Missing),
        (seven(0, 0, 7), SealState::Claimed),
        (seven(0, 7, 0), SealState::Evidenced),
        (seven(7, 0, 0), SealState::Verified),
    ];
    let row =
        |((parts, seal), (name, what)): ((Parts, SealState), (&'static str, &'static str))| {
            view! {
                <li>
                    <Bar parts=Signal::stored(parts) quiet=true />
                    <span>
                        <b>{name}</b>
                        " "
                        <span class="cap">{what}</span>
                    </span>
                    <Seal state=seal size="s" quiet=true />
                </li>
            }
        };
    let rows = pictures
        .into_iter()
        .zip(t.beranda.teach)
        .map(row)
        .collect_view();
    view! {
        <ol class="teach card mt-4">{rows}</ol>
        <p>{t.beranda.begin_why}</p>
        <a class="btn primary wide mt-3" href="/lke">
            <Icon name="lke" />
            {t.beranda.begin_do}
        </a>
    }
    .into_any()
}
