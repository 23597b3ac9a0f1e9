//! Words of what an admin does where nothing is yet.

/// What is said.
pub struct Awal {
    /// Nothing is here yet: what the admin of the office does about it.
    pub no_cycle_yours: &'static str,
    /// Leads to where a cycle can be opened.
    pub open_cycle: &'static str,
    /// Title of the commands.
    pub title: &'static str,
    /// Where they are typed, and what in them is an example.
    pub where_typed: &'static str,
    /// The command that registers an office below.
    pub office: &'static str,
    /// The one that registers a person.
    pub person: &'static str,
    /// The one that gives a role.
    pub role: &'static str,
    /// The one that opens a cycle.
    pub cycle: &'static str,
}

/// Indonesian.
pub static ID: Awal = Awal {
    no_cycle_yours: "Rencana dan LKE terbuka setelah siklus dibuka. Anda admin satker ini: buka siklusnya di halaman Instrumen, atau dengan perintah di bawah.",
    open_cycle: "Buka siklus",
    title: "Satker, orang, peran, dan siklus",
    where_typed: "Ketik di komputer tempat server berjalan; server tidak perlu dihentikan. /srv/bukti adalah folder data yang disebut saat server dijalankan. Ganti nama dan tanggal contohnya.",
    office: "Satker di bawah satker ini",
    person: "Orang. Kata sandi pertamanya dicetak, dan diganti saat pertama masuk.",
    role: "Perannya: ketua, anggota, asesor, pengarah, agen_perubahan, pemantau, atau admin",
    cycle: "Siklus satker ini",
};

/// English.
pub static EN: Awal = Awal {
    no_cycle_yours: "Plan and worksheet open once there is a cycle. You are this office’s admin: open one on the page Instruments, or by the command below.",
    open_cycle: "Open a cycle",
    title: "Offices, people, roles, and cycles",
    where_typed: "Type these on the computer where the server runs; it needn’t be stopped. /srv/bukti is the data folder that the server was started with. Names and dates are examples: replace them.",
    office: "An office below this one",
    person: "A person. The first password is printed, and changed at the first sign-in.",
    role: "Their role: ketua, anggota, asesor, pengarah, agen_perubahan, pemantau, or admin",
    cycle: "A cycle of this office",
};
