//! Past years: what an office reached, entered with its source or taken from a closed cycle.

use model::directory::Cycle;
use model::id::{CycleId, OfficeId, RecordId};
use model::op::{Body, Stream};
use model::record::Record;
use model::schema::Kind;
use model::score::Standing;
use model::view::{Past, complete_files, worksheet};
use serde_json::{Value, json};

use super::{SistemError, target};
use crate::sync::Ledger;

/// What a record says of a past year; null where that is nothing.
pub(crate) fn fields_of_past(past: &Past) -> [(&'static str, Value); 9] {
    let part = |of: fn(&Standing) -> String| json!(past.standing.as_ref().map(of));
    let source = Some(past.source.trim()).filter(|source| !source.is_empty());
    [
        ("keluarga", json!(past.family)),
        ("tahun", json!(past.year.to_string())),
        ("indeks", json!(past.index.to_string())),
        ("dari", json!(past.whole.to_string())),
        ("terverifikasi", part(|parts| parts.verified.to_string())),
        ("berbukti", part(|parts| parts.evidenced_only.to_string())),
        ("diakui", part(|parts| parts.claimed_only.to_string())),
        ("sumber", json!(source)),
        (
            "siklus",
            past.cycle.map_or(Value::Null, |cycle| json!(cycle)),
        ),
    ]
}

impl Ledger {
    /// Enters what an office reached in a year, or changes what stands there.
    ///
    /// # Errors
    /// [`SistemError::Past`] if it can't be so, or another [`SistemError`].
    pub async fn put_past(&self, past: &Past) -> Result<(), SistemError> {
        past.check()?;
        self.office(past.office).await?;
        let id = RecordId::past(past.office, &past.family, past.year);
        let (stream, record) = (Stream::board(past.office), target(Kind::Riwayat, id));
        let present = self.store().records(&[id]).await?.pop();
        if let Some(present) = present.filter(Record::is_gone) {
            let names = present.standing_deletions().map(|d| d.op).collect();
            self.speak(stream, None, record.clone(), Body::Restore { names })
                .await?;
        }
        self.state(stream, None, record, &fields_of_past(past))
            .await
    }

    /// Takes what a cycle has reached into its office's history. What was entered for that year before is
    /// replaced.
    ///
    /// # Errors
    /// [`SistemError::Missing`], or another [`SistemError`].
    pub async fn take_past(&self, cycle: CycleId) -> Result<Past, SistemError> {
        let missing = |kind: &'static str, id: String| SistemError::Missing { kind, id };
        let directory = self.directory().await?;
        let known = directory.cycle(cycle);
        let known = known.ok_or_else(|| missing("cycle", cycle.to_string()))?;
        let (family, standing) = self.reached(known).await?;
        let past = Past {
            office: known.office,
            family,
            year: known.year,
            index: standing.counted(),
            whole: standing.weight,
            standing: Some(standing),
            source: String::new(),
            cycle: Some(cycle),
        };
        self.put_past(&past).await?;
        Ok(past)
    }

    /// The family of a cycle's worksheet, and where it stands as a whole.
    async fn reached(&self, cycle: &Cycle) -> Result<(String, Standing), SistemError> {
        let instrument = self.worksheet_of(cycle).await?;
        let instrument = instrument.ok_or_else(|| SistemError::Missing {
            kind: "instrument",
            id: cycle.instrument.clone(),
        })?;
        let stream = Stream::work(cycle.office);
        let records = self.store().records_of(stream, cycle.id).await?;
        let complete = complete_files(&records);
        let all = worksheet(&records)
            .standings(&instrument, &|digest| complete.contains(digest))
            .total();
        Ok((instrument.family.clone(), all))
    }

    /// Takes an entered year out again.
    ///
    /// # Errors
    /// [`SistemError::Missing`] if nothing stands there, or another [`SistemError`].
    pub async fn drop_past(
        &self,
        office: OfficeId,
        family: &str,
        year: i32,
    ) -> Result<(), SistemError> {
        let id = RecordId::past(office, family, year);
        let present = self.store().records(&[id]).await?.pop();
        let present =
            present
                .filter(|record| !record.is_gone())
                .ok_or_else(|| SistemError::Missing {
                    kind: "index of the year",
                    id: format!("{year} ({family})"),
                })?;
        let names = present.writes().into_iter().collect();
        let record = target(Kind::Riwayat, id);
        self.speak(present.stream, None, record, Body::Delete { names })
            .await
    }

    /// What is known of past years: of all offices, by office, family and year.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn pasts(&self) -> Result<Vec<Past>, SistemError> {
        let (_, records) = self.store().board_records(0).await?;
        let mut all: Vec<Past> = records.iter().filter_map(Past::read).collect();
        all.sort_by(|a, b| (a.office, &a.family, a.year).cmp(&(b.office, &b.family, b.year)));
        Ok(all)
    }
}
