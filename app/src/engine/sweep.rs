//! What an interrupted capture left behind. Bytes that were sealed before the browser died become a piece
//! of evidence of their own, to be bound to its items in the library; bytes that never were whole go.

use std::rc::Rc;

use model::command::{Capture, EvidenceFacts, capture};
use model::id::CaptureId;
use model::op::Draft;
use model::schema::Page;
use model::sync::store::LocalFile;
use model::sync::{Attached, Replica};
use model::time::Millis;

use super::look::cycle_of;
use super::{BrowserNode, Engine};
use crate::platform::clock;

/// A capture younger than this may still be in another tab's hands.
const YOUNG_MS: i64 = 10 * 60 * 1000;

/// When a capture began: its name says it.
fn began(id: CaptureId) -> Option<Millis> {
    let (seconds, nanos) = id.0.get_timestamp()?.to_unix();
    let seconds = i64::try_from(seconds).ok()?;
    Some(Millis(seconds * 1000 + i64::from(nanos / 1_000_000)))
}

impl Engine {
    /// Takes up, or sweeps, what no op names.
    pub(super) async fn sweep(self, node: &Rc<BrowserNode>) {
        let captures = node.replica().captures().to_vec();
        let before = clock::now().plus(-YOUNG_MS);
        for left in captures {
            if began(left.id).is_none_or(|began| began > before) {
                continue;
            }
            match left.file {
                Some(file) => self.take_up(node, file).await,
                // It stays, and is swept at another start, if the store is busy now.
                None => drop(node.drop_capture(left.id).await),
            }
        }
    }

    async fn take_up(self, node: &Rc<BrowserNode>, file: LocalFile) {
        let drafts = self.peek(|device| self.as_evidence(device, &file));
        if drafts.is_empty() {
            return;
        }
        let attached = Attached {
            files: vec![file],
            ..Attached::default()
        };
        // Where the rules won't have it now (a closed cycle), the bytes stay for another start.
        drop(node.submit(drafts, attached).await);
    }

    fn as_evidence(self, device: &Replica, file: &LocalFile) -> Vec<Draft> {
        let Some(cycle) = cycle_of(device.directory(), file.office) else {
            return Vec::new();
        };
        let of = Capture {
            facts: EvidenceFacts {
                title: file.name.clone(),
                ..EvidenceFacts::default()
            },
            pages: vec![Page {
                digest: file.digest.clone(),
                size: file.size,
                media: file.media.clone(),
                name: file.name.clone(),
                order: "a".to_owned(),
            }],
            ..Capture::default()
        };
        capture(self.new_record(), file.office, cycle.id, &of)
    }
}
