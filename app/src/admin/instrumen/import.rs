//! A workbook that is dropped or chosen: read on the server, shown as a draft with what doesn't add up.

use leptos::html;
use leptos::prelude::*;

use crate::admin::shelf::{Imported, Preview};
use crate::i18n::use_texts;
use crate::ui::Icon;

use super::upload::{self, Chosen};

/// Where a workbook is dropped.
#[component]
pub fn Drop(
    /// Takes what was read, and the file's name.
    on_read: Callback<(Imported, String)>,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    let input = NodeRef::<html::Input>::new();
    let file = StoredValue::new_local(None::<Chosen>);
    let asked = StoredValue::new(0_u32);
    let sheets = RwSignal::new(Vec::<String>::new());
    let trouble = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let over = RwSignal::new(false);
    let read = move |sheet: Option<String>| {
        let Some(chosen) = file.get_value() else {
            return;
        };
        trouble.set(None);
        busy.set(true);
        let mine = asked.get_value() + 1;
        asked.set_value(mine);
        upload::ask(chosen, sheet, move |name, answer| {
            // Another file, or another sheet, was chosen meanwhile: its answer counts.
            if asked.get_value() != mine {
                return;
            }
            busy.set(false);
            match answer {
                Ok(Preview::Several { sheets: names }) => sheets.set(names),
                Ok(Preview::One(imported)) => {
                    sheets.set(Vec::new());
                    on_read.run((*imported, name));
                }
                Ok(Preview::Unreadable { why }) => trouble.set(Some(t.unreadable(&why))),
                Err(words) => trouble.set(Some(words)),
            }
        });
    };
    let take = move |chosen: Option<Chosen>| {
        if chosen.is_some() {
            file.set_value(chosen);
            // The question was about the file before.
            sheets.set(Vec::new());
            read(None);
        }
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let sheet = move |name: String| {
        let of = name.clone();
        view! {
            <button type="button" class="btn" on:click=move |_| read(Some(of.clone()))>
                {name}
            </button>
        }
    };
    view! {
        <div
            class=move || if over.get() { "drop over" } else { "drop" }
            on:dragover=move |event| {
                event.prevent_default();
                over.set(true);
            }
            on:dragleave=move |_| over.set(false)
            on:drop=move |event| {
                event.prevent_default();
                over.set(false);
                take(upload::dropped(event.as_ref()));
            }
        >
            <button
                type="button"
                class="btn wide"
                aria-busy=move || busy.get().then_some("true")
                on:click=choose
            >
                <Icon name="plus" class="s" />
                {move || if busy.get() { w.reading } else { w.import }}
            </button>
            <input
                type="file"
                class="sr"
                tabindex="-1"
                aria-label=w.import
                accept=".xlsx,.xlsm"
                node_ref=input
                on:change=move |_| take(input.get_untracked().and_then(|input| upload::chosen(input.as_ref())))
            />
            <p class="cap">{w.import_help}</p>
            <Show when=move || sheets.with(|sheets| !sheets.is_empty())>
                <p class="cap" role="status">
                    {w.which_sheet}
                </p>
                <div class="btns">{move || sheets.get().into_iter().map(sheet).collect_view()}</div>
            </Show>
            {move || {
                trouble
                    .get()
                    .map(|words| {
                        view! {
                            <p class="err" role="alert">
                                <Icon name="alert" />
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}
