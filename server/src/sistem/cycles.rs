//! Cycles, as the server states them.

use model::id::{CycleId, OfficeId};
use model::op::Stream;
use model::schema::Kind;
use model::time::Date;
use serde_json::{Value, json};

use super::{SistemError, target};
use crate::sync::Ledger;

/// A new cycle.
#[derive(Clone, Debug)]
pub struct NewCycle {
    /// Its name in records.
    pub id: CycleId,
    /// Whose.
    pub office: OfficeId,
    /// What people call it.
    pub name: String,
    /// The year of its plan.
    pub year: i32,
    /// Digest of its instrument ([`Ledger::put_instrument`]).
    pub instrument: String,
    /// First day.
    pub opens: Option<Date>,
    /// Last day.
    pub closes: Option<Date>,
    /// The Standing it aims at, an exact decimal.
    pub target: Option<String>,
}

impl Ledger {
    /// Opens a cycle, or changes the one of that name.
    ///
    /// # Errors
    /// [`SistemError::Missing`] if its instrument or office isn't here, or another [`SistemError`].
    pub async fn put_cycle(&self, cycle: &NewCycle, open: bool) -> Result<(), SistemError> {
        self.office(cycle.office).await?;
        if self.instrument(&cycle.instrument).await?.is_none() {
            return Err(SistemError::Missing {
                kind: "instrument",
                id: cycle.instrument.clone(),
            });
        }
        let date = |date: Option<Date>| json!(date.map(|date| date.to_string()));
        let fields = [
            ("nama", json!(cycle.name)),
            ("tahun", json!(cycle.year.to_string())),
            ("instrumen", json!(cycle.instrument)),
            ("mulai", date(cycle.opens)),
            ("tutup", date(cycle.closes)),
            ("target", json!(cycle.target)),
            ("keadaan", json!(if open { "buka" } else { "tutup" })),
        ];
        let record = target(Kind::Siklus, cycle.id);
        self.state(Stream::board(cycle.office), None, record, &fields)
            .await
    }

    /// Sets the last day of a cycle's grace: work stated before the close is still taken until then.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn set_grace(&self, cycle: CycleId, last: Option<Date>) -> Result<(), SistemError> {
        let last = json!(last.map(|last| last.to_string()));
        self.set_cycle(cycle, &[("tenggang", last)]).await
    }

    /// Sets the last day of a cycle.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn set_close(&self, cycle: CycleId, last: Date) -> Result<(), SistemError> {
        let last = json!(last.to_string());
        self.set_cycle(cycle, &[("tutup", last)]).await
    }

    /// Closes a cycle: nothing more is taken for it, but within its grace.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn close_cycle(&self, cycle: CycleId) -> Result<(), SistemError> {
        self.set_cycle(cycle, &[("keadaan", json!("tutup"))]).await
    }

    pub(super) async fn set_cycle(
        &self,
        cycle: CycleId,
        fields: &[(&str, Value)],
    ) -> Result<(), SistemError> {
        let office = self.directory().await?.cycle(cycle).map(|c| c.office);
        let office = office.ok_or_else(|| SistemError::Missing {
            kind: "cycle",
            id: cycle.to_string(),
        })?;
        let record = target(Kind::Siklus, cycle);
        self.state(Stream::board(office), None, record, fields)
            .await
    }
}
