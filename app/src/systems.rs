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
