//! A run: devices and server, from the first act to the last calm.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use model::id::{DeviceId, FileDigest, OfficeId, OpId};
use model::op::{Op, SealedOp, Stream};
use model::sync::engine::Engine;
use model::sync::platform::{Platform as _, Response, Wake};
use model::sync::store::{
    Change, Damaged, DeviceStore as _, Entry, EntryState, FileState, LocalFile, Tx,
};
use model::sync::{Identity, Node, SyncLine};
use model::wire::{PullAnswer, PushBody};
use server::store::accounts::Session;
use server::store::uploads::FileState as ServerFile;

use crate::acts::{Stage, act};
use crate::boards::{Boards, Deed, ROSTER, carry_out, office, person};
use crate::check::View;
use crate::core::{Core, Happening, Start, locked};
use crate::device::{Db, Machine, Phone};
use crate::exec::{Exec, Owner};
use crate::fault::Fault;
use crate::host::{Host, answer};
use crate::keys::Keys;
use crate::law::Law;
use crate::net::Mail;

const DECADE_MS: i64 = 10 * 365 * 24 * 3_600_000;
/// A session lasts as long as the run may.
const SESSION_MS: i64 = 100 * DECADE_MS;
/// So many events without a rest are a loop that doesn't end.
const EVENTS_MAX: u64 = 400_000;

/// What the server has done since it was last looked at.
enum Done {
    Answered {
        message: u64,
        ghost: bool,
        answer: Option<Response>,
        before: BTreeSet<Stream>,
    },
    Deed(Deed, bool),
    SignedIn {
        db: usize,
        token: Option<String>,
    },
}

pub(crate) struct World {
    pub(crate) core: Arc<Core>,
    pub(crate) host: Host,
    pub(crate) dbs: Vec<Rc<Db>>,
    pub(crate) boards: Boards,
    exec: Exec,
    mail: Rc<RefCell<Mail>>,
    keys: Keys,
    done: Rc<RefCell<Vec<Done>>>,
    pub(crate) stage: Stage,
    target: u64,
    /// Requests that the server is busy with, by message.
    serving: BTreeSet<(u64, bool)>,
    deeds: usize,
    pub(crate) by_hand: bool,
    /// It was copied back by hand at some time.
    pub(crate) was_by_hand: bool,
    /// Until then pushes are told to come later.
    reads_first: i64,
}

impl World {
    pub(crate) fn new(start: &Start, keys: Keys, on_sqlite: bool) -> anyhow::Result<Self> {
        let core = Core::new(start);
        let host = Host::new(&core, keys, on_sqlite)?;
        let boards = core.draw(Boards::new);
        let target = core.draw(|rng| 100 + rng.below(40));
        let large = core.draw(|rng| rng.below(24)) == 0;
        let stage = Stage {
            core: Arc::clone(&core),
            mirror: Arc::clone(&host.mirror),
            stated: Rc::default(),
            large: Rc::new(Cell::new(large)),
        };
        let mut world = Self {
            core,
            host,
            dbs: Vec::new(),
            boards,
            exec: Exec::default(),
            mail: Rc::default(),
            keys,
            done: Rc::default(),
            stage,
            target,
            serving: BTreeSet::new(),
            deeds: 0,
            by_hand: false,
            was_by_hand: false,
            reads_first: 0,
        };
        world.people();
        Ok(world)
    }

    /// Two to eight devices; two of them may be one phone.
    fn people(&mut self) {
        let count = self.core.draw(|rng| 2 + rng.place(7));
        let together = count > 3 && self.core.draw(|rng| rng.below(3)) == 0;
        let mut phone = Rc::new(Phone::default());
        for number in 0..count {
            let again = number > 1 && self.core.draw(|rng| rng.below(4)) == 0;
            let who = if again {
                self.core.draw(|rng| rng.place(number))
            } else {
                number
            };
            let shares = together && number + 1 == count && who + 1 == count;
            if !shares {
                phone = Rc::new(Phone::default());
                phone.visible.set(true);
                phone.online.set(true);
                phone.active.set(number);
            }
            let identity = Identity {
                person: person(ROSTER[who % ROSTER.len()].0),
                device: DeviceId::derived(&["perangkat", &number.to_string()]),
            };
            let db = Db::new(number, identity, Rc::clone(&phone));
            db.sender.set(shares);
            self.dbs.push(db);
        }
    }

