//! Words of the editor of instruments: what a line is, its code, and the counts of a percentage.

/// What the editor says.
pub struct Baris {
    /// A line's code.
    pub code: &'static str,
    /// Label: what the line is.
    pub is: &'static str,
    /// What becomes of the lines around it.
    pub is_help: &'static str,
    /// A role by its name: `butir`, `judul`, `jumlah`.
    pub role: fn(&str) -> &'static str,
    /// Title of a percentage's counts.
    pub counts: &'static str,
    /// What they are for.
    pub counts_help: &'static str,
    /// A count's label.
    pub count_no: fn(usize) -> String,
    /// Label of what a count is.
    pub count_is: fn(usize) -> String,
    /// What a count is, by its name in the document.
    pub count_role: fn(&str) -> &'static str,
    /// Makes a count an item of its own.
    pub count_as_item: &'static str,
    /// Adds a count.
    pub add_count: &'static str,
    /// Does what a finding proposes.
    pub settle: &'static str,
}

/// Indonesian.
pub static ID: Baris = Baris {
    code: "Kode",
    is: "Baris ini",
    is_help: "Judul membawahi butir sesudahnya. Yang menyebut baris ini ikut berganti.",
    role: |role| match role {
        "butir" => "Butir",
        "judul" => "Judul",
        _ => "Baris Jumlah dari butir % sebelumnya",
    },
    counts: "Baris Jumlah",
    counts_help: "Nilai = bagian ÷ keseluruhan, atau (keseluruhan − sisa) ÷ keseluruhan. Beberapa baris keseluruhan dijumlahkan.",
    count_no: |n| format!("Baris Jumlah {n}"),
    count_is: |n| format!("Peran baris Jumlah {n}"),
    count_role: |role| match role {
        "seluruh" => "Keseluruhan (pembagi)",
        "bagian" => "Bagian yang dihitung",
        "sisa" => "Sisa (dikurangkan)",
        _ => "Tidak ikut dihitung",
    },
    count_as_item: "Jadikan butir",
    add_count: "Tambah baris Jumlah",
    settle: "Terapkan usul",
};

/// English.
pub static EN: Baris = Baris {
    code: "Code",
    is: "This line is",
    is_help: "A heading gets the items behind it. What names this line follows.",
    role: |role| match role {
        "butir" => "an item",
        "judul" => "a heading",
        _ => "a count of the % item before it",
    },
    counts: "Counts",
    counts_help: "Value = part ÷ whole, or (whole − rest) ÷ whole. Several counts of the whole are added.",
    count_no: |n| format!("Count {n}"),
    count_is: |n| format!("What count {n} is"),
    count_role: |role| match role {
        "seluruh" => "The whole (divided by)",
        "bagian" => "The part that counts",
        "sisa" => "The rest (taken off)",
        _ => "Not counted",
    },
    count_as_item: "Make it an item",
    add_count: "Add a count",
    settle: "Do as proposed",
};
