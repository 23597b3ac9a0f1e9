//! Who is asking: the session's person, the caller's address, cookies.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use model::id::DeviceId;
use model::mutant::{Mutant, planted};
use model::wire::{PERSON_HEADER, ProblemCode};

use super::problem::Problem;
use crate::serve::{App, Peer};
use crate::signin::SESSION_MS;
use crate::store::accounts::Session;

/// Holds the session's token.
const SESSION_COOKIE: &str = "bukti_sesi";
/// Holds the ids of the devices that registered from this browser, newest first, with dots between.
const DEVICE_COOKIE: &str = "bukti_perangkat";
/// A phone that goes round has a device for each of its people; older ones are forgotten.
const DEVICES_KEPT: usize = 8;
/// Browsers keep a cookie for at most 400 days.
const DEVICE_COOKIE_S: i64 = 400 * 24 * 3600;

/// An open session. A request that names another person than the session's is refused with 409, so
/// that a tab which still shows somebody else's work locks itself.
#[derive(Debug)]
pub struct SignedIn(pub Session);

/// A [`SignedIn`] whose person has a password of their own.
#[derive(Debug)]
pub struct Settled(pub Session);

/// Where the request comes from.
#[derive(Clone, Debug)]
pub struct ClientAddress(pub String);

impl FromRequestParts<Arc<App>> for SignedIn {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let token = cookie(&parts.headers, SESSION_COOKIE).ok_or_else(Problem::signed_out)?;
        let session = app.door().session(token).await?;
        let session = session.ok_or_else(Problem::signed_out)?;
        if let Some(person) = parts.headers.get(PERSON_HEADER)
            && person.as_bytes() != session.person.to_string().as_bytes()
            && !planted(Mutant::ForeignSession)
        {
            let message = "this session is another person's";
            return Err(Problem::new(ProblemCode::OtherPerson, message));
        }
        Ok(Self(session))
    }
}

impl FromRequestParts<Arc<App>> for Settled {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        let SignedIn(session) = SignedIn::from_request_parts(parts, app).await?;
        let credential = app.ledger().store().credential(session.person).await?;
        if credential.is_none_or(|credential| credential.must_change) {
            let message = "change the first password before anything else";
            return Err(Problem::new(ProblemCode::PasswordChange, message));
        }
        Ok(Self(session))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for ClientAddress {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<Peer>>();
        let peer = peer.map(|ConnectInfo(Peer(address))| address.ip());
        // Only a proxy on this very machine is believed; the last address in its list is its own word.
        let forwarded = parts
            .headers
            .get("x-forwarded-for")
            .filter(|_| peer.is_none_or(|peer| peer.is_loopback()))
            .and_then(|list| list.to_str().ok())
            .and_then(|list| list.rsplit(',').next())
            .and_then(|last| last.trim().parse::<IpAddr>().ok());
        let address = forwarded.or(peer);
        Ok(Self(address.map_or_else(String::new, |a| a.to_string())))
    }
}

/// The devices that the browser's cookie remembers.
#[must_use]
pub fn remembered_devices(headers: &HeaderMap) -> Vec<DeviceId> {
    let list = cookie(headers, DEVICE_COOKIE).unwrap_or_default();
    list.split('.').filter_map(|id| id.parse().ok()).collect()
}

/// The cookie that remembers `device` besides those it remembered before.
pub fn remember_device(
    app: &App,
    headers: &HeaderMap,
    device: DeviceId,
) -> Result<(HeaderName, HeaderValue), Problem> {
    let mut devices = remembered_devices(headers);
    devices.retain(|known| *known != device);
    devices.insert(0, device);
    devices.truncate(DEVICES_KEPT);
    let ids: Vec<String> = devices.iter().map(ToString::to_string).collect();
    set_cookie(app, headers, DEVICE_COOKIE, &ids.join("."), DEVICE_COOKIE_S)
}

/// The cookie that carries a session.
pub fn session_cookie(
    app: &App,
    headers: &HeaderMap,
    token: &str,
) -> Result<(HeaderName, HeaderValue), Problem> {
    set_cookie(app, headers, SESSION_COOKIE, token, SESSION_MS / 1000)
}

/// The cookie that ends a session in the browser.
pub fn no_session_cookie(
    app: &App,
    headers: &HeaderMap,
) -> Result<(HeaderName, HeaderValue), Problem> {
    set_cookie(app, headers, SESSION_COOKIE, "", 0)
}

/// A cookie that scripts can't read and other sites' requests don't carry; over HTTPS only, but on
/// localhost without it. The public address decides first: a proxy may name localhost as the host.
fn set_cookie(
    app: &App,
    headers: &HeaderMap,
    name: &str,
    value: &str,
    age_s: i64,
) -> Result<(HeaderName, HeaderValue), Problem> {
    let secure = if app.is_https() || !is_localhost(headers) {
        "; Secure"
    } else {
        ""
    };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age_s}{secure}");
    let value = HeaderValue::from_str(&text).map_err(Problem::internal)?;
    Ok((header::SET_COOKIE, value))
}

fn is_localhost(headers: &HeaderMap) -> bool {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let host = host.unwrap_or_default();
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name.ends_with(".localhost")
}

/// The value of a cookie.
fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, value)| *key == name && !value.is_empty())
        .map(|(_, value)| value)
}
