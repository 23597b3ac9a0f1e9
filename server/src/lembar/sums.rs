//! Rows that say again what stands above them: sums among the lines, and recapitulations below them.

use model::instrument::WEIGHT_TOLERANCE;
use rust_decimal::Decimal;

use super::below::Below;
use super::cell::{Grid, plain};
use super::choices::Asked;
use super::code::{place, sorts};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::level::column;
use super::line::{Line, Type, Weight};
use super::number::count;
use super::skip::is_total;

/// Words that a sum begins with.
const SUMS: [&str; 12] = [
    "jumlah",
    "skor",
    "predikat",
    "kategori",
    "rata-rata",
    "rata - rata",
    "rata rata",
    "rerata",
    "rataan",
    "akumulasi",
    "sub jumlah",
    "subjumlah",
];
/// Words that a component may begin with as well.
const MAYBE: [&str; 10] = [
    "nilai",
    "indeks",
    "persentase",
    "prosentase",
    "capaian",
    "pencapaian",
    "realisasi",
    "hasil akhir",
    "hasil penilaian",
    "hasil evaluasi",
];
/// Lines of a worksheet in which weights are looked for again.
const LINES_MAX: usize = 4000;
/// Letters of a title that are enough to know it again within another.
const TITLE_MIN: usize = 5;

/// Takes sums out of the lines. What is called *Nilai* is a heading where something follows below it, else the
/// sum of what stands above; so is what is called anything but weighs what a component above weighs, unless
/// Bukti itself wrote it (`exact`).
pub fn settle(grid: &Grid, columns: &Columns, exact: bool, below: &mut Below) {
    let lines = std::mem::take(&mut below.lines);
    let is_counted = |n: usize| is_counted(grid, columns, &lines, n);
    let said = sums(&lines).into_iter().enumerate();
    let said =
        said.map(|(n, sum)| sum.filter(|sum| !(is_counted(n) || exact && *sum == Sum::Weighs)));
    let said: Vec<Option<Sum>> = said.collect();
    for (line, said) in lines.into_iter().zip(said) {
        match said {
            None => below.lines.push(line),
            Some(sum) => {
                if sum == Sum::Weighs {
                    let at = line.cell(columns.weight);
                    let what = format!(
                        "“{}” dibaca sebagai jumlah: bobotnya bobot komponen di atasnya",
                        line.title
                    );
                    below.findings.push(Finding::note(at, Slip::Reading, what));
                }
                below.sums.push(line.row);
            }
        }
    }
    below.sums.sort_unstable();
}

/// Why a line is a sum.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sum {
    /// It is called so.
    Named,
    /// It weighs again what weighs above.
    Weighs,
}

/// Lines, and what is asked of all of them again and again.
struct Seen<'l> {
    lines: &'l [Line],
    /// Their titles, for comparing.
    titles: Vec<String>,
    /// The last item: nothing heads anything below it.
    last: Option<usize>,
    /// Whether more components have codes than stand above items without one.
    coded: bool,
}

/// Which lines are sums. From below: what stands above a sum heads nothing by it.
fn sums(lines: &[Line]) -> Vec<Option<Sum>> {
    let coded = (lines.iter()).filter(|line| line.is_node() && !line.code.is_empty());
    let heads = lines
        .windows(2)
        .filter(|pair| pair[0].is_node() && pair[1].is_item());
    let bare = heads.filter(|pair| pair[0].code.is_empty());
    let seen = Seen {
        lines,
        titles: lines.iter().map(|line| plain(&line.title)).collect(),
        last: lines.iter().rposition(Line::is_item),
        coded: coded.count() > bare.count(),
    };
    let says = |line: &Line| {
        !line.code.is_empty() || line.kind != Type::None || line.weight != Weight::None
    };
    let mut known = vec![None; lines.len()];
    // The next line that says anything but remarks, and is no sum.
    let mut next: Option<usize> = None;
    for n in (0..lines.len()).rev() {
        known[n] = seen.sum(n, next);
        if known[n].is_none() && says(&lines[n]) {
            next = Some(n);
        }
    }
    known
}

