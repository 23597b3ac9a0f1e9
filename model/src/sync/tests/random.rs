//! Phones that do anything, on a network that does anything, end up with what the server has.

use proptest::prelude::*;

use super::world::{Fault, record_id};
use super::{Phone, World};
use crate::sync::SyncLine;
use crate::sync::platform::{Platform as _, Wake};

#[derive(Clone, Debug)]
enum Step {
    Title { phone: usize, record: u8, text: u8 },
    Photograph { phone: usize, record: u8 },
    Sync { phone: usize, fault_every: u8 },
    Kill { phone: usize },
    PowerCut { phone: usize },
    Clock { phone: usize, ahead_s: i32 },
    Restore,
}

fn step() -> impl Strategy<Value = Step> {
    let phone = 0..3_usize;
    prop_oneof![
        6 => (phone.clone(), 0..4_u8, any::<u8>())
            .prop_map(|(phone, record, text)| Step::Title { phone, record, text }),
        2 => (phone.clone(), 0..4_u8).prop_map(|(phone, record)| Step::Photograph { phone, record }),
        5 => (phone.clone(), 0..5_u8)
            .prop_map(|(phone, fault_every)| Step::Sync { phone, fault_every }),
        1 => phone.clone().prop_map(|phone| Step::Kill { phone }),
        1 => phone.clone().prop_map(|phone| Step::PowerCut { phone }),
        1 => (phone, -1_000_000..1_000_000).prop_map(|(phone, ahead_s)| Step::Clock { phone, ahead_s }),
        1 => Just(Step::Restore),
    ]
}

/// Every `every`-th request is lost, on the way there or back by turns.
pub(super) fn lossy(every: u8) -> impl FnMut(&crate::sync::platform::Request) -> Option<Fault> {
    let mut count = 0_u32;
    move |_| {
        count += 1;
        let every = u32::from(every);
        if every == 0 || !count.is_multiple_of(every) {
            None
        } else if (count / every).is_multiple_of(2) {
            Some(Fault::LoseRequest)
        } else {
            Some(Fault::LoseReply)
        }
    }
}

fn carry_out(world: &World, phones: &mut [Phone], step: &Step, epoch: &mut u32) {
    match step {
        Step::Title {
            phone,
            record,
            text,
        } => {
            phones[*phone].title(&format!("r{record}"), &format!("teks {text}"));
        }
        Step::Photograph { phone, record } => {
            let bytes = [record.to_be_bytes(), [*phone as u8]].concat();
            phones[*phone].photograph(&format!("foto{record}"), &bytes);
        }
        Step::Sync { phone, fault_every } => {
            phones[*phone].lose(lossy(*fault_every));
            phones[*phone].bench().wake(Wake::Online);
            phones[*phone].run_for(10_000);
        }
        Step::Kill { phone } => phones[*phone] = phones[*phone].killed(),
        Step::PowerCut { phone } => phones[*phone] = phones[*phone].power_cut(),
        Step::Clock { phone, ahead_s } => {
            phones[*phone].bench().ahead.set(i64::from(*ahead_s) * 1000);
        }
        Step::Restore => {
            // Back to nothing: the worst backup.
            *epoch += 1;
            let mut server = world.server.borrow_mut();
            server.epoch = crate::id::Epoch::derived(&["epoch", &epoch.to_string()]);
            server.log.clear();
            server.records.clear();
            server.numbers.clear();
            server.uploads.clear();
            server.complete.clear();
        }
    }
    world.now.set(world.now.get() + 1000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn everything_stated_arrives_once_and_all_agree(steps in prop::collection::vec(step(), 1..40)) {
        let world = World::new();
        let mut phones: Vec<Phone> =
            ["siti", "agus", "rina"].iter().map(|name| world.phone(name)).collect();
        let mut epoch = 1;
        for step in &steps {
            carry_out(&world, &mut phones, step, &mut epoch);
        }
        for round in 0..3 {
            for phone in &phones {
                phone.lose(|_| None);
                phone.sync();
                prop_assert!(round < 2 || matches!(
                    phone.line(), SyncLine::AllSent { .. } | SyncLine::ClockWrong { waiting: 0, .. }
                ), "{:?}", phone.line());
            }
        }
        let server = world.server.borrow();
        for phone in &phones {
            let replica = phone.node.replica();
            for entry in replica.entries() {
                let id = entry.op.op().id;
                let times = server.log.iter().filter(|(op, _, _)| *op == id).count();
                prop_assert_eq!(times, 1, "each op that a phone kept is there once");
            }
            for name in (0..4).flat_map(|n| [format!("r{n}"), format!("foto{n}")]) {
                let id = record_id(&name);
                prop_assert_eq!(replica.record(id), server.records.get(&id));
            }
            for file in replica.files() {
                let key = (file.office, file.digest.clone());
                prop_assert!(server.complete.contains_key(&key));
            }
        }
    }
}
