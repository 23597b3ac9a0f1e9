//! Dua jawaban berbeda: every value that stands, who wrote it, when and where; one tap settles it.

use leptos::prelude::*;
use model::id::RecordId;
use model::view::{Said as Wrote, said, sides, words_apart};
use rust_decimal::Decimal;
use serde_json::Value;

use super::Ctx;
use crate::i18n::format::first_name;
use crate::pages::berbeda::{Places, head, places, settle};
use crate::pages::here::full_name;
use crate::ui::Icon;

/// What a page reads of the answer's record.
type Both = (Vec<Wrote>, Vec<Wrote>, bool);

/// Both answers side by side.
#[component]
pub fn Conflict(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (engine, me) = (ctx.engine, ctx.ready.here.me);
    let id = Ctx::answer_id(&ctx.ready, &ctx.item);
    let places = places(t, engine, id);
    let values = Memo::new(move |_| -> Option<Both> {
        engine.read(|device| {
            let record = device.record(id)?;
            let notes = said(record, "catatan");
            Some((sides(record, "nilai"), notes, record.is_contested()))
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
                .and_then(|(sides, ..)| sides.iter().map(value).min())
        });
        t.score(least.unwrap_or(Decimal::ZERO) * item.share)
    };
    let cards = {
        let ctx = ctx.clone();
        move || {
            let (sides, notes, contested) = values.get()?;
            let card = |(index, side): (usize, &Wrote)| {
                let other = sides.iter().rfind(|other| other.value != side.value);
                let other = other.and_then(|other| criterion(&ctx, other));
                let note = notes.iter().rfind(|note| note.by == side.by);
                let note = note.and_then(|note| note.value.clone());
                let or = (index > 0).then(|| {
                    view! {
                        <div class="or" aria-hidden="true">
                            <span>{t.butir().or}</span>
                        </div>
                    }
                });
                view! {
                    {or}
                    {card(&ctx, id, side, other.as_deref().unwrap_or_default(), note, places)}
                }
            };
            let cards = sides.iter().enumerate().map(card).collect_view();
            let contested = contested.then(|| view! { <p class="sub">{t.butir().contested}</p> });
            Some(view! {
                {contested}
                {cards}
            })
        }
    };
    // Whom to ask: the other one who wrote.
    let other = move || {
        let by = values.with(|v| {
            let (sides, ..) = v.as_ref()?;
            sides.iter().map(|side| side.by).rfind(|by| *by != me)
        })?;
        let name = engine.peek(|device| full_name(t, device, by));
        Some((t.simpanan().ask_first)(first_name(&name)))
    };
    let ask = move || {
        other().map(|words| {
            view! {
                <a class="btn quiet" href="#tanggapan" rel="external">
                    <Icon name="chat" class="s" />
                    {words}
                </a>
            }
        })
    };
    let area = ctx.item.area.clone().unwrap_or_default();
    view! {
        <section class="sec p-konflik" aria-labelledby="j-dua">
            <div class="banner act">
                <Icon name="split" />
                <h2 class="h" id="j-dua">
                    {t.butir().conflict}
                </h2>
                <p>{t.butir().conflict_why}</p>
            </div>
            <div class="stack mt-3">{cards}</div>
            <p class="keep">
                <Icon name="lock" class="s" />
                <span>{move || (t.butir().conflict_counts)(&lowest())}</span>
            </p>
            <div class="btns ft">
                {ask}
                <a class="btn quiet" href=format!("/lke/{area}")>
                    {t.simpanan().later}
                </a>
            </div>
        </section>
    }
    .into_any()
}

/// What an answer means, in the worksheet's words.
fn criterion(ctx: &Ctx, side: &Wrote) -> Option<String> {
    let answer = side.value.as_ref()?;
    let found = ctx.item.criteria.iter().find(|c| c.answer == *answer);
    found.map(|criterion| criterion.text.clone())
}

fn card(
    ctx: &Ctx,
    record: RecordId,
    side: &Wrote,
    other: &str,
    note: Option<String>,
    places: Places,
) -> AnyView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let text = criterion(ctx, side).unwrap_or_default();
    let words = words_apart(&text, other).into_iter().map(|(word, apart)| {
        // Where the other says nothing, all of it differs: then nothing is marked.
        if apart && !other.is_empty() {
            view! {
                <mark>{word.to_owned()}</mark>
                " "
            }
            .into_any()
        } else {
            format!("{word} ").into_any()
        }
    });
    let words = words.collect_view();
    let answer = side.value.as_deref();
    let value = answer.and_then(|answer| ctx.item.answer.value_of(answer));
    let points = value.map(|value| t.score(value * ctx.item.share));
    let letter = answer.map_or_else(|| t.butir().empty_answer.to_owned(), |a| t.answer(a));
    let word = if side.by == here.me {
        t.butir().take_mine.to_owned()
    } else {
        let name = engine.peek(|device| full_name(t, device, side.by));
        (t.butir().take_theirs)(first_name(&name))
    };
    let barred = ctx.barred;
    let chosen = side.value.clone().map_or(Value::Null, Value::from);
    let press = move |_| settle(engine, record, "nilai", chosen.clone(), t.butir().settled);
    let note = note.filter(|note| !note.trim().is_empty());
    let note = note.map(|note| view! { <p class="sub note">{format!("“{note}”")}</p> });
    view! {
        <article class="card side">
            {head(t, engine, side, here.office.zone, places)}
            <div class="val">
                <span class="ltr">{letter}</span>
                <p>{words}</p>
                <b class="num">{points}</b>
            </div>
            {note}
            <Show when=move || barred.with(Option::is_none)>
                <button type="button" class="btn wide" on:click=press.clone()>
                    {word.clone()}
                </button>
            </Show>
        </article>
    }
    .into_any()
}
