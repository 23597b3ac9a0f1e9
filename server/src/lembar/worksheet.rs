//! A worksheet: the instrument that a sheet prints, and what is filled in beside it.

use std::collections::BTreeMap;

use model::instrument::{Draft, DraftGate, DraftNode, Instrument, InstrumentError};

use super::alike;
use super::answers::{Filled, filled};
use super::below;
use super::cell::{CellRef, Grid};
use super::choices::{Asked, asked};
use super::counted;
use super::error::LembarError;
use super::facts::Facts;
use super::finding::{Finding, Rank, Slip};
use super::fit;
use super::gates;
use super::grades::{self, Grades};
use super::header::{self, Columns};
use super::level;
use super::line::Line;
use super::minimum;
use super::rest;
use super::scheme;
use super::tree::{self, Tree};
use super::uncoded;
use super::weights;
use super::which;

/// What a sheet turned out to hold.
#[derive(Debug)]
pub struct Worksheet {
    /// The sheet's name.
    pub sheet: String,
    /// The instrument as a document, to be edited or published.
    pub draft: Draft,
    /// The instrument.
    pub instrument: Instrument,
    /// What is filled in, by the item's id.
    pub filled: BTreeMap<String, Filled>,
    /// Where nodes and items stand (the cell of their code), by path.
    pub places: BTreeMap<String, CellRef>,
    /// Whether Bukti itself wrote it, and said beside it what its layout can't say.
    pub is_own: bool,
    /// What doesn't add up, in the order of the cells.
    pub findings: Vec<Finding>,
}

impl Worksheet {
    /// What has to be settled.
    pub fn to_settle(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.rank == Rank::Finding)
    }

    /// What is only worth knowing.
    pub fn notes(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .filter(|finding| finding.rank == Rank::Note)
    }
}

/// Whether a sheet has the columns of a worksheet.
#[must_use]
pub fn columns(grid: &Grid) -> Option<Columns> {
    let columns = header::find(grid)?;
    let lines = below::below(grid, &columns, false).lines;
    let items = lines.iter().any(Line::is_item);
    (items && lines.iter().any(Line::is_node)).then_some(columns)
}

/// What other sheets of the workbook say of a worksheet.
#[derive(Debug, Default)]
pub struct Beside {
    /// What Bukti itself said when it wrote it.
    pub facts: Option<Facts>,
    /// A table of grades.
    pub grades: Grades,
}

