//! Another kind for an office: what it changes in its running cycles is shown, then done. No record is
//! changed or removed but the office's own, so that the kind before brings back what was.

use std::collections::BTreeSet;

use model::directory::Directory;
use model::id::{CycleId, OfficeId};
use model::instrument::{KindChange, kind_change, office_kind};
use model::op::Stream;
use model::record::Record;
use model::schema::Kind;
use model::view::worksheet;
use serde_json::json;

use super::{SistemError, target};
use crate::sync::{Ledger, LedgerError};

/// What another kind would do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rekinding {
    /// The office.
    pub office: OfficeId,
    /// Its kind; empty where nobody has said it.
    pub from: String,
    /// The one that it would have.
    pub to: String,
    /// Its running cycles whose worksheet changes.
    pub cycles: Vec<CycleChange>,
}

/// What another kind changes in a running cycle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleChange {
    /// The cycle.
    pub cycle: CycleId,
    /// What people call it.
    pub name: String,
    /// Digest of its worksheet.
    pub instrument: String,
    /// What comes and what goes.
    pub change: KindChange,
    /// Of what goes, items that hold an answer or evidence: it is kept, and counts no more.
    pub kept: Vec<String>,
}

impl Ledger {
    /// What another kind of an office would change in its running cycles.
    ///
    /// # Errors
    /// [`SistemError::Kind`], [`SistemError::Missing`], or another [`SistemError`].
    pub async fn plan_kind(&self, office: OfficeId, typed: &str) -> Result<Rekinding, SistemError> {
        self.office(office).await?;
        let directory = self.directory().await?;
        let from = directory.sort_of(office).to_owned();
        let mut whole = Vec::new();
        for cycle in directory.cycles_of(office).into_iter().filter(|c| c.open) {
            let instrument = self.instrument(&cycle.instrument).await?;
            whole.extend(instrument.map(|instrument| (cycle, instrument)));
        }
        let to = {
            let worksheets = whole.iter().flat_map(|(_, instrument)| instrument.kinds());
            let known: Vec<&str> = worksheets.chain(kinds_there(&directory, office)).collect();
            office_kind(typed, &known)?
        };
        let mut cycles = Vec::new();
        for (cycle, instrument) in whole {
            let change = kind_change(&instrument, &from, &to)
                .map_err(|e| LedgerError::BadInstrument(e.to_string()))?;
            if change.comes.is_empty() && change.goes.is_empty() {
                continue;
            }
            let stream = Stream::work(office);
            let records = self.store().records_of(stream, cycle.id).await?;
            cycles.push(CycleChange {
                cycle: cycle.id,
                name: cycle.name.clone(),
                instrument: cycle.instrument.clone(),
                kept: holding(&records, &change.goes),
                change,
            });
        }
        Ok(Rekinding {
            office,
            from,
            to,
            cycles,
        })
    }

    /// Gives an office another kind.
    ///
    /// # Errors
    /// As [`Self::plan_kind`].
    pub async fn set_kind(&self, office: OfficeId, typed: &str) -> Result<Rekinding, SistemError> {
        let plan = self.plan_kind(office, typed).await?;
        let fields = [("jenis", json!(plan.to))];
        let record = target(Kind::Kantor, office);
        self.state(Stream::board(office), None, record, &fields)
            .await?;
        Ok(plan)
    }
}

/// The kinds that other offices have.
fn kinds_there(directory: &Directory, but: OfficeId) -> impl Iterator<Item = &str> {
    let others = directory.offices().filter(move |office| office.id != but);
    let kinds: BTreeSet<&str> = others.map(|office| office.sort.as_str()).collect();
    kinds.into_iter().filter(|kind| !kind.is_empty())
}

/// The items among these that hold an answer or evidence.
fn holding(records: &[Record], items: &[String]) -> Vec<String> {
    let sheet = worksheet(records);
    let holds = |item: &&String| {
        let answered = sheet.answer(item).is_some_and(|answer| !answer.is_gone());
        answered || !sheet.evidence(item).is_empty()
    };
    items.iter().filter(holds).cloned().collect()
}
