//! The plan of Trenggalek in 2026, as data: what `rencana` and its quarters show.

/// An activity (kegiatan).
pub struct Kegiatan {
    /// Area of change.
    pub area: &'static str,
    /// What is to be done.
    pub title: &'static str,
    /// Login of the coordinator.
    pub coordinator: &'static str,
    /// Its sub-activities.
    pub subs: &'static [Sub],
}

/// A sub-activity (sub kegiatan).
pub struct Sub {
    /// What is to be done.
    pub title: &'static str,
    /// Its success indicators.
    pub rows: &'static [Row],
}

/// A success indicator (indikator keberhasilan) with one output.
pub struct Row {
    /// Short name within the demo: evidence is bound to it.
    pub key: &'static str,
    /// What is to be reached.
    pub title: &'static str,
    /// The output (keluaran).
    pub output: &'static str,
    /// Its unit.
    pub unit: &'static str,
    /// Login of the executor.
    pub who: &'static str,
    /// Due date: month and day of 2026.
    pub due: (u8, u8),
    /// Done on: month and day.
    pub done: Option<(u8, u8)>,
    /// Target of the due date's quarter.
    pub target: &'static str,
    /// What was reached in that quarter so far.
    pub actual: Option<&'static str>,
}

const fn row(
    key: &'static str,
    title: &'static str,
    output: &'static str,
    unit: &'static str,
    who: &'static str,
    due: (u8, u8),
    done: Option<(u8, u8)>,
) -> Row {
    let actual = match done {
        Some(_) => Some("1"),
        None => None,
    };
    Row {
        key,
        title,
        output,
        unit,
        who,
        due,
        done,
        target: "1",
        actual,
    }
}

