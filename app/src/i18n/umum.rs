//! Words that several pages say.

/// What several pages say.
pub struct Umum {
    /// This device in the middle of a sentence: a phone, and any other ([`super::Texts::here`]).
    pub here: [&'static str; 2],
    /// The skip link.
    pub skip: &'static str,
    /// Name of the main navigation.
    pub main_nav: &'static str,
    /// Navigation: home.
    pub home: &'static str,
    /// Navigation: plan.
    pub plan: &'static str,
    /// Navigation: evidence.
    pub evidence: &'static str,
    /// Navigation: worksheet.
    pub worksheet: &'static str,
    /// Navigation: news.
    pub news: &'static str,
    /// Navigation: my account.
    pub account: &'static str,
    /// Navigation: the offices below mine.
    pub below: &'static str,
    /// Name of the avatar's link: the account of a person.
    pub account_of: fn(&str) -> String,
    /// Spoken after a count of news.
    pub news_count: &'static str,
    /// Goes back to a page.
    pub back_to: fn(&str) -> String,
    /// While something loads.
    pub loading: &'static str,
    /// Takes back what was just done.
    pub undo: &'static str,
    /// Closes a dialog or sheet.
    pub close: &'static str,
    /// Leaves a form without a change.
    pub cancel: &'static str,
    /// Tries once more.
    pub again: &'static str,
    /// Later.
    pub later: &'static str,
    /// The one who reads.
    pub you: &'static str,
    /// The server itself.
    pub system: &'static str,
    /// A person whose name isn't known here.
    pub someone: &'static str,
    /// Today.
    pub today: &'static str,
    /// Tomorrow.
    pub tomorrow: &'static str,
    /// Yesterday.
    pub yesterday: &'static str,
    /// Button that ticks a task off: its title.
    pub tick_task: fn(&str) -> String,
    /// So many days late.
    pub days_late: fn(i64) -> String,
    /// The first part of a bar.
    pub verified: &'static str,
    /// The second.
    pub evidenced: &'static str,
    /// The third.
    pub claimed: &'static str,
    /// The rest.
    pub missing: &'static str,
    /// What is claimed isn't counted.
    pub claimed_not_counted: &'static str,
    /// The spoken sentence of a bar: verified, evidenced, claimed, missing, whole.
    pub bar_spoken: fn(&[String; 5]) -> String,
    /// What follows it where there is a target.
    pub bar_target: fn(&str) -> String,
    /// The target beside a bar.
    pub target: fn(&str) -> String,
    /// Names of the seals.
    pub seals: Seals,
    /// The category's stamp: letters, and whether it is final.
    pub stamp: fn(&str, bool) -> String,
    /// Under a stamp that isn't final.
    pub provisional: &'static str,
    /// None yet.
    pub no_evidence: &'static str,
    /// The sync line.
    pub sync: Sync,
    /// A new version of the app waits.
    pub new_version: &'static str,
    /// What happens with what is being typed.
    pub new_version_keeps: &'static str,
    /// Takes the new version.
    pub take_new_version: &'static str,
    /// An address that leads nowhere: title.
    pub nowhere: &'static str,
    /// What to do then.
    pub nowhere_cure: &'static str,
    /// The code of a page didn't arrive: title.
    pub page_missing: &'static str,
    /// The code of a page didn't arrive: why, and what to do.
    pub page_missing_cure: &'static str,
    /// Leads to home.
    pub to_home: &'static str,
    /// The first pull isn't complete: title.
    pub catching_up: &'static str,
    /// Why there are no numbers yet.
    pub catching_up_why: &'static str,
    /// The office's data comes once the person signs in again: title.
    pub sign_in_to_see: &'static str,
    /// What is safe meanwhile.
    pub sign_in_to_see_why: &'static str,
    /// A way to what lies in a store that doesn't work.
    pub rescue: &'static str,
    /// There is no cycle: title.
    pub no_cycle: &'static str,
    /// Why, and who can open one.
    pub no_cycle_cure: &'static str,
    /// Label of the switch between offices.
    pub which_office: &'static str,
    /// The role reads roll-ups only: title.
    pub roll_up_only: &'static str,
    /// Why.
    pub roll_up_only_why: &'static str,
    /// Leads to the roll-up.
    pub to_roll_up: &'static str,
    /// Names of the areas of change, by their code in an instrument.
    pub area: fn(&str) -> Option<&'static str>,
}

/// Names of the seals.
pub struct Seals {
    /// Verified.
    pub verified: &'static str,
    /// Adjusted by the assessor.
    pub adjusted: &'static str,
    /// Evidenced, not yet verified.
    pub evidenced: &'static str,
    /// Claimed without evidence.
    pub claimed: &'static str,
    /// Nothing yet.
    pub missing: &'static str,
    /// Returned by the assessor.
    pub returned: &'static str,
    /// Something changed since the verdict.
    pub stale: &'static str,
}

/// The sync line: a bold part and what follows it.
pub struct Sync {
    /// Something isn't kept yet: for a moment, until the app is here whole.
    pub in_memory: &'static str,
    /// What to do meanwhile.
    pub in_memory_more: &'static str,
    /// Everything is on the server.
    pub all_sent: &'static str,
    /// So many of so many are being sent.
    pub sending: fn(usize, usize) -> String,
    /// Stored on this device.
    pub stored_here: fn(&str) -> String,
    /// So many wait for a signal.
    pub wait_for_signal: fn(usize) -> String,
    /// So many wait to be sent (there is a signal).
    pub wait_to_go: fn(usize) -> String,
    /// So many wait, and the last try got no answer.
    pub wait_for_answer: fn(usize) -> String,
    /// So many files wait for a connection that doesn't cost; so many until the person says otherwise.
    pub kept_back: [fn(usize) -> String; 2],
    /// A person must act.
    pub attention: &'static str,
    /// So many changes were refused.
    pub refused: fn(usize) -> String,
    /// So many files were refused.
    pub files_refused: fn(usize) -> String,
    /// So many stored values are damaged here.
    pub damaged: fn(usize) -> String,
    /// This device was revoked.
    pub revoked: fn(&str) -> String,
    /// So many wait for an admin to admit them.
    pub revoked_more: fn(usize) -> String,
    /// So many wait until somebody makes again what a restored server lacks; for the server's next version.
    pub at_servers_word: [fn(usize) -> String; 2],
    /// Reading needs a sign-in.
    pub signed_out: &'static str,
    /// What goes on without it.
    pub signed_out_more: fn(usize) -> String,
    /// Nothing waits.
    pub and_all_sent: &'static str,
    /// The server doesn't know this device's signature.
    pub needs_sign_in: &'static str,
    /// So many wait.
    pub wait: fn(usize) -> String,
    /// The device's key can't be read.
    pub bad_key: &'static str,
    /// The server answers, but not well; it is full.
    pub server_trouble: [&'static str; 2],
    /// It is tried again by itself; so many wait.
    pub server_trouble_more: fn(usize) -> String,
    /// Another person signed in in this browser.
    pub other_person: &'static str,
    /// What to do then.
    pub other_person_more: &'static str,
    /// The device's clock is so many minutes off.
    pub clock_off: fn(&str, i64) -> String,
    /// It was accounted for.
    pub clock_mended: &'static str,
    /// No room.
    pub full: fn(&str) -> String,
    /// What to do then.
    pub full_more: &'static str,
    /// The browser emptied the store.
    pub emptied: &'static str,
    /// What to do then.
    pub emptied_more: &'static str,
    /// The first catch-up is running.
    pub catching_up: &'static str,
    /// No signal.
    pub offline: &'static str,
}

fn area_id(code: &str) -> Option<&'static str> {
    Some(match code {
        "manajemen-perubahan" => "Manajemen Perubahan",
        "deregulasi" => "Deregulasi Kebijakan",
        "organisasi" => "Penataan Organisasi",
        "tata-laksana" => "Tata Laksana",
        "manajemen-sdm" => "Manajemen SDM",
        "akuntabilitas" => "Penguatan Akuntabilitas",
        "pengawasan" => "Penguatan Pengawasan",
        "pelayanan-publik" => "Pelayanan Publik",
        "hasil" => "Hasil",
        _ => return None,
    })
}

fn area_en(code: &str) -> Option<&'static str> {
    Some(match code {
        "manajemen-perubahan" => "Change management",
        "deregulasi" => "Deregulation",
        "organisasi" => "Organisation",
        "tata-laksana" => "Business processes",
        "manajemen-sdm" => "Human resources",
        "akuntabilitas" => "Accountability",
        "pengawasan" => "Supervision",
        "pelayanan-publik" => "Public service",
        "hasil" => "Results",
        _ => return None,
    })
}

