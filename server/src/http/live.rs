//! `/api/v1/sync/live`: server-sent events that say that something is new, and nothing of what.
//!
//! Events: `berubah`, whose data is a stream (`work:<office>`) or `*` (anything may be new), and
//! `selesai` before the server ends the connection (`keluar`: the session is over; `henti`: the server
//! stops). After 20 seconds without either comes `detak`: a page that hears nothing for longer knows that its
//! line is dead, which the browser itself may not notice for minutes.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::HeaderName;
use axum::response::IntoResponse;
use axum::response::sse::{Event, Sse};
use axum::routing::get;
use model::wire::ProblemCode;
use serde::Deserialize;

use super::identity::Settled;
use super::problem::Problem;
use crate::live::{Heard, Listening, Nudge};
use crate::serve::App;
use crate::store::accounts::Session;

/// After how long a silence `detak` comes.
const HEARTBEAT: Duration = Duration::from_secs(20);

/// The route.
pub(super) fn router() -> Router<Arc<App>> {
    Router::new().route("/api/v1/sync/live", get(listen))
}

/// Whose tab asks: an `EventSource` sends no headers of ours.
#[derive(Deserialize)]
struct Asker {
    #[serde(default)]
    person: String,
}

async fn listen(
    State(app): State<Arc<App>>,
    Settled(session): Settled,
    Query(asker): Query<Asker>,
) -> Result<impl IntoResponse, Problem> {
    if asker.person != session.person.to_string() {
        let message = "this session is another person's";
        return Err(Problem::new(ProblemCode::OtherPerson, message));
    }
    let listening = app.ledger().live().listen(session.person);
    let listening = listening.ok_or_else(|| {
        let message = "this person listens on many devices already: pull now and again instead";
        Problem::new(ProblemCode::TooMany, message)
    })?;
    let line = Line {
        app,
        session,
        listening,
        ended: false,
    };
    let events = futures::stream::unfold(line, |mut line| async move {
        let event = line.next().await?;
        Some((Ok::<_, Infallible>(event), line))
    });
    // nginx would hold events back until it has a page full of them.
    let unbuffered = [(HeaderName::from_static("x-accel-buffering"), "no")];
    Ok((unbuffered, Sse::new(events)))
}

/// One open connection.
struct Line {
    app: Arc<App>,
    session: Session,
    listening: Listening,
    ended: bool,
}

impl Line {
    /// The next event; none once the last was told.
    async fn next(&mut self) -> Option<Event> {
        if self.ended {
            return None;
        }
        loop {
            let heard = tokio::time::timeout(HEARTBEAT, self.listening.next()).await;
            match heard {
                Err(_) if !self.holds().await => return Some(self.end("keluar")),
                // Without data it would be no event.
                Err(_) => return Some(Event::default().event("detak").data("")),
                Ok(Heard::Stop) => return Some(self.end("henti")),
                Ok(Heard::Missed) => return Some(changed("*")),
                Ok(Heard::Nudge(Nudge::Sessions(person))) => {
                    if person == self.session.person && !self.holds().await {
                        return Some(self.end("keluar"));
                    }
                }
                Ok(Heard::Nudge(Nudge::Stream(stream))) => {
                    let directory = self.app.ledger().directory().await.ok()?;
                    if directory.readable(self.session.person).contains(&stream) {
                        return Some(changed(&stream.to_string()));
                    }
                }
            }
        }
    }

    /// Whether the session still holds. If that can't be read, the next heartbeat asks again.
    async fn holds(&self) -> bool {
        let session = self.app.door().holding(&self.session.token).await;
        session.map_or(true, |session| session.is_some())
    }

    fn end(&mut self, why: &str) -> Event {
        self.ended = true;
        Event::default().event("selesai").data(why)
    }
}

fn changed(what: &str) -> Event {
    Event::default().event("berubah").data(what)
}
