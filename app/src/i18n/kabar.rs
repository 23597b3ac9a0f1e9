//! Words of the page `kabar`: what others changed on what is mine.

/// What the page says.
pub struct Kabar {
    /// The page's title.
    pub title: &'static str,
    /// Under the title: new, and older ones.
    pub context: fn(usize, usize) -> String,
    /// Under the title when nothing is new.
    pub nothing_new: &'static str,
    /// Spoken before a new one.
    pub new: &'static str,
    /// An empty page: title.
    pub empty: &'static str,
    /// What appears here, and when.
    pub empty_why: &'static str,
    /// Leads to the plan.
    pub to_plan: &'static str,
    /// Under the list.
    pub kept: &'static str,
    /// Somebody answered an item: who.
    pub answered: fn(&str) -> String,
    /// Somebody wrote a note on an item.
    pub noted: fn(&str) -> String,
    /// Two answers differ.
    pub differ: fn(&str) -> String,
    /// An assessor accepted an item.
    pub accepted: fn(&str) -> String,
    /// An assessor adjusted an item.
    pub adjusted: fn(&str) -> String,
    /// An assessor returned an item.
    pub returned: fn(&str) -> String,
    /// Somebody commented.
    pub commented: fn(&str) -> String,
    /// Somebody gave me a task.
    pub task_given: fn(&str) -> String,
    /// Somebody finished a task that I gave.
    pub task_done: fn(&str) -> String,
    /// Somebody added evidence.
    pub evidence_added: fn(&str) -> String,
    /// Somebody changed evidence.
    pub evidence_changed: fn(&str) -> String,
    /// Somebody removed evidence.
    pub evidence_removed: fn(&str) -> String,
    /// The server won't take a file of mine.
    pub file_refused: &'static str,
    /// Somebody changed the plan.
    pub plan_changed: fn(&str) -> String,
    /// Somebody added to the plan.
    pub plan_added: fn(&str) -> String,
    /// Somebody removed from the plan.
    pub plan_removed: fn(&str) -> String,
    /// Due on a day.
    pub due: fn(&str) -> String,
}

/// Indonesian.
pub static ID: Kabar = Kabar {
    title: "Kabar",
    context: |new, old| match (new, old) {
        (0, old) => format!("{old} kabar, semua sudah dilihat"),
        (new, 0) => format!("{new} baru"),
        (new, old) => format!("{new} baru · {old} sudah dilihat"),
    },
    nothing_new: "Tidak ada yang baru",
    new: "Baru: ",
    empty: "Tidak ada yang menunggu Anda",
    empty_why: "Di sini muncul butir yang dikembalikan, tugas baru, dan perubahan orang lain pada pekerjaan Anda. Kabar datang sendiri saat ada sinyal.",
    to_plan: "Lihat rencana aksi",
    kept: "Kabar lama tampil 90 hari. Riwayat lengkap ada di tiap butir.",
    answered: |who| format!("{who} mengubah jawaban"),
    noted: |who| format!("{who} mengubah catatan"),
    differ: |who| format!("{who} mengisi bagian yang sama"),
    accepted: |who| format!("{who} menerima butir"),
    adjusted: |who| format!("{who} menyesuaikan nilai"),
    returned: |who| format!("{who} mengembalikan butir"),
    commented: |who| format!("{who} menulis tanggapan"),
    task_given: |who| format!("{who} memberi Anda tugas"),
    task_done: |who| format!("{who} menyelesaikan tugas"),
    evidence_added: |who| format!("{who} menambah bukti"),
    evidence_changed: |who| format!("{who} mengubah bukti"),
    evidence_removed: |who| format!("{who} menghapus bukti"),
    file_refused: "Server menolak berkas Anda",
    plan_changed: |who| format!("{who} mengubah rencana"),
    plan_added: |who| format!("{who} menambah rencana"),
    plan_removed: |who| format!("{who} menghapus rencana"),
    due: |date| format!("tenggat {date}"),
};

/// English.
pub static EN: Kabar = Kabar {
    title: "News",
    context: |new, old| match (new, old) {
        (0, old) => format!("{old} news, all seen"),
        (new, 0) => format!("{new} new"),
        (new, old) => format!("{new} new · {old} seen"),
    },
    nothing_new: "Nothing new",
    new: "New: ",
    empty: "Nothing waits for you",
    empty_why: "Returned items, new tasks, and what others changed in your work appear here. News comes by itself when there is a signal.",
    to_plan: "See the action plan",
    kept: "Old news shows for 90 days. The whole history stands with each item.",
    answered: |who| format!("{who} changed an answer"),
    noted: |who| format!("{who} changed a note"),
    differ: |who| format!("{who} filled in the same thing"),
    accepted: |who| format!("{who} accepted an item"),
    adjusted: |who| format!("{who} adjusted a score"),
    returned: |who| format!("{who} returned an item"),
    commented: |who| format!("{who} commented"),
    task_given: |who| format!("{who} gave you a task"),
    task_done: |who| format!("{who} finished a task"),
    evidence_added: |who| format!("{who} added evidence"),
    evidence_changed: |who| format!("{who} changed evidence"),
    evidence_removed: |who| format!("{who} removed evidence"),
    file_refused: "The server won’t take a file of yours",
    plan_changed: |who| format!("{who} changed the plan"),
    plan_added: |who| format!("{who} added to the plan"),
    plan_removed: |who| format!("{who} removed from the plan"),
    due: |date| format!("due {date}"),
};
