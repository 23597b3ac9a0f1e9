//! A toy server: ops in, records out, files by tus. It has no rules but those that a test gives it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::RawValue;

use crate::follow::Untaken;
use crate::id::{Epoch, FileDigest, OfficeId, OpId, PersonId, RecordId, sha256_hex};
use crate::merge::{self, Stamp};
use crate::op::{Body, Edit, Op, SealedOp, Stream, Target, VOCABULARY};
use crate::record::Record;
use crate::reject::{Rejection, Waiting};
use crate::schema::{Kind, Page as FilePage};
use crate::sync::platform::{Method, Request, Response};
use crate::time::Millis;
use crate::wire::{
    Cursor, DeviceReport, Link, OpAnswer, Outcome, Page, Problem, ProblemCode, PullAnswer,
    PullBody, PushAnswer, PushBody, PushHeader, ReconcileAnswer, ReconcileAsk, ReconcileBody,
    Reconciled, Safety, StreamNumber, UploadAddress,
};

/// How many records a page holds: few, so that tests turn pages.
const PAGE: usize = 3;

/// Decides over an op before it is taken.
pub(super) type Ruler = Box<dyn Fn(&Op) -> Option<Outcome>>;

pub(super) struct Upload {
    pub(super) office: OfficeId,
    pub(super) digest: FileDigest,
    pub(super) size: u64,
    pub(super) bytes: Vec<u8>,
}

pub(super) struct Server {
    pub(super) epoch: Epoch,
    pub(super) session: Option<PersonId>,
    pub(super) streams: BTreeSet<Stream>,
    pub(super) numbers: BTreeMap<Stream, u64>,
    /// Every op, with the number that it got; in order of arrival.
    pub(super) log: Vec<(OpId, String, u64)>,
    pub(super) records: BTreeMap<RecordId, Record>,
    pub(super) ruler: Ruler,
    pub(super) uploads: BTreeMap<String, Upload>,
    pub(super) complete: BTreeMap<(OfficeId, FileDigest), Vec<u8>>,
    /// Pushes whose body holds one of these texts fail whole.
    pub(super) poison: Option<(String, u16)>,
    pub(super) pushes: Vec<usize>,
    pub(super) seen: BTreeSet<OpId>,
    pub(super) instruments: BTreeMap<String, String>,
    pub(super) signature_ok: bool,
    pub(super) file_refusal: Option<u16>,
    /// Records of cycles that the phones don't hold: no pull brings them.
    pub(super) elsewhere: BTreeSet<RecordId>,
    /// The next pull takes no cursor.
    pub(super) forget_cursors: bool,
    /// What is safe: whether there is a place for backups, and the last safe number of each stream.
    pub(super) safe: Option<(bool, BTreeMap<Stream, u64>)>,
    /// Whether it knows of comparisons; then the links that it shows of its chain.
    pub(super) links: Option<BTreeMap<u64, String>>,
    pub(super) reports: Vec<Option<DeviceReport>>,
    addresses: u64,
}

impl Server {
    pub(super) fn new(person: PersonId, streams: &[Stream]) -> Self {
        Self {
            epoch: Epoch::derived(&["epoch", "1"]),
            session: Some(person),
            streams: streams.iter().copied().collect(),
            numbers: BTreeMap::new(),
            log: Vec::new(),
            records: BTreeMap::new(),
            ruler: Box::new(|_| None),
            uploads: BTreeMap::new(),
            complete: BTreeMap::new(),
            elsewhere: BTreeSet::new(),
            poison: None,
            pushes: Vec::new(),
            seen: BTreeSet::new(),
            instruments: BTreeMap::new(),
            signature_ok: true,
            file_refusal: None,
            forget_cursors: false,
            safe: None,
            links: None,
            reports: Vec::new(),
            addresses: 0,
        }
    }

