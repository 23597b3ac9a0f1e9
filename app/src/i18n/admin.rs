//! Words of the admin page: the offices below mine.

/// What the page says.
pub struct Admin {
    /// The page's title.
    pub title: &'static str,
    /// Under the title: so many offices, and the moment that the numbers are of.
    pub context: fn(usize, &str) -> String,
    /// So many offices.
    pub offices: fn(usize) -> String,
    /// Title of the summary.
    pub summary: &'static str,
    /// What the summary is and what it isn't.
    pub summary_note: &'static str,
    /// Title of the table.
    pub table: &'static str,
    /// Column: the office.
    pub office: &'static str,
    /// Column: verified and evidenced.
    pub proven: &'static str,
    /// Column: the bar.
    pub parts: &'static str,
    /// Column: claimed.
    pub claimed: &'static str,
    /// Column: outputs past their due date.
    pub late: &'static str,
    /// Column: the devices.
    pub devices: &'static str,
    /// Column: when a device was last seen.
    pub seen: &'static str,
    /// No device was ever seen.
    pub never_seen: &'static str,
    /// There is no open cycle.
    pub no_cycle: &'static str,
    /// Under the table.
    pub order: &'static str,
    /// No office below: title.
    pub none: &'static str,
    /// Why, and what can be done.
    pub none_cure: &'static str,
    /// The same for the office's admin.
    pub none_yours: &'static str,
    /// Nobody is signed in: title.
    pub signed_out: &'static str,
    /// What to do.
    pub signed_out_cure: &'static str,
    /// Leads to the sign-in.
    pub sign_in: &'static str,
    /// The person has no right to this page: title.
    pub forbidden: &'static str,
    /// Whose page it is, and what can be done.
    pub forbidden_cure: &'static str,
    /// The person administers nothing: title.
    pub no_admin: &'static str,
    /// What can be done.
    pub no_admin_cure: &'static str,
    /// The server can't say: title.
    pub unavailable: &'static str,
    /// What to do.
    pub unavailable_cure: &'static str,
    /// Loads the page again.
    pub reload: &'static str,
    /// Leads back to the app.
    pub to_app: &'static str,
    /// While the numbers are computed.
    pub loading: &'static str,
}

/// Indonesian.
pub static ID: Admin = Admin {
    title: "Satker di bawah saya",
    context: |count, at| format!("{count} satker · data per {at}"),
    offices: |count| format!("{count} satker"),
    summary: "Rata-rata yang terbukti",
    summary_note: "Rata-rata bagian tiap satker dari seluruh nilai lembar kerja ini. Satker yang belum mulai dihitung 0. Angka ini untuk memantau, bukan indeks lembaga.",
    table: "Satker",
    office: "Satker",
    proven: "Terbukti",
    parts: "Bagian nilai",
    claimed: "Diklaim",
    late: "Terlambat",
    devices: "Perangkat",
    seen: "Terakhir terlihat",
    never_seen: "Belum pernah",
    no_cycle: "Belum ada siklus",
    order: "Urut menurut nilai terbukti, dari 100.",
    none: "Belum ada satker di bawah Anda",
    none_cure: "Satker muncul di sini setelah admin mendaftarkannya di bawah satker Anda.",
    none_yours: "Satker muncul di sini setelah Anda mendaftarkannya di bawah satker Anda. Caranya di bawah ini.",
    signed_out: "Masuk dulu untuk melihat rekap",
    signed_out_cure: "Halaman ini dibuat di server dari data terbaru, jadi perlu tahu siapa Anda.",
    sign_in: "Masuk",
    forbidden: "Halaman ini untuk satker yang membawahkan satker lain",
    forbidden_cure: "Peran Anda tidak mencakup satker di bawah. Bila seharusnya mencakup, minta admin satker di atas memberi peran itu.",
    no_admin: "Halaman ini untuk admin",
    no_admin_cure: "Instrumen dan siklus diatur oleh admin satker. Bila Anda seharusnya admin, minta peran itu kepada admin satker di atas.",
    unavailable: "Halaman belum dapat dibuat",
    unavailable_cure: "Server sedang sibuk atau datanya belum terbaca. Tidak ada data yang berubah. Muat ulang sebentar lagi.",
    reload: "Muat ulang",
    to_app: "Ke beranda",
    loading: "Menghitung rekap…",
};

/// English.
pub static EN: Admin = Admin {
    title: "Offices below mine",
    context: |count, at| match count {
        1 => format!("1 office · data of {at}"),
        count => format!("{count} offices · data of {at}"),
    },
    offices: |count| match count {
        1 => "1 office".to_owned(),
        count => format!("{count} offices"),
    },
    summary: "Proven on average",
    summary_note: "The mean of each office’s share of this worksheet’s total. An office that hasn’t begun counts 0. This is a monitor, not the institution’s index.",
    table: "Offices",
    office: "Office",
    proven: "Proven",
    parts: "Parts of the score",
    claimed: "Claimed",
    late: "Late",
    devices: "Devices",
    seen: "Last seen",
    never_seen: "Never",
    no_cycle: "No cycle yet",
    order: "Ordered by proven score, of 100.",
    none: "No office below yours yet",
    none_cure: "Offices appear here once an admin registers them below yours.",
    none_yours: "Offices appear here once you register them below yours. How to is below.",
    signed_out: "Sign in to see the roll-up",
    signed_out_cure: "The server makes this page from the newest data, so it needs to know who you are.",
    sign_in: "Sign in",
    forbidden: "This page is for offices with other offices below them",
    forbidden_cure: "Your roles don’t reach an office below. If they should, ask the admin of the office above for that role.",
    no_admin: "This page is for admins",
    no_admin_cure: "An office’s admin looks after instruments and cycles. If you should be one, ask the admin of the office above for that role.",
    unavailable: "The page can’t be made now",
    unavailable_cure: "The server is busy or couldn’t read its data. Nothing has changed. Load the page again in a moment.",
    reload: "Reload",
    to_app: "To home",
    loading: "Computing the roll-up…",
};
