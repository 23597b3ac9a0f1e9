//! The sync line: the one sentence about sync that is always on the screen, and always true.

use crate::mutant::{Mutant, planted};
use crate::reject::Waiting;
use crate::sync::engine::{Reading, Standing, Trouble, Unsigned};
use crate::sync::replica::{Attention, Replica};
use crate::sync::sending::Sending;
use crate::sync::store::meta;
use crate::time::Millis;

/// A clock that is off by more than this is told to its person, in milliseconds.
pub const CLOCK_TOLERANCE_MS: i64 = 5 * 60 * 1000;

/// Whether the server can be reached, as far as this device knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Nothing says otherwise.
    Open,
    /// The device has no network.
    NoSignal,
    /// It believes to have one, and the last try got no answer: a weak signal, a captive portal, a server that
    /// is down.
    NoAnswer,
}

impl Reach {
    fn of(trouble: Option<Trouble>, online: bool) -> Self {
        match trouble {
            _ if !online => Self::NoSignal,
            Some(Trouble::Net) => Self::NoAnswer,
            _ => Self::Open,
        }
    }
}

/// What the sync line says. "Waiting" counts ops that haven't reached the server, and files of which
/// only this device has all bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SyncLine {
    /// Everything is on the server. `at`: when that was last heard from it, if ever.
    AllSent {
        /// By this device's clock.
        at: Option<Millis>,
        /// Whether more could be heard.
        reach: Reach,
    },
    /// On its way.
    Sending {
        /// Ops and files that reached the server since everything was last sent.
        done: usize,
        /// These and the waiting ones.
        total: usize,
    },
    /// Kept here, to be sent by itself.
    StoredHere {
        /// How many.
        waiting: usize,
        /// Whether it could be.
        reach: Reach,
    },
    /// All that waits are files that their person's choice keeps back ([`Sending`]).
    ///
    /// [`Sending`]: crate::sync::sending::Sending
    KeptBack {
        /// How many.
        waiting: usize,
        /// Until the person says otherwise; else until a connection that doesn't cost.
        paused: bool,
    },
    /// Refused, held or damaged things wait for their person.
    NeedsAttention(Attention),
    /// This device was revoked: what it sends is held until an admin admits it.
    Revoked {
        /// How many wait.
        waiting: usize,
    },
    /// Every op that waits does so at the server's word; it is asked again by itself.
    AtServersWord {
        /// How many wait.
        waiting: usize,
        /// For what the first of them does.
        why: Waiting,
    },
    /// Nothing new is read until the person signs in; what they state is still sent where it can be.
    SignedOut {
        /// How many wait to be sent.
        waiting: usize,
        /// How many of these their person's choice keeps back.
        kept: usize,
        /// As in [`Self::KeptBack`].
        paused: bool,
        /// What needs their person besides.
        attention: Attention,
        /// Whether the rest could be sent; nothing if the server is reached and doesn't take it now.
        reach: Option<Reach>,
    },
    /// The server doesn't take this device's signature: it sends nothing until the person signs in.
    NeedsSignIn {
        /// How many wait to be sent.
        waiting: usize,
    },
    /// This device's key can't be read or doesn't work: it sends nothing until the person signs in, which makes
    /// another one.
    BadKey {
        /// How many wait to be sent.
        waiting: usize,
    },
    /// The session is another person's: the tab locks. What was stated is still sent.
    OtherPerson,
    /// The server answers, but not with success (busy, full, failing): it is tried again by itself.
    ServerTrouble {
        /// How many wait to be sent.
        waiting: usize,
        /// It has no room left: whoever keeps it must make some.
        is_full: bool,
    },
    /// This device's clock is off.
    ClockWrong {
        /// Server's clock less this one's, in milliseconds.
        offset_ms: i64,
        /// How many wait to be sent.
        waiting: usize,
        /// Whether they could be: a wrong clock keeps nothing back.
        reach: Reach,
    },
    /// The browser emptied this device's store: what wasn't sent is lost, and its person hasn't read so yet.
    Emptied {
        /// How many wait to be sent since.
        waiting: usize,
    },
    /// No room is left on the device: new things can't be kept.
    StorageFull {
        /// How many wait to be sent.
        waiting: usize,
    },
}

