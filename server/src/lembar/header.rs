//! The head of a worksheet: which column holds what, found by the words above it, over up to three rows,
//! wherever the columns stand.

use super::cell::{CellRef, Grid, plain};
use super::code::{is_code, split};

/// Rows in which the head is looked for.
const ROWS_TO_LOOK: usize = 80;
/// Rows that a head may take.
const HEAD_ROWS_MAX: u32 = 3;

/// Columns that a worksheet's head may take.
const COLUMNS_MAX: u32 = 200;
/// Rows that a column of running numbers or marks fills at least.
const MARKS_MIN: usize = 4;
/// Columns over which the head of a group reaches where it isn't merged.
const GROUP_MAX: usize = 12;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Hierarchy,
    Weight,
    Criteria,
    Choices,
    Answer,
    Value,
    Percent,
    Note,
    Documents,
    Evidence,
    Links,
    Gate,
    Minimum,
}

/// Whose column it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    Unit,
    Assessor,
    Unsaid,
}

/// The columns of a worksheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// Rows of the head: first and last.
    pub head: (u32, u32),
    /// Where codes and labels stand: first and last.
    pub hierarchy: (u32, u32),
    /// *Bobot*.
    pub weight: u32,
    /// *Pilihan Jawaban*.
    pub choices: u32,
    /// *Kriteria Nilai*.
    pub criteria: Option<u32>,
    /// The unit's *Jawaban*.
    pub answer: Option<u32>,
    /// All columns that are called *Jawaban* in the same way.
    pub alike: Vec<u32>,
    /// Columns behind *Pilihan Jawaban* that are called something else, and may hold the answers.
    pub unnamed: Vec<u32>,
    /// The unit's *Nilai*.
    pub value: Option<u32>,
    /// The unit's *Catatan*.
    pub note: Option<u32>,
    /// *Bukti Dukung yang Diminta*.
    pub documents: Option<u32>,
    /// *Tautan Bukti*.
    pub links: Option<u32>,
    /// *Ketergantungan*.
    pub gates: Option<u32>,
    /// Minimums of awards.
    pub minimums: Vec<MinimumColumn>,
}

/// A column of minimums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumColumn {
    /// Which.
    pub col: u32,
    /// The award that its head names.
    pub award: String,
    /// Whether its head says that they are shares of the weight, in per cent.
    pub percent: bool,
}

/// Finds the head of a sheet; nothing where it is no worksheet.
#[must_use]
pub fn find(grid: &Grid) -> Option<Columns> {
    let rows = grid.rows();
    let looked = rows.iter().copied().take(ROWS_TO_LOOK);
    // The earliest row whose head names most; more rows only where they name more.
    let candidates = looked.flat_map(|row| (1..=HEAD_ROWS_MAX).map(move |count| (row, count)));
    let mut best: Option<(usize, Columns)> = None;
    for (row, count) in candidates {
        let Some((named, columns)) = columns(grid, row, count) else {
            continue;
        };
        if best.as_ref().is_none_or(|(most, _)| named > *most) {
            best = Some((named, columns));
        }
        // A head that is complete isn't looked for again below.
        if count == HEAD_ROWS_MAX && best.is_some() {
            break;
        }
    }
    best.map(|(_, columns)| columns)
}