/// Indonesian.
pub const ID: Umum = Umum {
    here: ["ponsel ini", "perangkat ini"],
    skip: "Lompat ke isi",
    main_nav: "Utama",
    home: "Beranda",
    plan: "Rencana",
    evidence: "Bukti",
    worksheet: "LKE",
    news: "Kabar",
    account: "Akun saya",
    below: "Satker di bawah",
    account_of: |name| format!("Akun {name}"),
    news_count: " kabar baru",
    back_to: |place| format!("Kembali ke {place}"),
    loading: "Memuat…",
    undo: "Urungkan",
    close: "Tutup",
    cancel: "Batal",
    again: "Coba lagi",
    later: "Nanti",
    you: "Anda",
    system: "Sistem",
    someone: "Seseorang",
    today: "Hari ini",
    tomorrow: "Besok",
    yesterday: "Kemarin",
    tick_task: |title| format!("Tandai selesai: {title}"),
    days_late: |days| format!("Terlambat {days} hari"),
    verified: "Terverifikasi",
    evidenced: "Berbukti",
    claimed: "Diklaim",
    missing: "Belum ada",
    claimed_not_counted: "Yang diklaim tanpa bukti tidak dihitung.",
    bar_spoken: |[v, b, k, m, whole]| {
        format!(
            "Terverifikasi {v}, berbukti {b}, diklaim tanpa bukti {k}, belum ada {m}, dari {whole}"
        )
    },
    bar_target: |target| format!("; target {target}"),
    target: |target| format!("Target {target}"),
    seals: Seals {
        verified: "Terverifikasi",
        adjusted: "Disesuaikan asesor",
        evidenced: "Berbukti, menunggu verifikasi",
        claimed: "Diklaim tanpa bukti",
        missing: "Belum diisi",
        returned: "Dikembalikan",
        stale: "Putusan usang",
    },
    stamp: |letters, last| {
        let state = if last { "final" } else { "sementara" };
        format!("Kategori {letters}, {state}")
    },
    provisional: "sementara",
    no_evidence: "Belum ada bukti",
    sync: Sync {
        in_memory: "Belum tersimpan",
        in_memory_more: "masih di memori, jangan tutup dulu",
        all_sent: "Semua terkirim",
        sending: |done, total| format!("Mengirim {done} dari {total}"),
        stored_here: |here| format!("Tersimpan di {here}"),
        wait_for_signal: |count| format!("{count} menunggu sinyal"),
        wait_to_go: |count| format!("{count} menunggu dikirim"),
        wait_for_answer: |count| format!("{count} menunggu server terjangkau"),
        kept_back: [
            |count| format!("{count} berkas menunggu Wi-Fi"),
            |count| format!("{count} berkas dijeda oleh Anda"),
        ],
        attention: "Perlu perhatian",
        refused: |count| format!("{count} perubahan ditolak"),
        files_refused: |count| format!("{count} berkas ditolak"),
        damaged: |count| format!("{count} hal rusak di sini"),
        revoked: |here| format!("Perlu admin: {here} dicabut"),
        revoked_more: |count| format!("{count} ditahan sampai diterima admin"),
        at_servers_word: [
            |count| format!("{count} menunggu pemulihan server"),
            |count| format!("{count} menunggu server diperbarui"),
        ],
        signed_out: "Masuk lagi untuk membaca kabar baru",
        signed_out_more: |waiting| format!("{waiting} tetap dikirim"),
        and_all_sent: "semua terkirim",
        needs_sign_in: "Masuk lagi untuk mengirim",
        wait: |waiting| format!("{waiting} menunggu"),
        bad_key: "Perlu Anda: kunci kirim tidak terbaca",
        server_trouble: ["Server sedang terganggu", "Ruang server penuh"],
        server_trouble_more: |waiting| match waiting {
            0 => "dicoba lagi sendiri".to_owned(),
            waiting => format!("{waiting} menunggu, dicoba lagi sendiri"),
        },
        other_person: "Orang lain masuk di peramban ini",
        other_person_more: "masuk lagi untuk melanjutkan",
        clock_off: |here, minutes| format!("Jam {here} selisih {minutes} menit"),
        clock_mended: "sudah diperhitungkan",
        full: |here| format!("Ruang di {here} habis"),
        full_more: "buka untuk mengosongkan",
        emptied: "Peramban mengosongkan simpanan",
        emptied_more: "buka untuk melihat apa yang mungkin hilang",
        catching_up: "Mengambil data satker",
        offline: "luring",
    },
    new_version: "Versi baru siap",
    new_version_keeps: "Yang sedang Anda tulis tetap tersimpan.",
    take_new_version: "Pakai versi baru",
    nowhere: "Alamat ini tidak ada",
    nowhere_cure: "Mungkin tautannya terpotong. Data Anda tidak berubah.",
    page_missing: "Halaman ini belum tersedia",
    page_missing_cure: "Bagian aplikasi ini belum terunduh. Data Anda aman. Cari sinyal, lalu coba lagi.",
    to_home: "Ke beranda",
    catching_up: "Mengambil data satker",
    sign_in_to_see: "Masuk lagi untuk melihat data satker",
    sign_in_to_see_why: "Yang Anda tulis dan ambil tetap tersimpan di perangkat ini.",
    rescue: "Unduh data perangkat ini",
    catching_up_why: "Nilai ditampilkan setelah semua data satker sampai di perangkat ini, supaya angkanya benar.",
    no_cycle: "Belum ada siklus",
    no_cycle_cure: "Rencana dan LKE terbuka setelah admin satker membuka siklus. Hubungi admin satker Anda.",
    which_office: "Satker yang dilihat",
    roll_up_only: "Peran Anda membuka rekap",
    roll_up_only_why: "Pemantau membaca rekap satker, bukan isi pekerjaannya. Untuk peran lain, hubungi admin satker.",
    to_roll_up: "Buka rekap",
    area: area_id,
};

