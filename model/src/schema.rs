//! What each kind of record holds: one table, asked by merge, rules, views and documents alike.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::id::{FileDigest, RecordId};
use crate::limits::{LINK_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use crate::time::{Date, Quarter, Zone};

/// Kinds of records. Unknown kinds of a newer build are kept under their name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Kind {
    /// An office (satker), on its own board.
    Kantor,
    /// A person.
    Orang,
    /// A role that a person has for an office, perhaps for one area.
    Peran,
    /// A device of a person, with its public key.
    Perangkat,
    /// A cycle (siklus): a year's programme under one instrument.
    Siklus,
    /// A version of an instrument (worksheet) that the server holds for its offices; the document itself
    /// is known by its digest.
    Instrumen,
    /// What an office reached in a year under a family of worksheets: entered with its source, or taken
    /// from a cycle that was closed.
    Riwayat,
    /// Plan, first level: kegiatan.
    Kegiatan,
    /// Plan, second level: sub kegiatan.
    SubKegiatan,
    /// Plan, third level: indikator keberhasilan, with output, targets and actuals per quarter.
    Indikator,
    /// The answer to an item (butir) of the worksheet.
    Jawaban,
    /// A piece of evidence (bukti dukung).
    Bukti,
    /// What the server says of a file: complete or refused.
    Berkas,
    /// An assessor's verdict on an item.
    Putusan,
    /// A comment.
    Komentar,
    /// A task.
    Tugas,
    /// A kind that this build doesn't know.
    Unknown(String),
}

impl Kind {
    /// The kinds that this build knows.
    pub const ALL: [Self; 16] = [
        Self::Kantor,
        Self::Orang,
        Self::Peran,
        Self::Perangkat,
        Self::Siklus,
        Self::Instrumen,
        Self::Riwayat,
        Self::Kegiatan,
        Self::SubKegiatan,
        Self::Indikator,
        Self::Jawaban,
        Self::Bukti,
        Self::Berkas,
        Self::Putusan,
        Self::Komentar,
        Self::Tugas,
    ];

    /// Its name on the wire and in stores.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Kantor => "kantor",
            Self::Orang => "orang",
            Self::Peran => "peran",
            Self::Perangkat => "perangkat",
            Self::Siklus => "siklus",
            Self::Instrumen => "instrumen",
            Self::Riwayat => "riwayat",
            Self::Kegiatan => "kegiatan",
            Self::SubKegiatan => "sub_kegiatan",
            Self::Indikator => "indikator",
            Self::Jawaban => "jawaban",
            Self::Bukti => "bukti",
            Self::Berkas => "berkas",
            Self::Putusan => "putusan",
            Self::Komentar => "komentar",
            Self::Tugas => "tugas",
            Self::Unknown(name) => name,
        }
    }

    /// The fields of a record of this kind.
    #[must_use]
    pub fn fields(&self) -> &'static [FieldSpec] {
        match self {
            Self::Kantor => KANTOR,
            Self::Orang => ORANG,
            Self::Peran => PERAN,
            Self::Perangkat => PERANGKAT,
            Self::Siklus => SIKLUS,
            Self::Instrumen => INSTRUMEN,
            Self::Riwayat => RIWAYAT,
            Self::Kegiatan => KEGIATAN,
            Self::SubKegiatan => SUB_KEGIATAN,
            Self::Indikator => INDIKATOR,
            Self::Jawaban => JAWABAN,
            Self::Bukti => BUKTI,
            Self::Berkas => BERKAS,
            Self::Putusan => PUTUSAN,
            Self::Komentar => KOMENTAR,
            Self::Tugas => TUGAS,
            Self::Unknown(_) => &[],
        }
    }

    /// The field of that name. An answer has one more for every count of its item: see [`row_field`].
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        let row = || (*self == Self::Jawaban && row_of(name).is_some()).then_some(BARIS);
        let field = self.fields().iter().find(|field| field.name == name);
        field.or_else(row)
    }

    /// Whether records of this kind live on the board.
    #[must_use]
    pub fn is_board(&self) -> bool {
        matches!(
            self,
            Self::Kantor
                | Self::Orang
                | Self::Peran
                | Self::Perangkat
                | Self::Siklus
                | Self::Instrumen
                | Self::Riwayat
        )
    }
}

