//! What a worksheet is judged by: areas, awards, grades. Awards and areas of a worksheet that is known come
//! from the built-in one; grades from the file's own table.

use std::collections::BTreeMap;

use model::instrument::draft::{DraftGrade, DraftMinimum, DraftThreshold};
use model::instrument::{Draft, DraftNode, Instrument, Subject, number};
use rust_decimal::Decimal;

use super::cell::{Grid, plain};
use super::facts;
use super::header::Columns;

/// Areas of change, by words of their titles.
const AREAS: [(&str, &str); 11] = [
    ("manajemen perubahan", "manajemen-perubahan"),
    ("deregulasi", "deregulasi"),
    ("perundang", "deregulasi"),
    ("tata laksana", "tata-laksana"),
    ("tatalaksana", "tata-laksana"),
    ("sdm", "manajemen-sdm"),
    ("sumber daya manusia", "manajemen-sdm"),
    ("akuntabilitas", "akuntabilitas"),
    ("pengawasan", "pengawasan"),
    ("pelayanan publik", "pelayanan-publik"),
    ("organisasi", "organisasi"),
];

/// Whether a title speaks of the Zona Integritas, whole or as people shorten it.
#[must_use]
pub fn is_zi(title: &str) -> bool {
    let title = plain(title);
    let mut words = title.split(|c: char| !c.is_alphanumeric());
    title.contains("zona integritas") || words.any(|word| matches!(word, "zi" | "wbk" | "wbbm"))
}

/// Marks where areas of change begin.
pub fn mark_areas(nodes: &mut [DraftNode]) {
    for node in nodes {
        let title = plain(&node.title);
        if title.starts_with("hasil") && !title.contains("antara") {
            for below in &mut node.nodes {
                below.area = Some("hasil".to_owned());
            }
            if node.nodes.is_empty() {
                node.area = Some("hasil".to_owned());
            }
            continue;
        }
        match AREAS.iter().find(|(words, _)| title.contains(words)) {
            Some((_, area)) => node.area = Some((*area).to_owned()),
            None => mark_areas(&mut node.nodes),
        }
    }
}

/// The awards of the known worksheet. What one is about and isn't here can't be reached: it stays, unsettled.
#[must_use]
pub fn awards(known: &Instrument, instrument: &Instrument) -> Vec<DraftThreshold> {
    let there = |subject: &Subject| match subject {
        Subject::Path(path) => {
            instrument.node(path).is_some() || instrument.item_by_path(path).is_some()
        }
        Subject::Area(area) => instrument.areas().contains(&area.as_str()),
        Subject::Unsettled(_) => false,
    };
    let minimum = |minimum: &model::instrument::Minimum| {
        let of = &minimum.of;
        let (path, area, lost) = match of {
            Subject::Path(path) if there(of) => (Some(path), None, None),
            Subject::Area(area) if there(of) => (None, Some(area), None),
            Subject::Path(name) | Subject::Area(name) | Subject::Unsettled(name) => {
                (None, None, Some(name))
            }
        };
        DraftMinimum {
            path: path.cloned(),
            area: area.cloned(),
            unsettled: lost.cloned(),
            min: minimum.min.normalize().to_string(),
        }
    };
    let award = |award: &model::instrument::Threshold| DraftThreshold {
        name: award.name.clone(),
        minimums: award.minimums.iter().map(minimum).collect(),
    };
    known.thresholds.iter().map(award).collect()
}

/// The grades of an instrument that names none, as a draft names them.
#[must_use]
pub fn customary(instrument: &Instrument) -> Vec<DraftGrade> {
    let grade = |grade: &model::instrument::Grade| DraftGrade {
        name: grade.name.clone(),
        above: grade.above.normalize().to_string(),
    };
    instrument.grades.iter().map(grade).collect()
}

/// A table of grades in a sheet, which may be the worksheet: names from AA to D, each in a row with the
/// number that it begins above.
#[must_use]
pub fn grades(grid: &Grid, columns: Option<&Columns>) -> Option<Vec<DraftGrade>> {
    const NAMES: [&str; 7] = ["AA", "A", "BB", "B", "CC", "C", "D"];
    let mut found: Vec<DraftGrade> = Vec::new();
    for row in grid.rows() {
        let cells: Vec<(u32, String)> = grid
            .row(row)
            .map(|(col, cell)| (col, cell.text()))
            .collect();
        for (n, (col, text)) in cells.iter().enumerate() {
            let own = columns.is_some_and(|of| [Some(of.choices), of.answer].contains(&Some(*col)));
            let name = NAMES
                .iter()
                .find(|name| is_named(text, name))
                .filter(|_| !own);
            let beside = || {
                let right: Vec<&str> = (cells.iter().skip(n + 1).take(3))
                    .map(|(_, text)| text.as_str())
                    .collect();
                let left: Vec<&str> = (cells.iter().take(n).rev().take(3))
                    .map(|(_, text)| text.as_str())
                    .collect();
                lower(&right).or_else(|| lower(&left))
            };
            if let Some((name, above)) = name.and_then(|name| Some((name, beside()?)))
                && !found.iter().any(|grade| grade.name == *name)
            {
                found.push(DraftGrade {
                    name: (*name).to_owned(),
                    above: above.normalize().to_string(),
                });
            }
        }
    }
    // Answers are letters too: only a table has AA and BB.
    let has = |name: &str| found.iter().any(|grade| grade.name == name);
    (found.len() >= 5 && has("AA") && has("BB")).then_some(found)
}

