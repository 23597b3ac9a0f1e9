//! Which office is looked at, where one may see several.

use leptos::prelude::*;
use model::id::OfficeId;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::ui::Select;

/// The switch between offices; nothing where there is only one.
#[component]
pub fn OfficeSwitch() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        let office = engine.office().map(|office| office.to_string());
        let office = office.unwrap_or_default();
        if chosen.with_untracked(|chosen| *chosen != office) {
            chosen.set(office);
        }
    });
    Effect::new(move |before: Option<String>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now)
            && let Ok(office) = now.parse::<OfficeId>()
            && untrack(|| engine.office()) != Some(office)
        {
            engine.look_at(office);
        }
        now
    });
    let options = Memo::new(move |_| {
        let offices = engine.offices();
        engine.read(|device| {
            let name = |office: &OfficeId| {
                let known = device.directory().office(*office);
                known.map_or_else(|| office.to_string(), |office| office.name.clone())
            };
            offices
                .iter()
                .map(|o| (o.to_string(), name(o)))
                .collect::<Vec<_>>()
        })
    });
    let several = Memo::new(move |_| options.with(|options| options.len() > 1));
    view! {
        <Show when=move || several.get()>
            <section class="gut mt-3" aria-label=t.umum.which_office>
                <Select
                    id="satker"
                    label=t.umum.which_office
                    bare=true
                    value=chosen
                    options=Signal::from(options)
                />
            </section>
        </Show>
    }
    .into_any()
}
