//! The server's side of a run: requests that arrive, deeds of the boards' keepers, sign-ins, and its end.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use model::id::{FileDigest, OfficeId};
use model::op::{SealedOp, Stream};
use model::sync::Identity;
use model::sync::platform::{Request, Response};
use model::wire::PushBody;
use serde::Deserialize;
use server::store::accounts::Session;
use server::store::uploads::FileState as ServerFile;

use super::{DECADE_MS, Done, World};
use crate::boards::{Deed, carry_out};
use crate::core::{Happening, locked};
use crate::exec::Owner;
use crate::host::answer;
use crate::law::Law;

/// The streams of which a pull brought something.
#[derive(Deserialize)]
struct Pulled {
    pages: Vec<PartOf>,
}

/// The streams of which the numbers to compare with were told.
#[derive(Deserialize)]
struct Compared {
    streams: Vec<PartOf>,
}

/// The stream of a part of an answer.
#[derive(Deserialize)]
struct PartOf {
    stream: Stream,
}

/// Whether the answer to a request tells what lies in streams.
fn tells_of_streams(request: &Request) -> bool {
    request.path.ends_with("/pull") || request.path.ends_with("/reconcile")
}

/// A session lasts as long as the run may.
const SESSION_MS: i64 = 100 * DECADE_MS;

impl World {
    /// I8: a file that counts as complete is there, whole, and is said so by an op.
    pub(crate) fn file(&self, office: OfficeId, digest: &FileDigest) {
        let mirror = locked(&self.host.mirror);
        let state = mirror.kept.files.get(&(office, digest.clone()));
        if state != Some(&ServerFile::Complete) {
            return;
        }
        self.core.decided(Law::Complete);
        let here = self.host.whole(office, digest);
        if here.as_ref() != Some(digest) {
            self.core.breach(
                Law::Complete,
                format!("file {digest} is complete, its bytes are {here:?}"),
            );
        }
        let record = mirror
            .kept
            .records
            .get(&model::id::RecordId::file(office, digest));
        if record.and_then(|record| record.text("keadaan")) != Some("lengkap") {
            self.core.breach(
                Law::Complete,
                format!("file {digest} is complete and no op says so"),
            );
        }
    }

    /// I11: what lies in a stream is told only to whom may read it.
    pub(super) fn authorised(&self, message: u64, answer: &Response, readable: &BTreeSet<Stream>) {
        let mail = self.mail.borrow();
        let Some(sent) = mail.get(message) else {
            return;
        };
        if !tells_of_streams(&sent.request) || answer.status != 200 {
            return;
        }
        let told = if sent.request.path.ends_with("/pull") {
            serde_json::from_slice(&answer.body).map(|Pulled { pages }| pages)
        } else {
            serde_json::from_slice(&answer.body).map(|Compared { streams }| streams)
        };
        let Ok(told) = told else {
            let words = format!("the answer to {} can't be read", sent.request.path);
            return self.core.breach(Law::Authorised, words);
        };
        self.core.decided(Law::Authorised);
        for part in &told {
            if !readable.contains(&part.stream) {
                let words = format!("db {} was told of {}", sent.db, part.stream);
                self.core.breach(Law::Authorised, words);
            }
        }
    }

    /// A keeper of the boards does something.
    pub(super) fn deed(&mut self, deed: Deed) {
        self.boards.note(&deed);
        let Some(live) = &self.host.live else {
            return self.core.later(4_000, Happening::Mend);
        };
        let (app, boards) = (Arc::clone(&live.app), self.boards.clone());
        let out = Rc::clone(&self.done);
        self.deeds += 1;
        self.exec.spawn(Owner::Server, async move {
            let done = carry_out(app, boards, deed.clone()).await.is_ok();
            out.borrow_mut().push(Done::Deed(deed, done));
        });
    }

    /// What a sign-in and the registering of a key do, but for the password.
    pub(super) fn sign_in(&mut self, number: usize) {
        let db = Rc::clone(&self.dbs[number]);
        let Some(live) = &self.host.live else {
            return self.core.later(3_000, Happening::SignIn { db: number });
        };
        db.signing_in.set(true);
        let (app, out, core) = (
            Arc::clone(&live.app),
            Rc::clone(&self.done),
            Arc::clone(&self.core),
        );
        let Identity { person, device } = db.identity;
        let key = self.keys.public(device);
        self.exec.spawn(Owner::Server, async move {
            let ledger = app.ledger();
            let signed_in = async {
                ledger
                    .put_device(device, person, &key, "ponsel")
                    .await
                    .ok()?;
                let now = core.now();
                let mut random = [0; 16];
                core.draw(|rng| rng.fill(&mut random));
                let token = model::id::hex(&random);
                let session = Session {
                    token: model::id::sha256_hex(token.as_bytes()),
                    person,
                    created: now,
                    password_at: now,
                    expires: now.plus(SESSION_MS),
                    device: None,
                };
                ledger.store().put_session(&session).await.ok()?;
                app.door().bind_device(&session, device).await.ok()?;
                Some(token)
            };
            let token = signed_in.await;
            out.borrow_mut().push(Done::SignedIn { db: number, token });
        });
    }

