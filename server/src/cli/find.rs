//! Finds what somebody names on the command line.

use model::directory::{Cycle, Directory, Person};
use model::id::{CycleId, OfficeId};

use super::cycle_args::NamedCycle;
use super::failure::Failure;

/// The office that somebody means: by its id, its name, or enough of its name.
///
/// # Errors
/// [`Failure::Unknown`] with what there is, [`Failure::Unfit`] if several fit.
pub fn find_office(directory: &Directory, text: &str) -> Result<OfficeId, Failure> {
    if let Ok(id) = text.parse::<OfficeId>()
        && directory.office(id).is_some()
    {
        return Ok(id);
    }
    let wanted = text.trim().to_lowercase();
    let fits = |exact: bool| {
        let offices = directory.offices().filter(|office| {
            let name = office.name.to_lowercase();
            if exact {
                name == wanted
            } else {
                name.contains(&wanted)
            }
        });
        offices.collect::<Vec<_>>()
    };
    let mut found = fits(true);
    if found.is_empty() {
        found = fits(false);
    }
    match found.as_slice() {
        [office] => Ok(office.id),
        [] => Err(Failure::Unknown {
            what: "office",
            name: text.to_owned(),
            cure: "`bukti office list` shows those that there are".into(),
        }),
        several => {
            let names: Vec<&str> = several.iter().map(|office| office.name.as_str()).collect();
            Err(Failure::Unfit(format!(
                "several offices fit {text}: {}; say more of the name, or the id",
                names.join(", ")
            )))
        }
    }
}

/// The person who signs in with that name.
///
/// # Errors
/// [`Failure::Unknown`].
pub fn find_person<'a>(directory: &'a Directory, login: &str) -> Result<&'a Person, Failure> {
    directory
        .person_by_login(login)
        .ok_or_else(|| Failure::Unknown {
            what: "person who signs in as",
            name: login.to_owned(),
            cure: "`bukti person list` shows those that there are".into(),
        })
}

/// The cycle that a command names.
///
/// # Errors
/// As [`find_cycle`], and [`find_office`] where an office is named.
pub fn find_named(directory: &Directory, of: &NamedCycle) -> Result<CycleId, Failure> {
    let office = of.office.as_ref().map(|text| find_office(directory, text));
    find_cycle(directory, office.transpose()?, &of.cycle)
}

/// The cycle that somebody means: by its id, its name, or enough of its name; of an office, or of any.
///
/// # Errors
/// [`Failure::Unknown`], [`Failure::Unfit`] if several fit.
pub fn find_cycle(
    directory: &Directory,
    office: Option<OfficeId>,
    text: &str,
) -> Result<CycleId, Failure> {
    if let Ok(id) = text.parse::<CycleId>()
        && directory.cycle(id).is_some()
    {
        return Ok(id);
    }
    let wanted = text.trim().to_lowercase();
    let offices = directory.offices().map(|office| office.id);
    let offices = offices.filter(|id| office.is_none_or(|office| office == *id));
    let all: Vec<&Cycle> = offices.flat_map(|id| directory.cycles_of(id)).collect();
    let exact = |cycle: &&&Cycle| cycle.name.to_lowercase() == wanted;
    let mut found: Vec<&&Cycle> = all.iter().filter(exact).collect();
    if found.is_empty() {
        let close = |cycle: &&&Cycle| cycle.name.to_lowercase().contains(&wanted);
        found = all.iter().filter(close).collect();
    }
    match found.as_slice() {
        [cycle] => Ok(cycle.id),
        [] => Err(Failure::Unknown {
            what: "cycle",
            name: text.to_owned(),
            cure: "`bukti cycle list` shows those that there are".into(),
        }),
        several => Err(Failure::Unfit(format!(
            "{} cycles fit {text}: say --office, more of the name, or the id (`bukti cycle list`)",
            several.len()
        ))),
    }
}
