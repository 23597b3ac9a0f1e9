//! What other apps shared (`/bukti?bagikan=<id>`): offered once, kept as evidence or let go.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::command::{self, Capture, EvidenceFacts};
use model::sync::Replica;
use model::sync::node::SubmitError;

use crate::engine::{Captured, Order, Said, use_engine};
use crate::i18n::use_texts;
use crate::pages::capture::{CaptureFor, text_evidence};
use crate::pages::here::Here;
use crate::platform::sleep;
use crate::store::inbox::{self, Shared};
use crate::ui::Icon;

/// How it came, as the record's `asal` says it.
const WAY: &str = "dibagikan";

/// What the service worker says in place of a key where the device had no room for it.
const NO_ROOM: &str = "penuh";

/// The inbox lets go only of what is kept on the disk, or was let go by its person: with such pauses it is looked
/// whether it is.
const LOOK_MS: i32 = 1_000;

/// What is known of it.
#[derive(Clone, PartialEq)]
enum Look {
    Looking,
    Lost,
    /// There was no room to take it in.
    NoRoom,
    Found(Shared),
    Done,
}

/// The banner of what was shared.
#[component]
pub fn Kiriman(
    /// Its key in the inbox.
    id: String,
    /// Where one is.
    here: Here,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let b = t.bukti();
    // The page may be gone when the inbox answers: this signal isn't disposed with it.
    let look = ArcRwSignal::new(Look::Looking);
    let found = look.clone();
    spawn_local(async move {
        if id == NO_ROOM {
            return found.set(Look::NoRoom);
        }
        found.set(match inbox::read(&id).await {
            Ok(Some(shared)) => Look::Found(shared),
            Ok(None) | Err(_) => Look::Lost,
        });
    });
    let navigate = use_navigate();
    let leave = move || {
        navigate(
            "/bukti",
            leptos_router::NavigateOptions {
                replace: true,
                ..Default::default()
            },
        )
    };
    let leave = StoredValue::new(leave);
    let (take_look, drop_look) = (look.clone(), look.clone());
    let take = move |_| {
        let Look::Found(shared) = take_look.get_untracked() else {
            return;
        };
        take_look.set(Look::Done);
        let (here, failed) = (here.clone(), take_look.clone());
        spawn_local(async move {
            match inbox::files(&shared).await {
                Ok(files) => {
                    let address = address_of(&shared);
                    if files.is_empty() {
                        let facts = EvidenceFacts {
                            title: name_of(&shared),
                            kind: Some(
                                if address.is_some() {
                                    "tautan"
                                } else {
                                    "catatan"
                                }
                                .into(),
                            ),
                            note: address.is_none().then(|| shared.text.clone()),
                            link: address,
                            ..EvidenceFacts::default()
                        };
                        let (drafts, said) =
                            text_evidence(t, engine, &here, facts, CaptureFor::default());
                        let heard = move |error: Option<&SubmitError>| {
                            if error.is_none() {
                                // What is left behind is offered again and does no harm.
                                spawn_local(async move { drop(inbox::remove(&shared).await) });
                            }
                            false
                        };
                        engine.submit_heard(drafts, said, Box::new(heard));
                    } else {
                        keep(t, &here, files, shared);
                    }
                }
                Err(_) => failed.set(Look::Lost),
            }
        });
        leave.with_value(|leave| leave());
    };
    let let_go = move |_| {
        if let Look::Found(shared) = drop_look.get_untracked() {
            // What is left behind is offered again and does no harm.
            spawn_local(async move { drop(inbox::remove(&shared).await) });
        }
        drop_look.set(Look::Done);
        leave.with_value(|leave| leave());
    };
    let (take, let_go) = (StoredValue::new_local(take), StoredValue::new_local(let_go));
    move || match look.get() {
        Look::Looking | Look::Done => None,
        Look::Lost => Some(failed(b.shared_lost, None)),
        Look::NoRoom => Some(failed(b.shared_no_room[0], Some(b.shared_no_room[1]))),
        Look::Found(shared) => Some(
            view! {
                <div class="gut mt-3">
                    <div class="banner ok" role="status">
                        <Icon name="box" />
                        <p class="h">{(b.shared)(shared.files.len().max(1))}</p>
                        <p>{b.shared_why}</p>
                        <div class="btns">
                            <button
                                type="button"
                                class="btn primary"
                                on:click=move |event| take.with_value(|take| take(event))
                            >
                                {b.shared_take}
                            </button>
                            <button
                                type="button"
                                class="btn"
                                on:click=move |event| let_go.with_value(|go| go(event))
                            >
                                {b.shared_drop}
                            </button>
                        </div>
                    </div>
                </div>
            }
            .into_any(),
        ),
    }
}

