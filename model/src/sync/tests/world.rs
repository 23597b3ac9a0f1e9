//! A world of one server and some phones, whose time moves only when a phone rests.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending};
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use serde_json::{Value, json};

use super::server::Server;
use crate::id::{CycleId, DeviceId, OfficeId, OpId, PersonId, RecordId};
use crate::op::{Body, Draft, Edit, Stream, Target};
use crate::record::Record;
use crate::schema::Kind;
use crate::sync::SyncLine;
use crate::sync::engine::{Engine, Standing};
use crate::sync::memory::MemoryStore;
use crate::sync::node::{Attached, Identity, Node, SubmitError};
use crate::sync::platform::{NetError, Platform, Request, Response, SignError, Wake};
use crate::sync::store::{EntryState, LocalFile, Tx};
use crate::time::Millis;

/// Runs a future that needs nobody else: it ends at once or never.
pub(super) fn now_or_never<T>(future: impl Future<Output = T>) -> Option<T> {
    let future = pin!(future);
    match future.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => Some(value),
        Poll::Pending => None,
    }
}

/// What the network does to a request.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// It never reaches the server.
    LoseRequest,
    /// The server does it, and its answer is lost.
    LoseReply,
    /// Something else answers, and the server sees nothing of it.
    Answer(Response),
}

type Faults = Box<dyn FnMut(&Request) -> Option<Fault>>;

pub(super) struct World {
    pub(super) server: Rc<RefCell<Server>>,
    pub(super) now: Rc<Cell<i64>>,
}

/// The platform of a test.
pub(super) struct Bench {
    store: MemoryStore,
    server: Rc<RefCell<Server>>,
    now: Rc<Cell<i64>>,
    /// How far this phone's clock is ahead of the world's.
    pub(super) ahead: Cell<i64>,
    random: Cell<u64>,
    pub(super) faults: RefCell<Faults>,
    /// A rest that would go beyond this moment doesn't end.
    patience: Cell<i64>,
    woken: Cell<Option<Wake>>,
    pub(super) online: Cell<bool>,
    pub(super) leads: Cell<bool>,
    pub(super) metered: Cell<bool>,
    pub(super) signs: RefCell<Result<(), SignError>>,
    pub(super) requests: RefCell<Vec<String>>,
    pub(super) announced: RefCell<Vec<Tx>>,
    /// What was announced last of what it knows.
    pub(super) standing: RefCell<Option<Standing>>,
    points: Cell<u64>,
    stop_at: Cell<Option<u64>>,
}

impl Bench {
    async fn point(&self) {
        self.points.set(self.points.get() + 1);
        if self.stop_at.get() == Some(self.points.get()) {
            pending::<()>().await;
        }
    }
}

impl Platform for Bench {
    type Store = MemoryStore;

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    async fn request(&self, request: Request) -> Result<Response, NetError> {
        let lost = || Err(NetError::Unreachable("lost".to_owned()));
        let line = format!("{} {}", request.method.name(), request.path);
        self.requests.borrow_mut().push(line);
        self.point().await;
        let fault = (self.faults.borrow_mut())(&request);
        match fault {
            Some(Fault::LoseRequest) => return lost(),
            Some(Fault::Answer(response)) => return Ok(response),
            Some(Fault::LoseReply) | None => {}
        }
        let response = self
            .server
            .borrow_mut()
            .answer(&request, Millis(self.now.get()));
        self.point().await;
        match fault {
            Some(Fault::LoseReply) => lost(),
            _ => Ok(response),
        }
    }

    fn now(&self) -> Millis {
        Millis(self.now.get() + self.ahead.get())
    }

    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let mut x = self.random.get();
            x ^= x << 13;
            x ^= x >> 7;
            x ^= x << 17;
            self.random.set(x);
            *byte = x.to_be_bytes()[0];
        }
    }

    async fn sign(&self, _bytes: &[u8]) -> Result<[u8; 64], SignError> {
        self.point().await;
        self.signs.borrow().clone().map(|()| [7; 64])
    }

    async fn sleep_or_wake(&self, until: Option<Millis>) -> Wake {
        if let Some(why) = self.woken.take() {
            return why;
        }
        let until = until.map(|until| until.0 - self.ahead.get());
        match until.filter(|until| *until <= self.patience.get()) {
            Some(until) => {
                self.now.set(self.now.get().max(until));
                Wake::Timer
            }
            None => pending().await,
        }
    }

    fn wake(&self, why: Wake) {
        self.woken.set(self.woken.get().max(Some(why)));
    }

    fn online(&self) -> bool {
        self.online.get()
    }

    fn visible(&self) -> bool {
        false
    }

    fn metered(&self) -> bool {
        self.metered.get()
    }

    fn may_sync(&self) -> bool {
        self.leads.get()
    }

    fn announce(&self, tx: &Tx) {
        self.announced.borrow_mut().push(tx.clone());
    }

    fn announce_standing(&self, standing: &Standing) {
        self.standing.replace(Some(standing.clone()));
    }
}

