//! Cycles: opened on an office's board, under a worksheet.

use std::path::PathBuf;

use model::id::CycleId;
use model::instrument::{Change, Instrument, Item};
use model::time::Date;

use super::boards::open;
use super::cycle_args::Cycle;
use super::failure::Failure;
use super::find::{find_named, find_office};
use super::instruments::write;
use super::say::say;
use crate::clock::Random;
use crate::instruments::LKE_ZI;
use crate::sistem::{Moving, NewCycle};
use crate::sync::Ledger;

/// `bukti cycle …`
///
/// # Errors
/// [`Failure`].
pub async fn cycle(command: Cycle) -> Result<(), Failure> {
    match command {
        Cycle::Open {
            of,
            name,
            opens,
            closes,
            grace,
            target,
            instrument,
        } => {
            let app = open(&of.data).await?;
            let ledger = app.ledger();
            let text = worksheet(ledger, instrument).await?;
            let directory = ledger.directory().await?;
            let office = find_office(&directory, &of.office)?;
            let year = i32::from(of.year);
            let day = |month, day| Date::new(year, month, day).ok();
            let (opens, closes) = (opens.or_else(|| day(1, 1)), closes.or_else(|| day(12, 31)));
            if closes < opens {
                return Err(Failure::Unfit(
                    "a cycle closes after it opens: mend --opens or --closes".into(),
                ));
            }
            if grace.is_some() && grace < closes {
                return Err(Failure::Unfit(
                    "grace begins when the cycle closes: mend --closes or --grace".into(),
                ));
            }
            let mut cycles = directory.cycles_of(office).into_iter();
            if let Some(there) = cycles.find(|cycle| cycle.open && cycle.year == year) {
                let name = &there.name;
                return Err(Failure::Already(format!(
                    "{name} is open for {year} already"
                )));
            }
            let id = CycleId::new(ledger.ambient().now(), &mut Random(ledger.ambient()));
            let new = NewCycle {
                id,
                office,
                name: name.unwrap_or_else(|| format!("Siklus {year}")),
                year,
                instrument: ledger.put_instrument(&text).await?,
                opens,
                closes,
                target,
            };
            ledger.put_cycle(&new, true).await?;
            if grace.is_some() {
                ledger.set_grace(id, grace).await?;
            }
            say!("{} is open ({id}).", new.name);
            Ok(())
        }
        Cycle::Close { of } => {
            let app = open(&of.data).await?;
            let ledger = app.ledger();
            let directory = ledger.directory().await?;
            let office = find_office(&directory, &of.office)?;
            let year = i32::from(of.year);
            let mut cycles = directory.cycles_of(office).into_iter();
            let there = cycles.find(|cycle| cycle.open && cycle.year == year);
            let there = there.ok_or_else(|| Failure::Unknown {
                what: "open cycle of",
                name: year.to_string(),
                cure: "`bukti cycle list` shows them".to_owned(),
            })?;
            ledger.close_cycle(there.id).await?;
            say!("{} is closed ({}).", there.name, there.id);
            let past = ledger.take_past(there.id).await?;
            say!(
                "{} points of {} go into the office's history.",
                past.index,
                past.whole
            );
            Ok(())
        }
        Cycle::Export { of, xlsx } => {
            let app = open(&of.data).await?;
            let directory = app.ledger().directory().await?;
            let id = find_named(&directory, &of)?;
            let bytes = app.ledger().workbook(id).await?;
            write(&xlsx, &bytes)?;
            say!("{} is written.", xlsx.display());
            Ok(())
        }
        Cycle::Move {
            of,
            instrument,
            version,
            dry_run,
        } => {
            let app = open(&of.data).await?;
            let ledger = app.ledger();
            let directory = ledger.directory().await?;
            let id = find_named(&directory, &of)?;
            let to = ledger.catalogued(&instrument, version).await?;
            let moving = ledger.plan_move(id, &to).await?;
            tell(&moving);
            if dry_run || moving.is_there() {
                say!("Nothing was changed.");
                return Ok(());
            }
            let (moving, moved) = ledger.move_cycle(id, &to).await?;
            say!(
                "The cycle is under {} version {} now; {} answers were taken over.",
                to.family,
                to.version,
                moved.carried
            );
            for refused in &moved.refused {
                say!("Not taken over, kept under its old name: {refused}");
            }
            say!("Move it back with --instrument {}.", moving.from.digest);
            Ok(())
        }
        Cycle::List(data) => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            for office in directory.offices() {
                for cycle in directory.cycles_of(office.id) {
                    let state = if cycle.open { "open" } else { "closed" };
                    let day = |date: Option<Date>| {
                        date.map_or_else(|| "…".to_owned(), |date| date.to_string())
                    };
                    say!(
                        "{}: {} ({state}, {} to {})  {}",
                        office.name,
                        cycle.name,
                        day(cycle.opens),
                        day(cycle.closes),
                        cycle.id
                    );
                }
            }
            Ok(())
        }
    }
}

/// What moving a cycle does, item by item where a person should look.
fn tell(moving: &Moving) {
    let (from, to) = (&moving.from, &moving.to);
    say!(
        "From {} version {} to {} version {}:",
        from.family,
        from.version,
        to.family,
        to.version
    );
    let [old, new] = &moving.worksheets;
    let kinds = [
        (Change::Same, "stay as they are"),
        (
            Change::Reworded,
            "ask or weigh differently: answers stand, verdicts are stale",
        ),
        (Change::OtherAnswers, "are answered in another way"),
    ];
    for (change, what) in kinds {
        list(what, &moving.pairs(change).map(pair).collect::<Vec<_>>());
    }
    list("are new", &named(new, &moving.moves.new));
    list("fall away", &named(old, &moving.moves.gone));
    list(
        "of these have an answer or evidence: it is kept, and counts no more",
        &named(old, &moving.kept),
    );
    list(
        "must be answered anew: their answer isn't among the new ones",
        &named(new, &moving.anew),
    );
}

/// So many items, and each on a line of its own.
fn list(what: &str, items: &[String]) {
    say!("  {} {what}", items.len());
    for item in items {
        say!("    {item}");
    }
}

/// An item as it was and as it is then; its title once, where that is the same.
fn pair((was, is): (&Item, &Item)) -> String {
    match was.title == is.title {
        true => format!("{} → {}  {}", was.path, is.path, is.title),
        false => format!("{}  {} → {}  {}", was.path, was.title, is.path, is.title),
    }
}

fn named(of: &Instrument, ids: &[String]) -> Vec<String> {
    let items = ids.iter().filter_map(|id| of.item(id));
    items
        .map(|item| format!("{}  {}", item.path, item.title))
        .collect()
}

/// The document of a worksheet: one of the catalogue by its id, in its latest published version, or a
/// file's.
async fn worksheet(ledger: &Ledger, instrument: Option<PathBuf>) -> Result<String, Failure> {
    let Some(path) = instrument else {
        return Ok(LKE_ZI.to_owned());
    };
    if let Some(name) = path.to_str() {
        let all = ledger.catalogue().await?;
        let mut named = all.iter().rev().filter(|one| one.family == name).peekable();
        let is_there = named.peek().is_some();
        match named.find(|one| one.published) {
            Some(one) => return Ok(ledger.instrument_text(one).await?),
            None if is_there => {
                return Err(Failure::Unfit(format!(
                    "{name} is a draft still: `bukti instrument publish {name}` first"
                )));
            }
            None => {}
        }
    }
    std::fs::read_to_string(&path).map_err(|source| Failure::File { path, source })
}
