//! Repairing what was refused: the value that was typed goes back into its field as a draft, and the
//! person to that field. The refused change stays until they let it go.

use model::op::{Body, Edit, Op};
use model::schema::Kind;
use model::sync::Replica;
use serde_json::Value;

use super::kata;
use crate::pages::rencana::bentuk::{Form, Level};

/// Where something is mended, and what was typed there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Repair {
    /// The page.
    pub page: String,
    /// Drafts by their field's name.
    pub drafts: Vec<(String, String)>,
}

/// The values that an op gives registers, as they are typed.
fn typed(op: &Op) -> Vec<(&str, String)> {
    let Body::Write { edits } = &op.body else {
        return Vec::new();
    };
    let text = |value: &Value| match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let set = |edit: &'_ Edit| match edit {
        Edit::Set { value, .. } => text(value),
        _ => None,
    };
    let values = edits.iter().map(|edit| (edit.field(), set(edit)));
    values
        .filter_map(|(field, text)| Some((field, text?)))
        .collect()
}

/// Where a refused op can be mended; nothing where there is no field to type in.
#[must_use]
pub fn repair(device: &Replica, op: &Op) -> Option<Repair> {
    let page = kata::page_of(device, op);
    let typed = typed(op);
    let id = op.record.id;
    let level = match op.record.kind {
        Kind::Kegiatan => Some(Level::Kegiatan),
        Kind::SubKegiatan => Some(Level::Sub),
        Kind::Indikator => Some(Level::Indikator),
        _ => None,
    };
    let keep = |names: &dyn Fn(&str) -> Option<String>| -> Vec<(String, String)> {
        let drafts = typed
            .iter()
            .filter_map(|(field, text)| Some((names(field)?, text.clone())));
        drafts.collect()
    };
    let (page, drafts) = match (&op.record.kind, level) {
        (Kind::Jawaban | Kind::Komentar, _) => {
            let page = page?;
            let item = page.strip_prefix("/butir/")?.to_owned();
            let names = |field: &str| match field {
                // Of a criterion nothing is typed: the card is chosen anew.
                "nilai" if is_number(device, &item) => Some(format!("butir/{item}/nilai")),
                "catatan" => Some(format!("butir/{item}/catatan")),
                "teks" => Some(format!("butir/{item}/tanggapan")),
                _ => None,
            };
            let drafts = keep(&names);
            (page, drafts)
        }
        (Kind::Bukti, _) => (page?, keep(&|field| Some(format!("bukti/{id}/{field}")))),
        (_, Some(level)) => {
            let shown = page.is_some();
            let parent = typed
                .iter()
                .find(|(field, _)| matches!(*field, "kegiatan" | "sub_kegiatan"));
            let parent = parent.and_then(|(_, id)| id.parse().ok());
            let form = match parent {
                _ if shown => Form::edit(level, id),
                Some(parent) => Form::new_below(level, parent),
                None => Form::new_kegiatan(),
            };
            let names = |field: &str| match field.strip_prefix("realisasi_") {
                Some(quarter) => Some(format!("rencana.realisasi.{id}.{quarter}")),
                None => Some(form.key(field)),
            };
            let above = parent.map(|parent| format!("/rencana/{parent}"));
            let page = page.or(above).unwrap_or_else(|| "/rencana".to_owned());
            (page, keep(&names))
        }
        _ => return None,
    };
    (!drafts.is_empty()).then_some(Repair { page, drafts })
}

/// Whether an item is answered by typing a number.
fn is_number(device: &Replica, item: &str) -> bool {
    let mut documents = device.documents();
    let found = documents.find_map(|instrument| instrument.item(item));
    found.is_some_and(|item| item.answer.is_number())
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::command;
    use model::id::{CycleId, DeviceId, OfficeId, OpId, PersonId, RecordId};
    use model::op::{Draft, VOCABULARY};
    use model::time::Millis;

    fn op(draft: Draft) -> Op {
        Op {
            v: VOCABULARY,
            id: OpId::derived(&["op"]),
            actor: PersonId::derived(&["siti"]),
            device: DeviceId::derived(&["d"]),
            at: Millis(0),
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record,
            body: draft.body,
            on_behalf: None,
            salt: String::new(),
        }
    }

    #[test]
    fn a_refused_note_goes_back_into_its_field() {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let note = op(command::note(office, cycle, "lke:A.1", None, "Sudah."));
        let found = repair(&Replica::default(), &note).unwrap();
        assert_eq!(found.page, "/butir/lke:A.1");
        let draft = ("butir/lke:A.1/catatan".to_owned(), "Sudah.".to_owned());
        assert_eq!(found.drafts, [draft]);
        // A criterion is chosen, not typed.
        let answer = op(command::answer(office, cycle, "lke:A.1", None, Some("A")));
        assert_eq!(repair(&Replica::default(), &answer), None);
    }

    #[test]
    fn a_refused_new_output_goes_back_into_the_form_below_its_parent() {
        let (office, cycle) = (OfficeId::derived(&["o"]), CycleId::derived(&["c"]));
        let (id, parent) = (RecordId::derived(&["i"]), RecordId::derived(&["s"]));
        let facts = command::IndicatorFacts {
            title: "Terpindai".into(),
            sub: Some(parent),
            ..Default::default()
        };
        let made = op(command::new_indicator(id, office, cycle, &facts));
        let found = repair(&Replica::default(), &made).unwrap();
        assert_eq!(found.page, format!("/rencana/{parent}"));
        let title = (
            Form::new_below(Level::Indikator, parent).key("judul"),
            "Terpindai".to_owned(),
        );
        assert!(found.drafts.contains(&title), "{:?}", found.drafts);
    }

    #[test]
    fn a_target_has_another_name_in_the_form() {}
}
