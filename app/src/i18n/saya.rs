//! Words of the page `saya`: my account and this device.

use model::directory::Role;

/// What the page says.
pub struct Saya {
    /// The page's title.
    pub title: &'static str,
    /// Title of the roles.
    pub roles: &'static str,
    /// Who gives them.
    pub roles_by: &'static str,
    /// No role.
    pub no_role: &'static str,
    /// Roles haven't been read.
    pub roles_unread: &'static str,
    /// What to do then.
    pub no_role_cure: &'static str,
    /// A role's name.
    pub role: fn(Role) -> &'static str,
    /// A role for one area.
    pub role_of: fn(&str, &str) -> String,
    /// What a role may do, in one or two sentences.
    pub role_does: fn(Role) -> &'static str,
    /// At another office.
    pub at_office: fn(&str) -> String,
    /// Title of what the server shows beyond this device.
    pub desk: &'static str,
    /// What that needs.
    pub desk_needs: &'static str,
    /// What the page of the offices below shows.
    pub below_what: &'static str,
    /// Leads to the instruments.
    pub instruments: &'static str,
    /// What the page of the instruments shows.
    pub instruments_what: &'static str,
    /// Title of the devices.
    pub devices: &'static str,
    /// This one, on a phone.
    pub this_device: &'static str,
    /// A revoked one.
    pub revoked: &'static str,
    /// It isn't known to the server yet.
    pub unregistered: &'static str,
    /// Why devices can't be ended here.
    pub devices_note: &'static str,
    /// Title of the settings.
    pub settings: &'static str,
    /// Language.
    pub language: &'static str,
    /// Appearance.
    pub theme: &'static str,
    /// As the system has it.
    pub theme_system: &'static str,
    /// Light.
    pub theme_light: &'static str,
    /// Dark.
    pub theme_dark: &'static str,
    /// Change the password.
    pub password: &'static str,
    /// What it needs.
    pub password_needs: &'static str,
    /// It was changed.
    pub password_changed: &'static str,
    /// Title of the sign-out.
    pub sign_out: &'static str,
    /// So many things stay on this device.
    pub stays: fn(usize) -> String,
    /// What stays: texts, files, and what becomes of it.
    pub stays_what: fn(usize, usize, &str) -> String,
    /// It is sent all the same.
    pub stays_goes: &'static str,
    /// Files that the person keeps back go once they sign in again.
    pub stays_paused: &'static str,
    /// It goes once the person signs in again.
    pub stays_waits: &'static str,
    /// It was sent, and an admin must admit it.
    pub stays_held: &'static str,
    /// Some of it needs its person.
    pub stays_yours: &'static str,
    /// Nothing waits.
    pub nothing_waits: &'static str,
    /// What happens to the rest.
    pub nothing_waits_what: &'static str,
    /// The button.
    pub sign_out_here: &'static str,
    /// What signing in again needs.
    pub sign_in_needs: &'static str,
    /// Title of what this app is.
    pub about: &'static str,
    /// The build.
    pub build: fn(&str) -> String,
    /// Bytes aren't encrypted.
    pub not_encrypted: &'static str,
}

fn role_id(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Pengarah => "Pengarah",
        Role::Ketua => "Ketua tim",
        Role::Anggota => "Anggota",
        Role::Asesor => "Asesor",
        Role::AgenPerubahan => "Agen perubahan",
        Role::Pemantau => "Pemantau",
    }
}

fn role_en(role: Role) -> &'static str {
    match role {
        Role::Admin => "Admin",
        Role::Pengarah => "Steering",
        Role::Ketua => "Team leader",
        Role::Anggota => "Member",
        Role::Asesor => "Assessor",
        Role::AgenPerubahan => "Change agent",
        Role::Pemantau => "Observer",
    }
}

fn does_id(role: Role) -> &'static str {
    match role {
        Role::Admin => "Anda mengatur orang, peran, perangkat, dan siklus, serta memberi tugas.",
        Role::Pengarah => "Anda membaca semua pekerjaan, menanggapi, dan memberi tugas.",
        Role::Ketua => "Anda menyusun rencana, mengambil bukti, dan mengisi nilai di semua area.",
        Role::Anggota => {
            "Anda menyusun rencana, mengambil bukti, dan mengisi nilai. Area lain bisa Anda baca."
        }
        Role::Asesor => "Anda memverifikasi butir, kecuali yang pernah Anda tulis sendiri.",
        Role::AgenPerubahan => "Anda mencatat kegiatan dan buktinya, dan mengisi nilai.",
        Role::Pemantau => "Anda membaca papan dan rekap.",
    }
}

fn does_en(role: Role) -> &'static str {
    match role {
        Role::Admin => "You look after people, roles, devices and cycles, and give tasks.",
        Role::Pengarah => "You read all work, comment, and give tasks.",
        Role::Ketua => "You plan, capture evidence and score in all areas.",
        Role::Anggota => "You plan, capture evidence and score. Other areas you can read.",
        Role::Asesor => "You verify items, except those that you ever wrote yourself.",
        Role::AgenPerubahan => "You record activities and their evidence, and score.",
        Role::Pemantau => "You read the board and roll-ups.",
    }
}

