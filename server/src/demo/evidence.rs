//! The evidence of the demo: one piece for each document that a proven item asks for (a document that
//! several items ask for is one piece that serves them all), and some by hand.

use std::collections::BTreeMap;

use model::id::{FileDigest, RecordId};
use model::instrument::{Document, Instrument, Item};
use model::op::OpError;
use model::schema::{Fulfilment, Kind, Page};
use model::time::Millis;
use serde_json::{Value, json};

use super::board::{by, date, moment, plan_id, work};
use super::paper::{Picture, document, photo};
use super::pen::{Arrival, Pen};
use super::people::{OFFICES, TRENGGALEK, office};
use super::story::{Answered, State, WAIVERS};

/// Which document of which item is also the output of which row of the plan.
const OUTPUTS: &[(&str, &str, &str)] = &[
    ("A.I.1.i.a", "1", "sk-tim"),
    ("A.I.1.iv.b", "1", "agen"),
    ("A.I.1.ii.a", "3", "rencana"),
    ("A.I.1.iii.b", "2", "rapat-1"),
    ("A.I.1.iii.b", "2", "rapat-2"),
    ("A.I.6.i.a", "1", "standar"),
    ("A.I.6.iv.a", "1", "skm"),
    ("A.I.3.iii.a", "2", "akp"),
    ("A.I.5.i.b", "1", "upg"),
    ("A.I.4.i.c", "2", "reviu-pk"),
];