    /// The whole run.
    pub(crate) fn run(&mut self) -> anyhow::Result<()> {
        self.begin()?;
        let begun = self.core.now().0;
        let mut until = begun;
        while self.stage.stated.get() < self.target && until < begun + 10 * 60_000 {
            until += 1_000;
            self.until(until)?;
            if self.core.is_broken() {
                return Ok(());
            }
        }
        self.calm()?;
        if self.core.is_broken() {
            return Ok(());
        }
        // Some servers are copied back by hand, without a new epoch: the devices notice all the same.
        let by_hand = self.host.backups() > 0 && self.core.draw(|rng| rng.below(4)) == 0;
        if by_hand && self.dbs.iter().all(|db| reads_first(db)) {
            self.core.note(|| "copied back by hand".to_owned());
            self.stop_server(false);
            self.host.restore(false, false)?;
            self.by_hand = true;
            self.was_by_hand = true;
            // Everybody reads before anybody sends: else a head grows past a cursor, and nobody can tell.
            self.reads_first = self.core.now().0 + 20_000;
            for node in self.dbs.iter().filter_map(|db| db.up()) {
                node.platform().wake(Wake::Online);
            }
            self.calm()?;
        }
        Ok(())
    }

    /// Boards are said and devices signed in before anything goes wrong.
    fn begin(&mut self) -> anyhow::Result<()> {
        self.core.still(true);
        self.host.start()?;
        self.deed(Deed::All);
        let begun = self.core.now().0;
        self.until(begun + 30_000)?;
        for db in 0..self.dbs.len() {
            self.sign_in(db);
        }
        self.until(begun + 60_000)?;
        let ready = self
            .dbs
            .iter()
            .all(|db| db.sender.get() || db.phone.cookie.borrow().is_some());
        anyhow::ensure!(ready && self.deeds == 0, "the boards couldn't be said");
        self.core.still(false);
        for db in 0..self.dbs.len() {
            self.core.later(0, Happening::Start { db });
            let first_ms = self.core.draw(|rng| rng.range(500, 3_000));
            self.core.later(first_ms, Happening::Act { db });
        }
        self.core.later(2_000, Happening::Tick);
        Ok(())
    }

    /// Faults end; the world goes on until it is at rest, and then must be.
    fn calm(&mut self) -> anyhow::Result<()> {
        self.core.calm();
        if self.host.live.is_none() {
            self.host.start()?;
        }
        for db in self.dbs.clone() {
            if !db.sender.get() && db.phone.active.get() != db.number {
                // Whoever isn't signed in only sends.
                db.sender.set(true);
                let (db, power) = (db.number, false);
                self.core.later(0, Happening::Kill { db, power });
            }
            db.phone.online.set(true);
            db.phone.visible.set(false);
            if db.up().is_none() {
                let db = db.number;
                self.core.later(0, Happening::Start { db });
            }
        }
        let mend_ms = if self.by_hand { 30_000 } else { 1_000 };
        self.core.later(mend_ms, Happening::Mend);
        let begun = self.core.now().0;
        for minute in 1..=45 {
            self.until(begun + minute * 60_000)?;
            if self.core.is_broken() {
                return Ok(());
            }
            if minute > 1 && crate::rest::is_at_rest(self) {
                break;
            }
        }
        self.by_hand = false;
        crate::rest::check(self);
        Ok(())
    }

    /// Lets everything happen that happens until then.
    fn until(&mut self, until: i64) -> anyhow::Result<()> {
        loop {
            self.settle()?;
            if self.core.is_broken() {
                return Ok(());
            }
            if self.core.events() > EVENTS_MAX {
                self.core
                    .breach(Law::Alive, "something goes round without rest".to_owned());
                return Ok(());
            }
            match self.core.next(until) {
                None => return Ok(()),
                Some(None) => {}
                Some(Some(happening)) => self.happen(happening)?,
            }
        }
    }

