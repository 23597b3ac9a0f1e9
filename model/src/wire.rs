//! What travels between a device and the server, under `/api/v1`. Explicit and versioned: a phone that
//! was offline for weeks still speaks it (DESIGN §2, "Old and new builds").

pub mod refusal;
mod trust;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

pub use trust::{
    DeviceReport, DeviceRow, Link, RECEIPT_PURPOSE, RECONCILE_STREAMS_MAX, Receipt, ReceiptText,
    ReconcileAnswer, ReconcileAsk, ReconcileBody, Reconciled, Safety, StreamNumber, StreamReceipt,
};

use crate::id::{DeviceId, Epoch, FileDigest, OpId, PersonId};
use crate::op::Stream;
use crate::reject::{Rejection, Waiting};
use crate::time::Millis;

/// Version of these types.
pub const WIRE_VERSION: u32 = 1;

/// Header of a push that carries the exact bytes of a [`PushHeader`], base64url without padding.
pub const PUSH_HEADER: &str = "bukti-header";
/// Header of a push that carries the signature over those bytes: 64 bytes r‖s, base64url.
pub const PUSH_SIGNATURE: &str = "bukti-signature";
/// Header that names the person a tab belongs to; the server answers 409 if the session is another's.
pub const PERSON_HEADER: &str = "bukti-person";
/// Header of every answer under `/api/v1/sync/`: the epoch of the server's database ([`Epoch`]), which an answer
/// that is no success has nowhere else.
pub const EPOCH_HEADER: &str = "bukti-epoch";
/// Header of every answer that names the server's build.
pub const BUILD_HEADER: &str = "bukti-build";

/// What is signed: a short header in exact bytes (DESIGN §2, "Who speaks").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PushHeader {
    /// Always `push`, so that a signature can't serve another purpose.
    pub purpose: String,
    /// [`WIRE_VERSION`].
    pub format: u32,
    /// Whose ops these are: all of them.
    pub person: PersonId,
    /// The device that speaks.
    pub device: DeviceId,
    /// The device's clock now, from which the server measures its offset.
    pub clock: Millis,
    /// SHA-256 of the uncompressed body, hexadecimal.
    pub body: String,
    /// What else waits on the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<DeviceReport>,
}

/// Body of `POST /api/v1/sync/push`: ops in the order in which they were made, in their exact bytes.
#[derive(Debug, Serialize, Deserialize)]
pub struct PushBody {
    /// At most [`crate::limits::PUSH_OPS_MAX`].
    pub ops: Vec<Box<RawValue>>,
}

/// Answer to a push, op by op in the order of the body.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PushAnswer {
    /// The database's epoch.
    pub epoch: Epoch,
    /// The server's clock.
    pub now: Millis,
    /// One for each op.
    pub answers: Vec<OpAnswer>,
    /// What is safe of the streams of these ops.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe: Option<Safety>,
    /// The server's word for those that it accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
}

/// The answer to one op.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpAnswer {
    /// The op.
    pub id: OpId,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What became of an op.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// It is in the log under this number (also when it had come before: nothing changed).
    Accepted {
        /// Its number in its stream.
        number: u64,
        /// Where the missing files that it names are to be sent.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        uploads: Vec<UploadAddress>,
    },
    /// It was refused; it stays on its device.
    Rejected {
        /// Why.
        rejection: Rejection,
    },
    /// It waits, unrejected.
    Waits {
        /// For what.
        waiting: Waiting,
    },
}

/// An unguessable address for a file of an office (DESIGN §7). It rests on itself: no session, no
/// cookies; it is never logged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UploadAddress {
    /// The file.
    pub digest: FileDigest,
    /// Path below the server's root: `/api/v1/blobs/upload/<token>`.
    pub address: String,
}

/// How far a device has read a stream: opaque to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// Body of `POST /api/v1/sync/pull`: what the device has of each stream. A POST, because a parent
/// office's device names more streams than a query string holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PullBody {
    /// The streams that the device holds.
    pub cursors: Vec<StreamCursor>,
    /// Streams of which it keeps ops or files until they are safe.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub safe_of: Vec<Stream>,
    /// What waits on the device.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<DeviceReport>,
}

/// A stream and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamCursor {
    /// The stream.
    pub stream: Stream,
    /// How far.
    pub cursor: Cursor,
}

