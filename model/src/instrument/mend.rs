//! Mending a draft: another code for a line, a line that is something else than it was read as, a finding
//! settled as it proposes. What names a line by its path follows it; an item that people may have answered
//! under its old path is told in `becomes`.

use rust_decimal::Decimal;

use super::draft::{Draft, DraftAnswer, DraftGate, DraftItem, DraftMinimum, DraftNode};
use super::outline::Spot;
use super::{Finding, FindingKind, Proposal, Row, RowRole, Subject, item_id};
use crate::table::Table;

/// How a percentage is called among answer types.
const PERCENTAGE: &str = "persen";

impl Draft {
    /// Gives a line another code. With `carries` the draft is made from a version that people may have
    /// answered: items that get another path by it say what they were.
    pub fn recode(&mut self, spot: &Spot, code: &str, carries: bool) {
        let change = |draft: &mut Self| {
            let code = code.trim().to_owned();
            match (draft.item_mut(spot), spot.is_item()) {
                (Some(item), _) => item.code = code,
                (None, false) => {
                    if let Some(node) = draft.node_mut(spot) {
                        node.code = code;
                    }
                }
                (None, true) => {}
            }
        };
        self.reshape(carries, change, |spot| Some(spot.clone()));
    }

    /// An item is a heading: what stands behind it among its siblings stands below it then. Where it is
    /// afterwards.
    pub fn as_heading(&mut self, spot: &Spot, carries: bool) -> Option<Spot> {
        let at = spot.item.filter(|_| self.item(spot).is_some())?;
        let heading = spot.child(self.node(spot)?.nodes.len());
        let to = heading.clone();
        let change = |draft: &mut Self| {
            let Some(node) = draft.node_mut(spot) else {
                return;
            };
            let items = node.items.split_off(at + 1);
            node.nodes.extend(node.items.pop().map(|item| DraftNode {
                code: item.code,
                title: item.title,
                weight: item.weight,
                estimated: item.estimated,
                applies_to: item.applies_to,
                gates: item.gates,
                items,
                ..DraftNode::default()
            }));
        };
        let place = |old: &Spot| match old.item {
            Some(item) if old.nodes == spot.nodes && item == at => Some(to.clone()),
            Some(item) if old.nodes == spot.nodes && item > at => Some(to.with(item - at - 1)),
            _ => Some(old.clone()),
        };
        self.reshape(carries, change, place);
        Some(heading)
    }

    /// Whether a component can be an item: one below another, without components below and where no area
    /// begins.
    #[must_use]
    pub fn can_be_item(&self, spot: &Spot) -> bool {
        let node = self.node(spot).filter(|_| !spot.is_item());
        node.is_some_and(|node| node.nodes.is_empty() && node.area.is_none()) && spot.level() > 1
    }

    /// A component is an item, and what stood below it stands behind it; its answer type is to be settled.
    /// Where it is afterwards.
    pub fn as_item(&mut self, spot: &Spot, carries: bool) -> Option<Spot> {
        if !self.can_be_item(spot) {
            return None;
        }
        let (at, above) = spot.nodes.split_last()?;
        let (at, above) = (*at, Spot::of(above));
        let below = self.node(spot)?.items.len();
        let change = |draft: &mut Self| {
            let Some(parent) = draft.node_mut(&above) else {
                return;
            };
            let node = parent.nodes.remove(at);
            let item = DraftItem {
                code: node.code,
                title: node.title,
                weight: node.weight,
                estimated: node.estimated,
                applies_to: node.applies_to,
                gates: node.gates,
                answer: DraftAnswer::unknown(""),
                ..DraftItem::default()
            };
            let behind = std::mem::take(&mut parent.items);
            parent.items = [vec![item], node.items, behind].concat();
        };
        let place = |old: &Spot| {
            if let Some(item) = old.item.filter(|_| old.nodes == above.nodes) {
                return Some(above.with(item + 1 + below));
            }
            if !old.nodes.starts_with(&above.nodes) {
                return Some(old.clone());
            }
            match old.nodes.get(above.nodes.len()) {
                Some(node) if *node == at => Some(above.with(old.item.map_or(0, |item| item + 1))),
                Some(node) if *node > at => {
                    let mut moved = old.clone();
                    moved.nodes[above.nodes.len()] -= 1;
                    Some(moved)
                }
                _ => Some(old.clone()),
            }
        };
        self.reshape(carries, change, place);
        Some(above.with(0))
    }

