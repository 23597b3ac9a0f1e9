//! A lock for one thread: whoever computes a transaction from what is held, commits it and takes it in
//! does so alone. It is held across the store's awaits, never across the network's.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

#[derive(Debug, Default)]
pub(super) struct Gate {
    held: Cell<bool>,
    waiting: RefCell<VecDeque<Waker>>,
}

/// The gate is held while this lives.
pub(super) struct Pass<'a>(&'a Gate);

struct Enter<'a>(&'a Gate);

impl Gate {
    pub(super) fn enter(&self) -> impl Future<Output = Pass<'_>> {
        Enter(self)
    }
}

impl<'a> Future for Enter<'a> {
    type Output = Pass<'a>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Pass<'a>> {
        if self.0.held.replace(true) {
            self.0
                .waiting
                .borrow_mut()
                .push_back(context.waker().clone());
            Poll::Pending
        } else {
            Poll::Ready(Pass(self.0))
        }
    }
}

impl Drop for Pass<'_> {
    fn drop(&mut self) {
        self.0.held.set(false);
        // Everybody looks again: one that waited may have been dropped, and must not keep the others.
        for waker in self.0.waiting.take() {
            waker.wake();
        }
    }
}
