//! A person's database on a device: the store and the platform under a real node.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::pending;
use std::rc::Rc;
use std::sync::Arc;

use model::id::{CaptureId, FileDigest, FileKey, OfficeId, OpId, RecordId};
use model::limits::{CHUNK_BYTES, PUSH_BYTES_MAX};
use model::op::Stream;
use model::sync::engine::Standing;
use model::sync::memory::MemoryStore;
use model::sync::platform::{Method, NetError, Platform, Request, Response, SignError, Wake};
use model::sync::store::{
    Change, DeviceStore, EntryState, FileState, Loaded, LocalFile, StoreError, Tx, meta,
};
use model::sync::{Counted, Identity, Node};
use model::time::Millis;
use model::wire::DeviceReport;

use crate::core::{Core, Filled, Happening, Slot};
use crate::fault::Fault;
use crate::keys::Keys;
use crate::law::Law;
use crate::net::Mail;

/// What a device's people share.
#[derive(Debug, Default)]
pub(crate) struct Phone {
    /// How far its clock is ahead of the world's.
    pub(crate) ahead: Cell<i64>,
    /// The session's cookie.
    pub(crate) cookie: RefCell<Option<String>>,
    /// The database of whoever is signed in.
    pub(crate) active: Cell<usize>,
    /// Whether somebody looks.
    pub(crate) visible: Cell<bool>,
    pub(crate) online: Cell<bool>,
}

/// What a database's transactions changed since it was last looked at.
#[derive(Debug, Default)]
pub(crate) struct News {
    /// Everything may be otherwise: the process started, another epoch is known, a stream went.
    pub(crate) all: bool,
    /// Ops whose entries stand elsewhere.
    pub(crate) ops: BTreeSet<OpId>,
    /// Records that came.
    pub(crate) records: BTreeSet<RecordId>,
    /// Files that stand elsewhere.
    pub(crate) files: BTreeSet<FileKey>,
    /// Streams whose cursors moved.
    pub(crate) turned: BTreeSet<Stream>,
}

/// What a server knows of what a device last said of itself, and when.
pub(crate) type Said = Option<(DeviceReport, Millis)>;

/// What is known of a database beside what lies in it; it outlives the process.
pub(crate) struct Db {
    pub(crate) number: usize,
    pub(crate) identity: Identity,
    pub(crate) phone: Rc<Phone>,
    pub(crate) disk: RefCell<MemoryStore>,
    pub(crate) node: RefCell<Option<Rc<Node<Machine>>>>,
    pub(crate) has_key: Cell<bool>,
    /// The key is there and doesn't work.
    pub(crate) bad_key: Cell<bool>,
    /// It didn't once.
    pub(crate) was_bad_key: Cell<bool>,
    /// Ops that were called saved, in the order in which they were made.
    pub(crate) saved: RefCell<Vec<OpId>>,
    /// Files that were called saved.
    pub(crate) files: RefCell<BTreeSet<FileKey>>,
    /// Outbox entries and files whose stored bits the disk flipped: that is told, and can't be mended.
    pub(crate) hurt: RefCell<BTreeSet<String>>,
    /// Files that their person freed though nothing is safe, knowing that the server has them.
    pub(crate) knowingly: RefCell<BTreeSet<FileKey>>,
    /// Something changed since it was last looked at.
    pub(crate) changed: Cell<bool>,
    /// What changed since then, op by op.
    pub(crate) news: RefCell<News>,
    /// What the person sees of the scores.
    pub(crate) counted: Counted,
    /// How often it was looked at.
    pub(crate) looks: Cell<u64>,
    /// The highest number of a record that was shown here, in this process.
    pub(crate) shown: RefCell<BTreeMap<RecordId, u64>>,
    /// Streams that were dropped since `shown` was last looked at.
    pub(crate) dropped: RefCell<BTreeSet<Stream>>,
    /// Ops that had an answer once: they may be sent again, to renew an address or because their
    /// person asks for it.
    pub(crate) answered: RefCell<BTreeSet<OpId>>,
    /// Ops that their person let go once: what follows on them is free.
    pub(crate) let_go: RefCell<BTreeSet<OpId>>,
    /// Ops that were let go in this process, and how they stood: a toast takes it back.
    pub(crate) undo: RefCell<Vec<(OpId, EntryState)>>,
    /// Files that are said to be on the server since then.
    pub(crate) sent: RefCell<Vec<(OfficeId, FileDigest)>>,
    /// Somebody is doing something here.
    pub(crate) busy: Cell<bool>,
    /// A sign-in is on its way.
    pub(crate) signing_in: Cell<bool>,
    /// What made the device believe that it needs a sign-in.
    pub(crate) was_refused: Cell<bool>,
    /// The last commit of this process found no room.
    pub(crate) is_full: Cell<bool>,
    /// The browser emptied its store once.
    pub(crate) was_emptied: Cell<bool>,
    /// That was noted, and its person hasn't read it.
    pub(crate) unread: Cell<bool>,
    /// What the server had heard of it, if it was asked since.
    pub(crate) told: Cell<Option<Said>>,
    /// That is being asked.
    pub(crate) asking: Cell<bool>,
    /// What the server last answered about ops and records, in this process; nothing after no answer.
    heard: Cell<Option<u16>>,
    /// Since it was opened some answer was no success.
    pub(crate) heard_no: Cell<bool>,
    /// The loop has nothing to do: whatever was answered is taken in.
    rests: Cell<bool>,
    /// Chunks in hand since the last request.
    chunks: Cell<usize>,
    flying: Cell<usize>,
    /// Only sends: its person isn't signed in.
    pub(crate) sender: Cell<bool>,
}

