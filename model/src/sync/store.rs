//! The contract of a device's store. Two implementations keep it under one suite of tests: IndexedDB
//! in the browser and memory in tests (which can be told to fail, to stop, and to lose what wasn't
//! strict).

use serde::{Deserialize, Serialize};

use crate::form::{EntryForm, LocalFileForm};
use crate::id::{CaptureId, Epoch, FileDigest, FileKey, OfficeId, OpId};
use crate::mutant::{Mutant, planted};
use crate::op::{SealedOp, Stream};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::time::Millis;
use crate::wire::Cursor;

/// Where an op of this device stands (DESIGN §2: *pending → sent → accepted(number) → gone*).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum EntryState {
    /// Only this device has it.
    Pending,
    /// It was put into a push whose answer hasn't come: the server may or may not have it.
    Sent,
    /// The server has it under this number; it still overlays until its record arrives.
    Accepted {
        /// Its number in its stream.
        number: u64,
    },
    /// Its record arrived with that number or a higher one. Kept until the server names it *safe*.
    Confirmed {
        /// Its number in its stream.
        number: u64,
    },
    /// Refused: it waits for its person under "Perlu perhatian".
    Rejected {
        /// Why.
        rejection: Rejection,
    },
    /// Waits, unrejected, at the server's word.
    Waits {
        /// For what.
        waiting: Waiting,
    },
    /// Held back: it names an op that was refused, or a record which that one would have made.
    Held {
        /// The refused op.
        by: OpId,
    },
    /// Refused, and its person knowingly let it go; kept as a trace, shown nowhere.
    Discarded,
}

impl EntryState {
    /// Whether the op takes part in the overlay that the screen shows.
    #[must_use]
    pub fn overlays(&self) -> bool {
        if planted(Mutant::GoneAtAccepted) && matches!(self, Self::Accepted { .. }) {
            return false;
        }
        matches!(
            self,
            Self::Pending | Self::Sent | Self::Accepted { .. } | Self::Waits { .. }
        )
    }

    /// Whether the op still has to reach the server.
    #[must_use]
    pub fn is_unsent(&self) -> bool {
        matches!(self, Self::Pending | Self::Sent | Self::Waits { .. })
    }

    /// Whether a person must look at it.
    #[must_use]
    pub fn needs_attention(&self) -> bool {
        matches!(self, Self::Rejected { .. } | Self::Held { .. })
    }
}

/// An op in the outbox.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "EntryForm")]
pub struct Entry {
    /// The order in which this device made its ops, from 1.
    pub sequence: u64,
    /// The op in its exact bytes.
    pub op: SealedOp,
    /// The server had it, and its record may not show it because somebody superseded it, or because the
    /// server lost it. It is sent again to ask which; until the answer, the record shows without it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub state: EntryState,
}

impl Entry {
    /// An op that only this device has.
    #[must_use]
    pub fn new(sequence: u64, op: SealedOp) -> Self {
        Self {
            sequence,
            op,
            asks: false,
            state: EntryState::Pending,
        }
    }

    /// It stands elsewhere.
    #[must_use]
    pub fn moved(&self, state: EntryState) -> Change {
        Change::PutEntry(Self {
            asks: self.asks && state == EntryState::Sent,
            state,
            ..self.clone()
        })
    }

    /// What the server had is sent again, to ask whether it still has it.
    #[must_use]
    pub fn asked_again(&self) -> Change {
        Change::PutEntry(Self {
            asks: true,
            state: EntryState::Pending,
            ..self.clone()
        })
    }
}

