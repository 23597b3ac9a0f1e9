//! Words of what people fill in, on whatever page.

/// What forms and lists of entries say.
pub struct Isian {
    /// Keeps a form.
    pub save: &'static str,
    /// Sends a comment.
    pub send: &'static str,
    /// Changes something.
    pub edit: &'static str,
    /// Removes something.
    pub remove: &'static str,
    /// A task was ticked off.
    pub task_done: &'static str,
    /// The tick was taken back.
    pub task_open: &'static str,
    /// In so many days.
    pub days_left: fn(i64) -> String,
    /// Between a part and its whole.
    pub of: &'static str,
    /// A field must be filled in.
    pub required: &'static str,
    /// A date that isn't.
    pub bad_date: &'static str,
    /// What two people wrote.
    pub two_answers: &'static str,
    /// Two entries for the same thing stand side by side.
    pub two_entries: &'static str,
    /// What is typed but not yet saved lives in a draft.
    pub draft_kept: &'static str,
    /// So many pieces of evidence.
    pub evidence_count: fn(usize) -> String,
}

/// Indonesian.
pub static ID: Isian = Isian {
    save: "Simpan",
    send: "Kirim",
    edit: "Ubah",
    remove: "Hapus",
    task_done: "Tugas selesai",
    task_open: "Tugas dibuka lagi",
    days_left: |days| format!("{days} hari lagi"),
    of: "dari",
    required: "Isian ini perlu diisi.",
    bad_date: "Tanggal ini tidak ada. Pilih tanggal lain.",
    two_answers: "Dua jawaban berbeda",
    two_entries: "Dua isian berbeda",
    draft_kept: "Draf tersimpan di perangkat ini",
    evidence_count: |count| format!("{count} bukti"),
};

/// English.
pub static EN: Isian = Isian {
    save: "Save",
    send: "Send",
    edit: "Edit",
    remove: "Remove",
    task_done: "Task done",
    task_open: "Task open again",
    days_left: |days| match days {
        1 => "1 day left".to_owned(),
        days => format!("{days} days left"),
    },
    of: "of",
    required: "This needs to be filled in.",
    bad_date: "There is no such date. Choose another.",
    two_answers: "Two different answers",
    two_entries: "Two different entries",
    draft_kept: "Draft kept on this device",
    evidence_count: |count| match count {
        1 => "1 piece of evidence".to_owned(),
        count => format!("{count} pieces of evidence"),
    },
};
