//! The only place of the app that reads the clock.

use model::time::Millis;

/// The device's clock as it reads; it may lie.
#[must_use]
#[expect(
    clippy::disallowed_methods,
    reason = "this is the module that all others get the time from"
)]
pub fn now() -> Millis {
    // Whole milliseconds, far below 2^53.
    Millis(js_sys::Date::now() as i64)
}
