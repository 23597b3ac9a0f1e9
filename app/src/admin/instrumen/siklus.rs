//! Opening a cycle with a published instrument.

use leptos::prelude::*;
use model::instrument::number;
use model::time::Date;

use super::form::{Form, FormSheet, Wrong, choice_of};
use crate::admin::shelf::{OfficeName, OpenCycle};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Field, Icon, Select};

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    office: RwSignal<String>,
    name: RwSignal<String>,
    year: RwSignal<String>,
    opens: RwSignal<String>,
    closes: RwSignal<String>,
    target: RwSignal<String>,
}

impl Typed {
    fn read(self, t: &Texts, instrument: &str) -> Result<OpenCycle, Wrong> {
        let w = t.instrumen();
        let text = |signal: RwSignal<String>| signal.with_untracked(|text| text.trim().to_owned());
        let date = |name: &'static str, signal: RwSignal<String>| {
            let text = text(signal);
            if text.is_empty() || text.parse::<Date>().is_ok() {
                Ok(text)
            } else {
                Err((name, w.wrong_date))
            }
        };
        let office = text(self.office)
            .parse()
            .map_err(|_| ("kantor", w.needed))?;
        let name = text(self.name);
        if name.is_empty() {
            return Err(("nama", w.needed));
        }
        let year = text(self.year).parse::<i32>().ok();
        let year = year.filter(|year| (2000..2100).contains(year));
        let target = text(self.target);
        let target = if target.is_empty() {
            target
        } else {
            let number = number(&target).ok_or(("target", w.wrong_number))?;
            number.normalize().to_string()
        };
        let (opens, closes) = (date("mulai", self.opens)?, date("tutup", self.closes)?);
        if !opens.is_empty() && !closes.is_empty() && closes < opens {
            return Err(("tutup", w.closes_first));
        }
        Ok(OpenCycle {
            office,
            name,
            year: year.ok_or(("tahun", w.wrong_year))?,
            instrument: instrument.to_owned(),
            opens,
            closes,
            target,
        })
    }
}

/// The button, and the sheet that it opens.
#[component]
pub fn OpenACycle(
    /// Digest of the instrument.
    instrument: String,
    /// The offices for which one may be opened.
    offices: Vec<OfficeName>,
    /// The year that is proposed.
    year: i32,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    let form = Form::new();
    let (office, names) = choice_of(&offices);
    let typed = Typed {
        office,
        name: RwSignal::new((w.cycle_name)(year)),
        year: RwSignal::new(year.to_string()),
        opens: RwSignal::new(format!("{year}-01-01")),
        closes: RwSignal::new(format!("{year}-12-31")),
        target: RwSignal::new(String::new()),
    };
    let of = move |field| form.wrong_with(field);
    let instrument = StoredValue::new(instrument);
    let submit = Callback::new(move |()| {
        let read = instrument.with_value(|digest| typed.read(t, digest));
        if let Some(body) = form.read(read) {
            let here = super::address(&body.instrument);
            form.send(t, "/api/v1/admin/cycles", body, move |(): ()| {
                Ok(Some(here))
            });
        }
    });
    view! {
        <button type="button" class="btn" on:click=move |_| form.open.set(true)>
            <Icon name="plan" class="s" />
            {w.open_cycle}
        </button>
        <FormSheet form title=w.open_cycle go=w.open_cycle on_submit=submit>
            <Select id="s-kantor" label=w.cycle_office value=typed.office options=names error=of("kantor") />
            <Field id="s-nama" label=w.cycle_title value=typed.name error=of("nama") />
            <Field
                id="s-tahun"
                label=w.cycle_year
                inputmode="numeric"
                value=typed.year
                error=of("tahun")
            />
            <Field id="s-mulai" label=w.cycle_opens kind="date" value=typed.opens error=of("mulai") />
            <Field id="s-tutup" label=w.cycle_closes kind="date" value=typed.closes error=of("tutup") />
            <Field
                id="s-target"
                label=w.cycle_target
                inputmode="decimal"
                value=typed.target
                error=of("target")
            />
        </FormSheet>
    }
    .into_any()
}
