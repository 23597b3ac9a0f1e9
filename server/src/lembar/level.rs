//! Which column a line's code belongs in. Columns are a hint: most lines with such codes say where their
//! home is, and one that stands elsewhere is a slip.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::choices::Asked;
use super::code::{Sort, place, sorts, spelled};
use super::finding::{Finding, Slip};
use super::fit::misfits;
use super::flat;
use super::line::{Line, Type, Weight};

/// Components without a code whose level is looked for by what fits.
pub const BARE_MAX: usize = 12;
/// Votes that make a home.
const HOME_MIN: usize = 3;
/// Votes that make a home against each that stands elsewhere.
const HOME_TIMES: usize = 3;

/// Lines with a code, each with the sorts that it can be; and how many there are of each sort in a column.
struct Votes {
    coded: Vec<(usize, Group)>,
    count: BTreeMap<Group, usize>,
}

/// Whether items or components, their column, and the sorts of their codes.
type Group = (bool, u32, Vec<Sort>);

impl Votes {
    fn of(lines: &[Line]) -> Self {
        let coded = lines.iter().enumerate();
        let coded = coded.filter(|(_, line)| !line.code.is_empty());
        let coded: Vec<(usize, &Line)> = coded
            .filter(|(_, line)| line.is_node() || line.is_item())
            .collect();
        let mut columns: BTreeMap<(bool, u32), Vec<&str>> = BTreeMap::new();
        for (_, line) in &coded {
            let column = columns.entry((line.is_item(), column(line))).or_default();
            column.push(&line.code);
        }
        let mut places: BTreeMap<(bool, u32), usize> = BTreeMap::new();
        let group = |(n, line): (usize, &Line)| {
            let key = (line.is_item(), column(line));
            let place = places.entry(key).or_default();
            let of = sorts_among(&columns[&key], *place);
            *place += 1;
            (n, (key.0, key.1, of))
        };
        let coded: Vec<(usize, Group)> = coded.into_iter().map(group).collect();
        let mut count: BTreeMap<Group, usize> = BTreeMap::new();
        for (_, group) in &coded {
            *count.entry(group.clone()).or_default() += 1;
        }
        Self { coded, count }
    }

    /// How many lines in a column have one of these sorts (`alike`), or none of them.
    fn there(&self, item: bool, col: u32, of: &[Sort], alike: bool) -> usize {
        let groups = self.count.range((item, col, Vec::new())..);
        let groups = groups.take_while(|((i, c, _), _)| (*i, *c) == (item, col));
        let groups = groups.filter(|((.., s), _)| s.iter().any(|s| of.contains(s)) == alike);
        groups.map(|(_, count)| count).sum()
    }
}

/// The sorts that a code can be where it stands: `i` is a letter where `h` or `g` stands before it or `j`
/// behind it, else a number.
fn sorts_among(codes: &[&str], place: usize) -> Vec<Sort> {
    let code = codes[place];
    let of = sorts(code);
    if of.len() < 2 {
        return of;
    }
    let letter = |code: &str| {
        let mut chars = code.chars();
        let first = chars.next().filter(|_| chars.next().is_none());
        first.map(u32::from)
    };
    let steps = |from: &str, to: &str| letter(to)?.checked_sub(letter(from)?);
    let before = place.checked_sub(1).and_then(|n| codes.get(n));
    let after = codes.get(place + 1);
    let follows = before.and_then(|before| steps(before, code));
    let leads = after.and_then(|after| steps(code, after));
    let is_letter = matches!(follows, Some(1 | 2)) || leads == Some(1);
    let letters = |sort: &Sort| matches!(sort, Sort::Letter | Sort::SmallLetter);
    of.into_iter()
        .filter(|sort| letters(sort) == is_letter)
        .collect()
}

