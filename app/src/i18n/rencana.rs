//! Words of the page `rencana`: the plan by quarter, and its forms.

/// What the pages of the plan say.
pub struct Rencana {
    /// The page's title, with the year of the cycle.
    pub title: fn(i32) -> String,
    /// Under the title: outputs, and how many of them are evidenced.
    pub context: fn(usize, usize) -> String,
    /// Name of the strip of quarters.
    pub quarters: &'static str,
    /// A quarter in full, by its roman number.
    pub quarter: fn(&str) -> String,
    /// A quarter with nothing planned.
    pub nothing: &'static str,
    /// A quarter with everything evidenced.
    pub complete: &'static str,
    /// A past quarter lacks so many.
    pub lacks: fn(usize) -> String,
    /// The present quarter.
    pub running: &'static str,
    /// A quarter to come.
    pub ahead: &'static str,
    /// What is past is over for so many days.
    pub days_over: fn(i64) -> String,
    /// Name of the filter.
    pub filter: &'static str,
    /// Filter: all.
    pub all: &'static str,
    /// Filter: mine.
    pub mine: &'static str,
    /// Filter: without evidence.
    pub bare: &'static str,
    /// Nothing fits the filter.
    pub none_here: &'static str,
    /// What to do then.
    pub none_here_cure: &'static str,
    /// Shows all again.
    pub show_all: &'static str,
    /// Outputs without a due date.
    pub no_due: &'static str,
    /// Done on a day.
    pub done_on: fn(&str) -> String,
    /// Done.
    pub done: &'static str,
    /// Nobody carries it out yet.
    pub nobody: &'static str,
    /// So many more people.
    pub and_more: fn(&str, usize) -> String,
    /// An empty plan: title.
    pub empty: &'static str,
    /// What a plan is for, and how it begins.
    pub empty_teach: &'static str,
    /// The three levels, each with an example.
    pub levels: [(&'static str, &'static str); 3],
    /// The kinds of plan elements.
    pub kegiatan: &'static str,
    /// Second level.
    pub sub_kegiatan: &'static str,
    /// Third level.
    pub indikator: &'static str,
    /// Starts a new one of that level.
    pub new_kegiatan: &'static str,
    /// Second level.
    pub new_sub: &'static str,
    /// Third level.
    pub new_indikator: &'static str,
    /// Edits one of that level.
    pub edit_kegiatan: &'static str,
    /// Second level.
    pub edit_sub: &'static str,
    /// Third level.
    pub edit_indikator: &'static str,
    /// Names of the fields.
    pub fields: Fields,
    /// The choice of nobody.
    pub no_one: &'static str,
    /// A number that isn't.
    pub bad_number: &'static str,
    /// The due date lies before the start.
    pub due_before_start: &'static str,
    /// Something was made.
    pub made: fn(&str) -> String,
    /// Something was changed.
    pub changed: fn(&str) -> String,
    /// Something was removed.
    pub removed: fn(&str) -> String,
    /// Nothing differs from what stands.
    pub unchanged: &'static str,
    /// Removing takes what lies below with it: so many.
    pub removes_below: fn(usize) -> String,
    /// Title of the block of progress.
    pub progress: &'static str,
    /// Target of a quarter.
    pub target: &'static str,
    /// Realisation of a quarter.
    pub actual: &'static str,
    /// Realisation of a quarter, with its roman number.
    pub actual_of: fn(&str) -> String,
    /// Keeps the realisation.
    pub save_progress: &'static str,
    /// A realisation was kept.
    pub progress_saved: fn(&str, &str) -> String,
    /// Marks an output as done.
    pub mark_done: &'static str,
    /// Takes that back.
    pub mark_open: &'static str,
    /// An output was marked as done.
    pub marked_done: &'static str,
    /// It was opened again.
    pub marked_open: &'static str,
    /// Done isn't proven: what is still needed.
    pub done_needs_evidence: &'static str,
    /// Title of the evidence block.
    pub evidence: &'static str,
    /// An element that is not here: title.
    pub gone: &'static str,
    /// Why, and what to do.
    pub gone_cure: &'static str,
    /// Leads back to the plan.
    pub to_plan: &'static str,
    /// Why the plan can't be written here.
    pub may_not: &'static str,
    /// Two people wrote a field differently.
    pub conflict: &'static str,
    /// A kegiatan without outputs.
    pub nothing_below: &'static str,
    /// Sentence of the ring: verified, evidenced, claimed, all.
    pub ring: fn(usize, usize, usize, usize) -> String,
}