    /// Polls whoever was woken, until nobody is.
    fn settle(&mut self) -> anyhow::Result<()> {
        loop {
            let mut polled = false;
            {
                let handle = self
                    .host
                    .live
                    .as_ref()
                    .map(|live| live.runtime.handle().clone());
                let _guard = handle.as_ref().map(tokio::runtime::Handle::enter);
                while self.exec.poll_one().is_some() {
                    polled = true;
                }
            }
            if let Some(live) = &self.host.live
                && !self.serving.is_empty()
            {
                // Uploads run on tasks of their own.
                live.runtime.block_on(async {
                    for _ in 0..4 {
                        tokio::task::yield_now().await;
                    }
                });
            }
            let done = std::mem::take(&mut *self.done.borrow_mut());
            polled |= !done.is_empty() || self.exec.is_ready();
            for done in done {
                self.done(done);
            }
            if !polled {
                break;
            }
        }
        self.look();
        Ok(())
    }

    fn look(&mut self) {
        let settled = std::mem::take(&mut locked(&self.host.mirror).settled);
        for (office, digest) in settled {
            self.file(office, &digest);
        }
        let changed: Vec<Rc<Db>> = self
            .dbs
            .iter()
            .filter(|db| db.changed.take())
            .cloned()
            .collect();
        if !changed.is_empty() {
            let mirror = locked(&self.host.mirror);
            let view = View {
                core: &self.core,
                mirror: &mirror,
                epoch: self.host.epoch(),
                by_hand: self.by_hand,
            };
            for db in &changed {
                view.look(db);
            }
        }
        for db in changed {
            self.wants_sign_in(&db);
        }
    }

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

