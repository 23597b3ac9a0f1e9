//! What must be said before all else: something has waited here for days, or the browser emptied the
//! store.

use leptos::prelude::*;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::here;
use crate::ui::Icon;

/// The banners; nothing if all is well.
#[component]
pub fn Peringatan() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.simpanan();
    let overdue = Memo::new(move |_| engine.read(|device| device.overdue(engine.now())));
    let old = move || {
        overdue.get().map(|overdue| {
            let zone = here::zone(engine);
            let day = t.past_day(zone.date(overdue.since), zone.date(engine.now()));
            view! {
                <div class="banner act mt-4" role="status">
                    <Icon name="clock" />
                    <p class="h">{(s.overdue)(overdue.count, &day)}</p>
                    <p>{s.overdue_cure}</p>
                </div>
            }
        })
    };
    let emptied = Memo::new(move |_| engine.emptied());
    let lost = move || {
        emptied.get().map(|emptied| {
            let zone = here::zone(engine);
            let heard = emptied.heard.map(|(report, at)| {
                let count = usize::try_from(report.waiting + report.attention);
                let when = t.moment(at, engine.now(), zone);
                (count.unwrap_or(usize::MAX), when)
            });
            let heard = heard.as_ref().map(|(count, when)| (*count, when.as_str()));
            let why = match emptied.rescued {
                Some(rescued) => (s.emptied_open)(rescued.ops, rescued.files_lost),
                None => (s.emptied_why)(heard),
            };
            view! {
                <div class="banner act mt-4">
                    <Icon name="alert" />
                    <h2 class="h">{s.emptied}</h2>
                    <p>{why}</p>
                    <div class="btns">
                        <button
                            type="button"
                            class="btn"
                            on:click=move |_| engine.dismiss_emptied()
                        >
                            {s.understood}
                        </button>
                    </div>
                </div>
            }
        })
    };
    view! {
        {lost}
        {old}
    }
    .into_any()
}
