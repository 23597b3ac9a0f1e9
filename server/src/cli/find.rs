//! Finds what somebody names on the command line.

use model::directory::{Directory, Person};
use model::id::OfficeId;

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
