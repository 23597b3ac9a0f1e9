//! Stating facts: drafts become ops on the disk, then the screen says so, with a way back.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use leptos::prelude::*;
use model::id::{OpId, RecordId};
use model::op::{Body, Draft, Edit};
use model::sync::node::SubmitError;
use model::sync::platform::Platform as _;
use model::sync::store::{Change, DeviceStore as _, StoreError, Tx};
use model::sync::{Attached, Replica};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::spawn_local;

use super::Engine;
use crate::platform::{clock, random, sleep};
use crate::start::tell;
use crate::ui::{Toasts, Undo};

/// What takes it back, seen from what the device holds then.
type TakesBack = Box<dyn FnOnce(&Replica) -> Vec<Draft>>;

/// A way back.
enum Back {
    /// States something.
    State(TakesBack),
    /// Takes it back by itself.
    Run(Box<dyn FnOnce()>),
}

/// How long a statement may take to reach the disk before it is said that it isn't there yet, in milliseconds.
const SLOW_MS: i32 = 400;

/// What a toast says once something is kept.
#[derive(Default)]
pub struct Said {
    text: Option<String>,
    undo: Option<Back>,
}

impl Said {
    /// No toast: the screen itself shows it.
    #[must_use]
    pub fn nothing() -> Self {
        Self::default()
    }

    /// A toast.
    #[must_use]
    pub fn told(text: impl Into<String>) -> Self {
        Self {
            text: Some(text.into()),
            undo: None,
        }
    }

    /// A toast with "Urungkan". `undo` gives what takes it back, seen from what the device holds then.
    #[must_use]
    pub fn undoable(
        text: impl Into<String>,
        undo: impl FnOnce(&Replica) -> Vec<Draft> + 'static,
    ) -> Self {
        Self {
            text: Some(text.into()),
            undo: Some(Back::State(Box::new(undo))),
        }
    }

    /// A toast with "Urungkan", which runs `undo`.
    #[must_use]
    pub fn undone_by(text: impl Into<String>, undo: impl FnOnce() + 'static) -> Self {
        Self {
            text: Some(text.into()),
            undo: Some(Back::Run(Box::new(undo))),
        }
    }
}

/// Hears how a statement went: why it wasn't kept, or nothing. Says whether it has shown that itself.
type Heard = Box<dyn FnOnce(Option<&SubmitError>) -> bool>;

impl Engine {
    /// A new name for a record.
    #[must_use]
    pub fn new_record(self) -> RecordId {
        RecordId::new(clock::now(), &mut random::Random)
    }

    /// The toasts: the root gives them to the pages by context.
    #[must_use]
    pub fn toasts(self) -> Toasts {
        self.0.toasts.clone()
    }

    /// Why the last thing that was stated wasn't kept (tracked); the root shows it until it is dismissed.
    #[must_use]
    pub fn failure(self) -> Option<SubmitError> {
        self.0.failure.get()
    }

    /// The person has read why.
    pub fn dismiss_failure(self) {
        self.0.failure.set(None);
    }

    /// States facts and doesn't wait: the toast says when they are kept, [`Engine::failure`] why not.
    /// No drafts, no toast.
    pub fn submit(self, drafts: Vec<Draft>, said: Said) {
        if drafts.is_empty() {
            return;
        }
        self.submit_heard(drafts, said, Box::new(|_| false));
    }

    /// The same for a form, which must not let go of what was typed before it is kept: `heard` is told how it
    /// went, once that is known. What it has shown itself isn't said as an [`Engine::failure`].
    pub(crate) fn submit_heard(self, drafts: Vec<Draft>, said: Said, heard: Heard) {
        let about = drafts.first().and_then(about);
        spawn_local(async move {
            let outcome = self.keep(drafts, Attached::default()).await;
            if !heard(outcome.as_ref().err()) {
                self.tell(outcome.map(drop), said, about);
            }
        });
    }

