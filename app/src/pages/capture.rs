//! Evidence captured from a page: what it serves goes along, its facts can be asked later and never
//! block the capture.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::command::{self, Capture, EvidenceFacts};
use model::id::RecordId;
use model::op::Draft;
use model::schema::Fulfilment;
use model::sync::Replica;
use model::sync::node::SubmitError;
use model::sync::store::StoreError;
use web_sys::File;

use super::here::Here;
use crate::engine::{Captured, Engine, Hand, HandTrouble, Order, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::platform::{can_share_file, share_file};
use crate::ui::{Icon, Origin, Progress};

/// What a new piece of evidence serves.
#[derive(Clone, Debug, Default)]
pub struct CaptureFor {
    /// Items of the worksheet.
    pub items: Vec<String>,
    /// Plan outputs.
    pub outputs: Vec<RecordId>,
    /// Required documents.
    pub fulfils: Vec<Fulfilment>,
    /// What it is called, if more is known than a file's name.
    pub title: Option<String>,
}

/// Captures files: the toast says when they are kept, and takes them back.
pub fn capture_files(
    t: &'static Texts,
    engine: Engine,
    here: &Here,
    files: Vec<File>,
    origin: Origin,
    to: CaptureFor,
) {
    let (office, cycle) = (here.office.id, here.cycle.id);
    let made: std::rc::Rc<std::cell::RefCell<Vec<RecordId>>> = std::rc::Rc::default();
    let back = std::rc::Rc::clone(&made);
    let camera = origin == Origin::Camera;
    let make = move |_: &Replica, captured: Captured| {
        made.borrow_mut().push(captured.id);
        let is_photo = captured.page.media.starts_with("image/");
        let facts = EvidenceFacts {
            title: to
                .title
                .clone()
                .unwrap_or_else(|| title_of(t, engine, here_zone(engine), &captured, camera)),
            kind: is_photo.then(|| "foto".to_owned()),
            ..EvidenceFacts::default()
        };
        let capture = Capture {
            facts,
            items: to.items.clone(),
            outputs: to.outputs.clone(),
            fulfils: to.fulfils.clone(),
            pages: vec![captured.page],
            origin: Some(captured.origin),
        };
        command::capture(captured.id, office, cycle, &capture)
    };
    let undo = move |device: &Replica| {
        let records = back.borrow();
        let held = records.iter().filter_map(|id| device.record(*id));
        held.filter(|record| !record.is_gone())
            .map(command::delete)
            .collect()
    };
    let said = move |kept| Said::undoable((t.butir().captured)(kept), undo);
    let order = Order {
        files,
        way: origin.word(),
        office,
    };
    engine.capture(order, make, said);
}

/// A link or a note as evidence, and what to say once it is kept.
pub fn text_evidence(
    t: &'static Texts,
    engine: Engine,
    here: &Here,
    facts: EvidenceFacts,
    to: CaptureFor,
) -> (Vec<Draft>, Said) {
    let id = engine.new_record();
    let capture = Capture {
        facts,
        items: to.items,
        outputs: to.outputs,
        fulfils: to.fulfils,
        pages: Vec::new(),
        origin: None,
    };
    let drafts = command::capture(id, here.office.id, here.cycle.id, &capture);
    let back = move |device: &Replica| device.record(id).map(command::delete).into_iter().collect();
    (drafts, Said::undoable((t.butir().captured)(1), back))
}

fn here_zone(engine: Engine) -> model::time::Zone {
    untrack(|| super::here::zone(engine))
}

/// What a file is called until somebody says more. A camera calls its pictures `image.jpg`: the moment
/// says more.
fn title_of(
    t: &Texts,
    engine: Engine,
    zone: model::time::Zone,
    captured: &Captured,
    camera: bool,
) -> String {
    if camera {
        return (t.tangkap().photo_of)(&t.full_moment(engine.now(), zone));
    }
    captured.page.name.clone()
}

/// Files that are being captured just now, and those that couldn't be kept.
#[component]
pub fn Hands(
    /// Whether a [`Refused`] on the page shows those that couldn't be kept.
    #[prop(optional, into)]
    going_only: Signal<bool>,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let keys = hand_keys(engine, move |failed| !(failed && going_only.get()));
    let row = move |(key, failed): (u64, bool)| {
        if failed {
            return failed_row(t, engine, key);
        }
        let name = hand(engine, key).map(|hand| hand.name).unwrap_or_default();
        let share = Signal::derive(move || {
            // From 0 to 1, cut to whole per cent.
            hand(engine, key).map_or(100, |hand| (hand.progress.clamp(0.0, 1.0) * 100.0) as u64)
        });
        view! {
            <li class="row">
                <Icon name="sync" />
                <span>
                    <span class="tt">{name.clone()}</span>
                    <span class="meta">{t.berkas().preparing}</span>
                    <Progress value=share label=name />
                </span>
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || keys.with(|keys| !keys.is_empty())>
            <div role="status">
                <ul class="card list mt-3">
                    <For each=move || keys.get() key=|key| *key children=row />
                </ul>
            </div>
        </Show>
    }
    .into_any()
}

/// Files that couldn't be kept, where the capture bar is: whoever chose them looks there, wherever the page's
/// list of evidence is scrolled to. They stay until they are dealt with.
#[component]
pub fn Refused() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let keys = hand_keys(engine, |failed| failed);
    let row = move |(key, _): (u64, bool)| failed_row(t, engine, key);
    view! {
        <div class="refused" role="alert">
            <Show when=move || keys.with(|keys| !keys.is_empty())>
                <ul class="list">
                    <For each=move || keys.get() key=|key| *key children=row />
                </ul>
            </Show>
        </div>
    }
    .into_any()
}

/// The files of which `wants` wants to know, by whether they failed.
fn hand_keys(
    engine: Engine,
    wants: impl Fn(bool) -> bool + Send + Sync + 'static,
) -> Memo<Vec<(u64, bool)>> {
    Memo::new(move |_| {
        let hands = engine.hands();
        let all = hands.iter().map(|hand| (hand.key, hand.trouble.is_some()));
        all.filter(|(_, failed)| wants(*failed)).collect()
    })
}

fn hand(engine: Engine, key: u64) -> Option<Hand> {
    engine.hands().into_iter().find(|hand| hand.key == key)
}

/// A file that couldn't be kept: why, and what can be done with it.
fn failed_row(t: &'static Texts, engine: Engine, key: u64) -> AnyView {
    let Some(failed) = untrack(|| hand(engine, key)) else {
        return ().into_any();
    };
    let why = trouble(t, &failed);
    let let_go = (t.lain().let_gone)(&failed.name);
    let again = failed.trouble.as_ref();
    let again = again.is_some_and(HandTrouble::may_pass);
    let again = again.then(|| {
        view! {
            <button
                type="button"
                class="btn"
                on:click=move |_| {
                    engine.retry_hand(key, Said::told((t.butir().captured)(1)));
                }
            >
                {t.simpanan().again}
            </button>
        }
    });
    // Where the disk is full, what is safe makes room without another page, on which the file might be forgotten.
    let full = failed.trouble.as_ref().is_some_and(is_full);
    let safe = Memo::new(move |_| {
        if full {
            engine.read(|device| device.room().safe)
        } else {
            0
        }
    });
    let free = move || {
        let bytes = safe.get();
        (bytes > 0).then(|| {
            let clear = move |_| {
                spawn_local(async move {
                    // What couldn't be freed leaves the file where it is, and its row says so again.
                    engine.free(false).await;
                    engine.retry_hand(key, Said::told((t.butir().captured)(1)));
                });
            };
            view! {
                <button type="button" class="btn" on:click=clear>
                    {(t.simpanan().free_and_again)(&t.bytes(bytes))}
                </button>
            }
        })
    };
    // Where the disk is full a download may fail too: another app can take it.
    let shares = engine
        .failed_file(key)
        .is_some_and(|file| can_share_file(&file));
    let share = shares.then(|| {
        let give = move |_| {
            if let Some(file) = engine.failed_file(key) {
                spawn_local(async move { share_file(&file).await });
            }
        };
        view! {
            <button type="button" class="btn quiet" on:click=give>
                {t.simpanan().share}
            </button>
        }
    });
    view! {
        <li class="row">
            <Icon name="alert" />
            <span>
                <span class="tt">{failed.name}</span>
                <span class="meta warn-t">{(t.butir().capture_failed)(&why)}</span>
                <span class="btns">
                    {free}
                    {again}
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| {
                            engine.export_hand(key);
                        }
                    >
                        {t.sinkron().export}
                    </button>
                    {share}
                </span>
            </span>
            <button
                type="button"
                class="ib"
                aria-label=t.umum.close
                on:click=move |_| engine.let_go_hand(key, let_go.clone())
            >
                <Icon name="x" />
            </button>
        </li>
    }
    .into_any()
}

fn is_full(trouble: &HandTrouble) -> bool {
    matches!(
        trouble,
        HandTrouble::Store(StoreError::Full)
            | HandTrouble::Submit(SubmitError::Store(StoreError::Full))
    )
}

/// Why a file wasn't kept, and what to do.
fn trouble(t: &Texts, hand: &Hand) -> String {
    let said = match &hand.trouble {
        None => return String::new(),
        Some(HandTrouble::Worker(code)) => return (t.tangkap().worker_trouble)(code).to_owned(),
        Some(HandTrouble::Store(error) | HandTrouble::Submit(SubmitError::Store(error))) => {
            (t.rejection().store)(error)
        }
        Some(HandTrouble::Submit(SubmitError::Refused(why))) => (t.rejection().op)(why),
        Some(HandTrouble::Submit(error @ SubmitError::Op(_))) => {
            (t.rejection().store)(&StoreError::Other(error.to_string()))
        }
    };
    format!("{} {}", said.cause, said.cure)
}
