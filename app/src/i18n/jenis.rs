//! Words of the form in which an admin says what sort of office one is.

/// What it says.
pub struct Jenis {
    /// Title.
    pub title: &'static str,
    /// What it is for.
    pub why: &'static str,
    /// Label.
    pub kind: &'static str,
    /// What is typed there.
    pub kind_help: &'static str,
    /// Shows what would change.
    pub look: &'static str,
    /// Does it.
    pub go: &'static str,
    /// It is of that sort already.
    pub same: &'static str,
    /// No running cycle changes.
    pub nothing: &'static str,
    /// A cycle, its points now and then.
    pub points: fn(&str, &str, &str) -> String,
    /// So many items are asked as well.
    pub comes: fn(usize) -> String,
    /// So many are asked no more.
    pub goes: fn(usize) -> String,
    /// So many of these hold something.
    pub kept: fn(usize) -> String,
}

/// Indonesian.
pub static ID: Jenis = Jenis {
    title: "Jenis satker",
    why: "Sebagian butir hanya untuk jenis satker tertentu. Jawaban yang tidak lagi ditanyakan tetap tersimpan, dan kembali bila jenisnya dikembalikan.",
    kind: "Jenis",
    kind_help: "Seperti disebut di instrumen, misalnya kabupaten. Kosong: semua butir ditanyakan.",
    look: "Lihat apa yang berubah",
    go: "Ubah jenis",
    same: "Jenisnya sudah demikian.",
    nothing: "Siklus yang berjalan tetap menanyakan butir yang sama.",
    points: |cycle, now, then| format!("{cycle}: {now} poin menjadi {then}"),
    comes: |n| format!("{n} butir ikut ditanyakan"),
    goes: |n| format!("{n} butir tidak ditanyakan lagi"),
    kept: |n| format!("{n} di antaranya punya jawaban atau bukti: tetap tersimpan"),
};

/// English.
pub static EN: Jenis = Jenis {
    title: "Sort of office",
    why: "Some items are for one sort of office only. Answers that are asked for no more stay kept, and are back with the sort of before.",
    kind: "Sort",
    kind_help: "As the instrument names it, kabupaten for one. Empty: all items are asked.",
    look: "See what changes",
    go: "Change the sort",
    same: "It is of that sort already.",
    nothing: "Running cycles ask the same items.",
    points: |cycle, now, then| format!("{cycle}: {now} points become {then}"),
    comes: |n| format!("{n} items are asked as well"),
    goes: |n| format!("{n} items are asked no more"),
    kept: |n| format!("{n} of these have an answer or evidence: they stay kept"),
};