/// A line with a weight, with nothing below it, among items: it is one that lacks its answer type.
pub fn untyped(lines: &mut [Line]) {
    let votes = Votes::of(lines);
    for (n, (item, col, of)) in &votes.coded {
        let next = lines
            .iter()
            .skip(n + 1)
            .find(|line| line.is_node() || line.is_item());
        let deeper = next.is_some_and(|next| column(next) > *col || next.depth > lines[*n].depth);
        // An item that shares a weight stands below the one that has it, whatever its column.
        let shared = next.is_some_and(|next| next.is_item() && next.weight == Weight::None);
        let nodes = votes.there(false, *col, of, true);
        let items = votes.there(true, *col, of, true);
        if !item && !deeper && !shared && nodes <= items {
            lines[*n].kind = Type::Unknown(String::new());
        }
    }
}

/// Puts lines back into the column of their kind; each that moves is a finding.
pub fn settle(lines: &mut [Line], findings: &mut Vec<Finding>) {
    let votes = Votes::of(lines);
    let there = |item, col, of: &[Sort], alike| votes.there(item, col, of, alike);
    for (n, (item, col, of)) in &votes.coded {
        // An item right behind the code of its component is at home, however deep others stand.
        let component = lines[..*n].iter().rev().find(|line| line.is_node());
        let behind = component.is_some_and(|above| column(above) + 1 == *col);
        if *item && behind && !stands_alone(lines, *n, of) {
            continue;
        }
        let beside = [col.checked_sub(1), col.checked_add(1)]
            .into_iter()
            .flatten();
        let home = beside.max_by_key(|col| there(*item, *col, of, true));
        let Some(home) = home else { continue };
        if home > *col && (adds_up(lines, *n, home) || begins_below(lines, *n, home)) {
            continue;
        }
        let strength = there(*item, home, of, true);
        let crowded = there(*item, *col, of, false) >= HOME_MIN;
        // One of them is this line itself; others may have slid as well.
        let here = there(*item, *col, of, true);
        let slid = match here {
            1 => strength >= HOME_MIN || (strength > 0 && crowded),
            _ => strength >= here * HOME_TIMES && continues(lines, *n, home, of),
        };
        if slid {
            let line = &mut lines[*n];
            if line.shift == 0 && !findings.iter().any(|f| f.cell == line.place()) {
                let what = format!("Kode “{}” bergeser dari kolom sejenisnya", line.code);
                let proposal = "Pindahkan kode dan judul ke kolom kode yang sejenis";
                findings.push(Finding::new(line.place(), Slip::Shifted, what, proposal));
            }
            line.level = u32::try_from(i64::from(home) + line.shift).unwrap_or(home);
        }
    }
    flat::settle(lines, findings);
}

/// Whether all other items of a component that have such codes stand in another column than this one.
fn stands_alone(lines: &[Line], n: usize, of: &[Sort]) -> bool {
    let within = |line: &&Line| !line.is_node();
    let before = lines[..n].iter().rev().take_while(within);
    let after = lines[n + 1..].iter().take_while(within);
    let like = |line: &&Line| line.is_item() && sorts(&line.code).iter().any(|s| of.contains(s));
    let mut others = before.chain(after).filter(like).map(column);
    let Some(theirs) = others.next() else {
        return false;
    };
    theirs != column(&lines[n]) && others.all(|col| col == theirs)
}

/// Whether a line's code continues those of the lines like it in a column, right before or right after, below
/// the same component.
fn continues(lines: &[Line], n: usize, home: u32, of: &[Sort]) -> bool {
    let line = &lines[n];
    let place = |line: &Line| of.iter().find_map(|sort| place(&line.code, *sort));
    let Some(own) = place(line) else {
        return false;
    };
    // What stands further up than the column, or a component among items, begins something else.
    let ends = |other: &&Line| {
        other.is_node() && (line.is_item() || column(other) < home.min(column(line)))
    };
    let like = |other: &&Line| other.is_item() == line.is_item() && column(other) == home;
    let counted = |other: &&Line| other.is_node() || other.is_item();
    let before = lines[..n]
        .iter()
        .rev()
        .filter(counted)
        .take_while(|one| !ends(one));
    let after = lines[n + 1..]
        .iter()
        .filter(counted)
        .take_while(|one| !ends(one));
    let before = before.filter(|one| like(one)).find_map(place);
    let after = after.filter(|one| like(one)).find_map(place);
    before.is_some_and(|before| before + 1 == own) || after == Some(own + 1)
}

