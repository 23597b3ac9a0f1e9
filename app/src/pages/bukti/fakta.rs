//! What a piece of evidence is: title, kind, number, date. Asked after the capture, never before it.

use leptos::prelude::*;
use model::command::{self, EvidenceFacts};
use model::id::RecordId;
use model::schema::EVIDENCE_KINDS;
use model::sync::Replica;
use model::time::Date;
use model::view::Evidence;

use crate::drafts::{Kept, use_draft_over};
use crate::engine::{Said, use_engine};
use crate::i18n::use_texts;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{Field, Select, focus_wrong};

/// The facts as they stand.
#[must_use]
pub fn facts_of(evidence: &Evidence) -> EvidenceFacts {
    EvidenceFacts {
        title: evidence.title.clone(),
        kind: evidence.kind.clone(),
        number: evidence.number.clone(),
        date: evidence.date,
        until: evidence.until,
        link: evidence.link.clone(),
        note: evidence.note.clone(),
        restricted: evidence.restricted,
    }
}

/// The form.
#[component]
pub fn FactsForm(
    /// The piece as it stands when the form opens.
    evidence: Evidence,
    /// Whether only what is asked first is shown.
    #[prop(optional)]
    brief: bool,
    /// Whether they may say who opens it.
    takes_away: bool,
    /// Called once it is kept, or given up.
    on_done: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (b, f) = (t.bukti(), &t.bukti().fields);
    let id = evidence.id;
    let opened = facts_of(&evidence);
    let stands = Memo::new(move |_| {
        let now = engine.read(|device| device.record(id).and_then(Evidence::read));
        now.map_or_else(|| opened.clone(), |evidence| facts_of(&evidence))
    });
    let field = |name: &str, of: fn(&EvidenceFacts) -> Option<String>| {
        let stands = Signal::derive(move || stands.with(of).unwrap_or_default());
        use_draft_over(&format!("bukti/{id}/{name}"), (id, name.to_owned()), stands)
    };
    let title = field("judul", |facts| Some(facts.title.clone()));
    let kind = field("jenis", |facts| facts.kind.clone());
    let number = field("nomor", |facts| facts.number.clone());
    let date = field("tanggal", |facts| facts.date.map(|date| date.to_string()));
    let until = field("tanggal_akhir", |facts| {
        facts.until.map(|date| date.to_string())
    });
    let note = field("catatan", |facts| facts.note.clone());
    // Nothing until somebody ticks.
    let ticked = RwSignal::new(None::<bool>);
    let restricted = Signal::derive(move || {
        ticked
            .get()
            .unwrap_or_else(|| stands.with(|facts| facts.restricted))
    });
    let all = [title, kind, number, date, until, note];
    let saving = use_saving(engine);
    let bad_date = RwSignal::new(None::<String>);
    let bad_until = RwSignal::new(None::<String>);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = |kept: Kept| {
            let text = kept.value.get_untracked().trim().to_owned();
            (!text.is_empty()).then_some(text)
        };
        let read = |kept: Kept, fault: RwSignal<Option<String>>| {
            let text = typed(kept);
            let date = text.as_deref().and_then(|text| text.parse::<Date>().ok());
            let wrong = text.is_some() && date.is_none();
            fault.set(wrong.then(|| t.isian().bad_date.to_owned()));
            (date, wrong)
        };
        let (from, wrong_from) = read(date, bad_date);
        let (to, wrong_to) = read(until, bad_until);
        if matches!((from, to), (Some(from), Some(to)) if to < from) {
            bad_until.set(Some(b.bad_period.to_owned()));
            return focus_wrong();
        }
        if wrong_from || wrong_to {
            return focus_wrong();
        }
        let before = stands.get_untracked();
        let facts = EvidenceFacts {
            title: typed(title).unwrap_or_default(),
            kind: typed(kind),
            number: typed(number),
            date: from,
            until: to,
            link: before.link.clone(),
            note: typed(note),
            restricted: restricted.get_untracked(),
        };
        let draft = engine.peek(|device| {
            let draft = command::edit_evidence(device.record(id)?, &facts)?;
            Some(command::typed_over(
                draft,
                all.iter().filter_map(Kept::seen),
            ))
        });
        let undo = move |device: &Replica| {
            let record = device.record(id);
            record
                .and_then(|record| command::edit_evidence(record, &before))
                .into_iter()
                .collect()
        };
        let said = Said::undoable(b.facts_saved, undo);
        let typed = all.iter().map(Kept::sent);
        saving.state(draft, said, typed, move || on_done.run(()));
    };
    let mut kinds = vec![(String::new(), f.no_kind.to_owned())];
    kinds.extend(
        EVIDENCE_KINDS
            .iter()
            .map(|k| ((*k).to_owned(), (b.kind)(k).to_owned())),
    );
    let more = (!brief).then(|| {
        view! {
            <Field id=input_id(id, "nomor") label=f.number value=number.value />
            <Field
                id=input_id(id, "akhir")
                label=f.until
                kind="date"
                value=until.value
                error=bad_until
            />
            <Field id=input_id(id, "catatan") label=f.note value=note.value long=true />
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || restricted.get()
                    disabled=!takes_away
                    on:change=move |event| ticked.set(Some(event_target_checked(&event)))
                />
                <span>
                    {b.restricted} <span class="cap">" " {b.restricted_help}</span>
                </span>
            </label>
        }
    });
    view! {
        <form class="stack-4" novalidate on:submit=save>
            <Field id=input_id(id, "judul") label=f.title value=title.value />
            <Select id=input_id(id, "jenis") label=f.kind value=kind.value options=kinds />
            <Field
                id=input_id(id, "tanggal")
                label=f.date
                kind="date"
                value=date.value
                error=bad_date
                help=f.date_help
            />
            {more}
            <Refusal saving />
            <div class="btns">
                <button type="submit" class="btn primary">
                    {t.isian().save}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| on_done.run(())>
                    {b.later}
                </button>
            </div>
        </form>
    }
    .into_any()
}

fn input_id(id: RecordId, field: &str) -> String {
    format!("f-{field}-{id}")
}
