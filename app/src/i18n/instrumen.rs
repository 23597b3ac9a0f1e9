//! Words of the instruments' page.

/// What the page says.
pub struct Instrumen {
    /// The page's title.
    pub title: &'static str,
    /// Title of the list.
    pub versions: &'static str,
    /// Under the list.
    pub versions_note: &'static str,
    /// While none is chosen.
    pub choose_version: &'static str,
    /// A version and how many cycles use it.
    pub version_of: fn(u32, usize) -> String,
    /// It comes with the program.
    pub built_in: &'static str,
    /// It is published.
    pub published: &'static str,
    /// It is a draft.
    pub draft: &'static str,
    /// No cycle uses it.
    pub unused: &'static str,
    /// Leads to the workbook.
    pub as_workbook: &'static str,
    /// Takes a workbook in.
    pub import: &'static str,
    /// What it takes, and that nothing is kept yet.
    pub import_help: &'static str,
    /// While it is read.
    pub reading: &'static str,
    /// Somebody else kept a newer version.
    pub overtaken: &'static str,
    /// A workbook whose draft takes the place of a draft of this version.
    pub replaces: fn(u32) -> String,
    /// A workbook that becomes the version after this one.
    pub follows: fn(u32) -> String,
    /// Others look after the family: kept, it becomes this office's own.
    pub becomes_own: fn(&str) -> String,
    /// Several worksheets.
    pub which_sheet: &'static str,
    /// What was read: sheet, items, counts, documents.
    pub read_from: fn(&str, usize, usize, usize) -> String,
    /// Sheets that are none.
    pub skipped: fn(&str) -> String,
    /// So many findings of the workbook still wait.
    pub found_in_file: fn(usize) -> String,
    /// Accepts a finding as it is.
    pub accept: &'static str,
    /// Accepts all.
    pub accept_all: &'static str,
    /// So many things don't add up, so many of them keep it from being published.
    pub found_in_draft: fn(usize, usize) -> String,
    /// Leads to the line.
    pub show_it: &'static str,
    /// A request failed: title.
    pub not_kept: &'static str,
    /// No answer came.
    pub unreachable: &'static str,
    /// The server answers what can't be read: what it was.
    pub not_understood: fn(&str) -> String,
    /// Nothing to keep it for.
    pub no_office: &'static str,
    /// Keeps the draft.
    pub save_draft: &'static str,
    /// Publishes it.
    pub publish: &'static str,
    /// Beside the button: what keeps it from being published.
    pub in_the_way: fn(usize) -> &'static str,
    /// Opens the comparison.
    pub compare: &'static str,
    /// It can't be compared as it is.
    pub not_comparable: &'static str,
    /// So many items stay as they are.
    pub stays: fn(usize) -> String,
    /// Items with other words or weights.
    pub reworded: fn(usize) -> String,
    /// Items that are answered in another way.
    pub other_answers: fn(usize) -> String,
    /// Items that are new.
    pub new_items: fn(usize) -> String,
    /// Items that fall away.
    pub gone_items: fn(usize) -> String,
    /// Moves a running cycle to the version that is looked at.
    pub move_here: &'static str,
    /// What a move does.
    pub move_why: &'static str,
    /// Which cycle.
    pub move_which: &'static str,
    /// Shows what would change.
    pub move_look: &'static str,
    /// Does it.
    pub move_go: &'static str,
    /// Items that fall away with an answer or evidence.
    pub move_kept: fn(usize) -> String,
    /// Items whose answer isn't among the new ones.
    pub move_anew: fn(usize) -> String,
    /// What couldn't be taken over.
    pub move_refused: fn(usize) -> String,
    /// Title of the structure.
    pub structure: &'static str,
    /// Column: what lies below, added up.
    pub below: &'static str,
    /// Column: the weight.
    pub weight: &'static str,
    /// Last line: what can be earned.
    pub total: &'static str,
    /// What is printed, where something else counts.
    pub printed: fn(&str) -> String,
    /// Hides what lies below.
    pub fold: fn(&str) -> String,
    /// Shows what lies below.
    pub unfold: fn(&str) -> String,
    /// The line was changed.
    pub changed: &'static str,
    /// Its weight has no source.
    pub estimated: &'static str,
    /// What that means.
    pub estimated_help: &'static str,
    /// Settles it.
    pub settle: &'static str,
    /// While no line is chosen.
    pub choose_line: &'static str,
    /// Name of the editor.
    pub edit: &'static str,
    /// Takes changes of the line back.
    pub restore: &'static str,
    /// A component's name.
    pub name: &'static str,
    /// An item's statement.
    pub statement: &'static str,
    /// The weight's label.
    pub weight_label: &'static str,
    /// The answer type's label.
    pub answer_kind: &'static str,
    /// An answer type by its name.
    pub kind: fn(&str) -> &'static str,
    /// The largest number.
    pub most: &'static str,
    /// The number that earns all.
    pub target: &'static str,
    /// The table.
    pub points: &'static str,
    /// Title of the criteria.
    pub criteria: &'static str,
    /// A criterion's label.
    pub criterion_of: fn(&str) -> String,
    /// Title of the documents.
    pub documents: &'static str,
    /// Where it is shown.
    pub documents_help: &'static str,
    /// A document's label.
    pub document_no: fn(usize) -> String,
    /// Adds one.
    pub add_document: &'static str,
    /// Removes something.
    pub remove: fn(&str) -> String,
    /// Title of the gates.
    pub gates: &'static str,
    /// What a gate does.
    pub gates_help: &'static str,
    /// The item that it depends on.
    pub gate_path: &'static str,
    /// The answer that makes it 0.
    pub gate_answer: &'static str,
    /// Adds a gate.
    pub add_gate: &'static str,
    /// Multiplied by another.
    pub times: fn(&str) -> String,
    /// 0 if another is answered so.
    pub zero_if: fn(&str, &str) -> String,
    /// Edits that were not kept.
    pub typed_before: &'static str,
    /// Takes them up again.
    pub take_typed: &'static str,
    /// Throws them away.
    pub drop_typed: &'static str,
    /// Opens a cycle.
    pub open_cycle: &'static str,
    /// Whose.
    pub cycle_office: &'static str,
    /// Its name.
    pub cycle_title: &'static str,
    /// The name that is proposed.
    pub cycle_name: fn(i32) -> String,
    /// Its year.
    pub cycle_year: &'static str,
    /// Its first day.
    pub cycle_opens: &'static str,
    /// Its last day.
    pub cycle_closes: &'static str,
    /// What it aims at.
    pub cycle_target: &'static str,
    /// A field is empty.
    pub needed: &'static str,
    /// No year.
    pub wrong_year: &'static str,
    /// No date.
    pub wrong_date: &'static str,
    /// The last day is before the first.
    pub closes_first: &'static str,
    /// No number.
    pub wrong_number: &'static str,
}

