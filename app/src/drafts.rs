//! Drafts: what is being typed survives a killed tab with every keystroke, and a killed browser but for
//! the last third of a second (DESIGN §6).
//!
//! Every input goes to localStorage at once, and to the person's database at most 300 ms later; of two
//! copies the newer one holds. A draft belongs to a person and a field: somebody else on the same phone
//! never sees it.

use model::table::{KeySet, Table};
use std::cell::RefCell;

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;
use model::id::{OpId, PersonId, RecordId};
use model::sync::Replica;
use model::time::Millis;
use serde::{Deserialize, Serialize};
use wasm_bindgen_futures::spawn_local;

use crate::engine::{Engine, use_engine};
use crate::platform::{clock, local, sleep};

/// How long the durable copy may lag behind.
const BEHIND_MS: i32 = 250;

/// A copy of a draft.
#[derive(Serialize, Deserialize)]
struct Typed {
    at: Millis,
    text: String,
    /// Writes of the fact below it that stood when the typing began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seen: Option<Vec<OpId>>,
}

/// The fact that is typed over: a register of a record.
pub type Register = (RecordId, String);

/// The draft of one field, of the page that asked for it.
#[derive(Clone, Copy)]
pub struct Draft {
    key: StoredValue<String>,
    text: RwSignal<String>,
    over: StoredValue<Option<Register>>,
    seen: StoredValue<Option<Vec<OpId>>>,
    engine: Engine,
}

thread_local! {
    /// Drafts of which a copy to the database is on its way.
    static COPYING: RefCell<KeySet<String>> = const { RefCell::new(KeySet::new()) };
    /// What this page has put into the database since it was loaded (nothing: removed).
    static COPIED: RefCell<Table<String, String>> = const { RefCell::new(Table::new()) };
}

fn key_of(person: PersonId, field: &str) -> String {
    format!("bukti.draf/{person}/{field}")
}

fn quick(key: &str) -> Option<Typed> {
    crate::storage::local()?;
    LocalStorage::get(key).ok()
}

/// Keeps the quick copy; a browser that refuses localStorage still gets the durable one.
fn keep_quick(key: &str, copy: &Typed) {
    if crate::storage::local().is_some() {
        drop(LocalStorage::set(key, copy));
    }
}

fn durable(engine: Engine, key: &str) -> Option<Typed> {
    let copied = COPIED.with_borrow(|copied| copied.get(key).cloned());
    let text = copied.or_else(|| engine.peek(|device| device.meta(key).map(str::to_owned)))?;
    serde_json::from_str(&text).ok()
}

/// Puts the durable copy, or removes it. It goes past what pages read: nothing is drawn anew for it.
async fn put(engine: Engine, key: String, value: String) {
    COPIED.with_borrow_mut(|copied| copied.insert(key.clone(), value.clone()));
    engine.put_draft(&key, &value).await;
}

/// The draft of a field, `initial` where nothing was typed yet. `field` names form and field, such as
/// `catatan/<record>`. Call it in a component's body.
#[must_use]
pub fn use_draft(field: &str, initial: &str) -> Draft {
    draft_over(field, initial, None)
}

fn draft_over(field: &str, initial: &str, over: Option<Register>) -> Draft {
    let engine = use_engine();
    let person = untrack(|| engine.person()).unwrap_or(PersonId::SISTEM);
    let key = key_of(person, field);
    let newer = match (quick(&key), durable(engine, &key)) {
        (Some(quick), Some(durable)) if durable.at > quick.at => Some(durable),
        (Some(quick), _) => Some(quick),
        (None, durable) => durable,
    };
    let (text, seen) =
        newer.map_or_else(|| (initial.to_owned(), None), |copy| (copy.text, copy.seen));
    Draft {
        text: RwSignal::new(text),
        key: StoredValue::new(key),
        over: StoredValue::new(over),
        seen: StoredValue::new(seen),
        engine,
    }
}

/// Puts a text into a field that the person is about to see, as if they had typed it there.
pub fn seed(engine: Engine, field: &str, text: &str) {
    let person = untrack(|| engine.person()).unwrap_or(PersonId::SISTEM);
    let key = key_of(person, field);
    let copy = Typed {
        at: clock::now(),
        text: text.to_owned(),
        seen: None,
    };
    keep_quick(&key, &copy);
    if let Ok(json) = serde_json::to_string(&copy) {
        copy_soon(engine, key, json);
    }
}

impl Draft {
    /// What stands in the field (a signal of the page that asked): give it to `prop:value`.
    #[must_use]
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// Whether something was typed and neither kept as a fact nor given up (tracked).
    #[must_use]
    pub fn is_dirty(self) -> bool {
        self.text.track();
        let key = self.key.get_value();
        quick(&key).is_some() || durable(self.engine, &key).is_some()
    }

    /// Takes in an input: call it on every `input` event.
    pub fn input(self, text: String) {
        let key = self.key.get_value();
        if self.seen.with_value(Option::is_none) {
            self.seen.set_value(self.stands_now());
        }
        let copy = Typed {
            at: clock::now(),
            text,
            seen: self.seen.get_value(),
        };
        keep_quick(&key, &copy);
        if let Ok(json) = serde_json::to_string(&copy) {
            copy_soon(self.engine, key, json);
        }
        self.text.set(copy.text);
    }

