//! The frame of the field pages: head, tabs, rail, and what happens to the title on the way from one page to
//! the next.

use leptos::prelude::*;
use leptos::web_sys;
use leptos_router::hooks::use_location;

use super::icon::{Icon, Logo};
use super::people::Avatar;
use crate::i18n::use_texts;

/// The head of a main page: its title, one line of context, and what can be pressed (the children).
#[component]
pub fn AppBar(
    /// The screen's title.
    #[prop(into)]
    title: Signal<String>,
    /// One line below it.
    #[prop(optional, into)]
    context: Signal<String>,
    /// Whether the mark stands before it.
    #[prop(optional)]
    logo: bool,
    /// Buttons at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    page_title(title);
    view! {
        <header class="appbar">
            <div class="appbar-in">
                {logo.then(|| view! { <Logo size=34 /> })}
                <div class="ttl">
                    <h1 tabindex="-1">{move || title.get()}</h1>
                    <p>{move || context.get()}</p>
                </div>
                {children.map(|children| children())}
            </div>
        </header>
    }
    .into_any()
}

/// The head of a page that lies below another: the way back, where one is, and buttons at the end. The
/// page's own `h1` stands in its content.
#[component]
pub fn PageHead(
    /// Address of the page above.
    #[prop(into)]
    back: Signal<String>,
    /// Its name, for the button that leads there.
    #[prop(into)]
    back_name: Signal<String>,
    /// The path above, pale.
    #[prop(into)]
    path: Signal<String>,
    /// Where one is.
    #[prop(into)]
    place: Signal<String>,
    /// The document's title.
    #[prop(into)]
    title: Signal<String>,
    /// Buttons at the end.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let t = use_texts();
    page_title(title);
    view! {
        <header class="appbar back">
            <div class="appbar-in">
                <a
                    class="ib"
                    href=move || back.get()
                    aria-label=move || (t.umum.back_to)(&back_name.get())
                >
                    <Icon name="left" />
                </a>
                <div class="ttl">
                    <p>{move || path.get()}</p>
                    <p class="strong">{move || place.get()}</p>
                </div>
                {children.map(|children| children())}
            </div>
        </header>
    }
    .into_any()
}

/// Keeps the document's title.
pub fn page_title(title: Signal<String>) {
    Effect::new(move |_| {
        let title = title.get();
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            document.set_title(&format!("{title} · Bukti"));
        }
    });
}

thread_local! {
    /// The address names nothing that is there: no place of the navigation is where one is.
    static NOWHERE: ArcRwSignal<bool> = ArcRwSignal::new(false);
}

/// Says, for as long as the caller's part of the page lives, that what the address names isn't there:
/// the document is called so, and the navigation marks no place.
pub fn nowhere(title: &'static str) {
    page_title(Signal::stored(title.to_owned()));
    let there = NOWHERE.with(ArcRwSignal::clone);
    there.set(true);
    on_cleanup(move || there.set(false));
}

/// One place of the main navigation.
#[derive(Clone, Copy)]
struct Place {
    href: &'static str,
    icon: &'static str,
    name: &'static str,
    is: fn(&str) -> bool,
}

/// Who is signed in, as the rail says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Who {
    /// Their name.
    pub name: String,
    /// Their post or office.
    pub post: String,
}

/// The main navigation: a rail on a desk, tabs on a phone. Both stand in the page; the style sheet
/// shows one.
#[component]
pub fn Navigation(
    /// How many news wait.
    #[prop(into)]
    news: Signal<usize>,
    /// Who is signed in.
    #[prop(into)]
    who: Signal<Who>,
    /// Whether offices lie below (the roll-up is shown).
    #[prop(into)]
    below: Signal<bool>,
    /// One line at the rail's foot: where the data is.
    #[prop(into)]
    line: Signal<(&'static str, String)>,
) -> impl IntoView {
    let t = use_texts();
    let u = &t.umum;
    let path = use_location().pathname;
    let places = [
        Place {
            href: "/",
            icon: "home",
            name: u.home,
            is: |p| p == "/",
        },
        Place {
            href: "/rencana",
            icon: "plan",
            name: u.plan,
            is: |p| p.starts_with("/rencana"),
        },
        Place {
            href: "/bukti",
            icon: "cam",
            name: u.evidence,
            is: |p| p.starts_with("/bukti"),
        },
        Place {
            href: "/lke",
            icon: "lke",
            name: u.worksheet,
            is: |p| p.starts_with("/lke") || p.starts_with("/butir") || p.starts_with("/konflik"),
        },
        Place {
            href: "/kabar",
            icon: "bell",
            name: u.news,
            is: |p| p.starts_with("/kabar"),
        },
    ];
    let lost = RwSignal::from(NOWHERE.with(ArcRwSignal::clone));
    let current =
        move |place: Place| move || (!lost.get() && (place.is)(&path.get())).then_some("page");
    let count = move |place: Place| {
        (place.href == "/kabar").then_some(move || {
            let news = news.get();
            (news > 0).then(|| {
                view! {
                    <span class="count">
                        {if news > 99 { "99+".to_owned() } else { news.to_string() }}
                        <span class="sr">{t.umum.news_count}</span>
                    </span>
                }
            })
        })
    };
    let tab = move |place: Place| {
        let icon = view! { <Icon name=place.icon /> };
        let middle = place.href == "/bukti";
        let icon = if middle {
            view! { <span class="disc">{icon}</span> }.into_any()
        } else {
            icon.into_any()
        };
        view! {
            <li>
                <a href=place.href class=middle.then_some("cap-b") aria-current=current(place)>
                    {icon}
                    {place.name}
                    {count(place)}
                </a>
            </li>
        }
        .into_any()
    };
    let rail_row = move |place: Place| {
        view! {
            <li>
                <a href=place.href title=place.name aria-current=current(place)>
                    <Icon name=place.icon />
                    <span class="lb">{place.name}</span>
                    {count(place)}
                </a>
            </li>
        }
        .into_any()
    };
    // The roll-up is an admin page: crossing over is a full navigation.
    let below_row = move || {
        below.get().then(|| {
            view! {
                <li>
                    <a href="/admin" rel="external" title=t.umum.below>
                        <Icon name="build" />
                        <span class="lb">{t.umum.below}</span>
                    </a>
                </li>
            }
        })
    };
    let name = Signal::derive(move || who.get().name);
    let foot = view! {
        <div class="foot">
            <a class="flex" href="/sinkron" title=move || line.get().1>
                <Icon name=Signal::derive(move || line.get().0) class="s" />
                <span class="lb">{move || line.get().1}</span>
            </a>
            <a class="who" href="/saya" title=move || who.get().name>
                <Avatar name me=true />
                <span class="lb">
                    <b>{move || name.get()}</b>
                    {move || who.get().post}
                </span>
            </a>
        </div>
    }
    .into_any();
    view! {
        <nav class="rail" aria-label=u.main_nav>
            <a class="brand-l" href="/">
                <Logo size=32 />
                <span class="lb" aria-hidden="true">
                    "Bukti"
                </span>
            </a>
            <ul>{places.map(rail_row).collect_view()} {below_row}</ul>
            {foot}
        </nav>
        <nav class="tabbar" aria-label=u.main_nav>
            <ul>{places.map(tab).collect_view()}</ul>
        </nav>
    }
    .into_any()
}