fn columns(grid: &Grid, first: u32, count: u32) -> Option<(usize, Columns)> {
    let last = first + count - 1;
    let filled = (first..=last).flat_map(|row| grid.row(row).map(|(col, _)| col));
    let width = filled.filter(|col| *col < COLUMNS_MAX).max()?;
    let heads: Vec<Head> = (0..=width)
        .map(|col| head(grid, first, last, col))
        .collect();
    if (first + 1..=last).any(|row| !is_head_row(grid, row)) {
        return None;
    }
    let of = |kind: Kind| heads.iter().filter(move |head| head.kind == Some(kind));
    // `Bobot Item` may stand before `Bobot`.
    let plainly = of(Kind::Weight).find(|head| matches!(head.words.trim(), "bobot" | "bobot (%)"));
    let weight = plainly.or_else(|| of(Kind::Weight).next())?.col;
    let named = of(Kind::Choices).next().map(|head| head.col);
    let choices = named.or_else(|| asking(grid, last, &heads))?;
    let unit = |kind: Kind| {
        let said = of(kind).find(|head| head.owner == Owner::Unit);
        said.or_else(|| of(kind).find(|head| head.owner == Owner::Unsaid))
            .map(|head| head.col)
    };
    // Of columns called alike, those that say that they come later are whoever's reads the unit's.
    let some_first =
        of(Kind::Answer).any(|head| head.owner != Owner::Assessor && !is_later(&head.words));
    let alike = |owner: Owner| {
        of(Kind::Answer)
            .filter(move |head| head.owner == owner && !(some_first && is_later(&head.words)))
    };
    let owner = match alike(Owner::Unit).next() {
        Some(_) => Owner::Unit,
        None => Owner::Unsaid,
    };
    let minimum = |head: &Head| MinimumColumn {
        col: head.col,
        award: award(&head.words),
        percent: head.words.contains('%') || head.words.contains("persen"),
    };
    let columns = Columns {
        head: (first, last),
        hierarchy: without_marks(grid, last, hierarchy(&heads)?, [weight, choices]),
        weight,
        choices,
        criteria: of(Kind::Criteria).next().map(|head| head.col),
        answer: (alike(owner).map(|head| head.col)).find(|col| *col != choices),
        alike: (alike(owner).map(|head| head.col))
            .filter(|col| *col != choices)
            .collect(),
        unnamed: (heads.iter())
            .filter(|head| head.kind.is_none() && head.owner != Owner::Assessor)
            .filter(|head| head.col > choices)
            .map(|head| head.col)
            .collect(),
        value: unit(Kind::Value),
        note: unit(Kind::Note),
        documents: of(Kind::Documents).next().map(|head| head.col),
        links: unit(Kind::Links),
        gates: of(Kind::Gate).next().map(|head| head.col),
        minimums: of(Kind::Minimum).map(minimum).collect(),
    };
    let named = heads.iter().filter(|head| head.kind.is_some()).count();
    let owned = heads.iter().filter(|head| {
        matches!(head.kind, Some(Kind::Answer | Kind::Value | Kind::Note))
            && head.owner != Owner::Unsaid
    });
    Some((named + owned.count(), columns))
}

/// The column that holds answer types, where no head says so: most of what is filled in there is one.
fn asking(grid: &Grid, head: u32, heads: &[Head]) -> Option<u32> {
    let types = |head_of: &&Head| {
        let below = grid.rows().into_iter().filter(|row| *row > head);
        let at = |row: u32| CellRef {
            row,
            col: head_of.col,
        };
        let texts = below.map(|row| grid.text(at(row)));
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        let asked = texts
            .iter()
            .filter(|text| super::choices::asked(text).is_some());
        let asked = asked.count();
        asked >= MARKS_MIN && asked * 4 >= texts.len() * 3
    };
    let free = |head: &&Head| {
        matches!(head.kind, None | Some(Kind::Answer)) && !head.words.trim().is_empty()
    };
    heads.iter().filter(free).find(types).map(|head| head.col)
}

struct Head {
    col: u32,
    kind: Option<Kind>,
    owner: Owner,
    words: String,
}

fn head(grid: &Grid, first: u32, last: u32, col: u32) -> Head {
    let mut kind = None;
    let mut words = Vec::new();
    for row in first..=last {
        let at = CellRef { row, col };
        let own = grid
            .shown(at)
            .map(|cell| plain(&cell.text()))
            .unwrap_or_default();
        // A group ("Unit Kerja" over three columns) isn't always merged: it reaches to the next text.
        let own = if own.is_empty() && row < last {
            let below = CellRef { row: row + 1, col };
            let group = group(grid, at, last);
            // Of a column's own name only what is told apart below it: "Jawaban" over "Unit" and "TPI".
            let owned = is_owner(&plain(&grid.text(below)));
            let group = group.filter(|text| owned || kind_of(text).is_none());
            group
                .filter(|_| grid.at(below).is_some())
                .unwrap_or_default()
        } else {
            own
        };
        if let Some(said) = kind_of(&own) {
            kind = Some(said);
        }
        words.push(own);
    }
    // What stands nearest to the column says best whose it is.
    let mut owners = words.iter().rev().map(|text| owner_of(text));
    let owner = owners.find(|owner| *owner != Owner::Unsaid);
    Head {
        col,
        kind,
        owner: owner.unwrap_or(Owner::Unsaid),
        words: words.join(" "),
    }
}

/// The text to the left of an empty cell of a head, if it is a group that reaches as far: one that isn't merged
/// (a merged one ends where it ends), and none stands between.
fn group(grid: &Grid, at: CellRef, last: u32) -> Option<String> {
    let shown = |row: u32, col: u32| {
        let cell = grid.shown(CellRef { row, col });
        cell.is_some_and(|cell| !plain(&cell.text()).is_empty())
    };
    let text = |row: u32, col: u32| plain(&grid.text(CellRef { row, col }));
    let merged_into = |row: u32, col: u32| shown(row, col) && text(row, col).is_empty();
    let mut left = (0..at.col).rev().take(GROUP_MAX);
    let col = left.find(|col| shown(at.row, *col))?;
    let ends = merged_into(at.row, col)
        || merged_into(at.row, col + 1)
        || (at.row < last && merged_into(at.row + 1, col));
    (!ends).then(|| text(at.row, col))
}

