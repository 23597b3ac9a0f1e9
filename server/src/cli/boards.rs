//! Offices, people, roles, devices: stated by the server on boards (`sistem`).

use std::sync::Arc;

use model::directory::{Directory, Office as OfficeFacts};
use model::id::{DeviceId, OfficeId, PersonId};
use model::instrument::Instrument;
use model::time::Zone;
use model::wire::Outcome;

use super::args::{Data, Device, Office, Person, RoleCommand, RoleOf};
use super::failure::Failure;
use super::find::{find_office, find_person};
use super::say::say;
use super::words::first_password;
use crate::clock::Random;
use crate::instruments::BUILT_IN;
use crate::serve::{App, Config};
use crate::sistem::{NewOffice, NewPerson, Rekinding};

/// Opens the data folder.
///
/// # Errors
/// [`Failure::Serve`].
pub async fn open(data: &Data) -> Result<Arc<App>, Failure> {
    let config = Config {
        data: data.data.clone(),
        ..Config::default()
    };
    Ok(App::open(config).await?)
}

/// `bukti office …`
///
/// # Errors
/// [`Failure`].
pub async fn office(command: Office) -> Result<(), Failure> {
    match command {
        Office::Add {
            data,
            name,
            parent,
            zone,
            kind,
        } => {
            let app = open(&data).await?;
            let ledger = app.ledger();
            let directory = ledger.directory().await?;
            let parent = parent
                .map(|text| find_office(&directory, &text))
                .transpose()?;
            let name = filled("name", &name)?;
            if directory.offices().any(|office| office.name == name) {
                return Err(Failure::Already(format!(
                    "there is an office {name} already"
                )));
            }
            let id = OfficeId::new(ledger.ambient().now(), &mut Random(ledger.ambient()));
            let sort = kind.unwrap_or_default();
            let new = NewOffice {
                id,
                name: name.clone(),
                parent,
                zone,
                sort,
            };
            ledger.put_office(&new).await?;
            say!("{name} is there ({id}).");
            Ok(())
        }
        Office::Kind {
            data,
            office,
            kind,
            dry_run,
        } => {
            let app = open(&data).await?;
            let ledger = app.ledger();
            let office = find_office(&*ledger.directory().await?, &office)?;
            let plan = ledger.plan_kind(office, &kind).await?;
            tell_kind(&plan);
            if dry_run || plan.from == plan.to {
                say!("Nothing was changed.");
                return Ok(());
            }
            ledger.set_kind(office, &kind).await?;
            say!("Done. Back with --kind {:?}.", plan.from);
            Ok(())
        }
        Office::List(data) => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            let tops = directory.offices().filter(|office| {
                office
                    .parent
                    .is_none_or(|parent| directory.office(parent).is_none())
            });
            for top in tops {
                list_below(&directory, top, 0);
            }
            Ok(())
        }
    }
}

fn tell_kind(plan: &Rekinding) {
    say!("From {:?} to {:?}:", plan.from, plan.to);
    if plan.cycles.is_empty() {
        say!("  its running cycles ask what they asked");
    }
    for one in &plan.cycles {
        let [now, then] = one.change.weight.map(|weight| weight.normalize());
        say!("  {}: {now} points become {then}", one.name);
        let list = |what: &str, items: &[String]| {
            say!("    {} {what}: {}", items.len(), items.join(", "));
        };
        list("are asked as well", &one.change.comes);
        list("are asked no more", &one.change.goes);
        list("of these hold something, which is kept", &one.kept);
    }
}

fn list_below(directory: &Directory, office: &OfficeFacts, depth: usize) {
    let people = match directory.people().filter(|p| p.office == office.id).count() {
        1 => "1 person".to_owned(),
        count => format!("{count} people"),
    };
    say!(
        "{:indent$}{}  {}  {people}  {}",
        "",
        office.name,
        office.zone.name(),
        office.id,
        indent = depth * 2
    );
    // A tree that runs in a circle has no top, and is never begun.
    for child in directory.offices().filter(|o| o.parent == Some(office.id)) {
        list_below(directory, child, depth + 1);
    }
}

/// `bukti person …`
///
/// # Errors
/// [`Failure`].
pub async fn person(command: Person) -> Result<(), Failure> {
    match command {
        Person::Add {
            data,
            office,
            login,
            name,
            post,
        } => {
            let app = open(&data).await?;
            let ledger = app.ledger();
            let office = find_office(&*ledger.directory().await?, &office)?;
            // Whoever signs in may type capitals.
            let login = filled("sign-in name", &login)?.to_lowercase();
            if login.contains(char::is_whitespace) {
                return Err(Failure::Unfit("a sign-in name has no spaces".into()));
            }
            let id = PersonId::new(ledger.ambient().now(), &mut Random(ledger.ambient()));
            let new = NewPerson {
                id,
                name: filled("name", &name)?,
                login: login.clone(),
                post: post.unwrap_or_default(),
                office,
            };
            ledger.put_person(&new).await?;
            say!("{} is there ({id}).", new.name);
            give_password(&app, id, &login).await?;
            say!("They have no role yet: `bukti role grant {login} …`.");
            Ok(())
        }
        Person::Password { data, login } => {
            let app = open(&data).await?;
            let id = find_person(&*app.ledger().directory().await?, &login)?.id;
            give_password(&app, id, &login).await
        }
        Person::List(data) => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            for person in directory.people() {
                let office = directory
                    .office(person.office)
                    .map_or("?", |office| office.name.as_str());
                let roles = directory.grants_of(person.id).map(|grant| {
                    let area = grant.area.as_deref();
                    area.map_or_else(
                        || grant.role.name().to_owned(),
                        |area| format!("{} ({area})", grant.role.name()),
                    )
                });
                let roles = roles.collect::<Vec<_>>().join(", ");
                say!("{:<20} {:<26} {office}: {roles}", person.login, person.name);
            }
            Ok(())
        }
    }
}

