//! Passwords: Argon2id, a few at a time, so that a flood of sign-ins can't eat the memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError};

use argon2::password_hash::{Output, ParamsString, PasswordHash, Salt, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};
use tokio::sync::{Mutex, MutexGuard, Semaphore};

use crate::clock::Ambient;

/// Memory of one hash, in KiB (OWASP's floor).
const MEMORY_KIB: u32 = 19 * 1024;
/// Passes over the memory.
const PASSES: u32 = 2;
/// Bytes of a hash.
const HASH_BYTES: usize = 32;
/// Hashes at a time, each in a buffer that is kept: 38 MiB.
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
    buffers: Buffers,
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
        let buffers = Buffers::default();
        let salt = salt(ambient)?;
        let dummy = buffers.lend(|memory| hash_now("nobody's password", &salt, memory))?;
        Ok(Self {
            buffers,
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
        self.in_turn(move |memory| hash_now(&password, &salt, memory))
            .await?
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
            .in_turn(move |memory| fits_now(&password, &hash, memory))
            .await??;
        Ok(fits && is_known)
    }

    /// Runs work beside the event loop, when its turn comes, in a buffer that is its own meanwhile.
    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut [Block]) -> T + Send + 'static,
    ) -> Result<T, PasswordError> {
        let place = Place::take(&self.waiting)?;
        let turn = Arc::clone(&self.turns).acquire_owned().await;
        let turn = turn.map_err(|_| PasswordError::Busy)?;
        drop(place);
        let buffers = self.buffers.clone();
        let done = tokio::task::spawn_blocking(move || {
            let result = buffers.lend(work);
            drop(turn);
            result
        });
        done.await.map_err(|_| PasswordError::Hash)
    }
}

/// The memory that hashes are made in. It is kept, one for each turn: what is freed on one of tokio's many
/// threads stays with that thread's arena of the allocator, 19 MiB for each, and is never given back.
#[derive(Clone, Debug, Default)]
struct Buffers(Arc<std::sync::Mutex<Vec<Box<[Block]>>>>);

impl Buffers {
    /// Lends one that nobody uses. Whoever asks holds a turn, so that there are as many as turns.
    fn lend<T>(&self, work: impl FnOnce(&mut [Block]) -> T) -> T {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let free = kept().pop();
        let mut memory = free.unwrap_or_else(|| {
            let blocks = params().map_or(0, |params| params.block_count());
            vec![Block::default(); blocks].into_boxed_slice()
        });
        let result = work(&mut memory);
        kept().push(memory);
        result
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

fn params() -> Result<Params, PasswordError> {
    Params::new(MEMORY_KIB, PASSES, 1, Some(HASH_BYTES)).map_err(|_| PasswordError::Hash)
}

fn hash_now(
    password: &str,
    salt: &SaltString,
    memory: &mut [Block],
) -> Result<String, PasswordError> {
    let params = params()?;
    let hash = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(|_| PasswordError::Hash)?,
        salt: Some(salt.as_salt()),
        hash: Some(digest(password, salt.as_salt(), params, memory)?),
    };
    Ok(hash.to_string())
}

fn fits_now(password: &str, hash: &str, memory: &mut [Block]) -> Result<bool, PasswordError> {
    let hash = PasswordHash::new(hash).map_err(|_| PasswordError::Hash)?;
    let made_here = hash.algorithm == ARGON2ID_IDENT && hash.version == Some(Version::V0x13.into());
    let (Some(salt), Some(expected), true) = (hash.salt, hash.hash, made_here) else {
        return Err(PasswordError::Hash);
    };
    let params = Params::try_from(&hash).map_err(|_| PasswordError::Hash)?;
    // `Output` compares in constant time.
    Ok(digest(password, salt, params, memory)? == expected)
}

/// Argon2id in this memory, which what was in it before doesn't change.
fn digest(
    password: &str,
    salt: Salt<'_>,
    params: Params,
    memory: &mut [Block],
) -> Result<Output, PasswordError> {
    let mut bytes = [0_u8; Salt::MAX_LENGTH];
    let salt = salt.decode_b64(&mut bytes);
    let salt = salt.map_err(|_| PasswordError::Hash)?;
    let mut made = [0_u8; HASH_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(password.as_bytes(), salt, &mut made, memory)
        .map_err(|_| PasswordError::Hash)?;
    Output::new(&made).map_err(|_| PasswordError::Hash)
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

    /// Made by argon2's own `hash_password`, as servers before this one did.
    #[tokio::test]
    async fn a_hash_is_read_and_written_as_the_library_does() {
        use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
        let passwords = Passwords::new(&System).unwrap();
        let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, params().unwrap());
        let word = "kata sandi siti";
        let salt = salt(&System).unwrap();
        let theirs = library.hash_password(word.as_bytes(), &salt).unwrap();
        let theirs = theirs.to_string();
        assert_eq!(passwords.fits(word, Some(&theirs)).await, Ok(true));
        let ours = passwords.hash(word, &System).await.unwrap();
        let ours = PasswordHash::new(&ours).unwrap();
        assert!(library.verify_password(word.as_bytes(), &ours).is_ok());
    }

    #[tokio::test]
    async fn a_flood_is_told_to_come_later() {
        let passwords = Arc::new(Passwords::new(&System).unwrap());
        let tries = (0..QUEUE_MAX + 20).map(|_| passwords.fits("x", None));
        let done = futures::future::join_all(tries).await;
        assert!(done.contains(&Err(PasswordError::Busy)));
        assert!(done.contains(&Ok(false)));
        assert_eq!(passwords.waiting.load(Ordering::Acquire), 0);
        let buffers = passwords.buffers.0.lock().unwrap().len();
        assert!((1..=AT_A_TIME).contains(&buffers), "{buffers}");
    }
}
