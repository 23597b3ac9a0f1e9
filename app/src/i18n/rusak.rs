//! Words where the device's store can't be opened.

/// The store can't be opened: title and cure of each case.
pub struct Rusak {
    /// It was written by a newer version.
    pub newer: &'static str,
    /// The way on.
    pub newer_cure: &'static str,
    /// A tab of an older version holds it.
    pub blocked: &'static str,
    /// The way on.
    pub blocked_cure: &'static str,
    /// A newer version in another tab took it over.
    pub taken_over: &'static str,
    /// The way on.
    pub taken_over_cure: &'static str,
    /// It was deleted in another tab.
    pub deleted: &'static str,
    /// The way on.
    pub deleted_cure: &'static str,
    /// No room.
    pub full: &'static str,
    /// The way on.
    pub full_cure: &'static str,
    /// Anything else.
    pub other: &'static str,
    /// The way on.
    pub other_cure: &'static str,
    /// Loads the page anew.
    pub reload: &'static str,
    /// Leads to the page that exports what is stored, and empties this device.
    pub export: &'static str,
}

/// Indonesian.
pub static ID: Rusak = Rusak {
    newer: "Data di perangkat ini dari versi yang lebih baru",
    newer_cure: "Muat ulang untuk memakai versi terbaru. Tidak ada yang dihapus.",
    blocked: "Bukti versi lama masih terbuka di tab lain",
    blocked_cure: "Tutup tab Bukti yang lain, lalu muat ulang. Tidak ada yang hilang.",
    taken_over: "Bukti versi baru sudah terbuka di tab lain",
    taken_over_cure: "Muat ulang tab ini untuk memakai versi itu. Tidak ada yang hilang.",
    deleted: "Bukti dimulai dari awal di tab lain",
    deleted_cure: "Simpanan di perangkat ini sudah dikosongkan. Muat ulang tab ini, lalu masuk lagi.",
    full: "Ruang di perangkat ini habis",
    full_cure: "Kosongkan ruang perangkat, lalu muat ulang. Tidak ada yang dihapus.",
    other: "Data di perangkat ini belum dapat dibuka",
    other_cure: "Muat ulang. Bila tetap begini, unduh data tersimpan dan hubungi admin satker.",
    reload: "Muat ulang",
    export: "Unduh data, atau mulai dari awal",
};

/// English.
pub static EN: Rusak = Rusak {
    newer: "This device’s data is from a newer version",
    newer_cure: "Load the page anew to get that version. Nothing is deleted.",
    blocked: "An older version of Bukti is still open in another tab",
    blocked_cure: "Close the other tabs of Bukti, then load anew. Nothing is lost.",
    taken_over: "A newer version of Bukti was opened in another tab",
    taken_over_cure: "Load this tab anew to get that version. Nothing is lost.",
    deleted: "Bukti was begun anew in another tab",
    deleted_cure: "The store on this device has been emptied. Load this tab anew, then sign in again.",
    full: "No room left on this device",
    full_cure: "Free some room on the device, then load anew. Nothing is deleted.",
    other: "This device’s data can’t be opened yet",
    other_cure: "Load the page anew. If it stays like this, download what is stored and ask your admin.",
    reload: "Reload",
    export: "Download data, or begin anew",
};
