//! Bukti of an item: tiles with the state of each, and the ways to add one.

use leptos::prelude::*;
use model::command::EvidenceFacts;
use model::schema::{self, Fulfilment};
use model::view::Evidence;

use super::Ctx;
use super::apa_ini::ApaIni;
use crate::drafts::use_draft_of;
use crate::pages::capture::{CaptureFor, Hands, Refused, capture_files, text_evidence};
use crate::pages::here::{evidence_icon, evidence_show, is_sending, picture_of};
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{CaptureBar, EvidenceTile, Field, FileShow, Select, Sheet, focus_wrong};

/// Heading and tiles.
#[component]
pub fn EvidenceSection(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (engine, office) = (ctx.engine, ctx.ready.here.office.id);
    let (pieces, barred) = (ctx.pieces, ctx.barred);
    let has_bar = Signal::derive(move || barred.with(Option::is_none));
    let shows = Memo::new(move |_| {
        let sending = is_sending(engine);
        pieces.with(|pieces| {
            let show = |piece: &Evidence| {
                engine.read(|device| evidence_show(device, office, piece, sending))
            };
            pieces
                .iter()
                .map(|piece| (piece.id, show(piece)))
                .collect::<Vec<_>>()
        })
    });
    let count = move || match pieces.with(Vec::len) {
        0 => None,
        count => Some(view! { <span class="cap">{count}</span> }),
    };
    let summary = move || {
        let count = |of: fn(FileShow) -> bool| {
            shows.with(|shows| shows.iter().filter(|(_, show)| of(*show)).count())
        };
        let sent = count(|show| matches!(show, FileShow::Sent | FileShow::Freed));
        let elsewhere = count(|show| show == FileShow::Elsewhere);
        let refused = count(|show| show == FileShow::Refused);
        (t.butir().files)([sent, count(FileShow::is_here), elsewhere, refused])
    };
    let tile = move |piece: Evidence| {
        let id = piece.id;
        let state = Signal::derive(move || {
            let find = |shows: &Vec<_>| shows.iter().find(|(of, _)| *of == id).map(|(_, s)| *s);
            shows.with(find).unwrap_or(FileShow::Waiting)
        });
        let picture = picture_of(engine, &piece);
        view! {
            <EvidenceTile
                href=format!("/bukti/{id}")
                title=piece.title.clone()
                picture=picture
                icon=evidence_icon(&piece)
                state
            />
        }
    };
    view! {
        <section class="sec" aria-labelledby="j-bukti">
            <div class="sec-h">
                <h2 id="j-bukti">{t.butir().evidence} " " {count}</h2>
                <span class="cap">{summary}</span>
            </div>
            <Show
                when=move || pieces.with(|pieces| !pieces.is_empty())
                fallback=move || {
                    let how = barred.with(Option::is_none).then_some(t.butir().evidence_how);
                    view! { <p class="sub">{t.butir().evidence_none} " " {how}</p> }
                }
            >
                <div class="evs">
                    <For
                        each=move || pieces.get()
                        key=|piece| (piece.id, piece.title.clone(), piece.pages.len())
                        children=tile
                    />
                </div>
            </Show>
            <Hands going_only=has_bar />
        </section>
    }
    .into_any()
}

/// The bottom bar, and the sheets for a link and a note.
#[component]
pub fn Capturing(ctx: Ctx) -> impl IntoView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let item = ctx.item.id.clone();
    let (link, note) = (RwSignal::new(false), RwSignal::new(false));
    let state = ctx.state;
    let first_missing = {
        let item = ctx.item.clone();
        move || {
            let code = state.with_untracked(|state| state.missing.first().cloned())?;
            // Only where exactly one document is asked for is it plain what a picture is.
            (item.documents.len() == 1).then_some(code)
        }
    };
    let files = Callback::new(move |(files, origin)| {
        let target = CaptureFor {
            items: vec![item.clone()],
            fulfils: first_missing()
                .into_iter()
                .map(|dokumen| Fulfilment {
                    butir: item.clone(),
                    dokumen,
                })
                .collect(),
            ..CaptureFor::default()
        };
        capture_files(t, engine, &here, files, origin, target);
    });
    let barred = ctx.barred;
    let (for_link, for_note, asking) = (ctx.clone(), ctx.clone(), ctx);
    view! {
        <Show when=move || barred.with(Option::is_none)>
            <CaptureBar
                on_files=files
                on_link=Callback::new(move |()| link.set(true))
                on_note=Callback::new(move |()| note.set(true))
                clone:asking
            >
                <Refused />
                <ApaIni ctx=asking />
            </CaptureBar>
        </Show>
        <Sheet open=link title=t.butir().link_title>
            <TextForm ctx=for_link.clone() open=link link=true />
        </Sheet>
        <Sheet open=note title=t.butir().note_title>
            <TextForm ctx=for_note.clone() open=note link=false />
        </Sheet>
    }
    .into_any()
}