    pub(super) fn answer(&mut self, request: &Request, now: Millis) -> Response {
        let path = request.path.as_str();
        match (request.method, path) {
            (Method::Post, "/api/v1/sync/push") => self.push(request, now),
            (Method::Post, "/api/v1/sync/pull") => self.pull(request, now),
            (Method::Post, "/api/v1/sync/reconcile") => self.reconcile(request),
            (Method::Get, path) => {
                let digest = path.trim_start_matches("/api/v1/instruments/");
                match self.instruments.get(digest) {
                    Some(text) => plain(200, text.clone().into_bytes()),
                    None => problem(404, ProblemCode::NotFound),
                }
            }
            (Method::Head | Method::Patch, path) => self.upload(path.to_owned(), request, now),
            _ => problem(404, ProblemCode::NotFound),
        }
    }

    fn push(&mut self, request: &Request, now: Millis) -> Response {
        assert!(!request.credentials, "pushes go without cookies");
        let header = request.headers.iter();
        let header = header
            .clone()
            .find(|(name, _)| name == crate::wire::PUSH_HEADER);
        let header = base64(&header.unwrap().1);
        let header: PushHeader = serde_json::from_slice(&header).unwrap();
        assert_eq!(header.body, sha256_hex(&request.body));
        if !self.signature_ok {
            return problem(401, ProblemCode::BadSignature);
        }
        let text = std::str::from_utf8(&request.body).unwrap();
        let body: PushBody = serde_json::from_str(text).unwrap();
        self.pushes.push(body.ops.len());
        if let Some((poison, status)) = &self.poison
            && text.contains(poison)
        {
            let code = match status {
                413 => ProblemCode::TooLarge,
                _ => ProblemCode::BadRequest,
            };
            return problem(*status, code);
        }
        let offset_ms = now.0 - header.clock.0;
        let mut untaken = Untaken::default();
        let answers = body
            .ops
            .iter()
            .map(|raw| {
                let sealed = SealedOp::decode(raw).unwrap();
                let op = sealed.op();
                let makes = !self.records.contains_key(&op.record.id);
                let known = self.log.iter().any(|(id, _, _)| *id == op.id);
                let outcome = match untaken.keeps(op).filter(|_| !known) {
                    Some(waiting) => Outcome::Waits { waiting },
                    None => self.take(&sealed, offset_ms, now),
                };
                match &outcome {
                    Outcome::Accepted { .. } => {}
                    Outcome::Rejected { .. } => untaken.add(op, makes, Waiting::Follows),
                    Outcome::Waits { waiting } => untaken.add(op, makes, *waiting),
                }
                OpAnswer { id: op.id, outcome }
            })
            .collect();
        let epoch = self.epoch;
        json(&PushAnswer {
            epoch,
            now,
            answers,
            safe: None,
            receipt: None,
        })
    }

    pub(super) fn take(&mut self, sealed: &SealedOp, offset_ms: i64, now: Millis) -> Outcome {
        let op = sealed.op();
        self.seen.insert(op.id);
        if let Some((_, raw, number)) = self.log.iter().find(|(id, _, _)| *id == op.id) {
            if raw != sealed.raw().get() {
                let rejection = Rejection::SameIdOtherBytes;
                return Outcome::Rejected { rejection };
            }
            let number = *number;
            let uploads = self.missing(op);
            return Outcome::Accepted { number, uploads };
        }
        if let Some(outcome) = (self.ruler)(op) {
            return outcome;
        }
        let number = self.enter(op, merge::effective(op.at, offset_ms, now));
        self.log
            .push((op.id, sealed.raw().get().to_owned(), number));
        let uploads = self.missing(op);
        Outcome::Accepted { number, uploads }
    }

    fn enter(&mut self, op: &Op, effective: Millis) -> u64 {
        let number = self.numbers.entry(op.stream).or_default();
        *number += 1;
        let number = *number;
        let record = self.records.entry(op.record.id).or_insert_with(|| {
            Record::new(op.record.kind.clone(), op.record.id, op.stream, op.cycle)
        });
        merge::apply(record, op, Stamp { number, effective });
        number
    }

