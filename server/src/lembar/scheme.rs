//! What a worksheet is judged by: areas and awards, which a worksheet that is known has from the built-in one.

use std::collections::BTreeMap;

use model::instrument::draft::{DraftGrade, DraftMinimum, DraftThreshold};
use model::instrument::{Draft, DraftNode, Instrument, Subject};

use super::cell::plain;
use super::facts;

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
        inclusive: grade.inclusive,
    };
    instrument.grades.iter().map(grade).collect()
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
