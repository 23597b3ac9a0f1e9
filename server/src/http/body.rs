//! What a request holds: names in its address, its body; each failure a [`Problem`].

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::request::Parts;
use axum::response::IntoResponse as _;
use serde::de::DeserializeOwned;

use super::problem::Problem;

/// What the address names. A name that can't be one of ours names nothing.
#[derive(Debug)]
pub struct Named<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Send> FromRequestParts<S> for Named<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let Path(name) = Path::from_request_parts(parts, state)
            .await
            .map_err(|_| Problem::not_found())?;
        Ok(Self(name))
    }
}

/// The bytes of a body, within the route's limit.
#[derive(Debug)]
pub struct Whole(pub Bytes);

/// A body of JSON.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<S: Send + Sync> FromRequest<S> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        match Bytes::from_request(request, state).await {
            Ok(bytes) => Ok(Self(bytes)),
            Err(rejection) => Err(unread(rejection)),
        }
    }
}

fn unread(rejection: BytesRejection) -> Problem {
    let message = rejection.body_text();
    if rejection.into_response().status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::too_large("the body is too large: send less at once")
    } else {
        Problem::bad_request(format!("the body ended early or is damaged: {message}"))
    }
}

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Json<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let Whole(bytes) = Whole::from_request(request, state).await?;
        let value = serde_json::from_slice(&bytes)
            .map_err(|e| Problem::bad_request(format!("the body can't be read: {e}")))?;
        Ok(Self(value))
    }
}
