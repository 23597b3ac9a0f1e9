//! Words of the what-if page.

/// What the page says.
pub struct Coba {
    /// The page's title.
    pub title: &'static str,
    /// Below it: nothing is touched.
    pub context: &'static str,
    /// Leads here.
    pub link: &'static str,
    /// Title of the comparison.
    pub compared: &'static str,
    /// While nothing is tried.
    pub nothing: &'static str,
    /// Column: as it is.
    pub now: &'static str,
    /// Column: as it would be.
    pub then: &'static str,
    /// Column: the difference.
    pub change: &'static str,
    /// The official index.
    pub index: &'static str,
    /// What is proven.
    pub counted: &'static str,
    /// What is claimed.
    pub claimed: &'static str,
    /// No answer.
    pub unanswered: &'static str,
    /// An item's own answer, as a choice.
    pub as_now: fn(&str) -> String,
    /// So many answers are tried here.
    pub tried: fn(usize) -> String,
    /// What is typed is no answer of the item.
    pub no_answer: &'static str,
    /// Shares the comparison.
    pub share: &'static str,
    /// It lies in the clipboard.
    pub copied: &'static str,
    /// The browser refused.
    pub not_shared: &'static str,
    /// Forgets what is tried.
    pub again: &'static str,
    /// It is forgotten.
    pub cleared: &'static str,
    /// First line of the shared text.
    pub heading: &'static str,
}

/// Indonesian.
pub static ID: Coba = Coba {
    title: "Coba-coba",
    context: "Mencoba jawaban tanpa mengubah LKE",
    link: "Coba-coba jawaban",
    compared: "Sekarang dan kalau",
    nothing: "Buka satu area di bawah, lalu pilih jawaban yang ingin dicoba. Tidak ada yang disimpan.",
    now: "Sekarang",
    then: "Kalau",
    change: "Selisih",
    index: "Nilai resmi",
    counted: "Terbukti",
    claimed: "Diklaim",
    unanswered: "Tidak dijawab",
    as_now: |answer| format!("Seperti sekarang: {answer}"),
    tried: |n| format!("{n} dicoba"),
    no_answer: "Ini bukan jawaban untuk butir ini; tidak ikut dihitung.",
    share: "Bagikan",
    copied: "Perbandingan tersalin; tempelkan di mana saja",
    not_shared: "Peramban ini tidak mengizinkan menyalin. Ambil tangkapan layar saja.",
    again: "Mulai lagi",
    cleared: "Percobaan dikosongkan",
    heading: "Coba-coba, belum menjadi jawaban",
};

/// English.
pub static EN: Coba = Coba {
    title: "What if",
    context: "Trying answers without changing the worksheet",
    link: "Try answers",
    compared: "Now and then",
    nothing: "Open an area below and choose answers to try. Nothing is kept.",
    now: "Now",
    then: "Then",
    change: "Change",
    index: "Official score",
    counted: "Proven",
    claimed: "Claimed",
    unanswered: "Unanswered",
    as_now: |answer| format!("As it is now: {answer}"),
    tried: |n| format!("{n} tried"),
    no_answer: "That is no answer of this item; it isn’t counted.",
    share: "Share",
    copied: "The comparison is copied; paste it anywhere",
    not_shared: "This browser doesn’t allow copying. Take a screenshot instead.",
    again: "Start over",
    cleared: "What was tried is gone",
    heading: "What if: not an answer yet",
};