/// It wasn't taken in: why, and what to do.
fn failed(cause: &'static str, cure: Option<&'static str>) -> AnyView {
    let more = cure.map(|cure| {
        view! {
            <p>{cure}</p>
            <div class="btns">
                <a class="btn" href="/sinkron">
                    {use_texts().sinkron().room}
                </a>
            </div>
        }
    });
    view! {
        <div class="gut mt-3">
            <div class="banner act" role="alert">
                <Icon name="alert" />
                <p class="h">{cause}</p>
                {more}
            </div>
        </div>
    }
    .into_any()
}

/// The address that was shared: some apps put it into the text.
fn address_of(shared: &Shared) -> Option<String> {
    let words = shared.text.split_whitespace();
    let given = std::iter::once(shared.url.as_str());
    given
        .chain(words)
        .find(|word| model::schema::is_link(word))
        .map(str::to_owned)
}

fn name_of(shared: &Shared) -> String {
    let first = [&shared.title, &shared.text, &shared.url];
    let named = first.into_iter().find(|text| !text.trim().is_empty());
    named
        .map(|text| text.chars().take(60).collect())
        .unwrap_or_default()
}

/// Captures the files; the inbox lets go of them once each is kept.
fn keep(t: &'static crate::i18n::Texts, here: &Here, files: Vec<web_sys::File>, shared: Shared) {
    let engine = use_engine();
    let (office, cycle) = (here.office_id(), here.cycle_id());
    let made = Rc::new(RefCell::new(Vec::new()));
    let back = Rc::clone(&made);
    let count = files.len();
    let kept = Rc::clone(&made);
    let make = move |_: &Replica, captured: Captured| {
        made.borrow_mut().push(captured.id);
        let is_photo = captured.page.media.starts_with("image/");
        let capture = Capture {
            facts: EvidenceFacts {
                title: captured.page.name.clone(),
                kind: is_photo.then(|| "foto".to_owned()),
                ..EvidenceFacts::default()
            },
            pages: vec![captured.page],
            origin: Some(captured.origin),
            ..Capture::default()
        };
        command::capture(captured.id, office, cycle, &capture)
    };
    let undo = move |device: &Replica| {
        let records = back.borrow();
        records
            .iter()
            .filter_map(|id| device.record(*id))
            .map(command::delete)
            .collect()
    };
    let order = Order {
        files,
        way: WAY,
        office,
    };
    let said = move |kept| Said::undoable((t.bukti().captured)(kept), undo);
    engine.capture(order, make, said);
    spawn_local(async move {
        let is_kept = || {
            let kept = kept.borrow();
            kept.len() == count
                && engine.peek(|device| kept.iter().all(|id| device.record(*id).is_some()))
        };
        // What couldn't be kept stays among the hands until it is, or its person lets it go.
        while !is_kept() && untrack(|| !engine.hands().is_empty()) {
            // It resolves; a timer has no error.
            drop(sleep(LOOK_MS).await);
        }
        // What is left behind takes room and does no harm.
        drop(inbox::remove(&shared).await);
    });
}
