//! What `model::instrument::check` says of the draft, with its cell; and of weights that don't sum, which
//! printed number is the slip.

use std::collections::{BTreeMap, BTreeSet};

use model::instrument::{Draft, Instrument, Item, Node};
use model::instrument::{FindingKind, Proposal, Rank as Weight, WEIGHT_TOLERANCE};
use rust_decimal::Decimal;

use super::cell::CellRef;
use super::finding::{Finding, Slip};
use super::level::column;
use super::line::Line;
use super::tree::Tree;
use super::worksheet::Spots;

/// Looks for what doesn't add up in the draft. `known` is the same worksheet as published, if there is one:
/// it tells which of several weights below a sum is the wrong one.
pub fn check(
    draft: &Draft,
    instrument: &Instrument,
    known: Option<&Instrument>,
    spots: &Spots,
    findings: &mut Vec<Finding>,
) {
    let mut sums: BTreeMap<String, Decimal> = BTreeMap::new();
    for found in model::instrument::check(draft) {
        let place = found.place.as_str();
        let weight = spots.weights.get(place).copied();
        let code = spots.codes.get(place).copied();
        match (&found.kind, &found.proposal) {
            (FindingKind::WeightSum { printed, sum }, _) if found.rank == Weight::Note => {
                let what = format!(
                    "Bobot {}, jumlah di bawahnya {}: selisih pembulatan",
                    show(*printed),
                    show(*sum)
                );
                findings.extend(weight.map(|at| Finding::note(at, Slip::WeightSum, what)));
            }
            (FindingKind::WeightSum { printed, sum }, _) => {
                sums.insert(found.place.clone(), printed - sum);
            }
            (FindingKind::CodeTwice { code: twice }, proposal) => {
                let what =
                    format!("Kode “{twice}” sudah dipakai di tingkat yang sama; disebut {place}");
                let proposal = match proposal {
                    Proposal::Code(free) => format!("Ganti dengan kode {free}"),
                    _ => "Beri kode lain".into(),
                };
                findings.extend(code.map(|at| Finding::new(at, Slip::CodeTwice, what, proposal)));
            }
            (FindingKind::NoItems, _) => {
                let what = "Tidak ada butir di bawah bobot ini".to_owned();
                let proposal = "Hapus barisnya, atau lengkapi butirnya";
                findings.extend(weight.map(|at| Finding::new(at, Slip::Weight, what, proposal)));
            }
            (FindingKind::NoWeight, _) => {
                let what = "Butir di bawahnya tidak mendapat bobot".to_owned();
                let proposal = "Isi bobot, atau pindahkan butirnya";
                findings.extend(weight.map(|at| Finding::new(at, Slip::Weight, what, proposal)));
            }
            (FindingKind::Rows, _) => {
                let what = "Baris Jumlah tidak cukup untuk menghitung persentase".to_owned();
                let proposal = "Tetapkan penyebut dan pembilangnya, atau ketik persentasenya";
                findings.extend(code.map(|at| Finding::new(at, Slip::Row, what, proposal)));
            }
            // The reader of the sheet has said the others itself, with their cells.
            _ => {}
        }
    }
    misprints(instrument, known, &sums, spots, findings);
    findings.extend(shares(instrument, spots));
    strays(instrument, spots, findings);
}

/// A weight on an item or two among others that share the component's: they take it, the others share what is left.
/// Whether that is meant, nobody says.
fn strays(instrument: &Instrument, spots: &Spots, findings: &mut Vec<Finding>) {
    for node in instrument.nodes() {
        let items = instrument.items_of(node);
        let (own, shared): (Vec<&Item>, Vec<&Item>) = items.partition(|item| item.weight.is_some());
        for item in own.iter().filter(|_| own.len() < shared.len()) {
            let said = |at: &CellRef| findings.iter().any(|finding| finding.cell == *at);
            let at = spots.weights.get(&item.path).copied();
            let Some(at) = at.filter(|at| !said(at)) else {
                continue;
            };
            let what = "Butir ini punya bobot sendiri; butir lain di komponennya berbagi sisanya";
            let proposal = "Kosongkan bobotnya, atau isi bobot semua butir komponen ini";
            findings.push(Finding::new(at, Slip::Weight, what.to_owned(), proposal));
        }
    }
}

/// What is said of weights that are shares of 1: the index is one as well, and no grade is meant for that.
fn shares(instrument: &Instrument, spots: &Spots) -> Option<Finding> {
    let tops: Vec<&Node> = (instrument.nodes())
        .filter(|node| !node.path.contains('.'))
        .collect();
    let sum: Decimal = tops.iter().map(|node| node.weight).sum();
    let first = tops
        .first()
        .filter(|_| tops.len() > 1 && sum == Decimal::ONE)?;
    let at = spots.weights.get(&first.path)?;
    let what = "Bobot berjumlah 1: indeks dihitung dari 1, bukan dari 100";
    let proposal = "Bila bobotnya persen, ketik seperti 60 atau 60 %";
    Some(Finding::new(
        *at,
        Slip::WeightSum,
        what.to_owned(),
        proposal,
    ))
}

