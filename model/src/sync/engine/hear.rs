//! What the loop hears: which answer it is, and what stood in the way of one.

use super::upload;
use super::{Answer, Engine, Flight, Reading, Trouble};
use crate::mutant::{Mutant, planted};
use crate::sync::http;
use crate::sync::node::Unsent;
use crate::sync::platform::Response;
use crate::sync::store::StoreError;
use crate::time::Millis;
use crate::wire::{Problem, ProblemCode};

impl Engine {
    /// How a request went; `random` spreads the pause after a failure.
    pub fn heard(&mut self, outcome: Result<Response, Unsent>, now: Millis, random: u32) {
        let Some(flight) = self.flight.take() else {
            return self.heard_late(&outcome);
        };
        let response = match outcome {
            Ok(response) => response,
            Err(unsent) => return self.unsent(flight, unsent, now, random),
        };
        let epoch = http::epoch(&response);
        self.is_ours = epoch.is_some();
        self.is_full = Trouble::of(response.status) == Trouble::Full;
        if !(200..300).contains(&response.status) {
            self.epoch = epoch;
        }
        if matches!(response.status, 423 | 429 | 503)
            && let Some(pause_ms) = http::retry_after_ms(&response)
        {
            return self.told(flight, now, pause_ms);
        }
        match flight {
            Flight::Push(ops) => self.heard_push(ops, &response, now, random),
            Flight::Pull(asked) => self.heard_pull(asked, &response, now, random),
            Flight::Instrument(digest) => self.heard_instrument(digest, &response, now, random),
            Flight::Reconcile(asked) => self.heard_reconcile(asked, &response, now, random),
            Flight::Head(file) => self.heard_upload(file, None, &response, now, random),
            Flight::Patch { file, from } => {
                self.heard_upload(file, Some(from), &response, now, random);
            }
        }
    }

    /// What was asked for ahead of a transaction that failed is asked for again; what stood in its way is known.
    fn heard_late(&mut self, outcome: &Result<Response, Unsent>) {
        let trouble = match outcome {
            Ok(response) if response.status < 500 => return,
            Ok(response) if http::epoch(response).is_some() => Trouble::of(response.status),
            Ok(_) | Err(Unsent::Net(_)) => Trouble::Net,
            Err(_) => return,
        };
        self.trouble = Some(trouble);
    }

    /// The server asked to be left alone: with a file, or with everything.
    fn told(&mut self, flight: Flight, now: Millis, pause_ms: i64) {
        match flight {
            Flight::Head(file) | Flight::Patch { file, .. } => {
                self.uploads.told(file, now, pause_ms);
            }
            Flight::Push(_) | Flight::Pull(_) | Flight::Instrument(_) | Flight::Reconcile(_) => {
                self.trouble = Some(Trouble::Server);
                self.outgoing.clear();
                self.retry.told(now, pause_ms);
            }
        }
    }

    fn unsent(&mut self, flight: Flight, unsent: Unsent, now: Millis, random: u32) {
        self.outgoing.clear();
        match (unsent, flight) {
            (Unsent::Sign(why), _) => self.cannot_sign(&why),
            (Unsent::Missing, Flight::Patch { file, .. }) => {
                self.answer = Some(Answer::File(file, upload::Heard::MissingHere));
            }
            // One bad file must not hold up all others for ever.
            (
                Unsent::Store(StoreError::Damaged | StoreError::Other(_)),
                Flight::Patch { file, .. },
            ) => {
                self.answer = Some(Answer::File(file, upload::Heard::DamagedHere));
            }
            (Unsent::Net(_), Flight::Patch { file, .. }) if planted(Mutant::SentIsThere) => {
                let heard = upload::Heard::Offset(u64::MAX);
                self.answer = Some(Answer::File(file, heard));
            }
            (Unsent::Net(_), Flight::Head(file) | Flight::Patch { file, .. }) => {
                self.uploads.unanswered(file, now, random);
            }
            (Unsent::Net(_), _) => self.failed(Trouble::Net, now, random),
            _ => self.pause(now, random),
        }
    }

    /// An answer to something that rests on the session, and is no success.
    pub(super) fn unread<T>(&mut self, heard: &http::Heard<T>, now: Millis, random: u32) {
        match heard {
            http::Heard::Problem(_, Problem { code, .. }) => match code {
                ProblemCode::SignedOut | ProblemCode::PasswordChange => {
                    self.reading = Reading::SignedOut;
                }
                ProblemCode::OtherPerson => self.reading = Reading::OtherPerson,
                _ => self.failed(Trouble::Server, now, random),
            },
            _ => self.failed(Trouble::Server, now, random),
        }
    }

    pub(super) fn failed(&mut self, trouble: Trouble, now: Millis, random: u32) {
        self.trouble = Some(match trouble {
            // A captive portal, or a proxy before a server that is down: ours wasn't reached.
            Trouble::Server if !self.is_ours => Trouble::Net,
            Trouble::Server if self.is_full => Trouble::Full,
            trouble => trouble,
        });
        self.pause(now, random);
    }

    /// Something failed: it is tried again after a while. What is known of the server stays known.
    pub(super) fn pause(&mut self, now: Millis, random: u32) {
        self.outgoing.clear();
        self.pages.clear();
        self.retry.failed(now, random);
    }

    pub(super) fn worked(&mut self) {
        self.retry.worked();
        self.trouble = None;
    }
}
