//! Words of the pages `bukti`: the library, one piece of evidence, and capturing.

/// Words for changing the pages of a piece of evidence.
pub struct PageWords {
    /// Takes a picture of one more.
    pub photo: &'static str,
    /// Chooses one more.
    pub file: &'static str,
    /// Puts another in its place.
    pub replace: fn(&str) -> String,
    /// Takes it out.
    pub take_out: fn(&str) -> String,
    /// Moves it towards the first.
    pub earlier: fn(&str) -> String,
    /// Moves it towards the last.
    pub later: fn(&str) -> String,
    /// So many were added.
    pub added: fn(usize) -> String,
    /// Another is in its place.
    pub replaced: fn(&str) -> String,
    /// It is out.
    pub taken_out: fn(&str) -> String,
    /// They are in another order.
    pub moved: &'static str,
}

/// What the pages of evidence say.
pub struct Bukti {
    /// The library's title.
    pub title: &'static str,
    /// Under the title: the office, and how many pieces.
    pub context: fn(&str, usize) -> String,
    /// Name of the filter.
    pub filter: &'static str,
    /// Filter: all.
    pub all: &'static str,
    /// Filter: those that serve nothing.
    pub unused_only: &'static str,
    /// A quarter and its year.
    pub quarter: fn(&str, i32, bool) -> String,
    /// So many pieces, so many of them only here.
    pub count: fn(usize, usize) -> String,
    /// Filled in by nobody: title of a piece without one.
    pub untitled: &'static str,
    /// On the server.
    pub on_server: &'static str,
    /// Only on this device.
    pub only_here: &'static str,
    /// Not yet on this device nor the server.
    pub elsewhere: &'static str,
    /// Needs a person.
    pub attention: &'static str,
    /// Serves nothing yet.
    pub unused: &'static str,
    /// What it serves: first item's name, more items, outputs.
    pub uses: fn(Option<&str>, usize, usize) -> String,
    /// Number of a document.
    pub number: fn(&str) -> String,
    /// A period.
    pub period: fn(&str, &str) -> String,
    /// Name of a kind of evidence.
    pub kind: fn(&str) -> &'static str,
    /// An empty library: title.
    pub empty: &'static str,
    /// How it begins.
    pub empty_why: &'static str,
    /// Nothing fits the filter.
    pub none_here: &'static str,
    /// What that means.
    pub none_here_why: &'static str,
    /// Draws so many more.
    pub show_more: fn(usize) -> String,
    /// So many were captured: offers to say what they are.
    pub captured: fn(usize) -> String,
    /// The line that asks for facts.
    pub ask: &'static str,
    /// Says what it is.
    pub say_facts: &'static str,
    /// Later.
    pub later: &'static str,
    /// Title of the facts' sheet.
    pub facts: &'static str,
    /// Names of the fields.
    pub fields: Fields,
    /// Facts were kept.
    pub facts_saved: &'static str,
    /// The period ends before it begins.
    pub bad_period: &'static str,
    /// Title of the sheet for a link.
    pub link_title: &'static str,
    /// An address that is none.
    pub bad_link: &'static str,
    /// What a link is worth.
    pub link_help: &'static str,
    /// Title of the sheet for a note.
    pub note_title: &'static str,
    /// Adds it.
    pub add: &'static str,
    /// A piece that is not here: title.
    pub gone: &'static str,
    /// Why, and what to do.
    pub gone_cure: &'static str,
    /// Leads to the library.
    pub to_library: &'static str,
    /// Title of the pages.
    pub pages: &'static str,
    /// A page by its number.
    pub page: fn(usize) -> String,
    /// Changing the pages.
    pub change: PageWords,
    /// Opens a file.
    pub open: &'static str,
    /// The file is being fetched.
    pub opening: &'static str,
    /// The file can't be opened: title.
    pub cant_open: &'static str,
    /// Without a signal.
    pub open_offline: &'static str,
    /// Its author's device hasn't sent it yet.
    pub open_not_there: &'static str,
    /// The bytes aren't what they should be.
    pub open_broken: &'static str,
    /// The person may not.
    pub open_forbidden: &'static str,
    /// Title of what it serves.
    pub used_by: &'static str,
    /// Chooses what it serves.
    pub choose_uses: &'static str,
    /// Title of the sheet for that.
    pub uses_title: &'static str,
    /// Looks for an item or output.
    pub find_use: &'static str,
    /// Heading of the items.
    pub items: &'static str,
    /// Heading of the outputs.
    pub outputs: &'static str,
    /// It serves no more.
    pub unbind: fn(&str) -> String,
    /// It serves something now.
    pub bound: fn(&str) -> String,
    /// It serves it no more.
    pub unbound: fn(&str) -> String,
    /// Nothing fits what was typed.
    pub no_use_found: &'static str,
    /// It was removed.
    pub removed: fn(&str) -> String,
    /// Captured by somebody at a moment.
    pub captured_by: fn(&str, &str) -> String,
    /// How it came.
    pub origin: &'static str,
    /// How it came, in words.
    pub origin_word: fn(&str) -> &'static str,
    /// Taken at, by the camera's own words.
    pub taken: &'static str,
    /// Its bytes open to few.
    pub restricted: &'static str,
    /// What that means.
    pub restricted_help: &'static str,
    /// Why evidence can't be written here.
    pub may_not: &'static str,
    /// Files that another app shared: title, with their number.
    pub shared: fn(usize) -> String,
    /// What to do with them.
    pub shared_why: &'static str,
    /// Takes them in.
    pub shared_take: &'static str,
    /// Lets them go.
    pub shared_drop: &'static str,
    /// They can't be read any more.
    pub shared_lost: &'static str,
    /// There was no room for them: cause and cure.
    pub shared_no_room: [&'static str; 2],
    /// Size and type of a file.
    pub file_line: fn(&str, &str) -> String,
    /// Two people wrote a field differently.
    pub conflict: &'static str,
}

/// Names of the fields of a piece of evidence.
pub struct Fields {
    /// Title.
    pub title: &'static str,
    /// Kind.
    pub kind: &'static str,
    /// No kind.
    pub no_kind: &'static str,
    /// Number.
    pub number: &'static str,
    /// Date of the document.
    pub date: &'static str,
    /// What that date is.
    pub date_help: &'static str,
    /// End of its period.
    pub until: &'static str,
    /// Address.
    pub link: &'static str,
    /// Note.
    pub note: &'static str,
}

fn kind_id(kind: &str) -> &'static str {
    match kind {
        "sk" => "SK",
        "undangan" => "Undangan",
        "daftar_hadir" => "Daftar hadir",
        "notula" => "Notula",
        "foto" => "Foto",
        "laporan" => "Laporan",
        "sop" => "SOP",
        "rencana_aksi" => "Rencana aksi",
        "hasil_monev" => "Hasil monev",
        "tindak_lanjut" => "Tindak lanjut",
        "tangkapan_layar" => "Tangkapan layar",
        "tautan" => "Tautan",
        "catatan" => "Catatan",
        _ => "Lainnya",
    }
}

