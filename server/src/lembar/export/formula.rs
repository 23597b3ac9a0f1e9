//! The arithmetic of a worksheet as a spreadsheet's formulas. They say what [`model::score`] says: the test
//! beside them lets a spreadsheet compute them and compares.

use model::instrument::{AnswerType, Gate, Instrument, Item, Node, RowRole, Unanswered, Unit};
use rust_decimal::Decimal;

use super::layout::{Col, Layout};

/// Whose columns are computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Side {
    /// What is answered.
    pub answer: Col,
    /// The value before gates.
    pub own: Col,
    /// The share after gates, 0 to 1.
    pub share: Col,
    /// What is printed as *Nilai*.
    pub value: Col,
    /// Whether counts give a value where no percentage is typed.
    pub counts: bool,
}

/// The unit's columns.
pub const UNIT: Side = Side {
    answer: Col::Answer,
    own: Col::Own,
    share: Col::Share,
    value: Col::Value,
    counts: true,
};

/// The assessor's columns.
pub const ASSESSOR: Side = Side {
    answer: Col::Judged,
    own: Col::JudgedOwn,
    share: Col::JudgedShare,
    value: Col::JudgedValue,
    counts: false,
};

/// Writes formulas for one side of a layout.
pub struct Writer<'a> {
    /// The worksheet.
    pub instrument: &'a Instrument,
    /// Where everything stands.
    pub layout: &'a Layout<'a>,
    /// Whose.
    pub side: Side,
}