/// Reads a worksheet. `beside` is what other sheets say of it; `known` is the worksheet that the program has built in, if it is that one: awards,
/// areas and the family come from there.
///
/// # Errors
/// [`LembarError::Weight`], [`LembarError::Instrument`]: it can't be scored at all.
pub fn read(
    sheet: &str,
    grid: &Grid,
    columns: &Columns,
    beside: &Beside,
    known: &Instrument,
) -> Result<Worksheet, LembarError> {
    let read = below::below(grid, columns, beside.facts.is_some());
    let (mut lines, mut findings) = (read.lines, read.findings);
    findings.extend(above(grid, columns));
    let mut columns = columns.clone();
    which::settle(grid, &mut columns, &lines, &mut findings);
    let columns = &columns;
    // Bukti itself puts every code where it belongs.
    if beside.facts.is_none() {
        level::weigh(&mut lines, columns.weight, &mut findings);
        alike::settle(&mut lines, &mut findings);
        level::uncoded(&mut lines, &mut findings);
        level::untyped(&mut lines);
        counted::settle(columns, &mut lines, &mut findings);
    }
    rest::mark(grid, &mut lines);
    if beside.facts.is_none() {
        level::settle(&mut lines, &mut findings);
        fit::settle(grid, columns, &mut lines, &mut findings);
        fit::uneven(&lines, &mut findings);
    }
    let mut tree = tree::build(grid, columns, &lines, &mut findings)?;
    // An index of 0 would be said of a sheet that wasn't understood.
    if tree.item_lines.is_empty() {
        let skipped = format!(": {sheet} (tidak ada butir di bawah komponen berbobot)");
        return Err(LembarError::NoWorksheet { skipped });
    }
    if beside.facts.is_none() {
        uncoded::items(&tree, &lines, &mut findings);
    }
    let title = title(grid, columns, sheet);
    scheme::mark_areas(&mut tree.nodes);
    let mut draft = Draft {
        version: 1,
        family: scheme::family(&title),
        title,
        nodes: std::mem::take(&mut tree.nodes),
        ..Draft::default()
    };
    let made = |draft: &Draft| {
        let made = draft.instrument();
        made.map_err(|source| unfit(source, &BTreeMap::new()))
    };
    let mut printed = made(&draft)?;
    let is_known = printed.is_alike(known);
    let known_here = is_known.then_some(known);
    let zi = scheme::is_zi(&draft.title);
    if is_known {
        scheme::adopt(&mut draft, &printed, known);
        printed = made(&draft)?;
    }
    if is_known || zi {
        draft.thresholds = scheme::awards(known, &printed);
        draft.thresholds.retain(|award| !award.minimums.is_empty());
    }
    if let Some(facts) = &beside.facts {
        facts.apply(&mut draft, &printed);
        findings.extend(facts.findings());
    }
    let spots = Spots::of(&printed, &lines, &tree, columns);
    let minimums = minimum::Minimums {
        grid,
        columns,
        printed: &printed,
        lines: &lines,
        sums: &read.sums,
        others: &read.others,
        tree: &tree,
    };
    minimums.read(&mut draft, &mut findings);
    if beside.facts.is_none() {
        let awards = draft.thresholds.iter().map(|award| award.name.as_str());
        let awarded = is_known || zi || scheme::is_zi(&awards.collect::<Vec<_>>().join(" "));
        let own_grades = grades::read(grid, Some(columns));
        let own = || {
            own_grades
                .table
                .clone()
                .or_else(|| beside.grades.table.clone())
        };
        draft.grades = match (awarded, draft.thresholds.is_empty()) {
            // A worksheet of the Zona Integritas has awards instead.
            (true, none) => none.then(Vec::new),
            (false, true) => own(),
            // Minimums that it prints of its own accord take no grade away.
            (false, false) => own().or_else(|| Some(scheme::customary(&printed))),
        };
        if !awarded && own().is_none() {
            let unread = own_grades.finding();
            findings.extend(unread.or_else(|| beside.grades.finding()));
        }
    }
    add_gates(grid, columns, &printed, &spots, &mut draft, &mut findings);
    let instrument = draft
        .instrument()
        .map_err(|source| unfit(source, &spots.codes))?;
    weights::check(&draft, &instrument, known_here, &spots, &mut findings);
    weights::spare(&lines, &tree, &mut findings);
    let mut answers = BTreeMap::new();
    for (item, n) in instrument.items().zip(&tree.item_lines) {
        let counts: Vec<&Line> = tree
            .counts
            .get(n)
            .into_iter()
            .flatten()
            .map(|n| &lines[*n])
            .collect();
        let filled = filled(grid, columns, item, &lines[*n], &counts, &mut findings);
        answers.insert(item.id.clone(), filled);
    }
    findings.sort_by_key(|finding| (finding.cell, finding.slip));
    Ok(Worksheet {
        sheet: sheet.to_owned(),
        draft,
        instrument,
        filled: answers,
        places: spots.codes,
        is_own: beside.facts.is_some(),
        findings,
    })
}

/// Rows above the head that ask something: they are no part of the worksheet, and that is said.
fn above(grid: &Grid, columns: &Columns) -> Option<Finding> {
    let rows = grid.rows().into_iter();
    let rows = rows.take_while(|row| *row < columns.head.1);
    let at = |row: u32| CellRef {
        row,
        col: columns.choices,
    };
    let asks = |at: &CellRef| matches!(asked(&grid.text(*at)), Some(Asked::Answer(_)));
    let asked: Vec<CellRef> = rows.map(at).filter(asks).collect();
    let first = *asked.first()?;
    let what = format!("{} butir di atas kepala tabel tidak dinilai", asked.len());
    let proposal = format!(
        "Pindahkan ke bawah kepala tabel di baris {}",
        columns.head.0 + 1
    );
    Some(Finding::new(first, Slip::Row, what, proposal))
}

