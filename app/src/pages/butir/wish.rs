//! The answer that a person wishes, from the tap until it is on the disk: scored at once, called saved once it is there.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

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
    /// The last one, while any is being stated.
    newest: Option<Wish>,
    /// One that waits.
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
        let is_free = {
            let mut queue = self.queue();
            queue.next = Some(wish.clone());
            queue.newest.replace(wish).is_none()
        };
        // What is drawn of it would keep it from the disk: it waits for the frame that shows it. By then it is most
        // often saved, and drawn once.
        let wishes = self.clone();
        request_animation_frame(move || wishes.show());
        is_free
    }

    /// The wish to state now; with none, what is on the disk shows again.
    pub(super) fn take(&self) -> Option<Wish> {
        let next = self.queue().next.take();
        if next.is_none() {
            self.queue().newest = None;
            self.show();
        }
        next
    }

    fn show(&self) {
        let newest = self.queue().newest.clone();
        // The page may be gone.
        drop(self.shown.try_set(newest));
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
