//! Yang diminta: the documents that an item asks for. Each is there, waived with a reason, or missing.

use std::sync::Arc;

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::instrument::Document;
use model::schema::is_blank;
use model::sync::Replica;
use model::view::Evidence;

use super::Ctx;
use crate::drafts::use_draft_of;
use crate::engine::Said;
use crate::pages::here::complete_here;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{Field, Icon, Select, Sheet, focus_wrong};

/// Where one document stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum There {
    /// Nothing fulfils it.
    Missing,
    /// A piece of evidence does; whether it is complete.
    By { title: String, complete: bool },
    /// It doesn't apply: why.
    Waived(String),
}

/// The list, where the item names documents.
#[component]
pub fn Documents(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let documents = ctx.item.documents.clone();
    if documents.is_empty() {
        return ().into_any();
    }
    let all = documents.len();
    let state = ctx.state;
    let there = move || all - state.with(|state| state.missing.len()).min(all);
    let waiving = RwSignal::new(None::<Arc<Document>>);
    let rows = documents
        .into_iter()
        .map(|document| {
            view! { <DocumentRow ctx=ctx.clone() document=Arc::new(document) waiving /> }
        })
        .collect_view();
    view! {
        <section class="sec" aria-labelledby="j-dok">
            <div class="sec-h">
                <h2 id="j-dok">{t.butir().documents}</h2>
                <span class="cap num">{move || (t.butir().documents_count)(there(), all)}</span>
            </div>
            <ul class="card list">{rows}</ul>
            <WaiveSheet ctx waiving />
        </section>
    }
    .into_any()
}

#[component]
fn DocumentRow(
    ctx: Ctx,
    document: Arc<Document>,
    waiving: RwSignal<Option<Arc<Document>>>,
) -> impl IntoView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let (answer, barred, item) = (ctx.answer, ctx.barred, ctx.item.id.clone());
    let (code, bound) = (document.code.clone(), ctx.pieces);
    // Pieces bound to the item that could fulfil it: id, title, whether it does, whether it is complete.
    let pieces = Memo::new(move |_| {
        engine.read(|device| {
            let complete = complete_here(device, here.office.id);
            let could = |piece: &Evidence| {
                let does = piece.documents_of(&item).contains(&code.as_str());
                let title = piece.title.clone();
                (piece.id, title, does, piece.is_complete(&complete))
            };
            bound.with(|pieces| pieces.iter().map(could).collect::<Vec<_>>())
        })
    });
    let code = document.code.clone();
    let there = Memo::new(move |_| {
        let reason = answer.with(|answer| {
            let waiver = answer.as_ref().and_then(|answer| answer.waiver(&code));
            waiver.map(|waiver| waiver.alasan.clone())
        });
        let best = pieces.with(|pieces| {
            let mut by = pieces.iter().filter(|piece| piece.2);
            let first = by.clone().next().cloned();
            by.find(|piece| piece.3).cloned().or(first)
        });
        match (best, reason) {
            (Some((_, title, _, complete)), _) => There::By { title, complete },
            (None, Some(reason)) => There::Waived(reason),
            (None, None) => There::Missing,
        }
    });
    let icon = Signal::derive(move || match there.get() {
        There::By { complete: true, .. } => "check",
        There::By { .. } => "up",
        There::Waived(_) => "minus",
        There::Missing => "file",
    });
    let words = move || match there.get() {
        There::By {
            title,
            complete: true,
        } => format!("{} · {title}", t.butir().fulfilled),
        There::By { title, .. } => format!("{} · {title}", t.butir().incomplete),
        There::Waived(reason) => (t.butir().waived)(&reason),
        There::Missing => t.butir().lacking.to_owned(),
    };
    let actions = {
        let (ctx, document) = (ctx.clone(), document.clone());
        move || {
            if barred.with(Option::is_some) {
                return None;
            }
            let waived = matches!(there.get(), There::Waived(_));
            let missing = there.get() == There::Missing;
            let (ctx, document) = (ctx.clone(), document.clone());
            let undo_waiver = {
                let (ctx, document) = (ctx.clone(), document.clone());
                move |_| unwaive(&ctx, &document)
            };
            let choose = (missing && pieces.with(|pieces| !pieces.is_empty())).then(
                || view! { <ChoosePiece ctx=ctx.clone() document=document.clone() pieces /> },
            );
            let waive = missing.then(|| {
                let document = document.clone();
                view! {
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| waiving.set(Some(document.clone()))
                    >
                        {t.butir().waive}
                    </button>
                }
            });
            let apply = waived.then(|| {
                view! {
                    <button type="button" class="btn quiet" on:click=undo_waiver>
                        {t.butir().unwaive}
                    </button>
                }
            });
            Some(view! { <div class="btns">{choose} {waive} {apply}</div> })
        }
    };
    view! {
        <li class="row">
            <Icon name=icon />
            <span>
                <span class="tt">{document.title.clone()}</span>
                <span class="meta">
                    <span class:brand-t=move || {
                        matches!(there.get(), There::By { complete: true, .. })
                    }>{words}</span>
                </span>
                {actions}
            </span>
        </li>
    }
    .into_any()
}

