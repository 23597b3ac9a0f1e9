//! `/api/v1/blobs/upload/{token}`: tus 1.0. It rests on its address alone: no session, no cookies.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::options;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use futures::StreamExt as _;
use model::limits::{CHUNK_BYTES, FILE_BYTES_MAX};
use model::time::Millis;
use model::wire::ProblemCode;
use sha2::{Digest as _, Sha256};

use super::body::Named;
use super::problem::Problem;
use crate::files::{FileError, PartBuffer};
use crate::intake::{Intake, IntakeError, Sending, WRONG_DIGEST};
use crate::serve::App;
use crate::store::uploads::File;

const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const EXPIRES: HeaderName = HeaderName::from_static("upload-expires");
const CHECKSUM: HeaderName = HeaderName::from_static("upload-checksum");
const OVERRIDE: HeaderName = HeaderName::from_static("x-http-method-override");
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");

/// A sender that is silent for so long is gone; its part is kept, and another may go on.
const SILENCE_MAX: Duration = Duration::from_secs(30);

/// The route.
pub(super) fn router() -> Router<Arc<App>> {
    let upload = options(capabilities)
        .head(status)
        .patch(append)
        .delete(terminate)
        .post(overridden);
    Router::new().route("/api/v1/blobs/upload/{token}", upload)
}

async fn capabilities() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, VERSION);
    let fixed = [
        ("tus-version", "1.0.0"),
        ("tus-extension", "expiration,checksum,termination"),
        ("tus-checksum-algorithm", "sha1,sha256"),
    ];
    for (name, value) in fixed {
        let name = HeaderName::from_static(name);
        headers.insert(name, HeaderValue::from_static(value));
    }
    let name = HeaderName::from_static("tus-max-size");
    headers.insert(name, HeaderValue::from(FILE_BYTES_MAX));
    response
}

async fn status(
    State(app): State<Arc<App>>,
    Named(token): Named<String>,
    headers: HeaderMap,
) -> Response {
    if headers.contains_key(RESUMABLE)
        && let Some(refusal) = other_version(&headers)
    {
        return refusal;
    }
    match app.intake().find(&token).await {
        Ok(found) => progress(StatusCode::OK, &found.file, found.expires),
        Err(error) => answer(error.into()),
    }
}

async fn terminate(
    State(app): State<Arc<App>>,
    Named(token): Named<String>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = other_version(&headers) {
        return refusal;
    }
    match app.intake().give_up(&token).await {
        Ok(()) => {
            let mut response = StatusCode::NO_CONTENT.into_response();
            response.headers_mut().insert(RESUMABLE, VERSION);
            response
        }
        Err(error) => answer(error.into()),
    }
}

/// Where something on the way lets neither PATCH nor DELETE through, a POST says what is meant.
async fn overridden(state: State<Arc<App>>, name: Named<String>, request: Request) -> Response {
    let meant = request.headers().get(OVERRIDE).map(HeaderValue::as_bytes);
    match meant {
        Some(b"PATCH") => append(state, name, request).await,
        Some(b"DELETE") => terminate(state, name, request.headers().clone()).await,
        _ => refused(
            StatusCode::METHOD_NOT_ALLOWED,
            "header x-http-method-override must be PATCH or DELETE",
        ),
    }
}

/// The refusal of another version of tus than ours.
fn other_version(headers: &HeaderMap) -> Option<Response> {
    if headers.get(RESUMABLE) == Some(&VERSION) {
        return None;
    }
    let message = "header tus-resumable must be 1.0.0";
    let mut response = refused(StatusCode::PRECONDITION_FAILED, message);
    let name = HeaderName::from_static("tus-version");
    response.headers_mut().insert(name, VERSION);
    Some(response)
}

/// A refusal with a status of its own.
fn refused(status: StatusCode, message: &'static str) -> Response {
    let mut response = answer(Problem::bad_request(message));
    *response.status_mut() = status;
    response
}

async fn append(
    State(app): State<Arc<App>>,
    Named(token): Named<String>,
    request: Request,
) -> Response {
    if let Some(refusal) = other_version(request.headers()) {
        return refusal;
    }
    let media = request.headers().get(header::CONTENT_TYPE);
    if media.is_none_or(|media| media != "application/offset+octet-stream") {
        let message = "the content type must be application/offset+octet-stream";
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, message);
    }
    // On a task of its own: when the line breaks, the request is dropped, and what had arrived would be
    // lost with it.
    let work = tokio::spawn(async move { receive(&app, &token, request).await });
    match work.await {
        Ok(Ok(response)) => response,
        Ok(Err(problem)) => answer(problem),
        Err(error) => answer(Problem::internal(error)),
    }
}

async fn receive(app: &App, token: &str, request: Request) -> Result<Response, Problem> {
    let (parts, body) = request.into_parts();
    let offset = asked(&parts.headers)?;
    let checksum = checksum(&parts.headers)?;
    let intake = app.intake();
    let found = intake.find(token).await?;
    let mut sending = intake.begin(&found, offset).await?;
    match checksum {
        None => stream(intake, &mut sending, body).await?,
        Some(checksum) => {
            let bytes = axum::body::to_bytes(body, CHUNK_BYTES).await.map_err(|_| {
                Problem::too_large("with a checksum, one request carries at most 1 MiB")
            })?;
            if !checksum.fits(&bytes) {
                let message = "the bytes don't have the checksum that was sent with them";
                return Err(Problem::new(ProblemCode::WrongDigest, message));
            }
            intake.take(&mut sending, bytes).await?;
        }
    }
    intake.finish(&mut sending).await?;
    Ok(progress(
        StatusCode::NO_CONTENT,
        sending.file(),
        found.expires,
    ))
}

