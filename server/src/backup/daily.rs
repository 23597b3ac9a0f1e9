//! One backup a day, by itself, while the server runs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use model::time::Millis;

use super::{BackupError, make, off_thread, place};
use crate::serve::App;
use crate::sync::{Ledger, SafeMarks};

/// How often it is looked whether one is due, and what others have put into the place.
const LOOK_EVERY: Duration = Duration::from_secs(15 * 60);
/// Where backups lie in the data folder, unless a place was named.
const OWN: &str = "cadangan";

/// Makes a backup a day and keeps the newest `keep`, for ever. In a place that the admin named it says
/// what is safe; the data folder's own guard against mistakes, not against a lost disk, and make nothing
/// safe. With `keep` 0 none are made, and others' in a named place still count.
pub async fn keep(app: Arc<App>, named: Option<PathBuf>, keep: usize) {
    loop {
        round(&app, named.as_deref(), keep).await;
        tokio::time::sleep(LOOK_EVERY).await;
    }
}

/// Makes a backup if one is due, and takes in what the place makes safe.
pub(super) async fn round(app: &App, named: Option<&Path>, keep: usize) {
    let own = app.data().join(OWN);
    let place = named.unwrap_or(&own);
    if let Err(error) = look(app, place, keep).await {
        tracing::error!(%error, "No backup was made: {error}");
    }
    if let Some(place) = named {
        name_safe(app.ledger(), place).await;
    }
}

/// Says what the backups in the place that the admin named make safe.
pub(crate) async fn name_safe(ledger: &Ledger, place: &Path) {
    let epoch = ledger.store().epoch();
    let place = place.to_owned();
    let numbers = off_thread(move || Ok(place::safe(&place, epoch))).await;
    ledger.set_safe(SafeMarks {
        place: true,
        numbers: numbers.unwrap_or_default(),
    });
}

/// Makes one if the newest is a day old.
async fn look(app: &App, place: &Path, keep: usize) -> Result<(), BackupError> {
    if keep == 0 {
        return Ok(());
    }
    let ambient = app.ledger().ambient();
    let at = place.to_owned();
    let newest = off_thread(move || Ok(place::completed(&at).into_iter().next())).await?;
    let age = newest.map(|(_, manifest)| ambient.now().0 - manifest.made.0);
    // One from the future (the clock was wrong) counts as none.
    if age.is_some_and(|age| (0..Millis::DAY).contains(&age)) {
        return Ok(());
    }
    let made = make(app.data(), place, app.files(), ambient).await?;
    let path = made.path.display().to_string();
    let (ops, files) = (
        made.manifest
            .streams
            .iter()
            .map(|(_, head)| head.number)
            .sum::<u64>(),
        made.manifest.files.len(),
    );
    tracing::info!(path, ops, files, "Backup made: {ops} ops, {files} files");
    let at = place.to_owned();
    let removed = off_thread(move || place::prune(&at, keep)).await?;
    if removed > 0 {
        tracing::info!(removed, "Older backups removed: {removed}");
    }
    Ok(())
}
