//! Words about what lies on devices: how long it waits, who holds how much, what it takes, what two
//! people wrote differently.

/// What is said there.
pub struct Simpanan {
    /// Something waits since then.
    pub since: fn(&str) -> String,
    /// So many things wait for at least three days: title, with the moment.
    pub overdue: fn(usize, &str) -> String,
    /// What to do about it.
    pub overdue_cure: &'static str,
    /// Days of the week, from Monday.
    pub weekdays: [&'static str; 7],
    /// Title: the devices of the office.
    pub devices: &'static str,
    /// A phone of somebody.
    pub phone_of: fn(&str) -> String,
    /// A computer of somebody.
    pub computer_of: fn(&str) -> String,
    /// So much isn't sent, since then.
    pub unsent: fn(usize, Option<&str>) -> String,
    /// So much needs its person.
    pub needs: fn(usize) -> String,
    /// So much of a revoked device is kept aside at the server, since then.
    pub held: fn(usize, &str) -> String,
    /// Nothing waits there.
    pub all_sent: &'static str,
    /// It never said anything of itself.
    pub silent: &'static str,
    /// When it said so.
    pub said_at: fn(&str) -> String,
    /// What the list is.
    pub devices_note: &'static str,
    /// A device that was revoked, and on which work still lies.
    pub revoked: &'static str,
    /// No device yet: title and text.
    pub no_devices: (&'static str, &'static str),
    /// The list is as of then.
    pub devices_at: fn(&str) -> String,
    /// The list can't be asked for now, and never was.
    pub devices_offline: &'static str,
    /// The list is old, because there is no connection.
    pub devices_old: fn(&str) -> String,
    /// Takes the wrong value to where it can be mended.
    pub repair: &'static str,
    /// What wasn't kept: takes it once more.
    pub again: &'static str,
    /// Frees so much that is safe, and takes what wasn't kept once more.
    pub free_and_again: fn(&str) -> String,
    /// Gives a file that wasn't kept to another app.
    pub share: &'static str,
    /// A file was let go.
    pub file_let_gone: &'static str,
    /// Room: safe.
    pub safe: &'static str,
    /// Room: on the server, not safe yet.
    pub on_server: &'static str,
    /// Room, spoken: all, only here, on the server, safe.
    pub room_spoken: fn(&str, &str, &str, &str) -> String,
    /// The person's limit, after what is used.
    pub of_limit: fn(&str) -> String,
    /// Label of the limit.
    pub limit: &'static str,
    /// No limit.
    pub no_limit: &'static str,
    /// What a limit does.
    pub limit_help: &'static str,
    /// More is used than the person wants: title.
    pub past: fn(&str) -> String,
    /// What to do then, if something can be freed; if nothing can.
    pub past_cure: (&'static str, &'static str),
    /// Why nothing of what the server has can be freed yet.
    pub not_safe: &'static str,
    /// There is no place for backups: what that means.
    pub no_place: &'static str,
    /// Frees what the server has without a backup.
    pub free_knowingly: fn(&str) -> String,
    /// The question before.
    pub free_question: &'static str,
    /// A part couldn't be freed, because it stands otherwise by now.
    pub free_changed: &'static str,
    /// A part couldn't be freed, because the store didn't take it.
    pub free_failed: &'static str,
    /// The browser emptied the store: title.
    pub emptied: &'static str,
    /// What that means; what the server had heard before (how many things, when).
    pub emptied_why: fn(Option<(usize, &str)>) -> String,
    /// It did so while Bukti was open: so many changes were kept anew, the bytes of so many files are lost.
    pub emptied_open: fn(usize, usize) -> String,
    /// It was read.
    pub understood: &'static str,
    /// Title: what was sent today.
    pub sent_today: &'static str,
    /// Shows the list.
    pub show: &'static str,
    /// A conflict in the list: who differs, and when.
    pub conflict_by: fn(&str, &str) -> String,
    /// A field's name.
    pub field: fn(&str) -> &'static str,
    /// Two values in a field: heading.
    pub differs: fn(&str) -> String,
    /// Takes somebody's value.
    pub take: fn(&str) -> String,
    /// Takes one's own.
    pub take_mine: &'static str,
    /// Label of the text of both.
    pub both: &'static str,
    /// What it is.
    pub both_help: &'static str,
    /// Keeps it.
    pub keep_both: &'static str,
    /// It was settled.
    pub settled: &'static str,
    /// Nothing is written there.
    pub empty: &'static str,
    /// Yes and no.
    pub yes_no: [&'static str; 2],
    /// A field got what it can't hold, by its name.
    pub bad_value: fn(&str) -> String,
    /// A text is too long: its field's name, how many characters it may have, how many it has.
    pub too_long: fn(&str, &str, &str) -> String,
    /// What to do then.
    pub shorten: &'static str,
    /// Nothing was kept, and nothing typed is lost.
    pub still_here: &'static str,
    /// Asks the other person first.
    pub ask_first: fn(&str) -> String,
    /// Decides later.
    pub later: &'static str,
}

fn field_id(field: &str) -> &'static str {
    match field {
        "judul" => "Judul",
        "catatan" => "Catatan",
        "teks" => "Komentar",
        "tidak_berlaku" => "Alasan",
        "nilai" => "Jawaban",
        "area" => "Area",
        "keluaran" => "Keluaran",
        "satuan" => "Satuan",
        "mulai" => "Mulai",
        "tenggat" => "Tenggat",
        "selesai" => "Selesai",
        "kepada" => "Untuk",
        "putusan" => "Putusan",
        "koordinator" => "Koordinator",
        "penanggung_jawab" => "Penanggung jawab",
        "jenis" => "Jenis",
        "nomor" => "Nomor",
        "tanggal" => "Tanggal",
        "tanggal_akhir" => "Sampai tanggal",
        "tautan" => "Tautan",
        "terbatas" => "Terbatas",
        "target_1" => "Target TW I",
        "target_2" => "Target TW II",
        "target_3" => "Target TW III",
        "target_4" => "Target TW IV",
        "realisasi_1" => "Realisasi TW I",
        "realisasi_2" => "Realisasi TW II",
        "realisasi_3" => "Realisasi TW III",
        "realisasi_4" => "Realisasi TW IV",
        _ => "Isian",
    }
}

fn field_en(field: &str) -> &'static str {
    match field {
        "judul" => "Title",
        "catatan" => "Note",
        "teks" => "Comment",
        "tidak_berlaku" => "Reason",
        "nilai" => "Answer",
        "area" => "Area",
        "keluaran" => "Output",
        "satuan" => "Unit",
        "mulai" => "Start",
        "tenggat" => "Due",
        "selesai" => "Done",
        "kepada" => "For",
        "putusan" => "Verdict",
        "koordinator" => "Coordinator",
        "penanggung_jawab" => "Responsible",
        "jenis" => "Kind",
        "nomor" => "Number",
        "tanggal" => "Date",
        "tanggal_akhir" => "Until",
        "tautan" => "Link",
        "terbatas" => "Restricted",
        "target_1" => "Target Q1",
        "target_2" => "Target Q2",
        "target_3" => "Target Q3",
        "target_4" => "Target Q4",
        "realisasi_1" => "Progress Q1",
        "realisasi_2" => "Progress Q2",
        "realisasi_3" => "Progress Q3",
        "realisasi_4" => "Progress Q4",
        _ => "Field",
    }
}

