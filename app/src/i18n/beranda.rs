//! Words of the home page.

/// What the page says.
pub struct Beranda {
    /// The page's title, where the office isn't known yet.
    pub title: &'static str,
    /// Under the office's name: cycle, and what follows about its close.
    pub cycle: fn(&str, Option<&str>) -> String,
    /// The cycle begins on a date, in so many days.
    pub opens: fn(&str, i64) -> String,
    /// The cycle closes on a date, in so many days.
    pub closes: fn(&str, i64) -> String,
    /// The cycle was closed on a date.
    pub closed: fn(&str) -> String,
    /// Above the headline number.
    pub index: &'static str,
    /// Below the awards: what is within reach.
    pub awards: &'static str,
    /// An award and how many of its minimums are met.
    pub award: fn(&str, usize, usize) -> String,
    /// The minimum that is farthest: what it is about, points, minimum.
    pub lacks: fn(&str, &str, &str) -> String,
    /// Every minimum is met.
    pub within_reach: &'static str,
    /// Heading of the next best steps.
    pub steps: &'static str,
    /// What the index becomes with all of them.
    pub becomes: &'static str,
    /// Takes a picture for a step.
    pub take_for: fn(&str) -> String,
    /// Nothing claimed lacks evidence: what next.
    pub no_steps: &'static str,
    /// Nothing is answered yet: title.
    pub begin: &'static str,
    /// Why and what next.
    pub begin_why: &'static str,
    /// Leads to the worksheet.
    pub begin_do: &'static str,
    /// Heading of my tasks.
    pub tasks: &'static str,
    /// There are none.
    pub no_tasks: &'static str,
    /// Leads to the plan.
    pub to_plan: &'static str,
    /// Shows so many more tasks.
    pub more_tasks: fn(usize) -> String,
    /// An output that hasn't begun.
    pub not_begun: &'static str,
    /// An output without a due date.
    pub no_due: &'static str,
    /// The official index: number and answered, all.
    pub official: fn(&str, usize, usize) -> String,
    /// A picture was taken for an item.
    pub taken: &'static str,
    /// What the four substances mean.
    pub teach: [(&'static str, &'static str); 4],
    /// Returned by the assessor.
    pub returned: &'static str,
    /// Heading of the years before.
    pub past: &'static str,
    /// None is known: how they come here.
    pub past_none: &'static str,
    /// Heads of the table: year, index, source.
    pub past_year: &'static str,
    /// The index.
    pub past_index: &'static str,
    /// Where it is from.
    pub past_source: &'static str,
    /// It is from a closed cycle.
    pub past_cycle: &'static str,
    /// It is the cycle that is looked at.
    pub past_now: &'static str,
    /// An index of a whole other than 100.
    pub past_of: fn(&str, &str) -> String,
    /// The four parts: verified, evidenced, claimed, missing.
    pub past_parts: fn(&str, &str, &str, &str) -> String,
}

