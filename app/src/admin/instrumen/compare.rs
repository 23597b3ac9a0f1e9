//! From the version before to this one: what goes on and how it differs, what is new, what falls away.

use leptos::prelude::*;
use model::instrument::{
    Change, Difference, Differing, Draft, DraftAnswer, DraftGate, Fact, Instrument, Named, Subject,
    Told, differences,
};
use rust_decimal::Decimal;

use super::ambang::called;
use super::bench::Bench;
use super::parts::{folded, list};
use crate::i18n::{Texts, use_texts};

/// The comparison with the version before, as it is now (tracked). What is edited of a published version
/// becomes the next: then that one is the version before.
#[component]
pub fn Compared(
    /// The page's state.
    bench: Bench,
    /// The document of the version before, if there is one.
    before: Option<String>,
    /// Whether what is looked at may change still.
    is_draft: bool,
) -> impl IntoView {
    let t = use_texts();
    let has_before = before.is_some();
    let before = StoredValue::new(before.and_then(|text| Instrument::parse(&text).ok()));
    let edited = Memo::new(move |_| !is_draft && bench.is_changed());
    // It is computed for who looks at it, not with each edit.
    let open = RwSignal::new(false);
    let body = move || {
        let now = bench.draft.with(Draft::instrument).ok();
        let of = |before: Option<&Instrument>| match (before, &now) {
            (Some(before), Some(now)) => compared(t, before, now),
            _ => view! { <p class="sub">{t.instrumen().not_comparable}</p> }.into_any(),
        };
        if edited.get() {
            let came = bench.base.with_value(Draft::instrument).ok();
            of(came.as_ref())
        } else {
            before.with_value(|before| of(before.as_ref()))
        }
    };
    view! {
        <Show when=move || has_before || edited.get()>
            <details class="compare" on:toggle=move |_| open.update(|open| *open = !*open)>
                <summary class="lbl">{t.instrumen().compare}</summary>
                <Show when=move || open.get()>{body}</Show>
            </details>
        </Show>
    }
    .into_any()
}

fn compared(t: &'static Texts, before: &Instrument, now: &Instrument) -> AnyView {
    let (w, b) = (t.instrumen(), t.banding());
    let all = differences(before, now);
    // Minimums are about what stands here, or stood in the version before.
    let titled = |of: &Subject| {
        let title = |here: &Instrument| match of {
            Subject::Path(path) => (here.node(path).map(|node| node.title.clone()))
                .or_else(|| here.item_by_path(path).map(|item| item.title.clone())),
            Subject::Area(area) => here.area_title(area).map(str::to_owned),
            Subject::Unsettled(_) => None,
        };
        title(now).or_else(|| title(before)).unwrap_or_default()
    };
    let lines = |head: fn(usize) -> String, lines: &[Differing]| {
        let shown = lines.iter().map(|line| differing(t, line)).collect();
        folded(head(lines.len()), shown)
    };
    let items = |head, change| {
        let of = all.items.iter().filter(|line| line.change == Some(change));
        lines(head, &of.cloned().collect::<Vec<_>>())
    };
    let names = |head: fn(usize) -> String, lines: &[Named]| {
        let lines: Vec<String> = lines.iter().map(name).collect();
        list(head(lines.len()), &lines)
    };
    let whole = (all.whole.iter())
        .map(|one| difference(t, fact(t, &one.what, &titled), one))
        .collect();
    view! {
        <p>{(w.stays)(all.same)}</p>
        {folded((b.whole)(all.whole.len()), whole)}
        {lines(b.headings, &all.headings)}
        {items(w.reworded, Change::Reworded)}
        {items(w.other_answers, Change::OtherAnswers)}
        {items(b.elsewhere, Change::Same)}
        {names(b.new_headings, &all.new_headings)}
        {names(w.new_items, &all.new_items)}
        {names(b.gone_headings, &all.gone_headings)}
        {names(w.gone_items, &all.gone_items)}
    }
    .into_any()
}

fn name(line: &Named) -> String {
    format!("{} · {}", line.path, line.title)
}

