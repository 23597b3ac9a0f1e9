//! `/bukti/:id`: one piece of evidence.

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_params_map};
use model::command;
use model::id::RecordId;
use model::instrument::Instrument;
use model::rights::Action;
use model::sync::Replica;
use model::view::Evidence;

use super::fakta::FactsForm;
use super::guna;
use super::hak::{may, refusal_line};
use super::pilih::{self, Pilih, Use};
use super::rak::{self, Piece};
use super::susunan::Susunan;
use crate::engine::{Engine, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::berbeda::Berbeda;
use crate::pages::here::{self, Here};
use crate::pages::states::{self, Gate, Ready};
use crate::ui::{Icon, PageHead, Sheet, SyncBadge};

/// The page.
#[component]
pub fn BuktiRinciPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = here::sync_words(t, engine);
    let params = use_params_map();
    let id = Memo::new(move |_| {
        params
            .with(|p| p.get("id"))
            .and_then(|id| id.parse::<RecordId>().ok())
    });
    here::follow(engine, id);
    let evidence = Memo::new(move |_| {
        let id = id.get()?;
        engine.read(|device| device.record(id).and_then(Evidence::read))
    });
    let title = Signal::derive(move || {
        evidence.with(|e| {
            e.as_ref()
                .map_or_else(|| t.bukti().title.to_owned(), |e| rak::title(t, e))
        })
    });
    let found = Memo::new(move |_| evidence.with(|e| e.as_ref().map(|e| e.id)));
    view! {
        <div class="phone p-butir">
            <PageHead
                back="/bukti"
                back_name=t.bukti().title
                path=t.bukti().title
                place=title
                title
            >
                <SyncBadge words />
            </PageHead>
            <Gate ready=move |ready| {
                view! {
                    {move || {
                        let ready = ready.clone();
                        match found.get().and_then(|_| evidence.get_untracked()) {
                            Some(first) => view! { <Isi ready evidence first /> }.into_any(),
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
    let w = t.bukti();
    states::gone("file", (w.gone, w.gone_cure), ("/bukti", w.to_library))
}

/// The piece itself. It stays as long as the piece does; what it shows follows the signal.
#[component]
fn Isi(ready: Ready, evidence: Memo<Option<Evidence>>, first: Evidence) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let b = t.bukti();
    let id = first.id;
    let here = ready.here.clone();
    let may = untrack(|| may(engine, &here, &ready.instrument, &first));
    let (refusal, takes_away) = (may.write.err(), may.take_away);
    let writes = refusal.is_none();
    let now = Signal::derive({
        let first = first.clone();
        move || evidence.get().unwrap_or_else(|| first.clone())
    });
    let piece = Memo::new({
        let here = here.clone();
        move |_| one(t, engine, &here, now.get())
    });
    let state = move || {
        let (icon, words, act) = piece.with(|piece| rak::state_words(t, piece));
        view! {
            <p class=if act { "seal-line warn-t" } else { "seal-line" } role="status">
                <Icon name=icon class="s" />
                {words}
            </p>
        }
    };
    let editing = RwSignal::new(false);
    let choosing = RwSignal::new(false);
    // Asked once, in its place, while nobody said when it is from.
    let asking = RwSignal::new(writes && first.date.is_none() && first.by == Some(here.me));
    let ask = {
        let first = first.clone();
        move || {
            // The whole form takes its place: the same fields twice would have the same names.
            (asking.get() && !editing.get()).then(|| {
                let evidence = now.get_untracked();
                let evidence = if evidence.id == first.id {
                    evidence
                } else {
                    first.clone()
                };
                let done = Callback::new(move |()| asking.set(false));
                view! {
                    <section class="sec" aria-label=b.facts>
                        <div class="sec-h">
                            <h2>{b.ask}</h2>
                        </div>
                        <FactsForm evidence takes_away brief=true on_done=done />
                    </section>
                }
            })
        }
    };
    let facts = {
        let here = here.clone();
        move || facts(t, engine, &here, &now.get())
    };
    let conflict = move || {
        now.with(|evidence| !evidence.conflicts.is_empty())
            .then(|| {
                view! {
                    <div class="banner act mt-3">
                        <Icon name="split" />
                        <p class="h">{t.isian().two_entries}</p>
                        <p>{b.conflict}</p>
                    </div>
                }
            })
    };
    let uses = {
        let (here, instrument) = (here.clone(), ready.instrument.clone());
        move || uses(t, engine, &here, &instrument, &now.get(), writes)
    };
    let buttons = writes.then(|| {
        view! {
            <div class="btns mt-3">
                <button type="button" class="btn" on:click=move |_| editing.set(true)>
                    <Icon name="edit" class="s" />
                    {b.say_facts}
                </button>
                {takes_away.then(|| view! { <Hapus evidence=now /> })}
            </div>
        }
    });
    let (picker_here, instrument): (Here, Arc<Instrument>) = (here, ready.instrument.clone());
    view! {
        <main id="isi">
            <section class="gut q">
                <h1 class="doc" tabindex="-1">
                    {move || now.with(|evidence| rak::title(t, evidence))}
                </h1>
                {state}
                {facts}
                {conflict}
                {buttons}
                {refusal.map(|refusal| refusal_line(t, &refusal))}
            </section>
            <Berbeda
                record=id
                name=Callback::new(move |field: String| Some((t.simpanan().field)(&field).to_owned()))
                barred=Signal::stored(!writes)
            />
            {ask}
            <Susunan evidence=now here=picker_here.clone() writes takes_away />
            <section class="sec" aria-labelledby="h-guna">
                <div class="sec-h">
                    <h2 id="h-guna">{b.used_by}</h2>
                </div>
                {uses}
                {writes
                    .then(|| {
                        view! {
                            <button
                                type="button"
                                class="btn wide mt-2"
                                on:click=move |_| choosing.set(true)
                            >
                                <Icon name="link" class="s" />
                                {b.choose_uses}
                            </button>
                        }
                    })}
            </section>
        </main>
        <Sheet open=editing title=b.facts>
            <FactsForm
                evidence=now.get_untracked()
                takes_away
                on_done=Callback::new(move |()| {
                    editing.set(false);
                    asking.set(false);
                })
            />
        </Sheet>
        <Sheet open=choosing title=b.uses_title>
            <Pilih id evidence=now here=picker_here.clone() instrument=instrument.clone() />
        </Sheet>
    }
    .into_any()
}

fn one(t: &Texts, engine: Engine, here: &Here, evidence: Evidence) -> Piece {
    let sending = here::is_sending(engine);
    engine.read(|device| {
        let instrument = device.instrument(&here.cycle.instrument).map(Arc::as_ref);
        Piece {
            show: here::evidence_show(device, here.office_id(), &evidence, sending),
            uses: guna::uses(t, instrument, &evidence),
            day: guna::day(&evidence, here.office.zone),
            evidence,
        }
    })
}

fn facts(t: &'static Texts, engine: Engine, here: &Here, evidence: &Evidence) -> AnyView {
    let b = t.bukti();
    let mut lines: Vec<(&'static str, String)> = Vec::new();
    let mut say = |name: &'static str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            lines.push((name, value));
        }
    };
    say(
        b.fields.kind,
        evidence
            .kind
            .as_deref()
            .map(|kind| (b.kind)(kind).to_owned()),
    );
    say(b.fields.number, evidence.number.clone());
    say(
        b.fields.date,
        match (evidence.date, evidence.until) {
            (Some(from), Some(until)) => Some((b.period)(&t.date(from), &t.date(until))),
            (date, until) => date.or(until).map(|date| t.date(date)),
        },
    );
    if let Some(origin) = &evidence.origin {
        say(
            b.origin,
            origin
                .cara
                .as_deref()
                .map(|word| (b.origin_word)(word).to_owned()),
        );
        say(b.taken, origin.waktu.as_deref().map(|taken| t.taken(taken)));
    }
    say(b.fields.note, evidence.note.clone());
    if evidence.restricted {
        say(b.restricted, Some(b.restricted_help.to_owned()));
    }
    let who = evidence.by.map(|by| {
        let name = engine.read(|device| here::full_name(t, device, by));
        let when = t.full_moment(evidence.created, here.office.zone);
        view! { <p class="cap">{(b.captured_by)(&name, &when)}</p> }
    });
    let link = evidence.link.clone().map(|link| {
        let shown = link.clone();
        view! {
            <p class="mt-2">
                <a href=link target="_blank" rel="external noopener noreferrer">
                    {shown}
                </a>
            </p>
        }
    });
    let lines = lines.into_iter().map(|(name, value)| {
        view! {
            <dt>{name}</dt>
            <dd>{value}</dd>
        }
    });
    view! {
        {who}
        {link}
        <dl class="facts mt-3">{lines.collect_view()}</dl>
    }
    .into_any()
}

/// What it serves, each with a way to let go of it.
fn uses(
    t: &'static Texts,
    engine: Engine,
    here: &Here,
    instrument: &Instrument,
    evidence: &Evidence,
    writes: bool,
) -> AnyView {
    let b = t.bukti();
    let items = evidence.items.iter().map(|item| {
        let title = instrument
            .item(item)
            .map(|item| item.title.clone())
            .unwrap_or_default();
        (
            Use::Item(item.clone()),
            format!("/butir/{item}"),
            guna::item_label(instrument, item),
            title,
        )
    });
    let outputs = evidence.outputs.iter().map(|output| {
        let title = engine.read(|device| {
            let record = device.record(*output);
            record.and_then(|record| record.text("judul").map(str::to_owned))
        });
        let title = title.unwrap_or_else(|| t.rencana().gone.to_owned());
        (
            Use::Output(*output),
            format!("/rencana/{output}"),
            title,
            String::new(),
        )
    });
    let id = evidence.id;
    let row = |(what, href, name, more): (Use, String, String, String)| {
        let area_ok = match &what {
            Use::Item(item) => {
                let area = instrument.item(item).and_then(|item| item.area.as_deref());
                let areas: Vec<&str> = area.into_iter().collect();
                here.may(engine, Action::Evidence, &areas).is_ok()
            }
            Use::Output(_) => true,
        };
        let said = name.clone();
        let label = (b.unbind)(&name);
        let let_go = (writes && area_ok).then(|| {
            view! {
                <button
                    type="button"
                    class="ib"
                    aria-label=label
                    on:click=move |_| pilih::set(engine, t, id, &what, false, &said)
                >
                    <Icon name="unlink" />
                </button>
            }
        });
        view! {
            <li class="dev">
                <Icon name="link" />
                <div>
                    <p class="tt">
                        <a href=href>{name}</a>
                    </p>
                    <span class="cap">{more}</span>
                </div>
                {let_go}
            </li>
        }
    };
    let rows: Vec<_> = items.chain(outputs).map(row).collect();
    if rows.is_empty() {
        return view! { <p class="cap">{b.unused}</p> }.into_any();
    }
    view! { <ul class="card list">{rows}</ul> }.into_any()
}

/// Removes the piece, with a way back.
#[component]
fn Hapus(evidence: Signal<Evidence>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let navigate = use_navigate();
    let remove = move |_| {
        let gone = evidence.get_untracked();
        let id = gone.id;
        let draft = engine.peek(|device| device.record(id).map(command::delete));
        let undo = move |device: &Replica| {
            device
                .record(id)
                .map(command::restore)
                .into_iter()
                .collect()
        };
        let said = (t.bukti().removed)(&rak::title(t, &gone));
        engine.submit(draft.into_iter().collect(), Said::undoable(said, undo));
        navigate("/bukti", Default::default());
    };
    view! {
        <button type="button" class="btn danger" on:click=remove>
            <Icon name="bin" class="s" />
            {t.isian().remove}
        </button>
    }
    .into_any()
}
