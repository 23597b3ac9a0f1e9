//! Worksheets (*lembar kerja evaluasi*) as workbooks: in, with what doesn't add up in them, and scored.
//!
//! | module | holds |
//! |---|---|
//! | `archive`, `xml`, `book`, `sheet` | the workbook: guarded, streamed, sparse |
//! | `cell`, `number`, `code`, `choices`, `points`, `criteria`, `gates` | what single cells say |
//! | `heads`, `header`, `shift`, `skip`, `line`, `below`, `sums`, `alike`, `level`, `flat`, `fit`, `rows`, `counted`, `tree`, `rest`, `item`, `uncoded` | from a sheet to a tree |
//! | `which`, `scheme`, `grades`, `sebutan`, `bound`, `minimum`, `weights`, `answers`, `typed`, `links` | what it is judged by, what is wrong in it, what is filled in |
//! | `worksheet`, `score` | the whole, and its score |
//! | `import` | taking an instrument in: looked at first, then kept |
//! | `take`, `twin` | taking answers into a cycle: what would change, and which item each belongs to |
//! | `turn` | few at a time, beside the threads that answer everybody |
//! | `export`, `facts` | worksheets out, with live formulas; what their layout has no column for |
//!
//! Forgiving in form, strict in arithmetic: whatever is guessed is a [`Finding`] with its cell.

mod alike;
mod answers;
mod archive;
mod below;
mod book;
mod bound;
mod cell;
mod choices;
mod code;
mod counted;
mod criteria;
mod error;
pub mod export;
mod facts;
mod finding;
mod fit;
mod flat;
mod gates;
mod grades;
mod header;
mod heads;
pub mod import;
mod item;
mod level;
mod line;
mod links;
mod minimum;
mod number;
mod pick;
mod points;
mod rest;
mod rows;
mod scheme;
mod score;
mod sebutan;
mod sheet;
mod shift;
mod skip;
mod sums;
pub mod take;
#[cfg(test)]
mod tests;
mod tree;
mod turn;
mod twin;
mod typed;
mod uncoded;
mod weights;
mod which;
mod worksheet;
mod xml;

pub use answers::Filled;
pub use archive::Source;
pub use cell::CellRef;
pub use error::LembarError;
pub use finding::{Finding, Rank, Slip};
pub use pick::{Picked, read};
pub use score::{Report, report};
pub use turn::in_turn;
pub use worksheet::Worksheet;
