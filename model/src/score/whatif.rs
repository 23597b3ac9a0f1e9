//! What-if: answers tried over a worksheet without touching anything, compared with now.

use crate::table::Table;
use std::fmt::Write as _;

use rust_decimal::Decimal;

use super::{ItemState, Standings, VerdictState, display, official};
use crate::instrument::{AnswerProblem, Instrument};

/// Answers that are tried over a worksheet as it stands.
#[derive(Clone, Debug)]
pub struct WhatIf<'a> {
    instrument: &'a Instrument,
    now: &'a Standings,
    then: Standings,
    tried: Table<String, Option<String>>,
}

/// One answer that is tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// The item.
    pub item: String,
    /// Its answer now.
    pub from: Option<String>,
    /// The answer that is tried; nothing: taken back.
    pub to: Option<String>,
}

/// Now, and with the tried answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    /// What is tried, in the order of the worksheet.
    pub tried: Vec<Tried>,
    /// The official index: now, then.
    pub index: [Decimal; 2],
    /// What is proven of the Standing: now, then. An answer that changes keeps its evidence and loses
    /// its verdict.
    pub counted: [Decimal; 2],
    /// What is claimed, proven or not: now, then.
    pub claimed: [Decimal; 2],
    /// Components at the top that change: path, official points now and then.
    pub parts: Vec<(String, [Decimal; 2])>,
}

/// The words of a comparison that is shared as text, in the reader's language.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    /// Above all: what this is.
    pub heading: &'a str,
    /// The official index.
    pub index: &'a str,
    /// What is proven.
    pub counted: &'a str,
    /// What is claimed.
    pub claimed: &'a str,
    /// Instead of an answer where there is none.
    pub unanswered: &'a str,
}

impl<'a> WhatIf<'a> {
    /// Begins with nothing tried.
    #[must_use]
    pub fn new(instrument: &'a Instrument, now: &'a Standings) -> Self {
        Self {
            instrument,
            now,
            then: now.clone(),
            tried: Table::new(),
        }
    }

    /// Tries an answer, or its absence. An unknown item changes nothing.
    ///
    /// # Errors
    /// [`AnswerProblem`] if the item doesn't have that answer.
    pub fn answer(&mut self, id: &str, answer: Option<&str>) -> Result<(), AnswerProblem> {
        let (Some(item), Some(state)) = (self.instrument.item(id), self.now.state(id)) else {
            return Ok(());
        };
        let claimed = answer.map(|answer| item.answer.read(answer)).transpose()?;
        let spelled = answer.and_then(|answer| item.answer.spelled(answer));
        let verdict = match state.verdict {
            VerdictState::None => VerdictState::None,
            _ => VerdictState::Stale,
        };
        let tried = ItemState {
            claimed: claimed.map(|reading| reading.value),
            answer: spelled.clone(),
            conflict: false,
            verdict,
            ..state.clone()
        };
        self.then.update(self.instrument, id, tried);
        self.tried.insert(id.to_owned(), spelled);
        Ok(())
    }

    /// Tries an item no more.
    pub fn forget(&mut self, id: &str) {
        if let (Some(_), Some(state)) = (self.tried.remove(id), self.now.state(id)) {
            self.then.update(self.instrument, id, state.clone());
        }
    }

    /// The Standings with what is tried: what the screen draws in this mode.
    #[must_use]
    pub fn standings(&self) -> &Standings {
        &self.then
    }

    /// Now and then side by side.
    #[must_use]
    pub fn compare(&self) -> Comparison {
        let both = [self.now, &self.then];
        let [now, then] = both.map(|all| official(self.instrument, &all.claims()));
        let tried = self.instrument.items().filter_map(|item| {
            let to = self.tried.get(&item.id)?.clone();
            let from = self
                .now
                .state(&item.id)
                .and_then(|state| state.answer.clone());
            Some(Tried {
                item: item.id.clone(),
                from,
                to,
            })
        });
        let top = self.instrument.children_of(self.instrument.root());
        let parts = top.map(|node| {
            let points = [now.node(&node.path), then.node(&node.path)];
            (node.path.clone(), points)
        });
        Comparison {
            tried: tried.collect(),
            index: [now.index, then.index],
            counted: both.map(|all| all.total().counted()),
            claimed: both.map(|all| all.total().upto()[2]),
            parts: parts.filter(|(_, [now, then])| now != then).collect(),
        }
    }

    /// The comparison as a text to share: the numbers, then each tried answer with its item.
    #[must_use]
    pub fn text(&self, words: &Words<'_>) -> String {
        let of = self.compare();
        let mut text = format!("{}\n{}\n", words.heading, self.instrument.title);
        for (what, [now, then]) in [
            (words.index, of.index),
            (words.counted, of.counted),
            (words.claimed, of.claimed),
        ] {
            line(&mut text, what, now, then);
        }
        for (path, [now, then]) in of.parts {
            let title = self.instrument.node(&path).map_or("", |node| &node.title);
            line(&mut text, &format!("{path} {title}"), now, then);
        }
        for tried in of.tried {
            let Some(item) = self.instrument.item(&tried.item) else {
                continue;
            };
            let answer =
                |answer: Option<String>| answer.unwrap_or_else(|| words.unanswered.to_owned());
            let (from, to) = (answer(tried.from), answer(tried.to));
            // Writing to a text can't fail.
            let _ = writeln!(text, "{}: {from} → {to} ({})", item.path, item.title);
        }
        text
    }
}

fn line(text: &mut String, what: &str, now: Decimal, then: Decimal) {
    let sign = if then < now { "−" } else { "+" };
    let by = display((then - now).abs());
    // Writing to a text can't fail.
    let _ = writeln!(
        text,
        "{what}: {} → {} ({sign}{by})",
        display(now),
        display(then)
    );
}