/// What it takes for what waits on this device to go while its person isn't signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftAlone {
    /// Nothing: it is sent by itself.
    Goes,
    /// The person must sign in before anything of it is sent.
    NeedsSignIn,
    /// An admin must admit it.
    NeedsAdmission,
    /// Some of it was refused or damaged, which its person must see.
    NeedsPerson,
    /// Files that the person paused wait until they resume them; the rest is sent.
    NeedsResuming,
}

impl LeftAlone {
    /// By what the sync line says, of a device with these records.
    #[must_use]
    pub fn of(line: SyncLine, replica: &Replica) -> Self {
        match line {
            SyncLine::NeedsSignIn { .. } | SyncLine::BadKey { .. } => Self::NeedsSignIn,
            SyncLine::Revoked { .. } => Self::NeedsAdmission,
            _ if replica.attention().total() > 0 => Self::NeedsPerson,
            _ if replica.sending() == Sending::Paused && replica.going_files().next().is_some() => {
                Self::NeedsResuming
            }
            _ => Self::Goes,
        }
    }
}

/// What the line says now: what is worst for the person comes first, and "all sent" only if it is.
/// `metered`: what is sent costs, or goes slowly.
#[must_use]
pub fn line(standing: &Standing, replica: &Replica, online: bool, metered: bool) -> SyncLine {
    let waiting = replica.waiting();
    let attention = replica.attention();
    let offset_ms = clock_offset(replica);
    let kept = replica.kept_back(metered);
    let paused = replica.sending() == Sending::Paused;
    // What stands in the way of files matters while something goes.
    let of_files = standing.file_trouble.filter(|_| waiting > kept);
    let trouble = standing.trouble.or(of_files);
    let reach = Reach::of(trouble, online);
    if standing.reading == Reading::OtherPerson {
        SyncLine::OtherPerson
    } else if standing.is_store_full {
        SyncLine::StorageFull { waiting }
    } else if replica.is_emptied() {
        SyncLine::Emptied { waiting }
    } else if planted(Mutant::OfflineForSignedOut) && standing.wants_sign_in().is_some() {
        let reach = Reach::NoSignal;
        SyncLine::StoredHere { waiting, reach }
    } else if let Some(why) = standing.unsigned {
        match why {
            Unsigned::Untaken => SyncLine::NeedsSignIn { waiting },
            Unsigned::BadKey => SyncLine::BadKey { waiting },
        }
    } else if replica.is_held() {
        SyncLine::Revoked { waiting }
    } else if standing.reading == Reading::SignedOut {
        let untaken = matches!(trouble, Some(Trouble::Server | Trouble::Full));
        let stays = (online && untaken) || replica.waits_for().is_some();
        SyncLine::SignedOut {
            reach: (!stays).then_some(reach),
            waiting,
            kept,
            paused,
            attention,
        }
    } else if attention.total() > 0 {
        SyncLine::NeedsAttention(attention)
    } else if waiting > 0 && standing.is_sending {
        let done = standing.done;
        let total = done + waiting;
        SyncLine::Sending { done, total }
    } else if online && let Some(Trouble::Server | Trouble::Full) = trouble {
        let is_full = trouble == Some(Trouble::Full);
        SyncLine::ServerTrouble { waiting, is_full }
    } else if waiting > 0 && kept == waiting {
        SyncLine::KeptBack { waiting, paused }
    } else if let Some(why) = replica.waits_for() {
        SyncLine::AtServersWord { waiting, why }
    } else if is_clock_off(offset_ms) && !planted(Mutant::ClockUnsaid) {
        SyncLine::ClockWrong {
            offset_ms,
            waiting,
            reach,
        }
    } else if waiting > 0 {
        SyncLine::StoredHere { waiting, reach }
    } else {
        let at = replica.meta(meta::LAST_EXCHANGE);
        let at = at.and_then(|text| text.parse().ok()).map(Millis);
        SyncLine::AllSent {
            at: standing.last_exchange.or(at),
            reach,
        }
    }
}

/// Whether a clock that is off by so much is told.
#[must_use]
pub fn is_clock_off(offset_ms: i64) -> bool {
    offset_ms.unsigned_abs() > CLOCK_TOLERANCE_MS.unsigned_abs()
}

/// The server's clock less this device's, in milliseconds, as last measured; 0 before.
#[must_use]
pub fn clock_offset(replica: &Replica) -> i64 {
    let offset = replica.meta(meta::CLOCK_OFFSET);
    offset.and_then(|text| text.parse().ok()).unwrap_or(0)
}
