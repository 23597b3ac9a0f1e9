//! The table: the fields of each kind.

use serde_json::Value;

use super::field::{FieldSpec, FieldType, quiet, register, remembering_set, set};
use super::value::{is_fulfilment, is_page, is_verdict, is_waiver};
use crate::limits::{TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::time::Zone;

const TITLE: FieldType = FieldType::Text(TITLE_CHARS_MAX);
const NOTE: FieldType = FieldType::Text(TEXT_CHARS_MAX);
const WORD: FieldType = FieldType::Text(200);

/// The roles of DESIGN §9.
pub const ROLES: &[&str] = &[
    "admin",
    "pengarah",
    "ketua",
    "anggota",
    "asesor",
    "agen_perubahan",
    "pemantau",
];

/// Kinds of evidence, the documents that offices file (DOMAIN, "Evidence asked most").
pub const EVIDENCE_KINDS: &[&str] = &[
    "sk",
    "undangan",
    "daftar_hadir",
    "notula",
    "foto",
    "laporan",
    "sop",
    "rencana_aksi",
    "hasil_monev",
    "tindak_lanjut",
    "tangkapan_layar",
    "tautan",
    "catatan",
    "lainnya",
];

pub(super) const KANTOR: &[FieldSpec] = &[
    register("nama", TITLE),
    register("induk", FieldType::Id),
    register("zona", FieldType::Word(Zone::NAMES)),
    register("jenis", WORD),
];
pub(super) const ORANG: &[FieldSpec] = &[
    register("nama", TITLE),
    register("masuk", WORD),
    register("jabatan", TITLE),
];
pub(super) const PERAN: &[FieldSpec] = &[
    register("orang", FieldType::Id),
    register("peran", FieldType::Word(ROLES)),
    register("area", WORD),
];
pub(super) const PERANGKAT: &[FieldSpec] = &[
    register("orang", FieldType::Id),
    register("kunci", FieldType::Text(200)),
    register("nama", TITLE),
    register("dicabut", FieldType::Bool),
];
pub(super) const SIKLUS: &[FieldSpec] = &[
    register("nama", TITLE),
    register("tahun", FieldType::Text(4)),
    register("instrumen", FieldType::Digest),
    register("mulai", FieldType::Date),
    register("tutup", FieldType::Date),
    register("target", FieldType::Decimal),
    register("keadaan", FieldType::Word(&["buka", "tutup"])),
    register("tenggang", FieldType::Date),
];
pub(super) const INSTRUMEN: &[FieldSpec] = &[
    register("keluarga", WORD),
    register("versi", FieldType::Text(10)),
    register("judul", TITLE),
    register("dokumen", FieldType::Digest),
    register("keadaan", FieldType::Word(&["draf", "terbit"])),
    register("asal", TITLE),
];
pub(super) const RIWAYAT: &[FieldSpec] = &[
    register("keluarga", WORD),
    register("tahun", FieldType::Text(4)),
    register("indeks", FieldType::Decimal),
    register("dari", FieldType::Decimal),
    register("terverifikasi", FieldType::Decimal),
    register("berbukti", FieldType::Decimal),
    register("diakui", FieldType::Decimal),
    register("sumber", TITLE),
    register("siklus", FieldType::Id),
];
pub(super) const KEGIATAN: &[FieldSpec] = &[
    register("area", WORD),
    register("judul", TITLE),
    quiet("urutan", WORD),
    set("pelaksana", FieldType::Id),
    register("koordinator", FieldType::Id),
    register("penanggung_jawab", FieldType::Id),
    register("mulai", FieldType::Date),
    register("tenggat", FieldType::Date),
];
pub(super) const SUB_KEGIATAN: &[FieldSpec] = &[
    register("kegiatan", FieldType::Id),
    register("judul", TITLE),
    quiet("urutan", WORD),
    set("pelaksana", FieldType::Id),
    register("koordinator", FieldType::Id),
    register("penanggung_jawab", FieldType::Id),
    register("mulai", FieldType::Date),
    register("tenggat", FieldType::Date),
];
pub(super) const INDIKATOR: &[FieldSpec] = &[
    register("sub_kegiatan", FieldType::Id),
    register("judul", TITLE),
    register("keluaran", TITLE),
    register("satuan", WORD),
    quiet("urutan", WORD),
    set("pelaksana", FieldType::Id),
    register("tenggat", FieldType::Date),
    register("selesai", FieldType::Date),
    register("target_1", FieldType::Decimal),
    register("target_2", FieldType::Decimal),
    register("target_3", FieldType::Decimal),
    register("target_4", FieldType::Decimal),
    register("realisasi_1", FieldType::Decimal),
    register("realisasi_2", FieldType::Decimal),
    register("realisasi_3", FieldType::Decimal),
    register("realisasi_4", FieldType::Decimal),
];
/// A count of an answer: one register for every row, so that two people who type different rows don't
/// stand in each other's way.
pub(super) const BARIS: &FieldSpec = &register("baris", FieldType::Decimal);
pub(super) const JAWABAN: &[FieldSpec] = &[
    register("butir", WORD),
    register("nilai", WORD),
    register("catatan", NOTE),
    set("tidak_berlaku", FieldType::Shape(is_waiver)),
];
pub(super) const BUKTI: &[FieldSpec] = &[
    register("judul", TITLE),
    register("jenis", FieldType::Word(EVIDENCE_KINDS)),
    register("nomor", WORD),
    register("tanggal", FieldType::Date),
    register("tanggal_akhir", FieldType::Date),
    remembering_set("butir", WORD),
    set("keluaran", FieldType::Id),
    set("memenuhi", FieldType::Shape(is_fulfilment)),
    remembering_set("halaman", FieldType::Shape(is_page)),
    register("tautan", FieldType::Link),
    register("catatan", NOTE),
    register("terbatas", FieldType::Bool),
    register("asal", FieldType::Shape(Value::is_object)),
];
pub(super) const BERKAS: &[FieldSpec] = &[
    register("digest", FieldType::Digest),
    register("keadaan", FieldType::Word(&["lengkap", "ditolak"])),
    register("alasan", WORD),
    register("tipe", WORD),
    register("ukuran", FieldType::Shape(Value::is_u64)),
];
pub(super) const PUTUSAN: &[FieldSpec] = &[
    register("butir", WORD),
    register("lapis", WORD),
    register("putusan", FieldType::Shape(is_verdict)),
];
pub(super) const KOMENTAR: &[FieldSpec] = &[
    register("butir", WORD),
    register("tentang", FieldType::Id),
    register("teks", NOTE),
];
pub(super) const TUGAS: &[FieldSpec] = &[
    register("judul", TITLE),
    register("butir", WORD),
    register("kepada", FieldType::Id),
    register("tenggat", FieldType::Date),
    register("selesai", FieldType::Bool),
];
