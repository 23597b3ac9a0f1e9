//! The server's process: the real router over the real ledger, and what outlives it on its disks.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use futures::StreamExt as _;
use http_body_util::BodyExt as _;
use model::id::{Epoch, FileDigest, FileKey, OfficeId, OpId, PersonId};
use model::sync::platform::{Request, Response};
use model::time::Millis;
use server::App;
use server::backup::manifest::{FilePart, Manifest, Part};
use server::backup::place::{KEEP_MIN, safe_in};
use server::clock::{Ambient, Seeded};
use server::files::{FileName, FileStore as _, MemoryFiles};
use server::http::Routes;
use server::passwords::Passwords;
use server::rollup::{self, Below};
use server::store::log::Extent;
use server::store::uploads::FileState;
use server::sync::{Ledger, SafeMarks};
use tower::ServiceExt as _;

use crate::backing::{Backing, Files};
use crate::core::Core;
use crate::keys::Keys;
use crate::mirror::{Kept, Mirror};
use crate::raw::{Copied, Raw};
use crate::world::now;

/// The run's clock and randomness, as the server sees them.
struct Around(Arc<Core>);

impl Ambient for Around {
    fn now(&self) -> Millis {
        self.0.now()
    }
    fn fill(&self, bytes: &mut [u8]) {
        self.0.draw(|rng| rng.fill(bytes));
    }
}

/// A running process.
pub(crate) struct Live {
    pub(crate) router: Router,
    pub(crate) app: Arc<App>,
    pub(crate) runtime: tokio::runtime::Runtime,
}

/// A backup, and what the simulator saw being written until then.
struct Backup {
    store: Copied,
    files: MemoryFiles,
    manifest: Manifest,
    kept: Kept,
}

/// See the module.
pub(crate) struct Host {
    core: Arc<Core>,
    keys: Keys,
    passwords: Passwords,
    pub(crate) raw: Raw,
    copies: usize,
    pub(crate) files: Arc<MemoryFiles>,
    pub(crate) mirror: Arc<Mutex<Mirror>>,
    pub(crate) live: Option<Live>,
    /// Where somebody reads the roll-up, as long as the store is the same one: beside the process and at one
    /// moment, so that looking changes nothing in the run.
    desk: Option<App>,
    /// Whether an admin named a place for backups: else they make nothing safe.
    has_place: bool,
    /// The newest last. As many as make something safe are kept, and any of them may be restored.
    backups: Vec<Backup>,
}

/// Passwords play no part in a run; hashing the stand-in takes longer than most runs.
fn passwords() -> anyhow::Result<Passwords> {
    thread_local! {
        static MADE: std::cell::RefCell<Option<Passwords>> = const { std::cell::RefCell::new(None) };
    }
    if let Some(made) = MADE.with_borrow(Clone::clone) {
        return Ok(made);
    }
    let made = Passwords::new(&Seeded::new("simulator", Millis(0)))?;
    MADE.set(Some(made.clone()));
    Ok(made)
}

/// A server starts some dozen times in a run; what it answers stays the same.
fn router(app: &Arc<App>) -> Router {
    thread_local! {
        static MADE: Routes = server::http::routes();
    }
    MADE.with(Clone::clone).router(Arc::clone(app))
}

impl Host {
    pub(crate) fn new(core: &Arc<Core>, keys: Keys, on_sqlite: bool) -> anyhow::Result<Self> {
        let epoch = Epoch::derived(&["pertama"]);
        Ok(Self {
            core: Arc::clone(core),
            keys,
            passwords: passwords()?,
            raw: Raw::new(epoch, on_sqlite)?,
            copies: 0,
            files: Arc::new(MemoryFiles::default()),
            mirror: Arc::default(),
            live: None,
            desk: None,
            has_place: core.draw(|rng| rng.below(4)) > 0,
            backups: Vec::new(),
        })
    }

    /// The process starts.
    pub(crate) fn start(&mut self) -> anyhow::Result<()> {
        let backing = Backing {
            core: Arc::clone(&self.core),
            inner: self.raw.store(),
            mirror: Arc::clone(&self.mirror),
            waits: self.raw.handle(),
        };
        let files = Files {
            core: Arc::clone(&self.core),
            inner: Arc::clone(&self.files),
        };
        let around = Arc::new(Around(Arc::clone(&self.core)));
        let ledger = Ledger::with_scheme(Arc::new(backing), around, Arc::new(self.keys));
        let app = App::of_parts(ledger, Arc::new(files), self.passwords.clone());
        let app = Arc::new(app);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()?;
        self.live = Some(Live {
            router: router(&app),
            app,
            runtime,
        });
        self.name_safe();
        Ok(())
    }

