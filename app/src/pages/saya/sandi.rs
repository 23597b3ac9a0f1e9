//! Changing the password.

use leptos::prelude::*;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::masuk::PasswordForm;
use crate::ui::{Icon, Sheet};

/// The row, and its sheet.
#[component]
pub fn Sandi() -> impl IntoView {
    let t = use_texts();
    let s = t.saya();
    let open = RwSignal::new(false);
    let done = Callback::new(move |()| {
        open.set(false);
        use_engine()
            .toasts()
            .show(s.password_changed.to_owned(), None);
    });
    view! {
        <div class="gut mt-3">
            <ul class="card list">
                <li>
                    <button type="button" class="row" on:click=move |_| open.set(true)>
                        <Icon name="key" />
                        <span>
                            <span class="tt">{s.password}</span>
                            <span class="meta">
                                <span>{s.password_needs}</span>
                            </span>
                        </span>
                        <Icon name="right" class="s" />
                    </button>
                </li>
            </ul>
        </div>
        <Sheet open title=s.password>
            <PasswordForm on_done=done />
        </Sheet>
    }
    .into_any()
}
