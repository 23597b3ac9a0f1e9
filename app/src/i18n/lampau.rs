//! Words of the earlier years at the foot of the first page.

/// What is said there.
pub struct Lampau {
    /// Heading of the years before.
    pub title: &'static str,
    /// None is known: how they come here.
    pub none: &'static str,
    /// Heads of the table: year, index, source.
    pub year: &'static str,
    /// The index.
    pub index: &'static str,
    /// Where it is from.
    pub source: &'static str,
    /// It is from a closed cycle.
    pub cycle: &'static str,
    /// It is the cycle that is looked at.
    pub now: &'static str,
    /// An index of a whole other than 100.
    pub of: fn(&str, &str) -> String,
    /// The four parts: verified, evidenced, claimed, missing.
    pub parts: fn(&str, &str, &str, &str) -> String,
}

/// Indonesian.
pub static ID: Lampau = Lampau {
    title: "Dari tahun ke tahun",
    none: "Belum ada nilai tahun lalu. Siklus yang ditutup masuk ke sini sendiri; nilai dari surat hasil evaluasi dicatat oleh admin beserta sumbernya.",
    year: "Tahun",
    index: "Nilai",
    source: "Sumber",
    cycle: "Siklus yang sudah ditutup",
    now: "Siklus ini, sampai sekarang",
    of: |index, whole| format!("{index} dari {whole}"),
    parts: |verified, evidenced, claimed, missing| {
        format!(
            "terverifikasi {verified}, berbukti {evidenced}, diklaim {claimed}, belum ada {missing}"
        )
    },
};

/// English.
pub static EN: Lampau = Lampau {
    title: "From year to year",
    none: "No earlier year is known. A cycle that is closed comes here by itself; an index from an evaluation letter is entered by the admin, with its source.",
    year: "Year",
    index: "Score",
    source: "Source",
    cycle: "Closed cycle",
    now: "This cycle, so far",
    of: |index, whole| format!("{index} of {whole}"),
    parts: |verified, evidenced, claimed, missing| {
        format!("verified {verified}, evidenced {evidenced}, claimed {claimed}, missing {missing}")
    },
};
