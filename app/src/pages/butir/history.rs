//! Riwayat: what happened to the answer and its evidence. Online the server's whole history, offline
//! what this device did itself.

use leptos::prelude::*;
use model::id::{OpId, RecordId};
use model::op::{Body, Edit, Op, SealedOp};
use model::schema::{Decision, Kind, Verdict, Waiver};
use model::sync::Replica;
use model::time::Millis;
use model::view::MAIN_LAYER;
use serde::Deserialize as _;

use super::Ctx;
use crate::i18n::Texts;
use crate::i18n::riwayat::What;
use crate::pages::here::{full_name, name_of};
use crate::ui::Icon;

/// One line of the history.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Event {
    op: OpId,
    at: Millis,
    icon: &'static str,
    words: String,
    unsent: bool,
}

/// The history of an item.
#[component]
pub fn History(ctx: Ctx) -> impl IntoView {
    let (t, engine, here) = (ctx.t, ctx.engine, ctx.ready.here.clone());
    let (office, cycle, item) = (here.office.id, here.cycle.id, ctx.item.id.clone());
    let (me, pieces) = (Some(here.me), ctx.pieces);
    // The records that it is about: the answer, the verdict, the evidence bound now.
    let records = Memo::new(move |_| {
        let mut ids = vec![
            RecordId::answer(office, cycle, &item),
            RecordId::verdict(office, cycle, &item, MAIN_LAYER),
        ];
        pieces.with(|pieces| ids.extend(pieces.iter().map(|piece| piece.id)));
        ids
    });
    let fetched = RwSignal::new(None::<Vec<(Millis, Op)>>);
    let unreachable = RwSignal::new(false);
    Effect::new(move |_| {
        // The server has no history of what it has never heard of.
        let mut ids = records.get();
        engine.peek(|device| ids.retain(|id| device.confirmed(*id).is_some()));
        // What arrives for a page that is gone meanwhile is dropped: `try_set`.
        leptos::task::spawn_local_scoped_with_cancellation(async move {
            let mut all = Vec::new();
            for id in ids {
                match engine.history(id).await {
                    Ok(entries) => {
                        let ops = entries.iter().filter_map(|entry| {
                            let op = SealedOp::decode(&entry.op).ok()?;
                            Some((entry.effective, op.op().clone()))
                        });
                        all.extend(ops);
                    }
                    Err(_) => {
                        unreachable.try_set(true);
                        return;
                    }
                }
            }
            unreachable.try_set(false);
            fetched.try_set(Some(all));
        });
    });
    let events = Memo::new(move |_| {
        let ids = records.get();
        // It stands far below what was just touched.
        engine.read_after(|device| {
            let mut events: Vec<Event> = Vec::new();
            let of_server = fetched.get().unwrap_or_default();
            for (at, op) in &of_server {
                events.extend(event(t, device, me, op, *at, false));
            }
            for id in ids {
                for entry in device.entries_about(id) {
                    let op = entry.op.op();
                    if of_server.iter().all(|(_, known)| known.id != op.id) {
                        events.extend(event(t, device, me, op, op.at, entry.state.is_unsent()));
                    }
                }
            }
            events.sort_by_key(|event| std::cmp::Reverse((event.at, event.op)));
            events
        })
    });
    let zone = here.office.zone;
    let line = move |event: Event| {
        let here = event
            .unsent
            .then(|| format!(" · {}", (t.butir().only_here)(t.here())));
        view! {
            <li>
                <span class="mk">
                    <Icon name=event.icon class="s" />
                </span>
                <div>
                    {event.words} <time>{t.full_moment(event.at, zone)} {here}</time>
                </div>
            </li>
        }
    };
    let own = move || unreachable.get() && fetched.with(Option::is_none);
    view! {
        <section class="sec" aria-labelledby="j-riwayat">
            <div class="sec-h">
                <h2 id="j-riwayat">{t.butir().history}</h2>
                {move || own().then(|| view! { <span class="cap">{t.butir().history_own}</span> })}
            </div>
            <Show
                when=move || events.with(|events| !events.is_empty())
                fallback=move || {
                    let words = if own() { t.butir().history_off } else { t.butir().history_none };
                    view! { <p class="sub">{words}</p> }
                }
            >
                <ol class="hist">
                    <For
                        each=move || events.get()
                        key=|event| (event.op, event.unsent)
                        children=line
                    />
                </ol>
            </Show>
        </section>
    }
    .into_any()
}