impl From<String> for Kind {
    fn from(name: String) -> Self {
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == name)
            .unwrap_or(Self::Unknown(name))
    }
}

impl From<Kind> for String {
    fn from(kind: Kind) -> Self {
        kind.name().to_owned()
    }
}

/// Characters of a row's code in a field's name.
const ROW_CODE_CHARS_MAX: usize = 20;

/// The field of an answer that holds what is typed in a row of its item: `baris.2`.
#[must_use]
pub fn row_field(code: &str) -> String {
    format!("baris.{code}")
}

/// The register of an indikator's target in a quarter.
#[must_use]
pub fn target_field(quarter: Quarter) -> String {
    format!("target_{}", quarter.number())
}

/// The register of an indikator's realisation in a quarter.
#[must_use]
pub fn realisation_field(quarter: Quarter) -> String {
    format!("realisasi_{}", quarter.number())
}

/// The code of the row that a field of an answer is about.
#[must_use]
pub fn row_of(field: &str) -> Option<&str> {
    let code = field.strip_prefix("baris.")?;
    let fits = !code.is_empty() && code.chars().count() <= ROW_CODE_CHARS_MAX;
    fits.then_some(code)
}

/// How the writes of a field merge (DESIGN §2, "Merge").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// The latest unnamed write shows; two that differ are a conflict.
    Register,
    /// The latest unnamed write shows; never a conflict (order keys, view state).
    Quiet,
    /// Values added and removed.
    Set {
        /// Whether every value that was ever a member is kept (rules ask: did it ever serve this item?).
        remembers: bool,
    },
    /// Lines that only ever come to it.
    Log,
}

/// What a value of a field may be.
#[derive(Clone, Copy, Debug)]
pub enum FieldType {
    /// Text of at most so many characters.
    Text(usize),
    /// True or false.
    Bool,
    /// An exact decimal, as text with a point.
    Decimal,
    /// A date, `2026-11-24`.
    Date,
    /// The UUID of a record, person, office or cycle.
    Id,
    /// The SHA-256 of a file or document, hexadecimal.
    Digest,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A web address with http or https.
    Link,
    /// A JSON value that this function accepts.
    Shape(fn(&Value) -> bool),
}

impl FieldType {
    /// By how much a text is too long for this type: how many characters it may have, and how many it has.
    #[must_use]
    pub fn overlong(&self, value: &Value) -> Option<(usize, usize)> {
        let max = match self {
            Self::Text(max) => *max,
            Self::Link => LINK_CHARS_MAX,
            _ => return None,
        };
        let has = value.as_str()?.chars().count();
        (has > max).then_some((max, has))
    }

    /// Whether `value` may stand in a field of this type. `null` empties a field and always may.
    #[must_use]
    pub fn accepts(&self, value: &Value) -> bool {
        let text = value.as_str();
        match self {
            _ if value.is_null() => true,
            Self::Text(max) => text.is_some_and(|t| t.chars().count() <= *max),
            Self::Bool => value.is_boolean(),
            Self::Decimal => text.is_some_and(|t| Decimal::from_str_exact(t).is_ok()),
            Self::Date => text.is_some_and(|t| t.parse::<Date>().is_ok()),
            Self::Id => text.is_some_and(|t| t.parse::<RecordId>().is_ok()),
            Self::Digest => text.is_some_and(|t| FileDigest::try_from(t.to_owned()).is_ok()),
            Self::Word(words) => text.is_some_and(|t| words.contains(&t)),
            Self::Link => text.is_some_and(is_link),
            Self::Shape(fits) => fits(value),
        }
    }
}

/// Whether a text is an address that may be shown as a link: http or https, a host, no space.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && text.chars().count() <= LINK_CHARS_MAX
        && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

