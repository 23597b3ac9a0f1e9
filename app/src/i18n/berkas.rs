//! Words about files of evidence.

/// States of a file.
pub struct Files {
    /// The server has it.
    pub sent: &'static str,
    /// It waits for a signal.
    pub waiting: &'static str,
    /// Only the device that captured it has it.
    pub elsewhere: &'static str,
    /// It is on its way: a share.
    pub sending: fn(&str) -> String,
    /// It rests at a share and goes on from there.
    pub paused: fn(&str) -> String,
    /// The server won't take it.
    pub refused: &'static str,
    /// Its person stopped it.
    pub stopped: &'static str,
    /// It is being prepared on this device.
    pub preparing: &'static str,
    /// Only the small picture is here.
    pub freed: &'static str,
    /// A link.
    pub link: &'static str,
    /// A note.
    pub note: &'static str,
}

/// Indonesian.
pub static ID: Files = Files {
    sent: "Terkirim",
    waiting: "Menunggu",
    elsewhere: "Belum sampai",
    sending: |share| share.to_owned(),
    paused: |share| format!("Jeda di {share}"),
    refused: "Ditolak",
    stopped: "Dihentikan",
    preparing: "Menyiapkan",
    freed: "Di server",
    link: "Tautan",
    note: "Catatan",
};

/// English.
pub static EN: Files = Files {
    sent: "Sent",
    waiting: "Waiting",
    elsewhere: "Not sent yet",
    sending: |share| share.to_owned(),
    paused: |share| format!("Paused at {share}"),
    refused: "Refused",
    stopped: "Stopped",
    preparing: "Preparing",
    freed: "On the server",
    link: "Link",
    note: "Note",
};