/// An op in words. One op is one line: its weightiest edit says what it is.
fn event(
    t: &Texts,
    device: &Replica,
    me: Option<model::id::PersonId>,
    op: &Op,
    at: Millis,
    unsent: bool,
) -> Option<Event> {
    let did = &t.butir().did;
    let who = match &op.on_behalf {
        None => name_of(t, device, me, op.actor),
        // Nobody typed it: it is told who spoke, for whom, and from what.
        Some(of) => (did.on_behalf)(&full_name(t, device, of.person), of.deed()),
    };
    let title = title_of(device, op);
    let what = |title| match op.record.kind {
        Kind::Jawaban => What::Answer,
        Kind::Putusan => What::Verdict,
        Kind::Bukti => What::Evidence(title),
        _ => What::Other,
    };
    let (icon, words) = match &op.body {
        Body::Delete { .. } => ("bin", (did.removed)(&who, what(&title))),
        Body::Restore { .. } => ("sync", (did.restored)(&who, what(&title))),
        Body::Write { edits } => match op.record.kind {
            Kind::Jawaban => answer_words(t, &who, edits),
            Kind::Putusan => verdict_words(t, &who, edits)?,
            Kind::Bukti => evidence_words(t, &title, op, &who, edits),
            _ => ("edit", (did.other)(&who)),
        },
    };
    Some(Event {
        op: op.id,
        at,
        icon,
        words,
        unsent,
    })
}

fn answer_words(t: &Texts, who: &str, edits: &[Edit]) -> (&'static str, String) {
    let did = &t.butir().did;
    for edit in edits {
        match edit {
            Edit::Set { field, value, .. } if field == "nilai" => {
                return match value.as_str() {
                    Some(answer) => ("edit", (did.answered)(who, answer)),
                    None => ("edit", (did.emptied)(who)),
                };
            }
            Edit::Set { field, .. } if field == "catatan" => return ("note", (did.noted)(who)),
            Edit::Add { value, .. } if Waiver::deserialize(value).is_ok() => {
                return ("minus", (did.waived)(who));
            }
            Edit::Remove { field, .. } if field == "tidak_berlaku" => {
                return ("plus", (did.unwaived)(who));
            }
            _ => {}
        }
    }
    ("edit", (did.other)(who))
}

fn verdict_words(t: &Texts, who: &str, edits: &[Edit]) -> Option<(&'static str, String)> {
    let verdict = edits.iter().find_map(|edit| match edit {
        Edit::Set { field, value, .. } if field == "putusan" => Verdict::deserialize(value).ok(),
        _ => None,
    })?;
    let b = t.butir();
    let (icon, what) = match verdict.hasil {
        Decision::Terima => ("check", b.accepted.to_owned()),
        Decision::Sesuaikan => ("check", (b.adjusted)(&verdict.nilai.unwrap_or_default())),
        Decision::Kembalikan => ("back", b.returned.to_owned()),
    };
    Some((icon, (b.did.judged)(who, &what)))
}

/// The title of the record that an op is about, as it stands now; empty where it has none.
fn title_of(device: &Replica, op: &Op) -> String {
    let record = device.record(op.record.id);
    let title = record.and_then(|record| record.text("judul"));
    title.unwrap_or_default().to_owned()
}

fn evidence_words(
    t: &Texts,
    known: &str,
    op: &Op,
    who: &str,
    edits: &[Edit],
) -> (&'static str, String) {
    let did = &t.butir().did;
    let set = edits.iter().find_map(|edit| match edit {
        Edit::Set { field, value, .. } if field == "judul" => value.as_str(),
        _ => None,
    });
    let title = set.unwrap_or(known);
    let pages = edits
        .iter()
        .any(|edit| matches!(edit, Edit::Add { field, .. } if field == "halaman"));
    let made = op.creates() && (pages || edits.iter().any(|edit| edit.field() == "judul"));
    if made {
        ("cam", (did.evidence)(who, title))
    } else {
        ("edit", (did.evidence_changed)(who, title))
    }
}
