//! Tabs of one person over one store, in which anything happens: they agree in the end, with the server and in what
//! they say.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::random::lossy;
use super::world::{now_or_never, person, record_id};
use super::{Phone, World};
use crate::sync::SyncLine;
use crate::sync::engine::Standing;
use crate::sync::platform::{Platform as _, Wake};
use crate::sync::store::Tx;

const TABS: usize = 3;

#[derive(Clone, Debug)]
enum Step {
    Title {
        tab: usize,
        record: u8,
        text: u8,
    },
    Photograph {
        tab: usize,
        record: u8,
    },
    Sync {
        fault_every: u8,
    },
    /// What was told reaches a tab: so many messages of it.
    Hear {
        tab: usize,
        count: usize,
    },
    Lead {
        tab: usize,
    },
    /// Closed, and opened anew.
    Reopen {
        tab: usize,
    },
    /// Something is kept, and the tab dies before it could tell.
    Die {
        tab: usize,
        record: u8,
    },
    SessionEnds,
    SignIn {
        tab: usize,
    },
    /// The browser empties the store; this tab notices it first.
    Empty {
        tab: usize,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let tab = 0..TABS;
    prop_oneof![
        6 => (tab.clone(), 0..4_u8, any::<u8>())
            .prop_map(|(tab, record, text)| Step::Title { tab, record, text }),
        2 => (tab.clone(), 0..4_u8).prop_map(|(tab, record)| Step::Photograph { tab, record }),
        5 => (0..5_u8).prop_map(|fault_every| Step::Sync { fault_every }),
        8 => (tab.clone(), 1..6_usize).prop_map(|(tab, count)| Step::Hear { tab, count }),
        2 => tab.clone().prop_map(|tab| Step::Lead { tab }),
        1 => tab.clone().prop_map(|tab| Step::Reopen { tab }),
        1 => (tab.clone(), 0..4_u8).prop_map(|(tab, record)| Step::Die { tab, record }),
        1 => Just(Step::SessionEnds),
        1 => tab.clone().prop_map(|tab| Step::SignIn { tab }),
        1 => tab.prop_map(|tab| Step::Empty { tab }),
    ]
}

/// What travels between tabs.
#[derive(Clone)]
enum Told {
    Committed(Tx, bool),
    Stands(Standing),
    SignedIn,
    Reload,
}

/// The tabs, and what each hasn't heard yet, in the order in which it was told.
struct Tabs {
    tabs: Vec<Phone>,
    unheard: Vec<VecDeque<Told>>,
    /// What the leader told last.
    stands: Option<Standing>,
    leader: usize,
    /// The store was emptied once.
    emptied: bool,
}

impl Tabs {
    fn new(world: &std::rc::Rc<World>) -> Self {
        let mut tabs = vec![world.phone("siti")];
        for _ in 1..TABS {
            let other = tabs[0].second_tab();
            other.bench().leads.set(false);
            other.run_for(1_000);
            tabs.push(other);
        }
        Self {
            tabs,
            stands: None,
            unheard: vec![VecDeque::new(); TABS],
            leader: 0,
            emptied: false,
        }
    }

    fn tell(&mut self, from: usize, told: &Told) {
        for (tab, unheard) in self.unheard.iter_mut().enumerate() {
            if tab != from {
                unheard.push_back(told.clone());
            }
        }
    }

    /// Carries away what a tab has told.
    fn carry(&mut self, from: usize) {
        let txs = self.tabs[from].bench().announced.take();
        for tx in txs {
            self.tell(from, &Told::Committed(tx, from == self.leader));
        }
        if let Some(standing) = self.tabs[from].bench().standing.take() {
            self.tell(from, &Told::Stands(standing.clone()));
            self.stands = Some(standing);
        }
    }

    fn hear(&mut self, tab: usize, count: usize) {
        for _ in 0..count {
            let Some(told) = self.unheard[tab].pop_front() else {
                return;
            };
            let node = &self.tabs[tab].node;
            match told {
                Told::Committed(tx, led) => now_or_never(node.learn(&tx, led)).unwrap(),
                Told::Stands(standing) => node.follow(standing),
                Told::SignedIn => node.platform().wake(Wake::SignedIn),
                Told::Reload => now_or_never(node.refresh()).unwrap().unwrap(),
            }
            self.carry(tab);
        }
    }

    fn hear_all(&mut self) {
        while self.unheard.iter().any(|unheard| !unheard.is_empty()) {
            for tab in 0..TABS {
                self.hear(tab, 1);
            }
        }
    }

    fn lead(&mut self, tab: usize) {
        // What was told before reaches a tab before the lock does.
        self.hear(tab, usize::MAX);
        self.tabs[self.leader].bench().leads.set(false);
        // It notices: what it knew as the leader it lets go.
        self.tabs[self.leader].run_for(1_000);
        self.tabs[tab].bench().leads.set(true);
        self.leader = tab;
    }

