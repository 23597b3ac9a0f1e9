//! What the loop needs of the machine that it runs on: a store, a network, a clock, randomness, a key
//! and a way to sleep. The browser has one implementation, tests and the simulator another.

use crate::sync::engine::Standing;
use crate::sync::store::{DeviceStore, Tx};
use crate::time::Millis;
use crate::wire::EPOCH_HEADER;

/// An HTTP method that sync uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Instruments.
    Get,
    /// Where an upload stands.
    Head,
    /// The next bytes of an upload.
    Patch,
    /// Push and pull.
    Post,
}

impl Method {
    /// Its name on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Post => "POST",
        }
    }
}

/// A request to the server, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// Path below the server's root, with its leading slash.
    pub path: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body, uncompressed.
    pub body: Vec<u8>,
    /// Whether the session's cookie goes with it. Pushes and uploads go without: they rest on the
    /// signature and on the address (DESIGN §2, "Who speaks").
    pub credentials: bool,
}

/// The headers of answers that the loop, and who opens a file, reads. A [`Response`] carries these and no others, in the browser
/// as in tests: what one of them lacks, the other can't have.
pub const HEADERS_READ: [&str; 5] = [
    EPOCH_HEADER,
    "etag",
    "retry-after",
    "tus-resumable",
    "upload-offset",
];

/// An answer of whatever answered; perhaps a captive portal and not our server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// An answer with those of [`HEADERS_READ`] that `find` knows.
    pub fn new(status: u16, body: Vec<u8>, find: impl Fn(&str) -> Option<String>) -> Self {
        let found = |name: &'static str| Some((name.to_owned(), find(name)?));
        Self {
            status,
            headers: HEADERS_READ.into_iter().filter_map(found).collect(),
            body,
        }
    }

    /// The value of a header, one of [`HEADERS_READ`].
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        debug_assert!(
            HEADERS_READ.contains(&name),
            "no platform hands over {name}"
        );
        let (_, value) = self.headers.iter().find(|(known, _)| known == name)?;
        Some(value)
    }
}

/// Why no answer came. The server may or may not have done what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetError {
    /// No connection, or it broke: check the network; the loop tries again by itself.
    #[error("no answer from the server: {0}")]
    Unreachable(String),
    /// The answer took too long; the loop tries again by itself.
    #[error("the server's answer took too long")]
    Timeout,
}

/// Why a push couldn't be signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// This database has no key (yet, or any more): the person signs in anew.
    #[error("this device has no key: sign in again")]
    NoKey,
    /// The key is there and didn't work.
    #[error("the key failed: {0}")]
    Failed(String),
}

/// What ended a rest, in the order of how much it asks for: of several, the greatest is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wake {
    /// The time came.
    Timer,
    /// Another tab of this person has changed the store, or this one became the one that syncs.
    Tab,
    /// A person stated something.
    Write,
    /// The network is back, or the app is visible again.
    Online,
    /// A person asked to send now.
    Asked,
    /// Somebody signed in, or the device's key was registered: what was refused for it is tried again.
    SignedIn,
    /// The loop was told to stop.
    Stop,
}

/// The machine that a [`crate::sync::Node`] runs on.
#[expect(
    async_fn_in_trait,
    reason = "devices are single-threaded: no future of theirs needs Send"
)]
pub trait Platform {
    /// Where the device keeps things.
    type Store: DeviceStore;

    /// The person's store on this device.
    fn store(&self) -> &Self::Store;

    /// Carries out a request. It must end by itself (a time limit belongs to the implementation).
    async fn request(&self, request: Request) -> Result<Response, NetError>;

    /// The device's clock as it reads.
    fn now(&self) -> Millis;

    /// Fills `bytes` with bytes that nobody can guess.
    fn random(&self, bytes: &mut [u8]);

    /// Signs the SHA-256 of `bytes` with the device's key: ECDSA P-256, 64 bytes r‖s.
    async fn sign(&self, bytes: &[u8]) -> Result<[u8; 64], SignError>;

    /// Rests until `until` (for ever, if none) or until [`Platform::wake`] is called. A wake that came
    /// since the last rest ended isn't lost: it ends this one at once.
    async fn sleep_or_wake(&self, until: Option<Millis>) -> Wake;

    /// Ends the present rest, or the next.
    fn wake(&self, why: Wake);

    /// Whether the machine believes to be connected. A hint: it only chooses words.
    fn online(&self) -> bool;

    /// Whether somebody looks at the app: then it asks for news more often.
    fn visible(&self) -> bool;

    /// Whether what is sent now costs its person, or goes slowly, as far as the machine tells. Files may
    /// wait for better ([`crate::sync::sending::Sending`]).
    fn metered(&self) -> bool {
        false
    }

    /// Whether this tab is the one that syncs (it holds the lock).
    fn may_sync(&self) -> bool;

    /// Tells the person's other tabs what was committed, for their [`crate::sync::Node::learn`].
    fn announce(&self, tx: &Tx);

    /// Tells them what this one knows, which syncs, for their [`crate::sync::Node::follow`]; and again to each that
    /// opens later.
    fn announce_standing(&self, standing: &Standing);
}
