//! What must be readable and writable at once: localStorage. A killed browser loses seconds of it (DESIGN §6), so
//! whatever counts lies in IndexedDB too.

use model::id::{DeviceId, PersonId};
use model::time::Millis;
use serde::{Deserialize, Serialize};

/// Theme: `terang`, `gelap`, or absent for the system's; read by `start.js` as it stands.
pub const THEME: &str = "bukti.tema";
/// Who is signed in ([`Seat`] as JSON).
pub const SEAT: &str = "bukti.masuk";
/// Who has a database here ([`Resident`]s as JSON).
pub const RESIDENTS: &str = "bukti.penghuni";
/// A person emptied this device knowingly (`app/assets/build/mulai.js`).
pub const EMPTIED_KNOWINGLY: &str = "bukti.dikosongkan";

/// How many bytes the person lets files take here; zero for no limit.
pub const ROOM_LIMIT: &str = "bukti.batas";

/// Who is signed in on this browser, or that nobody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// When this was noted: of two copies, the newer one holds.
    pub at: Millis,
    /// The person; none after a sign-out.
    pub resident: Option<Resident>,
    /// The first password must still be changed.
    #[serde(default)]
    pub must_change_password: bool,
}

/// A person whose database lies on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resident {
    /// The person.
    pub person: PersonId,
    /// Their device here.
    pub device: DeviceId,
    /// What people call them.
    pub name: String,
    /// What they sign in with; empty where an older build noted them.
    #[serde(default)]
    pub login: String,
}

pub use crate::storage::{remove, set_text, text};

/// Whether something was noted under a name; it is forgotten with that.
pub fn take(key: &str) -> bool {
    let noted = text(key).is_some();
    remove(key);
    noted
}

/// Whether this browser keeps anything here at all.
#[must_use]
pub fn is_open() -> bool {
    const PROBE: &str = "bukti.uji";
    let open = set_text(PROBE, "1");
    remove(PROBE);
    open
}

/// A value kept as JSON; nothing if it isn't there or is no `T`.
#[must_use]
pub fn value<T: for<'de> Deserialize<'de>>(key: &str) -> Option<T> {
    serde_json::from_str(&text(key)?).ok()
}

/// Keeps a value as JSON. Says whether the browser took it.
pub fn set_value<T: Serialize>(key: &str, value: &T) -> bool {
    serde_json::to_string(value).is_ok_and(|json| set_text(key, &json))
}
