//! `/api/v1/blobs/{office}/{digest}`: the bytes of a file, for whoever may read the work that names it.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use model::id::{FileDigest, OfficeId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::rules::may_open;

use super::body::Named;
use super::identity::Settled;
use super::problem::Problem;
use crate::files::FileName;
use crate::serve::App;
use crate::sniff::is_shown;
use crate::store::log::LogRow;
use crate::store::uploads::FileState;

/// What a browser may do with a file: nothing but show it.
const FILE_CSP: &str = "default-src 'none'; sandbox";

/// The route.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/api/v1/blobs/{office}/{digest}", get(download))
}

async fn download(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Named((office, digest)): Named<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let office: OfficeId = office.parse().map_err(|_| Problem::not_found())?;
    let digest = FileDigest::try_from(digest).map_err(|_| Problem::not_found())?;
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    // Whether a digest exists is nobody's business who may not read it: each refusal is the same.
    let readable = directory.readable(session.person);
    if !readable.contains(&Stream::work(office)) {
        return Err(Problem::not_found());
    }
    let restricted = match access(&app, session.person, office, &digest).await? {
        Access::No => return Err(Problem::not_found()),
        Access::Restricted => true,
        Access::Open => false,
    };
    let file = ledger.store().file(office, &digest).await?;
    let file = file
        .filter(|file| file.state == FileState::Complete)
        .ok_or_else(Problem::not_found)?;
    if restricted {
        // Asked and logged at each download (DESIGN §2, "Streams").
        tracing::info!(
            person = %session.person,
            file = %digest,
            "A restricted file was downloaded"
        );
    }
    let media = media_of(&app, office, &digest).await?;
    let tag = format!("\"{digest}\"");
    if headers
        .get(header::IF_NONE_MATCH)
        .is_some_and(|seen| seen.as_bytes() == tag.as_bytes())
    {
        return Ok(described(
            StatusCode::NOT_MODIFIED.into_response(),
            &media,
            &tag,
        ));
    }
    let (status, from, to) = match range(&headers, file.size) {
        Asked::All => (StatusCode::OK, 0, file.size),
        Asked::Part(from, to) => (StatusCode::PARTIAL_CONTENT, from, to),
        Asked::Outside => {
            let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
            if let Ok(value) = HeaderValue::from_str(&format!("bytes */{}", file.size)) {
                response.headers_mut().insert(header::CONTENT_RANGE, value);
            }
            return Ok(response);
        }
    };
    let name = FileName { office, digest };
    let stream = app.files().read(&name, from, to).await?;
    let mut response = (status, Body::from_stream(stream)).into_response();
    let out = response.headers_mut();
    out.insert(header::CONTENT_LENGTH, HeaderValue::from(to - from));
    if status == StatusCode::PARTIAL_CONTENT {
        let part = format!("bytes {from}-{}/{}", to.saturating_sub(1), file.size);
        let part = HeaderValue::from_str(&part).map_err(Problem::internal)?;
        out.insert(header::CONTENT_RANGE, part);
    }
    Ok(described(response, &media, &tag))
}

/// The type that the server found when the file was complete.
async fn media_of(app: &App, office: OfficeId, digest: &FileDigest) -> Result<String, Problem> {
    let said = app
        .ledger()
        .store()
        .records(&[RecordId::file(office, digest)])
        .await?
        .pop();
    let media = said.and_then(|said| said.text("tipe").map(str::to_owned));
    Ok(media.unwrap_or_else(|| "application/octet-stream".to_owned()))
}

/// Headers of every file: its type is what the server found, and nothing in it runs.
fn described(mut response: Response, media: &str, tag: &str) -> Response {
    let headers = response.headers_mut();
    let octets = HeaderValue::from_static("application/octet-stream");
    let media_type = HeaderValue::from_str(media).unwrap_or(octets);
    headers.insert(header::CONTENT_TYPE, media_type);
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(FILE_CSP),
    );
    let place = if is_shown(media) {
        "inline"
    } else {
        "attachment"
    };
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(place));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    // Kept by the browser, but asked for each time: the next person at this device isn't this one.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    if let Ok(tag) = HeaderValue::from_str(tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    Open,
    Restricted,
    No,
}

