//! The capture bar outside an item, with its sheets for a link and a note. What is captured is kept at
//! once; what it is can be said later.

use leptos::prelude::*;
use model::command::EvidenceFacts;
use model::id::RecordId;
use model::schema;

use crate::drafts::use_draft_of;
use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::capture::{CaptureFor, Refused, capture_files, text_evidence};
use crate::pages::here::Here;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{CaptureBar, Field, Sheet, focus_wrong};

/// How long a title that is made of a note may be.
const TITLE_CHARS: usize = 60;

/// The bar.
#[component]
pub fn Tangkap(
    /// Where one is.
    here: Here,
    /// Plan outputs that the evidence serves.
    #[prop(optional)]
    outputs: Vec<RecordId>,
    /// Five actions, as the library has them.
    #[prop(optional)]
    five: bool,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (link, note) = (RwSignal::new(false), RwSignal::new(false));
    let target = CaptureFor {
        outputs,
        ..CaptureFor::default()
    };
    let files = {
        let (here, target) = (here.clone(), target.clone());
        Callback::new(move |(files, origin)| {
            capture_files(t, engine, &here, files, origin, target.clone());
        })
    };
    let key = target
        .outputs
        .first()
        .map_or_else(|| "pustaka".to_owned(), RecordId::to_string);
    let form = move |open: RwSignal<bool>, is_link: bool| {
        let (here, target, key) = (here.clone(), target.clone(), key.clone());
        let title = if is_link {
            t.bukti().link_title
        } else {
            t.bukti().note_title
        };
        view! {
            <Sheet open title>
                <TextForm
                    open
                    is_link
                    here=here.clone()
                    target=target.clone()
                    key=key.clone()
                />
            </Sheet>
        }
    };
    view! {
        <CaptureBar
            five
            on_files=files
            on_link=Callback::new(move |()| link.set(true))
            on_note=Callback::new(move |()| note.set(true))
        >
            <Refused />
        </CaptureBar>
        {form(link, true)}
        {form(note, false)}
    }
    .into_any()
}

/// A link or a note.
#[component]
fn TextForm(
    open: RwSignal<bool>,
    is_link: bool,
    here: Here,
    target: CaptureFor,
    key: String,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (b, f) = (t.bukti(), &t.bukti().fields);
    let kind = if is_link { "tautan" } else { "catatan" };
    let title = use_draft_of(&format!("bukti/{key}/{kind}/judul"), "");
    let body = use_draft_of(&format!("bukti/{key}/{kind}/isi"), "");
    let error = RwSignal::new(None::<String>);
    let saving = use_saving(engine);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = body.value.get_untracked().trim().to_owned();
        if schema::is_blank(&typed) {
            error.set(Some(t.isian().required.to_owned()));
            return focus_wrong();
        }
        let address = schema::meant_link(&typed).filter(|_| is_link);
        if is_link && address.is_none() {
            error.set(Some(b.bad_link.to_owned()));
            return focus_wrong();
        }
        let named = title.value.get_untracked().trim().to_owned();
        let named = if named.is_empty() {
            typed.chars().take(TITLE_CHARS).collect()
        } else {
            named
        };
        let text = (!is_link).then_some(typed);
        let facts = EvidenceFacts {
            title: named,
            kind: Some(kind.to_owned()),
            link: address,
            note: text,
            ..EvidenceFacts::default()
        };
        let (drafts, said) = text_evidence(t, engine, &here, facts, target.clone());
        let typed = [title.sent_off(), body.sent_off()];
        saving.state(drafts, said, typed, move || open.set(false));
    };
    let (label, input, help) = if is_link {
        (f.link, "url", Some(b.link_help))
    } else {
        (f.note, "text", None)
    };
    let field = match help {
        Some(help) => view! {
            <Field id="f-isi" label kind=input value=body.value error help placeholder="https://" />
        }
        .into_any(),
        None => view! { <Field id="f-isi" label value=body.value error long=true /> }.into_any(),
    };
    view! {
        <form class="stack-4" novalidate on:submit=save>
            {field}
            <Field id="f-judul" label=f.title value=title.value />
            <Refusal saving />
            <button type="submit" class="btn primary wide">
                {b.add}
            </button>
        </form>
    }
    .into_any()
}
