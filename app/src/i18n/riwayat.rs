//! Words of an item's history: who did what.

use model::op::Deed;

/// What was removed or brought back.
#[derive(Clone, Copy)]
pub enum What<'a> {
    /// The answer.
    Answer,
    /// The verdict.
    Verdict,
    /// Evidence of that title.
    Evidence(&'a str),
    /// Something that this build has no name for.
    Other,
}

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
    /// Removed the answer, a verdict, or evidence of that title.
    pub removed: fn(&str, What) -> String,
    /// Brought it back.
    pub restored: fn(&str, What) -> String,
    /// Anything else.
    pub other: fn(&str) -> String,
}

fn id_name(what: What<'_>) -> String {
    match what {
        What::Answer => "jawaban".to_owned(),
        What::Verdict => "putusan".to_owned(),
        What::Evidence(title) => format!("bukti “{title}”"),
        What::Other => "isian".to_owned(),
    }
}

fn en_name(what: What<'_>) -> String {
    match what {
        What::Answer => "the answer".to_owned(),
        What::Verdict => "the verdict".to_owned(),
        What::Evidence(title) => format!("evidence “{title}”"),
        What::Other => "an entry".to_owned(),
    }
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
    removed: |who, what| format!("{who} menghapus {}", id_name(what)),
    restored: |who, what| format!("{who} memulihkan {}", id_name(what)),
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
    removed: |who, what| format!("{who} removed {}", en_name(what)),
    restored: |who, what| format!("{who} brought back {}", en_name(what)),
    other: |who| format!("{who} changed a field"),
};