/// Indonesian.
pub static ID: Simpanan = Simpanan {
    since: |day| format!("sejak {day}"),
    overdue: |count, day| format!("{count} hal belum terkirim sejak {day}"),
    overdue_cure: "Semuanya tersimpan di perangkat ini saja. Cari sinyal atau Wi-Fi, lalu tekan Kirim sekarang.",
    weekdays: [
        "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu",
    ],
    devices: "Perangkat satker",
    phone_of: |who| format!("Ponsel {who}"),
    computer_of: |who| format!("Komputer {who}"),
    unsent: |count, since| match since {
        Some(since) => format!("{count} hal belum terkirim sejak {since}"),
        None => format!("{count} hal belum terkirim"),
    },
    needs: |count| format!("{count} perlu perhatian pemiliknya"),
    held: |count, since| format!("{count} ditahan di server sejak {since}, sampai diterima admin"),
    all_sent: "Semua terkirim",
    silent: "Belum pernah melapor",
    said_at: |when| format!("dilaporkan {when}"),
    revoked: "dicabut",
    devices_note: "Menurut laporan terakhir tiap perangkat. Yang tidak terhubung belum tentu kosong.",
    no_devices: (
        "Belum ada perangkat",
        "Perangkat muncul di sini setelah orangnya masuk untuk pertama kali.",
    ),
    devices_at: |when| format!("per {when}"),
    devices_offline: "Daftar perangkat perlu sinyal. Buka lagi saat terhubung.",
    devices_old: |when| format!("Belum diperbarui: keadaan terakhir, {when}."),
    repair: "Perbaiki",
    again: "Coba lagi",
    free_and_again: |bytes| format!("Kosongkan {bytes}, lalu coba lagi"),
    share: "Bagikan",
    file_let_gone: "Berkas dilepaskan, isinya tetap di perangkat ini",
    safe: "Sudah aman di server",
    on_server: "Di server, belum dua kali dicadangkan",
    room_spoken: |all, own, server, safe| {
        format!(
            "Terpakai {all}: {own} hanya ada di sini, {server} di server dan belum dua kali dicadangkan, {safe} sudah aman"
        )
    },
    of_limit: |limit| format!("batas Anda {limit}"),
    limit: "Batas untuk berkas",
    no_limit: "Tanpa batas",
    limit_help: "Lewat batas ini, di sini dan di Sinkronisasi ditawarkan apa yang bisa dikosongkan. Tidak ada yang dihapus sendiri.",
    past: |limit| format!("Berkas melewati batas Anda, {limit}"),
    past_cure: (
        "Kosongkan yang sudah aman di server. Gambar kecilnya tetap ada.",
        "Belum ada yang aman untuk dikosongkan. Kirim dulu yang menunggu, atau naikkan batasnya.",
    ),
    not_safe: "Berkas di server baru bisa dikosongkan setelah dua kali dicadangkan. Sampai saat itu perangkat ini menjaganya.",
    no_place: "Server ini belum punya tempat cadangan. Berkas yang dikosongkan hanya ada di server itu.",
    free_knowingly: |size| format!("Kosongkan {size} tanpa cadangan"),
    free_question: "Kosongkan berkas yang belum dicadangkan?",
    free_changed: "Sebagian tidak dikosongkan: keadaannya baru saja berubah dan isinya mungkin masih diperlukan.",
    free_failed: "Sebagian tidak dikosongkan: perangkat menolak menulis. Tutup tab Bukti yang lain, lalu coba lagi.",
    emptied: "Peramban mengosongkan simpanan Bukti di perangkat ini",
    emptied_why: |heard| {
        let what = match heard {
            Some((0, when)) => {
                format!(
                    "Menurut laporan terakhir ({when}) semua sudah terkirim. Yang ditulis atau diambil sesudah itu dan belum terkirim ikut hilang."
                )
            }
            Some((count, when)) => format!(
                "Menurut laporan terakhir ({when}) ada {count} hal yang belum terkirim. Periksa pekerjaan Anda sejak saat itu, dan ambil lagi yang hilang."
            ),
            None => "Yang sudah terkirim tetap ada di server. Periksa apakah ada pekerjaan yang perlu diulang.".to_owned(),
        };
        format!("{what} Pasang Bukti di layar utama supaya ini tidak terulang.")
    },
    emptied_open: |kept, lost| {
        let kept = match kept {
            0 => "Saat itu Bukti terbuka, dan tidak ada perubahan yang menunggu.".to_owned(),
            _ => format!(
                "Saat itu Bukti terbuka: {kept} perubahan yang belum terkirim sudah disimpan ulang."
            ),
        };
        match lost {
            0 => kept,
            _ => format!(
                "{kept} Isi {lost} berkas hilang. Tiap berkasnya ada di Perlu perhatian: ambil ulang."
            ),
        }
    },
    understood: "Mengerti",
    sent_today: "Dibuat hari ini dan sudah terkirim",
    show: "Lihat",
    conflict_by: |who, when| format!("{who} · {when}"),
    field: field_id,
    differs: |field| format!("{field}: dua isian berbeda"),
    take: |who| format!("Pakai isian {who}"),
    take_mine: "Pakai isian saya",
    both: "Gabungan keduanya",
    both_help: "Baris dari keduanya, yang sama hanya sekali. Sunting seperlunya.",
    keep_both: "Pakai gabungan",
    settled: "Isian dipilih",
    empty: "Kosong",
    yes_no: ["Ya", "Tidak"],
    bad_value: |field| format!("Isian “{field}” tidak dapat memuat nilai itu."),
    too_long: |field, max, has| {
        format!(
            "Isian “{field}” paling banyak {} karakter; isinya sekarang {}.",
            max, has
        )
    },
    shorten: "Persingkat, lalu simpan lagi.",
    still_here: "Yang Anda ketik tetap di sini.",
    ask_first: |who| format!("Tanya {who} dulu"),
    later: "Putuskan nanti",
};

