//! The whole story in its order: what the demo writes, the same each time.

use model::instrument::{Instrument, Item};
use model::op::OpError;
use model::schema::Kind;

use super::board::{boards, cycles, plan};
use super::evidence::{EARLY, LATE, by_hand, for_items};
use super::last_year::last_year;
use super::pen::{Arrival, Pen, Step};
use super::people::{PACITAN, TRENGGALEK};
use super::riwayat::earlier_years;
use super::story::{self, Answered, answerer};
use super::worksheet::{afterwards, answers, talk, verdicts};

/// Writes the story down, under this year's worksheet and the one of the year before.
///
/// # Errors
/// [`OpError`], if an op can't be written down.
pub fn script(instrument: &Instrument, before: &Instrument) -> Result<Vec<Step>, OpError> {
    let mut pen = Pen::default();
    boards(&mut pen)?;
    cycles(&mut pen, &instrument.digest)?;
    last_year(&mut pen, before)?;
    earlier_years(&mut pen, &instrument.family, &before.family)?;
    plan(&mut pen)?;

    let trenggalek = cast(instrument, story::TRENGGALEK, |item| {
        answerer(item.area.as_deref().unwrap_or_default())
    });
    let pacitan = cast(instrument, story::PACITAN, |item| {
        match item.area.as_deref() {
            Some("manajemen-perubahan") => "maya",
            _ => "joko",
        }
    });
    for (key, items) in [(TRENGGALEK, &trenggalek), (PACITAN, &pacitan)] {
        answers(&mut pen, key, items)?;
        let mut arrivals = for_items(&mut pen, key, items)?;
        if key == TRENGGALEK {
            arrivals.extend(by_hand(&mut pen, instrument, EARLY)?);
        }
        arrive(&mut pen, arrivals);
        let evidence = pen.ids(&Kind::Bukti);
        verdicts(&mut pen, key, items, &evidence)?;
    }
    afterwards(&mut pen, &trenggalek)?;
    let arrivals = by_hand(&mut pen, instrument, LATE)?;
    arrive(&mut pen, arrivals);
    talk(&mut pen, instrument)?;
    Ok(pen.finish())
}

fn arrive(pen: &mut Pen, arrivals: Vec<Arrival>) {
    for arrival in arrivals {
        pen.arrive(arrival);
    }
}

/// Answers with their items, and who gives them.
fn cast<'a>(
    instrument: &'a Instrument,
    answers: &'static [Answered],
    who: impl Fn(&Item) -> &'static str,
) -> Vec<(&'static Answered, &'a Item, &'static str)> {
    let known = answers.iter().filter_map(|answered| {
        let item = instrument.item_by_path(answered.path)?;
        Some((answered, item, who(item)))
    });
    known.collect()
}
