//! What reached the server today, of what was made on this device.

use leptos::prelude::*;
use model::id::OpId;
use model::sync::store::EntryState;

use super::kata;
use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::here;
use crate::ui::Icon;

/// At most so many lines: the rest is counted.
const LINES: usize = 50;

/// The section; nothing on a day on which nothing was sent.
#[component]
pub fn Terkirim() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let sent = Memo::new(move |_| {
        let (now, zone) = (engine.now(), here::zone(engine));
        let today = zone.date(now);
        engine.read(|device| {
            let at_server = |state: &EntryState| {
                matches!(
                    state,
                    EntryState::Accepted { .. } | EntryState::Confirmed { .. }
                )
            };
            let entries = device.entries().rev();
            let entries = entries.filter(|entry| at_server(&entry.state));
            let of_today = entries.filter(|entry| zone.date(entry.op.op().at) == today);
            of_today
                .map(|entry| {
                    let op = entry.op.op();
                    (op.id, kata::say(t, device, op), t.clock(op.at, zone))
                })
                .collect::<Vec<(OpId, String, String)>>()
        })
    });
    let line = |(_, words, at): (OpId, String, String)| {
        view! {
            <li class="row">
                <Icon name="check" />
                <span class="tt">{words}</span>
                <span class="num cap">{at}</span>
            </li>
        }
    };
    view! {
        <Show when=move || !sent.with(Vec::is_empty)>
            <section class="mt-6" aria-labelledby="h-terkirim">
                <div class="sec-h">
                    <h2 id="h-terkirim">
                        {s.sent_today} " " <span class="cap">{move || sent.with(Vec::len)}</span>
                    </h2>
                </div>
                <details>
                    <summary>{s.show}</summary>
                    <ul class="card list mt-2">
                        {move || sent.get().into_iter().take(LINES).map(line).collect_view()}
                    </ul>
                </details>
            </section>
        </Show>
    }
    .into_any()
}
