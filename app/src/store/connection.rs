//! The one connection of a tab to a database, and how transactions are run on it.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use indexed_db_futures::database::Database;
use indexed_db_futures::error::Error;
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
};
use js_sys::{Array, Object, Reflect};
use model::sync::store::StoreError;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::value::failed;
use super::{open, reserve};
use crate::platform::sleep;

/// How often a lost connection is opened anew for one piece of work, before it is said.
const REOPEN_MAX: u32 = 3;

/// Pause before a connection that the browser closed is tried anew, in milliseconds; it doubles with each try.
const REOPEN_MS: i32 = 100;
/// The longest such pause.
const REOPEN_MS_MAX: i32 = 10_000;

/// Pauses between tries after the reserve was given up, in milliseconds: the first for a browser that
/// frees room at once, the others longer than Chromium keeps a database open behind its last connection.
const ROOM_WAITS_MS: [i32; 3] = [200, 3_000, 5_000];

/// Whether a transaction is done when the disk has it, or when the system has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// It survives a power cut.
    Strict,
    /// It may be lost with the power, never in part.
    Relaxed,
}

impl Durability {
    fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Relaxed => "relaxed",
        }
    }

    fn option(self) -> TransactionDurability {
        match self {
            Self::Strict => TransactionDurability::Strict,
            Self::Relaxed => TransactionDurability::Relaxed,
        }
    }
}

/// Who is told why the connection was given up.
type GivenUp = Box<dyn FnOnce(StoreError)>;

/// A connection that is opened anew if the browser closed it, and given up if a newer build asks for it.
pub struct Connection {
    name: String,
    /// Itself, for the task that listens for the end of a connection.
    me: Weak<Self>,
    open: RefCell<Option<Database>>,
    /// How often it was opened.
    opened: Cell<u32>,
    /// Why it was given up, if it was.
    given_up: RefCell<Option<StoreError>>,
    on_given_up: RefCell<Option<GivenUp>>,
    on_emptied: RefCell<Option<Rc<dyn Fn()>>>,
}

impl Connection {
    /// Takes over an open database.
    pub fn new(name: &str, database: Database) -> Rc<Self> {
        let connection = Rc::new_cyclic(|me| Self {
            name: name.to_owned(),
            me: Weak::clone(me),
            open: RefCell::default(),
            opened: Cell::default(),
            given_up: RefCell::default(),
            on_given_up: RefCell::default(),
            on_emptied: RefCell::default(),
        });
        connection.hold(database);
        connection
    }

    /// Calls `listener` with the reason if the connection is given up: a newer build asks for the database, or somebody
    /// deletes it.
    pub fn on_given_up(&self, listener: impl FnOnce(StoreError) + 'static) {
        *self.on_given_up.borrow_mut() = Some(Box::new(listener));
    }

    /// Calls `listener` whenever the browser has emptied the database under its connection.
    pub fn on_emptied(&self, listener: impl Fn() + 'static) {
        *self.on_emptied.borrow_mut() = Some(Rc::new(listener));
    }

    /// Keeps the database, and listens for its end. A newer build that wants to change the schema, or a person who
    /// begins anew, gets it at once (this tab must be loaded anew). One that the browser closed is opened anew, also if
    /// nobody needs it now: where the browser emptied it as well, what is in memory is kept nowhere else.
    fn hold(&self, database: Database) {
        let turn = self.opened.get() + 1;
        self.opened.set(turn);
        if let Ok(mut changes) = database.version_changes() {
            let (me, own) = (Weak::clone(&self.me), database.clone());
            spawn_local(async move {
                let change = changes.recv().await;
                own.close();
                if let Some(connection) = me.upgrade()
                    && connection.opened.get() == turn
                {
                    connection.open.borrow_mut().take();
                }
                let Some(change) = change else {
                    return reopen(me).await;
                };
                let Some(connection) = me.upgrade() else {
                    return;
                };
                let why = match change.new_version() {
                    Some(_) => StoreError::TakenOver,
                    None => StoreError::Deleted,
                };
                connection.given_up.replace(Some(why.clone()));
                let listener = connection.on_given_up.borrow_mut().take();
                if let Some(listener) = listener {
                    listener(why);
                }
            });
        }
        *self.open.borrow_mut() = Some(database);
    }

    async fn database(&self) -> Result<Database, StoreError> {
        if let Some(why) = &*self.given_up.borrow() {
            return Err(why.clone());
        }
        if let Some(database) = self.held() {
            return Ok(database);
        }
        let (database, is_new) = open::open(&self.name).await?;
        let listener = self.on_emptied.borrow().clone();
        listener
            .into_iter()
            .filter(|_| is_new)
            .for_each(|listener| listener());
        // Somebody else may have opened it meanwhile: two connections would be one too many on a full disk.
        if let Some(held) = self.held() {
            database.close();
            return Ok(held);
        }
        self.hold(database.clone());
        Ok(database)
    }

    fn held(&self) -> Option<Database> {
        self.open.borrow().clone()
    }

