//! The worksheet's structure: each component with its weight, and what lies below it added up.

use leptos::prelude::*;
use model::instrument::{FindingKind, Line, Spot, Total, WEIGHT_TOLERANCE};
use rust_decimal::Decimal;

use super::bench::Bench;
use crate::i18n::{Texts, use_texts};
use crate::ui::Icon;

/// One line, as it is drawn.
#[derive(Clone, PartialEq)]
struct Row {
    path: String,
    spot: Spot,
    code: String,
    title: String,
    weight: Option<String>,
    sum: Option<Decimal>,
    /// The sum is not what is printed.
    bad: bool,
    estimated: bool,
    changed: bool,
    /// Whether something lies below, and is shown.
    open: Option<bool>,
}

/// Deepest indentation that has a class of its own.
const DEEPEST: usize = 6;

fn rows(bench: Bench) -> Vec<Row> {
    bench.outline.with(|(lines, _)| {
        bench.open.with(|open| {
            bench.draft.with(|draft| {
                let shown = |line: &&Line| {
                    let mut above = lines.iter().filter(|one| line.spot.is_below(&one.spot));
                    above.all(|one| open.contains(&one.path))
                };
                let row = |line: &Line| {
                    let item = draft.item(&line.spot);
                    let node = draft.node(&line.spot).filter(|_| item.is_none());
                    let code = item.map(|i| &i.code).or(node.map(|n| &n.code));
                    let title = item.map(|i| &i.title).or(node.map(|n| &n.title));
                    let weight = match (item, node) {
                        (Some(item), _) => item.weight.clone(),
                        (None, node) => node.and_then(|node| node.weight.clone()),
                    };
                    let estimated =
                        item.is_some_and(|i| i.estimated) || node.is_some_and(|n| n.estimated);
                    let below = node.is_some_and(|n| !n.nodes.is_empty() || !n.items.is_empty());
                    Row {
                        bad: is_off(bench, &line.path),
                        changed: bench.line_changed(&line.spot),
                        open: below.then(|| open.contains(&line.path)),
                        path: line.path.clone(),
                        spot: line.spot.clone(),
                        code: code.cloned().unwrap_or_default(),
                        title: title.cloned().unwrap_or_default(),
                        weight,
                        sum: line.sum,
                        estimated,
                    }
                };
                lines.iter().filter(shown).map(row).collect()
            })
        })
    })
}

fn is_off(bench: Bench, path: &str) -> bool {
    bench.findings.with(|findings| {
        findings
            .iter()
            .any(|one| one.place == path && matches!(one.kind, FindingKind::WeightSum { .. }))
    })
}

/// A weight as people write it, if it is a number.
fn shown(t: &Texts, weight: &str) -> String {
    let number: Option<Decimal> = weight.parse().ok();
    number.map_or_else(|| weight.to_owned(), |number| t.score(number))
}

/// The structure.
#[component]
pub fn Tree(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    let rows = Memo::new(move |_| rows(bench));
    let row = move |row: Row| {
        let level = row.spot.level().min(DEEPEST);
        let mine = row.spot.clone();
        let is_chosen = move || bench.spot.with(|spot| spot.as_ref() == Some(&mine));
        let current = is_chosen.clone();
        let class = move || {
            let chosen = if is_chosen() { " sel" } else { "" };
            let bad = if row.bad { " bad" } else { "" };
            format!("t l{level}{chosen}{bad}")
        };
        let path = row.path.clone();
        let toggle = row.open.map(|is_open| {
            let name = if is_open {
                (w.fold)(&row.title)
            } else {
                (w.unfold)(&row.title)
            };
            view! {
                <button
                    type="button"
                    class="tw"
                    aria-expanded=if is_open { "true" } else { "false" }
                    aria-label=name
                    on:click=move |_| {
                        bench.open.update(|open| {
                            if !open.remove(&path) {
                                open.insert(path.clone());
                            }
                        });
                    }
                >
                    <Icon name=if is_open { "down" } else { "right" } class="s" />
                </button>
            }
        });
        let spot = row.spot.clone();
        let sum = row.sum.map(|sum| {
            view! {
                <Icon name=if row.bad { "alert" } else { "check" } class="s" />
                {t.score(sum)}
            }
        });
        let strong = if level <= 2 { "nm strong" } else { "nm" };
        view! {
            <li class=class>
                {toggle.map_or_else(|| view! { <span class="tw"></span> }.into_any(), IntoAny::into_any)}
                <span class="cd num">{row.code.clone()}</span>
                <button
                    type="button"
                    class=strong
                    aria-current=move || current().then_some("true")
                    on:click=move |_| bench.spot.set(Some(spot.clone()))
                >
                    <span>{row.title.clone()}</span>
                    {row.changed.then(|| view! { <span class="tag brand">{w.changed}</span> })}
                    {row.estimated.then(|| view! { <span class="tag line">{w.estimated}</span> })}
                </button>
                <span class=if row.bad { "sm num warn-t" } else { "sm num" }>{sum}</span>
                <span class="w num">{row.weight.as_deref().map(|weight| shown(t, weight))}</span>
            </li>
        }
        .into_any()
    };
    let total = Memo::new(move |_| bench.outline.with(|(_, total)| *total));
    let printed = move || {
        let Total { printed, counted } = total.get();
        (printed != counted).then(|| {
            let words = (w.printed)(&t.score(printed));
            view! { <span class="cap">" · " {words}</span> }
        })
    };
    let off = Memo::new(move |_| {
        let Total { printed, counted } = total.get();
        (printed - counted).abs() > WEIGHT_TOLERANCE
    });
    view! {
        <div class="th cap">
            <h2 id="ht" class="h2">
                {w.structure}
            </h2>
            <span>{w.below}</span>
            <span>{w.weight}</span>
        </div>
        <ul aria-labelledby="ht">
            {move || rows.get().into_iter().map(row).collect_view()}
            <li class="t tot">
                <span></span>
                <span></span>
                <span class="nm strong">
                    <span>{w.total} {printed}</span>
                </span>
                <span class=move || if off.get() { "sm off" } else { "sm" }>
                    {move || view! { <Icon name=if off.get() { "alert" } else { "check" } class="s" /> }}
                </span>
                <span class="w num strong">{move || t.score(total.get().counted)}</span>
            </li>
        </ul>
    }
    .into_any()
}
