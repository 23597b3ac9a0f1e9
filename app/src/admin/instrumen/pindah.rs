//! Moving a running cycle to the version that is looked at: what becomes of its items is shown first.

use leptos::prelude::*;

use super::form::{Form, FormSheet};
use super::parts::list;
use crate::admin::shelf::{Move, MoveAnswer, Shelf, Version};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Icon, Select};

const PATH: &str = "/api/v1/admin/cycles/move";

/// The running cycles under other versions: their ids, and what people call them.
fn others(shelf: &Shelf, version: &Version) -> Vec<(String, String)> {
    let others = shelf.versions.iter();
    let others = others.filter(|other| other.digest != version.digest);
    let open = others.flat_map(|other| {
        let open = other.cycles.iter().filter(|one| one.open);
        open.map(|one| {
            let name = format!("{} · {} ({})", one.office, one.name, other.title);
            (one.id.to_string(), name)
        })
    });
    open.collect()
}

/// The button, and the sheet that it opens; nothing where no other cycle runs.
#[component]
pub fn MoveACycle(
    /// The version that is looked at.
    version: Version,
    /// All that there are.
    shelf: StoredValue<Shelf>,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    let cycles = shelf.with_value(|shelf| others(shelf, &version));
    let first = cycles.first().map(|(id, _)| id.clone())?;
    let (cycle, cycles) = (RwSignal::new(first), Signal::stored(cycles));
    let form = Form::new();
    let seen = RwSignal::new(None::<(String, MoveAnswer)>);
    let to = StoredValue::new(version.digest);
    // What was shown is of the cycle that is chosen now, or it is shown again.
    let shown = move || {
        let chosen = cycle.get();
        seen.get().filter(|(of, _)| *of == chosen)
    };
    let submit = Callback::new(move |()| {
        let chosen = cycle.get_untracked();
        let Ok(id) = chosen.parse() else {
            return;
        };
        let go = untrack(shown).is_some();
        let body = Move {
            cycle: id,
            to: to.get_value(),
            go,
        };
        let here = to.with_value(|to| super::address(to));
        form.send(t, PATH, body, move |answer: MoveAnswer| {
            let clean = answer.refused.is_empty();
            seen.set(Some((chosen, answer)));
            Ok((go && clean).then_some(here))
        });
    });
    let go = Signal::derive(move || match shown() {
        Some(_) => w.move_go,
        None => w.move_look,
    });
    let view = view! {
        <button type="button" class="btn quiet" on:click=move |_| form.open.set(true)>
            <Icon name="right" class="s" />
            {w.move_here}
        </button>
        <FormSheet form title=w.move_here go on_submit=submit>
            <p class="sub">{w.move_why}</p>
            <Select id="p-siklus" label=w.move_which value=cycle options=cycles />
            <div role="status" class="stack-2">{move || shown().map(|(_, answer)| told(t, &answer))}</div>
        </FormSheet>
    };
    Some(view.into_any())
}

/// What becomes of the items.
fn told(t: &'static Texts, answer: &MoveAnswer) -> AnyView {
    let w = t.instrumen();
    let pairs = |head: fn(usize) -> String, all: &[[String; 2]]| {
        let lines: Vec<String> = all.iter().map(pair).collect();
        list(head(lines.len()), &lines)
    };
    let refused = answer
        .refused
        .iter()
        .map(|why| (t.rejection().op)(why).cause);
    let refused: Vec<String> = refused.map(Into::into).collect();
    view! {
        {pairs(w.stays, &answer.same)}
        {pairs(w.reworded, &answer.reworded)}
        {pairs(w.other_answers, &answer.other_answers)}
        {list((w.new_items)(answer.new.len()), &answer.new)}
        {list((w.gone_items)(answer.gone.len()), &answer.gone)}
        {list((w.move_kept)(answer.kept.len()), &answer.kept)}
        {list((w.move_anew)(answer.anew.len()), &answer.anew)}
        {list((w.move_refused)(refused.len()), &refused)}
    }
    .into_any()
}

/// An item as it was and as it is then; once, where that is the same.
fn pair([was, is]: &[String; 2]) -> String {
    match was == is {
        true => is.clone(),
        false => format!("{was} → {is}"),
    }
}
