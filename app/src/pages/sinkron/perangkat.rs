//! The devices of the offices that the person leads: how much each holds, as it last said.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::wire::DeviceRow;

use super::laporan::{is_phone, listed, said};
use crate::engine::{Devices, Engine, use_engine};
use crate::i18n::use_texts;
use crate::pages::here;
use crate::ui::Icon;

/// Asks for the list when the page opens, and whenever the device is connected again. Answers whether the
/// server couldn't be asked: then what was last said stays, and says of when it is.
pub fn follow(engine: Engine) -> ReadSignal<bool> {
    let (is_old, set_old) = signal(false);
    let ask = move || {
        spawn_local(async move {
            let failed = engine.ask_devices().await.is_err();
            // The page may be gone by then.
            let _ = set_old.try_set(failed);
        });
    };
    ask();
    let handle = window_event_listener_untyped("online", move |_| ask());
    on_cleanup(move || handle.remove());
    is_old
}

/// The section; nothing for who leads no office.
#[component]
pub fn Perangkat(
    /// Whether the server couldn't be asked ([`follow`]).
    is_old: ReadSignal<bool>,
) -> impl IntoView {
    let engine = use_engine();
    let leads = Memo::new(move |_| {
        let person = engine.person();
        engine.read(|device| person.is_some_and(|person| device.leads_any(person)))
    });
    move || leads.get().then(|| view! { <Daftar is_old /> })
}

#[component]
fn Daftar(is_old: ReadSignal<bool>) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let devices = Memo::new(move |_| engine.devices());
    let me = untrack(|| engine.person());
    let zone = move || here::zone(engine);
    let when = move |devices: &Devices| t.moment(devices.at, engine.now(), zone());
    let others = move |devices: &Devices| -> Vec<DeviceRow> {
        let rows = devices.rows.iter().filter(|row| Some(row.person) != me);
        rows.cloned().collect()
    };
    let row = move |row: DeviceRow| {
        let name = engine.peek(|device| here::full_name(t, device, row.person));
        let phone = is_phone(&row.name);
        let title = listed(t, &row.name, &name);
        let holds = row.holds();
        let revoked = row
            .revoked
            .then(|| view! { <span class="tag warn">{s.revoked}</span> });
        view! {
            <li class="dev">
                <Icon name=if phone { "phone" } else { "laptop" } />
                <div>
                    <p class="tt" title=name>
                        {title} " " {revoked}
                    </p>
                    <span class=if holds { "sub" } else { "cap" }>
                        {said(t, &row, engine.now(), zone())}
                    </span>
                </div>
            </li>
        }
    };
    let list = move || match devices.get() {
        None => view! { <p class="cap">{s.devices_offline}</p> }.into_any(),
        Some(devices) if others(&devices).is_empty() => view! {
            <p class="strong">{s.no_devices.0}</p>
            <p class="cap">{s.no_devices.1}</p>
        }
        .into_any(),
        Some(devices) => view! {
            <ul class="card list">{others(&devices).into_iter().map(row).collect_view()}</ul>
            <p class="cap mt-2">{s.devices_note}</p>
        }
        .into_any(),
    };
    let old = move || {
        let at = devices.with(|devices| devices.as_ref().map(when));
        at.filter(|_| is_old.get()).map(|at| {
            view! {
                <p class="sub" role="status">
                    {(s.devices_old)(&at)}
                </p>
            }
        })
    };
    let at = move || devices.with(|d| d.as_ref().map(|d| (s.devices_at)(&when(d))));
    view! {
        <section class="mt-6" aria-labelledby="h-perangkat">
            <div class="sec-h">
                <h2 id="h-perangkat">{s.devices}</h2>
                <span class="cap num">{at}</span>
            </div>
            {old}
            {list}
        </section>
    }
    .into_any()
}
