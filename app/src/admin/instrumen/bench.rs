//! The workbench: the draft that is edited, and what follows from it. Everything is computed by the
//! model, in the browser as on the server.

use std::collections::BTreeSet;

use leptos::prelude::*;
use model::instrument::draft::{DraftItem, DraftNode};
use model::instrument::{Draft, DraftGate, Finding, Line, Rank, Spot, Total, check};

use crate::admin::shelf::{Amiss, Chosen};

/// The state of the page. Copies share it.
#[derive(Clone, Copy)]
pub struct Bench {
    /// What is edited.
    pub draft: RwSignal<Draft>,
    /// What it was when it came.
    pub base: StoredValue<Draft>,
    /// The same with its lines where they are now, for marks and for taking changes back.
    marks: StoredValue<Draft>,
    /// Where the draft came from: the digest of a version, or nothing for a workbook.
    pub from: StoredValue<Option<String>>,
    /// The file that it came from.
    pub origin: StoredValue<String>,
    /// What the reading of the workbook found, and whether each was accepted.
    pub amiss: RwSignal<Vec<(Amiss, bool)>>,
    /// The line that is edited.
    pub spot: RwSignal<Option<Spot>>,
    /// Nodes whose lines are shown.
    pub open: RwSignal<BTreeSet<String>>,
    /// The draft's lines, and what it weighs.
    pub outline: Memo<(Vec<Line>, Total)>,
    /// What doesn't add up.
    pub findings: Memo<Vec<Finding>>,
    /// What a request met.
    pub trouble: RwSignal<Option<String>>,
    /// Whether something is on its way.
    pub busy: RwSignal<bool>,
}

impl Bench {
    /// A bench for a version. A document that can't be read gives none.
    pub fn of(chosen: &Chosen, origin: &str) -> Option<Self> {
        let draft = Draft::parse(&chosen.text).ok()?;
        Some(Self::new(
            draft,
            Some(chosen.digest.clone()),
            origin,
            Vec::new(),
        ))
    }

    /// A bench for a draft.
    pub fn new(draft: Draft, from: Option<String>, origin: &str, amiss: Vec<Amiss>) -> Self {
        let base = StoredValue::new(draft.clone());
        let marks = StoredValue::new(draft.clone());
        let draft = RwSignal::new(draft);
        let top = |draft: &Draft| -> BTreeSet<String> {
            let (lines, _) = draft.outline();
            let top = lines.iter().filter(|line| line.spot.level() == 1);
            top.map(|line| line.path.clone()).collect()
        };
        let open = draft.with_untracked(top);
        let amiss = amiss.into_iter().map(|one| (one, false)).collect();
        Self {
            draft,
            base,
            marks,
            from: StoredValue::new(from),
            origin: StoredValue::new(origin.to_owned()),
            amiss: RwSignal::new(amiss),
            spot: RwSignal::new(None),
            open: RwSignal::new(open),
            outline: Memo::new(move |_| draft.with(Draft::outline)),
            findings: Memo::new(move |_| draft.with(check)),
            trouble: RwSignal::new(None),
            busy: RwSignal::new(false),
        }
    }

    /// Whether the draft says something else than when it came (tracked).
    pub fn is_changed(self) -> bool {
        self.draft
            .with(|draft| self.base.with_value(|base| draft != base))
    }

    /// Whether a line says something else than when it came (tracked). Nodes are compared without what
    /// lies below them.
    pub fn line_changed(self, spot: &Spot) -> bool {
        self.draft.with(|draft| {
            self.marks.with_value(|base| {
                if spot.is_item() {
                    draft.item(spot) != base.item(spot)
                } else {
                    draft.node(spot).map(alone) != base.node(spot).map(alone)
                }
            })
        })
    }

    /// Findings that keep the draft from being published (tracked): those that nobody can score, and
    /// those of the workbook that nobody accepted yet.
    pub fn in_the_way(self) -> usize {
        let errors = self.findings.with(|findings| {
            let errors = findings.iter().filter(|one| one.rank == Rank::Error);
            errors.count()
        });
        let open = self.amiss.with(|amiss| {
            let open = amiss.iter().filter(|(one, done)| !one.note && !done);
            open.count()
        });
        errors + open
    }

