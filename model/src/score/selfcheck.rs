//! Random instruments and answers from a seed: the same on every machine, so that two machines can be
//! compared by a digest.

use rust_decimal::Decimal;

use super::{ItemState, Standings, VerdictState, official, standing};
use crate::id::sha256_hex;
use crate::instrument::{
    Draft, DraftAnswer, DraftGate, DraftItem, DraftNode, Instrument, InstrumentError, Unanswered,
    draft::DraftPoints,
};

/// SplitMix64 (Steele, Lea, Flood 2014): small, and the same everywhere.
#[derive(Clone, Debug)]
pub(super) struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        // The remainder of a 64-bit number by a small one is as good as even.
        u32::try_from(self.next() % u64::from(end.max(1))).unwrap_or_default()
    }

    fn one_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        let end = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let place = self.below(end);
        all.get(usize::try_from(place).ok()?)
    }

    /// A weight above 0 with at most `places` decimals.
    fn weight(&mut self, places: u32) -> String {
        Decimal::new(i64::from(1 + self.below(4000)), 1 + self.below(places)).to_string()
    }
}

/// Builds a draft while it remembers what gates may name.
struct Builder {
    random: Random,
    /// Paths of the items so far, with an answer of each that can be chosen.
    items: Vec<(String, Option<&'static str>)>,
}

/// A random worksheet: two or three levels, every answer type, own and shared weights, gates that name
/// what stands before them.
pub(crate) fn draft(seed: u64) -> Draft {
    let mut builder = Builder {
        random: Random(seed),
        items: Vec::new(),
    };
    let policy = builder.random.one_in(3);
    let mut nodes: Vec<DraftNode> = Vec::new();
    for code in ["A", "B", "C"]
        .into_iter()
        .take(1 + builder.random.below(3) as usize)
    {
        let mut node = builder.node(code, "", 0);
        if let Some(before) = nodes.last().filter(|_| builder.random.one_in(4)) {
            node.gates.push(DraftGate::Times(before.code.clone()));
        }
        nodes.push(node);
    }
    Draft {
        family: "acak".to_owned(),
        version: 1,
        title: "Acak".to_owned(),
        unanswered: if policy {
            Unanswered::Zero
        } else {
            Unanswered::LeftOut
        },
        nodes,
        ..Draft::default()
    }
}

impl Builder {
    fn node(&mut self, code: &str, above: &str, depth: u32) -> DraftNode {
        let path = if above.is_empty() {
            code.to_owned()
        } else {
            format!("{above}.{code}")
        };
        let mut node = DraftNode {
            code: code.to_owned(),
            title: code.to_owned(),
            weight: Some(self.random.weight(3)),
            ..DraftNode::default()
        };
        if depth < 2 && !self.random.one_in(3) {
            for code in ["1", "2", "3"]
                .into_iter()
                .take(1 + self.random.below(3) as usize)
            {
                node.nodes.push(self.node(code, &path, depth + 1));
            }
        } else {
            for code in ["a", "b", "c", "d"]
                .into_iter()
                .take(1 + self.random.below(4) as usize)
            {
                node.items.push(self.item(code, &path));
            }
        }
        node
    }

    fn item(&mut self, code: &str, above: &str) -> DraftItem {
        let (answer, choice) = self.answer();
        let mut gates = Vec::new();
        if self.random.one_in(3)
            && let Some((path, choice)) = self.random.of(&self.items).cloned()
        {
            gates.push(match choice {
                Some(answer) if self.random.one_in(2) => DraftGate::ZeroIf {
                    item: path,
                    answer: answer.to_owned(),
                },
                _ => DraftGate::Times(path),
            });
        }
        self.items.push((format!("{above}.{code}"), choice));
        DraftItem {
            code: code.to_owned(),
            title: code.to_owned(),
            answer,
            weight: self.random.one_in(5).then(|| self.random.weight(2)),
            gates,
            ..DraftItem::default()
        }
    }

