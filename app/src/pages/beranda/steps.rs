//! Langkah terbaik berikutnya: which evidence adds most, with a camera beside each.

use leptos::prelude::*;
use model::rights::Action;
use model::schema::Fulfilment;
use model::score::{best_evidence, together};
use rust_decimal::Decimal;

use crate::engine::use_engine;
use crate::i18n::use_texts;
use crate::pages::capture::{CaptureFor, Hands, capture_files};
use crate::pages::here::area_name;
use crate::pages::states::Ready;
use crate::ui::{FileInput, Icon, Origin};

/// How many are shown.
const SHOWN: usize = 3;

/// One of them, in words.
#[derive(Clone, Debug, PartialEq)]
struct Row {
    item: String,
    document: Option<String>,
    title: String,
    place: String,
    gain: Decimal,
    /// Whether the one who reads may capture for it.
    mine: bool,
}

/// The next best steps.
#[component]
pub fn Steps(ready: Ready) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (sheet, instrument) = (ready.sheet, ready.instrument.clone());
    let here = StoredValue::new(ready.here);
    let may = move |area: Option<&str>| {
        let areas: Vec<&str> = area.into_iter().collect();
        here.with_value(|here| here.may(engine, Action::Evidence, &areas).is_ok())
    };
    let best = {
        let instrument = instrument.clone();
        Memo::new(move |_| {
            sheet.with(|sheet| {
                // Here a camera stands beside each: what evidence alone adds.
                let mut steps = best_evidence(&instrument, sheet);
                steps.truncate(SHOWN);
                let then = together(&instrument, sheet, &steps);
                (steps, then)
            })
        })
    };
    let rows = Memo::new(move |_| {
        best.with(|(steps, _)| {
            (steps.iter())
                .filter_map(|step| {
                    let item = instrument.item(&step.item)?;
                    let document = step.missing.first().and_then(|code| item.document(code));
                    let area = item
                        .area
                        .as_deref()
                        .map(|area| area_name(t, &instrument, area));
                    Some(Row {
                        item: step.item.clone(),
                        document: document.map(|document| document.code.clone()),
                        title: document.map_or_else(|| item.title.clone(), |d| d.title.clone()),
                        place: match area {
                            Some(area) => format!("{area} · {}", item.path),
                            None => item.path.clone(),
                        },
                        gain: step.gain,
                        mine: may(item.area.as_deref()),
                    })
                })
                .collect::<Vec<_>>()
        })
    });
    let anything = Memo::new(move |_| sheet.with(|s| !s.total().claimed_only.is_zero()));
    let answered = Memo::new(move |_| {
        sheet.with(|s| {
            let total = s.total();
            total.missing < total.weight
        })
    });
    let becomes = move || {
        let (any, then) = best.with(|(steps, then)| (!steps.is_empty(), *then));
        any.then(|| {
            view! {
                <span class="cap">
                    {t.beranda.becomes} " "
                    <b class="num brand-t">{t.score(then)}</b>
                </span>
            }
        })
    };
    let row = move |row: Row| {
        let target = CaptureFor {
            items: vec![row.item.clone()],
            fulfils: row
                .document
                .iter()
                .map(|document| Fulfilment {
                    butir: row.item.clone(),
                    dokumen: document.clone(),
                })
                .collect(),
            title: row.document.is_some().then(|| row.title.clone()),
            ..CaptureFor::default()
        };
        let take = Callback::new(move |files| {
            let here = here.get_value();
            capture_files(t, engine, &here, files, Origin::Camera, target.clone());
        });
        let camera = row.mine.then(|| {
            view! {
                <FileInput
                    label=(t.beranda.take_for)(&row.title)
                    bare=true
                    icon="cam"
                    class="go"
                    accept="image/*"
                    camera=true
                    on_files=take
                />
            }
        });
        view! {
            <li class="row step">
                <span class="gain num">{t.gain(row.gain)}</span>
                <a href=format!("/butir/{}", row.item)>
                    <span class="tt">{row.title.clone()}</span>
                    <span class="meta">{row.place.clone()}</span>
                </a>
                {camera}
            </li>
        }
        .into_any()
    };
    view! {
        <Show when=move || answered.get()>
            <section class="sec" aria-labelledby="j-lang">
                <div class="sec-h">
                    <h2 id="j-lang">{t.beranda.steps}</h2>
                    {becomes}
                </div>
                <Show
                    when=move || anything.get() || rows.with(|rows| !rows.is_empty())
                    fallback=move || view! { <p class="sub">{t.beranda.no_steps}</p> }
                >
                    <ol class="card list">
                        <For
                            each=move || rows.get()
                            key=|row| (row.item.clone(), row.document.clone(), row.gain)
                            children=row
                        />
                    </ol>
                </Show>
                <a class="btn quiet" href="/langkah">
                    {t.langkah().all}
                    <Icon name="right" class="s" />
                </a>
                <Hands />
            </section>
        </Show>
    }
    .into_any()
}
