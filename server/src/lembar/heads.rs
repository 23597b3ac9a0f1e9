//! The words above one column: what it holds, and whose it is.

use super::cell::{Cell, CellRef, Grid, plain};

/// Columns over which the head of a group reaches where it isn't merged.
const GROUP_MAX: u32 = 12;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Codes and labels.
    Hierarchy,
    /// *Bobot*.
    Weight,
    /// *Kriteria Nilai*.
    Criteria,
    /// *Pilihan Jawaban*.
    Choices,
    /// *Jawaban*.
    Answer,
    /// *Nilai*.
    Value,
    /// The value as per cent.
    Percent,
    /// *Catatan*.
    Note,
    /// *Bukti Dukung yang Diminta*.
    Documents,
    /// Names of what is there.
    Evidence,
    /// *Tautan Bukti*.
    Links,
    /// *Ketergantungan*.
    Gate,
    /// The minimum of an award.
    Minimum,
}

/// Whose column it is, the likeliest to be the unit's first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Owner {
    /// The unit's.
    Unit,
    /// Nobody says.
    Unsaid,
    /// Of a later stage, an earlier year, a higher office, or nobody's (the larger, the farther): the unit's only where no
    /// other is.
    Later(u8),
    /// The assessor's.
    Assessor,
}

/// The words above a column.
#[derive(Debug)]
pub struct Head {
    /// The column.
    pub col: u32,
    /// What it holds, if they say.
    pub kind: Option<Kind>,
    /// Row by row from above, each with where it stands.
    parts: Vec<(CellRef, String)>,
}

impl Head {
    /// Reads what stands above a column in these rows.
    #[must_use]
    pub fn read(grid: &Grid, (first, last): (u32, u32), col: u32) -> Self {
        let mut parts: Vec<(CellRef, String)> = Vec::new();
        for row in first..=last {
            let at = CellRef { row, col };
            let own = grid.origin(at);
            let text = grid
                .at(own)
                .map(|cell| plain(&cell.text()))
                .unwrap_or_default();
            let part = if text.is_empty() && row < last {
                group(grid, first, at)
            } else {
                Some((own, text))
            };
            parts.extend(part.filter(|(_, text)| !text.is_empty()));
        }
        let kind = parts.iter().rev().find_map(|(_, text)| kind_of(text));
        Self { col, kind, parts }
    }

    /// All its words.
    #[must_use]
    pub fn words(&self) -> String {
        let parts: Vec<&str> = self.parts.iter().map(|(_, text)| text.as_str()).collect();
        parts.join(" ")
    }

    /// Where its words stand.
    pub fn places(&self) -> impl Iterator<Item = CellRef> {
        self.parts.iter().map(|(at, _)| *at)
    }

    /// Whose it is. What stands over `common` columns too (a title over all) says nothing of it. Who assesses
    /// is never the unit, whatever else is said.
    #[must_use]
    pub fn owner(&self, common: &[CellRef]) -> Owner {
        let own = self.parts.iter().filter(|(at, _)| !common.contains(at));
        let owners: Vec<Owner> = own.map(|(_, text)| owner_of(text)).collect();
        let has = |owner: Owner| owners.contains(&owner);
        match () {
            () if has(Owner::Assessor) => Owner::Assessor,
            () if has(Owner::Unit) => Owner::Unit,
            () => owners.into_iter().max().unwrap_or(Owner::Unsaid),
        }
    }

    /// Whether it is called *Jawaban* and nothing more.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let last = self.parts.last().map_or("", |(_, text)| text);
        words(last).eq(["jawaban"])
    }

    /// The year that it names, if it names one.
    #[must_use]
    pub fn year(&self) -> Option<u16> {
        let all = self.words();
        let years = words(&all).filter_map(|word| word.parse().ok());
        years.filter(|year| (2000..2100).contains(year)).max()
    }
}

/// The head of the group that a place without text belongs to: the next text to its left in the row. A merged
/// one ends where its range does; none reaches beyond the group above it, or to a column that has a head of
/// its own.
fn group(grid: &Grid, first: u32, at: CellRef) -> Option<(CellRef, String)> {
    let below = CellRef {
        row: at.row + 1,
        ..at
    };
    grid.at(below)?;
    // Of a column's own name only what is told apart below it: "Jawaban" over "Unit" and "TPI".
    let owned = is_owner(&plain(&grid.text(below)));
    let begins = |col: u32| (first..at.row).any(|row| grid.at(CellRef { row, col }).is_some());
    for col in (at.col.saturating_sub(GROUP_MAX)..at.col).rev() {
        if begins(col + 1) {
            return None;
        }
        let left = CellRef { row: at.row, col };
        let text = plain(&grid.shown(left).map(Cell::text).unwrap_or_default());
        if !text.is_empty() {
            let is_group = !grid.is_merged(left) && (owned || kind_of(&text).is_none());
            return is_group.then_some((left, text));
        }
    }
    None
}

