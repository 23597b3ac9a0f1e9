//! The instruments, for those who administer an office.

use app::admin::shelf::{Chosen, OfficeName, Shelf, Use, Version, VersionState};
use app::admin::years::PastYear;
use model::directory::{Directory, Office};
use model::id::{OfficeId, PersonId};
use model::instrument::made_from;
use model::rights::{self, Action};

use crate::serve::App;
use crate::sistem::{Catalogued, SistemError};

/// The offices that a person administers, the highest first.
pub fn administered(directory: &Directory, person: PersonId) -> Vec<&Office> {
    let may = |office: &&Office| {
        rights::check(directory, person, Action::Administer, office.id, &[]).is_ok()
    };
    let mut offices: Vec<&Office> = directory.offices().filter(may).collect();
    let above = |office: &Office| {
        let is_above = |other: &&Office| directory.is_below(office.id, other.id);
        directory.offices().filter(is_above).count()
    };
    offices.sort_by_cached_key(|office| (above(office), office.name.clone()));
    offices
}

/// All versions, and the document of one; nothing for those who administer no office.
pub(super) async fn shelf(
    app: &App,
    person: PersonId,
    chosen: Option<String>,
) -> Result<Option<Shelf>, SistemError> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let known = directory.person(person);
    let home = known.and_then(|known| directory.office(known.office));
    let offices = administered(&directory, person);
    let (Some(known), Some(home), false) = (known, home, offices.is_empty()) else {
        return Ok(None);
    };
    let mut catalogue = ledger.catalogue().await?;
    catalogue.sort_by(|a, b| (&a.family, b.version).cmp(&(&b.family, a.version)));
    let wanted = |one: &&Catalogued| (chosen.as_ref()).is_none_or(|digest| one.digest == *digest);
    let chosen = match catalogue.iter().find(wanted) {
        Some(found) => {
            let mut earlier = catalogue.iter();
            let before = earlier
                .find(|one| one.family == found.family && one.version < found.version)
                // An office's own begins with what it was made from.
                .or_else(|| {
                    let from = made_from(&found.family)?;
                    catalogue.iter().find(|one| one.family == from)
                });
            let before = match before {
                Some(before) => Some(ledger.instrument_text(before).await?),
                None => None,
            };
            Some(Chosen {
                digest: found.digest.clone(),
                text: ledger.instrument_text(found).await?,
                before,
            })
        }
        None => None,
    };
    Ok(Some(Shelf {
        person: known.name.clone(),
        office: home.name.clone(),
        zone: home.zone,
        at: ledger.ambient().now(),
        offices: offices
            .iter()
            .map(|office| OfficeName {
                id: office.id,
                name: office.name.clone(),
                kind: office.sort.clone(),
            })
            .collect(),
        versions: catalogue
            .into_iter()
            .map(|one| version(&directory, person, one))
            .collect(),
        chosen,
        years: (ledger.pasts().await?.iter())
            .filter(|past| offices.iter().any(|office| office.id == past.office))
            .map(PastYear::of)
            .collect(),
    }))
}

fn version(directory: &Directory, person: PersonId, one: Catalogued) -> Version {
    let mut cycles: Vec<Use> = directory
        .offices()
        .filter(|office| rights::check(directory, person, Action::Read, office.id, &[]).is_ok())
        .flat_map(|office| {
            let cycles = directory.cycles_of(office.id).into_iter();
            let uses = cycles.filter(|cycle| cycle.instrument == one.digest);
            uses.map(|cycle| Use {
                id: cycle.id,
                name: cycle.name.clone(),
                office: office.name.clone(),
                open: cycle.open,
            })
        })
        .collect();
    cycles.sort_by(|a, b| (&a.office, &a.name).cmp(&(&b.office, &b.name)));
    // What comes with the program is everybody's: its next version is for who administers all.
    let homes: Vec<OfficeId> = match one.office {
        Some(office) => vec![office],
        None => directory.tops().map(|office| office.id).collect(),
    };
    let mine = (homes.into_iter())
        .all(|office| rights::check(directory, person, Action::Administer, office, &[]).is_ok());
    Version {
        mine,
        family: one.family,
        version: one.version,
        title: one.title,
        digest: one.digest,
        state: match (one.office, one.published) {
            (None, _) => VersionState::BuiltIn,
            (Some(_), true) => VersionState::Published,
            (Some(_), false) => VersionState::Draft,
        },
        origin: one.origin,
        cycles,
    }
}