/// A file whose bytes this device holds or held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "LocalFileForm")]
pub struct LocalFile {
    /// SHA-256 of the bytes.
    pub digest: FileDigest,
    /// The office that it belongs to: every office sends its own bytes.
    pub office: OfficeId,
    /// Bytes.
    pub size: u64,
    /// Media type.
    pub media: String,
    /// File name.
    pub name: String,
    /// The capture under which its chunks are stored.
    pub capture: CaptureId,
    /// Number of chunks of [`crate::limits::CHUNK_BYTES`]; the last may be shorter.
    pub chunks: u32,
    /// When it was captured, by this device's clock.
    pub captured: Millis,
    /// Where it is to be sent, once an accepted op brought the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Bytes that the server confirmed.
    pub sent: u64,
    /// Where it stands.
    #[serde(flatten)]
    pub state: FileState,
}

impl LocalFile {
    /// In which turn it is sent: the small ones first.
    #[must_use]
    pub fn turn(&self) -> (u64, FileKey) {
        (self.size, self.key())
    }

    /// Under which the device keeps it: each office's copy stands for itself, with its own bytes.
    #[must_use]
    pub fn key(&self) -> FileKey {
        FileKey::new(self.office, self.digest.clone())
    }
}

/// Where a file stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum FileState {
    /// Only here, or on its way (then `sent` is above 0).
    Local,
    /// The server has all bytes and says that they are the ones announced.
    OnServer,
    /// The server won't take it, or isn't given it.
    Refused {
        /// Why: a problem's code, the `alasan` of its `berkas` record, [`MISSING_HERE`],
        /// [`DAMAGED_HERE`] or [`STOPPED_HERE`].
        reason: String,
    },
    /// The bytes were freed on this device; the server has them, the thumbnail stays.
    Freed,
}

/// Reason of a file whose bytes this device lost before they were sent.
pub const MISSING_HERE: &str = "missing_here";
/// Reason of a file whose bytes this device damaged before they were sent: they may read well another time.
pub const DAMAGED_HERE: &str = "damaged_here";
/// Reason of a file that its person stopped before it was sent.
pub const STOPPED_HERE: &str = "stopped_here";

/// Bytes that were captured but named by no op yet: offered again at the next start, then swept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capture {
    /// Its name.
    pub id: CaptureId,
    /// The file that the chunks add up to, once sealed.
    pub file: Option<LocalFile>,
}

/// One change of the store, in the words of the domain. Encoded, it travels to the person's other tabs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Change {
    /// An outbox entry is new or stands elsewhere. Its key is the op's id: two tabs may draw the same
    /// sequence, and the op's id then decides their order.
    PutEntry(Entry),
    /// An outbox entry is no longer needed.
    RemoveEntry(OpId),
    /// Records of a stream as the server has them; where one is already held, the higher number wins.
    PutRecords(Stream, Vec<Record>),
    /// How far the stream was read.
    SetCursor(Stream, Cursor),
    /// Everything pulled of a stream goes, with its cursor.
    DropStream(Stream),
    /// A file is new or stands elsewhere. Its capture counts as named from then on.
    PutFile(LocalFile),
    /// A captured file is named for the first time: as [`Change::PutFile`], and its bytes must lie here. They don't if the
    /// browser emptied the store since; then the whole transaction is refused, with [`StoreError::Closing`].
    NameFile(LocalFile),
    /// A file's bytes and entry go, and its thumbnail if no other office's file shows it.
    RemoveFile(FileKey),
    /// The bytes of a file go; its entry, [`FileState::Freed`] from then on, and its thumbnail stay.
    FreeFile(FileKey),
    /// A capture that no op names goes, with its chunks.
    RemoveCapture(CaptureId),
    /// A small picture of a file, as JPEG bytes.
    PutThumb(FileDigest, Vec<u8>),
    /// An instrument document in its exact bytes, under its digest.
    PutInstrument(String, String),
    /// A small value under a name (epoch, device state, the draft's copy); an empty one removes it.
    PutMeta(String, String),
}

/// Changes that happen together or not at all.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Tx {
    /// In this order.
    pub changes: Vec<Change>,
    /// Whether the transaction counts as done only when the disk has it (`durability: "strict"`).
    /// Everything that "tersimpan" rests on is strict; pulled pages may be relaxed.
    pub strict: bool,
}

