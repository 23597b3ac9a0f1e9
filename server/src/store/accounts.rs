//! Sign-in: credentials, sessions, one-time links, slowed tries, and what is known of devices beside
//! their records.

use async_trait::async_trait;
use model::id::{DeviceId, PersonId};
use model::time::Millis;
use model::wire::DeviceReport;

use super::StoreError;

/// How a person proves who they are.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    /// Who.
    pub person: PersonId,
    /// Argon2id hash in PHC form.
    pub hash: String,
    /// It was given by somebody else, and must be changed before anything else.
    pub must_change: bool,
    /// When it was set: devices that signed in before it wait.
    pub changed: Millis,
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("person", &self.person)
            .field("must_change", &self.must_change)
            .finish_non_exhaustive()
    }
}

/// A session; its token is known only to the browser, here lies its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// SHA-256 of the token, hexadecimal.
    pub token: String,
    /// Whose.
    pub person: PersonId,
    /// When it began.
    pub created: Millis,
    /// When the password was last typed in it.
    pub password_at: Millis,
    /// From then on it is over.
    pub expires: Millis,
    /// The device that registered its key in it.
    pub device: Option<DeviceId>,
}

/// Failed tries under a key (an account seen from an address).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tries {
    /// So many in a row.
    pub failures: u32,
    /// Before this moment no further try is looked at.
    pub until: Millis,
    /// When the last one failed.
    pub last: Millis,
}

/// What is known of a device beside its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceState {
    /// The device.
    pub device: DeviceId,
    /// Whose.
    pub person: PersonId,
    /// When its person last signed in on it.
    pub signed_in: Millis,
    /// When it last pushed or pulled.
    pub seen: Millis,
    /// What it last said of itself, and when.
    pub report: Option<(DeviceReport, Millis)>,
}

/// Credentials, sessions, links, tries, devices.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// The credential of a person.
    async fn credential(&self, person: PersonId) -> Result<Option<Credential>, StoreError>;

    /// Sets a person's credential and ends their sessions, but for the one with the token hash `keep`.
    async fn set_credential(
        &self,
        credential: &Credential,
        keep: Option<&str>,
    ) -> Result<(), StoreError>;

    /// Whether anybody has a credential.
    async fn has_people(&self) -> Result<bool, StoreError>;

    /// Opens a session, or changes the one with the same token hash.
    async fn put_session(&self, session: &Session) -> Result<(), StoreError>;

    /// The session with that token hash; expired ones too.
    async fn session(&self, token: &str) -> Result<Option<Session>, StoreError>;

    /// Ends a session.
    async fn end_session(&self, token: &str) -> Result<(), StoreError>;

    /// Keeps a one-time link under the hash of its key; earlier ones end.
    async fn put_link(&self, key: &str, expires: Millis) -> Result<(), StoreError>;

    /// Whether a link is open at `now`.
    async fn link_open(&self, key: &str, now: Millis) -> Result<bool, StoreError>;

    /// Uses a link up: true once, if it was open at `now`.
    async fn take_link(&self, key: &str, now: Millis) -> Result<bool, StoreError>;

    /// Failed tries under a key.
    async fn tries(&self, key: &str) -> Result<Tries, StoreError>;

    /// Sets the failed tries of a key; none at all forgets it.
    async fn set_tries(&self, key: &str, tries: Tries) -> Result<(), StoreError>;

    /// What is known of a device.
    async fn device(&self, device: DeviceId) -> Result<Option<DeviceState>, StoreError>;

    /// Its person signed in on it: it is known from now on.
    async fn device_signed_in(
        &self,
        device: DeviceId,
        person: PersonId,
        now: Millis,
    ) -> Result<(), StoreError>;

    /// It spoke. One that isn't known stays unknown.
    async fn device_seen(&self, device: DeviceId, now: Millis) -> Result<(), StoreError>;

    /// It spoke, and said how much waits on it. One that isn't known stays unknown.
    async fn device_reported(
        &self,
        device: DeviceId,
        report: DeviceReport,
        now: Millis,
    ) -> Result<(), StoreError>;

    /// All known devices.
    async fn devices(&self) -> Result<Vec<DeviceState>, StoreError>;

    /// Forgets sessions and tries that are over at `now`.
    async fn sweep_accounts(&self, now: Millis) -> Result<(), StoreError>;
}
