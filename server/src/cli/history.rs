//! Past years: entered with their source, taken from closed cycles, taken out again.

use clap::Subcommand;
use model::directory::Directory;
use model::id::OfficeId;
use model::view::Past;
use rust_decimal::Decimal;

use super::args::Data;
use super::boards::open;
use super::failure::Failure;
use super::find::{find_cycle, find_office};
use super::say::say;
use crate::sync::Ledger;

/// `bukti history …`
#[derive(Debug, Subcommand)]
pub enum History {
    /// Enter the index of a past year, or change it: from the assessor's letter, a report, a page.
    Put {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Whose: the office's id, or enough of its name.
        #[arg(long)]
        office: String,
        /// The year of the plan.
        #[arg(long)]
        year: u16,
        /// The index, like 73.51.
        #[arg(long, value_name = "POINTS")]
        index: Decimal,
        /// What the index could be at most.
        #[arg(long = "of", value_name = "POINTS", default_value = "100")]
        whole: Decimal,
        /// Where it is from: a letter's number, a page's address.
        #[arg(long)]
        source: String,
        /// Points that were verified, where the parts are known.
        #[arg(long, value_name = "POINTS", requires_all = ["evidenced", "claimed"])]
        verified: Option<Decimal>,
        /// Points that were evidenced but not verified.
        #[arg(long, value_name = "POINTS", requires_all = ["verified", "claimed"])]
        evidenced: Option<Decimal>,
        /// Points that were only claimed.
        #[arg(long, value_name = "POINTS", requires_all = ["verified", "evidenced"])]
        claimed: Option<Decimal>,
        /// The id of the worksheet; else that of the office's latest cycle.
        #[arg(long, value_name = "ID")]
        instrument: Option<String>,
    },
    /// Take what a cycle has reached into its office's history; closing a cycle does so by itself.
    Take {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The cycle: its id, or enough of its name.
        cycle: String,
        /// Whose, where several cycles have that name.
        #[arg(long)]
        office: Option<String>,
    },
    /// Take a year out again.
    Remove {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Whose: the office's id, or enough of its name.
        #[arg(long)]
        office: String,
        /// The year of the plan.
        #[arg(long)]
        year: u16,
        /// The id of the worksheet; else that of the office's latest cycle.
        #[arg(long, value_name = "ID")]
        instrument: Option<String>,
    },
    /// List what is known of past years.
    List(Data),
}

/// Does it.
///
/// # Errors
/// [`Failure`].
pub async fn history(command: History) -> Result<(), Failure> {
    match command {
        History::Put {
            data,
            office,
            year,
            index,
            whole,
            source,
            verified,
            evidenced,
            claimed,
            instrument,
        } => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            let office = find_office(&directory, &office)?;
            let parts = verified.zip(evidenced).zip(claimed);
            let past = Past {
                office,
                family: family(app.ledger(), &directory, office, instrument).await?,
                year: i32::from(year),
                index,
                whole,
                standing: parts.map(|((v, b), k)| Past::parts(v, b, k, whole)),
                source,
                cycle: None,
            };
            app.ledger().put_past(&past).await?;
            say!(
                "{} of {} points stand for {year} ({}).",
                past.index,
                past.whole,
                past.family
            );
            Ok(())
        }
        History::Take {
            data,
            cycle,
            office,
        } => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            let office = office.map(|text| find_office(&directory, &text));
            let id = find_cycle(&directory, office.transpose()?, &cycle)?;
            let past = app.ledger().take_past(id).await?;
            let (year, family) = (past.year, &past.family);
            say!(
                "{} of {} points stand for {year} ({family}).",
                past.index,
                past.whole
            );
            Ok(())
        }
        History::Remove {
            data,
            office,
            year,
            instrument,
        } => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            let office = find_office(&directory, &office)?;
            let family = family(app.ledger(), &directory, office, instrument).await?;
            let ledger = app.ledger();
            ledger.drop_past(office, &family, i32::from(year)).await?;
            say!("{year} is taken out ({family}). Enter it again to bring it back.");
            Ok(())
        }
        History::List(data) => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            for past in app.ledger().pasts().await? {
                let office = directory.office(past.office);
                let office = office.map_or("?", |office| office.name.as_str());
                let source = match past.cycle {
                    Some(cycle) => format!("cycle {cycle}"),
                    None => past.source.clone(),
                };
                let (year, family) = (past.year, &past.family);
                let (index, whole) = (past.index, past.whole);
                say!("{office}: {year}, {family}: {index} of {whole}  {source}");
            }
            Ok(())
        }
    }
}

/// The family that is meant: the one that is named, else that of the office's latest cycle.
async fn family(
    ledger: &Ledger,
    directory: &Directory,
    office: OfficeId,
    named: Option<String>,
) -> Result<String, Failure> {
    if let Some(named) = named {
        return Ok(named);
    }
    let unknown = || Failure::Unknown {
        what: "cycle of the office, so no",
        name: "worksheet is known".to_owned(),
        cure: "say which: --instrument lke-zi-90-2021".to_owned(),
    };
    let cycles = directory.cycles_of(office);
    let cycle = cycles.first().ok_or_else(unknown)?;
    let instrument = ledger.instrument(&cycle.instrument).await?;
    Ok(instrument.ok_or_else(unknown)?.family.clone())
}
