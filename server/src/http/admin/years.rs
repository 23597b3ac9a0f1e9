//! Past years, entered and taken out by who administers the office: `/api/v1/admin/years…`.

use std::sync::Arc;

use app::admin::years::{DropYear, PastYear};
use axum::Json as Answer;
use axum::extract::State;
use model::rights::Action;

use super::super::body::Json;
use super::super::identity::Settled;
use super::super::problem::Problem;
use super::instruments::only_who_may;
use crate::serve::App;

pub(super) async fn enter(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<PastYear>,
) -> Result<Answer<()>, Problem> {
    only_who_may(&app, session.person, Action::Administer, body.office).await?;
    let past = body.read();
    let past = past.ok_or_else(|| Problem::bad_request("that is no number"))?;
    app.ledger().put_past(&past).await?;
    Ok(Answer(()))
}

pub(super) async fn remove(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<DropYear>,
) -> Result<Answer<()>, Problem> {
    only_who_may(&app, session.person, Action::Administer, body.office).await?;
    let ledger = app.ledger();
    ledger
        .drop_past(body.office, &body.family, body.year)
        .await?;
    Ok(Answer(()))
}
