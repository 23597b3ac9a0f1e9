//! A flood of sign-ins, and the memory of the process: a binary of its own, so that no other test counts.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use server::clock::System;
use server::passwords::Passwords;

/// Kibibytes that the process had at most.
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"));
    let number = line.unwrap().split_whitespace().next();
    number.unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flood_of_sign_ins_takes_no_more_memory_than_two() {
    let before = peak_kib();
    let passwords = Passwords::new(&System).unwrap();
    for _ in 0..3 {
        let tries = (0..32).map(|_| passwords.fits("x", None));
        let done = futures::future::join_all(tries).await;
        assert!(done.contains(&Ok(false)));
    }
    let grown = (peak_kib() - before) / 1024;
    assert!(grown < 60, "{grown} MiB more than before");
}
