//! The store's tests, run inside a real browser: the contract that every device's store keeps, and what
//! only IndexedDB can get wrong.

use std::cell::{Cell, RefCell};

use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::{Array, Reflect};
use model::id::OfficeId;
use model::op::Stream;
use model::record::Record;
use model::schema::Kind;
use model::sync::contract::{self, Bench, Stored};
use model::sync::store::{Change, Damaged, DeviceStore as _, StoreError, Tx};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::commit::SIGN;
use super::connection::Durability;
use super::schema::keys::{CURSORS, KEYS, META, OUTBOX, RESERVE, SEGMENTS};
use super::schema::{BREAKING, Version, migrate};
use super::value::{checked, sum, unchecked};
use super::{IdbStore, StoredKey};

/// How one test went.
#[derive(Serialize)]
pub struct Outcome {
    /// The test.
    pub name: String,
    /// Whether it passed.
    pub ok: bool,
    /// What was wrong.
    pub message: String,
}

type Result<T = ()> = std::result::Result<T, String>;

/// Makes stores with names of their own, so that tests don't meet.
struct Browser {
    made: Cell<u32>,
}

impl Browser {
    fn name(&self) -> String {
        self.made.set(self.made.get() + 1);
        format!("bukti-uji-{}", self.made.get())
    }
}

fn said(error: impl std::fmt::Display) -> String {
    error.to_string()
}

async fn gone(name: &str) -> Result {
    let request = Database::delete_by_name(name).map_err(said)?;
    request.await.map_err(said)
}

impl Bench for Browser {
    type Store = IdbStore;

    async fn fresh(&self) -> Result<IdbStore> {
        let name = self.name();
        gone(&name).await?;
        IdbStore::open(&name).await.map_err(said)
    }

    async fn reopen(&self, store: IdbStore) -> Result<IdbStore> {
        let name = store.connection.close();
        IdbStore::open(&name).await.map_err(said)
    }

    async fn damage(&self, store: &IdbStore, what: Stored) -> Result {
        let name = match what {
            Stored::Entry => OUTBOX,
            Stored::Record => SEGMENTS,
        };
        damage(store, name).await
    }
}

/// Turns one letter in the first value of a store.
async fn damage(store: &IdbStore, name: &'static str) -> Result {
    let rows = store
        .connection
        .read(&[name], async |stores| {
            super::load::rows(stores, name)?.await
        })
        .await
        .map_err(said)?;
    let (key, value) = rows
        .into_iter()
        .next()
        .ok_or("there is nothing to damage")?;
    let text = value.as_string().ok_or("the value is no text")?;
    let value = JsValue::from(text.replacen(":1", ":2", 1).replacen('e', "f", 1));
    let connection = &store.connection;
    let work = async |stores: &super::connection::Stores<'_>| stores.put(name, &key, &value);
    connection
        .write_once(&[name], Durability::Strict, work)
        .await
        .map_err(said)
}

fn stream() -> Stream {
    Stream::work(OfficeId::derived(&["uji"]))
}

fn record(name: &str, number: u64) -> Record {
    let id = model::id::RecordId::derived(&[name]);
    Record {
        number,
        ..Record::new(Kind::Tugas, id, stream(), None)
    }
}

fn meta(name: &str, value: &str) -> Change {
    Change::PutMeta(name.to_owned(), value.to_owned())
}

fn check(holds: bool, wrong: &str) -> Result {
    if holds { Ok(()) } else { Err(wrong.to_owned()) }
}

async fn checksums_find_a_turned_bit(_: &Browser) -> Result {
    check(sum(b"123456789") == 0x937b_ad67, "XXH32 of 123456789")?;
    let text = checked("{\"a\":1}");
    check(
        unchecked(&text) == Some("{\"a\":1}"),
        "what was checked is read back",
    )?;
    check(
        unchecked(&text.replace('1', "2")).is_none(),
        "another text under the same sum",
    )?;
    check(unchecked("pendek").is_none(), "too short for a sum")
}

