//! What stands around the admin pages: the rail on a desk, tabs on a phone, a page's head, and a refusal in
//! place of its data.

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
        // The same tabs as on the field pages; the style sheet shows them, or the rail.
        <nav class="tabbar" aria-label=t.umum.main_nav>
            <ul>
                {tab("/", "home", t.umum.home)} {tab("/rencana", "plan", t.umum.plan)}
                {tab("/bukti", "cam", t.umum.evidence)} {tab("/lke", "lke", t.umum.worksheet)}
                {tab("/kabar", "bell", t.umum.news)}
            </ul>
        </nav>
    }
}

fn tab(href: &'static str, icon: &'static str, name: &'static str) -> impl IntoView {
    let middle = href == "/bukti";
    let icon = view! { <Icon name=icon /> };
    let icon = if middle {
        view! { <span class="disc">{icon}</span> }.into_any()
    } else {
        icon.into_any()
    };
    view! {
        <li>
            <a href=href rel="external" class=middle.then_some("cap-b")>
                {icon}
                {name}
            </a>
        </li>
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

/// A page's head. Where there is no rail, the way back to the page that led here and the one to the other
/// admin page stand in it.
pub fn head(
    t: &'static Texts,
    current: Current,
    title: String,
    context: String,
) -> impl IntoView + use<> {
    let (href, icon, other) = match current {
        Current::Satker => ("/admin/instrumen", "book", t.instrumen().title),
        Current::Instrumen => ("/admin", "build", t.admin().title),
    };
    view! {
        <header class="desk-h">
            {slim_link("/saya", "left", (t.umum.back_to)(t.umum.account))}
            <div>
                <h1>{title}</h1>
                <p class="cap">{context}</p>
            </div>
            <div class="end">{slim_link(href, icon, other.to_owned())}</div>
        </header>
    }
}

fn slim_link(href: &'static str, icon: &'static str, name: String) -> impl IntoView {
    view! {
        <a class="ib slim" href=href rel="external" aria-label=name.clone() title=name>
            <Icon name=icon />
        </a>
    }
}

/// What stands in place of a page's data.
pub fn refused(t: &'static Texts, current: Current, refusal: Refusal) -> AnyView {
    let words = t.admin();
    let (title, back) = match current {
        Current::Satker => (words.title, "/admin"),
        Current::Instrumen => (t.instrumen().title, "/admin/instrumen"),
    };
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
        {head(t, current, title.to_owned(), String::new())}
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