/// English.
pub static EN: Simpanan = Simpanan {
    since: |day| format!("since {day}"),
    overdue: |count, day| match count {
        1 => format!("1 thing not sent since {day}"),
        count => format!("{count} things not sent since {day}"),
    },
    overdue_cure: "All of it lies on this device only. Find a signal or Wi-Fi, then press Send now.",
    weekdays: [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ],
    devices: "Devices of the office",
    phone_of: |who| format!("{who}’s phone"),
    computer_of: |who| format!("{who}’s computer"),
    unsent: |count, since| {
        let what = match count {
            1 => "1 thing not sent".to_owned(),
            count => format!("{count} things not sent"),
        };
        match since {
            Some(since) => format!("{what} since {since}"),
            None => what,
        }
    },
    needs: |count| match count {
        1 => "1 needs its person’s attention".to_owned(),
        count => format!("{count} need their person’s attention"),
    },
    held: |count, since| {
        format!("{count} held at the server since {since}, until an admin admits them")
    },
    all_sent: "All sent",
    silent: "Never reported",
    said_at: |when| format!("reported {when}"),
    revoked: "revoked",
    devices_note: "As each device last reported. One that isn’t connected may hold more.",
    no_devices: (
        "No device yet",
        "A device appears here once its person has signed in on it.",
    ),
    devices_at: |when| format!("as of {when}"),
    devices_offline: "The list of devices needs a signal. Open it again when connected.",
    devices_old: |when| format!("Not up to date: how it was {when}."),
    repair: "Repair",
    again: "Try again",
    free_and_again: |bytes| format!("Free {bytes}, then try again"),
    share: "Share",
    file_let_gone: "The file was let go; its bytes stay on this device",
    safe: "Safe on the server",
    on_server: "On the server, not backed up twice yet",
    room_spoken: |all, own, server, safe| {
        format!(
            "{all} used: {own} only here, {server} on the server and not backed up twice yet, {safe} safe"
        )
    },
    of_limit: |limit| format!("your limit {limit}"),
    limit: "Limit for files",
    no_limit: "No limit",
    limit_help: "Past it, freeing is offered here and under Sync. Nothing is deleted by itself.",
    past: |limit| format!("Files take more than your limit, {limit}"),
    past_cure: (
        "Free what is safe on the server. The small pictures stay.",
        "Nothing is safe to be freed yet. Send what waits first, or raise the limit.",
    ),
    not_safe: "Files on the server can be freed once they were backed up twice. Until then this device guards them.",
    no_place: "This server has no place for backups yet. What you free is then only on that server.",
    free_knowingly: |size| format!("Free {size} without a backup"),
    free_question: "Free files that aren’t backed up?",
    free_changed: "Some weren’t freed: they have just changed, and their bytes may be needed.",
    free_failed: "Some weren’t freed: the device refused to write. Close other tabs of Bukti, then try again.",
    emptied: "The browser emptied Bukti’s store on this device",
    emptied_why: |heard| {
        let what = match heard {
            Some((0, when)) => format!(
                "As last reported ({when}), everything had been sent. What was written or captured after that and not sent is lost."
            ),
            Some((count, when)) => format!(
                "As last reported ({when}), {count} things hadn’t been sent. Check your work since then, and capture again what is lost."
            ),
            None => {
                "What was sent is still on the server. Check whether something must be done again."
                    .to_owned()
            }
        };
        format!("{what} Install Bukti on the home screen so that this doesn’t happen again.")
    },
    emptied_open: |kept, lost| {
        let kept = match kept {
            0 => "Bukti was open then, and no change was waiting.".to_owned(),
            1 => "Bukti was open then: the one change that wasn’t sent has been stored again."
                .to_owned(),
            _ => format!(
                "Bukti was open then: {kept} changes that weren’t sent have been stored again."
            ),
        };
        match lost {
            0 => kept,
            1 => format!(
                "{kept} The bytes of 1 file are lost. You find it under Needs attention: capture it again."
            ),
            _ => format!(
                "{kept} The bytes of {lost} files are lost. You find each under Needs attention: capture it again."
            ),
        }
    },
    understood: "Understood",
    sent_today: "Made today and sent",
    show: "Show",
    conflict_by: |who, when| format!("{who} · {when}"),
    field: field_en,
    differs: |field| format!("{field}: two different values"),
    take: |who| format!("Take {who}’s value"),
    take_mine: "Take my value",
    both: "A text of both",
    both_help: "The lines of both, those alike once. Edit as needed.",
    keep_both: "Take this text",
    settled: "Value chosen",
    empty: "Empty",
    yes_no: ["Yes", "No"],
    bad_value: |field| format!("The field “{field}” can’t hold this value."),
    too_long: |field, max, has| {
        format!(
            "The field “{field}” holds at most {} characters; it has {} now.",
            max, has
        )
    },
    shorten: "Shorten it, then save again.",
    still_here: "What you typed stays here.",
    ask_first: |who| format!("Ask {who} first"),
    later: "Decide later",
};
