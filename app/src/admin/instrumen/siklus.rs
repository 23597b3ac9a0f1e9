//! Opening a cycle with a published instrument.

use leptos::prelude::*;
use model::instrument::number;
use model::time::Date;

use super::parts::said;
use super::send;
use crate::admin::shelf::{OfficeName, OpenCycle};
use crate::i18n::{Texts, use_texts};
use crate::ui::{BusyButton, Field, Icon, Select, Sheet};

/// What is typed.
#[derive(Clone, Copy)]
struct Form {
    office: RwSignal<String>,
    name: RwSignal<String>,
    year: RwSignal<String>,
    opens: RwSignal<String>,
    closes: RwSignal<String>,
    target: RwSignal<String>,
}

/// Why a form can't be sent yet: the field, and what to do.
type Wrong = (&'static str, &'static str);

impl Form {
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
    let open = RwSignal::new(false);
    let first = offices.first().map(|office| office.id.to_string());
    let form = Form {
        office: RwSignal::new(first.unwrap_or_default()),
        name: RwSignal::new((w.cycle_name)(year)),
        year: RwSignal::new(year.to_string()),
        opens: RwSignal::new(format!("{year}-01-01")),
        closes: RwSignal::new(format!("{year}-12-31")),
        target: RwSignal::new(String::new()),
    };
    let names: Vec<(String, String)> = offices
        .into_iter()
        .map(|office| (office.id.to_string(), office.name))
        .collect();
    let names = Signal::stored(names);
    let wrong = RwSignal::new(None::<Wrong>);
    let trouble = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let of = move |field: &'static str| {
        Signal::derive(move || {
            let wrong = wrong.get().filter(|(name, _)| *name == field);
            wrong.map(|(_, what)| what.to_owned())
        })
    };
    let instrument = StoredValue::new(instrument);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        match instrument.with_value(|digest| form.read(t, digest)) {
            Ok(body) => {
                wrong.set(None);
                let here = super::address(&body.instrument);
                send(
                    t,
                    "/api/v1/admin/cycles",
                    body,
                    busy,
                    trouble,
                    move |(): ()| Ok(Some(here)),
                );
            }
            Err(found) => wrong.set(Some(found)),
        }
    };
    view! {
        <button type="button" class="btn" on:click=move |_| open.set(true)>
            <Icon name="plan" class="s" />
            {w.open_cycle}
        </button>
        <Sheet open title=w.open_cycle>
            <form class="stack-4" on:submit=submit>
                <Select id="s-kantor" label=w.cycle_office value=form.office options=names />
                <Field id="s-nama" label=w.cycle_title value=form.name error=of("nama") />
                <Field
                    id="s-tahun"
                    label=w.cycle_year
                    inputmode="numeric"
                    value=form.year
                    error=of("tahun")
                />
                <Field id="s-mulai" label=w.cycle_opens kind="date" value=form.opens error=of("mulai") />
                <Field id="s-tutup" label=w.cycle_closes kind="date" value=form.closes error=of("tutup") />
                <Field
                    id="s-target"
                    label=w.cycle_target
                    inputmode="decimal"
                    value=form.target
                    error=of("target")
                />
                {said(trouble)}
                <BusyButton class="primary wide" submit=true busy>
                    {w.open_cycle}
                </BusyButton>
            </form>
        </Sheet>
    }
    .into_any()
}
