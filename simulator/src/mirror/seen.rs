//! Who may see what, by the words of the design: offices, roles and cycles as the boards' records have them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use model::id::{CycleId, DeviceId, OfficeId, PersonId, RecordId};
use model::op::Stream;
use model::record::Record;
use model::schema::Kind;

use super::Mirror;

impl Mirror {
    fn of_kind(&self, kind: Kind) -> impl Iterator<Item = &Record> {
        let records = self.kept.records.values().map(|record| &**record);
        records.filter(move |record| record.kind == kind && !record.is_gone())
    }

    fn parents(&self) -> BTreeMap<OfficeId, Option<OfficeId>> {
        self.of_kind(Kind::Kantor)
            .map(|record| (OfficeId::from(record.id), record.get("induk")))
            .collect()
    }

    /// The streams that a person may read, by the words of the design: the work of every office at or
    /// below a role's, and the boards of those and of the offices above.
    pub(crate) fn readable(&self, person: PersonId) -> Arc<BTreeSet<Stream>> {
        let mut known = self.kept.readable.borrow_mut();
        let known = known.entry(person);
        Arc::clone(known.or_insert_with(|| Arc::new(self.may_read(person))))
    }

    /// The offices below those in which a person has a role.
    pub(crate) fn below(&self, person: PersonId) -> BTreeSet<OfficeId> {
        let parents = self.parents();
        let mut below = BTreeSet::new();
        for grant in self.of_kind(Kind::Peran) {
            if grant.get("orang") == Some(person) {
                let at = grant.stream.office;
                let offices = parents.keys().copied();
                below.extend(offices.filter(|office| chain(&parents, *office)[1..].contains(&at)));
            }
        }
        below
    }

    /// The cycle that an office works in: its last open one, else its last; none of ours has a first day.
    pub(crate) fn at_work(&self, office: OfficeId) -> Option<(CycleId, i32)> {
        let of_office = |cycle: &&Record| cycle.stream.office == office;
        let cycles = self.of_kind(Kind::Siklus).filter(of_office);
        let year = |cycle: &Record| {
            cycle
                .text("tahun")
                .and_then(|text| text.parse::<i32>().ok())
        };
        let last = cycles.max_by_key(|c| (c.text("keadaan") == Some("buka"), year(c)));
        last.and_then(|cycle| Some((CycleId::from(cycle.id), year(cycle)?)))
    }

    fn may_read(&self, person: PersonId) -> BTreeSet<Stream> {
        let parents = self.parents();
        let chain = |office| chain(&parents, office);
        let mut streams = BTreeSet::new();
        for grant in self.of_kind(Kind::Peran) {
            if grant.get("orang") != Some(person) {
                continue;
            }
            let at = grant.stream.office;
            for above in chain(at) {
                if parents.contains_key(&above) {
                    streams.insert(Stream::board(above));
                }
            }
            for office in parents
                .keys()
                .filter(|office| chain(**office).contains(&at))
            {
                streams.insert(Stream::board(*office));
                if grant.text("peran") != Some("pemantau") {
                    streams.insert(Stream::work(*office));
                }
            }
        }
        streams
    }

    /// Whether a device is revoked.
    pub(crate) fn is_revoked(&self, device: DeviceId) -> bool {
        let record = self.kept.records.get(&RecordId::from(device));
        record.is_some_and(|record| record.get("dicabut") == Some(true))
    }

    /// The cycles of an office whose records its devices hold: the open ones, and the latest.
    pub(crate) fn extent(&self, office: OfficeId) -> BTreeSet<CycleId> {
        let mut cycles: Vec<&Record> = self
            .of_kind(Kind::Siklus)
            .filter(|record| record.stream.office == office)
            .collect();
        cycles.sort_by_key(|c| {
            let year = c.text("tahun").and_then(|text| text.parse::<i32>().ok());
            (
                year,
                c.text("mulai").map(str::to_owned),
                CycleId::from(c.id),
            )
        });
        let latest = cycles.last().map(|record| record.id);
        let held =
            |record: &&&Record| Some(record.id) == latest || record.text("keadaan") == Some("buka");
        cycles
            .iter()
            .filter(held)
            .map(|record| CycleId::from(record.id))
            .collect()
    }

    /// The records of a stream that a device holds.
    pub(crate) fn records_for(&self, stream: Stream) -> BTreeMap<RecordId, Arc<Record>> {
        let cycles = self.extent(stream.office);
        self.kept
            .of_stream(stream)
            .filter(|record| {
                record.kind.is_board() || record.cycle.is_none_or(|c| cycles.contains(&c))
            })
            .map(|record| (record.id, Arc::clone(record)))
            .collect()
    }
}

/// An office and those above it.
fn chain(parents: &BTreeMap<OfficeId, Option<OfficeId>>, office: OfficeId) -> Vec<OfficeId> {
    let mut chain = vec![office];
    while let Some(Some(parent)) = parents.get(&chain[chain.len() - 1])
        && chain.len() <= parents.len()
    {
        chain.push(*parent);
    }
    chain
}
