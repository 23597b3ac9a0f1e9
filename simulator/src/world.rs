//! A run: devices and server, from the first act to the last calm.

mod chance;
mod phones;
mod serving;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use model::id::DeviceId;
use model::sync::platform::{Platform as _, Response, Wake};
use model::sync::store::{FileState, LocalFile};
use model::sync::{Identity, Node};

use crate::acts::Stage;
use crate::boards::{Boards, Deed, ROSTER, person};
use crate::check::View;
use crate::core::{Core, Happening, Start, locked};
use crate::device::{Db, Machine, Phone, Said};
use crate::exec::{Exec, Owner};
use crate::host::Host;
use crate::keys::Keys;
use crate::law::Law;
use crate::net::Mail;

const DECADE_MS: i64 = 10 * 365 * 24 * 3_600_000;
/// So many events without a rest are a loop that doesn't end.
const EVENTS_MAX: u64 = 400_000;

/// What the server has done since it was last looked at.
enum Done {
    Answered {
        message: u64,
        ghost: bool,
        answer: Option<Response>,
    },
    Deed(Deed, bool),
    SignedIn {
        db: usize,
        token: Option<String>,
    },
    /// What the server had heard of an emptied device, where it could be read.
    Lost {
        db: usize,
        said: Option<Said>,
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

/// A database holds its process, and the process its database: two megabytes of each seed stayed.
impl Drop for World {
    fn drop(&mut self) {
        for db in &self.dbs {
            self.exec.end(Owner::Db(db.number));
            db.gone();
        }
    }
}

impl World {
    pub(crate) fn new(start: &Start, keys: Keys, on_sqlite: bool) -> anyhow::Result<Self> {
        let core = Core::new(start);
        let host = Host::new(&core, keys, on_sqlite)?;
        let boards = core.draw(Boards::new);
        let target = core.draw(|rng| 100 + rng.below(20));
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
        if self.core.is_broken() {
            return Ok(());
        }
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
        if self.core.is_broken() {
            return Ok(());
        }
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
        let mut below = Vec::new();
        for (name, ..) in ROSTER {
            below.push((person(name), self.host.rollup(person(name))?));
        }
        crate::rest::check(self, &below);
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
            if self.exec.is_ready() {
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
                && live.runtime.metrics().num_alive_tasks() > 0
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
        if self.dbs.iter().all(|db| !db.changed.get()) {
            return;
        }
        let changed: Vec<Rc<Db>> = self
            .dbs
            .iter()
            .filter(|db| db.changed.take())
            .cloned()
            .collect();
        {
            let mirror = locked(&self.host.mirror);
            let view = View {
                core: &self.core,
                mirror: &mirror,
                host: &self.host,
                epoch: self.host.epoch(),
                by_hand: self.by_hand,
            };
            for db in &changed {
                view.look(db);
            }
        }
        for db in changed {
            self.wants_sign_in(&db);
            self.asks_what_was_lost(&db);
        }
    }

    fn done(&mut self, done: Done) {
        match done {
            Done::Answered {
                message,
                ghost,
                answer,
            } => {
                self.serving.remove(&(message, ghost));
                let reading = locked(&self.host.mirror).reading.remove(&(message, ghost));
                if let (Some(answer), Some((_, streams))) = (&answer, reading) {
                    self.authorised(message, answer, &streams);
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
            Done::Lost { db, said } => {
                let db = Rc::clone(&self.dbs[db]);
                db.asking.set(false);
                match said {
                    Some(said) => self.lost(&db, said),
                    None => db.changed.set(true),
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
                        db.bad_key.set(false);
                        if let Some(node) = db.up() {
                            node.platform().wake(Wake::SignedIn);
                        }
                    }
                    None => db.changed.set(true),
                }
            }
        }
    }

    fn happen(&mut self, happening: Happening) -> anyhow::Result<()> {
        match happening {
            Happening::Arrive { message, ghost } => self.arrive(message, ghost),
            Happening::Reply { message } => self.mail.borrow().arrived(message),
            Happening::Kill { db, power } => self.kill(db, power),
            Happening::Start { db } => self.start(db),
            Happening::Act { db } => self.act(db),
            Happening::SignIn { db } => self.sign_in(db),
            Happening::Ask { db } => self.what_was_lost(db),
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
