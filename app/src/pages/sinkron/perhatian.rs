//! What needs its person: refused and held changes, refused files, and what this device damaged.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::id::{FileKey, OpId};
use model::op::Stream;
use model::reject::Rejection;
use model::sync::store::{DAMAGED_HERE, EntryState, FileState, MISSING_HERE};
use send_wrapper::SendWrapper;

use super::kata;
use super::perbaiki::{Repair, repair};
use crate::drafts::seed;
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::pages::rusak::RESCUE;
use crate::ui::Icon;

/// One refused or held change.
#[derive(Clone, PartialEq)]
struct Refused {
    id: OpId,
    words: String,
    page: Option<String>,
    /// How it can be mended, if anything was typed.
    repair: Option<Repair>,
    /// Nothing if it is held because of another one.
    rejection: Option<Rejection>,
}

/// One refused file.
#[derive(Clone, PartialEq)]
struct BadFile {
    key: FileKey,
    name: String,
    reason: String,
}

/// A way back for a toast, which outlives this page: it belongs to no owner.
fn undo(back: impl Fn() + 'static) -> Callback<()> {
    let back = SendWrapper::new(back);
    Callback::new(move |()| back())
}

/// The section; nothing if nothing needs a person.
#[component]
pub fn Perhatian() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    let ops = Memo::new(move |_| {
        engine.read(|device| {
            let entries = device
                .entries()
                .filter(|entry| entry.state.needs_attention());
            entries
                .map(|entry| Refused {
                    id: entry.op.op().id,
                    words: kata::say(t, device, entry.op.op()),
                    page: kata::page_of(device, entry.op.op()),
                    repair: repair(device, entry.op.op()),
                    rejection: match &entry.state {
                        EntryState::Rejected { rejection } => Some(rejection.clone()),
                        _ => None,
                    },
                })
                .collect::<Vec<_>>()
        })
    });
    let files = Memo::new(move |_| {
        engine.read(|device| {
            let refused = device.files().filter_map(|file| match &file.state {
                FileState::Refused { reason } if device.is_refused(file) => Some(BadFile {
                    key: file.key(),
                    name: file.name.clone(),
                    reason: reason.clone(),
                }),
                _ => None,
            });
            refused.collect::<Vec<_>>()
        })
    });
    let damaged = Memo::new(move |_| {
        engine.read(|device| {
            let places = device.damage_to_see().map(|damaged| damaged.place.clone());
            places.collect::<Vec<String>>()
        })
    });
    // What the server can give again asks nothing of anybody, but it lacks until there is a signal.
    let unread = Memo::new(move |_| {
        engine.read(|device| {
            let streams = device.unread_streams();
            let name = |stream: Stream| {
                let office = device.directory().office(stream.office);
                office.map(|office| office.name.clone()).unwrap_or_default()
            };
            let mut names: Vec<String> = streams.into_iter().map(name).collect();
            names.dedup();
            names
        })
    });
    let told = move |office: String| {
        view! {
            <div class="banner mt-4">
                <Icon name="alert" />
                <p class="h">{(s.unread)(&office)}</p>
                <p>{s.unread_why}</p>
            </div>
        }
    };
    let is_damaged = move || damaged.with(|places| !places.is_empty());
    let let_damage_go = move |_| {
        let (places, toasts) = (damaged.get_untracked(), engine.toasts());
        spawn_local(async move {
            if engine.let_damage_go(&places, true).await.is_ok() {
                let undo = undo(move || {
                    let places = places.clone();
                    // Not kept: it stays let go, and can still be exported.
                    spawn_local(async move { drop(engine.let_damage_go(&places, false).await) });
                });
                toasts.show(s.let_gone.to_owned(), Some(undo.into()));
            }
        });
    };
    let count = move || ops.with(Vec::len) + files.with(Vec::len) + usize::from(is_damaged());
    let op = move |refused: Refused| view! { <Perubahan refused /> };
    let file = move |file: BadFile| bad_file(t, file);
    view! {
        {move || unread.get().into_iter().map(told).collect_view()}
        <Show when=move || { count() > 0 }>
            <section class="mt-4" aria-labelledby="h-perlu">
                <div class="sec-h">
                    <h2 id="h-perlu">{s.attention} " " <span class="cap">{count}</span></h2>
                </div>
                <div class="stack">
                    <For each=move || ops.get() key=|op| (op.id, format!("{:?}", op.rejection)) children=op />
                    <For each=move || files.get() key=|file| file.key.clone() children=file />
                    <Show when=is_damaged>
                        <div class="banner act">
                            <Icon name="alert" />
                            <h3 class="h">{s.damaged}</h3>
                            <p>{s.damaged_why}</p>
                            <div class="btns">
                                <a class="btn" href=RESCUE rel="external">
                                    {s.export}
                                </a>
                                <button type="button" class="btn quiet" on:click=let_damage_go>
                                    {s.let_go}
                                </button>
                            </div>
                        </div>
                    </Show>
                </div>
            </section>
        </Show>
    }
    .into_any()
}

