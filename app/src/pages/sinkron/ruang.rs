//! What files take on this device by where else they are, the person's own limit, and what can be freed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::sync::held::{ROOM_LIMIT, Room};
use model::sync::node::ActError;

use crate::engine::{Freed, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::platform::local;
use crate::ui::parts::percent;
use crate::ui::{Dialog, Icon, Select};

/// Limits that are offered, in bytes; zero is none.
const LIMITS: [u64; 5] = [250_000_000, 500_000_000, ROOM_LIMIT, 3_000_000_000, 0];

/// The person's limit on this device; nothing for none.
fn limit_of(text: &str) -> Option<u64> {
    let limit = text.parse().unwrap_or(ROOM_LIMIT);
    (limit > 0).then_some(limit)
}

/// What is said once files were freed: a toast never carries trouble, so that comes apart.
fn trouble(t: &Texts, freed: &Freed) -> Option<&'static str> {
    let s = t.simpanan();
    freed.refused.as_ref().map(|why| match why {
        ActError::StandsOtherwise => s.free_changed,
        ActError::Store(_) => s.free_failed,
    })
}

/// The section.
#[component]
pub fn Ruang() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (s, w) = (t.simpanan(), t.sinkron());
    let room = Memo::new(move |_| engine.read(|device| device.room()));
    let place = Memo::new(move |_| engine.read(|device| device.has_backup_place()));
    let kept = local::text(local::ROOM_LIMIT).unwrap_or_else(|| ROOM_LIMIT.to_string());
    let chosen = RwSignal::new(kept);
    let limit = move || chosen.with(|text| limit_of(text));
    Effect::new(move |before: Option<()>| {
        let text = chosen.get();
        if before.is_some() {
            // Where storage is refused the limit holds for this visit.
            local::set_text(local::ROOM_LIMIT, &text);
        }
    });
    // The bar shows how much of the limit is used, or how the whole is made up: a browser's own limit
    // can't be trusted.
    let width = move |bytes: u64| {
        let whole = limit().unwrap_or(0).max(room.with(Room::all)).max(1);
        // At most ten thousand hundredths of a per cent.
        percent(i64::try_from(u128::from(bytes) * 10_000 / u128::from(whole)).unwrap_or(0))
    };
    let spoken = move || {
        let room = room.get();
        (s.room_spoken)(
            &t.bytes(room.all()),
            &t.bytes(room.here),
            &t.bytes(room.server),
            &t.bytes(room.safe),
        )
    };
    let used = move || {
        let all = t.bytes(room.with(Room::all));
        match limit() {
            Some(limit) => format!("{all}, {}", (s.of_limit)(&t.bytes(limit))),
            None => all,
        }
    };
    let fault = RwSignal::new(None::<&'static str>);
    let toasts = engine.toasts();
    let free = Callback::new(move |knowingly: bool| {
        let toasts = toasts.clone();
        fault.set(None);
        spawn_local(async move {
            let freed = engine.free(knowingly).await;
            if freed.bytes > 0 {
                toasts.show((w.freed)(&t.bytes(freed.bytes)), None);
            }
            // The page may be gone by now.
            fault.try_set(trouble(t, &freed));
        });
    });
    let past = move || {
        let limit = limit();
        let room = room.get();
        limit.filter(|_| room.is_past(limit)).map(|limit| {
            let (can, cannot) = s.past_cure;
            view! {
                <div class="banner act mt-2" role="status">
                    <Icon name="box" />
                    <p class="h">{(s.past)(&t.bytes(limit))}</p>
                    <p>{if room.safe > 0 { can } else { cannot }}</p>
                </div>
            }
        })
    };
    let asks = RwSignal::new(false);
    let options: Vec<(String, String)> = (LIMITS.into_iter())
        .map(|limit| {
            let name = limit_of(&limit.to_string()).map(|limit| t.bytes(limit));
            let name = name.unwrap_or_else(|| s.no_limit.to_owned());
            (limit.to_string(), name)
        })
        .collect();
    let line = move |class: &'static str, name: &'static str, of: fn(&Room) -> u64| {
        view! {
            <li>
                <i class=class></i>
                <span>{name}</span>
                <b class="num">{move || t.bytes(room.with(of))}</b>
            </li>
        }
    };
    let guards = move || room.with(|room| room.server > 0 && room.knowingly == 0);
    view! {
        <section class="mt-6" aria-labelledby="h-ruang">
            <div class="sec-h">
                <h2 id="h-ruang">{w.room}</h2>
                <span class="num cap">{used}</span>
            </div>
            <svg class="bar stor" role="img" aria-label=spoken>
                <g>
                    <rect class="m" />
                    <rect class="own" width=move || width(room.with(|r| r.here)) />
                    <rect
                        class="mid"
                        x=move || width(room.with(|r| r.here))
                        width=move || width(room.with(|r| r.server))
                    />
                    <rect
                        class="free"
                        x=move || width(room.with(|r| r.here + r.server))
                        width=move || width(room.with(|r| r.safe))
                    />
                </g>
            </svg>
            <ul class="legend col mt-2">
                {line("sw own", w.only_here, |room| room.here)}
                {line("sw mid", s.on_server, |room| room.server)}
                {line("sw free", s.safe, |room| room.safe)}
            </ul>
            {past}
            <Show when=move || room.with(|room| room.safe > 0)>
                <button type="button" class="btn wide mt-2" on:click=move |_| free.run(false)>
                    {move || (w.free)(&t.bytes(room.with(|r| r.safe)))}
                </button>
                <p class="cap mt-2">{w.free_what}</p>
            </Show>
            <Show when=guards>
                <p class="cap mt-2">{s.not_safe}</p>
            </Show>
            <Show when=move || room.with(|room| room.knowingly > 0)>
                <Show when=move || place.get() == Some(false)>
                    <p class="cap mt-2">{s.no_place}</p>
                </Show>
                <button type="button" class="btn wide mt-2" on:click=move |_| asks.set(true)>
                    {move || (s.free_knowingly)(&t.bytes(room.with(|r| r.knowingly)))}
                </button>
            </Show>
            <p class="warn-t mt-2" role="alert">
                {move || fault.get()}
            </p>
            <div class="mt-2">
                <Select id="f-batas" label=s.limit value=chosen options />
                <p class="cap mt-1">{s.limit_help}</p>
            </div>
            <Dialog
                open=asks
                title=s.free_question
                text=s.no_place
                action=Signal::derive(move || (s.free_knowingly)(&t.bytes(room.with(|r| r.knowingly))))
                danger=true
                on_confirm=Callback::new(move |()| free.run(true))
            />
        </section>
    }
    .into_any()
}