/// Names of the fields of plan elements.
pub struct Fields {
    /// Title.
    pub title: &'static str,
    /// Area of change.
    pub area: &'static str,
    /// Output.
    pub output: &'static str,
    /// An example of an output.
    pub output_example: &'static str,
    /// Unit of its targets.
    pub unit: &'static str,
    /// An example of a unit.
    pub unit_example: &'static str,
    /// First day.
    pub start: &'static str,
    /// Due date.
    pub due: &'static str,
    /// Targets.
    pub targets: &'static str,
    /// A target, with its quarter's roman number.
    pub target: fn(&str) -> String,
    /// Who carries it out.
    pub people: &'static str,
    /// Who coordinates.
    pub coordinator: &'static str,
    /// Who answers for it.
    pub responsible: &'static str,
    /// The sub kegiatan that an indicator belongs to.
    pub parent_sub: &'static str,
}

/// Indonesian.
pub static ID: Rencana = Rencana {
    title: |year| format!("Rencana aksi {year}"),
    context: |all, evidenced| format!("{all} keluaran · {evidenced} berbukti"),
    quarters: "Triwulan",
    quarter: |roman| format!("Triwulan {roman}"),
    nothing: "kosong",
    complete: "lengkap",
    lacks: |count| format!("kurang {count}"),
    running: "berjalan",
    ahead: "akan datang",
    days_over: |days| format!("lewat {days} hari"),
    filter: "Saring",
    all: "Semua",
    mine: "Milik saya",
    bare: "Tanpa bukti",
    none_here: "Tidak ada keluaran di saringan ini",
    none_here_cure: "Pilih triwulan lain, atau lihat semuanya.",
    show_all: "Tampilkan semua",
    no_due: "Tanpa tenggat",
    done_on: |date| format!("Selesai {date}"),
    done: "Selesai",
    nobody: "Belum ada pelaksana",
    and_more: |first, more| format!("{first} dan {more} lainnya"),
    empty: "Belum ada rencana aksi",
    empty_teach: "Rencana membagi kerja setahun menjadi keluaran yang bisa dibuktikan. Mulai dari satu kegiatan; sisanya bisa menyusul.",
    levels: [
        ("Kegiatan", "Penerapan arsip elektronik"),
        ("Sub kegiatan", "Alih media arsip statis"),
        (
            "Indikator",
            "Arsip Pemilu 2024 terpindai, keluaran: daftar arsip",
        ),
    ],
    kegiatan: "Kegiatan",
    sub_kegiatan: "Sub kegiatan",
    indikator: "Indikator keberhasilan",
    new_kegiatan: "Kegiatan baru",
    new_sub: "Sub kegiatan baru",
    new_indikator: "Indikator baru",
    edit_kegiatan: "Ubah kegiatan",
    edit_sub: "Ubah sub kegiatan",
    edit_indikator: "Ubah indikator",
    fields: Fields {
        title: "Judul",
        area: "Area perubahan",
        output: "Keluaran",
        output_example: "Notulen dan daftar hadir",
        unit: "Satuan",
        unit_example: "dokumen",
        start: "Mulai",
        due: "Tenggat",
        targets: "Target tiap triwulan",
        target: |roman| format!("TW {roman}"),
        people: "Pelaksana",
        coordinator: "Koordinator",
        responsible: "Penanggung jawab",
        parent_sub: "Bagian dari sub kegiatan",
    },
    no_one: "Belum ditentukan",
    bad_number: "Isi dengan angka, misalnya 3 atau 0,5.",
    due_before_start: "Tenggat lebih awal daripada mulainya. Ubah salah satunya.",
    made: |title| format!("“{title}” ditambahkan"),
    changed: |title| format!("“{title}” diubah"),
    removed: |title| format!("“{title}” dihapus"),
    unchanged: "Tidak ada yang berubah.",
    removes_below: |count| match count {
        0 => "Tidak ada yang lain di bawahnya.".to_owned(),
        count => format!("{count} hal di bawahnya ikut dihapus. Bukti tetap ada di pustaka."),
    },
    progress: "Kemajuan",
    target: "Target",
    actual: "Realisasi",
    actual_of: |roman| format!("Realisasi TW {roman}"),
    save_progress: "Simpan realisasi",
    progress_saved: |roman, value| format!("Realisasi TW {roman} menjadi {value}"),
    mark_done: "Tandai selesai",
    mark_open: "Buka lagi",
    marked_done: "Ditandai selesai",
    marked_open: "Dibuka lagi",
    done_needs_evidence: "Selesai belum berarti terbukti: keluaran ini dihitung setelah ada buktinya.",
    evidence: "Bukti keluaran ini",
    gone: "Bagian rencana ini tidak ada di sini",
    gone_cure: "Mungkin sudah dihapus, atau belum sampai di perangkat ini. Yang dihapus dapat dipulihkan penghapusnya.",
    to_plan: "Ke rencana aksi",
    may_not: "Anda membaca rencana ini.",
    conflict: "Dua orang mengisi bagian ini dengan nilai berbeda. Yang terbaru ditampilkan; simpan lagi untuk memilih.",
    nothing_below: "Belum ada keluaran. Buka kegiatan ini untuk menambah sub kegiatan dan indikator.",
    ring: |v, b, k, all| {
        format!("Terverifikasi {v}, berbukti {b}, selesai tanpa bukti {k}, dari {all} keluaran")
    },
};