/// The plan.
pub const PLAN: &[Kegiatan] = &[
    Kegiatan {
        area: "manajemen-perubahan",
        title: "Pembentukan dan penguatan tim kerja",
        coordinator: "agus",
        subs: &[
            Sub {
                title: "Pembentukan tim",
                rows: &[
                    row(
                        "sk-tim",
                        "Penetapan SK Tim Kerja ZI 2026",
                        "SK Tim Kerja ZI",
                        "SK",
                        "agus",
                        (1, 23),
                        Some((1, 20)),
                    ),
                    row(
                        "agen",
                        "Penetapan agen perubahan",
                        "SK Agen Perubahan",
                        "SK",
                        "siti",
                        (2, 27),
                        Some((2, 18)),
                    ),
                ],
            },
            Sub {
                title: "Rencana kerja",
                rows: &[row(
                    "rencana",
                    "Penyusunan rencana kerja dan target prioritas",
                    "Dokumen rencana kerja",
                    "dokumen",
                    "rina",
                    (2, 13),
                    Some((2, 10)),
                )],
            },
        ],
    },
    Kegiatan {
        area: "manajemen-perubahan",
        title: "Pemantauan dan evaluasi rencana aksi",
        coordinator: "agus",
        subs: &[
            Sub {
                title: "Pemantauan tiap triwulan",
                rows: &[
                    row(
                        "rapat-1",
                        "Rapat pemantauan Triwulan I",
                        "Notula dan daftar hadir",
                        "rapat",
                        "siti",
                        (4, 10),
                        Some((4, 7)),
                    ),
                    row(
                        "rapat-2",
                        "Rapat pemantauan Triwulan II",
                        "Notula dan daftar hadir",
                        "rapat",
                        "siti",
                        (7, 10),
                        Some((7, 2)),
                    ),
                    row(
                        "rapat-3",
                        "Rapat evaluasi rencana aksi Triwulan III",
                        "Notula dan daftar hadir",
                        "rapat",
                        "siti",
                        (10, 9),
                        Some((10, 2)),
                    ),
                ],
            },
            Sub {
                title: "Tindak lanjut dan pelaporan",
                rows: &[
                    row(
                        "tindak-lanjut",
                        "Tindak lanjut hasil evaluasi",
                        "Laporan tindak lanjut",
                        "laporan",
                        "siti",
                        (11, 25),
                        None,
                    ),
                    row(
                        "laporan-zi",
                        "Penyusunan laporan ZI tahunan",
                        "Laporan ZI 2026",
                        "laporan",
                        "agus",
                        (12, 11),
                        None,
                    ),
                ],
            },
        ],
    },
    Kegiatan {
        area: "pelayanan-publik",
        title: "Peningkatan mutu layanan informasi",
        coordinator: "rina",
        subs: &[
            Sub {
                title: "Standar pelayanan",
                rows: &[
                    row(
                        "standar",
                        "Pembaruan standar pelayanan PPID",
                        "SK Standar Pelayanan",
                        "SK",
                        "rina",
                        (10, 16),
                        Some((10, 14)),
                    ),
                    row(
                        "maklumat",
                        "Pemasangan papan maklumat pelayanan",
                        "Foto papan terpasang",
                        "papan",
                        "siti",
                        (11, 27),
                        None,
                    ),
                ],
            },
            Sub {
                title: "Suara pengguna",
                rows: &[row(
                    "skm",
                    "Survei kepuasan masyarakat semester I",
                    "Laporan SKM",
                    "laporan",
                    "rina",
                    (7, 31),
                    Some((7, 28)),
                )],
            },
        ],
    },
    Kegiatan {
        area: "tata-laksana",
        title: "Penerapan arsip elektronik",
        coordinator: "dwi",
        subs: &[
            Sub {
                title: "Penataan arsip",
                rows: &[
                    row(
                        "klasifikasi",
                        "Penyusunan klasifikasi arsip",
                        "Keputusan klasifikasi arsip",
                        "keputusan",
                        "dwi",
                        (5, 29),
                        Some((5, 26)),
                    ),
                    Row {
                        key: "arsip",
                        title: "Pemindaian arsip statis Pemilu 2024",
                        output: "Daftar arsip terpindai",
                        unit: "berkas",
                        who: "siti",
                        due: (11, 20),
                        done: None,
                        target: "1200",
                        actual: Some("860"),
                    },
                ],
            },
            Sub {
                title: "Pengelola arsip",
                rows: &[row(
                    "bimtek",
                    "Bimbingan teknis pengelola arsip",
                    "Sertifikat dan foto",
                    "kegiatan",
                    "siti",
                    (11, 13),
                    Some((11, 6)),
                )],
            },
        ],
    },
    Kegiatan {
        area: "akuntabilitas",
        title: "Penyusunan laporan kinerja",
        coordinator: "bambang",
        subs: &[
            Sub {
                title: "Perjanjian dan pengukuran kinerja",
                rows: &[
                    row(
                        "reviu-pk",
                        "Reviu perjanjian kinerja triwulan",
                        "Berita acara reviu",
                        "dokumen",
                        "bambang",
                        (10, 23),
                        Some((10, 20)),
                    ),
                    row(
                        "ukur",
                        "Pengukuran kinerja Triwulan IV",
                        "Formulir pengukuran",
                        "dokumen",
                        "bambang",
                        (12, 18),
                        None,
                    ),
                    row(
                        "capaian",
                        "Rapat monitoring capaian",
                        "Notula",
                        "rapat",
                        "rina",
                        (12, 11),
                        None,
                    ),
                ],
            },
            Sub {
                title: "Laporan",
                rows: &[row(
                    "lkjip",
                    "Penyusunan LKjIP 2026",
                    "Dokumen LKjIP",
                    "dokumen",
                    "agus",
                    (12, 31),
                    None,
                )],
            },
        ],
    },
    Kegiatan {
        area: "pengawasan",
        title: "Penguatan pengendalian intern",
        coordinator: "endah",
        subs: &[Sub {
            title: "SPIP dan gratifikasi",
            rows: &[
                row(
                    "upg",
                    "Pembentukan unit pengendalian gratifikasi",
                    "SK UPG",
                    "SK",
                    "fajar",
                    (3, 13),
                    Some((3, 9)),
                ),
                row(
                    "spip-3",
                    "Pemantauan SPIP Triwulan III",
                    "Laporan SPIP",
                    "laporan",
                    "fajar",
                    (10, 30),
                    None,
                ),
            ],
        }],
    },
    Kegiatan {
        area: "manajemen-sdm",
        title: "Pengembangan kompetensi pegawai",
        coordinator: "endah",
        subs: &[Sub {
            title: "Pelatihan",
            rows: &[
                row(
                    "akp",
                    "Analisis kebutuhan pelatihan",
                    "Dokumen analisis",
                    "dokumen",
                    "endah",
                    (3, 27),
                    Some((3, 25)),
                ),
                row(
                    "skp",
                    "Penilaian SKP semester I",
                    "Rekap penilaian SKP",
                    "rekap",
                    "endah",
                    (7, 17),
                    Some((7, 15)),
                ),
            ],
        }],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn some_are_late_and_every_quarter_has_work() {
        let rows = || PLAN.iter().flat_map(|k| k.subs).flat_map(|s| s.rows);
        let story = super::super::story::TODAY;
        let late = rows().filter(|row| row.done.is_none() && row.due < (story.1, story.2));
        assert!(late.count() >= 2);
        for quarter in 0..4 {
            assert!(rows().any(|row| (row.due.0 - 1) / 3 == quarter));
        }
        let mut keys: Vec<_> = rows().map(|row| row.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), rows().count());
    }
}
