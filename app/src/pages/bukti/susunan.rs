//! The pages of a piece of evidence in their order: one more, another in its place, one less, each with a
//! way back. The last one stays: a piece without pages, link or note is no evidence; it is removed whole.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use model::command;
use model::id::{FileDigest, OfficeId, RecordId};
use model::record::Record;
use model::schema::Page;
use model::sync::Replica;
use model::view::{Evidence, pages_of};
use wasm_bindgen::JsCast as _;
use web_sys::{File, HtmlElement};

use super::halaman_berkas::Berkas;
use crate::engine::{Captured, Engine, Order, Said, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::capture::Hands;
use crate::pages::here::Here;
use crate::ui::{FileInput, Icon, Origin};

/// A page that may be changed, and what is asked of it.
#[derive(Clone, Copy)]
struct Desk {
    t: &'static Texts,
    engine: Engine,
    id: RecordId,
    office: OfficeId,
    /// What had the focus when the pages were moved: it gets it back once they stand anew.
    held: StoredValue<Option<String>>,
}

/// The section; nothing for a link or a note.
#[component]
pub fn Susunan(
    /// The piece.
    evidence: Signal<Evidence>,
    /// Where one is.
    here: Here,
    /// Whether the one who reads may add to it.
    writes: bool,
    /// Whether they may also replace, arrange and take out pages.
    takes_away: bool,
) -> impl IntoView {
    let t = use_texts();
    let b = t.bukti();
    let office = here.office_id();
    let desk = Desk {
        t,
        engine: use_engine(),
        id: evidence.with_untracked(|evidence| evidence.id),
        office,
        held: StoredValue::new(None),
    };
    let pages = Memo::new(move |_| evidence.with(|evidence| evidence.pages.clone()));
    Effect::new(move || {
        pages.track();
        if let Some(name) = desk.held.try_update_value(Option::take).flatten() {
            request_animation_frame(move || focus(&name));
        }
    });
    let row = move |page: Page| {
        let digest = page.digest.clone();
        let place = Memo::new(move |_| {
            let at = |pages: &Vec<Page>| pages.iter().position(|page| page.digest == digest);
            pages.with(|pages| (at(pages).unwrap_or_default(), pages.len()))
        });
        let title = called(t, &page, place.get_untracked().0);
        let tools = (writes && takes_away).then(|| tools(desk, place, &page));
        view! {
            <Berkas page office title>
                {tools}
            </Berkas>
        }
    };
    let more = move || {
        let add = |origin: Origin| Callback::new(move |files| add(desk, files, origin));
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
    // Two people may each have taken out what they held for the last but one.
    let is_of_pages = Memo::new(move |_| {
        evidence.with(|evidence| {
            !evidence.pages.is_empty() || (evidence.link.is_none() && evidence.note.is_none())
        })
    });
    view! {
        <Show when=move || is_of_pages.get()>
            <section class="sec" aria-labelledby="h-berkas">
                <div class="sec-h">
                    <h2 id="h-berkas">{b.pages}</h2>
                </div>
                <ul class="stack-4">
                    <For
                        each=move || pages.get()
                        key=|page| (page.digest.clone(), page.name.clone())
                        children=row
                    />
                </ul>
                {writes.then(more)}
            </section>
        </Show>
    }
    .into_any()
}

/// Gives the focus to a control by its id, if it is there and can take it.
fn focus(name: &str) {
    let found = document().get_element_by_id(name);
    if let Some(control) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
        let _ = control.focus();
    }
}

/// What a page is called: its file's name, else its number.
fn called(t: &Texts, page: &Page, at: usize) -> String {
    if page.name.is_empty() {
        (t.bukti().page)(at + 1)
    } else {
        page.name.clone()
    }
}

/// What can be done with a page; `place` is where it stands, and among how many.
fn tools(desk: Desk, place: Memo<(usize, usize)>, page: &Page) -> AnyView {
    let w = &desk.t.bukti().change;
    let name = called(desk.t, page, place.get_untracked().0);
    let digest = page.digest.clone();
    let step = |label: String, icon: &'static str, up: bool| {
        let (digest, id) = (digest.clone(), format!("{icon}-{digest}"));
        let barred = move || -> bool {
            let (at, of) = place.get();
            if up { at == 0 } else { at + 1 >= of }
        };
        let (name, alone) = (id.clone(), move || place.get().1 < 2);
        let press = move |_| {
            if untrack(barred) {
                // It keeps the focus, so that the next press is not lost on the page.
                return;
            }
            let at = place.get_untracked().0;
            let to = if up { at.saturating_sub(1) } else { at + 1 };
            desk.held.set_value(Some(name.clone()));
            shift(desk, &digest, to);
        };
        view! {
            <button
                type="button"
                class="ib"
                id=id
                aria-label=label
                hidden=alone
                aria-disabled=move || barred().to_string()
                on:click=press
            >
                <Icon name=icon />
            </button>
        }
    };
    let swap = {
        let (digest, name) = (digest.clone(), name.clone());
        let Desk {
            t,
            engine,
            id,
            office,
            ..
        } = desk;
        Callback::new(move |files| swap_page(t, engine, (id, office), &digest, &name, files))
    };
    let out = {
        let (page, name) = (page.clone(), name.clone());
        move |_| take_out(desk, &page, &name)
    };
    view! {
        <div class="flex">
            {step((w.earlier)(&name), "up", true)}
            {step((w.later)(&name), "down", false)}
            <FileInput
                label=(w.replace)(&name)
                bare=true
                icon="swap"
                class="ib"
                single=true
                on_files=swap
            />
            <button
                type="button"
                class="ib"
                aria-label=(w.take_out)(&name)
                hidden=move || place.get().1 < 2
                on:click=out
            >
                <Icon name="bin" />
            </button>
        </div>
    }
    .into_any()
}