    /// Addresses for the files that an op names and that aren't complete.
    fn missing(&mut self, op: &Op) -> Vec<UploadAddress> {
        let Body::Write { edits } = &op.body else {
            return Vec::new();
        };
        let mut uploads = Vec::new();
        for edit in edits {
            let Edit::Add { field, value } = edit else {
                continue;
            };
            if field != "halaman" {
                continue;
            }
            let page: FilePage = serde_json::from_value(value.clone()).unwrap();
            let office = op.stream.office;
            let key = (office, page.digest.clone());
            let told = RecordId::file(office, &page.digest);
            if self.complete.contains_key(&key) || self.records.contains_key(&told) {
                continue;
            }
            let known = self
                .uploads
                .iter()
                .find(|(_, u)| u.office == office && u.digest == page.digest);
            let address = known
                .map(|(address, _)| address.clone())
                .unwrap_or_else(|| {
                    self.addresses += 1;
                    format!("/api/v1/blobs/upload/{}", self.addresses)
                });
            let digest = page.digest.clone();
            self.uploads.entry(address.clone()).or_insert(Upload {
                office,
                digest: page.digest,
                size: page.size,
                bytes: Vec::new(),
            });
            uploads.push(UploadAddress { digest, address });
        }
        uploads
    }

    fn upload(&mut self, path: String, request: &Request, now: Millis) -> Response {
        let mut response = self.upload_answer(path, request, now);
        let tus = ("tus-resumable".to_owned(), "1.0.0".to_owned());
        response.headers.push(tus);
        if request.method == Method::Head {
            response.body.clear();
        }
        response
    }

    fn upload_answer(&mut self, path: String, request: &Request, now: Millis) -> Response {
        assert!(!request.credentials, "uploads go without cookies");
        let Some(upload) = self.uploads.get_mut(&path) else {
            return problem(404, ProblemCode::NotFound);
        };
        if request.method == Method::Patch {
            let offset: usize = header(request, "upload-offset").parse().unwrap();
            if offset != upload.bytes.len() {
                return problem(409, ProblemCode::WrongOffset);
            }
            upload.bytes.extend_from_slice(&request.body);
        }
        let offset = upload.bytes.len();
        if offset as u64 == upload.size {
            if FileDigest::of(&upload.bytes) != upload.digest {
                upload.bytes.clear();
                return problem(460, ProblemCode::WrongDigest);
            }
            let (office, digest) = (upload.office, upload.digest.clone());
            if let Some(status) = self.file_refusal {
                if request.method == Method::Head {
                    return problem(status, ProblemCode::Refused);
                }
                self.tell(office, &digest, "ditolak", now);
                return problem(status, ProblemCode::Refused);
            }
            let bytes = upload.bytes.clone();
            if self
                .complete
                .insert((office, digest.clone()), bytes)
                .is_none()
            {
                self.tell(office, &digest, "lengkap", now);
            }
        }
        let mut response = plain(204, Vec::new());
        response
            .headers
            .push(("upload-offset".to_owned(), offset.to_string()));
        response
    }

    /// `sistem` says what became of a file.
    pub(super) fn tell(&mut self, office: OfficeId, digest: &FileDigest, state: &str, now: Millis) {
        let set = |field: &str, value: &str| Edit::Set {
            field: field.to_owned(),
            value: value.into(),
            base: Vec::new(),
        };
        let id = RecordId::file(office, digest);
        self.enter(
            &Op {
                v: VOCABULARY,
                id: OpId(id.0),
                actor: PersonId::SISTEM,
                device: crate::id::DeviceId(uuid::Uuid::nil()),
                at: now,
                stream: Stream::work(office),
                cycle: None,
                record: Target {
                    kind: Kind::Berkas,
                    id,
                },
                body: Body::Write {
                    edits: vec![
                        set("digest", digest.as_str()),
                        set("keadaan", state),
                        set("alasan", "html"),
                    ],
                },
                on_behalf: None,
                salt: String::new(),
            },
            now,
        );
    }

