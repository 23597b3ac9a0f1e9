//! Every answer that isn't a success: a [`Problem`] becomes the wire's JSON. What is our fault is logged
//! once, here, and never shown.

use std::borrow::Cow;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::wire::refusal::Why;
use model::wire::{self, ProblemCode};
use serde::Serialize;

use crate::passwords::PasswordError;
use crate::signin::SignInError;
use crate::sistem::SistemError;
use crate::store::StoreError;
use crate::sync::{LedgerError, PushError};

/// Why a request got no success.
#[derive(Debug)]
pub struct Problem {
    code: ProblemCode,
    message: Cow<'static, str>,
    retry_after_s: Option<u64>,
    status: Option<StatusCode>,
    cause: Option<String>,
    why: Option<Box<Why>>,
}

/// What is sent: the wire's problem, and for an admin page the reason that the code can't say.
#[derive(Serialize)]
struct Body {
    #[serde(flatten)]
    problem: wire::Problem,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Box<Why>>,
}

/// A busy server is asked again after so long.
const BUSY_RETRY_S: u64 = 2;
/// A full disk is asked again after so long: somebody must make room first.
const FULL_RETRY_S: u64 = 60;

impl Problem {
    /// A problem in words for curious people.
    pub fn new(code: ProblemCode, message: impl Into<Cow<'static, str>>) -> Self {
        Self {
            code,
            message: message.into(),
            retry_after_s: None,
            status: None,
            cause: None,
            why: None,
        }
    }

    /// The same, with a reason that an admin page has words for.
    pub fn because(mut self, why: Why) -> Self {
        self.why = Some(Box::new(why));
        self
    }

    /// The body can't be read.
    pub fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemCode::BadRequest, message)
    }

    /// Nobody is signed in.
    pub fn signed_out() -> Self {
        Self::new(ProblemCode::SignedOut, "sign in first")
    }

    /// Not theirs to read or do.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemCode::Forbidden, message)
    }

    /// There is no such thing.
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound, "there is no such thing here")
    }

    /// There was such a thing, and it is no longer.
    pub fn gone(message: impl Into<Cow<'static, str>>) -> Self {
        let mut problem = Self::new(ProblemCode::NotFound, message);
        problem.status = Some(StatusCode::GONE);
        problem
    }

    /// It passes a limit.
    pub fn too_large(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(ProblemCode::TooLarge, message)
    }

    /// Our fault.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        let mut problem = Self::new(ProblemCode::Internal, "this is our fault; it is logged");
        problem.cause = Some(cause.to_string());
        problem
    }

    /// Busy: come back.
    pub fn busy(message: impl Into<Cow<'static, str>>) -> Self {
        let mut problem = Self::new(ProblemCode::Unavailable, message);
        problem.retry_after_s = Some(BUSY_RETRY_S);
        problem
    }

    /// Too many, for so many seconds.
    pub fn too_many(message: impl Into<Cow<'static, str>>, seconds: u64) -> Self {
        let mut problem = Self::new(ProblemCode::TooMany, message);
        problem.retry_after_s = Some(seconds);
        problem
    }

    /// The disk is full.
    pub fn disk_full() -> Self {
        let message = "the server's disk is full: nothing was taken; keep it and try again later";
        let mut problem = Self::new(ProblemCode::DiskFull, message);
        problem.retry_after_s = Some(FULL_RETRY_S);
        problem.cause = Some("the disk is full".to_owned());
        problem
    }

    fn status(&self) -> StatusCode {
        if let Some(status) = self.status {
            return status;
        }
        let number = match self.code {
            ProblemCode::BadRequest => 400,
            ProblemCode::WrongPassword | ProblemCode::SignedOut | ProblemCode::BadSignature => 401,
            ProblemCode::Forbidden | ProblemCode::PasswordChange | ProblemCode::PasswordTooOld => {
                403
            }
            ProblemCode::NotFound => 404,
            ProblemCode::OtherPerson | ProblemCode::WrongOffset => 409,
            ProblemCode::TooLarge => 413,
            ProblemCode::Refused => 422,
            ProblemCode::Locked => 423,
            ProblemCode::TooMany => 429,
            ProblemCode::WrongDigest => 460,
            ProblemCode::Unavailable => 503,
            ProblemCode::DiskFull => 507,
            _ => 500,
        };
        StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.status();
        if let Some(cause) = &self.cause {
            tracing::error!(
                http.status = status.as_u16(),
                cause,
                "A request failed: {cause}"
            );
        }
        let problem = wire::Problem {
            code: self.code,
            message: self.message.into_owned(),
            retry_after_s: self.retry_after_s,
        };
        let why = self.why;
        let body = Body { problem, why };
        let mut response = (status, Json(body)).into_response();
        if let Some(seconds) = self.retry_after_s {
            let seconds = HeaderValue::from(seconds);
            response.headers_mut().insert(header::RETRY_AFTER, seconds);
        }
        let no_store = HeaderValue::from_static("no-store");
        response
            .headers_mut()
            .insert(header::CACHE_CONTROL, no_store);
        response
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Full => Self::disk_full(),
            StoreError::Busy => Self::busy("the database is busy: try again"),
            other => Self::internal(other),
        }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::Busy | LedgerError::Moved => Self::busy("the stream is busy: try again"),
            LedgerError::Store(error) => error.into(),
            other @ LedgerError::BadInstrument(_) => Self::internal(other),
        }
    }
}

impl From<PushError> for Problem {
    fn from(error: PushError) -> Self {
        let message = error.to_string();
        match error {
            PushError::Unreadable(_) => Self::bad_request(message),
            PushError::BadSignature(_) => Self::new(ProblemCode::BadSignature, message),
            PushError::TooLarge => Self::too_large(message),
            PushError::Ledger(error) => error.into(),
        }
    }
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        let message = error.to_string();
        match error {
            SignInError::Wrong => Self::new(ProblemCode::WrongPassword, message),
            SignInError::Slowed(seconds) => Self::too_many(message, seconds),
            SignInError::Password(PasswordError::Busy) => Self::busy(message),
            SignInError::Password(PasswordError::Hash) => Self::internal(message),
            SignInError::Password(_) => Self::new(ProblemCode::Refused, message),
            SignInError::Store(error) => error.into(),
        }
    }
}

impl From<SistemError> for Problem {
    fn from(error: SistemError) -> Self {
        let message = error.to_string();
        let refused = |message, why| Self::new(ProblemCode::Refused, message).because(why);
        match error {
            SistemError::Refused(rejection) => refused(message, Why::Rule(rejection)),
            SistemError::Past(bad) => refused(message, Why::Past(bad)),
            SistemError::Kind(bad) => refused(message, Why::Kind(bad)),
            SistemError::Closed(cycle) => refused(message, Why::Closed(cycle)),
            SistemError::Draft(family) => refused(message, Why::Draft(family)),
            SistemError::LoginTaken(_) | SistemError::Overtaken(_) => {
                Self::new(ProblemCode::Refused, message)
            }
            SistemError::Missing { .. } => Self::new(ProblemCode::NotFound, message),
            SistemError::Ledger(error) => error.into(),
            SistemError::Unknown
            | SistemError::Op(_)
            | SistemError::Export(_)
            | SistemError::Halted => Self::internal(message),
        }
    }
}
