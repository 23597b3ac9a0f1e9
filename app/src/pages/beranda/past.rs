//! Earlier years: the index as a line over columns of four parts, and the same as a table.

use leptos::prelude::*;
use model::schema::Kind;
use model::view::{self, Past};
use rust_decimal::Decimal;

use crate::engine::use_engine;
use crate::i18n::{Texts, use_texts};
use crate::pages::here::parts;
use crate::pages::states::Ready;
use crate::ui::Parts;

/// Height of the picture, and the width of a year in it.
const HEIGHT: i64 = 100;
const YEAR: i64 = 60;
/// Width of a column.
const COLUMN: i64 = 24;
/// From the columns' foot down to the line that the years stand on.
const LABEL: i64 = 14;

/// A year as it is drawn.
#[derive(Clone, Debug, PartialEq)]
struct Year {
    year: i32,
    index: Decimal,
    whole: Decimal,
    parts: Option<Parts>,
    source: String,
}

impl Year {
    fn of(t: &Texts, past: Past) -> Self {
        Self {
            year: past.year,
            index: past.index,
            whole: past.whole,
            parts: past.standing.map(parts),
            source: match past.cycle {
                Some(_) => t.lampau().cycle.to_owned(),
                None => past.source,
            },
        }
    }

    /// A part of the whole as a height.
    fn height(&self, points: Decimal) -> Decimal {
        let share = points.checked_div(self.whole).unwrap_or_default();
        (share * Decimal::from(HEIGHT)).round_dp(2)
    }
}

/// The years before, and the one that runs.
#[component]
pub fn PastYears(
    /// The page's data.
    ready: Ready,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let sheet = ready.sheet;
    let (office, cycle) = (ready.here.office.id, ready.here.cycle.clone());
    let family = ready.instrument.family.clone();
    let years = Memo::new(move |_| {
        let past = engine.read(|device| {
            let records = device.of_kind(&Kind::Riwayat, None);
            view::past(records, office, &family)
        });
        let before = past.into_iter().filter(|past| past.year != cycle.year);
        let mut years: Vec<Year> = before.map(|past| Year::of(t, past)).collect();
        if !years.is_empty() {
            let now = sheet.with(|sheet| parts(sheet.total()));
            years.push(Year {
                year: cycle.year,
                index: now.proven(),
                whole: now.whole,
                parts: Some(now),
                source: t.lampau().now.to_owned(),
            });
            years.sort_by_key(|year| year.year);
        }
        years
    });
    view! {
        <section class="sec" aria-labelledby="j-lalu">
            <div class="sec-h">
                <h2 id="j-lalu">{t.lampau().title}</h2>
            </div>
            {move || match years.get() {
                years if years.is_empty() => {
                    view! { <p class="sub">{t.lampau().none}</p> }.into_any()
                }
                years => view! { {picture(&years)} {table(t, &years)} }.into_any(),
            }}
        </section>
    }
    .into_any()
}

/// The picture. The table beside it says the same.
fn picture(years: &[Year]) -> AnyView {
    let middle = |n: usize| i64::try_from(n).unwrap_or_default() * YEAR + YEAR / 2;
    let top = |height: Decimal| Decimal::from(HEIGHT) - height;
    let columns = years.iter().enumerate().filter_map(|(n, year)| {
        let of = year.parts?;
        let x = middle(n) - COLUMN / 2;
        let mut below = Decimal::ZERO;
        let missing = of.whole - of.proven() - of.claimed;
        let all = [
            ("v", of.verified),
            ("b", of.evidenced),
            ("k", of.claimed),
            ("m", missing),
        ];
        let parts = all.map(|(class, points)| {
            let height = year.height(points);
            below += height;
            let y = top(below).to_string();
            view! {
                <rect class=class x=x y=y width=COLUMN height=height.to_string() />
            }
        });
        Some(parts.collect_view())
    });
    let points: Vec<String> = (years.iter().enumerate())
        .map(|(n, year)| format!("{},{}", middle(n), top(year.height(year.index))))
        .collect();
    let dots = years.iter().enumerate().map(|(n, year)| {
        let y = top(year.height(year.index)).to_string();
        view! { <circle cx=middle(n) cy=y r="3.5" /> }
    });
    let labels = years.iter().enumerate().map(|(n, year)| {
        view! {
            <text x=middle(n) y=HEIGHT + LABEL>
                {year.year}
            </text>
        }
    });
    let width = i64::try_from(years.len()).unwrap_or(1) * YEAR;
    view! {
        <svg
            class="past"
            viewBox=format!("0 -5 {width} {}", HEIGHT + LABEL + 10)
            aria-hidden="true"
        >
            {columns.collect_view()}
            {labels.collect_view()}
            <polyline points=points.join(" ") />
            {dots.collect_view()}
        </svg>
    }
    .into_any()
}

fn table(t: &'static Texts, years: &[Year]) -> AnyView {
    let rows = years.iter().map(|year| {
        let index = match year.whole == Decimal::ONE_HUNDRED {
            true => t.score(year.index),
            false => (t.lampau().of)(&t.score(year.index), &t.score(year.whole)),
        };
        let parts = year.parts.map(|parts| {
            let numbers = parts.shown().map(|number| t.score(number));
            let [verified, evidenced, claimed, missing, _] = numbers;
            let words = (t.lampau().parts)(&verified, &evidenced, &claimed, &missing);
            view! { <span class="cap">{words}</span> }
        });
        view! {
            <tr>
                <th scope="row">{year.year}</th>
                <td class="num">{index}</td>
                <td>{year.source.clone()} " " {parts}</td>
            </tr>
        }
    });
    view! {
        <table class="tbl">
            <thead>
                <tr>
                    <th scope="col">{t.lampau().year}</th>
                    <th scope="col">{t.lampau().index}</th>
                    <th scope="col">{t.lampau().source}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}