/// Answer to a pull. `R`: how a record is held; as its bytes where it is only passed on.
#[derive(Debug, Serialize, Deserialize)]
pub struct PullAnswer<R = Box<RawValue>> {
    /// The database's epoch.
    pub epoch: Epoch,
    /// The server's clock.
    pub now: Millis,
    /// Whose session this is.
    pub person: PersonId,
    /// Every stream that the person may read now. One that isn't listed is deleted from the device.
    pub streams: Vec<Stream>,
    /// One page for each stream that has something new, within the answer's limits.
    pub pages: Vec<Page<R>>,
    /// Digests of the instruments that the person's cycles name: fetched once and kept.
    pub instruments: Vec<String>,
    /// What is safe of the streams that were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safe: Option<Safety>,
}

/// A page of a stream: records with higher numbers than the cursor's, in order of number. It and its
/// cursor are stored in one transaction.
#[derive(Debug, Serialize, Deserialize)]
pub struct Page<R = Box<RawValue>> {
    /// The stream.
    pub stream: Stream,
    /// The records, whole; a higher number replaces what the device has.
    pub records: Vec<R>,
    /// How far the device has read once it stored this page.
    pub cursor: Cursor,
    /// Whether more waits behind it.
    pub more: bool,
    /// The cursor that this page starts from wasn't usable (another epoch, above the head): the device
    /// drops what it has of the stream before it stores the page.
    #[serde(default)]
    pub anew: bool,
}

/// Body of `POST /api/v1/session`.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignIn {
    /// The name that the person signs in with.
    pub login: String,
    /// Their password.
    pub password: String,
}

impl std::fmt::Debug for SignIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignIn")
            .field("login", &self.login)
            .finish_non_exhaustive()
    }
}

/// Answer to a sign-in, and of `GET /api/v1/session`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionAnswer {
    /// Who is signed in.
    pub person: PersonId,
    /// What people call them.
    pub name: String,
    /// The first password must be changed before anything else.
    pub must_change_password: bool,
    /// The database's epoch.
    pub epoch: Epoch,
    /// The server's clock.
    pub now: Millis,
    /// The device id that the server's cookie remembers, if any: an emptied store is told from a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<DeviceId>,
}

/// Body of `POST /api/v1/session/password`.
#[derive(Clone, Serialize, Deserialize)]
pub struct ChangePassword {
    /// The present one.
    pub old: String,
    /// The new one.
    pub new: String,
}

impl std::fmt::Debug for ChangePassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ChangePassword").finish_non_exhaustive()
    }
}

/// Body of `POST /api/v1/device`: registers the public half of a device's key, within ten minutes of
/// the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterDevice {
    /// The device's own id.
    pub device: DeviceId,
    /// The uncompressed P-256 point (65 bytes), base64url without padding.
    pub key: String,
    /// What to call the device.
    pub name: String,
}

/// One op of a record's history, of `GET /api/v1/history/<record>`.
#[derive(Debug, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// Its number.
    pub number: u64,
    /// When, as far as it can be known.
    pub effective: Millis,
    /// The op in its exact bytes.
    pub op: Box<RawValue>,
}

/// Body of every answer that isn't a success: what happened and what can be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The kind of trouble; the app has words for it.
    pub code: ProblemCode,
    /// For logs and curious people, in English.
    pub message: String,
    /// When a next try makes sense, in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_s: Option<u64>,
}

/// Kinds of trouble that a whole request can meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ProblemCode {
    /// 400: the body can't be read.
    BadRequest,
    /// 401: name or password are wrong.
    WrongPassword,
    /// 401: sign in (again).
    SignedOut,
    /// 401: the signature doesn't fit, or the device's key isn't known.
    BadSignature,
    /// 403: not yours to read or do.
    Forbidden,
    /// 403: the first password must be changed.
    PasswordChange,
    /// 403: a key is registered within ten minutes of the password only.
    PasswordTooOld,
    /// 404: there is no such thing, or no longer.
    NotFound,
    /// 409: the session is another person's.
    OtherPerson,
    /// 409: the upload is at another offset.
    WrongOffset,
    /// 413: too large.
    TooLarge,
    /// 423: somebody else is sending this file right now.
    Locked,
    /// 429: too many tries.
    TooMany,
    /// 460: the bytes don't have the digest that was announced.
    WrongDigest,
    /// 422: this type of file, or this password, isn't taken.
    Refused,
    /// 500: our fault.
    Internal,
    /// 503: busy, or going down; try again.
    Unavailable,
    /// 507: the disk is full.
    DiskFull,
}
