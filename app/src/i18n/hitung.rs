//! Words of the editor of how a worksheet counts, and of its grades.

/// What the editor says.
pub struct Hitung {
    /// Title.
    pub title: &'static str,
    /// Label: what an unanswered item does.
    pub unanswered: &'static str,
    /// It is left out of the mean.
    pub left_out: &'static str,
    /// It counts 0.
    pub zero: &'static str,
    /// Title of the grades.
    pub grades: &'static str,
    /// What a grade asks for.
    pub why: &'static str,
    /// The table is the customary one.
    pub customary: &'static str,
    /// There is no table: awards take its place.
    pub none: &'static str,
    /// Label: whether a grade begins above its number or at it.
    pub bound: fn(&str) -> String,
    /// Above it.
    pub above: &'static str,
    /// At it.
    pub from: &'static str,
    /// Label: the number of a grade.
    pub number: fn(&str) -> String,
    /// Label: a new grade.
    pub name: &'static str,
    /// Label: above which number.
    pub points: &'static str,
    /// Adds it.
    pub add: &'static str,
    /// The name is empty or another grade's.
    pub wrong_name: &'static str,
    /// Goes back to the customary table, or to none.
    pub reset: &'static str,
}

/// Indonesian.
pub static ID: Hitung = Hitung {
    title: "Cara menghitung",
    unanswered: "Butir tanpa jawaban",
    left_out: "Tidak ikut dihitung (cara kementerian)",
    zero: "Dihitung nol",
    grades: "Peringkat nilai akhir",
    why: "Nilai akhir dibandingkan tanpa pembulatan. Peringkat terendah mendapat semua sisanya.",
    customary: "Lembar kerja ini memakai tabel yang lazim. Begitu diubah, tabelnya menjadi milik lembar kerja ini.",
    none: "Tidak ada peringkat: ambang predikat menggantikannya.",
    bound: |name| format!("Batas {name}"),
    above: "di atas",
    from: "mulai",
    number: |name| format!("Angka {name}"),
    name: "Peringkat baru, misalnya A-",
    points: "Nilai lebih besar dari",
    add: "Tambah ke tabel",
    wrong_name: "Tulis nama yang belum ada di tabel.",
    reset: "Hapus tabel sendiri",
};

/// English.
pub static EN: Hitung = Hitung {
    title: "How it counts",
    unanswered: "Items without an answer",
    left_out: "Left out (the ministry’s way)",
    zero: "Count zero",
    grades: "Grades of the index",
    why: "The index is compared unrounded. The lowest grade takes all the rest.",
    customary: "This worksheet uses the customary table. Once changed, the table is the worksheet’s own.",
    none: "No grades: minimums of awards take their place.",
    bound: |name| format!("Bound of {name}"),
    above: "above",
    from: "from",
    number: |name| format!("Number of {name}"),
    name: "New grade, as A-",
    points: "Above",
    add: "Add to the table",
    wrong_name: "Write a name that isn’t in the table.",
    reset: "Drop the own table",
};
