//! Which item of a cycle's worksheet a printed one is. A path is a hint: codes shift when a row is put in.

use std::collections::BTreeSet;

use model::instrument::{AnswerType, Instrument, Item, Row};

use super::cell::plain;

/// Titles that are one but for a few letters.
const ONE_PERCENT: usize = 90;
/// Titles that speak of the same.
const NEAR_PERCENT: usize = 60;
/// Two worksheets ask alike where at least this many of a hundred items do.
const ALIKE_PERCENT: usize = 60;
/// They are in the same words where at least this many of a hundred titles are in both, wherever they stand.
const WORDED_PERCENT: usize = 30;

/// What a printed item is in the cycle's worksheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Twin<'a> {
    /// This item.
    Is(&'a Item),
    /// This item, which has other answers.
    Differs(&'a Item),
    /// None: at its path stands another.
    Other(&'a Item),
    /// None: nothing stands at its path.
    None,
}

/// Two worksheets beside each other.
pub struct Twins<'a> {
    printed: Vec<Titled<'a>>,
    target: Vec<Titled<'a>>,
    /// Titles can be compared: they are in the same words.
    worded: bool,
    /// They ask for the same answers for the most part.
    alike: bool,
}

/// An item with the letters of its title.
struct Titled<'a> {
    item: &'a Item,
    title: Title,
}

impl<'a> Twins<'a> {
    /// Looks at two worksheets.
    #[must_use]
    pub fn of(printed: &'a Instrument, target: &'a Instrument) -> Self {
        let titled = |of: &'a Instrument| -> Vec<Titled<'a>> {
            let titled = |item: &'a Item| Titled {
                item,
                title: Title::of(&item.title),
            };
            of.items().map(titled).collect()
        };
        let mut twins = Self {
            printed: titled(printed),
            target: titled(target),
            worded: false,
            alike: false,
        };
        let here = |one: &Titled<'a>| Some((one.item, target.item_by_path(&one.item.path)?));
        let both: Vec<_> = twins.printed.iter().filter_map(here).collect();
        let asked = both.iter().filter(|(one, other)| asks(one, other)).count();
        let there = |one: &&Titled<'_>| {
            let mut target = twins.target.iter();
            target.any(|other| one.title.likeness(&other.title) >= ONE_PERCENT)
        };
        let titled = twins.printed.iter().filter(there).count();
        twins.alike = asked * 100 >= both.len() * ALIKE_PERCENT;
        twins.worded = titled * 100 >= twins.printed.len() * WORDED_PERCENT;
        twins
    }

    /// The item that a printed one is: the one at its path, if it asks the same; else the only one of its
    /// title elsewhere.
    #[must_use]
    pub fn find(&self, printed: &Item) -> Twin<'a> {
        let at = |all: &'_ [Titled<'a>]| all.iter().position(|one| one.item.path == printed.path);
        let here = at(&self.target).map(|n| &self.target[n]);
        let Some(printed) = at(&self.printed).map(|n| &self.printed[n]) else {
            return Twin::None;
        };
        if let Some(here) = here.filter(|here| self.is(printed, here)) {
            return Twin::Is(here.item);
        }
        match (self.moved(printed), here) {
            (Some(there), _) => Twin::Is(there),
            (None, Some(here)) if self.speaks(printed, here) => Twin::Differs(here.item),
            (None, Some(here)) => Twin::Other(here.item),
            (None, None) => Twin::None,
        }
    }

    /// Whether two items at the same path are one.
    fn is(&self, printed: &Titled<'_>, here: &Titled<'_>) -> bool {
        self.speaks(printed, here) && asks(printed.item, here.item)
    }

    /// Whether two items at the same path are about the same. A worksheet in other words (the built-in ones
    /// are in our own) is judged by what it asks for alone.
    fn speaks(&self, printed: &Titled<'_>, here: &Titled<'_>) -> bool {
        let near = printed.title.likeness(&here.title) >= NEAR_PERCENT;
        near || (!self.worded && self.alike)
    }

    /// The item of the same title elsewhere, where no other could be meant.
    fn moved(&self, printed: &Titled<'_>) -> Option<&'a Item> {
        let same = |a: &Titled<'_>, b: &Titled<'_>| {
            asks(a.item, b.item) && a.title.likeness(&b.title) >= ONE_PERCENT
        };
        let mut there = self.target.iter().filter(|one| same(printed, one));
        let one = there.next().filter(|_| there.next().is_none())?;
        let mut printed = self.printed.iter();
        let taken = printed
            .clone()
            .find(|other| other.item.path == one.item.path);
        let taken = taken.is_some_and(|other| self.is(other, one));
        let meant = printed.by_ref().filter(|other| same(other, one)).count();
        (!taken && meant == 1).then_some(one.item)
    }
}

/// Whether two items are answered alike; of a type that nobody knows it can't be said.
fn asks(printed: &Item, here: &Item) -> bool {
    matches!(printed.answer, AnswerType::Unknown { .. })
        || printed.answer.asks_the_same(&here.answer)
}

/// Whether a count of the workbook is the item's: it plays the same part, or has the same words.
#[must_use]
pub fn is_count(item: &Item, printed: &[Row], code: &str) -> bool {
    let find = |rows: &'_ [Row]| rows.iter().find(|row| row.code == code).cloned();
    let (Some(one), Some(other)) = (find(item.answer.rows()), find(printed)) else {
        return false;
    };
    one.role == other.role || is_near(&one.title, &other.title)
}

/// Whether two titles speak of the same.
fn is_near(a: &str, b: &str) -> bool {
    Title::of(a).likeness(&Title::of(b)) >= NEAR_PERCENT
}

/// A title, and each three letters in a row of it.
struct Title {
    words: String,
    threes: BTreeSet<[char; 3]>,
}

impl Title {
    fn of(text: &str) -> Self {
        let kept = |c: char| if c.is_alphanumeric() { c } else { ' ' };
        let words = plain(&text.chars().map(kept).collect::<String>());
        let letters: Vec<char> = format!(" {words} ").chars().collect();
        let threes = letters.windows(3).map(|w| [w[0], w[1], w[2]]).collect();
        Self { words, threes }
    }

    /// How alike two titles are, of a hundred: what both have of three letters in a row (Dice's coefficient).
    fn likeness(&self, other: &Self) -> usize {
        if self.words == other.words {
            return 100;
        }
        let both = self.threes.intersection(&other.threes).count();
        (200 * both)
            .checked_div(self.threes.len() + other.threes.len())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_alike_in_spite_of_letters_and_spaces() {
        let likeness = |a: &str, b: &str| Title::of(a).likeness(&Title::of(b));
        let title = "Unit kerja telah membentuk tim";
        let spaced = "  unit kerja\u{a0}TELAH membentuk tim. ";
        assert_eq!(likeness(title, spaced), 100);
        assert!(likeness(title, "Unit kerja telah membetuk tim") >= ONE_PERCENT);
        assert!(!is_near(title, "Penentuan anggota melalui prosedur"));
        assert_eq!(likeness("", ""), 100);
        assert_eq!(likeness("", "Tim"), 0);
    }
}