/// Indonesian.
pub static ID: Saya = Saya {
    title: "Akun saya",
    roles: "Peran saya",
    roles_by: "diatur admin",
    no_role: "Belum ada peran",
    roles_unread: "Peran Anda tampil setelah data satker diambil dari server.",
    no_role_cure: "Minta admin satker memberi Anda peran.",
    role: role_id,
    role_of: |role, area| format!("{role} {area}"),
    role_does: does_id,
    at_office: |office| format!("di {office}"),
    desk: "Rekap dan pengaturan",
    desk_needs: "perlu sinyal",
    below_what: "Nilai yang terbukti, keterlambatan, dan perangkat tiap satker",
    instruments: "Instrumen",
    instruments_what: "Lembar kerja, siklus, dan tahun lalu",
    devices: "Perangkat saya",
    this_device: "perangkat ini",
    revoked: "dikeluarkan",
    unregistered: "Belum terdaftar di server",
    devices_note: "Kehilangan perangkat? Minta admin satker mengeluarkannya; yang sudah terkirim tetap aman.",
    settings: "Setelan perangkat ini",
    language: "Bahasa",
    theme: "Tampilan",
    theme_system: "Ikut sistem",
    theme_light: "Terang",
    theme_dark: "Gelap",
    password: "Ganti kata sandi",
    password_needs: "Perlu sinyal. Sesi Anda di perangkat lain berakhir.",
    password_changed: "Kata sandi diganti",
    sign_out: "Keluar",
    stays: |count| format!("{count} hal tetap di perangkat ini"),
    stays_what: |texts, files, then| {
        let what = match (texts, files) {
            (0, files) => format!("{files} berkas"),
            (texts, 0) => format!("{texts} perubahan"),
            (texts, files) => format!("{texts} perubahan dan {files} berkas"),
        };
        format!(
            "{what} belum terkirim. Semuanya tetap disimpan. {then} Yang sudah ada di server dihapus dari perangkat ini."
        )
    },
    stays_goes: "Bukti tetap mengirimnya setelah Anda keluar.",
    stays_paused: "Berkas yang Anda jeda baru dikirim setelah Anda masuk lagi dan melanjutkannya.",
    stays_waits: "Bukti mengirimnya setelah Anda masuk lagi.",
    stays_held: "Yang ditahan menunggu admin menerimanya.",
    stays_yours: "Yang perlu Anda periksa menunggu sampai Anda masuk lagi; yang lain tetap dikirim.",
    nothing_waits: "Tidak ada yang menunggu dikirim",
    nothing_waits_what: "Data satker dihapus dari perangkat ini. Di server tidak ada yang berubah.",
    sign_out_here: "Keluar dari perangkat ini",
    sign_in_needs: "Untuk masuk lagi perlu sinyal dan kata sandi.",
    about: "Tentang Bukti",
    build: |build| format!("Versi {build}"),
    not_encrypted: "Data di perangkat ini tidak dienkripsi. Kunci layar perangkat Anda.",
};

/// English.
pub static EN: Saya = Saya {
    title: "My account",
    roles: "My roles",
    roles_by: "given by the admin",
    no_role: "No role yet",
    roles_unread: "Your roles show once the office’s data has been fetched from the server.",
    no_role_cure: "Ask your office’s admin for a role.",
    role: role_en,
    role_of: |role, area| format!("{role}, {area}"),
    role_does: does_en,
    at_office: |office| format!("at {office}"),
    desk: "Roll-up and settings",
    desk_needs: "needs a signal",
    below_what: "What each office has proven, what is late, and its devices",
    instruments: "Instruments",
    instruments_what: "Worksheets, cycles, and past years",
    devices: "My devices",
    this_device: "this device",
    revoked: "revoked",
    unregistered: "The server doesn’t know it yet",
    devices_note: "Lost a device? Ask your office’s admin to revoke it; what was sent stays safe.",
    settings: "Settings of this device",
    language: "Language",
    theme: "Appearance",
    theme_system: "System",
    theme_light: "Light",
    theme_dark: "Dark",
    password: "Change password",
    password_needs: "Needs a signal. Your sessions on other devices end.",
    password_changed: "Password changed",
    sign_out: "Sign out",
    stays: |count| match count {
        1 => "1 thing stays on this device".to_owned(),
        count => format!("{count} things stay on this device"),
    },
    stays_what: |texts, files, then| {
        let what = match (texts, files) {
            (0, files) => format!("Files not sent yet: {files}."),
            (texts, 0) => format!("Changes not sent yet: {texts}."),
            (texts, files) => format!("Not sent yet: {texts} changes and {files} files."),
        };
        format!("{what} All of it is kept. {then} What the server has is deleted from this device.")
    },
    stays_goes: "Bukti goes on sending it after you have signed out.",
    stays_paused: "Files that you paused go once you have signed in again and resumed them.",
    stays_waits: "Bukti sends it once you have signed in again.",
    stays_held: "What is held waits for an admin to admit it.",
    stays_yours: "What needs you waits until you sign in again; the rest is still sent.",
    nothing_waits: "Nothing waits to be sent",
    nothing_waits_what: "The office’s data is deleted from this device. Nothing changes on the server.",
    sign_out_here: "Sign out on this device",
    sign_in_needs: "Signing in again needs a signal and your password.",
    about: "About Bukti",
    build: |build| format!("Version {build}"),
    not_encrypted: "What is on this device isn’t encrypted. Lock its screen.",
};
