//! Choosing people in the plan's forms.

use leptos::prelude::*;
use model::id::{OfficeId, PersonId};

use crate::engine::Engine;

/// The people of an office by name, as a form offers them.
pub fn people(engine: Engine, office: OfficeId) -> Vec<(PersonId, String)> {
    let mut people: Vec<(PersonId, String)> = engine.read(|device| {
        let directory = device.directory();
        let with_role: Vec<PersonId> = directory.grants_at(office).map(|g| g.person).collect();
        directory
            .people()
            .filter(|person| person.office == office || with_role.contains(&person.id))
            .map(|person| (person.id, person.name.clone()))
            .collect()
    });
    people.sort_by(|a, b| a.1.cmp(&b.1));
    people
}

/// Several people, each a check box. The value is their ids, separated by spaces, so that a draft can
/// keep it.
#[component]
pub fn PeopleField(
    /// Its name.
    label: &'static str,
    /// Whom it offers.
    people: Vec<(PersonId, String)>,
    /// The chosen ones.
    value: RwSignal<String>,
) -> impl IntoView {
    let check = move |(id, name): (PersonId, String)| {
        let key = id.to_string();
        let is = key.clone();
        let toggle = move |event| {
            let on = event_target_checked(&event);
            value.update(|value| {
                let rest = value.split_whitespace().filter(|id| *id != key);
                let kept: Vec<&str> = rest.chain(on.then_some(key.as_str())).collect();
                *value = kept.join(" ");
            });
        };
        view! {
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=move || value.with(|v| v.split_whitespace().any(|id| id == is))
                    on:change=toggle
                />
                {name}
            </label>
        }
    };
    view! {
        <fieldset class="field">
            <legend class="lbl">{label}</legend>
            {people.into_iter().map(check).collect_view()}
        </fieldset>
    }
    .into_any()
}