/// The offset from which the sender goes on.
fn asked(headers: &HeaderMap) -> Result<u64, Problem> {
    let offset = headers.get(OFFSET).and_then(|offset| offset.to_str().ok());
    offset
        .and_then(|offset| offset.parse().ok())
        .ok_or_else(|| Problem::bad_request("header upload-offset must be a number"))
}

/// What a sender says of a request's bytes.
enum Checksum {
    Sha1(Vec<u8>),
    Sha256(Vec<u8>),
}

impl Checksum {
    fn fits(&self, bytes: &[u8]) -> bool {
        match self {
            // It guards against a broken line, not against people: the file's own digest does.
            Self::Sha1(digest) => sha1::Sha1::digest(bytes).as_slice() == digest,
            Self::Sha256(digest) => Sha256::digest(bytes).as_slice() == digest,
        }
    }
}

/// The digest of this request's bytes, if the sender names one.
fn checksum(headers: &HeaderMap) -> Result<Option<Checksum>, Problem> {
    let Some(value) = headers.get(CHECKSUM) else {
        return Ok(None);
    };
    let value = value.to_str().unwrap_or_default();
    let checksum = value.split_once(' ').and_then(|(algorithm, digest)| {
        let digest = STANDARD.decode(digest).ok()?;
        match algorithm {
            "sha1" => Some(Checksum::Sha1(digest)),
            "sha256" => Some(Checksum::Sha256(digest)),
            _ => None,
        }
    });
    let message = "header upload-checksum must be sha1 or sha256, and a digest in base64";
    checksum
        .map(Some)
        .ok_or_else(|| Problem::bad_request(message))
}

/// Takes a body part by part. When it breaks off, what had arrived is kept.
async fn stream(intake: Intake<'_>, sending: &mut Sending, body: Body) -> Result<(), Problem> {
    let mut body = body.into_data_stream();
    let mut buffer = PartBuffer::default();
    let broken = loop {
        match tokio::time::timeout(SILENCE_MAX, body.next()).await {
            Ok(Some(Ok(bytes))) => {
                for part in buffer.push(&bytes) {
                    intake.take(sending, part).await?;
                }
            }
            Ok(None) => break false,
            Ok(Some(Err(_))) | Err(_) => break true,
        }
    };
    let rest: Bytes = buffer.rest().unwrap_or_default();
    intake.take(sending, rest).await?;
    if broken {
        return Err(Problem::bad_request(
            "the body ended early; what came is kept",
        ));
    }
    Ok(())
}

/// How far the file has come.
fn progress(status: StatusCode, file: &File, expires: Millis) -> Response {
    let mut response = status.into_response();
    let headers = response.headers_mut();
    headers.insert(RESUMABLE, VERSION);
    headers.insert(OFFSET, HeaderValue::from(file.offset));
    headers.insert(LENGTH, HeaderValue::from(file.size));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(expires) = HeaderValue::from_str(&http_date(expires)) {
        headers.insert(EXPIRES, expires);
    }
    response
}

/// A problem, as tus wants it.
fn answer(problem: Problem) -> Response {
    let mut response = problem.into_response();
    response.headers_mut().insert(RESUMABLE, VERSION);
    response
}

/// A moment as HTTP writes it: `Tue, 24 Nov 2026 13:00:00 GMT`.
fn http_date(moment: Millis) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let days = moment.0.div_euclid(Millis::DAY);
    let seconds = moment.0.rem_euclid(Millis::DAY) / 1000;
    let date = model::time::Date::from_days(days);
    let weekday = usize::try_from(days.rem_euclid(7)).unwrap_or(0);
    format!(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
        DAYS[weekday],
        date.day,
        MONTHS[usize::from(date.month).clamp(1, 12) - 1],
        date.year,
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60
    )
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Full => Self::disk_full(),
            FileError::Missing => Self::not_found(),
            other @ FileError::Other(_) => Self::internal(other),
        }
    }
}

impl From<IntakeError> for Problem {
    fn from(error: IntakeError) -> Self {
        let message = error.to_string();
        match error {
            IntakeError::Unknown => Self::not_found(),
            IntakeError::Expired => Self::gone(message),
            IntakeError::Locked => Self::new(ProblemCode::Locked, message),
            IntakeError::WrongOffset(_) => Self::new(ProblemCode::WrongOffset, message),
            IntakeError::TooLong => Self::too_large(message),
            IntakeError::Refused(reason) if reason == WRONG_DIGEST => {
                Self::new(ProblemCode::WrongDigest, message)
            }
            IntakeError::Refused(_) => Self::new(ProblemCode::Refused, message),
            IntakeError::Files(error) => error.into(),
            IntakeError::Store(error) => error.into(),
            IntakeError::Sistem(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_http_wants_them() {
        assert_eq!(http_date(Millis(0)), "Thu, 01 Jan 1970 00:00:00 GMT");
        let moment = Millis(1_795_526_661_000);
        assert_eq!(http_date(moment), "Tue, 24 Nov 2026 13:24:21 GMT");
    }
}