fn add(desk: Desk, files: Vec<File>, origin: Origin) {
    let id = desk.id;
    let made: Rc<RefCell<Vec<FileDigest>>> = Rc::default();
    let back = Rc::clone(&made);
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
    // Several pages were several statements: each is taken back, but for one that is the last by now.
    let undo = move |device: &Replica| {
        let Some(record) = device.record(id) else {
            return Vec::new();
        };
        let stand = pages_of(record);
        let digests = back.borrow();
        let others = stand.iter().any(|page| !digests.contains(&page.digest));
        let out = digests.iter().skip(usize::from(!others));
        out.filter_map(|digest| command::remove_page(record, digest))
            .collect()
    };
    let said = move |kept| Said::undoable((desk.t.bukti().change.added)(kept), undo);
    let order = order(files, origin, desk.office);
    desk.engine.capture(order, make, said);
}

/// Captures a file in a page's place; the toast says so, and takes it back.
pub fn swap_page(
    t: &'static Texts,
    engine: Engine,
    (id, office): (RecordId, OfficeId),
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
    let new: Rc<RefCell<Option<FileDigest>>> = Rc::default();
    // What it was to replace may go while it is prepared: then it is one more page, and said so.
    let alone: Rc<Cell<bool>> = Rc::default();
    let (made, added, is_added) = (Rc::clone(&new), Rc::clone(&alone), Rc::clone(&alone));
    let gone = digest.clone();
    let make = move |device: &Replica, captured: Captured| {
        let Some(record) = device.record(id) else {
            return Vec::new();
        };
        let page = Page {
            order: command::next_page(captured.id),
            ..captured.page
        };
        *made.borrow_mut() = Some(page.digest.clone());
        let drafts = command::replace_page(record, &gone, &page);
        added.set(drafts.is_empty());
        if drafts.is_empty() {
            let last = command::add_pages(record, std::slice::from_ref(&page));
            return last.into_iter().collect();
        }
        drafts
    };
    let undo = move |device: &Replica| {
        let new = new.borrow();
        let (Some(record), Some(new)) = (device.record(id), new.as_ref()) else {
            return Vec::new();
        };
        if alone.get() {
            // The last page of all stays: without one it is no evidence.
            let others = pages_of(record).len() > 1;
            let out = others.then(|| command::remove_page(record, new)).flatten();
            return out.into_iter().collect();
        }
        command::replace_page(record, new, &old)
    };
    let w = &t.bukti().change;
    let replaced = (w.replaced)(name);
    let said = move |kept| {
        let words = match is_added.get() {
            true => (w.added)(kept),
            false => replaced,
        };
        Said::undoable(words, undo)
    };
    engine.capture(order(files, Origin::File, office), make, said);
}

fn take_out(desk: Desk, page: &Page, name: &str) {
    let (id, digest) = (desk.id, page.digest.clone());
    let drafts = desk.engine.peek(|device| {
        let record = device.record(id)?;
        // Another one may have gone since this page was drawn.
        (pages_of(record).len() > 1).then(|| command::remove_page(record, &digest))?
    });
    let back = page.clone();
    let undo = move |device: &Replica| {
        let back = std::slice::from_ref(&back);
        let record = device.record(id);
        let draft = record.and_then(|record| command::add_pages(record, back));
        draft.into_iter().collect()
    };
    desk.engine.submit(
        drafts.into_iter().collect(),
        Said::undoable((desk.t.bukti().change.taken_out)(name), undo),
    );
}

/// Moves a page to a place among the pages, counted from 0.
fn shift(desk: Desk, digest: &FileDigest, to: usize) {
    let id = desk.id;
    let digests = |record: &Record| -> Vec<FileDigest> {
        let pages = pages_of(record).into_iter();
        pages.map(|page| page.digest).collect()
    };
    let before = (desk.engine).peek(|device| device.record(id).map(digests).unwrap_or_default());
    let mut after = before.clone();
    after.retain(|of| of != digest);
    after.insert(to.min(after.len()), digest.clone());
    let arrange = move |device: &Replica, order: &[FileDigest]| {
        let record = device.record(id);
        record
            .map(|record| command::arrange_pages(record, order))
            .unwrap_or_default()
    };
    let drafts = desk.engine.peek(|device| arrange(device, &after));
    let undo = move |device: &Replica| arrange(device, &before);
    desk.engine
        .submit(drafts, Said::undoable(desk.t.bukti().change.moved, undo));
}

fn order(files: Vec<File>, origin: Origin, office: OfficeId) -> Order {
    Order {
        files,
        way: origin.word(),
        office,
    }
}
