//! The answer that a person wishes, from the tap until it is on the disk: scored at once, called saved once it is there.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use leptos::prelude::*;
use model::id::RecordId;
use model::table::Table;

/// An answer, or its being taken back.
type Wish = Option<String>;

/// The newest wish. While one is on its way to the disk, the newest waits for it: it must name that write, or the two
/// would stand against each other.
#[derive(Clone)]
pub(super) struct Wishes {
    /// What the page shows.
    shown: ArcRwSignal<Option<Wish>>,
    queue: Arc<Mutex<Queue>>,
}

thread_local! {
    /// They outlive the page: what was wished is stated though the person has moved on, and is what stands there
    /// when they come back before it is on the disk.
    static ALL: RefCell<Table<RecordId, Wishes>> = const { RefCell::new(Table::new()) };
}

#[derive(Default)]
struct Queue {
    /// The last one, while any is being stated.
    newest: Option<Wish>,
    /// One that waits.
    next: Option<Wish>,
}

impl Wishes {
    /// Those about an answer.
    pub(super) fn about(answer: RecordId) -> Self {
        let none = || Self {
            shown: ArcRwSignal::new(None),
            queue: Arc::default(),
        };
        ALL.with(|all| all.borrow_mut().get_or_insert_with(answer, none).clone())
    }

    /// What is wished and not on the disk (a signal).
    pub(super) fn shown(&self) -> ArcRwSignal<Option<Wish>> {
        self.shown.clone()
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
        self.shown.set(newest);
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
