//! Words of the form for past years.

/// What it says.
pub struct Tahun {
    /// Title of the list.
    pub title: &'static str,
    /// A known year: office, year, index, whole.
    pub line: fn(&str, i32, &str, &str) -> String,
    /// It was taken from a closed cycle.
    pub from_cycle: &'static str,
    /// Opens the form.
    pub enter: &'static str,
    /// What it is for.
    pub why: &'static str,
    /// Label.
    pub year: &'static str,
    /// Label.
    pub index: &'static str,
    /// Label.
    pub whole: &'static str,
    /// Label.
    pub source: &'static str,
    /// What a source is.
    pub source_help: &'static str,
    /// Title of the parts.
    pub parts: &'static str,
    /// Label.
    pub verified: &'static str,
    /// Label.
    pub evidenced: &'static str,
    /// Label.
    pub claimed: &'static str,
    /// Keeps it.
    pub keep: &'static str,
    /// A field is empty.
    pub needed: &'static str,
    /// No year.
    pub wrong_year: &'static str,
    /// No number.
    pub wrong_number: &'static str,
    /// An index that can't be.
    pub wrong_index: &'static str,
    /// Parts that don't fit.
    pub wrong_parts: &'static str,
    /// No source.
    pub no_source: &'static str,
}

/// Indonesian.
pub static ID: Tahun = Tahun {
    title: "Nilai tahun lalu",
    line: |office, year, index, whole| format!("{office} · {year} · {index} dari {whole}"),
    from_cycle: "dari siklus yang ditutup",
    enter: "Catat nilai tahun lalu",
    why: "Tampil di Beranda satker sebagai garis. Tahun yang sudah ada diganti.",
    year: "Tahun",
    index: "Nilai",
    whole: "Dari",
    source: "Sumber",
    source_help: "Nomor surat atau LHE, atau alamat halaman.",
    parts: "Rincian, bila diketahui",
    verified: "Terverifikasi",
    evidenced: "Berbukti, belum diverifikasi",
    claimed: "Diklaim saja",
    keep: "Catat",
    needed: "Isian ini perlu diisi.",
    wrong_year: "Tulis tahun dari 1990 sampai 2099.",
    wrong_number: "Tulis angka, misalnya 73,51.",
    wrong_index: "Nilai ada di antara 0 dan nilai tertingginya.",
    wrong_parts: "Jumlah ketiganya melebihi nilai tertinggi, atau ada yang di bawah 0.",
    no_source: "Tulis dari mana nilainya: nomor surat atau alamat halaman.",
};

/// English.
pub static EN: Tahun = Tahun {
    title: "Past years",
    line: |office, year, index, whole| format!("{office} · {year} · {index} of {whole}"),
    from_cycle: "from a closed cycle",
    enter: "Enter a past year",
    why: "The office’s home shows it as a line. A year that is there already is replaced.",
    year: "Year",
    index: "Index",
    whole: "Of",
    source: "Source",
    source_help: "A letter’s number, or a page’s address.",
    parts: "Its parts, if they are known",
    verified: "Verified",
    evidenced: "Evidenced, not verified",
    claimed: "Claimed only",
    keep: "Enter",
    needed: "This field is needed.",
    wrong_year: "Write a year from 1990 to 2099.",
    wrong_number: "Write a number, as 73.51.",
    wrong_index: "An index lies between 0 and the highest one.",
    wrong_parts: "Together they are more than the highest index, or one is below 0.",
    no_source: "Write where it is from: a letter’s number, or a page’s address.",
};
