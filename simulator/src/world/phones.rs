//! The devices' side of a run: processes that start and end, what disks do to them, and what people do.

use std::rc::Rc;
use std::sync::Arc;

use model::id::OpId;
use model::op::Op;
use model::op::SealedOp;
use model::sync::Node;
use model::sync::engine::Engine;
use model::sync::platform::SignError;
use model::sync::store::{Change, Damaged, DeviceStore as _, Entry, Tx, meta};

use super::{World, now};
use crate::acts::act;
use crate::core::{Happening, locked};
use crate::device::{Db, Machine, Said};
use crate::exec::Owner;
use crate::fault::Fault;

impl World {
    pub(super) fn wants_sign_in(&mut self, db: &Rc<Db>) {
        let Some(node) = db.up() else {
            return;
        };
        let refused = node.wants_sign_in().is_some();
        let mine = db.sender.get() || db.phone.active.get() == db.number;
        if refused && mine && !db.signing_in.replace(true) {
            let soon_ms = self.core.draw(|rng| rng.range(1_000, 15_000));
            let db = db.number;
            self.core.later(soon_ms, Happening::SignIn { db });
        }
    }

    /// The app asks what the server had heard of a device whose store was emptied, until it knows.
    pub(super) fn asks_what_was_lost(&mut self, db: &Rc<Db>) {
        let reads = !db.sender.get() && db.phone.cookie.borrow().is_some();
        if reads && db.up().is_some_and(|node| asks(&node)) && !db.asking.replace(true) {
            let soon_ms = self.core.draw(|rng| rng.range(100, 10_000));
            let db = db.number;
            self.core.later(soon_ms, Happening::Ask { db });
        }
    }

    /// The server has told what it had heard.
    pub(super) fn lost(&mut self, db: &Rc<Db>, said: Said) {
        let Some(node) = db.up().filter(|node| asks(node) && !db.busy.get()) else {
            return db.changed.set(true);
        };
        db.busy.set(true);
        db.told.set(Some(said));
        let (core, db) = (Arc::clone(&self.core), Rc::clone(db));
        self.exec.spawn(Owner::Db(db.number), async move {
            let kept = node.heard_of_emptied(said).await;
            core.note(|| format!("db {}: had said {said:?}: {kept:?}", db.number));
            let waited = said.is_some_and(|(report, _)| report.waiting + report.attention > 0);
            if kept.is_ok() && waited {
                db.unread.set(true);
            }
            db.busy.set(false);
        });
    }

    pub(super) fn kill(&mut self, number: usize, power: bool) {
        let db = Rc::clone(&self.dbs[number]);
        if db.up().is_none() && !db.busy.get() {
            return;
        }
        self.core
            .note(|| format!("db {number}: ends (power {power})"));
        self.exec.end(Owner::Db(number));
        db.gone();
        let found = if power {
            db.disk.borrow().power_cut()
        } else {
            db.disk.borrow().killed()
        };
        *db.disk.borrow_mut() = found;
        self.hurt(&db);
        if self.core.strikes(Fault::Evicted) {
            self.evict(&db);
        }
        if self.core.strikes(Fault::OldClient) {
            self.other_build(&db);
        }
        let off_ms = self.core.draw(|rng| rng.range(100, 6_000));
        self.core.later(off_ms, Happening::Start { db: number });
    }

    /// The disk flips a bit.
    pub(super) fn hurt(&self, db: &Db) {
        if !self.core.strikes(Fault::FlippedBits) {
            return;
        }
        let disk = db.disk.borrow();
        let places = disk.places();
        let Some(place) = self.core.draw(|rng| rng.pick(&places).cloned()) else {
            return;
        };
        // A bit that flips twice is whole again, and an entry that can't be read isn't written anew.
        if place.starts_with("outbox/") && db.hurt.borrow().contains(&place) {
            return;
        }
        self.core
            .note(|| format!("db {}: {place} is hurt", db.number));
        if disk.damage(&place) {
            if let Some(file) = place.strip_prefix("files/") {
                db.files.borrow_mut().retain(|key| key.to_string() != file);
            }
            if place.ends_with(meta::EMPTIED) {
                db.unread.set(false);
            }
            db.hurt.borrow_mut().insert(place);
        }
    }

    /// The whole store goes; a key goes with it.
    pub(super) fn evict(&self, db: &Db) {
        self.core.note(|| format!("db {}: evicted", db.number));
        let accepted: Vec<OpId> = {
            let mirror = locked(&self.host.mirror);
            let saved = db.saved.borrow();
            saved
                .iter()
                .filter(|op| mirror.kept.places.contains_key(op))
                .copied()
                .collect()
        };
        *db.disk.borrow_mut() = Default::default();
        db.saved.borrow_mut().clear();
        db.files.borrow_mut().clear();
        db.hurt.borrow_mut().clear();
        db.has_key.set(false);
        db.was_emptied.set(true);
        db.unread.set(false);
        db.told.set(None);
        let again = self.core.draw(|rng| rng.pick(&accepted).copied());
        if let Some(again) = again
            && self.core.strikes(Fault::SameIdOtherBytes)
        {
            // An old copy comes back, encoded otherwise.
            let logged = locked(&self.host.mirror)
                .logged(again)
                .map(|logged| Op::clone(&logged.op));
            if let Some(mut op) = logged {
                op.salt.push('0');
                locked(&self.host.mirror).twins.insert(again);
                self.put(db, &op, None);
            }
        }
    }

