//! Two people wrote the same field without seeing each other: every value with who, when and where, one
//! tap that settles it, and for texts a text of both.

use model::table::Table;

use leptos::prelude::*;
use model::id::{DeviceId, OpId, PersonId, RecordId};
use model::op::Draft;
use model::sync::Replica;
use model::time::{Date, Zone};
use model::view::{Said as Wrote, merged, reopening, settling, sides};
use rust_decimal::Decimal;
use serde_json::Value;

use super::here::{full_name, name_of, zone};
use super::saving::{Refusal, use_saving};
use super::sinkron::laporan::called;
use crate::engine::{Engine, Said, use_engine};
use crate::i18n::format::first_name;
use crate::i18n::{Texts, use_texts};
use crate::ui::{Avatar, Field, Icon};

/// Fields whose values are texts, of which one can be made of both.
const TEXTS: [&str; 3] = ["catatan", "judul", "keluaran"];

/// On which device each write of a record was made.
pub type Places = Signal<Table<OpId, String>>;

/// Where the writes of a record were made: one's own are known here, the others' from the server's history, which
/// is kept for when there is no signal.
#[must_use]
pub fn places(t: &'static Texts, engine: Engine, record: RecordId) -> Places {
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        // What isn't known and can't be asked stays unsaid.
        drop(engine.ask_origins(record).await);
    });
    Signal::derive(move || {
        let this = engine.who().map(|who| who.device);
        let origins = engine.origins(record);
        engine.read(|device| {
            let place = |(op, id): (&OpId, &DeviceId)| {
                if Some(*id) == this {
                    return Some((*op, t.here().to_owned()));
                }
                let known = device.directory().device(*id)?;
                let name = full_name(t, device, known.person);
                Some((*op, called(t, &known.name, &name)))
            };
            origins.iter().filter_map(place).collect()
        })
    })
}

/// A value as people read it.
fn shown(t: &Texts, device: &Replica, value: Option<&str>) -> String {
    let s = t.simpanan();
    let Some(value) = value.filter(|value| !value.trim().is_empty()) else {
        return s.empty.to_owned();
    };
    if let Ok(person) = value.parse::<PersonId>() {
        return full_name(t, device, person);
    }
    if let Ok(date) = value.parse::<Date>() {
        return t.date(date);
    }
    match value {
        "true" => s.yes_no[0].to_owned(),
        "false" => s.yes_no[1].to_owned(),
        _ => Decimal::from_str_exact(value)
            .map_or_else(|_| value.to_owned(), |number| t.quantity(number)),
    }
}

/// The head of a card: who wrote a value, when, and where.
pub fn head(
    t: &'static Texts,
    engine: Engine,
    side: &Wrote,
    zone: Zone,
    places: Places,
) -> AnyView {
    let me = untrack(|| engine.person());
    let mine = me == Some(side.by);
    let (name, full) = engine.peek(|device| {
        let called = name_of(t, device, me, side.by);
        (called, full_name(t, device, side.by))
    });
    let when = t.weekday_moment(side.at, engine.now(), zone);
    let op = side.op;
    let place = move || places.with(|places| places.get(&op).map(|place| format!(" · {place}")));
    let avatar = if mine {
        view! { <Avatar name=full me=true /> }
    } else {
        view! { <Avatar name=full /> }
    };
    view! {
        <header>
            {avatar}
            <div>
                <p class="strong">{name}</p>
                <p class="cap">{when} {place}</p>
            </div>
        </header>
    }
    .into_any()
}

/// What settles a field, stated.
pub fn settle(engine: Engine, record: RecordId, field: &str, value: Value, said: &str) {
    if let Some((drafts, said)) = settlement(engine, record, field, value, said) {
        engine.submit(drafts, said);
    }
}

/// What settles a field; taken back, all values that stood stand again. A record that somebody deleted
/// meanwhile stays, which has no way back here.
fn settlement(
    engine: Engine,
    record: RecordId,
    field: &str,
    value: Value,
    said: &str,
) -> Option<(Vec<Draft>, Said)> {
    let found = engine.peek(|device| {
        let record = device.record(record)?;
        let writes = record.fields.get(field).map(|field| &field.writes);
        let stood = sides(record, field).into_iter().filter_map(|side| {
            let write = writes?.iter().find(|write| write.op == side.op)?;
            Some(write.value.clone())
        });
        let drafts = settling(record, field, value.clone());
        Some((drafts, stood.collect::<Vec<_>>(), record.is_contested()))
    });
    let (drafts, stood, contested) = found?;
    let field = field.to_owned();
    let back = move |device: &Replica| {
        let record = device.record(record);
        record
            .map(|record| reopening(record, &field, &value, &stood))
            .unwrap_or_default()
    };
    let said = if contested {
        Said::told(said)
    } else {
        Said::undoable(said, back)
    };
    Some((drafts, said))
}

