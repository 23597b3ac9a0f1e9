//! Tugas: what is to be done about an item, by whom and until when; given here and ticked off here.

use leptos::prelude::*;
use model::command::{self, TaskFacts};
use model::id::{PersonId, RecordId};
use model::rights::Action;
use model::rules::is_own_task;
use model::schema::Kind;
use model::sync::Replica;
use model::time::Date;
use model::view::Task;

use super::Ctx;
use crate::drafts::use_draft_of;
use crate::engine::{Engine, Said};
use crate::i18n::Texts;
use crate::pages::berbeda::Berbeda;
use crate::pages::here::name_of;
use crate::pages::rencana::orang::people;
use crate::pages::saving::{Refusal, use_saving};
use crate::ui::{Field, Select, Sheet, focus_wrong};

/// Ticks a task off, or takes the tick back, with an undo.
pub fn tick(engine: Engine, t: &Texts, id: RecordId, done: bool) {
    let draft = engine.peek(|device| Some(command::tick_task(device.record(id)?, done)));
    let words = if done {
        t.isian().task_done
    } else {
        t.isian().task_open
    };
    let back = move |device: &Replica| {
        let record = device.record(id);
        let back = record.map(|record| command::tick_task(record, !done));
        back.into_iter().collect()
    };
    engine.submit(draft.into_iter().collect(), Said::undoable(words, back));
}

/// The tasks about the item, and the way to give one.
#[component]
pub(super) fn TaskSection(ctx: Ctx) -> impl IntoView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let item = ctx.item.id.clone();
    let place = here.clone();
    let tasks = Memo::new(move |_| {
        engine.read(|device| {
            let all = device.of_item(&Kind::Tugas, place.cycle.id, &item);
            let mut tasks: Vec<(Task, Option<String>)> = all
                .filter(|record| record.stream.office == place.office.id)
                .filter_map(Task::read)
                .filter(|task| task.item.as_deref() == Some(item.as_str()))
                .map(|task| {
                    let to = task.to.map(|to| name_of(t, device, Some(place.me), to));
                    (task, to)
                })
                .collect();
            tasks.sort_by_key(|(task, _)| {
                (task.done, task.due.map_or(i64::MAX, Date::days), task.at)
            });
            tasks
        })
    });
    let place = here.clone();
    let area = ctx.item.area.clone();
    let may = Memo::new(move |_| {
        let areas: Vec<&str> = area.iter().map(String::as_str).collect();
        place.may(engine, Action::Task, &areas).is_ok()
    });
    // Whoever gave it or has it may tick it, whatever its area.
    let place = here.clone();
    let has_own = Memo::new(move |_| place.may(engine, Action::Task, &[]).is_ok());
    let me = here.me;
    let is_own = move |id: RecordId| {
        let own = |device: &Replica| device.record(id).is_some_and(|task| is_own_task(task, me));
        has_own.get() && engine.read(own)
    };
    let open = RwSignal::new(false);
    let today = here.today(engine.now());
    let row = move |(task, to): (Task, Option<String>)| {
        let (id, done) = (task.id, task.done);
        let due = task.due.map(|due| t.near_date(due, today));
        let facts = [to, due]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        view! {
            <li>
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=done
                        disabled=move || !may.get() && !is_own(id)
                        on:change=move |event| tick(engine, t, id, event_target_checked(&event))
                    />
                    <span>
                        {task.title} " " <span class="cap">{facts}</span>
                    </span>
                </label>
            </li>
        }
    };
    let some = move || tasks.with(|tasks| !tasks.is_empty());
    // Two may have ticked, or given another day, without seeing each other.
    let name = move |field: String| Some((t.simpanan().field)(&field).to_owned());
    let name = Callback::new(name);
    let barred = Signal::derive(move || !may.get());
    let differing = move |id: RecordId| view! { <Berbeda record=id name barred /> };
    let ids = Memo::new(move |_| {
        tasks.with(|tasks| tasks.iter().map(|(task, _)| task.id).collect::<Vec<_>>())
    });
    view! {
        <Show when=move || some() || may.get()>
            <section class="sec" aria-labelledby="j-tugas-butir">
                <div class="sec-h">
                    <h2 id="j-tugas-butir">{t.butir().tasks}</h2>
                </div>
                <Show when=some fallback=move || view! { <p class="sub">{t.butir().no_tasks}</p> }>
                    <ul class="stack-2">
                        <For
                            each=move || tasks.get()
                            key=|(task, to)| (task.id, task.done, task.due, task.title.clone(), to.clone())
                            children=row
                        />
                    </ul>
                </Show>
                <Show when=move || may.get()>
                    <button type="button" class="btn mt-3" on:click=move |_| open.set(true)>
                        {t.butir().new_task}
                    </button>
                </Show>
            </section>
        </Show>
        <For each=move || ids.get() key=|id| *id children=differing />
        <Sheet open title=t.butir().new_task>
            <TaskForm ctx=ctx.clone() open />
        </Sheet>
    }
    .into_any()
}

#[component]
fn TaskForm(ctx: Ctx, open: RwSignal<bool>) -> impl IntoView {
    let (t, engine) = (ctx.t, ctx.engine);
    let here = ctx.ready.here.clone();
    let field = |name: &str| use_draft_of(&ctx.draft_key(&format!("tugas/{name}")), "");
    let (title, to, due) = (field("judul"), field("kepada"), field("tenggat"));
    let (no_title, no_one) = (RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let bad_due = RwSignal::new(None::<String>);
    let saving = use_saving(engine);
    let item = ctx.item.id.clone();
    let everyone = untrack(|| people(engine, here.office.id));
    let mut options = vec![(String::new(), t.butir().choose_person.to_owned())];
    options.extend(
        everyone
            .into_iter()
            .map(|(id, name)| (id.to_string(), name)),
    );
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let words = title.value.get_untracked().trim().to_owned();
        let person = to.value.with_untracked(|to| to.parse::<PersonId>().ok());
        let typed = due.value.with_untracked(|due| due.trim().to_owned());
        let day = typed.parse::<Date>().ok();
        let required = || t.isian().required.to_owned();
        no_title.set(words.is_empty().then(required));
        no_one.set(person.is_none().then(required));
        let is_bad = !typed.is_empty() && day.is_none();
        bad_due.set(is_bad.then(|| t.isian().bad_date.to_owned()));
        if words.is_empty() || person.is_none() || is_bad {
            focus_wrong();
            return;
        }
        let facts = TaskFacts {
            title: words,
            item: Some(item.clone()),
            to: person,
            due: day,
        };
        let id = engine.new_record();
        let draft = command::new_task(id, here.office.id, here.cycle.id, &facts);
        let back =
            move |device: &Replica| device.record(id).map(command::delete).into_iter().collect();
        let said = Said::undoable(t.butir().task_given, back);
        let typed = [title, to, due].map(|kept| kept.sent_off());
        saving.state(vec![draft], said, typed, move || open.set(false));
    };
    view! {
        <form class="stack" novalidate on:submit=save>
            <Field
                id="tugas-judul"
                label=t.butir().task_title
                value=title.value
                placeholder=t.butir().task_example
                error=no_title
            />
            <Select id="tugas-kepada" label=t.butir().task_to value=to.value options error=no_one />
            <Field
                id="tugas-tenggat"
                label=t.butir().task_due
                kind="date"
                value=due.value
                error=bad_due
            />
            <Refusal saving />
            <button type="submit" class="btn primary wide">
                {t.butir().give_task}
            </button>
        </form>
    }
    .into_any()
}
