//! The answer that a person wishes, from the tap until it is on the disk: scored at once, called saved once it is there.

use std::sync::{Arc, Mutex, PoisonError};

use leptos::prelude::*;

/// An answer, or its being taken back.
type Wish = Option<String>;

/// The newest wish. While one is on its way to the disk, the newest waits for it: it must name that write, or the two
/// would stand against each other.
#[derive(Clone)]
pub(super) struct Wishes {
    /// What the page shows.
    shown: RwSignal<Option<Wish>>,
    /// It outlives the page: what was wished is stated though the person has moved on.
    queue: Arc<Mutex<Queue>>,
}

#[derive(Default)]
struct Queue {
    is_busy: bool,
    next: Option<Wish>,
}

impl Wishes {
    /// None yet. Call it in a component's body.
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(None),
            queue: Arc::default(),
        }
    }

    /// What is wished and not on the disk (a signal).
    pub(super) fn shown(&self) -> RwSignal<Option<Wish>> {
        self.shown
    }

    /// Takes the place of a wish that waits; whether nothing is being stated, so that this one may be now.
    pub(super) fn push(&self, wish: Wish) -> bool {
        self.shown.set(Some(wish.clone()));
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        queue.next = Some(wish);
        !std::mem::replace(&mut queue.is_busy, true)
    }

    /// The wish to state now; with none, what is on the disk shows again.
    pub(super) fn take(&self) -> Option<Wish> {
        let mut queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        let next = queue.next.take();
        queue.is_busy = next.is_some();
        drop(queue);
        if next.is_none() {
            // The page may be gone.
            drop(self.shown.try_set(None));
        }
        next
    }
}
