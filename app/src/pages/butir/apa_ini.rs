//! Apa ini?: asked in one line once something was captured, right above the ways to capture, where the thumb is. It
//! blocks nothing: what isn't said now can be said later, here or on the evidence's own page.

use leptos::prelude::*;
use model::id::RecordId;

use super::Ctx;
use super::documents::fulfil;
use crate::ui::{Icon, Select};

/// The choice that it is none of the documents asked for.
const OTHER: &str = "-";

/// The line; nothing while nothing was captured since the page was opened, or nothing is missing.
#[component]
pub(super) fn ApaIni(ctx: Ctx) -> impl IntoView {
    let (t, engine) = (ctx.t, ctx.engine);
    let opened = engine.now();
    let answered = RwSignal::new(Vec::<RecordId>::new());
    let (item, pieces, barred) = (ctx.item.id.clone(), ctx.pieces, ctx.barred);
    let me = ctx.ready.here.me;
    let state = ctx.state;
    // What is asked about: the first that nobody said anything of.
    let asked = Memo::new(move |_| {
        if barred.with(Option::is_some) || state.with(|state| state.missing.is_empty()) {
            return None;
        }
        let answered = answered.get();
        pieces.with(|pieces| {
            let mut new = pieces.iter().filter(|piece| {
                piece.created >= opened
                    && piece.by == Some(me)
                    && piece.documents_of(&item).is_empty()
                    && !answered.contains(&piece.id)
            });
            new.next().map(|piece| (piece.id, piece.title.clone()))
        })
    });
    let line = move |(id, title): (RecordId, String)| {
        let (ctx, chosen) = (ctx.clone(), RwSignal::new(String::new()));
        let documents = ctx.item.documents.clone();
        let options = Signal::derive(move || {
            let lacking = |code: &String| state.with(|state| state.missing.contains(code));
            let choose = (String::new(), t.butir().choose_document.to_owned());
            let missing = documents.iter().filter(|document| lacking(&document.code));
            let missing = missing.map(|document| (document.code.clone(), document.title.clone()));
            let other = (OTHER.to_owned(), t.butir().which_none.to_owned());
            std::iter::once(choose)
                .chain(missing)
                .chain([other])
                .collect()
        });
        Effect::new(move |_| {
            let code = chosen.get();
            if code.is_empty() {
                return;
            }
            if code != OTHER {
                fulfil(&ctx, id, &code);
            }
            answered.update(|answered| answered.push(id));
        });
        let later = move |_| answered.update(|answered| answered.push(id));
        view! {
            <div class="ask">
                <Select id="apa-ini" label=(t.butir().what_is_this)(&title) value=chosen options />
                <button type="button" class="ib" aria-label=t.butir().say_later on:click=later>
                    <Icon name="x" />
                </button>
            </div>
        }
    };
    view! { <div aria-live="polite">{move || asked.get().map(&line)}</div> }.into_any()
}
