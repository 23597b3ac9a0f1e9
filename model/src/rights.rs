//! Who may do what: one table (role × action × own, child or foreign office × own or other area), asked
//! by page, push and pull alike (DESIGN §9).

use crate::directory::{Directory, Role};
use crate::id::{OfficeId, PersonId};
use crate::reject::Rejection;

/// What a person may want to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Action {
    /// Read the office's work.
    Read,
    /// Write its plan: kegiatan, sub kegiatan, indikator.
    Plan,
    /// Answer items of its worksheet.
    Answer,
    /// Capture and bind evidence.
    Evidence,
    /// Open the bytes of evidence that is marked *terbatas*.
    Open,
    /// Comment.
    Comment,
    /// Give and tick off tasks.
    Task,
    /// Judge items.
    Judge,
    /// Look after people, roles, devices and cycles.
    Administer,
}

impl Action {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::Read,
        Self::Plan,
        Self::Answer,
        Self::Evidence,
        Self::Open,
        Self::Comment,
        Self::Task,
        Self::Judge,
        Self::Administer,
    ];
}

/// Where the office lies, seen from the office that the role is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The very office.
    Own,
    /// Below it in the tree.
    Child,
    /// Anywhere else.
    Foreign,
}

/// How far a right reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Not at all.
    No,
    /// In the role's area only; a role without an area reaches all.
    OwnArea,
    /// In every area.
    AllAreas,
}

/// The table. A foreign office gives no right at all.
#[must_use]
pub fn reach(role: Role, action: Action, place: Place) -> Reach {
    use Action::{Administer, Answer, Comment, Evidence, Judge, Open, Plan, Read, Task};
    use Reach::{AllAreas, No, OwnArea};
    use Role::{Admin, AgenPerubahan, Anggota, Asesor, Ketua, Pemantau, Pengarah};
    match (place, role, action) {
        (Place::Foreign, _, _) | (_, Pemantau, _) => No,
        // Reading is by office, never finer: whoever has a role at or above it reads all of its work.
        (_, _, Read) => AllAreas,
        (_, Admin, Administer) => AllAreas,
        (_, _, Administer) => No,
        // DESIGN §2, "Streams": the area's team and assessors, ketua and admin (and the author, whatever
        // their role).
        (_, Admin | Ketua, Open) => AllAreas,
        (_, Asesor, Open) | (Place::Own, Anggota, Open) => OwnArea,
        (_, _, Open) => No,
        (_, _, Comment) => AllAreas,
        (_, Asesor, Judge) => OwnArea,
        (_, _, Judge) => No,
        (_, Admin | Pengarah, Plan | Answer | Evidence) => No,
        (_, Asesor, Plan | Answer | Evidence) => No,
        // What a unit says of itself is said by the unit: parents read, comment and judge.
        (Place::Child, Ketua | Anggota | AgenPerubahan, Plan | Answer | Evidence) => No,
        (Place::Own, Ketua, Plan | Answer | Evidence | Task) => AllAreas,
        (Place::Own, Anggota | AgenPerubahan, Plan | Answer | Evidence | Task) => OwnArea,
        (_, Admin | Pengarah | Ketua | Asesor, Task) => AllAreas,
        (Place::Child, Anggota | AgenPerubahan, Task) => No,
    }
}

/// Whether a role reads an office's work, and not only its board and roll-ups.
#[must_use]
pub fn reads_work(role: Role) -> bool {
    reach(role, Action::Read, Place::Own) != Reach::No
}

/// Whether a person leads an office or one above it (`ketua`, `pengarah`, `admin`): they see how its
/// devices fare.
#[must_use]
pub fn leads(directory: &Directory, person: PersonId, office: OfficeId) -> bool {
    directory.grants_of(person).any(|grant| {
        let leading = matches!(grant.role, Role::Ketua | Role::Pengarah | Role::Admin);
        leading && (grant.office == office || directory.is_below(office, grant.office))
    })
}

/// Asks the table for a person: may they do `action` in `office`, in one of these `areas` (empty: the
/// thing belongs to no area)?
///
/// # Errors
/// [`Rejection::ForeignOffice`], [`Rejection::NotYourRole`] or [`Rejection::NotYourArea`].
pub fn check(
    directory: &Directory,
    person: PersonId,
    action: Action,
    office: OfficeId,
    areas: &[&str],
) -> Result<(), Rejection> {
    let named = |mine: &str| areas.is_empty() || areas.contains(&mine);
    granted(directory, person, action, office, areas, named)
}

/// The same, in each of these areas (none: as if the thing belonged to no area).
///
/// # Errors
/// As [`check`].
pub fn check_each<'a>(
    directory: &Directory,
    person: PersonId,
    action: Action,
    office: OfficeId,
    areas: impl IntoIterator<Item = &'a str>,
) -> Result<(), Rejection> {
    check(directory, person, action, office, &[])?;
    let mut areas = areas.into_iter();
    areas.try_for_each(|area| check(directory, person, action, office, &[area]))
}

/// The same, whatever the area.
///
/// # Errors
/// As [`check`].
pub fn check_everywhere(
    directory: &Directory,
    person: PersonId,
    action: Action,
    office: OfficeId,
) -> Result<(), Rejection> {
    granted(directory, person, action, office, &[], |_| false)
}

/// Looks for a grant that allows it, of one area if `within` says that this one will do.
fn granted(
    directory: &Directory,
    person: PersonId,
    action: Action,
    office: OfficeId,
    areas: &[&str],
    within: impl Fn(&str) -> bool,
) -> Result<(), Rejection> {
    let mut refusal = Rejection::ForeignOffice;
    for grant in directory.grants_of(person) {
        let place = if grant.office == office {
            Place::Own
        } else if directory.is_below(office, grant.office) {
            Place::Child
        } else {
            continue;
        };
        let mine = grant.area.as_deref();
        match reach(grant.role, action, place) {
            Reach::AllAreas => return Ok(()),
            Reach::OwnArea if mine.is_none_or(&within) => return Ok(()),
            Reach::OwnArea => {
                let area = areas.first().copied().unwrap_or_default().to_owned();
                refusal = Rejection::NotYourArea { area };
            }
            Reach::No if refusal == Rejection::ForeignOffice => refusal = Rejection::NotYourRole,
            Reach::No => {}
        }
    }
    Err(refusal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_foreign_office_gives_no_right() {
        for role in Role::ALL {
            for action in Action::ALL {
                assert_eq!(reach(role, action, Place::Foreign), Reach::No);
            }
        }
    }

    #[test]
    fn an_observer_has_no_right_and_everybody_else_reads() {
        for action in Action::ALL {
            assert_eq!(reach(Role::Pemantau, action, Place::Own), Reach::No);
        }
        for role in Role::ALL.into_iter().filter(|role| *role != Role::Pemantau) {
            assert_eq!(reach(role, Action::Read, Place::Child), Reach::AllAreas);
        }
    }

    #[test]
    fn who_answers_never_judges_by_the_same_role() {
        for role in Role::ALL {
            for place in [Place::Own, Place::Child] {
                let answers = reach(role, Action::Answer, place) != Reach::No;
                let judges = reach(role, Action::Judge, place) != Reach::No;
                assert!(!(answers && judges), "{role:?}");
            }
        }
    }
}
