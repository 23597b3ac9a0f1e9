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

/// Which lines are sums. From below: what stands above a sum heads nothing by it.
fn sums(lines: &[Line]) -> Vec<Option<Sum>> {
    let mut known = vec![None; lines.len()];
    for n in (0..lines.len()).rev() {
        known[n] = sum(lines, &known, n);
    }
    known
}

fn sum(lines: &[Line], known: &[Option<Sum>], n: usize) -> Option<Sum> {
    let line = &lines[n];
    let title = plain(&line.title);
    let begins = |words: &[&str]| words.iter().any(|word| title.starts_with(word));
    if line.kind != Type::None {
        return None;
    }
    let next = next(lines, known, n);
    let heads_items = next.is_some_and(Line::is_item);
    let heads = heads_items || next.is_some_and(|next| begins_below(line, next));
    if !line.code.is_empty() {
        let total = is_total(&title) && !heads && weighs_again(lines, n);
        return total.then_some(Sum::Named);
    }
    match () {
        () if sums_up(&lines[..n], line) => Some(Sum::Named),
        () if begins(&SUMS) => (!heads_items).then_some(Sum::Named),
        () if begins(&MAYBE) => (!heads).then_some(Sum::Named),
        () => (!heads && follows_items(lines, known, n) && weighs_again(lines, n))
            .then_some(Sum::Weighs),
    }
}

/// The next line that says anything but remarks, and isn't `known` for a sum.
fn next<'l>(lines: &'l [Line], known: &[Option<Sum>], n: usize) -> Option<&'l Line> {
    let says = |line: &Line| {
        !line.code.is_empty() || line.kind != Type::None || line.weight != Weight::None
    };
    let mut rest = lines.iter().zip(known).skip(n + 1);
    let next = rest.find(|(line, sum)| says(line) && sum.is_none());
    next.map(|(line, _)| line)
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

/// Whether what a line sums up is named above it: `JUMLAH PEMENUHAN` below PEMENUHAN.
fn sums_up(above: &[Line], line: &Line) -> bool {
    let title = plain(&line.title);
    let named = SUMS
        .iter()
        .chain(&MAYBE)
        .find(|word| title.starts_with(**word));
    let of = named
        .and_then(|word| title.strip_prefix(*word))
        .unwrap_or_default();
    let of = of.trim();
    let same = |above: &&Line| above.kind == Type::None && plain(&above.title) == of;
    !of.is_empty() && above.iter().any(|above| same(&above))
}

/// Whether items stand right above a line, in a worksheet whose components have codes.
fn follows_items(lines: &[Line], known: &[Option<Sum>], n: usize) -> bool {
    // Sums may stand between.
    let says = |line: &&Line| !line.code.is_empty() || line.kind != Type::None;
    let before = lines[..n].iter().rev().find(says);
    let heads = |n: &usize| next(lines, known, *n).is_some_and(Line::is_item);
    let heads = (0..lines.len()).filter(|n| lines[*n].is_node() && heads(n));
    let (coded, bare): (Vec<usize>, Vec<usize>) = heads.partition(|n| !lines[*n].code.is_empty());
    before.is_some_and(|before| !before.is_node()) && coded.len() > bare.len()
}

/// Whether a line weighs what a component around the items above it weighs, or all components at the top, or one
/// that is called alike, whose own weight may be missing.
fn weighs_again(lines: &[Line], n: usize) -> bool {
    let weight = |line: &Line| match &line.weight {
        Weight::Is(weight) => Some(*weight),
        _ => None,
    };
    let title = plain(&lines[n].title);
    let Some(own) = weight(&lines[n]) else {
        return false;
    };
    let same = |other: Decimal| (own - other).abs() <= WEIGHT_TOLERANCE;
    let named = |above: &Line| plain(&above.title) == title;
    let coded = |line: &&Line| line.kind == Type::None && !line.code.is_empty();
    let mut within = u32::MAX;
    let mut around = false;
    for above in lines[..n].iter().rev().filter(coded) {
        if column(above) < within {
            within = column(above);
            around |= weight(above).is_some_and(same);
        }
        // Where all codes stand in one column, none says what it is around.
        around |= named(above) && weight(above).is_none_or(same);
    }
    let tops = lines[..n].iter().filter(coded);
    let tops = tops.filter(|line| column(line) == within);
    around || same(tops.filter_map(weight).sum())
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
        .filter(|line| line.is_node())
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
