//! Bukti's rules: what a fact is, how facts merge, who may state them, what they add up to, and how a
//! device and a server come to agree about them.
//!
//! The crate is pure. It reads no clock, draws no randomness, touches no disk and no network: whatever
//! it needs of these is passed in. The same code runs on a phone (wasm32) and on the server (native),
//! so that a rule has one home.
//!
//! | module | holds |
//! |---|---|
//! | [`id`], [`time`], [`limits`] | names, moments and dates, and the size of everything |
//! | [`op`], [`record`], [`schema`], [`merge`] | facts, what they add up to, what each kind holds, how they merge |
//! | [`directory`], [`rights`], [`reject`], [`rules`] | offices, people and roles; who may do what; the check of one op |
//! | [`command`], [`view`] | typed ways to make ops and to read records |
//! | [`instrument`], [`score`] | worksheets as data, and the Standing of every node |
//! | [`mutant`] | planted bugs, in no product |
//! | [`wire`], [`sync`] | what travels; the engine, its loop, and the contract of a device's store |

mod behalf;
pub mod command;
pub mod directory;
pub mod follow;
mod form;
pub mod id;
pub mod instrument;
pub mod limits;
pub mod merge;
pub mod mutant;
pub mod op;
pub mod record;
pub mod reject;
pub mod rights;
pub mod rules;
pub mod schema;
pub mod score;
pub mod sync;
pub mod table;
pub mod time;
pub mod view;
pub mod wire;
