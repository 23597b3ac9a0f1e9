//! Everything that waits: texts first, then files with how far they are.

use leptos::prelude::*;
use model::id::{FileKey, OpId};
use model::sync::SyncLine;
use model::sync::held::is_overdue;
use model::sync::sending::Sending;
use model::sync::store::{EntryState, FileState, LocalFile};
use model::time::Millis;

use super::kata;
use super::lain::is_nothing_elsewhere;
use crate::engine::{Engine, use_engine};
use crate::i18n::format::whole_percent;
use crate::i18n::{Texts, use_texts};
use crate::pages::here::{self, is_sending};
use crate::platform::connection;
use crate::ui::{Icon, Progress};

/// One text that waits.
#[derive(Clone, PartialEq)]
struct Text {
    id: OpId,
    words: String,
    size: u64,
    /// Since when, in words, once that is days.
    age: Option<String>,
    on_its_way: bool,
    waits: Option<model::reject::Waiting>,
}

/// One file that waits.
#[derive(Clone, PartialEq)]
struct Going {
    key: FileKey,
    name: String,
    size: u64,
    sent: u64,
    picture: bool,
    /// Since when, in words, once that is days.
    age: Option<String>,
    /// What keeps it back, if its person's choice does.
    back: Option<Sending>,
}

/// Since when something waits, once that is days.
fn age(t: &Texts, engine: Engine, since: Millis) -> Option<String> {
    let now = engine.now();
    is_overdue(since, now).then(|| {
        let zone = here::zone(engine);
        (t.simpanan().since)(&t.past_day(zone.date(since), zone.date(now)))
    })
}

/// So many texts are listed at first: whoever worked for a week without a signal waits for no list of a thousand.
const SHOWN: usize = 50;