/// English.
pub const EN: Umum = Umum {
    here: ["this phone", "this device"],
    skip: "Skip to content",
    main_nav: "Main",
    home: "Home",
    plan: "Plan",
    evidence: "Evidence",
    worksheet: "Worksheet",
    news: "News",
    account: "My account",
    below: "Offices below",
    account_of: |name| format!("Account of {name}"),
    news_count: " new",
    back_to: |place| format!("Back to {place}"),
    loading: "Loading…",
    undo: "Undo",
    close: "Close",
    cancel: "Cancel",
    again: "Try again",
    later: "Later",
    you: "You",
    system: "System",
    someone: "Somebody",
    today: "Today",
    tomorrow: "Tomorrow",
    yesterday: "Yesterday",
    tick_task: |title| format!("Mark as done: {title}"),
    days_late: |days| match days {
        1 => "1 day late".to_owned(),
        days => format!("{days} days late"),
    },
    verified: "Verified",
    evidenced: "Evidenced",
    claimed: "Claimed",
    missing: "Missing",
    claimed_not_counted: "What is claimed without evidence isn’t counted.",
    bar_spoken: |[v, b, k, m, whole]| {
        format!(
            "Verified {v}, evidenced {b}, claimed without evidence {k}, missing {m}, of {whole}"
        )
    },
    bar_target: |target| format!("; target {target}"),
    target: |target| format!("Target {target}"),
    seals: Seals {
        verified: "Verified",
        adjusted: "Adjusted by the assessor",
        evidenced: "Evidenced, waits for verification",
        claimed: "Claimed without evidence",
        missing: "Not answered yet",
        returned: "Returned",
        stale: "Stale verdict",
    },
    stamp: |letters, last| {
        let state = if last { "final" } else { "provisional" };
        format!("Category {letters}, {state}")
    },
    provisional: "provisional",
    no_evidence: "No evidence yet",
    sync: Sync {
        in_memory: "Not kept yet",
        in_memory_more: "still in memory, don’t close it",
        all_sent: "All sent",
        sending: |done, total| format!("Sending {done} of {total}"),
        stored_here: |here| format!("Stored on {here}"),
        wait_for_signal: |count| format!("{count} waiting for a signal"),
        wait_to_go: |count| format!("{count} waiting to be sent"),
        wait_for_answer: |count| format!("{count} waiting, server out of reach"),
        kept_back: [
            |count| match count {
                1 => "1 file waits for Wi-Fi".to_owned(),
                _ => format!("{count} files wait for Wi-Fi"),
            },
            |count| match count {
                1 => "1 file paused by you".to_owned(),
                _ => format!("{count} files paused by you"),
            },
        ],
        attention: "Needs attention",
        refused: |count| match count {
            1 => "1 change was refused".to_owned(),
            count => format!("{count} changes were refused"),
        },
        files_refused: |count| match count {
            1 => "1 file was refused".to_owned(),
            count => format!("{count} files were refused"),
        },
        damaged: |count| match count {
            1 => "1 thing is damaged here".to_owned(),
            count => format!("{count} things are damaged here"),
        },
        revoked: |here| format!("Needs your admin: {here} was revoked"),
        revoked_more: |count| format!("{count} held until an admin admits them"),
        at_servers_word: [
            |count| format!("{count} waiting for the server’s repair"),
            |count| format!("{count} waiting for the server’s update"),
        ],
        signed_out: "Sign in again to read news",
        signed_out_more: |waiting| format!("{waiting} still being sent"),
        and_all_sent: "all sent",
        needs_sign_in: "Sign in again to send",
        wait: |waiting| format!("{waiting} waiting"),
        bad_key: "Needs you: the sending key can’t be read",
        server_trouble: ["The server is in trouble", "The server has no room left"],
        server_trouble_more: |waiting| match waiting {
            0 => "tried again by itself".to_owned(),
            waiting => format!("{waiting} waiting, tried again by itself"),
        },
        other_person: "Somebody else signed in in this browser",
        other_person_more: "sign in again to go on",
        clock_off: |here, minutes| format!("The clock of {here} is {minutes} minutes off"),
        clock_mended: "accounted for",
        full: |here| format!("No room left on {here}"),
        full_more: "open to free some",
        emptied: "The browser emptied the store",
        emptied_more: "open to see what may be lost",
        catching_up: "Fetching the office’s data",
        offline: "offline",
    },
    new_version: "A new version is ready",
    new_version_keeps: "What you are typing is kept.",
    take_new_version: "Use the new version",
    nowhere: "There is no such address",
    nowhere_cure: "Perhaps the link was cut short. Your data hasn’t changed.",
    page_missing: "This page isn’t here yet",
    page_missing_cure: "This part of the app hasn’t been downloaded. Your data is safe. Find a signal, then try again.",
    to_home: "To home",
    catching_up: "Fetching the office’s data",
    sign_in_to_see: "Sign in again to see the office’s data",
    sign_in_to_see_why: "What you wrote and captured stays on this device.",
    rescue: "Download this device’s data",
    catching_up_why: "Scores are shown once all of the office’s data is on this device, so that they are right.",
    no_cycle: "There is no cycle yet",
    no_cycle_cure: "Plan and worksheet open once your office’s admin opens a cycle. Ask them.",
    which_office: "Office in view",
    roll_up_only: "Your role opens the roll-up",
    roll_up_only_why: "An observer reads the offices’ roll-up, not their work. For another role, ask your office’s admin.",
    to_roll_up: "Open the roll-up",
    area: area_en,
};
