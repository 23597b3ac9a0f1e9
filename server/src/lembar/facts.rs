//! What a worksheet's layout has no column for (family, areas, awards, grades…), as a second sheet of a
//! workbook that Bukti wrote. People can read and change it; it is read back with the worksheet.

use std::collections::{BTreeMap, BTreeSet};

use model::instrument::draft::{DraftGrade, DraftMinimum, DraftThreshold};
use model::instrument::{Draft, DraftItem, DraftNode, Instrument, Unanswered};
use model::table::Table;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::cell::{CellRef, Grid, plain, tidy};
use super::finding::{Finding, Slip};

/// The sheet's name.
pub const SHEET: &str = "Keterangan Bukti";
/// What its first cell says.
const MARK: &str = "Keterangan lembar kerja; dibaca kembali saat impor";
/// Where a minimum is about an area.
const AREA: &str = "area ";
/// Before the bound of a grade that begins at it, not above it.
const REACHED: &str = "≥ ";
/// Where nobody knows what it is about.
const UNSETTLED: &str = "belum jelas: ";

/// What the layout doesn't say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    family: String,
    version: u32,
    title: String,
    source: String,
    unanswered: Unanswered,
    grades: Option<Vec<DraftGrade>>,
    thresholds: Vec<DraftThreshold>,
    becomes: Table<String, Option<String>>,
    areas: BTreeMap<String, String>,
    estimated: BTreeSet<String>,
    weightless: BTreeSet<String>,
    applies_to: BTreeMap<String, Vec<String>>,
    documents: BTreeMap<String, Vec<String>>,
    /// What can't be read, with its cell.
    unread: Vec<(CellRef, String)>,
}

/// What an unanswered item does, in whatever words; nothing where they say neither.
fn policy(text: &str) -> Option<Unanswered> {
    const NOT: [&str; 5] = ["tidak", "tdk", "bukan", "dilewati", "diabaikan"];
    const ZERO: [&str; 3] = ["nol", "0", "zero"];
    let text = plain(text);
    let has = |words: &[&str]| {
        // A comma may stand in a number.
        let mut own = text.split(|c: char| !c.is_alphanumeric() && !matches!(c, ',' | '.'));
        own.any(|word| words.contains(&word))
    };
    match () {
        () if has(&NOT) || text.is_empty() => Some(Unanswered::LeftOut),
        () if has(&ZERO) => Some(Unanswered::Zero),
        () => None,
    }
}

impl Facts {
    /// What the layout doesn't say of an instrument.
    #[must_use]
    pub fn of(instrument: &Instrument) -> Self {
        let draft = Draft::of(instrument);
        let mut facts = Self {
            family: draft.family,
            version: draft.version,
            title: draft.title,
            source: draft.source,
            unanswered: draft.unanswered,
            grades: draft.grades,
            thresholds: draft.thresholds,
            becomes: draft.becomes,
            ..Self::default()
        };
        let mut nodes = draft.nodes;
        visit(&mut nodes, instrument, &mut |path, of| {
            facts.learn(path, &of)
        });
        facts
    }

    fn learn(&mut self, path: &str, of: &Part<'_>) {
        let (estimated, applies_to) = match of {
            Part::Node(node) => {
                if let Some(area) = &node.area {
                    self.areas.insert(path.to_owned(), area.clone());
                }
                if node.weight.is_none() {
                    self.weightless.insert(path.to_owned());
                }
                (node.estimated, &node.applies_to)
            }
            Part::Item(item) => {
                let codes: Vec<String> = item.documents.iter().map(|d| d.code.clone()).collect();
                let places = (1..=codes.len()).map(|n| n.to_string());
                if !places.eq(codes.iter().cloned()) {
                    self.documents.insert(path.to_owned(), codes);
                }
                (item.estimated, &item.applies_to)
            }
        };
        if estimated {
            self.estimated.insert(path.to_owned());
        }
        if !applies_to.is_empty() {
            self.applies_to.insert(path.to_owned(), applies_to.clone());
        }
    }

    /// Whether a node prints no weight.
    #[must_use]
    pub fn is_weightless(&self, path: &str) -> bool {
        self.weightless.contains(path)
    }

    /// Writes the sheet.
    ///
    /// # Errors
    /// [`XlsxError`].
    pub fn write(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        sheet.set_name(SHEET)?;
        sheet.write_string_with_format(0, 0, MARK, &Format::new().set_bold())?;
        for (col, width) in [(0, 24.0), (1, 40.0), (2, 40.0), (3, 12.0)] {
            sheet.set_column_width(col, width)?;
        }
        for (n, row) in self.rows().iter().enumerate() {
            let at = u32::try_from(n + 2).unwrap_or(u32::MAX);
            for (col, text) in (0_u16..).zip(row).filter(|(_, text)| !text.is_empty()) {
                sheet.write_string(at, col, text)?;
            }
        }
        Ok(())
    }