impl Tx {
    /// A transaction that survives a power cut once it is done.
    #[must_use]
    pub fn strict(changes: Vec<Change>) -> Self {
        Self {
            changes,
            strict: true,
        }
    }

    /// A transaction that may be lost with the power, never in part.
    #[must_use]
    pub fn relaxed(changes: Vec<Change>) -> Self {
        Self {
            changes,
            strict: false,
        }
    }
}

/// All that a device holds, but for chunks and thumbnails.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Loaded {
    /// Confirmed records.
    pub records: Vec<Record>,
    /// Outbox entries, by sequence.
    pub entries: Vec<Entry>,
    /// Cursors.
    pub cursors: Vec<(Stream, Cursor)>,
    /// Files.
    pub files: Vec<LocalFile>,
    /// Captures that no op names.
    pub captures: Vec<Capture>,
    /// Instrument documents: digest and exact bytes.
    pub instruments: Vec<(String, String)>,
    /// Small values by name.
    pub meta: Vec<(String, String)>,
    /// Stored values whose checksum didn't fit: said, exported as they are, and pulled again where the
    /// server has them.
    pub damaged: Vec<Damaged>,
}

/// A stored value that can't be trusted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damaged {
    /// Where it lies: store and key.
    pub place: String,
    /// Whether the server can give it again (a pulled record), or only this device had it.
    pub pullable: Option<Stream>,
}

/// Names of the values under [`Change::PutMeta`].
pub mod meta {
    /// The epoch of the server's database, as last heard.
    pub const EPOCH: &str = "epoch";
    /// The server's offset from this device's clock in milliseconds, as last measured.
    pub const CLOCK_OFFSET: &str = "clock_offset";
    /// When everything was last exchanged with the server, by this device's clock.
    pub const LAST_EXCHANGE: &str = "last_exchange";
    /// When everything was last compared with the server, by this device's clock.
    pub const RECONCILED: &str = "reconciled";
    /// When a store that was full was tried last, by this device's clock.
    pub const STORE_TRIED: &str = "store_tried";
    /// `1` if the server has a place for backups, `0` if not.
    pub const BACKUP_PLACE: &str = "backup_place";
    /// The devices that the person leads, as the server last listed them; goes with what was pulled.
    pub const DEVICES: &str = "devices";
    /// There once the browser was found to have emptied this device's store, until the person has read it
    /// ([`crate::sync::held::Emptied`]).
    pub const EMPTIED: &str = "emptied";
    /// The same, from then on.
    pub const EMPTIED_READ: &str = "emptied_read";
    /// Where it is noted that the store was emptied, read or not.
    pub const EMPTIED_NOTES: [&str; 2] = [EMPTIED, EMPTIED_READ];
    /// Which store this is: there once the browser emptied it under an open tab, the moment at which that was noticed.
    pub const STORE: &str = "store";
    /// When files may be sent ([`crate::sync::sending::Sending::word`]).
    pub const SENDING: &str = "sending";
    /// What [`origins`] names begin with.
    pub const ORIGINS_PREFIX: &str = "origins:";
    /// What [`safe`] names begin with.
    pub const SAFE_PREFIX: &str = "safe:";
    /// What [`drift`] names begin with.
    pub const DRIFT_PREFIX: &str = "drift:";
    /// What [`receipt`] names begin with.
    pub const RECEIPT_PREFIX: &str = "receipt:";
    /// How many receipts were let go because there were too many.
    pub const RECEIPTS_GONE: &str = "receipts_gone";

    /// The last number of the stream that is safe.
    #[must_use]
    pub fn safe(stream: crate::op::Stream) -> String {
        format!("{SAFE_PREFIX}{stream}")
    }

    /// What the last comparison found amiss with the stream ([`crate::sync::engine::Drift`]).
    #[must_use]
    pub fn drift(stream: crate::op::Stream) -> String {
        format!("{DRIFT_PREFIX}{stream}")
    }

