//! The answer: criteria as cards, or a number; what a better one or complete evidence would add.

use leptos::prelude::*;
use model::command;
use model::id::OpId;
use model::instrument::{AnswerType, Unit};
use model::op::Draft;
use model::reject::Rejection;
use model::score::{StepKind, VerdictState, answers_add, next_of};
use model::sync::node::SubmitError;
use rust_decimal::Decimal;

use super::Ctx;
use super::counts::Counts;
use crate::drafts::use_draft_over;
use crate::engine::Said;
use crate::i18n::format::first_name;
use crate::pages::here::name_of;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{Choices, Criterion, Field, Icon, focus_wrong};

/// States an answer, or takes it back with nothing.
fn state_answer(ctx: &Ctx, value: Option<String>) {
    if ctx.wishes.push(value) {
        state_next(ctx.clone());
    }
}

/// States the newest wish, and after it what was wished meanwhile. It goes on if the page is gone.
fn state_next(ctx: Ctx) {
    let Some(value) = ctx.wishes.take() else {
        return;
    };
    let (engine, (draft, said)) = (ctx.engine, typed_answer(&ctx, value, None));
    let heard = move |_: Option<&SubmitError>| {
        state_next(ctx);
        false
    };
    engine.submit_heard(vec![draft], said, Box::new(heard));
}

/// An answer, and what to say of it. `seen` tells what stood when the typing began, if it was typed.
fn typed_answer(
    ctx: &Ctx,
    value: Option<String>,
    seen: Option<(String, Vec<OpId>)>,
) -> (Draft, Said) {
    let here = &ctx.ready.here;
    let (office, cycle, item) = (here.office.id, here.cycle.id, ctx.item.id.clone());
    let before = ctx.peek_answer(|record| record.and_then(|r| r.text("nilai").map(str::to_owned)));
    let draft =
        ctx.peek_answer(|record| command::answer(office, cycle, &item, record, value.as_deref()));
    let draft = command::typed_over(draft, seen);
    let words = match &value {
        Some(value) => (ctx.t.butir().changed)(&ctx.t.answer(value)),
        None => ctx.t.butir().cleared.to_owned(),
    };
    // By the same way: what is on its way to the disk meanwhile comes before it.
    let of = ctx.clone();
    let back = move || state_answer(&of, before);
    (draft, Said::undone_by(words, back))
}

/// Heading, criteria or number, and the hint below.
#[component]
pub fn AnswerSection(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (answer, engine, here) = (ctx.answer, ctx.engine, ctx.ready.here.clone());
    let by = move || {
        let written = answer.with(|a| a.as_ref().filter(|a| a.value.is_some())?.written);
        let Some((who, at)) = written else {
            return t.butir().unfilled.to_owned();
        };
        let name = engine.read(|device| name_of(t, device, Some(here.me), who));
        let date = here.office.zone.date(at);
        let when = t.near_date(date, here.today(engine.now()));
        (t.butir().filled_by)(first_name(&name), &when)
    };
    let barred = ctx.barred;
    let locked = move || {
        barred.get().map(|why| {
            let words = match why {
                Rejection::CycleClosed => t.butir().closed.to_owned(),
                why => format!("{} {}", t.butir().locked, (t.rejection().op)(&why).cause),
            };
            view! { <p class="cap mt-2">{words}</p> }
        })
    };
    let control = if ctx.item.answer.is_number() {
        view! { <Number ctx=ctx.clone() /> }.into_any()
    } else {
        view! { <Cards ctx=ctx.clone() /> }.into_any()
    };
    let clear = {
        let ctx = ctx.clone();
        move || {
            let there = answer.with(|a| a.as_ref().is_some_and(|a| a.value.is_some()));
            (there && barred.get().is_none()).then(|| {
                let ctx = ctx.clone();
                view! {
                    <button
                        type="button"
                        class="btn quiet"
                        on:click=move |_| state_answer(&ctx, None)
                    >
                        {t.butir().clear}
                    </button>
                }
            })
        }
    };
    view! {
        <section class="sec" aria-labelledby="j-jawab">
            <div class="sec-h">
                <h2 id="j-jawab">{t.butir().answer}</h2>
                <span class="cap">{by}</span>
            </div>
            {control}
            {locked}
            <Hint ctx />
            {clear}
        </section>
    }
    .into_any()
}

/// Criteria as radio cards; where the source names none, the answers themselves. Each with what it adds once it is
/// proven, as the hint below counts it.
#[component]
fn Cards(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let item = ctx.item.clone();
    let (sheet, instrument, id) = (
        ctx.ready.sheet,
        ctx.ready.instrument.clone(),
        item.id.clone(),
    );
    let adds = Memo::new(move |_| sheet.with(|sheet| answers_add(&instrument, sheet, &id)));
    let options = item.answer.options().into_iter().enumerate();
    let criteria = options
        .map(|(at, (answer, _))| {
            let text = item.criteria.iter().find(|c| c.answer == answer);
            let points = move || {
                let adds = adds.with(|adds| adds.get(at).map(|(_, points)| *points));
                t.score(adds.unwrap_or_default())
            };
            Criterion {
                answer: answer.to_owned(),
                text: text.map_or_else(|| answer.to_owned(), |c| c.text.clone()),
                points: Signal::derive(points),
            }
        })
        .collect();
    let (answer, barred, wished) = (ctx.answer, ctx.barred, ctx.wishes.shown());
    // What is refused isn't chosen any more.
    let stands = move || answer.with(|a| a.as_ref().and_then(|a| a.value.clone()));
    let chosen = Signal::derive(move || wished.get().unwrap_or_else(stands));
    let locked = Signal::derive(move || barred.with(Option::is_some));
    let choose = Callback::new(move |value: String| state_answer(&ctx, Some(value)));
    view! {
        <Choices
            name="jawab"
            legend=t.butir().choose
            criteria
            chosen
            locked
            on_choose=choose
        />
    }
}