/// Whether the component that follows next stands in a column and is the first of a series: then it is below.
fn begins_below(lines: &[Line], n: usize, col: u32) -> bool {
    let next = lines.iter().skip(n + 1).find(|line| line.is_node());
    next.filter(|next| column(next) == col).is_some_and(|next| {
        let of = sorts(&next.code);
        of.iter().any(|sort| place(&next.code, *sort) == Some(1))
    })
}

/// Whether the components that follow right below a line stand in a column and add up to its weight: then
/// they are below it.
fn adds_up(lines: &[Line], n: usize, col: u32) -> bool {
    let Weight::Is(weight) = &lines[n].weight else {
        return false;
    };
    let nodes = || lines.iter().skip(n + 1).filter(|line| line.is_node());
    let below = nodes().take_while(|line| column(line) >= col);
    let weight_of = |line: &Line| match &line.weight {
        Weight::Is(weight) => *weight,
        _ => Decimal::ZERO,
    };
    let sum: Decimal = (below.filter(|line| column(line) == col))
        .map(weight_of)
        .sum();
    nodes().next().is_some_and(|line| column(line) == col) && sum == *weight
}

/// Finds the level of components whose code is missing: their label stands where the labels of their
/// siblings stand, one column behind the codes. Each is a finding where its siblings have codes.
pub fn uncoded(lines: &mut [Line], findings: &mut Vec<Finding>) {
    let coded: Vec<u32> = (lines.iter())
        .filter(|line| line.is_node() && !line.code.is_empty() && line.labelled > line.level)
        .map(|line| line.level)
        .collect();
    let codes_in = |col: u32| coded.iter().filter(|at| **at == col).count();
    let is_bare = |line: &Line| line.code.is_empty() || sorts(&line.code) == [Sort::Dash];
    let (bare, named): (Vec<&Line>, Vec<&Line>) =
        (lines.iter().filter(|line| line.is_node())).partition(|line| is_bare(line));
    let bare: Vec<u32> = bare.into_iter().map(|line| line.level).collect();
    let named: Vec<u32> = named.into_iter().map(|line| line.level).collect();
    let flat = named
        .first()
        .filter(|first| named.iter().all(|col| col == *first))
        .copied();
    let few = bare.len() <= BARE_MAX;
    for n in 0..lines.len() {
        let line = &lines[n];
        let (Some(home), true) = (
            line.level.checked_sub(1),
            line.is_node() && line.code.is_empty() && line.shift == 0,
        ) else {
            continue;
        };
        let next = |line: &&Line| line.is_node() || line.is_item();
        let after = lines.iter().skip(n + 1).find(next);
        let before = lines[..n].iter().rev().find(next);
        // Where all codes stand in one column, none says how deep it is.
        if let Some(flat) = flat.filter(|flat| [*flat, flat + 1].contains(&line.level))
            && named.len() >= HOME_MIN
        {
            (lines[n].level, lines[n].at) = (flat, flat);
            continue;
        }
        // What follows right below its label is below it, but not where it is itself the first below another.
        let holds = after.is_some_and(|after| column(after) == line.level);
        let first = before.is_some_and(|before| before.is_node() && column(before) == home);
        let fits = |level: u32| {
            let mut tried = lines.to_vec();
            tried[n].level = level;
            misfits(&tried)
        };
        // The weights may say that it belongs beside those further up.
        let up = holds && !first;
        let up = codes_in(home) > 0 && (up || (few && fits(home) < fits(line.level)));
        let at = if up { home } else { line.level };
        (lines[n].level, lines[n].at) = (at, at);
        // Where many have codes, or all others, one is missing; where some have none, none is.
        let beside = [at, at + 1]
            .into_iter()
            .flat_map(|col| bare.iter().filter(move |b| **b == col));
        let named = named.iter().filter(|col| **col == at).count();
        if named >= HOME_MIN || (named > 0 && beside.count() == 1) {
            findings.push(lacks_code(lines, n));
        }
    }
}

