//! Which column a line's code belongs in. Columns are a hint: most lines with such codes say where their
//! home is, and one that stands elsewhere is a slip.

use std::collections::BTreeMap;

use super::code::{Sort, sorts};
use super::finding::{Finding, Slip};
use super::line::Line;

/// Votes that make a home.
const HOME_MIN: usize = 3;

/// Puts lines back into the column of their kind; each that moves is a finding.
pub fn settle(lines: &mut [Line], findings: &mut Vec<Finding>) {
    let coded: Vec<(usize, bool, u32, Vec<Sort>)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.code.is_empty() && (line.is_node() || line.is_item()))
        .map(|(n, line)| (n, line.is_item(), column(line), sorts(&line.code)))
        .collect();
    // Lines with the same sorts of code in the same column vote together.
    let mut groups: BTreeMap<(bool, u32, &[Sort]), usize> = BTreeMap::new();
    for (_, item, col, of) in &coded {
        *groups.entry((*item, *col, of)).or_default() += 1;
    }
    let there = |item: bool, col: u32, of: &[Sort], alike: bool| -> usize {
        let from = (item, col, [].as_slice());
        let groups = groups
            .range(from..)
            .take_while(|((i, c, _), _)| (*i, *c) == (item, col));
        let groups = groups.filter(|((.., s), _)| s.iter().any(|s| of.contains(s)) == alike);
        groups.map(|(_, count)| count).sum()
    };
    for (n, item, col, of) in &coded {
        // One of them is this line itself.
        if there(*item, *col, of, true) > 1 {
            continue;
        }
        let beside = [col.checked_sub(1), col.checked_add(1)]
            .into_iter()
            .flatten();
        let home = beside.max_by_key(|col| there(*item, *col, of, true));
        let Some(home) = home else { continue };
        let strength = there(*item, home, of, true);
        let crowded = there(*item, *col, of, false) >= HOME_MIN;
        if strength >= HOME_MIN || (strength > 0 && crowded) {
            let line = &mut lines[*n];
            if line.shift == 0 && !findings.iter().any(|f| f.cell == line.place()) {
                let what = format!("Kode {:?} bergeser dari kolom sejenisnya", line.code);
                let proposal = "Pindahkan kode dan judul ke kolom kode yang sejenis";
                findings.push(Finding::new(line.place(), Slip::Shifted, what, proposal));
            }
            line.level = u32::try_from(i64::from(home) + line.shift).unwrap_or(home);
        }
    }
    if let Some(ranks) = one_column(lines) {
        for (n, rank) in ranks {
            lines[n].level = rank;
        }
    }
}

/// The column that a line would have if its row weren't shifted.
pub fn column(line: &Line) -> u32 {
    u32::try_from(i64::from(line.level) - line.shift).unwrap_or(line.level)
}

/// Where all codes stand in one column, their sort is all that says how deep they are.
fn one_column(lines: &[Line]) -> Option<Vec<(usize, u32)>> {
    let nodes: Vec<(usize, &Line)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| line.is_node())
        .collect();
    let (_, first) = nodes.first()?;
    if nodes.len() < 4 || nodes.iter().any(|(_, line)| column(line) != column(first)) {
        return None;
    }
    let mut before: Vec<(Sort, String)> = Vec::new();
    let ranks = nodes.into_iter().map(|(n, line)| {
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
        let rank = match sort {
            Sort::Letter => 0,
            Sort::Roman => 1,
            Sort::Number => 2,
            Sort::SmallRoman => 3,
            Sort::SmallLetter => 4,
            Sort::Dash => 5,
        };
        (n, rank)
    });
    Some(ranks.collect())
}
