//! What a piece of evidence is for: items of the worksheet and outputs of the plan, each a check box.
//! Every tap is kept at once, with a way back.

use std::sync::Arc;

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::instrument::Instrument;
use model::op::Draft;
use model::record::Record;
use model::rights::Action;
use model::schema::Kind;
use model::sync::Replica;
use model::view::{Evidence, plan};

use super::guna;
use crate::engine::{Engine, Said, use_engine};
use crate::i18n::use_texts;
use crate::pages::here::Here;
use crate::ui::Field;

/// At most so many of each are shown; typing narrows them down.
const SHOWN: usize = 40;

/// One thing that evidence can serve.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Use {
    /// An item of the worksheet.
    Item(String),
    /// An output of the plan.
    Output(RecordId),
}

impl Use {
    fn bind(&self, record: &Record) -> Option<Draft> {
        match self {
            Self::Item(item) => command::bind_item(record, item),
            Self::Output(output) => command::bind_output(record, *output),
        }
    }

    fn unbind(&self, record: &Record) -> Option<Draft> {
        match self {
            Self::Item(item) => command::unbind_item(record, item),
            Self::Output(output) => command::unbind_output(record, *output),
        }
    }

    /// Whether a piece serves it.
    #[must_use]
    pub fn of(&self, evidence: &Evidence) -> bool {
        match self {
            Self::Item(item) => evidence.items.contains(item),
            Self::Output(output) => evidence.outputs.contains(output),
        }
    }
}

/// Lets a piece serve something, or no more.
pub fn set(
    engine: Engine,
    t: &'static crate::i18n::Texts,
    id: RecordId,
    what: &Use,
    on: bool,
    name: &str,
) {
    let draft = engine.peek(|device| {
        let record = device.record(id)?;
        if on {
            what.bind(record)
        } else {
            what.unbind(record)
        }
    });
    let back = what.clone();
    // What fulfilled a document of the item fulfils it again after an undo.
    let before = engine.peek(|device| device.record(id).and_then(Evidence::read));
    let undo = move |device: &Replica| {
        let Some(record) = device.record(id) else {
            return Vec::new();
        };
        if on {
            return back.unbind(record).into_iter().collect();
        }
        let fulfilled = before.iter().flat_map(|before| &before.fulfils);
        let of_this = fulfilled.filter(|f| back == Use::Item(f.butir.clone()));
        let mut drafts: Vec<Draft> = of_this
            .filter_map(|f| command::fulfil(record, &f.butir, &f.dokumen))
            .collect();
        if drafts.is_empty() {
            drafts.extend(back.bind(record));
        }
        drafts
    };
    let said = if on {
        (t.bukti().bound)(name)
    } else {
        (t.bukti().unbound)(name)
    };
    engine.submit(draft.into_iter().collect(), Said::undoable(said, undo));
}

/// Things that evidence can serve, with their names.
type Choices = Vec<(Use, String)>;

/// What can be chosen: items, and outputs.
fn choices(engine: Engine, here: &Here, instrument: &Instrument) -> (Choices, Choices) {
    let may = |area: Option<&str>| {
        let areas: Vec<&str> = area.into_iter().collect();
        here.may(engine, Action::Evidence, &areas).is_ok()
    };
    let items = instrument
        .items()
        .filter(|item| may(item.area.as_deref()))
        .map(|item| {
            let name = format!(
                "{} · {}",
                guna::item_label(instrument, &item.id),
                item.title
            );
            (Use::Item(item.id.clone()), name)
        })
        .collect();
    let (office, cycle) = (here.office_id(), Some(here.cycle_id()));
    let plan = engine.read(|device| {
        plan(
            [Kind::Kegiatan, Kind::SubKegiatan, Kind::Indikator]
                .iter()
                .flat_map(|kind| device.of_kind(kind, cycle))
                .filter(|record| record.stream.office == office),
        )
    });
    let outputs = guna::outputs(&plan)
        .into_iter()
        .map(|(id, name)| (Use::Output(id), name))
        .collect();
    (items, outputs)
}

/// The content of the picker's sheet.
#[component]
pub fn Pilih(
    /// The piece.
    id: RecordId,
    /// As it stands.
    evidence: Signal<Evidence>,
    /// Where one is.
    here: Here,
    /// The worksheet.
    instrument: Arc<Instrument>,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let b = t.bukti();
    let typed = RwSignal::new(String::new());
    let (items, outputs) = untrack(|| choices(engine, &here, &instrument));
    let list = move |name: &'static str, all: Choices| {
        let shown = Memo::new(move |_| {
            let typed = typed.get();
            // What is chosen comes first, then what fits.
            let chosen = |of: &Use| evidence.with_untracked(|evidence| of.of(evidence));
            let mut fitting: Vec<(Use, String)> = all
                .iter()
                .filter(|(_, name)| guna::fits(name, &typed))
                .cloned()
                .collect();
            fitting.sort_by_key(|(of, _)| !chosen(of));
            fitting.truncate(SHOWN);
            fitting
        });
        let row = move |(what, name): (Use, String)| {
            let (is, said) = (what.clone(), name.clone());
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=move || evidence.with(|evidence| is.of(evidence))
                        on:change=move |event| {
                            set(engine, t, id, &what, event_target_checked(&event), &said);
                        }
                    />
                    <span>{name}</span>
                </label>
            }
        };
        view! {
            <Show when=move || shown.with(|shown| !shown.is_empty())>
                <fieldset class="field">
                    <legend class="lbl">{name}</legend>
                    <For each=move || shown.get() key=|(what, _)| what.clone() children=row />
                </fieldset>
            </Show>
        }
    };
    let every: Vec<String> = items
        .iter()
        .chain(&outputs)
        .map(|(_, name)| name.clone())
        .collect();
    let nothing = move || {
        let typed = typed.get();
        (!every.iter().any(|name| guna::fits(name, &typed)))
            .then(|| view! { <p class="cap">{b.no_use_found}</p> })
    };
    view! {
        <Field id="f-cari" label=b.find_use value=typed kind="search" />
        {list(b.items, items)}
        {list(b.outputs, outputs)}
        {nothing}
    }
    .into_any()
}