/// A percentage or a number. What is typed is a draft until "Simpan".
#[component]
fn Number(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let item = ctx.item.clone();
    let max = match &item.answer {
        AnswerType::Nilai { max } => *max,
        AnswerType::Angka { target } => *target,
        _ => Decimal::ONE_HUNDRED,
    };
    let percent = matches!(item.answer, AnswerType::Persen { .. });
    let label = if percent {
        t.butir().percent.to_owned()
    } else {
        (t.butir().number)(&t.quantity(max))
    };
    let (answer, barred) = (ctx.answer, ctx.barred);
    let stands = Memo::new(move |_| {
        let value = answer.with(|a| a.as_ref().and_then(|a| a.value.clone()));
        value.map(|value| t.answer(&value)).unwrap_or_default()
    });
    let over = (Ctx::answer_id(&ctx.ready, &ctx.item), "nilai".to_owned());
    let kept = use_draft_over(&ctx.draft_key("nilai"), over, stands.into());
    let value = kept.value;
    let saving = use_saving(ctx.engine);
    let error = RwSignal::new(None::<String>);
    let type_of = item.answer.clone();
    let save = {
        let ctx = ctx.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            let typed = value.get_untracked();
            let spelled = type_of.spelled(&typed);
            if spelled.is_none() && !typed.trim().is_empty() {
                error.set(Some((t.butir().bad_number)(&t.quantity(max))));
                focus_wrong();
                return;
            }
            error.set(None);
            let (draft, said) = typed_answer(&ctx, spelled, kept.seen());
            saving.state(vec![draft], said, [kept.sent()], || ());
        }
    };
    let differs = move || value.with(|typed| stands.with(|stands| typed.trim() != stands));
    let rows = (!item.answer.rows().is_empty()).then(|| view! { <Counts ctx /> });
    let help = if percent {
        t.butir().percent_help
    } else {
        t.butir().number_help
    };
    view! {
        <form class="stack" on:submit=save>
            <Field
                id="nilai"
                label=label
                value
                inputmode="decimal"
                help=help
                error=error
                disabled=Signal::derive(move || barred.with(Option::is_some))
            />
            <Refusal saving />
            <Show when=move || differs() && barred.with(Option::is_none)>
                <button type="submit" class="btn primary wide">
                    {t.isian().save}
                </button>
            </Show>
        </form>
        {rows}
    }
    .into_any()
}

/// What would add most: complete evidence for what is claimed, else the next better answer. Gains are the
/// model's, gates included; where a gate lets nothing through, what it waits for is said instead, also before
/// there is an answer.
#[component]
fn Hint(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (state, item, sheet) = (ctx.state, ctx.item.clone(), ctx.ready.sheet);
    let instrument = ctx.ready.instrument.clone();
    let step = {
        let (item, instrument) = (item.clone(), instrument.clone());
        Memo::new(move |_| {
            let steps = sheet.with(|sheet| next_of(&instrument, sheet, &item.id));
            let evidence = steps.iter().find(|step| step.kind == StepKind::Evidence);
            evidence.or(steps.first()).cloned()
        })
    };
    let waits_for = (item.gates.iter())
        .map(|gate| match gate.on() {
            Unit::Item(index) => instrument.item_at(index).path.as_str(),
            Unit::Node(index) => instrument.node_at(index).path.as_str(),
        })
        .collect::<Vec<_>>()
        .join(", ");
    let hint = move || {
        let state = state.get();
        let judged = matches!(state.verdict, VerdictState::Fresh { .. });
        if judged {
            return None;
        }
        let Some(step) = step.get() else {
            let done = item.answer.better(state.sheets()[1]).is_none();
            return (!done && !waits_for.is_empty()).then(|| {
                let words = (t.butir().behind)(&waits_for);
                view! { <span>{words}</span> }.into_any()
            });
        };
        // Before an answer the choices tell what each adds.
        state.claimed?;
        let gain = t.gain(step.gain);
        Some(match step.kind {
            StepKind::Evidence => {
                let (before, gain) = (t.butir().evidence_adds)(&gain);
                let title = |code: &String| item.document(code).map(|d| d.title.clone());
                let titles: Vec<String> = step.missing.iter().filter_map(title).collect();
                let lacks = match titles.as_slice() {
                    [] => t.butir().lacks_one.to_owned(),
                    titles => (t.butir().lacks)(&titles.join(", ")),
                };
                view! {
                    <span>
                        {before}
                        <b class="num">{gain}</b>
                        ". "
                        {lacks}
                    </span>
                }
                .into_any()
            }
            StepKind::Answer { answer, criterion } => {
                let (before, gain, after) = (t.butir().better)(&answer, &gain);
                let text = criterion.map(|text| format!(" {text}"));
                view! {
                    <span>
                        {before}
                        <b class="num">{gain}</b>
                        {after}
                        {text}
                    </span>
                }
                .into_any()
            }
        })
    };
    move || {
        hint().map(|words| {
            view! {
                <p class="hint mt-2">
                    <Icon name="trend" />
                    {words}
                </p>
            }
        })
    }
}
