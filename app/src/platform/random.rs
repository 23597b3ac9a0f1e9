//! Randomness that nobody can guess.

use model::id::Randomness;
use wasm_bindgen::JsCast as _;

/// What the browser gives at once.
const AT_ONCE: usize = 65_536;

/// Fills `bytes`. A browser without `crypto.getRandomValues` can't run Bukti: it ends in the page that
/// says so, rather than making names that others could guess.
pub fn fill(bytes: &mut [u8]) {
    let window: web_sys::Window = js_sys::global().unchecked_into();
    for piece in bytes.chunks_mut(AT_ONCE) {
        let filled = window
            .crypto()
            .and_then(|crypto| crypto.get_random_values_with_u8_array(piece));
        if filled.is_err() {
            wasm_bindgen::throw_str("this browser gives no randomness");
        }
    }
}

/// The browser's randomness, for whoever makes names.
pub struct Random;

impl Randomness for Random {
    fn fill(&mut self, bytes: &mut [u8]) {
        fill(bytes);
    }
}
