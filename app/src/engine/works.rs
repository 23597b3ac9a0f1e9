//! What works behind the pages: the sync loop, and everything that writes. Showing the first page needs
//! none of it, so it lies in a chunk of its own that comes right after; whoever needs it before waits.

use std::cell::OnceCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use model::id::{OpId, PersonId, RecordId};
use model::op::Draft;
use model::sync::Attached;
use model::sync::node::SubmitError;
use model::sync::store::StoreError;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::capture::{HandTrouble, Piece};
use super::{BrowserNode, Engine};
use crate::platform::insist;
use crate::start::tell;

type Doing<T> = Pin<Box<dyn Future<Output = T>>>;
type Kept = Result<Vec<OpId>, SubmitError>;
type Submit = fn(Rc<BrowserNode>, Vec<Draft>, Attached) -> Doing<Kept>;
type Capture = fn(Engine, u64, Piece) -> Doing<Result<bool, HandTrouble>>;

/// The doors of the chunk.
#[derive(Clone, Copy)]
pub(super) struct Works {
    /// The sync loop of a node.
    pub run: fn(Rc<BrowserNode>) -> Doing<()>,
    /// Keeps what another tab committed in this tab's memory, as it was told; whether that one synced.
    pub learn: fn(Rc<BrowserNode>, String, bool) -> Doing<()>,
    /// Takes in what the tab knows that syncs, as it was told.
    pub follow: fn(&BrowserNode, &str),
    /// Loads everything anew.
    pub refresh: fn(Rc<BrowserNode>) -> Doing<Result<(), StoreError>>,
    /// States facts.
    pub submit: Submit,
    /// Captures one file.
    pub capture: Capture,
    /// Tidies the store in a quiet moment.
    pub tidy: fn(Engine, Rc<BrowserNode>) -> Doing<()>,
    /// Sends what waits of people who aren't signed in.
    pub send_for_others: fn(Engine) -> Doing<()>,
    /// The browser emptied the store of the person at work.
    pub emptied: fn(Engine, Rc<BrowserNode>) -> Doing<()>,
    /// The browser emptied a person's store while it was open.
    pub keep_anew: fn(Engine, PersonId) -> Doing<()>,
    /// Asks what the server had heard of the device before that, while nobody knows.
    pub ask_what_was_lost: fn(Engine) -> Doing<()>,
    /// Keeps on which devices was written what two people wrote differently.
    pub keep_origins: fn(Engine, Vec<RecordId>) -> Doing<()>,
}

#[wasm_split(mesin, fallible)]
fn works_chunk() -> Result<Works, SplitLoaderError> {
    Ok(Works {
        run: |node| Box::pin(async move { node.run().await }),
        learn: |node, told, as_leader| {
            Box::pin(async move {
                match serde_json::from_str(&told) {
                    Ok(tx) => node.learn(&tx, as_leader).await,
                    // Another build's: it is read from the store, now or at the next change or start.
                    Err(_) => drop(node.refresh().await),
                }
            })
        },
        follow: |node, told| {
            // Words of another build: what it knows is found out once this tab syncs.
            if let Ok(standing) = serde_json::from_str(told) {
                node.follow(standing);
            }
        },
        refresh: |node| Box::pin(async move { node.refresh().await }),
        submit: |node, drafts, attached| {
            Box::pin(async move { node.submit(drafts, attached).await })
        },
        capture: |engine, key, piece| {
            Box::pin(async move { engine.capture_one(key, &piece).await })
        },
        tidy: |engine, node| Box::pin(engine.tidy(node)),
        send_for_others: |engine| Box::pin(engine.send_for_others()),
        emptied: |engine, node| Box::pin(engine.found_emptied(node)),
        keep_anew: |engine, person| Box::pin(engine.keep_anew(person)),
        ask_what_was_lost: |engine| Box::pin(engine.ask_what_was_lost()),
        keep_origins: |engine, records| Box::pin(engine.keep_origins(records)),
    })
}

thread_local! {
    static WORKS: OnceCell<Works> = const { OnceCell::new() };
}

/// The works, once their code is here. It is asked for again until it is.
pub(super) async fn works() -> Works {
    match WORKS.with(|works| works.get().copied()) {
        Some(works) => works,
        None => {
            let works = insist(works_chunk).await;
            WORKS.with(|kept| *kept.get_or_init(|| works))
        }
    }
}

impl Engine {
    /// The works, for something that a person just did: it waits in memory rather than being refused, and
    /// the sync line says so.
    pub(super) async fn works(self) -> Works {
        if let Some(works) = WORKS.with(|works| works.get().copied()) {
            return works;
        }
        self.hold(1);
        let works = works().await;
        self.hold(-1);
        works
    }

    /// How many things that a person did are in memory only (tracked): the code that keeps them is still on its way,
    /// the disk takes its time, or a file couldn't be kept.
    #[must_use]
    pub fn in_memory(self) -> usize {
        let files = self.0.hands.with(Vec::len);
        files.max(self.0.in_memory.get())
    }

    pub(super) fn hold(self, more: isize) {
        self.0
            .in_memory
            .update(|held| *held = held.saturating_add_signed(more));
        self.tell_memory();
    }

    /// Whether the browser should ask before the page is left.
    pub(super) fn tell_memory(self) {
        let holds = untrack(|| self.in_memory()) > 0;
        tell("buktiPegang", &[holds.into()]);
    }
}
