//! The tree that lines make: which node an item belongs to, which counts belong to a percentage.

use std::collections::BTreeMap;

use model::instrument::DraftNode;

use super::cell::{CellRef, Grid, plain};
use super::choices::{Asked, asked};
use super::code;
use super::error::LembarError;
use super::finding::{Finding, Slip};
use super::header::Columns;
use super::level::column;
use super::line::{Line, Type, Weight};
use super::rest::{is_heading, readable};

/// A tree of drafts, with the line of each node and item in the order of the instrument.
#[derive(Debug, Default)]
pub struct Tree {
    /// The components at the top.
    pub nodes: Vec<DraftNode>,
    /// Lines of the nodes, each before what is below it.
    pub node_lines: Vec<usize>,
    /// Lines of the items.
    pub item_lines: Vec<usize>,
    /// Lines of headings that lack their weight, so that their items belong to the one above.
    pub orphaned: Vec<usize>,
    /// For an item's line, those of its counts.
    pub counts: BTreeMap<usize, Vec<usize>>,
}

#[derive(Default)]
struct Grown {
    line: usize,
    nodes: Vec<usize>,
    items: Vec<usize>,
}

/// Builds the tree.
///
/// # Errors
/// [`LembarError::Weight`] where a weight that the score needs can't be read.
pub fn build(
    grid: &Grid,
    columns: &Columns,
    lines: &[Line],
    findings: &mut Vec<Finding>,
) -> Result<Tree, LembarError> {
    let mut arena: Vec<Grown> = Vec::new();
    let mut roots: Vec<usize> = Vec::new();
    // Open nodes from the top down, each with its column.
    let mut open: Vec<(u32, usize)> = Vec::new();
    let mut tree = Tree::default();
    let mut above = Above::Nothing;
    // The last percentage of the component, which counts belong to that stand further down.
    let mut nearest: Option<usize> = None;
    for (n, line) in lines.iter().enumerate() {
        let is_count = is_count(line, above);
        if is_count && line.kind != Type::Is(Asked::Count) {
            let what = match &line.kind {
                Type::Unknown(printed) => {
                    format!("Pilihan Jawaban “{printed}” dibaca sebagai Jumlah")
                }
                _ => "Baris ini dibaca sebagai Jumlah".to_owned(),
            };
            let at = line.cell(columns.choices);
            findings.push(Finding::new(at, Slip::AnswerType, what, "Tulis Jumlah"));
        }
        if is_count {
            match above {
                Above::Percentage(item) => tree.counts.entry(item).or_default().push(n),
                // That row is a finding already.
                Above::Slip => {}
                Above::Nothing => {
                    let at = line.cell(columns.choices);
                    let (what, proposal) = match nearest {
                        Some(item) => {
                            tree.counts.entry(item).or_default().push(n);
                            let title = &lines[item].title;
                            (
                                format!(
                                    "Baris Jumlah ini dihitung untuk “{title}”, butir % terdekat"
                                ),
                                "Pindahkan barisnya ke bawah butir %-nya",
                            )
                        }
                        None => (
                            "Baris Jumlah tanpa butir % di atasnya".to_owned(),
                            "Periksa Pilihan Jawaban butir di atasnya",
                        ),
                    };
                    findings.push(Finding::new(at, Slip::Row, what, proposal));
                }
            }
        } else if line.is_item() {
            above = match &line.kind {
                Type::Unknown(_) => Above::Slip,
                _ if is_percentage(line) => {
                    nearest = Some(n);
                    Above::Percentage(n)
                }
                _ => Above::Nothing,
            };
            match open.last() {
                Some((_, node)) => arena[*node].items.push(n),
                None => findings.push(Finding::new(
                    line.place(),
                    Slip::Row,
                    format!(
                        "Butir “{}” tidak berada di bawah komponen berbobot",
                        line.title
                    ),
                    "Isi bobot komponen di atasnya",
                )),
            }
        } else if line.is_node() || is_heading(lines, n) {
            (above, nearest) = (Above::Nothing, None);
            let level = column(line);
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            let index = arena.len();
            arena.push(Grown {
                line: n,
                ..Grown::default()
            });
            match open.last() {
                Some((_, above)) => arena[*above].nodes.push(index),
                None => roots.push(index),
            }
            open.push((level, index));
        } else if let Some(finding) = stray(grid, columns, line, lines.get(n + 1)) {
            // A row that lacks its type is an item that nobody can answer.
            if finding.slip == Slip::AnswerType
                && let Some((_, node)) = open.last()
            {
                arena[*node].items.push(n);
                above = Above::Slip;
            }
            findings.push(finding);
        }
    }
    let sheet = Sheet {
        grid,
        columns,
        lines,
    };
    let mut nodes = Vec::new();
    for root in &roots {
        nodes.push(sheet.node(&arena, *root, &mut tree, findings)?);
    }
    // Nothing stands above the components at the top.
    let tops = roots.iter().map(|root| &lines[arena[*root].line]);
    sheet.rest(None, &[], &mut nodes, &tops.collect::<Vec<_>>(), findings)?;
    tree.nodes = nodes;
    Ok(tree)
}

/// What counts would belong to.
#[derive(Clone, Copy)]
enum Above {
    /// A percentage.
    Percentage(usize),
    /// A row that lacks, or misspells, its type.
    Slip,
    /// No percentage.
    Nothing,
}