async fn strict_is_asked_of_the_browser(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    let log = Array::new();
    let global = js_sys::global();
    Reflect::set(&global, &"buktiTransaksi".into(), &log).map_err(|e| format!("{e:?}"))?;
    let strict = store.commit(&Tx::strict(vec![meta("a", "1")])).await;
    let relaxed = store.commit(&Tx::relaxed(vec![meta("a", "2")])).await;
    let chunk = store
        .put_chunk(model::id::CaptureId::derived(&["c"]), 0, b"bukti")
        .await;
    let removed = Reflect::delete_property(&global, &"buktiTransaksi".into());
    strict.and(relaxed).and(chunk).map_err(said)?;
    removed.map_err(|e| format!("{e:?}"))?;
    let asked: Vec<Option<String>> = log
        .iter()
        .map(|line: JsValue| Reflect::get(&line, &"durability".into()).ok()?.as_string())
        .collect();
    let expected = ["strict", "relaxed", "strict"].map(|name| Some(name.to_owned()));
    check(asked == expected, &format!("durability was {asked:?}"))
}

/// A database as version 1 left it, with one small value in it.
async fn version_1(name: &str) -> Result<Database> {
    gone(name).await?;
    let request = Database::open(name)
        .with_version(Version::V1.number())
        .with_on_upgrade_needed(|_, db| migrate(&db, Version::V0, Version::V1));
    let database = request.await.map_err(said)?;
    {
        let transaction = database.transaction([META]);
        let transaction = transaction
            .with_mode(TransactionMode::Readwrite)
            .build()
            .map_err(said)?;
        let store = transaction.object_store(META).map_err(said)?;
        let put = store
            .put(checked("lama"))
            .with_key("a".to_owned())
            .without_key_type();
        put.build().map_err(said)?.await.map_err(said)?;
        drop(store);
        transaction.commit().await.map_err(said)?;
    }
    Ok(database)
}

async fn a_database_of_version_1_keeps_all_it_has(bench: &Browser) -> Result {
    let name = bench.name();
    version_1(&name).await?.close();
    let store = IdbStore::open(&name).await.map_err(said)?;
    let loaded = store.load().await.map_err(said)?;
    check(
        loaded.meta == [("a".to_owned(), "lama".to_owned())],
        "the value of version 1",
    )?;
    let there = store.keep_reserve().await.map_err(said)?;
    check(there, "the store that version 2 brings")
}

async fn a_breaking_newer_database_is_refused_untouched(bench: &Browser) -> Result {
    let name = bench.name();
    gone(&name).await?;
    let newer = |number: u32| {
        Database::open(name.clone())
            .with_version(number)
            .with_on_upgrade_needed(|_, db| migrate(&db, Version::V0, Version::CURRENT))
    };
    newer(BREAKING).await.map_err(said)?.close();
    let opened = IdbStore::open(&name).await;
    check(
        opened.err() == Some(StoreError::Newer),
        "a breaking version is refused",
    )?;
    let database = Database::open(name.clone()).await.map_err(said)?;
    check(
        database.version() == f64::from(BREAKING),
        "and left as it is",
    )?;
    database.close();
    gone(&name).await?;
    newer(Version::CURRENT.number() + 1)
        .await
        .map_err(said)?
        .close();
    IdbStore::open(&name).await.map_err(said)?;
    Ok(())
}

async fn an_older_tab_in_the_way_is_said_and_the_upgrade_comes_later(bench: &Browser) -> Result {
    let name = bench.name();
    // It doesn't listen for `versionchange`, as a frozen tab wouldn't.
    let older = version_1(&name).await?;
    let opened = IdbStore::open(&name).await;
    check(opened.err() == Some(StoreError::Blocked), "blocked is said")?;
    older.close();
    let store = IdbStore::open(&name).await.map_err(said)?;
    let loaded = store.load().await.map_err(said)?;
    check(loaded.meta.len() == 1, "what it held is there")
}

