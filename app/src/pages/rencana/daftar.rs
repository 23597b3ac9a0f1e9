//! `/rencana`: the plan by quarter.

use leptos::prelude::*;
use model::reject::Rejection;
use model::schema::Kind;
use model::time::{Date, Quarter};
use model::view;

use super::baris::KegiatanGroup;
use super::bentuk::Form;
use super::formulir::{Door, FormSheet};
use super::susun::{self, Filter, Group, Proofs, RIGHT};
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::here::{self, Here};
use crate::pages::states::{Gate, Ready};
use crate::ui::{AppBar, EmptyState, Icon, Ring, SyncBadge};

/// Everything that the page shows.
#[derive(Clone, Debug, PartialEq)]
struct PlanSheet {
    here: Here,
    today: Date,
    groups: Vec<Group>,
}

/// Reads the plan (tracked).
fn plan_sheet(engine: Engine) -> Option<PlanSheet> {
    let here = here::here(engine)?;
    let today = here.today(engine.now());
    let (office, cycle) = (here.office_id(), Some(here.cycle_id()));
    let standings = engine.standings();
    let seal = |item: &str| {
        let state = standings.as_ref()?.state(item)?;
        Some(state.seal())
    };
    let groups = engine.read(|device| {
        let plan = view::plan(
            [Kind::Kegiatan, Kind::SubKegiatan, Kind::Indikator]
                .iter()
                .flat_map(|kind| device.of_kind(kind, cycle))
                .filter(|record| record.stream.office == office),
        );
        let evidence = device
            .of_kind(&Kind::Bukti, cycle)
            .filter(|record| record.stream.office == office);
        let proofs = Proofs::of(evidence, &here::complete_here(device, office), &seal);
        susun::groups(&plan, &proofs, here.me, today)
    });
    Some(PlanSheet {
        here,
        today,
        groups,
    })
}

/// Why the plan can't be written here at all; nothing if the one who reads may write some area of it.
pub fn refusal(engine: Engine, ready: &Ready) -> Option<Rejection> {
    let areas = ready.instrument.areas();
    let may = |area: &&str| ready.here.may(engine, RIGHT, &[area]).is_ok();
    if areas.iter().any(may) {
        return None;
    }
    let first: Vec<&str> = areas.into_iter().take(1).collect();
    ready.here.may(engine, RIGHT, &first).err()
}

/// The page.
#[component]
pub fn RencanaPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let sheet = Memo::new(move |_| plan_sheet(engine));
    let words = here::sync_words(t, engine);
    let title = Signal::derive(move || {
        let year = sheet.with(|s| s.as_ref().map(|s| s.here.cycle.year));
        year.map_or_else(|| t.umum.plan.to_owned(), |year| (t.rencana().title)(year))
    });
    let context = Signal::derive(move || {
        sheet.with(|s| {
            s.as_ref().map_or_else(String::new, |s| {
                let rows = || s.groups.iter().flat_map(|group| &group.rows);
                (t.rencana().context)(rows().count(), susun::proven(rows()))
            })
        })
    });
    view! {
        <div class="phone p-rencana">
            <AppBar title context>
                <SyncBadge words />
            </AppBar>
            <Gate ready=move |ready| view! { <Isi ready sheet /> }.into_any() />
        </div>
    }
    .into_any()
}

/// The plan, or how one begins.
#[component]
fn Isi(ready: Ready, sheet: Memo<Option<PlanSheet>>) -> impl IntoView {
    let t = use_texts();
    let form = Door::new();
    let refusal = untrack(|| refusal(use_engine(), &ready));
    let empty = Memo::new(move |_| sheet.with(|s| s.as_ref().is_none_or(|s| s.groups.is_empty())));
    let for_form = ready.clone();
    view! {
        <main id="isi">
            {move || {
                if empty.get() {
                    empty_plan(t, refusal.clone(), form)
                } else {
                    let (ready, refusal) = (ready.clone(), refusal.clone());
                    view! { <Quarters ready refusal sheet form /> }.into_any()
                }
            }}
        </main>
        <FormSheet door=form ready=for_form />
    }
    .into_any()
}

