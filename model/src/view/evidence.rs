//! Evidence (bukti dukung) and what the server says of its files.

use crate::table::KeySet;

use serde::{Deserialize, Serialize};

use super::{author, conflicts, readable, text};
use crate::id::{FileDigest, PersonId, RecordId};
use crate::record::Record;
use crate::schema::{Fulfilment, Kind, Page, is_blank};
use crate::time::{Date, Millis};

/// Where a capture came from, as the device stated it before it re-encoded anything.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// How it came: `kamera`, `galeri`, `dibagikan`, `berkas`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cara: Option<String>,
    /// SHA-256 of the original bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// When it was taken, as the picture itself says (EXIF), in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waktu: Option<String>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its record.
    pub id: RecordId,
    /// What it is called.
    pub title: String,
    /// What it is: one of [`crate::schema::EVIDENCE_KINDS`].
    pub kind: Option<String>,
    /// Number of the document.
    pub number: Option<String>,
    /// Date of the document, or the first day of its period; not the date of the upload.
    pub date: Option<Date>,
    /// Last day of its period.
    pub until: Option<Date>,
    /// Items that it serves.
    pub items: Vec<String>,
    /// Plan outputs that it serves.
    pub outputs: Vec<RecordId>,
    /// Required documents that it fulfils.
    pub fulfils: Vec<Fulfilment>,
    /// Its pages or files, in order.
    pub pages: Vec<Page>,
    /// A link in place of files.
    pub link: Option<String>,
    /// A note; alone, it is evidence of its own kind.
    pub note: Option<String>,
    /// Its bytes open to few.
    pub restricted: bool,
    /// How it came.
    pub origin: Option<Origin>,
    /// Who captured it, as far as can be known.
    pub by: Option<PersonId>,
    /// When it came into being.
    pub created: Millis,
    /// Names of the fields in which two people differ.
    pub conflicts: Vec<String>,
    /// Somebody deleted it while somebody else wrote.
    pub contested: bool,
}

impl Evidence {
    /// Reads a piece of evidence; nothing if the record is another kind or gone.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        readable(record, &Kind::Bukti).then(|| Self {
            id: record.id,
            title: text(record, "judul").unwrap_or_default(),
            kind: text(record, "jenis"),
            number: text(record, "nomor"),
            date: record.get("tanggal"),
            until: record.get("tanggal_akhir"),
            items: record.set("butir"),
            outputs: record.set("keluaran"),
            fulfils: record.set("memenuhi"),
            pages: pages_of(record),
            link: text(record, "tautan"),
            note: text(record, "catatan"),
            restricted: record.get("terbatas").unwrap_or(false),
            origin: record.get("asal"),
            by: author(record),
            created: record.created,
            conflicts: conflicts(record),
            contested: record.is_contested(),
        })
    }

    /// Whether it is whole: all its files are, or it is a link or a note.
    #[must_use]
    pub fn is_complete(&self, file_complete: &dyn Fn(&FileDigest) -> bool) -> bool {
        if self.pages.is_empty() {
            let said = |text: &Option<String>| text.as_ref().is_some_and(|t| !is_blank(t));
            said(&self.link) || said(&self.note)
        } else {
            self.pages.iter().all(|page| file_complete(&page.digest))
        }
    }

    /// Codes of the documents of `item` that it fulfils.
    #[must_use]
    pub fn documents_of(&self, item: &str) -> Vec<&str> {
        let of_item = self.fulfils.iter().filter(|f| f.butir == item);
        of_item.map(|f| f.dokumen.as_str()).collect()
    }
}

/// The pages of a piece of evidence in order: by the key that orders them, then by digest. Two people
/// who moved the same page without seeing each other left it in two places: it is in the first.
#[must_use]
pub fn pages_of(record: &Record) -> Vec<Page> {
    let mut pages: Vec<Page> = record.set("halaman");
    pages.sort_by(|a, b| (&a.order, &a.digest).cmp(&(&b.order, &b.digest)));
    let mut seen = KeySet::new();
    pages.retain(|page| seen.insert(page.digest.clone()));
    pages
}

/// What the server decided about a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileVerdict {
    /// All bytes are there, durable, and are the ones announced.
    Complete,
    /// It isn't taken.
    Refused {
        /// Why, in the server's word.
        reason: String,
    },
}

/// What the server says of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileStatus {
    /// The file.
    pub digest: FileDigest,
    /// Complete or refused.
    pub verdict: FileVerdict,
    /// Its media type by content.
    pub media: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
}

impl FileStatus {
    /// Reads what the server says; nothing if the record is another kind, gone, or says nothing.
    #[must_use]
    pub fn read(record: &Record) -> Option<Self> {
        let digest = record.get("digest")?;
        let verdict = match record.text("keadaan")? {
            "lengkap" => FileVerdict::Complete,
            _ => FileVerdict::Refused {
                reason: text(record, "alasan").unwrap_or_default(),
            },
        };
        readable(record, &Kind::Berkas).then(|| Self {
            digest,
            verdict,
            media: text(record, "tipe"),
            size: record.get("ukuran"),
        })
    }

    /// Whether the server has it whole.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.verdict == FileVerdict::Complete
    }
}

/// The files that the server has whole. All records must be of one office: a file belongs to an office.
#[must_use]
pub fn complete_files<'a>(records: impl IntoIterator<Item = &'a Record>) -> KeySet<FileDigest> {
    records
        .into_iter()
        .filter_map(FileStatus::read)
        .filter(FileStatus::is_complete)
        .map(|file| file.digest)
        .collect()
}
