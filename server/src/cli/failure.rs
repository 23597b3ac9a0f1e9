//! Why a command didn't do what it was asked, with what helps, and the exit status that says so.

use std::path::PathBuf;
use std::process::ExitCode;

use crate::backup::BackupError;
use crate::demo::DemoError;
use crate::lembar::LembarError;
use crate::lembar::export::ExportError;
use crate::serve::ServeError;
use crate::signin::SignInError;
use crate::sistem::SistemError;
use crate::store::StoreError;
use crate::sync::LedgerError;

/// A command that failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The data folder, the site, the address or the certificate can't be used.
    #[error(transparent)]
    Serve(#[from] ServeError),
    /// What was named isn't there.
    #[error("there is no {what} {name}: {cure}")]
    Unknown {
        /// What sort of thing.
        what: &'static str,
        /// How it was named.
        name: String,
        /// What helps.
        cure: String,
    },
    /// It is there already.
    #[error("{0}")]
    Already(String),
    /// It can't be so.
    #[error("{0}")]
    Unfit(String),
    /// The demo's passwords are public.
    #[error(
        "this data folder holds the demo people, whose passwords are public, and {place} can be \
         reached by others: listen on 127.0.0.1, or say --demo-public if that is what you want"
    )]
    DemoPublic {
        /// The address, as it would be reached.
        place: String,
    },
    /// A file that was named can't be read.
    #[error("{path} can't be read: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A file can't be written.
    #[error("{path} can't be written: {source}")]
    Written {
        /// The file.
        path: PathBuf,
        /// What the operating system says.
        source: std::io::Error,
    },
    /// A workbook is refused.
    #[error(transparent)]
    Lembar(#[from] LembarError),
    /// A workbook can't be written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// The server doesn't say it on a board.
    #[error(transparent)]
    Sistem(#[from] SistemError),
    /// A password isn't set.
    #[error(transparent)]
    SignIn(#[from] SignInError),
    /// The demo can't be written.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// A backup can't be made, read or restored.
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// Something is wrong with what was checked.
    #[error("{0}")]
    Amiss(String),
    /// The program can't be set up.
    #[error("the program can't be set up: {0}")]
    Setup(std::io::Error),
}

impl Failure {
    /// The exit status (see `bukti --help`).
    #[must_use]
    pub fn code(&self) -> ExitCode {
        ExitCode::from(self.number())
    }

    fn number(&self) -> u8 {
        const DATA: u8 = 3;
        const NAMED: u8 = 4;
        const ADDRESS: u8 = 5;
        match self {
            Self::Serve(error) | Self::Demo(DemoError::Open(error)) => match error {
                ServeError::Data { .. } | ServeError::Store(_) | ServeError::Files(_) => DATA,
                ServeError::Listen { .. } => ADDRESS,
                _ => 1,
            },
            Self::Demo(DemoError::OtherPeople { .. } | DemoError::OtherVersion) => NAMED,
            Self::Backup(BackupError::NotOne { .. }) => NAMED,
            Self::Backup(_) => DATA,
            Self::Store(_) | Self::Ledger(LedgerError::Store(_)) => DATA,
            Self::Unknown { .. } | Self::Already(_) => NAMED,
            Self::Sistem(SistemError::Missing { .. } | SistemError::LoginTaken(_)) => NAMED,
            Self::DemoPublic { .. } => ADDRESS,
            _ => 1,
        }
    }
}