/// A link or a note as evidence: drafts with every keystroke.
#[component]
fn TextForm(ctx: Ctx, open: RwSignal<bool>, link: bool) -> impl IntoView {
    let t = ctx.t;
    let kind = if link { "tautan" } else { "catatan-bukti" };
    let kept_title = use_draft_of(&ctx.draft_key(&format!("{kind}/judul")), "");
    let kept_body = use_draft_of(&ctx.draft_key(kind), "");
    let (title, body) = (kept_title.value, kept_body.value);
    let saving = use_saving(ctx.engine);
    let error = RwSignal::new(None::<String>);
    let document = RwSignal::new(String::new());
    let documents = ctx.item.documents.clone();
    let options = std::iter::once((String::new(), t.butir().which_none.to_owned()))
        .chain(documents.iter().map(|d| (d.code.clone(), d.title.clone())))
        .collect::<Vec<_>>();
    let options = Signal::stored(options);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = body.get_untracked().trim().to_owned();
        if schema::is_blank(&typed) {
            error.set(Some(t.isian().required.to_owned()));
            return focus_wrong();
        }
        let address = schema::meant_link(&typed).filter(|_| link);
        if link && address.is_none() {
            error.set(Some(t.butir().link_bad.to_owned()));
            return focus_wrong();
        }
        let named = title.get_untracked().trim().to_owned();
        let named = if named.is_empty() {
            first_words(&typed)
        } else {
            named
        };
        let text = (!link).then_some(typed);
        let facts = EvidenceFacts {
            title: named,
            kind: Some(if link { "tautan" } else { "catatan" }.to_owned()),
            link: address,
            note: text,
            ..EvidenceFacts::default()
        };
        let item = ctx.item.id.clone();
        let code = document.get_untracked();
        let fulfils = (!code.is_empty()).then(|| Fulfilment {
            butir: item.clone(),
            dokumen: code,
        });
        let target = CaptureFor {
            items: vec![item],
            fulfils: fulfils.into_iter().collect(),
            ..CaptureFor::default()
        };
        let (drafts, said) = text_evidence(t, ctx.engine, &ctx.ready.here, facts, target);
        let typed = [kept_title.sent_off(), kept_body.sent_off()];
        saving.state(drafts, said, typed, move || open.set(false));
    };
    let body_field = if link {
        view! {
            <Field
                id="isi-bukti"
                label=t.butir().link
                kind="url"
                inputmode="url"
                placeholder="https://"
                value=body
                error=error
            />
        }
    } else {
        view! { <Field id="isi-bukti" label=t.butir().note_text long=true value=body error=error /> }
    };
    let which = (!documents.is_empty()).then(|| {
        view! {
            <Select id="dok-bukti" label=t.butir().which_document value=document options=options />
        }
    });
    view! {
        <form class="stack" novalidate=true on:submit=save>
            {body_field}
            <Field id="judul-bukti" label=t.butir().link_name value=title />
            {which}
            <Refusal saving />
            <button type="submit" class="btn primary wide">
                {t.isian().save}
            </button>
        </form>
    }
    .into_any()
}

/// A title from what was typed: the first line, cut at sixty characters.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let line = line
        .strip_prefix("https://")
        .or_else(|| line.strip_prefix("http://"))
        .unwrap_or(line);
    let mut words: String = line.chars().take(60).collect();
    if line.chars().count() > 60 {
        words.push('…');
    }
    words
}