    /// A build before or after this one left an op in the outbox, encoded in its own way.
    pub(super) fn other_build(&self, db: &Db) {
        let mirror = locked(&self.host.mirror);
        let saved = db.saved.borrow().clone();
        let pattern = saved.iter().rev().find_map(|op| mirror.said.get(op));
        let Some(Ok(pattern)) = pattern.map(|bytes| serde_json::from_str::<Op>(bytes)) else {
            return;
        };
        drop(mirror);
        let mut random = [0; 16];
        self.core.draw(|rng| rng.fill(&mut random));
        let name = model::id::hex(&random);
        let record = model::id::RecordId::derived(&["lain", &name]);
        let Some(cycle) = pattern.cycle else {
            return;
        };
        let draft = model::command::comment(
            record,
            pattern.stream.office,
            cycle,
            None,
            None,
            "dari versi lain",
        );
        let op = Op {
            id: OpId::derived(&["lain", &name]),
            record: draft.record,
            body: draft.body,
            ..pattern
        };
        if let Some(id) = self.put(db, &op, Some(("versi", serde_json::json!("n+1")))) {
            db.saved.borrow_mut().push(id);
        }
    }

    /// Puts an op into an outbox as another build would have.
    pub(super) fn put(
        &self,
        db: &Db,
        op: &Op,
        more: Option<(&str, serde_json::Value)>,
    ) -> Option<OpId> {
        let mut value = serde_json::to_value(op).ok()?;
        if let Some((key, more)) = &more {
            value
                .as_object_mut()?
                .insert((*key).to_owned(), more.clone());
        }
        // Indented: other bytes for the same meaning.
        let text = serde_json::to_string_pretty(&value).ok()?;
        let raw = serde_json::value::RawValue::from_string(text).ok()?;
        let sealed = SealedOp::decode(&raw).ok()?;
        let disk = db.disk.borrow().clone();
        let loaded = now(disk.load())?.ok()?;
        let sequence = loaded.entries.last().map_or(1, |entry| entry.sequence + 1);
        if more.is_some() {
            locked(&self.host.mirror)
                .said
                .insert(op.id, raw.get().into());
        }
        let entry = Entry::new(sequence, sealed);
        now(disk.commit(&Tx::strict(vec![Change::PutEntry(entry)])))?.ok()?;
        Some(op.id)
    }

    pub(super) fn start(&mut self, number: usize) {
        let db = Rc::clone(&self.dbs[number]);
        if db.up().is_some() || db.busy.replace(true) {
            return;
        }
        let machine = Machine::new(&self.core, &db, &self.mail, self.keys);
        let core = Arc::clone(&self.core);
        self.exec.spawn(Owner::Db(number), async move {
            let engine = if db.sender.get() {
                Engine::sender(db.identity)
            } else {
                Engine::new(db.identity)
            };
            let opened = Node::open_with_engine(machine, engine).await;
            db.busy.set(false);
            // What it met while it was opened, no line has heard of.
            db.is_full.set(false);
            match opened {
                Ok(node) => {
                    core.note(|| format!("db {number}: starts"));
                    *db.node.borrow_mut() = Some(Rc::clone(&node));
                    let told = Rc::clone(&db);
                    node.subscribe(move |changed| {
                        told.changed.set(true);
                        told.counted.changed(changed);
                    });
                    db.news.borrow_mut().all = true;
                    db.changed.set(true);
                    core.note(|| {
                        let damaged: Vec<String> = node
                            .replica()
                            .damaged()
                            .iter()
                            .map(|d: &Damaged| d.place.clone())
                            .collect();
                        format!("db {number}: damaged {damaged:?}")
                    });
                    if !db.has_key.get() {
                        db.was_refused.set(true);
                        node.cannot_sign(&SignError::NoKey);
                        let noted = node.found_emptied().await;
                        core.note(|| format!("db {number}: found emptied: {noted:?}"));
                        db.unread
                            .set(noted.is_ok() && node.replica().emptied().is_some());
                    }
                    node.run().await;
                }
                Err(error) => {
                    core.note(|| format!("db {number}: doesn't start: {error}"));
                    core.later(1_000, Happening::Start { db: number });
                }
            }
        });
    }

    pub(super) fn act(&mut self, number: usize) {
        let db = Rc::clone(&self.dbs[number]);
        if self.core.is_calm() {
            return;
        }
        let next_ms = self.core.draw(|rng| rng.range(150, 1_250))
            * i64::try_from(self.dbs.len()).unwrap_or(1)
            / 3;
        self.core.later(next_ms, Happening::Act { db: number });
        if db.up().is_none() || db.sender.get() || db.busy.replace(true) {
            return;
        }
        self.exec
            .spawn(Owner::Db(number), act(self.stage.clone(), db));
    }
}

/// Whether its store was emptied, and the server wasn't asked yet what was in it.
fn asks(node: &Node<Machine>) -> bool {
    let emptied = node.replica().emptied_once();
    emptied.is_some_and(|emptied| !emptied.asked)
}