/// A heading that lacks its weight is said once: not again by codes that its items now share with those of
/// the heading above, nor by the sum that it is missing from. Nor does a weight that can't be read also not sum.
pub fn spare(lines: &[Line], tree: &Tree, findings: &mut Vec<Finding>) {
    let unread = findings
        .iter()
        .filter(|finding| finding.slip == Slip::Weight);
    let unread: Vec<_> = unread.map(|finding| finding.cell).collect();
    findings.retain(|finding| finding.slip != Slip::WeightSum || !unread.contains(&finding.cell));
    for n in &tree.orphaned {
        let line = &lines[*n];
        let next = lines.iter().skip(n + 1).find(|line| line.is_node());
        let items = line.row..next.map_or(u32::MAX, |line| line.row);
        let above = lines.iter().take(*n).rev();
        let above = above
            .filter(|above| above.is_node())
            .find(|above| column(above) < column(line));
        findings.retain(|finding| match finding.slip {
            Slip::CodeTwice => !items.contains(&finding.cell.row),
            Slip::WeightSum => above.is_none_or(|above| finding.cell.row != above.row),
            _ => true,
        });
    }
}

/// A slip in one heading shows twice, in its own sum and in the one above: it is said once, where it is.
fn misprints(
    instrument: &Instrument,
    known: Option<&Instrument>,
    sums: &BTreeMap<String, Decimal>,
    spots: &Spots,
    findings: &mut Vec<Finding>,
) {
    let mut wrong: Vec<Misprint> = Vec::new();
    let mut settled: Vec<&str> = Vec::new();
    for node in instrument.nodes() {
        let Some(over) = sums.get(&node.path) else {
            continue;
        };
        let published = known.map(|known| published(instrument, known, node));
        if let Some(published) = published.filter(|all| !all.is_empty()) {
            wrong.extend(published);
            continue;
        }
        if settled.contains(&node.path.as_str()) {
            continue;
        }
        // A heading that is copied, and weighs what is too much, is said already: its code is there twice.
        let children: Vec<&Node> = instrument.children_of(node).collect();
        let copied = |(n, child): (usize, &&Node)| {
            let same = |other: &&Node| other.code == child.code && other.title == child.title;
            (child.weight + over).abs() <= WEIGHT_TOLERANCE && children[..n].iter().any(same)
        };
        if children.iter().enumerate().any(copied) {
            continue;
        }
        // A child whose own sum is off by as much the other way is the one that is misprinted.
        let opposite = |child: &&Node| {
            sums.get(&child.path)
                .is_some_and(|own| (own + over).abs() <= WEIGHT_TOLERANCE)
        };
        wrong.push(match instrument.children_of(node).find(opposite) {
            Some(child) => {
                settled.push(&child.path);
                Misprint::of(child, child.weight + over)
            }
            None => Misprint::of(node, node.weight - over),
        });
    }
    let mut seen = BTreeSet::new();
    for wrong in wrong
        .into_iter()
        .filter(|one| seen.insert(one.path.clone()))
    {
        let what = format!(
            "Bobot “{}” {} tidak cocok dengan jumlah bobot lain",
            wrong.title,
            show(wrong.printed)
        );
        let proposal = format!("Bobotnya {}", show(wrong.right));
        let at = spots.weights.get(&wrong.path).copied();
        findings.extend(at.map(|at| Finding::new(at, Slip::WeightSum, what, proposal)));
    }
}

/// A printed weight that is wrong.
struct Misprint {
    path: String,
    title: String,
    printed: Decimal,
    right: Decimal,
}

impl Misprint {
    fn of(node: &Node, right: Decimal) -> Self {
        Self {
            path: node.path.clone(),
            title: node.title.clone(),
            printed: node.weight,
            right,
        }
    }
}

/// Of a heading whose sum is off, and of what is right below it, the weights that are published otherwise.
fn published(instrument: &Instrument, known: &Instrument, node: &Node) -> Vec<Misprint> {
    let of_node = |node: &Node| {
        let right = known.node(&node.path)?.weight;
        (right != node.weight).then(|| Misprint::of(node, right))
    };
    let of_item = |item: &Item| {
        let (printed, right) = (item.weight?, known.item_by_path(&item.path)?.weight?);
        (right != printed).then(|| Misprint {
            path: item.path.clone(),
            title: item.title.clone(),
            printed,
            right,
        })
    };
    let heading = of_node(node);
    let children = instrument.children_of(node).filter_map(of_node);
    let items = instrument.items_of(node).filter_map(of_item);
    heading.into_iter().chain(children).chain(items).collect()
}

fn show(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}
