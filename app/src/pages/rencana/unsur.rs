//! `/rencana/:id`: one element of the plan, with what lies below it.

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use model::command;
use model::id::{PersonId, RecordId};
use model::op::Draft;
use model::reject::Rejection;
use model::schema::Kind;
use model::sync::Replica;
use model::time::Date;
use model::view::{Indicator, SubActivity};

use super::bentuk::{Form, Level};
use super::cari::{Unsur, find};
use super::daftar::refusal_line;
use super::formulir::{Door, FormSheet};
use super::kemajuan::Kemajuan;
use super::susun::{self, Proofs, RIGHT};
use crate::engine::{Engine, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::berbeda::Berbeda;
use crate::pages::bukti::rak::{self, Piece};
use crate::pages::bukti::tangkap::Tangkap;
use crate::pages::here;
use crate::pages::states::{self, Gate, Ready};
use crate::ui::{Icon, PageHead, Seal, SealState, SyncBadge};

/// The page.
#[component]
pub fn UnsurPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|p| p.get("id"))
            .and_then(|id| id.parse::<RecordId>().ok())
    });
    here::follow(engine, id);
    let unsur = Memo::new(move |_| find(engine, id.get()?));
    let words = here::sync_words(t, engine);
    let title = Signal::derive(move || {
        unsur.with(|u| {
            u.as_ref()
                .map_or_else(|| t.umum.plan.to_owned(), |u| u.title().to_owned())
        })
    });
    let place = Signal::derive(move || {
        unsur.with(|u| match u.as_ref().map(Unsur::level) {
            Some(Level::Kegiatan) => t.rencana().kegiatan,
            Some(Level::Sub) => t.rencana().sub_kegiatan,
            Some(Level::Indikator) => t.rencana().indikator,
            None => t.umum.plan,
        })
    });
    // The way up: an indicator leads to its kegiatan, everything else to the plan.
    let back = Signal::derive(move || {
        unsur.with(|u| match u {
            Some(u) if u.sub.is_some() => format!("/rencana/{}", u.activity.id),
            _ => "/rencana".to_owned(),
        })
    });
    let path = Signal::derive(move || {
        unsur.with(|u| match u {
            Some(u) if u.sub.is_some() => u.activity.title.clone(),
            _ => t.umum.plan.to_owned(),
        })
    });
    // Another element is another page; a change of this one isn't.
    let found = Memo::new(move |_| {
        let is_here = unsur.with(Option::is_some);
        id.get().filter(|_| is_here)
    });
    view! {
        <div class="phone p-butir">
            <PageHead
                back
                back_name=path
                path
                place=Signal::derive(move || place.get().to_owned())
                title
            >
                <SyncBadge words />
            </PageHead>
            <Gate ready=move |ready| {
                view! {
                    {move || {
                        let ready = ready.clone();
                        match found.get().and_then(|_| unsur.get_untracked()) {
                            Some(first) => view! { <Isi ready unsur first /> }.into_any(),
                            None => gone(t),
                        }
                    }}
                }
                    .into_any()
            } />
        </div>
    }
    .into_any()
}

fn gone(t: &'static Texts) -> AnyView {
    let w = t.rencana();
    states::gone("plan", (w.gone, w.gone_cure), ("/rencana", w.to_plan))
}

