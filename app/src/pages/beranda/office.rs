//! Which office and which cycle is looked at, where there are several.

use leptos::prelude::*;
use model::id::{CycleId, OfficeId};

use crate::engine::{Engine, use_engine};
use crate::i18n::use_texts;
use crate::ui::Select;

/// A choice by its id, and its name.
type Named = (String, String);

/// The switches; each is there only where there is something to choose.
#[component]
pub fn Where() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let offices = Memo::new(move |_| offices(engine));
    let cycles = Memo::new(move |_| {
        let of = |cycle: model::directory::Cycle| {
            let closed = (!cycle.open).then(|| (t.lke().closed_cycle)(&cycle.name));
            (cycle.id.to_string(), closed.unwrap_or(cycle.name))
        };
        engine.cycles().into_iter().map(of).collect::<Vec<_>>()
    });
    let office = follows(
        move || engine.office().map(|id| id.to_string()),
        move |id: OfficeId| engine.look_at(id),
    );
    let cycle = follows(
        move || engine.cycle().map(|id| id.to_string()),
        move |id: CycleId| engine.look_at_cycle(id),
    );
    let several = |of: Memo<Vec<Named>>| Memo::new(move |_| of.with(|all| all.len() > 1));
    let (offices_differ, cycles_differ) = (several(offices), several(cycles));
    let office = move || {
        let options = Signal::from(offices);
        view! { <Select id="satker" label=t.umum.which_office bare=true value=office options /> }
    };
    let cycle = move || {
        let options = Signal::from(cycles);
        view! { <Select id="siklus" label=t.lke().which_cycle bare=true value=cycle options /> }
    };
    view! {
        <Show when=move || offices_differ.get() || cycles_differ.get()>
            <section class="gut mt-3 stack-2" aria-label=t.lke().in_view>
                <Show when=move || offices_differ.get()>{office()}</Show>
                <Show when=move || cycles_differ.get()>{cycle()}</Show>
            </section>
        </Show>
    }
    .into_any()
}

fn offices(engine: Engine) -> Vec<Named> {
    let offices = engine.offices();
    engine.read(|device| {
        let name = |office: &OfficeId| {
            let known = device.directory().office(*office);
            let name = known.map_or_else(|| office.to_string(), |office| office.name.clone());
            (office.to_string(), name)
        };
        offices.iter().map(name).collect()
    })
}

/// What is chosen in a switch: it follows what is looked at, and what a person chooses is looked at.
fn follows<Id: std::str::FromStr + 'static>(
    seen: impl Fn() -> Option<String> + Copy + Send + Sync + 'static,
    look_at: impl Fn(Id) + 'static,
) -> RwSignal<String> {
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| {
        let seen = seen().unwrap_or_default();
        if chosen.with_untracked(|chosen| *chosen != seen) {
            chosen.set(seen);
        }
    });
    Effect::new(move |before: Option<String>| {
        let now = chosen.get();
        if before.is_some_and(|before| before != now)
            && untrack(seen).as_ref() != Some(&now)
            && let Ok(id) = now.parse()
        {
            look_at(id);
        }
        now
    });
    chosen
}