/// A piece of evidence by hand.
pub struct Piece {
    /// Its name in the demo.
    pub key: &'static str,
    /// Title, kind, number.
    pub facts: (&'static str, &'static str, Option<&'static str>),
    /// Date of the document.
    pub day: (u8, u8),
    /// Whose phone, and when: month, day, hour, minute.
    pub by: (&'static str, (u8, u8, u8, u8)),
    /// The item that it serves.
    pub item: Option<&'static str>,
    /// The row of the plan that it serves.
    pub row: Option<&'static str>,
    /// What it consists of.
    pub holds: Holds,
}

/// What a piece of evidence consists of.
#[derive(Clone, Copy)]
pub enum Holds {
    /// A PDF.
    Paper,
    /// A picture.
    Photo(Picture),
    /// A web address.
    Link(&'static str),
    /// A note.
    Note(&'static str),
}

const fn piece(
    key: &'static str,
    facts: (&'static str, &'static str, Option<&'static str>),
    day: (u8, u8),
    by: (&'static str, (u8, u8, u8, u8)),
    item: Option<&'static str>,
    row: Option<&'static str>,
    holds: Holds,
) -> Piece {
    Piece {
        key,
        facts,
        day,
        by,
        item,
        row,
        holds,
    }
}

/// Before the assessor looked.
pub const EARLY: &[Piece] = &[
    piece(
        "klasifikasi",
        ("Keputusan klasifikasi arsip", "sk", Some("17/2026")),
        (5, 26),
        ("dwi", (5, 27, 9, 10)),
        None,
        Some("klasifikasi"),
        Holds::Paper,
    ),
    piece(
        "skp",
        ("Rekap penilaian SKP semester I", "laporan", None),
        (7, 15),
        ("endah", (7, 16, 10, 0)),
        None,
        Some("skp"),
        Holds::Paper,
    ),
    piece(
        "bimtek",
        ("Sertifikat bimtek arsip", "lainnya", None),
        (11, 6),
        ("siti", (11, 9, 8, 30)),
        None,
        Some("bimtek"),
        Holds::Paper,
    ),
    piece(
        "bimtek-foto",
        ("Foto bimtek arsip", "foto", None),
        (11, 6),
        ("siti", (11, 6, 14, 12)),
        None,
        Some("bimtek"),
        Holds::Photo(Picture::Meeting),
    ),
    piece(
        "arsip",
        ("Daftar arsip terpindai", "laporan", None),
        (11, 18),
        ("siti", (11, 18, 15, 40)),
        None,
        Some("arsip"),
        Holds::Paper,
    ),
    piece(
        "undangan-2",
        ("Undangan sosialisasi kedua", "undangan", Some("312/2026")),
        (11, 18),
        ("siti", (11, 18, 16, 2)),
        None,
        None,
        Holds::Paper,
    ),
    piece(
        "sosialisasi",
        ("Foto sosialisasi pertama", "foto", None),
        (9, 16),
        ("rina", (9, 16, 11, 5)),
        Some("A.I.1.ii.c"),
        None,
        Holds::Photo(Picture::Meeting),
    ),
    piece(
        "ppid",
        ("Halaman PPID satker", "tautan", None),
        (8, 3),
        ("siti", (8, 3, 13, 0)),
        Some("A.I.2.iii.a"),
        None,
        Holds::Link("https://ppid.contoh.go.id/trenggalek"),
    ),
    piece(
        "apel",
        ("Arahan pada apel pagi", "catatan", None),
        (11, 16),
        ("siti", (11, 16, 8, 20)),
        Some("A.I.1.iv.c"),
        None,
        Holds::Note(
            "Sekretaris meminta tiap subbagian menulis satu kebiasaan kerja yang diperbaiki bulan ini.",
        ),
    ),
];

/// After it: they make a verdict stale.
pub const LATE: &[Piece] = &[
    piece(
        "hadir-3",
        ("Daftar hadir rapat evaluasi", "daftar_hadir", None),
        (10, 2),
        ("siti", (11, 23, 16, 2)),
        Some("A.I.1.iii.b"),
        Some("rapat-3"),
        Holds::Photo(Picture::Attendance),
    ),
    piece(
        "rapat-3",
        ("Rapat evaluasi rencana aksi", "foto", None),
        (10, 2),
        ("siti", (11, 23, 16, 3)),
        Some("A.I.1.iii.b"),
        Some("rapat-3"),
        Holds::Photo(Picture::Meeting),
    ),
];

/// A file for a piece of evidence: its page, and its arrival.
struct Sheet {
    page: Page,
    arrival: Arrival,
}

fn sheet(key: &str, title: &str, lines: &[String], picture: Option<Picture>, at: Millis) -> Sheet {
    let name = OFFICES
        .iter()
        .find(|place| place.key == key)
        .map_or("", |place| place.name);
    let (bytes, media, ending) = match picture {
        Some(picture) => (
            photo(picture, &format!("{name}: {title}")),
            "image/jpeg",
            "jpg",
        ),
        None => (document(name, title, lines), "application/pdf", "pdf"),
    };
    let digest = FileDigest::of(&bytes);
    let page = Page {
        digest: digest.clone(),
        size: bytes.len() as u64,
        media: media.to_owned(),
        name: format!("{}.{ending}", title.replace(['/', ':'], "-")),
        order: "a".to_owned(),
    };
    let arrival = Arrival {
        office: office(key),
        digest,
        media,
        bytes,
        at,
    };
    Sheet { page, arrival }
}

/// Writes pieces by hand; gives the files that arrive.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn by_hand(pen: &mut Pen, ids: &Instrument, pieces: &[Piece]) -> Result<Vec<Arrival>, OpError> {
    let mut arrivals = Vec::new();
    for piece in pieces {
        let (title, kind, number) = piece.facts;
        let (login, (month, day, hour, minute)) = piece.by;
        let at = moment(month, day, hour, minute);
        let mut fields = facts(
            title,
            kind,
            number,
            date(piece.day.0, piece.day.1).to_string(),
        );
        let item = piece.item.and_then(|path| ids.item_by_path(path));
        fields.extend(item.map(|item| ("butir", json!(item.id))));
        fields.extend(
            piece
                .row
                .map(|row| ("keluaran", json!(plan_id("indikator", row)))),
        );
        let picture = match piece.holds {
            Holds::Photo(picture) => Some(picture),
            _ => None,
        };
        match piece.holds {
            Holds::Link(address) => fields.push(("tautan", json!(address))),
            Holds::Note(words) => fields.push(("catatan", json!(words))),
            Holds::Paper | Holds::Photo(_) => {
                let lines = ["Contoh dokumen untuk kantor percontohan.".to_owned()];
                let sheet = sheet(TRENGGALEK, title, &lines, picture, at.plus(240_000));
                fields.push(("halaman", json!(sheet.page)));
                arrivals.push(sheet.arrival);
            }
        }
        let id = RecordId::derived(&["demo", "bukti", piece.key]);
        pen.write(by(login, at), &work(TRENGGALEK, Kind::Bukti, id), &fields)?;
    }
    Ok(arrivals)
}

/// Writes one piece for each document that the proven items of an office ask for; gives the files.
///
/// # Errors
/// As [`by_hand`].
pub fn for_items(
    pen: &mut Pen,
    key: &str,
    items: &[(&Answered, &Item, &'static str)],
) -> Result<Vec<Arrival>, OpError> {
    let mut arrivals = Vec::new();
    for (n, ((login, title), served)) in pieces_of(items).into_iter().enumerate() {
        // Spread over the year: the documents' days from February to early November.
        let day = date(2, 2).plus_days((n as i64 * 37) % 275);
        let at = moment(day.month, day.day, 8 + (n % 8) as u8, (n * 7 % 60) as u8);
        let kind = kind_of(&title);
        let number = (kind == "sk").then(|| format!("{}/2026", 5 + n));
        let mut fields = facts(&title, kind, number.as_deref(), day.to_string());
        for (item, document) in &served {
            fields.push(("butir", json!(item.id)));
            if let Some(document) = document {
                let fulfilment = Fulfilment {
                    butir: item.id.clone(),
                    dokumen: document.code.clone(),
                };
                fields.push(("memenuhi", json!(fulfilment)));
            }
            let outputs = OUTPUTS.iter().filter(|(path, code, _)| {
                key == TRENGGALEK
                    && *path == item.path
                    && document.is_some_and(|document| document.code == *code)
            });
            fields
                .extend(outputs.map(|(_, _, row)| ("keluaran", json!(plan_id("indikator", row)))));
        }
        let lines = [
            format!("Tanggal {day}."),
            format!(
                "Untuk butir: {}.",
                served
                    .iter()
                    .map(|(item, _)| item.title.as_str())
                    .collect::<Vec<_>>()
                    .join("; ")
            ),
            "Contoh dokumen untuk kantor percontohan.".to_owned(),
        ];
        let sheet = sheet(
            key,
            &title,
            &lines,
            picture_for(kind, &title),
            at.plus(240_000),
        );
        fields.push(("halaman", json!(sheet.page)));
        arrivals.push(sheet.arrival);
        let id = RecordId::derived(&["demo", "bukti", key, login, &title]);
        pen.write(by(login, at), &work(key, Kind::Bukti, id), &fields)?;
    }
    Ok(arrivals)
}

type Served<'a> = Vec<(&'a Item, Option<&'a Document>)>;

/// By author and title: which items, and which of their documents, a piece serves.
fn pieces_of<'a>(
    items: &[(&Answered, &'a Item, &'static str)],
) -> BTreeMap<(&'static str, String), Served<'a>> {
    let mut pieces: BTreeMap<(&'static str, String), Served<'a>> = BTreeMap::new();
    for (answered, item, login) in items {
        let waived = |document: &&Document| {
            !WAIVERS
                .iter()
                .any(|(path, code, _)| *path == item.path && *code == document.code)
        };
        let wanted = match answered.state {
            State::Claimed => 0,
            State::Partly | State::Conflict(_) => 1,
            _ => usize::MAX,
        };
        if item.documents.is_empty() && wanted > 1 {
            let title = format!("Hasil survei atau laporan: {}", item.title);
            pieces.entry((login, title)).or_default().push((item, None));
        }
        for document in item.documents.iter().filter(waived).take(wanted) {
            let served = pieces.entry((login, document.title.clone())).or_default();
            served.push((item, Some(document)));
        }
    }
    pieces
}

fn facts(title: &str, kind: &str, number: Option<&str>, day: String) -> Vec<(&'static str, Value)> {
    let mut fields = vec![
        ("judul", json!(title)),
        ("jenis", json!(kind)),
        ("tanggal", json!(day)),
    ];
    fields.extend(number.map(|number| ("nomor", json!(number))));
    fields
}

/// What sort of document a title speaks of.
fn kind_of(title: &str) -> &'static str {
    let words: [(&str, &str); 12] = [
        ("SK ", "sk"),
        ("Tangkapan layar", "tangkapan_layar"),
        ("Foto", "foto"),
        ("Notula", "notula"),
        ("Undangan", "undangan"),
        ("Berkas ", "daftar_hadir"),
        ("Laporan tindak lanjut", "tindak_lanjut"),
        ("Laporan monev", "hasil_monev"),
        ("Laporan", "laporan"),
        ("SOP", "sop"),
        ("Rencana aksi", "rencana_aksi"),
        ("Bukti tindak lanjut", "tindak_lanjut"),
    ];
    let fits = |(start, _): &&(&str, &str)| title.starts_with(start);
    words.iter().find(fits).map_or("lainnya", |(_, kind)| kind)
}

fn picture_for(kind: &str, title: &str) -> Option<Picture> {
    let on_a_wall = ["spanduk", "maklumat", "pengumuman", "kotak"];
    match kind {
        "foto" if on_a_wall.iter().any(|word| title.contains(word)) => Some(Picture::Board),
        "foto" => Some(Picture::Meeting),
        "daftar_hadir" | "undangan" => Some(Picture::Attendance),
        "tangkapan_layar" => Some(Picture::Screen),
        _ => None,
    }
}
