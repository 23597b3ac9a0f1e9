//! Layouts in which all codes stand in one column: how deep a component is follows from its code alone.

use std::collections::BTreeSet;

use super::code::{Sort, sorts};
use super::finding::Finding;
use super::fit::misfits;
use super::level::{self, BARE_MAX, column};
use super::line::{Line, Type, Weight};

/// Components whose sorts say how deep they are, whatever their weights do.
const NODES_MIN: usize = 4;

/// Gives components in one column their levels: by the codes that each prints, else by the sort of its own. Of
/// few, only where that makes the whole fit better. One without a code gets the level at which it fits best, and is
/// said where others have theirs there.
pub fn settle(lines: &mut [Line], findings: &mut Vec<Finding>) {
    let mut columns = lines.iter().filter(|line| line.is_node()).map(column);
    let Some(first) = columns.next() else {
        return;
    };
    if columns.any(|other| other != first) {
        return;
    }
    // Right above one, what has a code and no weight may be its heading.
    let heads = |n: usize| {
        let bare = lines[n].kind == Type::None && lines[n].weight == Weight::None;
        let next = lines.get(n + 1).is_some_and(Line::is_node);
        bare && next && !lines[n].code.is_empty() && column(&lines[n]) == first
    };
    let nodes: Vec<usize> = (0..lines.len())
        .filter(|n| lines[*n].is_node() || heads(*n))
        .collect();
    // Where codes print those above them, they say it themselves.
    if nodes.iter().any(|n| lines[*n].depth > 1) {
        for n in nodes {
            lines[n].level = u32::try_from(lines[n].depth).unwrap_or_default();
        }
        return bare(lines, findings);
    }
    let sorted = sorted(lines, &nodes);
    let by_sort = |sort: &Sort| match sort {
        Sort::Letter => 0,
        Sort::Roman => 1,
        Sort::Number => 2,
        Sort::SmallRoman => 3,
        Sort::SmallLetter => 4,
        Sort::Dash => 5,
    };
    // A worksheet may begin with I, and have A below it.
    let mut seen: Vec<Sort> = Vec::new();
    for sort in &sorted {
        if !seen.contains(sort) {
            seen.push(*sort);
        }
    }
    let by_place = |sort: &Sort| seen.iter().position(|one| one == sort).unwrap_or_default();
    let ranks = |rank: &dyn Fn(&Sort) -> usize| -> Vec<u32> {
        let ranks = sorted.iter().map(rank);
        ranks
            .map(|rank| u32::try_from(rank).unwrap_or_default())
            .collect()
    };
    let as_it_is: Vec<u32> = nodes.iter().map(|n| lines[*n].level).collect();
    let mut readings = vec![ranks(&by_sort), ranks(&by_place)];
    if nodes.len() < NODES_MIN {
        readings.insert(0, as_it_is);
    }
    let misfits_of = |levels: &Vec<u32>| {
        let mut tried = lines.to_vec();
        for (n, level) in nodes.iter().zip(levels) {
            tried[*n].level = *level;
        }
        misfits(&tried)
    };
    // The first of those that fit best.
    let Some(best) = readings.iter().min_by_key(|levels| misfits_of(levels)) else {
        return;
    };
    let best = best.clone();
    for (n, level) in nodes.into_iter().zip(best) {
        lines[n].level = level;
    }
    bare(lines, findings);
}

/// Gives components without a code the level at which they fit best: that of others, or one above all.
fn bare(lines: &mut [Line], findings: &mut Vec<Finding>) {
    let is_bare = |line: &Line| line.is_node() && line.code.is_empty();
    let all: Vec<usize> = (0..lines.len()).filter(|n| is_bare(&lines[*n])).collect();
    if !(1..=BARE_MAX).contains(&all.len()) {
        return;
    }
    let mut levels = BTreeSet::from([0]);
    let mut before = 0;
    for line in lines.iter_mut().filter(|line| line.kind == Type::None) {
        if line.code.is_empty() {
            line.level = before;
        } else {
            line.level += 1;
            before = line.level;
            levels.extend(line.is_node().then_some(before));
        }
    }
    // What one is says where the others are.
    for n in all.iter().chain(&all) {
        let was = lines[*n].level;
        let fits = |level: &u32| {
            let mut tried = lines.to_vec();
            tried[*n].level = *level;
            (misfits(&tried), level.abs_diff(was))
        };
        let best = levels.iter().min_by_key(|level| fits(level)).copied();
        lines[*n].level = best.unwrap_or(was);
    }
    for n in all {
        let beside = |line: &Line| line.is_node() && !line.code.is_empty();
        let mut others = lines.iter().filter(|line| beside(line));
        if others.any(|line| line.level == lines[n].level) {
            findings.push(level::lacks_code(lines, n));
        }
    }
}

/// The sort of each code.
fn sorted(lines: &[Line], nodes: &[usize]) -> Vec<Sort> {
    let mut before: Vec<(Sort, String)> = Vec::new();
    for line in nodes.iter().map(|n| &lines[*n]) {
        let of = sorts(&line.code);
        // `i` follows `h` as a letter, otherwise it counts.
        let follows = |sort: &&Sort| {
            let last = before
                .iter()
                .rev()
                .find(|(s, _)| s == *sort)
                .map(|(_, code)| code);
            let next = last
                .and_then(|code| code.chars().next())
                .and_then(|c| char::from_u32(u32::from(c) + 1));
            next.is_some_and(|next| line.code.starts_with(next))
        };
        let letter = of.iter().find(|sort| {
            matches!(sort, Sort::Letter | Sort::SmallLetter) && of.len() > 1 && follows(sort)
        });
        let sort = letter.or(of.first()).copied().unwrap_or(Sort::Dash);
        before.push((sort, line.code.clone()));
    }
    before.into_iter().map(|(sort, _)| sort).collect()
}
