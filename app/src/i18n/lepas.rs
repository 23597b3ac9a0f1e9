//! Words about what its person lets go, and takes back.

/// What is said there.
pub struct Lepas {
    /// Title: what was let go.
    pub title: &'static str,
    /// What that means.
    pub what: &'static str,
    /// Sends a change after all.
    pub send: &'static str,
    /// Takes back that a file or damage was let go.
    pub take_back: &'static str,
    /// It was taken back.
    pub taken_back: &'static str,
    /// Lets a stopped file go on.
    pub go_on: &'static str,
    /// It goes on.
    pub goes_on: &'static str,
    /// Damage that was let go.
    pub damage: &'static str,
    /// What can be done with a file that waits: the button that shows it, by the file's name.
    pub ways: fn(&str) -> String,
    /// Saves a copy of the file.
    pub copy: &'static str,
    /// Asks the server anew for a file, and goes on.
    pub anew: &'static str,
    /// Stops sending a file.
    pub stop: &'static str,
    /// What stopping does.
    pub stop_what: &'static str,
    /// A file was stopped.
    pub stopped: &'static str,
}

/// Indonesian.
pub static ID: Lepas = Lepas {
    title: "Dihentikan atau dilepaskan",
    what: "Tidak dikirim dan tidak dihitung. Isinya tetap di perangkat ini, dan dapat dilanjutkan atau dikembalikan kapan saja.",
    send: "Kirim juga",
    take_back: "Kembalikan",
    taken_back: "Dikembalikan",
    go_on: "Lanjutkan",
    goes_on: "Dilanjutkan dari tempatnya berhenti",
    damage: "Simpanan yang tidak terbaca",
    ways: |name| format!("Pilihan untuk {name}"),
    copy: "Simpan salinan",
    anew: "Coba lagi sekarang",
    stop: "Hentikan",
    stop_what: "Yang dihentikan tidak dikirim; berkasnya tetap di perangkat ini dan bisa dilanjutkan kapan saja.",
    stopped: "Berkas dihentikan, isinya tetap di perangkat ini",
};

/// English.
pub static EN: Lepas = Lepas {
    title: "Stopped or let go",
    what: "Not sent and not counted. It stays on this device, and can go on or be taken back at any time.",
    send: "Send after all",
    take_back: "Take back",
    taken_back: "Taken back",
    go_on: "Go on",
    goes_on: "Goes on where it stopped",
    damage: "Stored values that can’t be read",
    ways: |name| format!("Choices for {name}"),
    copy: "Save a copy",
    anew: "Try again now",
    stop: "Stop",
    stop_what: "What you stop isn’t sent; the file stays on this device, and you can go on at any time.",
    stopped: "The file was stopped; it stays on this device",
};