/// Every field in which two people differ, each with its values.
#[component]
pub fn Berbeda(
    /// The record.
    record: RecordId,
    /// Whether a field is shown here, and what it is called.
    name: Callback<String, Option<String>>,
    /// Whether the one who reads may not write here.
    #[prop(into)]
    barred: Signal<bool>,
) -> impl IntoView {
    let engine = use_engine();
    let fields = Memo::new(move |_| {
        engine.read(|device| {
            let record = device.record(record).filter(|record| !record.is_gone());
            let fields = record.map(|record| {
                let names = record.conflicts().into_iter();
                let named =
                    names.filter_map(|field| Some((field.to_owned(), name.run(field.to_owned())?)));
                named.collect::<Vec<_>>()
            });
            fields.unwrap_or_default()
        })
    });
    let draw = move |(field, label): (String, String)| {
        view! { <Isian record field label barred /> }
    };
    view! { <For each=move || fields.get() key=Clone::clone children=draw /> }.into_any()
}

#[component]
fn Isian(record: RecordId, field: String, label: String, barred: Signal<bool>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let places = places(t, engine, record);
    let zone = untrack(|| zone(engine));
    let me = untrack(|| engine.person());
    let of = field.clone();
    let values = Memo::new(move |_| {
        engine.read(|device| {
            let record = device.record(record);
            record.map(|record| sides(record, &of)).unwrap_or_default()
        })
    });
    let of = field.clone();
    let card = move |side: Wrote| {
        let text = engine.peek(|device| shown(t, device, side.value.as_deref()));
        let word = if me == Some(side.by) {
            s.take_mine.to_owned()
        } else {
            let name = engine.peek(|device| full_name(t, device, side.by));
            (s.take)(first_name(&name))
        };
        let (of, op) = (of.clone(), side.op);
        let press = move |_| {
            // The value in the type that it was written in.
            let value = engine.peek(|device| {
                let field = device.record(record)?.fields.get(&of)?;
                let same = |write: &&model::record::Write| write.op == op;
                let write = field.writes.iter().find(same)?;
                Some(write.value.clone())
            });
            // One that somebody settled meanwhile is gone from the page in a moment.
            if let Some(value) = value {
                settle(engine, record, &of, value, s.settled);
            }
        };
        view! {
            <article class="card side">
                {head(t, engine, &side, zone, places)}
                <p class="note">{text}</p>
                <Show when=move || !barred.get()>
                    <button type="button" class="btn wide" on:click=press.clone()>
                        {word.clone()}
                    </button>
                </Show>
            </article>
        }
    };
    // A page may show several records with the same field.
    let heading = format!("h-beda-{record}-{}", field.replace('.', "-"));
    let both = TEXTS.contains(&field.as_str()).then(|| {
        let (field, values) = (field.clone(), values);
        move || {
            let texts = values.get();
            (!barred.get() && texts.len() > 1)
                .then(|| view! { <Gabungan record field=field.clone() texts /> })
        }
    });
    view! {
        <section class="sec p-konflik" aria-labelledby=heading.clone()>
            <h2 class="flex cfl" id=heading.clone()>
                <Icon name="split" />
                <span>{(s.differs)(&label)}</span>
            </h2>
            <div class="stack mt-3">
                {move || values.get().into_iter().map(card.clone()).collect_view()}
            </div>
            {both}
        </section>
    }
    .into_any()
}

/// A text of both, to be edited and taken.
#[component]
fn Gabungan(record: RecordId, field: String, texts: Vec<Wrote>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let texts: Vec<&str> = (texts.iter())
        .filter_map(|side| side.value.as_deref())
        .collect();
    let kept = crate::drafts::use_draft_of(&format!("gabung/{record}/{field}"), merged(&texts));
    let value = kept.value;
    let id = format!("f-gabung-{field}");
    let saving = use_saving(engine);
    let save = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let text = value.get_untracked().trim().to_owned();
        let text = if text.is_empty() {
            Value::Null
        } else {
            Value::from(text)
        };
        if let Some((drafts, said)) = settlement(engine, record, &field, text, s.settled) {
            saving.state(drafts, said, [kept.sent()], || ());
        }
    };
    view! {
        <form class="stack mt-3" on:submit=save>
            <Field id=id label=s.both help=s.both_help long=true value />
            <Refusal saving />
            <button type="submit" class="btn wide">
                {s.keep_both}
            </button>
        </form>
    }
    .into_any()
}
