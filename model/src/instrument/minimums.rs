//! Editing awards: what their minimums can be about, and how many points each asks for.

use rust_decimal::Decimal;

use super::draft::{Draft, DraftMinimum, DraftNode, DraftThreshold};
use super::{Instrument, Subject};

impl DraftMinimum {
    /// What it is about. One that says nothing, or two things, is unsettled.
    #[must_use]
    pub fn subject(&self) -> Subject {
        match (&self.path, &self.area, &self.unsettled) {
            (Some(path), None, None) => Subject::Path(path.clone()),
            (None, Some(area), None) => Subject::Area(area.clone()),
            (_, _, printed) => Subject::Unsettled(printed.clone().unwrap_or_default()),
        }
    }

    fn of(subject: &Subject, min: &str) -> Self {
        let (path, area, unsettled) = match subject {
            Subject::Path(path) => (Some(path.clone()), None, None),
            Subject::Area(area) => (None, Some(area.clone()), None),
            Subject::Unsettled(printed) => (None, None, Some(printed.clone())),
        };
        let min = min.to_owned();
        Self {
            path,
            area,
            unsettled,
            min,
        }
    }
}

impl Draft {
    /// What a minimum can be about, with what people call it: the whole, each area, each component, and each
    /// item with a weight of its own.
    #[must_use]
    pub fn subjects(&self) -> Vec<(Subject, String)> {
        let whole = (Subject::Path(String::new()), self.title.clone());
        let mut areas: Vec<(&str, Vec<&str>)> = Vec::new();
        name_areas(&self.nodes, &mut areas);
        let areas = areas.into_iter().map(|(area, titles)| {
            let subject = Subject::Area(area.to_owned());
            (subject, titles.join(" · "))
        });
        let (lines, _) = self.outline();
        let lines = lines.into_iter().filter_map(|line| {
            let title = match self.item(&line.spot) {
                Some(item) => item.weight.is_some().then_some(&item.title)?,
                None => &self.node(&line.spot)?.title,
            };
            Some((Subject::Path(line.path), title.clone()))
        });
        [whole].into_iter().chain(areas).chain(lines).collect()
    }

    /// Adds an award that asks for nothing yet; whether it did: a name is needed, and each only once.
    pub fn add_award(&mut self, name: &str) -> bool {
        let name = name.trim();
        let taken = |award: &DraftThreshold| award.name.trim().eq_ignore_ascii_case(name);
        if name.is_empty() || self.thresholds.iter().any(taken) {
            return false;
        }
        self.thresholds.push(DraftThreshold {
            name: name.to_owned(),
            minimums: Vec::new(),
        });
        true
    }

    /// Takes an award away with all its minimums.
    pub fn remove_award(&mut self, award: usize) {
        if award < self.thresholds.len() {
            self.thresholds.remove(award);
        }
    }

    /// Lets an award ask for so many points of something, in place of what it asked of it before. `min` is a
    /// number as the document has it, with a point; [`super::check`] says if it is none or can't be reached.
    pub fn ask(&mut self, award: usize, of: &Subject, min: &str) {
        let Some(award) = self.thresholds.get_mut(award) else {
            return;
        };
        let mut asked = award.minimums.iter_mut();
        match asked.find(|one| one.subject() == *of) {
            Some(one) => min.clone_into(&mut one.min),
            None => award.minimums.push(DraftMinimum::of(of, min)),
        }
    }

    /// Lets an award ask nothing of something.
    pub fn ask_nothing(&mut self, award: usize, of: &Subject) {
        if let Some(award) = self.thresholds.get_mut(award) {
            award.minimums.retain(|one| one.subject() != *of);
        }
    }

    /// Says what a minimum is about that nobody could place. What the award asks of that already stays.
    pub fn place_minimum(&mut self, award: usize, unsettled: &Subject, of: &Subject) {
        let Some(asks) = self.thresholds.get_mut(award) else {
            return;
        };
        let at = |of: &Subject| asks.minimums.iter().position(|one| one.subject() == *of);
        let (Some(found), known) = (at(unsettled), at(of)) else {
            return;
        };
        if known.is_some() {
            asks.minimums.remove(found);
        } else {
            asks.minimums[found] = DraftMinimum::of(of, &asks.minimums[found].min);
        }
    }
}

/// The areas in their order, each with the different titles of the components where it begins.
fn name_areas<'d>(nodes: &'d [DraftNode], areas: &mut Vec<(&'d str, Vec<&'d str>)>) {
    for node in nodes {
        if let Some(area) = node.area.as_deref() {
            let title = node.title.as_str();
            match areas.iter_mut().find(|(known, _)| *known == area) {
                None => areas.push((area, vec![title])),
                Some((_, titles)) if !titles.contains(&title) => titles.push(title),
                Some(_) => {}
            }
        }
        name_areas(&node.nodes, areas);
    }
}

/// A minimum that another version changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MinimumChange {
    /// The award.
    pub award: String,
    /// What it is about.
    pub of: Subject,
    /// Points before; nothing where it wasn't asked for.
    pub from: Option<Decimal>,
    /// Points now; nothing where it isn't asked for any more.
    pub to: Option<Decimal>,
}

/// What awards ask for now that they didn't before, in the order of this version, then what they ask for no
/// more. Awards are told apart by their names.
#[must_use]
pub fn minimum_changes(before: &Instrument, now: &Instrument) -> Vec<MinimumChange> {
    let all = |of: &Instrument| -> Vec<(String, Subject, Decimal)> {
        let awards = of.thresholds.iter().flat_map(|award| {
            let minimums = award.minimums.iter();
            minimums.map(|one| (award.name.clone(), one.of.clone(), one.min))
        });
        awards.collect()
    };
    let (old, new) = (all(before), all(now));
    let min = |all: &[(String, Subject, Decimal)], award: &str, of: &Subject| {
        let found = all.iter().find(|one| one.0 == award && one.1 == *of);
        found.map(|one| one.2)
    };
    let gone = old.iter().filter(|one| min(&new, &one.0, &one.1).is_none());
    let change = |(award, of, _): &(String, Subject, Decimal)| MinimumChange {
        from: min(&old, award, of),
        to: min(&new, award, of),
        award: award.clone(),
        of: of.clone(),
    };
    (new.iter().chain(gone).map(change))
        .filter(|change| change.from != change.to)
        .collect()
}
