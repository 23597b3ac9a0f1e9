//! The server's library: what the binary `bukti` serves and what its command line does.
//!
//! | module | holds |
//! |---|---|
//! | [`clock`] | the only place that reads a clock or draws randomness |
//! | [`store`] | ops, records, sign-in, uploads: one contract, kept by SQLite and by memory |
//! | [`files`], [`intake`], [`sniff`] | bytes of files: where they lie, how they come, what they are |
//! | [`sync`] | taking pushed ops, giving pages of records |
//! | [`live`] | nudges to who listens |
//! | [`key`] | the key that signs receipts |
//! | [`http`] | the router: API, shell, builds |
//! | [`rollup`] | the offices below mine, each with its Standing |
//! | `admin` | what the server-rendered pages show |
//! | [`serve`] | opening a data folder, listening, TLS, stopping |
//! | [`backup`], [`verify`] | copies that can be trusted; proving that nothing was changed |
//! | [`signin`], [`passwords`] | sessions, Argon2id, slowed tries |
//! | [`sistem`] | ops that the server states itself |
//! | [`instruments`] | the worksheets that come with the program |
//! | [`lembar`] | worksheets as workbooks: read, checked, scored |
//! | [`cli`], [`demo`] | the command line; the demo office |

#[cfg(feature = "admin")]
pub mod admin;
pub mod backup;
pub mod cli;
pub mod clock;
pub mod demo;
pub mod files;
pub mod http;
pub mod instruments;
pub mod intake;
pub mod key;
pub mod lembar;
pub mod live;
pub mod passwords;
pub mod rollup;
pub mod serve;
pub mod signin;
pub mod sistem;
pub mod sniff;
pub mod store;
pub mod sync;
pub mod verify;

pub use http::router;
pub use serve::{App, Config, ServeError, serve};
