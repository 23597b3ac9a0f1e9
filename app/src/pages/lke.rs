//! LKE: the worksheet by area.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::id::RecordId;
use model::instrument::{Instrument, Item, Node};
use model::schema::Kind;
use model::view;

use super::here::{area_name, evidence_show, here, parts, seal, sync_words};
use super::states::{Gate, Ready};
use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::ui::{AppBar, Bar, EmptyState, Icon, LegendLine, Parts, Seal, SealState, SyncBadge};

/// The worksheet; `:area` chooses an area, the first one without it.
#[component]
pub fn LkePage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = sync_words(t, engine);
    let context = Signal::derive(move || {
        let several = engine.cycles().len() > 1;
        let place = here(engine).map(|here| match several {
            // On a phone the end is cut off.
            true => format!("{} · {}", here.cycle.name, here.office.name),
            false => here.office.name,
        });
        let office = place.unwrap_or_default();
        match engine.standings() {
            Some(sheet) => {
                let proven = t.score(parts(sheet.total()).proven());
                (t.lke().context)(&office, &proven)
            }
            None => office,
        }
    });
    view! {
        <div class="phone p-lke">
            <AppBar title=t.lke().title context=context>
                <a class="ib" href="/coba" aria-label=t.coba().link title=t.coba().link>
                    <Icon name="swap" />
                </a>
                <a
                    class="ib"
                    href="/langkah"
                    aria-label=t.langkah().link
                    title=t.langkah().link
                >
                    <Icon name="trend" />
                </a>
                <SyncBadge words />
            </AppBar>
            <Gate ready=move |ready| view! { <Areas ready /> }.into_any() />
        </div>
    }
    .into_any()
}

/// The switcher, and the chosen area below it.
#[component]
fn Areas(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let areas: Arc<Vec<String>> = {
        let all = ready.instrument.areas();
        Arc::new(all.into_iter().map(str::to_owned).collect())
    };
    let first = areas.first().cloned().unwrap_or_default();
    let chosen = Memo::new(move |_| {
        params
            .with(|p| p.get("area"))
            .unwrap_or_else(|| first.clone())
    });
    let row = {
        let ready = ready.clone();
        move |area: String| {
            let ready = ready.clone();
            let (is, of) = (area.clone(), area.clone());
            let sheet = ready.sheet;
            let standing = Memo::new(move |_| sheet.with(|s| parts(s.area(&of))));
            let name = area_name(t, &ready.instrument, &area);
            view! {
                <a
                    href=format!("/lke/{area}")
                    data-noscroll="true"
                    aria-current=move || (chosen.get() == is).then_some("true")
                >
                    <span>{name}</span>
                    <Bar parts=standing size="sm" quiet=true />
                    <span class="num">
                        <b>{move || t.score(standing.get().proven())}</b>
                        {move || format!(" / {}", t.score(standing.get().whole))}
                    </span>
                </a>
            }
        }
    };
    let switcher = areas.iter().cloned().map(row).collect_view();
    let area = move || {
        let area = chosen.get();
        if areas.contains(&area) {
            view! { <Area ready=ready.clone() area /> }.into_any()
        } else {
            view! { <EmptyState icon="lke" title=t.lke().no_area text=t.butir().no_item_why /> }
                .into_any()
        }
    };
    view! {
        <nav class="areas" aria-label=t.lke().areas>
            {switcher}
        </nav>
        <main id="isi" class="gut">
            {area}
        </main>
    }
    .into_any()
}

/// One area: its Standing, its components, and what stands under the chosen one.
#[component]
fn Area(ready: Ready, area: String) -> impl IntoView {
    let t = use_texts();
    let sheet = ready.sheet;
    let instrument = ready.instrument.clone();
    let nodes: Vec<Node> = instrument.nodes_of_area(&area).cloned().collect();
    let name = area_name(t, &instrument, &area);
    let standing = Memo::new(move |_| sheet.with(|s| parts(s.area(&area))));
    let chosen = RwSignal::new(0_usize);
    let components = (nodes.len() > 1).then(|| {
        let tabs = nodes.iter().enumerate().map(|(index, node)| {
            let path = node.path.clone();
            let points = move || {
                let p = sheet.with(|s| parts(s.node(&path)));
                format!("{} / {}", t.score(p.proven()), t.score(p.whole))
            };
            view! {
                <button
                    type="button"
                    aria-pressed=move || if chosen.get() == index { "true" } else { "false" }
                    on:click=move |_| chosen.set(index)
                >
                    {component_name(&instrument, &nodes, node)}
                    <small>{points}</small>
                </button>
            }
        });
        view! {
            <div class="seg mt-3" role="group" aria-label=t.lke().components>
                {tabs.collect_view()}
            </div>
        }
    });
    let body = {
        let (ready, nodes) = (ready.clone(), nodes.clone());
        move || {
            let node = nodes.get(chosen.get()).or_else(|| nodes.first());
            node.map(|node| {
                sections(&ready.instrument, node)
                    .into_iter()
                    .map(|section| view! { <Section ready=ready.clone() node=section.clone() /> })
                    .collect_view()
            })
        }
    };
    view! {
        <section aria-labelledby="h-area">
            <div class="ah">
                <h2 id="h-area" class="doc">
                    {name}
                </h2>
                <p class="num">
                    <b>{move || t.score(standing.get().proven())}</b>
                    " "
                    <span class="cap">
                        {move || format!("{} {}", t.isian().of, t.score(standing.get().whole))}
                    </span>
                </p>
            </div>
            <Bar parts=standing />
            <LegendLine parts=standing />
            {components}
        </section>
        {body}
    }
    .into_any()
}