/// A first password, which must be changed at the first sign-in.
async fn give_password(app: &App, person: PersonId, login: &str) -> Result<(), Failure> {
    let password = first_password(app.ledger().ambient());
    app.door().set_password(person, &password, true).await?;
    say!("First password of {login}: {password}");
    say!("It must be changed at the first sign-in, and isn't shown again.");
    Ok(())
}

/// `bukti role …`
///
/// # Errors
/// [`Failure`].
pub async fn role(command: RoleCommand) -> Result<(), Failure> {
    let (RoleCommand::Grant(of) | RoleCommand::Withdraw(of)) = &command;
    let app = open(&of.data).await?;
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let person = find_person(&directory, &of.login)?;
    let office = match &of.office {
        Some(text) => find_office(&directory, text)?,
        None => person.office,
    };
    let area = of.area.as_deref();
    let present = directory.grants_of(person.id).find(|grant| {
        grant.role == of.role && grant.office == office && grant.area.as_deref() == area
    });
    match (&command, present) {
        (RoleCommand::Grant(_), Some(_)) => Err(Failure::Already(format!(
            "{} is {} there already",
            person.name,
            of.role.name()
        ))),
        (RoleCommand::Grant(_), None) => {
            check_area(&app, &directory, office, of).await?;
            ledger.grant(person.id, of.role, office, area).await?;
            say!("{} is {} now.", person.name, of.role.name());
            Ok(())
        }
        (RoleCommand::Withdraw(_), Some(grant)) => {
            ledger.withdraw(grant.id).await?;
            say!("{} is no longer {}.", person.name, of.role.name());
            Ok(())
        }
        (RoleCommand::Withdraw(_), None) => Err(Failure::Unknown {
            what: "role",
            name: of.role.name().to_owned(),
            cure: format!(
                "{} doesn't have it for this office and area; `bukti person list` shows what they have",
                person.name
            ),
        }),
    }
}

/// An area that no worksheet of the office has is a slip of the finger: nobody could ever use the role.
async fn check_area(
    app: &App,
    directory: &Directory,
    office: OfficeId,
    of: &RoleOf,
) -> Result<(), Failure> {
    let Some(area) = of.area.as_deref() else {
        return Ok(());
    };
    let cycles = directory.cycles_of(office);
    let mut digests: Vec<&str> = cycles.iter().map(|c| c.instrument.as_str()).collect();
    digests.dedup();
    let mut areas: Vec<String> = Vec::new();
    if digests.is_empty() {
        let built_in = BUILT_IN.map(|(_, text)| Instrument::parse(text));
        for instrument in built_in.iter().flatten() {
            areas.extend(instrument.areas().into_iter().map(str::to_owned));
        }
        areas.sort_unstable();
        areas.dedup();
    }
    for digest in digests {
        if let Some(instrument) = app.ledger().instrument(digest).await? {
            areas.extend(instrument.areas().into_iter().map(str::to_owned));
        }
    }
    if areas.iter().any(|known| known == area) {
        return Ok(());
    }
    Err(Failure::Unknown {
        what: "area",
        name: area.to_owned(),
        cure: format!("the worksheet has {}", areas.join(", ")),
    })
}

/// `bukti device …`
///
/// # Errors
/// [`Failure`].
pub async fn device(command: Device) -> Result<(), Failure> {
    match command {
        Device::List { data, login } => {
            let app = open(&data).await?;
            let directory = app.ledger().directory().await?;
            let whose = login
                .map(|login| find_person(&directory, &login).map(|person| person.id))
                .transpose()?;
            let wanted = directory
                .devices()
                .filter(|device| whose.is_none_or(|id| id == device.person));
            let seen = app.ledger().store().devices().await?;
            for device in wanted {
                let owner = directory.person(device.person);
                let last = seen.iter().find(|state| state.device == device.id);
                let last = last.map_or_else(
                    || "never".to_owned(),
                    |state| Zone::Wib.date(state.seen).to_string(),
                );
                say!(
                    "{}  {:<14} {:<20} last seen {last}{}",
                    device.id,
                    owner.map_or("?", |owner| owner.login.as_str()),
                    device.name,
                    if device.revoked { ", revoked" } else { "" }
                );
            }
            Ok(())
        }
        Device::Revoke { data, device } => {
            let app = open(&data).await?;
            known(&*app.ledger().directory().await?, device)?;
            app.ledger().set_revoked(device, true).await?;
            say!("The device is revoked. What it still sends is held until you admit it.");
            Ok(())
        }
        Device::Admit { data, device } => {
            let app = open(&data).await?;
            known(&*app.ledger().directory().await?, device)?;
            let outcomes = app.ledger().admit(device).await?;
            let is_taken = |outcome: &&Outcome| matches!(outcome, Outcome::Accepted { .. });
            let taken = outcomes.iter().filter(is_taken).count();
            say!("{taken} of {} held changes were taken.", outcomes.len());
            for outcome in outcomes {
                if let Outcome::Rejected { rejection } = outcome {
                    say!("  one was refused: {rejection}");
                }
            }
            Ok(())
        }
    }
}

fn known(directory: &Directory, device: DeviceId) -> Result<(), Failure> {
    let found = directory.device(device).map(|_| ());
    found.ok_or_else(|| Failure::Unknown {
        what: "device",
        name: device.to_string(),
        cure: "`bukti device list` shows those that are known".into(),
    })
}

fn filled(what: &str, text: &str) -> Result<String, Failure> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Failure::Unfit(format!("the {what} is empty")));
    }
    Ok(text.to_owned())
}