    fn answer(&mut self) -> (DraftAnswer, Option<&'static str>) {
        let points = |(answer, points): (&str, &str)| DraftPoints {
            answer: answer.to_owned(),
            points: points.to_owned(),
        };
        match self.random.below(8) {
            0 => (DraftAnswer::ya_tidak(), Some("Tidak")),
            1 => (DraftAnswer::abc(), Some("C")),
            2 => (DraftAnswer::abcd(), Some("D")),
            3 => (DraftAnswer::abcde(), Some("C")),
            4 => (DraftAnswer::persen(Vec::new()), None),
            5 => (DraftAnswer::nilai(self.random.weight(2)), None),
            6 => (DraftAnswer::angka(self.random.weight(2)), None),
            _ => {
                let table = [("WTP", "3"), ("WTP-DPP", "2.5"), ("WDP", "2"), ("TW", "0")];
                (DraftAnswer::lookup(table.map(points).into()), Some("TW"))
            }
        }
    }
}

/// A random state: answered or not, proven or not, judged or not.
pub(super) fn state(random: &mut Random) -> ItemState {
    let value = |random: &mut Random| {
        let values = ["0", "0.25", "0.33", "0.5", "0.67", "0.75", "0.9235", "1"];
        let text = random.of(&values).copied().unwrap_or_default();
        Decimal::from_str_exact(text).unwrap_or_default()
    };
    let claimed = (!random.one_in(4)).then(|| value(random));
    let verdict = match random.below(6) {
        0 | 1 => VerdictState::Fresh {
            value: value(random),
            answer: None,
        },
        2 => VerdictState::Returned,
        3 => VerdictState::Stale,
        _ => VerdictState::None,
    };
    ItemState {
        claimed,
        evidenced: random.one_in(2),
        verdict,
        ..ItemState::default()
    }
}

/// A random instrument and the states of its items.
///
/// # Errors
/// None that a seed is known to give; the document goes through the same door as any other.
pub(super) fn case(seed: u64) -> Result<(Instrument, Standings), InstrumentError> {
    let instrument = draft(seed).instrument()?;
    let mut random = Random(!seed);
    let states: Vec<ItemState> = instrument.items().map(|_| state(&mut random)).collect();
    let mut states = states.into_iter();
    let mut given = crate::table::Table::new();
    for item in instrument.items() {
        given.insert(item.id.clone(), states.next().unwrap_or_default());
    }
    let all = standing(&instrument, &|item| {
        given.get(&item.id).cloned().unwrap_or_default()
    });
    Ok((instrument, all))
}

/// So many random worksheets are compared between machines.
pub const SELFCHECK_SEEDS: u64 = 10_000;

/// What [`selfcheck`] gives for [`SELFCHECK_SEEDS`]: natively and in a browser. Another digest means that
/// some score came out different.
pub const SELFCHECK_DIGEST: &str =
    "0d77e91c807bb98163cd47566d644549f3f3e96b16a5efd468c390960d0ab0f7";

/// Scores so many random worksheets, with changed answers, and gives a digest of every decimal that came
/// out: equal on all machines, or one of them computes wrongly.
///
/// # Errors
/// [`InstrumentError`] if a generated document is refused: a fault of this build.
pub fn selfcheck(seed_count: u64) -> Result<String, InstrumentError> {
    let mut told = String::new();
    for seed in 0..seed_count {
        let (instrument, mut all) = case(seed)?;
        tell(&mut told, &instrument, &all);
        let mut random = Random(seed ^ 0x5bd1_e995);
        for item in instrument.items().step_by(3) {
            all.update(&instrument, &item.id, state(&mut random));
        }
        tell(&mut told, &instrument, &all);
        // Folded as it goes: the text of ten thousand worksheets would be large.
        told = sha256_hex(told.as_bytes());
    }
    Ok(told)
}

fn tell(told: &mut String, instrument: &Instrument, all: &Standings) {
    let index = official(instrument, &all.claims());
    let numbers = index.nodes.iter().map(|node| node.value);
    let parts = instrument
        .nodes()
        .flat_map(|node| all.node(&node.path).parts());
    for number in [index.index, index.coverage]
        .into_iter()
        .chain(numbers)
        .chain(parts)
    {
        told.push_str(&number.to_string());
        told.push('\n');
    }
}
