//! Words of the page of all next steps.

/// What the page says.
pub struct Langkah {
    /// The page's title.
    pub title: &'static str,
    /// Below it: their order.
    pub context: &'static str,
    /// Leads here.
    pub link: &'static str,
    /// Leads here from the best three.
    pub all: &'static str,
    /// Name of the choice of areas.
    pub areas: &'static str,
    /// No area is chosen.
    pub every: &'static str,
    /// What a gain is, once above all.
    pub gain: &'static str,
    /// Complete the evidence of what is claimed: the answer.
    pub evidence: fn(&str) -> String,
    /// What the assessor returned is mended: the answer.
    pub mend: fn(&str) -> String,
    /// An item without an answer gets its first that counts: that answer.
    pub first: fn(&str) -> String,
    /// An item whose number nobody typed yet: the next that counts.
    pub first_number: fn(&str) -> String,
    /// What the assessor set has no answer to go on from: the next that counts.
    pub reach: fn(&str) -> String,
    /// The next better answer: from, to.
    pub better: fn(&str, &str) -> String,
    /// What it takes: names of documents.
    pub needs: fn(&str) -> String,
    /// What it takes: any one piece of evidence.
    pub needs_one: &'static str,
    /// All documents are there; they must prove the better answer.
    pub needs_none: &'static str,
    /// What it takes where the assessor returned it.
    pub needs_mend: &'static str,
    /// Where other answers can be tried.
    pub try_others: &'static str,
    /// No step adds anything: title.
    pub none: &'static str,
    /// Why, and what next.
    pub none_why: &'static str,
    /// None in this area: title.
    pub none_here: &'static str,
    /// Why, and what next.
    pub none_here_why: &'static str,
}

/// Indonesian.
pub static ID: Langkah = Langkah {
    title: "Langkah berikutnya",
    context: "Yang paling menambah nilai lebih dulu",
    link: "Langkah berikutnya",
    all: "Lihat semua",
    areas: "Area",
    every: "Semua area",
    gain: "Tambahan pada nilai bila satu langkah ini selesai dan terbukti, syarat antarbutir sudah dihitung.",
    evidence: |answer| format!("Lengkapi bukti untuk jawaban {answer}"),
    mend: |answer| format!("Perbaiki yang dikembalikan asesor, jawaban {answer}"),
    first: |to| format!("Belum dijawab: penuhi {to}"),
    first_number: |to| format!("Belum diisi: capai {to}"),
    reach: |to| format!("Naik ke {to}"),
    better: |from, to| format!("Naik dari {from} ke {to}"),
    needs: |what| format!("Perlu: {what}"),
    needs_one: "Perlu: satu bukti",
    needs_none: "Dokumennya sudah ada; pastikan isinya membuktikan jawaban itu",
    needs_mend: "Perlu: bukti atau jawaban menurut catatan asesor",
    try_others: "Jawaban lain dapat dicoba tanpa mengubah apa pun di",
    none: "Tidak ada langkah yang menambah nilai",
    none_why: "Semua butir sudah di jawaban terbaiknya dan terbukti, atau menunggu butir lain yang menjadi syaratnya. Buka LKE untuk melihat tiap butir.",
    none_here: "Tidak ada langkah yang menambah nilai di area ini",
    none_here_why: "Butirnya sudah di jawaban terbaik dan terbukti, atau menunggu butir yang menjadi syaratnya. Pilih area lain.",
};

/// English.
pub static EN: Langkah = Langkah {
    title: "Next steps",
    context: "What adds most to the score first",
    link: "Next steps",
    all: "See all",
    areas: "Areas",
    every: "All areas",
    gain: "What the score gains once this one step is done and proven; what items depend on is counted in.",
    evidence: |answer| format!("Complete the evidence for answer {answer}"),
    mend: |answer| format!("Mend what the assessor returned, answer {answer}"),
    first: |to| format!("Not answered: meet {to}"),
    first_number: |to| format!("Not filled in: reach {to}"),
    reach: |to| format!("Up to {to}"),
    better: |from, to| format!("From {from} to {to}"),
    needs: |what| format!("Needs: {what}"),
    needs_one: "Needs: one piece of evidence",
    needs_none: "Its documents are there; make sure that they prove that answer",
    needs_mend: "Needs: evidence or an answer as the assessor’s note asks",
    try_others: "Other answers can be tried without changing anything in",
    none: "No step adds to the score",
    none_why: "Every item is at its best answer and proven, or waits for another item that it depends on. Open the worksheet to look at each.",
    none_here: "No step adds to the score in this area",
    none_here_why: "Its items are at their best answer and proven, or wait for an item that they depend on. Choose another area.",
};
