//! A data folder with two offices, their people and an open cycle; and phones that talk to it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use model::directory::Role;
use model::id::{CycleId, DeviceId, OfficeId, OpId, PersonId, RecordId, sha256_hex};
use model::instrument::Instrument;
use model::op::{Body as OpBody, Edit, Op, SealedOp, Stream, Target, VOCABULARY};
use model::schema::Kind;
use model::time::{Date, Millis, Zone};
use model::wire::{self, Outcome, ProblemCode, PushAnswer, PushHeader, WIRE_VERSION};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use server::clock::{Ambient as _, Random, Seeded};
use server::sistem::{NewCycle, NewOffice, NewPerson};
use server::{App, Config};
use tower::ServiceExt as _;

/// 24 November 2026, 13:00 in Jakarta.
pub const NOW: Millis = Millis(1_795_500_000_000);
/// Everybody's password.
pub const PASSWORD: &str = "kata sandi contoh";
const WORKSHEET: &str = include_str!("../../instruments/lke-zi-90-2021.json");

/// A server with people.
pub struct House {
    pub app: Arc<App>,
    pub router: Router,
    pub clock: Arc<Seeded>,
    pub folder: tempfile::TempDir,
    pub cycle: CycleId,
    /// Ids of the worksheet's items.
    pub items: Vec<String>,
}

/// Trenggalek, where the story plays.
pub fn office() -> OfficeId {
    OfficeId::derived(&["trenggalek"])
}

/// Another office, with people of its own.
pub fn foreign() -> OfficeId {
    OfficeId::derived(&["pacitan"])
}

/// The person who signs in with that name.
pub fn person(login: &str) -> PersonId {
    PersonId::derived(&[login])
}

/// An answer of the server.
pub struct Reply {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Reply {
    pub fn json<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{}: {e}: {}", self.status, self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn code(&self) -> ProblemCode {
        self.json::<wire::Problem>().code
    }

    /// The cookies that it sets, as a browser would send them back.
    pub fn cookies(&self) -> String {
        let set = self.headers.get_all("set-cookie").iter();
        let pairs = set.map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
        pairs.collect::<Vec<_>>().join("; ")
    }
}

impl House {
    /// A fresh one.
    pub async fn new() -> Self {
        Self::with(|_, _| Config::default()).await
    }

    /// A fresh one whose database isn't the others'.
    pub async fn another() -> Self {
        Self::seeded("rumah lain", |_, _| Config::default()).await
    }

    /// A fresh one, opened with what `config` adds.
    pub async fn with(config: impl FnOnce(&Path, &Path) -> Config) -> Self {
        Self::seeded("rumah", config).await
    }