    /// The stream's head as the device saw it last ([`crate::wire::Link`]).
    #[must_use]
    pub fn head(stream: crate::op::Stream) -> String {
        format!("head:{stream}")
    }

    /// The server's word ([`crate::wire::Receipt`]) for a push, under the first op that it accepted.
    #[must_use]
    pub fn receipt(op: crate::id::OpId) -> String {
        format!("{RECEIPT_PREFIX}{op}")
    }

    /// On which devices the ops about a record were made, as the server's history said; goes with what was pulled.
    #[must_use]
    pub fn origins(record: crate::id::RecordId) -> String {
        format!("{ORIGINS_PREFIX}{record}")
    }

    /// Up to which report of another device its person wants to hear of it no more.
    #[must_use]
    pub fn quiet(device: crate::id::DeviceId) -> String {
        format!("diam:{device}")
    }

    /// There if the person let this file go, refused or not sent yet.
    #[must_use]
    pub fn let_go(file: &crate::id::FileKey) -> String {
        format!("let_go:{file}")
    }

    /// There if the person let this damaged value go; what is left of it stays where it lies.
    #[must_use]
    pub fn damage_let_go(place: &str) -> String {
        format!("let_go:rusak:{place}")
    }

    /// There if the stream was once read to its end; goes with the stream.
    #[must_use]
    pub fn caught_up(stream: crate::op::Stream) -> String {
        format!("caught_up:{stream}")
    }
}

/// Why the store didn't do what it was asked. Nothing of the transaction was done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// The disk, or what the browser allows of it, is full.
    #[error("no room left on this device")]
    Full,
    /// The browser closed the connection, or there is none yet: reopen and try again.
    #[error("the store is closing")]
    Closing,
    /// A tab of an older build holds the database: close it, then try again.
    #[error("another tab of an older version holds the store")]
    Blocked,
    /// A newer build took the database over while this one was open: this one must be loaded anew.
    #[error("a newer version took the store over")]
    TakenOver,
    /// The database was deleted while this tab had it open (somebody begins anew): load anew, and sign in again.
    #[error("the store was deleted in another tab")]
    Deleted,
    /// The database is of a newer build that this one can't read: refused, never wiped.
    #[error("the store was written by a newer version")]
    Newer,
    /// The bytes read back aren't the bytes written.
    #[error("what was written can't be read back")]
    Damaged,
    /// Anything else, in the browser's words.
    #[error("the store failed: {0}")]
    Other(String),
}

/// What a device can keep. Everything is computed before it is called; no call awaits anything but the
/// store itself.
#[expect(
    async_fn_in_trait,
    reason = "devices are single-threaded: no future of theirs needs Send"
)]
pub trait DeviceStore {
    /// Everything but chunks and thumbnails.
    async fn load(&self) -> Result<Loaded, StoreError>;

    /// All changes or none.
    async fn commit(&self, tx: &Tx) -> Result<(), StoreError>;

    /// One chunk of a capture, in a strict transaction of its own (bytes first, then the fact).
    async fn put_chunk(
        &self,
        capture: CaptureId,
        index: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError>;

    /// Seals a capture: reads its chunks back, checks their digest and size, and keeps `file` with it.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] if the chunks don't add up to `file.digest`.
    async fn seal(&self, file: &LocalFile) -> Result<(), StoreError>;

    /// One chunk of a file or capture; nothing if it isn't (or no longer) here.
    async fn chunk(&self, capture: CaptureId, index: u32) -> Result<Option<Vec<u8>>, StoreError>;

    /// The small picture of a file.
    async fn thumb(&self, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError>;
}

/// The epoch that a store remembers.
#[must_use]
pub fn epoch_of(loaded: &Loaded) -> Option<Epoch> {
    let (_, text) = loaded.meta.iter().find(|(name, _)| name == meta::EPOCH)?;
    text.parse().ok()
}
