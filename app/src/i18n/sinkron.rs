//! Words of the page `sinkron`.

/// What the page says.
pub struct Sinkron {
    /// The page's title.
    pub title: &'static str,
}

/// Indonesian.
pub const ID: Sinkron = Sinkron { title: "Sinkronisasi" };

/// English.
pub const EN: Sinkron = Sinkron { title: "Sync" };
