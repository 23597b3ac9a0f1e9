//! `/admin`: the offices below mine, each with its Standing and when its devices were last seen. The
//! seed of the roll-up.

use leptos::prelude::*;
use model::time::Millis;

use super::data::{Below, DeviceSeen, OfficeRow, Refusal, Together};
use super::frame::{Current, frame, head, refused};
use super::rekap;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Bar, FirstSteps, Icon, Legend};

/// An office with more claimed than this, of 100, has its number in the accent: somebody must ask for
/// the evidence (LOOK, roll-up).
const MUCH_CLAIMED: u32 = 20;

#[cfg(feature = "ssr")]
async fn load() -> Result<Below, Refusal> {
    let data = use_context::<std::sync::Arc<dyn super::data::AdminData>>();
    match data {
        Some(data) => data.below().await,
        None => Err(Refusal::Unavailable),
    }
}

/// The browser takes what the server wrote into the page and never asks again: a fresh look is a fresh
/// page. It gets here only if the page came without its data.
#[cfg(not(feature = "ssr"))]
#[expect(clippy::unused_async, reason = "the server's side awaits")]
async fn load() -> Result<Below, Refusal> {
    Err(Refusal::Unavailable)
}

/// The page.
#[component]
pub fn Satker() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new(|| (), |()| load());
    frame(
        t,
        Current::Satker,
        view! {
            <Suspense fallback=move || view! { <p class="body cap" role="status">{t.admin().loading}</p> }>
                {move || Suspend::new(async move {
                    match data.await {
                        Ok(below) => page(t, &below),
                        Err(refusal) => {
                            Effect::new(move |_| rekap::refused(refusal));
                            refused(t, Current::Satker, refusal)
                        }
                    }
                })}
            </Suspense>
        }
        .into_any(),
    )
}

fn page(t: &'static Texts, below: &Below) -> AnyView {
    let words = t.admin();
    let at = format!(
        "{} {}",
        t.full_moment(below.at, below.zone),
        below.zone.name()
    );
    let context = format!(
        "{} · {}",
        below.office,
        (words.context)(below.offices.len(), &at)
    );
    let (seen, said) = (below.clone(), context.clone());
    Effect::new(move |_| rekap::keep(t, &seen, said.clone()));
    if below.offices.is_empty() {
        return none(t, below);
    }
    let means = below.together();
    let means = means
        .into_iter()
        .enumerate()
        .map(|mean| summary(t, mean))
        .collect_view();
    let ranked = below.ranked();
    let rows = ranked
        .into_iter()
        .map(|office| row(t, below, office))
        .collect_view();
    view! {
        {head(t, Current::Satker, words.title.to_owned(), context)}
        <main id="isi" class="body">
            {means}
            <section class="panel tab">
                <h2 id="h-satker" class="h2">
                    {words.table}
                </h2>
                <div class="scroll" tabindex="0" role="region" aria-labelledby="h-satker">
                    <table class="tbl">
                        <thead>
                            <tr>
                                <th scope="col">{words.office}</th>
                                <th scope="col" class="r" aria-sort="descending">
                                    {words.proven}
                                </th>
                                <th scope="col">{words.parts}</th>
                                <th scope="col" class="r">
                                    {words.claimed}
                                </th>
                                <th scope="col" class="r">
                                    {words.late}
                                </th>
                                <th scope="col" class="r">
                                    {words.devices}
                                </th>
                                <th scope="col" class="r">
                                    {words.seen}
                                </th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <p class="cap mt-2">{words.order}</p>
            </section>
        </main>
    }
    .into_any()
}

