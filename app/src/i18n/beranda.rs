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
    /// An award and how many of its minimums are met.
    pub award: fn(&str, usize, usize) -> String,
    /// The minimum that is farthest: what it is about, points, minimum.
    pub lacks: fn(&str, &str, &str) -> String,
    /// Heading of the next best steps.
    pub steps: &'static str,
    /// What the index becomes with all of them.
    pub becomes: &'static str,
    /// Takes a picture for a step.
    pub take_for: fn(&str) -> String,
    /// Nothing claimed lacks evidence: what next.
    pub no_steps: &'static str,
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
    /// The official index: number and answered, all.
    pub official: fn(&str, usize, usize) -> String,
    /// What the four substances mean.
    pub teach: [(&'static str, &'static str); 4],
    /// Returned by the assessor.
    pub returned: &'static str,
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
    award: |name, met, all| format!("{name}: {met} dari {all} syarat terpenuhi"),
    lacks: |what, has, least| format!("Terjauh: {what}, {has} dari {least}"),
    steps: "Langkah terbaik berikutnya",
    becomes: "menjadi",
    take_for: |title| format!("Ambil foto bukti untuk {title}"),
    no_steps: "Semua yang diklaim sudah berbukti. Buka LKE untuk butir yang belum dijawab.",
    begin_why: "Jawab satu butir LKE, lalu lampirkan buktinya. Nilai terbentuk dari sana.",
    begin_do: "Buka LKE",
    tasks: "Tugas saya",
    no_tasks: "Tidak ada tugas untuk Anda.",
    to_plan: "Rencana aksi",
    more_tasks: |count| format!("Tampilkan {count} lagi"),
    not_begun: "Belum dimulai",
    official: |index, answered, all| {
        format!("Indeks menurut instrumen: {index} ({answered} dari {all} butir dijawab)")
    },
    teach: [
        ("Belum ada", "isi jawaban"),
        ("Diklaim", "belum dihitung"),
        ("Berbukti", "dihitung sementara"),
        ("Terverifikasi", "dihitung penuh"),
    ],
    returned: "Dikembalikan asesor",
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
    award: |name, met, all| format!("{name}: {met} of {all} minimums met"),
    lacks: |what, has, least| format!("Farthest: {what}, {has} of {least}"),
    steps: "Next best steps",
    becomes: "becomes",
    take_for: |title| format!("Take a picture as evidence for {title}"),
    no_steps: "All that is claimed has evidence. Open the worksheet for items without an answer.",
    begin_why: "Answer one item of the worksheet, then attach its evidence. Scores grow from there.",
    begin_do: "Open the worksheet",
    tasks: "My tasks",
    no_tasks: "There is no task for you.",
    to_plan: "Action plan",
    more_tasks: |count| format!("Show {count} more"),
    not_begun: "Not begun",
    official: |index, answered, all| {
        format!("Index by the instrument: {index} ({answered} of {all} items answered)")
    },
    teach: [
        ("Missing", "give an answer"),
        ("Claimed", "not counted yet"),
        ("Evidenced", "counted, provisional"),
        ("Verified", "counted in full"),
    ],
    returned: "Returned by the assessor",
};
