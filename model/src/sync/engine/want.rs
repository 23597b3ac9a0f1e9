//! What the engine is told, and what it wants.

use serde::{Deserialize, Serialize};

use crate::id::CaptureId;
use crate::sync::platform::Request;
use crate::sync::store::Tx;
use crate::time::Millis;

/// What the engine must know of the moment.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// The device's clock.
    pub now: Millis,
    /// Whether somebody looks.
    pub visible: bool,
    /// Whether what is sent costs, or goes slowly.
    pub metered: bool,
}

/// What is to be done next.
#[derive(Debug)]
pub enum Next {
    /// Commit this, take it into the replica; if that fails, tell [`super::Engine::store_failed`].
    Commit(Tx),
    /// Send this, then tell [`super::Engine::heard`].
    Send(Want),
    /// Nothing to do until then (or for ever); then tell [`super::Engine::woken`].
    Rest(Option<Millis>),
}

/// A request that the engine wants sent.
#[derive(Debug)]
pub struct Want {
    /// The request, but for what `fill` says.
    pub request: Request,
    /// What is still to be put in.
    pub fill: Fill,
}

/// What a request still lacks, because only the machine can give it.
#[derive(Debug)]
pub enum Fill {
    /// Nothing.
    Nothing,
    /// The signature over these bytes.
    Signature(Vec<u8>),
    /// A piece of a chunk, as body.
    Chunk {
        /// The capture.
        capture: CaptureId,
        /// The chunk.
        index: u32,
        /// The first byte within it.
        from: usize,
        /// How many.
        len: usize,
    },
}

/// Whether the server lets this person read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reading {
    /// As far as is known.
    Open,
    /// The session is over.
    SignedOut,
    /// The session is another person's.
    OtherPerson,
}

/// Why nothing is sent until the person signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsigned {
    /// The server doesn't take this device's signature, or there is no key.
    Untaken,
    /// The key is there and doesn't work.
    BadKey,
}

/// What the server's last answer lacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// No answer came, or not from our server.
    Net,
    /// Our server's answer was no success.
    Server,
    /// Our server has no room left.
    Full,
}

impl Trouble {
    /// What an answer of our server that is no success says of it.
    pub(super) const fn of(status: u16) -> Self {
        match status {
            507 => Self::Full,
            _ => Self::Server,
        }
    }
}
