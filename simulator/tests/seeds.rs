//! Few seeds, quickly: the same one twice, and those that once failed. Thousands run with
//! `cargo xtask simulate --seeds N`.

use simulator::run::{How, seed};

#[test]
fn two_runs_of_a_seed_are_the_same_to_the_last_byte() {
    let how = How {
        trace: true,
        ..How::default()
    };
    for number in [3, 7] {
        let (one, two) = (seed(number, &how).unwrap(), seed(number, &how).unwrap());
        assert!(one.lines.len() > 100, "something happened");
        assert_eq!(one.lines, two.lines);
        assert_eq!((one.hash, one.ops), (two.hash, two.ops));
    }
    let (one, other) = (seed(1, &how).unwrap(), seed(2, &how).unwrap());
    assert_ne!(one.hash, other.hash, "another seed is another run");
}

#[test]
fn what_failed_once_holds_now() {
    for line in include_str!("../regressions.txt").lines() {
        let Some(number) = line.split_whitespace().next().and_then(|n| n.parse().ok()) else {
            assert!(line.starts_with('#'), "{line:?} names no seed");
            continue;
        };
        let outcome = seed(number, &How::default()).unwrap();
        assert_eq!(outcome.breach, None, "seed {number}");
    }
}
