//! What the plan's page shows, computed from records alone: quarters, groups and rows.

use model::table::Table;

use model::id::{FileDigest, PersonId, RecordId};
use model::record::Record;
use model::rights::Action;
use model::score::Seal;
use model::time::{Date, Quarter};
use model::view::{Activity, Evidence, Indicator, Plan};
use rust_decimal::Decimal;

use crate::ui::{Parts, SealState};

/// Writing the plan is this right.
pub const RIGHT: Action = Action::Plan;

/// The evidence of every plan output.
#[derive(Debug, Default)]
pub struct Proofs(Table<RecordId, Proof>);

/// What proves one output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Pieces of evidence bound to it.
    pub pieces: usize,
    /// Whether one of them is complete.
    pub complete: bool,
    /// Whether an item that one of them serves is verified.
    pub verified: bool,
    /// Whether an item that one of them serves was returned.
    pub returned: bool,
}

impl Proofs {
    /// Sorts evidence by output. `item_seal` says where an item of the worksheet stands.
    pub fn of<'a>(
        records: impl IntoIterator<Item = &'a Record>,
        file_complete: &dyn Fn(&FileDigest) -> bool,
        item_seal: &dyn Fn(&str) -> Option<Seal>,
    ) -> Self {
        let mut proofs: Table<RecordId, Proof> = Table::new();
        for piece in records.into_iter().filter_map(Evidence::read) {
            if piece.outputs.is_empty() {
                continue;
            }
            let complete = piece.is_complete(file_complete);
            let seals: Vec<Seal> = piece
                .items
                .iter()
                .filter_map(|item| item_seal(item))
                .collect();
            let verified = complete
                && seals
                    .iter()
                    .any(|s| matches!(s, Seal::Verified | Seal::Adjusted));
            for output in &piece.outputs {
                let proof = proofs.get_or_insert_with(*output, Default::default);
                proof.pieces += 1;
                proof.complete |= complete;
                proof.verified |= verified;
                proof.returned |= seals.contains(&Seal::Returned);
            }
        }
        Self(proofs)
    }

    /// What proves that output.
    #[must_use]
    pub fn get(&self, output: RecordId) -> Proof {
        self.0.get(&output).copied().unwrap_or_default()
    }
}

/// Where an output stands. Done without evidence is only claimed: no score without evidence.
#[must_use]
pub fn seal(indicator: &Indicator, proof: Proof) -> SealState {
    match proof {
        Proof { returned: true, .. } => SealState::Returned,
        Proof { verified: true, .. } => SealState::Verified,
        Proof { complete: true, .. } => SealState::Evidenced,
        _ if indicator.is_done() => SealState::Claimed,
        _ => SealState::Missing,
    }
}

/// Which outputs are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Filter {
    /// All.
    #[default]
    All,
    /// Those that I carry out, coordinate or answer for.
    Mine,
    /// Those without complete evidence.
    Bare,
}

/// One output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The indicator's record.
    pub id: RecordId,
    /// Its title.
    pub title: String,
    /// What comes out.
    pub output: Option<String>,
    /// Where it stands.
    pub seal: SealState,
    /// Who carries it out (of the kegiatan, if the indicator names nobody).
    pub people: Vec<PersonId>,
    /// Whether it is mine.
    pub mine: bool,
    /// Last day.
    pub due: Option<Date>,
    /// Days late.
    pub late: Option<i64>,
    /// When it was done.
    pub done: Option<Date>,
    /// Pieces of evidence.
    pub pieces: usize,
    /// The quarter that it counts in.
    pub quarter: Quarter,
}

/// A kegiatan with its outputs of a quarter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The kegiatan's record.
    pub id: RecordId,
    /// Its area.
    pub area: Option<String>,
    /// Its title.
    pub title: String,
    /// Whether there is no output below it in any quarter.
    pub bare: bool,
    /// Its outputs.
    pub rows: Vec<Row>,
}

/// The four substances of some outputs, one each.
#[must_use]
pub fn parts<'a>(rows: impl IntoIterator<Item = &'a Row>) -> Parts {
    let mut parts = Parts::default();
    for row in rows {
        parts.whole += Decimal::ONE;
        match row.seal {
            SealState::Verified | SealState::Adjusted => parts.verified += Decimal::ONE,
            SealState::Evidenced | SealState::Stale => parts.evidenced += Decimal::ONE,
            SealState::Claimed => parts.claimed += Decimal::ONE,
            SealState::Returned | SealState::Missing => {}
        }
    }
    parts
}

/// How many of the outputs are verified or evidenced.
#[must_use]
pub fn proven<'a>(rows: impl IntoIterator<Item = &'a Row>) -> usize {
    let proven = |row: &&Row| {
        matches!(
            row.seal,
            SealState::Verified | SealState::Adjusted | SealState::Evidenced | SealState::Stale
        )
    };
    rows.into_iter().filter(proven).count()
}

/// All kegiatan with all their outputs; what is without a due date counts in the present quarter.
#[must_use]
pub fn groups(plan: &Plan, proofs: &Proofs, me: PersonId, today: Date) -> Vec<Group> {
    plan.activities
        .iter()
        .map(|activity| Group {
            id: activity.id,
            area: activity.area.clone(),
            title: activity.title.clone(),
            bare: activity.indicators().next().is_none(),
            rows: rows(activity, proofs, me, today),
        })
        .collect()
}