    /// States facts; gives back once they are on the disk. The work goes on if the caller is gone.
    ///
    /// # Errors
    /// [`SubmitError`]; nothing was kept then.
    pub async fn state_now(self, drafts: Vec<Draft>) -> Result<Vec<OpId>, SubmitError> {
        let (answer, answered) = oneshot::channel();
        spawn_local(async move {
            // The page that asked may be gone.
            drop(answer.send(self.keep(drafts, Attached::default()).await));
        });
        let lost = |_| Err(SubmitError::Store(StoreError::Closing));
        answered.await.unwrap_or_else(lost)
    }

    /// Keeps a draft's second copy in the person's database (an empty one removes it), as far as that
    /// goes; a full disk shows as soon as a fact can't be kept.
    pub(crate) async fn put_draft(self, name: &str, value: &str) {
        if let Some(node) = self.node() {
            let change = Change::PutMeta(name.to_owned(), value.to_owned());
            drop(
                node.platform()
                    .store()
                    .commit(&Tx::relaxed(vec![change]))
                    .await,
            );
        }
    }

    pub(super) async fn keep(
        self,
        drafts: Vec<Draft>,
        attached: Attached,
    ) -> Result<Vec<OpId>, SubmitError> {
        let node = self.node().ok_or(SubmitError::Store(StoreError::Closing))?;
        let submit = self.works().await.submit;
        let slow = self.hold_if_slow();
        let kept = submit(Rc::clone(&node), drafts, attached).await;
        if slow.replace(Slow::Done) == Slow::Held {
            self.hold(-1);
        }
        let ids = kept?;
        if !node.platform().online() {
            // Some browsers wake a page when the network is back; nothing rests on it.
            tell("buktiBangunkan", &[]);
        }
        Ok(ids)
    }

    /// What takes longer than usual is in memory only, and the line says so.
    fn hold_if_slow(self) -> Rc<Cell<Slow>> {
        let slow = Rc::new(Cell::new(Slow::Young));
        let watched = Rc::clone(&slow);
        spawn_local(async move {
            // It resolves; a timer has no error.
            drop(sleep(SLOW_MS).await);
            if watched.get() == Slow::Young {
                watched.set(Slow::Held);
                self.hold(1);
            }
        });
        slow
    }

    /// Says how it went; a way back takes the place of an earlier one `about` the same.
    pub(super) fn tell(self, outcome: Result<(), SubmitError>, said: Said, about: Option<String>) {
        if let Err(error) = outcome {
            return self.0.failure.set(Some(error));
        }
        let Some(text) = said.text else {
            return;
        };
        let undo = said.undo.map(|undo| {
            let run = once(move || match undo {
                Back::State(undo) => {
                    let drafts = self.peek(undo);
                    self.submit(drafts, Said::nothing());
                }
                Back::Run(undo) => undo(),
            });
            Undo { run, about }
        });
        self.0.toasts.show(text, undo);
    }
}

/// How a statement stands on its way to the disk.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Slow {
    /// It has just begun.
    Young,
    /// It takes long, and that was said.
    Held,
    /// It has ended.
    Done,
}

/// What can be called, and does something the first time. It goes with the component in which it is made.
pub(super) fn once(run: impl FnOnce() + 'static) -> Callback<()> {
    let run = SendWrapper::new(Cell::new(Some(run)));
    Callback::new(move |()| {
        if let Some(run) = Cell::take(&run) {
            run();
        }
    })
}

/// What a statement is about: a field of a record that has one value (the last one that is set: what
/// comes before only names the record), or the record. Nothing where values are added or removed: each
/// stands for itself.
fn about(draft: &Draft) -> Option<String> {
    let field = match &draft.body {
        Body::Write { edits } => edits.iter().rev().find_map(|edit| match edit {
            Edit::Set { field, .. } => Some(field.as_str()),
            _ => None,
        })?,
        Body::Delete { .. } | Body::Restore { .. } => "",
    };
    Some(format!("{}/{field}", draft.record.id))
}
