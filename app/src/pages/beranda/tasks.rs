//! Tugas saya: outputs of the plan that are mine and not done, tasks given to me, and what the assessor
//! returned of what I answered. What is late comes first.

use leptos::prelude::*;
use model::id::RecordId;
use model::schema::Kind;
use model::time::Date;
use model::view::{self, Task};

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::butir::tick;
use crate::pages::here::complete_here;
use crate::pages::rencana::susun::{self, Proofs};
use crate::pages::states::Ready;
use crate::ui::{Icon, Seal, SealState};

/// How many are shown; the plan shows the rest.
const SHOWN: usize = 5;

/// One thing that is mine to do.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    key: String,
    href: String,
    seal: SealState,
    title: String,
    due: Option<Date>,
    state: &'static str,
    /// The task that can be ticked off here.
    task: Option<RecordId>,
}

/// My tasks.
#[component]
pub fn Tasks(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (sheet, instrument) = (ready.sheet, ready.instrument.clone());
    let here = StoredValue::new(ready.here.clone());
    let today = move || here.with_value(|here| here.today(engine.now()));
    let mine = {
        let here = ready.here.clone();
        Memo::new(move |_| {
            let (me, cycle, office) = (here.me, here.cycle.id, here.office.id);
            let today = today();
            let mut rows: Vec<Row> = engine.read(|device| {
                let of = |kind: &'static Kind| {
                    let all = device.of_kind(kind, Some(cycle));
                    all.filter(move |record| record.stream.office == office)
                };
                let plan = view::plan(
                    of(&Kind::Kegiatan)
                        .chain(of(&Kind::SubKegiatan))
                        .chain(of(&Kind::Indikator)),
                );
                let seals = |item: &str| sheet.with(|s| s.state(item).map(|s| s.seal()));
                let complete = complete_here(device, office);
                let proofs = Proofs::of(of(&Kind::Bukti), &complete, &seals);
                let outputs = susun::groups(&plan, &proofs, me, today).into_iter();
                let outputs = outputs
                    .flat_map(|group| group.rows)
                    .filter(|row| row.mine && row.done.is_none())
                    .map(|row| Row {
                        key: row.id.to_string(),
                        href: format!("/rencana/{}", row.id),
                        seal: row.seal,
                        title: row.output.filter(|o| !o.is_empty()).unwrap_or(row.title),
                        due: row.due,
                        state: match row.seal {
                            SealState::Returned => t.beranda.returned,
                            SealState::Missing if row.pieces == 0 => t.beranda.not_begun,
                            _ if row.pieces == 0 => t.umum.no_evidence,
                            _ => "",
                        },
                        task: None,
                    });
                let given = of(&Kind::Tugas)
                    .filter_map(Task::read)
                    .filter(|task| task.to == Some(me) && !task.done)
                    .map(|task| Row {
                        key: task.id.to_string(),
                        href: match &task.item {
                            Some(item) => format!("/butir/{item}"),
                            None => "/rencana".to_owned(),
                        },
                        seal: SealState::Missing,
                        title: task.title,
                        due: task.due,
                        state: "",
                        task: Some(task.id),
                    });
                outputs.chain(given).collect()
            });
            let returned = instrument.items().filter_map(|item| {
                let state = sheet.with(|s| s.state(&item.id).map(|s| s.seal()))?;
                let back = state == model::score::Seal::Returned;
                (back && wrote(engine, office, cycle, &item.id, me)).then(|| Row {
                    key: item.id.clone(),
                    href: format!("/butir/{}", item.id),
                    seal: SealState::Returned,
                    title: item.title.clone(),
                    due: None,
                    state: t.beranda.returned,
                    task: None,
                })
            });
            rows.extend(returned);
            // Returned first, then by date. A task without a date is meant for now, an output for some time.
            rows.sort_by_key(|row| {
                let back = row.seal == SealState::Returned;
                let whenever = if row.task.is_some() {
                    today.days()
                } else {
                    i64::MAX
                };
                (
                    !back,
                    row.due.map_or(whenever, Date::days),
                    row.title.clone(),
                )
            });
            rows
        })
    };
    let row = move |row: Row| {
        let due = {
            row.due.map(|due| {
                let days = due.days() - today().days();
                let (class, words) = if days < 0 {
                    ("warn-t", (t.umum.days_late)(-days))
                } else {
                    ("", t.near_date(due, today()))
                };
                view! {
                    <span class=class>
                        <Icon name="clock" />
                        {words}
                    </span>
                }
            })
        };
        let state = (!row.state.is_empty()).then(|| view! { <span>{row.state}</span> });
        let tick = row.task.map(|id| {
            view! {
                <button
                    type="button"
                    class="btn quiet"
                    aria-label=(t.umum.tick_task)(&row.title)
                    on:click=move |_| tick(engine, t, id, true)
                >
                    <Icon name="check" class="s" />
                </button>
            }
        });
        view! {
            <li class:ends=row.task.is_some()>
                <a class="row" href=row.href>
                    <Seal state=row.seal />
                    <span>
                        <span class="tt">{row.title}</span>
                        <span class="meta">{due} {state}</span>
                    </span>
                    <Icon name="right" class="s" />
                </a>
                {tick}
            </li>
        }
    };
    let whole = RwSignal::new(false);
    let shown = move || {
        let most = if whole.get() { usize::MAX } else { SHOWN };
        mine.get().into_iter().take(most).collect::<Vec<_>>()
    };
    let hidden = move || {
        let count = mine.with(Vec::len).saturating_sub(SHOWN);
        if whole.get() { 0 } else { count }
    };
    let count = move || match mine.with(Vec::len) {
        0 => None,
        count => Some(view! { <span class="cap">{count}</span> }),
    };
    view! {
        <section class="sec" aria-labelledby="j-tugas">
            <div class="sec-h">
                <h2 id="j-tugas">{t.beranda.tasks} " " {count}</h2>
                <a href="/rencana">{t.beranda.to_plan}</a>
            </div>
            <Show
                when=move || mine.with(|mine| !mine.is_empty())
                fallback=move || view! { <p class="sub">{t.beranda.no_tasks}</p> }
            >
                <ul class="card list">
                    <For each=shown key=Row::drawn_by children=row />
                </ul>
                <Show when=move || { hidden() > 0 }>
                    <button
                        type="button"
                        class="btn quiet wide mt-2"
                        on:click=move |_| whole.set(true)
                    >
                        {move || (t.beranda.more_tasks)(hidden())}
                    </button>
                </Show>
            </Show>
        </section>
    }
    .into_any()
}

impl Row {
    /// A row is drawn anew when anything that it shows changes.
    fn drawn_by(&self) -> (String, SealState, Option<i64>, &'static str) {
        (
            self.key.clone(),
            self.seal,
            self.due.map(Date::days),
            self.state,
        )
    }
}

/// Whether a person ever wrote the answer to an item.
fn wrote(
    engine: crate::engine::Engine,
    office: model::id::OfficeId,
    cycle: model::id::CycleId,
    item: &str,
    me: model::id::PersonId,
) -> bool {
    let id = model::id::RecordId::answer(office, cycle, item);
    engine.read(|device| {
        device
            .record(id)
            .is_some_and(|record| record.writers.contains(&me))
    })
}