/// Pieces that could fulfil a document.
type Pieces = Memo<Vec<(RecordId, String, bool, bool)>>;

/// Says which piece of evidence is the document asked for.
#[component]
fn ChoosePiece(ctx: Ctx, document: Arc<Document>, pieces: Pieces) -> impl IntoView {
    let t = ctx.t;
    let chosen = RwSignal::new(String::new());
    let options = Signal::derive(move || {
        let none = (String::new(), t.butir().fulfil.to_owned());
        let pieces = pieces
            .get()
            .into_iter()
            .map(|(id, title, ..)| (id.to_string(), title));
        std::iter::once(none).chain(pieces).collect()
    });
    let id = format!("dok-{}", document.code);
    let label = (t.butir().fulfil_which)(&document.title);
    Effect::new(move |_| {
        let Ok(piece) = chosen.get().parse::<RecordId>() else {
            return;
        };
        fulfil(&ctx, piece, &document.code);
    });
    view! { <Select id=id label=label bare=true value=chosen options=options /> }
}

/// Says that a piece of evidence is the document asked for, with an undo.
pub(super) fn fulfil(ctx: &Ctx, piece: RecordId, code: &str) {
    let (item, code) = (ctx.item.id.clone(), code.to_owned());
    let draft = ctx.engine.peek(|device| {
        let record = device.record(piece)?;
        command::fulfil(record, &item, &code)
    });
    let Some(draft) = draft else { return };
    let back = move |device: &Replica| {
        let record = device.record(piece);
        let draft = record.and_then(|record| command::unfulfil(record, &item, &code));
        draft.into_iter().collect()
    };
    let said = Said::undoable(ctx.t.butir().fulfil_done.to_owned(), back);
    ctx.engine.submit(vec![draft], said);
}

fn unwaive(ctx: &Ctx, document: &Document) {
    let here = &ctx.ready.here;
    let (office, cycle) = (here.office.id, here.cycle.id);
    let (item, code) = (ctx.item.id.clone(), document.code.clone());
    let reason = ctx.answer.with_untracked(|answer| {
        let waiver = answer.as_ref().and_then(|answer| answer.waiver(&code));
        waiver
            .map(|waiver| waiver.alasan.clone())
            .unwrap_or_default()
    });
    let draft = ctx.peek_answer(|record| record.and_then(|r| command::unwaive(r, &code)));
    let Some(draft) = draft else { return };
    let back = move |device: &Replica| {
        let present = device.record(RecordId::answer(office, cycle, &item));
        vec![command::waive(
            office, cycle, &item, present, &code, &reason,
        )]
    };
    let said = Said::undoable(ctx.t.butir().unwaive_done.to_owned(), back);
    ctx.engine.submit(vec![draft], said);
}

/// Asks why a document doesn't apply.
#[component]
fn WaiveSheet(ctx: Ctx, waiving: RwSignal<Option<Arc<Document>>>) -> impl IntoView {
    let t = ctx.t;
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(waiving.with(Option::is_some)));
    Effect::new(move |_| {
        if !open.get() {
            waiving.update_untracked(|waiving| *waiving = None);
        }
    });
    view! {
        <Sheet open title=t.butir().waive_title>
            {
                let ctx = ctx.clone();
                move || {
                    waiving
                        .get_untracked()
                        .map(|document| view! { <WaiveForm ctx=ctx.clone() document open /> })
                }
            }
        </Sheet>
    }
    .into_any()
}

#[component]
fn WaiveForm(ctx: Ctx, document: Arc<Document>, open: RwSignal<bool>) -> impl IntoView {
    let t = ctx.t;
    let kept = use_draft_of(&ctx.draft_key(&format!("alasan/{}", document.code)), "");
    let reason = kept.value;
    let saving = use_saving(ctx.engine);
    let error = RwSignal::new(None::<String>);
    let title = document.title.clone();
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let why = reason.get_untracked();
        if is_blank(&why) {
            error.set(Some(t.isian().required.to_owned()));
            focus_wrong();
            return;
        }
        let here = &ctx.ready.here;
        let (office, cycle) = (here.office.id, here.cycle.id);
        let (item, code) = (ctx.item.id.clone(), document.code.clone());
        let draft =
            ctx.peek_answer(|record| command::waive(office, cycle, &item, record, &code, &why));
        let back = move |device: &Replica| {
            let answer = device.record(RecordId::answer(office, cycle, &item));
            let draft = answer.and_then(|answer| command::unwaive(answer, &code));
            draft.into_iter().collect()
        };
        let said = Said::undoable(t.butir().waive_done.to_owned(), back);
        saving.state(vec![draft], said, [kept.sent_off()], move || {
            open.set(false);
        });
    };
    view! {
        <form class="stack" on:submit=save>
            <p class="doc">{title}</p>
            <Field
                id="alasan"
                label=t.butir().waive_reason
                long=true
                value=reason
                help=t.butir().waive_help
                error=error
            />
            <Refusal saving />
            <button type="submit" class="btn primary wide">
                {t.isian().save}
            </button>
        </form>
    }
    .into_any()
}
