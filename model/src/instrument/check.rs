//! What doesn't add up in a draft: found before it is published, each with a proposal. Nothing here
//! changes how a worksheet is scored; weights count as they are printed.

use crate::table::KeySet;

use rust_decimal::Decimal;

use super::answer::same;
use super::draft::{Draft, DraftAnswer, DraftGate, DraftItem, DraftNode};
use super::parse::{answer, decimal};
use super::path::{clean, segments};
use super::{AnswerType, Finding, FindingKind, Proposal, Rank};

/// Weights that differ by no more are a matter of rounding in print: a note.
pub const WEIGHT_TOLERANCE: Decimal = Decimal::from_parts(1, 0, 0, false, 2);

/// Looks for what doesn't add up, in the order of the worksheet; an empty list says that the draft makes
/// an instrument and is whole.
#[must_use]
pub fn check(draft: &Draft) -> Vec<Finding> {
    let mut seen = Seen::default();
    let mut taken = KeySet::from([String::new()]);
    let total = seen.level(&draft.nodes, &[], "", None, &mut taken);
    seen.gates();
    seen.thresholds(draft, total);
    let refused = |f: &Finding| f.rank == Rank::Error;
    if !seen.findings.iter().any(refused)
        && let Err(error) = draft.instrument()
    {
        seen.say(
            "",
            FindingKind::Refused(error),
            Rank::Error,
            Proposal::AsSaid,
        );
    }
    seen.findings
}

/// A node or item by its path.
struct Known<'d> {
    path: String,
    /// What it adds at most: an item without a weight of its own, its part of what its node's items share.
    weight: Decimal,
    area: Option<&'d str>,
    /// Whether the area begins here.
    begins: bool,
    answer: Option<AnswerType>,
    gates: &'d [DraftGate],
}

#[derive(Default)]
struct Seen<'d> {
    known: Vec<Known<'d>>,
    findings: Vec<Finding>,
}

impl<'d> Seen<'d> {
    fn say(&mut self, place: &str, kind: FindingKind, rank: Rank, proposal: Proposal) {
        self.findings.push(Finding {
            place: place.to_owned(),
            kind,
            rank,
            proposal,
        });
    }

    fn number(&mut self, place: &str, text: &str) -> Option<Decimal> {
        let number = decimal(place, text).ok();
        if number.is_none() {
            let text = text.to_owned();
            self.say(
                place,
                FindingKind::Number { text },
                Rank::Error,
                Proposal::Number,
            );
        }
        number
    }

    /// Looks at what lies below a node; what it weighs, added up.
    fn level(
        &mut self,
        nodes: &'d [DraftNode],
        items: &'d [DraftItem],
        parent: &str,
        area: Option<&'d str>,
        taken: &mut KeySet<String>,
    ) -> Decimal {
        let codes: Vec<&str> = (nodes.iter().map(|node| node.code.as_str()))
            .chain(items.iter().map(|item| item.code.as_str()))
            .collect();
        let paths = segments(parent, codes.iter().copied(), taken);
        self.codes(&codes, &paths);
        let mut sum = Decimal::ZERO;
        for (node, path) in nodes.iter().zip(&paths) {
            sum += self.node(node, path, area, taken);
        }
        for (item, path) in items.iter().zip(paths.iter().skip(nodes.len())) {
            sum += self.item(item, path, area);
        }
        sum
    }

    fn codes(&mut self, codes: &[&str], paths: &[String]) {
        for (i, (code, path)) in codes.iter().zip(paths).enumerate() {
            let code = clean(code);
            if code.is_empty() || !codes[..i].iter().any(|other| clean(other) == code) {
                continue;
            }
            let kind = FindingKind::CodeTwice {
                code: code.to_owned(),
            };
            let free = next_code(code, codes).unwrap_or_else(|| {
                let segment = path.rsplit('.').next();
                segment.unwrap_or(code).to_owned()
            });
            self.say(path, kind, Rank::Finding, Proposal::Code(free));
        }
    }

