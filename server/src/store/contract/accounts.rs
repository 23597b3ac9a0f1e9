//! Sign-in.

use model::id::{DeviceId, PersonId};
use model::time::Millis;
use model::wire::DeviceReport;

use crate::store::Store;
use crate::store::accounts::{Credential, DeviceState, Session, Tries};

fn siti() -> PersonId {
    PersonId::derived(&["siti"])
}

fn session(token: &str, person: PersonId) -> Session {
    Session {
        token: token.to_owned(),
        person,
        created: Millis(1),
        password_at: Millis(1),
        expires: Millis(100),
        device: None,
    }
}

pub(super) async fn a_credential_ends_the_other_sessions(store: &dyn Store) {
    assert!(!store.has_people().await.unwrap());
    assert_eq!(store.credential(siti()).await.unwrap(), None);
    let agus = PersonId::derived(&["agus"]);
    for (token, person) in [("s1", siti()), ("s2", siti()), ("a1", agus)] {
        store.put_session(&session(token, person)).await.unwrap();
    }
    let credential = Credential {
        person: siti(),
        hash: "hash".to_owned(),
        must_change: true,
        changed: Millis(7),
    };
    store.set_credential(&credential, Some("s1")).await.unwrap();
    assert!(store.has_people().await.unwrap());
    assert_eq!(
        store.credential(siti()).await.unwrap(),
        Some(credential.clone())
    );
    assert!(store.session("s1").await.unwrap().is_some());
    assert!(store.session("s2").await.unwrap().is_none());
    assert!(store.session("a1").await.unwrap().is_some());
    store.set_credential(&credential, None).await.unwrap();
    assert!(store.session("s1").await.unwrap().is_none());
}

pub(super) async fn a_session_is_found_by_its_hash_until_it_ends(store: &dyn Store) {
    let mut session = session("s1", siti());
    store.put_session(&session).await.unwrap();
    session.device = Some(DeviceId::derived(&["ponsel"]));
    session.password_at = Millis(50);
    store.put_session(&session).await.unwrap();
    assert_eq!(store.session("s1").await.unwrap(), Some(session));
    store.sweep_accounts(Millis(99)).await.unwrap();
    assert!(store.session("s1").await.unwrap().is_some());
    store.sweep_accounts(Millis(101)).await.unwrap();
    assert!(store.session("s1").await.unwrap().is_none());
    store.end_session("s1").await.unwrap();
}

pub(super) async fn a_link_is_used_once(store: &dyn Store) {
    store.put_link("k1", Millis(100)).await.unwrap();
    assert!(store.link_open("k1", Millis(99)).await.unwrap());
    assert!(!store.link_open("k1", Millis(100)).await.unwrap());
    assert!(!store.take_link("k1", Millis(100)).await.unwrap());
    assert!(store.take_link("k1", Millis(99)).await.unwrap());
    assert!(!store.take_link("k1", Millis(99)).await.unwrap());
    // A new link ends the one before it.
    store.put_link("k2", Millis(100)).await.unwrap();
    store.put_link("k3", Millis(100)).await.unwrap();
    assert!(!store.link_open("k2", Millis(1)).await.unwrap());
    assert!(store.link_open("k3", Millis(1)).await.unwrap());
}

pub(super) async fn tries_are_counted_and_forgotten(store: &dyn Store) {
    assert_eq!(store.tries("k").await.unwrap(), Tries::default());
    let tries = Tries {
        failures: 3,
        until: Millis(500),
        last: Millis(400),
    };
    store.set_tries("k", tries).await.unwrap();
    assert_eq!(store.tries("k").await.unwrap(), tries);
    store.set_tries("k", Tries::default()).await.unwrap();
    assert_eq!(store.tries("k").await.unwrap(), Tries::default());
    store.set_tries("k", tries).await.unwrap();
    store
        .sweep_accounts(Millis(500 + Millis::DAY))
        .await
        .unwrap();
    assert_eq!(store.tries("k").await.unwrap(), Tries::default());
}

pub(super) async fn devices_are_known_once_somebody_signed_in(store: &dyn Store) {
    let device = DeviceId::derived(&["ponsel"]);
    store.device_seen(device, Millis(1)).await.unwrap();
    assert_eq!(store.device(device).await.unwrap(), None);
    store
        .device_signed_in(device, siti(), Millis(5))
        .await
        .unwrap();
    store.device_seen(device, Millis(9)).await.unwrap();
    let known = DeviceState {
        device,
        person: siti(),
        signed_in: Millis(5),
        seen: Millis(9),
        report: None,
    };
    assert_eq!(store.device(device).await.unwrap(), Some(known));
    assert_eq!(store.devices().await.unwrap(), [known]);
}

pub(super) async fn what_a_device_says_of_itself_is_kept(store: &dyn Store) {
    let device = DeviceId::derived(&["ponsel"]);
    let report = DeviceReport {
        waiting: 3,
        attention: 1,
        since: Some(Millis(2)),
    };
    let say = || store.device_reported(device, report, Millis(7));
    say().await.unwrap();
    assert_eq!(store.device(device).await.unwrap(), None);
    let sign_in = || store.device_signed_in(device, siti(), Millis(5));
    sign_in().await.unwrap();
    say().await.unwrap();
    let known = store.device(device).await.unwrap().unwrap();
    assert_eq!(known.seen, Millis(7));
    sign_in().await.unwrap();
    let known = store.device(device).await.unwrap().unwrap();
    assert_eq!(known.report, Some((report, Millis(7))));
}
