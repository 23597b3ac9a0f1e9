//! What the page of the instruments asks: `/api/v1/admin/instruments…`, `…/cycles…`, `…/years…`. Whoever
//! administers an office reads and keeps instruments; a cycle is opened by an admin of its own office or
//! of one above, and its workbook is for those who read its work.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use app::admin::shelf::{Amiss, Imported, Keep, KeepAnswer, OpenCycle, Preview, Unreadable};
use axum::extract::{DefaultBodyLimit, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::middleware::from_fn;
use axum::routing::{get, post};
use axum::{Json as Answer, Router};
use model::id::{CycleId, OfficeId, PersonId};
use model::instrument::{Draft, Instrument, InstrumentError, own_family};
use model::rights::{self, Action};
use model::time::Date;
use model::wire::ProblemCode;
use model::wire::refusal::Why;
use serde::Deserialize;

use super::super::body::{Json, Named, Whole};
use super::super::guard;
use super::super::identity::Settled;
use super::super::problem::Problem;
use crate::clock::Random;
use crate::lembar::export::{self, Export};
use crate::lembar::import::{self, Choices};
use crate::lembar::{Finding, Rank};
use crate::lembar::{LembarError, in_turn};
use crate::serve::App;
use crate::sistem::{After, Catalogued, NewCycle, SistemError};

/// Largest workbook that is sent: worksheets are a hundredth of it.
const WORKBOOK_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Largest draft: the built-in worksheets are a fortieth of it.
const DRAFT_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A document to be saved: how browsers name and keep it.
type Attachment = ([(HeaderName, HeaderValue); 2], Vec<u8>);

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The routes.
pub(super) fn router() -> Router<Arc<App>> {
    let preview = Router::new()
        .route("/api/v1/admin/instruments/preview", post(preview))
        .layer(DefaultBodyLimit::max(WORKBOOK_BYTES_MAX));
    let rest = Router::new()
        .route("/api/v1/admin/instruments", post(keep))
        .route("/api/v1/admin/instruments/{digest}/xlsx", get(blank))
        .route("/api/v1/admin/instruments/{digest}/json", get(document))
        .route("/api/v1/admin/cycles", post(open_cycle))
        .route("/api/v1/admin/cycles/move", post(super::moving::move_cycle))
        .route("/api/v1/admin/cycles/{cycle}/xlsx", get(filled))
        .route("/api/v1/admin/offices/kind", post(super::kinds::rekind))
        .route("/api/v1/admin/years", post(super::years::enter))
        .route("/api/v1/admin/years/remove", post(super::years::remove))
        .layer(DefaultBodyLimit::max(DRAFT_BYTES_MAX));
    preview
        .merge(rest)
        .layer(from_fn(guard::same_origin))
        .layer(from_fn(guard::no_store))
}

/// Lets only those pass who administer some office.
async fn admins_only(app: &App, person: PersonId) -> Result<(), Problem> {
    let directory = app.ledger().directory().await?;
    if crate::admin::administered(&directory, person).is_empty() {
        return Err(Problem::forbidden("only admins look after instruments").because(Why::NoAdmin));
    }
    Ok(())
}

/// Lets only those pass who may do something in an office.
pub(super) async fn only_who_may(
    app: &App,
    person: PersonId,
    action: Action,
    office: OfficeId,
) -> Result<(), Problem> {
    let directory = app.ledger().directory().await?;
    rights::check(&directory, person, action, office, &[])
        .map_err(|refusal| Problem::forbidden(refusal.to_string()).because(Why::OtherOffice))
}

/// Which sheet.
#[derive(Deserialize)]
struct Which {
    sheet: Option<String>,
}

async fn preview(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Query(which): Query<Which>,
    Whole(body): Whole,
) -> Result<Answer<Preview>, Problem> {
    admins_only(&app, session.person).await?;
    let choices = Choices {
        sheet: which.sheet,
        ..Choices::default()
    };
    let read = in_turn(move || read(&body, &choices));
    let read = read.await.map_err(Problem::internal)?;
    Ok(Answer(match read {
        Ok((family, mut imported)) => {
            imported.before = followed(&app, session.person, &family).await?;
            Preview::One(Box::new(imported))
        }
        Err(error) => refused(&error),
    }))
}

/// The document that a workbook of this family would follow: the latest of the person's office's own, or of
/// the family itself.
async fn followed(app: &App, person: PersonId, family: &str) -> Result<Option<String>, Problem> {
    let ledger = app.ledger();
    let directory = ledger.directory().await?;
    let administered = crate::admin::administered(&directory, person);
    let own = (administered.first()).map(|office| own_family(family, office.id));
    let own = match own {
        Some(own) => ledger.latest(&own).await?,
        None => None,
    };
    let latest = match own {
        Some(own) => Some(own),
        None => ledger.latest(family).await?,
    };
    Ok(match latest {
        Some(latest) => Some(ledger.instrument_text(&latest).await?),
        None => None,
    })
}

/// What a workbook holds, and of which family.
fn read(body: &[u8], choices: &Choices) -> Result<(String, Imported), LembarError> {
    let preview = import::preview(&mut Cursor::new(body), choices)?;
    let (items, counts, documents) = (preview.items(), preview.counts(), preview.documents());
    let draft = &preview.worksheet.draft;
    let text = draft.to_json();
    let imported = Imported {
        text: text.map_err(|source| LembarError::Instrument { cell: None, source })?,
        sheet: preview.worksheet.sheet.clone(),
        items,
        counts,
        documents,
        findings: preview.worksheet.findings.iter().map(amiss).collect(),
        before: None,
        skipped: preview.skipped,
    };
    Ok((preview.worksheet.draft.family, imported))
}

fn amiss(finding: &Finding) -> Amiss {
    Amiss {
        cell: finding.cell.to_string(),
        what: finding.what.clone(),
        proposal: finding.proposal.clone(),
        note: finding.rank == Rank::Note,
    }
}

/// A workbook from which nothing can be taken, in the app's terms.
fn refused(error: &LembarError) -> Preview {
    let at = |sheet: &str, cell: &dyn std::fmt::Display| Some(format!("{sheet}!{cell}"));
    let why = match error {
        LembarError::Several { sheets } | LembarError::NoSheet { sheets, .. } => {
            return Preview::Several {
                sheets: sheets.clone(),
            };
        }
        LembarError::NotXlsx(_) => Unreadable::NotXlsx,
        LembarError::Encrypted => Unreadable::Encrypted,
        LembarError::OldXls => Unreadable::OldXls,
        LembarError::TooLarge { .. } => Unreadable::TooLarge { cell: None },
        LembarError::TooManyRows { sheet, cell, .. }
        | LembarError::TooManyCells { sheet, cell, .. } => Unreadable::TooLarge {
            cell: at(sheet, cell),
        },
        LembarError::Damaged { part, .. } => Unreadable::Damaged {
            part: Some(part.clone()),
        },
        // The page names no count.
        LembarError::Io(_) | LembarError::NoCount { .. } => Unreadable::Damaged { part: None },
        LembarError::NoWorksheet { .. } => Unreadable::NoWorksheet,
        LembarError::Weight { cell, text, title } => Unreadable::Weight {
            cell: cell.to_string(),
            text: text.clone(),
            title: title.clone(),
        },
        LembarError::Instrument { cell, source } => Unreadable::Worksheet {
            cell: cell.map(|cell| cell.to_string()),
            why: source.clone(),
        },
    };
    Preview::Unreadable { why }
}

async fn keep(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<Keep>,
) -> Result<Answer<KeepAnswer>, Problem> {
    only_who_may(&app, session.person, Action::Administer, body.office).await?;
    let bad = |error: InstrumentError| {
        let problem = Problem::new(ProblemCode::Refused, error.to_string());
        problem.because(Why::Instrument(error))
    };
    let draft = Draft::parse(&body.text).map_err(bad)?;
    // What can't be scored isn't kept, a draft neither: it could never be looked at again.
    draft.instrument().map_err(bad)?;
    let ledger = app.ledger();
    let home = match ledger.latest(&draft.family).await? {
        None => vec![body.office],
        Some(Catalogued {
            office: Some(office),
            ..
        }) => vec![office],
        // What comes with the program is everybody's: its next version is for who administers all.
        Some(_) => {
            let directory = ledger.directory().await?;
            directory.tops().map(|office| office.id).collect()
        }
    };
    for office in &home {
        only_who_may(&app, session.person, Action::Administer, *office).await?;
    }
    let home = home.first().copied().unwrap_or(body.office);
    let after = After::Seen(body.after.as_deref());
    let kept = ledger
        .keep_instrument(home, &draft, &body.origin, after, body.publish)
        .await;
    match kept {
        Ok(kept) => Ok(Answer(KeepAnswer::Kept {
            digest: kept.version().digest.clone(),
        })),
        Err(SistemError::Overtaken(_)) => Ok(Answer(KeepAnswer::Overtaken)),
        Err(error) => Err(error.into()),
    }
}

/// Items as people know them: `path · title`.
pub(super) fn titled(of: &Instrument, ids: &[String]) -> Vec<String> {
    let title = |id: &String| match of.item(id) {
        Some(item) => format!("{} · {}", item.path, item.title),
        None => id.clone(),
    };
    ids.iter().map(title).collect()
}

pub(super) async fn by_digest(app: &App, digest: &str) -> Result<(Catalogued, String), Problem> {
    // By its digest and nothing else: a family may be called anything.
    let all = app.ledger().catalogue().await?;
    let found = all.into_iter().find(|one| one.digest == digest);
    let found = found.ok_or_else(Problem::not_found)?;
    let text = app.ledger().instrument_text(&found).await?;
    Ok((found, text))
}

async fn document(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Named(digest): Named<String>,
) -> Result<Attachment, Problem> {
    admins_only(&app, session.person).await?;
    let (found, text) = by_digest(&app, &digest).await?;
    let name = format!("{}-v{}.json", found.family, found.version);
    attachment(&name, "application/json", text.into_bytes())
}

async fn blank(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Named(digest): Named<String>,
) -> Result<Attachment, Problem> {
    admins_only(&app, session.person).await?;
    let (found, text) = by_digest(&app, &digest).await?;
    let instrument = Instrument::parse(&text).map_err(Problem::internal)?;
    let at = app.ledger().ambient().now();
    let written = in_turn(move || {
        export::write(&Export {
            instrument: &instrument,
            beside: BTreeMap::new(),
            heading: String::new(),
            at,
        })
    });
    let bytes = written.await.map_err(Problem::internal)?;
    let bytes = bytes.map_err(Problem::internal)?;
    attachment(
        &format!("{}-v{}.xlsx", found.family, found.version),
        XLSX,
        bytes,
    )
}

async fn filled(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Named(cycle): Named<CycleId>,
) -> Result<Attachment, Problem> {
    let directory = app.ledger().directory().await?;
    let known = directory.cycle(cycle).ok_or_else(Problem::not_found)?;
    only_who_may(&app, session.person, Action::Read, known.office).await?;
    let bytes = app.ledger().workbook(cycle).await?;
    attachment(&format!("lke-{cycle}.xlsx"), XLSX, bytes)
}

/// A file to be saved under a name of letters, digits and dashes.
fn attachment(name: &str, kind: &'static str, bytes: Vec<u8>) -> Result<Attachment, Problem> {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || "-.".contains(c) {
            c
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(plain).collect();
    let disposition = format!("attachment; filename=\"{name}\"");
    let disposition = HeaderValue::try_from(disposition).map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(kind)),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    Ok((headers, bytes))
}

async fn open_cycle(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Json(body): Json<OpenCycle>,
) -> Result<Answer<()>, Problem> {
    only_who_may(&app, session.person, Action::Administer, body.office).await?;
    let ledger = app.ledger();
    let (found, text) = by_digest(&app, &body.instrument).await?;
    if !found.published {
        let message = "publish the instrument first: a cycle's instrument never changes";
        let problem = Problem::new(ProblemCode::Refused, message);
        return Err(problem.because(Why::Draft(found.title)));
    }
    let instrument = ledger.put_instrument(&text).await?;
    let date = |text: &str| -> Result<Option<Date>, Problem> {
        if text.is_empty() {
            return Ok(None);
        }
        let read = text
            .parse()
            .map_err(|_| Problem::bad_request("that is no date"));
        read.map(Some)
    };
    let now = ledger.ambient().now();
    let cycle = NewCycle {
        id: CycleId::new(now, &mut Random(ledger.ambient())),
        office: body.office,
        name: body.name,
        year: body.year,
        instrument,
        opens: date(&body.opens)?,
        closes: date(&body.closes)?,
        target: Some(body.target).filter(|target| !target.is_empty()),
    };
    ledger.put_cycle(&cycle, true).await?;
    Ok(Answer(()))
}
