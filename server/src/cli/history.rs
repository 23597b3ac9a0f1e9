//! Past years: entered with their source, taken from closed cycles, taken out again.

use clap::Subcommand;
use model::directory::Directory;
use model::id::OfficeId;
use model::view::Past;
use rust_decimal::Decimal;

use super::args::Data;
use super::boards::open;
use super::cycle_args::{NamedCycle, OfficeYear};
use super::failure::Failure;
use super::find::{find_named, find_office};
use super::say::say;
use crate::sync::Ledger;

/// `bukti history …`
#[derive(Debug, Subcommand)]
pub enum History {
    /// Enter the index of a past year, or change it: from the assessor's letter, a report, a page.
    Put {
        /// Whose, and of which year.
        #[command(flatten)]
        of: OfficeYear,
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
        /// Which one.
        #[command(flatten)]
        of: NamedCycle,
    },
    /// Take a year out again.
    Remove {
        /// Whose, and of which year.
        #[command(flatten)]
        of: OfficeYear,
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
            of,
            index,
            whole,
            source,
            verified,
            evidenced,
            claimed,
            instrument,
        } => {
            let app = open(&of.data).await?;
            let directory = app.ledger().directory().await?;
            let office = find_office(&directory, &of.office)?;
            let parts = verified.zip(evidenced).zip(claimed);
            let past = Past {
                office,
                family: family(app.ledger(), &directory, office, instrument).await?,
                year: i32::from(of.year),
                index,
                whole,
                standing: parts.map(|((v, b), k)| Past::parts(v, b, k, whole)),
                source,
                cycle: None,
            };
            app.ledger().put_past(&past).await?;
            say!(
                "{} of {} points stand for {} ({}).",
                past.index,
                past.whole,
                past.year,
                past.family
            );
            Ok(())
        }
        History::Take { of } => {
            let app = open(&of.data).await?;
            let directory = app.ledger().directory().await?;
            let id = find_named(&directory, &of)?;
            let past = app.ledger().take_past(id).await?;
            let (year, family) = (past.year, &past.family);
            say!(
                "{} of {} points stand for {year} ({family}).",
                past.index,
                past.whole
            );
            Ok(())
        }
        History::Remove { of, instrument } => {
            let app = open(&of.data).await?;
            let directory = app.ledger().directory().await?;
            let office = find_office(&directory, &of.office)?;
            let family = family(app.ledger(), &directory, office, instrument).await?;
            let ledger = app.ledger();
            let year = i32::from(of.year);
            ledger.drop_past(office, &family, year).await?;
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
