//! The form of a plan element, in a sheet. Every field is a draft: a killed tab loses not one keystroke,
//! and closing the sheet loses nothing.

use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::command::typed_over;
use model::id::RecordId;
use model::op::Draft;
use model::schema::target_field;
use model::sync::Replica;
use model::time::Quarter;

use super::bentuk::{Form, Level};
use super::isi::{self, Fault, Typed};
use super::orang::{PeopleField, people};
use super::susun::RIGHT;
use crate::drafts::{Kept, use_draft_of, use_draft_over};
use crate::engine::{Said, use_engine};
use crate::i18n::{Locale, use_texts};
use crate::pages::here;
use crate::pages::saving::{Refusal, use_saving};
use crate::pages::states::Ready;
use crate::ui::{Field, Select, Sheet, focus_wrong};

/// The sheet of forms of a page: which one is open.
#[derive(Clone, Copy)]
pub struct Door {
    open: RwSignal<bool>,
    form: RwSignal<Form>,
}

impl Door {
    /// Closed.
    #[must_use]
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            form: RwSignal::new(Form::new_kegiatan()),
        }
    }

    /// Opens a form.
    pub fn show(self, form: Form) {
        self.form.set(form);
        self.open.set(true);
    }
}

/// The sheet.
#[component]
pub fn FormSheet(
    /// Which form.
    door: Door,
    /// Where one is.
    ready: Ready,
) -> impl IntoView {
    let t = use_texts();
    let title = Signal::derive(move || door.form.get().title(t).to_owned());
    view! {
        <Sheet open=door.open title>
            <Body form=door.form.get_untracked() open=door.open ready=ready.clone() />
        </Sheet>
    }
    .into_any()
}

/// One field's value, and how its draft is forgotten.
struct Fields {
    kept: Vec<Kept>,
    form: Form,
    stands: Memo<Typed>,
}

impl Fields {
    /// A field of the form; one that edits is typed over the register of that name.
    fn field(
        &mut self,
        name: &str,
        of: impl Fn(&Typed) -> String + Send + Sync + 'static,
    ) -> RwSignal<String> {
        let stands = self.stands;
        let stands = Signal::derive(move || stands.with(&of));
        let key = self.form.key(name);
        let kept = match self.form.edits {
            Some(id) => use_draft_over(&key, (id, name.to_owned()), stands),
            None => use_draft_of(&key, stands.get_untracked()),
        };
        let value = kept.value;
        self.kept.push(kept);
        value
    }
}