/// A phone.
pub(super) struct Phone {
    pub(super) node: Rc<Node<Bench>>,
    identity: Identity,
    world: Rc<World>,
}

pub(super) fn person() -> PersonId {
    PersonId::derived(&["siti"])
}

pub(super) fn office() -> OfficeId {
    OfficeId::derived(&["trenggalek"])
}

pub(super) fn work() -> Stream {
    Stream::work(office())
}

pub(super) fn cycle() -> CycleId {
    CycleId::derived(&["2026"])
}

pub(super) fn record_id(name: &str) -> RecordId {
    RecordId::derived(&["record", name])
}

impl World {
    pub(super) fn new() -> Rc<Self> {
        let streams = [Stream::board(office()), work()];
        Rc::new(Self {
            server: Rc::new(RefCell::new(Server::new(person(), &streams))),
            now: Rc::new(Cell::new(1_790_000_000_000)),
        })
    }

    /// A phone with an empty store.
    pub(super) fn phone(self: &Rc<Self>, name: &str) -> Phone {
        let identity = Identity {
            person: person(),
            device: DeviceId::derived(&["device", name]),
        };
        self.start(identity, MemoryStore::new())
    }

    fn start(self: &Rc<Self>, identity: Identity, store: MemoryStore) -> Phone {
        let bench = self.bench(identity, store);
        let node = Node::open_with(bench, Engine::new(identity), Some(|_, _, _| Ok(())));
        Phone {
            node: now_or_never(node).unwrap().unwrap(),
            identity,
            world: Rc::clone(self),
        }
    }

    /// The platform of a new phone.
    pub(super) fn bench_of(&self, name: &str) -> Bench {
        let identity = Identity {
            person: person(),
            device: DeviceId::derived(&["device", name]),
        };
        self.bench(identity, MemoryStore::new())
    }

    fn bench(&self, identity: Identity, store: MemoryStore) -> Bench {
        let seed = identity.device.0.as_u64_pair().0 ^ u64::try_from(self.now.get()).unwrap();
        Bench {
            store,
            server: Rc::clone(&self.server),
            now: Rc::clone(&self.now),
            ahead: Cell::new(0),
            random: Cell::new(seed | 1),
            faults: RefCell::new(Box::new(|_| None)),
            patience: Cell::new(0),
            woken: Cell::new(None),
            online: Cell::new(true),
            leads: Cell::new(true),
            metered: Cell::new(false),
            signs: RefCell::new(Ok(())),
            requests: RefCell::default(),
            announced: RefCell::default(),
            standing: RefCell::default(),
            points: Cell::new(0),
            stop_at: Cell::new(None),
        }
    }
}

/// A draft of one edit about a record.
pub(super) fn draft(kind: Kind, name: &str, edits: Vec<Edit>) -> Draft {
    Draft {
        record: Target {
            kind,
            id: record_id(name),
        },
        stream: work(),
        cycle: Some(cycle()),
        body: Body::Write { edits },
    }
}

pub(super) fn set(field: &str, value: Value, base: Vec<OpId>) -> Edit {
    Edit::Set {
        field: field.to_owned(),
        value,
        base,
    }
}

/// Nothing attached.
pub(super) fn nothing() -> Attached {
    Attached::default()
}

/// Evidence that names a file.
pub(super) fn naming(file: &LocalFile, name: &str) -> (Draft, Attached) {
    let page = json!({
        "digest": file.digest, "size": file.size, "type": file.media, "name": file.name,
        "order": "a",
    });
    let edits = vec![
        set("judul", json!(name), Vec::new()),
        Edit::Add {
            field: "halaman".to_owned(),
            value: page,
        },
    ];
    let attached = Attached {
        files: vec![file.clone()],
        ..Attached::default()
    };
    (draft(Kind::Bukti, name, edits), attached)
}

