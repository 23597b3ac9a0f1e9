//! The first start: a one-time link, printed by `bukti serve` while nobody is here, leads to a plain
//! form that makes the first admin and their office. It works without wasm.

mod draw;
#[cfg(test)]
mod tests;
mod texts;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Form, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::middleware::from_fn;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use model::directory::Role;
use model::id::{OfficeId, PersonId, sha256_hex};
use model::limits::TITLE_CHARS_MAX;
use model::time::Zone;
use serde::Deserialize;

use super::guard;
use super::problem::Problem;
use crate::clock::Random;
use crate::passwords::{CHARS_MAX, CHARS_MIN};
use crate::serve::App;
use crate::sistem::{NewOffice, NewPerson, SistemError};
use draw::{closed, form};
use texts::{EN, ID, Texts};

/// Body of the form.
const BODY_BYTES_MAX: usize = 16 * 1024;
/// Characters of a sign-in name.
const LOGIN_CHARS_MAX: usize = 200;

/// The route.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new()
        .route("/mulai", get(ask).post(make))
        .layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
        .layer(from_fn(guard::same_origin))
}

/// The link's key.
#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    kunci: String,
}

/// What was typed.
#[derive(Default, Deserialize)]
struct Typed {
    kunci: String,
    kantor: String,
    zona: String,
    nama: String,
    masuk: String,
    sandi: String,
    ulang: String,
}

/// A field that has to be mended, and what to say beside it.
type Mend = (&'static str, String);

async fn ask(
    State(app): State<Arc<App>>,
    Query(key): Query<Key>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let texts = texts(&headers);
    if !is_open(&app, &key.kunci).await? {
        return Ok(gone(&app, texts));
    }
    let typed = Typed {
        kunci: key.kunci,
        ..Typed::default()
    };
    Ok(page(StatusCode::OK, form(app.build(), texts, &typed, &[])))
}

async fn make(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let texts = texts(&headers);
    if !is_open(&app, &typed.kunci).await? {
        return Ok(gone(&app, texts));
    }
    let mends = amiss(&typed, texts);
    if !mends.is_empty() {
        let html = form(app.build(), texts, &typed, &mends);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, html));
    }
    let ledger = app.ledger();
    // From here on the link is used up. Should the rest fail, the next start gives a new one, because
    // nobody has a password until the last step.
    let now = ledger.ambient().now();
    let hash = sha256_hex(typed.kunci.as_bytes());
    if !ledger.store().take_link(&hash, now).await? {
        return Ok(gone(&app, texts));
    }
    let person = begin(&app, &typed).await.map_err(Problem::internal)?;
    app.door().set_password(person, &typed.sandi, false).await?;
    tracing::info!("The first admin is there.");
    Ok(Redirect::to("/masuk").into_response())
}

/// The office and its admin.
async fn begin(app: &App, typed: &Typed) -> Result<PersonId, SistemError> {
    let ledger = app.ledger();
    let now = ledger.ambient().now();
    let office = OfficeId::new(now, &mut Random(ledger.ambient()));
    let person = PersonId::new(now, &mut Random(ledger.ambient()));
    let new = NewOffice {
        id: office,
        name: typed.kantor.trim().to_owned(),
        parent: None,
        zone: Zone::parse(&typed.zona).unwrap_or_default(),
        sort: String::new(),
    };
    ledger.put_office(&new).await?;
    let new = NewPerson {
        id: person,
        name: typed.nama.trim().to_owned(),
        login: login(typed),
        post: String::new(),
        office,
    };
    ledger.put_person(&new).await?;
    ledger.grant(person, Role::Admin, office, None).await?;
    Ok(person)
}

/// The name that they sign in with; whoever signs in may type capitals.
fn login(typed: &Typed) -> String {
    typed.masuk.trim().to_lowercase()
}

/// Whether the link works, and nobody was faster.
async fn is_open(app: &App, key: &str) -> Result<bool, Problem> {
    let store = app.ledger().store();
    let now = app.ledger().ambient().now();
    let open = store.link_open(&sha256_hex(key.as_bytes()), now).await?;
    Ok(open && !store.has_people().await?)
}

/// What is amiss, in the order of the fields.
fn amiss(typed: &Typed, texts: &Texts) -> Vec<Mend> {
    let mut mends: Vec<Mend> = Vec::new();
    let titles = [("kantor", &typed.kantor), ("nama", &typed.nama)];
    for (field, text) in titles {
        match text.trim().chars().count() {
            0 => mends.push((field, texts.required.to_owned())),
            length if length > TITLE_CHARS_MAX => {
                mends.push((field, (texts.too_long)(TITLE_CHARS_MAX)));
            }
            _ => {}
        }
    }
    let login = login(typed);
    if login.is_empty() {
        mends.push(("masuk", texts.required.to_owned()));
    } else if login.contains(char::is_whitespace) {
        mends.push(("masuk", texts.no_spaces.to_owned()));
    } else if login.chars().count() > LOGIN_CHARS_MAX {
        mends.push(("masuk", (texts.too_long)(LOGIN_CHARS_MAX)));
    }
    let password = match typed.sandi.chars().count() {
        0 => Some(texts.required.to_owned()),
        length if length < CHARS_MIN => Some((texts.too_short)(CHARS_MIN)),
        length if length > CHARS_MAX => Some((texts.too_long)(CHARS_MAX)),
        _ => None,
    };
    let repeated = match typed.ulang.as_str() {
        "" => Some(texts.required),
        again if again != typed.sandi => Some(texts.differ),
        _ => None,
    };
    mends.extend(password.map(|words| ("sandi", words)));
    mends.extend(repeated.map(|words| ("ulang", words.to_owned())));
    mends
}

/// Indonesian, unless the browser asks for English first.
fn texts(headers: &HeaderMap) -> &'static Texts {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if wanted.trim_start().to_ascii_lowercase().starts_with("en") {
        &EN
    } else {
        &ID
    }
}

fn gone(app: &App, texts: &Texts) -> Response {
    page(StatusCode::GONE, closed(app.build(), texts))
}

fn page(status: StatusCode, html: String) -> Response {
    let mut response = (status, Html(html)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Without a referrer a browser sends the form with the origin `null`, which looks foreign.
    let referrer = HeaderValue::from_static("same-origin");
    headers.insert(header::REFERRER_POLICY, referrer);
    response
}
