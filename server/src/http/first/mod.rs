//! The first start: a one-time link, printed by `bukti serve` while nobody is here, leads to a plain
//! form that makes the first admin and their office. It works without wasm.

#[cfg(test)]
mod tests;
mod texts;

use std::fmt::Write as _;
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
use texts::{EN, ID, Texts};

/// Body of the form.
const BODY_BYTES_MAX: usize = 16 * 1024;

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
        return Ok(closed(&app, texts));
    }
    let typed = Typed {
        kunci: key.kunci,
        ..Typed::default()
    };
    Ok(page(StatusCode::OK, form(&app, texts, &typed, &[])))
}

async fn make(
    State(app): State<Arc<App>>,
    headers: HeaderMap,
    Form(typed): Form<Typed>,
) -> Result<Response, Problem> {
    let texts = texts(&headers);
    if !is_open(&app, &typed.kunci).await? {
        return Ok(closed(&app, texts));
    }
    let mends = amiss(&typed, texts);
    if !mends.is_empty() {
        let html = form(&app, texts, &typed, &mends);
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, html));
    }
    let ledger = app.ledger();
    // From here on the link is used up. Should the rest fail, the next start gives a new one, because
    // nobody has a password until the last step.
    let now = ledger.ambient().now();
    let hash = sha256_hex(typed.kunci.as_bytes());
    if !ledger.store().take_link(&hash, now).await? {
        return Ok(closed(&app, texts));
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

fn amiss(typed: &Typed, texts: &Texts) -> Vec<Mend> {
    let mut mends: Vec<Mend> = Vec::new();
    let titles = [("kantor", &typed.kantor), ("nama", &typed.nama)];
    for (field, text) in titles {
        let length = text.trim().chars().count();
        if length == 0 || length > TITLE_CHARS_MAX {
            mends.push((field, (texts.filled)(TITLE_CHARS_MAX)));
        }
    }
    let login = login(typed);
    if login.is_empty() || login.contains(char::is_whitespace) || login.chars().count() > 200 {
        mends.push(("masuk", texts.no_spaces.to_owned()));
    }
    let length = typed.sandi.chars().count();
    if !(CHARS_MIN..=CHARS_MAX).contains(&length) {
        mends.push(("sandi", (texts.length)(CHARS_MIN, CHARS_MAX)));
    } else if typed.sandi != typed.ulang {
        mends.push(("ulang", texts.differ.to_owned()));
    }
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

fn closed(app: &App, texts: &Texts) -> Response {
    let body = format!(
        "<h1>{}</h1></header><section><p>{}</p><div class=\"btns\">\
         <a class=\"btn primary\" href=\"/masuk\">{}</a></div></section>",
        texts.closed, texts.closed_why, texts.sign_in
    );
    page(StatusCode::GONE, framed(app, texts, texts.closed, &body))
}

fn form(app: &App, texts: &Texts, typed: &Typed, mends: &[Mend]) -> String {
    let mut fields = String::new();
    let mut add = |name: &str, label: &str, hint: &str, kind: &str, value: &str| {
        let mend = mends.iter().find(|(field, _)| *field == name);
        let described = format!("{name}-ket");
        let said = mend.map_or(hint, |(_, words)| words);
        let invalid = if mend.is_some() {
            " aria-invalid=\"true\""
        } else {
            ""
        };
        // Writing to a String can't fail.
        let _ = write!(
            fields,
            "<div class=\"field\"><label for=\"{name}\">{label}</label>\
             <input class=\"inp\" id=\"{name}\" name=\"{name}\" {kind} value=\"{}\" required \
             aria-describedby=\"{described}\"{invalid}><p class=\"sub\" id=\"{described}\">{said}</p></div>",
            escaped(value)
        );
    };
    let plain = "autocomplete=\"off\"";
    add(
        "kantor",
        texts.office,
        texts.office_hint,
        plain,
        &typed.kantor,
    );
    add(
        "nama",
        texts.name,
        texts.name_hint,
        "autocomplete=\"name\"",
        &typed.nama,
    );
    let user = "autocomplete=\"username\" autocapitalize=\"none\"";
    add("masuk", texts.login, texts.login_hint, user, &typed.masuk);
    let secret = "type=\"password\" autocomplete=\"new-password\"";
    add(
        "sandi",
        texts.password,
        &(texts.length)(CHARS_MIN, CHARS_MAX),
        secret,
        "",
    );
    add("ulang", texts.again, texts.again_hint, secret, "");
    let mut zones = String::new();
    for (zone, name) in [("WIB", texts.wib), ("WITA", texts.wita), ("WIT", texts.wit)] {
        let chosen = if typed.zona == zone { " selected" } else { "" };
        let _ = write!(zones, "<option value=\"{zone}\"{chosen}>{name}</option>");
    }
    let body = format!(
        "<h1>{title}</h1></header><section><p>{lead}</p>\
         <form class=\"stack-4\" method=\"post\" action=\"/mulai\">\
         <input type=\"hidden\" name=\"kunci\" value=\"{key}\">{fields}\
         <div class=\"field\"><label for=\"zona\">{zone}</label>\
         <select class=\"inp\" id=\"zona\" name=\"zona\">{zones}</select></div>\
         <button class=\"btn primary wide big\">{go}</button></form></section>",
        title = texts.title,
        lead = texts.lead,
        key = escaped(&typed.kunci),
        zone = texts.zone,
        go = texts.go,
    );
    framed(app, texts, texts.title, &body)
}

/// The page around; `body` begins inside the header, behind the logo.
fn framed(app: &App, texts: &Texts, title: &str, body: &str) -> String {
    let build = app.build();
    let style = if build.is_empty() {
        String::new()
    } else {
        format!("<link rel=\"stylesheet\" href=\"/b/{build}/bukti.css\">")
    };
    format!(
        "<!doctype html><html lang=\"{lang}\" translate=\"no\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title} · Bukti</title>{style}\
         <link rel=\"icon\" href=\"/icons/ikon.svg\" type=\"image/svg+xml\"></head>\
         <body><main class=\"p-statis\"><header>\
         <img src=\"/icons/ikon.svg\" width=\"44\" height=\"44\" alt=\"\">{body}</main></body></html>",
        lang = texts.lang,
    )
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

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
