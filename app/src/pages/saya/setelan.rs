//! Settings of this device: language and appearance.

use leptos::prelude::*;

use crate::i18n::{Locale, use_texts};
use crate::platform::local;

/// What stands in storage for an appearance; nothing follows the system.
const THEMES: [&str; 3] = ["", "terang", "gelap"];

/// Shows an appearance at once, and keeps it for the next start.
fn wear(theme: &str) {
    if theme.is_empty() {
        local::remove(local::THEME);
    } else {
        // A browser that refuses storage shows it for this visit.
        local::set_text(local::THEME, theme);
    }
    let Some(page) = document().document_element() else {
        return;
    };
    // Attributes of this name are always taken and given.
    drop(if theme.is_empty() {
        page.remove_attribute("data-theme")
    } else {
        page.set_attribute("data-theme", theme)
    });
}

/// The section.
#[component]
pub fn Setelan() -> impl IntoView {
    let t = use_texts();
    let s = t.saya();
    let theme = RwSignal::new(local::text(local::THEME).unwrap_or_default());
    let language = move |locale: Locale| {
        let chosen = locale == t.locale;
        let press = move |_| {
            if !chosen {
                locale.store();
                // The language holds for as long as a page lives; drafts are kept with every keystroke.
                drop(window().location().reload());
            }
        };
        view! {
            <button
                type="button"
                aria-pressed=chosen.to_string()
                lang=locale.code()
                on:click=press
            >
                {locale.name()}
            </button>
        }
    };
    let appearance = move |key: &'static str| {
        let name = match key {
            "terang" => s.theme_light,
            "gelap" => s.theme_dark,
            _ => s.theme_system,
        };
        let press = move |_| {
            wear(key);
            theme.set(key.to_owned());
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (theme.get() == key).to_string()
                on:click=press
            >
                {name}
            </button>
        }
    };
    view! {
        <section class="sec" aria-labelledby="h-setel">
            <div class="sec-h">
                <h2 id="h-setel">{s.settings}</h2>
            </div>
            <ul class="card list">
                <li class="opt">
                    <span class="tt" id="l-bahasa">
                        {s.language}
                    </span>
                    <div class="seg" role="group" aria-labelledby="l-bahasa">
                        {Locale::ALL.map(language).into_iter().collect_view()}
                    </div>
                </li>
                <li class="opt">
                    <span class="tt" id="l-tampilan">
                        {s.theme}
                    </span>
                    <div class="seg" role="group" aria-labelledby="l-tampilan">
                        {THEMES.map(appearance).into_iter().collect_view()}
                    </div>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
