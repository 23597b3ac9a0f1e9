//! Steps that the tests of rules share: what is refused, and ops to try.

use model::command::{
    self, ActivityFacts, Capture, EvidenceFacts, IndicatorFacts, SubActivityFacts,
};
use model::id::RecordId;
use model::op::{Body, Draft, Edit, Stream, Target};
use model::reject::{Rejection, Waiting};
use model::rules::{Refusal, Ruling};
use model::schema::Kind;
use serde_json::Value;

use crate::world::{World, cycle, id, office};

pub fn rejected(rejection: Rejection) -> Result<Ruling, Refusal> {
    Err(Refusal::Rejected(rejection))
}

pub fn waits(waiting: Waiting) -> Result<Ruling, Refusal> {
    Err(Refusal::Waits(waiting))
}

pub fn bad_value(field: &str) -> Result<Ruling, Refusal> {
    let field = field.to_owned();
    rejected(Rejection::BadValue { field })
}

pub fn bad_edit(field: &str) -> Result<Ruling, Refusal> {
    let field = field.to_owned();
    rejected(Rejection::BadEdit { field })
}

pub fn too_large(limit: &str) -> Result<Ruling, Refusal> {
    let limit = limit.to_owned();
    rejected(Rejection::TooLarge { limit })
}

/// A write of the office's work with these edits.
pub fn write(kind: Kind, id: RecordId, edits: Vec<Edit>) -> Draft {
    Draft {
        record: Target { kind, id },
        stream: Stream::work(office()),
        cycle: Some(cycle()),
        body: Body::Write { edits },
    }
}

pub fn add(field: &str, value: Value) -> Edit {
    Edit::Add {
        field: field.to_owned(),
        value,
    }
}

pub fn activity(area: &str) -> Draft {
    let facts = ActivityFacts {
        area: Some(area.into()),
        title: "Pembentukan tim".into(),
        ..ActivityFacts::default()
    };
    command::new_activity(id("kegiatan"), office(), cycle(), &facts)
}

pub fn sub(of: &str) -> Draft {
    let facts = SubActivityFacts {
        activity: Some(id(of)),
        title: "Rapat".into(),
        ..SubActivityFacts::default()
    };
    command::new_sub(id("sub"), office(), cycle(), &facts)
}

pub fn indicator(of: &str) -> Draft {
    let facts = IndicatorFacts {
        sub: Some(id(of)),
        title: "SK terbit".into(),
        ..IndicatorFacts::default()
    };
    command::new_indicator(id("indikator"), office(), cycle(), &facts)
}

pub fn evidence(name: &str, items: &[&str]) -> Draft {
    let capture = Capture {
        facts: EvidenceFacts {
            note: Some("Notula".into()),
            ..EvidenceFacts::default()
        },
        items: items.iter().map(|&item| item.to_owned()).collect(),
        ..Capture::default()
    };
    command::capture(id(name), office(), cycle(), &capture).remove(0)
}

/// A world with a plan of three levels in area "manajemen".
pub fn planned() -> World {
    let mut world = World::new();
    world.take("anggota", activity("manajemen")).unwrap();
    world.take("anggota", sub("kegiatan")).unwrap();
    world.take("anggota", indicator("sub")).unwrap();
    world
}