    fn wants_sign_in(&mut self, db: &Rc<Db>) {
        let Some(node) = db.up() else {
            return;
        };
        let refused = matches!(
            node.line(),
            SyncLine::SignedOut { .. } | SyncLine::NeedsSignIn { .. } | SyncLine::OtherPerson
        );
        let mine = db.sender.get() || db.phone.active.get() == db.number;
        if refused && mine && !db.signing_in.replace(true) {
            let soon_ms = self.core.draw(|rng| rng.range(1_000, 15_000));
            let db = db.number;
            self.core.later(soon_ms, Happening::SignIn { db });
        }
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Answered {
                message,
                ghost,
                answer,
                before,
            } => {
                self.serving.remove(&(message, ghost));
                if let Some(answer) = &answer {
                    self.authorised(message, answer, &before);
                }
                if !ghost {
                    self.mail.borrow_mut().answered(&self.core, message, answer);
                }
            }
            Done::Deed(deed, done) => {
                self.deeds = self.deeds.saturating_sub(1);
                self.core.note(|| format!("boards: {deed:?} {done}"));
                if let Deed::Admit(device) = deed {
                    locked(&self.host.mirror).admitted.remove(&device);
                }
                if !done {
                    self.core.later(4_000, Happening::Mend);
                } else if let Deed::Admit(device) | Deed::Revoke(device, false) = deed {
                    locked(&self.host.mirror)
                        .doomed
                        .retain(|_, of| *of != device);
                }
            }
            Done::SignedIn { db, token } => {
                let db = Rc::clone(&self.dbs[db]);
                db.signing_in.set(false);
                match token {
                    Some(token) => {
                        if !db.sender.get() {
                            *db.phone.cookie.borrow_mut() = Some(token);
                        }
                        db.has_key.set(true);
                        if let Some(node) = db.up() {
                            node.platform().wake(Wake::SignedIn);
                        }
                    }
                    None => db.changed.set(true),
                }
            }
        }
    }

    /// I11: a page goes only to whom may read it.
    fn authorised(&self, message: u64, answer: &Response, before: &BTreeSet<Stream>) {
        let mail = self.mail.borrow();
        let Some(sent) = mail.get(message) else {
            return;
        };
        if !sent.request.path.ends_with("/pull") || answer.status != 200 {
            return;
        }
        let Ok(pulled) = serde_json::from_slice::<PullAnswer>(&answer.body) else {
            return self
                .core
                .breach(Law::Authorised, "a pull's answer can't be read".to_owned());
        };
        self.core.decided(Law::Authorised);
        let person = self.dbs[sent.db].identity.person;
        let now = locked(&self.host.mirror).readable(person);
        for page in &pulled.pages {
            if !before.contains(&page.stream) && !now.contains(&page.stream) {
                let words = format!("db {} got a page of {}", sent.db, page.stream);
                self.core.breach(Law::Authorised, words);
            }
        }
    }

    /// A keeper of the boards does something.
    fn deed(&mut self, deed: Deed) {
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
    fn sign_in(&mut self, number: usize) {
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
                    device: Some(device),
                };
                ledger.store().put_session(&session).await.ok()?;
                ledger
                    .store()
                    .device_signed_in(device, person, now)
                    .await
                    .ok()?;
                Some(token)
            };
            let token = signed_in.await;
            out.borrow_mut().push(Done::SignedIn { db: number, token });
        });
    }

    fn happen(&mut self, happening: Happening) -> anyhow::Result<()> {
        match happening {
            Happening::Arrive { message, ghost } => self.arrive(message, ghost),
            Happening::Reply { message } => self.mail.borrow().arrived(message),
            Happening::Kill { db, power } => self.kill(db, power),
            Happening::Start { db } => self.start(db),
            Happening::Act { db } => self.act(db),
            Happening::SignIn { db } => self.sign_in(db),
            Happening::ServerDown { power } => {
                self.stop_server(power);
                let down_ms = self.core.draw(|rng| rng.range(200, 8_000));
                self.core.later(down_ms, Happening::ServerUp);
            }
            Happening::ServerUp => {
                if self.host.live.is_none() {
                    self.core.note(|| "server: up".to_owned());
                    self.host.start()?;
                }
            }
            Happening::Tick => self.tick()?,
            Happening::Mend => {
                if self.deeds == 0 {
                    self.deed(Deed::All);
                } else {
                    self.core.later(2_000, Happening::Mend);
                }
            }
        }
        Ok(())
    }

    fn stop_server(&mut self, power: bool) {
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
        locked(&self.host.mirror).admitted.clear();
        if self.deeds > 0 {
            self.deeds = 0;
            self.core.later(9_000, Happening::Mend);
        }
        for db in &self.dbs {
            if db.signing_in.replace(false) {
                db.changed.set(true);
            }
        }
        self.done.borrow_mut().clear();
    }

    fn arrive(&mut self, message: u64, ghost: bool) {
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
        let before = if request.path.ends_with("/pull") {
            let person = self.dbs[number].identity.person;
            locked(&self.host.mirror).readable(person)
        } else {
            BTreeSet::new()
        };
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
                before,
            });
        });
    }

    /// What a revoked device pushes from now on may only be held.
    fn doom(&self, request: &model::sync::platform::Request, number: usize) {
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

    fn kill(&mut self, number: usize, power: bool) {
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
    fn hurt(&self, db: &Db) {
        if !self.core.strikes(Fault::FlippedBits) {
            return;
        }
        let disk = db.disk.borrow();
        let places = disk.places();
        let Some(place) = self.core.draw(|rng| rng.pick(&places).cloned()) else {
            return;
        };
        self.core
            .note(|| format!("db {}: {place} is hurt", db.number));
        if disk.damage(&place) {
            if let Some(digest) = place.strip_prefix("files/") {
                db.files
                    .borrow_mut()
                    .retain(|(of, _)| of.as_str() != digest);
            }
            db.hurt.borrow_mut().insert(place);
        }
    }

    /// The whole store goes; a key goes with it.
    fn evict(&self, db: &Db) {
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
    fn other_build(&self, db: &Db) {
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
    fn put(&self, db: &Db, op: &Op, more: Option<(&str, serde_json::Value)>) -> Option<OpId> {
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
        let entry = Entry {
            sequence,
            op: sealed,
            state: EntryState::Pending,
        };
        now(disk.commit(Tx::strict(vec![Change::PutEntry(entry)])))?.ok()?;
        Some(op.id)
    }

    fn start(&mut self, number: usize) {
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
            match opened {
                Ok(node) => {
                    core.note(|| format!("db {number}: starts"));
                    *db.node.borrow_mut() = Some(Rc::clone(&node));
                    let told = Rc::clone(&db);
                    node.subscribe(move |_| told.changed.set(true));
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
                    node.run().await;
                }
                Err(error) => {
                    core.note(|| format!("db {number}: doesn't start: {error}"));
                    core.later(1_000, Happening::Start { db: number });
                }
            }
        });
    }

    fn act(&mut self, number: usize) {
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

    /// Chance looks at what goes on beside the network and the disks.
    fn tick(&mut self) -> anyhow::Result<()> {
        if self.core.is_calm() {
            return Ok(());
        }
        self.core.later(1_000, Happening::Tick);
        if self.core.draw(|rng| rng.below(12)) == 0 && self.host.live.is_some() {
            self.host.back_up()?;
        }
        for (fault, before) in [(Fault::RestoreNewest, false), (Fault::RestoreBefore, true)] {
            let needed = 1 + usize::from(before);
            if self.host.backups() >= needed && self.core.strikes(fault) {
                self.stop_server(false);
                self.host.restore(before, true)?;
                self.core.later(2_000, Happening::ServerUp);
                let mend_ms = self.core.draw(|rng| rng.range(4_000, 20_000));
                self.core.later(mend_ms, Happening::Mend);
            }
        }
        let phone = self.core.draw(|rng| rng.place(self.dbs.len()));
        let db = Rc::clone(&self.dbs[phone]);
        if self.core.strikes(Fault::ClockYears) {
            db.phone
                .ahead
                .set(self.core.draw(|rng| rng.range(-DECADE_MS, DECADE_MS)));
        }
        if self.core.strikes(Fault::ClockBack) {
            let back_ms = self.core.draw(|rng| rng.range(60_000, 40 * 24 * 3_600_000));
            db.phone.ahead.set(db.phone.ahead.get() - back_ms);
        }
        self.boards_tick(&db);
        self.phone_tick(&db);
        Ok(())
    }

    fn phone_tick(&mut self, db: &Rc<Db>) {
        let shared: Vec<Rc<Db>> = self
            .dbs
            .iter()
            .filter(|other| Rc::ptr_eq(&other.phone, &db.phone))
            .cloned()
            .collect();
        if shared.len() > 1 && self.core.strikes(Fault::TwoPeople) {
            let was = db.phone.active.get();
            if let Some(next) = shared.iter().find(|other| other.number != was) {
                // The one before keeps a tab open for a while, or only sends from now on.
                let sends = self.core.draw(|rng| rng.below(2)) == 0;
                self.core
                    .note(|| format!("db {} follows on db {was}", next.number));
                db.phone.active.set(next.number);
                next.sender.set(false);
                if sends {
                    self.dbs[was].sender.set(true);
                }
                let was = Rc::clone(&self.dbs[was]);
                for db in [next, &was] {
                    let (db, power) = (db.number, false);
                    if db == next.number || sends {
                        self.core.later(0, Happening::Kill { db, power });
                    }
                }
                next.signing_in.set(true);
                let db = next.number;
                self.core.later(500, Happening::SignIn { db });
            }
        }
        if self.core.draw(|rng| rng.below(30)) == 0 {
            db.phone.visible.set(!db.phone.visible.get());
            if let Some(node) = db.up()
                && db.phone.visible.get()
            {
                node.platform().wake(Wake::Online);
            }
        }
    }

    fn boards_tick(&mut self, db: &Rc<Db>) {
        let core = Arc::clone(&self.core);
        let who = db.identity.person;
        let mine: Vec<_> = self
            .boards
            .grants
            .iter()
            .filter(|(_, g)| g.0 == who)
            .map(|(id, _)| *id)
            .collect();
        if let Some(id) = core.draw(|rng| rng.pick(&mine).copied())
            && core.strikes(Fault::RoleWithdrawn)
        {
            self.deed(Deed::Withdraw(id));
        } else if !mine.is_empty() && core.strikes(Fault::OfficeLost) {
            for id in mine {
                self.deed(Deed::Withdraw(id));
            }
        } else if core.strikes(Fault::OfficeGained) {
            let back = self
                .boards
                .withdrawn
                .values()
                .find(|granted| granted.0 == who)
                .copied();
            let names = ["pacitan", "trenggalek", "kecamatan", "provinsi"];
            let at = core
                .draw(|rng| rng.pick(&names).copied())
                .unwrap_or("pacitan");
            let role = ROSTER
                .iter()
                .find(|entry| person(entry.0) == who)
                .map(|entry| entry.1);
            let fresh = role.map(|role| (who, role, office(at), None));
            if let Some(granted) = back.or(fresh) {
                self.deed(Deed::Grant(granted));
            }
        } else if core.strikes(Fault::OfficeMoved) {
            let above = ["provinsi", "pacitan", "trenggalek"];
            let above = core.draw(|rng| rng.pick(&above).copied());
            self.deed(Deed::Move(office("kecamatan"), above.map(office)));
        }
        let device = db.identity.device;
        let revoked = self.boards.revoked.contains(&device);
        if !revoked && core.strikes(Fault::DeviceRevoked) {
            self.deed(Deed::Revoke(device, true));
        }
        let some = core.draw(|rng| {
            let revoked: Vec<DeviceId> = self.boards.revoked.iter().copied().collect();
            rng.pick(&revoked).copied()
        });
        if let Some(device) = some {
            let holds = locked(&self.host.mirror)
                .kept
                .held
                .values()
                .any(|of| *of == device);
            if holds && core.strikes(Fault::HeldAdmitted) {
                locked(&self.host.mirror).admitted.insert(device);
                self.deed(Deed::Admit(device));
                if core.draw(|rng| rng.below(2)) == 0 {
                    self.deed(Deed::Revoke(device, false));
                }
            }
        }
        self.cycles_tick();
    }

    /// An earlier cycle is closed, and comes back later.
    fn cycles_tick(&mut self) {
        let earlier: Vec<_> = self
            .boards
            .cycles
            .iter()
            .filter(|(_, cycle)| cycle.1 == 2026)
            .map(|(id, cycle)| (*id, cycle.2))
            .collect();
        let Some((id, open)) = self.core.draw(|rng| rng.pick(&earlier).copied()) else {
            return;
        };
        if open {
            if self.core.draw(|rng| rng.below(60)) == 0 {
                self.deed(Deed::Cycle(id, false));
            }
        } else if self.core.strikes(Fault::CycleGained) || self.core.draw(|rng| rng.below(20)) == 0
        {
            self.deed(Deed::Cycle(id, true));
        }
    }
}

/// Whether the device will read before it sends anything: it has nothing to send. Else a head may grow
/// past a cursor before anybody reads, and then nobody can tell that the server went back.
fn reads_first(db: &Db) -> bool {
    let sends = |node: &Node<Machine>| {
        let replica = node.replica();
        let unsent = replica.entries().any(|entry| entry.state.is_unsent());
        let local = |file: &LocalFile| file.state == FileState::Local;
        unsent || replica.files().any(local)
    };
    !db.sender.get() && !db.up().is_some_and(|node| sends(&node))
}

/// A future that needs nobody else.
pub(crate) fn now<T>(future: impl Future<Output = T>) -> Option<T> {
    let future = std::pin::pin!(future);
    match future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(value) => Some(value),
        std::task::Poll::Pending => None,
    }
}
