//! How a device learns what it may rely on: what is *safe* in backups, receipts for what was accepted,
//! the comparison of all that it holds with the server; and what it says of itself.

use serde::{Deserialize, Deserializer, Serialize};

use super::Cursor;
use crate::id::{CycleId, DeviceId, Epoch, OpId, PersonId, RecordId};
use crate::limits::{REPORTED_AGE_MAX_MS, REPORTED_MAX};
use crate::op::Stream;
use crate::time::Millis;

/// Streams in one [`ReconcileBody`].
pub const RECONCILE_STREAMS_MAX: usize = 20;
/// Header of a receipt's text that says what it is.
pub const RECEIPT_PURPOSE: &str = "receipt";

/// What is *safe* (DESIGN §2, "The server may go back in time"): contained in two completed backups, in
/// a place that the admin named. A device keeps its accepted ops and their files until then.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Safety {
    /// Whether the admin named a place for backups. Without one nothing becomes safe.
    pub place: bool,
    /// The last safe number of each stream that was asked for and has one.
    #[serde(default)]
    pub streams: Vec<StreamNumber>,
}

/// A stream and a number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamNumber {
    /// The stream.
    pub stream: Stream,
    /// The number.
    pub number: u64,
}

/// A link of a stream's hash chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Number of the op.
    pub number: u64,
    /// The chain's link there, hexadecimal: it covers every op up to it.
    pub chain: String,
}

/// The server's signed word that it accepted ops: kept by the device, checked by `bukti verify`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// A [`ReceiptText`] in the exact bytes that were signed.
    pub text: String,
    /// ECDSA P-256 over the SHA-256 of `text`: 64 bytes r‖s, base64url without padding.
    pub signature: String,
}

/// What a receipt says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReceiptText {
    /// Always [`RECEIPT_PURPOSE`], so that the signature can't serve another purpose.
    pub purpose: String,
    /// [`super::WIRE_VERSION`].
    pub format: u32,
    /// The database's epoch.
    pub epoch: Epoch,
    /// The server's clock.
    pub now: Millis,
    /// Whose ops.
    pub person: PersonId,
    /// The device that sent them.
    pub device: DeviceId,
    /// By stream.
    pub streams: Vec<StreamReceipt>,
}

/// What a receipt says of one stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamReceipt {
    /// The stream.
    pub stream: Stream,
    /// The link at the highest of the numbers.
    #[serde(flatten)]
    pub link: Link,
    /// The ops with their numbers.
    pub ops: Vec<(OpId, u64)>,
}

/// Body of `POST /api/v1/sync/reconcile`: at most [`RECONCILE_STREAMS_MAX`] streams.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileBody {
    /// What to compare.
    pub streams: Vec<ReconcileAsk>,
}

/// A stream that a device wants to compare.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileAsk {
    /// The stream.
    pub stream: Stream,
    /// How far it was read.
    pub cursor: Cursor,
    /// Number of the last head that the device remembers of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<u64>,
}

/// Answer to a [`ReconcileBody`]. Streams that the person may not read, whose cursor can't be used, or
/// that passed the answer's limit are left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReconcileAnswer {
    /// The database's epoch.
    pub epoch: Epoch,
    /// Whose session this is.
    pub person: PersonId,
    /// The streams.
    pub streams: Vec<Reconciled>,
}

/// What the server holds of a stream.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reconciled {
    /// The stream.
    pub stream: Stream,
    /// The number that the cursor says: a record whose number isn't higher must be on the device.
    pub upto: u64,
    /// The cycles that the pairs are of (beside records of no cycle); none: all records.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cycles: Option<Vec<CycleId>>,
    /// Every record with its number now.
    pub records: Vec<(RecordId, u64)>,
    /// The stream's head.
    pub head: Link,
    /// The link at the number that the device remembers, if the stream is so long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<Link>,
}

/// What a device says of itself with a push or a pull: how much waits on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceReport {
    /// Ops and files that the server hasn't, beside those of this push.
    #[serde(deserialize_with = "bounded")]
    pub waiting: u32,
    /// Refused or held things that wait for their person.
    #[serde(deserialize_with = "bounded")]
    pub attention: u32,
    /// Since when the oldest of both waits, by the server's clock as the device knows it.
    #[serde(
        default,
        deserialize_with = "moment",
        skip_serializing_if = "Option::is_none"
    )]
    pub since: Option<Millis>,
}