/// Whether a person may open a file, by the evidence that names it: what only deleted evidence names stays
/// readable for who reads the history.
async fn access(
    app: &App,
    person: PersonId,
    office: OfficeId,
    digest: &FileDigest,
) -> Result<Access, Problem> {
    let ledger = app.ledger();
    let mut naming = ledger.store().naming(office, digest.as_str()).await?;
    if naming.iter().any(|record| !record.is_gone()) {
        naming.retain(|record| !record.is_gone());
    }
    // The piece that named them first decides: a digest is known to all who read the work, and whoever names it
    // once more opens nothing by that.
    let mut first: Option<(u64, Record)> = None;
    for record in naming {
        let number = named_at(app, &record, digest).await?;
        if first
            .as_ref()
            .is_none_or(|(earliest, _)| number < *earliest)
        {
            first = Some((number, record));
        }
    }
    let Some((_, record)) = first else {
        return Ok(Access::No);
    };
    let facts = ledger
        .facts_of(Stream::work(office), std::slice::from_ref(&record))
        .await?;
    if !may_open(&record, person, &facts) {
        return Ok(Access::No);
    }
    let restricted = record.get("terbatas").unwrap_or(false);
    Ok(if restricted {
        Access::Restricted
    } else {
        Access::Open
    })
}

/// The number of the first op by which a record named a file.
async fn named_at(app: &App, record: &Record, digest: &FileDigest) -> Result<u64, Problem> {
    let history = app.ledger().store().history(record.id).await?;
    let names = |row: &&LogRow| row.bytes.contains(digest.as_str());
    let named = history.iter().find(names).map(|row| row.number);
    Ok(named.unwrap_or(u64::MAX))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    All,
    Part(u64, u64),
    Outside,
}

/// The one range that is asked for; several, or what can't be read, count as none.
fn range(headers: &HeaderMap, size: u64) -> Asked {
    let value = headers
        .get(header::RANGE)
        .and_then(|range| range.to_str().ok());
    let Some((first, last)) = value
        .and_then(|value| value.strip_prefix("bytes="))
        .filter(|value| !value.contains(','))
        .and_then(|value| value.split_once('-'))
    else {
        return Asked::All;
    };
    match (first.parse::<u64>(), last.parse::<u64>()) {
        (Ok(first), _) if first >= size => Asked::Outside,
        (Ok(first), Ok(last)) if last >= first => {
            Asked::Part(first, last.saturating_add(1).min(size))
        }
        (Ok(first), Err(_)) if last.is_empty() => Asked::Part(first, size),
        (Err(_), Ok(0)) if first.is_empty() => Asked::Outside,
        (Err(_), Ok(tail)) if first.is_empty() => Asked::Part(size.saturating_sub(tail), size),
        _ => Asked::All,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_as_http_means_them() {
        let ask = |value: &'static str| {
            let pair = (header::RANGE, HeaderValue::from_static(value));
            range(&[pair].into_iter().collect(), 100)
        };
        assert_eq!(ask("bytes=0-9"), Asked::Part(0, 10));
        assert_eq!(ask("bytes=90-"), Asked::Part(90, 100));
        assert_eq!(ask("bytes=-10"), Asked::Part(90, 100));
        assert_eq!(ask("bytes=50-500"), Asked::Part(50, 100));
        assert_eq!(ask("bytes=50-18446744073709551615"), Asked::Part(50, 100));
        assert_eq!(ask("bytes=100-"), Asked::Outside);
        assert_eq!(ask("bytes=-0"), Asked::Outside);
        assert_eq!(ask("bytes=0-1,5-6"), Asked::All);
        assert_eq!(ask("lines=1-2"), Asked::All);
    }
}