#[component]
fn Body(form: Form, open: RwSignal<bool>, ready: Ready) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let navigate = use_navigate();
    let (words, f) = (t.rencana(), &t.rencana().fields);
    let stands = Memo::new(move |_| engine.read(|device| isi::standing(device, form, t.locale)));
    let area_now = stands.with_untracked(|stands| stands.area.clone());
    let mut fields = Fields {
        kept: Vec::new(),
        form,
        stands,
    };
    let typed = Inputs {
        title: fields.field("judul", |typed| typed.title.clone()),
        area: fields.field("area", |typed| typed.area.clone()),
        output: fields.field("keluaran", |typed| typed.output.clone()),
        unit: fields.field("satuan", |typed| typed.unit.clone()),
        starts: fields.field("mulai", |typed| typed.starts.clone()),
        due: fields.field("tenggat", |typed| typed.due.clone()),
        targets: Quarter::ALL.map(|quarter| {
            let i = usize::from(quarter.number() - 1);
            fields.field(&target_field(quarter), move |typed| {
                typed.targets[i].clone()
            })
        }),
        people: fields.field("pelaksana", |typed| typed.people.clone()),
        coordinator: fields.field("koordinator", |typed| typed.coordinator.clone()),
        responsible: fields.field("penanggung_jawab", |typed| typed.responsible.clone()),
    };
    let kept = StoredValue::new_local(fields.kept);
    let faults = RwSignal::new(Vec::<Fault>::new());
    let fault = move |of: Fault, words: &'static str| {
        Signal::derive(move || faults.with(|f| f.contains(&of)).then(|| words.to_owned()))
    };
    let note = RwSignal::new(None::<&'static str>);
    let saving = use_saving(engine);
    let here = ready.here.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = typed.read(t.locale);
        match typed.check(form.level) {
            Err(found) => {
                faults.set(found);
                focus_wrong();
            }
            Ok(()) => {
                faults.set(Vec::new());
                let id = form.edits.unwrap_or_else(|| engine.new_record());
                let draft = engine.peek(|device| {
                    let draft =
                        isi::draft(device, form, id, here.office_id(), here.cycle_id(), &typed)?;
                    let seen = kept
                        .with_value(|kept| kept.iter().filter_map(Kept::seen).collect::<Vec<_>>());
                    Some(typed_over(draft, seen))
                });
                let Some(draft) = draft else {
                    note.set(Some(t.rencana().unchanged));
                    return;
                };
                let said = match form.edits {
                    None => Said::undoable((words.made)(typed.title.trim()), removal(id)),
                    Some(_) => {
                        let before = engine.peek(|device| isi::standing(device, form, t.locale));
                        let (office, cycle) = (here.office_id(), here.cycle_id());
                        Said::undoable((words.changed)(typed.title.trim()), move |device| {
                            let back = isi::draft(device, form, id, office, cycle, &before);
                            back.into_iter().collect()
                        })
                    }
                };
                // What was made has its page only once it is kept.
                let navigate = navigate.clone();
                let done = move || {
                    open.set(false);
                    if form.edits.is_none() && form.level == Level::Kegiatan {
                        navigate(&format!("/rencana/{id}"), Default::default());
                    }
                };
                let sent = kept.with_value(|kept| kept.iter().map(Kept::sent).collect::<Vec<_>>());
                saving.state(vec![draft], said, sent, done);
            }
        }
    };
    let everyone = untrack(|| people(engine, ready.here.office_id()));
    let office = ready.here.office_id();
    let one_person = move |label: &'static str, id: &'static str, value: RwSignal<String>| {
        let mut options = vec![(String::new(), words.no_one.to_owned())];
        let all = untrack(|| people(engine, office));
        options.extend(all.into_iter().map(|(id, name)| (id.to_string(), name)));
        view! { <Select id label value options /> }
    };
    let area_field = (form.level == Level::Kegiatan).then(|| {
        // What the person may not write isn't offered; what stands stays.
        let mine = |code: &&str| {
            let may = || ready.here.may(engine, RIGHT, &[code]).is_ok();
            *code == area_now || untrack(may)
        };
        let areas = ready.instrument.areas();
        let named = areas
            .into_iter()
            .filter(mine)
            .map(|code| (code.to_owned(), here::area_name(t, &ready.instrument, code)));
        let mut options = vec![(String::new(), words.no_one.to_owned())];
        options.extend(named);
        view! {
            <Select
                id="f-area"
                label=f.area
                value=typed.area
                options
                error=fault(Fault::Area, t.isian().required)
            />
        }
    });
    let output_fields = (form.level == Level::Indikator).then(|| {
        let bad = words.bad_number;
        let target = move |q: Quarter| {
            let i = usize::from(q.number() - 1);
            view! {
                <Field
                    id=format!("f-target-{i}")
                    label=(f.target)(q.roman())
                    value=typed.targets[i]
                    inputmode="decimal"
                    error=fault(Fault::Target(q), bad)
                />
            }
        };
        view! {
            <Field id="f-keluaran" label=f.output value=typed.output placeholder=f.output_example />
            <Field id="f-satuan" label=f.unit value=typed.unit placeholder=f.unit_example />
            <fieldset class="stack-2">
                <legend class="lbl">{f.targets}</legend>
                {Quarter::ALL.map(target).into_iter().collect_view()}
            </fieldset>
        }
    });
    let lead_fields = (form.level != Level::Indikator).then(|| {
        view! {
            <Field
                id="f-mulai"
                label=f.start
                kind="date"
                value=typed.starts
                error=fault(Fault::Start, t.isian().bad_date)
            />
        }
    });
    let leads = (form.level != Level::Indikator).then(|| {
        view! {
            {one_person(f.coordinator, "f-koordinator", typed.coordinator)}
            {one_person(f.responsible, "f-jawab", typed.responsible)}
        }
    });
    view! {
        <form class="stack-4" novalidate on:submit=save>
            <Field
                id="f-judul"
                label=f.title
                value=typed.title
                error=fault(Fault::Title, t.isian().required)
            />
            {area_field}
            {output_fields}
            {lead_fields}
            <Field
                id="f-tenggat"
                label=f.due
                kind="date"
                value=typed.due
                error=Signal::derive(move || {
                    faults
                        .with(|f| {
                            if f.contains(&Fault::Due) {
                                Some(t.isian().bad_date.to_owned())
                            } else if f.contains(&Fault::Order) {
                                Some(words.due_before_start.to_owned())
                            } else {
                                None
                            }
                        })
                })
            />
            <PeopleField label=f.people people=everyone value=typed.people />
            {leads}
            <Refusal saving />
            <p class="cap" role="status">
                {move || note.get().unwrap_or(t.isian().draft_kept)}
            </p>
            <div class="btns">
                <button type="submit" class="btn primary">
                    {t.isian().save}
                </button>
                <button type="button" class="btn quiet" on:click=move |_| open.set(false)>
                    {t.umum.close}
                </button>
            </div>
        </form>
    }
    .into_any()
}

/// The inputs' signals.
#[derive(Clone, Copy)]
struct Inputs {
    title: RwSignal<String>,
    area: RwSignal<String>,
    output: RwSignal<String>,
    unit: RwSignal<String>,
    starts: RwSignal<String>,
    due: RwSignal<String>,
    targets: [RwSignal<String>; 4],
    people: RwSignal<String>,
    coordinator: RwSignal<String>,
    responsible: RwSignal<String>,
}

impl Inputs {
    fn read(self, locale: Locale) -> Typed {
        Typed {
            locale,
            title: self.title.get_untracked(),
            area: self.area.get_untracked(),
            output: self.output.get_untracked(),
            unit: self.unit.get_untracked(),
            starts: self.starts.get_untracked(),
            due: self.due.get_untracked(),
            targets: self.targets.map(|target| target.get_untracked()),
            people: self.people.get_untracked(),
            coordinator: self.coordinator.get_untracked(),
            responsible: self.responsible.get_untracked(),
        }
    }
}

/// Takes a new element back.
fn removal(id: RecordId) -> impl Fn(&Replica) -> Vec<Draft> {
    move |device| {
        device
            .record(id)
            .map(model::command::delete)
            .into_iter()
            .collect()
    }
}
