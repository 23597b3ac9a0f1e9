//! Minimums of awards that a sheet prints, each in a column of its award. None gets lost: one that can't be
//! reached stays as printed, and one that can't be read, or stands where nobody knows what it is about,
//! stays unsettled, so that its award is never met in silence.

use std::collections::BTreeMap;

use model::instrument::draft::{DraftMinimum, DraftThreshold};
use model::instrument::{Draft, Instrument, Node};
use rust_decimal::Decimal;

use super::cell::{Cell, CellRef, Grid, Value, is_space, plain};
use super::code;
use super::finding::{Finding, Slip};
use super::header::{Columns, MinimumColumn};
use super::line::Line;
use super::number;
use super::tree::Tree;

/// The most that a minimum can be, as a weight.
const MOST: Decimal = Decimal::from_parts(1_000_000, 0, 0, false, 0);

/// What is read.
pub struct Minimums<'a> {
    /// The cells.
    pub grid: &'a Grid,
    /// The columns.
    pub columns: &'a Columns,
    /// The instrument as printed.
    pub printed: &'a Instrument,
    /// Its lines.
    pub lines: &'a [Line],
    /// Rows that only sum up.
    pub sums: &'a [u32],
    /// Rows that are neither.
    pub others: &'a [u32],
    /// The tree of the lines.
    pub tree: &'a Tree,
}

/// What a minimum is about.
#[derive(Clone, Copy)]
struct Place<'a> {
    path: &'a str,
    /// The points that are there at most.
    weight: Decimal,
    /// Whether a minimum is usual there: not of an item that only shares its component's weight.
    usual: bool,
}

impl<'a> Place<'a> {
    fn of(node: &'a Node) -> Self {
        Self {
            path: &node.path,
            weight: node.weight,
            usual: true,
        }
    }
}

