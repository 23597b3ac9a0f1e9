//! What the engine's wants look like as requests, and what answers to them say.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;

use crate::id::{Epoch, PersonId, sha256_hex};
use crate::sync::node::Identity;
use crate::sync::platform::{Method, Request, Response};
use crate::sync::store::{Entry, LocalFile};
use crate::time::Millis;
use crate::wire::{
    DeviceReport, EPOCH_HEADER, PERSON_HEADER, PUSH_HEADER, PUSH_SIGNATURE, Problem, ProblemCode,
    PullBody, PushHeader, ReconcileBody, WIRE_VERSION,
};

const PUSH_PATH: &str = "/api/v1/sync/push";
const PULL_PATH: &str = "/api/v1/sync/pull";
const RECONCILE_PATH: &str = "/api/v1/sync/reconcile";
const INSTRUMENTS_PATH: &str = "/api/v1/instruments/";
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");

fn header(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

/// A push, but for its signature, and the bytes to be signed.
pub(super) fn push(
    identity: Identity,
    entries: &[&Entry],
    report: Option<DeviceReport>,
    now: Millis,
) -> (Request, Vec<u8>) {
    let ops: Vec<&str> = entries.iter().map(|entry| entry.op.raw().get()).collect();
    let body = format!("{{\"ops\":[{}]}}", ops.join(",")).into_bytes();
    let signed = PushHeader {
        purpose: "push".to_owned(),
        format: WIRE_VERSION,
        person: identity.person,
        device: identity.device,
        clock: now,
        body: sha256_hex(&body),
        report,
    };
    let signed = encoded(&signed);
    let request = Request {
        method: Method::Post,
        path: PUSH_PATH.to_owned(),
        headers: vec![
            header("content-type", "application/json"),
            header(PUSH_HEADER, URL_SAFE_NO_PAD.encode(&signed)),
        ],
        body,
        credentials: false,
    };
    (request, signed)
}

/// Adds the signature to a push.
pub(super) fn put_signature(request: &mut Request, signature: &[u8; 64]) {
    let text = URL_SAFE_NO_PAD.encode(signature);
    request.headers.push(header(PUSH_SIGNATURE, text));
}

/// A pull.
pub(super) fn pull(person: PersonId, body: &PullBody) -> Request {
    asking(PULL_PATH, person, body)
}

/// A comparison.
pub(super) fn reconcile(person: PersonId, body: &ReconcileBody) -> Request {
    asking(RECONCILE_PATH, person, body)
}

/// A question that rests on the session.
fn asking<T: serde::Serialize>(path: &str, person: PersonId, body: &T) -> Request {
    Request {
        method: Method::Post,
        path: path.to_owned(),
        headers: vec![
            header("content-type", "application/json"),
            header(PERSON_HEADER, person.to_string()),
        ],
        body: encoded(body),
        credentials: true,
    }
}

/// The fetch of an instrument.
pub(super) fn instrument(person: PersonId, digest: &str) -> Request {
    Request {
        method: Method::Get,
        path: format!("{INSTRUMENTS_PATH}{digest}"),
        headers: vec![header(PERSON_HEADER, person.to_string())],
        body: Vec::new(),
        credentials: true,
    }
}

/// Asks how far an upload is.
pub(super) fn upload_head(address: &str) -> Request {
    Request {
        method: Method::Head,
        path: address.to_owned(),
        headers: vec![header(TUS.0, TUS.1)],
        body: Vec::new(),
        credentials: false,
    }
}

/// Sends the bytes of an upload from `offset` on, but for the bytes themselves.
pub(super) fn upload_patch(file: &LocalFile, address: &str, offset: u64) -> Request {
    debug_assert!(offset < file.size, "nothing is left to be sent");
    Request {
        method: Method::Patch,
        path: address.to_owned(),
        headers: vec![
            header(TUS.0, TUS.1),
            header("content-type", "application/offset+octet-stream"),
            header("upload-offset", offset.to_string()),
        ],
        body: Vec::new(),
        credentials: false,
    }
}

/// JSON of one of our own wire types, none of which can fail to be written.
fn encoded<T: serde::Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// How an answer is to be taken.
pub(super) enum Heard<T> {
    /// Success, understood.
    Ok(T),
    /// A refusal in our server's own words.
    Problem(u16, Problem),
    /// Anything else: another status, or a success that isn't in our words (a captive portal).
    Strange(u16),
}

/// Reads an answer whose success has a body in JSON.
pub(super) fn read<T: DeserializeOwned>(response: &Response) -> Heard<T> {
    if response.status == 200 {
        return serde_json::from_slice(&response.body).map_or(Heard::Strange(200), Heard::Ok);
    }
    problem(response)
}

/// Reads an answer that is no success.
pub(super) fn problem<T>(response: &Response) -> Heard<T> {
    match serde_json::from_slice(&response.body) {
        Ok(problem) => Heard::Problem(response.status, problem),
        Err(_) => Heard::Strange(response.status),
    }
}

/// The offset that an upload's answer tells; an answer that doesn't speak tus isn't our server's. The
/// answer to a HEAD has no body, so a problem's code may have to follow from the status.
pub(super) fn offset(response: &Response) -> Heard<u64> {
    if response.header(TUS.0) != Some(TUS.1) {
        return Heard::Strange(response.status);
    }
    if !(200..300).contains(&response.status) {
        let code = match response.status {
            404 | 410 => ProblemCode::NotFound,
            409 => ProblemCode::WrongOffset,
            413 => ProblemCode::TooLarge,
            422 => ProblemCode::Refused,
            423 => ProblemCode::Locked,
            460 => ProblemCode::WrongDigest,
            _ => return problem(response),
        };
        let message = String::new();
        let retry_after_s = None;
        let problem = Problem {
            code,
            message,
            retry_after_s,
        };
        return Heard::Problem(response.status, problem);
    }
    let offset = response
        .header("upload-offset")
        .and_then(|t| t.parse().ok());
    offset.map_or(Heard::Strange(response.status), Heard::Ok)
}

/// The epoch of the database of whichever server answered.
pub(super) fn epoch(response: &Response) -> Option<Epoch> {
    response.header(EPOCH_HEADER)?.parse().ok()
}

/// How long the server asks to be left alone, in milliseconds.
pub(super) fn retry_after_ms(response: &Response) -> Option<i64> {
    let of_header = response.header("retry-after");
    let of_body = || {
        let problem = serde_json::from_slice::<Problem>(&response.body).ok()?;
        problem.retry_after_s
    };
    let seconds = of_header.and_then(|t| t.parse().ok()).or_else(of_body)?;
    // A day at most: whatever answers 503 for a year is not to silence a phone for a year.
    i64::try_from(seconds.min(86_400))
        .ok()
        .map(|seconds| seconds * 1000)
}

/// The code of a problem, as text.
pub(super) fn code_text(code: ProblemCode) -> String {
    let value = serde_json::to_value(code).unwrap_or_default();
    value.as_str().unwrap_or("refused").to_owned()
}
