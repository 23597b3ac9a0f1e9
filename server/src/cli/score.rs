//! `bukti score`: a filled worksheet, scored without a server.

use std::fs::File;

use model::instrument::Instrument;
use model::score::display;
use rust_decimal::Decimal;

use super::args::Score;
use super::failure::Failure;
use super::say::say;
use crate::demo::INSTRUMENT;
use crate::lembar::{self, LembarError, Picked, Report};

/// `bukti score FILE.xlsx`
///
/// # Errors
/// [`Failure::Lembar`].
pub fn score(command: &Score) -> Result<(), Failure> {
    let picked = open(command)?;
    let report = lembar::report(&picked.worksheet);
    for sheet in &picked.skipped {
        eprintln!("bukti: skipped: {sheet}");
    }
    if command.json {
        let text = serde_json::to_string_pretty(&report);
        say!("{}", text.map_err(|e| Failure::Unfit(e.to_string()))?);
    } else {
        tell(&report);
    }
    Ok(())
}

fn open(command: &Score) -> Result<Picked, Failure> {
    let path = &command.file;
    let file = File::open(path).map_err(|source| Failure::File {
        path: path.clone(),
        source,
    });
    let known = Instrument::parse(INSTRUMENT)
        .map_err(|source| LembarError::Instrument { cell: None, source })?;
    Ok(lembar::read(&mut file?, command.sheet.as_deref(), &known)?)
}

fn tell(report: &Report) {
    let short = |text: &str| Decimal::from_str_exact(text).map_or(text.to_owned(), display);
    let known = |text: &Option<String>| text.as_deref().map_or("tidak diketahui".into(), short);
    say!("{}", report.instrument);
    let grade = report
        .grade
        .as_deref()
        .map(|grade| format!(" ({grade})"))
        .unwrap_or_default();
    say!("Indeks {}{grade}", short(&report.index));
    let percent = Decimal::from_str_exact(&report.coverage).unwrap_or_default();
    say!(
        "Terjawab {} % dari bobot",
        display(percent * Decimal::ONE_HUNDRED)
    );
    for award in &report.thresholds {
        let state = if award.met {
            "terpenuhi"
        } else {
            "belum terpenuhi"
        };
        say!("{}: {state}", award.name);
        for short_of in &award.missing {
            let of = if short_of.of.is_empty() {
                "seluruhnya"
            } else {
                &short_of.of
            };
            say!(
                "    {of}: {} dari {}",
                known(&short_of.value),
                known(&short_of.min)
            );
        }
    }
    say!("");
    for node in &report.nodes {
        say!(
            "{:<14} {:>7} / {:<6} {:>3}/{:<3} {}",
            node.path,
            short(&node.value),
            short(&node.weight),
            node.answered,
            node.items,
            node.title
        );
    }
    if !report.findings.is_empty() {
        say!("\nTemuan:");
    }
    for finding in &report.findings {
        say!("  {}: {}. {}", finding.cell, finding.what, finding.proposal);
    }
    if !report.notes.is_empty() {
        say!("\nCatatan:");
    }
    for note in &report.notes {
        say!("  {}: {}", note.cell, note.what);
    }
}
