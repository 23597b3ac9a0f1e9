//! The pages of a piece of evidence in their order: one more, another in its place, one less, each with a
//! way back. The last one stays: a piece without pages, link or note is no evidence; it is removed whole.

use leptos::prelude::*;
use model::command;
use model::id::{FileDigest, RecordId};
use model::op::Draft;
use model::record::Record;
use model::schema::Page;
use model::sync::Replica;
use model::view::{Evidence, pages_of};
use web_sys::File;

use super::halaman_berkas::Berkas;
use crate::engine::{Captured, Engine, Order, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::capture::Hands;
use crate::pages::here::Here;
use crate::ui::{FileInput, Icon, Origin};

/// A page, where it stands, and whether it is the last.
type Placed = (usize, bool, Page);

/// The section; nothing for a link or a note.
#[component]
pub fn Susunan(
    /// The piece.
    evidence: Signal<Evidence>,
    /// Where one is.
    here: Here,
    /// Whether the one who reads may change it.
    writes: bool,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let b = t.bukti();
    let office = here.office_id();
    let id = evidence.with_untracked(|evidence| evidence.id);
    let pages = Memo::new(move |_| -> Vec<Placed> {
        evidence.with(|evidence| {
            let last = evidence.pages.len().saturating_sub(1);
            let pages = evidence.pages.iter().cloned().enumerate();
            pages.map(|(at, page)| (at, at == last, page)).collect()
        })
    });
    let row = move |(at, last, page): Placed| {
        let title = called(t, &page, at);
        let tools = writes.then(|| tools(t, engine, id, at, last, &page));
        view! {
            <Berkas page office title>
                {tools}
            </Berkas>
        }
    };
    let more = move || {
        let add = |origin: Origin| Callback::new(move |files| add(t, engine, id, files, origin));
        view! {
            <div class="btns mt-3">
                <FileInput
                    label=b.change.photo
                    icon="cam"
                    icon_class="s"
                    class="btn"
                    accept="image/*"
                    camera=true
                    on_files=add(Origin::Camera)
                />
                <FileInput
                    label=b.change.file
                    icon="plus"
                    icon_class="s"
                    class="btn"
                    on_files=add(Origin::File)
                />
            </div>
            <Hands />
        }
    };
    let has_any = Memo::new(move |_| pages.with(|pages| !pages.is_empty()));
    view! {
        <Show when=move || has_any.get()>
            <section class="sec" aria-labelledby="h-berkas">
                <div class="sec-h">
                    <h2 id="h-berkas">{b.pages}</h2>
                </div>
                <ul class="stack-4">
                    <For each=move || pages.get() key=|(at, last, page)| (*at, *last, page.digest.clone()) children=row />
                </ul>
                {writes.then(more)}
            </section>
        </Show>
    }
    .into_any()
}

/// What a page is called: its file's name, else its number.
fn called(t: &Texts, page: &Page, at: usize) -> String {
    if page.name.is_empty() {
        (t.bukti().page)(at + 1)
    } else {
        page.name.clone()
    }
}

/// What can be done with a page.
fn tools(
    t: &'static Texts,
    engine: Engine,
    id: RecordId,
    at: usize,
    last: bool,
    page: &Page,
) -> AnyView {
    let w = &t.bukti().change;
    let name = called(t, page, at);
    let button = |label: String, icon: &'static str, press: Callback<()>| {
        view! {
            <button type="button" class="ib" aria-label=label on:click=move |_| press.run(())>
                <Icon name=icon />
            </button>
        }
    };
    let digest = page.digest.clone();
    let step = |to: usize| {
        let digest = digest.clone();
        Callback::new(move |()| shift(t, engine, id, &digest, to))
    };
    let earlier = (at > 0).then(|| button((w.earlier)(&name), "up", step(at.saturating_sub(1))));
    let later = (!last).then(|| button((w.later)(&name), "down", step(at + 1)));
    let swap = {
        let (digest, name) = (digest.clone(), name.clone());
        Callback::new(move |files| replace(t, engine, id, &digest, &name, files))
    };
    let alone = at == 0 && last;
    let out = (!alone).then(|| {
        let (page, name) = (page.clone(), name.clone());
        let label = (w.take_out)(&name);
        let press = Callback::new(move |()| take_out(t, engine, id, &page, &name));
        button(label, "bin", press)
    });
    view! {
        <div class="flex">
            {earlier}
            {later}
            <FileInput
                label=(w.replace)(&name)
                bare=true
                icon="swap"
                class="ib"
                single=true
                on_files=swap
            />
            {out}
        </div>
    }
    .into_any()
}

