//! What the admin pages show: the offices below mine, each with its Standing ([`crate::rollup`]).

mod shelf;

pub use shelf::administered;

use std::sync::Arc;

use app::admin::data::{AdminData, Answer, Below, DeviceSeen, OfficeRow, Refusal, Sheet};
use app::admin::shelf::Shelf;
use model::id::PersonId;

use crate::rollup::{self, OfficeSum};
use crate::serve::App;

/// One request's view of the data: it knows who asks.
#[derive(Clone, Debug)]
pub struct Asking {
    /// Where the data is.
    pub app: Arc<App>,
    /// Who is signed in, if anybody.
    pub person: Option<PersonId>,
}

impl AdminData for Asking {
    fn below(&self) -> Answer<'_, Below> {
        Box::pin(async move {
            let person = self.person.ok_or(Refusal::SignedOut)?;
            match rollup::below(&self.app, person).await {
                Ok(below) => below.map(page).ok_or(Refusal::Forbidden),
                Err(error) => {
                    tracing::error!(%error, "The offices below couldn't be summed: {error}");
                    Err(Refusal::Unavailable)
                }
            }
        })
    }

    fn shelf(&self, chosen: Option<String>) -> Answer<'_, Shelf> {
        Box::pin(async move {
            let person = self.person.ok_or(Refusal::SignedOut)?;
            match shelf::shelf(&self.app, person, chosen).await {
                Ok(shelf) => shelf.ok_or(Refusal::NoAdmin),
                Err(error) => {
                    tracing::error!(%error, "The instruments couldn't be read: {error}");
                    Err(Refusal::Unavailable)
                }
            }
        })
    }
}

/// The offices below as the page has them.
fn page(below: rollup::Below) -> Below {
    Below {
        person_id: below.person.id,
        person: below.person.name,
        office: below.home.name,
        zone: below.home.zone,
        administers: below.administers,
        at: below.at,
        offices: below.offices.into_iter().map(row).collect(),
    }
}

fn row(sum: OfficeSum) -> OfficeRow {
    let sheet = (sum.measure().zip(sum.sheet)).map(|(measure, sheet)| Sheet {
        measure,
        title: sheet.title,
    });
    let cycle = sum.cycle;
    OfficeRow {
        id: sum.office.id,
        name: sum.office.name,
        target: cycle.as_ref().and_then(|c| c.target.as_ref()?.parse().ok()),
        sheet,
        cycle: cycle.map(|cycle| cycle.name),
        standing: sum.standing.into(),
        late: sum.late,
        devices: sum.devices.into_iter().map(device).collect(),
    }
}

fn device(device: rollup::DeviceSeen) -> DeviceSeen {
    DeviceSeen {
        name: device.name,
        person: device.person,
        seen: device.seen,
    }
}