    fn pull(&mut self, request: &Request, now: Millis) -> Response {
        assert!(request.credentials, "reading needs the session");
        let Some(person) = self.session else {
            return problem(401, ProblemCode::SignedOut);
        };
        if header(request, crate::wire::PERSON_HEADER) != person.to_string() {
            return problem(409, ProblemCode::OtherPerson);
        }
        let body: PullBody = serde_json::from_slice(&request.body).unwrap();
        self.reports.push(body.report);
        let mut pages = Vec::new();
        let forget = std::mem::take(&mut self.forget_cursors);
        for stream in &self.streams {
            let cursor = body.cursors.iter().find(|c| c.stream == *stream);
            let known = cursor.and_then(|c| c.cursor.0.split_once('/'));
            let head = self.numbers.get(stream).copied().unwrap_or(0);
            let epoch = self.epoch.to_string();
            let after = known.map(|(e, n)| (e == epoch, n.parse::<u64>().unwrap()));
            let usable = after.filter(|(same, n)| *same && *n <= head && !forget);
            let after = usable.map_or(0, |(_, n)| n);
            let mut newer: Vec<&Record> = self
                .records
                .values()
                .filter(|r| r.stream == *stream && r.number > after)
                .filter(|r| !self.elsewhere.contains(&r.id))
                .collect();
            newer.sort_by_key(|record| record.number);
            let more = newer.len() > PAGE;
            newer.truncate(PAGE);
            let anew = cursor.is_some() && usable.is_none();
            if newer.is_empty() && usable.is_some() {
                continue;
            }
            let last = newer.last().map_or(0, |record| record.number);
            pages.push(Page {
                stream: *stream,
                records: newer
                    .iter()
                    .map(|record| {
                        RawValue::from_string(serde_json::to_string(record).unwrap()).unwrap()
                    })
                    .collect(),
                cursor: Cursor(format!("{epoch}/{last}")),
                more,
                anew,
            });
        }
        json(&PullAnswer {
            epoch: self.epoch,
            now,
            person,
            streams: self.streams.iter().copied().collect(),
            pages,
            instruments: self.instruments.keys().cloned().collect(),
            safe: self.safety(&body.safe_of),
        })
    }
}

impl Server {
    fn safety(&self, asked: &[Stream]) -> Option<Safety> {
        let (place, numbers) = self.safe.as_ref()?;
        let number = |stream: &Stream| {
            let (stream, number) = (*stream, *numbers.get(stream)?);
            Some(StreamNumber { stream, number })
        };
        Some(Safety {
            place: *place,
            streams: asked.iter().filter_map(number).collect(),
        })
    }

    fn reconcile(&self, request: &Request) -> Response {
        let Some(links) = &self.links else {
            return problem(404, ProblemCode::NotFound);
        };
        let body: ReconcileBody = serde_json::from_slice(&request.body).unwrap();
        let link = |number: u64| {
            let chain = links.get(&number).cloned();
            let chain = chain.unwrap_or_else(|| format!("link {number}"));
            Link { number, chain }
        };
        let stream = |ask: &ReconcileAsk| {
            let (_, upto) = ask.cursor.0.split_once('/').unwrap();
            let records = self.records.values().filter(|r| r.stream == ask.stream);
            Reconciled {
                stream: ask.stream,
                upto: upto.parse().unwrap(),
                cycles: None,
                records: records.map(|record| (record.id, record.number)).collect(),
                head: link(self.numbers.get(&ask.stream).copied().unwrap_or(0)),
                known: ask.known.map(link),
            }
        };
        json(&ReconcileAnswer {
            epoch: self.epoch,
            person: self.session.unwrap(),
            streams: body.streams.iter().map(stream).collect(),
        })
    }
}

fn header<'a>(request: &'a Request, name: &str) -> &'a str {
    let found = request.headers.iter().find(|(known, _)| known == name);
    &found.unwrap().1
}

fn base64(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .unwrap()
}

fn plain(status: u16, body: Vec<u8>) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body,
    }
}

fn json<T: serde::Serialize>(value: &T) -> Response {
    plain(200, serde_json::to_vec(value).unwrap())
}

/// A problem of an upload.
pub(super) fn tus_problem(status: u16, code: ProblemCode) -> Response {
    let mut response = problem(status, code);
    let tus = ("tus-resumable".to_owned(), "1.0.0".to_owned());
    response.headers.push(tus);
    response
}

pub(super) fn problem(status: u16, code: ProblemCode) -> Response {
    let problem = Problem {
        code,
        message: String::new(),
        retry_after_s: None,
    };
    plain(status, serde_json::to_vec(&problem).unwrap())
}