/// A field of a kind.
#[derive(Clone, Copy, Debug)]
pub struct FieldSpec {
    /// Its name in ops and records.
    pub name: &'static str,
    /// How it merges.
    pub kind: FieldKind,
    /// What it may hold.
    pub of: FieldType,
}

const fn register(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Register,
        of,
    }
}

const fn quiet(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Quiet,
        of,
    }
}

const fn set(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Set { remembers: false },
        of,
    }
}

const fn remembering_set(name: &'static str, of: FieldType) -> FieldSpec {
    FieldSpec {
        name,
        kind: FieldKind::Set { remembers: true },
        of,
    }
}

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

const KANTOR: &[FieldSpec] = &[
    register("nama", TITLE),
    register("induk", FieldType::Id),
    register("zona", FieldType::Word(Zone::NAMES)),
    register("jenis", WORD),
];
const ORANG: &[FieldSpec] = &[
    register("nama", TITLE),
    register("masuk", WORD),
    register("jabatan", TITLE),
];
const PERAN: &[FieldSpec] = &[
    register("orang", FieldType::Id),
    register("peran", FieldType::Word(ROLES)),
    register("area", WORD),
];
const PERANGKAT: &[FieldSpec] = &[
    register("orang", FieldType::Id),
    register("kunci", FieldType::Text(200)),
    register("nama", TITLE),
    register("dicabut", FieldType::Bool),
];
const SIKLUS: &[FieldSpec] = &[
    register("nama", TITLE),
    register("tahun", FieldType::Text(4)),
    register("instrumen", FieldType::Digest),
    register("mulai", FieldType::Date),
    register("tutup", FieldType::Date),
    register("target", FieldType::Decimal),
    register("keadaan", FieldType::Word(&["buka", "tutup"])),
    register("tenggang", FieldType::Date),
];
const INSTRUMEN: &[FieldSpec] = &[
    register("keluarga", WORD),
    register("versi", FieldType::Text(10)),
    register("judul", TITLE),
    register("dokumen", FieldType::Digest),
    register("keadaan", FieldType::Word(&["draf", "terbit"])),
    register("asal", TITLE),
];
const RIWAYAT: &[FieldSpec] = &[
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
const KEGIATAN: &[FieldSpec] = &[
    register("area", WORD),
    register("judul", TITLE),
    quiet("urutan", WORD),
    set("pelaksana", FieldType::Id),
    register("koordinator", FieldType::Id),
    register("penanggung_jawab", FieldType::Id),
    register("mulai", FieldType::Date),
    register("tenggat", FieldType::Date),
];
const SUB_KEGIATAN: &[FieldSpec] = &[
    register("kegiatan", FieldType::Id),
    register("judul", TITLE),
    quiet("urutan", WORD),
    set("pelaksana", FieldType::Id),
    register("koordinator", FieldType::Id),
    register("penanggung_jawab", FieldType::Id),
    register("mulai", FieldType::Date),
    register("tenggat", FieldType::Date),
];
const INDIKATOR: &[FieldSpec] = &[
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
const BARIS: &FieldSpec = &register("baris", FieldType::Decimal);
const JAWABAN: &[FieldSpec] = &[
    register("butir", WORD),
    register("nilai", WORD),
    register("catatan", NOTE),
    set("tidak_berlaku", FieldType::Shape(is_waiver)),
];
const BUKTI: &[FieldSpec] = &[
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
const BERKAS: &[FieldSpec] = &[
    register("digest", FieldType::Digest),
    register("keadaan", FieldType::Word(&["lengkap", "ditolak"])),
    register("alasan", WORD),
    register("tipe", WORD),
    register("ukuran", FieldType::Shape(Value::is_u64)),
];
const PUTUSAN: &[FieldSpec] = &[
    register("butir", WORD),
    register("lapis", WORD),
    register("putusan", FieldType::Shape(is_verdict)),
];
const KOMENTAR: &[FieldSpec] = &[
    register("butir", WORD),
    register("tentang", FieldType::Id),
    register("teks", NOTE),
];
const TUGAS: &[FieldSpec] = &[
    register("judul", TITLE),
    register("butir", WORD),
    register("kepada", FieldType::Id),
    register("tenggat", FieldType::Date),
    register("selesai", FieldType::Bool),
];

/// A required document that doesn't apply, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// Code of the required document within its item.
    pub dokumen: String,
    /// Why it doesn't apply.
    pub alasan: String,
}

/// A required document that a piece of evidence fulfils.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fulfilment {
    /// The item.
    pub butir: String,
    /// Code of the required document within it.
    pub dokumen: String,
}

/// One page or file of a piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// SHA-256 of the bytes.
    pub digest: FileDigest,
    /// Bytes.
    pub size: u64,
    /// Media type, as the device took it for.
    #[serde(rename = "type")]
    pub media: String,
    /// File name, as the person's device called it.
    pub name: String,
    /// Key that orders the pages (compared as text).
    pub order: String,
}