    fn rows(&self) -> Vec<[String; 4]> {
        let mut rows = Vec::new();
        let mut say = |what: &str, of: &str, is: &str, min: &str| {
            rows.push([what, of, is, min].map(str::to_owned));
        };
        say("Keluarga", "", &self.family, "");
        say("Versi", "", &self.version.to_string(), "");
        say("Judul", "", &self.title, "");
        say("Dasar", "", &self.source, "");
        let zero = self.unanswered == Unanswered::Zero;
        let unanswered = if zero {
            "dihitung nol"
        } else {
            "tidak dihitung"
        };
        say("Belum dijawab", "", unanswered, "");
        if let Some(grades) = &self.grades {
            say("Predikat", "", "", "");
            for grade in grades {
                let from = if grade.inclusive { REACHED } else { "" };
                say(
                    "Predikat",
                    "",
                    &grade.name,
                    &format!("{from}{}", grade.above),
                );
            }
        }
        for award in &self.thresholds {
            say("Ambang", &award.name, "", "");
            for minimum in &award.minimums {
                let of = match (&minimum.path, &minimum.area, &minimum.unsettled) {
                    (_, _, Some(printed)) => format!("{UNSETTLED}{printed}"),
                    (_, Some(area), _) => format!("{AREA}{area}"),
                    (path, ..) => path.clone().unwrap_or_default(),
                };
                say("Ambang", &award.name, &of, &minimum.min);
            }
        }
        for (path, area) in &self.areas {
            say("Area", path, area, "");
        }
        for path in &self.weightless {
            say("Bobot dari bawahnya", path, "", "");
        }
        for path in &self.estimated {
            say("Bobot perkiraan", path, "", "");
        }
        for (path, kinds) in &self.applies_to {
            for kind in kinds {
                say("Berlaku untuk", path, kind, "");
            }
        }
        for (path, codes) in &self.documents {
            for code in codes {
                say("Kode dokumen", path, code, "");
            }
        }
        for (old, new) in &self.becomes {
            say("Menjadi", old, new.as_deref().unwrap_or_default(), "");
        }
        rows
    }

    /// Reads the sheet back; nothing where it is another one.
    #[must_use]
    pub fn read(grid: &Grid) -> Option<Self> {
        if grid.text(CellRef { row: 0, col: 0 }) != MARK {
            return None;
        }
        let mut facts = Self::default();
        for row in grid.rows().into_iter().skip(1) {
            let text = |col| grid.text(CellRef { row, col });
            facts.take(row, &text(0), text(1), text(2), text(3));
        }
        Some(facts)
    }

    fn take(&mut self, row: u32, what: &str, of: String, is: String, min: String) {
        match what {
            "Keluarga" => self.family = is,
            "Versi" => self.version = is.parse().unwrap_or(1),
            "Judul" => self.title = is,
            "Dasar" => self.source = is,
            "Belum dijawab" => match policy(&is) {
                Some(policy) => self.unanswered = policy,
                None => self.unread.push((CellRef { row, col: 2 }, is)),
            },
            "Predikat" => {
                let grades = self.grades.get_or_insert_default();
                if !is.is_empty() {
                    let reached = min.strip_prefix('≥').or_else(|| min.strip_prefix(">="));
                    grades.push(DraftGrade {
                        name: is,
                        above: tidy(reached.unwrap_or(&min)),
                        inclusive: reached.is_some(),
                    });
                }
            }
            "Ambang" => self.minimum(of, is, min),
            "Area" => {
                self.areas.insert(of, is);
            }
            "Bobot dari bawahnya" => {
                self.weightless.insert(of);
            }
            "Bobot perkiraan" => {
                self.estimated.insert(of);
            }
            "Berlaku untuk" => self.applies_to.entry(of).or_default().push(is),
            "Kode dokumen" => self.documents.entry(of).or_default().push(is),
            "Menjadi" => {
                self.becomes.insert(of, (!is.is_empty()).then_some(is));
            }
            _ => {}
        }
    }

    fn minimum(&mut self, name: String, of: String, min: String) {
        let place = self.thresholds.iter().position(|award| award.name == name);
        let place = place.unwrap_or_else(|| {
            let minimums = Vec::new();
            self.thresholds.push(DraftThreshold { name, minimums });
            self.thresholds.len() - 1
        });
        if min.is_empty() {
            return;
        }
        let unsettled = of.strip_prefix(UNSETTLED).map(str::to_owned);
        let area = of.strip_prefix(AREA).map(str::to_owned);
        let path = (area.is_none() && unsettled.is_none()).then_some(of);
        let minimum = DraftMinimum {
            path,
            area,
            unsettled,
            min,
        };
        if let Some(award) = self.thresholds.get_mut(place) {
            award.minimums.push(minimum);
        }
    }

