//! One list of states on both sides: what the recovery page (`app/assets/build/mulai.js`, which works without
//! wasm) says would be lost is what the device's store doesn't call at the server.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use model::id::OpId;
use model::reject::{Rejection, Waiting};
use model::sync::store::{EntryState, FileState};
use serde::Serialize;

const MULAI: &str = include_str!("../../app/assets/build/mulai.js");

/// Whether the page counts what stands so as lost with the device.
fn is_lost(state: &impl Serialize) -> bool {
    let list = MULAI.split("AT_SERVER = ").nth(1).unwrap();
    let list = list.split(';').next().unwrap().replace('\'', "\"");
    let at_server: Vec<String> = serde_json::from_str(&list).unwrap();
    let state = serde_json::to_value(state).unwrap();
    !at_server.contains(&state["state"].as_str().unwrap().to_owned())
}

#[test]
fn ops_are_lost_that_are_unsent_or_need_their_person() {
    use EntryState::{Accepted, Confirmed, Discarded, Held, Pending, Rejected, Sent, Waits};
    let states = [
        Pending,
        Sent,
        Accepted { number: 1 },
        Confirmed { number: 1 },
        Rejected {
            rejection: Rejection::WrongId,
        },
        Waits {
            waiting: Waiting::HeldDevice,
        },
        Held {
            by: OpId::derived(&["a"]),
        },
        Discarded,
    ];
    for state in states {
        // Written out, so that a new state has to be thought of here.
        let lost = match &state {
            Pending | Sent | Rejected { .. } | Waits { .. } | Held { .. } => true,
            Accepted { .. } | Confirmed { .. } | Discarded => false,
        };
        assert_eq!(is_lost(&state), lost, "{state:?}");
        assert_eq!(state.is_unsent() || state.needs_attention(), lost);
    }
}

#[test]
fn files_are_lost_that_the_server_lacks() {
    use FileState::{Freed, Local, OnServer, Refused};
    let reason = "too_large".to_owned();
    for state in [Local, OnServer, Refused { reason }, Freed] {
        let lost = match &state {
            Local | Refused { .. } => true,
            OnServer | Freed => false,
        };
        assert_eq!(is_lost(&state), lost, "{state:?}");
    }
}