    /// Runs `work` in a transaction that only reads. `work` issues its requests at once and awaits
    /// nothing but them.
    pub async fn read<T>(
        &self,
        stores: &[&str],
        work: impl AsyncFn(&Stores<'_>) -> Result<T, Error>,
    ) -> Result<T, StoreError> {
        let mut reopen_left = REOPEN_MAX;
        loop {
            let database = self.database().await?;
            let outcome = async {
                let transaction = database
                    .transaction(stores)
                    .with_mode(TransactionMode::Readonly)
                    .build()?;
                work(&Stores(&transaction)).await
            };
            match outcome.await.map_err(failed) {
                Err(StoreError::Closing) if reopen_left > 0 => {
                    reopen_left -= 1;
                    self.let_go();
                }
                other => return other,
            }
        }
    }

    /// Runs `work` in a transaction that writes; done means its `complete` event. A full disk gives up
    /// the reserve, once, and waits for its room; a connection that the browser lost is opened anew; then it is said.
    pub async fn write(
        &self,
        stores: &[&str],
        durability: Durability,
        work: impl AsyncFn(&Stores<'_>) -> Result<(), Error>,
    ) -> Result<(), StoreError> {
        let mut reopen_left = REOPEN_MAX;
        let mut waits = None;
        loop {
            match self.write_once(stores, durability, &work).await {
                Err(StoreError::Full) => {
                    if waits.is_none() && !self.give_up_reserve().await {
                        return Err(StoreError::Full);
                    }
                    // The browser frees what was deleted in a while, and a database that met a full
                    // disk takes nothing until it is opened anew.
                    let waits = waits.get_or_insert_with(|| ROOM_WAITS_MS.iter());
                    let wait = waits.next().ok_or(StoreError::Full)?;
                    self.let_go();
                    // It resolves; a timer has no error.
                    drop(sleep(*wait).await);
                }
                Err(StoreError::Closing) if reopen_left > 0 => {
                    reopen_left -= 1;
                    self.let_go();
                }
                other => return other,
            }
        }
    }

    /// Closes the connection; the next piece of work opens it anew.
    pub fn let_go(&self) {
        if let Some(database) = self.open.borrow_mut().take() {
            database.close();
        }
    }

    /// One try, without the ways out that [`Connection::write`] knows.
    pub async fn write_once(
        &self,
        stores: &[&str],
        durability: Durability,
        work: impl AsyncFn(&Stores<'_>) -> Result<(), Error>,
    ) -> Result<(), StoreError> {
        let database = self.database().await?;
        let transaction = database
            .transaction(stores)
            .with_mode(TransactionMode::Readwrite)
            .with_options(TransactionOptions::new().with_durability(durability.option()))
            .build()
            .map_err(failed)?;
        log(stores, durability);
        // Dropped before it is done, the transaction is rolled back.
        work(&Stores(&transaction)).await.map_err(failed)?;
        finish(&transaction).await
    }

    /// Gives up the reserve. Says whether there was one, and it could be given up.
    async fn give_up_reserve(&self) -> bool {
        let given = Cell::new(false);
        let stores = [reserve::STORE];
        let work = async |stores: &Stores<'_>| {
            given.set(reserve::clear(stores).await?);
            Ok(())
        };
        let write = self.write_once(&stores, Durability::Relaxed, work).await;
        write.is_ok() && given.get()
    }

    /// Closes the connection, as the end of a page does; gives the database's name.
    #[cfg(feature = "store-tests")]
    pub fn close(&self) -> String {
        self.given_up.replace(Some(StoreError::TakenOver));
        self.let_go();
        self.name.clone()
    }
}

/// Opens anew what the browser closed: it may still be tearing down what was there.
async fn reopen(connection: Weak<Connection>) {
    let mut wait = REOPEN_MS;
    while let Some(connection) = connection.upgrade() {
        if connection.database().await.is_ok() || connection.given_up.borrow().is_some() {
            return;
        }
        drop(connection);
        // It resolves; a timer has no error.
        drop(sleep(wait).await);
        wait = (wait * 2).min(REOPEN_MS_MAX);
    }
}

/// The object stores of a running transaction.
pub struct Stores<'a>(&'a Transaction<'a>);

impl Stores<'_> {
    /// The store of that name.
    pub fn get(&self, name: &str) -> Result<ObjectStore<'_>, Error> {
        self.0.object_store(name)
    }

    /// Issues a put; it isn't waited for.
    pub fn put(&self, store: &str, key: &JsValue, value: &JsValue) -> Result<(), Error> {
        let store = self.get(store)?;
        let put = store.put(value.clone()).with_key(key.clone());
        put.without_key_type().build().map(drop)
    }

    /// Issues a deletion; it isn't waited for.
    pub fn delete(&self, store: &str, keys: KeyRange<JsValue>) -> Result<(), Error> {
        self.get(store)?
            .delete::<JsValue, _>(keys)
            .build()
            .map(drop)
    }
}

pub use indexed_db_futures::KeyRange;

/// Waits for the end of a transaction. `error` comes before `abort`, and only the abort knows why: a
/// full disk, for one, has no failed request to tell it.
async fn finish(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    loop {
        match transaction.on_done().map_err(failed)?.await {
            TransactionFinishKind::Ok => return Ok(()),
            TransactionFinishKind::Err => {}
            TransactionFinishKind::Abort => {
                let unknown = || StoreError::Other("the transaction was aborted".to_owned());
                return Err(transaction.error().map_or_else(unknown, failed));
            }
        }
    }
}

/// Tells a test which transactions ran with which durability: only where it put an array there.
fn log(stores: &[&str], durability: Durability) {
    let found = Reflect::get(&js_sys::global(), &"buktiTransaksi".into()).ok();
    let Some(log) = found.and_then(|found| found.dyn_into::<Array>().ok()) else {
        return;
    };
    let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
    let line = Object::new();
    // Setting properties of a fresh object can't fail.
    let _ = Reflect::set(&line, &"stores".into(), &names);
    let _ = Reflect::set(&line, &"durability".into(), &durability.name().into());
    log.push(&line);
}