    async fn seeded(seed: &str, config: impl FnOnce(&Path, &Path) -> Config) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let config = Config {
            data: data.clone(),
            ..config(folder.path(), &data)
        };
        let clock = Arc::new(Seeded::new(seed, NOW));
        let app = App::open_at(config, clock.clone()).await.unwrap();
        let cycle = CycleId::derived(&["2026"]);
        people(&app, cycle).await;
        let items = Instrument::parse(WORKSHEET).unwrap();
        Self {
            router: server::router(Arc::clone(&app)),
            app,
            clock,
            folder,
            cycle,
            items: items.items().map(|item| item.id.clone()).collect(),
        }
    }

    /// Where the database lies.
    pub fn database(&self) -> PathBuf {
        server::serve::database_of(&self.folder.path().join("data"))
    }

    /// One request.
    pub async fn ask(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Reply {
            status: parts.status,
            headers: parts.headers,
            body: body.collect().await.unwrap().to_bytes().to_vec(),
        }
    }

    /// A request with a body of JSON, as our own page sends it.
    pub async fn send(&self, method: Method, path: &str, cookie: &str, body: &Value) -> Reply {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", "application/json")
            .header("cookie", cookie)
            .body(Body::from(body.to_string()))
            .unwrap();
        self.ask(request).await
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Reply {
        let request = Request::get(path)
            .header("host", "localhost:8080")
            .header("cookie", cookie)
            .body(Body::empty())
            .unwrap();
        self.ask(request).await
    }

    /// Signs in; answers the cookie.
    pub async fn sign_in(&self, login: &str) -> String {
        let body = json!({ "login": login, "password": PASSWORD });
        let reply = self.send(Method::POST, "/api/v1/session", "", &body).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.cookies()
    }

    /// A phone on which that person has signed in.
    pub async fn phone(&self, login: &str) -> Phone {
        let cookie = self.sign_in(login).await;
        let name = format!("ponsel {login}");
        let phone = Phone {
            person: person(login),
            device: DeviceId::derived(&[&name]),
            key: key(&name),
            cookie,
        };
        let reply = self.register(&phone).await;
        assert_eq!(reply.status, StatusCode::NO_CONTENT, "{}", reply.text());
        phone
    }

    /// Registers a phone's key.
    pub async fn register(&self, phone: &Phone) -> Reply {
        let point = phone.key.verifying_key().to_encoded_point(false);
        let body = json!({
            "device": phone.device,
            "key": URL_SAFE_NO_PAD.encode(point.as_bytes()),
            "name": "Ponsel",
        });
        self.send(Method::POST, "/api/v1/device", &phone.cookie, &body)
            .await
    }

    /// Pushes ops by a clock that is right.
    pub async fn push(&self, phone: &Phone, ops: &[SealedOp]) -> Vec<Outcome> {
        let reply = self.push_raw(phone, &body_of(ops), self.clock.now()).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let answer: PushAnswer = reply.json();
        let answered: Vec<OpId> = answer.answers.iter().map(|answer| answer.id).collect();
        let sent: Vec<OpId> = ops.iter().map(|op| op.op().id).collect();
        assert_eq!(answered, sent);
        answer.answers.into_iter().map(|a| a.outcome).collect()
    }

    /// Pushes a body by a device whose clock reads `clock`.
    pub async fn push_raw(&self, phone: &Phone, body: &[u8], clock: Millis) -> Reply {
        let header = phone.header(body, clock);
        let signature = phone.sign(&header);
        self.push_signed(&header, &signature, body).await
    }

    /// Pushes what somebody signed.
    pub async fn push_signed(&self, header: &[u8], signature: &[u8], body: &[u8]) -> Reply {
        let request = Request::post("/api/v1/sync/push")
            .header("host", "localhost:8080")
            .header(wire::PUSH_HEADER, URL_SAFE_NO_PAD.encode(header))
            .header(wire::PUSH_SIGNATURE, URL_SAFE_NO_PAD.encode(signature))
            .body(Body::from(body.to_vec()))
            .unwrap();
        self.ask(request).await
    }

    /// Pulls with these cursors.
    pub async fn pull(&self, phone: &Phone, cursors: &Value) -> wire::PullAnswer {
        let reply = self
            .pull_raw(phone, &phone.person.to_string(), cursors)
            .await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json()
    }

    pub async fn pull_raw(&self, phone: &Phone, named: &str, cursors: &Value) -> Reply {
        let request = Request::post("/api/v1/sync/pull")
            .header("host", "localhost:8080")
            .header("sec-fetch-site", "same-origin")
            .header("cookie", &phone.cookie)
            .header(wire::PERSON_HEADER, named)
            .body(Body::from(json!({ "cursors": cursors }).to_string()))
            .unwrap();
        self.ask(request).await
    }

    /// The record as the server has it.
    pub async fn record(&self, id: RecordId) -> Option<model::record::Record> {
        let found = self.app.ledger().store().records(&[id]).await.unwrap();
        found.into_iter().next()
    }

    /// The record that stands under that number.
    pub async fn record_of(&self, stream: Stream, number: u64) -> RecordId {
        let numbers = self
            .app
            .ledger()
            .store()
            .numbers(stream, None)
            .await
            .unwrap();
        let found = numbers.into_iter().find(|(_, n)| *n == number);
        found.unwrap().0
    }

    /// An op of that phone, stated now.
    pub fn op(&self, phone: &Phone, stream: Stream, record: Target, edits: Vec<Edit>) -> Op {
        let now = self.clock.now();
        Op {
            v: VOCABULARY,
            id: OpId::new(now, &mut Random(&*self.clock)),
            actor: phone.person,
            device: phone.device,
            at: now,
            stream,
            cycle: Some(self.cycle),
            record,
            body: OpBody::Write { edits },
            on_behalf: None,
            salt: "garam".to_owned(),
        }
    }

    /// A comment: the op that most may make.
    pub fn comment(&self, phone: &Phone, words: &str) -> Op {
        let id = RecordId::new(self.clock.now(), &mut Random(&*self.clock));
        let kind = Kind::Komentar;
        let edits = vec![
            set("butir", json!(self.items[0])),
            set("teks", json!(words)),
        ];
        self.op(phone, Stream::work(office()), Target { kind, id }, edits)
    }

    /// A piece of evidence with one file.
    pub fn evidence(&self, phone: &Phone, bytes: &[u8], media: &str, name: &str) -> Op {
        let id = RecordId::new(self.clock.now(), &mut Random(&*self.clock));
        let kind = Kind::Bukti;
        let page = json!({
            "digest": sha256_hex(bytes), "size": bytes.len(), "type": media, "name": name,
            "order": "a",
        });
        let edits = vec![
            set("judul", json!(name)),
            add("butir", json!(self.items[0])),
            add("halaman", page),
        ];
        self.op(phone, Stream::work(office()), Target { kind, id }, edits)
    }
}