impl Db {
    pub(crate) fn new(number: usize, identity: Identity, phone: Rc<Phone>) -> Rc<Self> {
        Rc::new(Self {
            number,
            identity,
            phone,
            disk: RefCell::default(),
            node: RefCell::default(),
            has_key: Cell::new(true),
            bad_key: Cell::new(false),
            was_bad_key: Cell::new(false),
            saved: RefCell::default(),
            files: RefCell::default(),
            hurt: RefCell::default(),
            knowingly: RefCell::default(),
            changed: Cell::new(true),
            news: RefCell::default(),
            counted: Counted::default(),
            looks: Cell::new(0),
            shown: RefCell::default(),
            dropped: RefCell::default(),
            answered: RefCell::default(),
            let_go: RefCell::default(),
            undo: RefCell::default(),
            sent: RefCell::default(),
            busy: Cell::new(false),
            signing_in: Cell::new(false),
            was_refused: Cell::new(false),
            is_full: Cell::new(false),
            was_emptied: Cell::new(false),
            unread: Cell::new(false),
            told: Cell::new(None),
            asking: Cell::new(false),
            heard: Cell::new(None),
            heard_no: Cell::new(false),
            rests: Cell::new(false),
            chunks: Cell::new(0),
            flying: Cell::new(0),
            sender: Cell::new(false),
        })
    }

    pub(crate) fn up(&self) -> Option<Rc<Node<Machine>>> {
        self.node.borrow().clone()
    }

    /// The last that was heard of ops and records is that the server can't: it is busy, broken, or (told so) full.
    pub(crate) fn heard_of_trouble(&self) -> Option<bool> {
        let heard = self.heard.get().filter(|_| self.rests.get());
        heard
            .filter(|status| *status >= 500)
            .map(|status| status == 507)
    }

    /// The process is gone, and what it held with it.
    pub(crate) fn gone(&self) {
        *self.node.borrow_mut() = None;
        self.busy.set(false);
        self.heard.set(None);
        self.heard_no.set(false);
        self.rests.set(false);
        self.chunks.set(0);
        self.flying.set(0);
        self.shown.borrow_mut().clear();
        self.undo.borrow_mut().clear();
        self.dropped.borrow_mut().clear();
        self.news.take();
        self.counted.forget();
        self.sent.borrow_mut().clear();
    }
}

/// A change, for a trace.
fn told(change: &Change) -> String {
    match change {
        Change::PutEntry(entry) => {
            let op = entry.op.op();
            format!("op {} of {} {:?}", op.id, op.stream, entry.state)
        }
        Change::RemoveEntry(op) => format!("no op {op}"),
        Change::PutRecords(stream, records) => format!("{} records of {stream}", records.len()),
        Change::SetCursor(stream, _) => format!("cursor of {stream}"),
        Change::DropStream(stream) => format!("no {stream}"),
        Change::PutFile(file) | Change::NameFile(file) => {
            let at = file.address.is_some();
            format!("file {} {:?}, address: {at}", file.digest, file.state)
        }
        Change::RemoveFile(digest) => format!("no file {digest}"),
        Change::FreeFile(digest) => format!("file {digest} freed"),
        Change::RemoveCapture(id) => format!("no capture {id}"),
        Change::PutThumb(digest, _) => format!("picture of {digest}"),
        Change::PutInstrument(digest, _) => format!("worksheet {digest}"),
        Change::PutMeta(name, value) => format!("{name} = {value}"),
    }
}

