//! The ways to capture evidence: file inputs behind labels that look like buttons.

use leptos::html;
use leptos::prelude::*;

use super::icon::Icon;
use crate::i18n::use_texts;

/// How a file came to the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Taken with the camera just now.
    Camera,
    /// Chosen among pictures.
    Gallery,
    /// Chosen among files.
    File,
}

impl Origin {
    /// Its word in a record's `asal`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Camera => "kamera",
            Self::Gallery => "galeri",
            Self::File => "berkas",
        }
    }
}

/// A file input behind its label, which looks like a button. It empties itself after each choice, so
/// that the same file can be chosen again.
#[component]
pub fn FileInput(
    /// The words.
    #[prop(into)]
    label: String,
    /// Whether they are for screen readers only.
    #[prop(optional)]
    bare: bool,
    /// The icon.
    icon: &'static str,
    /// Size of the icon (`l`).
    #[prop(optional)]
    icon_class: &'static str,
    /// The label's class.
    #[prop(optional)]
    class: &'static str,
    /// As in HTML.
    #[prop(optional)]
    accept: Option<&'static str>,
    /// Whether it opens the camera.
    #[prop(optional)]
    camera: bool,
    /// Whether it takes one file only; the camera gives one in any case.
    #[prop(optional)]
    single: bool,
    /// What to do with the files.
    on_files: Callback<Vec<web_sys::File>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let change = move |_| {
        let Some(input) = node.get_untracked() else {
            return;
        };
        let files: Vec<web_sys::File> = input
            .files()
            .map(|list| (0..list.length()).filter_map(|i| list.get(i)).collect())
            .unwrap_or_default();
        input.set_value("");
        if !files.is_empty() {
            on_files.run(files);
        }
    };
    view! {
        <label class=class>
            <input
                type="file"
                class="file-in"
                node_ref=node
                accept=accept
                capture=camera.then_some("environment")
                multiple=!camera && !single
                on:change=change
            />
            <Icon name=icon class=icon_class />
            <span class=bare.then_some("sr")>{label}</span>
        </label>
    }
    .into_any()
}

/// The ways to capture evidence for one thing, Kamera first: the bottom bar of an item. The library
/// lays five of them on the tab bar (`five`).
#[component]
pub fn CaptureBar(
    /// Five actions (with the gallery), the camera in the middle.
    #[prop(optional)]
    five: bool,
    /// Files, and how they came.
    on_files: Callback<(Vec<web_sys::File>, Origin)>,
    /// A web address is wanted.
    on_link: Callback<()>,
    /// A note is wanted.
    on_note: Callback<()>,
    /// What stands above the ways: what came of them last.
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    let words = t.tangkap();
    let size = if five { "" } else { "l" };
    let files = move |origin: Origin| Callback::new(move |list| on_files.run((list, origin)));
    let camera = view! {
        <FileInput
            label=words.camera
            icon="cam"
            icon_class=size
            class="main"
            accept="image/*"
            camera=true
            on_files=files(Origin::Camera)
        />
    };
    let file = view! {
        <FileInput label=words.file icon="file" icon_class=size on_files=files(Origin::File) />
    };
    let rest = view! {
        <button type="button" on:click=move |_| on_link.run(())>
            <Icon name="link" class=size />
            {words.link}
        </button>
        <button type="button" on:click=move |_| on_note.run(())>
            <Icon name="note" class=size />
            {words.note}
        </button>
    };
    if five {
        let gallery = view! {
            <FileInput
                label=words.gallery
                icon="box"
                accept="image/*"
                on_files=files(Origin::Gallery)
            />
        };
        view! {
            <section class="actionbar dock" aria-label=words.title>
                {children()}
                <div class="capture five">
                    {gallery}
                    {file}
                    {camera}
                    {rest}
                </div>
            </section>
        }
        .into_any()
    } else {
        view! {
            <section class="actionbar" aria-label=words.title>
                {children()}
                <div class="capture">
                    {camera}
                    {file}
                    {rest}
                </div>
            </section>
        }
        .into_any()
    }
}