    fn node(
        &mut self,
        node: &'d DraftNode,
        path: &str,
        above: Option<&'d str>,
        taken: &mut KeySet<String>,
    ) -> Decimal {
        let printed = node.weight.as_deref();
        let printed = printed.and_then(|text| self.number(path, text));
        let area = node.area.as_deref().or(above);
        let place = self.known.len();
        self.known.push(Known {
            path: path.to_owned(),
            weight: Decimal::ZERO,
            area,
            begins: area != above,
            answer: None,
            gates: &node.gates,
        });
        let sum = self.level(&node.nodes, &node.items, path, area, taken);
        let weight = printed.unwrap_or(sum);
        self.known[place].weight = weight;
        let sharing = node.items.iter().filter(|item| item.weight.is_none());
        let sharing = sharing.count();
        let shared = sharing > 0;
        let share = (weight - sum).max(Decimal::ZERO);
        let share = share.checked_div(Decimal::from(sharing));
        // Its items are the last that were seen, one after the other.
        let items = self.known.len() - node.items.len();
        for (known, item) in self.known[items..].iter_mut().zip(&node.items) {
            if item.weight.is_none() {
                known.weight = share.unwrap_or_default();
            }
        }
        let empty = node.nodes.is_empty() && node.items.is_empty();
        if empty && !weight.is_zero() {
            self.say(path, FindingKind::NoItems, Rank::Finding, Proposal::Items);
        } else if shared && weight <= sum {
            self.say(
                path,
                FindingKind::NoWeight,
                Rank::Finding,
                Proposal::WeightOrPlace,
            );
        } else if let (Some(printed), false, false) = (printed, shared, empty)
            && printed != sum
        {
            let rank = if (printed - sum).abs() <= WEIGHT_TOLERANCE {
                Rank::Note
            } else {
                Rank::Finding
            };
            let kind = FindingKind::WeightSum { printed, sum };
            self.say(path, kind, rank, Proposal::Weight(sum));
        }
        weight
    }

    fn item(&mut self, item: &'d DraftItem, path: &str, area: Option<&'d str>) -> Decimal {
        let weight = item.weight.as_deref();
        let weight = weight
            .and_then(|text| self.number(path, text))
            .unwrap_or_default();
        let answer = self.answer(&item.answer, path);
        if let Some(answer) = &answer {
            let options = answer.options();
            let known = |c: &str| options.is_empty() || options.iter().any(|(o, _)| same(o, c));
            for criterion in item.criteria.iter().filter(|c| !known(&c.answer)) {
                let answer = criterion.answer.clone();
                self.say(
                    path,
                    FindingKind::Criterion { answer },
                    Rank::Note,
                    Proposal::Remove,
                );
            }
        }
        self.known.push(Known {
            path: path.to_owned(),
            weight,
            area,
            begins: false,
            answer,
            gates: &item.gates,
        });
        weight
    }

    fn answer(&mut self, draft: &DraftAnswer, path: &str) -> Option<AnswerType> {
        let answer = answer(path, draft).ok();
        let rank = match &answer {
            None => Rank::Error,
            Some(AnswerType::Unknown { .. }) => Rank::Finding,
            Some(known) => {
                if !known.rows().is_empty() && !super::rows::are_whole(known.rows()) {
                    self.say(path, FindingKind::Rows, Rank::Finding, Proposal::Rows);
                }
                return answer;
            }
        };
        let printed = draft.printed.as_ref().unwrap_or(&draft.kind).clone();
        self.say(
            path,
            FindingKind::AnswerType { printed },
            rank,
            Proposal::AnswerType,
        );
        answer
    }

