//! What people do on their devices: through the commands and the node that the pages use.

mod attention;
mod draft;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use model::command::{self, Capture, EvidenceFacts};
use model::id::RecordId;
use model::op::Draft;
use model::schema::{Fulfilment, Page};
use model::sync::node::SubmitError;
use model::sync::store::{EntryState, LocalFile};
use model::sync::{Attached, Node};

use crate::core::{Core, locked};
use crate::device::{Db, Machine};
use crate::fault::Fault;
use crate::law::Law;
use crate::mirror::{Mirror, short};
use crate::rng::Rng;
use attention::attend;
use draft::{desk, drafts, newer_draft};

/// Of a hundred acts these and the following state something.
const STATES: u64 = 25;
/// How often a person tries to state something until they may.
const TRIES: usize = 3;

/// What an act needs of the run.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) core: Arc<Core>,
    pub(crate) mirror: Arc<Mutex<Mirror>>,
    /// Ops that were stated so far.
    pub(crate) stated: Rc<Cell<u64>>,
    /// One file of more than a chunk is still to come.
    pub(crate) large: Rc<Cell<bool>>,
}

/// A person does something; whether it is kept is noted.
pub(crate) async fn act(stage: Stage, db: Rc<Db>) {
    if let Some(node) = db.up() {
        let choice = stage.core.draw(|rng| rng.below(100));
        match choice {
            0..=9 => attend(&stage, &db, &node).await,
            10..STATES => capture(&stage, &db, &node).await,
            _ if stage.core.strikes(Fault::NewClient) => {
                let drafts = newer_draft(&stage, &node);
                if !drafts.is_empty() {
                    submit(&stage, &db, &node, drafts, Attached::default()).await;
                }
            }
            _ => state_something(&stage, &db, &node, choice).await,
        }
    }
    db.busy.set(false);
}

/// A person states what chance chose, or something else if they may not.
async fn state_something(stage: &Stage, db: &Db, node: &Node<Machine>, choice: u64) {
    let mut choice = choice;
    for _ in 0..TRIES {
        let drafts = {
            let replica = node.replica();
            stage.core.draw(|rng| drafts(rng, db, &replica, choice))
        };
        if !drafts.is_empty() && submit(stage, db, node, drafts, Attached::default()).await {
            return;
        }
        choice = stage.core.draw(|rng| STATES + rng.below(100 - STATES));
    }
}

/// States, and notes what was called saved.
async fn submit(
    stage: &Stage,
    db: &Db,
    node: &Node<Machine>,
    drafts: Vec<Draft>,
    attached: Attached,
) -> bool {
    let files: Vec<_> = attached.files.iter().map(LocalFile::key).collect();
    match node.submit(drafts, attached).await {
        Ok(ids) => {
            stage.stated.set(stage.stated.get() + ids.len() as u64);
            let replica = node.replica();
            for id in &ids {
                match replica.entry(*id) {
                    Some(entry) => {
                        let bytes: Arc<str> = entry.op.raw().get().into();
                        locked(&stage.mirror).said.insert(*id, bytes);
                    }
                    None => stage
                        .core
                        .breach(Law::Durable, format!("op {id} isn't in the outbox")),
                }
            }
            stage.core.note(|| {
                let ids: Vec<String> = ids.iter().map(short).collect();
                format!("db {}: saved {}", db.number, ids.join(" "))
            });
            db.saved.borrow_mut().extend(ids);
            db.files.borrow_mut().extend(files);
            true
        }
        Err(SubmitError::Refused(why)) => {
            stage
                .core
                .note(|| format!("db {}: not stated: {why}", db.number));
            false
        }
        Err(error) => {
            stage
                .core
                .note(|| format!("db {}: not saved: {error}", db.number));
            false
        }
    }
}

/// A photo, and what it serves.
async fn capture(stage: &Stage, db: &Db, node: &Node<Machine>) {
    let Some((office, cycle, items)) = ({
        let replica = node.replica();
        stage.core.draw(|rng| {
            let desk = desk(rng, db, &replica)?;
            let items: Vec<_> = desk
                .instrument?
                .items()
                .map(|i| (i.id.clone(), i.documents.clone()))
                .collect();
            Some((desk.office, desk.cycle, items))
        })
    }) else {
        return;
    };
    let bytes = stage.core.draw(|rng| photo(rng, stage.large.get()));
    if bytes.len() > model::limits::CHUNK_BYTES {
        stage.large.set(false);
    }
    let file = match node.capture(office, "image/jpeg", "foto.jpg", &bytes).await {
        Ok(file) => file,
        Err(error) => {
            return stage
                .core
                .note(|| format!("db {}: not captured: {error}", db.number));
        }
    };
    if file.office != office {
        // The same bytes were captured for another office before: the page says so.
        return;
    }
    if stage.core.strikes(Fault::CaptureCut) {
        let db = db.number;
        let power = false;
        stage
            .core
            .later(0, crate::core::Happening::Kill { db, power });
        return std::future::pending().await;
    }
    let id = new_id(stage);
    let page = Page {
        digest: file.digest.clone(),
        size: file.size,
        media: file.media.clone(),
        name: file.name.clone(),
        order: "a".to_owned(),
    };
    let mut of = Capture {
        facts: EvidenceFacts {
            title: format!("Foto {}", short(id)),
            ..EvidenceFacts::default()
        },
        pages: vec![page],
        ..Capture::default()
    };
    if let Some((item, documents)) = stage.core.draw(|rng| rng.pick(&items).cloned()) {
        if let Some(document) = documents.first() {
            let (butir, dokumen) = (item.clone(), document.code.clone());
            of.fulfils.push(Fulfilment { butir, dokumen });
        }
        of.items.push(item);
    }
    let drafts = command::capture(id, office, cycle, &of);
    let attached = Attached {
        files: vec![file],
        ..Attached::default()
    };
    submit(stage, db, node, drafts, attached).await;
}

/// A few bytes that begin as a JPEG does; now and then the same as another's, seldom many.
fn photo(rng: &mut Rng, large: bool) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    if rng.below(4) == 0 {
        // Everybody photographs the same banner.
        bytes.extend_from_slice(format!("spanduk {}", rng.below(4)).as_bytes());
        return bytes;
    }
    let mut more = vec![0; 24 + rng.place(400)];
    rng.fill(&mut more);
    bytes.extend(more);
    if large {
        bytes.resize(model::limits::CHUNK_BYTES + 70_000, 7);
    }
    bytes
}

fn new_id(stage: &Stage) -> RecordId {
    let mut random = [0; 16];
    stage.core.draw(|rng| rng.fill(&mut random));
    RecordId::derived(&["simulasi", &model::id::hex(&random)])
}

/// Whether the op still has to be answered.
pub(crate) fn is_open(state: &EntryState) -> bool {
    matches!(
        state,
        EntryState::Pending | EntryState::Sent | EntryState::Accepted { .. }
    )
}
