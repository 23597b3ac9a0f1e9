//! `bukti instrument …`: worksheets in and out.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;

use model::directory::Directory;
use model::id::OfficeId;
use model::instrument::{Instrument, RowRole};

use super::answers;
use super::args::Data;
use super::boards::open;
use super::failure::Failure;
use super::find::find_office;
use super::instrument_args::{Import, InstrumentCommand};
use super::say::say;
use crate::lembar::LembarError;
use crate::lembar::export::{self, Export};
use crate::lembar::import::{Choices, Preview, preview};
use crate::serve::App;
use crate::sistem::{After, Kept};

/// `bukti instrument …`
///
/// # Errors
/// [`Failure`].
pub async fn instrument(command: InstrumentCommand) -> Result<(), Failure> {
    match command {
        InstrumentCommand::Import(what) if what.answers => answers::answers(&what).await,
        InstrumentCommand::Import(what) => import(&what).await,
        InstrumentCommand::List(data) => list(&data).await,
        InstrumentCommand::Publish { data, id, version } => {
            let app = open(&data).await?;
            let published = app.ledger().publish_instrument(&id, version).await?;
            say!(
                "{} version {} is published.",
                published.family,
                published.version
            );
            Ok(())
        }
        InstrumentCommand::Export {
            data,
            id,
            version,
            json,
            xlsx,
        } => {
            let app = open(&data).await?;
            let found = app.ledger().catalogued(&id, version).await?;
            let text = app.ledger().instrument_text(&found).await?;
            if let Some(path) = xlsx {
                return write(&path, &blank(&app, &text)?);
            }
            match json {
                Some(path) => write(&path, text.as_bytes()),
                None => {
                    say!("{}", text.trim_end());
                    Ok(())
                }
            }
        }
    }
}

/// The workbook of a worksheet that nobody has filled in.
fn blank(app: &App, text: &str) -> Result<Vec<u8>, Failure> {
    let instrument =
        Instrument::parse(text).map_err(|source| LembarError::Instrument { cell: None, source })?;
    let export = Export {
        instrument: &instrument,
        beside: BTreeMap::new(),
        heading: String::new(),
        at: app.ledger().ambient().now(),
    };
    Ok(export::write(&export)?)
}

/// Writes a file that was named.
///
/// # Errors
/// [`Failure::File`].
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|source| Failure::Written {
        path: path.to_owned(),
        source,
    })
}

/// A file's name without its folders, as it is shown and kept.
pub fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or(path.as_os_str());
    name.to_string_lossy().into_owned()
}

async fn import(what: &Import) -> Result<(), Failure> {
    let choices = Choices {
        sheet: what.sheet.clone(),
        family: what.id.clone(),
        title: what.title.clone(),
        roles: what.roles.clone(),
    };
    let mut file = File::open(&what.file).map_err(|source| Failure::File {
        path: what.file.clone(),
        source,
    })?;
    let preview = preview(&mut file, &choices)?;
    tell(&preview);
    let findings = preview.findings().len();
    if findings > 0 && !what.accept {
        say!(
            "\nNothing was kept. Mend the workbook, or say --accept to keep it as it is printed, with {findings} \
             finding{}.",
            if findings == 1 { "" } else { "s" }
        );
        return Ok(());
    }
    let app = open(&what.data).await?;
    let office = home(&app, what.office.as_deref()).await?;
    let (draft, origin) = (&preview.worksheet.draft, name_of(&what.file));
    let kept = app
        .ledger()
        .keep_instrument(office, draft, &origin, After::Latest, !what.draft)
        .await?;
    let version = kept.version();
    let state = if version.published {
        "published"
    } else {
        "a draft"
    };
    let (family, number) = (&version.family, version.version);
    match kept {
        Kept::New(_) => say!("\n{family} version {number} is kept ({state})."),
        Kept::Already(_) => {
            say!("\n{family} version {number} ({state}) says the same; nothing was changed.");
        }
    }
    if version.published {
        say!("Open a cycle with it: bukti cycle open --instrument {family} …");
    } else {
        say!("Publish it when it is right: bukti instrument publish {family}");
    }
    Ok(())
}

/// The office on whose board worksheets stand: the one that is named, else the one at the top.
async fn home(app: &App, named: Option<&str>) -> Result<OfficeId, Failure> {
    let directory = app.ledger().directory().await?;
    if let Some(named) = named {
        return find_office(&directory, named);
    }
    let tops: Vec<OfficeId> = directory.tops().map(|office| office.id).collect();
    match tops.as_slice() {
        [top] => Ok(*top),
        [] => Err(Failure::Unfit(
            "there is no office yet: `bukti office add --name …` makes the first".into(),
        )),
        _ => Err(Failure::Unfit(
            "several offices stand at the top: say with --office whose worksheet it is".into(),
        )),
    }
}

fn tell(preview: &Preview) {
    let (worksheet, instrument) = (&preview.worksheet, preview.instrument());
    for sheet in &preview.skipped {
        say!("Skipped: {sheet}");
    }
    say!("{} (sheet {})", instrument.title, worksheet.sheet);
    say!("Id: {}", instrument.family);
    say!(
        "{} items, {} Jumlah rows, {} required documents, {} answered; weight {}",
        preview.items(),
        preview.counts(),
        preview.documents(),
        preview.answered(),
        instrument.root().weight.normalize()
    );
    let mut percentages = preview.percentages().peekable();
    if percentages.peek().is_some() {
        say!("\nPercentages and their rows (change one with --role PATH/ROW=PART):");
    }
    for percentage in percentages {
        let cell = percentage.cell.map(|cell| cell.to_string());
        say!(
            "  {}  {}  {}",
            cell.unwrap_or_default(),
            percentage.path,
            percentage.title
        );
        for row in percentage.rows {
            say!("      {}  {:<8} {}", row.code, part(row.role), row.title);
        }
    }
    let findings = preview.findings();
    if !findings.is_empty() {
        say!("\nTemuan:");
    }
    for finding in findings {
        say!("  {}: {}. {}", finding.cell, finding.what, finding.proposal);
    }
    let mut notes = worksheet.notes().peekable();
    if notes.peek().is_some() {
        say!("\nCatatan:");
    }
    for note in notes {
        say!("  {}: {}", note.cell, note.what);
    }
}

/// What a count is in its percentage, in the worksheet's word.
fn part(role: RowRole) -> &'static str {
    match role {
        RowRole::Seluruh => "seluruh",
        RowRole::Bagian => "bagian",
        RowRole::Sisa => "sisa",
        RowRole::Lewati => "lewati",
    }
}

async fn list(data: &Data) -> Result<(), Failure> {
    let app = open(data).await?;
    let directory = app.ledger().directory().await?;
    for one in app.ledger().catalogue().await? {
        let state = match (one.published, one.office) {
            (_, None) => "built in",
            (true, _) => "published",
            (false, _) => "draft",
        };
        let cycles = uses(&directory, &one.digest);
        let cycles = match cycles {
            1 => "1 cycle".to_owned(),
            several => format!("{several} cycles"),
        };
        let from = if one.origin.is_empty() {
            String::new()
        } else {
            format!("  from {}", one.origin)
        };
        say!(
            "{:<24} version {}  {state}, {cycles}  {}{from}",
            one.family,
            one.version,
            one.title
        );
    }
    Ok(())
}

/// How many cycles name a document.
fn uses(directory: &Directory, digest: &str) -> usize {
    let cycles = directory.offices().flat_map(|o| directory.cycles_of(o.id));
    cycles.filter(|cycle| cycle.instrument == digest).count()
}
