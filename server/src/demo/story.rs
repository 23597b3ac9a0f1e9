//! The worksheet of Trenggalek (and a little of Pacitan's) in 2026, as data: which items are answered,
//! and how far each is proven.

/// The story's today: 24 November 2026, a quarter to ten in the morning.
pub const TODAY: (i32, u8, u8) = (2026, 11, 24);

/// How far an item has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Answered, every required document there, and accepted by the assessor.
    Verified,
    /// As [`State::Verified`], but the assessor set this value.
    Adjusted(&'static str),
    /// Answered with every required document; nobody has judged it yet.
    Evidenced,
    /// Answered with the first required document only: still only claimed.
    Partly,
    /// Answered, and nothing to show for it.
    Claimed,
    /// With documents, but sent back by the assessor in these words.
    Returned(&'static str),
    /// Sent back by the assessor in these words, and changed since: the verdict is stale.
    Stale(&'static str),
    /// Two people answered it offline: this is the other answer, by Rina.
    Conflict(&'static str),
}

/// An answered item.
pub struct Answered {
    /// Path of the item in the worksheet.
    pub path: &'static str,
    /// The answer.
    pub value: &'static str,
    /// How far it is proven.
    pub state: State,
}

const fn item(path: &'static str, value: &'static str, state: State) -> Answered {
    Answered { path, value, state }
}

use State::{Adjusted, Claimed, Conflict, Evidenced, Partly, Returned, Stale, Verified};

/// The answers of Trenggalek; what isn't here is unanswered.
pub const TRENGGALEK: &[Answered] = &[
    // Manajemen Perubahan.
    item("A.I.1.i.a", "Ya", Verified),
    item("A.I.1.i.b", "A", Verified),
    item("A.I.1.ii.a", "Ya", Verified),
    item("A.I.1.ii.b", "A", Evidenced),
    item("A.I.1.ii.c", "A", Conflict("B")),
    item("A.I.1.iii.a", "B", Evidenced),
    item(
        "A.I.1.iii.b",
        "B",
        Stale(
            "Notula baru memuat Triwulan I dan II. Lampirkan notula Triwulan III yang ditandatangani ketua tim.",
        ),
    ),
    item("A.I.1.iii.c", "A", Claimed),
    item("A.I.1.iv.a", "Ya", Verified),
    item("A.I.1.iv.b", "A", Adjusted("B")),
    item("A.I.1.iv.c", "B", Partly),
    item("A.II.1.i.a", "100", Evidenced),
    item("A.II.1.ii.a", "B", Verified),
    item("A.II.1.iii.a", "B", Claimed),
    // Tata Laksana.
    item("A.I.2.i.a", "B", Verified),
    item("A.I.2.i.b", "B", Evidenced),
    item("A.I.2.i.c", "C", Claimed),
    item("A.I.2.ii.a", "A", Verified),
    item("A.I.2.ii.b", "A", Verified),
    item("A.I.2.ii.c", "B", Verified),
    item("A.I.2.iii.a", "A", Verified),
    item(
        "A.I.2.iii.b",
        "A",
        Returned("Laporan monev baru memuat Semester I. Tambahkan Triwulan III, lalu ajukan lagi."),
    ),
    item("A.II.2.i.a", "B", Evidenced),
    item("A.II.2.ii.a", "B", Claimed),
    item("A.II.2.iii.a", "C", Evidenced),
    item("A.II.2.iii.b", "B", Verified),
    // Manajemen SDM.
    item("A.I.3.i.a", "Ya", Verified),
    item("A.I.3.i.b", "A", Evidenced),
    item("A.I.3.ii.a", "Ya", Verified),
    item("A.I.3.iii.a", "Ya", Verified),
    item("A.I.3.iii.b", "B", Evidenced),
    item("A.I.3.iii.d", "A", Verified),
    item("A.I.3.iii.f", "B", Claimed),
    item("A.I.3.iv.a", "A", Verified),
    item("A.I.3.iv.b", "A", Verified),
    item("A.I.3.iv.c", "A", Evidenced),
    item("A.I.3.iv.d", "Ya", Claimed),
    item("A.I.3.v.a", "B", Verified),
    item("A.I.3.vi.a", "A", Verified),
    item("A.II.3.i.a", "A", Verified),
    item("A.II.3.iii.a", "100", Evidenced),
    // Akuntabilitas.
    item("A.I.4.i.a", "A", Verified),
    item("A.I.4.i.b", "A", Verified),
    item("A.I.4.i.c", "B", Evidenced),
    item("A.I.4.ii.a", "Ya", Verified),
    item("A.I.4.ii.b", "Ya", Verified),
    item("A.I.4.ii.c", "Ya", Verified),
    item("A.I.4.ii.d", "B", Verified),
    item("A.I.4.ii.e", "Ya", Verified),
    item("A.I.4.ii.f", "B", Evidenced),
    item("A.I.4.ii.h", "B", Claimed),
    item("A.II.4.i.a", "92.5", Verified),
    item("A.II.4.iii.a", "B", Evidenced),
    // Pengawasan.
    item("A.I.5.i.a", "A", Verified),
    item("A.I.5.i.b", "B", Verified),
    item("A.I.5.ii.a", "B", Partly),
    item("A.I.5.ii.b", "C", Evidenced),
    item("A.I.5.ii.c", "B", Claimed),
    item("A.I.5.iii.a", "A", Verified),
    item("A.I.5.iii.b", "Ya", Verified),
    item("A.I.5.iii.c", "B", Claimed),
    item("A.I.5.iv.a", "B", Verified),
    item("A.I.5.v.a", "B", Evidenced),
    item("A.I.5.v.c", "A", Claimed),
    item("A.II.5.ii.a", "100", Verified),
    item("A.II.5.iii.a", "100", Verified),
    item("A.II.5.iii.b", "96.8", Evidenced),
    // Pelayanan Publik.
    item("A.I.6.i.a", "A", Verified),
    item("A.I.6.i.b", "B", Claimed),
    item("A.I.6.i.c", "B", Evidenced),
    item("A.I.6.ii.a", "B", Verified),
    item("A.I.6.ii.b", "A", Evidenced),
    item("A.I.6.iii.a", "A", Verified),
    item("A.I.6.iii.b", "A", Verified),
    item("A.I.6.iv.a", "A", Verified),
    item("A.I.6.iv.b", "A", Verified),
    item("A.I.6.iv.c", "B", Claimed),
    item("A.I.6.v.a", "B", Evidenced),
    item("A.II.6.i.a", "B", Evidenced),
    item("A.II.6.ii.a", "B", Verified),
    // Hasil.
    item("B.I.a", "3.62", Verified),
    item("B.I.b", "B", Evidenced),
    item("B.II.a", "3.58", Verified),
];

/// The answers of Pacitan: much is claimed, little shown.
pub const PACITAN: &[Answered] = &[
    item("A.I.1.i.a", "Ya", Verified),
    item("A.I.1.i.b", "A", Claimed),
    item("A.I.1.ii.a", "Ya", Evidenced),
    item("A.I.1.ii.b", "A", Claimed),
    item("A.I.1.iii.a", "A", Claimed),
    item("A.I.4.ii.a", "Ya", Claimed),
    item("A.I.4.ii.c", "Ya", Claimed),
    item("A.I.5.iii.b", "Ya", Claimed),
    item("A.I.6.i.a", "B", Claimed),
    item("B.I.a", "3.31", Claimed),
    item("B.II.a", "3.40", Evidenced),
];

/// Required documents that don't apply in Trenggalek: item, document, reason, who says so.
pub const WAIVERS: &[(&str, &str, &str)] = &[
    ("A.I.3.i.b", "2", "Tidak ada pegawai baru pada 2026."),
    ("A.I.3.i.b", "4", "Tidak ada pegawai baru pada 2026."),
    ("A.I.3.i.b", "5", "Tidak ada pegawai baru pada 2026."),
    ("A.I.3.i.b", "6", "Tidak ada pegawai baru pada 2026."),
];

/// Notes beside answers in Trenggalek: item and words.
pub const NOTES: &[(&str, &str)] = &[
    (
        "A.I.1.i.a",
        "Tim ditetapkan 20 Januari, 14 orang dari semua subbagian.",
    ),
    (
        "A.I.1.iii.b",
        "Rapat Triwulan III tanggal 2 Oktober. Notulanya menunggu tanda tangan ketua tim.",
    ),
    (
        "A.I.1.iii.c",
        "Lima dari enam catatan sudah dikerjakan; laporannya sedang disusun.",
    ),
    (
        "A.I.5.ii.c",
        "Kegiatan pengendalian berjalan, laporan Triwulan III belum jadi.",
    ),
    (
        "A.I.6.i.b",
        "Papan maklumat baru dipasang pekan ini, fotonya menyusul.",
    ),
];

/// Who answers for an area in Trenggalek.
#[must_use]
pub fn answerer(area: &str) -> &'static str {
    match area {
        "manajemen-perubahan" => "siti",
        "tata-laksana" => "dwi",
        "manajemen-sdm" => "endah",
        "akuntabilitas" => "bambang",
        "pengawasan" => "fajar",
        "pelayanan-publik" => "rina",
        _ => "agus",
    }
}

/// A comment: item, login, month, day, hour, minute, words.
pub type Said = (&'static str, &'static str, (u8, u8, u8, u8), &'static str);

/// What people said about items of Trenggalek.
pub const COMMENTS: &[Said] = &[
    (
        "A.I.1.iii.b",
        "agus",
        (11, 13, 8, 20),
        "Notula Triwulan III ada di Bu Rina, minta salinan yang sudah ditandatangani.",
    ),
    (
        "A.I.1.iii.b",
        "siti",
        (11, 23, 16, 5),
        "Rapat dan daftar hadirnya sudah saya foto. Notula menyusul besok.",
    ),
    (
        "A.I.1.ii.c",
        "rina",
        (11, 23, 16, 41),
        "Baru tiga subbagian yang ikut sosialisasi pertama.",
    ),
    (
        "A.I.2.iii.b",
        "hendra",
        (11, 23, 15, 20),
        "Angka Triwulan III sudah ada di PPID provinsi, silakan dipakai.",
    ),
    (
        "A.I.6.i.b",
        "agus",
        (11, 24, 8, 20),
        "Tolong difoto dari depan, tanggal pemasangannya terlihat.",
    ),
];

/// A task: title, item, to whom, due month and day, done.
pub type Chore = (&'static str, &'static str, &'static str, (u8, u8), bool);

/// Tasks that Agus gave.
pub const TASKS: &[Chore] = &[
    (
        "Foto papan maklumat pelayanan",
        "A.I.6.i.b",
        "siti",
        (11, 27),
        false,
    ),
    (
        "Minta notula Triwulan III yang ditandatangani",
        "A.I.1.iii.b",
        "siti",
        (11, 25),
        false,
    ),
    (
        "Laporan SPIP Triwulan III",
        "A.I.5.ii.c",
        "fajar",
        (11, 26),
        false,
    ),
    (
        "Unggah hasil survei kepuasan semester I",
        "A.I.6.iv.a",
        "rina",
        (8, 7),
        true,
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_is_told_and_no_item_twice() {
        let has = |fits: fn(&State) -> bool| TRENGGALEK.iter().any(|a| fits(&a.state));
        assert!(has(|s| matches!(s, Verified)));
        assert!(has(|s| matches!(s, Evidenced)));
        assert!(has(|s| matches!(s, Claimed)));
        assert!(has(|s| matches!(s, Adjusted(_))));
        assert!(has(|s| matches!(s, Returned(_))));
        assert!(has(|s| matches!(s, Stale(_))));
        assert!(has(|s| matches!(s, Conflict(_))));
        assert!(TRENGGALEK.len() < 113, "some items are missing");
        let mut paths: Vec<_> = TRENGGALEK.iter().map(|a| a.path).collect();
        paths.sort_unstable();
        paths.dedup();
        assert_eq!(paths.len(), TRENGGALEK.len());
    }
}
