//! What can be typed after `bukti cycle`, and how every command names a cycle, or an office's year.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::time::Date;

use super::args::Data;

/// An office's year.
#[derive(Debug, Clone, Args)]
pub struct OfficeYear {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// Whose: the office's id, or enough of its name.
    #[arg(long)]
    pub office: String,
    /// The year of its plan.
    #[arg(long)]
    pub year: u16,
}

/// A cycle.
#[derive(Debug, Clone, Args)]
pub struct NamedCycle {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// The cycle: its id, or enough of its name.
    pub cycle: String,
    /// Whose, where several cycles have that name: the office's id, or enough of its name.
    #[arg(long)]
    pub office: Option<String>,
}

/// Commands about cycles.
#[derive(Debug, Subcommand)]
pub enum Cycle {
    /// Open a cycle under a worksheet: a built-in one, an imported one, or a document of your own.
    Open {
        /// Whose, and of which year.
        #[command(flatten)]
        of: OfficeYear,
        /// What people call it; else "Siklus" and the year.
        #[arg(long)]
        name: Option<String>,
        /// First day, like 2026-01-01; else the first of the year.
        #[arg(long, value_name = "DATE")]
        opens: Option<Date>,
        /// Last day, a date of the office, like 2026-12-15; else the last of the year.
        #[arg(long, value_name = "DATE")]
        closes: Option<Date>,
        /// Last day on which work stated before the close is still taken (marked as late).
        #[arg(long, value_name = "DATE")]
        grace: Option<Date>,
        /// The score it aims at, like 75.
        #[arg(long, value_parser = target)]
        target: Option<String>,
        /// The worksheet: lke-zi-90-2021 (the default), lke-rb-26-2020, the id of one that was imported, or
        /// a document (JSON) of your own.
        #[arg(long, value_name = "ID|FILE")]
        instrument: Option<PathBuf>,
    },
    /// Close an office's open cycle: nothing more is taken for it, but within its grace.
    Close {
        /// Whose, and of which year.
        #[command(flatten)]
        of: OfficeYear,
    },
    /// Write a cycle's worksheet as a workbook: answers, evidence, verdicts, and live formulas.
    Export {
        /// Which one.
        #[command(flatten)]
        of: NamedCycle,
        /// The workbook to write.
        #[arg(long, value_name = "FILE")]
        xlsx: PathBuf,
    },
    /// Move a running cycle to another version of its worksheet, or to another worksheet.
    ///
    /// What maps, what is new and what falls away is shown first. No answer is lost: what falls away keeps
    /// its record and counts no more; moving back brings it back.
    Move {
        /// Which one.
        #[command(flatten)]
        of: NamedCycle,
        /// The worksheet: the id of a published one, or its digest.
        #[arg(long, value_name = "ID")]
        instrument: String,
        /// Its version; else the latest.
        #[arg(long = "to", value_name = "VERSION")]
        version: Option<u32>,
        /// Only show what would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// List cycles.
    List(Data),
}

/// A score from 0 to 100, as exact decimal text.
fn target(text: &str) -> Result<String, String> {
    let text = text.replace(',', ".");
    match rust_decimal::Decimal::from_str_exact(&text) {
        Ok(score) if score >= 0.into() && score <= 100.into() => Ok(score.to_string()),
        _ => Err("a score from 0 to 100, like 75 or 72.5".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_score() {
        assert_eq!(target("72,5"), Ok("72.5".into()));
        for bad in ["101", "-1", "abc", "100.5"] {
            assert!(target(bad).is_err(), "{bad}");
        }
    }
}
