//! The only place that reads a clock or draws randomness. Everything else is told both, so that a test
//! can stand at any moment and repeat any run.

use std::sync::Mutex;
use std::time::{SystemTime, UNIX_EPOCH};

use model::id::Randomness;
use model::time::Millis;
use sha2::{Digest as _, Sha256};

/// A moment and bytes that nobody can guess.
pub trait Ambient: Send + Sync {
    /// The moment now.
    fn now(&self) -> Millis;
    /// Fills `bytes` with bytes that nobody can guess.
    fn fill(&self, bytes: &mut [u8]);
}

/// [`Ambient`] as the model's source of randomness.
pub struct Random<'a>(pub &'a dyn Ambient);

impl Randomness for Random<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill(bytes);
    }
}

/// Random text of so many bytes, base64url without padding.
#[must_use]
pub fn random_text(ambient: &dyn Ambient, bytes: usize) -> String {
    use base64::Engine as _;
    let mut buffer = vec![0_u8; bytes];
    ambient.fill(&mut buffer);
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(buffer)
}

/// The operating system's clock and randomness.
#[derive(Clone, Copy, Debug, Default)]
pub struct System;

impl Ambient for System {
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock module that the ban names"
    )]
    fn now(&self) -> Millis {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }

    fn fill(&self, bytes: &mut [u8]) {
        // Without randomness no key, token or salt of this process could be trusted: it must not go on.
        if let Err(error) = getrandom::fill(bytes) {
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}

/// A clock that stands until it is moved, and bytes that follow from a seed: for tests and for the
/// demo, which is the same each time.
#[derive(Debug)]
pub struct Seeded {
    state: Mutex<(Millis, u64)>,
    seed: String,
}

impl Seeded {
    /// A clock that stands at `now`.
    #[must_use]
    pub fn new(seed: &str, now: Millis) -> Self {
        Self {
            state: Mutex::new((now, 0)),
            seed: seed.to_owned(),
        }
    }

    fn with<T>(&self, f: impl FnOnce(&mut (Millis, u64)) -> T) -> T {
        // Nothing panics while it holds the lock; a poisoned one still holds a sound state.
        let mut state = self
            .state
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        f(&mut state)
    }

    /// Moves the clock.
    pub fn set(&self, now: Millis) {
        self.with(|state| state.0 = now);
    }

    /// Moves the clock on.
    pub fn pass(&self, millis: i64) {
        self.with(|state| state.0 = state.0.plus(millis));
    }
}

impl Ambient for Seeded {
    fn now(&self) -> Millis {
        self.with(|state| state.0)
    }

    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.with(|state| {
                state.1 += 1;
                state.1
            });
            let mut hash = Sha256::new();
            hash.update(self.seed.as_bytes());
            hash.update(count.to_be_bytes());
            chunk.copy_from_slice(&hash.finalize()[..chunk.len()]);
        }
    }
}

/// Measures how long something takes; for logs only.
#[derive(Clone, Copy, Debug)]
pub struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// Starts.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the clock module that the ban names"
    )]
    #[must_use]
    pub fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Milliseconds since the start.
    #[must_use]
    pub fn millis(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}