    /// The process ends; with the power, what wasn't durable goes too.
    pub(crate) fn stop(&mut self, power: bool) {
        self.live = None;
        if power {
            self.files.power_cut();
        }
    }

    /// The offices below a person's as the server sums them, if it runs.
    pub(crate) fn rollup(&mut self, person: PersonId) -> anyhow::Result<Option<Below>> {
        if self.live.is_none() {
            return Ok(None);
        }
        let desk = match self.desk.take() {
            Some(desk) => desk,
            None => {
                let around = Arc::new(Around(Arc::clone(&self.core)));
                let ledger = Ledger::with_scheme(self.raw.store(), around, Arc::new(self.keys));
                let files = Arc::clone(&self.files);
                App::of_parts(ledger, files, self.passwords.clone())
            }
        };
        let below = self.raw.block_on(rollup::below(&desk, person))?;
        self.desk = Some(desk);
        Ok(below)
    }

    pub(crate) fn epoch(&self) -> Epoch {
        self.raw.store().epoch()
    }

    /// The digest of a file's bytes as they lie on the disk, if it is whole.
    pub(crate) fn whole(&self, office: OfficeId, digest: &FileDigest) -> Option<FileDigest> {
        whole(&self.files, office, digest)
    }

    /// Takes a backup beside the running process, and says what is safe by it.
    pub(crate) fn back_up(&mut self) -> anyhow::Result<()> {
        let store = self.raw.store();
        let part = Part {
            digest: String::new(),
            size: 0,
        };
        let mut manifest = Manifest::new(self.core.now(), store.epoch(), part);
        manifest.streams = self.raw.block_on(store.streams())?;
        for file in self.raw.block_on(store.complete_files())? {
            let there = self.whole(file.office, &file.digest).as_ref() == Some(&file.digest);
            let files = match there {
                true => &mut manifest.files,
                false => &mut manifest.missing,
            };
            files.push(FilePart {
                office: file.office,
                digest: file.digest,
                size: file.size,
            });
        }
        let kept = crate::core::locked(&self.mirror).kept.clone();
        self.copies += 1;
        self.backups.push(Backup {
            store: self.raw.copy(self.copies)?,
            files: self.files.copy(),
            manifest,
            kept,
        });
        let surplus = self.backups.len().saturating_sub(KEEP_MIN);
        self.backups.drain(..surplus);
        self.name_safe();
        Ok(())
    }

    /// What the running process says of safety, by the server's own rule.
    fn name_safe(&self) {
        if let Some(live) = &self.live
            && self.has_place
        {
            let manifests = self.backups.iter().map(|backup| &backup.manifest);
            live.app.ledger().set_safe(SafeMarks {
                place: true,
                numbers: safe_in(manifests, self.epoch()),
            });
        }
    }

    /// Whether an op lies in these bytes in two backups: whichever is restored, it is there.
    pub(crate) fn is_kept_twice(&self, op: OpId, bytes: &str) -> bool {
        let holds = |backup: &Backup| {
            let logged = backup.kept.logged(op);
            logged.is_some_and(|logged| *logged.bytes == *bytes)
        };
        self.backups.len() == KEEP_MIN && self.backups.iter().all(holds)
    }

    /// Whether a file lies whole in two backups, and their databases say so.
    pub(crate) fn is_file_kept_twice(&self, file: &FileKey) -> bool {
        let holds = |backup: &Backup| {
            let state = backup.kept.files.get(&(file.office, file.digest.clone()));
            state == Some(&FileState::Complete)
                && whole(&backup.files, file.office, &file.digest).as_ref() == Some(&file.digest)
        };
        self.backups.len() == KEEP_MIN && self.backups.iter().all(holds)
    }

