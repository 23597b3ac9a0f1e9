//! The network between devices and server: what becomes of a message is drawn when it is sent.

use std::collections::BTreeMap;
use std::sync::Arc;

use model::sync::platform::{Method, NetError, Request, Response};
use model::wire::{Problem, ProblemCode};

use crate::core::{Core, Happening, Slot};
use crate::fault::Fault;

/// How long a platform waits for an answer.
const PATIENCE_MS: i64 = 60_000;

/// A request on its way, and what became of it.
pub(crate) struct Message {
    pub(crate) db: usize,
    pub(crate) request: Request,
    pub(crate) cookie: Option<String>,
    /// The request's body breaks off after so many bytes.
    pub(crate) cut: Option<usize>,
    /// Something between answers in the server's place.
    pub(crate) instead: Option<Response>,
    slot: Arc<Slot>,
    answer: Option<Result<Response, NetError>>,
}

/// All messages on their way.
#[derive(Default)]
pub(crate) struct Mail {
    messages: BTreeMap<u64, Message>,
    last: u64,
}

fn unreachable(words: &str) -> Result<Response, NetError> {
    Err(NetError::Unreachable(words.to_owned()))
}

impl Mail {
    /// Sends; the slot is filled once it is known what became of it.
    pub(crate) fn send(
        &mut self,
        core: &Core,
        db: usize,
        request: Request,
        cookie: Option<String>,
    ) -> (u64, Arc<Slot>) {
        self.last += 1;
        let message = self.last;
        let slot = Arc::new(Slot::default());
        core.note(|| {
            let (method, bytes) = (request.method.name(), request.body.len());
            let path = if request.path.contains("/upload/") {
                "upload"
            } else {
                &request.path
            };
            format!("db {db}: #{message} {method} {path} {bytes} bytes")
        });
        let mut sent = Message {
            db,
            request,
            cookie,
            cut: None,
            instead: None,
            slot: Arc::clone(&slot),
            answer: None,
        };
        let mut delay_ms = core.draw(|rng| rng.range(2, 60));
        if core.strikes(Fault::Delay) {
            delay_ms += core.draw(|rng| rng.range(1_000, 20_000));
        }
        if core.strikes(Fault::Reorder) {
            delay_ms += core.draw(|rng| rng.range(200, 2_000));
        }
        if core.strikes(Fault::Drop) {
            sent.answer = Some(if core.draw(|rng| rng.below(4)) == 0 {
                Err(NetError::Timeout)
            } else {
                unreachable("dropped")
            });
            core.later(delay_ms, Happening::Reply { message });
        } else {
            let body = sent.request.body.len();
            if body > 0 && core.strikes(Fault::CutRequest) {
                sent.cut = Some(core.draw(|rng| rng.place(body)));
            }
            sent.instead = instead(core, &sent.request);
            let ghost = false;
            core.later(delay_ms, Happening::Arrive { message, ghost });
            if core.strikes(Fault::Duplicate) {
                let again_ms = core.draw(|rng| rng.range(0, 3_000));
                let ghost = true;
                core.later(delay_ms + again_ms, Happening::Arrive { message, ghost });
            }
        }
        self.messages.insert(message, sent);
        (message, slot)
    }

    pub(crate) fn get(&self, message: u64) -> Option<&Message> {
        self.messages.get(&message)
    }

    /// The server answered, or broke off; what comes of that is drawn here.
    pub(crate) fn answered(&mut self, core: &Core, message: u64, answer: Option<Response>) {
        let Some(sent) = self.messages.get_mut(&message) else {
            return;
        };
        let mut delay_ms = core.draw(|rng| rng.range(2, 60));
        if core.strikes(Fault::Delay) {
            delay_ms += core.draw(|rng| rng.range(1_000, 20_000));
        }
        core.note(|| match &answer {
            Some(response) => format!(
                "#{message}: {} {} bytes",
                response.status,
                response.body.len()
            ),
            None => format!("#{message}: broke off"),
        });
        let mut answer = answer.map_or_else(|| unreachable("broke off"), Ok);
        if core.strikes(Fault::LoseReply) {
            answer = unreachable("reply lost");
        } else if let Ok(response) = &mut answer
            && response.body.len() > 1
            && core.strikes(Fault::CutReply)
        {
            let at = core.draw(|rng| rng.place(response.body.len()));
            response.body.truncate(at);
        }
        if delay_ms > PATIENCE_MS {
            answer = Err(NetError::Timeout);
        }
        sent.answer = Some(answer);
        core.later(delay_ms, Happening::Reply { message });
    }

    /// It is known what became of it.
    pub(crate) fn arrived(&self, message: u64) {
        if let Some(sent) = self.messages.get(&message) {
            sent.slot.fill();
        }
    }

    /// The answer that came.
    pub(crate) fn take(&mut self, message: u64) -> Result<Response, NetError> {
        let sent = self.messages.get_mut(&message);
        let answer = sent.and_then(|sent| sent.answer.take());
        answer.unwrap_or_else(|| unreachable("nothing came"))
    }
}

/// A refusal in the server's own words, or in those of something between.
fn instead(core: &Core, request: &Request) -> Option<Response> {
    let uploads = matches!(request.method, Method::Head | Method::Patch);
    let push = request.path.ends_with("/push");
    let refusals = [
        (Fault::Status401, 401),
        (Fault::Status403, 403),
        (Fault::Status409, 409),
        (Fault::Status413, 413),
        (Fault::Status423, 423),
        (Fault::Status429, 429),
        (Fault::Status500, 500),
        (Fault::Status503, 503),
        (Fault::Status507, 507),
    ];
    let mut struck = None;
    for (fault, status) in refusals {
        // Some are only said of some requests.
        let fits = match status {
            401 | 403 => !uploads,
            423 => uploads,
            409 => !push,
            _ => true,
        };
        if fits && struck.is_none() && core.strikes(fault) {
            struck = Some(status);
        }
    }
    let status = struck?;
    let by_portal = core.draw(|rng| rng.below(4)) == 0;
    let code = match status {
        401 if push => ProblemCode::BadSignature,
        401 => ProblemCode::SignedOut,
        403 if push => ProblemCode::Forbidden,
        403 => ProblemCode::PasswordChange,
        409 if uploads => ProblemCode::WrongOffset,
        409 => ProblemCode::OtherPerson,
        413 => ProblemCode::TooLarge,
        423 => ProblemCode::Locked,
        429 => ProblemCode::TooMany,
        503 => ProblemCode::Unavailable,
        507 => ProblemCode::DiskFull,
        _ => ProblemCode::Internal,
    };
    let waits = matches!(status, 429 | 503 | 507) && core.draw(|rng| rng.below(2)) == 0;
    let retry_after_s = waits.then(|| core.draw(|rng| rng.below(40)));
    let mut headers = Vec::new();
    if let Some(seconds) = retry_after_s {
        headers.push(("retry-after".to_owned(), seconds.to_string()));
    }
    if uploads && !by_portal {
        headers.push(("tus-resumable".to_owned(), "1.0.0".to_owned()));
    }
    let message = "simulated".to_owned();
    let problem = Problem {
        code,
        message,
        retry_after_s,
    };
    let body = if by_portal {
        b"<html>Selamat datang".to_vec()
    } else if request.method == Method::Head {
        Vec::new()
    } else {
        serde_json::to_vec(&problem).unwrap_or_default()
    };
    Some(Response {
        status,
        headers,
        body,
    })
}
