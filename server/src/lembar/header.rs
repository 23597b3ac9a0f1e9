//! The head of a worksheet: which column holds what, found by the words above it, over up to three rows,
//! wherever the columns stand.

use std::cell::OnceCell;
use std::cmp::Reverse;

use rust_decimal::Decimal;

use super::cell::{CellRef, Grid, plain};
use super::choices::{Asked, asked};
use super::code::{is_code, split};
use super::heads::{Head, Kind, Owner, is_owner, kind_of};
use super::number;

/// Rows in which the head that names most is looked for.
const ROWS_TO_LOOK: usize = 80;
/// Rows in which any head is looked for, where there is none in those.
const ROWS_MAX: usize = 300;
/// Rows that a head may take.
const HEAD_ROWS_MAX: u32 = 3;

/// Columns that a worksheet's head may take.
const COLUMNS_MAX: u32 = 200;
/// Rows that a column of running numbers or marks fills at least.
const MARKS_MIN: usize = 4;

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
    /// Columns that may hold the unit's answers, the likeliest first.
    pub answers: Vec<AnswerColumn>,
    /// The unit's *Nilai*.
    pub value: Option<u32>,
    /// The unit's *Catatan*.
    pub note: Option<u32>,
    /// All columns that are called *Catatan* in the same way.
    pub notes: Vec<u32>,
    /// *Bukti Dukung yang Diminta*.
    pub documents: Option<u32>,
    /// *Tautan Bukti*.
    pub links: Option<u32>,
    /// *Ketergantungan*.
    pub gates: Option<u32>,
    /// Minimums of awards.
    pub minimums: Vec<MinimumColumn>,
}

/// A column that may hold the unit's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerColumn {
    /// Which.
    pub col: u32,
    /// Whether it is called *Jawaban*.
    pub named: bool,
    /// Whose it is; never the assessor's.
    pub owner: Owner,
    /// The year that its head names.
    pub year: Option<u16>,
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
    let (near, far) = rows.split_at(rows.len().min(ROWS_TO_LOOK));
    let far = far.get(..far.len().min(ROWS_MAX)).unwrap_or_default();
    best(grid, near).or_else(|| best(grid, far))
}