async fn a_newer_tab_gets_the_database_at_once(bench: &Browser) -> Result {
    let name = bench.name();
    gone(&name).await?;
    let store = IdbStore::open(&name).await.map_err(said)?;
    let told = std::rc::Rc::new(RefCell::new(None));
    let tell = std::rc::Rc::clone(&told);
    store.on_given_up(move |why| drop(tell.replace(Some(why))));
    let request = Database::open(name)
        .with_version(BREAKING)
        .with_on_upgrade_needed(|_, _| Ok(()));
    request.await.map_err(said)?.close();
    check(
        told.take() == Some(StoreError::TakenOver),
        "the older tab is told",
    )?;
    let load = store.load().await;
    check(
        load.err() == Some(StoreError::TakenOver),
        "and says that it was taken over",
    )
}

async fn a_tab_that_begins_anew_gets_the_database_and_none_comes_back(bench: &Browser) -> Result {
    let name = bench.name();
    gone(&name).await?;
    let store = IdbStore::open(&name).await.map_err(said)?;
    let told = std::rc::Rc::new(RefCell::new(None));
    let tell = std::rc::Rc::clone(&told);
    store.on_given_up(move |why| drop(tell.replace(Some(why))));
    gone(&name).await?;
    check(
        told.take() == Some(StoreError::Deleted),
        "the open tab is told",
    )?;
    let note = Tx::strict(vec![Change::PutMeta("a".to_owned(), "b".to_owned())]);
    check(
        store.commit(&note).await == Err(StoreError::Deleted),
        "and keeps nothing",
    )
}

async fn folding_keeps_the_newest_of_each_record(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    for number in 1..=40_u64 {
        let records = vec![record("a", number), record(&number.to_string(), number)];
        let change = Change::PutRecords(stream(), records);
        store
            .commit(&Tx::relaxed(vec![change]))
            .await
            .map_err(said)?;
    }
    let before = store.load().await.map_err(said)?;
    let went = store.fold().await.map_err(said)?;
    check(
        went == 39,
        &format!("40 segments became one, but {went} went"),
    )?;
    let store = bench.reopen(store).await?;
    let after = store.load().await.map_err(said)?;
    check(before.records == after.records, "the same records")?;
    check(after.records.len() == 41, "all of them")?;
    check(store.fold().await == Ok(0), "nothing is left to fold")
}

async fn a_damaged_segment_is_not_folded_away(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    for number in 1..=30_u64 {
        let change = Change::PutRecords(stream(), vec![record("a", number)]);
        store
            .commit(&Tx::relaxed(vec![change]))
            .await
            .map_err(said)?;
    }
    damage(&store, SEGMENTS).await?;
    check(store.fold().await == Ok(0), "the stream is left as it is")?;
    let loaded = store.load().await.map_err(said)?;
    let pullable = loaded.damaged.first().and_then(|damaged| damaged.pullable);
    check(
        pullable == Some(stream()),
        "and its damage is told with the stream",
    )
}

async fn what_lies_under_a_strange_key_is_read_anew_and_goes(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    let change = Change::PutRecords(stream(), vec![record("a", 1)]);
    store
        .commit(&Tx::relaxed(vec![change]))
        .await
        .map_err(said)?;
    for name in [SEGMENTS, CURSORS] {
        put(&store, name, "rusak", &42.into()).await?;
    }
    let damaged = store.load().await.map_err(said)?.damaged;
    check(damaged.len() == 2, "both are told")?;
    let of_stream = |damaged: &Damaged| damaged.pullable == Some(stream());
    check(damaged.iter().all(of_stream), "of the stream that is held")?;
    check(store.fold().await == Ok(0), "nothing else to fold")?;
    let loaded = store.load().await.map_err(said)?;
    check(loaded.damaged.is_empty(), "they are gone")?;
    check(loaded.records.len() == 1, "the record isn't")
}

