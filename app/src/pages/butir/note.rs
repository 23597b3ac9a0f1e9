//! The unit's note on an item: a draft with every keystroke, a fact with "Simpan".

use leptos::prelude::*;
use model::command;

use super::Ctx;
use crate::drafts::use_draft_over;
use crate::engine::Said;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::Field;

/// The note.
#[component]
pub fn Note(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (answer, barred, engine) = (ctx.answer, ctx.barred, ctx.engine);
    let stands = Memo::new(move |_| {
        answer
            .with(|answer| answer.as_ref().and_then(|a| a.note.clone()))
            .unwrap_or_default()
    });
    let over = (Ctx::answer_id(&ctx.ready, &ctx.item), "catatan".to_owned());
    let kept = use_draft_over(&ctx.draft_key("catatan"), over, stands.into());
    let text = kept.value;
    let saving = use_saving(engine);
    let differs = Memo::new(move |_| text.with(|text| stands.with(|stands| text.trim() != stands)));
    let save = {
        let ctx = ctx.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let here = &ctx.ready.here;
            let (office, cycle, item) = (here.office.id, here.cycle.id, ctx.item.id.clone());
            let typed = text.get_untracked();
            let before = stands.get_untracked();
            let draft =
                ctx.peek_answer(|record| command::note(office, cycle, &item, record, &typed));
            let draft = command::typed_over(draft, kept.seen());
            let back = move |device: &model::sync::Replica| {
                let id = model::id::RecordId::answer(office, cycle, &item);
                vec![command::note(
                    office,
                    cycle,
                    &item,
                    device.record(id),
                    &before,
                )]
            };
            let said = Said::undoable(t.butir().note_kept.to_owned(), back);
            saving.state(vec![draft], said, [kept.sent()], || ());
        }
    };
    let locked = Signal::derive(move || barred.with(Option::is_some));
    let empty = move || locked.get() && stands.with(String::is_empty);
    view! {
        <Show when=move || !empty()>
            <section class="sec" aria-labelledby="j-catatan">
                <div class="sec-h">
                    <h2 id="j-catatan">{t.butir().note}</h2>
                    <Show when=move || differs.get()>
                        <span class="cap">{t.isian().draft_kept}</span>
                    </Show>
                </div>
                <form class="stack" on:submit=save.clone()>
                    <Field
                        id="catatan"
                        label=t.butir().note
                        bare=true
                        long=true
                        value=text
                        placeholder=t.butir().note_hint
                        disabled=locked
                    />
                    <Refusal saving />
                    <Show when=move || differs.get() && !locked.get()>
                        <button type="submit" class="btn primary">
                            {t.isian().save}
                        </button>
                    </Show>
                </form>
            </section>
        </Show>
    }
    .into_any()
}
