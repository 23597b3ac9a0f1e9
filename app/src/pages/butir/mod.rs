//! Butir: one item of the worksheet. Its question, the answer, what proves it, what was said about it.

mod answer;
mod apa_ini;
mod conflict;
mod counts;
mod documents;
mod evidence;
mod history;
mod note;
mod talk;
mod tasks;
mod verdict;
mod wish;

pub use tasks::tick;

use std::sync::Arc;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use model::id::RecordId;
use model::instrument::Item;
use model::record::Record;
use model::reject::Rejection;
use model::rights::Action;
use model::schema::{Kind, row_of};
use model::score::{ItemState, Standings, WhatIf};
use model::view::{Answer, Evidence};

use super::berbeda::Berbeda;
use super::here::{area_name, parts, seal, sync_words};
use super::states::{Gate, Ready};
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::ui::{AppBar, Bar, EmptyState, PageHead, Parts, Seal, SealState, SyncBadge};
use wish::Wishes;

/// What every part of the page knows.
#[derive(Clone)]
struct Ctx {
    t: &'static Texts,
    engine: Engine,
    ready: Ready,
    item: Arc<Item>,
    /// What is wished for an answer and isn't on the disk yet.
    wishes: Wishes,
    /// How the item was scored.
    state: Memo<ItemState>,
    /// Its Standing.
    standing: Memo<Parts>,
    /// The answer, if anybody wrote one.
    answer: Memo<Option<Answer>>,
    /// The evidence bound to it, oldest first.
    pieces: Memo<Vec<Evidence>>,
    /// Why the one who reads may not write here; nothing if they may.
    barred: Memo<Option<Rejection>>,
}

impl Ctx {
    fn new(ready: Ready, item: Item) -> Self {
        let (t, engine) = (use_texts(), use_engine());
        let item = Arc::new(item);
        let sheet = ready.sheet;
        let record = Self::answer_id(&ready, &item);
        let wishes = Wishes::about(record);
        let wished = wishes.shown();
        let (instrument, id) = (ready.instrument.clone(), item.id.clone());
        let scored = Memo::new(move |_| {
            let look = |all: &Standings| {
                let state = all.state(&id).cloned().unwrap_or_default();
                (state, parts(all.item(&id)))
            };
            sheet.with(|now| match wished.get() {
                None => look(now),
                Some(answer) => {
                    let mut then = WhatIf::new(&instrument, now);
                    // An answer that the item doesn't have is refused where it is stated, and changes nothing here.
                    drop(then.answer(&id, answer.as_deref()));
                    look(then.standings())
                }
            })
        });
        let state = Memo::new(move |_| scored.with(|(state, _)| state.clone()));
        let standing = Memo::new(move |_| scored.with(|(_, standing)| *standing));
        let answer =
            Memo::new(move |_| engine.read(|device| device.record(record).and_then(Answer::read)));
        let (here, id) = (ready.here.clone(), item.id.clone());
        let pieces = Memo::new(move |_| {
            engine.read(|device| {
                let all = device.of_item(&Kind::Bukti, here.cycle.id, &id);
                let mut pieces: Vec<Evidence> = all
                    .filter(|record| record.stream.office == here.office.id)
                    .filter_map(Evidence::read)
                    .collect();
                pieces.sort_by_key(|piece| (piece.created, piece.id));
                pieces
            })
        });
        let (here, area) = (ready.here.clone(), item.area.clone());
        let barred = Memo::new(move |_| {
            let areas: Vec<&str> = area.as_deref().into_iter().collect();
            here.may(engine, Action::Answer, &areas).err()
        });
        Self {
            t,
            engine,
            ready,
            item,
            wishes,
            state,
            standing,
            answer,
            pieces,
            barred,
        }
    }

    fn answer_id(ready: &Ready, item: &Item) -> RecordId {
        RecordId::answer(ready.here.office.id, ready.here.cycle.id, &item.id)
    }

    /// Looks at the answer's record as it stands now, without being called again.
    fn peek_answer<T>(&self, look: impl FnOnce(Option<&Record>) -> T) -> T {
        let id = Self::answer_id(&self.ready, &self.item);
        self.engine
            .peek(|device| look(device.record(id).filter(|record| !record.is_gone())))
    }

    /// Key of a draft on this page.
    fn draft_key(&self, field: &str) -> String {
        format!("butir/{}/{field}", self.item.id)
    }
}