impl Minimums<'_> {
    /// Reads the minimums; what the sheet doesn't print stays as the draft has it.
    pub fn read(&self, draft: &mut Draft, findings: &mut Vec<Finding>) {
        let mut read: Vec<(&str, Vec<DraftMinimum>)> = Vec::new();
        let places = self.places();
        for column in &self.columns.minimums {
            let minimums = self.column(column, &places, findings);
            match read.iter_mut().find(|(award, _)| *award == column.award) {
                Some((_, before)) => before.extend(minimums),
                None => read.push((&column.award, minimums)),
            }
        }
        for (name, minimums) in read.into_iter().filter(|(_, all)| !all.is_empty()) {
            let mut awards = draft.thresholds.iter_mut();
            if let Some(award) = awards.find(|award| award.name == name) {
                // What isn't printed stands as the known worksheet has it.
                let printed = |one: &DraftMinimum| {
                    one.path.is_some() && minimums.iter().any(|other| other.path == one.path)
                };
                award.minimums.retain(|one| !printed(one));
                award.minimums.extend(minimums);
            } else {
                let name = name.to_owned();
                draft.thresholds.push(DraftThreshold { name, minimums });
            }
        }
    }

    fn column(
        &self,
        of: &MinimumColumn,
        places: &BTreeMap<usize, Place<'_>>,
        findings: &mut Vec<Finding>,
    ) -> Vec<DraftMinimum> {
        let mut rows: Vec<(CellRef, Option<Place<'_>>)> = Vec::new();
        for (n, line) in self.lines.iter().enumerate() {
            rows.push((line.cell(of.col), places.get(&n).copied()));
        }
        for row in self.sums {
            let at = CellRef {
                row: *row,
                col: of.col,
            };
            let cell = self.grid.at(at);
            let place = cell.and_then(|_| self.summed(*row, places));
            rows.push((at, place));
        }
        let others = self.others.iter().map(|row| CellRef {
            row: *row,
            col: of.col,
        });
        rows.extend(others.filter(|at| self.is_stray(*at)).map(|at| (at, None)));
        rows.sort_by_key(|(at, _)| *at);
        let one = |(at, place): &(CellRef, Option<Place<'_>>)| {
            let cell = self.grid.at(*at).filter(|cell| !is_nothing(cell))?;
            // What lies beyond the worksheet (signatures, numbers of staff) is no minimum.
            let below = place.is_none() && self.lines.last().is_none_or(|line| line.row < at.row);
            if below && points(cell).is_none() {
                return None;
            }
            Some(self.minimum(of, *at, cell, place.as_ref(), findings))
        };
        rows.iter().filter_map(one).collect()
    }

    fn minimum(
        &self,
        of: &MinimumColumn,
        at: CellRef,
        cell: &Cell,
        place: Option<&Place<'_>>,
        findings: &mut Vec<Finding>,
    ) -> DraftMinimum {
        let award = &of.award;
        let mut say = |what: String, proposal: String| {
            findings.push(Finding::new(at, Slip::Threshold, what, proposal));
        };
        let text = match &cell.value {
            Value::Error(error) => error.clone(),
            _ => cell.text(),
        };
        let read = points(cell);
        let (Some(place), Some(read)) = (place, read) else {
            if read.is_none() {
                let what = format!("Nilai minimal “{text}” untuk {award} tidak terbaca");
                say(what, "Ketik sebuah angka".into());
            } else {
                let what = format!(
                    "Nilai minimal {text} untuk {award} berdiri di baris tanpa bobot; {award} dianggap \
                     belum terpenuhi"
                );
                let proposal = "Tulis di baris komponen yang berbobot, atau di baris TOTAL";
                say(what, proposal.into());
            }
            let of = place.map_or(String::new(), |place| format!("{} ", place.path));
            return DraftMinimum {
                unsettled: Some(format!("{of}{at}: {text}")),
                min: read.map_or("0".into(), |read| read.number.normalize().to_string()),
                ..DraftMinimum::default()
            };
        };
        let share = self.is_share(of, at.row, &read);
        let min = if share {
            read.number * place.weight / Decimal::ONE_HUNDRED
        } else {
            read.number
        };
        let weight = show(place.weight);
        if !place.usual {
            let what = format!(
                "Nilai minimal {} untuk {award} berdiri di baris tanpa bobot; dituntut dari bagian butir \
                 itu, {weight}",
                show(min)
            );
            let proposal = "Tulis di baris komponen yang berbobot, atau di baris TOTAL";
            say(what, proposal.into());
        } else if min > place.weight {
            let what = format!(
                "Nilai minimal {} tidak mungkin: bobotnya {weight}; {award} tidak dapat terpenuhi",
                show(min)
            );
            say(what, format!("Angka dari 0 sampai {weight}"));
        } else if share {
            let what = format!("{text} dibaca sebagai {} dari bobot {weight}", show(min));
            findings.push(Finding::note(at, Slip::Reading, what));
        }
        DraftMinimum {
            path: Some(place.path.to_owned()),
            min: min.normalize().to_string(),
            ..DraftMinimum::default()
        }
    }

    /// Whether a minimum is a share of its weight: its head or its cell says per cent, and the weights
    /// themselves aren't printed so.
    fn is_share(&self, of: &MinimumColumn, row: u32, read: &Points) -> bool {
        let col = self.columns.weight;
        let cell = |row| self.grid.at(CellRef { row, col });
        let (first, last) = self.columns.head;
        let says = |cell: &Cell| cell.is_percent() || cell.text().contains('%');
        let weights = cell(row).is_some_and(says)
            || (first..=last).any(|row| cell(row).is_some_and(|cell| cell.text().contains('%')));
        (of.percent || read.percent) && !weights
    }

    /// What stands on each line that has a weight, or shares one.
    fn places(&self) -> BTreeMap<usize, Place<'_>> {
        let nodes = self.printed.nodes().zip(&self.tree.node_lines);
        let nodes = nodes.map(|(node, line)| (*line, Place::of(node)));
        let items = self.printed.items().zip(&self.tree.item_lines);
        let items = items.map(|(item, line)| {
            let place = Place {
                path: &item.path,
                weight: item.weight.unwrap_or(item.share),
                usual: item.weight.is_some(),
            };
            (*line, place)
        });
        nodes.chain(items).collect()
    }

    /// What a row sums up: the whole, or the component above that weighs as much as the row prints.
    fn summed<'p>(&'p self, row: u32, places: &BTreeMap<usize, Place<'p>>) -> Option<Place<'p>> {
        let root = self.printed.root();
        let whole = || Place::of(root);
        let cell = self.grid.at(CellRef {
            row,
            col: self.columns.weight,
        });
        let printed = cell.and_then(number::weight);
        if printed == Some(root.weight) {
            return Some(whole());
        }
        let ends = self.lines.last().is_none_or(|line| line.row < row);
        let open = self.open_above(row, places);
        let alike = open.into_iter().find(|place| Some(place.weight) == printed);
        let last = self.sums.last() == Some(&row);
        alike.or_else(|| (ends && last).then(whole))
    }

    /// The components that the last line above a row stands in, from the top.
    fn open_above<'p>(&'p self, row: u32, places: &BTreeMap<usize, Place<'p>>) -> Vec<Place<'p>> {
        let above = self.lines.partition_point(|line| line.row < row);
        let last = places.range(..above).next_back();
        let last = last.map_or("", |(_, place)| place.path);
        let within = |node: &&Node| {
            let rest = last.strip_prefix(node.path.as_str());
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        self.printed.nodes().filter(within).map(Place::of).collect()
    }

    /// Whether a row without a line prints a minimum all the same: not where the head is repeated, or its
    /// columns are numbered.
    fn is_stray(&self, at: CellRef) -> bool {
        let among = self.lines.last().is_some_and(|line| at.row < line.row);
        let number = |text: &str| {
            let digits = code::bare(text);
            !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit())
        };
        let cells = || self.grid.row(at.row).map(|(_, cell)| cell.text());
        let numbered = cells().count() > 2 && cells().all(|text| number(&text));
        among && !numbered && self.grid.at(at).is_some_and(|cell| points(cell).is_some())
    }
}

/// A printed number of points.
#[derive(Clone, Copy)]
struct Points {
    number: Decimal,
    /// Whether its cell says per cent.
    percent: bool,
}

/// Points as people print them: `4,8`, `≥ 75`, `min. 60 %`.
fn points(cell: &Cell) -> Option<Points> {
    const BEFORE: [&str; 7] = ["minimal", "minimum", "min.", "min", "≥", ">=", ">"];
    let (number, percent) = match &cell.value {
        Value::Text(text) => {
            let text = plain(text);
            let rest = BEFORE.iter().find_map(|word| text.strip_prefix(word));
            let rest = rest.unwrap_or(&text).trim_matches(is_space);
            let bare = rest.strip_suffix('%');
            let number = model::instrument::number(bare.unwrap_or(rest))?;
            (number, bare.is_some())
        }
        _ => (number::weight(cell)?, cell.is_percent()),
    };
    let fits = number >= Decimal::ZERO && number <= MOST && number.scale() <= 15;
    fits.then_some(Points { number, percent })
}

/// A dash, or nothing that people see.
fn is_nothing(cell: &Cell) -> bool {
    let error = matches!(cell.value, Value::Error(_));
    !error && matches!(cell.text().as_str(), "" | "-" | "–" | "—")
}

fn show(number: Decimal) -> String {
    number.normalize().to_string().replace('.', ",")
}
