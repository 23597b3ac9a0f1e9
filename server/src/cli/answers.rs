//! `bukti instrument import --answers`: a filled worksheet into a cycle.

use std::fs::File;

use model::directory::{Directory, Person};
use model::id::CycleId;

use super::boards::open;
use super::failure::Failure;
use super::find::{find_cycle, find_office, find_person};
use super::instrument_args::Import;
use super::instruments::name_of;
use super::say::say;
use crate::lembar::import::{Choices, Preview, preview};
use crate::lembar::take::{Change, Plan, What};
use crate::serve::App;
use crate::sistem::Taken;

/// Shows what would change, and changes it.
///
/// # Errors
/// [`Failure`].
pub async fn answers(what: &Import) -> Result<(), Failure> {
    let login = what.on_behalf.as_deref().unwrap_or_default();
    if what.undo {
        return undo(what, login).await;
    }
    let choices = Choices {
        sheet: what.sheet.clone(),
        ..Choices::default()
    };
    let mut file = File::open(&what.file).map_err(|source| Failure::File {
        path: what.file.clone(),
        source,
    })?;
    let preview = preview(&mut file, &choices)?;
    let app = open(&what.data).await?;
    let directory = app.ledger().directory().await?;
    let person = find_person(&directory, login)?;
    let cycle = cycle_of(&directory, person, what)?;
    let (worksheet, name) = (&preview.worksheet, name_of(&what.file));
    let plan = app
        .ledger()
        .plan_answers(worksheet, cycle, person.id, what.replace, &name);
    let plan = plan.await?;
    tell(&preview, &plan);
    if what.dry_run || plan.drafts.is_empty() {
        say!("Nothing was changed.");
        return Ok(());
    }
    let taken = app.ledger().take_answers(&plan, person.id, &name).await?;
    report(&taken)?;
    say!("Take it back with --undo.");
    Ok(())
}

async fn undo(what: &Import, login: &str) -> Result<(), Failure> {
    let app: std::sync::Arc<App> = open(&what.data).await?;
    let directory = app.ledger().directory().await?;
    let person = find_person(&directory, login)?;
    let cycle = cycle_of(&directory, person, what)?;
    let name = name_of(&what.file);
    let undoing = app.ledger().plan_undo(cycle, person.id, &name).await?;
    let undoing = undoing.ok_or_else(|| Failure::Unknown {
        what: "import to take back of",
        name,
        cure: "it was taken back already, or taken in another person's name".into(),
    })?;
    say!(
        "{} answers and pieces of evidence go back to what they were; {} stay, because somebody has \
         written since.",
        undoing.drafts.len(),
        undoing.kept
    );
    if what.dry_run || undoing.drafts.is_empty() {
        say!("Nothing was changed.");
        return Ok(());
    }
    report(&app.ledger().undo_answers(&undoing, person.id).await?)
}

/// The cycle that is named, else the open one of the person's office.
fn cycle_of(directory: &Directory, person: &Person, what: &Import) -> Result<CycleId, Failure> {
    let office = match &what.office {
        Some(text) => find_office(directory, text)?,
        None => person.office,
    };
    if let Some(text) = &what.cycle {
        return find_cycle(directory, Some(office), text);
    }
    let cycles = directory.cycles_of(office).into_iter();
    let open: Vec<CycleId> = cycles.filter(|cycle| cycle.open).map(|c| c.id).collect();
    match open.as_slice() {
        [cycle] => Ok(*cycle),
        [] => Err(Failure::Unknown {
            what: "open cycle of",
            name: "the person's office".into(),
            cure: "`bukti cycle list` shows them".into(),
        }),
        _ => Err(Failure::Unfit(
            "the office has several open cycles: say which with --cycle".into(),
        )),
    }
}

fn report(taken: &Taken) -> Result<(), Failure> {
    say!("Taken: {} records were written.", taken.accepted);
    for refusal in &taken.refused {
        say!("  one was refused: {refusal}");
    }
    if taken.refused.is_empty() {
        return Ok(());
    }
    let count = taken.refused.len();
    Err(Failure::Amiss(format!("{count} changes were refused")))
}

fn tell(preview: &Preview, plan: &Plan) {
    for sheet in &preview.skipped {
        say!("Skipped: {sheet}");
    }
    for finding in preview.findings() {
        say!(
            "Temuan {}: {}. {}",
            finding.cell,
            finding.what,
            finding.proposal
        );
    }
    for change in &plan.changes {
        say!("{}", line(change));
    }
    for left in &plan.left {
        say!("Left as it is: {} ({})", line(&left.change), left.reason);
    }
    say!(
        "{} changes, {} left as they are.",
        plan.changes.len(),
        plan.left.len()
    );
}

fn line(change: &Change) -> String {
    let cell = change
        .cell
        .map(|cell| format!("{cell} "))
        .unwrap_or_default();
    let what = match &change.what {
        What::Answer => "jawaban".to_owned(),
        What::Count(row) => format!("jumlah {row}"),
        What::Note => "catatan".to_owned(),
        What::Link => "tautan".to_owned(),
    };
    let from = change.from.as_deref().unwrap_or("-");
    let path = &change.item;
    format!(
        "{cell}{path} {what}: {} → {}",
        short(from),
        short(&change.to)
    )
}

fn short(text: &str) -> String {
    const CHARS: usize = 60;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= CHARS {
        return text;
    }
    text.chars().take(CHARS).chain(['…']).collect()
}
