//! What sort of office one is, which says what of a worksheet is for it: what another sort changes in its
//! running cycles is shown first.

use leptos::prelude::*;

use super::form::{Form, FormSheet, choice_of};
use super::parts::list;
use crate::admin::shelf::{OfficeName, Rekind, RekindAnswer};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Field, Icon, Select};

const PATH: &str = "/api/v1/admin/offices/kind";

/// The button, and the sheet that it opens.
#[component]
pub fn OfficeKind(
    /// The offices that the person administers.
    offices: Vec<OfficeName>,
    /// Where the page is.
    here: String,
) -> impl IntoView {
    let t = use_texts();
    let w = t.jenis();
    let form = Form::new();
    let (office, names) = choice_of(&offices);
    let offices = StoredValue::new(offices);
    let is = move || {
        let chosen = office.get();
        offices.with_value(|all| {
            let found = all.iter().find(|one| one.id.to_string() == chosen);
            found.map(|one| one.kind.clone()).unwrap_or_default()
        })
    };
    let kind = RwSignal::new(untrack(is));
    // Another office begins with its own.
    Effect::new(move |_| kind.set(is()));
    let seen = RwSignal::new(None::<(String, String, RekindAnswer)>);
    // What was shown is of the office and the kind that stand there now, or it is shown again.
    let shown = move || {
        let now = (office.get(), kind.get());
        let seen = seen.get();
        seen.filter(|(office, kind, _)| (office, kind) == (&now.0, &now.1))
    };
    let here = StoredValue::new(here);
    let submit = Callback::new(move |()| {
        let (of, typed) = (office.get_untracked(), kind.get_untracked());
        let Ok(id) = of.parse() else { return };
        let go = untrack(shown).is_some_and(|(.., answer)| answer.from != answer.to);
        let body = Rekind {
            office: id,
            kind: typed.clone(),
            go,
        };
        let here = here.get_value();
        form.send(t, PATH, body, move |answer: RekindAnswer| {
            seen.set(Some((of, typed, answer)));
            Ok(go.then_some(here))
        });
    });
    let go = Signal::derive(move || match shown() {
        Some((.., answer)) if answer.from != answer.to => w.go,
        _ => w.look,
    });
    view! {
        <button type="button" class="btn quiet" on:click=move |_| form.open.set(true)>
            <Icon name="build" class="s" />
            {w.title}
        </button>
        <FormSheet form title=w.title go on_submit=submit>
            <p class="sub">{w.why}</p>
            <Select id="j-kantor" label=t.instrumen().cycle_office value=office options=names />
            <Field id="j-jenis" label=w.kind help=w.kind_help value=kind />
            <div role="status" class="stack-2">{move || shown().map(|(.., answer)| told(t, &answer))}</div>
        </FormSheet>
    }
    .into_any()
}

/// What becomes of the running cycles.
fn told(t: &'static Texts, answer: &RekindAnswer) -> AnyView {
    let w = t.jenis();
    if answer.from == answer.to {
        return view! { <p>{w.same}</p> }.into_any();
    }
    if answer.cycles.is_empty() {
        return view! { <p>{w.nothing}</p> }.into_any();
    }
    let one = |cycle: &crate::admin::shelf::RekindCycle| {
        let [now, then] = cycle.weight.map(|points| t.score(points));
        view! {
            <p>{(w.points)(&cycle.name, &now, &then)}</p>
            {list((w.comes)(cycle.comes.len()), &cycle.comes)}
            {list((w.goes)(cycle.goes.len()), &cycle.goes)}
            {list((w.kept)(cycle.kept.len()), &cycle.kept)}
        }
    };
    answer.cycles.iter().map(one).collect_view().into_any()
}
