//! A device's store in memory, for tests and the simulator. It keeps values as a disk would (encoded,
//! with a checksum each), and can be told to fail, to stop at any await, to lose what wasn't strict, and
//! to flip a bit.

mod kept;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::future::pending;
use std::rc::Rc;

use kept::{Encoded, State};

use crate::id::{CaptureId, FileDigest};
use crate::sync::store::{DeviceStore, Loaded, LocalFile, StoreError, Tx};

/// The store. Clones are handles to the same one.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Rc<RefCell<Inner>>);

#[derive(Debug, Default)]
struct Inner {
    /// What was committed.
    state: State,
    /// What would be left after a power cut.
    durable: State,
    calls: u64,
    failing: BTreeMap<u64, StoreError>,
    points: u64,
    stop_at: Option<u64>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The `n`-th call from now on (1 is the next) fails and does nothing.
    pub fn fail(&self, n: u64, error: StoreError) {
        let mut inner = self.0.borrow_mut();
        let at = inner.calls + n;
        inner.failing.insert(at, error);
    }

    /// The `n`-th await from now on (1 is the next) never comes back. Each call has two: before it does
    /// anything, and after it did everything.
    pub fn stop(&self, n: u64) {
        let mut inner = self.0.borrow_mut();
        inner.stop_at = Some(inner.points + n);
    }

    /// How many awaits were passed.
    #[must_use]
    pub fn points(&self) -> u64 {
        self.0.borrow().points
    }

    /// How many calls were made.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.0.borrow().calls
    }

    /// The store as it is found after the process was killed: all that was committed.
    #[must_use]
    pub fn killed(&self) -> Self {
        let inner = self.0.borrow();
        Self::found(inner.state.clone())
    }

    /// Empties the store under whoever has it open, as a browser does.
    pub fn empty(&self) {
        let mut inner = self.0.borrow_mut();
        inner.state = State::default();
        inner.durable = State::default();
    }

    /// The store as it is found after the power was cut: what was strict, and nothing else.
    #[must_use]
    pub fn power_cut(&self) -> Self {
        let inner = self.0.borrow();
        Self::found(inner.durable.clone())
    }

    fn found(state: State) -> Self {
        Self(Rc::new(RefCell::new(Inner {
            durable: state.clone(),
            state,
            ..Inner::default()
        })))
    }

    /// Where stored values lie: store and key.
    #[must_use]
    pub fn places(&self) -> Vec<String> {
        self.0.borrow().state.places()
    }

    /// Flips a bit of the value at a place (of a capture, `chunks/<id>`: of its first chunk); whether there
    /// was one.
    pub fn damage(&self, place: &str) -> bool {
        let mut inner = self.0.borrow_mut();
        inner.durable.damage(place);
        inner.state.damage(place)
    }

    /// An await: goes on, or never.
    async fn point(&self) {
        let stops = {
            let mut inner = self.0.borrow_mut();
            inner.points += 1;
            inner.stop_at == Some(inner.points)
        };
        if stops {
            pending::<()>().await;
        }
    }

    /// Begins a call: stops or fails if it was told to.
    async fn begin(&self) -> Result<(), StoreError> {
        self.point().await;
        let mut inner = self.0.borrow_mut();
        inner.calls += 1;
        let call = inner.calls;
        inner.failing.remove(&call).map_or(Ok(()), Err)
    }
}

impl DeviceStore for MemoryStore {
    async fn load(&self) -> Result<Loaded, StoreError> {
        self.begin().await?;
        let loaded = self.0.borrow().state.load();
        self.point().await;
        Ok(loaded)
    }

    async fn commit(&self, tx: &Tx) -> Result<(), StoreError> {
        self.begin().await?;
        {
            let mut inner = self.0.borrow_mut();
            let values = Encoded::new(tx)?;
            if !inner.state.has_bytes(tx) {
                return Err(StoreError::Closing);
            }
            inner.state.apply(tx, &values);
            if tx.strict {
                inner.durable.apply(tx, &values);
            }
        }
        self.point().await;
        Ok(())
    }

    async fn put_chunk(
        &self,
        capture: CaptureId,
        index: u32,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        self.begin().await?;
        {
            let mut inner = self.0.borrow_mut();
            inner.state.put_chunk(capture, index, bytes);
            inner.durable.put_chunk(capture, index, bytes);
        }
        self.point().await;
        Ok(())
    }

    async fn seal(&self, file: &LocalFile) -> Result<(), StoreError> {
        self.begin().await?;
        {
            let mut inner = self.0.borrow_mut();
            inner.state.seal(file)?;
            inner.durable.seal(file)?;
        }
        self.point().await;
        Ok(())
    }

    async fn chunk(&self, capture: CaptureId, index: u32) -> Result<Option<Vec<u8>>, StoreError> {
        self.begin().await?;
        let chunk = self.0.borrow().state.chunk(capture, index);
        self.point().await;
        chunk
    }

    async fn thumb(&self, digest: &FileDigest) -> Result<Option<Vec<u8>>, StoreError> {
        self.begin().await?;
        let thumb = self.0.borrow().state.thumb(digest);
        self.point().await;
        Ok(thumb)
    }
}