/// A statement about the piece, as it stands then; nothing if it is gone.
fn of(
    id: RecordId,
    change: impl Fn(&Record) -> Option<Draft> + 'static,
) -> impl Fn(&Replica) -> Vec<Draft> + 'static {
    move |device| device.record(id).and_then(&change).into_iter().collect()
}

fn add(t: &'static Texts, engine: Engine, id: RecordId, files: Vec<File>, origin: Origin) {
    let count = files.len();
    let made: std::rc::Rc<std::cell::RefCell<Vec<FileDigest>>> = std::rc::Rc::default();
    let back = std::rc::Rc::clone(&made);
    let make = move |device: &Replica, captured: Captured| {
        let page = Page {
            order: command::next_page(captured.id),
            ..captured.page
        };
        let draft = device.record(id).and_then(|record| {
            let draft = command::add_pages(record, std::slice::from_ref(&page))?;
            made.borrow_mut().push(page.digest.clone());
            Some(draft)
        });
        draft.into_iter().collect()
    };
    // Several pages were several statements: each is taken back.
    let undo = move |device: &Replica| {
        let digests = back.borrow();
        let record = device.record(id);
        let out = |digest| command::remove_page(record?, digest);
        digests.iter().filter_map(out).collect()
    };
    let order = Order {
        files,
        way: origin.word(),
    };
    let said = Said::undoable((t.bukti().change.added)(count), undo);
    engine.capture(order, make, said);
}

fn replace(
    t: &'static Texts,
    engine: Engine,
    id: RecordId,
    digest: &FileDigest,
    name: &str,
    files: Vec<File>,
) {
    let old = engine.peek(|device| {
        let pages = pages_of(device.record(id)?);
        pages.into_iter().find(|page| page.digest == *digest)
    });
    // Somebody took it out meanwhile: the page follows in a moment.
    let Some(old) = old else { return };
    let new: std::rc::Rc<std::cell::RefCell<Option<FileDigest>>> = std::rc::Rc::default();
    let made = std::rc::Rc::clone(&new);
    let gone = digest.clone();
    let make = move |device: &Replica, captured: Captured| {
        *made.borrow_mut() = Some(captured.page.digest.clone());
        let record = device.record(id);
        let draft = record.and_then(|r| command::replace_page(r, &gone, &captured.page));
        draft.into_iter().collect()
    };
    let undo = move |device: &Replica| {
        let back = || {
            let new = new.borrow();
            command::replace_page(device.record(id)?, new.as_ref()?, &old)
        };
        back().into_iter().collect()
    };
    let order = Order {
        files,
        way: Origin::File.word(),
    };
    let said = Said::undoable((t.bukti().change.replaced)(name), undo);
    engine.capture(order, make, said);
}

fn take_out(t: &'static Texts, engine: Engine, id: RecordId, page: &Page, name: &str) {
    let digest = page.digest.clone();
    let drafts = engine.peek(of(id, move |record| command::remove_page(record, &digest)));
    let back = page.clone();
    let undo = of(id, move |record| {
        command::add_pages(record, std::slice::from_ref(&back))
    });
    engine.submit(
        drafts,
        Said::undoable((t.bukti().change.taken_out)(name), undo),
    );
}

/// Moves a page to a place among the pages, counted from 0.
fn shift(t: &'static Texts, engine: Engine, id: RecordId, digest: &FileDigest, to: usize) {
    let digests = |record: &Record| -> Vec<FileDigest> {
        let pages = pages_of(record).into_iter();
        pages.map(|page| page.digest).collect()
    };
    let before = engine.peek(|device| device.record(id).map(digests).unwrap_or_default());
    let mut after = before.clone();
    after.retain(|of| of != digest);
    after.insert(to.min(after.len()), digest.clone());
    let drafts = engine.peek(of(id, move |record| command::arrange_pages(record, &after)));
    let undo = of(id, move |record| command::arrange_pages(record, &before));
    engine.submit(drafts, Said::undoable(t.bukti().change.moved, undo));
}
