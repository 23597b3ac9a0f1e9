//! Words of what differs between two versions of an instrument.

use model::instrument::Unanswered;

/// What the comparison says.
pub struct Banding {
    /// So many facts of the whole differ.
    pub whole: fn(usize) -> String,
    /// So many headings go on and differ.
    pub headings: fn(usize) -> String,
    /// So many headings are new.
    pub new_headings: fn(usize) -> String,
    /// So many headings fall away.
    pub gone_headings: fn(usize) -> String,
    /// So many items stand elsewhere and ask the same.
    pub elsewhere: fn(usize) -> String,
    /// Only the document's bytes are others.
    pub respelled: &'static str,
    /// Between what was and what is, for who hears it.
    pub becomes: &'static str,
    /// It is new.
    pub came: &'static str,
    /// It is there no more.
    pub went: &'static str,
    /// Names of facts.
    pub title: &'static str,
    /// The regulation.
    pub source: &'static str,
    /// What an unanswered item does.
    pub unanswered: &'static str,
    /// A policy for it.
    pub policy: fn(Unanswered) -> &'static str,
    /// A grade's bound.
    pub grade: fn(&str) -> String,
    /// An award's minimum: the award, what it is about.
    pub minimum: fn(&str, &str) -> String,
    /// Where the line stands.
    pub path: &'static str,
    /// Its weight.
    pub weight: &'static str,
    /// Its part of a weight.
    pub share: &'static str,
    /// Whether the weight has a source.
    pub estimated: &'static str,
    /// It has none, it has one.
    pub estimate: fn(bool) -> &'static str,
    /// The area.
    pub area: &'static str,
    /// Kinds of office.
    pub kinds: &'static str,
    /// How it is answered.
    pub answer: &'static str,
    /// A count.
    pub count: &'static str,
    /// What an answer means.
    pub criterion: fn(&str) -> String,
    /// A document.
    pub document: &'static str,
    /// A gate.
    pub gate: &'static str,
}

/// Indonesian.
pub static ID: Banding = Banding {
    whole: |n| format!("{n} hal berubah untuk seluruh lembar kerja"),
    headings: |n| format!("{n} judul berubah"),
    new_headings: |n| format!("{n} judul baru"),
    gone_headings: |n| format!("{n} judul tidak ada lagi"),
    elsewhere: |n| format!("{n} butir pindah tempat, isinya sama"),
    respelled: "Hanya penulisan dokumennya yang lain; isinya sama",
    becomes: "menjadi",
    came: "baru:",
    went: "dihapus:",
    title: "Judul",
    source: "Dasar",
    unanswered: "Butir yang belum dijawab",
    policy: |policy| match policy {
        Unanswered::LeftOut => "tidak ikut dirata-rata",
        Unanswered::Zero => "dihitung 0",
    },
    grade: |name| format!("Predikat {name}, batas"),
    minimum: |award, of| format!("Ambang {award} · {of}"),
    path: "Tempat",
    weight: "Bobot",
    share: "Bagian dari bobot",
    estimated: "Dasar bobot",
    estimate: |is| if is { "perkiraan" } else { "dari dokumen" },
    area: "Area",
    kinds: "Hanya untuk",
    answer: "Jenis jawaban",
    count: "Baris Jumlah",
    criterion: |answer| format!("Kriteria {answer}"),
    document: "Dokumen",
    gate: "Ketergantungan",
};

/// English.
pub static EN: Banding = Banding {
    whole: |n| match n {
        1 => "1 thing differs for the whole worksheet".to_owned(),
        n => format!("{n} things differ for the whole worksheet"),
    },
    headings: |n| match n {
        1 => "1 heading differs".to_owned(),
        n => format!("{n} headings differ"),
    },
    new_headings: |n| match n {
        1 => "1 new heading".to_owned(),
        n => format!("{n} new headings"),
    },
    gone_headings: |n| match n {
        1 => "1 heading falls away".to_owned(),
        n => format!("{n} headings fall away"),
    },
    elsewhere: |n| match n {
        1 => "1 item stands elsewhere and asks the same".to_owned(),
        n => format!("{n} items stand elsewhere and ask the same"),
    },
    respelled: "Only the document is written differently; it says the same",
    becomes: "becomes",
    came: "new:",
    went: "removed:",
    title: "Title",
    source: "Regulation",
    unanswered: "An unanswered item",
    policy: |policy| match policy {
        Unanswered::LeftOut => "is left out of the mean",
        Unanswered::Zero => "counts 0",
    },
    grade: |name| format!("Grade {name}, bound"),
    minimum: |award, of| format!("Minimum of {award} · {of}"),
    path: "Place",
    weight: "Weight",
    share: "Part of the weight",
    estimated: "The weight is",
    estimate: |is| {
        if is {
            "an estimate"
        } else {
            "from the document"
        }
    },
    area: "Area",
    kinds: "Only for",
    answer: "Answer type",
    count: "Count",
    criterion: |answer| format!("Criterion {answer}"),
    document: "Document",
    gate: "Depends on",
};
