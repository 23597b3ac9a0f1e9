//! Words of the page `sinkron`: everything that waits, and where data is.

/// Words about when files may be sent.
pub struct SendingWords {
    /// The choice.
    pub label: &'static str,
    /// Always, sparingly, not now.
    pub choices: [&'static str; 3],
    /// What the choice is for.
    pub help: &'static str,
    /// The browser doesn't tell what the connection costs.
    pub untold: &'static str,
    /// A file waits for a connection that doesn't cost.
    pub spared: &'static str,
    /// A file waits for its person's word.
    pub paused: &'static str,
    /// Sending was asked for, and so many files stay: for Wi-Fi; until the person says otherwise.
    pub stay: [fn(usize) -> String; 2],
    /// It couldn't be kept.
    pub failed: &'static str,
}

/// Words about comparing what the device holds with the server.
pub struct CompareWords {
    /// The section's title.
    pub title: &'static str,
    /// When it was compared last.
    pub last: fn(&str) -> String,
    /// It is asked for; and while there is no signal.
    pub asked: [&'static str; 2],
    /// The server can't compare; when that was tried last.
    pub unable: fn(&str) -> String,
    /// It wasn't compared yet.
    pub never: &'static str,
    /// Compares now.
    pub now: &'static str,
    /// It couldn't be asked for.
    pub failed: &'static str,
    /// What it is for.
    pub help: &'static str,
    /// An office's data drifted: title.
    pub drifted: fn(&str) -> String,
    /// So many records were missing, differed, were too many; what was done.
    pub drifted_why: fn(usize, usize, usize) -> String,
    /// The server's history is another than the one that was seen: whom to tell.
    pub rewritten: &'static str,
    /// So many receipts lie here, so many older ones were let go.
    pub receipts: fn(usize, usize) -> String,
    /// Saves them.
    pub save_receipts: &'static str,
    /// They couldn't be saved.
    pub unsaved: &'static str,
}

/// What the page says.
pub struct Sinkron {
    /// The page's title.
    pub title: &'static str,
    /// Everything is stored here.
    pub stored_here: &'static str,
    /// Last contact with the server.
    pub last_contact: fn(&str) -> String,
    /// There was none yet.
    pub no_contact: &'static str,
    /// Title: needs attention.
    pub attention: &'static str,
    /// Title of a refused thing: what it is.
    pub refused: fn(&str) -> String,
    /// Title of a held thing.
    pub held: fn(&str) -> String,
    /// A file that the server won't take.
    pub file_refused: fn(&str) -> String,
    /// A file whose bytes this device lost or damaged.
    pub file_lost: fn(&str) -> String,
    /// A reason of a refused file: cause and cure.
    pub file_reason: fn(&str) -> (&'static str, &'static str),
    /// Some of an office's records can't be read, and will be fetched anew: title.
    pub unread: fn(&str) -> String,
    /// What that means until then.
    pub unread_why: &'static str,
    /// Something stored can't be read: title.
    pub damaged: &'static str,
    /// What that means.
    pub damaged_why: &'static str,
    /// Before the cure.
    pub cure: &'static str,
    /// When files may be sent.
    pub sending: SendingWords,
    /// Comparing with the server.
    pub compare: CompareWords,
    /// Sends again.
    pub send_again: &'static str,
    /// Saves as a file.
    pub export: &'static str,
    /// Lets go.
    pub let_go: &'static str,
    /// What is lost then, and what isn't.
    pub let_go_what: &'static str,
    /// It was let go.
    pub let_gone: &'static str,
    /// It will be sent again.
    pub will_send: &'static str,
    /// Title: waits for a signal; for a server that gives no answer.
    pub waiting_unreached: [&'static str; 2],
    /// Title: waits to be sent.
    pub waiting_online: &'static str,
    /// So much is left.
    pub left: fn(&str) -> String,
    /// Texts go first: said once, where files wait as well.
    pub text_first: &'static str,
    /// So many changes of the same.
    pub times: fn(usize) -> String,
    /// A text that waits.
    pub waits: &'static str,
    /// Lists the texts that aren't listed yet: so many.
    pub list_rest: fn(usize) -> String,
    /// A text that is on its way.
    pub on_its_way: &'static str,
    /// A file that hasn't begun.
    pub not_begun: &'static str,
    /// A file that rests.
    pub rests_at: fn(&str) -> String,
    /// Why a file rests: the server didn't answer.
    pub file_unreached: &'static str,
    /// Why a file rests: the server takes no files now.
    pub file_not_taken: &'static str,
    /// Likewise: it has no room left.
    pub server_full: &'static str,
    /// A file that is on its way.
    pub going: fn(&str) -> String,
    /// So many of one's pieces wait on another device of one's own: title.
    pub waits_elsewhere: fn(usize) -> String,
    /// What can be done.
    pub waits_elsewhere_why: &'static str,
    /// Nothing waits: title.
    pub nothing: &'static str,
    /// What that means.
    pub nothing_why: &'static str,
    /// Tries to send now.
    pub send_now: &'static str,
    /// It tries.
    pub trying: &'static str,
    /// It tried, and everything is on the server.
    pub all_there: &'static str,
    /// It tried: there is no signal; no answer came. What is here stays, and goes by itself.
    pub unreached: [&'static str; 2],
    /// It tried, and the server isn't well, or is full.
    pub busy_there: [&'static str; 2],
    /// The device's clock is off: title, in minutes.
    pub clock: fn(i64) -> String,
    /// What that changes.
    pub clock_why: &'static str,
    /// Title: room on this device.
    pub room: &'static str,
    /// Spoken: all, only here, on the server.
    pub room_spoken: fn(&str, &str, &str) -> String,
    /// Bytes that only this device has.
    pub only_here: &'static str,
    /// Bytes that the server has too.
    pub on_server: &'static str,
    /// Frees bytes that the server has.
    pub free: fn(&str) -> String,
    /// What stays then.
    pub free_what: &'static str,
    /// They were freed.
    pub freed: fn(&str) -> String,
    /// Leads to the sign-in.
    pub sign_in: &'static str,
    /// The key that signs can't be read: title, what that means, what to do.
    pub bad_key: [&'static str; 3],
    /// What an op does, in words.
    pub ops: Ops,
}

/// What an op does, in a few words; the thing's name follows where there is one.
pub struct Ops {
    /// An answer to an item.
    pub answer: fn(&str) -> String,
    /// A note on an item.
    pub note: fn(&str) -> String,
    /// A required document that doesn't apply.
    pub waiver: fn(&str) -> String,
    /// New evidence.
    pub evidence_new: fn(&str) -> String,
    /// Facts or uses of evidence.
    pub evidence: fn(&str) -> String,
    /// A new element of the plan.
    pub plan_new: fn(&str) -> String,
    /// A change in the plan.
    pub plan: fn(&str) -> String,
    /// Progress of an output.
    pub progress: fn(&str) -> String,
    /// A comment.
    pub comment: fn(&str) -> String,
    /// A task.
    pub task: fn(&str) -> String,
    /// A verdict.
    pub verdict: fn(&str) -> String,
    /// A removal.
    pub removal: fn(&str) -> String,
    /// A removal taken back.
    pub restored: fn(&str) -> String,
    /// Anything else.
    pub other: fn(&str) -> String,
    /// A thing without a name.
    pub unnamed: &'static str,
}

fn reason_id(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "wrong_digest" => (
            "Yang sampai di server tidak sama dengan yang diambil.",
            "Ambil atau pilih berkasnya sekali lagi.",
        ),
        "missing_here" => (
            "Isinya hilang dari perangkat ini sebelum terkirim.",
            "Ambil atau pilih berkasnya sekali lagi.",
        ),
        "damaged_here" => (
            "Isinya di perangkat ini rusak sebelum terkirim.",
            "Ambil atau pilih berkasnya sekali lagi. Bila sudah tidak ada, ekspor lalu kirimkan kepada admin.",
        ),
        "too_large" => (
            "Berkasnya melebihi 100 MB.",
            "Perkecil atau bagi berkasnya, lalu tambahkan lagi.",
        ),
        "quota" => (
            "Ruang satker di server habis.",
            "Minta admin satker menambah ruang, lalu kirim ulang.",
        ),
        _ => (
            "Server tidak menerima jenis isi berkas ini.",
            "Simpan sebagai PDF, gambar, atau dokumen, lalu tambahkan lagi.",
        ),
    }
}

fn reason_en(reason: &str) -> (&'static str, &'static str) {
    match reason {
        "wrong_digest" => (
            "What reached the server isn’t what was captured.",
            "Capture or choose the file once more.",
        ),
        "missing_here" => (
            "Its bytes were lost on this device before they were sent.",
            "Capture or choose the file once more.",
        ),
        "damaged_here" => (
            "Its bytes on this device were damaged before they were sent.",
            "Capture or choose the file once more. If it is gone, export it and send it to your admin.",
        ),
        "too_large" => (
            "The file is larger than 100 MB.",
            "Shrink or divide the file, then add it again.",
        ),
        "quota" => (
            "The office’s room on the server is used up.",
            "Ask your office’s admin for more room, then send again.",
        ),
        _ => (
            "The server doesn’t take this type of file.",
            "Save it as PDF, picture or document, then add it again.",
        ),
    }
}

/// Indonesian.
pub static ID: Sinkron = Sinkron {
    title: "Sinkronisasi",
    stored_here: "Semua tersimpan di perangkat ini",
    last_contact: |when| format!("Terakhir terhubung {when}"),
    no_contact: "Belum pernah terhubung dari perangkat ini",
    attention: "Perlu perhatian",
    refused: |what| format!("Ditolak server: {what}"),
    held: |what| format!("Ditahan: {what}"),
    file_refused: |name| format!("Berkas ditolak server: {name}"),
    file_lost: |name| format!("Berkas tidak bisa dikirim: {name}"),
    file_reason: reason_id,
    unread: |office| format!("Sebagian data {office} di perangkat ini tidak terbaca"),
    unread_why: "Sisanya tetap tampil, tetapi nilai belum dihitung. Semuanya diambil ulang dari server begitu ada sinyal; yang Anda tulis tidak berubah.",
    damaged: "Sebagian simpanan tidak terbaca",
    damaged_why: "Perangkat ini merusak sebagian yang belum terkirim. Isinya tidak dihapus: ekspor, lalu kirimkan kepada admin.",
    cure: "Yang bisa dilakukan:",
    sending: SendingWords {
        label: "Kirim berkas",
        choices: [
            "Setiap ada sinyal",
            "Berkas di atas 1 MB tunggu Wi-Fi",
            "Jeda dulu",
        ],
        help: "Tulisan selalu dikirim. Yang menunggu tetap tersimpan di perangkat ini.",
        untold: "Peramban ini tidak memberi tahu jenis sambungan, jadi tunggu Wi-Fi tidak berlaku di sini. Pakai jeda.",
        spared: "Menunggu Wi-Fi",
        paused: "Dijeda oleh Anda",
        stay: [
            |count| {
                format!(
                    "Tulisan dikirim. {count} berkas tetap menunggu Wi-Fi; ubah di “Kirim berkas”."
                )
            },
            |count| {
                format!("Tulisan dikirim. {count} berkas tetap dijeda; ubah di “Kirim berkas”.")
            },
        ],
        failed: "Pilihan belum tersimpan. Coba lagi.",
    },
    compare: CompareWords {
        title: "Cocok dengan server",
        last: |when| format!("Terakhir dicocokkan {when}"),
        asked: ["Sedang dicocokkan…", "Dicocokkan begitu ada sinyal"],
        unable: |when| format!("Server ini belum bisa mencocokkan (dicoba {when})"),
        never: "Belum pernah dicocokkan",
        now: "Cocokkan sekarang",
        failed: "Permintaan belum tersimpan. Coba lagi.",
        help: "Bukti mencocokkan semua catatan di perangkat ini dengan server sekali sehari.",
        drifted: |office| format!("Data {office} di perangkat ini berbeda dari server"),
        drifted_why: |missing, differing, surplus| {
            format!(
                "{missing} catatan kurang, {differing} berbeda, {surplus} berlebih. Semuanya diambil ulang dari server; yang Anda tulis tidak berubah."
            )
        },
        rewritten: "Riwayat di server bukan lagi yang pernah dilihat perangkat ini. Beri tahu admin Anda, dan simpan tanda terima.",
        receipts: |count, gone| {
            let kept = format!("{count} tanda terima dari server tersimpan di sini");
            match gone {
                0 => kept,
                _ => format!("{kept}; {gone} yang lebih lama sudah dilepas"),
            }
        },
        save_receipts: "Simpan tanda terima",
        unsaved: "Peramban tidak bisa membuat berkasnya. Kosongkan ruang, lalu coba lagi.",
    },
    send_again: "Kirim ulang",
    export: "Ekspor",
    let_go: "Lepaskan",
    let_go_what: "Yang dilepaskan tidak dikirim dan hilang dari layar; ekspor dulu bila isinya masih perlu. Yang ada di server tidak berubah.",
    let_gone: "Perubahan dilepaskan",
    will_send: "Dikirim ulang",
    waiting_unreached: ["Menunggu sinyal", "Menunggu server terjangkau"],
    waiting_online: "Menunggu dikirim",
    left: |size| format!("{size} lagi"),
    text_first: "Tulisan dikirim lebih dulu daripada berkas.",
    times: |count| format!("{count} perubahan"),
    waits: "Menunggu giliran",
    list_rest: |count| format!("Tampilkan {count} tulisan lagi"),
    on_its_way: "Sedang dikirim",
    not_begun: "Belum mulai",
    rests_at: |share| format!("Jeda di {share}, dilanjutkan dari sini"),
    file_unreached: "Server belum terjangkau; dicoba lagi sendiri",
    file_not_taken: "Server belum bisa menerima berkas; dicoba lagi sendiri",
    server_full: "Ruang server penuh; minta admin menambahnya, lalu dicoba lagi sendiri",
    going: |share| format!("Mengirim, {share}"),
    waits_elsewhere: |count| format!("{count} bukti Anda menunggu di perangkat Anda yang lain"),
    waits_elsewhere_why: "Server belum menerima berkasnya. Buka Bukti di perangkat yang mengambilnya, saat ada sinyal.",
    nothing: "Tidak ada yang menunggu",
    nothing_why: "Semua yang Anda tulis dan ambil sudah ada di server.",
    send_now: "Kirim sekarang",
    trying: "Mencoba mengirim",
    all_there: "Semua sudah ada di server.",
    unreached: [
        "Tidak ada sinyal. Semua aman di perangkat ini, dan dikirim sendiri begitu ada.",
        "Server belum terjangkau. Semua aman di perangkat ini, dan dicoba lagi sendiri.",
    ],
    busy_there: [
        "Server sedang terganggu. Semua aman di perangkat ini, dan dicoba lagi sendiri.",
        "Ruang server penuh. Semua aman di perangkat ini, dan dicoba lagi sendiri. Minta admin menambah ruang di server.",
    ],
    clock: |minutes| format!("Jam perangkat ini selisih {minutes} menit"),
    clock_why: "Server memperhitungkannya, jadi urutan pekerjaan tetap benar. Setel jam otomatis di setelan perangkat.",
    room: "Ruang di perangkat ini",
    room_spoken: |all, own, safe| {
        format!("Terpakai {all}: {own} hanya ada di sini, {safe} juga ada di server")
    },
    only_here: "Hanya ada di perangkat ini",
    on_server: "Juga ada di server",
    free: |size| format!("Kosongkan {size}"),
    free_what: "Gambar kecilnya tetap ada. Berkas penuh bisa diambil lagi saat ada sinyal.",
    freed: |size| format!("{size} dikosongkan"),
    sign_in: "Masuk lagi",
    bad_key: [
        "Kunci kirim di perangkat ini tidak terbaca",
        "Tanpa kunci itu server tidak tahu bahwa kirimannya dari Anda, jadi tidak ada yang dikirim. Yang Anda tulis dan ambil tetap tersimpan di sini.",
        "Masuk lagi. Perangkat ini membuat kunci baru, lalu semua yang menunggu dikirim.",
    ],
    ops: Ops {
        answer: |name| format!("Jawaban {name}"),
        note: |name| format!("Catatan {name}"),
        waiver: |name| format!("Dokumen tidak berlaku, {name}"),
        evidence_new: |name| format!("Bukti “{name}”"),
        evidence: |name| format!("Keterangan bukti “{name}”"),
        plan_new: |name| format!("Rencana baru “{name}”"),
        plan: |name| format!("Rencana “{name}”"),
        progress: |name| format!("Realisasi “{name}”"),
        comment: |name| format!("Tanggapan “{name}”"),
        task: |name| format!("Tugas “{name}”"),
        verdict: |name| format!("Putusan {name}"),
        removal: |name| format!("Penghapusan “{name}”"),
        restored: |name| format!("Pemulihan “{name}”"),
        other: |name| format!("Perubahan {name}"),
        unnamed: "tanpa nama",
    },
};

/// English.
pub static EN: Sinkron = Sinkron {
    title: "Sync",
    stored_here: "Everything is stored on this device",
    last_contact: |when| format!("Last connected {when}"),
    no_contact: "Never connected from this device",
    attention: "Needs attention",
    refused: |what| format!("Refused by the server: {what}"),
    held: |what| format!("Held back: {what}"),
    file_refused: |name| format!("File refused by the server: {name}"),
    file_lost: |name| format!("File can’t be sent: {name}"),
    file_reason: reason_en,
    unread: |office| format!("Some of {office}’s data on this device can’t be read"),
    unread_why: "The rest is shown, but no score is counted. All of it is fetched anew as soon as there is a signal; what you wrote hasn’t changed.",
    damaged: "Some of what is stored can’t be read",
    damaged_why: "This device damaged something that wasn’t sent yet. It isn’t deleted: export it and send it to your admin.",
    cure: "What you can do:",
    sending: SendingWords {
        label: "Send files",
        choices: [
            "Whenever there is a signal",
            "Files over 1 MB wait for Wi-Fi",
            "Not for now",
        ],
        help: "Texts are always sent. What waits stays stored on this device.",
        untold: "This browser doesn’t tell what kind of connection it has, so waiting for Wi-Fi has no effect here. Pause instead.",
        spared: "Waits for Wi-Fi",
        paused: "Paused by you",
        stay: [
            |count| match count {
                1 => "Texts are sent. 1 file still waits for Wi-Fi; change it in “Send files”."
                    .to_owned(),
                _ => format!(
                    "Texts are sent. {count} files still wait for Wi-Fi; change it in “Send files”."
                ),
            },
            |count| match count {
                1 => "Texts are sent. 1 file stays paused; change it in “Send files”.".to_owned(),
                _ => {
                    format!("Texts are sent. {count} files stay paused; change it in “Send files”.")
                }
            },
        ],
        failed: "The choice isn’t stored yet. Try again.",
    },
    compare: CompareWords {
        title: "The same as the server",
        last: |when| format!("Last compared {when}"),
        asked: ["Comparing…", "Compared as soon as there is a signal"],
        unable: |when| format!("This server can’t compare yet (tried {when})"),
        never: "Not compared yet",
        now: "Compare now",
        failed: "The request isn’t stored yet. Try again.",
        help: "Once a day Bukti compares every record on this device with the server.",
        drifted: |office| format!("Data of {office} on this device differed from the server"),
        drifted_why: |missing, differing, surplus| {
            format!(
                "{missing} records were missing, {differing} differed, {surplus} were too many. All are fetched anew; what you wrote hasn’t changed."
            )
        },
        rewritten: "The server’s history is no longer the one that this device has seen. Tell your admin, and save the receipts.",
        receipts: |count, gone| {
            let kept = match count {
                1 => "1 receipt from the server lies here".to_owned(),
                _ => format!("{count} receipts from the server lie here"),
            };
            match gone {
                0 => kept,
                1 => format!("{kept}; 1 older one was let go"),
                _ => format!("{kept}; {gone} older ones were let go"),
            }
        },
        save_receipts: "Save the receipts",
        unsaved: "The browser couldn’t make the file. Free some room and try again.",
    },
    send_again: "Send again",
    export: "Export",
    let_go: "Let go",
    let_go_what: "What you let go isn’t sent and disappears from the screen; export it first if you still need it. Nothing changes on the server.",
    let_gone: "The change was let go",
    will_send: "Sending again",
    waiting_unreached: [
        "Waiting for a signal",
        "Waiting for the server to be reached",
    ],
    waiting_online: "Waiting to be sent",
    left: |size| format!("{size} left"),
    text_first: "Texts go before files.",
    times: |count| format!("{count} changes"),
    waits: "Waits its turn",
    list_rest: |count| format!("List {count} more texts"),
    on_its_way: "On its way",
    not_begun: "Not begun",
    rests_at: |share| format!("Paused at {share}, resumes from here"),
    file_unreached: "The server can’t be reached; tried again by itself",
    file_not_taken: "The server can’t take files now; tried again by itself",
    server_full: "The server has no room left; ask an admin to make some, and it is tried again by itself",
    going: |share| format!("Sending, {share}"),
    waits_elsewhere: |count| format!("{count} of your pieces wait on another device of yours"),
    waits_elsewhere_why: "The server doesn’t have the files yet. Open Bukti on the device that captured them, while it has a signal.",
    nothing: "Nothing waits",
    nothing_why: "Everything that you wrote and captured is on the server.",
    send_now: "Send now",
    trying: "Trying to send",
    all_there: "Everything is on the server.",
    unreached: [
        "There is no signal. Everything is safe on this device, and goes by itself once there is one.",
        "The server can’t be reached. Everything is safe on this device, and it is tried again by itself.",
    ],
    busy_there: [
        "The server is in trouble. Everything is safe on this device, and it is tried again by itself.",
        "The server has no room left. Everything is safe on this device, and it is tried again by itself. Ask an admin to make room on the server.",
    ],
    clock: |minutes| format!("This device’s clock is {minutes} minutes off"),
    clock_why: "The server accounts for it, so the order of work stays right. Let the device set its clock by itself.",
    room: "Room on this device",
    room_spoken: |all, own, safe| format!("{all} used: {own} only here, {safe} on the server too"),
    only_here: "Only on this device",
    on_server: "On the server too",
    free: |size| format!("Free {size}"),
    free_what: "The small pictures stay. Whole files can be fetched again when there is a signal.",
    freed: |size| format!("{size} freed"),
    sign_in: "Sign in again",
    bad_key: [
        "The sending key on this device can’t be read",
        "Without it the server can’t tell that what is sent is yours, so nothing is sent. What you wrote and captured stays stored here.",
        "Sign in again. This device makes another key, and sends everything that waits.",
    ],
    ops: Ops {
        answer: |name| format!("Answer {name}"),
        note: |name| format!("Note {name}"),
        waiver: |name| format!("Document that doesn’t apply, {name}"),
        evidence_new: |name| format!("Evidence “{name}”"),
        evidence: |name| format!("Facts of “{name}”"),
        plan_new: |name| format!("New in the plan: “{name}”"),
        plan: |name| format!("Plan “{name}”"),
        progress: |name| format!("Progress of “{name}”"),
        comment: |name| format!("Comment “{name}”"),
        task: |name| format!("Task “{name}”"),
        verdict: |name| format!("Verdict {name}"),
        removal: |name| format!("Removal of “{name}”"),
        restored: |name| format!("“{name}” brought back"),
        other: |name| format!("Change {name}"),
        unnamed: "unnamed",
    },
};