/// Indonesian.
pub static ID: Instrumen = Instrumen {
    title: "Instrumen",
    versions: "Versi",
    versions_note: "Versi yang terbit tidak dapat diubah. Suntingan atasnya menjadi versi baru; siklus yang berjalan tetap memakai versinya.",
    choose_version: "Pilih satu versi, atau ambil dari buku kerja.",
    version_of: |version, cycles| format!("Versi {version} · dipakai {cycles} siklus"),
    built_in: "Bawaan",
    published: "Terbit",
    draft: "Rancangan",
    unused: "Belum dipakai siklus mana pun.",
    as_workbook: "Buku kerja (XLSX)",
    import: "Ambil dari buku kerja",
    import_help: "Pilih atau letakkan berkas XLSX di sini. Isinya ditampilkan dulu; belum ada yang disimpan.",
    reading: "Membaca…",
    overtaken: "Orang lain sudah menyimpan versi yang lebih baru. Suntingan Anda masih ada di peramban ini; muat ulang halaman untuk melihat versinya.",
    replaces: |version| {
        format!("Bila disimpan, ini menggantikan rancangan versi {version} yang sudah ada.")
    },
    follows: |version| {
        format!("Bila disimpan, ini menjadi versi baru; versi {version} tetap seperti adanya.")
    },
    becomes_own: |office| {
        format!(
            "Bila disimpan, ini menjadi instrumen milik {office}; yang bawaan tetap seperti adanya."
        )
    },
    which_sheet: "Ada beberapa lembar kerja. Ambil yang mana?",
    read_from: |sheet, items, counts, documents| {
        format!(
            "Dibaca dari lembar “{sheet}”: {items} butir, {counts} baris Jumlah, {documents} dokumen. Belum disimpan."
        )
    },
    skipped: |sheets| format!("Dilewati: {sheets}."),
    found_in_file: |open| match open {
        0 => "Temuan pada buku kerja sudah diterima".to_owned(),
        open => format!("{open} temuan pada buku kerja menunggu keputusan Anda"),
    },
    accept: "Terima apa adanya",
    accept_all: "Terima semua",
    found_in_draft: |all, errors| match errors {
        0 => format!("{all} hal perlu dilihat; dapat tetap diterbitkan"),
        errors => format!("Belum dapat diterbitkan: {errors} hal harus dibetulkan"),
    },
    show_it: "Tunjukkan",
    not_kept: "Belum tersimpan di server",
    unreachable: "Server tidak terjangkau. Suntingan Anda masih ada di peramban ini; coba lagi saat ada sinyal.",
    not_understood: |what| {
        format!(
            "Jawaban server tidak dapat dibaca ({what}). Muat ulang halaman; suntingan Anda masih ada di peramban ini."
        )
    },
    no_office: "Tidak ada satker yang Anda kelola untuk menyimpannya.",
    save_draft: "Simpan rancangan",
    publish: "Terbitkan",
    in_the_way: |n| {
        if n == 0 {
            "Setelah terbit tidak dapat diubah lagi."
        } else {
            "Selesaikan dulu temuan di atas."
        }
    },
    compare: "Bandingkan dengan versi sebelumnya",
    not_comparable: "Belum dapat dibandingkan: betulkan dulu yang salah.",
    stays: |n| format!("{n} butir tetap sama."),
    reworded: |n| {
        format!("{n} butir berubah rumusan atau bobotnya: putusan asesor jadi usang, jawaban tetap")
    },
    other_answers: |n| {
        format!("{n} butir dijawab dengan cara lain: jawaban yang tidak cocok perlu diisi lagi")
    },
    move_here: "Pindahkan siklus ke versi ini",
    move_why: "Siklus yang berjalan dapat pindah ke instrumen ini. Tidak ada jawaban yang hilang: yang tidak lagi ditanyakan tetap tersimpan, dan kembali bila siklus dipindahkan balik.",
    move_which: "Siklus",
    move_look: "Lihat apa yang berubah",
    move_go: "Pindahkan",
    move_kept: |n| {
        format!("{n} butir yang gugur punya jawaban atau bukti: tetap tersimpan, tidak dihitung")
    },
    move_anew: |n| format!("{n} butir perlu dijawab ulang: jawabannya tidak ada lagi"),
    move_refused: |n| format!("{n} tidak ikut berpindah dan tetap tersimpan di butir lama"),
    new_items: |n| format!("{n} butir baru"),
    gone_items: |n| {
        format!("{n} butir tidak ada lagi: jawaban dan buktinya tetap tersimpan, tidak dihitung")
    },
    structure: "Susunan dan bobot",
    below: "jumlah anak",
    weight: "bobot",
    total: "Jumlah yang dihitung",
    printed: |weight| format!("tertulis {weight}"),
    fold: |title| format!("Tutup {title}"),
    unfold: |title| format!("Buka {title}"),
    changed: "diubah",
    estimated: "perkiraan",
    estimated_help: "Bobot ini perkiraan: sumber resminya tidak memuatnya.",
    settle: "Tetapkan bobot ini",
    choose_line: "Pilih baris untuk menyuntingnya.",
    edit: "Sunting baris",
    restore: "Kembalikan",
    name: "Nama komponen",
    statement: "Pernyataan",
    weight_label: "Bobot",
    answer_kind: "Jenis jawaban",
    kind: |kind| match kind {
        "ya_tidak" => "Ya/Tidak",
        "abc" => "A/B/C",
        "abcd" => "A/B/C/D",
        "abcde" => "A/B/C/D/E",
        "persen" => "%",
        "nilai" => "Nilai (0 sampai maksimum)",
        "angka" => "Angka dengan target",
        "lookup" => "Tabel nilai",
        _ => "Belum dikenal",
    },
    most: "Nilai tertinggi",
    target: "Target",
    points: "Jawaban dan nilainya, satu per baris: WTP = 3",
    criteria: "Kriteria",
    criterion_of: |answer| format!("Kriteria untuk {answer}"),
    documents: "Bukti yang diharapkan",
    documents_help: "Tampil pada petugas saat mengambil bukti. Tanpa daftar, satu bukti apa pun cukup.",
    document_no: |n| format!("Dokumen {n}"),
    add_document: "Tambah dokumen",
    remove: |what| format!("Hapus {what}"),
    gates: "Ketergantungan",
    gates_help: "Tanpa jawaban: nilai baris ini dikalikan nilai baris itu. Dengan jawaban: baris ini 0 bila butir itu dijawab demikian.",
    gate_path: "Butir atau komponen, misalnya A.V.4.b",
    gate_answer: "0 bila dijawab",
    add_gate: "Tambah ketergantungan",
    times: |of| format!("× {of}"),
    zero_if: |item, answer| format!("0 jika {item} = {answer}"),
    typed_before: "Ada suntingan yang belum disimpan dari sebelumnya",
    take_typed: "Lanjutkan",
    drop_typed: "Buang",
    open_cycle: "Buka siklus",
    cycle_office: "Satker",
    cycle_title: "Nama siklus",
    cycle_name: |year| format!("Siklus {year}"),
    cycle_year: "Tahun",
    cycle_opens: "Mulai",
    cycle_closes: "Tutup",
    cycle_target: "Target nilai (boleh kosong)",
    needed: "Isian ini perlu diisi.",
    wrong_year: "Tulis tahun dengan empat angka, misalnya 2027.",
    wrong_date: "Pilih tanggal yang ada.",
    closes_first: "Tanggal tutup lebih dulu daripada mulai.",
    wrong_number: "Tulis angka, misalnya 75.",
};

