//! What stands in place of the pages where the device's store can't be opened.

use leptos::prelude::*;
use model::sync::store::StoreError;

use crate::i18n::use_texts;
use crate::ui::{AppBar, EmptyState, Icon};

/// The page that gives out what lies in the device's store, and needs neither a store nor code that works.
pub const RESCUE: &str = "/darurat.html";

/// The store can't be opened: why, and the way on. Nothing is ever wiped.
#[must_use]
pub fn broken(error: &StoreError) -> AnyView {
    let words = use_texts().rusak();
    let (title, text) = match error {
        StoreError::Newer => (words.newer, words.newer_cure),
        StoreError::Blocked => (words.blocked, words.blocked_cure),
        StoreError::TakenOver => (words.taken_over, words.taken_over_cure),
        StoreError::Deleted => (words.deleted, words.deleted_cure),
        StoreError::Full => (words.full, words.full_cure),
        StoreError::Closing | StoreError::Damaged | StoreError::Other(_) => {
            (words.other, words.other_cure)
        }
    };
    let reason = error.to_string();
    view! {
        <div class="phone p-kosong">
            <AppBar title="Bukti" logo=true />
            <main id="isi">
                <EmptyState icon="alert" title=title text=text>
                    <p class="cap">{reason}</p>
                    <button
                        type="button"
                        class="btn primary wide"
                        // It fails only where the page is being left already.
                        on:click=|_| drop(window().location().reload())
                    >
                        <Icon name="sync" />
                        {words.reload}
                    </button>
                    <a class="btn quiet wide" href=RESCUE rel="external">
                        {words.export}
                    </a>
                </EmptyState>
            </main>
        </div>
    }
    .into_any()
}
