//! The document around the admin pages. No inline script but those that Leptos stamps with the
//! request's nonce, no inline style.

use leptos::nonce::use_nonce;
use leptos::prelude::*;
use leptos_meta::MetaTags;
use leptos_router::location::RequestUrl;

use super::{AdminApp, LOCALE_QUERY, ROOT_ID};
use crate::i18n::Locale;

/// All icons, for a page to begin with.
const SPRITE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sprite.svg"));
const DEFS: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/defs.svg"));

/// The whole HTML document of an admin page, for `leptos_axum`. `build` is the id of the build whose
/// files it loads, from `/b/<build>/`.
#[must_use]
pub fn admin_shell(build: &str) -> impl IntoView + use<> {
    let base = format!("/b/{build}");
    let wanted = format!("{LOCALE_QUERY}={}", Locale::En.code());
    let english =
        use_context::<RequestUrl>().is_some_and(|address| address.as_ref().contains(&wanted));
    let locale = if english { Locale::En } else { Locale::Id };
    view! {
        <!DOCTYPE html>
        <html lang=locale.code() translate="no">
            <head>
                <meta charset="utf-8" />
                <meta
                    name="viewport"
                    content="width=device-width, initial-scale=1, viewport-fit=cover"
                />
                <meta name="google" content="notranslate" />
                <meta name="color-scheme" content="light dark" />
                // The title of the page that is rendered.
                <MetaTags />
                <link rel="stylesheet" href=format!("{base}/bukti.css") />
                <link rel="modulepreload" href=format!("{base}/admin.js") />
                <link rel="icon" href="/icons/ikon.svg" type="image/svg+xml" />
                <link rel="manifest" href="/manifest.webmanifest" />
                <script type="module" src=format!("{base}/start.js") nonce=use_nonce()></script>
            </head>
            <body>
                <div inner_html=format!("{SPRITE}{DEFS}")></div>
                <div id=ROOT_ID class="desk">
                    <AdminApp />
                </div>
            </body>
        </html>
    }
}
