//! When files may be sent from this device: a mobile network costs its person money.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::sync::sending::Sending;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::platform::connection;
use crate::ui::Select;

/// The choice.
#[component]
pub fn Kirim() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let w = &t.sinkron().sending;
    let kept = Memo::new(move |_| engine.read(|device| device.sending()));
    let chosen = RwSignal::new(kept.get_untracked().word().to_owned());
    let fault = RwSignal::new(None::<&'static str>);
    // Another tab may choose as well.
    Effect::new(move || {
        let word = kept.get().word();
        if chosen.with_untracked(|chosen| chosen != word) {
            chosen.set(word.to_owned());
        }
    });
    Effect::new(move |before: Option<()>| {
        let sending = chosen.with(|word| Sending::of(word));
        if before.is_none() || sending == kept.get_untracked() {
            return;
        }
        spawn_local(async move {
            let failed = engine.choose_sending(sending).await.is_err();
            // The page may be gone by now.
            let _ = fault.try_set(failed.then_some(w.failed));
        });
    });
    let options: Vec<(String, String)> = (Sending::ALL.iter().zip(w.choices))
        .map(|(sending, name)| (sending.word().to_owned(), name.to_owned()))
        .collect();
    let untold = connection::metered().is_none();
    let blind = move || untold && kept.get() == Sending::Spare;
    view! {
        <div class="mt-4">
            <Select id="f-kirim" label=w.label value=chosen options />
            <p class="cap mt-1">{move || if blind() { w.untold } else { w.help }}</p>
            <p class="warn-t" role="alert">
                {move || fault.get()}
            </p>
        </div>
    }
    .into_any()
}
