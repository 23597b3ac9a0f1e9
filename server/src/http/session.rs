//! `/api/v1/session`, `/api/v1/session/password`, `/api/v1/device`.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::routing::{MethodRouter, get, post};
use axum::{Json as Answer, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::directory::{Device, Directory};
use model::id::PersonId;
use model::limits::{DEVICES_PER_DAY_MAX, TITLE_CHARS_MAX};
use model::time::Millis;
use model::wire::{ChangePassword, ProblemCode, RegisterDevice, SessionAnswer, SignIn};

use super::body::Json;
use super::identity::{
    ClientAddress, Settled, SignedIn, no_session_cookie, remember_device, remembered_devices,
    session_cookie,
};
use super::problem::Problem;
use crate::live::Nudge;
use crate::serve::App;
use crate::signin::{PASSWORD_FRESH_MS, seconds};
use crate::store::accounts::Session;
use crate::sync::key_of;

type Cookie = [(HeaderName, HeaderValue); 1];

/// The routes.
pub(super) fn router() -> Router<Arc<App>> {
    let session: MethodRouter<Arc<App>> = get(who_am_i).post(sign_in).delete(sign_out);
    Router::new()
        .route("/api/v1/session", session)
        .route("/api/v1/session/password", post(change_password))
        .route("/api/v1/device", post(register_device))
}

async fn sign_in(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    before: Result<SignedIn, Problem>,
    Json(body): Json<SignIn>,
) -> Result<(Cookie, Answer<SessionAnswer>), Problem> {
    let opened = app
        .door()
        .sign_in(&body.login, &body.password, &address)
        .await?;
    let answer = answer(&app, &headers, opened.session.person).await?;
    // The browser that registered this device signed its person in again: it may push again.
    if let Some(device) = answer.device
        && !opened.must_change
    {
        app.door().bind_device(&opened.session, device).await?;
    }
    let cookie = session_cookie(&app, &headers, &opened.token)?;
    // The browser gives up the session that it had, its own or another person's: nobody is to find it again.
    if let Ok(SignedIn(before)) = before {
        end(&app, &before).await?;
    }
    Ok(([cookie], Answer(answer)))
}

async fn who_am_i(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    SignedIn(session): SignedIn,
) -> Result<Answer<SessionAnswer>, Problem> {
    Ok(Answer(answer(&app, &headers, session.person).await?))
}

async fn sign_out(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    session: Result<SignedIn, Problem>,
) -> Result<(StatusCode, Cookie), Problem> {
    // Without a session there is nothing to end: the browser's cookie goes all the same.
    if let Ok(SignedIn(session)) = session {
        end(&app, &session).await?;
    }
    Ok((StatusCode::NO_CONTENT, [no_session_cookie(&app, &headers)?]))
}

/// Ends a session, and with it what listens by it.
async fn end(app: &App, session: &Session) -> Result<(), Problem> {
    app.ledger().store().end_session(&session.token).await?;
    app.ledger().live().nudge(Nudge::Sessions(session.person));
    Ok(())
}

async fn change_password(
    State(app): State<Arc<App>>,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    SignedIn(session): SignedIn,
    Json(body): Json<ChangePassword>,
) -> Result<Answer<SessionAnswer>, Problem> {
    app.door()
        .change_password(&session, &body.old, &body.new, &address)
        .await?;
    Ok(Answer(answer(&app, &headers, session.person).await?))
}

async fn register_device(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Settled(session): Settled,
    Json(body): Json<RegisterDevice>,
) -> Result<(StatusCode, Cookie), Problem> {
    let now = app.ledger().ambient().now();
    if session.password_at.plus(PASSWORD_FRESH_MS) < now {
        let message = "a key is registered within ten minutes of the password: sign in again";
        return Err(Problem::new(ProblemCode::PasswordTooOld, message));
    }
    let point = URL_SAFE_NO_PAD.decode(&body.key).unwrap_or_default();
    if point.len() != 65 || key_of(&body.key).is_none() {
        let message = "the key is no uncompressed P-256 point in base64url";
        return Err(Problem::bad_request(message));
    }
    if body.name.chars().count() > TITLE_CHARS_MAX {
        return Err(Problem::too_large("the device's name is too long"));
    }
    let directory = app.ledger().directory().await?;
    match directory.device(body.device) {
        Some(known) if known.person != session.person => {
            return Err(Problem::forbidden("this device is another person's"));
        }
        Some(_) => {}
        None => room_for_a_device(&directory, session.person, now)?,
    }
    app.ledger()
        .put_device(body.device, session.person, &body.key, &body.name)
        .await?;
    app.door().bind_device(&session, body.device).await?;
    let cookie = remember_device(&app, &headers, body.device)?;
    Ok((StatusCode::NO_CONTENT, [cookie]))
}

/// A stolen password registers no devices without end, each of which every colleague would read of.
fn room_for_a_device(directory: &Directory, person: PersonId, now: Millis) -> Result<(), Problem> {
    const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    let new = |device: &&Device| device.person == person && now < device.since.plus(DAY_MS);
    let mut since: Vec<Millis> = directory.devices().filter(new).map(|d| d.since).collect();
    since.sort_unstable();
    // Once this one is a day old, there is room again.
    let Some(oldest) = since.iter().rev().nth(DEVICES_PER_DAY_MAX - 1) else {
        return Ok(());
    };
    let message = format!("{DEVICES_PER_DAY_MAX} devices were registered within a day");
    let left = seconds(oldest.plus(DAY_MS).0 - now.0);
    Err(Problem::too_many(message, left))
}

/// Who is signed in.
async fn answer(
    app: &App,
    headers: &HeaderMap,
    person: PersonId,
) -> Result<SessionAnswer, Problem> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let known = directory.person(person).ok_or_else(Problem::signed_out)?;
    let credential = ledger.store().credential(person).await?;
    let device = remembered_devices(headers)
        .into_iter()
        .find(|id| directory.device(*id).is_some_and(|d| d.person == person));
    Ok(SessionAnswer {
        person,
        name: known.name.clone(),
        must_change_password: credential.is_some_and(|credential| credential.must_change),
        epoch: ledger.store().epoch(),
        now: ledger.ambient().now(),
        device,
    })
}
