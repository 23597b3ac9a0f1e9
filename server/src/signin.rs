//! Sign-in: sessions, passwords, slowed tries.

use model::id::{DeviceId, PersonId, sha256_hex};
use model::time::Millis;

use crate::clock::random_text;
use crate::live::Nudge;
use crate::passwords::{PasswordError, Passwords};
use crate::store::StoreError;
use crate::store::accounts::{Credential, Session, Tries};
use crate::sync::Ledger;

/// A session lives so long: 30 days.
pub const SESSION_MS: i64 = 30 * Millis::DAY;
/// A key is registered within ten minutes of the password.
pub const PASSWORD_FRESH_MS: i64 = 10 * 60 * 1000;
/// Wrong tries that cost nothing, for one account seen from one address.
const FREE_TRIES: u32 = 3;
/// Wrong tries that cost nothing, for one address over all accounts: an office shares an address.
const FREE_TRIES_OF_ADDRESS: u32 = 30;
/// The longest pause between tries: 15 minutes.
const PAUSE_MS_MAX: i64 = 15 * 60 * 1000;

/// Why somebody isn't signed in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Name or password are wrong; which of them isn't told.
    #[error("the name or the password is wrong")]
    Wrong,
    /// Too many wrong tries.
    #[error("too many wrong tries: try again in {0} s")]
    Slowed(u64),
    /// The password can't be looked at, or isn't one that is taken.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A session that began: its token is told to the browser, and kept nowhere.
#[derive(Debug)]
pub struct Opened {
    /// The token.
    pub token: String,
    /// The session.
    pub session: Session,
    /// Whether the password must be changed before anything else.
    pub must_change: bool,
}

/// Signs people in.
#[derive(Clone, Copy, Debug)]
pub struct Door<'a> {
    /// Where people and sessions are.
    pub ledger: &'a Ledger,
    /// Checks passwords.
    pub passwords: &'a Passwords,
}

