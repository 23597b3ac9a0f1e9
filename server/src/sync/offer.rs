//! Upload addresses for the files that accepted evidence names (DESIGN §7).

use model::id::{FileDigest, sha256_hex};
use model::mutant::{Mutant, planted};
use model::op::SealedOp;
use model::time::Millis;
use model::wire::{Outcome, UploadAddress};

use super::judge::pages;
use super::{Ledger, LedgerError};
use crate::clock::random_text;
use crate::store::uploads::{Address, File, FileState};

/// How long an address lives; pushing the op again gives a new one.
const ADDRESS_LIFE_MS: i64 = 7 * Millis::DAY;
/// Where addresses lie.
pub const UPLOAD_PATH: &str = "/api/v1/blobs/upload/";

impl Ledger {
    /// Adds to each accepted op the addresses of the files that it names and that aren't complete; also
    /// when the op had come before, so that an address is renewed by pushing again.
    pub(super) async fn offer(
        &self,
        ops: &[SealedOp],
        outcomes: &mut [Outcome],
        now: Millis,
    ) -> Result<(), LedgerError> {
        for (op, outcome) in ops.iter().zip(outcomes) {
            let Outcome::Accepted { uploads, .. } = outcome else {
                continue;
            };
            for page in pages(op.op()) {
                let office = op.op().stream.office;
                let known = self.store().file(office, &page.digest).await?;
                if planted(Mutant::ForeignDigest) && self.is_elsewhere(&page.digest).await? {
                    continue;
                }
                let file = File {
                    office,
                    digest: page.digest.clone(),
                    size: page.size,
                    media: page.media,
                    offset: 0,
                    parts: 0,
                    state: FileState::Waiting,
                };
                let is_settled = known.is_some_and(|known| {
                    known.state != FileState::Waiting && !known.gives_way(&file)
                });
                if is_settled {
                    continue;
                }
                let token = random_text(self.ambient(), 32);
                let address = Address {
                    token: sha256_hex(token.as_bytes()),
                    office,
                    digest: page.digest.clone(),
                    expires: now.plus(ADDRESS_LIFE_MS),
                };
                self.store().expect_file(&file, &address).await?;
                uploads.push(UploadAddress {
                    digest: page.digest,
                    address: format!("{UPLOAD_PATH}{token}"),
                });
            }
        }
        Ok(())
    }

    /// Whether some office has the file.
    async fn is_elsewhere(&self, digest: &FileDigest) -> Result<bool, LedgerError> {
        for office in self.directory().await?.offices() {
            let file = self.store().file(office.id, digest).await?;
            if file.is_some_and(|file| file.state == FileState::Complete) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
