//! What chance does beside the network and the disks: restores, clocks, boards, people who come and go.

use std::rc::Rc;
use std::sync::Arc;

use model::id::DeviceId;
use model::sync::platform::{Platform as _, Wake};

use super::{DECADE_MS, World};
use crate::boards::{Deed, FIRST_YEAR, ROSTER, office, person};
use crate::core::{Happening, locked};
use crate::device::Db;
use crate::fault::Fault;
use crate::scores::rolled_up;

/// Every so many seconds somebody above looks at the offices below.
const LOOKS_BELOW_EVERY_S: usize = 16;

impl World {
    /// Chance looks at what goes on beside the network and the disks.
    pub(super) fn tick(&mut self) -> anyhow::Result<()> {
        if self.core.is_calm() {
            return Ok(());
        }
        self.core.later(1_000, Happening::Tick);
        self.look_below()?;
        if self.core.draw(|rng| rng.below(12)) == 0 && self.host.live.is_some() {
            self.host.back_up()?;
        }
        for (fault, before) in [(Fault::RestoreNewest, false), (Fault::RestoreBefore, true)] {
            let needed = 1 + usize::from(before);
            if self.host.backups() >= needed && self.core.strikes(fault) {
                self.stop_server(false);
                self.host.restore(before, true)?;
                self.core.later(2_000, Happening::ServerUp);
                let mend_ms = self.core.draw(|rng| rng.range(4_000, 20_000));
                self.core.later(mend_ms, Happening::Mend);
            }
        }
        let phone = self.core.draw(|rng| rng.place(self.dbs.len()));
        let db = Rc::clone(&self.dbs[phone]);
        if self.core.strikes(Fault::ClockYears) {
            db.phone
                .ahead
                .set(self.core.draw(|rng| rng.range(-DECADE_MS, DECADE_MS)));
        }
        if self.core.strikes(Fault::ClockBack) {
            let back_ms = self.core.draw(|rng| rng.range(60_000, 40 * 24 * 3_600_000));
            db.phone.ahead.set(db.phone.ahead.get() - back_ms);
        }
        if self.core.strikes(Fault::BadKey) {
            db.bad_key.set(true);
        }
        self.boards_tick(&db);
        self.phone_tick(&db);
        Ok(())
    }

    /// Now and then somebody above looks at the offices below. Nothing is drawn for it, and nothing changes.
    fn look_below(&mut self) -> anyhow::Result<()> {
        let second = usize::try_from((self.core.now().0 - crate::EPOCH_MS) / 1_000).unwrap_or(0);
        if !second.is_multiple_of(LOOKS_BELOW_EVERY_S) {
            return Ok(());
        }
        let (name, ..) = ROSTER[second / LOOKS_BELOW_EVERY_S % ROSTER.len()];
        let below = self.host.rollup(person(name))?;
        let mirror = locked(&self.host.mirror);
        rolled_up(self, &mirror, person(name), below.as_ref(), None);
        Ok(())
    }

    pub(super) fn phone_tick(&mut self, db: &Rc<Db>) {
        let shared: Vec<Rc<Db>> = self
            .dbs
            .iter()
            .filter(|other| Rc::ptr_eq(&other.phone, &db.phone))
            .cloned()
            .collect();
        if shared.len() > 1 && self.core.strikes(Fault::TwoPeople) {
            let was = db.phone.active.get();
            if let Some(next) = shared.iter().find(|other| other.number != was) {
                // The one before keeps a tab open for a while, or only sends from now on.
                let sends = self.core.draw(|rng| rng.below(2)) == 0;
                self.core
                    .note(|| format!("db {} follows on db {was}", next.number));
                db.phone.active.set(next.number);
                next.sender.set(false);
                if sends {
                    self.dbs[was].sender.set(true);
                }
                let was = Rc::clone(&self.dbs[was]);
                for db in [next, &was] {
                    let (db, power) = (db.number, false);
                    if db == next.number || sends {
                        self.core.later(0, Happening::Kill { db, power });
                    }
                }
                next.signing_in.set(true);
                let db = next.number;
                self.core.later(500, Happening::SignIn { db });
            }
        }
        if self.core.draw(|rng| rng.below(30)) == 0 {
            db.phone.visible.set(!db.phone.visible.get());
            if let Some(node) = db.up()
                && db.phone.visible.get()
            {
                node.platform().wake(Wake::Online);
            }
        }
    }

    pub(super) fn boards_tick(&mut self, db: &Rc<Db>) {
        let core = Arc::clone(&self.core);
        let who = db.identity.person;
        let mine: Vec<_> = self
            .boards
            .grants
            .iter()
            .filter(|(_, g)| g.0 == who)
            .map(|(id, _)| *id)
            .collect();
        if let Some(id) = core.draw(|rng| rng.pick(&mine).copied())
            && core.strikes(Fault::RoleWithdrawn)
        {
            self.deed(Deed::Withdraw(id));
        } else if !mine.is_empty() && core.strikes(Fault::OfficeLost) {
            for id in mine {
                self.deed(Deed::Withdraw(id));
            }
        } else if core.strikes(Fault::OfficeGained) {
            let back = self
                .boards
                .withdrawn
                .values()
                .find(|granted| granted.0 == who)
                .copied();
            let names = ["pacitan", "trenggalek", "kecamatan", "provinsi"];
            let at = core
                .draw(|rng| rng.pick(&names).copied())
                .unwrap_or("pacitan");
            let role = ROSTER
                .iter()
                .find(|entry| person(entry.0) == who)
                .map(|entry| entry.1);
            let fresh = role.map(|role| (who, role, office(at), None));
            if let Some(granted) = back.or(fresh) {
                self.deed(Deed::Grant(granted));
            }
        } else if core.strikes(Fault::OfficeMoved) {
            let above = ["provinsi", "pacitan", "trenggalek"];
            let above = core.draw(|rng| rng.pick(&above).copied());
            self.deed(Deed::Move(office("kecamatan"), above.map(office)));
        }
        let device = db.identity.device;
        let revoked = self.boards.revoked.contains(&device);
        if !revoked && core.strikes(Fault::DeviceRevoked) {
            self.deed(Deed::Revoke(device, true));
        }
        let some = core.draw(|rng| {
            let revoked: Vec<DeviceId> = self.boards.revoked.iter().copied().collect();
            rng.pick(&revoked).copied()
        });
        if let Some(device) = some {
            let holds = locked(&self.host.mirror)
                .kept
                .held
                .values()
                .any(|of| *of == device);
            if holds && core.strikes(Fault::HeldAdmitted) {
                locked(&self.host.mirror).admitted.insert(device);
                self.deed(Deed::Admit(device));
                if core.draw(|rng| rng.below(2)) == 0 {
                    self.deed(Deed::Revoke(device, false));
                }
            }
        }
        self.cycles_tick();
    }

    /// An earlier cycle is closed, and comes back later.
    pub(super) fn cycles_tick(&mut self) {
        let earlier: Vec<_> = self
            .boards
            .cycles
            .iter()
            .filter(|(_, cycle)| cycle.1 == FIRST_YEAR)
            .map(|(id, cycle)| (*id, cycle.2))
            .collect();
        let Some((id, open)) = self.core.draw(|rng| rng.pick(&earlier).copied()) else {
            return;
        };
        if open {
            if self.core.draw(|rng| rng.below(60)) == 0 {
                self.deed(Deed::Cycle(id, false));
            }
        } else if self.core.strikes(Fault::CycleGained) || self.core.draw(|rng| rng.below(20)) == 0
        {
            self.deed(Deed::Cycle(id, true));
        }
    }
}
