//! What stands around the admin pages: the rail, a page's head, and a refusal in place of its data.

use leptos::prelude::*;

use super::data::Refusal;
use crate::i18n::Texts;
use crate::ui::{Icon, Logo};

/// Which page is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Current {
    /// The offices below mine.
    Satker,
    /// The instruments.
    Instrumen,
}

/// A page in its frame. Every link to a field page is a full navigation, and so is one between admin
/// pages: the server draws them with their data.
pub fn frame(t: &'static Texts, current: Current, page: AnyView) -> impl IntoView {
    let admin = |of: Current, href: &'static str, icon: &'static str, name: &'static str| {
        view! {
            <li>
                <a
                    href=href
                    rel="external"
                    aria-current=(of == current).then_some("page")
                    title=name
                >
                    <Icon name=icon />
                    <span class="lb">{name}</span>
                </a>
            </li>
        }
    };
    let class = match current {
        Current::Satker => "main p-rekap",
        Current::Instrumen => "main p-instrumen",
    };
    view! {
        <a class="skip" href="#isi">
            {t.umum.skip}
        </a>
        <nav class="rail" aria-label=t.umum.main_nav>
            <a class="brand-l" href="/" rel="external">
                <Logo size=32 />
                <span class="lb" aria-hidden="true">
                    "Bukti"
                </span>
            </a>
            <ul>
                {admin(Current::Satker, "/admin", "build", t.admin().title)}
                {admin(Current::Instrumen, "/admin/instrumen", "book", t.instrumen().title)}
                {rail_link("/", "home", t.umum.home)} {rail_link("/rencana", "plan", t.umum.plan)}
                {rail_link("/bukti", "cam", t.umum.evidence)}
                {rail_link("/lke", "lke", t.umum.worksheet)}
                {rail_link("/saya", "users", t.umum.account)}
            </ul>
        </nav>
        <div class=class>{page}</div>
    }
}

fn rail_link(href: &'static str, icon: &'static str, name: &'static str) -> impl IntoView {
    view! {
        <li>
            <a href=href rel="external" title=name>
                <Icon name=icon />
                <span class="lb">{name}</span>
            </a>
        </li>
    }
}

/// A page's head.
pub fn head(title: String, context: String) -> impl IntoView {
    view! {
        <header class="desk-h">
            <div>
                <h1>{title}</h1>
                <p class="cap">{context}</p>
            </div>
        </header>
    }
}

/// What stands in place of a page's data; `back` is the page's own address.
pub fn refused(
    t: &'static Texts,
    title: &'static str,
    back: &'static str,
    refusal: Refusal,
) -> AnyView {
    let words = t.admin();
    let sign_in = format!("/masuk?ke={back}");
    let (icon, what, cure, href, action) = match refusal {
        Refusal::SignedOut => (
            "key",
            words.signed_out,
            words.signed_out_cure,
            sign_in.as_str(),
            words.sign_in,
        ),
        Refusal::Forbidden => (
            "lock",
            words.forbidden,
            words.forbidden_cure,
            "/",
            words.to_app,
        ),
        Refusal::NoAdmin => (
            "lock",
            words.no_admin,
            words.no_admin_cure,
            "/",
            words.to_app,
        ),
        Refusal::Unavailable => (
            "alert",
            words.unavailable,
            words.unavailable_cure,
            back,
            words.reload,
        ),
    };
    view! {
        {head(title.to_owned(), String::new())}
        <main id="isi" class="body">
            <section class="empty">
                <Icon name=icon />
                <h2>{what}</h2>
                <p>{cure}</p>
                <a class="btn primary" href=href.to_owned() rel="external">
                    {action}
                </a>
            </section>
        </main>
    }
    .into_any()
}
