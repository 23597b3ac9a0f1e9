//! The invariants, and how a broken one is told.

macro_rules! laws {
    ($($(#[$doc:meta])* $name:ident: $word:literal;)*) => {
        /// An invariant.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Law {
            $($(#[$doc])* $name,)*
        }

        impl Law {
            /// All of them, I1 first.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its name in reports.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

laws! {
    /// What was called saved survives.
    Durable: "I1 acked-durable";
    /// Nothing is deleted here before the server has it.
    Receipt: "I2 no delete before receipt";
    /// An op takes effect once.
    Once: "I3 exactly once";
    /// The same ops give the same state everywhere.
    Converge: "I4 convergence";
    /// Nothing is overwritten silently.
    Overwrite: "I5 no silent overwrite";
    /// One reads one's writes, and nothing goes back.
    Causal: "I6 causality";
    /// A cursor never passes what isn't stored.
    Cursor: "I7 cursor safety";
    /// A file is complete exactly if its bytes are there.
    Complete: "I8 attachment completeness";
    /// No clock wins for ever.
    Clock: "I9 clock independence";
    /// Scores are the same everywhere.
    Score: "I10 score determinism";
    /// Nobody gets what isn't theirs; what a revoked device sends is held.
    Authorised: "I11 authorisation";
    /// Versions live beside one another.
    Versions: "I12 version pinning";
    /// The loop holds a piece, not a queue.
    Bounded: "I13 bounded resources";
    /// The sync line is true.
    Truthful: "I14 truthful status";
    /// Once faults stop, queues empty.
    Alive: "I15 liveness";
}

/// How many there are.
pub const LAWS: usize = Law::ALL.len();

impl Law {
    /// Its number, from 1.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// Its place in tables.
    #[must_use]
    pub const fn place(self) -> usize {
        self as usize
    }
}

/// A broken invariant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub law: Law,
    /// How.
    pub words: String,
}
