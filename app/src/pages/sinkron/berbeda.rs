//! Everything in which two people differ and that nobody settled yet. Ignoring it loses nothing.

use leptos::prelude::*;
use model::id::{OfficeId, PersonId};
use model::schema::Kind;
use model::sync::Replica;
use model::view::OpenConflict;

use super::kata::item_name;
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::pages::here::{self, name_of};
use crate::ui::Icon;
use crate::ui::follow::DIFFERS as HERE;

/// One conflict, as it is drawn.
#[derive(Clone, PartialEq)]
struct Row {
    href: String,
    title: String,
    fields: String,
    who: String,
    at: model::time::Millis,
    /// The office, where it is another than the one that is looked at: its id and name.
    elsewhere: Option<(OfficeId, String)>,
}

fn row(
    t: &Texts,
    device: &Replica,
    me: Option<PersonId>,
    office: Option<OfficeId>,
    open: OpenConflict,
) -> Row {
    let of = device
        .record(open.record)
        .map(|record| record.stream.office);
    let elsewhere = of.filter(|of| Some(*of) != office).and_then(|of| {
        let name = device.directory().office(of)?.name.clone();
        Some((of, name))
    });
    let cycle = open.cycle.and_then(|cycle| device.directory().cycle(cycle));
    let instrument = cycle.and_then(|cycle| device.instrument(&cycle.instrument));
    let id = open.record;
    let (href, title) = match (&open.kind, &open.item) {
        (Kind::Jawaban, Some(item)) => (
            format!("/konflik/{item}{HERE}"),
            item_name(instrument.map(std::convert::AsRef::as_ref), item),
        ),
        (Kind::Putusan, Some(item)) => (
            format!("/butir/{item}{HERE}"),
            item_name(instrument.map(std::convert::AsRef::as_ref), item),
        ),
        (Kind::Tugas, Some(item)) => (
            format!("/butir/{item}{HERE}"),
            open.title.unwrap_or_default(),
        ),
        (Kind::Bukti, _) => (format!("/bukti/{id}{HERE}"), open.title.unwrap_or_default()),
        _ => (
            format!("/rencana/{id}{HERE}"),
            open.title.unwrap_or_default(),
        ),
    };
    let mut fields: Vec<&str> = open
        .fields
        .iter()
        .map(|f| (t.simpanan().field)(f))
        .collect();
    fields.dedup();
    let who: Vec<String> = (open.by.iter())
        .map(|by| name_of(t, device, me, *by))
        .collect();
    Row {
        href,
        title,
        fields: fields.join(", "),
        who: who.join(", "),
        at: open.at,
        elsewhere,
    }
}

/// The section; nothing if all is settled.
#[component]
pub fn Berbeda() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let rows = Memo::new(move |_| {
        let (me, office) = (engine.person(), engine.office());
        engine.read(|device| {
            let mut open: Vec<OpenConflict> = device
                .conflicts()
                .filter(|open| {
                    // Of other offices what concerns oneself: the icon's number counts it too.
                    let record = device.record(open.record);
                    record.is_some_and(|record| Some(record.stream.office) == office)
                        || me.is_some_and(|me| open.by.contains(&me))
                })
                .collect();
            open.sort_by_key(|open| std::cmp::Reverse(open.at));
            open.into_iter()
                .map(|open| row(t, device, me, office, open))
                .collect::<Vec<_>>()
        })
    });
    let draw = move |row: Row| {
        let when = t.moment(row.at, engine.now(), here::zone(engine));
        let (office, name) = row.elsewhere.unzip();
        let name = name.map(|name| format!(" · {name}"));
        // Its page shows the office that is looked at.
        let look = move |_| office.into_iter().for_each(|office| engine.look_at(office));
        view! {
            <a class="row" href=row.href on:click=look>
                <Icon name="split" />
                <span>
                    <span class="tt">{row.title} " · " {row.fields}</span>
                    <span class="meta">{(s.conflict_by)(&row.who, &when)} {name}</span>
                </span>
                <Icon name="right" class="s go" />
            </a>
        }
    };
    view! {
        <Show when=move || !rows.with(Vec::is_empty)>
            <section class="mt-6" aria-labelledby="h-berbeda">
                <div class="sec-h">
                    <h2 id="h-berbeda">
                        {t.isian().two_entries} " " <span class="cap">{move || rows.with(Vec::len)}</span>
                    </h2>
                </div>
                <div class="card list">
                    {move || rows.get().into_iter().map(draw).collect_view()}
                </div>
            </section>
        </Show>
    }
    .into_any()
}
