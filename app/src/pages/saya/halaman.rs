//! `/saya`.

use leptos::prelude::*;
use model::directory::Grant;
use model::id::{DeviceId, PersonId};

use super::keluar::Keluar;
use super::sandi::Sandi;
use super::setelan::Setelan;
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::here;
use crate::pages::sinkron::laporan::{is_phone, said};
use crate::pages::sinkron::{Ruang, follow};
use crate::platform::page;
use crate::ui::{AppBar, Avatar, EmptyState, Icon, SyncBadge};

/// The page.
#[component]
pub fn SayaPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.saya();
    let words = here::sync_words(t, engine);
    let _ = follow(engine);
    let who = Memo::new(move |_| engine.who());
    let name = Signal::derive(move || {
        who.with(|w| w.as_ref().map(|w| w.name.clone()).unwrap_or_default())
    });
    let office = Signal::derive(move || office_name(engine).unwrap_or_default());
    let post = move || {
        let person = who.with(|w| w.as_ref().map(|w| w.person))?;
        engine.read(|device| device.directory().person(person).map(|p| p.post.clone()))
    };
    let login = move || {
        let person = who.with(|w| w.as_ref().map(|w| w.person))?;
        engine.read(|device| device.directory().person(person).map(|p| p.login.clone()))
    };
    view! {
        <div class="phone p-saya">
            <AppBar title=s.title context=office>
                <SyncBadge words />
            </AppBar>
            <main id="isi">
                <section class="gut me-h" aria-labelledby="h-nama">
                    <Avatar name me=true />
                    <div>
                        <h2 id="h-nama">{name}</h2>
                        <p class="cap">{login}</p>
                        <p class="sub">{post}</p>
                    </div>
                </section>
                {move || who.get().map(|who| roles(t, engine, who.person))}
                {move || desk(t, engine)}
                {move || who.get().map(|who| devices(t, engine, who.person, who.device))}
                <div class="gut">
                    <Ruang />
                </div>
                <Setelan />
                <Sandi />
                <Keluar />
                <section class="sec" aria-labelledby="h-tentang">
                    <div class="sec-h">
                        <h2 id="h-tentang">{s.about}</h2>
                    </div>
                    <p class="cap">{(s.build)(&page::build())}</p>
                    <p class="cap mt-2">{s.not_encrypted}</p>
                </section>
            </main>
        </div>
    }
    .into_any()
}

fn office_name(engine: Engine) -> Option<String> {
    let person = engine.person()?;
    engine.read(|device| {
        let directory = device.directory();
        let office = directory.person(person)?.office;
        Some(directory.office(office)?.name.clone())
    })
}

fn roles(t: &'static Texts, engine: Engine, person: PersonId) -> AnyView {
    let s = t.saya();
    let (grants, own) = engine.read(|device| {
        let directory = device.directory();
        let grants: Vec<(Grant, Option<String>)> = directory
            .grants_of(person)
            .map(|grant| {
                let office = directory.office(grant.office);
                (grant.clone(), office.map(|office| office.name.clone()))
            })
            .collect();
        (grants, directory.person(person).map(|person| person.office))
    });
    // Whoever isn't on any board here hasn't been read (a restored server is read anew): nothing is known of roles.
    if own.is_none() {
        return view! { <p class="cap">{s.roles_unread}</p> }.into_any();
    }
    if grants.is_empty() {
        return view! { <EmptyState icon="users" title=s.no_role text=s.no_role_cure /> }
            .into_any();
    }
    let row = |(grant, office): (Grant, Option<String>)| {
        let role = (s.role)(grant.role);
        let named = match &grant.area {
            Some(area) => {
                let area = (t.umum.area)(area).unwrap_or(area);
                (s.role_of)(role, area)
            }
            None => role.to_owned(),
        };
        let elsewhere = office.filter(|_| own != Some(grant.office));
        let title = match elsewhere {
            Some(office) => format!("{named} {}", (s.at_office)(&office)),
            None => named,
        };
        view! {
            <li class="role">
                <p class="tt">{title}</p>
                <p class="sub">{(s.role_does)(grant.role)}</p>
            </li>
        }
    };
    view! {
        <section class="sec" aria-labelledby="h-peran">
            <div class="sec-h">
                <h2 id="h-peran">{s.roles}</h2>
                <span class="cap">{s.roles_by}</span>
            </div>
            <ul class="card list">{grants.into_iter().map(row).collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What lies beyond this device, for those whom it concerns: the offices below, the instruments. On a desk
/// the rail leads there as well; a phone has no other way.
fn desk(t: &'static Texts, engine: Engine) -> Option<AnyView> {
    let s = t.saya();
    let row = |href: &'static str, icon: &'static str, name: &'static str, what: &'static str| {
        view! {
            <li>
                <a class="row" href=href rel="external">
                    <Icon name=icon />
                    <span>
                        <b class="tt">{name}</b>
                        <span class="meta">{what}</span>
                    </span>
                    <Icon name="right" />
                </a>
            </li>
        }
    };
    let below =
        here::reaches_below(engine).then(|| row("/admin", "build", t.umum.below, s.below_what));
    let kept = here::administers(engine).then(|| {
        row(
            "/admin/instrumen",
            "book",
            s.instruments,
            s.instruments_what,
        )
    });
    if below.is_none() && kept.is_none() {
        return None;
    }
    Some(
        view! {
            <section class="sec" aria-labelledby="h-meja">
                <div class="sec-h">
                    <h2 id="h-meja">{s.desk}</h2>
                    <span class="cap">{s.desk_needs}</span>
                </div>
                <ul class="card list">{below} {kept}</ul>
            </section>
        }
        .into_any(),
    )
}

fn devices(t: &'static Texts, engine: Engine, person: PersonId, this: DeviceId) -> AnyView {
    let s = t.saya();
    let words = here::sync_words(t, engine);
    let known = engine.read(|device| {
        let devices = device
            .directory()
            .devices()
            .filter(|device| device.person == person);
        let mut known: Vec<_> = devices
            .map(|device| (device.id, device.name.clone(), device.revoked))
            .collect();
        known.sort_by_key(|(id, ..)| (*id != this, *id));
        known
    });
    let listed = known.iter().any(|(id, ..)| *id == this);
    let mut rows = known;
    if !listed {
        rows.insert(0, (this, s.unregistered.to_owned(), false));
    }
    let row = |(id, name, revoked): (DeviceId, String, bool)| {
        let mine = id == this;
        let line = move || {
            if mine {
                return Some(words.with(|words| words.state.clone()));
            }
            let rows = engine.devices()?.rows;
            let row = rows.iter().find(|row| row.device == id)?;
            Some(said(t, row, engine.now(), here::zone(engine)))
        };
        let phone = is_phone(&name);
        view! {
            <li class="dev">
                <Icon name=if phone { "phone" } else { "laptop" } />
                <div>
                    <p class="tt">
                        {name} " "
                        {mine.then(|| view! { <span class="tag brand">{s.this_device}</span> })}
                        {revoked.then(|| view! { <span class="tag warn">{s.revoked}</span> })}
                    </p>
                    <span class="cap">{line}</span>
                </div>
            </li>
        }
    };
    let count = rows.len();
    view! {
        <section class="sec" aria-labelledby="h-alat">
            <div class="sec-h">
                <h2 id="h-alat">{s.devices} " " <span class="cap">{count}</span></h2>
            </div>
            <ul class="card list">{rows.into_iter().map(row).collect_view()}</ul>
            <p class="cap mt-2">{s.devices_note}</p>
        </section>
    }
    .into_any()
}