impl Writer<'_> {
    fn at(&self, path: &str, col: Col) -> String {
        let row = self.layout.rows.get(path).copied().unwrap_or_default();
        self.layout.cell(row, col)
    }

    /// An item's value before gates; empty text where it is unanswered.
    pub fn own(&self, item: &Item) -> String {
        let typed = self.at(&item.path, self.side.answer);
        match &item.answer {
            AnswerType::Persen { .. } => {
                let counted = self.counted(item);
                let share = capped(&percentage(&typed));
                format!("IF(TRIM({typed})=\"\",{counted},IFERROR({share},\"\"))")
            }
            AnswerType::Nilai { max } => {
                let number = number(&typed);
                let fits = format!("OR({number}<0,{number}>{max})");
                answered(&typed, &format!("IF({fits},\"\",{number}/{max})"))
            }
            AnswerType::Angka { target } => {
                let share = format!("{}/{target}", number(&typed));
                answered(&typed, &capped(&share))
            }
            AnswerType::Unknown { .. } => "\"\"".to_owned(),
            _ => chosen(&typed, &item.answer.options()),
        }
    }

    /// What the counts of a percentage give.
    fn counted(&self, item: &Item) -> String {
        let nothing = || "\"\"".to_owned();
        let rows = item.answer.rows();
        let cells = |role: RowRole| -> Vec<String> {
            let of_role = rows.iter().filter(|row| row.role == role);
            let place = |code: &str| self.layout.counts.get(&(item.path.as_str(), code)).copied();
            of_role
                .filter_map(|row| place(&row.code))
                .map(|row| self.layout.cell(row, self.side.answer))
                .collect()
        };
        let whole = cells(RowRole::Seluruh).join(",");
        let (part, left) = (
            cells(RowRole::Bagian).join(","),
            cells(RowRole::Sisa).join(","),
        );
        let other = match (part.is_empty(), left.is_empty()) {
            (false, true) => &part,
            (true, false) => &left,
            _ => return nothing(),
        };
        if !self.side.counts || whole.is_empty() {
            return nothing();
        }
        let share = if left.is_empty() {
            format!("SUM({part})/SUM({whole})")
        } else {
            format!("(SUM({whole})-SUM({left}))/SUM({whole})")
        };
        let lacks = format!("COUNT({whole})=0,COUNT({other})=0,SUM({whole})=0");
        format!("IF(OR({lacks}),\"\",{})", capped(&share))
    }

    /// An item's value after gates; empty text where it, or what it depends on, is unanswered.
    pub fn share(&self, item: &Item) -> String {
        let own = self.at(&item.path, self.side.own);
        self.gated(&own, Some(&own), &item.gates, "\"\"")
    }

    /// A value after gates. `needs` is unanswered where it is empty; then, or where a gate is, the formula
    /// gives `closed`.
    fn gated(&self, value: &str, needs: Option<&str>, gates: &[Gate], closed: &str) -> String {
        let mut empty: Vec<String> = needs.iter().map(|cell| format!("{cell}=\"\"")).collect();
        let mut product = vec![value.to_owned()];
        for gate in gates {
            let (cell, factor) = self.gate(gate);
            empty.push(format!("{cell}=\"\""));
            product.push(factor);
        }
        let product = product.join("*");
        if empty.is_empty() {
            return product;
        }
        format!("IF(OR({}),{closed},{product})", empty.join(","))
    }

    /// The cell that a gate looks at, and what it multiplies by.
    fn gate(&self, gate: &Gate) -> (String, String) {
        match gate {
            Gate::Times(unit) => {
                let path = match *unit {
                    Unit::Item(index) => &self.instrument.item_at(index).path,
                    Unit::Node(index) => &self.instrument.node_at(index).path,
                };
                let cell = self.at(path, self.side.share);
                (cell.clone(), cell)
            }
            Gate::ZeroIf { item, waits } => {
                let path = &self.instrument.item_at(*item).path;
                let own = self.at(path, self.side.own);
                let mut is = format!("ABS({own}-{})<1E-12", short(waits.value));
                if waits.by_name {
                    let typed = self.at(path, self.side.answer);
                    is = format!("AND({is},{})", named(&typed, &waits.answer));
                }
                // What its own gates leave unanswered is unanswered here.
                (self.at(path, self.side.share), format!("IF({is},0,1)"))
            }
        }
    }

    /// What an item prints as *Nilai*: its points where it has a weight of its own, else its value.
    pub fn value(&self, item: &Item) -> String {
        let share = self.at(&item.path, self.side.share);
        let shown = match item.weight {
            Some(_) => format!("{share}*{}", self.at(&item.path, Col::Weight)),
            None => share.clone(),
        };
        format!("IF({share}=\"\",\"\",{shown})")
    }

    /// A node's points: the mean of its items × what they share, items with a weight of their own, and the
    /// nodes below.
    pub fn points(&self, node: &Node) -> String {
        let mut parts = Vec::new();
        let items = || self.instrument.items_of(node);
        let sharing: Vec<&Item> = items().filter(|item| item.weight.is_none()).collect();
        let weighted = items().filter(|item| item.weight.is_some());
        let weighted: Vec<String> = weighted.map(|item| item.path.clone()).collect();
        let children = self.instrument.children_of(node);
        let children: Vec<&str> = children.map(|child| child.path.as_str()).collect();
        if !sharing.is_empty() {
            let cells = self.ranges(&sharing);
            let shared = self.shared(node, &weighted, &children);
            parts.push(match self.instrument.unanswered {
                Unanswered::LeftOut => {
                    format!("IF(COUNT({cells})=0,0,AVERAGE({cells}))*{shared}")
                }
                Unanswered::Zero => format!("SUM({cells})/{}*{shared}", sharing.len()),
            });
        }
        let own = weighted
            .iter()
            .map(String::as_str)
            .chain(children.iter().copied());
        let own: Vec<String> = own.map(|path| self.at(path, self.side.value)).collect();
        parts.extend(sums(&own));
        let points = match parts.as_slice() {
            [] => "0".to_owned(),
            [one] => one.clone(),
            several => format!("({})", several.join("+")),
        };
        self.gated(&points, None, &node.gates, "0")
    }

    /// What a node's items without a weight of their own share.
    fn shared(&self, node: &Node, weighted: &[String], children: &[&str]) -> String {
        let weight = self.at(&node.path, Col::Weight);
        let taken = weighted
            .iter()
            .map(String::as_str)
            .chain(children.iter().copied());
        let taken: Vec<String> = taken.map(|path| self.at(path, Col::Weight)).collect();
        if taken.is_empty() {
            return weight;
        }
        format!("MAX(0,{weight}-({}))", sums(&taken).join("+"))
    }

    /// The value cells of items, those in a row as one range: between them stand only counts, which have
    /// no value.
    fn ranges(&self, items: &[&Item]) -> String {
        let row = |path: &str| self.layout.rows.get(path).copied().unwrap_or_default();
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for item in items {
            let first = row(&item.path);
            let last = first + u32::try_from(item.answer.rows().len()).unwrap_or_default();
            match ranges.last_mut() {
                Some((_, end)) if *end + 1 == first => *end = last,
                _ => ranges.push((first, last)),
            }
        }
        let cell = |row: u32| self.layout.cell(row, self.side.value);
        let ranges = ranges.iter().map(|(first, last)| match first == last {
            true => cell(*first),
            false => format!("{}:{}", cell(*first), cell(*last)),
        });
        ranges.collect::<Vec<_>>().join(",")
    }

    /// A node's points ÷ its weight, at most 1; empty text where nothing below it is answered, or a gate
    /// isn't.
    pub fn node_share(&self, node: &Node) -> String {
        let row = self.layout.rows.get(node.path.as_str()).copied();
        let end = self.layout.ends.get(node.path.as_str()).copied();
        let (Some(first), Some(last)) = (row, end) else {
            return "\"\"".to_owned();
        };
        if last <= first {
            return "\"\"".to_owned();
        }
        let cell = |row| self.layout.cell(row, self.side.share);
        let (weight, points) = (
            self.at(&node.path, Col::Weight),
            self.at(&node.path, self.side.value),
        );
        let mut empty = vec![
            format!("{weight}=0"),
            format!("COUNT({}:{})=0", cell(first + 1), cell(last)),
        ];
        empty.extend((node.gates.iter()).map(|gate| format!("{}=\"\"", self.gate(gate).0)));
        format!("IF(OR({}),\"\",MIN(1,{points}/{weight}))", empty.join(","))
    }
}