impl Phone {
    pub(super) fn bench(&self) -> &Bench {
        self.node.platform()
    }

    pub(super) fn store(&self) -> &MemoryStore {
        &self.bench().store
    }

    pub(super) fn state(&self, op: OpId) -> Option<EntryState> {
        self.node.replica().entry(op).map(|e| e.state.clone())
    }

    pub(super) fn submit(
        &self,
        drafts: Vec<Draft>,
        attached: Attached,
    ) -> Result<Vec<OpId>, SubmitError> {
        now_or_never(self.node.submit(drafts, attached)).unwrap()
    }

    /// Sets the title of a piece of evidence, having seen what this phone shows.
    pub(super) fn title(&self, name: &str, title: &str) -> OpId {
        let seen = self.node.replica().record(record_id(name)).cloned();
        let base = seen.map(|record| record.base("judul")).unwrap_or_default();
        let edits = vec![set("judul", json!(title), base)];
        self.submit(vec![draft(Kind::Bukti, name, edits)], Attached::default())
            .unwrap()[0]
    }

    /// Captures bytes and states the evidence that names them.
    pub(super) fn photograph(&self, name: &str, bytes: &[u8]) -> (LocalFile, OpId) {
        let capture = self.node.capture(office(), "image/jpeg", "a.jpg", bytes);
        let file = now_or_never(capture).unwrap().unwrap();
        let op = self.name_file(name, &file);
        (file, op)
    }

    fn name_file(&self, name: &str, file: &LocalFile) -> OpId {
        let (draft, attached) = naming(file, name);
        self.submit(vec![draft], attached).unwrap()[0]
    }

    pub(super) fn shown(&self, name: &str) -> Option<String> {
        let replica = self.node.replica();
        let record = replica.record(record_id(name))?;
        record.text("judul").map(str::to_owned)
    }

    /// Lets the loop run until it rests for longer than `patience_ms`, or is stuck.
    pub(super) fn run_for(&self, patience_ms: i64) {
        let patience = self.world.now.get() + patience_ms;
        self.bench().patience.set(patience);
        let ended = now_or_never(self.node.run());
        assert!(ended.is_none(), "the loop runs for ever");
    }

    /// As [`Phone::run_for`], and nothing is stuck.
    pub(super) fn sync_for(&self, patience_ms: i64) {
        self.run_for(patience_ms);
        // Whatever it waits for, it isn't stuck in the middle of a step.
        assert!(now_or_never(self.node.put_meta("idle", "1")).is_some());
    }

    /// Lets the loop run through failures, until it would only ask for news again.
    pub(super) fn sync(&self) {
        self.bench().wake(Wake::Online);
        self.sync_for(200_000);
    }

    pub(super) fn line(&self) -> SyncLine {
        self.node.line()
    }

    pub(super) fn lose(&self, faults: impl FnMut(&Request) -> Option<Fault> + 'static) {
        *self.bench().faults.borrow_mut() = Box::new(faults);
    }

    /// The app was killed and starts again.
    pub(super) fn killed(&self) -> Self {
        self.world.start(self.identity, self.store().killed())
    }

    /// The power was cut, and the app starts again.
    pub(super) fn power_cut(&self) -> Self {
        self.world.start(self.identity, self.store().power_cut())
    }

    /// Stops for ever at the `n`-th await of network or key from now on.
    pub(super) fn stop_network(&self, n: u64) {
        self.bench()
            .stop_at
            .set(Some(self.bench().points.get() + n));
    }

    pub(super) fn network_points(&self) -> u64 {
        self.bench().points.get()
    }

    /// Another tab over the same store.
    pub(super) fn second_tab(&self) -> Self {
        let world = &self.world;
        world.now.set(world.now.get() + 1);
        world.start(self.identity, self.store().clone())
    }

    /// The same store, opened for sending only.
    pub(super) fn sender(&self) -> Self {
        let bench = self.world.bench(self.identity, self.store().killed());
        let node = Node::open_with(bench, Engine::sender(self.identity), Some(|_, _, _| Ok(())));
        Self {
            node: now_or_never(node).unwrap().unwrap(),
            identity: self.identity,
            world: Rc::clone(&self.world),
        }
    }

    pub(super) fn server_record(&self, name: &str) -> Option<Record> {
        let server = self.world.server.borrow();
        server.records.get(&record_id(name)).cloned()
    }
}