async fn what_is_no_key_pair_is_told(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    let missing = store.key().await.map_err(said)?;
    check(matches!(missing, StoredKey::Missing), "none was made")?;
    let empty = js_sys::Object::new();
    for value in [42.into(), "teks".into(), empty.into()] {
        put(&store, KEYS, SIGN, &value).await?;
        let key = store.key().await.map_err(said)?;
        check(matches!(key, StoredKey::Unreadable), "no key pair")?;
    }
    Ok(())
}

/// Puts a value under a key, behind the store's back.
async fn put(store: &IdbStore, name: &str, key: &str, value: &JsValue) -> Result {
    let work = async |stores: &super::connection::Stores<'_>| stores.put(name, &key.into(), value);
    let write = store
        .connection
        .write_once(&[name], Durability::Relaxed, work)
        .await;
    write.map_err(said)
}

async fn a_reserve_is_written_once(bench: &Browser) -> Result {
    let store = bench.fresh().await?;
    check(store.keep_reserve().await == Ok(true), "written")?;
    check(store.keep_reserve().await == Ok(true), "there")?;
    let given = Cell::new(false);
    let work = async |stores: &super::connection::Stores<'_>| {
        given.set(super::reserve::clear(stores).await?);
        Ok(())
    };
    let write = store
        .connection
        .write_once(&[RESERVE], Durability::Relaxed, work)
        .await;
    write.map_err(said)?;
    check(given.get(), "given up")
}

async fn a_key_signs_after_a_restart_and_stays_secret(bench: &Browser) -> Result {
    use crate::platform::key;
    let store = bench.fresh().await?;
    let pair = key::generate().await.map_err(said)?;
    store.put_key(&pair).await.map_err(said)?;
    let public = key::public(&pair).await.map_err(said)?;
    let store = bench.reopen(store).await?;
    let StoredKey::Pair(pair) = store.key().await.map_err(said)? else {
        return Err("no key".into());
    };
    check(
        key::public(&pair).await.map_err(said)? == public,
        "the same key",
    )?;
    key::sign(&pair, b"bukti").await.map_err(said)?;
    let private = Reflect::get(&pair, &"privateKey".into()).map_err(|e| format!("{e:?}"))?;
    let extractable = Reflect::get(&private, &"extractable".into()).ok();
    check(
        extractable == Some(JsValue::FALSE),
        "its private half can't be read out",
    )
}

/// The digest of the model's self-check as this browser computes it (or why it can't), and as it is.
pub fn scores() -> (String, &'static str) {
    use model::score::{SELFCHECK_DIGEST, SELFCHECK_SEEDS, selfcheck};
    let here = selfcheck(SELFCHECK_SEEDS).unwrap_or_else(|error| error.to_string());
    (here, SELFCHECK_DIGEST)
}

/// Runs everything, one test after the other.
pub async fn run() -> Vec<Outcome> {
    let bench = Browser { made: Cell::new(0) };
    let mut outcomes = Vec::new();
    let mut note = |name: &str, result: Result| {
        outcomes.push(Outcome {
            name: name.to_owned(),
            ok: result.is_ok(),
            message: result.err().unwrap_or_default(),
        });
    };
    for verdict in contract::run(&bench).await {
        note(verdict.name, verdict.outcome);
    }
    macro_rules! tests {
        ($($name:ident),* $(,)?) => {$(
            note(stringify!($name), $name(&bench).await);
        )*};
    }
    tests!(
        checksums_find_a_turned_bit,
        strict_is_asked_of_the_browser,
        a_database_of_version_1_keeps_all_it_has,
        a_breaking_newer_database_is_refused_untouched,
        an_older_tab_in_the_way_is_said_and_the_upgrade_comes_later,
        a_newer_tab_gets_the_database_at_once,
        a_tab_that_begins_anew_gets_the_database_and_none_comes_back,
        folding_keeps_the_newest_of_each_record,
        a_damaged_segment_is_not_folded_away,
        what_lies_under_a_strange_key_is_read_anew_and_goes,
        what_is_no_key_pair_is_told,
        a_reserve_is_written_once,
        a_key_signs_after_a_restart_and_stays_secret,
    );
    outcomes
}