fn best(grid: &Grid, rows: &[u32]) -> Option<Columns> {
    let looked = rows.iter().copied();
    // The earliest row whose head names most; more rows only where they name more.
    let candidates = looked.flat_map(|row| (1..=HEAD_ROWS_MAX).map(move |count| (row, count)));
    let mut best: Option<(usize, Columns)> = None;
    for (row, count) in candidates {
        let Some((named, columns)) = columns(grid, row, count) else {
            continue;
        };
        // The head of the next printed page, whatever row it stands below, takes nothing from what lies above.
        if (best.as_ref()).is_some_and(|(_, first)| repeats(grid, first.head, (row, count))) {
            continue;
        }
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

/// Whether one of these rows names what a row of an earlier head names, in the same columns.
fn repeats(grid: &Grid, head: (u32, u32), (first, count): (u32, u32)) -> bool {
    const NAMED_MIN: usize = 2;
    let text = |row: u32, col: u32| plain(&grid.text(CellRef { row, col }));
    let names = |row: u32| {
        let cells = grid.row(row).map(|(col, cell)| (col, plain(&cell.text())));
        let named = cells.filter(|(_, text)| kind_of(text).is_some());
        named.collect::<Vec<_>>()
    };
    let below = first.max(head.1 + 1)..first + count;
    let heads = (head.0..=head.1).map(names);
    let mut heads = heads.filter(|named| named.len() >= NAMED_MIN);
    heads.any(|named| {
        let same = |row: u32| named.iter().all(|(col, name)| text(row, *col) == *name);
        below.clone().any(same)
    })
}

fn columns(grid: &Grid, first: u32, count: u32) -> Option<(usize, Columns)> {
    let last = first + count - 1;
    let filled = (first..=last).flat_map(|row| grid.row(row).map(|(col, _)| col));
    let width = filled.filter(|col| *col < COLUMNS_MAX).max()?;
    let belongs = |row: u32| {
        is_head_row(grid, row, row < last) || (row < last && is_spanned(grid, row, width))
    };
    if !(first + 1..=last).all(belongs) {
        return None;
    }
    let read = (0..=width).map(|col| Head::read(grid, (first, last), col));
    let mut heads: Vec<Head> = read.collect();
    let below = Rows::below(grid, last);
    let (weight, choices) = below.essentials(&heads)?;
    for head in heads.iter_mut().filter(|head| head.col == choices) {
        head.kind = Some(Kind::Choices);
    }
    let span = hierarchy(&heads, &below)?;
    let common = heads
        .iter()
        .filter(|head| [weight, span.0].contains(&head.col));
    let common: Vec<CellRef> = common.flat_map(Head::places).collect();
    let of = |kind: Kind| heads.iter().filter(move |head| head.kind == Some(kind));
    let owned = |head: &&Head| head.owner(&common) != Owner::Assessor;
    // Of the columns of a kind the unit's, or those of which nobody says whose they are.
    let units = |kind: Kind| -> Vec<u32> {
        let theirs = || of(kind).filter(owned);
        let best = theirs().map(|head| head.owner(&common)).min();
        let theirs = theirs().filter(|head| Some(head.owner(&common)) == best);
        theirs.map(|head| head.col).collect()
    };
    let unit = |kind: Kind| units(kind).first().copied();
    let minimum = |head: &Head| MinimumColumn {
        col: head.col,
        award: award(&head.words()),
        percent: head.words().contains('%') || head.words().contains("persen"),
    };
    let hierarchy = without_marks(grid, last, span, [weight, choices]);
    let outside = |head: &&Head| !(hierarchy.0..=hierarchy.1).contains(&head.col);
    let may_answer = |head: &&Head| {
        matches!(head.kind, None | Some(Kind::Answer | Kind::Value)) && outside(head)
    };
    let mut answers: Vec<&Head> = heads.iter().filter(owned).filter(may_answer).collect();
    let rank = |head: &Head| {
        let named = head.kind == Some(Kind::Answer);
        let year = Reverse(head.year());
        (
            !named,
            head.owner(&common),
            !head.is_plain(),
            year,
            head.col,
        )
    };
    answers.sort_by_key(|head| rank(head));
    let answers = answers.into_iter().map(|head| AnswerColumn {
        col: head.col,
        named: head.kind == Some(Kind::Answer),
        owner: head.owner(&common),
        year: head.year(),
    });
    let answers: Vec<AnswerColumn> = answers.collect();
    let columns = Columns {
        head: (first, last),
        hierarchy,
        weight,
        choices,
        criteria: of(Kind::Criteria).next().map(|head| head.col),
        answer: answers.iter().find(|one| one.named).map(|one| one.col),
        answers,
        value: unit(Kind::Value),
        note: unit(Kind::Note),
        notes: units(Kind::Note),
        documents: of(Kind::Documents).next().map(|head| head.col),
        links: unit(Kind::Links),
        gates: of(Kind::Gate).next().map(|head| head.col),
        minimums: of(Kind::Minimum).map(minimum).collect(),
    };
    let named = heads.iter().filter(|head| head.kind.is_some()).count();
    let owned = heads.iter().filter(|head| {
        matches!(head.kind, Some(Kind::Answer | Kind::Value | Kind::Note))
            && head.owner(&common) != Owner::Unsaid
    });
    Some((named + owned.count(), columns))
}

/// The rows below a head, which say what a column holds where its head doesn't.
struct Rows<'a> {
    grid: &'a Grid,
    head: u32,
    rows: OnceCell<Vec<u32>>,
}

impl<'a> Rows<'a> {
    fn below(grid: &'a Grid, head: u32) -> Self {
        Self {
            grid,
            head,
            rows: OnceCell::new(),
        }
    }

    /// The columns that no worksheet is without: *Bobot* and *Pilihan Jawaban*.
    fn essentials(&self, heads: &[Head]) -> Option<(u32, u32)> {
        let of = |kind: Kind| -> Vec<u32> {
            let of = heads.iter().filter(|head| head.kind == Some(kind));
            of.map(|head| head.col).collect()
        };
        let weights = of(Kind::Weight);
        let first = *weights.first()?;
        let choices = match of(Kind::Choices).as_slice() {
            [] => {
                let others = heads.iter().map(|head| head.col);
                let others = others.filter(|col| !weights.contains(col));
                let typed = others.map(|col| (self.types(col), Reverse(col)));
                let best = typed.max().filter(|(types, _)| *types > 0);
                best.map(|(_, Reverse(col))| col)?
            }
            [one] => *one,
            several => self.fullest(several, |col| self.types(col))?,
        };
        let weight = match weights.as_slice() {
            [_] => first,
            several => self.weight(heads, several, choices)?,
        };
        Some((weight, choices))
    }

    /// Of several columns of weights that are about as full as the fullest, the one that speaks of no other year
    /// and no other stage; of years the latest.
    fn weight(&self, heads: &[Head], cols: &[u32], choices: u32) -> Option<u32> {
        const ABOUT_PERCENT: usize = 70;
        let much = |col: u32| self.weights(col, choices);
        let most = cols.iter().map(|col| much(*col)).max()?;
        let full = heads.iter().filter(|head| {
            cols.contains(&head.col) && much(head.col) * 100 >= most * ABOUT_PERCENT
        });
        let rank = |head: &&Head| {
            let (year, plain) = (head.year(), head.words() == "bobot");
            (year.is_some(), Reverse(year), !plain, head.col)
        };
        full.min_by_key(rank).map(|head| head.col)
    }

    /// The first of the columns of which there is most.
    fn fullest(&self, cols: &[u32], much: impl Fn(u32) -> usize) -> Option<u32> {
        let best = cols.iter().map(|col| (much(*col), Reverse(*col))).max();
        best.map(|(_, Reverse(col))| col)
    }

    fn rows(&self) -> impl Iterator<Item = u32> {
        let below = || self.grid.rows().into_iter().filter(|row| *row > self.head);
        let rows = self.rows.get_or_init(|| below().collect());
        rows.iter().copied()
    }

    /// How many answer types stand in a column; none where other things do.
    fn types(&self, col: u32) -> usize {
        const TYPES_MIN: usize = 3;
        const TYPES_TIMES: usize = 4;
        let texts = self.rows().map(|row| self.grid.text(CellRef { row, col }));
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        let types = texts.iter().filter(|text| asked(text).is_some()).count();
        let answers = texts.iter().map(|text| asked(text));
        let answers = answers.filter(|asked| matches!(asked, Some(Asked::Answer(_))));
        let enough = types >= TYPES_MIN && types >= (texts.len() - types) * TYPES_TIMES;
        if enough { answers.count() } else { 0 }
    }

    /// Whether most of what stands in a column is codes, alone or with their labels.
    fn has_codes(&self, col: u32) -> bool {
        let texts = self.rows().map(|row| self.grid.text(CellRef { row, col }));
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        let coded = |text: &&String| is_code(text) || split(text).is_some();
        texts.iter().filter(coded).count() * 2 > texts.len()
    }

    /// How many rows a column gives a weight that nobody is asked about.
    fn weights(&self, col: u32, choices: u32) -> usize {
        let weighs = |row: &u32| {
            let at = |col: u32| CellRef { row: *row, col };
            let weight = self.grid.at(at(col));
            weight.is_some_and(|cell| number::weight(cell).is_some())
                && self.grid.text(at(choices)).is_empty()
        };
        self.rows().filter(weighs).count()
    }
}

/// Whether a row below the first of a head still belongs to it: it names columns and asks nothing. The `%` beside
/// the names of other columns is a name as well (*Jawaban, Nilai, %*). `between` others, one group may be all
/// that is named.
fn is_head_row(grid: &Grid, row: u32, between: bool) -> bool {
    const NAMED_BESIDE: usize = 2;
    const YEAR_MIN: Decimal = Decimal::from_parts(1900, 0, 0, false, 0);
    let texts = || grid.row(row).map(|(_, cell)| plain(&cell.text()));
    let owners = texts().all(|text| is_owner(&text)) && texts().count() > usize::from(!between);
    let all: Vec<String> = texts().collect();
    // The label behind a code may begin as a column is called: *Nilai Pengungkit*.
    let is_label = |n: usize| n > 0 && is_code(&all[n - 1]);
    let cells = all.iter().enumerate().filter(|(n, _)| !is_label(*n));
    let kinds = cells.filter_map(|(_, text)| kind_of(text));
    let others = [Kind::Hierarchy, Kind::Percent];
    let named = kinds.filter(|kind| !others.contains(kind)).count();
    // So may a label without one, whose weight stands beside it.
    let mut weights = grid.row(row).filter_map(|(_, cell)| number::weight(cell));
    let weighs = named < NAMED_BESIDE && weights.any(|weight| weight < YEAR_MIN);
    let mut types = grid.row(row).map(|(_, cell)| cell.text());
    let asks = types.any(|text| {
        let is_name = named >= NAMED_BESIDE && kind_of(&plain(&text)).is_some();
        asked(&text).is_some() && !is_name
    });
    (owners || named > 0) && !asks && !weighs
}

/// Whether nothing stands in a row but what is merged into it from above.
fn is_spanned(grid: &Grid, row: u32, width: u32) -> bool {
    let mut cells = (0..=width).map(|col| CellRef { row, col });
    grid.row(row).next().is_none() && cells.any(|at| grid.origin(at).row < row)
}

/// Codes and labels: from the leftmost column that is theirs, as far as no other is named.
fn hierarchy(heads: &[Head], below: &Rows<'_>) -> Option<(u32, u32)> {
    let theirs = |head: &&Head| matches!(head.kind, None | Some(Kind::Hierarchy));
    let said = heads.iter().find(|head| head.kind == Some(Kind::Hierarchy));
    let first = said.or_else(|| heads.iter().find(theirs))?;
    let from = usize::try_from(first.col).ok()?;
    // A narrow column without a head may stand before the one that has it; one with a head of its own is theirs
    // only if codes stand in it.
    let narrow = |head: &&Head| {
        theirs(head)
            && (head.kind.is_some() || head.words().is_empty() || below.has_codes(head.col))
    };
    let before = heads.iter().take(from).rev().take_while(narrow).last();
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
    // An empty column may stand before one of marks.
    let is_empty = |col: u32| {
        let mut below = grid.rows().into_iter().filter(|row| *row > head);
        !below.any(|row| grid.at(CellRef { row, col }).is_some())
    };
    let first = (first..last).find(|col| !is_mark(*col) && !is_empty(*col));
    (first.unwrap_or(last), last)
}

/// The award that a column of minimums is for.
fn award(words: &str) -> String {
    let known = ["wbbm", "wbk"]
        .into_iter()
        .find(|name| words.contains(name));
    known.map_or_else(|| "Minimal".to_owned(), str::to_uppercase)
}
