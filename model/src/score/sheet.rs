//! A sheet: what is answered to each item, before gates.

use rust_decimal::Decimal;

use crate::table::Table;

/// Values of a sheet before gates, by item; nothing where it is unanswered. Beside them the answers
/// themselves, as far as they are known: a gate that waits for one tells it from another of equal worth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    values: Table<String, Option<Decimal>>,
    answers: Table<String, String>,
}

/// An item's own answer, before gates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Own<'a> {
    /// What it is worth, 0 to 1.
    pub value: Decimal,
    /// The answer itself; nothing where only its worth is known (a count's, that of two people who
    /// differ).
    pub answer: Option<&'a str>,
}

impl Sheet {
    /// A sheet on which nothing is answered.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Says what an item is worth, and the answer that is worth it, where that is known.
    pub fn put(&mut self, item: String, value: Option<Decimal>, answer: Option<String>) {
        match answer {
            Some(answer) => self.answers.insert(item.clone(), answer),
            None => self.answers.remove(&item),
        };
        self.values.insert(item, value);
    }

    /// The value of an item; nothing where the sheet doesn't have it.
    #[must_use]
    pub fn get(&self, item: &str) -> Option<&Option<Decimal>> {
        self.values.get(item)
    }

    /// The values of all items that it has.
    pub fn values(&self) -> impl Iterator<Item = &Option<Decimal>> {
        self.values.values()
    }

    /// How many items it has, answered or not.
    #[must_use]
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn own(&self, item: &str) -> Option<Own<'_>> {
        let value = self.values.get(item).copied().flatten()?;
        let answer = self.answers.get(item).map(String::as_str);
        Some(Own { value, answer })
    }
}

impl FromIterator<(String, Option<Decimal>)> for Sheet {
    fn from_iter<I: IntoIterator<Item = (String, Option<Decimal>)>>(values: I) -> Self {
        Self {
            values: values.into_iter().collect(),
            answers: Table::new(),
        }
    }
}

impl<const N: usize> From<[(String, Option<Decimal>); N]> for Sheet {
    fn from(values: [(String, Option<Decimal>); N]) -> Self {
        values.into_iter().collect()
    }
}
