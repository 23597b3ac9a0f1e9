//! The browser as the machine that sync runs on: clock, randomness, network, key, tabs, small storage.
//! Each is touched in its own file here and nowhere else.

pub mod badge;
mod browser;
pub mod clock;
pub mod connection;
pub mod install;
pub mod key;
pub mod local;
pub mod net;
pub mod page;
pub mod random;
mod rest;
mod share;
mod tabs;

pub use browser::Browser;
pub use rest::{drawn, insist, sleep};
pub use share::{Shared, can_share_file, share, share_file};
pub use tabs::{Heard, Tabs};
