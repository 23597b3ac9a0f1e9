//! Everything that waits: texts first, then files with how far they are.

use leptos::prelude::*;
use model::id::{FileKey, OpId, RecordId};
use model::sync::held::Emptied;
use model::sync::store::{EntryState, LocalFile};
use model::sync::{Reach, SyncLine};

use super::antre_berkas::{Berkas, Going, age};
use super::kata;
use super::lain::is_nothing_elsewhere;
use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::here::is_sending;
use crate::platform::connection;
use crate::ui::Icon;

/// A text that waits, with all that say the same of the same record.
#[derive(Clone, PartialEq)]
struct Text {
    /// The first of them.
    id: OpId,
    record: RecordId,
    words: String,
    /// How many they are.
    times: usize,
    /// Their bytes together.
    size: u64,
    /// Since when, in words, once that is days.
    age: Option<String>,
    on_its_way: bool,
    waits: Option<model::reject::Waiting>,
}

impl Text {
    fn is_like(&self, other: &Self) -> bool {
        let of = |text: &Self| (text.record, text.on_its_way, text.waits);
        of(self) == of(other) && self.words == other.words
    }
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
            let all = waiting.take(listed.get());
            let all = all.map(|entry| Text {
                id: entry.op.op().id,
                record: entry.op.op().record.id,
                times: 1,
                words: kata::say(t, device, entry.op.op()),
                size: entry.op.raw().get().len() as u64,
                age: age(t, engine, entry.op.op().at),
                on_its_way: entry.state == EntryState::Sent,
                waits: match entry.state {
                    EntryState::Waits { waiting } => Some(waiting),
                    _ => None,
                },
            });
            all.fold(Vec::new(), |mut texts: Vec<Text>, text| {
                match texts.iter_mut().find(|other| other.is_like(&text)) {
                    Some(other) => {
                        other.times += 1;
                        other.size += text.size;
                    }
                    None => texts.push(text),
                }
                texts
            })
        })
    });
    let files = Memo::new(move |_| {
        let metered = connection::connected().metered;
        engine.read(|device| {
            let sending = device.sending();
            let mut files: Vec<&LocalFile> = device.going_files().collect();
            files.sort_by_key(|file| file.turn());
            let going = |file: &LocalFile| {
                let back = sending.keeps_back(file, metered).then_some(sending);
                Going::new(t, engine, file, back)
            };
            files.into_iter().map(going).collect::<Vec<_>>()
        })
    });
    let count = move || waiting.get().0 + files.with(Vec::len);
    let is_mixed = move || waiting.get().0 > 0 && files.with(|files| !files.is_empty());
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
        SyncLine::StoredHere { reach, .. } if reach != Reach::Open => {
            s.waiting_unreached[usize::from(reach == Reach::NoAnswer)]
        }
        _ => s.waiting_online,
    };
    // "Everything is on the server" is said only if it is.
    let nothing_lacks = Memo::new(move |_| {
        engine.read(|device| device.attention().total() == 0)
            && engine.in_memory() == 0
            && is_nothing_elsewhere(engine)
            && engine.read(|device| {
                // Of an emptied store nobody knows what the last report didn't tell, unless memory had it all.
                let once = device.emptied_once();
                let whole = |emptied: Emptied| emptied.rescued.is_some_and(|it| it.files_lost == 0);
                once.is_none_or(whole)
            })
    });
    let text = move |text: Text| {
        let (waits, sent) = (text.waits, text.on_its_way);
        let age = text.age.map(|age| format!(" · {age}"));
        let times = (text.times > 1).then(|| format!(" · {}", (s.times)(text.times)));
        // What was put into a push that never arrived isn't on its way.
        let state = move || match waits {
            Some(waiting) => {
                let said = (t.rejection().waiting)(waiting);
                format!("{} {}", said.cause, said.cure)
            }
            None if sent && is_sending(engine) => s.on_its_way.to_owned(),
            None => s.waits.to_owned(),
        };
        view! {
            <li class="up">
                <span class="th ic">
                    <Icon name="edit" />
                </span>
                <div>
                    <p class="nm">
                        <span class="clip">{text.words} {times}</span>
                        <span class="num cap">{t.bytes(text.size)}</span>
                    </p>
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
                <Show when=is_mixed>
                    <p class="cap">{s.text_first}</p>
                </Show>
                <ul class="card list mt-2">
                    <For
                        each=move || texts.get()
                        key=|text| (text.id, text.times, text.on_its_way, text.waits.is_some())
                        children=text
                    />
                    <Show when=move || { unlisted() > 0 }>
                        <li class="rest">
                            <button type="button" class="btn quiet" on:click=move |_| listed.set(usize::MAX)>
                                {move || (s.list_rest)(unlisted())}
                            </button>
                        </li>
                    </Show>
                    <For
                        each=move || keys.get()
                        key=FileKey::clone
                        children=move |key| view! { <Berkas key files /> }
                    />
                </ul>
            </Show>
        </section>
    }
    .into_any()
}