/// Cells of nodes and items, by path.
pub struct Spots {
    /// Of their codes.
    pub codes: BTreeMap<String, CellRef>,
    /// Of their weights.
    pub weights: BTreeMap<String, CellRef>,
    /// Of their dependencies.
    pub gates: BTreeMap<String, CellRef>,
}

impl Spots {
    fn of(instrument: &Instrument, lines: &[Line], tree: &Tree, columns: &Columns) -> Self {
        let nodes = instrument
            .nodes()
            .map(|node| &node.path)
            .zip(&tree.node_lines);
        let items = instrument
            .items()
            .map(|item| &item.path)
            .zip(&tree.item_lines);
        let mut spots = Self {
            codes: BTreeMap::new(),
            weights: BTreeMap::new(),
            gates: BTreeMap::new(),
        };
        for (path, n) in nodes.chain(items) {
            let line = &lines[*n];
            spots.codes.insert(path.clone(), line.place());
            spots
                .weights
                .insert(path.clone(), line.cell(columns.weight));
            if let Some(col) = columns.gates {
                spots.gates.insert(path.clone(), line.cell(col));
            }
        }
        spots
    }
}

fn unfit(source: InstrumentError, places: &BTreeMap<String, CellRef>) -> LembarError {
    let path = match &source {
        InstrumentError::Number { path, .. }
        | InstrumentError::AnswerType { path, .. }
        | InstrumentError::Code { path }
        | InstrumentError::TooDeep { path }
        | InstrumentError::Gate { path, .. }
        | InstrumentError::GateAnswer { path, .. } => Some(path),
        InstrumentError::GateCycle { paths } => paths.first(),
        _ => None,
    };
    LembarError::Instrument {
        cell: path.and_then(|path| places.get(path)).copied(),
        source,
    }
}

/// The longest text above the head; else the sheet's name.
fn title(grid: &Grid, columns: &Columns, sheet: &str) -> String {
    let above = grid.rows().into_iter().filter(|row| *row < columns.head.0);
    let texts = above.flat_map(|row| {
        grid.row(row)
            .map(|(_, cell)| cell.text())
            .collect::<Vec<_>>()
    });
    let named = |text: &String| {
        let text = text.to_lowercase();
        text.contains("lembar kerja") || text.contains("lke") || text.contains("evaluasi")
    };
    let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
    let title = texts
        .iter()
        .find(|text| named(text))
        .or_else(|| texts.first());
    let title = title.map_or(sheet, String::as_str);
    title.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn add_gates(
    grid: &Grid,
    columns: &Columns,
    printed: &Instrument,
    spots: &Spots,
    draft: &mut Draft,
    findings: &mut Vec<Finding>,
) {
    if columns.gates.is_none() {
        return;
    }
    let mut found: BTreeMap<String, Vec<DraftGate>> = BTreeMap::new();
    for (path, at) in &spots.gates {
        let text = grid.text(*at);
        if !text.is_empty() {
            found.insert(
                path.clone(),
                gates::read(&text, *at, path, printed, findings),
            );
        }
    }
    // In the order of the instrument: paths are those of the printed one.
    let mut node_paths = printed.nodes().map(|node| node.path.clone());
    let mut item_paths = printed.items().map(|item| item.path.clone());
    put(
        &mut draft.nodes,
        &mut node_paths,
        &mut item_paths,
        &mut found,
    );
}

fn put(
    nodes: &mut [DraftNode],
    node_paths: &mut dyn Iterator<Item = String>,
    item_paths: &mut dyn Iterator<Item = String>,
    found: &mut BTreeMap<String, Vec<DraftGate>>,
) {
    for node in nodes {
        let path = node_paths.next();
        node.gates = path
            .and_then(|path| found.remove(&path))
            .unwrap_or_default();
        put(&mut node.nodes, node_paths, item_paths, found);
        for item in &mut node.items {
            let path = item_paths.next();
            item.gates = path
                .and_then(|path| found.remove(&path))
                .unwrap_or_default();
        }
    }
}