fn rows(activity: &Activity, proofs: &Proofs, me: PersonId, today: Date) -> Vec<Row> {
    let mut rows = Vec::new();
    for sub in &activity.subs {
        for indicator in &sub.indicators {
            let people = [&indicator.executors, &sub.executors, &activity.executors]
                .into_iter()
                .find(|people| !people.is_empty())
                .cloned()
                .unwrap_or_default();
            let leads = [
                activity.coordinator,
                activity.responsible,
                sub.coordinator,
                sub.responsible,
            ];
            let proof = proofs.get(indicator.id);
            rows.push(Row {
                id: indicator.id,
                title: indicator.title.clone(),
                output: indicator.output.clone(),
                seal: seal(indicator, proof),
                mine: people.contains(&me) || leads.contains(&Some(me)),
                people,
                due: indicator.due,
                late: indicator.days_late(today),
                done: indicator.done,
                pieces: proof.pieces,
                quarter: indicator.quarter().unwrap_or_else(|| today.quarter()),
            });
        }
    }
    rows
}

/// The groups of a quarter under a filter. A kegiatan without any output is shown under "all", so that
/// it can be filled.
#[must_use]
pub fn shown(groups: &[Group], quarter: Quarter, filter: Filter) -> Vec<Group> {
    let fits = |row: &&Row| {
        row.quarter == quarter
            && match filter {
                Filter::All => true,
                Filter::Mine => row.mine,
                Filter::Bare => proven([*row]) == 0,
            }
    };
    groups
        .iter()
        .map(|group| Group {
            rows: group.rows.iter().filter(fits).cloned().collect(),
            ..group.clone()
        })
        .filter(|group| !group.rows.is_empty() || (group.bare && filter == Filter::All))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::command::{
        self, ActivityFacts, Capture, EvidenceFacts, IndicatorFacts, SubActivityFacts,
    };
    use model::id::{CycleId, DeviceId, OfficeId, OpId};
    use model::merge;
    use model::op::{Draft, Op, VOCABULARY};
    use model::time::Millis;
    use model::view;

    fn me() -> PersonId {
        PersonId::derived(&["siti"])
    }

    fn record(draft: Draft) -> Record {
        let op = Op {
            v: VOCABULARY,
            id: OpId::derived(&[&draft.record.id.to_string()]),
            actor: me(),
            device: DeviceId::derived(&["x"]),
            at: Millis(1),
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: String::new(),
        };
        merge::overlay(None, [&op].into_iter()).unwrap()
    }

    fn id(name: &str) -> RecordId {
        RecordId::derived(&[name])
    }

    /// A plan of one kegiatan with an output of mine, done without evidence, in TW IV.
    fn plan_records() -> Vec<Record> {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let activity = ActivityFacts {
            title: "Arsip".into(),
            executors: vec![me()],
            ..Default::default()
        };
        let sub = SubActivityFacts {
            title: "Alih media".into(),
            activity: Some(id("k")),
            ..Default::default()
        };
        let indicator = IndicatorFacts {
            title: "Terpindai".into(),
            sub: Some(id("s")),
            due: Some("2026-11-20".parse().unwrap()),
            ..Default::default()
        };
        vec![
            record(command::new_activity(id("k"), office, cycle, &activity)),
            record(command::new_sub(id("s"), office, cycle, &sub)),
            record(command::new_indicator(id("i"), office, cycle, &indicator)),
        ]
    }

    fn evidence() -> Record {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let capture = Capture {
            facts: EvidenceFacts {
                title: "Catatan".into(),
                note: Some("ada".into()),
                ..Default::default()
            },
            items: vec!["butir".into()],
            outputs: vec![id("i")],
            ..Default::default()
        };
        record(command::capture(id("b"), office, cycle, &capture).remove(0))
    }

    fn groups_of(evidence: &[Record], item: Option<Seal>) -> Vec<Group> {
        let records = plan_records();
        let plan = view::plan(&records);
        let proofs = Proofs::of(evidence, &|_| true, &|_| item);
        groups(&plan, &proofs, me(), "2026-11-24".parse().unwrap())
    }

    #[test]
    fn an_output_without_evidence_is_late_and_bare() {
        let groups = groups_of(&[], None);
        let row = &groups[0].rows[0];
        assert_eq!(
            (row.seal, row.late, row.mine),
            (SealState::Missing, Some(4), true)
        );
        assert_eq!(shown(&groups, Quarter::IV, Filter::Bare).len(), 1);
        assert_eq!(shown(&groups, Quarter::III, Filter::All).len(), 0);
    }

    #[test]
    fn evidence_makes_it_evidenced_and_a_verified_item_verified() {
        let seal_of = |item| groups_of(&[evidence()], item)[0].rows[0].seal;
        assert_eq!(seal_of(None), SealState::Evidenced);
        assert_eq!(seal_of(Some(Seal::Verified)), SealState::Verified);
        assert_eq!(seal_of(Some(Seal::Returned)), SealState::Returned);
        let groups = groups_of(&[evidence()], None);
        assert_eq!(proven(&groups[0].rows), 1);
        assert!(shown(&groups, Quarter::IV, Filter::Bare).is_empty());
    }

    #[test]
    fn done_without_evidence_is_only_claimed() {
        let records = plan_records();
        let indicator = records.last().unwrap();
        let mut read = view::Indicator::read(indicator).unwrap();
        read.done = read.due;
        assert_eq!(seal(&read, Proof::default()), SealState::Claimed);
    }

    #[test]
    fn the_parts_of_a_quarter_add_up_to_its_outputs() {
        let groups = groups_of(&[evidence()], None);
        let parts = parts(&groups[0].rows);
        assert_eq!((parts.whole, parts.evidenced), (Decimal::ONE, Decimal::ONE));
    }
}
