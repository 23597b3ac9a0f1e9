//! `/api/v1/sync/push`, `/api/v1/sync/pull`, `/api/v1/sync/reconcile`, `/api/v1/devices`, `/api/v1/key`,
//! `/api/v1/instruments/{digest}`, `/api/v1/history/{record}`.

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::routing::{get, post};
use axum::{Json as Answer, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::id::{FileDigest, RecordId};
use model::limits::PUSH_BYTES_MAX;
use model::rights::leads;
use model::wire::{
    DeviceRow, HistoryEntry, PERSON_HEADER, PUSH_HEADER, PUSH_SIGNATURE, PullAnswer, PullBody,
    PushAnswer, ReconcileAnswer, ReconcileBody,
};
use serde_json::value::RawValue;
use tower_http::decompression::RequestDecompressionLayer;

use super::body::{Json, Named, Whole};
use super::identity::Settled;
use super::problem::Problem;
use crate::serve::App;
use crate::store::StoreError;
use crate::store::accounts::DeviceState;

/// A pull names a cursor for each stream: a ministry's device names thousands.
const PULL_BODY_BYTES_MAX: usize = 4 * 1024 * 1024;

/// The push, which rests on its signature alone.
pub(super) fn push_router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/sync/push", post(push))
        // One byte above the limit, so that the model's own limit speaks.
        .layer(DefaultBodyLimit::max(PUSH_BYTES_MAX + 1))
        .layer(RequestDecompressionLayer::new())
}

/// What rests on a session.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/api/v1/sync/pull", post(pull))
        .layer(DefaultBodyLimit::max(PULL_BODY_BYTES_MAX))
        .layer(RequestDecompressionLayer::new())
        .route("/api/v1/sync/reconcile", post(reconcile))
        .layer(DefaultBodyLimit::max(PULL_BODY_BYTES_MAX))
        .route("/api/v1/devices", get(devices))
        .route("/api/v1/key", get(key))
        .route("/api/v1/instruments/{digest}", get(instrument))
        .route("/api/v1/history/{record}", get(history))
}

async fn push(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Whole(body): Whole,
) -> Result<Answer<PushAnswer>, Problem> {
    let header = signed(&headers, PUSH_HEADER)?;
    let signature = signed(&headers, PUSH_SIGNATURE)?;
    Ok(Answer(app.ledger().push(&header, &signature, &body).await?))
}

/// The bytes of a header in base64url. A push without them is unsigned.
fn signed(headers: &HeaderMap, name: &str) -> Result<Vec<u8>, Problem> {
    let value = headers.get(name).ok_or_else(|| {
        let message = format!("the push isn't signed: header {name} is missing");
        Problem::new(model::wire::ProblemCode::BadSignature, message)
    })?;
    URL_SAFE_NO_PAD
        .decode(value.as_bytes())
        .map_err(|_| Problem::bad_request(format!("header {name} is no base64url")))
}

async fn pull(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Settled(session): Settled,
    Json(body): Json<PullBody>,
) -> Result<Answer<PullAnswer>, Problem> {
    if !headers.contains_key(PERSON_HEADER) {
        let message = format!("header {PERSON_HEADER} must name the person of the tab");
        return Err(Problem::bad_request(message));
    }
    let answer = app.ledger().pull(session.person, &body).await?;
    if let Some(device) = session.device {
        // Nobody waits for what is noted beside it: a database that is busy for others is still read.
        let noted = app.ledger().seen(device, body.report, answer.now).await;
        if let Err(error) = noted {
            tracing::warn!(%device, %error, "That a device was seen couldn't be noted: {error}");
        }
    }
    Ok(Answer(answer))
}

/// Record numbers, for a device that compares all that it holds.
async fn reconcile(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<ReconcileBody>,
) -> Result<Answer<ReconcileAnswer>, Problem> {
    Ok(Answer(app.ledger().reconcile(session.person, &body).await?))
}

/// The asker's own devices and those of the offices that they lead, with what each last said of itself.
async fn devices(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
) -> Result<Answer<Vec<DeviceRow>>, Problem> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let states = ledger.store().devices().await?;
    let held = ledger.store().held_counts().await?;
    let row = |state: &DeviceState| {
        let device = directory.device(state.device)?;
        let owner = directory.person(device.person)?;
        let is_own = device.person == session.person;
        let is_shown = is_own || leads(&directory, session.person, owner.office);
        let row = DeviceRow {
            device: state.device,
            name: device.name.clone(),
            person: device.person,
            seen: state.seen,
            report: state.report,
            revoked: device.revoked,
            held: held.get(&state.device).copied(),
        };
        Some(row).filter(|row| is_shown && (!row.revoked || row.holds()))
    };
    Ok(Answer(states.iter().filter_map(row).collect()))
}

/// The public half of the key that signs receipts.
async fn key(State(app): State<Arc<App>>) -> Result<Answer<serde_json::Value>, Problem> {
    let key = app.ledger().key().ok_or_else(Problem::not_found)?;
    Ok(Answer(serde_json::json!({ "key": key.public() })))
}

/// The exact bytes of a worksheet; they never change under their digest.
async fn instrument(
    State(app): State<Arc<App>>,
    Settled(_): Settled,
    Named(digest): Named<String>,
) -> Result<([(HeaderName, HeaderValue); 2], String), Problem> {
    let digest = FileDigest::try_from(digest).map_err(|_| Problem::not_found())?;
    let text = app.ledger().store().document(digest.as_str()).await?;
    let text = text.ok_or_else(Problem::not_found)?;
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, text))
}

/// The ops about a record, oldest first, for whoever may read its stream.
async fn history(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Named(record): Named<String>,
) -> Result<Answer<Vec<HistoryEntry>>, Problem> {
    let id: RecordId = record.parse().map_err(|_| Problem::not_found())?;
    let store = app.ledger().store();
    let record = store.records(&[id]).await?.pop();
    let record = record.ok_or_else(Problem::not_found)?;
    let directory = app.ledger().directory().await?;
    if !directory.readable(session.person).contains(&record.stream) {
        // Whether it is there is nobody's business who may not read it.
        return Err(Problem::not_found());
    }
    let mut entries = Vec::new();
    // An op whose bytes were erased left its place in the chain, and nothing to show.
    for row in store
        .history(id)
        .await?
        .into_iter()
        .filter(|row| !row.bytes.is_empty())
    {
        let op = RawValue::from_string(row.bytes)
            .map_err(|e| StoreError::Damaged(format!("op {}: {e}", row.id)))?;
        entries.push(HistoryEntry {
            number: row.number,
            effective: row.effective,
            op,
        });
    }
    Ok(Answer(entries))
}