    fn reopen(&mut self, tab: usize, tells: bool) {
        // One that dies with the store has lost what nobody else had heard of: nobody could keep that.
        if self.emptied {
            self.hear(tab, usize::MAX);
        }
        self.tabs[tab] = self.tabs[tab].second_tab();
        self.tabs[tab].bench().leads.set(tab == self.leader);
        if tab != self.leader {
            self.tabs[tab].run_for(1_000);
        }
        // It hears what is told from now on, and what the leader knows.
        self.unheard[tab].clear();
        let stands = self.stands.clone().filter(|_| tab != self.leader);
        self.unheard[tab].extend(stands.map(Told::Stands));
        if tells && self.tabs[tab].node.replica().waiting() > 0 {
            self.tell(tab, &Told::Reload);
        }
    }

    fn sync(&mut self, patience_ms: i64) {
        let leader = &self.tabs[self.leader];
        leader.bench().wake(Wake::Online);
        leader.run_for(patience_ms);
        self.carry(self.leader);
    }
}

fn carry_out(world: &std::rc::Rc<World>, tabs: &mut Tabs, step: &Step) {
    match step {
        Step::Title { tab, record, text } => {
            tabs.tabs[*tab].title(&format!("r{record}"), &format!("teks {text}"));
            tabs.carry(*tab);
        }
        Step::Photograph { tab, record } => {
            let bytes = [record.to_be_bytes(), [*tab as u8]].concat();
            tabs.tabs[*tab].photograph(&format!("foto{record}"), &bytes);
            tabs.carry(*tab);
        }
        Step::Sync { fault_every } => {
            tabs.tabs[tabs.leader].lose(lossy(*fault_every));
            tabs.sync(10_000);
        }
        Step::Hear { tab, count } => tabs.hear(*tab, *count),
        Step::Lead { tab } => tabs.lead(*tab),
        Step::Reopen { tab } => tabs.reopen(*tab, true),
        Step::Die { tab, record } => {
            tabs.tabs[*tab].title(&format!("r{record}"), "ditulis sesaat sebelumnya");
            tabs.tabs[*tab].bench().announced.take();
            let led = *tab == tabs.leader;
            if led {
                tabs.lead((*tab + 1) % TABS);
            }
            // Whoever leads next reads the store by itself.
            tabs.reopen(*tab, !led);
        }
        Step::SessionEnds => world.server.borrow_mut().session = None,
        Step::SignIn { tab } => {
            world.server.borrow_mut().session = Some(person());
            tabs.tabs[*tab].bench().wake(Wake::SignedIn);
            tabs.tell(*tab, &Told::SignedIn);
        }
        // Once is bad enough.
        Step::Empty { .. } if tabs.emptied => {}
        Step::Empty { tab } => {
            tabs.tabs[*tab].store().empty();
            tabs.emptied = true;
            now_or_never(tabs.tabs[*tab].node.keep_anew())
                .unwrap()
                .unwrap();
            tabs.carry(*tab);
        }
    }
    world.now.set(world.now.get() + 1000);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn tabs_agree_with_the_server_and_in_what_they_say(steps in prop::collection::vec(step(), 1..50)) {
        let world = World::new();
        let mut tabs = Tabs::new(&world);
        let mut stated = Vec::new();
        for step in &steps {
            carry_out(&world, &mut tabs, step);
            for tab in &tabs.tabs {
                let replica = tab.node.replica();
                stated.extend(replica.entries().map(|entry| entry.op.op().id));
            }
        }
        stated.sort_unstable();
        stated.dedup();
        carry_out(&world, &mut tabs, &Step::SignIn { tab: 0 });
        for _ in 0..3 {
            tabs.hear_all();
            tabs.tabs[tabs.leader].lose(|_| None);
            tabs.sync(200_000);
        }
        tabs.hear_all();
        let dismissed = tabs.tabs[tabs.leader].node.dismiss_emptied();
        now_or_never(dismissed).unwrap().unwrap();
        tabs.carry(tabs.leader);
        tabs.hear_all();
        let server = world.server.borrow();
        for id in stated {
            let times = server.log.iter().filter(|(op, _, _)| *op == id).count();
            prop_assert_eq!(times, 1, "each op that a tab kept is there once");
        }
        let line = tabs.tabs[tabs.leader].line();
        for tab in &tabs.tabs {
            prop_assert_eq!(tab.line(), line);
            prop_assert!(matches!(line, SyncLine::AllSent { .. } | SyncLine::NeedsAttention(_)), "{line:?}");
            let replica = tab.node.replica();
            prop_assert_eq!(replica.waiting(), 0);
            for name in (0..4).flat_map(|n| [format!("r{n}"), format!("foto{n}")]) {
                let id = record_id(&name);
                prop_assert_eq!(replica.record(id), server.records.get(&id));
            }
        }
    }
}
