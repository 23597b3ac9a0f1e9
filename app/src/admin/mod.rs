//! Admin pages: rendered on the server with data, then hydrated (DESIGN §5). They never open the
//! person's database on the device; every link to a field page is a full navigation.

pub mod data;
mod frame;
pub mod instrumen;
#[cfg(target_arch = "wasm32")]
mod net;
pub mod rekap;
mod satker;
pub mod shelf;
#[cfg(feature = "ssr")]
mod shell;
pub mod years;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::use_query_map;
use leptos_router::{SsrMode, StaticSegment};

use crate::i18n::{Locale, Texts};
#[cfg(feature = "ssr")]
pub use shell::admin_shell;

/// Id of the element that the server renders the admin pages into, and that the browser hydrates.
pub const ROOT_ID: &str = "admin";

/// The query parameter that names the language, so that server and browser agree about it.
pub const LOCALE_QUERY: &str = "bahasa";

/// All admin pages. The browser hydrates it inside the element with [`ROOT_ID`].
#[component]
pub fn AdminApp() -> impl IntoView {
    provide_meta_context();
    view! {
        <Title formatter=|page: String| format!("{page} · Bukti") />
        <Router>
            <Routes fallback=Below>
                <Route path=StaticSegment("admin") view=Below ssr=SsrMode::Async />
                <Route
                    path=(StaticSegment("admin"), StaticSegment("instrumen"))
                    view=Instruments
                    ssr=SsrMode::Async
                />
            </Routes>
        </Router>
    }
}

/// `/admin`: the offices below mine.
#[component]
fn Below() -> impl IntoView {
    let t = speak();
    view! {
        <Title text=t.admin().title />
        {satker::Satker()}
    }
}

/// `/admin/instrumen`: the instruments.
#[component]
fn Instruments() -> impl IntoView {
    let t = speak();
    view! {
        <Title text=t.instrumen().title />
        {instrumen::Instrumen()}
    }
}

/// Lets a page speak the language that its address names, in these words.
fn speak() -> &'static Texts {
    let query = use_query_map();
    let code = query.with_untracked(|query| query.get(LOCALE_QUERY));
    let locale = code.as_deref().map_or(Locale::Id, Locale::parse);
    provide_context(locale);
    // The server can't know what this browser remembers: the first paint follows the address, then the
    // page moves to the language that the person chose.
    Effect::new(move |_| {
        let chosen = Locale::stored();
        if code.is_none() && chosen != locale {
            let location = window().location();
            let (path, search) = (location.pathname(), location.search());
            let search = search.unwrap_or_default();
            let mark = if search.is_empty() { "?" } else { "&" };
            let address = format!(
                "{}{search}{mark}{LOCALE_QUERY}={}",
                path.unwrap_or_default(),
                chosen.code()
            );
            // A browser that refuses stays in the language of the address.
            let _ = location.replace(&address);
        }
    });
    locale.texts()
}
