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
/// Wrong tries that cost nothing, for one account over all addresses: so many that nobody who only
/// mistypes is kept out, so few that many addresses guess no faster than one.
const FREE_TRIES_OF_ACCOUNT: u32 = 50;
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
        let counters = [
            Counter::of(&format!("akun\n{login}\n{address}"), FREE_TRIES),
            Counter::of(&format!("akun\n{login}"), FREE_TRIES_OF_ACCOUNT),
            Counter::of(&format!("alamat\n{address}"), FREE_TRIES_OF_ADDRESS),
        ];
        let before = self.count(&counters, now).await?;
        let directory = self.ledger.directory().await?;
        let person = directory.person_by_login(&login).map(|person| person.id);
        let credential = match person {
            Some(person) => store.credential(person).await?,
            None => None,
        };
        let hash = credential
            .as_ref()
            .map(|credential| credential.hash.as_str());
        let fits = match self.passwords.fits(password, hash).await {
            Ok(fits) => fits,
            Err(error) => {
                self.give_back(&counters, &before, now).await?;
                return Err(error.into());
            }
        };
        let Some(credential) = credential.filter(|_| fits) else {
            return Err(SignInError::Wrong);
        };
        // Of the account nothing wrong is remembered; of the address all but this.
        for counter in &counters[..2] {
            store.set_tries(&counter.key, Tries::default()).await?;
        }
        self.give_back(&counters[2..], &before[2..], now).await?;
        self.open(&credential, now).await
    }

    /// Counts a try as a wrong one before its password is looked at: else all that come at once would be
    /// looked at before the first has failed. Answers what was counted before.
    async fn count(self, counters: &[Counter], now: Millis) -> Result<Vec<Tries>, SignInError> {
        let _turn = self.passwords.counting().await;
        let store = self.ledger.store();
        let mut before = Vec::with_capacity(counters.len());
        for counter in counters {
            let tries = store.tries(&counter.key).await?;
            if tries.until > now {
                return Err(SignInError::Slowed(seconds(tries.until.0 - now.0)));
            }
            before.push(tries);
        }
        for (counter, tries) in counters.iter().zip(&before) {
            let tries = counter.failed(*tries, now);
            store.set_tries(&counter.key, tries).await?;
        }
        Ok(before)
    }

    /// Takes a try back that wasn't a wrong one. `before` is what was counted before it.
    async fn give_back(
        self,
        counters: &[Counter],
        before: &[Tries],
        now: Millis,
    ) -> Result<(), StoreError> {
        let _turn = self.passwords.counting().await;
        let store = self.ledger.store();
        for (counter, before) in counters.iter().zip(before) {
            let tries = taken_back(store.tries(&counter.key).await?, *before, now);
            store.set_tries(&counter.key, tries).await?;
        }
        Ok(())
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
        let device = session.device.and_then(|device| directory.device(device));
        let holds = directory.person(session.person).is_some() && device.is_none_or(|d| !d.revoked);
        Ok(holds.then_some(session))
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
        let key = format!("ganti\n{}\n{address}", session.person);
        let counters = [Counter::of(&key, FREE_TRIES)];
        let before = self.count(&counters, now).await?;
        let present = store.credential(session.person).await?;
        let hash = present.as_ref().map(|present| present.hash.as_str());
        let fits = self.passwords.fits(old, hash).await;
        if matches!(fits, Ok(false)) {
            return Err(SignInError::Wrong);
        }
        self.give_back(&counters, &before, now).await?;
        fits?;
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

/// Where wrong tries are counted, and how many of them cost nothing.
struct Counter {
    /// A hash: a table of names that were tried is nobody's to read.
    key: String,
    free: u32,
}

impl Counter {
    fn of(what: &str, free: u32) -> Self {
        let key = sha256_hex(what.as_bytes());
        Self { key, free }
    }

    /// One more wrong try: the pause doubles with each that isn't free.
    fn failed(&self, tries: Tries, now: Millis) -> Tries {
        let failures = tries.failures.saturating_add(1);
        let pause = match failures.saturating_sub(self.free) {
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
}

/// One wrong try less. A pause that runs is the one that this try began: during a pause no other is let in.
fn taken_back(tries: Tries, before: Tries, now: Millis) -> Tries {
    let failures = tries.failures.saturating_sub(1);
    if failures == before.failures {
        return before;
    }
    Tries {
        failures,
        until: tries.until.min(now),
        last: tries.last,
    }
}

/// Milliseconds as whole seconds, rounded up.
pub(crate) fn seconds(millis: i64) -> u64 {
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
            tries = Counter::of("akun", 3).failed(tries, Millis(0));
            pauses.push(tries.until.0 / 1000);
        }
        assert_eq!(pauses[..6], [0, 0, 0, 2, 4, 8]);
        assert_eq!(pauses[15], 900);
        // A right password leaves no pause behind, whatever was counted meanwhile.
        let counter = Counter::of("akun", 3);
        let (mine, now) = (counter.failed(tries, Millis(5)), Millis(9));
        assert_eq!(taken_back(mine, tries, now), tries);
        let other = counter.failed(mine, now);
        let back = taken_back(other, tries, now);
        assert_eq!((back.failures, back.until), (17, now));
    }
}