    /// The percentage that an item could be a count of: the nearest one before it among its siblings.
    #[must_use]
    pub fn percentage_before(&self, spot: &Spot) -> Option<Spot> {
        let items = &self.node(spot)?.items;
        let before = items.get(..spot.item?)?;
        let at = before
            .iter()
            .rposition(|item| item.answer.kind == PERCENTAGE)?;
        Some(Spot::of(&spot.nodes).with(at))
    }

    /// An item is a count (a *Jumlah* row) of the percentage before it; what it is there is to be settled.
    /// Where that percentage is.
    pub fn as_count(&mut self, spot: &Spot, carries: bool) -> Option<Spot> {
        let (of, at) = (self.percentage_before(spot)?, spot.item?);
        let change = |draft: &mut Self| {
            let Some(node) = draft.node_mut(spot).filter(|node| at < node.items.len()) else {
                return;
            };
            let item = node.items.remove(at);
            if let Some(percentage) = draft.item_mut(&of) {
                add_row(&mut percentage.answer.rows, item.title);
            }
        };
        let place = |old: &Spot| match old.item {
            Some(item) if old.nodes == spot.nodes && item == at => None,
            Some(item) if old.nodes == spot.nodes && item > at => Some(old.with(item - 1)),
            _ => Some(old.clone()),
        };
        self.reshape(carries, change, place);
        Some(of)
    }

    /// A count of a percentage is an item of its own, behind it; its answer type is to be settled. Where it is
    /// afterwards.
    pub fn count_as_item(&mut self, spot: &Spot, row: usize, carries: bool) -> Option<Spot> {
        let at = spot.item?;
        self.item(spot)?.answer.rows.get(row)?;
        let change = |draft: &mut Self| {
            let row = draft
                .item_mut(spot)
                .map(|item| item.answer.rows.remove(row));
            if let (Some(row), Some(node)) = (row, draft.node_mut(spot)) {
                let item = DraftItem {
                    code: "-".to_owned(),
                    title: row.title,
                    answer: DraftAnswer::unknown("Jumlah"),
                    ..DraftItem::default()
                };
                node.items.insert(at + 1, item);
            }
        };
        let place = |old: &Spot| match old.item {
            Some(item) if old.nodes == spot.nodes && item > at => Some(old.with(item + 1)),
            _ => Some(old.clone()),
        };
        self.reshape(carries, change, place);
        Some(spot.with(at + 1))
    }

    /// Does what a finding proposes, where that is one thing and known; whether it did.
    pub fn settle(&mut self, finding: &Finding, carries: bool) -> bool {
        let (lines, _) = self.outline();
        let line = lines.into_iter().find(|line| line.path == finding.place);
        let spot = line.map(|line| line.spot);
        match (&finding.proposal, &finding.kind, spot) {
            (Proposal::Weight(weight), _, Some(spot)) if !spot.is_item() => {
                let node = self.node_mut(&spot);
                node.map(|node| node.weight = Some(weight.to_string()))
                    .is_some()
            }
            (Proposal::Code(code), _, Some(spot)) => {
                self.recode(&spot, code, carries);
                true
            }
            (
                Proposal::Minimum(most),
                FindingKind::ThresholdTooHigh {
                    award, area, min, ..
                },
                _,
            ) => {
                let of = match area {
                    Some(area) => Subject::Area(area.clone()),
                    None => Subject::Path(finding.place.clone()),
                };
                let is = |one: &DraftMinimum| {
                    one.subject() == of && one.min.parse::<Decimal>().ok() == Some(*min)
                };
                let awards = self.thresholds.iter_mut().filter(|one| one.name == *award);
                let found = awards
                    .flat_map(|award| &mut award.minimums)
                    .find(|one| is(one));
                found.map(|found| found.min = most.to_string()).is_some()
            }
            (Proposal::Remove, kind, spot) => self.remove(kind, spot.as_ref()),
            _ => false,
        }
    }

