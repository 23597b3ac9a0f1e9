//! Words of an item's history: who did what.

use model::op::Deed;

/// What happened, in the history.
pub struct Did {
    /// The server, for a person, by such a deed: stands in place of a name.
    pub on_behalf: fn(&str, Option<Deed>) -> String,
    /// Answered for the first time.
    pub answered: fn(&str, &str) -> String,
    /// Emptied the answer.
    pub emptied: fn(&str) -> String,
    /// Wrote the note.
    pub noted: fn(&str) -> String,
    /// Waived a document.
    pub waived: fn(&str) -> String,
    /// Took a waiver back.
    pub unwaived: fn(&str) -> String,
    /// Added evidence.
    pub evidence: fn(&str, &str) -> String,
    /// Changed evidence.
    pub evidence_changed: fn(&str, &str) -> String,
    /// Judged.
    pub judged: fn(&str, &str) -> String,
    /// Removed.
    pub removed: fn(&str) -> String,
    /// Brought back.
    pub restored: fn(&str) -> String,
    /// Anything else.
    pub other: fn(&str) -> String,
}

/// Indonesian.
pub const ID: Did = Did {
    on_behalf: |name, deed| match deed {
        Some(Deed::Import) => format!("Sistem, atas nama {name}, dari lembar kerja,"),
        Some(Deed::Undo) => format!("Sistem, atas nama {name}, mengurungkan lembar kerja,"),
        Some(Deed::Move) => format!("Sistem, atas nama {name}, saat siklus pindah instrumen,"),
        None => format!("Sistem, atas nama {name},"),
    },
    answered: |who, answer| format!("{who} menjawab {answer}"),
    emptied: |who| format!("{who} mengosongkan jawaban"),
    noted: |who| format!("{who} menulis catatan"),
    waived: |who| format!("{who} menandai dokumen tidak berlaku"),
    unwaived: |who| format!("{who} menandai dokumen berlaku lagi"),
    evidence: |who, title| format!("{who} menambah {title}"),
    evidence_changed: |who, title| format!("{who} mengubah {title}"),
    judged: |who, what| format!("{who}: {what}"),
    removed: |who| format!("{who} menghapus"),
    restored: |who| format!("{who} memulihkan"),
    other: |who| format!("{who} mengubah isian"),
};

/// English.
pub const EN: Did = Did {
    on_behalf: |name, deed| match deed {
        Some(Deed::Import) => format!("The system, on behalf of {name}, from a worksheet,"),
        Some(Deed::Undo) => {
            format!("The system, on behalf of {name}, taking a worksheet back,")
        }
        Some(Deed::Move) => {
            format!("The system, on behalf of {name}, as the cycle moved to another worksheet,")
        }
        None => format!("The system, on behalf of {name},"),
    },
    answered: |who, answer| format!("{who} answered {answer}"),
    emptied: |who| format!("{who} emptied the answer"),
    noted: |who| format!("{who} wrote the note"),
    waived: |who| format!("{who} marked a document as not applying"),
    unwaived: |who| format!("{who} marked a document as applying again"),
    evidence: |who, title| format!("{who} added {title}"),
    evidence_changed: |who, title| format!("{who} changed {title}"),
    judged: |who, what| format!("{who}: {what}"),
    removed: |who| format!("{who} removed it"),
    restored: |who| format!("{who} brought it back"),
    other: |who| format!("{who} changed a field"),
};
