//! Planted bugs: they prove that the simulator finds what it is there to find.
//!
//! Each is one line at the place where the bug would be, behind [`planted`]. Without the feature
//! `mutants` (in every product) that is a constant `false`, and nothing of them remains. With it, one
//! of them is chosen at run time for the thread, so that one build serves all.

macro_rules! mutants {
    ($($(#[$doc:meta])* $name:ident: $invariant:literal, $word:literal;)*) => {
        /// A planted bug.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Mutant {
            $($(#[$doc])* $name,)*
        }

        impl Mutant {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name on the command line.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }

            /// The invariant that must catch it, by its number.
            #[must_use]
            pub const fn invariant(self) -> u8 {
                match self { $(Self::$name => $invariant,)* }
            }
        }
    };
}

mutants! {
    /// A page's cursor is stored in a transaction of its own, before the page.
    CursorApart: 7, "cursor-apart";
    /// Pages are stored while a sent op has no answer.
    PullWhileUnanswered: 6, "pull-while-unanswered";
    /// An op leaves the overlay when it is accepted, not when its record arrives.
    GoneAtAccepted: 6, "gone-at-accepted";
    /// An edit supersedes whatever stands, not what its author saw.
    BaseIsPresent: 5, "base-is-present";
    /// A deletion wins over a write that it didn't see.
    DeletionWins: 5, "deletion-wins";
    /// An op that came before is taken again.
    NoDedupe: 3, "no-dedupe";
    /// An id that comes with other bytes is answered as a duplicate.
    OtherBytesAccepted: 3, "other-bytes-accepted";
    /// Ops that name a refused one are sent.
    DependentsSent: 6, "dependents-sent";
    /// What follows on a refused op in the same push is taken.
    FollowersTaken: 6, "followers-taken";
    /// An accepted op is forgotten before the server names it safe.
    ForgottenEarly: 1, "forgotten-early";
    /// What one backup holds counts as safe.
    SafeAfterOne: 1, "safe-after-one";
    /// An op is forgotten while a file that it names isn't safe.
    ForgottenBeforeFile: 2, "forgotten-before-file";
    /// Bytes are freed that aren't safe.
    FreedUnsafe: 2, "freed-unsafe";
    /// A refused op is forgotten.
    RejectedForgotten: 1, "rejected-forgotten";
    /// Another epoch is noted and nothing else.
    EpochIgnored: 1, "epoch-ignored";
    /// The server takes a cursor above its head.
    CursorAboveHead: 1, "cursor-above-head";
    /// A cycle that came into the extent isn't read from its beginning.
    GainIgnored: 7, "gain-ignored";
    /// The cursor of a stream that is no longer listed stays: gained again, it is read on from there.
    OldCursorKept: 7, "old-cursor-kept";
    /// A stream that is no longer listed stays on the device.
    LostStreamKept: 11, "lost-stream-kept";
    /// The tab of one person reads with the session of another.
    ForeignSession: 11, "foreign-session";
    /// Whoever has a role anywhere reads every office.
    ReadsEverything: 11, "reads-everything";
    /// What a revoked device sends is taken.
    RevokedTaken: 11, "revoked-taken";
    /// What a revoked device sends is answered as held, and not kept.
    HeldLost: 1, "held-lost";
    /// A file is complete without an op that says so.
    CompleteUnsaid: 8, "complete-unsaid";
    /// A part of a file counts before it is durable.
    NoFsync: 8, "no-fsync";
    /// A digest that another office has counts as here.
    ForeignDigest: 8, "foreign-digest";
    /// A file counts as sent once its last byte left.
    SentIsThere: 2, "sent-is-there";
    /// What is stated is kept relaxed.
    RelaxedSave: 1, "relaxed-save";
    /// An op is encoded again when it is stored and sent.
    Reencoded: 12, "reencoded";
    /// The later clock wins, however wrong it is.
    LaterClockWins: 9, "later-clock-wins";
    /// Items without a proof are left out of the mean.
    UnprovenLeftOut: 10, "unproven-left-out";
    /// What a record no longer bears on isn't counted anew.
    TallyKeepsLost: 10, "tally-keeps-lost";
    /// An office's sum is kept though its stream has moved.
    SumKept: 10, "sum-kept";
    /// An office that hasn't begun is left out of the roll-up.
    NotBegunLeftOut: 10, "not-begun-left-out";
    /// A commit doesn't look whether the head moved.
    HeadUnchecked: 4, "head-unchecked";
    /// After some failures nothing is tried any more.
    GivesUp: 15, "gives-up";
    /// The sync line counts ops only.
    LineForgetsFiles: 14, "line-forgets-files";
    /// An expired session reads as "offline".
    OfflineForSignedOut: 14, "offline-for-signed-out";
    /// That the browser emptied the store is kept as the app's own notes are: a power cut forgets it.
    EmptiedForgotten: 14, "emptied-forgotten";
    /// No sign-in is offered while the line says something worse.
    SignInHidden: 15, "sign-in-hidden";
    /// A full store is said only until something else is.
    FullUnsaid: 14, "full-unsaid";
    /// A clock that is far off isn't said.
    ClockUnsaid: 14, "clock-unsaid";
    /// Without a key that signs, what was never marked as sent counts as never sent.
    ReadsUnanswered: 6, "reads-unanswered";
    /// What a device has is compared with the numbers of streams that its person may not read.
    ComparedWithAll: 11, "compared-with-all";
    /// The whole file is read for each piece of it.
    WholeFileRead: 13, "whole-file-read";
}

#[cfg(feature = "mutants")]
mod chosen {
    use std::cell::Cell;

    use super::Mutant;

    thread_local! {
        static CHOSEN: Cell<Option<Mutant>> = const { Cell::new(None) };
    }

    /// Chooses the bug of this thread, or none.
    pub fn choose(mutant: Option<Mutant>) {
        CHOSEN.set(mutant);
    }

    /// Whether this bug is planted.
    #[must_use]
    pub fn planted(mutant: Mutant) -> bool {
        CHOSEN.get() == Some(mutant)
    }
}

#[cfg(feature = "mutants")]
pub use chosen::{choose, planted};

/// Whether this bug is planted: none ever is, without the feature.
#[cfg(not(feature = "mutants"))]
#[must_use]
pub const fn planted(_: Mutant) -> bool {
    false
}