/// A register gets a value.
pub fn set(field: &str, value: Value) -> Edit {
    Edit::Set {
        field: field.to_owned(),
        value,
        base: Vec::new(),
    }
}

/// A set gains a value.
pub fn add(field: &str, value: Value) -> Edit {
    let field = field.to_owned();
    Edit::Add { field, value }
}

/// The op in its exact bytes.
pub fn sealed(op: Op) -> SealedOp {
    SealedOp::seal(op).unwrap()
}

/// A push's body.
pub fn body_of(ops: &[SealedOp]) -> Vec<u8> {
    // Not by way of a value: the ops travel in their exact bytes.
    let ops = ops.iter().map(|op| op.raw().to_owned()).collect();
    serde_json::to_vec(&wire::PushBody { ops }).unwrap()
}

/// A phone with a key.
pub struct Phone {
    pub person: PersonId,
    pub device: DeviceId,
    pub key: SigningKey,
    pub cookie: String,
}

/// A key that follows from a name.
pub fn key(name: &str) -> SigningKey {
    use sha2::Digest as _;
    SigningKey::from_slice(&sha2::Sha256::digest(name.as_bytes())).unwrap()
}

impl Phone {
    pub fn header(&self, body: &[u8], clock: Millis) -> Vec<u8> {
        let header = PushHeader {
            purpose: "push".to_owned(),
            format: WIRE_VERSION,
            person: self.person,
            device: self.device,
            clock,
            body: sha256_hex(body),
            report: None,
        };
        serde_json::to_vec(&header).unwrap()
    }

    pub fn sign(&self, header: &[u8]) -> Vec<u8> {
        let signature: Signature = self.key.sign(header);
        signature.to_bytes().to_vec()
    }
}

/// Offices, people, roles, the cycle.
async fn people(app: &App, cycle: CycleId) {
    let ledger = app.ledger();
    let above = OfficeId::derived(&["jatim"]);
    for (id, name, parent) in [
        (above, "KPU Provinsi Jawa Timur", None),
        (office(), "KPU Kabupaten Trenggalek", Some(above)),
        (foreign(), "KPU Kabupaten Pacitan", None),
    ] {
        let (zone, sort) = (Zone::Wib, "kabupaten".to_owned());
        let name = name.to_owned();
        let new = NewOffice {
            id,
            name,
            parent,
            zone,
            sort,
        };
        ledger.put_office(&new).await.unwrap();
    }
    let instrument = ledger.put_instrument(WORKSHEET).await.unwrap();
    for (login, at, role) in [
        ("siti", office(), Role::Anggota),
        ("agus", office(), Role::Ketua),
        ("pantau", office(), Role::Pemantau),
        ("dewi", office(), Role::Pengarah),
        ("budi", foreign(), Role::Ketua),
        ("ani", above, Role::Admin),
    ] {
        let id = person(login);
        let new = NewPerson {
            id,
            name: login.to_owned(),
            login: login.to_owned(),
            post: String::new(),
            office: at,
        };
        ledger.put_person(&new).await.unwrap();
        ledger.grant(id, role, at, None).await.unwrap();
    }
    // Hashing takes its time: once, for all.
    app.door()
        .set_password(person("siti"), PASSWORD, false)
        .await
        .unwrap();
    let store = ledger.store();
    let hash = store.credential(person("siti")).await.unwrap().unwrap();
    for login in ["agus", "pantau", "dewi", "budi", "ani"] {
        let person = person(login);
        let same = server::store::accounts::Credential {
            person,
            ..hash.clone()
        };
        store.set_credential(&same, None).await.unwrap();
    }
    for (id, at) in [
        (cycle, office()),
        (CycleId::derived(&["2026 pacitan"]), foreign()),
    ] {
        let new = NewCycle {
            id,
            office: at,
            name: "2026".to_owned(),
            year: 2026,
            instrument: instrument.clone(),
            opens: Date::new(2026, 1, 1).ok(),
            // Some tests run another process, with the machine's clock: it is open for long.
            closes: Date::new(2099, 12, 31).ok(),
            target: Some("80".to_owned()),
        };
        ledger.put_cycle(&new, true).await.unwrap();
    }
}