    /// What is said of what can't be read; the sheet is named, as the cells aren't the worksheet's.
    pub fn findings(&self) -> impl Iterator<Item = Finding> {
        self.unread.iter().map(|(at, text)| {
            let what = format!(
                "“{text}” di lembar {SHEET} tidak dikenal; butir yang belum dijawab tidak dihitung"
            );
            Finding::new(
                *at,
                Slip::Reading,
                what,
                "Tulis: dihitung nol, atau: tidak dihitung",
            )
        })
    }

    /// Says of a draft what its sheet couldn't. `printed` is the instrument that the sheet alone makes.
    pub fn apply(&self, draft: &mut Draft, printed: &Instrument) {
        draft.family.clone_from(&self.family);
        draft.version = self.version.max(1);
        draft.title.clone_from(&self.title);
        draft.source.clone_from(&self.source);
        draft.unanswered = self.unanswered;
        draft.grades.clone_from(&self.grades);
        visit(&mut draft.nodes, printed, &mut |path, part| {
            let applies_to = self.applies_to.get(path).cloned().unwrap_or_default();
            match part {
                Part::Node(node) => {
                    node.area = self.areas.get(path).cloned();
                    node.estimated = self.estimated.contains(path);
                    node.applies_to = applies_to;
                    if self.weightless.contains(path) {
                        node.weight = None;
                    }
                }
                Part::Item(item) => {
                    item.estimated = self.estimated.contains(path);
                    item.applies_to = applies_to;
                    let codes = self.documents.get(path).into_iter().flatten();
                    for (document, code) in item.documents.iter_mut().zip(codes) {
                        document.code.clone_from(code);
                    }
                }
            }
        });
        // What was taken out of the sheet by hand can't be named any more; nothing reaches its minimum.
        let there = |path: &str| {
            path.is_empty() || printed.node(path).is_some() || printed.item_by_path(path).is_some()
        };
        let is_area = |area: &String| self.areas.values().any(|one| one == area);
        draft.thresholds.clone_from(&self.thresholds);
        for minimum in draft.thresholds.iter_mut().flat_map(|t| &mut t.minimums) {
            let lost = match (&minimum.path, &minimum.area) {
                (Some(path), _) => !there(path),
                (None, area) => area.as_ref().is_some_and(|area| !is_area(area)),
            };
            if lost {
                minimum.unsettled = minimum.path.take().or(minimum.area.take());
            }
        }
        let becomes = self.becomes.iter();
        let becomes = becomes.filter(|(_, new)| new.as_deref().is_none_or(there));
        draft.becomes = becomes
            .map(|(old, new)| (old.clone(), new.clone()))
            .collect();
    }
}

/// A node or an item of a draft.
pub enum Part<'a> {
    /// A node, without what is below it.
    Node(&'a mut DraftNode),
    /// An item.
    Item(&'a mut DraftItem),
}

/// Visits a draft's nodes and items, each with its path in the instrument that the draft makes.
pub fn visit(
    nodes: &mut [DraftNode],
    instrument: &Instrument,
    visitor: &mut dyn FnMut(&str, Part<'_>),
) {
    let mut node_paths = instrument.nodes().map(|node| node.path.as_str());
    let mut item_paths = instrument.items().map(|item| item.path.as_str());
    below(nodes, &mut node_paths, &mut item_paths, visitor);
}

fn below<'p>(
    nodes: &mut [DraftNode],
    node_paths: &mut dyn Iterator<Item = &'p str>,
    item_paths: &mut dyn Iterator<Item = &'p str>,
    visitor: &mut dyn FnMut(&str, Part<'_>),
) {
    for node in nodes {
        if let Some(path) = node_paths.next() {
            visitor(path, Part::Node(node));
        }
        below(&mut node.nodes, node_paths, item_paths, visitor);
        for item in &mut node.items {
            if let Some(path) = item_paths.next() {
                visitor(path, Part::Item(item));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_may_be_said_in_other_words() {
        for text in [
            "dihitung nol",
            "dihitung 0",
            "Nol",
            "Dihitung sebagai nol (0)",
            "counts 0",
        ] {
            assert_eq!(policy(text), Some(Unanswered::Zero), "{text}");
        }
        for text in [
            "",
            "tidak dihitung",
            "Tidak ikut dirata-rata",
            "diabaikan",
            "tidak dihitung nol",
        ] {
            assert_eq!(policy(text), Some(Unanswered::LeftOut), "{text}");
        }
        for text in ["dihitung", "separuh", "10", "dihitung 0,5"] {
            assert_eq!(policy(text), None, "{text}");
        }
    }
}
