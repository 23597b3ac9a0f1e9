//! What each kind of record holds: one table, asked by merge, rules, views and documents alike.

mod field;
mod table;
mod value;

use serde::{Deserialize, Serialize};

use crate::time::Quarter;

pub use field::{FieldKind, FieldSpec, FieldType, is_blank, is_link, meant_link};
pub use table::{EVIDENCE_KINDS, ROLES};
pub use value::{Decision, Fulfilment, Page, Verdict, Waiver};

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
            Self::Kantor => table::KANTOR,
            Self::Orang => table::ORANG,
            Self::Peran => table::PERAN,
            Self::Perangkat => table::PERANGKAT,
            Self::Siklus => table::SIKLUS,
            Self::Instrumen => table::INSTRUMEN,
            Self::Riwayat => table::RIWAYAT,
            Self::Kegiatan => table::KEGIATAN,
            Self::SubKegiatan => table::SUB_KEGIATAN,
            Self::Indikator => table::INDIKATOR,
            Self::Jawaban => table::JAWABAN,
            Self::Bukti => table::BUKTI,
            Self::Berkas => table::BERKAS,
            Self::Putusan => table::PUTUSAN,
            Self::Komentar => table::KOMENTAR,
            Self::Tugas => table::TUGAS,
            Self::Unknown(_) => &[],
        }
    }

    /// The field of that name. An answer has one more for every count of its item: see [`row_field`].
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&'static FieldSpec> {
        let row = || (*self == Self::Jawaban && row_of(name).is_some()).then_some(table::BARIS);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_keep_their_names() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from(String::from(kind.clone())), kind);
        }
        let newer = Kind::from("risiko".to_owned());
        assert_eq!(String::from(newer), "risiko");
    }
}
