//! What a line of the worksheet is: an item, a heading, or a count (*Jumlah*) of a percentage; and what
//! each count is in its percentage.

use leptos::prelude::*;
use model::instrument::{Draft, Row, RowRole, Spot};

use super::bench::Bench;
use super::edit::Text;
use crate::i18n::use_texts;
use crate::ui::{Icon, Select};

/// Roles of a line, as the choice names them.
const ITEM: &str = "butir";
const HEADING: &str = "judul";
const COUNT: &str = "jumlah";

/// Roles of a count, and their names in the document.
const ROLES: [(RowRole, &str); 4] = [
    (RowRole::Seluruh, "seluruh"),
    (RowRole::Bagian, "bagian"),
    (RowRole::Sisa, "sisa"),
    (RowRole::Lewati, "lewati"),
];

/// A choice that does something as soon as it becomes another one.
fn choice(
    id: String,
    label: String,
    help: Option<&'static str>,
    is: &str,
    options: Vec<(String, String)>,
    on_change: impl Fn(&str) + Send + Sync + 'static,
) -> AnyView {
    let value = RwSignal::new(is.to_owned());
    Effect::new(move |before: Option<String>| {
        let now = value.get();
        if before.is_some_and(|before| before != now) {
            untrack(|| on_change(&now));
        }
        now
    });
    let options = Signal::stored(options);
    match help {
        Some(help) => view! { <Select id label value options help /> }.into_any(),
        // A choice without help stands in a list: its label is for screen readers only.
        None => view! { <Select id label value options bare=true /> }.into_any(),
    }
}

/// What the line at a spot is, and what it could be.
pub fn role_form(bench: Bench, spot: &Spot, shown: RwSignal<u32>) -> AnyView {
    let w = use_texts().baris();
    let (is, others) = bench.draft.with_untracked(|draft| {
        if spot.is_item() {
            let count = draft.percentage_before(spot).map(|_| COUNT);
            (ITEM, [Some(HEADING), count])
        } else {
            (HEADING, [draft.can_be_item(spot).then_some(ITEM), None])
        }
    });
    let name = |role: &str| (role.to_owned(), (w.role)(role).to_owned());
    let options: Vec<_> = [Some(is)]
        .into_iter()
        .chain(others)
        .flatten()
        .map(name)
        .collect();
    if options.len() < 2 {
        return ().into_any();
    }
    let of = spot.clone();
    let turn = move |role: &str| {
        let carries = bench.carries();
        bench.reshape(|draft: &mut Draft| match role {
            ITEM => draft.as_item(&of, carries),
            HEADING => draft.as_heading(&of, carries),
            _ => draft.as_count(&of, carries),
        });
        shown.update(|shown| *shown += 1);
    };
    let (id, label) = ("e-peran".to_owned(), w.is.to_owned());
    choice(id, label, Some(w.is_help), is, options, turn)
}

/// The counts of a percentage.
pub fn rows_form(bench: Bench, spot: &Spot, rows: &[Row], shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.baris();
    let line = |(at, row): (usize, &Row)| {
        let edit = |change: fn(&mut Row, String)| {
            let spot = spot.clone();
            move |text: String| {
                bench.edit_item(&spot, |item| {
                    if let Some(row) = item.answer.rows.get_mut(at) {
                        change(row, text);
                    }
                });
            }
        };
        let title = Callback::new(edit(|row, text| text.trim().clone_into(&mut row.title)));
        let set_role = edit(|row, name| {
            let role = ROLES.iter().find(|(_, known)| *known == name);
            row.role = role.map_or(row.role, |(role, _)| *role);
        });
        let is = ROLES.iter().find(|(role, _)| *role == row.role);
        let is = is.map_or("", |(_, name)| *name);
        let options = ROLES
            .iter()
            .map(|(_, name)| ((*name).to_owned(), (w.count_role)(name).to_owned()));
        let (out, gone) = (spot.clone(), spot.clone());
        let as_item = move |_| {
            let carries = bench.carries();
            bench.reshape(|draft: &mut Draft| draft.count_as_item(&out, at, carries));
            shown.update(|shown| *shown += 1);
        };
        let remove = move |_| {
            bench.edit_item(&gone, |item| {
                if at < item.answer.rows.len() {
                    item.answer.rows.remove(at);
                }
            });
            shown.update(|shown| *shown += 1);
        };
        let role = choice(
            format!("e-peran-{at}"),
            (w.count_is)(at + 1),
            None,
            is,
            options.collect(),
            move |name| set_role(name.to_owned()),
        );
        view! {
            <li>
                <div>
                    <Text
                        id=format!("e-jumlah-{at}")
                        label=(w.count_no)(at + 1)
                        bare=true
                        long=true
                        value=row.title.clone()
                        on_change=title
                    />
                    {role}
                    <button type="button" class="btn quiet" on:click=as_item>
                        {w.count_as_item}
                        <span class="sr">{row.title.clone()}</span>
                    </button>
                </div>
                <button
                    type="button"
                    class="ib"
                    aria-label=(t.instrumen().remove)(&row.title)
                    on:click=remove
                >
                    <Icon name="bin" class="s" />
                </button>
            </li>
        }
    };
    let lines = rows.iter().enumerate().map(line).collect_view();
    let of = spot.clone();
    let add = move |_| {
        bench.edit_item(&of, |item| item.answer.add_row(""));
        shown.update(|shown| *shown += 1);
    };
    view! {
        <div class="field">
            <span class="lbl">{w.counts}</span>
            <ul class="kr two-l">{lines}</ul>
            <button type="button" class="btn quiet" on:click=add>
                <Icon name="plus" class="s" />
                {w.add_count}
            </button>
            <p class="help">{w.counts_help}</p>
        </div>
    }
    .into_any()
}