/// The element itself. It stays as long as the element does; what it shows follows the signal.
#[component]
fn Isi(ready: Ready, unsur: Memo<Option<Unsur>>, first: Unsur) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = t.rencana();
    let now = Signal::derive({
        let first = first.clone();
        move || unsur.get().unwrap_or_else(|| first.clone())
    });
    let area = first.activity.area.clone();
    let refusal: Option<Rejection> = {
        let areas: Vec<&str> = area.as_deref().into_iter().collect();
        untrack(|| ready.here.may(engine, RIGHT, &areas)).err()
    };
    let may = refusal.is_none();
    let door = Door::new();
    let today = ready.here.today(engine.now());
    let me = ready.here.me;
    let named = area.map(|area| here::area_name(t, &ready.instrument, &area));
    let facts = move || facts(t, engine, &now.get(), me, today);
    let below = {
        let ready = ready.clone();
        move || below(t, &ready, engine, &now.get(), door, may)
    };
    let level = first.level();
    let id = first.indicator.as_ref().map(|i| i.id);
    let edit_id = id
        .or(first.sub.as_ref().map(|s| s.id))
        .unwrap_or(first.activity.id);
    let indicator = first.indicator.clone().map(|first| {
        Signal::derive(move || {
            now.with(|u| u.indicator.clone())
                .unwrap_or_else(|| first.clone())
        })
    });
    let progress = indicator.zip(id).map(|(indicator, id)| {
        let ready = ready.clone();
        view! { <Kemajuan id indicator ready may /> }
    });
    let evidence = id.map(|id| {
        let ready = ready.clone();
        view! { <Bukti id ready /> }
    });
    let buttons = may.then(|| {
        view! {
            <div class="btns mt-3">
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| door.show(Form::edit(level, edit_id))
                >
                    <Icon name="edit" class="s" />
                    {t.isian().edit}
                </button>
                <Hapus unsur=now />
            </div>
        }
    });
    let conflict = move || {
        now.with(Unsur::conflicts).then(|| {
            view! {
                <div class="banner act mt-3">
                    <Icon name="split" />
                    <p class="h">{t.isian().two_entries}</p>
                    <p>{words.conflict}</p>
                </div>
            }
        })
    };
    let field_name =
        Callback::new(move |field: String| Some((t.simpanan().field)(&field).to_owned()));
    let capture = id.filter(|_| may).map(|id| {
        let ready = ready.clone();
        view! { <Tangkap here=ready.here.clone() outputs=vec![id] /> }
    });
    view! {
        <main id="isi">
            <section class="gut q">
                <p class="cap">{named}</p>
                <h1 class="doc" tabindex="-1">
                    {move || now.with(|u| u.title().to_owned())}
                </h1>
                {facts}
                {conflict}
                {buttons}
                {refusal_line(t, refusal)}
            </section>
            <Berbeda record=edit_id name=field_name barred=Signal::stored(!may) />
            {progress}
            {evidence}
            {below}
        </main>
        {capture}
        <FormSheet door ready />
    }
    .into_any()
}

fn names(t: &Texts, engine: Engine, me: PersonId, people: &[PersonId]) -> String {
    let name = |device: &Replica, person: &PersonId| here::name_of(t, device, Some(me), *person);
    let names: Vec<String> =
        engine.read(|device| people.iter().map(|person| name(device, person)).collect());
    names.join(", ")
}

fn facts(t: &'static Texts, engine: Engine, unsur: &Unsur, me: PersonId, today: Date) -> AnyView {
    let f = &t.rencana().fields;
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    let mut say = |name: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            lines.push((name, value));
        }
    };
    let day = |date: Option<Date>| date.map(|date| t.near_date(date, today));
    let one = |person: Option<PersonId>| {
        let people: Vec<PersonId> = person.into_iter().collect();
        Some(names(t, engine, me, &people))
    };
    if let Some(indicator) = &unsur.indicator {
        let late = indicator.days_late(today).map(t.umum.days_late);
        let due = day(indicator.due).map(|due| match late {
            Some(late) => format!("{due} · {late}"),
            None => due,
        });
        say(f.output, indicator.output.clone());
        say(f.due, due);
        say(t.rencana().done, day(indicator.done));
        say(f.people, Some(names(t, engine, me, &indicator.executors)));
        say(
            f.parent_sub,
            unsur.sub.as_ref().map(|sub| sub.title.clone()),
        );
    } else {
        let (starts, due, people, coordinator, responsible) = match &unsur.sub {
            Some(s) => (s.starts, s.due, &s.executors, s.coordinator, s.responsible),
            None => {
                let a = &unsur.activity;
                (a.starts, a.due, &a.executors, a.coordinator, a.responsible)
            }
        };
        say(f.start, day(starts));
        say(f.due, day(due));
        say(f.people, Some(names(t, engine, me, people)));
        say(f.coordinator, one(coordinator));
        say(f.responsible, one(responsible));
    }
    let lines = lines.into_iter().map(|(name, value)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    });
    view! { <dl class="facts mt-3">{lines.collect_view()}</dl> }.into_any()
}

