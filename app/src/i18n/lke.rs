//! Words of the worksheet.

/// What the page says.
pub struct Lke {
    /// The page's title.
    pub title: &'static str,
    /// Under the title: the office and what is proven.
    pub context: fn(&str, &str) -> String,
    /// Name of the switcher between areas.
    pub areas: &'static str,
    /// Name of the tabs between components.
    pub components: &'static str,
    /// A component that this area doesn't have.
    pub none: &'static str,
    /// Before the answer's letter.
    pub answer: &'static str,
    /// No answer yet.
    pub unanswered: &'static str,
    /// So many pieces of evidence, of which so many only here.
    pub evidence: fn(usize, usize, &str) -> String,
    /// Adjusted by the assessor.
    pub adjusted: &'static str,
    /// The instrument isn't on this device yet: title.
    pub no_instrument: &'static str,
    /// Why and what next.
    pub no_instrument_why: &'static str,
    /// There is no such area.
    pub no_area: &'static str,
    /// An answer that is only claimed: spoken before the pale number.
    pub claims: fn(&str) -> String,
    /// A number of points is out of so many.
    pub points: fn(&str, &str) -> String,
    /// Name of the place where office and cycle are chosen.
    pub in_view: &'static str,
    /// Name of the switch between cycles.
    pub which_cycle: &'static str,
    /// A cycle of that name that takes no more work.
    pub closed_cycle: fn(&str) -> String,
}

/// Indonesian.
pub static ID: Lke = Lke {
    title: "Lembar Kerja Evaluasi",
    context: |office, proven| format!("{office} · {proven} terbukti"),
    areas: "Area",
    components: "Komponen",
    none: "tidak ada",
    answer: "Jawaban",
    unanswered: "Belum dijawab",
    evidence: |count, kept, here| match (count, kept) {
        (0, _) => "Belum ada bukti".to_owned(),
        (count, 0) => format!("{count} bukti"),
        (count, kept) => format!("{count} bukti, {kept} di {here}"),
    },
    adjusted: "disesuaikan",
    no_instrument: "Lembar kerja belum sampai",
    no_instrument_why: "Lembar kerja diambil sekali saat ada sinyal, lalu tetap tersimpan di perangkat ini.",
    no_area: "Area ini tidak ada di lembar kerja",
    claims: |points| format!("diklaim {points}, "),
    points: |points, whole| format!("{points} dari {whole}"),
    in_view: "Yang dilihat",
    which_cycle: "Siklus yang dilihat",
    closed_cycle: |name| format!("{name} (ditutup)"),
};

/// English.
pub static EN: Lke = Lke {
    title: "Evaluation worksheet",
    context: |office, proven| format!("{office} · {proven} proven"),
    areas: "Areas",
    components: "Components",
    none: "none",
    answer: "Answer",
    unanswered: "Not answered",
    evidence: |count, kept, here| match (count, kept) {
        (0, _) => "No evidence yet".to_owned(),
        (1, 0) => "1 piece of evidence".to_owned(),
        (count, 0) => format!("{count} pieces of evidence"),
        (1, _) => format!("1 piece of evidence, on {here}"),
        (count, kept) => format!("{count} pieces of evidence, {kept} on {here}"),
    },
    adjusted: "adjusted",
    no_instrument: "The worksheet hasn’t arrived",
    no_instrument_why: "It is fetched once when there is a signal, and stays on this device.",
    no_area: "This area isn’t in the worksheet",
    claims: |points| format!("claimed {points}, "),
    points: |points, whole| format!("{points} of {whole}"),
    in_view: "In view",
    which_cycle: "Cycle in view",
    closed_cycle: |name| format!("{name} (closed)"),
};