/// What is said of a component that lacks its code.
pub fn lacks_code(lines: &[Line], n: usize) -> Finding {
    let what = format!("“{}” tidak punya kode", lines[n].title);
    let missing = missing(lines, n).map(|code| format!(": {code}"));
    let proposal = format!("Isi kodenya{}", missing.unwrap_or_default());
    Finding::new(lines[n].place(), Slip::Code, what, proposal)
}

/// Puts back weights that were typed a row too low or too high, on an item among others that share theirs, so
/// that the component beside it has none. `col` is the column of weights; each is a finding.
pub fn weigh(lines: &mut [Line], col: u32, findings: &mut Vec<Finding>) {
    let counts = |line: &&Line| line.kind == Type::Is(Asked::Count);
    let shares = |line: Option<&Line>| {
        line.is_some_and(|line| line.is_item() && line.weight == Weight::None)
    };
    for n in 0..lines.len() {
        let line = &lines[n];
        // Remarks may stand between.
        let bare = |line: &Line| line.code.is_empty() && !line.is_node() && !line.is_item();
        let heading = line.kind == Type::None && line.weight == Weight::None;
        let next = lines[n + 1..].iter().find(|next| !bare(next));
        if !heading || line.code.is_empty() || !next.is_some_and(Line::is_item) {
            continue;
        }
        let weighs = |line: &Line| line.is_item() && matches!(line.weight, Weight::Is(_));
        let passes = |n: &usize| counts(&&lines[*n]) || bare(&lines[*n]);
        let mut below = (n + 1..lines.len()).filter(|n| !passes(n));
        let (first, second) = (below.next(), below.next());
        let mut above = (0..n).rev().filter(|n| !passes(n));
        let (last, before) = (above.next(), above.next());
        let too_low =
            first.filter(|first| weighs(&lines[*first]) && shares(second.map(|n| &lines[n])));
        let too_high = last.filter(|last| {
            weighs(&lines[*last])
                && shares(before.map(|n| &lines[n]))
                && shares(first.map(|n| &lines[n]))
        });
        let Some(from) = too_low.or(too_high) else {
            continue;
        };
        let what = format!("Bobot ini dibaca sebagai bobot “{}”", lines[n].title);
        let proposal = format!("Pindahkan ke {}", lines[n].cell(col));
        findings.push(Finding::new(
            lines[from].cell(col),
            Slip::Weight,
            what,
            proposal,
        ));
        lines[n].weight = std::mem::replace(&mut lines[from].weight, Weight::None);
    }
}

/// The code that a component lacks, by the sibling before it, else by the one behind.
fn missing(lines: &[Line], n: usize) -> Option<String> {
    let at = column(&lines[n]);
    let sibling = |all: &mut dyn Iterator<Item = &Line>| {
        let nodes = all.filter(|line| line.is_node());
        let below = nodes.map(|line| (column(line), line.code.clone()));
        let mut below = below.take_while(|(col, _)| *col >= at);
        let (_, code) = below.find(|(col, _)| *col == at)?;
        let sort = sorts(&code).first().copied()?;
        Some((sort, place(&code, sort)?))
    };
    let before = sibling(&mut lines[..n].iter().rev()).map(|(sort, place)| (sort, place + 1));
    let after = || {
        let (sort, place) = sibling(&mut lines[n + 1..].iter())?;
        Some((sort, place.checked_sub(1)?))
    };
    let (sort, place) = before.or_else(after)?;
    spelled(place, sort)
}

/// The column that a line would have if its row weren't shifted.
pub fn column(line: &Line) -> u32 {
    u32::try_from(i64::from(line.level) - line.shift).unwrap_or(line.level)
}
