//! The contract suite on the store in memory, and what only that one can do.

use super::world::now_or_never;
use crate::sync::contract::{Bench, Stored, run};
use crate::sync::memory::MemoryStore;
use crate::sync::store::{Change, DeviceStore as _, StoreError, Tx};

struct Memory;

impl Bench for Memory {
    type Store = MemoryStore;

    async fn fresh(&self) -> Result<MemoryStore, String> {
        Ok(MemoryStore::new())
    }

    async fn reopen(&self, store: MemoryStore) -> Result<MemoryStore, String> {
        Ok(store.killed())
    }

    async fn damage(&self, store: &MemoryStore, what: Stored) -> Result<(), String> {
        let prefix = match what {
            Stored::Entry => "outbox/",
            Stored::Record => "records/",
        };
        let places = store.places();
        let place = places.iter().find(|place| place.starts_with(prefix));
        let damaged = place.is_some_and(|place| store.damage(place));
        damaged
            .then_some(())
            .ok_or_else(|| "nothing there".to_owned())
    }
}

#[test]
fn memory_keeps_the_contract() {
    let verdicts = now_or_never(run(&Memory)).unwrap();
    assert!(verdicts.len() >= 19);
    let wrong: Vec<_> = verdicts.iter().filter(|v| v.outcome.is_err()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn meta(name: &str) -> Change {
    Change::PutMeta(name.to_owned(), "1".to_owned())
}

#[test]
fn it_fails_stops_and_forgets_as_told() {
    let store = MemoryStore::new();
    store.fail(2, StoreError::Full);
    let first = now_or_never(store.commit(&Tx::strict(vec![meta("strict")])));
    assert_eq!(first, Some(Ok(())));
    let second = now_or_never(store.commit(&Tx::strict(vec![meta("failed")])));
    assert_eq!(second, Some(Err(StoreError::Full)));
    let third = now_or_never(store.commit(&Tx::relaxed(vec![meta("relaxed")])));
    assert_eq!(third, Some(Ok(())));
    store.stop(1);
    let before = now_or_never(store.commit(&Tx::strict(vec![meta("before")])));
    assert_eq!(before, None, "stopped before it did anything");
    store.stop(2);
    let after = now_or_never(store.commit(&Tx::strict(vec![meta("after")])));
    assert_eq!(after, None, "stopped after it did everything");
    let names = |store: MemoryStore| {
        let loaded = now_or_never(store.load()).unwrap().unwrap();
        loaded
            .meta
            .into_iter()
            .map(|(name, _)| name)
            .collect::<Vec<_>>()
    };
    assert_eq!(names(store.killed()), ["after", "relaxed", "strict"]);
    assert_eq!(names(store.power_cut()), ["after", "strict"]);
}