/// English.
pub static EN: Instrumen = Instrumen {
    title: "Instruments",
    versions: "Versions",
    versions_note: "A published version can’t change. Edits of it become a new version; running cycles keep theirs.",
    choose_version: "Choose a version, or take one from a workbook.",
    version_of: |version, cycles| match cycles {
        1 => format!("Version {version} · used by 1 cycle"),
        _ => format!("Version {version} · used by {cycles} cycles"),
    },
    built_in: "Built in",
    published: "Published",
    draft: "Draft",
    unused: "No cycle uses it yet.",
    as_workbook: "Workbook (XLSX)",
    import: "Take from a workbook",
    import_help: "Choose or drop an XLSX file here. What it holds is shown first; nothing is kept yet.",
    reading: "Reading…",
    overtaken: "Somebody else has saved a newer version. Your edits are still in this browser; reload the page to see theirs.",
    replaces: |version| format!("If kept, this takes the place of the draft of version {version}."),
    follows: |version| {
        format!("If kept, this becomes a new version; version {version} stays as it is.")
    },
    becomes_own: |office| {
        format!("If kept, this becomes {office}’s own instrument; the built-in one stays as it is.")
    },
    which_sheet: "There are several worksheets. Which one?",
    read_from: |sheet, items, counts, documents| {
        format!(
            "Read from the sheet “{sheet}”: {items} items, {counts} count rows, {documents} documents. Not kept yet."
        )
    },
    skipped: |sheets| format!("Skipped: {sheets}."),
    found_in_file: |open| match open {
        0 => "The workbook’s findings are accepted".to_owned(),
        1 => "1 finding of the workbook waits for your decision".to_owned(),
        open => format!("{open} findings of the workbook wait for your decision"),
    },
    accept: "Accept as it is",
    accept_all: "Accept all",
    found_in_draft: |all, errors| match (all, errors) {
        (1, 0) => "1 thing is worth a look; it can still be published".to_owned(),
        (all, 0) => format!("{all} things are worth a look; it can still be published"),
        (_, 1) => "Can’t be published yet: 1 thing must be mended".to_owned(),
        (_, errors) => format!("Can’t be published yet: {errors} things must be mended"),
    },
    show_it: "Show",
    not_kept: "Not kept on the server",
    unreachable: "The server can’t be reached. Your edits are still in this browser; try again with a signal.",
    not_understood: |what| {
        format!(
            "The server’s answer can’t be read ({what}). Load the page anew; your edits are still in this browser."
        )
    },
    no_office: "There is no office of yours to keep it for.",
    save_draft: "Save draft",
    publish: "Publish",
    in_the_way: |n| {
        if n == 0 {
            "Once published it can’t change."
        } else {
            "Settle the findings above first."
        }
    },
    compare: "Compare with the version before",
    not_comparable: "Can’t be compared yet: mend what is wrong first.",
    stays: |n| format!("{n} items stay as they are."),
    reworded: |n| {
        format!("{n} items are worded or weighed differently: verdicts go stale, answers stay")
    },
    other_answers: |n| {
        format!("{n} items are answered in another way: answers that don’t fit must be given anew")
    },
    move_here: "Move a cycle to this version",
    move_why: "A running cycle can move to this instrument. No answer is lost: what is no longer asked stays kept, and is back when the cycle moves back.",
    move_which: "Cycle",
    move_look: "See what changes",
    move_go: "Move it",
    move_kept: |n| {
        format!("{n} items that fall away have an answer or evidence: kept, but not counted")
    },
    move_anew: |n| {
        format!("{n} items must be answered anew: their answer is no longer among the choices")
    },
    move_refused: |n| format!("{n} were not taken over and stay kept under the old item"),
    new_items: |n| format!("{n} new items"),
    gone_items: |n| {
        format!("{n} items fall away: their answers and evidence stay, and count no more")
    },
    structure: "Structure and weights",
    below: "sum below",
    weight: "weight",
    total: "Total that counts",
    printed: |weight| format!("printed {weight}"),
    fold: |title| format!("Fold {title}"),
    unfold: |title| format!("Unfold {title}"),
    changed: "changed",
    estimated: "estimate",
    estimated_help: "This weight is an estimate: the official source doesn’t give it.",
    settle: "Settle this weight",
    choose_line: "Choose a line to edit it.",
    edit: "Edit a line",
    restore: "Take back",
    name: "Component’s name",
    statement: "Statement",
    weight_label: "Weight",
    answer_kind: "Answer type",
    kind: |kind| match kind {
        "ya_tidak" => "Yes/No",
        "abc" => "A/B/C",
        "abcd" => "A/B/C/D",
        "abcde" => "A/B/C/D/E",
        "persen" => "%",
        "nilai" => "Score (0 to a maximum)",
        "angka" => "Number with a target",
        "lookup" => "Table of points",
        _ => "Not known yet",
    },
    most: "Highest score",
    target: "Target",
    points: "Answers and their points, one a line: WTP = 3",
    criteria: "Criteria",
    criterion_of: |answer| format!("Criterion for {answer}"),
    documents: "Evidence that is asked for",
    documents_help: "Shown to officers when they capture evidence. Without a list any one piece will do.",
    document_no: |n| format!("Document {n}"),
    add_document: "Add a document",
    remove: |what| format!("Remove {what}"),
    gates: "Dependencies",
    gates_help: "Without an answer: this line’s value is multiplied by that line’s. With one: this line is 0 if that item is answered so.",
    gate_path: "Item or component (as A.V.4.b)",
    gate_answer: "0 if answered",
    add_gate: "Add a dependency",
    times: |of| format!("× {of}"),
    zero_if: |item, answer| format!("0 if {item} = {answer}"),
    typed_before: "There are edits from before that were not saved",
    take_typed: "Go on with them",
    drop_typed: "Discard",
    open_cycle: "Open a cycle",
    cycle_office: "Office",
    cycle_title: "Cycle’s name",
    cycle_name: |year| format!("Cycle {year}"),
    cycle_year: "Year",
    cycle_opens: "First day",
    cycle_closes: "Last day",
    cycle_target: "Target score (may be empty)",
    needed: "This field is needed.",
    wrong_year: "Write a year in four digits, as 2027.",
    wrong_date: "Choose a date that exists.",
    closes_first: "The last day comes before the first.",
    wrong_number: "Write a number, as 75.",
};
