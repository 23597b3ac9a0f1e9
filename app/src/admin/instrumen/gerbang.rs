//! What a line depends on, of an item and of a component alike: its gates, each removable, and a new one.

use leptos::prelude::*;
use model::instrument::{DraftGate, Spot};

use super::bench::Bench;
use super::edit::Text;
use crate::i18n::use_texts;
use crate::ui::Icon;

/// The gates of the line at a spot.
pub fn gates_form(bench: Bench, spot: &Spot, gates: &[DraftGate], shown: RwSignal<u32>) -> AnyView {
    let t = use_texts();
    let w = t.instrumen();
    let line = |(at, gate): (usize, &DraftGate)| {
        let words = match gate {
            DraftGate::Times(of) => (w.times)(of),
            DraftGate::ZeroIf { item, answer } => (w.zero_if)(item, answer),
        };
        let (of, name) = (spot.clone(), words.clone());
        let remove = move |_| {
            bench.edit_gates(&of, |gates| {
                if at < gates.len() {
                    gates.remove(at);
                }
            });
            shown.update(|shown| *shown += 1);
        };
        view! {
            <li>
                <span>{words}</span>
                <button type="button" class="ib" aria-label=(w.remove)(&name) on:click=remove>
                    <Icon name="bin" class="s" />
                </button>
            </li>
        }
    };
    let lines = gates.iter().enumerate().map(line).collect_view();
    let path = RwSignal::new(String::new());
    let answer = RwSignal::new(String::new());
    let of = spot.clone();
    let add = move |_| {
        let (to, if_answer) = (path.get_untracked(), answer.get_untracked());
        let (to, if_answer) = (to.trim().to_owned(), if_answer.trim().to_owned());
        if to.is_empty() {
            return;
        }
        let gate = if if_answer.is_empty() {
            DraftGate::Times(to)
        } else {
            DraftGate::ZeroIf {
                item: to,
                answer: if_answer,
            }
        };
        bench.edit_gates(&of, |gates| gates.push(gate));
        shown.update(|shown| *shown += 1);
    };
    view! {
        <details class="field" open=!gates.is_empty()>
            <summary class="lbl">{w.gates}</summary>
            <div class="stack mt-2">
            <ul class="kr two-l">{lines}</ul>
            <div class="two">
                <Text
                    id="e-gerbang"
                    label=w.gate_path
                    value=""
                    on_change=Callback::new(move |text| path.set(text))
                />
                <Text
                    id="e-gerbang-jika"
                    label=w.gate_answer
                    value=""
                    on_change=Callback::new(move |text| answer.set(text))
                />
            </div>
            <button type="button" class="btn quiet" on:click=add>
                <Icon name="plus" class="s" />
                {w.add_gate}
            </button>
            <p class="help">{w.gates_help}</p>
            </div>
        </details>
    }
    .into_any()
}