/// The section.
#[component]
pub fn Antre() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    // How many texts wait, and their bytes together.
    let waiting = Memo::new(move |_| {
        engine.read(|device| {
            let waiting = device.entries().filter(|entry| entry.state.is_unsent());
            let sizes = waiting.map(|entry| entry.op.raw().get().len() as u64);
            sizes.fold((0_usize, 0), |(count, bytes), size| {
                (count + 1, bytes + size)
            })
        })
    });
    let listed = RwSignal::new(SHOWN);
    let texts = Memo::new(move |_| {
        engine.read(|device| {
            let waiting = device.entries().filter(|entry| entry.state.is_unsent());
            waiting
                .take(listed.get())
                .map(|entry| Text {
                    id: entry.op.op().id,
                    words: kata::say(t, device, entry.op.op()),
                    size: entry.op.raw().get().len() as u64,
                    age: age(t, engine, entry.op.op().at),
                    on_its_way: entry.state == EntryState::Sent,
                    waits: match entry.state {
                        EntryState::Waits { waiting } => Some(waiting),
                        _ => None,
                    },
                })
                .collect::<Vec<_>>()
        })
    });
    let files = Memo::new(move |_| {
        let going = |file: &&LocalFile| file.state == FileState::Local;
        let metered = connection::connected().metered;
        engine.read(|device| {
            let sending = device.sending();
            let mut files: Vec<Going> = device
                .files()
                .filter(going)
                .map(|file| Going {
                    key: file.key(),
                    name: file.name.clone(),
                    size: file.size,
                    sent: file.sent,
                    picture: file.media.starts_with("image/"),
                    age: age(t, engine, file.captured),
                    back: sending.keeps_back(file, metered).then_some(sending),
                })
                .collect();
            // As they are sent: what has begun, then the small ones.
            files.sort_by_key(|file| (file.sent == 0, file.size));
            files
        })
    });
    let count = move || waiting.get().0 + files.with(Vec::len);
    let unlisted = move || waiting.get().0.saturating_sub(listed.get());
    let left = move || {
        let texts = waiting.get().1;
        let files = files.with(|files| {
            files
                .iter()
                .map(|f| f.size - f.sent.min(f.size))
                .sum::<u64>()
        });
        (s.left)(&t.bytes(texts + files))
    };
    let title = move || match engine.line() {
        SyncLine::StoredHere { online: false, .. } => s.waiting_offline,
        _ => s.waiting_online,
    };
    // "Everything is on the server" is said only if it is.
    let nothing_lacks = Memo::new(move |_| {
        engine.read(|device| device.attention() == 0)
            && is_nothing_elsewhere(engine)
            && engine.emptied().is_none()
    });
    let text = move |text: Text| {
        let (waits, sent) = (text.waits, text.on_its_way);
        let age = text.age.map(|age| format!(" · {age}"));
        // What was put into a push that never arrived isn't on its way.
        let state = move || match waits {
            Some(waiting) => {
                let said = (t.rejection.waiting)(waiting);
                format!("{} {}", said.cause, said.cure)
            }
            None if sent && is_sending(engine) => s.on_its_way.to_owned(),
            None => s.text_first.to_owned(),
        };
        view! {
            <li class="up">
                <span class="th ic">
                    <Icon name="edit" />
                </span>
                <div>
                    <p class="nm">
                        <span class="clip">{text.words}</span>
                        <span class="num cap">{t.bytes(text.size)}</span>
                    </p>
                    <p class="cap">{state} {age}</p>
                </div>
            </li>
        }
    };
    let file = move |key: FileKey| {
        let of = key.clone();
        let now = Memo::new(move |_| {
            files.with(|files| files.iter().find(|file| file.key == of).cloned())
        });
        let name =
            now.with_untracked(|file| file.as_ref().map(|f| f.name.clone()).unwrap_or_default());
        let age = now.with_untracked(|file| file.as_ref()?.age.clone());
        let age = age.map(|age| format!(" · {age}"));
        let picture = now.with_untracked(|file| file.as_ref().is_some_and(|f| f.picture));
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
            match (begun(), is_sending(engine)) {
                (false, _) => s.not_begun.to_owned(),
                (true, true) => (s.going)(&share),
                (true, false) => (s.rests_at)(&share),
            }
        };
        let numbers = move || {
            now.with(|file| {
                file.as_ref()
                    .map(|f| format!("{} / {}", t.bytes(f.sent), t.bytes(f.size)))
            })
        };
        let thumb = move || match engine.thumb(&key.digest).filter(|_| picture) {
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
        view! {
            <li class="up">
                {thumb}
                <div>
                    <p class="nm">
                        <span class="clip">{name.clone()}</span>
                        <span class="num cap">{numbers}</span>
                    </p>
                    <Progress value=share class label=name />
                    <p class="cap">{state} {age}</p>
                </div>
            </li>
        }
    };
    let keys = Memo::new(move |_| {
        files.with(|files| {
            files
                .iter()
                .map(|file| file.key.clone())
                .collect::<Vec<_>>()
        })
    });
    view! {
        <section class="mt-6" aria-labelledby="h-antre">
            <Show
                when=move || { count() > 0 }
                fallback=move || {
                    view! {
                        <div class="sec-h">
                            <h2 id="h-antre">{s.nothing}</h2>
                        </div>
                        {move || {
                            nothing_lacks.get().then(|| view! { <p class="cap">{s.nothing_why}</p> })
                        }}
                    }
                }
            >
                <div class="sec-h">
                    <h2 id="h-antre">{title} " " <span class="cap">{count}</span></h2>
                    <span class="cap num">{left}</span>
                </div>
                <ul class="card list">
                    <For
                        each=move || texts.get()
                        key=|text| (text.id, text.on_its_way, text.waits.is_some())
                        children=text
                    />
                    <Show when=move || { unlisted() > 0 }>
                        <li class="rest">
                            <button type="button" class="btn quiet" on:click=move |_| listed.set(usize::MAX)>
                                {move || (s.list_rest)(unlisted())}
                            </button>
                        </li>
                    </Show>
                    <For each=move || keys.get() key=FileKey::clone children=file />
                </ul>
            </Show>
        </section>
    }
    .into_any()
}