/// What an assessor decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// Accepted, adjusted or returned.
    pub hasil: Decision,
    /// The assessor's value; must be there when adjusted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nilai: Option<String>,
    /// The assessor's words.
    #[serde(default)]
    pub catatan: String,
    /// The writes that were judged: of the answer, and of each piece of evidence bound to the item.
    pub menilai: Vec<crate::id::OpId>,
    /// Digest of the item's definition.
    pub definisi: String,
}

/// An assessor's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// The claimed value stands.
    Terima,
    /// Another value stands.
    Sesuaikan,
    /// Back to the unit; counts 0 until mended.
    Kembalikan,
}

fn is_waiver(value: &Value) -> bool {
    Waiver::deserialize(value).is_ok_and(|waiver| {
        !waiver.alasan.trim().is_empty() && waiver.alasan.chars().count() <= TEXT_CHARS_MAX
    })
}

fn is_fulfilment(value: &Value) -> bool {
    Fulfilment::deserialize(value).is_ok()
}

fn is_page(value: &Value) -> bool {
    Page::deserialize(value).is_ok_and(|page| {
        page.size <= crate::limits::FILE_BYTES_MAX
            && page.name.chars().count() <= TITLE_CHARS_MAX
            && page.media.len() <= 200
            && page.order.len() <= 200
    })
}

fn is_verdict(value: &Value) -> bool {
    Verdict::deserialize(value).is_ok_and(|verdict| {
        verdict.catatan.chars().count() <= TEXT_CHARS_MAX
            && (verdict.hasil != Decision::Sesuaikan || verdict.nilai.is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn kinds_keep_their_names() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from(String::from(kind.clone())), kind);
        }
        let newer = Kind::from("risiko".to_owned());
        assert_eq!(String::from(newer), "risiko");
    }

    #[test]
    fn types_refuse_what_does_not_fit() {
        assert!(FieldType::Text(2).accepts(&json!("éé")));
        assert!(!FieldType::Text(2).accepts(&json!("abc")));
        assert_eq!(FieldType::Text(2).overlong(&json!("éé")), None);
        assert_eq!(FieldType::Text(2).overlong(&json!("ééé")), Some((2, 3)));
        let link = format!("https://a.id/{}", "x".repeat(2_000));
        assert_eq!(FieldType::Link.overlong(&json!(link)), Some((2_000, 2_013)));
        assert_eq!(FieldType::Date.overlong(&json!("2026-02-30")), None);
        assert!(FieldType::Decimal.accepts(&json!("0.33")));
        assert!(!FieldType::Decimal.accepts(&json!(0.33)));
        assert!(!FieldType::Date.accepts(&json!("2026-02-30")));
        assert!(is_link("https://kpu.go.id/a?b=c"));
        for bad in [
            "javascript:alert(1)",
            "D:\\bukti",
            "https://",
            "http:///x",
            "https://a b",
        ] {
            assert!(!is_link(bad), "{bad}");
        }
        assert!(!is_waiver(&json!({"dokumen": "1", "alasan": "  "})));
        assert!(!is_verdict(
            &json!({"hasil": "sesuaikan", "menilai": [], "definisi": ""})
        ));
        assert!(FieldType::Bool.accepts(&Value::Null));
    }
}