impl Seen<'_> {
    fn sum(&self, n: usize, next: Option<usize>) -> Option<Sum> {
        let line = &self.lines[n];
        let title = &self.titles[n];
        let begins = |words: &[&str]| words.iter().any(|word| title.starts_with(word));
        // No count of a percentage weighs anything.
        if line.kind == Type::Is(Asked::Count) && begins(&SUMS) {
            let weighs = matches!(line.weight, Weight::Is(_)) && line.code.is_empty();
            return weighs.then_some(Sum::Named);
        }
        if line.kind != Type::None {
            return None;
        }
        let next = next.filter(|_| self.last > Some(n)).map(|n| &self.lines[n]);
        let heads_items = next.is_some_and(Line::is_item);
        let heads = heads_items || next.is_some_and(|next| begins_below(line, next));
        if !line.code.is_empty() {
            let total = is_total(title) && !heads && self.weighs_again(n);
            return total.then_some(Sum::Named);
        }
        let again = || self.follows_items(n) && self.weighs_again(n);
        // A component below it without a code is one that lost it, where others have theirs.
        let bare = next.is_some_and(|next| next.code.is_empty()) && !heads_items;
        match () {
            () if self.sums_up(n) => Some(Sum::Named),
            () if begins(&SUMS) => (!heads_items).then_some(Sum::Named),
            () if begins(&MAYBE) => (!heads || (bare && again())).then_some(Sum::Named),
            () => (!heads && again()).then_some(Sum::Weighs),
        }
    }

    /// Whether what a line sums up is named above it: `JUMLAH PEMENUHAN` below PEMENUHAN.
    fn sums_up(&self, n: usize) -> bool {
        let title = &self.titles[n];
        let mut words = SUMS.iter().chain(&MAYBE);
        let of = words.find_map(|word| title.strip_prefix(*word));
        let of = of.unwrap_or_default().trim();
        let mut above = self.lines.iter().zip(&self.titles).take(n);
        !of.is_empty() && above.any(|(line, title)| line.kind == Type::None && title == of)
    }

    /// Whether items stand right above a line, in a worksheet whose components have codes.
    fn follows_items(&self, n: usize) -> bool {
        // Sums may stand between.
        let says = |line: &&Line| !line.code.is_empty() || line.kind != Type::None;
        let mut above = self.lines.iter().take(n).rev();
        self.coded && above.find(says).is_some_and(|line| !line.is_node())
    }

    /// Whether a line weighs what a component around the items above it weighs, or all components at the top, or
    /// one that is called alike, whose own weight may be missing.
    fn weighs_again(&self, n: usize) -> bool {
        let weight = |line: &Line| match &line.weight {
            Weight::Is(weight) => Some(*weight),
            _ => None,
        };
        let own = weight(&self.lines[n]).filter(|_| self.lines.len() <= LINES_MAX);
        let Some(own) = own else {
            return false;
        };
        let same = |other: Decimal| (own - other).abs() <= WEIGHT_TOLERANCE;
        let above = || {
            let above = self.lines.iter().zip(&self.titles).take(n).rev();
            above.filter(|(line, _)| line.kind == Type::None)
        };
        let coded = |line: &Line| !line.code.is_empty();
        let mut within = u32::MAX;
        for (line, title) in above() {
            // Where all codes stand in one column, none says what it is around.
            if *title == self.titles[n] && weight(line).is_none_or(same) {
                return true;
            }
            if coded(line) && column(line) < within {
                within = column(line);
                if weight(line).is_some_and(same) {
                    return true;
                }
            }
        }
        let tops = above().filter(|(line, _)| coded(line) && column(line) == within);
        same(tops.filter_map(|(line, _)| weight(line)).sum())
    }
}

/// Whether a component begins a series of its own below a line without a code.
fn begins_below(line: &Line, next: &Line) -> bool {
    if next.code.is_empty() {
        return column(next) > column(line) && next.is_node();
    }
    begins(&next.code)
}

/// Whether a code is the first of its series.
fn begins(code: &str) -> bool {
    sorts(code).iter().any(|sort| place(code, *sort) == Some(1))
}

/// Whether a row that is called *Jumlah* is a count of the percentage above it that lacks code and type.
fn is_counted(grid: &Grid, columns: &Columns, lines: &[Line], n: usize) -> bool {
    let counts = |line: &Line| match &line.kind {
        Type::Is(Asked::Answer(answer)) => answer.kind == "persen",
        Type::Is(Asked::Count) => true,
        _ => false,
    };
    let answer = columns.answer.and_then(|col| grid.at(lines[n].cell(col)));
    let above = n.checked_sub(1).map(|n| &lines[n]);
    lines[n].weight == Weight::None && above.is_some_and(counts) && answer.and_then(count).is_some()
}

/// Whether a number is none of a weight: somebody's number below their signature.
pub fn is_huge(line: &Line) -> bool {
    matches!(&line.weight, Weight::Is(weight) if *weight > Decimal::from(1_000_000))
}

/// Where components are named again below the last line that is `asked`: a recapitulation, which begins
/// with the first of a series, or without codes.
pub fn recap(lines: &[Line], asked: usize) -> Option<usize> {
    let titles: Vec<String> = (lines.iter().take(asked))
        .filter(|line| line.kind == Type::None)
        .map(|line| plain(&line.title))
        .filter(|title| !title.is_empty())
        .collect();
    let again = |line: &Line| {
        let title = plain(&line.title);
        let within = |a: &str, b: &str| b.len() >= TITLE_MIN && a.contains(b);
        let known = |one: &String| *one == title || within(one, &title) || within(&title, one);
        titles.iter().any(known)
    };
    let sums = sums(lines);
    let rest: Vec<usize> = (asked + 1..lines.len())
        .filter(|n| lines[*n].is_node() && sums[*n].is_none())
        .collect();
    let first = *rest.first()?;
    let known = rest.iter().filter(|n| again(&lines[**n])).count();
    let code = lines[first].code.as_str();
    let is_recap = (code.is_empty() || begins(code)) && known * 2 >= rest.len();
    is_recap.then_some(first)
}