/// One change with its reason, its cure, and what can be done.
#[component]
fn Perubahan(refused: Refused) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    let id = refused.id;
    let (title, said) = match &refused.rejection {
        Some(rejection) => ((s.refused)(&refused.words), (t.rejection().op)(rejection)),
        None => ((s.held)(&refused.words), (t.rejection().held)()),
    };
    let toasts = engine.toasts();
    let (for_send, for_go) = (toasts.clone(), toasts);
    let again = move |_| {
        let toasts = for_send.clone();
        spawn_local(async move {
            // It fails only if it stands otherwise by now; the list shows how.
            if engine.retry(id).await.is_ok() {
                toasts.show(s.will_send.to_owned(), None);
            }
        });
    };
    let let_go = move |_| {
        let toasts = for_go.clone();
        spawn_local(async move {
            // It fails only if it stands otherwise by now; the list shows how.
            if let Ok(before) = engine.discard(id).await {
                let undo = undo(move || {
                    let before = before.clone();
                    spawn_local(async move { drop(engine.take_back(id, before).await) });
                });
                toasts.show(s.let_gone.to_owned(), Some(undo.into()));
            }
        });
    };
    let navigate = use_navigate();
    let page = match (refused.repair, refused.page) {
        (Some(repair), _) => {
            let press = move |_| {
                for (field, text) in &repair.drafts {
                    seed(engine, field, text);
                }
                navigate(&repair.page, Default::default());
            };
            view! {
                <button type="button" class="btn" on:click=press>
                    {t.simpanan().repair}
                </button>
            }
            .into_any()
        }
        (None, Some(page)) => view! {
            <a class="btn" href=page>
                {t.bukti().open}
            </a>
        }
        .into_any(),
        (None, None) => ().into_any(),
    };
    view! {
        <div class="banner act">
            <Icon name="alert" />
            <h3 class="h">{title}</h3>
            <p>{said.cause.into_owned()}</p>
            <p class="cure">
                <b>{s.cure}</b>
                " "
                {said.cure.into_owned()}
            </p>
            <div class="btns">
                <button type="button" class="btn" on:click=again>
                    {s.send_again}
                </button>
                {page}
                <button
                    type="button"
                    class="btn"
                    on:click=move |_| {
                        engine.export(id);
                    }
                >
                    {s.export}
                </button>
                <button type="button" class="btn quiet" on:click=let_go>
                    {s.let_go}
                </button>
            </div>
            <p class="cap">{s.let_go_what}</p>
        </div>
    }
    .into_any()
}

/// One file that the server won't take: why, and the piece of evidence that names it.
fn bad_file(t: &'static Texts, file: BadFile) -> AnyView {
    let engine = use_engine();
    let s = t.sinkron();
    let (cause, cure) = (s.file_reason)(&file.reason);
    let page = engine.peek(|device| {
        let mut pieces = device
            .all_of_kind(&model::schema::Kind::Bukti)
            .filter_map(model::view::Evidence::read);
        pieces
            .find(|piece| {
                piece
                    .pages
                    .iter()
                    .any(|page| page.digest == file.key.digest)
            })
            .map(|p| p.id)
    });
    let page = page.map(|id| {
        view! {
            <a class="btn" href=format!("/bukti/{id}")>
                {t.bukti().open}
            </a>
        }
    });
    let (FileKey { digest, office }, name) = (file.key.clone(), file.name.clone());
    let export = move |_| engine.download(digest.clone(), office, name.clone());
    let toasts = engine.toasts();
    let (for_send, for_go) = (toasts.clone(), toasts);
    let key = file.key.clone();
    let again = move |_| {
        let (toasts, key) = (for_send.clone(), key.clone());
        spawn_local(async move {
            // It fails only if it stands otherwise by now; the list shows how.
            if engine.retry_file(&key).await.is_ok() {
                toasts.show(s.will_send.to_owned(), None);
            }
        });
    };
    let key = file.key.clone();
    let let_go = move |_| {
        let (toasts, key) = (for_go.clone(), key.clone());
        spawn_local(async move {
            // It fails only if it stands otherwise by now; the list shows how.
            if engine.let_file_go(&key, true).await.is_ok() {
                let undo = undo(move || {
                    let key = key.clone();
                    spawn_local(async move { drop(engine.let_file_go(&key, false).await) });
                });
                toasts.show(t.simpanan().file_let_gone.to_owned(), Some(undo.into()));
            }
        });
    };
    // What isn't whole can't be saved as a file, only as it lies there.
    let export = if file.reason == DAMAGED_HERE {
        view! {
            <a class="btn" href=RESCUE rel="external">
                {s.export}
            </a>
        }
        .into_any()
    } else {
        view! {
            <button type="button" class="btn" on:click=export>
                {s.export}
            </button>
        }
        .into_any()
    };
    let title = match file.reason.as_str() {
        MISSING_HERE | DAMAGED_HERE => (s.file_lost)(&file.name),
        _ => (s.file_refused)(&file.name),
    };
    // Bytes that were lost here can't be sent again, nor saved.
    let held = (file.reason != MISSING_HERE).then(move || {
        view! {
            <button type="button" class="btn" on:click=again>
                {s.send_again}
            </button>
            {export}
        }
    });
    view! {
        <div class="banner act">
            <Icon name="alert" />
            <h3 class="h">{title}</h3>
            <p>{cause}</p>
            <p class="cure">
                <b>{s.cure}</b>
                " "
                {cure}
            </p>
            <div class="btns">
                {page} {held}
                <button type="button" class="btn quiet" on:click=let_go>
                    {s.let_go}
                </button>
            </div>
        </div>
    }
    .into_any()
}
