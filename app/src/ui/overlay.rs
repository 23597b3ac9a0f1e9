//! Sheets and dialogs: native `<dialog>`, so that focus stays inside, Escape closes, and what lies
//! behind is inert without a line of ours.

use leptos::html;
use leptos::prelude::*;
use leptos::web_sys;
use leptos::web_sys::wasm_bindgen::JsCast as _;

use super::icon::Icon;
use crate::i18n::use_texts;

/// Opens and closes the element with the signal; the content lives only while it is open.
fn modal(open: RwSignal<bool>) -> NodeRef<html::Dialog> {
    let node = NodeRef::<html::Dialog>::new();
    let opener = StoredValue::new_local(None::<Opener>);
    Effect::new(move |_| {
        let open = open.get();
        let Some(dialog) = node.get() else { return };
        if open && !dialog.open() {
            opener.set_value(Opener::now());
            // It fails only for a dialog that isn't in the document; then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !open {
            if dialog.open() {
                dialog.close();
            }
            if let Some(opener) = opener.try_update_value(Option::take).flatten() {
                request_animation_frame(move || opener.focus(LOOKS));
            }
        }
    });
    node
}

/// What had the focus when a sheet opened, and the row or section around it: what was done in the sheet
/// may take the button itself away.
struct Opener {
    element: web_sys::HtmlElement,
    around: Option<web_sys::Element>,
}

impl Opener {
    fn now() -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let element: web_sys::HtmlElement = document.active_element()?.dyn_into().ok()?;
        let around = element.closest("li, article, section").ok().flatten();
        Some(Self { element, around })
    }

    /// Gives the focus back as long as nothing else has it. What was done in the sheet may take the button
    /// away only once it is kept, so that is looked for a moment longer.
    fn focus(self, tries: u8) {
        let document = web_sys::window().and_then(|window| window.document());
        let focused = document.and_then(|document| document.active_element());
        let is_own = focused.as_ref() == Some(self.element.as_ref());
        let is_free = focused.is_none_or(|element| {
            element.tag_name() == "BODY" || element.closest("dialog").is_ok_and(|d| d.is_some())
        });
        if !is_free && !is_own {
            return;
        }
        if is_free && let Some(target) = self.target() {
            // It fails for nothing that can have the focus.
            let _ = target.focus();
        }
        if tries > 0 && self.element.is_connected() {
            set_timeout(move || self.focus(tries - 1), LOOK);
        }
    }

    /// The opener, or what stands in its place.
    fn target(&self) -> Option<web_sys::HtmlElement> {
        if self.element.is_connected() {
            return Some(self.element.clone());
        }
        let around = self
            .around
            .as_ref()
            .filter(|around| around.is_connected())?;
        let near = around.query_selector("button, a[href], select, input");
        near.ok().flatten()?.dyn_into().ok()
    }
}

/// How often, and in all for two seconds, the opener of a sheet is looked for.
const LOOK: std::time::Duration = std::time::Duration::from_millis(100);
const LOOKS: u8 = 20;

/// Whether a click met the backdrop: the dialog itself, not what lies in it.
fn on_backdrop(event: &web_sys::MouseEvent, node: NodeRef<html::Dialog>) -> bool {
    let target = event.target();
    node.get_untracked().is_some_and(|dialog| {
        let dialog: &web_sys::EventTarget = dialog.as_ref();
        target.as_ref() == Some(dialog)
    })
}

/// A sheet that rises from below. Closing it loses nothing: its forms keep drafts.
#[component]
pub fn Sheet(
    /// Whether it is open; it closes itself.
    open: RwSignal<bool>,
    /// Its heading.
    #[prop(into)]
    title: Signal<String>,
    /// Its content, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let t = use_texts();
    let node = modal(open);
    view! {
        <dialog
            class="sheet"
            node_ref=node
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
            on:click=move |event| {
                if on_backdrop(&event, node) {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()>
                <header class="appbar-in">
                    <div class="ttl grow">
                        <h2 class="doc">{move || title.get()}</h2>
                    </div>
                    <button
                        type="button"
                        class="ib"
                        aria-label=t.umum.close
                        on:click=move |_| open.set(false)
                    >
                        <Icon name="x" />
                    </button>
                </header>
                <div class="gut stack-4">{children()}</div>
            </Show>
        </dialog>
    }
    .into_any()
}

/// A question whose answer can't be taken back. It says what will not be lost; the one that destroys
/// is never the default. Where undo is possible, don't ask: show a toast.
#[component]
pub fn Dialog(
    /// Whether it is open; it closes itself.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will be lost, and what won't.
    #[prop(into)]
    text: Signal<String>,
    /// The word that does it.
    #[prop(into)]
    action: Signal<String>,
    /// Whether it destroys something.
    #[prop(optional)]
    danger: bool,
    /// Does it.
    on_confirm: Callback<()>,
) -> impl IntoView {
    let t = use_texts();
    let node = modal(open);
    let confirm = move |_| {
        open.set(false);
        on_confirm.run(());
    };
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-label=move || title.get()
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <h3>{move || title.get()}</h3>
                <p>{move || text.get()}</p>
                <div class="btns">
                    <button type="button" class="btn quiet" autofocus on:click=move |_| open.set(false)>
                        {t.umum.cancel}
                    </button>
                    <button
                        type="button"
                        class=if danger { "btn danger" } else { "btn primary" }
                        on:click=confirm
                    >
                        {move || action.get()}
                    </button>
                </div>
            </Show>
        </dialog>
    }
    .into_any()
}
