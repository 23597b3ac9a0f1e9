//! Dua jawaban berbeda: every value that stands, who wrote it and when; one tap settles it.

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::view::{Said as Wrote, said};
use rust_decimal::Decimal;
use serde_json::Value;

use super::Ctx;
use crate::engine::Said;
use crate::i18n::format::first_name;
use crate::pages::here::{full_name, name_of};
use crate::ui::{Avatar, Icon};

/// Both answers side by side.
#[component]
pub fn Conflict(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let engine = ctx.engine;
    let id = Ctx::answer_id(&ctx.ready, &ctx.item);
    let values = Memo::new(move |_| {
        engine.read(|device| {
            let record = device.record(id)?;
            // One card for each value: who last wrote it stands for it.
            let mut sides: Vec<Wrote> = Vec::new();
            for wrote in said(record, "nilai") {
                sides.retain(|side| side.value != wrote.value);
                sides.push(wrote);
            }
            Some((sides, record.is_contested()))
        })
    });
    let item = ctx.item.clone();
    let lowest = move || {
        let value = |side: &Wrote| {
            let answer = side.value.as_deref();
            answer
                .and_then(|answer| item.answer.value_of(answer))
                .unwrap_or_default()
        };
        let least = values.with(|v| {
            v.as_ref()
                .and_then(|(sides, _)| sides.iter().map(value).min())
        });
        t.score(least.unwrap_or(Decimal::ZERO) * item.share)
    };
    let sides = {
        let ctx = ctx.clone();
        move || {
            let (sides, contested) = values.get()?;
            let cards = sides
                .into_iter()
                .map(|side| card(&ctx, id, side))
                .collect_view();
            let contested = contested.then(|| view! { <p class="sub">{t.butir.contested}</p> });
            Some(view! {
                {contested}
                {cards}
            })
        }
    };
    view! {
        <section class="sec" aria-labelledby="j-dua">
            <div class="banner act">
                <Icon name="split" />
                <h2 class="h" id="j-dua">
                    {t.butir.conflict}
                </h2>
                <p>{t.butir.conflict_why}</p>
            </div>
            <div class="stack mt-3">{sides}</div>
            <p class="cap mt-3">{move || (t.butir.conflict_counts)(&lowest())}</p>
        </section>
    }
    .into_any()
}

fn card(ctx: &Ctx, record: RecordId, side: Wrote) -> AnyView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let mine = side.by == here.me;
    let (name, full) = engine.peek(|device| {
        let called = name_of(t, device, Some(here.me), side.by);
        (called, full_name(t, device, side.by))
    });
    let when = t.moment(side.at, engine.now(), here.office.zone);
    let criterion = side.value.as_ref().and_then(|answer| {
        ctx.item
            .criteria
            .iter()
            .find(|c| c.answer == *answer)
            .map(|c| c.text.clone())
    });
    let value = side
        .value
        .as_deref()
        .and_then(|answer| ctx.item.answer.value_of(answer));
    let points = value.map(|value| t.score(value * ctx.item.share));
    let letter = side
        .value
        .clone()
        .unwrap_or_else(|| t.butir.empty_answer.to_owned());
    let word = if mine {
        t.butir.take_mine.to_owned()
    } else {
        (t.butir.take_theirs)(first_name(&name))
    };
    let barred = ctx.barred;
    let chosen = side.value.map_or(Value::Null, Value::from);
    let settle = move |_| {
        let drafts = engine.peek(|device| {
            let Some(record) = device.record(record) else {
                return Vec::new();
            };
            let settled = command::settle(record, "nilai", chosen.clone());
            // What somebody deleted meanwhile stays: choosing an answer says so.
            let kept = record.is_contested().then(|| command::restore(record));
            std::iter::once(settled).chain(kept).collect()
        });
        engine.submit(drafts, Said::told(t.butir.settled));
    };
    let avatar = if mine {
        view! { <Avatar name=full me=true /> }
    } else {
        view! { <Avatar name=full /> }
    };
    view! {
        <article class="card pad stack-2">
            <header class="flex">
                {avatar}
                <div>
                    <p class="strong">{name}</p>
                    <p class="cap">{when}</p>
                </div>
            </header>
            <p class="flex">
                <i class="ans w tint">{letter}</i>
                <span class="grow">{criterion}</span>
                <b class="num">{points}</b>
            </p>
            <Show when=move || barred.with(Option::is_none)>
                <button type="button" class="btn wide" on:click=settle.clone()>
                    {word.clone()}
                </button>
            </Show>
        </article>
    }
    .into_any()
}
