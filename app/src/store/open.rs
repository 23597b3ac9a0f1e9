//! Opening: one's own look at the version, the migration, and what an older tab in the way means.

use std::cell::Cell;
use std::rc::Rc;

use futures_channel::oneshot;
use indexed_db_futures::database::Database;
use model::sync::store::StoreError;
use wasm_bindgen_futures::spawn_local;

use super::schema::{Version, migrate};
use super::value::open_failed;

/// Opens the database at the version that it has, migrates it if that is older, refuses it if that is
/// newer and breaking. A new one begins at version 1 and migrates like any other. Says whether it is a new one.
pub async fn open(name: &str) -> Result<(Database, bool), StoreError> {
    let (database, is_new) = open_at(name, None).await?;
    // Versions are small whole numbers that we gave.
    let found = database.version() as u32;
    if !Version::is_readable(found) {
        database.close();
        return Err(StoreError::Newer);
    }
    if found >= Version::CURRENT.number() {
        return Ok((database, is_new));
    }
    database.close();
    let (database, _) = open_at(name, Some(Version::CURRENT)).await?;
    Ok((database, is_new))
}

/// One request to open. It goes on in the background when a tab of an older build is in the way, so that
/// a late upgrade is still carried out whole; its connection is then closed at once.
async fn open_at(name: &str, version: Option<Version>) -> Result<(Database, bool), StoreError> {
    let is_new = Rc::new(Cell::new(false));
    let (answer, answered) = oneshot::channel();
    let (blocked, is_blocked) = oneshot::channel::<()>();
    let (name, made) = (name.to_owned(), Rc::clone(&is_new));
    spawn_local(async move {
        let target = version.unwrap_or(Version::V1);
        let upgrade = move |event: indexed_db_futures::database::VersionChangeEvent,
                            db: Database| {
            let before = event.old_version() as u32;
            made.set(before == 0);
            migrate(&db, Version::of(before), target)
        };
        let on_blocked = move |_| {
            // Nobody listens any more if the answer came first.
            let _ = blocked.send(());
            Ok(())
        };
        let request = Database::open(name);
        let result = match version {
            None => {
                request
                    .with_on_blocked(on_blocked)
                    .with_on_upgrade_needed(upgrade)
                    .await
            }
            Some(version) => {
                request
                    .with_version(version.number())
                    .with_on_blocked(on_blocked)
                    .with_on_upgrade_needed(upgrade)
                    .await
            }
        };
        if let Err(Ok(database)) = answer.send(result) {
            database.close();
        }
    });
    match first(answered, is_blocked).await {
        Some(Ok(result)) => Ok((result.map_err(open_failed)?, is_new.get())),
        Some(Err(_)) => Err(StoreError::Other("the request to open ended".to_owned())),
        None => Err(StoreError::Blocked),
    }
}

/// The answer, or nothing if the request is blocked first.
async fn first<T>(
    mut answered: oneshot::Receiver<T>,
    mut blocked: oneshot::Receiver<()>,
) -> Option<Result<T, oneshot::Canceled>> {
    use std::future::Future as _;
    use std::pin::Pin;
    use std::task::Poll;
    std::future::poll_fn(move |cx| {
        if let Poll::Ready(answer) = Pin::new(&mut answered).poll(cx) {
            return Poll::Ready(Some(answer));
        }
        match Pin::new(&mut blocked).poll(cx) {
            Poll::Ready(Ok(())) => Poll::Ready(None),
            // Dropped unsent: it wasn't blocked, and the answer comes.
            Poll::Ready(Err(_)) | Poll::Pending => Poll::Pending,
        }
    })
    .await
}