/// Whether a row below the first of a head still belongs to it: it names columns and weighs nothing.
fn is_head_row(grid: &Grid, row: u32) -> bool {
    let texts = || grid.row(row).map(|(_, cell)| plain(&cell.text()));
    let owners = texts().all(|text| is_owner(&text)) && texts().count() > 1;
    (owners || texts().any(|text| kind_of(&text).is_some_and(|kind| kind != Kind::Hierarchy)))
        && grid
            .row(row)
            .all(|(_, cell)| super::choices::asked(&cell.text()).is_none())
}

/// Codes and labels: from the leftmost column that is theirs, as far as no other is named.
fn hierarchy(heads: &[Head]) -> Option<(u32, u32)> {
    let theirs = |head: &&Head| matches!(head.kind, None | Some(Kind::Hierarchy));
    let said = heads.iter().find(|head| head.kind == Some(Kind::Hierarchy));
    let first = said.or_else(|| heads.iter().find(theirs))?;
    let from = usize::try_from(first.col).ok()?;
    // A narrow column without a head may stand before the one that has it.
    let before = heads.iter().take(from).rev().take_while(theirs).last();
    let after = heads.iter().skip(from).take_while(theirs).last()?;
    Some((before.unwrap_or(first).col, after.col))
}

/// The same without columns of running numbers, persons or marks before it: in nearly every row that such a
/// column is filled in, code and label follow it, each in a cell of its own or both in one. Only rows that weigh
/// something or are asked are looked at: other tables may stand below.
fn without_marks(grid: &Grid, head: u32, (first, last): (u32, u32), says: [u32; 2]) -> (u32, u32) {
    let is_line = |row: u32| {
        says.iter()
            .any(|col| grid.at(CellRef { row, col: *col }).is_some())
    };
    let rows = grid.rows().into_iter();
    let rows: Vec<u32> = rows.filter(|row| *row > head && is_line(*row)).collect();
    let is_mark = |col: u32| {
        let (mut filled, mut before_codes) = (0_usize, 0_usize);
        for row in &rows {
            let texts = grid
                .row(*row)
                .filter(|(at, _)| (col..=last).contains(at))
                .map(|(at, cell)| (at, cell.text()));
            let texts: Vec<(u32, String)> = texts.filter(|(_, text)| !text.is_empty()).collect();
            let Some(((at, _), rest)) = texts.split_first() else {
                continue;
            };
            if *at != col {
                continue;
            }
            filled += 1;
            let coded = |n: usize, text: &str| {
                split(text).is_some() || (is_code(text) && n + 1 < rest.len())
            };
            let coded = rest.iter().enumerate().any(|(n, (_, text))| coded(n, text));
            before_codes += usize::from(coded);
        }
        filled >= MARKS_MIN && before_codes * 4 >= filled * 3
    };
    let first = (first..last).find(|col| !is_mark(*col));
    (first.unwrap_or(last), last)
}

fn kind_of(text: &str) -> Option<Kind> {
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
fn is_owner(text: &str) -> bool {
    owner_of(text) != Owner::Unsaid && kind_of(text).is_none() && words(text).count() <= 4
}

fn owner_of(text: &str) -> Owner {
    const ASSESSOR: [&str; 15] = [
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
    ];
    const UNIT: [&str; 7] = [
        "unit", "satker", "satuan", "mandiri", "self", "sendiri", "upt",
    ];
    // `Jawaban Unit TPI` is the assessor's answer about the unit.
    if words(text).any(|word| ASSESSOR.contains(&word)) {
        Owner::Assessor
    } else if words(text).any(|word| UNIT.contains(&word)) {
        Owner::Unit
    } else {
        Owner::Unsaid
    }
}

/// Whether a head says that it comes after the unit's own: whose it is, it doesn't say.
fn is_later(text: &str) -> bool {
    const LATER: [&str; 8] = [
        "evaluasi", "akhir", "koreksi", "provinsi", "pusat", "final", "validasi", "revisi",
    ];
    words(text).any(|word| LATER.contains(&word))
}

/// The award that a column of minimums is for.
fn award(words: &str) -> String {
    let known = ["wbbm", "wbk"]
        .into_iter()
        .find(|name| words.contains(name));
    known.map_or_else(|| "Minimal".to_owned(), str::to_uppercase)
}
