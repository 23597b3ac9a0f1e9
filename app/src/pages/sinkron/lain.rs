//! What needs its person, or waits, on another device of theirs. Its bytes aren't here: what can be done there is
//! said, and what can be done here is offered.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::command;
use model::id::{OfficeId, RecordId};
use model::schema::Page;
use model::sync::Replica;
use model::sync::replica::Elsewhere;
use model::view::{Evidence, pages_of};
use model::wire::DeviceRow;

use super::laporan::{called, held, listed};
use crate::engine::{Engine, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::bukti::susunan::swap_page;
use crate::pages::here;
use crate::ui::{FileInput, Icon};

/// Whether none of the person’s own evidence is neither on the server nor here (tracked).
pub fn is_nothing_elsewhere(engine: Engine) -> bool {
    let Some(me) = engine.person() else {
        return true;
    };
    // What they want to hear no more of is there all the same.
    engine.read(|device| device.own_elsewhere(me).is_empty())
        && reported(engine).is_empty()
        && kept_aside(engine).is_empty()
}

/// The same without those of which they want to hear no more (tracked).
fn there(engine: Engine) -> Vec<DeviceRow> {
    let all = reported(engine).into_iter();
    engine.read(|device| all.filter(|row| !device.is_quiet(row)).collect())
}

/// The person's other devices on which something needs them, as each last said (tracked).
fn reported(engine: Engine) -> Vec<DeviceRow> {
    let needs = |row: &DeviceRow| row.report.is_some_and(|(report, _)| report.attention > 0);
    others(engine).into_iter().filter(needs).collect()
}

/// Those of which the server keeps something aside, because they were revoked (tracked).
fn kept_aside(engine: Engine) -> Vec<DeviceRow> {
    let others = others(engine).into_iter();
    others.filter(|row| row.held.is_some()).collect()
}

/// The person's other devices (tracked).
fn others(engine: Engine) -> Vec<DeviceRow> {
    let (Some(who), Some(devices)) = (engine.who(), engine.devices()) else {
        return Vec::new();
    };
    let rows = devices.rows.into_iter();
    rows.filter(|row| row.person == who.person && row.device != who.device)
        .collect()
}

/// A refused file whose bytes lie elsewhere.
#[derive(Clone, PartialEq)]
struct Refused {
    piece: Evidence,
    office: OfficeId,
    page: Page,
    reason: String,
}

impl Refused {
    fn of(found: Elsewhere) -> Option<Self> {
        let (piece, office, page) = (found.piece, found.office, found.page);
        let reason = found.refused?;
        Some(Self {
            piece,
            office,
            page,
            reason,
        })
    }

    fn name(&self) -> String {
        if self.page.name.is_empty() {
            self.piece.title.clone()
        } else {
            self.page.name.clone()
        }
    }
}

/// The banners; nothing if all is on the server or here.
#[component]
pub fn Lain() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (s, w) = (t.sinkron(), t.lain());
    let pages = Memo::new(move |_| {
        let all = engine
            .person()
            .map(|me| engine.read(|device| device.own_elsewhere(me)));
        all.unwrap_or_default()
    });
    let refused = Memo::new(move |_| {
        let pages = pages.get().into_iter();
        pages.filter_map(Refused::of).collect::<Vec<_>>()
    });
    let waiting = move || {
        // What this device lost itself lies on no other one; the banner about it says what to do.
        let lost_here = engine.read(|device| {
            device.is_emptied()
                || device
                    .damage_to_see()
                    .any(|d| d.place.starts_with("files/"))
        });
        let emptied = engine.read(|device| device.emptied_once().is_some());
        let (title, why) = if emptied {
            (w.unsent, w.unsent_why)
        } else {
            (s.waits_elsewhere, s.waits_elsewhere_why)
        };
        let mut pieces: Vec<RecordId> = pages.with(|pages| {
            let waits = pages.iter().filter(|page| page.refused.is_none());
            waits.map(|page| page.piece.id).collect()
        });
        pieces.dedup();
        (!lost_here && !pieces.is_empty()).then(|| {
            view! {
                <div class="banner mt-4">
                    <Icon name="clock" />
                    <h2 class="h">{title(pieces.len())}</h2>
                    <p>{why}</p>
                </div>
            }
        })
    };
    let devices = Memo::new(move |_| there(engine));
    let revoked = Memo::new(move |_| kept_aside(engine));
    // A device counts the refused files that are listed here.
    let count = move || {
        let said = devices.with(|devices| {
            let reports = devices.iter().filter_map(|row| row.report);
            reports.map(|(report, _)| u64::from(report.attention)).sum()
        });
        let held: u64 = revoked.with(|devices| {
            let held = devices.iter().filter_map(|row| row.held);
            held.map(|(count, _)| u64::from(count)).sum()
        });
        u64::max(said, refused.with(|all| all.len() as u64)) + held
    };
    view! {
        <Show when=move || { count() > 0 }>
            <section class="mt-4" aria-labelledby="h-lain">
                <div class="sec-h">
                    <h2 id="h-lain">{w.title} " " <span class="cap">{count}</span></h2>
                </div>
                <div class="stack">
                    {move || revoked.get().into_iter().map(|row| of_revoked(t, engine, row)).collect_view()}
                    {move || devices.get().into_iter().map(|row| of_device(t, engine, row)).collect_view()}
                    <For
                        each=move || refused.get()
                        key=|file| (file.piece.id, file.page.digest.clone(), file.reason.clone())
                        children=move |file| view! { <Berkas file /> }
                    />
                </div>
            </section>
        </Show>
        {waiting}
    }
    .into_any()
}

