//! An office's cycle as a workbook.

use model::id::CycleId;
use model::op::Stream;

use super::SistemError;
use crate::lembar::export::{Export, beside, write};
use crate::lembar::in_turn;
use crate::sync::Ledger;

impl Ledger {
    /// The worksheet of a cycle as a workbook: what the unit and the assessor said, with live formulas.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn workbook(&self, cycle: CycleId) -> Result<Vec<u8>, SistemError> {
        let missing = |kind: &'static str, id: String| SistemError::Missing { kind, id };
        let directory = self.directory().await?;
        let known = directory.cycle(cycle);
        let known = known.ok_or_else(|| missing("cycle", cycle.to_string()))?;
        let instrument = self.worksheet_of(known).await?;
        let instrument =
            instrument.ok_or_else(|| missing("instrument", known.instrument.clone()))?;
        let stream = Stream::work(known.office);
        let records = self.store().records_of(stream, cycle).await?;
        let office = directory.office(known.office);
        let office = office.map_or("", |office| office.name.as_str());
        let (heading, at) = (format!("{office}, {}", known.name), self.ambient().now());
        let written = in_turn(move || {
            write(&Export {
                instrument: &instrument,
                beside: beside(&instrument, &records),
                heading,
                at,
            })
        });
        Ok(written.await.map_err(|_| SistemError::Halted)??)
    }
}
