//! Past years under a family of worksheets: what is known of the offices that one administers, and a form
//! to enter one with its source.

use leptos::prelude::*;
use model::instrument::number;
use model::view::BadPast;

use super::form::{Form, FormSheet, Wrong, choice_of};
use super::parts::said;
use super::{address, send};
use crate::admin::shelf::{Shelf, Version};
use crate::admin::years::{DropYear, PastYear};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Field, Icon, Select};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    office: RwSignal<String>,
    year: RwSignal<String>,
    index: RwSignal<String>,
    whole: RwSignal<String>,
    source: RwSignal<String>,
    verified: RwSignal<String>,
    evidenced: RwSignal<String>,
    claimed: RwSignal<String>,
}

impl Typed {
    /// What is proposed: the year before, of a hundred points.
    fn new(office: RwSignal<String>, year: i32) -> Self {
        let empty = || RwSignal::new(String::new());
        Self {
            office,
            year: RwSignal::new((year - 1).to_string()),
            index: empty(),
            whole: RwSignal::new("100".to_owned()),
            source: empty(),
            verified: empty(),
            evidenced: empty(),
            claimed: empty(),
        }
    }

    /// What was typed, if it can be; the model says what can.
    fn read(self, t: &Texts, family: &str) -> Result<PastYear, Wrong> {
        let w = t.tahun();
        let text = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
        let points = |name: &'static str, signal: RwSignal<String>| -> Result<String, Wrong> {
            let read = number(&text(signal)).ok_or((name, w.wrong_number))?;
            Ok(read.normalize().to_string())
        };
        let parts = [
            ("verif", self.verified),
            ("bukti", self.evidenced),
            ("klaim", self.claimed),
        ];
        let any = parts.iter().any(|(_, signal)| !text(*signal).is_empty());
        let parts = match any {
            true => {
                let [verified, evidenced, claimed] = parts.map(|(name, of)| points(name, of));
                Some([verified?, evidenced?, claimed?])
            }
            false => None,
        };
        let entered = PastYear {
            office: text(self.office)
                .parse()
                .map_err(|_| ("kantor", w.needed))?,
            family: family.to_owned(),
            year: text(self.year)
                .parse()
                .map_err(|_| ("tahun", w.wrong_year))?,
            index: points("indeks", self.index)?,
            whole: points("dari", self.whole)?,
            parts,
            source: text(self.source),
            cycle: None,
        };
        let past = entered.read().ok_or(("indeks", w.wrong_number))?;
        match past.check() {
            Ok(()) => Ok(entered),
            Err(BadPast::Year) => Err(("tahun", w.wrong_year)),
            Err(BadPast::Index) => Err(("indeks", w.wrong_index)),
            Err(BadPast::Parts) => Err(("verif", w.wrong_parts)),
            Err(BadPast::Source) => Err(("sumber", w.no_source)),
        }
    }
}

/// The years that are known, and the form.
#[component]
pub fn PastYears(
    /// The version that is looked at: its family is meant.
    version: Version,
    /// What the server told.
    shelf: StoredValue<Shelf>,
) -> impl IntoView {
    let t = use_texts();
    let w = t.tahun();
    let (offices, years, now) = shelf.with_value(|shelf| {
        let of_family = |one: &&PastYear| one.family == version.family;
        let years: Vec<PastYear> = shelf.years.iter().filter(of_family).cloned().collect();
        (shelf.offices.clone(), years, shelf.zone.date(shelf.at).year)
    });
    if offices.is_empty() {
        return ().into_any();
    }
    let here = StoredValue::new(address(&version.digest));
    let family = StoredValue::new(version.family);
    let (office, names) = choice_of(&offices);
    let (form, typed) = (Form::new(), Typed::new(office, now));
    let (gone, busy) = (RwSignal::new(None::<String>), RwSignal::new(false));
    let of = move |field| form.wrong_with(field);
    let submit = Callback::new(move |()| {
        let read = family.with_value(|family| typed.read(t, family));
        if let Some(body) = form.read(read) {
            let then = move |(): ()| Ok(Some(here.get_value()));
            form.send(t, "/api/v1/admin/years", body, then);
        }
    });
    let name_of = |one: &PastYear| {
        let office = offices.iter().find(|office| office.id == one.office);
        office.map(|office| office.name.clone()).unwrap_or_default()
    };
    let line = |one: PastYear| {
        let office = name_of(&one);
        let points = |text: &str| {
            text.parse()
                .map_or_else(|_| text.to_owned(), |n| t.score(n))
        };
        let words = (w.line)(&office, one.year, &points(&one.index), &points(&one.whole));
        let source = match one.cycle {
            Some(_) => w.from_cycle.to_owned(),
            None => one.source.clone(),
        };
        let remove = one.cycle.is_none().then(|| {
            let (office, year) = (one.office, one.year);
            let drop_it = move |_| {
                let body = DropYear {
                    office,
                    family: family.get_value(),
                    year,
                };
                let then = move |(): ()| Ok(Some(here.get_value()));
                send(t, "/api/v1/admin/years/remove", body, busy, gone, then);
            };
            view! {
                <button
                    type="button"
                    class="ib"
                    aria-label=(t.instrumen().remove)(&words)
                    on:click=drop_it
                >
                    <Icon name="bin" class="s" />
                </button>
            }
        });
        view! {
            <li>
                <span>{words.clone()} " · " {source}</span>
                {remove}
            </li>
        }
    };
    let lines = years.into_iter().map(line).collect_view();
    view! {
        <details class="compare">
            <summary class="lbl">{w.title}</summary>
            <ul class="uses cap">{lines}</ul>
            {said(gone)}
            <button type="button" class="btn quiet" on:click=move |_| form.open.set(true)>
                <Icon name="plus" class="s" />
                {w.enter}
            </button>
        </details>
        <FormSheet form title=w.enter go=w.keep on_submit=submit>
            <p class="cap">{w.why}</p>
            <Select
                id="r-kantor"
                label=t.instrumen().cycle_office
                value=typed.office
                options=names
                error=of("kantor")
            />
            <Field id="r-tahun" label=w.year inputmode="numeric" value=typed.year error=of("tahun") />
            <div class="two">
                <Field id="r-indeks" label=w.index inputmode="decimal" value=typed.index error=of("indeks") />
                <Field id="r-dari" label=w.whole inputmode="decimal" value=typed.whole error=of("dari") />
            </div>
            <Field id="r-sumber" label=w.source help=w.source_help value=typed.source error=of("sumber") />
            <details class="field">
                <summary class="lbl">{w.parts}</summary>
                <div class="stack mt-2">
                <Field id="r-verif" label=w.verified inputmode="decimal" value=typed.verified error=of("verif") />
                <Field id="r-bukti" label=w.evidenced inputmode="decimal" value=typed.evidenced error=of("bukti") />
                <Field id="r-klaim" label=w.claimed inputmode="decimal" value=typed.claimed error=of("klaim") />
                </div>
            </details>
        </FormSheet>
    }
    .into_any()
}
