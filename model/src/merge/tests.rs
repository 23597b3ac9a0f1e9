//! Properties of merge: order, the overlay, and that nothing typed disappears. That what arrives twice changes
//! nothing is a property of those who know ops by id: the replica (`sync/replica/tests.rs`) and the server.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::id::{DeviceId, OfficeId, PersonId, RecordId};
use crate::op::{Stream, Target, VOCABULARY};
use crate::schema::Kind;

fn target() -> Target {
    Target {
        kind: Kind::Bukti,
        id: RecordId::derived(&["bukti"]),
    }
}

fn op(n: usize, at: i64, body: Body) -> Op {
    let n = n.to_string();
    Op {
        v: VOCABULARY,
        id: OpId::derived(&["op", &n]),
        actor: PersonId::derived(&["person", &n]),
        device: DeviceId::derived(&["device", &n]),
        at: Millis(at),
        stream: Stream::work(OfficeId::derived(&["office"])),
        cycle: None,
        record: target(),
        body,
        on_behalf: None,
        salt: String::new(),
    }
}

fn empty() -> Record {
    let t = target();
    Record::new(
        t.kind,
        t.id,
        Stream::work(OfficeId::derived(&["office"])),
        None,
    )
}

fn merged<'a>(ops: impl IntoIterator<Item = &'a Op>) -> Record {
    let mut record = empty();
    for op in ops {
        apply(&mut record, op, Stamp::local(op));
    }
    record
}

/// What one author does next, having seen some of the ops before.
#[derive(Clone, Debug)]
struct Step {
    what: u8,
    value: u8,
    at: i64,
    /// Which of the earlier ops were seen: bit by bit.
    seen: u16,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step =
        (0..6_u8, 0..3_u8, 0..50_i64, any::<u16>()).prop_map(|(what, value, at, seen)| Step {
            what,
            value,
            at,
            seen,
        });
    prop::collection::vec(step, 1..10)
}

/// A history: each step sees the causal closure of what it saw, and names what showed to it.
fn history(steps: &[Step]) -> (Vec<Op>, Vec<Vec<usize>>) {
    let mut ops: Vec<Op> = Vec::new();
    let mut saw: Vec<Vec<usize>> = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        let mut seen: Vec<usize> = (0..n).filter(|i| step.seen >> (i % 16) & 1 == 1).collect();
        let indirect: Vec<usize> = seen.iter().flat_map(|i| saw[*i].clone()).collect();
        seen.extend(indirect);
        seen.sort_unstable();
        seen.dedup();
        let view = merged(seen.iter().map(|i| &ops[*i]));
        let value = json!(format!("v{}", step.value));
        let field = |name: &str| name.to_owned();
        let set = |name: &str, value: Value| Edit::Set {
            field: field(name),
            value,
            base: view.base(name),
        };
        let body = match step.what {
            0 | 1 => Body::Write {
                edits: vec![set("judul", value)],
            },
            2 => Body::Write {
                edits: vec![
                    Edit::Add {
                        field: field("butir"),
                        value,
                    },
                    set("nomor", json!("1")),
                ],
            },
            3 => Body::Write {
                edits: vec![Edit::Remove {
                    field: field("butir"),
                    names: view.additions("butir", &value),
                    value,
                }],
            },
            4 => Body::Delete {
                names: view.writes().into_iter().collect(),
            },
            _ => Body::Restore {
                names: view.standing_deletions().map(|d| d.op).collect(),
            },
        };
        ops.push(op(n, step.at, body));
        saw.push(seen);
    }
    (ops, saw)
}

/// An order that keeps causes before effects, drawn from `picks`.
fn causal_order(saw: &[Vec<usize>], picks: &[u16]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    while order.len() < saw.len() {
        let ready: Vec<usize> = (0..saw.len())
            .filter(|i| !order.contains(i) && saw[*i].iter().all(|cause| order.contains(cause)))
            .collect();
        let pick = usize::from(picks[order.len() % picks.len()]) % ready.len();
        order.push(ready[pick]);
    }
    order
}