/// One item; `:id` is its id.
#[component]
pub fn ButirPage() -> impl IntoView {
    let t = use_texts();
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    view! {
        <div class="phone p-butir">
            <Gate alone=true ready=move |ready| {
                let id = id.get();
                match ready.instrument.item(&id).cloned() {
                    Some(item) => view! { <ItemPage ctx=Ctx::new(ready, item) /> }.into_any(),
                    None => {
                        view! {
                            <AppBar title=t.lke().title />
                            <main id="isi">
                                <EmptyState
                                    icon="lke"
                                    title=t.butir().no_item
                                    text=t.butir().no_item_why
                                />
                            </main>
                        }
                            .into_any()
                    }
                }
            } />
        </div>
    }
    .into_any()
}

#[component]
fn ItemPage(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let instrument = ctx.ready.instrument.clone();
    let item = ctx.item.clone();
    let area = item.area.clone().unwrap_or_default();
    let area_title = area_name(t, &instrument, &area);
    let node = instrument.node_at(item.node);
    // "Pemenuhan 3.a": the top component's name, and the code below it.
    let top = instrument
        .nodes()
        .filter(|node| !node.path.is_empty() && item.path.starts_with(&format!("{}.", node.path)))
        .nth(1);
    let place = match top {
        Some(top) => {
            let below = item.path.strip_prefix(&format!("{}.", top.path));
            format!("{} {}", top.title, below.unwrap_or(&item.path))
        }
        None => item.path.clone(),
    };
    let path = format!("{} · {area_title}", t.umum.worksheet);
    let above = node.title.clone();
    let words = sync_words(t, ctx.engine);
    let (state, standing) = (ctx.state, ctx.standing);
    let sealed = Signal::derive(move || seal(state.with(ItemState::seal)));
    let (engine, record) = (ctx.engine, Ctx::answer_id(&ctx.ready, &ctx.item));
    // The answer itself: its counts and the note have sections of their own.
    let conflict = Memo::new(move |_| {
        engine.read(|device| {
            device.record(record).is_some_and(|record| {
                !record.is_gone()
                    && (record.is_contested() || record.conflicts().contains(&"nilai"))
            })
        })
    });
    let rows = ctx.item.answer.rows().to_vec();
    let row_name = move |field: &str| {
        let code = row_of(field)?;
        let row = rows.iter().find(|row| row.code == code);
        Some(row.map_or_else(|| code.to_owned(), |row| row.title.clone()))
    };
    let row_name = Callback::new(move |field: String| row_name(&field));
    let note_name = Callback::new(move |field: String| {
        (field == "catatan").then(|| (t.simpanan().field)(&field).to_owned())
    });
    let barred = ctx.barred;
    let locked = Signal::derive(move || barred.with(Option::is_some));
    let part = ctx.clone();
    let sections = move || {
        if conflict.get() {
            view! { <conflict::Conflict ctx=part.clone() /> }.into_any()
        } else {
            view! { <answer::AnswerSection ctx=part.clone() /> }.into_any()
        }
    };
    view! {
        <PageHead
            back=format!("/lke/{area}")
            back_name=area_title.clone()
            path=path
            place=place
            title=item.title.clone()
        >
            <SyncBadge words />
        </PageHead>
        <main id="isi">
            <section class="gut q">
                <p class="cap">{above}</p>
                <h1 class="doc" tabindex="-1">
                    {item.title.clone()}
                </h1>
                <div class="sc">
                    <p class="seal-line">
                        <Seal state=sealed quiet=true />
                        <span>{move || SealState::name(sealed.get(), t)}</span>
                    </p>
                    <p class="num">
                        <b>{move || t.score(standing.get().proven())}</b>
                        " "
                        <span class="cap">
                            {move || format!("{} {}", t.isian().of, t.score(standing.get().whole))}
                        </span>
                    </p>
                </div>
                <Bar parts=standing />
            </section>
            {sections}
            <Berbeda record name=row_name barred=locked />
            <evidence::EvidenceSection ctx=ctx.clone() />
            <documents::Documents ctx=ctx.clone() />
            <Berbeda record name=note_name barred=locked />
            <note::Note ctx=ctx.clone() />
            <verdict::VerdictSection ctx=ctx.clone() />
            <tasks::TaskSection ctx=ctx.clone() />
            <talk::TalkSection ctx=ctx.clone() />
            <history::History ctx=ctx.clone() />
            <evidence::Capturing ctx />
        </main>
    }
    .into_any()
}
