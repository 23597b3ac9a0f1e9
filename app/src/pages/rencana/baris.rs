//! One output as a row, and its kegiatan as a group.

use leptos::prelude::*;
use model::id::PersonId;
use model::time::Date;

use super::susun::{Group, Row, parts, proven};
use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::pages::here;
use crate::ui::{Avatar, Bar, Icon, Seal};

/// When it is due, or was done, or how late it is.
fn when(t: &Texts, row: &Row, today: Date) -> (String, &'static str) {
    match (row.done, row.late, row.due) {
        (Some(done), ..) => ((t.rencana().done_on)(&t.short_date(done, today)), ""),
        (None, Some(days), _) => ((t.umum.days_late)(days), "warn-t"),
        (None, None, Some(due)) => (t.near_date(due, today), ""),
        (None, None, None) => (t.rencana().no_due.to_owned(), ""),
    }
}

/// One output, which leads to its own page.
pub fn row(t: &'static Texts, row: &Row, me: PersonId, today: Date) -> AnyView {
    let engine = use_engine();
    // The one who reads comes first, where they are one of several.
    let first = row
        .people
        .iter()
        .find(|person| **person == me)
        .or(row.people.first())
        .copied();
    let person = match first {
        Some(person) => {
            let (full, name) = engine.peek(|device| {
                (
                    here::full_name(t, device, person),
                    here::name_of(t, device, Some(me), person),
                )
            });
            let name = match row.people.len() {
                0 | 1 => name,
                count => (t.rencana().and_more)(&name, count - 1),
            };
            view! {
                <span>
                    <Avatar name=full me=person == me size="s" />
                    {name}
                </span>
            }
            .into_any()
        }
        None => view! { <span>{t.rencana().nobody}</span> }.into_any(),
    };
    let (when, class) = when(t, row, today);
    let evidence = (t.isian().evidence_count)(row.pieces);
    view! {
        <li>
            <a class="row ri" href=format!("/rencana/{}", row.id)>
                <Seal state=row.seal />
                <span>
                    <span class="tt">{row.title.clone()}</span>
                    <span class="out">{row.output.clone()}</span>
                    <span class="meta">
                        {person}
                        <span class=class>{when}</span>
                    </span>
                </span>
                <span class=if row.pieces == 0 { "evn zero" } else { "evn" }>
                    <Icon name="file" class="s" />
                    <b class="num" aria-hidden="true">
                        {row.pieces}
                    </b>
                    <span class="sr">{evidence}</span>
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// A kegiatan with its outputs.
#[component]
pub fn KegiatanGroup(
    /// What it shows.
    group: Group,
    /// Its area's name.
    area: String,
    /// Who looks.
    me: PersonId,
    /// The date in the office.
    today: Date,
) -> impl IntoView {
    let t = use_texts();
    let (good, all) = (proven(&group.rows), group.rows.len());
    let counts = (all > 0).then(|| {
        view! {
            <span class="num cap">
                <b>{good}</b>
                {format!(" / {all}")}
            </span>
        }
    });
    let list = if all > 0 {
        let picture = parts(&group.rows);
        let rows = group
            .rows
            .iter()
            .map(|r| row(t, r, me, today))
            .collect_view();
        view! {
            <Bar parts=picture size="sm" />
            <ul class="card list mt-2">{rows}</ul>
        }
        .into_any()
    } else {
        view! { <p class="cap">{t.rencana().nothing_below}</p> }.into_any()
    };
    view! {
        <section class="keg">
            <p class="cap">{area}</p>
            <div class="kh">
                <h2 class="doc">
                    <a href=format!("/rencana/{}", group.id)>{group.title}</a>
                </h2>
                {counts}
            </div>
            {list}
        </section>
    }
    .into_any()
}
