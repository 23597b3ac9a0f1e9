//! Passwords: Argon2id, a few at a time, so that a flood of sign-ins can't eat the memory.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use argon2::password_hash::{PasswordHash, PasswordHasher as _, PasswordVerifier as _, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{Mutex, MutexGuard, Semaphore};

use crate::clock::Ambient;

/// Memory of one hash, in KiB (OWASP's floor).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Hashes at a time: 38 MiB.
const AT_A_TIME: usize = 2;
/// Hashes that wait for their turn; more are told to come later.
const QUEUE_MAX: usize = 32;
/// Characters that a new password has at least.
pub const CHARS_MIN: usize = 10;
/// Characters that a password has at most, so that nobody sends a book to be hashed.
pub const CHARS_MAX: usize = 200;

/// Why a password wasn't looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too many are waiting: try again in a moment.
    #[error("too many sign-ins at once: try again in a moment")]
    Busy,
    /// It is too short.
    #[error("a password has at least {CHARS_MIN} characters: choose a longer one")]
    TooShort,
    /// It is too long.
    #[error("a password has at most {CHARS_MAX} characters: choose a shorter one")]
    TooLong,
    /// The hash can't be made or read.
    #[error("the password can't be hashed")]
    Hash,
}

/// Makes and checks hashes.
#[derive(Clone, Debug)]
pub struct Passwords {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    counting: Arc<Mutex<()>>,
    dummy: String,
}

impl Passwords {
    /// Makes the hash that stands in for people who don't exist, so that both take the same time.
    ///
    /// # Errors
    /// [`PasswordError::Hash`].
    pub fn new(ambient: &dyn Ambient) -> Result<Self, PasswordError> {
        let dummy = hash_now("nobody's password", &salt(ambient)?)?;
        Ok(Self {
            turns: Arc::new(Semaphore::new(AT_A_TIME)),
            waiting: Arc::default(),
            counting: Arc::default(),
            dummy,
        })
    }

    /// Held by whoever counts tries: two that count at once would count as one.
    pub(crate) async fn counting(&self) -> MutexGuard<'_, ()> {
        self.counting.lock().await
    }

    /// Hashes a new password.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn hash(
        &self,
        password: &str,
        ambient: &dyn Ambient,
    ) -> Result<String, PasswordError> {
        let length = password.chars().count();
        if length < CHARS_MIN {
            return Err(PasswordError::TooShort);
        }
        if length > CHARS_MAX {
            return Err(PasswordError::TooLong);
        }
        let salt = salt(ambient)?;
        let password = password.to_owned();
        self.in_turn(move || hash_now(&password, &salt)).await?
    }

    /// Whether the password fits the hash. Without a hash (there is no such person) it takes as long,
    /// and doesn't fit.
    ///
    /// # Errors
    /// [`PasswordError`].
    pub async fn fits(&self, password: &str, hash: Option<&str>) -> Result<bool, PasswordError> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or(&self.dummy).to_owned();
        // A password that is too long is no password of anybody; it isn't hashed in full.
        let password: String = password.chars().take(CHARS_MAX + 1).collect();
        let fits = self
            .in_turn(move || {
                let parsed = PasswordHash::new(&hash).map_err(|_| PasswordError::Hash)?;
                Ok(hasher()?
                    .verify_password(password.as_bytes(), &parsed)
                    .is_ok())
            })
            .await??;
        Ok(fits && is_known)
    }

    /// Runs work beside the event loop, when its turn comes.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Place::take(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| PasswordError::Busy)?;
        drop(place);
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(|_| PasswordError::Hash)
    }
}

/// A place in the queue, given back when it is dropped (also when the request goes away).
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>) -> Result<Self, PasswordError> {
        if waiting.fetch_add(1, Ordering::AcqRel) >= QUEUE_MAX {
            waiting.fetch_sub(1, Ordering::AcqRel);
            return Err(PasswordError::Busy);
        }
        Ok(Self(Arc::clone(waiting)))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

fn salt(ambient: &dyn Ambient) -> Result<SaltString, PasswordError> {
    let mut bytes = [0_u8; 16];
    ambient.fill(&mut bytes);
    SaltString::encode_b64(&bytes).map_err(|_| PasswordError::Hash)
}

fn hasher() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).map_err(|_| PasswordError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash_now(password: &str, salt: &SaltString) -> Result<String, PasswordError> {
    let hash = hasher()?
        .hash_password(password.as_bytes(), salt)
        .map_err(|_| PasswordError::Hash)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::System;

    #[tokio::test]
    async fn a_password_fits_its_hash_only() {
        let passwords = Passwords::new(&System).unwrap();
        let hash = passwords.hash("kata sandi siti", &System).await.unwrap();
        assert!(
            passwords
                .fits("kata sandi siti", Some(&hash))
                .await
                .unwrap()
        );
        assert!(
            !passwords
                .fits("kata sandi agus", Some(&hash))
                .await
                .unwrap()
        );
        assert!(!passwords.fits("nobody's password", None).await.unwrap());
        let short = passwords.hash("sembilan9", &System).await;
        assert_eq!(short, Err(PasswordError::TooShort));
    }

    #[tokio::test]
    async fn a_flood_is_told_to_come_later() {
        let passwords = Arc::new(Passwords::new(&System).unwrap());
        let tries = (0..QUEUE_MAX + 20).map(|_| passwords.fits("x", None));
        let done = futures::future::join_all(tries).await;
        assert!(done.contains(&Err(PasswordError::Busy)));
        assert!(done.contains(&Ok(false)));
        assert_eq!(passwords.waiting.load(Ordering::Acquire), 0);
    }
}
