//! A disk that is full, by a limit of the files' size. The limit holds for a whole process: the test
//! runs itself again under it.

use std::process::Command;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use model::op::Stream;
use model::wire::{Outcome, ProblemCode};
use server::clock::Ambient as _;

use crate::house::{House, body_of, office, sealed};

/// Tells the second run from the first.
const LIMITED: &str = "BUKTI_TEST_LIMITED";
/// No file grows beyond 3 MB (in the 512-byte blocks of POSIX `ulimit`). Nobody ignores the signal that
/// would end the process: the server does.
const LIMIT: &str = "ulimit -f 6000; exec \"$0\" --exact full::a_full_disk_by_file_size";

#[tokio::test]
async fn a_full_disk_by_file_size() {
    if std::env::var_os(LIMITED).is_none() {
        let own = std::env::current_exe().unwrap();
        let run = Command::new("sh")
            .args(["-c", LIMIT])
            .arg(own)
            .env(LIMITED, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&run.stdout);
        assert!(run.status.success() && told.contains("1 passed"), "{told}");
        return;
    }
    let house = House::new().await;
    let siti = house.phone("siti").await;
    let address = large_file(&house, &siti).await;
    let reply = house.ask(last_part(&address)).await;
    assert_eq!(reply.status.as_u16(), 507, "{}", reply.text());
    assert_eq!(reply.code(), ProblemCode::DiskFull);
    // And the database, push after push, until it has no more room.
    let text = "kata ".repeat(1500);
    let mut taken = 0;
    loop {
        let ops: Vec<_> = (0..50)
            .map(|_| sealed(house.comment(&siti, &text)))
            .collect();
        let reply = house
            .push_raw(&siti, &body_of(&ops), house.clock.now())
            .await;
        if reply.status != StatusCode::OK {
            assert_eq!(reply.code(), ProblemCode::DiskFull, "{}", reply.text());
            break;
        }
        taken += 50;
        assert!(taken < 5000, "the limit doesn't hold");
    }
    // What was answered is there, and nothing of what wasn't.
    let store = house.app.ledger().store();
    let log = store.log(Stream::work(office()), 0, 9999).await.unwrap();
    assert_eq!(log.len(), taken + 1);
}

/// A file of 4 MiB, all sent but for its last part.
async fn large_file(house: &House, phone: &crate::house::Phone) -> String {
    let bytes = whole();
    let op = sealed(house.evidence(phone, &bytes, "application/octet-stream", "besar.bin"));
    let outcome = house.push(phone, &[op]).await.remove(0);
    let Outcome::Accepted { mut uploads, .. } = outcome else {
        panic!("not accepted: {outcome:?}");
    };
    let address = uploads.remove(0).address;
    for place in 0..3 {
        let part = bytes[place * MIB..(place + 1) * MIB].to_vec();
        let reply = house.ask(patch(&address, place * MIB, part)).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
    }
    address
}

const MIB: usize = 1024 * 1024;

fn whole() -> Vec<u8> {
    vec![7; 4 * MIB]
}

fn last_part(address: &str) -> Request<Body> {
    patch(address, 3 * MIB, whole()[3 * MIB..].to_vec())
}

fn patch(address: &str, offset: usize, bytes: Vec<u8>) -> Request<Body> {
    Request::patch(address)
        .header("tus-resumable", "1.0.0")
        .header("content-type", "application/offset+octet-stream")
        .header("upload-offset", offset.to_string())
        .body(Body::from(bytes))
        .unwrap()
}
