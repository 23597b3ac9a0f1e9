//! Grades and awards: a stamp where one is reached, and how far the next one is.

use leptos::prelude::*;
use model::instrument::{Instrument, Subject};
use model::score::{Met, Standings, awards};
use rust_decimal::Decimal;

use crate::i18n::{Texts, use_texts};
use crate::pages::here::area_name;
use crate::pages::states::Ready;
use crate::ui::{Parts, Ring, Stamp};

/// Where the awards stand.
#[derive(Clone, Debug, Default, PartialEq)]
struct Reach {
    /// The best grade or award that is within reach.
    stamp: Option<String>,
    /// The next award: its name, its minimums.
    next: Option<(String, Vec<Met>)>,
}

fn reach(instrument: &Instrument, standings: &Standings) -> Reach {
    let counted = standings.total().counted();
    if counted > Decimal::ZERO && !instrument.grades.is_empty() {
        return Reach {
            stamp: instrument.grade(counted).map(str::to_owned),
            next: None,
        };
    }
    let mut reach = Reach::default();
    for (name, minimums) in awards(instrument, &|of| {
        standings.subject(instrument, of).counted()
    }) {
        if minimums.iter().all(Met::is_met) {
            reach.stamp = Some(name);
        } else {
            reach.next = Some((name, minimums));
            break;
        }
    }
    reach
}

/// What a minimum is about, in words.
fn subject(t: &Texts, instrument: &Instrument, of: &Subject) -> String {
    match of {
        Subject::Area(area) => area_name(t, instrument, area),
        Subject::Unsettled(printed) => printed.clone(),
        Subject::Path(path) => {
            let item = instrument.item_by_path(path).map(|item| item.title.clone());
            let node = || instrument.node(path).map(|node| node.title.clone());
            let title = item.or_else(node).filter(|title| !title.is_empty());
            title.unwrap_or_else(|| instrument.title.clone())
        }
    }
}

/// The stamp of what is reached (`stamp`), or how far the next award is.
#[component]
pub fn Awards(
    /// The page's data.
    ready: Ready,
    /// The stamp instead of the way to the next.
    #[prop(optional)]
    stamp: bool,
) -> impl IntoView {
    let t = use_texts();
    let (sheet, instrument) = (ready.sheet, ready.instrument.clone());
    let of = instrument.clone();
    let reach = Memo::new(move |_| sheet.with(|sheet| reach(&of, sheet)));
    if stamp {
        let letters = Memo::new(move |_| reach.with(|reach| reach.stamp.clone()));
        return (move || {
            letters.get().map(|letters| {
                view! {
                    <div class="cat">
                        <Stamp letters />
                        <span class="cap">{t.umum.provisional}</span>
                    </div>
                }
            })
        })
        .into_any();
    }
    let next = move || {
        let (name, minimums) = reach.with(|reach| reach.next.clone())?;
        let met = minimums.iter().filter(|minimum| minimum.is_met()).count();
        let share = |m: &&Met| m.points.checked_div(m.min).unwrap_or_default();
        let farthest = minimums
            .iter()
            .filter(|minimum| !minimum.is_met())
            .min_by(|a, b| share(a).cmp(&share(b)))
            .map(|minimum| {
                let what = subject(t, &instrument, &minimum.of);
                (t.beranda.lacks)(&what, &t.score(minimum.points), &t.score(minimum.min))
            });
        let parts = Parts {
            evidenced: Decimal::from(met),
            whole: Decimal::from(minimums.len()),
            ..Parts::default()
        };
        Some(view! {
            <div class="flex mt-4">
                <Ring parts=Signal::stored(parts) text=met.to_string() size=48 quiet=true />
                <p class="sub">
                    <b>{(t.beranda.award)(&name, met, minimums.len())}</b>
                    <br />
                    {farthest}
                </p>
            </div>
        })
    };
    next.into_any()
}