/// What a device said of itself.
fn of_device(t: &'static Texts, engine: Engine, row: DeviceRow) -> Option<AnyView> {
    let (s, w) = (t.sinkron(), t.lain());
    let (report, at) = row.report?;
    let (now, zone) = (engine.now(), here::zone(engine));
    let since = (report.since).map(|since| t.past_day(zone.date(since), zone.date(now)));
    let name = engine.peek(|device| here::full_name(t, device, row.person));
    let count = usize::try_from(report.attention).unwrap_or(usize::MAX);
    let what = (w.there)(count, since.as_deref());
    let said = (t.simpanan().said_at)(&t.moment(at, now, zone));
    let called = listed(t, &row.name, &name);
    let (device, toasts) = (row.device, engine.toasts());
    let hidden = (w.quiet_now)(&called);
    let hide = move |_| {
        let (toasts, hidden) = (toasts.clone(), hidden.clone());
        spawn_local(async move {
            // Not kept: it stays, and can be hidden again.
            if engine.quiet(device, Some(at)).await.is_ok() {
                let undo = Callback::new(move |()| {
                    spawn_local(async move { drop(engine.quiet(device, None).await) });
                });
                toasts.show(hidden, Some(undo.into()));
            }
        });
    };
    let view = view! {
        <div class="banner act">
            <Icon name="alert" />
            <h3 class="h">{called} ": " {what}</h3>
            <p>{w.there_why}</p>
            <p class="cure">
                <b>{s.cure}</b>
                " "
                {w.there_cure}
            </p>
            <p>{w.lost}</p>
            <div class="btns">
                <button type="button" class="btn quiet" on:click=hide>
                    {w.quiet}
                </button>
            </div>
            <p class="cap">{said}</p>
        </div>
    };
    Some(view.into_any())
}

/// What the server keeps aside of a revoked device.
fn of_revoked(t: &'static Texts, engine: Engine, row: DeviceRow) -> Option<AnyView> {
    let (s, w) = (t.sinkron(), t.lain());
    let what = held(t, &row, engine.now(), here::zone(engine))?;
    let name = engine.peek(|device| here::full_name(t, device, row.person));
    let view = view! {
        <div class="banner act">
            <Icon name="lock" />
            <h3 class="h">{listed(t, &row.name, &name)} ": " {what}</h3>
            <p>{w.held_why}</p>
            <p class="cure">
                <b>{s.cure}</b>
                " "
                {w.held_cure}
            </p>
        </div>
    };
    Some(view.into_any())
}

/// One refused file, and what can be done about it from here.
#[component]
fn Berkas(file: Refused) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (s, w) = (t.sinkron(), t.lain());
    let id = file.piece.id;
    leptos::task::spawn_local_scoped_with_cancellation(async move {
        // Where its bytes lie may stay unsaid.
        drop(engine.ask_origins(id).await);
    });
    let (cause, cure) = (s.file_reason)(&file.reason);
    let page = file.page.clone();
    let lies = move || match place(t, engine, id, &page) {
        Some(device) => (w.lies)(&device),
        None => w.lies_somewhere.to_owned(),
    };
    let of = file.clone();
    let swap = Callback::new(move |files| {
        swap_page(
            t,
            engine,
            (id, of.office),
            &of.page.digest,
            &of.name(),
            files,
        );
    });
    let of = file.clone();
    let out = move |_| let_go(t, engine, &of);
    view! {
        <div class="banner act">
            <Icon name="alert" />
            <h3 class="h">{(s.file_refused)(&file.name())}</h3>
            <p>{cause} " " {lies}</p>
            <p class="cure">
                <b>{s.cure}</b>
                " "
                {cure}
            </p>
            <div class="btns">
                <FileInput
                    label=w.replace
                    icon="swap"
                    icon_class="s"
                    class="btn"
                    single=true
                    on_files=swap
                />
                <a class="btn" href=format!("/bukti/{id}")>
                    {t.bukti().open}
                </a>
                <button type="button" class="btn quiet" on:click=out>
                    {w.let_go}
                </button>
            </div>
            <p class="cap">{w.ways}</p>
        </div>
    }
    .into_any()
}

/// The device that captured a page, if it is known and isn't this one.
fn place(t: &Texts, engine: Engine, id: RecordId, page: &Page) -> Option<String> {
    let origins = engine.origins(id);
    engine.read(|device| {
        let writes = &device.record(id)?.fields.get("halaman")?.writes;
        let digest = page.digest.as_str();
        let wrote = writes
            .iter()
            .find(|write| write.value["digest"].as_str() == Some(digest))?;
        let known = device.directory().device(*origins.get(&wrote.op)?)?;
        let name = here::full_name(t, device, known.person);
        Some(called(t, &known.name, &name))
    })
}

/// Takes the page out, or the piece if it has no other, with a way back.
fn let_go(t: &'static Texts, engine: Engine, file: &Refused) {
    let (id, page) = (file.piece.id, file.page.clone());
    let drafts = engine.peek(|device| {
        let record = device.record(id)?;
        if pages_of(record).len() > 1 {
            command::remove_page(record, &page.digest)
        } else {
            Some(command::delete(record))
        }
    });
    let undo = move |device: &Replica| {
        let record = device.record(id);
        let back = record.and_then(|record| {
            if record.is_gone() {
                return Some(command::restore(record));
            }
            command::add_pages(record, std::slice::from_ref(&page))
        });
        back.into_iter().collect()
    };
    let said = (t.lain().let_gone)(&file.name());
    engine.submit(drafts.into_iter().collect(), Said::undoable(said, undo));
}