/// The sub kegiatan of a kegiatan with their indicators, or the indicators of a sub kegiatan.
fn below(
    t: &'static Texts,
    ready: &Ready,
    engine: Engine,
    unsur: &Unsur,
    door: Door,
    may: bool,
) -> Option<AnyView> {
    if unsur.indicator.is_some() {
        return None;
    }
    let office = ready.here.office_id();
    let proofs = engine.read(|device| {
        let evidence = device
            .of_kind(&Kind::Bukti, Some(ready.here.cycle_id()))
            .filter(|record| record.stream.office == office);
        Proofs::of(evidence, &here::complete_here(device, office), &|_| None)
    });
    let subs = match &unsur.sub {
        Some(sub) => vec![sub.clone()],
        None => unsur.activity.subs.clone(),
    };
    let alone = unsur.sub.is_some();
    let row = |indicator: &Indicator| {
        let state: SealState = susun::seal(indicator, proofs.get(indicator.id));
        view! {
            <li>
                <a class="row" href=format!("/rencana/{}", indicator.id)>
                    <Seal state />
                    <span>
                        <span class="tt">{indicator.title.clone()}</span>
                        <span class="meta">
                            <span>{indicator.output.clone()}</span>
                        </span>
                    </span>
                    <Icon name="right" class="s" />
                </a>
            </li>
        }
    };
    let block = |sub: SubActivity| {
        let id = sub.id;
        let rows = sub.indicators.iter().map(row).collect_view();
        let head = (!alone).then(|| {
            view! {
                <div class="sec-h">
                    <h2>{sub.title.clone()}</h2>
                    <a href=format!("/rencana/{id}") aria-label=format!("{} {}", t.bukti().open, sub.title)>
                        {t.bukti().open}
                    </a>
                </div>
            }
        });
        let list =
            (!sub.indicators.is_empty()).then(|| view! { <ul class="card list">{rows}</ul> });
        let add = may.then(|| {
            let open = move |_| door.show(Form::new_below(Level::Indikator, id));
            view! {
                <button type="button" class="btn wide mt-2" on:click=open>
                    <Icon name="plus" class="s" />
                    {t.rencana().new_indikator}
                </button>
            }
        });
        view! {
            <section class="sec">
                {head}
                {list}
                {add}
            </section>
        }
    };
    let activity = unsur.activity.id;
    let add_sub = (may && !alone).then(|| {
        let open = move |_| door.show(Form::new_below(Level::Sub, activity));
        view! {
            <div class="sec">
                <button type="button" class="btn wide" on:click=open>
                    <Icon name="plus" class="s" />
                    {t.rencana().new_sub}
                </button>
            </div>
        }
    });
    Some(
        view! {
            {subs.into_iter().map(block).collect_view()}
            {add_sub}
        }
        .into_any(),
    )
}

/// Removes the element and all below it, with a way back.
#[component]
fn Hapus(unsur: Signal<Unsur>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let navigate = use_navigate();
    let remove = move |_| {
        let gone = unsur.get_untracked();
        let ids = gone.records();
        let all = ids.clone();
        let drafts: Vec<Draft> = engine.peek(|device| {
            let records = ids.iter().rev().filter_map(|id| device.record(*id));
            records.map(command::delete).collect()
        });
        let undo = move |device: &Replica| -> Vec<Draft> {
            let records = all.iter().filter_map(|id| device.record(*id));
            records.map(command::restore).collect()
        };
        let text = (t.rencana().removed)(gone.title());
        engine.submit(drafts, Said::undoable(text, undo));
        let to = match gone.level() {
            Level::Kegiatan => "/rencana".to_owned(),
            _ => format!("/rencana/{}", gone.activity.id),
        };
        navigate(&to, Default::default());
    };
    let below = move || {
        let count = unsur.with(|u| u.records().len()).saturating_sub(1);
        (count > 0).then(|| (t.rencana().removes_below)(count))
    };
    view! {
        <button type="button" class="btn danger" on:click=remove aria-describedby="ikut">
            <Icon name="bin" class="s" />
            {t.isian().remove}
        </button>
        <p class="cap" id="ikut">
            {below}
        </p>
    }
    .into_any()
}

/// The evidence of an output.
#[component]
fn Bukti(id: RecordId, ready: Ready) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let pieces = Memo::new({
        let here = ready.here.clone();
        move |_| {
            let all = rak::pieces(t, engine, &here);
            let of_this = |piece: &Piece| piece.evidence.outputs.contains(&id);
            all.into_iter().filter(of_this).collect::<Vec<Piece>>()
        }
    });
    let row = move |piece: Piece| rak::row(t, engine, &piece);
    view! {
        <section class="sec" aria-labelledby="h-bukti">
            <div class="sec-h">
                <h2 id="h-bukti">{t.rencana().evidence}</h2>
                <span class="cap num">
                    {move || (t.isian().evidence_count)(pieces.with(Vec::len))}
                </span>
            </div>
            <Show
                when=move || !pieces.with(Vec::is_empty)
                fallback=move || view! { <p class="cap">{t.umum.no_evidence}</p> }
            >
                <ul class="card list">
                    <For each=move || pieces.get() key=|piece| format!("{piece:?}") children=row />
                </ul>
            </Show>
        </section>
    }
    .into_any()
}