/// What a column holds by its head.
pub fn kind_of(text: &str) -> Option<Kind> {
    // A title or an explanation isn't the head of a column.
    if text.is_empty() || text.chars().count() > 60 {
        return None;
    }
    let has = |word: &str| text.contains(word);
    let word = |word: &str| words(text).any(|one| one == word);
    Some(match () {
        () if has("ketergantungan") => Kind::Gate,
        () if has("minimal") || has("minimum") || has("ambang batas") => Kind::Minimum,
        () if has("bobot") => Kind::Weight,
        () if has("pilihan jawaban") || has("tipe jawaban") || has("jenis jawaban") => {
            Kind::Choices
        }
        () if has("opsi jawaban") || text == "pilihan" || text == "pilihan nilai" => Kind::Choices,
        () if word("tautan") || word("link") || word("url") => Kind::Links,
        () if has("catatan") || word("keterangan") => Kind::Note,
        () if has("kriteria") || text.starts_with("penjelasan") => Kind::Criteria,
        () if has("bukti dukung") || has("data dukung") || has("bukti yang diminta") => {
            Kind::Documents
        }
        () if has("dokumen yang") => Kind::Documents,
        () if has("bukti") || has("eviden") => Kind::Evidence,
        () if word("jawaban") || word("jawab") => Kind::Answer,
        () if text == "%" || text == "% nilai" || text == "persen" || text == "persentase" => {
            Kind::Percent
        }
        () if word("nilai") || word("skor") => Kind::Value,
        () if word("penilaian") && words(text).count() == 1 => Kind::Hierarchy,
        () if has("komponen") || has("uraian") || has("area perubahan") => Kind::Hierarchy,
        () if text == "unsur" || text == "indikator" || text == "pertanyaan" => Kind::Hierarchy,
        () if text == "no" || text == "no." || text == "kode" => Kind::Hierarchy,
        () => return None,
    })
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// Whether a text only says whose a column is: `Unit`, `TPI`, `Unit Kerja`.
pub fn is_owner(text: &str) -> bool {
    owner_of(text) != Owner::Unsaid && kind_of(text).is_none() && words(text).count() <= 4
}

/// Whose a column is by one text of its head.
fn owner_of(text: &str) -> Owner {
    // Whoever judges itself is the unit, even where the text speaks of an evaluation.
    const ITSELF: [&str; 4] = ["mandiri", "self", "sendiri", "swa"];
    const ASSESSOR: [&str; 23] = [
        "asesor",
        "assessor",
        "tpi",
        "tpn",
        "tpu",
        "penilai",
        "evaluator",
        "inspektorat",
        "itjen",
        "reviewer",
        "reviu",
        "verifikator",
        "verifikasi",
        "eksternal",
        "apip",
        "bpkp",
        "kemenpan",
        "kemenpanrb",
        "menpan",
        "menpanrb",
        "panrb",
        "auditor",
        "konsensus",
    ];
    const UNIT: [&str; 4] = ["unit", "satker", "satuan", "upt"];
    const LATER: [(&str, u8); 23] = [
        ("ideal", 3),
        ("maksimal", 3),
        ("target", 3),
        ("contoh", 3),
        ("seharusnya", 3),
        ("lalu", 3),
        ("sebelumnya", 3),
        ("pusat", 2),
        ("ri", 2),
        ("nasional", 2),
        ("kementerian", 2),
        ("provinsi", 1),
        ("propinsi", 1),
        ("prov", 1),
        ("kanwil", 1),
        ("evaluasi", 1),
        ("evaluation", 1),
        ("desk", 1),
        ("tim", 1),
        ("akhir", 1),
        ("final", 1),
        ("koreksi", 1),
        ("hasil", 1),
    ];
    let has = |names: &[&str]| words(text).any(|word| names.contains(&word));
    let later = words(text).filter_map(|word| LATER.iter().find(|(name, _)| *name == word));
    match () {
        () if has(&ITSELF) => Owner::Unit,
        () if has(&ASSESSOR) => Owner::Assessor,
        () if has(&UNIT) => Owner::Unit,
        () => later
            .map(|(_, rank)| Owner::Later(*rank))
            .max()
            .unwrap_or(Owner::Unsaid),
    }
}