/// A line, and below it how it differs.
fn differing(t: &'static Texts, line: &Differing) -> AnyView {
    let plain = |_: &Subject| String::new();
    let told = (line.differences.iter()).map(|one| difference(t, fact(t, &one.what, &plain), one));
    let told = if line.differences.is_empty() {
        view! { <li>{t.banding().respelled}</li> }.into_any()
    } else {
        told.collect_view().into_any()
    };
    view! {
        <li>
            <b>{name(&line.now)}</b>
            <ul>{told}</ul>
        </li>
    }
    .into_any()
}

/// One thing: its name, what it was, what it is now.
fn difference(t: &'static Texts, name: String, one: &Difference) -> AnyView {
    let b = t.banding();
    // A difference that two decimals hide is told in full.
    let points = |of: &Option<Told>| match of {
        Some(Told::Points(points)) => Some(*points),
        _ => None,
    };
    let close = |(from, to): (Decimal, Decimal)| t.score(from) == t.score(to);
    let in_full = points(&one.from).zip(points(&one.to)).is_some_and(close);
    let say = |of: &Option<Told>| of.as_ref().map(|told| words(t, told, in_full));
    let change = match (say(&one.from), say(&one.to)) {
        (Some(from), Some(to)) => view! {
            <del>{from}</del>
            <span aria-hidden="true">" → "</span>
            <span class="sr">{b.becomes}</span>
            <ins>{to}</ins>
        }
        .into_any(),
        (Some(from), None) => view! { {b.went} " " <del>{from}</del> }.into_any(),
        (None, to) => view! { {b.came} " " <ins>{to}</ins> }.into_any(),
    };
    view! {
        <li>
            <span class="lbl">{name}</span>
            " "
            {change}
        </li>
    }
    .into_any()
}

/// What a fact is called; `titled` gives the title of what a minimum is about.
fn fact(t: &Texts, what: &Fact, titled: &dyn Fn(&Subject) -> String) -> String {
    let b = t.banding();
    let plain = match what {
        Fact::Grade(name) => return (b.grade)(name),
        Fact::Minimum(award, of) => return (b.minimum)(award, &called(t, of, &titled(of))),
        Fact::Criterion(answer) => return (b.criterion)(answer),
        Fact::Title => b.title,
        Fact::Source => b.source,
        Fact::Unanswered => b.unanswered,
        Fact::Path => b.path,
        Fact::Weight => b.weight,
        Fact::Share => b.share,
        Fact::Estimated => b.estimated,
        Fact::Area => b.area,
        Fact::Kinds => b.kinds,
        Fact::Answer => b.answer,
        Fact::Count => b.count,
        Fact::Document => b.document,
        Fact::Gate => b.gate,
    };
    plain.to_owned()
}

fn words(t: &Texts, told: &Told, in_full: bool) -> String {
    let (w, b) = (t.instrumen(), t.banding());
    match told {
        Told::Text(text) => text.clone(),
        Told::Points(points) if in_full => t.quantity(*points),
        Told::Points(points) => t.score(*points),
        Told::Flag(is) => (b.estimate)(*is).to_owned(),
        Told::Policy(policy) => (b.policy)(*policy).to_owned(),
        Told::Names(names) => names.join(", "),
        Told::Answer(answer) => answer_words(t, answer),
        Told::Count(row) => {
            let role = serde_json::to_value(row.role).unwrap_or_default();
            let role = (t.baris().count_role)(role.as_str().unwrap_or_default());
            format!("{} ({role})", row.title)
        }
        Told::Gate(DraftGate::Times(of)) => (w.times)(of),
        Told::Gate(DraftGate::ZeroIf { item, answer }) => (w.zero_if)(item, answer),
    }
}

/// An answer type with what it needs: its largest number, its target, its table.
fn answer_words(t: &Texts, answer: &DraftAnswer) -> String {
    let kind = (t.instrumen().kind)(&answer.kind);
    let points = (answer.points.iter()).map(|one| format!("{} = {}", one.answer, one.points));
    let points: Vec<String> = points.collect();
    let needs = (answer.max.as_ref())
        .or(answer.target.as_ref())
        .or(answer.printed.as_ref())
        .cloned()
        .or_else(|| (!points.is_empty()).then(|| points.join("; ")));
    match needs {
        Some(needs) => format!("{kind}: {needs}"),
        None => kind.to_owned(),
    }
}
