//! Percakapan: comments on an item, oldest first, and a draft of the next.

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::rights::Action;
use model::schema::{Kind, is_blank};
use model::view::Comment;

use super::Ctx;
use crate::drafts::use_draft_of;
use crate::engine::Said;
use crate::pages::here::{full_name, name_of};
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{Field, Saying, Talk};

/// The conversation.
#[component]
pub fn TalkSection(ctx: Ctx) -> impl IntoView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let item = ctx.item.id.clone();
    let place = here.clone();
    let sayings = Memo::new(move |_| {
        let now = engine.now();
        engine.read(|device| {
            let all = device.of_item(&Kind::Komentar, place.cycle.id, &item);
            let mut comments: Vec<Comment> = all
                .filter(|record| record.stream.office == place.office.id)
                .filter_map(Comment::read)
                .filter(|comment| comment.item.as_deref() == Some(item.as_str()))
                .collect();
            comments.sort_by_key(|comment| (comment.at, comment.id));
            comments
                .into_iter()
                .map(|comment| {
                    let by = comment.by.unwrap_or(model::id::PersonId::SISTEM);
                    let mine = by == place.me;
                    let who = name_of(t, device, Some(place.me), by);
                    let name = full_name(t, device, by);
                    let unsent = device.is_unsent(comment.id);
                    Saying {
                        key: comment.id.to_string(),
                        who,
                        name,
                        mine,
                        when: t.moment(comment.at, now, place.office.zone),
                        state: unsent.then(|| t.butir().comment_waits.to_owned()),
                        text: comment.text,
                    }
                })
                .collect::<Vec<_>>()
        })
    });
    let kept = use_draft_of(&ctx.draft_key("tanggapan"), "");
    let text = kept.value;
    let saving = use_saving(engine);
    let may = {
        let here = here.clone();
        Memo::new(move |_| here.may(engine, Action::Comment, &[]).is_ok())
    };
    let item = ctx.item.id.clone();
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let typed = text.get_untracked();
        if is_blank(&typed) {
            return;
        }
        let id: RecordId = engine.new_record();
        let (office, cycle) = (here.office.id, here.cycle.id);
        let draft = command::comment(id, office, cycle, Some(&item), None, &typed);
        saving.state(vec![draft], Said::nothing(), [kept.sent_off()], || ());
    };
    let count = move || match sayings.with(Vec::len) {
        0 => None,
        count => Some(count),
    };
    view! {
        <section class="sec" aria-labelledby="j-cakap">
            <div class="sec-h">
                <h2 id="j-cakap">{t.butir().talk}</h2>
                <span class="cap">{count}</span>
            </div>
            <Talk sayings />
            <Show when=move || may.get()>
                <form class="stack-2 mt-3" on:submit=send.clone()>
                    <Field
                        id="tanggapan"
                        label=t.butir().comment
                        bare=true
                        value=text
                        placeholder=t.butir().comment
                    />
                    <Refusal saving />
                    <Show when=move || text.with(|text| !is_blank(text))>
                        <button type="submit" class="btn">
                            {t.isian().send}
                        </button>
                    </Show>
                </form>
            </Show>
        </section>
    }
    .into_any()
}