/// Why the plan can't be written, in a line.
pub fn refusal_line(t: &'static Texts, refusal: Option<Rejection>) -> Option<AnyView> {
    let said = (t.rejection().op)(&refusal?);
    Some(
        view! {
            <p class="cap mt-3" id="tak-boleh">
                {format!("{} {}", t.rencana().may_not, said.cause)}
            </p>
        }
        .into_any(),
    )
}

fn empty_plan(t: &'static Texts, refusal: Option<Rejection>, form: Door) -> AnyView {
    let action = match refusal {
        None => view! {
            <button
                type="button"
                class="btn primary wide"
                on:click=move |_| form.show(Form::new_kegiatan())
            >
                <Icon name="plus" />
                {t.rencana().new_kegiatan}
            </button>
        }
        .into_any(),
        refusal => refusal_line(t, refusal).into_any(),
    };
    let levels = t.rencana().levels.map(|(level, example)| {
        view! {
            <li>
                <b>{level}</b>
                <span class="cap">{example}</span>
            </li>
        }
    });
    view! {
        <EmptyState icon="plan" title=t.rencana().empty text=t.rencana().empty_teach>
            <ol class="teach card">{levels.into_iter().collect_view()}</ol>
            {action}
        </EmptyState>
    }
    .into_any()
}

/// The quarter that is chosen first: today's, in the cycle's year.
fn first_quarter(sheet: &PlanSheet) -> Quarter {
    let year = sheet.here.cycle.year;
    match sheet.today.year.cmp(&year) {
        std::cmp::Ordering::Less => Quarter::I,
        std::cmp::Ordering::Equal => sheet.today.quarter(),
        std::cmp::Ordering::Greater => Quarter::IV,
    }
}

/// The strip of quarters, the filter, and the groups below.
#[component]
fn Quarters(
    ready: Ready,
    refusal: Option<Rejection>,
    sheet: Memo<Option<PlanSheet>>,
    form: Door,
) -> impl IntoView {
    let t = use_texts();
    let may = refusal.is_none();
    let me = ready.here.me;
    let first = sheet.with_untracked(|s| s.as_ref().map_or(Quarter::I, first_quarter));
    let quarter = RwSignal::new(first);
    let filter = RwSignal::new(Filter::All);
    let shown = Memo::new(move |_| {
        sheet.with(|s| {
            s.as_ref()
                .map(|s| susun::shown(&s.groups, quarter.get(), filter.get()))
                .unwrap_or_default()
        })
    });
    let tabs = Quarter::ALL.map(|q| view! { <Tab q quarter sheet /> });
    let today = ready.here.today(use_engine().now());
    let instrument = ready.instrument.clone();
    let group = move |group: Group| {
        let area = group.area.as_deref();
        let area = area
            .map(|area| here::area_name(t, &instrument, area))
            .unwrap_or_default();
        view! { <KegiatanGroup group area me today /> }
    };
    let chip = move |which: Filter, name: &'static str| {
        let count = move || {
            sheet.with(|s| {
                let groups = s
                    .as_ref()
                    .map(|s| susun::shown(&s.groups, quarter.get(), which));
                groups
                    .iter()
                    .flatten()
                    .map(|group| group.rows.len())
                    .sum::<usize>()
            })
        };
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || (filter.get() == which).to_string()
                on:click=move |_| filter.set(which)
            >
                {name}
                <span class="n">{count}</span>
            </button>
        }
    };
    let span = move || sheet.with(|s| s.as_ref().map(|s| span_words(t, s, quarter.get())));
    view! {
        <div class="qts" role="tablist" aria-label=t.rencana().quarters>
            {tabs.into_iter().collect_view()}
        </div>
        <div class="gut" role="tabpanel" id="triwulan" aria-label=move || (t.rencana().quarter)(quarter.get().roman())>
            <div class="sumq">
                <p>
                    <b>{move || (t.rencana().quarter)(quarter.get().roman())}</b>
                    " "
                    <span class="cap">{move || span().map(|(days, _)| days)}</span>
                </p>
                <p class="cap">{move || span().map(|(_, left)| left)}</p>
            </div>
            <div class="flex fl" role="group" aria-label=t.rencana().filter>
                {chip(Filter::All, t.rencana().all)}
                {chip(Filter::Mine, t.rencana().mine)}
                {chip(Filter::Bare, t.rencana().bare)}
            </div>
            {refusal_line(t, refusal)}
            <For each=move || shown.get() key=|group| group_key(group) children=group />
            <Show when=move || shown.with(Vec::is_empty)>
                <EmptyState title=t.rencana().none_here text=t.rencana().none_here_cure>
                    <button type="button" class="btn" on:click=move |_| filter.set(Filter::All)>
                        {t.rencana().show_all}
                    </button>
                </EmptyState>
            </Show>
            <Show when=move || may>
                <button
                    type="button"
                    class="btn wide mt-6"
                    on:click=move |_| form.show(Form::new_kegiatan())
                >
                    <Icon name="plus" class="s" />
                    {t.rencana().new_kegiatan}
                </button>
            </Show>
        </div>
    }
    .into_any()
}

