//! What a browser says of the system that it runs on: such a name tells a device's kind, and nothing of whose it is.

/// Systems as browsers name them, the more telling ones first.
pub const SYSTEMS: [&str; 7] = [
    "Android",
    "iPhone",
    "iPad",
    "Windows",
    "Macintosh",
    "CrOS",
    "Linux",
];

/// What stands in place of a system that isn't one of them.
pub const UNKNOWN: &str = "Peramban";

/// Whether a device's name only tells its system, as a browser does.
#[must_use]
pub fn is_system(name: &str) -> bool {
    name == UNKNOWN || SYSTEMS.contains(&name)
}

/// The system that a browser names.
#[must_use]
pub fn system_of(agent: &str) -> &'static str {
    let found = SYSTEMS.into_iter().find(|name| agent.contains(name));
    found.unwrap_or(UNKNOWN)
}

/// Whether the device of a browser is a phone: a tablet is none.
fn is_phone(agent: &str) -> bool {
    match system_of(agent) {
        "iPhone" => true,
        "Android" => agent.contains("Mobile"),
        _ => false,
    }
}

/// Whether this device is a phone. Off the browser, where no device is meant, the words are a phone's.
#[must_use]
pub fn on_phone() -> bool {
    agent().is_none_or(|agent| is_phone(&agent))
}

/// What this browser says of itself.
#[cfg(target_arch = "wasm32")]
#[must_use]
pub fn agent() -> Option<String> {
    web_sys::window()?.navigator().user_agent().ok()
}

/// What this browser says of itself: there is none here.
#[cfg(not(target_arch = "wasm32"))]
#[must_use]
pub fn agent() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_phone_is_called_one() {
        let phone = "Mozilla/5.0 (Linux; Android 14; SM-A057F) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36";
        let tablet = "Mozilla/5.0 (Linux; Android 14; SM-X200) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36";
        let desk = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36";
        let apple = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile/15E148 Safari/604.1";
        assert_eq!(
            [phone, tablet, desk, apple].map(is_phone),
            [true, false, false, true]
        );
        assert_eq!([phone, desk].map(system_of), ["Android", "Windows"]);
        assert_eq!(system_of("curl"), UNKNOWN);
    }
}