    /// Reads what the server last heard of a device, as its list of devices tells it.
    pub(super) fn what_was_lost(&mut self, number: usize) {
        let db = Rc::clone(&self.dbs[number]);
        let Some(live) = self.host.live.as_ref().filter(|_| db.phone.online.get()) else {
            return self.core.later(3_000, Happening::Ask { db: number });
        };
        let (app, out) = (Arc::clone(&live.app), Rc::clone(&self.done));
        let device = db.identity.device;
        self.exec.spawn(Owner::Server, async move {
            let states = app.ledger().store().devices().await;
            let said = states.ok().map(|states| {
                let mut states = states.into_iter();
                let own = states.find(|state| state.device == device);
                own.and_then(|state| state.report)
            });
            out.borrow_mut().push(Done::Lost { db: number, said });
        });
    }

    pub(super) fn stop_server(&mut self, power: bool) {
        self.core.note(|| format!("server: down (power {power})"));
        self.exec.end(Owner::Server);
        self.host.stop(power);
        if power {
            let files: Vec<_> = locked(&self.host.mirror)
                .kept
                .files
                .keys()
                .cloned()
                .collect();
            for (office, digest) in files {
                self.file(office, &digest);
            }
        }
        let broken = std::mem::take(&mut self.serving);
        for (message, _) in broken.into_iter().filter(|(_, ghost)| !ghost) {
            self.mail.borrow_mut().answered(&self.core, message, None);
        }
        {
            let mut mirror = locked(&self.host.mirror);
            mirror.admitted.clear();
            mirror.reading.clear();
        }
        if self.deeds > 0 {
            self.deeds = 0;
            self.core.later(9_000, Happening::Mend);
        }
        for db in &self.dbs {
            if db.asking.replace(false) | db.signing_in.replace(false) {
                db.changed.set(true);
            }
        }
        self.done.borrow_mut().clear();
    }

    pub(super) fn arrive(&mut self, message: u64, ghost: bool) {
        let Some((request, cookie, cut, instead, number)) =
            self.mail.borrow().get(message).map(|sent| {
                (
                    sent.request.clone(),
                    sent.cookie.clone(),
                    sent.cut,
                    sent.instead.clone(),
                    sent.db,
                )
            })
        else {
            return;
        };
        let held = request.path.ends_with("/push") && self.core.now().0 < self.reads_first;
        let later = Response {
            status: 503,
            headers: vec![("retry-after".to_owned(), "20".to_owned())],
            body: Vec::new(),
        };
        if let Some(instead) = instead.or(held.then_some(later)) {
            if !ghost {
                self.mail
                    .borrow_mut()
                    .answered(&self.core, message, Some(instead));
            }
            return;
        }
        let Some(live) = &self.host.live else {
            if !ghost {
                self.mail.borrow_mut().answered(&self.core, message, None);
            }
            return;
        };
        self.doom(&request, number);
        if tells_of_streams(&request) {
            let person = self.dbs[number].identity.person;
            let mut mirror = locked(&self.host.mirror);
            let streams = BTreeSet::clone(&mirror.readable(person));
            mirror.reading.insert((message, ghost), (person, streams));
        }
        self.serving.insert((message, ghost));
        let (router, out) = (live.router.clone(), Rc::clone(&self.done));
        self.exec.spawn(Owner::Server, async move {
            let answer = answer(router, request, cookie, cut).await;
            // A request that broke off has nobody who hears the answer.
            let answer = answer.filter(|_| cut.is_none());
            out.borrow_mut().push(Done::Answered {
                message,
                ghost,
                answer,
            });
        });
    }

    /// What a revoked device pushes from now on may only be held.
    pub(super) fn doom(&self, request: &Request, number: usize) {
        if !request.path.ends_with("/push") {
            return;
        }
        let device = self.dbs[number].identity.device;
        let mut mirror = locked(&self.host.mirror);
        if !mirror.is_revoked(device) {
            return;
        }
        let Ok(body) = serde_json::from_slice::<PushBody>(&request.body) else {
            return;
        };
        for raw in &body.ops {
            if let Ok(sealed) = SealedOp::decode(raw) {
                let id = sealed.op().id;
                if !mirror.kept.places.contains_key(&id) {
                    self.core.decided(Law::Authorised);
                    mirror.doomed.insert(id, device);
                }
            }
        }
    }
}
