//! Room: what Bukti's files take on this device, and what can be freed.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::sync::store::FileState;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::ui::parts::percent;

/// The section.
#[component]
pub fn Ruang() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = &t.sinkron;
    let room = Memo::new(move |_| engine.storage());
    let all = move || room.with(|room| room.here_bytes + room.server_bytes);
    // The bar shows how the whole is made up: a browser's own limit can't be trusted.
    let width = move |bytes: u64| {
        let whole = all().max(1);
        // At most ten thousand hundredths of a per cent.
        percent(i64::try_from(u128::from(bytes) * 10_000 / u128::from(whole)).unwrap_or(0))
    };
    let spoken = move || {
        room.with(|room| {
            (s.room_spoken)(
                &t.bytes(all()),
                &t.bytes(room.here_bytes),
                &t.bytes(room.server_bytes),
            )
        })
    };
    let free = move |_| {
        let size = room.with_untracked(|room| room.server_bytes);
        let digests = engine.peek(|device| {
            let files = device
                .files()
                .filter(|file| file.state == FileState::OnServer);
            files.map(|file| file.digest.clone()).collect::<Vec<_>>()
        });
        let toasts = engine.toasts();
        spawn_local(async move {
            let mut freed = false;
            for digest in &digests {
                // One that stands otherwise by now isn't freed; the numbers show it.
                freed |= engine.free_file(digest).await.is_ok();
            }
            if freed {
                toasts.show((s.freed)(&t.bytes(size)), None);
            }
        });
    };
    view! {
        <section class="mt-6" aria-labelledby="h-ruang">
            <div class="sec-h">
                <h2 id="h-ruang">{s.room}</h2>
                <span class="num cap">{move || t.bytes(all())}</span>
            </div>
            <svg class="bar stor" role="img" aria-label=spoken>
                <g>
                    <rect class="m" />
                    <rect class="own" width=move || width(room.with(|r| r.here_bytes)) />
                    <rect
                        class="free"
                        x=move || width(room.with(|r| r.here_bytes))
                        width=move || width(room.with(|r| r.server_bytes))
                    />
                </g>
            </svg>
            <ul class="legend col mt-2">
                <li>
                    <i class="sw own"></i>
                    <span>{s.only_here}</span>
                    <b class="num">{move || t.bytes(room.with(|r| r.here_bytes))}</b>
                </li>
                <li>
                    <i class="sw free"></i>
                    <span>{s.on_server}</span>
                    <b class="num">{move || t.bytes(room.with(|r| r.server_bytes))}</b>
                </li>
            </ul>
            <Show when=move || room.with(|room| room.freeable > 0)>
                <button type="button" class="btn wide mt-2" on:click=free>
                    {move || (s.free)(&t.bytes(room.with(|r| r.server_bytes)))}
                </button>
                <p class="cap mt-2">{s.free_what}</p>
            </Show>
        </section>
    }
    .into_any()
}
