//! Sync: how a device and a server come to agree.
//!
//! | module | holds |
//! |---|---|
//! | [`store`] | the contract of a device's store |
//! | [`platform`] | what the loop needs of the machine: network, clock, randomness, key, sleep |
//! | [`replica`] | all that a device holds in memory |
//! | [`engine`] | the state machine, without IO: what to do next |
//! | [`node`] | the loop that carries it out, and the ways for a person to state facts |
//! | [`memory`] | a store in memory that fails, stops and forgets when it is told to |
//! | [`held`] | what waits too long, what the badge counts, what files take |
//! | [`safe`] | what may be forgotten, because two backups hold it |
//! | [`tally`] | the Standings of a cycle, kept in step with the replica |
//! | [`mod@line`] | the one sentence about sync that is always on the screen |
//!
//! # The whole protocol
//!
//! A device keeps what the server confirmed and an outbox of its own ops. It pushes ops in exact bytes
//! until each has an answer, then pulls records page by page. Here without disk and network: two
//! devices, and a server of thirty lines that merges what it gets.
//!
//! ```
//! # use model::id::{CycleId, DeviceId, Epoch, OfficeId, OpId, PersonId, RecordId};
//! # use model::merge::{self, Stamp};
//! # use model::op::{Body, Edit, Op, SealedOp, Stream, Target, VOCABULARY};
//! # use model::record::Record;
//! # use model::schema::Kind;
//! # use model::time::Millis;
//! use model::sync::engine::{Engine, Next, Surroundings};
//! use model::sync::platform::{Request, Response};
//! use model::sync::store::{Change, Entry, EntryState, Loaded, Tx};
//! use model::sync::{Identity, Replica};
//! use model::wire::{Cursor, OpAnswer, Outcome, Page, PullAnswer, PullBody, PushAnswer, PushBody};
//!
//! # let siti = PersonId::derived(&["siti"]);
//! # let stream = Stream::work(OfficeId::derived(&["kpu-trenggalek"]));
//! # let epoch = Epoch::derived(&["first"]);
//! # let now = Millis(1_790_000_000_000);
//! # fn ok<T: serde::Serialize>(body: &T) -> Response {
//! #     Response { status: 200, headers: Vec::new(), body: serde_json::to_vec(body).unwrap() }
//! # }
//! // The server: an op log, and the records that it adds up to.
//! let mut log: Vec<OpId> = Vec::new();
//! let mut records: Vec<Record> = Vec::new();
//! let mut server = |request: &Request| -> Response {
//!     if request.path.ends_with("/push") {
//!         let body: PushBody = serde_json::from_slice(&request.body).unwrap();
//!         let mut answers = Vec::new();
//!         for raw in &body.ops {
//!             let sealed = SealedOp::decode(raw).unwrap();
//!             let op = sealed.op();
//!             if !log.contains(&op.id) {
//!                 log.push(op.id); // a second arrival changes nothing
//!                 let stamp = Stamp { number: log.len() as u64, effective: op.at };
//!                 let place = records.iter().position(|record| record.id == op.record.id);
//!                 let place = place.unwrap_or_else(|| {
//!                     let Target { kind, id } = op.record.clone();
//!                     records.push(Record::new(kind, id, op.stream, op.cycle));
//!                     records.len() - 1
//!                 });
//!                 merge::apply(&mut records[place], op, stamp);
//!             }
//!             let number = 1 + log.iter().position(|id| *id == op.id).unwrap() as u64;
//!             let outcome = Outcome::Accepted { number, uploads: Vec::new() };
//!             answers.push(OpAnswer { id: op.id, outcome });
//!         }
//!         ok(&PushAnswer { epoch, now, answers, safe: None, receipt: None })
//!     } else {
//!         let body: PullBody = serde_json::from_slice(&request.body).unwrap();
//!         let read = body.cursors.first().map_or(0, |held| held.cursor.0.parse().unwrap());
//!         let newer = records.iter().filter(|record| record.number > read);
//!         let newer = newer.map(|record| serde_json::value::to_raw_value(record).unwrap());
//!         let cursor = Cursor(log.len().to_string());
//!         let page = Page { stream, records: newer.collect(), cursor, more: false, anew: false };
//!         let (streams, pages, instruments) = (vec![stream], vec![page], Vec::new());
//!         ok(&PullAnswer { epoch, now, person: siti, streams, pages, instruments, safe: None })
//!     }
//! };
//!
//! // A device does what its engine wants until that wants to rest. (`Node::run` is this loop, with a
//! // store, a network and a key.)
//! let mut sync = |engine: &mut Engine, replica: &mut Replica| loop {
//!     match engine.next(replica, Surroundings { now, visible: true, metered: false }) {
//!         Next::Commit(tx) => { replica.apply(&tx); }
//!         Next::Send(want) => engine.heard(Ok(server(&want.request)), now, 0),
//!         Next::Rest(_) => break,
//!     }
//! };
//!
//! // Siti states a title on her phone; it is shown at once.
//! let phone = DeviceId::derived(&["ponsel"]);
//! let id = RecordId::derived(&["notula"]);
//! let op = SealedOp::seal(Op {
//!     v: VOCABULARY,
//!     id: OpId::derived(&["op"]),
//!     actor: siti,
//!     device: phone,
//!     at: now,
//!     stream,
//!     cycle: Some(CycleId::derived(&["2026"])),
//!     record: Target { kind: Kind::Bukti, id },
//!     body: Body::Write {
//!         edits: vec![Edit::Set {
//!             field: "judul".to_owned(),
//!             value: "Notula rapat".into(),
//!             base: Vec::new(),
//!         }],
//!     },
//!     on_behalf: None,
//!     salt: "c0ffee".to_owned(),
//! })?;
//! let mut replica = Replica::new(Loaded::default());
//! let entry = Entry::new(1, op.clone());
//! replica.apply(&Tx::strict(vec![Change::PutEntry(entry)]));
//! assert_eq!(replica.record(id).unwrap().text("judul"), Some("Notula rapat"));
//! assert!(replica.is_unsent(id));
//!
//! // It is pushed, accepted under number 1, and confirmed by the record that comes back.
//! sync(&mut Engine::new(Identity { person: siti, device: phone }), &mut replica);
//! let state = &replica.entry(op.op().id).unwrap().state;
//! assert_eq!(*state, EntryState::Confirmed { number: 1 });
//!
//! // Her desktop pulls it.
//! let desktop = DeviceId::derived(&["meja"]);
//! let mut other = Replica::new(Loaded::default());
//! sync(&mut Engine::new(Identity { person: siti, device: desktop }), &mut other);
//! assert_eq!(other.record(id), replica.record(id));
//! # Ok::<(), model::op::OpError>(())
//! ```

#[cfg(any(test, feature = "contract"))]
pub mod contract;
mod depend;
pub mod engine;
mod gate;
pub mod held;
mod http;
pub mod line;
pub mod memory;
pub mod node;
pub mod platform;
pub mod preview;
pub mod replica;
mod retry;
pub mod safe;
pub mod sending;
pub mod store;
pub mod tally;

pub use line::{Reach, SyncLine};
pub use node::{Attached, Identity, Node};
pub use platform::Platform;
pub use replica::{Changed, Replica};
pub use tally::{Counted, Tally};

#[cfg(test)]
mod tests;
