//! A file that waits: how far it is, and what can be done with one that never gets through.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::id::FileKey;
use model::sync::engine::Trouble;
use model::sync::held::is_overdue;
use model::sync::sending::Sending;
use model::sync::store::LocalFile;
use model::time::Millis;
use send_wrapper::SendWrapper;

use crate::engine::{Engine, use_engine};
use crate::i18n::format::whole_percent;
use crate::i18n::{Texts, use_texts};
use crate::pages::here::{self, is_sending};
use crate::ui::{Icon, Progress};

/// One file that waits.
#[derive(Clone, PartialEq)]
pub(super) struct Going {
    pub(super) key: FileKey,
    name: String,
    pub(super) size: u64,
    pub(super) sent: u64,
    picture: bool,
    /// Since when, in words, once that is days.
    age: Option<String>,
    /// What keeps it back, if its person's choice does.
    back: Option<Sending>,
}

impl Going {
    pub(super) fn new(t: &Texts, engine: Engine, file: &LocalFile, back: Option<Sending>) -> Self {
        Self {
            key: file.key(),
            name: file.name.clone(),
            size: file.size,
            sent: file.sent,
            picture: file.media.starts_with("image/"),
            age: age(t, engine, file.captured),
            back,
        }
    }
}

/// Since when something waits, once that is days.
pub(super) fn age(t: &Texts, engine: Engine, since: Millis) -> Option<String> {
    let now = engine.now();
    is_overdue(since, now).then(|| {
        let zone = here::zone(engine);
        (t.simpanan().since)(&t.past_day(zone.date(since), zone.date(now)))
    })
}

/// Its line in the queue.
#[component]
pub(super) fn Berkas(key: FileKey, files: Memo<Vec<Going>>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    let of = key.clone();
    let now =
        Memo::new(move |_| files.with(|files| files.iter().find(|file| file.key == of).cloned()));
    let first = now.get_untracked();
    let name = first.as_ref().map(|f| f.name.clone()).unwrap_or_default();
    let age = first.as_ref().and_then(|file| file.age.clone());
    // What has waited for days shows its ways out by itself.
    let open = RwSignal::new(age.is_some());
    let age = age.map(|age| format!(" · {age}"));
    let picture = first.is_some_and(|file| file.picture);
    let share = Signal::derive(move || {
        now.with(|file| {
            file.as_ref()
                .map_or(100, |f| whole_percent(f.sent, f.size).min(99))
        })
    });
    let begun = move || now.with(|file| file.as_ref().is_some_and(|f| f.sent > 0));
    let back = Memo::new(move |_| now.with(|file| file.as_ref()?.back));
    let class = Signal::derive(move || {
        if back.get().is_some() || (begun() && !is_sending(engine)) {
            "paused"
        } else {
            ""
        }
    });
    let state = move || {
        let share = t.percent(share.get(), 100);
        match back.get() {
            Some(Sending::Paused) => return s.sending.paused.to_owned(),
            Some(_) => return s.sending.spared.to_owned(),
            None => {}
        }
        let stands = match (begun(), is_sending(engine)) {
            (false, _) => s.not_begun.to_owned(),
            (true, true) => return (s.going)(&share),
            (true, false) => (s.rests_at)(&share),
        };
        // Why, and that it needs nobody.
        let why = engine.file_trouble().filter(|_| !is_sending(engine));
        match why {
            None => stands,
            Some(Trouble::Net) => format!("{stands}. {}", s.file_unreached),
            Some(Trouble::Server) => format!("{stands}. {}", s.file_not_taken),
            Some(Trouble::Full) => format!("{stands}. {}", s.server_full),
        }
    };
    let numbers = move || {
        now.with(|file| {
            file.as_ref()
                .map(|f| format!("{} / {}", t.bytes(f.sent), t.bytes(f.size)))
        })
    };
    let of = key.clone();
    let thumb = move || match engine.thumb(&of.digest).filter(|_| picture) {
        Some(src) => view! {
            <span class="th dim">
                <img src=src alt="" />
            </span>
        }
        .into_any(),
        None => view! {
            <span class="th ic">
                <Icon name="file" />
            </span>
        }
        .into_any(),
    };
    let ways = (t.lepas().ways)(&name);
    let of = name.clone();
    view! {
        <li class="up">
            {thumb}
            <div>
                <p class="nm">
                    <span class="clip">{name.clone()}</span>
                    <span class="num cap">{numbers}</span>
                </p>
                <Progress value=share class label=name />
                <div class="foot">
                    <p class="cap">{state} {age}</p>
                    <button
                        type="button"
                        class="ib"
                        aria-label=ways
                        aria-expanded=move || if open.get() { "true" } else { "false" }
                        on:click=move |_| open.update(|open| *open = !*open)
                    >
                        <Icon name="more" />
                    </button>
                </div>
                <Show when=move || open.get()>{ways_out(t, engine, key.clone(), of.clone())}</Show>
            </div>
        </li>
    }
    .into_any()
}

/// Asking for it anew, saving a copy, stopping it with a way back.
fn ways_out(t: &'static Texts, engine: Engine, key: FileKey, name: String) -> AnyView {
    let w = t.lepas();
    let of = key.clone();
    let anew = move |_| {
        let key = of.clone();
        spawn_local(async move {
            // It fails only while what names it isn't sent either: then that goes first, and asks for it.
            drop(engine.retry_file(&key).await);
            engine.send_now();
        });
    };
    let (digest, office) = (key.digest.clone(), key.office);
    let copy = move |_| engine.download(digest.clone(), office, name.clone());
    let toasts = engine.toasts();
    let stop = move |_| {
        let (toasts, key) = (toasts.clone(), key.clone());
        spawn_local(async move {
            // It fails only if it stands otherwise by now; the list shows how.
            if engine.let_file_go(&key, true).await.is_ok() {
                let key = SendWrapper::new(key);
                let undo = Callback::new(move |()| {
                    let key = key.clone();
                    spawn_local(async move { drop(engine.let_file_go(&key, false).await) });
                });
                toasts.show(w.stopped.to_owned(), Some(undo.into()));
            }
        });
    };
    view! {
        <div class="btns">
            <button type="button" class="btn" on:click=anew>
                {w.anew}
            </button>
            <button type="button" class="btn" on:click=copy>
                {w.copy}
            </button>
            <button type="button" class="btn quiet" on:click=stop>
                {w.stop}
            </button>
        </div>
        <p class="cap">{w.stop_what}</p>
    }
    .into_any()
}