/// What a node weighs where nothing is printed: what is below it.
pub fn weight_below(instrument: &Instrument, layout: &Layout<'_>, node: &Node) -> String {
    let items = instrument
        .items_of(node)
        .filter(|item| item.weight.is_some());
    let items = items.map(|item| item.path.as_str());
    let nodes = instrument
        .children_of(node)
        .map(|child| child.path.as_str());
    let row = |path: &str| layout.rows.get(path).copied().unwrap_or_default();
    let cells: Vec<String> = (items.chain(nodes))
        .map(|path| layout.cell(row(path), Col::Weight))
        .collect();
    let sums = sums(&cells);
    if sums.is_empty() {
        "0".to_owned()
    } else {
        sums.join("+")
    }
}

/// Sums of cells, as many at a time as a function takes.
pub fn sums(cells: &[String]) -> Vec<String> {
    const ARGUMENTS: usize = 200;
    let sum = |cells: &[String]| format!("SUM({})", cells.join(","));
    cells.chunks(ARGUMENTS).map(sum).collect()
}

/// The value of a chosen answer.
fn chosen(typed: &str, options: &[(&str, Decimal)]) -> String {
    let is = |name: &str| named(typed, name);
    let any: Vec<String> = options.iter().map(|(name, _)| is(name)).collect();
    let worth = options.iter().filter(|(_, value)| !value.is_zero());
    let mut worth: Vec<String> = worth
        .map(|(name, value)| format!("({})*{}", is(name), short(*value)))
        .collect();
    if worth.is_empty() {
        worth.push("0".to_owned());
    }
    format!("IF(OR({}),{},\"\")", any.join(","), worth.join("+"))
}

/// Whether a cell names an answer.
fn named(typed: &str, name: &str) -> String {
    let name = name.to_uppercase().replace('"', "\"\"");
    format!("UPPER(TRIM({typed}))=\"{name}\"")
}

/// A decimal in the digits that a spreadsheet keeps to.
fn short(number: Decimal) -> String {
    number.round_dp(17).normalize().to_string()
}

fn answered(typed: &str, value: &str) -> String {
    format!("IF(TRIM({typed})=\"\",\"\",IFERROR({value},\"\"))")
}

fn capped(share: &str) -> String {
    format!("MAX(0,MIN(1,{share}))")
}

/// A number that may be typed as text, with comma or point.
fn number(cell: &str) -> String {
    format!("IF(ISNUMBER({cell}),{cell},{})", text_number(cell))
}

fn text_number(cell: &str) -> String {
    let bare = format!("SUBSTITUTE(SUBSTITUTE(TRIM({cell}),\"%\",\"\"),\" \",\"\")");
    format!("_xlfn.NUMBERVALUE(SUBSTITUTE({bare},\",\",\".\"),\".\",\"'\")")
}

/// A share that is typed as per cent: the cell is formatted so, and what is above 10 in it was typed before
/// it was; as text with `%`, or a bare number above 1.
fn percentage(cell: &str) -> String {
    let text = text_number(cell);
    let signed = format!("ISNUMBER(SEARCH(\"%\",{cell}))");
    format!(
        "IF(ISNUMBER({cell}),IF({cell}>10,{cell}/100,{cell}),IF(OR({signed},{text}>1),{text}/100,{text}))"
    )
}
