//! Names of things. All are UUIDs: version 7 where a device or the server makes one (the moment and the
//! randomness are passed in), version 8 where the name follows from what the thing is.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

/// Source of randomness, passed in by whoever runs the model.
pub trait Randomness {
    /// Fills `bytes` with bytes that nobody can guess.
    fn fill(&mut self, bytes: &mut [u8]);
}

/// UUID version 7 of a moment and ten random bytes.
fn v7(now: crate::time::Millis, random: &mut dyn Randomness) -> Uuid {
    let mut tail = [0_u8; 10];
    random.fill(&mut tail);
    let millis = u64::try_from(now.0).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(millis, &tail).into_uuid()
}

/// UUID version 8 from the SHA-256 of the parts: the same parts give the same name everywhere.
fn derived(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new();
    for part in parts {
        // The length goes first, so that ("ab", "c") and ("a", "bc") differ.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let digest = hash.finalize();
    let mut bytes = [0_u8; 16];
    bytes.copy_from_slice(&digest[..16]);
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new name, made at `now` from passed-in randomness (UUIDv7).
            pub fn new(now: crate::time::Millis, random: &mut dyn Randomness) -> Self {
                Self(v7(now, random))
            }

            /// The name that follows from `parts` (UUIDv8).
            #[must_use]
            pub fn derived(parts: &[&str]) -> Self {
                Self(derived(parts))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )*};
}

ids! {
    /// One op: a fact that a person stated.
    OpId;
    /// One record: what the ops about one thing add up to.
    RecordId;
    /// An office (satker). Its `kantor` record has the same UUID.
    OfficeId;
    /// A person. The `orang` record has the same UUID.
    PersonId;
    /// A device of one person. The `perangkat` record has the same UUID.
    DeviceId;
    /// A cycle (siklus) of an office. The `siklus` record has the same UUID.
    CycleId;
    /// Bytes being captured on a device, before they have a digest.
    CaptureId;
    /// A database: new when it is made and when it is restored (DESIGN §2, "epoch").
    Epoch;
}

impl PersonId {
    /// The server speaking for itself (`sistem`): a file is complete, a cycle opens.
    pub const SISTEM: Self = Self(Uuid::nil());
}

macro_rules! record_of {
    ($($name:ident),*) => {$(
        impl From<$name> for RecordId {
            fn from(id: $name) -> Self {
                Self(id.0)
            }
        }
        impl From<RecordId> for $name {
            fn from(id: RecordId) -> Self {
                Self(id.0)
            }
        }
    )*};
}
record_of!(OfficeId, PersonId, DeviceId, CycleId);

impl RecordId {
    /// The answer to `item` in `cycle` of `office`: it exists once by nature, so two people who begin
    /// it offline meet in one record.
    #[must_use]
    pub fn answer(office: OfficeId, cycle: CycleId, item: &str) -> Self {
        Self::derived(&["jawaban", &office.to_string(), &cycle.to_string(), item])
    }

    /// The verdict of `layer` on `item` in `cycle` of `office`.
    #[must_use]
    pub fn verdict(office: OfficeId, cycle: CycleId, item: &str, layer: &str) -> Self {
        Self::derived(&[
            "putusan",
            &office.to_string(),
            &cycle.to_string(),
            item,
            layer,
        ])
    }

    /// What `office` reached in `year` under the worksheets of `family`.
    #[must_use]
    pub fn past(office: OfficeId, family: &str, year: i32) -> Self {
        Self::derived(&["riwayat", &office.to_string(), family, &year.to_string()])
    }

    /// What the server says of the file with `digest` of `office` (complete, refused).
    #[must_use]
    pub fn file(office: OfficeId, digest: &FileDigest) -> Self {
        Self::derived(&["berkas", &office.to_string(), &digest.0])
    }
}

/// SHA-256 of a file's bytes, 64 lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct FileDigest(String);

/// A text that is no SHA-256 in lower-case hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a digest has 64 digits of 0-9 and a-f")]
pub struct BadDigest;

impl TryFrom<String> for FileDigest {
    type Error = BadDigest;
    fn try_from(text: String) -> Result<Self, BadDigest> {
        let hex = text
            .bytes()
            .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        if text.len() == 64 && hex {
            Ok(Self(text))
        } else {
            Err(BadDigest)
        }
    }
}

impl From<FileDigest> for String {
    fn from(digest: FileDigest) -> Self {
        digest.0
    }
}

impl std::fmt::Display for FileDigest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FileDigest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha256_hex(bytes))
    }

    /// The 64 digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A file as an office has it: the same bytes of another office are another file, sent to another
/// address, refused or freed for itself.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FileKey {
    /// SHA-256 of its bytes.
    pub digest: FileDigest,
    /// The office.
    pub office: OfficeId,
}

impl FileKey {
    /// The file with `digest` of `office`.
    #[must_use]
    pub fn new(office: OfficeId, digest: FileDigest) -> Self {
        Self { digest, office }
    }
}

impl std::fmt::Display for FileKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.digest, self.office)
    }
}

impl std::str::FromStr for FileKey {
    type Err = BadFileKey;
    fn from_str(text: &str) -> Result<Self, BadFileKey> {
        let (digest, office) = text.split_once(':').ok_or(BadFileKey)?;
        let digest = FileDigest::try_from(digest.to_owned()).map_err(|_| BadFileKey)?;
        let office = office.parse().map_err(|_| BadFileKey)?;
        Ok(Self { digest, office })
    }
}

/// A text that is no digest and office with a colon between them.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a file's key is its digest, a colon and its office")]
pub struct BadFileKey;

/// SHA-256 of `bytes` as lower-case hexadecimal.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |n: u8| char::from(DIGITS[usize::from(n & 15)]);
    bytes
        .iter()
        .flat_map(|b| [digit(b >> 4), digit(*b)])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_names_depend_on_every_part() {
        let office = OfficeId::derived(&["a"]);
        let cycle = CycleId::derived(&["b"]);
        assert_eq!(
            RecordId::answer(office, cycle, "x"),
            RecordId::answer(office, cycle, "x")
        );
        assert_ne!(
            RecordId::answer(office, cycle, "x"),
            RecordId::answer(office, cycle, "y")
        );
        assert_ne!(
            RecordId::derived(&["ab", "c"]),
            RecordId::derived(&["a", "bc"])
        );
        // Fixed for ever: phones computed this name before.
        assert_eq!(
            RecordId::derived(&["jawaban", "x"]).to_string(),
            RecordId::derived(&["jawaban", "x"]).to_string()
        );
    }

    #[test]
    fn digests_are_checked() {
        assert!(FileDigest::try_from("A".repeat(64)).is_err());
        assert!(FileDigest::try_from("a".repeat(63)).is_err());
        assert_eq!(FileDigest::of(b"").as_str().len(), 64);
        assert_eq!(hex(&[0, 0xab, 0xff]), "00abff");
    }
}