/// Whether a line is a count: by its type; or, right below a percentage, by its words, whatever is printed as its
/// type, if anything is.
fn is_count(line: &Line, above: Above) -> bool {
    let untyped = match line.kind {
        Type::Unknown(_) => true,
        Type::None => line.weight == Weight::None,
        Type::Is(_) => false,
    };
    let below = matches!(above, Above::Percentage(_)) && untyped;
    let uncoded = line.code.is_empty() || code::sorts(&line.code) == [code::Sort::Dash];
    line.kind == Type::Is(Asked::Count)
        || (below && uncoded && plain(&line.title).starts_with("jumlah"))
}

fn is_percentage(line: &Line) -> bool {
    matches!(&line.kind, Type::Is(Asked::Answer(answer)) if answer.kind == "persen")
}

/// A coded line that carries neither weight nor answer type, where one is missing.
fn stray(grid: &Grid, columns: &Columns, line: &Line, next: Option<&Line>) -> Option<Finding> {
    let filled = |col: Option<u32>| col.is_some_and(|col| grid.at(line.cell(col)).is_some());
    let answered = filled(columns.answer);
    let counted = next.is_some_and(|next| next.kind == Type::Is(Asked::Count));
    let asks = filled(columns.criteria) || filled(columns.documents);
    if line.kind != Type::None {
        return None;
    }
    // A type far from its column; a letter or word that answers something, in a row without code.
    let typed = (grid.row(line.row))
        .find(|(_, cell)| matches!(asked(&cell.text()), Some(Asked::Answer(_))));
    if let Some((col, _)) = typed {
        let what = format!(
            "Pilihan jawaban “{}” di luar kolomnya; tidak dinilai",
            line.title
        );
        let at = CellRef {
            col,
            ..line.place()
        };
        let proposal = "Pindahkan ke kolom Pilihan Jawaban";
        return Some(Finding::new(at, Slip::AnswerType, what, proposal));
    }
    if line.code.is_empty() {
        let answer = columns.answer.map(|col| plain(&grid.text(line.cell(col))));
        let chosen = answer.is_some_and(|text| {
            matches!(text.as_str(), "ya" | "tidak" | "a" | "b" | "c" | "d" | "e")
        });
        return chosen.then(|| untyped(columns, line));
    }
    (answered || counted || asks).then(|| untyped(columns, line))
}

/// What is said of an item that lacks its type.
fn untyped(columns: &Columns, line: &Line) -> Finding {
    let what = format!(
        "“{}” tidak punya pilihan jawaban; butir ini tidak dinilai",
        line.title
    );
    let cell = line.cell(columns.choices);
    Finding::new(cell, Slip::AnswerType, what, "Isi Pilihan Jawaban")
}

/// A sheet's cells, columns and lines.
pub struct Sheet<'a> {
    /// Its cells.
    pub grid: &'a Grid,
    /// Its columns.
    pub columns: &'a Columns,
    /// Its lines.
    pub lines: &'a [Line],
}

impl Sheet<'_> {
    fn node(
        &self,
        arena: &[Grown],
        index: usize,
        tree: &mut Tree,
        findings: &mut Vec<Finding>,
    ) -> Result<DraftNode, LembarError> {
        let grown = &arena[index];
        let line = &self.lines[grown.line];
        tree.node_lines.push(grown.line);
        let (groups, below) = self.groups(arena, grown);
        let mut grown_items = grown.items.clone();
        for group in groups {
            findings.push(self.grouped(arena[group].line));
            tree.orphaned.push(arena[group].line);
            grown_items.extend(&arena[group].items);
        }
        grown_items.sort_unstable();
        let mut nodes = Vec::new();
        for below in &below {
            nodes.push(self.node(arena, *below, tree, findings)?);
        }
        // A component above others can do without: it weighs what is below. One with items alone must be known.
        let weight = match below.as_slice() {
            [] => readable(line),
            _ => self.weight(line, findings),
        };
        let lines: Vec<&Line> = (below.iter())
            .map(|below| &self.lines[arena[*below].line])
            .collect();
        self.rest(
            weight.as_deref(),
            &grown_items,
            &mut nodes,
            &lines,
            findings,
        )?;
        if weight.is_none() && line.weight == Weight::None {
            let cell = line.cell(self.columns.weight);
            let what = format!(
                "“{}” tidak punya bobot; dipakai jumlah di bawahnya",
                line.title
            );
            findings.push(Finding::new(cell, Slip::Weight, what, "Isi bobotnya"));
        }
        let mut items = Vec::new();
        for n in &grown_items {
            tree.item_lines.push(*n);
            items.push(self.item(&self.lines[*n], tree.counts.get(n), findings));
        }
        Ok(DraftNode {
            code: line.code.clone(),
            title: line.title.clone(),
            weight,
            nodes,
            items,
            ..DraftNode::default()
        })
    }

    /// The components below one: those that only group its items, and the others. A heading without a weight
    /// groups where none beside it has one, or items stand beside it; else it lacks its weight.
    fn groups(&self, arena: &[Grown], above: &Grown) -> (Vec<usize>, Vec<usize>) {
        let weight = |below: usize| &self.lines[arena[below].line].weight;
        let lacks = |below: usize| *weight(below) == Weight::Missing;
        let lacking = above.nodes.iter().filter(|below| lacks(**below)).count();
        let alone = above.nodes.iter().all(|below| lacks(*below)) && lacking > 1;
        let mixed = !above.items.is_empty();
        let groups =
            |below: &usize| lacks(*below) && arena[*below].nodes.is_empty() && (alone || mixed);
        above.nodes.iter().partition(|below| groups(below))
    }

    fn grouped(&self, n: usize) -> Finding {
        let line = &self.lines[n];
        let what = format!(
            "“{}” tidak punya bobot; butirnya ikut komponen di atasnya",
            line.title
        );
        let cell = line.cell(self.columns.weight);
        Finding::new(cell, Slip::Weight, what, "Isi bobotnya")
    }
}