/// A moment, if it is one.
fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Millis>, D::Error> {
    let said = serde_json::Value::deserialize(from)?;
    Ok(said.as_i64().map(Millis))
}

/// A count of things on a device. However large, it is no reason to refuse the work that comes with it.
fn bounded<'de, D: Deserializer<'de>>(from: D) -> Result<u32, D::Error> {
    let said = serde_json::Value::deserialize(from)?;
    // Below nothing is nothing; what is more than any whole number is the most.
    let most = if said.as_f64().is_some_and(|said| said < 0.0) {
        0
    } else {
        REPORTED_MAX
    };
    let count = said.as_u64().and_then(|said| u32::try_from(said).ok());
    Ok(count.map_or(most, |count| count.min(REPORTED_MAX)))
}

impl DeviceReport {
    /// The report as the server takes it at `now`. Nobody can check what a device says of itself; what can't be is cut
    /// to what can, because the people who lead an office look for work by it, and the push that brings it is never
    /// refused for it: nothing waits since a moment to come, and what is older than anything held here says nothing.
    #[must_use]
    pub fn taken(self, now: Millis) -> Self {
        let since = self.since.map(|since| since.min(now));
        Self {
            waiting: self.waiting.min(REPORTED_MAX),
            attention: self.attention.min(REPORTED_MAX),
            since: since.filter(|since| now.0.saturating_sub(since.0) <= REPORTED_AGE_MAX_MS),
        }
    }
}

/// A device as `GET /api/v1/devices` lists it: the asker's own, and those of the offices that they lead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    /// The device.
    pub device: DeviceId,
    /// What it is called.
    pub name: String,
    /// Whose it is.
    pub person: PersonId,
    /// When it last pushed or pulled.
    pub seen: Millis,
    /// What it last said of itself, and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<(DeviceReport, Millis)>,
    /// It was revoked: listed as long as work lies on it, or of it is kept aside.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
    /// Ops that it sent after it was revoked, which the server keeps aside until they are admitted, and when the
    /// first of them came. Its own report leaves them out: it goes with the push that brings them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held: Option<(u32, Millis)>,
}

impl DeviceRow {
    /// Whether something lies there, as it last said, or is kept aside of it, that doesn't count yet.
    #[must_use]
    pub fn holds(&self) -> bool {
        let said = |(report, _): (DeviceReport, Millis)| report.waiting + report.attention > 0;
        self.report.is_some_and(said) || self.held.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_800_000_000_000);

    fn taken(json: &str) -> DeviceReport {
        let said: DeviceReport = serde_json::from_str(json).unwrap();
        said.taken(NOW)
    }

    #[test]
    fn what_a_device_says_of_itself_is_taken_as_far_as_it_can_be() {
        let plain = r#"{"waiting":3,"attention":1,"since":1799000000000}"#;
        let report = DeviceReport {
            waiting: 3,
            attention: 1,
            since: Some(Millis(1_799_000_000_000)),
        };
        assert_eq!(taken(plain), report);
        let many = r#"{"waiting":1000000000000,"attention":4294967295,"since":253402300799000}"#;
        let most = DeviceReport {
            waiting: REPORTED_MAX,
            attention: REPORTED_MAX,
            since: Some(NOW),
        };
        assert_eq!(taken(many), most);
        for since in [
            "0",
            "-9223372036854775808",
            "1e300",
            "99999999999999999999",
            "\"kemarin\"",
        ] {
            let old = format!(r#"{{"waiting":1,"attention":0,"since":{since}}}"#);
            assert_eq!(taken(&old).since, None, "{since}");
        }
        for (said, count) in [("1e300", REPORTED_MAX), ("-1", 0), ("-1e300", 0)] {
            let odd = format!(r#"{{"waiting":{said},"attention":0}}"#);
            assert_eq!(taken(&odd).waiting, count, "{said}");
        }
    }
}