proptest! {
    #[test]
    fn any_order_gives_the_same_record(
        steps in steps(),
        picks in prop::collection::vec(any::<u16>(), 10),
        shuffled in Just((0..10_usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let (ops, saw) = history(&steps);
        let straight = merged(&ops);
        let causal = merged(causal_order(&saw, &picks).into_iter().map(|i| &ops[i]));
        prop_assert_eq!(&straight, &causal);
        // Even effects before their causes, as after a server's restore.
        let any = merged(shuffled.into_iter().filter(|i| *i < ops.len()).map(|i| &ops[i]));
        prop_assert_eq!(&straight, &any);
    }

    #[test]
    fn an_overlay_of_accepted_ops_equals_the_confirmed_record(
        steps in steps(), cut in 0..10_usize,
    ) {
        let (ops, _) = history(&steps);
        let cut = cut.min(ops.len());
        let confirmed = (cut > 0).then(|| merged(&ops[..cut]));
        let shown = overlay(confirmed.as_ref(), ops[cut..].iter());
        prop_assert_eq!(shown, Some(merged(&ops)));
    }

    #[test]
    fn nothing_typed_disappears(steps in steps()) {
        let (ops, _) = history(&steps);
        let record = merged(&ops);
        let named: Vec<OpId> = ops.iter().flat_map(Op::names).collect();
        for op in &ops {
            let Body::Write { edits } = &op.body else { continue };
            for edit in edits {
                let (Edit::Set { field, value, .. } | Edit::Add { field, value }) = edit else {
                    continue;
                };
                if !named.contains(&op.id) {
                    let kept = record.fields.get(field).unwrap().writes.iter()
                        .any(|write| write.op == op.id && write.value == *value);
                    prop_assert!(kept, "{} of {:?} is gone", field, op.id);
                }
            }
        }
        // What differs shows as a conflict.
        let values: std::collections::BTreeSet<String> = record.fields.get("judul").map_or_else(
            Default::default, |f| f.writes.iter().map(|w| w.value.to_string()).collect());
        prop_assert_eq!(values.len() > 1, record.conflicts().contains(&"judul"));
    }
}

#[test]
fn settling_closes_a_conflict_of_three() {
    let set = |value: &str, base: Vec<OpId>| Body::Write {
        edits: vec![Edit::Set {
            field: "judul".into(),
            value: json!(value),
            base,
        }],
    };
    let three: Vec<Op> = (0..3)
        .map(|n| op(n, n as i64, set(&format!("judul {n}"), vec![])))
        .collect();
    let record = merged(&three);
    assert_eq!(record.conflicts(), ["judul"]);
    assert_eq!(record.text("judul"), Some("judul 2"));
    let settle = op(3, 9, set("judul bersama", record.base("judul")));
    let record = merged(three.iter().chain([&settle]));
    assert!(record.conflicts().is_empty());
    assert_eq!(record.text("judul"), Some("judul bersama"));
}

#[test]
fn a_write_that_a_deletion_did_not_see_brings_the_record_back() {
    let set = |value: &str, base: Vec<OpId>| Body::Write {
        edits: vec![Edit::Set {
            field: "judul".into(),
            value: json!(value),
            base,
        }],
    };
    let first = op(0, 0, set("SK Tim", vec![]));
    let deletion = op(
        1,
        1,
        Body::Delete {
            names: vec![first.id],
        },
    );
    assert!(merged([&first, &deletion]).is_gone());
    let unseen = op(2, 2, set("SK Tim RB", vec![first.id]));
    let record = merged([&first, &deletion, &unseen]);
    assert!(!record.is_gone() && record.is_contested());
    assert_eq!(record.text("judul"), Some("SK Tim RB"));
    let undo = op(
        3,
        3,
        Body::Restore {
            names: vec![deletion.id],
        },
    );
    assert!(!merged([&first, &deletion, &undo]).is_gone());
    assert!(!merged([&first, &deletion, &unseen, &undo]).is_contested());
}

#[test]
fn a_clock_in_2099_wins_nothing() {
    let now = Millis(1_000_000);
    assert_eq!(effective(Millis(4_000_000_000_000), 0, now), now);
    assert_eq!(effective(Millis(900_000), 50_000, now), Millis(950_000));
    assert_eq!(effective(Millis(i64::MAX), 5, now), now);
}