/// Indonesian.
pub const ID: Beranda = Beranda {
    title: "Beranda",
    cycle: |name, closes| match closes {
        Some(closes) => format!("{name} · {closes}"),
        None => name.to_owned(),
    },
    opens: |date, days| format!("dimulai {date}, {days} hari lagi"),
    closes: |date, days| match days {
        0 => format!("tutup {date}, hari ini"),
        days => format!("tutup {date}, {days} hari lagi"),
    },
    closed: |date| format!("ditutup {date}"),
    index: "Nilai yang terbukti",
    awards: "Menuju predikat",
    award: |name, met, all| format!("{name}: {met} dari {all} syarat terpenuhi"),
    lacks: |what, has, least| format!("Terjauh: {what}, {has} dari {least}"),
    within_reach: "Semua syarat nilai terpenuhi",
    steps: "Langkah terbaik berikutnya",
    becomes: "menjadi",
    take_for: |title| format!("Ambil foto bukti untuk {title}"),
    no_steps: "Semua yang diklaim sudah berbukti. Buka LKE untuk butir yang belum dijawab.",
    begin: "Belum ada jawaban di siklus ini",
    begin_why: "Jawab satu butir LKE, lalu lampirkan buktinya. Nilai terbentuk dari sana.",
    begin_do: "Buka LKE",
    tasks: "Tugas saya",
    no_tasks: "Tidak ada tugas untuk Anda.",
    to_plan: "Rencana aksi",
    more_tasks: |count| format!("Tampilkan {count} lagi"),
    not_begun: "Belum dimulai",
    no_due: "Tanpa tenggat",
    official: |index, answered, all| {
        format!("Indeks menurut instrumen: {index} ({answered} dari {all} butir dijawab)")
    },
    taken: "Foto tersimpan sebagai bukti",
    teach: [
        ("Belum ada", "isi jawaban"),
        ("Diklaim", "belum dihitung"),
        ("Berbukti", "dihitung sementara"),
        ("Terverifikasi", "dihitung penuh"),
    ],
    returned: "Dikembalikan asesor",
    past: "Dari tahun ke tahun",
    past_none: "Belum ada nilai tahun lalu. Siklus yang ditutup masuk ke sini sendiri; nilai dari surat hasil evaluasi dicatat oleh admin beserta sumbernya.",
    past_year: "Tahun",
    past_index: "Nilai",
    past_source: "Sumber",
    past_cycle: "Siklus yang sudah ditutup",
    past_now: "Siklus ini, sampai sekarang",
    past_of: |index, whole| format!("{index} dari {whole}"),
    past_parts: |verified, evidenced, claimed, missing| {
        format!(
            "terverifikasi {verified}, berbukti {evidenced}, diklaim {claimed}, belum ada {missing}"
        )
    },
};

/// English.
pub const EN: Beranda = Beranda {
    title: "Home",
    cycle: |name, closes| match closes {
        Some(closes) => format!("{name} · {closes}"),
        None => name.to_owned(),
    },
    opens: |date, days| match days {
        1 => format!("begins {date}, tomorrow"),
        days => format!("begins {date}, in {days} days"),
    },
    closes: |date, days| match days {
        0 => format!("closes {date}, today"),
        1 => format!("closes {date}, 1 day left"),
        days => format!("closes {date}, {days} days left"),
    },
    closed: |date| format!("closed {date}"),
    index: "Proven score",
    awards: "Towards an award",
    award: |name, met, all| format!("{name}: {met} of {all} minimums met"),
    lacks: |what, has, least| format!("Farthest: {what}, {has} of {least}"),
    within_reach: "Every minimum is met",
    steps: "Next best steps",
    becomes: "becomes",
    take_for: |title| format!("Take a picture as evidence for {title}"),
    no_steps: "All that is claimed has evidence. Open the worksheet for items without an answer.",
    begin: "Nothing is answered in this cycle yet",
    begin_why: "Answer one item of the worksheet, then attach its evidence. Scores grow from there.",
    begin_do: "Open the worksheet",
    tasks: "My tasks",
    no_tasks: "There is no task for you.",
    to_plan: "Action plan",
    more_tasks: |count| format!("Show {count} more"),
    not_begun: "Not begun",
    no_due: "No due date",
    official: |index, answered, all| {
        format!("Index by the instrument: {index} ({answered} of {all} items answered)")
    },
    taken: "Picture kept as evidence",
    teach: [
        ("Missing", "give an answer"),
        ("Claimed", "not counted yet"),
        ("Evidenced", "counted, provisional"),
        ("Verified", "counted in full"),
    ],
    returned: "Returned by the assessor",
    past: "From year to year",
    past_none: "No earlier year is known. A cycle that is closed comes here by itself; an index from an evaluation letter is entered by the admin, with its source.",
    past_year: "Year",
    past_index: "Score",
    past_source: "Source",
    past_cycle: "Closed cycle",
    past_now: "This cycle, so far",
    past_of: |index, whole| format!("{index} of {whole}"),
    past_parts: |verified, evidenced, claimed, missing| {
        format!("verified {verified}, evidenced {evidenced}, claimed {claimed}, missing {missing}")
    },
};