fn kind_en(kind: &str) -> &'static str {
    match kind {
        "sk" => "Decree (SK)",
        "undangan" => "Invitation",
        "daftar_hadir" => "Attendance list",
        "notula" => "Minutes",
        "foto" => "Photo",
        "laporan" => "Report",
        "sop" => "SOP",
        "rencana_aksi" => "Action plan",
        "hasil_monev" => "Monitoring result",
        "tindak_lanjut" => "Follow-up",
        "tangkapan_layar" => "Screenshot",
        "tautan" => "Link",
        "catatan" => "Note",
        _ => "Other",
    }
}

/// Indonesian.
pub static ID: Bukti = Bukti {
    title: "Pustaka bukti",
    context: |office, count| format!("{office} · {count} bukti"),
    filter: "Saring",
    all: "Semua",
    unused_only: "Belum dipakai",
    quarter: |roman, year, this_year| {
        if this_year {
            format!("Triwulan {roman}")
        } else {
            format!("Triwulan {roman} {year}")
        }
    },
    count: |count, here| match here {
        0 => format!("{count} bukti"),
        here => format!("{count} bukti, {here} di perangkat ini"),
    },
    untitled: "Tanpa judul",
    on_server: "Di server",
    only_here: "Di perangkat ini",
    elsewhere: "Belum dikirim pengambilnya",
    attention: "Perlu perhatian",
    unused: "Belum dipakai",
    uses: |first, more, outputs| {
        let items = match (first, more) {
            (None, _) => None,
            (Some(first), 0) => Some(first.to_owned()),
            (Some(first), more) => Some(format!("{first} dan {more} butir lainnya")),
        };
        let outputs = (outputs > 0).then(|| format!("{outputs} keluaran"));
        let both: Vec<String> = items.into_iter().chain(outputs).collect();
        both.join(" dan ")
    },
    number: |number| format!("No. {number}"),
    period: |from, until| format!("{from} – {until}"),
    kind: kind_id,
    empty: "Belum ada bukti",
    empty_why: "Nilai baru terbentuk setelah ada bukti. Satu foto notula sudah cukup untuk mulai.",
    none_here: "Semua bukti sudah dipakai",
    none_here_why: "Setiap bukti melayani paling sedikit satu butir atau keluaran.",
    show_more: |count| format!("Tampilkan lebih banyak, {count} lagi"),
    captured: |count| match count {
        1 => "Bukti tersimpan di perangkat ini".to_owned(),
        count => format!("{count} bukti tersimpan di perangkat ini"),
    },
    ask: "Apa ini? Boleh diisi nanti.",
    say_facts: "Isi keterangan",
    later: "Nanti saja",
    facts: "Keterangan bukti",
    fields: Fields {
        title: "Judul",
        kind: "Jenis",
        no_kind: "Belum dipilih",
        number: "Nomor",
        date: "Tanggal dokumen",
        date_help: "Tanggal pada dokumen atau kegiatannya, bukan tanggal diunggah.",
        until: "Sampai tanggal, bila satu masa",
        link: "Alamat tautan",
        note: "Catatan",
    },
    facts_saved: "Keterangan disimpan",
    bad_period: "Akhir masa lebih awal daripada awalnya. Ubah salah satunya.",
    link_title: "Tambah tautan",
    bad_link: "Alamat harus lengkap, diawali https:// atau http://.",
    link_help: "Isi di balik tautan bisa berubah. Berkas lebih kuat sebagai bukti.",
    note_title: "Tambah catatan",
    add: "Tambahkan",
    gone: "Bukti ini tidak ada di sini",
    gone_cure: "Mungkin sudah dihapus, atau belum sampai di perangkat ini.",
    to_library: "Ke pustaka bukti",
    pages: "Berkas",
    page: |number| format!("Halaman {number}"),
    change: PageWords {
        photo: "Foto halaman",
        file: "Berkas lain",
        replace: |page| format!("Ganti {page}"),
        take_out: |page| format!("Lepaskan {page}"),
        earlier: |page| format!("Naikkan {page}"),
        later: |page| format!("Turunkan {page}"),
        added: |count| match count {
            1 => "1 halaman ditambahkan".to_owned(),
            _ => format!("{count} halaman ditambahkan"),
        },
        replaced: |page| format!("{page} diganti"),
        taken_out: |page| format!("{page} dilepas"),
        moved: "Urutan halaman diubah",
    },
    open: "Buka",
    opening: "Mengambil berkas…",
    cant_open: "Berkas belum dapat dibuka",
    open_offline: "Isinya ada di server dan perangkat ini sedang luring. Coba lagi saat ada sinyal.",
    open_not_there: "Perangkat pengambilnya belum selesai mengirim. Coba lagi nanti.",
    open_broken: "Isinya tidak sama dengan yang diambil. Berkas asli tidak berubah; coba ambil lagi.",
    open_forbidden: "Berkas ini terbatas: hanya untuk pengambil, tim area, asesor, ketua, dan admin.",
    used_by: "Dipakai untuk",
    choose_uses: "Pilih butir dan keluaran",
    uses_title: "Bukti ini untuk apa?",
    find_use: "Cari butir atau keluaran",
    items: "Butir LKE",
    outputs: "Keluaran rencana",
    unbind: |name| format!("Lepaskan dari {name}"),
    bound: |name| format!("Dipakai untuk {name}"),
    unbound: |name| format!("Dilepaskan dari {name}"),
    no_use_found: "Tidak ada yang cocok. Coba kata lain.",
    removed: |title| format!("“{title}” dihapus"),
    captured_by: |who, when| format!("Diambil {who} · {when}"),
    origin: "Asal",
    origin_word: |word| match word {
        "kamera" => "Kamera",
        "galeri" => "Galeri",
        "dibagikan" => "Dibagikan dari aplikasi lain",
        "lembar_kerja" => "Lembar kerja; belum diperiksa",
        _ => "Berkas",
    },
    taken: "Waktu di kamera",
    restricted: "Terbatas",
    restricted_help: "Isinya hanya dibuka pengambil, tim area, asesor, ketua, dan admin.",
    may_not: "Anda membaca bukti ini.",
    shared: |count| match count {
        1 => "1 berkas dibagikan ke Bukti".to_owned(),
        count => format!("{count} berkas dibagikan ke Bukti"),
    },
    shared_why: "Simpan sebagai bukti, lalu pilih untuk butir atau keluaran mana.",
    shared_take: "Simpan sebagai bukti",
    shared_drop: "Jangan simpan",
    shared_lost: "Berkas yang dibagikan tidak terbaca lagi. Bagikan sekali lagi dari aplikasi asalnya.",
    shared_no_room: [
        "Ruang di perangkat ini habis, jadi berkas yang dibagikan belum diterima",
        "Berkasnya masih ada di aplikasi asalnya. Kosongkan ruang, lalu bagikan sekali lagi.",
    ],
    file_line: |media, size| format!("{media} · {size}"),
    conflict: "Dua orang mengisi keterangan ini dengan nilai berbeda. Yang terbaru ditampilkan; simpan lagi untuk memilih.",
};