/// English.
pub static EN: Rencana = Rencana {
    title: |year| format!("Action plan {year}"),
    context: |all, evidenced| match all {
        1 => format!("1 output · {evidenced} evidenced"),
        all => format!("{all} outputs · {evidenced} evidenced"),
    },
    quarters: "Quarters",
    quarter: |roman| format!("Quarter {roman}"),
    nothing: "empty",
    complete: "complete",
    lacks: |count| format!("{count} missing"),
    running: "running",
    ahead: "to come",
    days_over: |days| match days {
        1 => "over for 1 day".to_owned(),
        days => format!("over for {days} days"),
    },
    filter: "Filter",
    all: "All",
    mine: "Mine",
    bare: "Without evidence",
    none_here: "No output fits this filter",
    none_here_cure: "Choose another quarter, or look at all of them.",
    show_all: "Show all",
    no_due: "No due date",
    done_on: |date| format!("Done {date}"),
    done: "Done",
    nobody: "Nobody yet",
    and_more: |first, more| format!("{first} and {more} more"),
    empty: "There is no action plan yet",
    empty_teach: "A plan divides the year’s work into outputs that can be proven. Begin with one activity; the rest can follow.",
    levels: [
        ("Activity", "Introduce electronic archives"),
        ("Sub-activity", "Digitise the static archives"),
        (
            "Indicator",
            "2024 election archives scanned, output: list of archives",
        ),
    ],
    kegiatan: "Activity",
    sub_kegiatan: "Sub-activity",
    indikator: "Success indicator",
    new_kegiatan: "New activity",
    new_sub: "New sub-activity",
    new_indikator: "New indicator",
    edit_kegiatan: "Edit activity",
    edit_sub: "Edit sub-activity",
    edit_indikator: "Edit indicator",
    fields: Fields {
        title: "Title",
        area: "Area of change",
        output: "Output",
        output_example: "Minutes and attendance list",
        unit: "Unit",
        unit_example: "documents",
        start: "Start",
        due: "Due date",
        targets: "Target for each quarter",
        target: |roman| format!("Q {roman}"),
        people: "Carried out by",
        coordinator: "Coordinator",
        responsible: "Answerable",
        parent_sub: "Part of the sub-activity",
    },
    no_one: "Not decided yet",
    bad_number: "Enter a number, such as 3 or 0.5.",
    due_before_start: "The due date lies before the start. Change one of them.",
    made: |title| format!("“{title}” added"),
    changed: |title| format!("“{title}” changed"),
    removed: |title| format!("“{title}” removed"),
    unchanged: "Nothing has changed.",
    removes_below: |count| match count {
        0 => "Nothing else lies below it.".to_owned(),
        1 => "1 thing below it is removed too. Evidence stays in the library.".to_owned(),
        count => format!("{count} things below it are removed too. Evidence stays in the library."),
    },
    progress: "Progress",
    target: "Target",
    actual: "Realised",
    actual_of: |roman| format!("Realised in Q {roman}"),
    save_progress: "Save progress",
    progress_saved: |roman, value| format!("Realised in Q {roman}: {value}"),
    mark_done: "Mark as done",
    mark_open: "Open again",
    marked_done: "Marked as done",
    marked_open: "Opened again",
    done_needs_evidence: "Done isn’t proven yet: this output counts once it has evidence.",
    evidence: "Evidence of this output",
    gone: "This part of the plan isn’t here",
    gone_cure: "Perhaps it was removed, or it hasn’t reached this device yet. Whoever removed it can bring it back.",
    to_plan: "To the action plan",
    may_not: "You are reading this plan.",
    conflict: "Two people filled this in differently. The latest shows; save again to choose.",
    nothing_below: "No outputs yet. Open this activity to add sub-activities and indicators.",
    ring: |v, b, k, all| {
        format!("Verified {v}, evidenced {b}, done without evidence {k}, of {all} outputs")
    },
};