/// Whether a cell names a grade: `AA`, `AA (Istimewa)`.
fn is_named(text: &str, name: &str) -> bool {
    let rest = text.strip_prefix(name).map(str::trim_start);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['(', '=', '–', '-']))
}

/// Where a grade begins, by the cells on one side of its name, the nearest first: a cell that says a range, else
/// the lower of two numbers.
fn lower(cells: &[&str]) -> Option<Decimal> {
    let says = |text: &&&str| text.contains(['>', '<', '≥', '≤', '-', '–']);
    if let Some(range) = cells.iter().filter(says).find_map(|text| bound(text)) {
        return Some(range);
    }
    let numbers = cells.iter().filter_map(|text| bound(text));
    numbers.take(2).min()
}

/// The number that a grade begins above: `> 90`, `90 – 100`, `80,01 - 90`, `100 ≥ x > 85`, `Lebih dari 85`.
fn bound(text: &str) -> Option<Decimal> {
    const ABOVE: [&str; 4] = ["lebih dari", "di atas", "diatas", "nilai"];
    const BELOW: [&str; 5] = ["<", "≤", "kurang dari", "di bawah", "x <"];
    let text = plain(text);
    if BELOW.iter().any(|words| text.starts_with(words)) {
        return Some(Decimal::ZERO);
    }
    // From the top down: what is named last is where it begins.
    let text = match text.rsplit_once('>') {
        Some((_, after)) => after.trim_start_matches('='),
        None => {
            let words = ABOVE.iter().find_map(|words| text.strip_prefix(words));
            words.unwrap_or(&text)
        }
    };
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let marks = |c: char| matches!(c, '≥' | '=' | ' ' | '(');
    if !text.get(..start)?.chars().all(marks) {
        return None;
    }
    let rest = text.get(start..)?;
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
        .unwrap_or(rest.len());
    let from = number(rest.get(..end)?.trim_end_matches(['.', ',']))?;
    // `80,01 – 90` is printed where above 80 is meant.
    let hundredth = Decimal::new(1, 2);
    let from = if from.fract() == hundredth {
        from - hundredth
    } else {
        from
    };
    (from <= Decimal::ONE_HUNDRED).then_some(from)
}

/// The draft's family: the known one's, else from the words of the title.
#[must_use]
pub fn family(title: &str) -> String {
    let letters = title.chars().map(|c| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    });
    let letters: String = letters.collect();
    let words: Vec<&str> = letters.split_whitespace().take(8).collect();
    let family = words.join("-");
    if family.is_empty() {
        "lembar-kerja".to_owned()
    } else {
        family
    }
}

/// Says of a draft what the known worksheet says of itself; of areas, where a title doesn't say which one it
/// is. `printed` is the instrument that the draft makes.
pub fn adopt(draft: &mut Draft, printed: &Instrument, known: &Instrument) {
    draft.family.clone_from(&known.family);
    draft.source.clone_from(&known.source);
    let begins: BTreeMap<&str, &str> = (known.areas().into_iter())
        .flat_map(|area| known.nodes_of_area(area).map(move |node| (node, area)))
        .map(|(node, area)| (node.path.as_str(), area))
        .collect();
    facts::visit(&mut draft.nodes, printed, &mut |path, part| {
        if let (facts::Part::Node(node), Some(area)) = (part, begins.get(path))
            && node.area.is_none()
        {
            node.area = Some((*area).to_owned());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grades_begin_where_their_table_says() {
        let cases = [
            ("> 90", Some("90")),
            (">90 - 100", Some("90")),
            ("80,01 – 90", Some("80")),
            ("80.01-90.00", Some("80")),
            ("< 30", Some("0")),
            ("0 - 30", Some("0")),
            ("30", Some("30")),
            ("100 ≥ x > 85", Some("85")),
            ("Lebih dari 85 s.d. 100", Some("85")),
            ("≥ 85", Some("85")),
            ("Memuaskan", None),
            ("2021", None),
        ];
        for (text, expected) in cases {
            let expected = expected.map(|text| Decimal::from_str_exact(text).unwrap());
            assert_eq!(bound(text), expected, "{text}");
        }
    }
}
