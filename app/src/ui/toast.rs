//! Toasts: what was just done, with a way back for six seconds. They never carry an error.

use leptos::prelude::*;

use crate::i18n::use_texts;

/// How long a toast stays.
const STAYS_MS: u64 = 6_000;

/// How many ways back stand above each other; more would cover a phone's page.
const UNDOS: usize = 3;

/// One toast.
#[derive(Clone)]
struct Toast {
    key: u64,
    text: String,
    undo: Option<Undo>,
}

/// A way back.
#[derive(Clone)]
pub struct Undo {
    /// What it takes back. It must belong to the root (or own all that it uses): the page may be gone
    /// by then.
    pub run: Callback<()>,
    /// What it is about: a later way back about the same takes its place. Without a name it stands alone.
    pub about: Option<String>,
}

impl From<Callback<()>> for Undo {
    fn from(run: Callback<()>) -> Self {
        Self { run, about: None }
    }
}

/// The toasts of the app, given by context from the root, so that one outlives the page that made it.
#[derive(Clone, Default)]
pub struct Toasts {
    list: ArcRwSignal<Vec<Toast>>,
    made: ArcRwSignal<u64>,
}

impl Toasts {
    /// Shows what was done; with `undo` it can be taken back.
    pub fn show(&self, text: String, undo: Option<Undo>) {
        let key = self.made.get_untracked() + 1;
        self.made.set(key);
        self.list.update(|toasts| {
            // A way back keeps its six seconds whatever else is said; mere news gives way.
            let about = undo.as_ref().and_then(|undo| undo.about.as_ref());
            toasts.retain(|toast| match &toast.undo {
                Some(older) => about.is_none() || older.about.as_ref() != about,
                None => false,
            });
            if undo.is_some() {
                let over = (toasts.len() + 1).saturating_sub(UNDOS);
                toasts.drain(..over);
            }
            toasts.push(Toast { key, text, undo });
        });
        let list = self.list.clone();
        set_timeout(
            move || list.update(|toasts| toasts.retain(|toast| toast.key != key)),
            std::time::Duration::from_millis(STAYS_MS),
        );
    }

    /// Takes it away.
    fn close(&self, key: u64) {
        self.list
            .update(|toasts| toasts.retain(|toast| toast.key != key));
    }
}

/// Where toasts appear: above the tab bar, said by screen readers.
#[component]
pub fn ToastStack() -> impl IntoView {
    let t = use_texts();
    let toasts = use_context::<Toasts>().unwrap_or_default();
    let list = toasts.list.clone();
    let row = move |toast: Toast| {
        let (toasts, key) = (toasts.clone(), toast.key);
        let undo = toast.undo.map(|undo| {
            let press = move |_| {
                toasts.close(key);
                undo.run.run(());
            };
            view! {
                <button type="button" on:click=press>
                    {t.umum.undo}
                </button>
            }
        });
        view! {
            <span class="toast">
                <span>{toast.text}</span>
                {undo}
            </span>
        }
    };
    view! {
        <div class="toasts" role="status">
            <For each=move || list.get() key=|toast| toast.key children=row />
        </div>
    }
    .into_any()
}
