//! What can be typed after `bukti instrument`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use model::instrument::RowRole;

use super::args::Data;
use crate::lembar::import::RoleOf;

/// Commands about instruments.
#[derive(Debug, Subcommand)]
pub enum InstrumentCommand {
    /// Take in a workbook (XLSX): show what is in it and what doesn't add up; keep it once that is accepted.
    ///
    /// What can't be read is refused (exit status 1). Findings are listed with their cell; with --accept
    /// the worksheet is kept as it is printed. A family that is there already gets a new version.
    Import(Box<Import>),
    /// List worksheets with their versions, and how many cycles use each.
    List(Data),
    /// Publish a draft: it never changes from then on, and cycles can be opened with it.
    Publish {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Its id (family), as listed.
        id: String,
        /// Which version; else the latest.
        #[arg(long = "of-version", value_name = "N")]
        version: Option<u32>,
    },
    /// Write a worksheet as JSON, to standard output or a file, or as a workbook.
    Export {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Its id (family), as listed.
        id: String,
        /// Which version; else the latest.
        #[arg(long = "of-version", value_name = "N")]
        version: Option<u32>,
        /// Write JSON into this file.
        #[arg(long, value_name = "FILE", conflicts_with = "xlsx")]
        json: Option<PathBuf>,
        /// Write a workbook, unanswered, into this file.
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
    },
}

/// What to take in.
#[derive(Debug, Args)]
pub struct Import {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// The workbook.
    #[arg(value_name = "FILE.xlsx")]
    pub file: PathBuf,
    /// The sheet, where the workbook has several worksheets.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Keep it in spite of its findings.
    #[arg(long)]
    pub accept: bool,
    /// Keep it as a draft, to be edited before it is published.
    #[arg(long)]
    pub draft: bool,
    /// The id (family) that it gets; else that of the built-in worksheet it is a version of, or one made
    /// from its title.
    #[arg(long, value_name = "ID", value_parser = family)]
    pub id: Option<String>,
    /// The title that it gets; else the printed one.
    #[arg(long)]
    pub title: Option<String>,
    /// The office on whose board it stands; else the one at the top.
    #[arg(long)]
    pub office: Option<String>,
    /// The part of a count in its percentage, like A.II.3.a/2=lewati: seluruh (the whole), bagian (the
    /// part), sisa (what is left), lewati (not counted).
    #[arg(long = "role", value_name = "PATH/ROW=PART", value_parser = role_of)]
    pub roles: Vec<RoleOf>,
    /// Take the answers, notes and links of a filled worksheet into a cycle instead.
    #[arg(long, requires = "on_behalf", conflicts_with_all = ["accept", "draft", "id", "title"])]
    pub answers: bool,
    /// In whose name: the name they sign in with. Their rights are asked, and they count as having written.
    #[arg(long = "as", value_name = "PERSON", requires = "answers")]
    pub on_behalf: Option<String>,
    /// The cycle: its id, or enough of its name; else the open one of the person's office.
    #[arg(long, requires = "answers")]
    pub cycle: Option<String>,
    /// Let what is answered already give way to what the workbook says.
    #[arg(long, requires = "answers")]
    pub replace: bool,
    /// Only show what would change.
    #[arg(long, requires = "answers")]
    pub dry_run: bool,
    /// Take back what was last taken from this file in this person's name.
    #[arg(long, requires = "answers", conflicts_with = "replace")]
    pub undo: bool,
}

/// An id that can stand in items' names and in a shell without quotes.
fn family(text: &str) -> Result<String, String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if text.is_empty() || text.len() > 80 || !text.chars().all(fits) {
        return Err("small letters, digits and dashes, like lke-zi-90-2021".to_owned());
    }
    Ok(text.to_owned())
}

fn role_of(text: &str) -> Result<RoleOf, String> {
    let parts = || {
        let (place, role) = text.split_once('=')?;
        let (item, row) = place.rsplit_once('/')?;
        let role = match role {
            "seluruh" => RowRole::Seluruh,
            "bagian" => RowRole::Bagian,
            "sisa" => RowRole::Sisa,
            "lewati" => RowRole::Lewati,
            _ => return None,
        };
        Some(RoleOf {
            item: item.to_owned(),
            row: row.to_owned(),
            role,
        })
    };
    parts().ok_or_else(|| "like A.II.3.a/2=lewati: seluruh, bagian, sisa or lewati".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_and_ids_are_read() {
        let role = role_of("A.II.3.a/2=lewati").unwrap();
        assert_eq!((role.item.as_str(), role.row.as_str()), ("A.II.3.a", "2"));
        assert_eq!(role.role, RowRole::Lewati);
        for bad in ["A/2", "A=lewati", "A/2=apa"] {
            assert!(role_of(bad).is_err(), "{bad}");
        }
        assert!(family("lke-zi-2026").is_ok());
        for bad in ["", "LKE", "a b", "a:b"] {
            assert!(family(bad).is_err(), "{bad}");
        }
    }
}
