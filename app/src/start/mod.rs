//! The entry, and what it tells the page's own script.

#[cfg(feature = "hydrate")]
mod admin;
#[cfg(not(feature = "hydrate"))]
mod field;

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};

#[cfg(feature = "hydrate")]
use admin as half;
#[cfg(not(feature = "hydrate"))]
use field as half;

/// Starts this half of the app on the page that loaded it.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        tell("buktiPanik", &[info.to_string().into()]);
    }));
    half::start();
}

/// Says that the app is drawn: the watchdog ends.
fn ready() {
    tell("buktiSiap", &[]);
}

/// Tells `start.js` that the first page of a person at work can be used: what the device keeps for later may
/// be fetched now.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn at_work() {
    tell("buktiKerja", &[]);
}

/// Does something between two calls that a measurement listens to (`end2end/bench/score.bench.ts`); elsewhere
/// nobody does, and they cost a look at the global object.
#[cfg(not(feature = "hydrate"))]
pub(crate) fn heard<T>(what: &str, work: impl FnOnce() -> T) -> T {
    tell("buktiMulai", &[what.into()]);
    let done = work();
    tell("buktiUsai", &[what.into()]);
    done
}

/// Calls a function that `start.js` put on the global object; without it there is nobody to tell.
pub(crate) fn tell(name: &str, arguments: &[JsValue]) {
    let found = Reflect::get(&js_sys::global(), &name.into()).ok();
    if let Some(function) = found.and_then(|found| found.dyn_into::<Function>().ok()) {
        let arguments = arguments.iter().collect();
        // It can't be helped if the page's own script fails.
        drop(function.apply(&JsValue::UNDEFINED, &arguments));
    }
}