/// The store of a process.
pub(crate) struct Disk {
    core: Arc<Core>,
    db: Rc<Db>,
    inner: MemoryStore,
}

impl Disk {
    /// The process may end here, by itself or with the power.
    async fn point(&self) {
        for (fault, power) in [(Fault::DeviceKilled, false), (Fault::DevicePower, true)] {
            if self.core.strikes(fault) {
                let db = self.db.number;
                self.core.later(0, Happening::Kill { db, power });
                pending::<()>().await;
            }
        }
        self.core.breathe().await;
    }

    async fn may_write(&self) -> Result<(), StoreError> {
        self.point().await;
        if self.core.strikes(Fault::Quota) {
            return Err(StoreError::Full);
        }
        self.may_read()
    }

    fn may_read(&self) -> Result<(), StoreError> {
        if self.core.strikes(Fault::Closing) {
            return Err(StoreError::Closing);
        }
        if self.core.strikes(Fault::Aborted) {
            return Err(StoreError::Other("aborted".to_owned()));
        }
        Ok(())
    }
}

impl DeviceStore for Disk {
    async fn load(&self) -> Result<Loaded, StoreError> {
        self.point().await;
        self.may_read()?;
        self.inner.load().await
    }

    async fn commit(&self, tx: &Tx) -> Result<(), StoreError> {
        if let Err(error) = self.may_write().await {
            self.db.is_full.set(error == StoreError::Full);
            return Err(error);
        }
        self.core.detail(|| {
            let changes: Vec<String> = tx.changes.iter().map(told).collect();
            format!("db {} stores: {}", self.db.number, changes.join(", "))
        });
        self.inner.commit(tx).await?;
        self.point().await;
        self.db.is_full.set(false);
        Ok(())
    }

    async fn put_chunk(
        &self,
        capture: CaptureId,
        index: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.may_write().await?;
        self.inner.put_chunk(capture, index, bytes).await?;
        self.point().await;
        Ok(())
    }

    async fn seal(&self, file: &LocalFile) -> Result<(), StoreError> {
        self.may_write().await?;
        self.inner.seal(file).await?;
        self.point().await;
        Ok(())
    }

    async fn chunk(&self, capture: CaptureId, index: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.point().await;
        self.may_read()?;
        self.db.chunks.set(self.db.chunks.get() + 1);
        self.inner.chunk(capture, index).await
    }

    async fn thumb(&self, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
        self.inner.thumb(digest).await
    }
}

/// The machine under a node.
pub(crate) struct Machine {
    core: Arc<Core>,
    db: Rc<Db>,
    disk: Disk,
    mail: Rc<RefCell<Mail>>,
    keys: Keys,
    woken: Cell<Option<Wake>>,
    rest: RefCell<Option<Arc<Slot>>>,
}

impl Machine {
    pub(crate) fn new(core: &Arc<Core>, db: &Rc<Db>, mail: &Rc<RefCell<Mail>>, keys: Keys) -> Self {
        let disk = Disk {
            core: Arc::clone(core),
            db: Rc::clone(db),
            inner: db.disk.borrow().clone(),
        };
        Self {
            core: Arc::clone(core),
            db: Rc::clone(db),
            disk,
            mail: Rc::clone(mail),
            keys,
            woken: Cell::new(None),
            rest: RefCell::new(None),
        }
    }

    fn bounded(&self, request: &Request) {
        self.core.decided(Law::Bounded);
        let most = match request.method {
            Method::Patch => CHUNK_BYTES,
            _ => PUSH_BYTES_MAX,
        };
        let chunks = self.db.chunks.replace(0);
        if request.body.len() > most || chunks > 1 || self.db.flying.get() > 0 {
            let words = format!(
                "db {}: {} bytes in a request, {chunks} chunks read for it, {} requests before it",
                self.db.number,
                request.body.len(),
                self.db.flying.get()
            );
            self.core.breach(Law::Bounded, words);
        }
    }
}

/// Whether the rest of an answer in JSON is missing.
fn is_cut_off(body: &[u8]) -> bool {
    let read = serde_json::from_slice::<serde::de::IgnoredAny>(body);
    read.is_err_and(|error| error.is_eof())
}

