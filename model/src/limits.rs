//! The size of everything (DESIGN §2, "Limits"). Each has its refusal in [`crate::reject`].

/// Bytes of one op.
pub const OP_BYTES_MAX: usize = 64 * 1000;
/// Ops in one push.
pub const PUSH_OPS_MAX: usize = 500;
/// Bytes of one push's body, uncompressed.
pub const PUSH_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of one record as JSON.
pub const RECORD_BYTES_MAX: usize = 256 * 1000;
/// Records in one page of a pull.
pub const PULL_RECORDS_MAX: usize = 500;
/// Devices that a person may register in 24 hours: who loses a store or borrows a phone is far below.
pub const DEVICES_PER_DAY_MAX: usize = 20;
/// Bytes of the ops that one revoked device has sent and that wait for a person to admit them: the work of
/// months without a connection, and no way to fill the disk.
pub const HELD_BYTES_MAX: usize = 16 * 1000 * 1000;
/// Things that a device may say wait on it: more than any holds, and few enough to be read.
pub const REPORTED_MAX: u32 = 99_999;
/// How long ago, in milliseconds, a device may say that the oldest of them began to wait: five years.
pub const REPORTED_AGE_MAX_MS: i64 = 5 * 366 * 24 * 60 * 60 * 1000;
/// Bytes of one file.
pub const FILE_BYTES_MAX: u64 = 100_000_000;
/// Bytes of one chunk, on the device and on the wire.
pub const CHUNK_BYTES: usize = 1024 * 1024;
/// Pieces of evidence for one item.
pub const EVIDENCE_PER_ITEM_MAX: usize = 50;
/// Records of one stream and cycle.
pub const RECORDS_PER_CYCLE_MAX: usize = 10_000;
/// Of these, kept for the plan, answers, evidence and verdicts: whoever may only talk can't shut work out.
pub const RECORDS_FOR_WORK: usize = 4_000;
/// Edits in one op.
pub const EDITS_PER_OP_MAX: usize = 64;
/// Bytes of one instrument as JSON.
pub const INSTRUMENT_BYTES_MAX: usize = 2_000_000;
/// Characters of a title.
pub const TITLE_CHARS_MAX: usize = 300;
/// Characters of a note, a comment or a reason.
pub const TEXT_CHARS_MAX: usize = 10_000;
/// Characters of a link.
pub const LINK_CHARS_MAX: usize = 2_000;