    fn find(&self, path: &str) -> Option<&Known<'d>> {
        self.known.iter().find(|known| known.path == path)
    }

    fn gates(&mut self) {
        let mut found = Vec::new();
        for known in &self.known {
            for gate in known.gates {
                let kind = match gate {
                    DraftGate::Times(other) => {
                        self.find(other)
                            .is_none()
                            .then(|| FindingKind::GateUnknown {
                                gate: other.clone(),
                            })
                    }
                    DraftGate::ZeroIf { item, answer } => self.zero_if(item, answer),
                };
                found.extend(kind.map(|kind| (known.path.clone(), kind)));
            }
        }
        for (place, kind) in found {
            self.say(&place, kind, Rank::Error, Proposal::Remove);
        }
    }

    fn zero_if(&self, item: &str, answer: &str) -> Option<FindingKind> {
        let other = self.find(item).and_then(|known| known.answer.as_ref());
        let Some(other) = other else {
            return Some(FindingKind::GateUnknown {
                gate: item.to_owned(),
            });
        };
        let gate = FindingKind::GateAnswer {
            gate: item.to_owned(),
            answer: answer.to_owned(),
        };
        other.value_of(answer).is_none().then_some(gate)
    }

    fn thresholds(&mut self, draft: &Draft, total: Decimal) {
        for award in (draft.thresholds.iter()).filter(|award| award.minimums.is_empty()) {
            let award = award.name.clone();
            let kind = FindingKind::AwardEmpty { award };
            self.say("", kind, Rank::Finding, Proposal::Remove);
        }
        for (award, minimum) in (draft.thresholds.iter())
            .flat_map(|award| award.minimums.iter().map(move |m| (&award.name, m)))
        {
            if let Some(printed) = &minimum.unsettled {
                let kind = FindingKind::ThresholdUnknown {
                    award: award.clone(),
                    subject: printed.clone(),
                };
                self.say("", kind, Rank::Finding, Proposal::Remove);
                continue;
            }
            let weight = match (&minimum.path, &minimum.area) {
                (Some(path), None) if path.is_empty() => Some(total),
                (Some(path), None) => self.find(path).map(|known| known.weight),
                (None, Some(area)) => self.area(area),
                _ => None,
            };
            let Some(weight) = weight else {
                let subject = minimum.path.as_ref().or(minimum.area.as_ref());
                let kind = FindingKind::ThresholdUnknown {
                    award: award.clone(),
                    subject: subject.cloned().unwrap_or_default(),
                };
                self.say("", kind, Rank::Error, Proposal::Remove);
                continue;
            };
            let Some(min) = self.number("", &minimum.min) else {
                continue;
            };
            if min > weight {
                let kind = FindingKind::ThresholdTooHigh {
                    award: award.clone(),
                    area: minimum.area.clone(),
                    min,
                    weight,
                };
                let place = minimum.path.clone().unwrap_or_default();
                self.say(&place, kind, Rank::Finding, Proposal::Minimum(weight));
            }
        }
    }

    fn area(&self, area: &str) -> Option<Decimal> {
        let begins = |known: &&Known<'d>| known.begins && known.area == Some(area);
        let weights: Vec<Decimal> = (self.known.iter().filter(begins))
            .map(|known| known.weight)
            .collect();
        (!weights.is_empty()).then(|| weights.into_iter().sum())
    }
}

/// The code that follows in the series, if nobody has it: `b` after `a`, `4` after `3`.
fn next_code(code: &str, siblings: &[&str]) -> Option<String> {
    let free = |next: &String| !siblings.iter().any(|other| clean(other) == next);
    if let Ok(number) = code.parse::<u32>() {
        return Some(number.checked_add(1)?.to_string()).filter(free);
    }
    if let Some(next) = next_roman(code, siblings) {
        return Some(next);
    }
    let mut letters = code.chars();
    let (letter, rest) = (letters.next()?, letters.next());
    let next = letter
        .is_ascii_alphabetic()
        .then(|| char::from(letter as u8 + 1));
    let next = next.filter(|next| rest.is_none() && next.is_ascii_alphabetic());
    next.map(String::from).filter(free)
}

/// The next free roman number behind one; nothing where the codes are letters (`i` behind `h`).
fn next_roman(code: &str, siblings: &[&str]) -> Option<String> {
    const ONES: [&str; 10] = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    let spelled = |n: usize| Some(format!("{}{}", "x".repeat(n / 10), ONES.get(n % 10)?));
    let place = |code: &str| (1..40).find(|n| spelled(*n).is_some_and(|own| own == code));
    let lower = code.to_lowercase();
    let from = place(&lower)?;
    let romans = |other: &&str| {
        let other = clean(other).to_lowercase();
        other.len() > 1 && place(&other).is_some()
    };
    if !siblings.iter().any(romans) {
        return None;
    }
    let next = (from + 1..40).filter_map(spelled).map(|next| {
        if lower == code {
            next
        } else {
            next.to_uppercase()
        }
    });
    let taken = |next: &String| siblings.iter().any(|other| clean(other) == next);
    next.into_iter().find(|next| !taken(next))
}