impl Platform for Machine {
    type Store = Disk;

    fn store(&self) -> &Disk {
        &self.disk
    }

    async fn request(&self, request: Request) -> Result<Response, NetError> {
        self.disk.point().await;
        self.bounded(&request);
        let cookie = self.db.phone.cookie.borrow().clone();
        let cookie = cookie.filter(|_| request.credentials);
        let syncs = request.path.starts_with("/api/v1/sync/");
        let has_body = matches!(request.method, Method::Get | Method::Post);
        let slot = self
            .mail
            .borrow_mut()
            .send(&self.core, self.db.number, request, cookie);
        self.db.flying.set(1);
        Filled(Arc::clone(&slot.1)).await;
        self.db.flying.set(0);
        let answer = self.mail.borrow_mut().take(slot.0);
        if syncs {
            self.db
                .heard
                .set(answer.as_ref().ok().map(|answer| answer.status));
        }
        if let Ok(response) = &answer
            && (response.status >= 400 || (has_body && is_cut_off(&response.body)))
        {
            self.db.heard_no.set(true);
        }
        if let Ok(response) = &answer
            && matches!(response.status, 401 | 403 | 409)
        {
            self.db.was_refused.set(true);
        }
        self.disk.point().await;
        answer
    }

    fn now(&self) -> Millis {
        self.core.now().plus(self.db.phone.ahead.get())
    }

    fn random(&self, bytes: &mut [u8]) {
        self.core.draw(|rng| rng.fill(bytes));
    }

    async fn sign(&self, bytes: &[u8]) -> Result<[u8; 64], SignError> {
        self.disk.point().await;
        if !self.db.has_key.get() {
            self.db.was_refused.set(true);
            return Err(SignError::NoKey);
        }
        if self.db.bad_key.get() {
            self.db.was_refused.set(true);
            self.db.was_bad_key.set(true);
            return Err(SignError::Failed("unreadable".to_owned()));
        }
        Ok(self.keys.sign(self.db.identity.device, bytes))
    }

    async fn sleep_or_wake(&self, until: Option<Millis>) -> Wake {
        if let Some(why) = self.woken.take() {
            return why;
        }
        let slot = Arc::new(Slot::default());
        if let Some(until) = until {
            let rest_ms = until.0.saturating_sub(self.now().0);
            self.core.fill_later(rest_ms, &slot);
        }
        *self.rest.borrow_mut() = Some(Arc::clone(&slot));
        self.db.rests.set(true);
        Filled(slot).await;
        self.db.rests.set(false);
        *self.rest.borrow_mut() = None;
        self.woken.take().unwrap_or(Wake::Timer)
    }

    fn wake(&self, why: Wake) {
        self.woken.set(self.woken.get().max(Some(why)));
        let rest = self.rest.borrow_mut().take();
        if let Some(rest) = rest {
            rest.fill();
        }
    }

    fn online(&self) -> bool {
        self.db.phone.online.get()
    }

    fn visible(&self) -> bool {
        self.db.phone.visible.get() && !self.db.sender.get()
    }

    fn may_sync(&self) -> bool {
        true
    }

    /// A phone of the simulator has one tab.
    fn announce_standing(&self, _: &Standing) {}

    fn announce(&self, tx: &Tx) {
        self.db.changed.set(true);
        let mut news = self.db.news.borrow_mut();
        for change in &tx.changes {
            match change {
                Change::SetCursor(stream, _) => {
                    news.turned.insert(*stream);
                }
                Change::DropStream(stream) => {
                    news.all = true;
                    self.db.dropped.borrow_mut().insert(*stream);
                }
                Change::PutRecords(_, records) => {
                    news.records.extend(records.iter().map(|record| record.id));
                }
                Change::PutEntry(entry) => {
                    news.ops.insert(entry.op.op().id);
                }
                Change::RemoveEntry(op) => {
                    news.ops.insert(*op);
                }
                Change::PutMeta(name, _) if name == meta::EPOCH => news.all = true,
                Change::FreeFile(key) => {
                    news.files.insert(key.clone());
                }
                Change::PutFile(file)
                    if file.state == FileState::OnServer && file.address.is_some() =>
                {
                    self.db
                        .sent
                        .borrow_mut()
                        .push((file.office, file.digest.clone()));
                }
                _ => {}
            }
        }
    }
}
