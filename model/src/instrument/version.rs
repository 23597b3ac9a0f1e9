//! From one version of a worksheet to the next: what maps, what is new, what falls away. No answer is
//! lost: what falls away keeps its record under its old name.

use crate::table::{KeySet, Table};

use super::answer::same;
use super::{Instrument, Item, Node};
use crate::id::OfficeId;

/// What becomes of the items of a worksheet in another one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// Old id to new id, in the order of the old worksheet.
    pub maps: Vec<Move>,
    /// Items of the new worksheet that nothing became, in its order.
    pub new: Vec<String>,
    /// Items of the old worksheet that become nothing, in its order: their answers and evidence stay
    /// where they are and count no more.
    pub gone: Vec<String>,
}

/// One item that goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// Its id in the old worksheet.
    pub from: String,
    /// Its id in the new one.
    pub to: String,
    /// What a person should know before answers are taken over.
    pub change: Change,
}

/// How much of an item stayed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Its definition is the same to the byte: verdicts stay fresh.
    Same,
    /// It asks or weighs differently: verdicts are stale, answers stand.
    Reworded,
    /// It is answered in another way: an answer that the new type doesn't have must be given anew.
    OtherAnswers,
}

impl Moves {
    /// The new id of an old item.
    #[must_use]
    pub fn of(&self, old: &str) -> Option<&str> {
        let found = self.maps.iter().find(|one| one.from == old);
        found.map(|one| one.to.as_str())
    }
}

/// Compares two worksheets. An item becomes what the new document says in `becomes`, else the item of its
/// own id, else, where the family is another, that of its path: of a worksheet that one was made from or that
/// asks alike; of any other only if it asks the same in the same words. If several old items become one, it gets
/// the first in the old worksheet's order; the others are among what falls away, so that nobody's answer
/// is overwritten in silence.
#[must_use]
pub fn moves(old: &Instrument, new: &Instrument) -> Moves {
    let related = base(&old.family) == base(&new.family) || new.is_alike(old);
    let mut taken = KeySet::new();
    let mut to = Table::new();
    // What the document names comes before what merely has the same place.
    for named in [true, false] {
        for item in old
            .items()
            .filter(|i| new.becomes.contains_key(&i.id) == named)
        {
            if let Some(target) = target(new, item, related)
                && taken.insert(target.id.as_str())
            {
                to.insert(item.id.as_str(), target);
            }
        }
    }
    let mut moves = Moves::default();
    for item in old.items() {
        match to.get(item.id.as_str()) {
            Some(target) => moves.maps.push(Move {
                from: item.id.clone(),
                to: target.id.clone(),
                change: change(item, target),
            }),
            None => moves.gone.push(item.id.clone()),
        }
    }
    let fresh = new.items().filter(|item| !taken.contains(item.id.as_str()));
    moves.new = fresh.map(|item| item.id.clone()).collect();
    moves
}

/// The family of an office's own worksheet that is made from one which others look after: the built-in one,
/// or another office's. The same for every version that this office makes of it; its cycles can move there
/// and back, item by item of the same path.
#[must_use]
pub fn own_family(family: &str, office: OfficeId) -> String {
    const DIGITS: usize = 12;
    let from = base(family);
    let office = office.to_string();
    // The end of an id is random, its beginning the time.
    let end = office.len().saturating_sub(DIGITS);
    format!("{from}{APART}{}", office.get(end..).unwrap_or_default())
}

/// Between a family and the office whose own it is.
const APART: &str = "--";

/// The family that an office's own was made from; nothing where it is nobody's own.
#[must_use]
pub fn made_from(family: &str) -> Option<&str> {
    family.split_once(APART).map(|(from, _)| from)
}

/// The family that one was made from, or itself.
fn base(family: &str) -> &str {
    made_from(family).unwrap_or(family)
}

fn target<'n>(new: &'n Instrument, item: &Item, related: bool) -> Option<&'n Item> {
    let is_it = |there: &&Item| {
        related || (there.answer.asks_the_same(&item.answer) && same(&there.title, &item.title))
    };
    match new.becomes.get(&item.id) {
        Some(named) => new.item(named.as_deref()?),
        None => {
            let there = || new.item_by_path(&item.path).filter(is_it);
            new.item(&item.id).or_else(there)
        }
    }
}

impl Instrument {
    /// Whether this is the same worksheet as another for the most part, whatever it is called and in whichever
    /// words: most items of the other are here and answered in the same way, and most of its components weigh
    /// the same. Codes alone say little: every worksheet begins with A, I, 1.
    #[must_use]
    pub fn is_alike(&self, other: &Self) -> bool {
        const ALIKE_PERCENT: usize = 60;
        let most = |alike: usize, all: usize| alike * 100 >= all * ALIKE_PERCENT;
        let asks = |item: &&Item| {
            let here = self.item_by_path(&item.path);
            here.is_some_and(|here| here.answer.asks_the_same(&item.answer))
        };
        let weighs = |node: &&Node| {
            let here = self.node(&node.path);
            here.is_some_and(|here| here.weight == node.weight)
        };
        most(other.items().filter(asks).count(), other.items().count())
            && most(other.nodes().filter(weighs).count(), other.nodes().count())
    }
}

fn change(old: &Item, new: &Item) -> Change {
    if old.answer != new.answer {
        Change::OtherAnswers
    } else if old.definition_digest == new.definition_digest && old.share == new.share {
        Change::Same
    } else {
        Change::Reworded
    }
}
