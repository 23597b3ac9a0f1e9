//! Kata asesor: what the assessor decided, and whether it still fits.

use leptos::prelude::*;
use model::id::RecordId;
use model::schema::Decision;
use model::score::VerdictState;
use model::view::{MAIN_LAYER, VerdictView};

use super::Ctx;
use crate::pages::here::full_name;
use crate::ui::{Seal, SealState};

/// The verdict, where there is one.
#[component]
pub fn VerdictSection(ctx: Ctx) -> impl IntoView {
    let (t, engine, here, state) = (ctx.t, ctx.engine, ctx.ready.here.clone(), ctx.state);
    let id = RecordId::verdict(here.office.id, here.cycle.id, &ctx.item.id, MAIN_LAYER);
    let verdict = Memo::new(move |_| {
        engine.read(|device| {
            let verdict = VerdictView::read(device.record(id)?)?;
            let name = full_name(t, device, verdict.by);
            Some((verdict, name))
        })
    });
    let body = move || {
        let (verdict, name) = verdict.get()?;
        let stale = state
            .with(|state| matches!(state.verdict, VerdictState::Stale | VerdictState::Disputed));
        let (class, seal, words) = match verdict.verdict.hasil {
            Decision::Terima => (
                "verdict",
                SealState::Verified,
                t.butir().accepted.to_owned(),
            ),
            Decision::Sesuaikan => {
                let to = verdict.verdict.nilai.clone().unwrap_or_default();
                ("verdict", SealState::Adjusted, (t.butir().adjusted)(&to))
            }
            Decision::Kembalikan => (
                "verdict back",
                SealState::Returned,
                t.butir().returned.to_owned(),
            ),
        };
        let seal = if stale { SealState::Stale } else { seal };
        let date = t.date(here.office.zone.date(verdict.at));
        let note = verdict.verdict.catatan.clone();
        let note = (!note.trim().is_empty()).then(|| view! { <blockquote>{note}</blockquote> });
        let stale = stale.then(|| view! { <p class="sub mt-1">{t.butir().stale}</p> });
        Some(view! {
            <section class="sec" aria-labelledby="j-putusan">
                <div class="sec-h">
                    <h2 id="j-putusan">{t.butir().verdict}</h2>
                </div>
                <div class=class>
                    <p class="seal-line">
                        <Seal state=seal size="s" quiet=true />
                        {words}
                        " "
                        <span class="cap">{date}</span>
                    </p>
                    {note}
                    <p class="who">{(t.butir().assessor)(&name)}</p>
                    {stale}
                </div>
            </section>
        })
    };
    body.into_any()
}
