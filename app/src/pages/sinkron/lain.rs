//! One's own evidence that the server lacks and that this device can't send: refused, or waiting on another
//! device of its author.

use leptos::prelude::*;

use crate::engine::{Engine, use_engine};
use crate::i18n::use_texts;
use crate::ui::Icon;

/// Whether none of the person’s own evidence is neither on the server nor here (tracked).
pub fn is_nothing_elsewhere(engine: Engine) -> bool {
    let Some(me) = engine.person() else {
        return true;
    };
    engine.read(|device| device.own_elsewhere(me).is_empty())
}

/// The banners; nothing if all is on the server or here.
#[component]
pub fn Lain() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let s = t.sinkron();
    let pieces = Memo::new(move |_| {
        let me = engine.person()?;
        let all = engine.read(|device| device.own_elsewhere(me));
        // What this device lost itself lies on no other one; the banner about it says what to do.
        let lost_here = engine.emptied().is_some()
            || engine.read(|device| {
                device
                    .damage_to_see()
                    .any(|d| d.place.starts_with("files/"))
            });
        let waits = all
            .iter()
            .filter(|(_, reason)| reason.is_none() && !lost_here);
        let waiting = waits.count();
        let refused = all.into_iter();
        let refused: Vec<_> = refused
            .filter_map(|(piece, reason)| Some((piece.id, piece.title, reason?)))
            .collect();
        Some((refused, waiting))
    });
    move || {
        let (refused, waiting) = pieces.get().unwrap_or_default();
        let refused = refused.into_iter().map(|(id, title, reason)| {
            let (cause, cure) = (s.file_reason)(&reason);
            view! {
                <div class="banner act mt-4">
                    <Icon name="alert" />
                    <h2 class="h">{(s.file_refused)(&title)}</h2>
                    <p>{cause} " " {s.not_here}</p>
                    <p class="cure">
                        <b>{s.cure}</b>
                        " "
                        {cure}
                    </p>
                    <div class="btns">
                        <a class="btn" href=format!("/bukti/{id}")>
                            {t.bukti().open}
                        </a>
                    </div>
                </div>
            }
        });
        let waiting = (waiting > 0).then(|| {
            view! {
                <div class="banner mt-4">
                    <Icon name="clock" />
                    <h2 class="h">{(s.waits_elsewhere)(waiting)}</h2>
                    <p>{s.waits_elsewhere_why}</p>
                </div>
            }
        });
        view! {
            {refused.collect_view()}
            {waiting}
        }
    }
}
