//! What stands in the way of publishing: what the workbook's reading found, to be accepted one by one or
//! all together, and what doesn't add up in the draft, each with a way there.

use leptos::prelude::*;
use model::instrument::{Finding, Rank};

use super::bench::Bench;
use crate::admin::shelf::Amiss;
use crate::i18n::{Texts, use_texts};
use crate::ui::Icon;

/// The banner over the structure.
#[component]
pub fn Trouble(
    /// The page's state.
    bench: Bench,
) -> impl IntoView {
    let t = use_texts();
    let w = t.instrumen();
    view! {
        {move || file_findings(t, bench)}
        {move || {
            let findings = bench.findings.get();
            (!findings.is_empty()).then(|| draft_findings(t, bench, findings))
        }}
        {move || {
            bench
                .trouble
                .get()
                .map(|words| {
                    view! {
                        <div class="banner act" role="alert">
                            <Icon name="alert" />
                            <p class="h">{w.not_kept}</p>
                            <p>{words}</p>
                        </div>
                    }
                })
        }}
    }
    .into_any()
}

fn file_findings(t: &'static Texts, bench: Bench) -> Option<AnyView> {
    let w = t.instrumen();
    let all = bench.amiss.get();
    if all.is_empty() {
        return None;
    }
    let open = all.iter().filter(|(one, done)| !one.note && !done).count();
    let line = |(at, (one, done)): (usize, (Amiss, bool))| {
        let accept = (!one.note).then(|| {
            view! {
                <label class="check">
                    <input
                        type="checkbox"
                        prop:checked=done
                        on:change=move |event| {
                            let done = event_target_checked(&event);
                            bench.amiss.update(|all| {
                                if let Some(one) = all.get_mut(at) {
                                    one.1 = done;
                                }
                            });
                        }
                    />
                    {w.accept}
                </label>
            }
        });
        view! {
            <li>
                <b class="num">{one.cell}</b>
                <span>{one.what} ". " <span class="cap">{one.proposal}</span></span>
                {accept}
            </li>
        }
    };
    let lines = all.into_iter().enumerate().map(line).collect_view();
    let every = move |_| {
        bench.amiss.update(|all| {
            for one in all {
                one.1 = true;
            }
        });
    };
    let (class, icon) = if open > 0 {
        ("banner act", "alert")
    } else {
        ("banner", "check")
    };
    Some(
        view! {
            <section class=class aria-labelledby="h-temuan">
                <Icon name=icon />
                <h2 id="h-temuan" class="h">
                    {(w.found_in_file)(open)}
                </h2>
                <ul class="amiss">{lines}</ul>
                {(open > 1)
                    .then(|| {
                        view! {
                            <button type="button" class="btn" on:click=every>
                                {w.accept_all}
                            </button>
                        }
                    })}
            </section>
        }
        .into_any(),
    )
}

fn draft_findings(t: &'static Texts, bench: Bench, findings: Vec<Finding>) -> AnyView {
    let w = t.instrumen();
    let errors = findings
        .iter()
        .filter(|one| one.rank == Rank::Error)
        .count();
    let line = |one: Finding| {
        let (words, proposal) = (t.finding(&one.kind), t.proposal(&one.proposal));
        let settle = one.proposal.is_one_thing().then(|| {
            let finding = one.clone();
            view! {
                <button type="button" class="btn" on:click=move |_| bench.settle(&finding)>
                    {t.baris().settle}
                </button>
            }
        });
        let place = one.place;
        let go = (!place.is_empty()).then(|| {
            let to = place.clone();
            view! {
                <button type="button" class="btn quiet" on:click=move |_| bench.show(&to)>
                    {w.show_it}
                </button>
            }
        });
        view! {
            <li>
                <b class="num">{place}</b>
                <span>{words} " " <span class="cap">{proposal}</span></span>
                <span class="btns">{settle} {go}</span>
            </li>
        }
    };
    let class = if errors > 0 { "banner act" } else { "banner" };
    let head = (w.found_in_draft)(findings.len(), errors);
    let lines = findings.into_iter().map(line).collect_view();
    view! {
        <section class=class aria-labelledby="h-periksa">
            <Icon name="alert" />
            <h2 id="h-periksa" class="h">
                {head}
            </h2>
            <ul class="amiss">{lines}</ul>
        </section>
    }
    .into_any()
}
