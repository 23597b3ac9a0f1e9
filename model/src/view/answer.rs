//! What an answer is worth: the typed value, or what its counts give.

use rust_decimal::Decimal;
use serde_json::Value;

use crate::instrument::{Counts, Item, RowsProblem, rows_differ, value_of_rows};
use crate::record::Record;
use crate::schema::row_field;

/// What the counts of a percentage say beside the typed one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowsSay {
    /// Nothing is typed as percentage: this is the answer.
    Value(Decimal),
    /// They agree with what is typed.
    Agree,
    /// What is typed counts, but differs from these by more than 0.005.
    Differ(Decimal),
    /// They give no value: without a typed percentage the item is unanswered.
    Problem(RowsProblem),
}

/// Value of the answer; in conflict the lowest of its values, an emptied answer counting 0 there. A typed
/// percentage wins over its counts.
pub(super) fn claimed(item: &Item, answer: &Record) -> Option<Decimal> {
    typed(item, answer).or_else(|| value_of_rows(item.answer.rows(), &counts(item, answer)).ok())
}

/// What the counts of a percentage say; nothing where none is typed, or the item has none.
#[must_use]
pub fn rows_say(item: &Item, answer: &Record) -> Option<RowsSay> {
    let rows = item.answer.rows();
    let counts = counts(item, answer);
    if counts.is_empty() {
        return None;
    }
    Some(match (typed(item, answer), value_of_rows(rows, &counts)) {
        (None, Ok(value)) => RowsSay::Value(value),
        (_, Err(problem)) => RowsSay::Problem(problem),
        (Some(typed), Ok(_)) => match rows_differ(rows, &counts, typed) {
            Some(computed) => RowsSay::Differ(computed),
            None => RowsSay::Agree,
        },
    })
}

fn typed(item: &Item, answer: &Record) -> Option<Decimal> {
    let writes = answer.fields.get("nilai").map(|field| &field.writes)?;
    let value = |value: &Value| value.as_str().and_then(|text| item.answer.value_of(text));
    let values: Vec<Option<Decimal>> = writes.iter().map(|write| value(&write.value)).collect();
    if values.iter().all(Option::is_none) {
        return None;
    }
    values.into_iter().map(Option::unwrap_or_default).min()
}

/// The lowest and highest that stand in each row.
fn counts(item: &Item, answer: &Record) -> Counts {
    let row = |code: &String| {
        let field = answer.fields.get(&row_field(code))?;
        let number = |value: &Value| Decimal::from_str_exact(value.as_str()?).ok();
        let numbers = || field.writes.iter().filter_map(|write| number(&write.value));
        Some((code.clone(), (numbers().min()?, numbers().max()?)))
    };
    item.answer
        .rows()
        .iter()
        .filter_map(|r| row(&r.code))
        .collect()
}
