//! Bytes of files coming in: part after part, then the whole checked and said by `sistem` (DESIGN §7).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use model::id::sha256_hex;
use model::limits::FILE_BYTES_MAX;
use model::mutant::{Mutant, planted};
use model::time::Millis;

use crate::files::{FileError, FileName, FileStore};
use crate::sistem::SistemError;
use crate::sniff::settle;
use crate::store::StoreError;
use crate::store::uploads::{AdvanceError, File, FileState};
use crate::sync::Ledger;

/// The file's bytes don't have the digest that was announced.
pub const WRONG_DIGEST: &str = "sidik";
/// The file's type isn't taken, or its content isn't what it claims to be.
pub const WRONG_TYPE: &str = "tipe";

/// Why bytes weren't taken.
#[derive(Debug, thiserror::Error)]
pub enum IntakeError {
    /// There is no such address.
    #[error("there is no such upload address")]
    Unknown,
    /// The address has expired: push the op again for a new one.
    #[error("this upload address has expired: push the op again for a new one")]
    Expired,
    /// Somebody else is sending this file right now.
    #[error("this file is being sent already: try again in a moment")]
    Locked,
    /// The file stands at another offset.
    #[error("the file stands at byte {0}: go on from there")]
    WrongOffset(u64),
    /// More bytes than were announced.
    #[error("more bytes than were announced")]
    TooLong,
    /// The file was refused, now or before.
    #[error("the file is refused: {0}")]
    Refused(String),
    /// Where the bytes lie failed.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// It couldn't be said.
    #[error(transparent)]
    Sistem(#[from] SistemError),
}

/// Which files are being sent right now, in this process.
#[derive(Debug, Default)]
pub struct Senders(Mutex<HashMap<FileName, Arc<tokio::sync::Mutex<()>>>>);

/// What an address leads to.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub file: File,
    /// When the address expires.
    pub expires: Millis,
}

/// Takes bytes.
#[derive(Clone, Copy, Debug)]
pub struct Intake<'a> {
    /// Who says what became of a file.
    pub ledger: &'a Ledger,
    /// Where bytes lie.
    pub files: &'a dyn FileStore,
    /// Who is sending.
    pub senders: &'a Senders,
}

/// A file that only its holder may add bytes to, until it is dropped.
#[derive(Debug)]
pub struct Sending {
    file: File,
    _turn: tokio::sync::OwnedMutexGuard<()>,
}

impl Sending {
    /// How far it has come.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.file
    }
}

