//! Words of what people fill in, on whatever page.

/// What forms and lists of entries say.
pub struct Isian {
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
    required: "Isian ini perlu diisi.",
    bad_date: "Tanggal ini tidak ada. Pilih tanggal lain.",
    two_answers: "Dua jawaban berbeda",
    two_entries: "Dua isian berbeda",
    draft_kept: "Draf tersimpan di perangkat ini",
    evidence_count: |count| format!("{count} bukti"),
};

/// English.
pub static EN: Isian = Isian {
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