    /// Shows a line: opens what lies above it.
    pub fn show(self, path: &str) {
        let found = self.outline.with_untracked(|(lines, _)| {
            let line = lines.iter().find(|line| line.path == path);
            line.map(|line| line.spot.clone())
        });
        if let Some(spot) = found {
            self.show_spot(spot);
        }
    }

    fn show_spot(self, spot: Spot) {
        let above: Vec<String> = self.outline.with_untracked(|(lines, _)| {
            let above = lines.iter().filter(|one| spot.is_below(&one.spot));
            above.map(|one| one.path.clone()).collect()
        });
        self.open.update(|open| open.extend(above));
        self.spot.set(Some(spot));
    }

    /// Changes the item at a spot.
    pub fn edit_item(self, spot: &Spot, change: impl FnOnce(&mut DraftItem)) {
        self.draft.update(|draft| {
            if let Some(item) = draft.item_mut(spot) {
                change(item);
            }
        });
    }

    /// Changes the node at a spot.
    pub fn edit_node(self, spot: &Spot, change: impl FnOnce(&mut DraftNode)) {
        self.draft.update(|draft| {
            if let Some(node) = draft.node_mut(spot) {
                change(node);
            }
        });
    }

    /// Changes the gates of the line at a spot.
    pub fn edit_gates(self, spot: &Spot, change: impl FnOnce(&mut Vec<DraftGate>)) {
        self.draft.update(|draft| {
            if let Some(gates) = draft.gates_mut(spot) {
                change(gates);
            }
        });
    }

    /// Whether people may have answered what is edited, so that items say what they were.
    pub fn carries(self) -> bool {
        self.from.with_value(Option::is_some)
    }

    /// Gives the line at a spot another code.
    pub fn recode(self, spot: &Spot, code: &str) {
        let carries = self.carries();
        self.draft.update(|draft| draft.recode(spot, code, carries));
    }

    /// Lets a line be something else, and chooses it where it is then. Marks follow, where they can.
    pub fn reshape(self, change: impl Fn(&mut Draft) -> Option<Spot>) {
        let Some(spot) = self.draft.try_update(|draft| change(draft)).flatten() else {
            return;
        };
        let mut followed = None;
        self.marks.update_value(|marks| followed = change(marks));
        if followed.as_ref() != Some(&spot) {
            self.marks.set_value(self.draft.get_untracked());
        }
        self.show_spot(spot);
    }

    /// Does what a finding proposes.
    pub fn settle(self, finding: &Finding) {
        let carries = self.carries();
        self.draft.update(|draft| {
            draft.settle(finding, carries);
        });
        // An open editor shows what was there before.
        self.spot.update(|_| {});
    }

    /// Goes on with a draft that was typed before.
    pub fn take(self, draft: Draft) {
        let spots = |draft: &Draft| -> Vec<Spot> {
            let (lines, _) = draft.outline();
            lines.into_iter().map(|line| line.spot).collect()
        };
        let came = self.base.with_value(Clone::clone);
        let same = spots(&came) == spots(&draft);
        self.marks
            .set_value(if same { came } else { draft.clone() });
        self.draft.set(draft);
        // An open editor shows what was there before.
        self.spot.set(None);
    }

    /// Takes back what was changed of a line.
    pub fn restore(self, spot: &Spot) {
        let base = self.marks.get_value();
        if spot.is_item() {
            if let Some(was) = base.item(spot) {
                self.edit_item(spot, |item| *item = was.clone());
            }
        } else if let Some(was) = base.node(spot) {
            self.edit_node(spot, |node| {
                let (nodes, items) = (
                    std::mem::take(&mut node.nodes),
                    std::mem::take(&mut node.items),
                );
                *node = DraftNode {
                    nodes,
                    items,
                    ..was.clone()
                };
            });
        }
    }
}

/// A node without what lies below it.
fn alone(node: &DraftNode) -> DraftNode {
    DraftNode {
        nodes: Vec::new(),
        items: Vec::new(),
        ..node.clone()
    }
}