impl Intake<'_> {
    /// What an address leads to. A file that has all of its bytes and wasn't checked yet (the server
    /// stopped in between) is checked now.
    ///
    /// # Errors
    /// [`IntakeError`].
    pub async fn find(self, token: &str) -> Result<Found, IntakeError> {
        let now = self.ledger.ambient().now();
        let store = self.ledger.store();
        let address = store.address(&sha256_hex(token.as_bytes())).await?;
        let address = address.ok_or(IntakeError::Unknown)?;
        if address.expires <= now {
            return Err(IntakeError::Expired);
        }
        let file = store.file(address.office, &address.digest).await?;
        let file = file.ok_or(IntakeError::Unknown)?;
        let is_whole = file.offset == file.size && file.state == FileState::Waiting;
        let file = if is_whole {
            let mut sending = self.begin_with(&file).await?;
            self.finish(&mut sending).await?;
            sending.file
        } else {
            file
        };
        if let FileState::Refused { reason } = file.state {
            return Err(IntakeError::Refused(reason));
        }
        Ok(Found {
            file,
            expires: address.expires,
        })
    }

    /// Gives an upload up: its address is gone, and so are its bytes, unless another address leads to
    /// the same file or it is complete.
    ///
    /// # Errors
    /// [`IntakeError::Locked`] while somebody sends, or another.
    pub async fn give_up(self, token: &str) -> Result<(), IntakeError> {
        let token = sha256_hex(token.as_bytes());
        let store = self.ledger.store();
        let address = store.address(&token).await?;
        let address = address.ok_or(IntakeError::Unknown)?;
        let file = store.file(address.office, &address.digest).await?;
        let file = file.ok_or(IntakeError::Unknown)?;
        let sending = self.begin_with(&file).await?;
        let others = store.drop_address(&token).await?;
        let file = sending.file();
        if !others && file.state == FileState::Waiting {
            // The row first: bytes without a row are overwritten by whoever begins anew.
            let state = FileState::Waiting;
            store.settle(file.office, &file.digest, &state).await?;
            self.files.delete(&name(file)).await?;
        }
        Ok(())
    }

    /// Begins to send from `offset`.
    ///
    /// # Errors
    /// [`IntakeError::Locked`], [`IntakeError::WrongOffset`], or another.
    pub async fn begin(self, found: &Found, offset: u64) -> Result<Sending, IntakeError> {
        let sending = self.begin_with(&found.file).await?;
        if sending.file.offset != offset {
            return Err(IntakeError::WrongOffset(sending.file.offset));
        }
        Ok(sending)
    }

    async fn begin_with(self, file: &File) -> Result<Sending, IntakeError> {
        let turn = {
            let mut turns = self
                .senders
                .0
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            // Those that nobody holds any more are forgotten.
            turns.retain(|_, turn| Arc::strong_count(turn) > 1);
            Arc::clone(turns.entry(name(file)).or_default())
        };
        let turn = turn.try_lock_owned().map_err(|_| IntakeError::Locked)?;
        let store = self.ledger.store();
        let file = store.file(file.office, &file.digest).await?;
        Ok(Sending {
            file: file.ok_or(IntakeError::Unknown)?,
            _turn: turn,
        })
    }

    /// Takes the next bytes: they are durable, and the offset moved, when this returns.
    ///
    /// # Errors
    /// [`IntakeError`]; the file stands where it stood.
    pub async fn take(self, sending: &mut Sending, bytes: Bytes) -> Result<(), IntakeError> {
        let file = &mut sending.file;
        let (from, to) = (file.offset, file.offset + bytes.len() as u64);
        if to > file.size || to > FILE_BYTES_MAX {
            return Err(IntakeError::TooLong);
        }
        if bytes.is_empty() {
            return Ok(());
        }
        self.files.put_part(&name(file), from, bytes).await?;
        let store = self.ledger.store();
        let advanced = store.advance(file.office, &file.digest, from, to).await;
        match advanced {
            Ok(()) => {
                file.offset = to;
                file.parts += 1;
                Ok(())
            }
            Err(AdvanceError::Moved) => {
                let now = store.file(file.office, &file.digest).await?;
                Err(IntakeError::WrongOffset(now.map_or(0, |file| file.offset)))
            }
            Err(AdvanceError::Store(error)) => Err(error.into()),
        }
    }

    /// If all bytes are there: joins them, reads them back, checks digest and type, and says so.
    ///
    /// # Errors
    /// [`IntakeError::Refused`] if they aren't what was announced, or isn't taken.
    pub async fn finish(self, sending: &mut Sending) -> Result<(), IntakeError> {
        let file = &mut sending.file;
        // As it is announced now: somebody may have announced it otherwise since the sender began.
        let store = self.ledger.store();
        let now = store.file(file.office, &file.digest).await?;
        *file = now.ok_or(IntakeError::Unknown)?;
        if file.offset < file.size || file.state != FileState::Waiting {
            return Ok(());
        }
        let name = name(file);
        let joined = self.files.join(&name, file.size).await?;
        let (state, media) = if joined.digest != file.digest || joined.size != file.size {
            let reason = WRONG_DIGEST.to_owned();
            (FileState::Refused { reason }, file.media.clone())
        } else {
            match settle(&file.media, &joined.head) {
                Ok(media) => (FileState::Complete, media),
                Err(_) => {
                    let reason = WRONG_TYPE.to_owned();
                    (FileState::Refused { reason }, file.media.clone())
                }
            }
        };
        // Said first: should the server stop in between, the file is checked again and said again,
        // which changes nothing.
        if !planted(Mutant::CompleteUnsaid) {
            self.ledger
                .say_file(file.office, &file.digest, file.size, &media, &state)
                .await?;
        }
        store.settle(file.office, &file.digest, &state).await?;
        file.state = state.clone();
        if let FileState::Refused { reason } = state {
            self.files.delete(&name).await?;
            return Err(IntakeError::Refused(reason));
        }
        Ok(())
    }
}

fn name(file: &File) -> FileName {
    FileName {
        office: file.office,
        digest: file.digest.clone(),
    }
}
