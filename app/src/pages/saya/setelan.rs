//! Settings of this device: language and appearance.

use leptos::prelude::*;

use crate::i18n::{Locale, use_texts};
use crate::platform::local;

/// What stands in storage for an appearance; nothing follows the system.
fn themes(system: &'static str, light: &'static str, dark: &'static str) -> [(&'static str, &'static str); 3] {
    [("", system), ("terang", light), ("gelap", dark)]
}

/// Shows an appearance at once, and keeps it for the next start.
fn wear(theme: &str) {
    let page = document().document_element();
    if theme.is_empty() {
        local::remove(local::THEME);
        // Without the attribute there is nothing to remove.
        page.map(|page| drop(page.remove_attribute("data-theme")));
    } else {
        // A browser that refuses storage shows it for this visit.
        local::set_text(local::THEME, theme);
        page.map(|page| drop(page.set_attribute("data-theme", theme)));
    }
}

/// The section.
#[component]
pub fn Setelan() -> impl IntoView {
    let t = use_texts();
    let s = &t.saya;
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
    let appearance = move |(key, name): (&'static str, &'static str)| {
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
                        {themes(s.theme_system, s.theme_light, s.theme_dark)
                            .map(appearance)
                            .into_iter()
                            .collect_view()}
                    </div>
                </li>
            </ul>
        </section>
    }
    .into_any()
}