    fn remove(&mut self, kind: &FindingKind, spot: Option<&Spot>) -> bool {
        match (kind, spot) {
            (FindingKind::ThresholdUnknown { award, subject }, _) => {
                let names = |one: &DraftMinimum| match one.subject() {
                    Subject::Path(of) | Subject::Area(of) | Subject::Unsettled(of) => of,
                };
                for award in self.thresholds.iter_mut().filter(|one| one.name == *award) {
                    award.minimums.retain(|one| names(one) != *subject);
                }
                true
            }
            (FindingKind::AwardEmpty { award }, _) => {
                self.thresholds
                    .retain(|one| one.name != *award || !one.minimums.is_empty());
                true
            }
            (FindingKind::GateUnknown { gate }, Some(spot)) => {
                let gates = self.gates_mut(spot);
                gates
                    .map(|all| all.retain(|one| one.names() != gate))
                    .is_some()
            }
            (FindingKind::GateAnswer { gate, answer }, Some(spot)) => {
                let is = |one: &DraftGate| match one {
                    DraftGate::ZeroIf { item, answer: of } => item == gate && of == answer,
                    DraftGate::Times(_) => false,
                };
                let gates = self.gates_mut(spot);
                gates.map(|all| all.retain(|one| !is(one))).is_some()
            }
            (FindingKind::Criterion { answer }, Some(spot)) => {
                let item = self.item_mut(spot);
                item.map(|item| item.criteria.retain(|one| one.answer != *answer))
                    .is_some()
            }
            _ => false,
        }
    }

    /// The gates of the line at a spot, to be changed.
    pub fn gates_mut(&mut self, spot: &Spot) -> Option<&mut Vec<DraftGate>> {
        if spot.is_item() {
            return self.item_mut(spot).map(|item| &mut item.gates);
        }
        self.node_mut(spot).map(|node| &mut node.gates)
    }

    /// Changes lines; `place` says where each is afterwards, if it still is one. Whatever names one of them by
    /// its path names it by its new one.
    fn reshape(
        &mut self,
        carries: bool,
        change: impl FnOnce(&mut Self),
        place: impl Fn(&Spot) -> Option<Spot>,
    ) {
        let (before, _) = self.outline();
        change(self);
        let (after, _) = self.outline();
        let after: Table<Spot, String> = after
            .into_iter()
            .map(|line| (line.spot, line.path))
            .collect();
        let mut paths = Table::new();
        let mut items = Vec::new();
        for line in before {
            let Some(spot) = place(&line.spot) else {
                continue;
            };
            let Some(path) = after.get(&spot).filter(|path| **path != line.path) else {
                continue;
            };
            if line.spot.is_item() && spot.is_item() {
                items.push((line.path.clone(), path.clone()));
            }
            paths.insert(line.path, path.clone());
        }
        self.follow(&paths);
        if carries {
            for (old, new) in items {
                self.carry(&old, new);
            }
        }
    }

    /// Lets what names paths name others.
    fn follow(&mut self, paths: &Table<String, String>) {
        let moved = |path: &mut String| {
            if let Some(to) = paths.get(path) {
                to.clone_into(path);
            }
        };
        each_gate(&mut self.nodes, &mut |gate| match gate {
            DraftGate::Times(of) => moved(of),
            DraftGate::ZeroIf { item, .. } => moved(item),
        });
        let minimums = self
            .thresholds
            .iter_mut()
            .flat_map(|award| &mut award.minimums);
        minimums
            .filter_map(|minimum| minimum.path.as_mut())
            .for_each(moved);
        self.becomes.values_mut().flatten().for_each(moved);
    }

    /// Says that the item at one path was at another in the version before.
    fn carry(&mut self, old: &str, new: String) {
        let told = |to: &Option<String>| to.as_deref() == Some(new.as_str());
        let known = self.becomes.values().any(told);
        let id = item_id(&self.family, old);
        if !known && !self.becomes.contains_key(&id) {
            self.becomes.insert(id, Some(new.clone()));
        }
        // One that is back where it was says nothing.
        let back = item_id(&self.family, &new);
        if self.becomes.get(&back).is_some_and(told) {
            self.becomes.remove(&back);
        }
    }
}

/// Adds a count that isn't counted yet.
pub(super) fn add_row(rows: &mut Vec<Row>, title: String) {
    let taken = |code: &String| rows.iter().any(|row| row.code == *code);
    let code = (1..=rows.len() + 1)
        .map(|n| n.to_string())
        .find(|code| !taken(code));
    rows.push(Row {
        code: code.unwrap_or_default(),
        title,
        role: RowRole::Lewati,
    });
}

fn each_gate(nodes: &mut [DraftNode], change: &mut impl FnMut(&mut DraftGate)) {
    for node in nodes {
        node.gates.iter_mut().for_each(&mut *change);
        let items = node.items.iter_mut();
        items
            .flat_map(|item| &mut item.gates)
            .for_each(&mut *change);
        each_gate(&mut node.nodes, change);
    }
}