/// A group is drawn anew when anything in it changed.
fn group_key(group: &Group) -> String {
    format!("{group:?}")
}

/// First and last day of a quarter, and how many days are left of it.
fn span_words(t: &Texts, sheet: &PlanSheet, quarter: Quarter) -> (String, String) {
    let (first, last) = quarter.span(sheet.here.cycle.year);
    let days = format!(
        "{} – {}",
        t.short_date(first, sheet.today),
        t.short_date(last, sheet.today)
    );
    let left = last.days() - sheet.today.days();
    let left = match left {
        _ if sheet.today < first => t.rencana().ahead.to_owned(),
        left if left < 0 => (t.rencana().days_over)(-left),
        left => (t.isian().days_left)(left),
    };
    (days, left)
}

/// One quarter of the strip.
#[component]
fn Tab(q: Quarter, quarter: RwSignal<Quarter>, sheet: Memo<Option<PlanSheet>>) -> impl IntoView {
    let t = use_texts();
    let rows = Memo::new(move |_| {
        sheet.with(|s| {
            let groups = s.as_ref().map(|s| susun::shown(&s.groups, q, Filter::All));
            let rows: Vec<_> = groups.into_iter().flatten().flat_map(|g| g.rows).collect();
            (susun::parts(&rows), susun::proven(&rows), rows.len())
        })
    });
    let state = move || {
        let (_, good, all) = rows.get();
        let (first, last) = sheet.with(|s| {
            s.as_ref().map_or((false, false), |s| {
                let (first, last) = q.span(s.here.cycle.year);
                (s.today < first, s.today <= last)
            })
        });
        match (all, good) {
            (0, _) => t.rencana().nothing.to_owned(),
            (all, good) if good == all => t.rencana().complete.to_owned(),
            _ if first => t.rencana().ahead.to_owned(),
            _ if last => t.rencana().running.to_owned(),
            (all, good) => (t.rencana().lacks)(all - good),
        }
    };
    let chosen = move || (quarter.get() == q).to_string();
    let spoken = move || {
        let (parts, _, all) = rows.get();
        let whole = |n: rust_decimal::Decimal| usize::try_from(n).unwrap_or_default();
        let ring = (t.rencana().ring)(
            whole(parts.verified),
            whole(parts.evidenced),
            whole(parts.claimed),
            all,
        );
        format!("{}: {ring}, {}", (t.rencana().quarter)(q.roman()), state())
    };
    view! {
        <button
            type="button"
            role="tab"
            class="qt"
            aria-selected=chosen
            aria-controls="triwulan"
            aria-label=spoken
            on:click=move |_| quarter.set(q)
        >
            <Ring
                parts=Signal::derive(move || rows.get().0)
                text=Signal::stored(q.roman().to_owned())
                size=52
                quiet=true
            />
            <span>{move || format!("{}/{}", rows.get().1, rows.get().2)}</span>
            <small>{state}</small>
        </button>
    }
    .into_any()
}
