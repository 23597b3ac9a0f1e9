//! What was let go, and the way back at any later time: the toast's undo lasts six seconds, a change of mind
//! may come on the next day.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::id::{FileKey, OpId};
use model::sync::Replica;
use model::sync::store::{DAMAGED_HERE, EntryState, FileState, MISSING_HERE, STOPPED_HERE};

use super::kata;
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::ui::Icon;

/// One thing that was let go.
#[derive(Clone, PartialEq)]
enum Gone {
    /// A change, in words.
    Change(OpId, String),
    /// A file.
    File(Held),
    /// Values that can't be read, by their places.
    Damage(Vec<String>),
}

/// A file that was let go, or stopped on its way.
#[derive(Clone, PartialEq)]
struct Held {
    key: FileKey,
    name: String,
    /// Whether its bytes can be saved.
    whole: bool,
    /// Its person stopped it: it goes on where it stopped.
    stopped: bool,
}

fn all(t: &Texts, device: &Replica) -> Vec<Gone> {
    let entries = device.entries().rev();
    let changes = entries.filter(|entry| entry.state == EntryState::Discarded);
    let changes = changes.map(|entry| {
        let op = entry.op.op();
        Gone::Change(op.id, kata::say(t, device, op))
    });
    let files = device.files().filter(|file| {
        matches!(file.state, FileState::Refused { .. }) && device.is_let_go(&file.key())
    });
    let files = files.map(|file| {
        let is = |reasons: &[&str]| matches!(&file.state, FileState::Refused { reason } if reasons.contains(&reason.as_str()));
        Gone::File(Held {
            key: file.key(),
            name: file.name.clone(),
            whole: !is(&[MISSING_HERE, DAMAGED_HERE]),
            stopped: is(&[STOPPED_HERE]),
        })
    });
    let places: Vec<String> = device
        .damage_let_go()
        .map(|damaged| damaged.place.clone())
        .collect();
    let damage = (!places.is_empty()).then_some(Gone::Damage(places));
    changes.chain(files).chain(damage).collect()
}

/// The section; nothing if nothing was let go.
#[component]
pub fn Lepas() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let w = t.lepas();
    let gone = Memo::new(move |_| engine.read(|device| all(t, device)));
    view! {
        <Show when=move || !gone.with(Vec::is_empty)>
            <section class="mt-6" aria-labelledby="h-lepas">
                <div class="sec-h">
                    <h2 id="h-lepas">{w.title} " " <span class="cap">{move || gone.with(Vec::len)}</span></h2>
                </div>
                <details>
                    <summary>{t.simpanan().show}</summary>
                    <p class="cap">{w.what}</p>
                    <ul class="card list mt-2">
                        {move || gone.get().into_iter().map(|gone| row(t, engine, gone)).collect_view()}
                    </ul>
                </details>
            </section>
        </Show>
    }
    .into_any()
}

fn row(t: &'static Texts, engine: Engine, gone: Gone) -> AnyView {
    let (w, export_word) = (t.lepas(), t.sinkron().export);
    let (icon, words, back_word) = match &gone {
        Gone::Change(_, words) => ("edit", words.clone(), w.send),
        Gone::File(file) => {
            let word = if file.stopped { w.go_on } else { w.take_back };
            ("file", file.name.clone(), word)
        }
        Gone::Damage(_) => ("alert", w.damage.to_owned(), w.take_back),
    };
    let (of, toasts, name) = (gone.clone(), engine.toasts(), words.clone());
    let back = move |_| {
        let (gone, toasts) = (of.clone(), toasts.clone());
        spawn_local(async move {
            let done = match gone {
                Gone::Change(op, _) => engine.retry(op).await.map(|()| t.sinkron().will_send),
                Gone::File(file) => {
                    let done = engine.let_file_go(&file.key, false).await;
                    done.map(|()| {
                        if file.stopped {
                            w.goes_on
                        } else {
                            w.taken_back
                        }
                    })
                }
                Gone::Damage(places) => {
                    let done = engine.let_damage_go(&places, false).await;
                    done.map(|()| w.taken_back).map_err(Into::into)
                }
            };
            // It fails only if it stands otherwise by now; the list shows how.
            if let Ok(said) = done {
                toasts.show(said.to_owned(), None);
            }
        });
    };
    let can_save = match &gone {
        Gone::Change(..) => true,
        Gone::File(file) => file.whole,
        Gone::Damage(_) => false,
    };
    let export = move |_| match &gone {
        Gone::Change(op, _) => {
            engine.export(*op);
        }
        Gone::File(file) => {
            engine.download(file.key.digest.clone(), file.key.office, file.name.clone());
        }
        Gone::Damage(_) => {}
    };
    let spoken = format!("{back_word}: {name}");
    let saved = format!("{export_word}: {name}");
    view! {
        <li class="up">
            <span class="th ic">
                <Icon name=icon />
            </span>
            <div>
                <p class="nm">
                    <span class="clip">{words}</span>
                </p>
                <div class="btns">
                    <button type="button" class="btn" aria-label=spoken on:click=back>
                        {back_word}
                    </button>
                    {can_save
                        .then(|| {
                            view! {
                                <button type="button" class="btn quiet" aria-label=saved on:click=export>
                                    {export_word}
                                </button>
                            }
                        })}
                </div>
            </div>
        </li>
    }
    .into_any()
}
