//! The field pages: local-first, mounted in the shell (DESIGN §5). What they show comes only from the
//! engine; what a person does goes to it as drafts. Whatever needs the engine is compiled for browsers
//! only; pure parts are compiled and tested natively too.

#[cfg(target_arch = "wasm32")]
pub mod beranda;
#[cfg(target_arch = "wasm32")]
pub mod berbeda;
pub mod bukti;
#[cfg(target_arch = "wasm32")]
pub mod butir;
#[cfg(target_arch = "wasm32")]
pub mod capture;
#[cfg(target_arch = "wasm32")]
pub mod coba;
#[cfg(target_arch = "wasm32")]
pub mod here;
pub mod kabar;
#[cfg(target_arch = "wasm32")]
pub mod langkah;
#[cfg(target_arch = "wasm32")]
pub mod later;
#[cfg(target_arch = "wasm32")]
pub mod lke;
#[cfg(target_arch = "wasm32")]
pub mod masuk;
pub mod rencana;
#[cfg(target_arch = "wasm32")]
pub mod rusak;
#[cfg(target_arch = "wasm32")]
pub mod saving;
#[cfg(target_arch = "wasm32")]
pub mod saya;
#[cfg(target_arch = "wasm32")]
pub mod shell;
pub mod sinkron;
#[cfg(target_arch = "wasm32")]
pub mod states;
