//! Words about what needs its person on another device of theirs.

/// What is said there.
pub struct Lain {
    /// Title: needs its person on another device.
    pub title: &'static str,
    /// A device of which only the server knows that something needs its person: so many, since then.
    pub there: fn(usize, Option<&str>) -> String,
    /// What that means.
    pub there_why: &'static str,
    /// What can be done there.
    pub there_cure: &'static str,
    /// What a device that was revoked has sent is kept aside: what that means.
    pub held_why: &'static str,
    /// What can be done about it.
    pub held_cure: &'static str,
    /// So many pieces aren't on the server, and this device's own store was once emptied.
    pub unsent: fn(usize) -> String,
    /// Where their bytes may be, and what to do.
    pub unsent_why: &'static str,
    /// What to do where that device is lost.
    pub lost: &'static str,
    /// Tells no more of it.
    pub quiet: &'static str,
    /// A device isn't told of any more.
    pub quiet_now: fn(&str) -> String,
    /// Where the bytes of a refused file lie, on a device that is known.
    pub lies: fn(&str) -> String,
    /// On one that isn't known.
    pub lies_somewhere: &'static str,
    /// What can be done on the other device, and what here.
    pub ways: &'static str,
    /// Takes a file from this device in place of the refused one.
    pub replace: &'static str,
    /// Lets the page, or with its last page the piece, go.
    pub let_go: &'static str,
    /// It was let go, by its name.
    pub let_gone: fn(&str) -> String,
}

/// Indonesian.
pub static ID: Lain = Lain {
    title: "Perlu Anda di perangkat lain",
    there: |count, since| match since {
        Some(since) => format!("{count} hal perlu Anda sejak {since}"),
        None => format!("{count} hal perlu Anda"),
    },
    there_why: "Yang ditolak hanya ada di perangkat itu, jadi tidak bisa dikirim dari sini.",
    there_cure: "Buka Bukti di sana, lalu Perlu perhatian: perbaiki dan kirim ulang, ekspor, atau lepaskan.",
    held_why: "Perangkat itu dicabut. Yang dikirimnya sesudah itu disimpan server, tetapi belum dihitung.",
    held_cure: "Minta admin satker Anda menerimanya.",
    unsent: |count| format!("Isi {count} bukti Anda belum sampai di server"),
    unsent_why: "Isinya ada di perangkat lain, atau ikut hilang ketika peramban mengosongkan simpanan perangkat ini. Kalau tidak ada di perangkat lain, ambil ulang.",
    lost: "Perangkat itu hilang atau rusak? Yang hanya ada di sana tidak bisa diambil lagi: catat ulang di sini, dan minta admin mencabutnya.",
    quiet: "Jangan ingatkan lagi",
    quiet_now: |device| format!("{device}: diingatkan lagi hanya kalau melapor lagi"),
    lies: |device| format!("Isinya ada di {device}, tidak di perangkat ini."),
    lies_somewhere: "Isinya ada di perangkat yang mengambilnya, tidak di perangkat ini.",
    ways: "Di sana berkas ini bisa dikirim ulang atau diekspor. Di sini bisa diganti berkas lain atau dilepaskan.",
    replace: "Ganti berkas",
    let_go: "Lepaskan",
    let_gone: |name| format!("“{name}” dilepaskan"),
};

/// English.
pub static EN: Lain = Lain {
    title: "Needs you on another device",
    there: |count, since| {
        let things = match count {
            1 => "1 thing needs you".to_owned(),
            _ => format!("{count} things need you"),
        };
        since.map_or(things.clone(), |since| format!("{things} since {since}"))
    },
    there_why: "What was refused lies on that device only, so it can’t be sent from here.",
    there_cure: "Open Bukti there, under Needs attention: repair it and send it again, export it, or let it go.",
    held_why: "That device was revoked. What it sent since is kept by the server, and doesn’t count yet.",
    held_cure: "Ask an admin of your office to admit it.",
    unsent: |count| match count {
        1 => "The bytes of 1 piece of your evidence aren’t on the server".to_owned(),
        count => format!("The bytes of {count} pieces of your evidence aren’t on the server"),
    },
    unsent_why: "The bytes lie on another device, or were lost when the browser emptied this one’s store. If no other device has them, capture them again.",
    lost: "Is that device lost or broken? What lies only there can’t be fetched any more: note it here again, and ask an admin to revoke it.",
    quiet: "Don’t remind me",
    quiet_now: |device| format!("{device}: told again only once it reports again"),
    lies: |device| format!("Its bytes lie on {device}, not on this device."),
    lies_somewhere: "Its bytes lie on the device that captured it, not on this one.",
    ways: "There the file can be sent again or exported. Here another one can take its place, or you let it go.",
    replace: "Replace the file",
    let_go: "Let go",
    let_gone: |name| format!("“{name}” was let go"),
};