/// No office is below: for its admin, how one gets there.
fn none(t: &'static Texts, below: &Below) -> AnyView {
    let words = t.admin();
    let year = below.zone.date(below.at).year;
    let steps = below.administers.then(|| {
        view! { <FirstSteps office=below.office.clone() zone=below.zone year /> }
    });
    view! {
        {head(t, Current::Satker, words.title.to_owned(), below.office.clone())}
        <main id="isi" class="body">
            <section class="empty">
                <Icon name="build" />
                <h2>{words.none}</h2>
                <p>{if below.administers { words.none_yours } else { words.none_cure }}</p>
                <a class="btn" href="/" rel="external">
                    {words.to_app}
                </a>
            </section>
            {steps}
        </main>
    }
    .into_any()
}

/// Where the offices of one family of worksheets and year stand together.
fn summary(t: &'static Texts, (n, together): (usize, Together)) -> AnyView {
    let (words, mean) = (t.admin(), together.mean);
    let (id, sheet_id) = (format!("h-rata-{n}"), format!("h-rata-{n}-lembar"));
    let named = format!("{id} {sheet_id}");
    let of = together
        .named(t)
        .map(|named| view! { <p class="cap" id=sheet_id>{named}</p> });
    view! {
        <section class="panel sum" aria-labelledby=named>
            <h2 id=id class="h2">
                {words.summary}
            </h2>
            {of}
            <p class="fig num">{t.score(mean.shown()[0] + mean.shown()[1])}</p>
            <Bar parts=mean size="lg" />
            <Legend parts=mean />
            <p class="cap mt-2">{words.summary_note}</p>
        </section>
    }
    .into_any()
}

/// One office. On a phone its cells stand below each other, each with its column's name (`data-l`).
fn row(t: &'static Texts, below: &Below, office: &OfficeRow) -> AnyView {
    let words = t.admin();
    let parts = office.standing.of_hundred();
    let [verified, evidenced, claimed, ..] = parts.shown();
    let seen = seen(t, below, office.seen());
    let claimed_class = (parts.claimed > MUCH_CLAIMED.into()).then_some("warn-t");
    let cycle = office
        .cycle
        .clone()
        .unwrap_or_else(|| words.no_cycle.to_owned());
    let late_class = if office.late > 0 { "warn-t" } else { "z" };
    view! {
        <tr>
            <th scope="row" title=cycle>
                {office.name.clone()}
            </th>
            <td class="r nilai">
                <b>{t.score(verified + evidenced)}</b>
            </td>
            <td class="bw">
                <Bar parts target=office.target_of_hundred() />
            </td>
            <td class="r fakta" data-l=words.claimed>
                <span class=claimed_class>{t.score(claimed)}</span>
            </td>
            <td class="r fakta" data-l=words.late>
                <span class=late_class>{office.late}</span>
            </td>
            {devices(t, below, office)}
            <td class="r fakta" data-l=words.seen>
                {seen}
            </td>
        </tr>
    }
    .into_any()
}

/// How many devices an office has; unfolded, which, and when each was last seen.
fn devices(t: &'static Texts, below: &Below, office: &OfficeRow) -> AnyView {
    let words = t.admin();
    let count = office.devices.len();
    if count == 0 {
        return view! {
            <td class="r fakta" data-l=words.devices>
                <span class="z">{count}</span>
            </td>
        }
        .into_any();
    }
    let device = |device: &DeviceSeen| {
        let name = match &device.person {
            Some(person) => format!("{person} · {}", device.name),
            None => device.name.clone(),
        };
        view! {
            <li>
                <span>{name}</span>
                <span class="num">{seen(t, below, device.seen)}</span>
            </li>
        }
    };
    let listed = office.devices.iter().map(device).collect_view();
    view! {
        <td class="r alat">
            <details>
                <summary data-l=words.devices>{count}</summary>
                <ul>{listed}</ul>
            </details>
        </td>
    }
    .into_any()
}

/// When a device was seen, in words.
fn seen(t: &Texts, below: &Below, seen: Option<Millis>) -> String {
    match seen {
        Some(seen) => t.moment(seen, below.at, below.zone),
        None => t.admin().never_seen.to_owned(),
    }
}
