//! What differs of the whole, of a heading, of an item.

use rust_decimal::Decimal;

use super::{Difference, Fact, Told};
use crate::instrument::draft::{DraftAnswer, DraftGate, DraftItem, DraftNode};
use crate::instrument::parse::decimal;
use crate::instrument::{Instrument, Item, Node, minimum_changes};

/// What differs of one thing.
#[derive(Default)]
struct Found(Vec<Difference>);

impl Found {
    fn change(&mut self, what: Fact, from: Option<Told>, to: Option<Told>) {
        if from != to {
            self.0.push(Difference { what, from, to });
        }
    }

    fn text(&mut self, what: Fact, from: &str, to: &str) {
        let told = |text: &str| (!text.is_empty()).then(|| Told::Text(text.to_owned()));
        self.change(what, told(from), told(to));
    }

    fn flag(&mut self, what: Fact, from: bool, to: bool) {
        self.change(what, Some(Told::Flag(from)), Some(Told::Flag(to)));
    }

    fn points(&mut self, what: Fact, from: Option<Decimal>, to: Option<Decimal>) {
        self.change(what, from.map(Told::Points), to.map(Told::Points));
    }

    fn names(&mut self, what: Fact, from: &[String], to: &[String]) {
        let told = |names: &[String]| (!names.is_empty()).then(|| Told::Names(names.to_vec()));
        self.change(what, told(from), told(to));
    }

    /// Two lists: what is in both is left out; of the rest, what `is_it` pairs changed, else it came or went.
    fn list<T: PartialEq>(
        &mut self,
        from: &[T],
        to: &[T],
        is_it: impl Fn(&T, &T) -> bool,
        what: impl Fn(&T) -> Fact,
        told: impl Fn(&T) -> Told,
    ) {
        let mut old: Vec<&T> = from.iter().filter(|one| !to.contains(one)).collect();
        for one in to.iter().filter(|one| !from.contains(one)) {
            let was = old.iter().position(|was| is_it(was, one));
            let was = was.map(|at| told(old.remove(at)));
            self.change(what(one), was, Some(told(one)));
        }
        for one in old {
            self.change(what(one), Some(told(one)), None);
        }
    }

    fn gates(&mut self, from: &[DraftGate], to: &[DraftGate]) {
        let told = |gate: &DraftGate| Told::Gate(gate.clone());
        self.list(from, to, |_, _| false, |_| Fact::Gate, told);
    }
}

pub(super) fn whole(before: &Instrument, now: &Instrument) -> Vec<Difference> {
    let mut found = Found::default();
    found.text(Fact::Title, &before.title, &now.title);
    found.text(Fact::Source, &before.source, &now.source);
    let policy = |of: &Instrument| Some(Told::Policy(of.unanswered));
    found.change(Fact::Unanswered, policy(before), policy(now));
    found.list(
        &before.grades,
        &now.grades,
        |was, is| was.name == is.name,
        |grade| Fact::Grade(grade.name.clone()),
        |grade| match grade.inclusive {
            false => Told::Points(grade.above),
            true => Told::Text(format!("≥ {}", grade.above.normalize())),
        },
    );
    for one in minimum_changes(before, now) {
        found.points(Fact::Minimum(one.award, one.of), one.from, one.to);
    }
    found.0
}

fn printed(weight: Option<&String>) -> Option<Decimal> {
    weight.and_then(|weight| decimal("", weight).ok())
}

pub(super) fn node_differs(
    was: &Node,
    is: &Node,
    old: Option<&DraftNode>,
    new: Option<&DraftNode>,
) -> Vec<Difference> {
    let mut found = Found::default();
    found.text(Fact::Path, &was.path, &is.path);
    found.text(Fact::Title, &was.title, &is.title);
    if let (Some(old), Some(new)) = (old, new) {
        let weight = |node: &DraftNode| printed(node.weight.as_ref());
        found.points(Fact::Weight, weight(old), weight(new));
        found.flag(Fact::Estimated, old.estimated, new.estimated);
        let area = |node: &DraftNode| node.area.clone().unwrap_or_default();
        found.text(Fact::Area, &area(old), &area(new));
        found.names(Fact::Kinds, &old.applies_to, &new.applies_to);
        found.gates(&old.gates, &new.gates);
    }
    found.0
}

pub(super) fn item_differs(
    was: &Item,
    is: &Item,
    old: Option<&DraftItem>,
    new: Option<&DraftItem>,
) -> Vec<Difference> {
    let mut found = Found::default();
    found.text(Fact::Path, &was.path, &is.path);
    found.text(Fact::Title, &was.title, &is.title);
    found.points(Fact::Weight, was.weight, is.weight);
    if was.weight.is_none() && is.weight.is_none() {
        found.points(Fact::Share, Some(was.share), Some(is.share));
    }
    found.flag(Fact::Estimated, was.estimated, is.estimated);
    found.names(Fact::Kinds, &was.applies_to, &is.applies_to);
    if let (Some(old), Some(new)) = (old, new) {
        // The counts have lines of their own.
        let bare = |item: &DraftItem| {
            let rows = Vec::new();
            let answer = item.answer.clone();
            Some(Told::Answer(DraftAnswer { rows, ..answer }))
        };
        found.change(Fact::Answer, bare(old), bare(new));
        found.list(
            &old.answer.rows,
            &new.answer.rows,
            |was, is| was.title == is.title || was.code == is.code,
            |_| Fact::Count,
            |row| Told::Count(row.clone()),
        );
        found.gates(&old.gates, &new.gates);
    }
    found.list(
        &was.criteria,
        &is.criteria,
        |was, is| was.answer == is.answer,
        |criterion| Fact::Criterion(criterion.answer.clone()),
        |criterion| Told::Text(criterion.text.clone()),
    );
    let code = |title: &str, of: &Item| {
        let found = of.documents.iter().find(|one| one.title == title);
        found.map(|one| one.code.clone())
    };
    // A document that only got another code, because one before it came or went, is the same.
    let titles =
        |of: &Item| -> Vec<String> { of.documents.iter().map(|one| one.title.clone()).collect() };
    found.list(
        &titles(was),
        &titles(is),
        |one, other| code(one, was) == code(other, is),
        |_| Fact::Document,
        |title| Told::Text(title.clone()),
    );
    found.0
}
