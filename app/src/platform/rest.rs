//! A rest that ends at a time or at a wake, whichever comes first.

use std::cell::RefCell;
use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::task::{Poll, Waker};

use js_sys::Promise;
use model::sync::platform::Wake;
use model::time::Millis;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;

use super::clock;

/// Longest rest: a browser's timers hold 31 bits of milliseconds, and a day is long enough.
const LONGEST_MS: i64 = Millis::DAY;

/// Where wakes wait for the loop, and the loop for wakes.
#[derive(Default)]
pub struct Rest {
    pending: RefCell<Option<Wake>>,
    waker: RefCell<Option<Waker>>,
}

impl Rest {
    /// Ends the present rest, or the next. Of several reasons the one that asks for most is told.
    pub fn wake(&self, why: Wake) {
        let mut pending = self.pending.borrow_mut();
        if pending.is_none_or(|waits| rank(waits) < rank(why)) {
            *pending = Some(why);
        }
        drop(pending);
        if let Some(waker) = self.waker.borrow_mut().take() {
            waker.wake();
        }
    }

    /// Rests.
    pub async fn until(&self, until: Option<Millis>) -> Wake {
        let mut timer = until.map(|until| {
            let wait = until.0.saturating_sub(clock::now().0).clamp(0, LONGEST_MS);
            sleep(i32::try_from(wait).unwrap_or(i32::MAX))
        });
        poll_fn(move |cx| {
            if let Some(why) = self.pending.borrow_mut().take() {
                return Poll::Ready(why);
            }
            *self.waker.borrow_mut() = Some(cx.waker().clone());
            match timer.as_mut() {
                Some(timer) => Pin::new(timer).poll(cx).map(|_| Wake::Timer),
                None => Poll::Pending,
            }
        })
        .await
    }
}

/// How much a wake asks for.
fn rank(why: Wake) -> u8 {
    match why {
        Wake::Timer => 0,
        Wake::Tab => 1,
        Wake::Write => 2,
        Wake::Online => 3,
        Wake::Asked => 4,
        Wake::SignedIn => 5,
        Wake::Stop => 6,
    }
}

/// Resolves after `millis`.
pub fn sleep(millis: i32) -> JsFuture {
    let promise = Promise::new(&mut |resolve, _| {
        let window: web_sys::Window = js_sys::global().unchecked_into();
        // It fails only without a window; then nothing of the app runs.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    JsFuture::from(promise)
}

/// First pause after a chunk of code didn't arrive, in milliseconds; it doubles up to the longest.
const PAUSE_MS: i32 = 500;
const LONGEST_PAUSE_MS: i32 = 8_000;

/// Asks for a chunk of code until it is here.
pub async fn insist<T, E, F: Future<Output = Result<T, E>>>(load: fn() -> F) -> T {
    let mut pause = PAUSE_MS;
    loop {
        if let Ok(came) = load().await {
            return came;
        }
        // It resolves; a timer has no error.
        drop(sleep(pause).await);
        pause = (pause * 2).min(LONGEST_PAUSE_MS);
    }
}

/// The longest wait for a frame: a tab that nobody sees draws none.
const FRAME_MS: i32 = 1_000;

/// Waits until what was just changed is on the screen.
pub fn drawn() -> JsFuture {
    let promise = Promise::new(&mut |resolve, _| {
        let window: web_sys::Window = js_sys::global().unchecked_into();
        // Each fails only without a window; then nothing of the app runs.
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, FRAME_MS);
        let after = window.clone();
        // A frame is drawn after its callbacks: the timer comes behind it.
        let in_frame = Closure::once_into_js(move || {
            let _ = after.set_timeout_with_callback(&resolve);
        });
        let _ = window.request_animation_frame(in_frame.unchecked_ref());
    });
    JsFuture::from(promise)
}
