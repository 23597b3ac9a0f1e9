//! The counts of a percentage: what is typed in each row, and the value that follows from them.

use leptos::prelude::*;
use model::command;
use model::id::RecordId;
use model::instrument::{Row, RowRole, RowsProblem};
use model::schema::row_field;
use model::sync::Replica;
use model::view::{RowsSay, rows_say};
use rust_decimal::Decimal;

use super::Ctx;
use crate::drafts::{Kept, use_draft_over};
use crate::engine::Said;
use crate::i18n::Texts;
use crate::pages::saving::{Refusal, Saving, use_saving};
use crate::ui::{Field, Icon};

/// One row: what stands there, what is being typed, and what is wrong with it.
#[derive(Clone, Copy)]
struct Typing {
    at: usize,
    value: RwSignal<String>,
    stands: Memo<Option<Decimal>>,
    wrong: RwSignal<Option<String>>,
    kept: StoredValue<Kept>,
}

impl Typing {
    /// The number that is typed; nothing for an empty row.
    fn number(self, t: &Texts) -> Result<Option<Decimal>, ()> {
        self.value.with(|text| {
            let text = text.trim();
            if text.is_empty() {
                return Ok(None);
            }
            let count = t.number(text).filter(|n| !n.is_sign_negative());
            count.map(Some).ok_or(())
        })
    }

    fn differs(self, t: &Texts) -> bool {
        self.number(t) != Ok(self.stands.get())
    }
}

/// The rows with their inputs, and what they give.
#[component]
pub fn Counts(ctx: Ctx) -> impl IntoView {
    let t = ctx.t;
    let (engine, barred, item) = (ctx.engine, ctx.barred, ctx.item.clone());
    let id = Ctx::answer_id(&ctx.ready, &ctx.item);
    let rows: Vec<Row> = item.answer.rows().to_vec();
    let typing: Vec<Typing> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let field = row_field(&row.code);
            let stands = Memo::new(move |_| {
                engine.read(|device| {
                    let text = device.record(id)?.text(&field)?.to_owned();
                    Decimal::from_str_exact(&text).ok()
                })
            });
            let shown =
                Signal::derive(move || stands.get().map(|n| t.quantity(n)).unwrap_or_default());
            let register = row_field(&row.code);
            let key = ctx.draft_key(&register);
            let kept = use_draft_over(&key, (id, register), shown);
            Typing {
                at,
                value: kept.value,
                stands,
                wrong: RwSignal::new(None),
                kept: StoredValue::new(kept),
            }
        })
        .collect();
    let typing = StoredValue::new(typing);
    let saving = use_saving(engine);
    let rows = StoredValue::new(rows);
    let save = {
        let ctx = ctx.clone();
        move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            typing.with_value(|typing| {
                rows.with_value(|rows| state_counts(&ctx, saving, rows, typing));
            });
        }
    };
    let differs = move || typing.with_value(|all| all.iter().any(|one| one.differs(t)));
    let fields = typing.with_value(|all| {
        all.iter()
            .map(|one| {
                let title = rows.with_value(|rows| {
                    let row = rows.get(one.at)?;
                    Some(format!(
                        "{}{}",
                        row.title,
                        (t.butir().count_part)(part(row.role))
                    ))
                });
                view! {
                    <Field
                        id=format!("baris-{}", one.at)
                        label=title.unwrap_or_default()
                        value=one.value
                        inputmode="decimal"
                        error=one.wrong
                        disabled=Signal::derive(move || barred.with(Option::is_some))
                    />
                }
            })
            .collect_view()
    });
    let says = move || {
        let said = engine.read(|device| rows_say(&item, device.record(id)?));
        said.map(|said| {
            let (icon, words) = say(t, said);
            view! {
                <p class="hint mt-2" role="status">
                    <Icon name=icon />
                    <span>{words}</span>
                </p>
            }
        })
    };
    view! {
        <section aria-labelledby="j-hitung">
            <h3 id="j-hitung" class="cap mt-3">
                {t.butir().counts}
            </h3>
            <form class="stack mt-2" on:submit=save>
                {fields}
                <Refusal saving />
                <Show when=move || differs() && barred.with(Option::is_none)>
                    <button type="submit" class="btn primary wide">
                        {t.butir().save_counts}
                    </button>
                </Show>
            </form>
            {says}
        </section>
    }
    .into_any()
}

/// The part that a row plays, as the worksheet's people say it.
fn part(role: RowRole) -> &'static str {
    match role {
        RowRole::Seluruh => "seluruh",
        RowRole::Bagian => "bagian",
        RowRole::Sisa => "sisa",
        RowRole::Lewati => "lewati",
    }
}

fn say(t: &Texts, said: RowsSay) -> (&'static str, String) {
    let percent = |value: Decimal| t.quantity((value * Decimal::ONE_HUNDRED).round_dp(2));
    match said {
        RowsSay::Value(value) => ("check", (t.butir().counted)(&percent(value))),
        RowsSay::Agree => ("check", t.butir().counts_agree.to_owned()),
        RowsSay::Differ(value) => ("alert", (t.butir().counts_differ)(&percent(value))),
        RowsSay::Problem(problem) => {
            let words = match problem {
                RowsProblem::NoWhole => t.butir().no_whole,
                RowsProblem::ZeroWhole => t.butir().zero_whole,
                RowsProblem::NoPart => t.butir().no_part,
                RowsProblem::NoRoles => t.butir().no_roles,
            };
            ("alert", words.to_owned())
        }
    }
}

/// States every count that changed, in one go with one undo; a row that is no number is marked, and
/// nothing is stated then.
fn state_counts(ctx: &Ctx, saving: Saving, rows: &[Row], typing: &[Typing]) {
    let t = ctx.t;
    let mut changes: Vec<(String, Option<Decimal>, Option<Decimal>)> = Vec::new();
    let mut wrong = false;
    for (row, one) in rows.iter().zip(typing) {
        let number = untrack(|| one.number(t));
        one.wrong
            .set(number.is_err().then(|| t.butir().no_number.to_owned()));
        match number {
            Ok(number) => {
                let stands = one.stands.get_untracked();
                if number != stands {
                    changes.push((row.code.clone(), stands, number));
                }
            }
            Err(()) => wrong = true,
        }
    }
    if wrong || changes.is_empty() {
        return;
    }
    let here = &ctx.ready.here;
    let (office, cycle, item) = (here.office.id, here.cycle.id, ctx.item.id.clone());
    let drafts = ctx.peek_answer(|present| {
        let one = |(row, _, to): &(String, Option<Decimal>, Option<Decimal>)| {
            let draft = command::count(office, cycle, &item, present, row, *to);
            let seen = typing
                .iter()
                .filter_map(|one| one.kept.with_value(Kept::seen));
            command::typed_over(draft, seen)
        };
        changes.iter().map(one).collect::<Vec<_>>()
    });
    let sent: Vec<_> = (typing.iter())
        .map(|one| one.kept.with_value(Kept::sent))
        .collect();
    let back = move |device: &Replica| {
        let present = device.record(RecordId::answer(office, cycle, &item));
        let one = |(row, from, _): &(String, Option<Decimal>, Option<Decimal>)| {
            command::count(office, cycle, &item, present, row, *from)
        };
        changes.iter().map(one).collect()
    };
    let said = Said::undoable(t.butir().counts_saved.to_owned(), back);
    saving.state(drafts, said, sent, || ());
}
