//! Minimums of awards that a sheet prints, each in a column of its award.

use std::collections::BTreeSet;

use model::instrument::draft::{DraftMinimum, DraftThreshold};
use model::instrument::{Draft, Instrument};
use rust_decimal::Decimal;

use super::cell::{CellRef, Grid};
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::line::{self, Line};
use super::number;
use super::tree::Tree;

/// Reads the minimums; what the sheet doesn't print stays as the draft has it.
pub fn read(
    grid: &Grid,
    columns: &Columns,
    printed: &Instrument,
    lines: &[Line],
    tree: &Tree,
    draft: &mut Draft,
    findings: &mut Vec<Finding>,
) {
    for (col, name) in &columns.minimums {
        let nodes = printed
            .nodes()
            .map(|node| (&node.path, node.weight))
            .zip(&tree.node_lines);
        let items = printed
            .items()
            .filter_map(|item| Some((&item.path, item.weight?)));
        let item_lines = printed
            .items()
            .zip(&tree.item_lines)
            .filter(|(item, _)| item.weight.is_some());
        let items = items.zip(item_lines.map(|(_, n)| n));
        let mut minimums: Vec<DraftMinimum> = Vec::new();
        for ((path, weight), n) in nodes.chain(items) {
            let at = lines[*n].cell(*col);
            let Some(min) = grid.at(at).and_then(number::weight) else {
                continue;
            };
            if min > weight || min < Decimal::ZERO {
                let what = format!(
                    "Nilai minimal {} tidak mungkin: bobotnya {}",
                    min.normalize(),
                    weight.normalize()
                );
                let proposal = format!("Angka dari 0 sampai {}", weight.normalize());
                findings.push(Finding::new(at, Slip::Threshold, what, proposal));
                continue;
            }
            minimums.push(DraftMinimum {
                path: Some(path.clone()),
                area: None,
                min: min.normalize().to_string(),
            });
        }
        let placed = placed(printed, tree);
        let totals = line::totals(grid, columns);
        for (n, line) in lines.iter().enumerate() {
            let at = line.cell(*col);
            let Some(min) = grid.at(at).and_then(number::weight) else {
                continue;
            };
            if !placed.contains(&n) && !totals.contains(&at.row) {
                let what = format!(
                    "Nilai minimal {} untuk {name} berdiri di baris tanpa bobot; diabaikan",
                    min.normalize()
                );
                let proposal = "Tulis di baris komponen yang berbobot, atau di baris TOTAL";
                findings.push(Finding::new(at, Slip::Threshold, what, proposal));
            }
        }
        let total = |row| grid.at(CellRef { row, col: *col }).and_then(number::weight);
        let total = totals.into_iter().rev().find_map(total);
        minimums.extend(total.map(|min| DraftMinimum {
            path: Some(String::new()),
            area: None,
            min: min.normalize().to_string(),
        }));
        if minimums.is_empty() {
            continue;
        }
        // What isn't printed stands as the known worksheet has it.
        match draft
            .thresholds
            .iter_mut()
            .find(|award| award.name == *name)
        {
            Some(award) => {
                let printed = |one: &DraftMinimum| {
                    minimums
                        .iter()
                        .any(|other| other.path == one.path && one.area.is_none())
                };
                award.minimums.retain(|one| !printed(one));
                award.minimums.extend(minimums);
            }
            None => draft.thresholds.push(DraftThreshold {
                name: name.clone(),
                minimums,
            }),
        }
    }
}

/// The lines on which a minimum can stand: those of components, and of items with a weight of their own.
fn placed(printed: &Instrument, tree: &Tree) -> BTreeSet<usize> {
    let items = printed.items().zip(&tree.item_lines);
    let weighted = items.filter(|(item, _)| item.weight.is_some());
    let items = weighted.map(|(_, line)| *line);
    tree.node_lines.iter().copied().chain(items).collect()
}
