//! Words of the page `bukti`.

/// What the page says.
pub struct Bukti {
    /// The page's title.
    pub title: &'static str,
}

/// Indonesian.
pub const ID: Bukti = Bukti { title: "Bukti" };

/// English.
pub const EN: Bukti = Bukti { title: "Evidence" };