    /// Puts a backup in the place of what is there: the newest, or the one before; under a new epoch,
    /// or, copied back by hand, under the one that the backup had.
    pub(crate) fn restore(&mut self, before: bool, new_epoch: bool) -> anyhow::Result<()> {
        let Some(place) = self.backups.len().checked_sub(1 + usize::from(before)) else {
            return Ok(());
        };
        self.stop(false);
        let Some(backup) = self.backups.get(place) else {
            return Ok(());
        };
        let mut random = [0; 16];
        self.core.draw(|rng| rng.fill(&mut random));
        let epoch = new_epoch.then(|| Epoch::derived(&["pulih", &model::id::hex(&random)]));
        self.copies += 1;
        self.desk = None;
        self.raw = self.raw.replaced(&backup.store, epoch, self.copies)?;
        self.files = Arc::new(backup.files.copy());
        let mut mirror = crate::core::locked(&self.mirror);
        mirror.kept = backup.kept.clone();
        mirror.was_restored = true;
        // Who was revoked since, isn't now.
        mirror.doomed.clear();
        mirror.settled.clear();
        Ok(())
    }

    /// Everything that the store holds, as text: equal whatever the store is.
    pub(crate) fn dump(&self) -> anyhow::Result<String> {
        let store = self.raw.store();
        let mirror = crate::core::locked(&self.mirror);
        let mut text = format!("epoch {}\n", store.epoch());
        let all = Extent {
            cycles: None,
            after: 0,
            records_max: usize::MAX,
            bytes_max: usize::MAX,
        };
        for stream in mirror.kept.logs.keys() {
            for row in self.raw.block_on(store.log(*stream, 0, 1_000_000))? {
                text.push_str(&format!("{stream} {row:?}\n"));
            }
            for (number, json) in self.raw.block_on(store.page(*stream, &all))?.records {
                text.push_str(&format!("{stream} {number} {}\n", json.get()));
            }
        }
        for (office, digest) in mirror.kept.files.keys() {
            let file = self.raw.block_on(store.file(*office, digest))?;
            text.push_str(&format!("{office} {digest} {file:?}\n"));
        }
        let devices: std::collections::BTreeSet<_> = mirror.kept.held.values().collect();
        for device in devices {
            let held = self.raw.block_on(store.held(*device))?;
            text.push_str(&format!("{device} {held:?}\n"));
        }
        Ok(text)
    }

    /// How many backups there are.
    pub(crate) fn backups(&self) -> usize {
        self.backups.len()
    }
}

/// The digest of a file's bytes as they lie among these, if it is there.
fn whole(files: &MemoryFiles, office: OfficeId, digest: &FileDigest) -> Option<FileDigest> {
    let name = FileName {
        office,
        digest: digest.clone(),
    };
    let read = now(files.read(&name, 0, u64::MAX))?.ok()?;
    let bytes = now(read.collect::<Vec<_>>())?;
    let bytes: Vec<_> = bytes.into_iter().filter_map(Result::ok).collect();
    Some(FileDigest::of(&bytes.concat()))
}

/// A request as it arrives, perhaps broken off.
fn http(
    request: &Request,
    cookie: Option<&str>,
    cut: Option<usize>,
) -> Option<axum::http::Request<Body>> {
    let mut builder = axum::http::Request::builder()
        .method(request.method.name())
        .uri(&request.path)
        .header("host", "bukti.example");
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    if let Some(cookie) = cookie {
        builder = builder.header("cookie", format!("bukti_sesi={cookie}"));
    }
    let body = match cut {
        None => Body::from(request.body.clone()),
        Some(at) => {
            let begun = request.body.get(..at).unwrap_or_default().to_vec();
            let parts = [
                Ok(axum::body::Bytes::from(begun)),
                Err(std::io::Error::other("cut")),
            ];
            Body::from_stream(futures::stream::iter(parts))
        }
    };
    builder.body(body).ok()
}

/// Lets a router answer.
pub(crate) async fn answer(
    router: Router,
    request: Request,
    cookie: Option<String>,
    cut: Option<usize>,
) -> Option<Response> {
    let request = http(&request, cookie.as_deref(), cut)?;
    let response = router.oneshot(request).await.ok()?;
    let (parts, body) = response.into_parts();
    let body = body.collect().await.ok()?.to_bytes().to_vec();
    Some(Response::new(parts.status.as_u16(), body, |name| {
        Some(parts.headers.get(name)?.to_str().ok()?.to_owned())
    }))
}