impl Door<'_> {
    /// Signs a person in who comes from `address`.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn sign_in(
        self,
        login: &str,
        password: &str,
        address: &str,
    ) -> Result<Opened, SignInError> {
        let now = self.ledger.ambient().now();
        let store = self.ledger.store();
        let login = login.trim().to_lowercase();
        // The keys are hashes: a table of names that were tried is nobody's to read.
        let keys = [
            (
                sha256_hex(format!("akun\n{login}\n{address}").as_bytes()),
                FREE_TRIES,
            ),
            (
                sha256_hex(format!("alamat\n{address}").as_bytes()),
                FREE_TRIES_OF_ADDRESS,
            ),
        ];
        for (key, _) in &keys {
            let tries = store.tries(key).await?;
            if tries.until > now {
                return Err(SignInError::Slowed(seconds(tries.until.0 - now.0)));
            }
        }
        let directory = self.ledger.directory().await?;
        let person = directory.person_by_login(&login).map(|person| person.id);
        let credential = match person {
            Some(person) => store.credential(person).await?,
            None => None,
        };
        let hash = credential
            .as_ref()
            .map(|credential| credential.hash.as_str());
        let fits = self.passwords.fits(password, hash).await?;
        let Some(credential) = credential.filter(|_| fits) else {
            for (key, free) in &keys {
                let tries = failed(store.tries(key).await?, *free, now);
                store.set_tries(key, tries).await?;
            }
            return Err(SignInError::Wrong);
        };
        store.set_tries(&keys[0].0, Tries::default()).await?;
        self.open(&credential, now).await
    }

    /// Opens a session for a person who has just proved who they are.
    async fn open(self, credential: &Credential, now: Millis) -> Result<Opened, SignInError> {
        let token = random_text(self.ledger.ambient(), 32);
        let session = Session {
            token: sha256_hex(token.as_bytes()),
            person: credential.person,
            created: now,
            password_at: now,
            expires: now.plus(SESSION_MS),
            device: None,
        };
        self.ledger.store().put_session(&session).await?;
        Ok(Opened {
            token,
            session,
            must_change: credential.must_change,
        })
    }

    /// The session of a token, if it still holds.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn session(self, token: &str) -> Result<Option<Session>, StoreError> {
        self.holding(&sha256_hex(token.as_bytes())).await
    }

    /// The session with that token hash, if it is still open, its person still there, and its device not
    /// revoked: whoever holds a stolen phone must know the password.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn holding(self, token: &str) -> Result<Option<Session>, StoreError> {
        let now = self.ledger.ambient().now();
        let session = self.ledger.store().session(token).await?;
        let Some(session) = session.filter(|session| session.expires > now) else {
            return Ok(None);
        };
        let directory = self.ledger.directory().await?;
        Ok(directory.person(session.person).map(|_| session))
    }

    /// Changes a password: the other sessions end, and other devices' pushes wait until they sign in
    /// again.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn change_password(
        self,
        session: &Session,
        old: &str,
        new: &str,
        address: &str,
    ) -> Result<(), SignInError> {
        let now = self.ledger.ambient().now();
        let store = self.ledger.store();
        let key = sha256_hex(format!("ganti\n{}\n{address}", session.person).as_bytes());
        let tries = store.tries(&key).await?;
        if tries.until > now {
            return Err(SignInError::Slowed(seconds(tries.until.0 - now.0)));
        }
        let present = store.credential(session.person).await?;
        let hash = present.as_ref().map(|present| present.hash.as_str());
        if !self.passwords.fits(old, hash).await? {
            store
                .set_tries(&key, failed(tries, FREE_TRIES, now))
                .await?;
            return Err(SignInError::Wrong);
        }
        self.set(session.person, new, false, Some(&session.token), now)
            .await?;
        let session = Session {
            password_at: now,
            ..session.clone()
        };
        store.put_session(&session).await?;
        if let Some(device) = session.device {
            store.device_signed_in(device, session.person, now).await?;
        }
        Ok(())
    }

    /// Sets a password that somebody else chose (`must_change`) or the person themselves.
    ///
    /// # Errors
    /// [`SignInError`].
    pub async fn set_password(
        self,
        person: PersonId,
        password: &str,
        must_change: bool,
    ) -> Result<(), SignInError> {
        let now = self.ledger.ambient().now();
        self.set(person, password, must_change, None, now).await
    }

    async fn set(
        self,
        person: PersonId,
        password: &str,
        must_change: bool,
        keep: Option<&str>,
        now: Millis,
    ) -> Result<(), SignInError> {
        let ambient = self.ledger.ambient();
        let credential = Credential {
            person,
            hash: self.passwords.hash(password, ambient).await?,
            must_change,
            changed: now,
        };
        self.ledger
            .store()
            .set_credential(&credential, keep)
            .await?;
        self.ledger.live().nudge(Nudge::Sessions(person));
        Ok(())
    }

    /// The device of a session signed in: it may push from now on. To a revoked one the session isn't
    /// bound, it would end at once; what it pushes is held all the same.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn bind_device(self, session: &Session, device: DeviceId) -> Result<(), StoreError> {
        let now = self.ledger.ambient().now();
        let store = self.ledger.store();
        store.device_signed_in(device, session.person, now).await?;
        let directory = self.ledger.directory().await?;
        if directory.device(device).is_some_and(|d| d.revoked) {
            return Ok(());
        }
        let session = Session {
            device: Some(device),
            ..session.clone()
        };
        store.put_session(&session).await
    }
}

/// One more wrong try: the pause doubles with each that isn't free.
fn failed(tries: Tries, free: u32, now: Millis) -> Tries {
    let failures = tries.failures.saturating_add(1);
    let doublings = failures.saturating_sub(free);
    let pause = match doublings {
        0 => 0,
        // Eleven doublings of a second pass the longest pause.
        n => (1000_i64 << n.min(11)).min(PAUSE_MS_MAX),
    };
    Tries {
        failures,
        until: now.plus(pause),
        last: now,
    }
}

/// Milliseconds as whole seconds, rounded up.
fn seconds(millis: i64) -> u64 {
    u64::try_from(millis).unwrap_or(0).div_ceil(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_a_quarter_of_an_hour() {
        let mut tries = Tries::default();
        let mut pauses = Vec::new();
        for _ in 0..16 {
            tries = failed(tries, 3, Millis(0));
            pauses.push(tries.until.0 / 1000);
        }
        assert_eq!(pauses[..6], [0, 0, 0, 2, 4, 8]);
        assert_eq!(pauses[15], 900);
    }
}
