//! The server speaking for itself, as the actor `sistem`: whatever changes a record is an op with a
//! number, also what the command line, an admin page or a completed upload changes.

mod answers;
mod cycles;
mod history;
mod instruments;
mod kinds;
mod moving;
mod workbook;

use model::directory::Role;
use model::id::{CycleId, DeviceId, FileDigest, OfficeId, OpId, PersonId, RecordId};
use model::op::{Body, Draft, Edit, OnBehalf, Op, SealedOp, Stream, Target, VOCABULARY};
use model::reject::Rejection;
use model::schema::{FieldKind, Kind};
use model::time::{Millis, Zone};
use model::wire::Outcome;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::clock::{Random, random_text};
use crate::live::Nudge;
use crate::store::StoreError;
use crate::store::uploads::FileState;
use crate::sync::{Arrival, LOGIN_FIELD, Ledger, LedgerError};

pub use answers::{Taken, Undoing};
pub use cycles::NewCycle;
pub(crate) use history::fields_of_past;
pub use instruments::{After, Catalogued, Kept, says_the_same};
pub use kinds::{CycleChange, Rekinding};
pub use moving::{Moved, Moving};

/// Random bytes of an op's salt.
const SALT_BYTES: usize = 12;

/// Why the server couldn't say something.
#[derive(Debug, thiserror::Error)]
pub enum SistemError {
    /// The model's rules refuse it.
    #[error("refused: {0}")]
    Refused(#[from] Rejection),
    /// It waits, which only happens to kinds that this build doesn't know.
    #[error("this build doesn't know such a record")]
    Unknown,
    /// What it should be about isn't there.
    #[error("there is no {kind} {id}")]
    Missing {
        /// What was looked for.
        kind: &'static str,
        /// Under which name.
        id: String,
    },
    /// The name to sign in with is another person's.
    #[error("{0:?} is already the sign-in name of another person: choose another")]
    LoginTaken(String),
    /// Another version of a worksheet was kept meanwhile.
    #[error("somebody has kept another version of {0:?} meanwhile: look at it first")]
    Overtaken(String),
    /// An index of a past year can't be so.
    #[error(transparent)]
    Past(#[from] model::view::BadPast),
    /// An office can't be of such a kind.
    #[error(transparent)]
    Kind(#[from] model::instrument::BadKind),
    /// Only a running cycle is moved.
    #[error("{0:?} is closed: a closed cycle stays under its worksheet")]
    Closed(String),
    /// A cycle is moved only to a worksheet that never changes again.
    #[error("{0:?} is a draft still: publish it first")]
    Draft(String),
    /// The op can't be written.
    #[error(transparent)]
    Op(#[from] model::op::OpError),
    /// A workbook can't be written.
    #[error(transparent)]
    Export(#[from] crate::lembar::export::ExportError),
    /// Its writing stopped on the way: a fault of this build.
    #[error("the workbook wasn't written to its end")]
    Halted,
    /// The ledger failed.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

impl From<StoreError> for SistemError {
    fn from(error: StoreError) -> Self {
        Self::Ledger(error.into())
    }
}

/// A new office.
#[derive(Clone, Debug)]
pub struct NewOffice {
    /// Its name in records.
    pub id: OfficeId,
    /// What people call it.
    pub name: String,
    /// The office above it.
    pub parent: Option<OfficeId>,
    /// Its time zone.
    pub zone: Zone,
    /// What kind of office it is, in the field's words.
    pub sort: String,
}

/// A new person.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Their name in ops and records.
    pub id: PersonId,
    /// What people call them.
    pub name: String,
    /// The name they sign in with.
    pub login: String,
    /// Their post.
    pub post: String,
    /// The office on whose board they stand.
    pub office: OfficeId,
}

impl Ledger {
    /// Sets registers of a record, each naming the writes that stand there now; those that have the
    /// value already are left alone.
    ///
    /// # Errors
    /// [`SistemError`]; then nothing was changed.
    pub async fn state(
        &self,
        stream: Stream,
        cycle: Option<CycleId>,
        record: Target,
        fields: &[(&str, Value)],
    ) -> Result<(), SistemError> {
        let present = self.store().records(&[record.id]).await?.pop();
        let mut edits = Vec::new();
        for (field, value) in fields {
            let shown = present.as_ref().and_then(|present| present.value(field));
            if shown.unwrap_or(&Value::Null) == value {
                continue;
            }
            edits.push(edit(&record.kind, field, value.clone(), present.as_ref()));
        }
        if edits.is_empty() {
            return Ok(());
        }
        self.speak(stream, cycle, record, Body::Write { edits })
            .await
    }

    /// States one op as `sistem`.
    async fn speak(
        &self,
        stream: Stream,
        cycle: Option<CycleId>,
        record: Target,
        body: Body,
    ) -> Result<(), SistemError> {
        let now = self.ambient().now();
        let draft = Draft {
            record,
            stream,
            cycle,
            body,
        };
        let sealed = self.seal(&draft, None, now)?;
        let arrival = Arrival::at(now);
        match self.accept(&[sealed], arrival).await?.pop() {
            Some(Outcome::Accepted { .. }) => Ok(()),
            Some(Outcome::Rejected { rejection }) => Err(rejection.into()),
            Some(Outcome::Waits { .. }) | None => Err(SistemError::Unknown),
        }
    }

    /// An op of the server's own, perhaps on a person's behalf.
    fn seal(
        &self,
        draft: &Draft,
        on_behalf: Option<OnBehalf>,
        now: Millis,
    ) -> Result<SealedOp, SistemError> {
        let op = Op {
            v: VOCABULARY,
            id: OpId::new(now, &mut Random(self.ambient())),
            actor: PersonId::SISTEM,
            device: DeviceId(Uuid::nil()),
            at: now,
            stream: draft.stream,
            cycle: draft.cycle,
            record: draft.record.clone(),
            body: draft.body.clone(),
            on_behalf,
            salt: random_text(self.ambient(), SALT_BYTES),
        };
        Ok(SealedOp::seal(op)?)
    }

    /// Makes an office, or changes the one of that name.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn put_office(&self, office: &NewOffice) -> Result<(), SistemError> {
        if let Some(parent) = office.parent {
            self.office(parent).await?;
        }
        let parent = office.parent.map(|parent| parent.to_string());
        let fields = [
            ("nama", json!(office.name)),
            ("induk", json!(parent)),
            ("zona", json!(office.zone)),
            ("jenis", json!(office.sort)),
        ];
        let record = target(Kind::Kantor, office.id);
        self.state(Stream::board(office.id), None, record, &fields)
            .await
    }

    /// Makes a person, or changes the one of that name. They can sign in once they have a password.
    ///
    /// # Errors
    /// [`SistemError::LoginTaken`], or another [`SistemError`].
    pub async fn put_person(&self, person: &NewPerson) -> Result<(), SistemError> {
        self.office(person.office).await?;
        let directory = self.directory().await?;
        let login = person.login.trim().to_lowercase();
        let holder = directory.person_by_login(&login);
        if holder.is_some_and(|holder| holder.id != person.id) {
            return Err(SistemError::LoginTaken(login));
        }
        let fields = [
            ("nama", json!(person.name)),
            (LOGIN_FIELD, json!(login)),
            ("jabatan", json!(person.post)),
        ];
        let record = target(Kind::Orang, person.id);
        let stated = self
            .state(Stream::board(person.office), None, record, &fields)
            .await;
        match stated {
            // Somebody else was given the name since it was looked up.
            Err(SistemError::Refused(Rejection::BadValue { field })) if field == LOGIN_FIELD => {
                Err(SistemError::LoginTaken(login))
            }
            other => other,
        }
    }

    /// Gives a person a role for an office, perhaps for one area only. Given twice, it is one grant.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn grant(
        &self,
        person: PersonId,
        role: Role,
        office: OfficeId,
        area: Option<&str>,
    ) -> Result<RecordId, SistemError> {
        self.office(office).await?;
        self.person(person).await?;
        let id = RecordId::derived(&[
            "peran",
            &person.to_string(),
            role.name(),
            &office.to_string(),
            area.unwrap_or_default(),
        ]);
        let stream = Stream::board(office);
        let record = target(Kind::Peran, id);
        let present = self.store().records(&[id]).await?.pop();
        if let Some(present) = present.filter(model::record::Record::is_gone) {
            let names = present.standing_deletions().map(|d| d.op).collect();
            self.speak(stream, None, record, Body::Restore { names })
                .await?;
            return Ok(id);
        }
        let fields = [
            ("orang", json!(person)),
            ("peran", json!(role.name())),
            ("area", json!(area)),
        ];
        self.state(stream, None, record, &fields).await?;
        Ok(id)
    }

    /// Takes a role back.
    ///
    /// # Errors
    /// [`SistemError::Missing`] if there is no such grant, or another [`SistemError`].
    pub async fn withdraw(&self, grant: RecordId) -> Result<(), SistemError> {
        let present = self.store().records(&[grant]).await?.pop();
        let present = present
            .filter(|record| record.kind == Kind::Peran && !record.is_gone())
            .ok_or_else(|| SistemError::Missing {
                kind: "grant",
                id: grant.to_string(),
            })?;
        let names = present.writes().into_iter().collect();
        let record = target(Kind::Peran, grant);
        self.speak(present.stream, None, record, Body::Delete { names })
            .await
    }

    /// Registers the public half of a device's key for its person.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn put_device(
        &self,
        device: DeviceId,
        person: PersonId,
        key: &str,
        name: &str,
    ) -> Result<(), SistemError> {
        let office = self.person(person).await?;
        let fields = [
            ("orang", json!(person)),
            ("kunci", json!(key)),
            ("nama", json!(name)),
        ];
        let record = target(Kind::Perangkat, device);
        self.state(Stream::board(office), None, record, &fields)
            .await
    }

    /// Revokes a device: its sessions hold no more, and what it still pushes is held. Or takes that back.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn set_revoked(&self, device: DeviceId, revoked: bool) -> Result<(), SistemError> {
        let known = self.directory().await?.device(device).cloned();
        let known = known.ok_or_else(|| SistemError::Missing {
            kind: "device",
            id: device.to_string(),
        })?;
        let office = self.person(known.person).await?;
        let record = target(Kind::Perangkat, device);
        let fields = [("dicabut", json!(revoked))];
        self.state(Stream::board(office), None, record, &fields)
            .await?;
        self.live().nudge(Nudge::Sessions(known.person));
        Ok(())
    }

    /// Admits what a revoked device pushed: its held ops are judged as if they came now. Answers them
    /// one by one; those that were refused are let go.
    ///
    /// # Errors
    /// [`SistemError`]; what was admitted before stays so.
    pub async fn admit(&self, device: DeviceId) -> Result<Vec<Outcome>, SistemError> {
        let now = self.ambient().now();
        let mut outcomes = Vec::new();
        for held in self.store().held(device).await? {
            let raw: Box<serde_json::value::RawValue> = serde_json::from_str(&held.bytes)
                .map_err(|e| StoreError::Damaged(format!("a held op: {e}")))?;
            let op = SealedOp::decode(&raw)?;
            let arrival = Arrival {
                now,
                offset_ms: held.offset_ms,
                admitted: true,
            };
            outcomes.extend(self.accept(&[op], arrival).await?);
            self.store().release(&[held.id]).await?;
        }
        Ok(outcomes)
    }

    /// Says what became of a file: complete, or refused with a reason. It stands in the work stream,
    /// beside the evidence that names it.
    ///
    /// # Errors
    /// [`SistemError`].
    pub async fn say_file(
        &self,
        office: OfficeId,
        digest: &FileDigest,
        size: u64,
        media: &str,
        state: &FileState,
    ) -> Result<(), SistemError> {
        let (word, reason) = match state {
            FileState::Waiting => return Ok(()),
            FileState::Complete => ("lengkap", None),
            FileState::Refused { reason } => ("ditolak", Some(reason)),
        };
        let fields = [
            ("digest", json!(digest)),
            ("keadaan", json!(word)),
            ("alasan", json!(reason)),
            ("tipe", json!(media)),
            ("ukuran", json!(size)),
        ];
        let record = target(Kind::Berkas, RecordId::file(office, digest));
        self.state(Stream::work(office), None, record, &fields)
            .await
    }

    /// That the office is there.
    async fn office(&self, id: OfficeId) -> Result<(), SistemError> {
        let directory = self.directory().await?;
        directory.office(id).map(|_| ()).ok_or_else(|| {
            let (kind, id) = ("office", id.to_string());
            SistemError::Missing { kind, id }
        })
    }

    /// That the person is there; the office on whose board they stand.
    async fn person(&self, id: PersonId) -> Result<OfficeId, SistemError> {
        let directory = self.directory().await?;
        directory.person(id).map(|p| p.office).ok_or_else(|| {
            let (kind, id) = ("person", id.to_string());
            SistemError::Missing { kind, id }
        })
    }
}

fn target(kind: Kind, id: impl Into<RecordId>) -> Target {
    Target {
        kind,
        id: id.into(),
    }
}

/// An edit of the right sort for the field.
fn edit(kind: &Kind, field: &str, value: Value, present: Option<&model::record::Record>) -> Edit {
    let field_kind = kind.field(field).map(|spec| spec.kind);
    let field = field.to_owned();
    match field_kind {
        Some(FieldKind::Set { .. }) => Edit::Add { field, value },
        Some(FieldKind::Log) => Edit::Log { field, value },
        _ => Edit::Set {
            base: present
                .map(|present| present.base(&field))
                .unwrap_or_default(),
            field,
            value,
        },
    }
}