/// English.
pub static EN: Bukti = Bukti {
    title: "Evidence library",
    context: |office, count| match count {
        1 => format!("{office} · 1 piece"),
        count => format!("{office} · {count} pieces"),
    },
    filter: "Filter",
    all: "All",
    unused_only: "Not used yet",
    quarter: |roman, year, this_year| {
        if this_year {
            format!("Quarter {roman}")
        } else {
            format!("Quarter {roman} {year}")
        }
    },
    count: |count, here| match here {
        0 => format!("{count} pieces"),
        here => format!("{count} pieces, {here} on this device"),
    },
    untitled: "Untitled",
    on_server: "On the server",
    only_here: "On this device",
    elsewhere: "Not sent by its author yet",
    attention: "Needs attention",
    unused: "Not used yet",
    uses: |first, more, outputs| {
        let items = match (first, more) {
            (None, _) => None,
            (Some(first), 0) => Some(first.to_owned()),
            (Some(first), 1) => Some(format!("{first} and 1 more item")),
            (Some(first), more) => Some(format!("{first} and {more} more items")),
        };
        let outputs = match outputs {
            0 => None,
            1 => Some("1 output".to_owned()),
            outputs => Some(format!("{outputs} outputs")),
        };
        let both: Vec<String> = items.into_iter().chain(outputs).collect();
        both.join(" and ")
    },
    number: |number| format!("No. {number}"),
    period: |from, until| format!("{from} – {until}"),
    kind: kind_en,
    empty: "No evidence yet",
    empty_why: "A score comes with evidence. One photo of the minutes is enough to begin.",
    none_here: "All evidence is used",
    none_here_why: "Every piece serves at least one item or output.",
    show_more: |count| format!("Show more of {count}"),
    captured: |count| match count {
        1 => "Evidence stored on this device".to_owned(),
        count => format!("{count} pieces of evidence stored on this device"),
    },
    ask: "What is it? You may say so later.",
    say_facts: "Say what it is",
    later: "Later",
    facts: "About this evidence",
    fields: Fields {
        title: "Title",
        kind: "Kind",
        no_kind: "Not chosen yet",
        number: "Number",
        date: "Date of the document",
        date_help: "The date on the document or of its event, not of the upload.",
        until: "Until, if it covers a period",
        link: "Address",
        note: "Note",
    },
    facts_saved: "Saved",
    bad_period: "The period ends before it begins. Change one of the dates.",
    link_title: "Add a link",
    bad_link: "The address must be complete, beginning with https:// or http://.",
    link_help: "What lies behind a link can change. A file is stronger evidence.",
    note_title: "Add a note",
    add: "Add",
    gone: "This evidence isn’t here",
    gone_cure: "Perhaps it was removed, or it hasn’t reached this device yet.",
    to_library: "To the evidence library",
    pages: "Files",
    page: |number| format!("Page {number}"),
    change: PageWords {
        photo: "Photograph a page",
        file: "Another file",
        replace: |page| format!("Replace {page}"),
        take_out: |page| format!("Take out {page}"),
        earlier: |page| format!("Move {page} up"),
        later: |page| format!("Move {page} down"),
        added: |count| match count {
            1 => "1 page added".to_owned(),
            _ => format!("{count} pages added"),
        },
        replaced: |page| format!("{page} replaced"),
        taken_out: |page| format!("{page} taken out"),
        moved: "Order of the pages changed",
    },
    open: "Open",
    opening: "Fetching the file…",
    cant_open: "The file can’t be opened yet",
    open_offline: "The server has it, and this device is offline. Try again when there is a signal.",
    open_not_there: "Its author’s device hasn’t finished sending it. Try again later.",
    open_broken: "Its bytes aren’t those that were captured. The original hasn’t changed; fetch it again.",
    open_forbidden: "This file is restricted: to its author, the area’s team, assessors, leader and admin.",
    used_by: "Used for",
    choose_uses: "Choose items and outputs",
    uses_title: "What is this evidence for?",
    find_use: "Find an item or output",
    items: "Worksheet items",
    outputs: "Plan outputs",
    unbind: |name| format!("Detach from {name}"),
    bound: |name| format!("Used for {name}"),
    unbound: |name| format!("Detached from {name}"),
    no_use_found: "Nothing fits. Try another word.",
    removed: |title| format!("“{title}” removed"),
    captured_by: |who, when| format!("Captured by {who} · {when}"),
    origin: "Came from",
    origin_word: |word| match word {
        "kamera" => "Camera",
        "galeri" => "Gallery",
        "dibagikan" => "Shared by another app",
        "lembar_kerja" => "A worksheet; not looked at yet",
        _ => "File",
    },
    taken: "By the camera’s clock",
    restricted: "Restricted",
    restricted_help: "Only its author, the area’s team, assessors, leader and admin open its bytes.",
    may_not: "You are reading this evidence.",
    shared: |count| match count {
        1 => "1 file was shared with Bukti".to_owned(),
        count => format!("{count} files were shared with Bukti"),
    },
    shared_why: "Keep them as evidence, then choose the items or outputs.",
    shared_take: "Keep as evidence",
    shared_drop: "Don’t keep",
    shared_lost: "The shared files can’t be read any more. Share them once more from the other app.",
    shared_no_room: [
        "There is no room left on this device, so the shared files weren’t taken in",
        "They are still in the app that shared them. Free some room, then share them once more.",
    ],
    file_line: |media, size| format!("{media} · {size}"),
    conflict: "Two people filled this in differently. The latest shows; save again to choose.",
};