    /// Writes of the fact below it that stand now.
    fn stands_now(self) -> Option<Vec<OpId>> {
        let base = |(id, name): &Register| {
            let base = |device: &Replica| device.record(*id).map(|record| record.base(name));
            self.engine.peek(base).unwrap_or_default()
        };
        self.over.with_value(|over| over.as_ref().map(base))
    }

    /// The text is given up: the field shows `then`, and both copies go.
    pub fn clear(self, then: &str) {
        self.seen.set_value(None);
        self.text.set(then.to_owned());
        forget(self.engine, self.key.get_value());
    }
}

/// Both copies of a draft go.
fn forget(engine: Engine, key: String) {
    local::remove(&key);
    spawn_local(put(engine, key, String::new()));
}

/// Copies the draft to the database in a moment, together with what is typed until then.
fn copy_soon(engine: Engine, key: String, json: String) {
    if !COPYING.with_borrow_mut(|copying| copying.insert(key.clone())) {
        return;
    }
    spawn_local(async move {
        // It resolves; a timer has no error.
        drop(sleep(BEHIND_MS).await);
        COPYING.with_borrow_mut(|copying| copying.remove(&key));
        // What was typed meanwhile is newer than what was given; what was cleared meanwhile is gone.
        let latest = local::text(&key);
        let value = if local::is_open() {
            latest.unwrap_or_default()
        } else {
            json
        };
        put(engine, key, value).await;
    });
}

/// A draft behind a plain signal: whatever sets the signal is kept, so a form's fields need not know of
/// drafts.
#[derive(Clone, Copy)]
pub struct Kept {
    /// What stands in the field.
    pub value: RwSignal<String>,
    draft: Draft,
    stands: StoredValue<String>,
}

/// The draft of a field that begins with `stands`. A field that is back at that has no draft. Call it in a
/// component's body.
#[must_use]
pub fn use_draft_of(field: &str, stands: impl Into<String>) -> Kept {
    let stands = stands.into();
    kept(use_draft(field, &stands), stands)
}

/// The draft of a field over a fact. Until somebody types, the field shows what stands, also as others
/// change it; from then on the draft knows what its author saw ([`Kept::seen`]), so that what others write
/// meanwhile isn't replaced unseen. Call it in a component's body.
#[must_use]
pub fn use_draft_over(field: &str, over: Register, stands: Signal<String>) -> Kept {
    let now = stands.get_untracked();
    let kept = kept(draft_over(field, &now, Some(over)), now);
    Effect::new(move |before: Option<String>| {
        let now = stands.get();
        let untouched = kept
            .value
            .with_untracked(|value| kept.stands.with_value(|stands| stands == value));
        if untouched && before.is_some_and(|before| before != now) {
            kept.reset(&now);
        }
        now
    });
    kept
}

fn kept(draft: Draft, stands: String) -> Kept {
    let kept = Kept {
        value: RwSignal::new(draft.text.get_untracked()),
        draft,
        stands: StoredValue::new(stands),
    };
    Effect::new(move |before: Option<String>| {
        let now = kept.value.get();
        if before.is_some_and(|before| before != now) {
            if kept.stands.with_value(|stands| *stands == now) {
                draft.clear(&now);
            } else {
                draft.input(now.clone());
            }
        }
        now
    });
    kept
}

impl Kept {
    /// The register that was typed over, and the writes of it that stood when the typing began; nothing if
    /// nobody typed. Give it to [`model::command::typed_over`].
    #[must_use]
    pub fn seen(&self) -> Option<(String, Vec<OpId>)> {
        let name = self.draft.over.get_value()?.1;
        Some((name, self.draft.seen.get_value()?))
    }

    /// What stands in the field is being stated: it stays in the field as what stands.
    #[must_use]
    pub fn sent(&self) -> Sent {
        self.sent_to(None)
    }

    /// What stands in the field is being stated, and the field will be empty for the next.
    #[must_use]
    pub fn sent_off(&self) -> Sent {
        self.sent_to(Some(String::new()))
    }

    fn sent_to(&self, then: Option<String>) -> Sent {
        Sent {
            kept: *self,
            engine: self.draft.engine,
            key: self.draft.key.get_value(),
            text: self.value.get_untracked(),
            then,
        }
    }

    /// The text is given up: the field shows `then`, which stands.
    fn reset(&self, then: &str) {
        self.stands.set_value(then.to_owned());
        self.draft.clear(then);
        self.value.set(then.to_owned());
    }
}

/// A field's text on its way to being a fact. Until it is kept, field and draft stay as they are.
pub struct Sent {
    kept: Kept,
    engine: Engine,
    key: String,
    text: String,
    /// What the field shows then; nothing: the text itself.
    then: Option<String>,
}

impl Sent {
    /// It is kept: its draft goes, unless somebody typed on. The page that asked may be gone.
    pub fn landed(self) {
        let on = |copy: Typed| copy.text != self.text;
        if quick(&self.key).is_some_and(on) {
            return;
        }
        let shown = self.kept.value.try_get_untracked();
        if shown.is_some_and(|shown| shown == self.text) {
            self.kept.reset(&self.then.unwrap_or(self.text));
        }
        forget(self.engine, self.key);
    }
}