/// What a tab is called: where all nodes of an area have one title, by the component above each.
fn component_name(instrument: &Instrument, all: &[Node], node: &Node) -> String {
    let same = all.iter().all(|other| other.title == node.title);
    let above = node.parent.map(|parent| instrument.node_at(parent));
    match above {
        Some(above) if same && !above.title.is_empty() => above.title.clone(),
        _ => node.title.clone(),
    }
}

/// The nodes below (or at) `node` that hold items, in the worksheet's order.
fn sections<'a>(instrument: &'a Instrument, node: &'a Node) -> Vec<&'a Node> {
    let mut found = Vec::new();
    if !node.items.is_empty() {
        found.push(node);
    }
    for child in instrument.children_of(node) {
        found.extend(sections(instrument, child));
    }
    found
}

/// A component with its items.
#[component]
fn Section(ready: Ready, node: Node) -> impl IntoView {
    let t = use_texts();
    let sheet = ready.sheet;
    let path = node.path.clone();
    let standing: Memo<Parts> = Memo::new(move |_| sheet.with(|s| parts(s.node(&path))));
    let rows = ready
        .instrument
        .items_of(&node)
        .map(|item| view! { <ItemRow ready=ready.clone() item=item.clone() /> })
        .collect_view();
    view! {
        <section class="sub-c">
            <div class="sch">
                <h3>
                    <span class="no">{node.code.clone()}</span>
                    {node.title.clone()}
                </h3>
                <span class="num cap">
                    <b>{move || t.score(standing.get().proven())}</b>
                    {move || format!(" / {}", t.score(standing.get().whole))}
                </span>
            </div>
            <Bar parts=standing size="sm" />
            <ul class="card list mt-2">{rows}</ul>
        </section>
    }
    .into_any()
}

/// What a row says of its item.
#[derive(Clone, Debug, Default, PartialEq)]
struct Row {
    seal: SealState,
    answer: Option<String>,
    /// What stands there twice, in words.
    conflict: Option<&'static str>,
    evidence: usize,
    here: usize,
    parts: Parts,
}

/// An item in the list: seal, title, answer, evidence, points.
#[component]
fn ItemRow(ready: Ready, item: Item) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (sheet, here) = (ready.sheet, ready.here.clone());
    let id = item.id.clone();
    let answer = RecordId::answer(here.office.id, here.cycle.id, &id);
    let row = Memo::new(move |_| {
        let (state, standing) = sheet.with(|s| {
            let state = s.state(&id).cloned().unwrap_or_default();
            (state, s.item(&id))
        });
        // Which of its pieces only this device has.
        let own = if state.evidence == 0 {
            0
        } else {
            engine.read(|device| {
                let here = device
                    .of_item(&Kind::Bukti, here.cycle.id, &id)
                    .filter_map(view::Evidence::read)
                    .filter(|piece| evidence_show(device, here.office.id, piece, false).is_here());
                here.count()
            })
        };
        Row {
            seal: seal(state.seal()),
            answer: state.answer,
            conflict: if state.conflict {
                Some(t.isian().two_answers)
            } else {
                engine.read(|device| {
                    let record = device.record(answer).filter(|record| !record.is_gone())?;
                    let other = record.is_contested() || !record.conflicts().is_empty();
                    other.then_some(t.isian().two_entries)
                })
            },
            evidence: state.evidence,
            here: own,
            parts: parts(standing),
        }
    });
    let answer = move || {
        row.with(|row| match &row.answer {
            Some(answer) => {
                let word = if answer.chars().count() > 1 { "w " } else { "" };
                let class = format!("ans {word}{}", row.seal.answer_class());
                view! {
                    <span>
                        {t.lke().answer} " "
                        <i class=class>{t.answer(answer)}</i>
                    </span>
                }
                .into_any()
            }
            None => view! { <span>{t.lke().unanswered}</span> }.into_any(),
        })
    };
    let evidence = move || {
        row.with(|row| {
            let mut words = (t.lke().evidence)(row.evidence, row.here, t.here());
            if row.seal == SealState::Adjusted {
                words.push_str(", ");
                words.push_str(t.lke().adjusted);
            }
            (row.evidence > 0 || row.answer.is_some()).then_some(words)
        })
    };
    let conflict = move || {
        row.with(|row| row.conflict).map(|words| {
            view! {
                <span class="tag warn">
                    <Icon name="split" />
                    {words}
                </span>
            }
        })
    };
    view! {
        <li>
            <a class="row ind" href=format!("/butir/{}", item.id)>
                <Seal state=Signal::derive(move || row.with(|row| row.seal)) />
                <span>
                    <span class="tt">{item.title.clone()}</span>
                    <span class="meta">
                        {answer} {move || evidence().map(|words| view! { <span>{words}</span> })}
                        {conflict}
                    </span>
                </span>
                <span class="scr num">
                    <b>{move || t.score(row.with(|row| row.parts.proven()))}</b>
                    <span class="cap">
                        {move || format!("/ {}", t.score(row.with(|row| row.parts.whole)))}
                    </span>
                </span>
            </a>
        </li>
    }
    .into_any()
}
