//! An executor by hand: whoever was woken is polled, in the order of waking. A process dies by dropping
//! its futures.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Wake, Waker};

use crate::core::locked;

/// Whose a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// The server's process.
    Server,
    /// The process of a person's database.
    Db(usize),
}

type Ready = Arc<Mutex<VecDeque<u64>>>;

struct Flag {
    task: u64,
    ready: Ready,
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        locked(&self.ready).push_back(self.task);
    }
}

struct Task {
    owner: Owner,
    future: Pin<Box<dyn Future<Output = ()>>>,
    waker: Waker,
}

/// The tasks.
#[derive(Default)]
pub(crate) struct Exec {
    tasks: BTreeMap<u64, Task>,
    ready: Ready,
    last: u64,
}

impl Exec {
    pub(crate) fn spawn(&mut self, owner: Owner, future: impl Future<Output = ()> + 'static) {
        self.last += 1;
        let task = self.last;
        let ready = Arc::clone(&self.ready);
        let waker = Waker::from(Arc::new(Flag { task, ready }));
        locked(&self.ready).push_back(task);
        let future = Box::pin(future);
        self.tasks.insert(
            task,
            Task {
                owner,
                future,
                waker,
            },
        );
    }

    /// Polls one task that was woken; whose it was, or nothing if none was.
    pub(crate) fn poll_one(&mut self) -> Option<Owner> {
        loop {
            let id = locked(&self.ready).pop_front()?;
            let Some(mut task) = self.tasks.remove(&id) else {
                continue;
            };
            let owner = task.owner;
            let waker = task.waker.clone();
            let polled = task.future.as_mut().poll(&mut Context::from_waker(&waker));
            if polled.is_pending() {
                self.tasks.insert(id, task);
            }
            return Some(owner);
        }
    }

    pub(crate) fn is_ready(&self) -> bool {
        !locked(&self.ready).is_empty()
    }

    /// Drops all tasks of an owner, wherever they wait.
    pub(crate) fn end(&mut self, owner: Owner) {
        self.tasks.retain(|_, task| task.owner != owner);
    }
}
