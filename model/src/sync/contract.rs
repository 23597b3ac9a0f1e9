//! The contract suite of a device's store: what every implementation keeps. The same list runs over
//! memory here and over IndexedDB in a real browser; a test says what is wrong instead of panicking,
//! because a panic ends a browser's run.

mod cases;
mod sample;

use crate::sync::store::DeviceStore;

/// Makes the stores that the suite is run on.
#[expect(
    async_fn_in_trait,
    reason = "devices are single-threaded: no future of theirs needs Send"
)]
pub trait Bench {
    /// The implementation.
    type Store: DeviceStore;

    /// An empty store.
    async fn fresh(&self) -> Result<Self::Store, String>;

    /// The same store, closed and opened again, as after a restart of the app.
    async fn reopen(&self, store: Self::Store) -> Result<Self::Store, String>;

    /// Damages a stored value without the store's knowledge.
    async fn damage(&self, store: &Self::Store, what: Stored) -> Result<(), String>;
}

/// Which stored value is to be damaged. The case has stored exactly one of the kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stored {
    /// The outbox's entry.
    Entry,
    /// The record, or what it is stored in.
    Record,
}

/// How a case went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The case.
    pub name: &'static str,
    /// What was wrong, if anything.
    pub outcome: Result<(), String>,
}

/// Runs all cases, each on a fresh store.
pub async fn run<B: Bench>(bench: &B) -> Vec<Verdict> {
    let mut verdicts = Vec::new();
    macro_rules! run {
        ($($name:ident),* $(,)?) => {$(
            let outcome = cases::$name(bench).await;
            verdicts.push(Verdict { name: stringify!($name), outcome });
        )*};
    }
    run!(
        an_empty_store_holds_nothing,
        what_was_committed_is_loaded_again,
        a_transaction_is_done_whole_or_not_at_all,
        the_higher_number_wins,
        later_pages_lie_over_earlier_ones,
        a_dropped_stream_goes_with_its_cursor_and_no_other,
        entries_come_in_the_order_in_which_they_were_made,
        an_entry_keeps_the_bytes_of_its_op,
        an_entry_is_replaced_and_removed,
        chunks_are_read_back,
        a_capture_is_sealed_only_if_its_bytes_are_there,
        a_capture_is_listed_until_a_file_names_it,
        a_swept_capture_loses_its_chunks,
        nothing_is_kept_with_a_file_whose_bytes_are_gone,
        a_freed_file_keeps_its_entry_and_its_thumbnail,
        two_offices_keep_the_same_bytes_apart,
        a_removed_file_goes_whole,
        instruments_keep_their_bytes,
        small_values_are_put_and_removed,
        a_damaged_entry_is_told_and_spares_the_others,
        a_damaged_record_is_told_with_its_stream,
    );
    verdicts
}
