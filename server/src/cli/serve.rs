//! `bukti serve`: opens the data folder, says where it answers and what is amiss, and answers.

use std::io::IsTerminal as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use model::directory::{Directory, Person, Role};
use model::id::sha256_hex;
use model::time::Millis;
use tracing_subscriber::EnvFilter;

use super::args::Serve;
use super::failure::Failure;
use super::say::say;
use crate::backup::BackupError;
use crate::clock::random_text;
use crate::demo;
use crate::serve::{App, Config, asked_to_stop, listen, serve};

/// How long the link that makes the first admin is open; a new start gives a new one.
const LINK_LIFE_MS: i64 = Millis::DAY;

/// Serves until it is told to stop.
///
/// # Errors
/// [`Failure`].
pub async fn run(options: Serve) -> Result<(), Failure> {
    start_log(options.json_log);
    let config = Config {
        data: options.data.data.clone(),
        site: site(options.site.clone()),
        public_url: options.public_url.clone(),
        tls: options.tls_cert.clone().zip(options.tls_key.clone()),
        worker_off: options.worker_off,
        backup_to: options.backup_to.clone(),
        backup_keep: options.backup_keep,
        ..Config::default()
    };
    if let Some(place) = &config.backup_to {
        outside(place, &config.data)?;
    }
    let has_site = config.site.is_some();
    // Address and certificate first: where one can't be used, no data folder is made and no link printed.
    let listening = listen(options.addr, config.tls.as_ref()).await?;
    let app = App::open(config).await?;
    let directory = app.ledger().directory().await?;
    let has_demo = demo::has_demo_people(&directory);
    if has_demo && !options.demo_public {
        refuse_others(&options)?;
    }
    let base = base(&options, listening.addr);
    say!("Bukti answers at {base} (stop with Ctrl-C).");
    if options.public_url.is_none() && listening.addr.ip().is_unspecified() {
        let port = listening.addr.port();
        say!("Other devices reach it by this computer's own address, port {port}.");
    }
    if !has_site {
        eprintln!(
            "There is no site: only the API answers. Name the built site's folder with --site, or \
             put it beside this program as `site`."
        );
    }
    warn_of_plain_http(&options);
    if has_demo {
        say!("{}", super::demo_people());
    }
    begin(&app, &directory, &base, &options.data.data).await?;
    serve(app, listening, asked_to_stop()).await?;
    say!("Bukti stopped.");
    Ok(())
}

/// Leads to the first admin. Where there are people already, the link would make an office beside theirs: who
/// has the data folder names one of them.
async fn begin(app: &App, directory: &Directory, base: &str, data: &Path) -> Result<(), Failure> {
    let ledger = app.ledger();
    if !ledger.store().has_people().await? {
        let key = random_text(ledger.ambient(), 24);
        let expires = ledger.ambient().now().plus(LINK_LIFE_MS);
        let hash = sha256_hex(key.as_bytes());
        ledger.store().put_link(&hash, expires).await?;
        say!(
            "Nobody is here yet. Open this link within a day to become the first admin; it works \
             once:\n\n  {base}/mulai?kunci={key}\n"
        );
    } else if let Some(cure) = no_admin(directory, data) {
        say!("{cure}");
    }
    Ok(())
}

/// What to do where people are, and none of them is an admin.
fn no_admin(directory: &Directory, data: &Path) -> Option<String> {
    let is_admin = |person: &Person| {
        let mut grants = directory.grants_of(person.id);
        grants.any(|grant| grant.role == Role::Admin)
    };
    if directory.people().any(is_admin) {
        return None;
    }
    // One of a topmost office's reaches all that lies below it.
    let is_top = |person: &&Person| directory.tops().any(|office| office.id == person.office);
    let mut people = directory.people();
    let someone = directory.people().find(is_top).or_else(|| people.next())?;
    Some(format!(
        "Nobody is an admin yet. Make one of the people here the admin of their office, also while \
         the server runs:\n\n  bukti role grant --data {} {} admin\n",
        data.display(),
        someone.login,
    ))
}

/// A place within the data folder would be lost with it.
fn outside(place: &Path, data: &Path) -> Result<(), BackupError> {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (place, data) = (whole(place), whole(data));
    if place.starts_with(&data) {
        return Err(BackupError::Within { path: place });
    }
    Ok(())
}

/// The site's folder: the one that was named, else `site` beside this program.
fn site(named: Option<PathBuf>) -> Option<PathBuf> {
    named.or_else(|| {
        let program = std::env::current_exe().ok()?;
        let beside = program.parent()?.join("site");
        beside.is_dir().then_some(beside)
    })
}

/// The demo's passwords are public: others mustn't reach it unasked.
fn refuse_others(options: &Serve) -> Result<(), Failure> {
    let public = options.public_url.as_deref();
    let by_proxy = public.filter(|url| !is_localhost(url));
    if let Some(url) = by_proxy {
        let place = url.to_owned();
        return Err(Failure::DemoPublic { place });
    }
    if !options.addr.ip().is_loopback() {
        let place = options.addr.to_string();
        return Err(Failure::DemoPublic { place });
    }
    Ok(())
}

fn is_localhost(url: &str) -> bool {
    let host = url.split_once("://").map_or(url, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".localhost")
}

/// What people type to get here.
fn base(options: &Serve, addr: SocketAddr) -> String {
    if let Some(url) = &options.public_url {
        return url.clone();
    }
    let scheme = if options.tls_cert.is_some() {
        "https"
    } else {
        "http"
    };
    // 0.0.0.0 is where it listens, and no address that anybody can type.
    if addr.ip().is_loopback() || addr.ip().is_unspecified() {
        format!("{scheme}://localhost:{}", addr.port())
    } else {
        format!("{scheme}://{addr}")
    }
}

fn warn_of_plain_http(options: &Serve) {
    let by_proxy = options.public_url.as_deref();
    let is_safe = options.tls_cert.is_some()
        || by_proxy.is_some_and(|url| url.starts_with("https://") || is_localhost(url))
        || (by_proxy.is_none() && options.addr.ip().is_loopback());
    if !is_safe {
        eprintln!(
            "Warning: this is plain HTTP. On another address than localhost a phone can't install \
             the app, sign what it sends, or hash its files, and passwords can be read on the way. \
             Give a certificate (--tls-cert, --tls-key), or put a proxy with HTTPS in front and name \
             its address (--public-url https://…)."
        );
    }
}

/// The log goes to standard error; `RUST_LOG` says how much of it.
fn start_log(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // It fails only if a log was started before, which then goes on.
    let _ = if json {
        log.json().try_init()
    } else {
        log.with_target(false).try_init()
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::{Cli, Command};
    use crate::clock::Seeded;
    use crate::files::MemoryFiles;
    use crate::sistem::{NewOffice, NewPerson};
    use crate::store::memory::MemoryStore;
    use clap::Parser as _;
    use model::id::{Epoch, OfficeId, PersonId};
    use model::time::Zone;
    use std::sync::Arc;

    fn options(words: &[&str]) -> Serve {
        let words = ["bukti", "serve"].iter().chain(words);
        match Cli::parse_from(words).command {
            Command::Serve(options) => options,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn where_people_are_and_no_admin_the_cure_is_said() {
        let clock = Arc::new(Seeded::new("serve", Millis(1_000_000)));
        let store = Arc::new(MemoryStore::new(Epoch::derived(&["serve"])));
        let files = Arc::new(MemoryFiles::default());
        let app = App::over(Config::default(), store, files, clock).unwrap();
        let ledger = app.ledger();
        let said = async || no_admin(&ledger.directory().await.unwrap(), Path::new("/srv/bukti"));
        assert_eq!(said().await, None, "with nobody here the link is the way");
        let (parent, child) = (OfficeId::derived(&["induk"]), OfficeId::derived(&["anak"]));
        for (id, parent) in [(parent, None), (child, Some(parent))] {
            let office = NewOffice {
                id,
                name: "KPU".to_owned(),
                parent,
                zone: Zone::Wib,
                sort: String::new(),
            };
            ledger.put_office(&office).await.unwrap();
        }
        for (login, office) in [("siti", child), ("yuliana", parent)] {
            let person = NewPerson {
                id: PersonId::derived(&[login]),
                name: login.to_owned(),
                login: login.to_owned(),
                post: String::new(),
                office,
            };
            ledger.put_person(&person).await.unwrap();
        }
        let cure = said().await.unwrap();
        let command = "bukti role grant --data /srv/bukti yuliana admin";
        assert!(cure.contains(command), "{cure}");
        let yuliana = PersonId::derived(&["yuliana"]);
        ledger
            .grant(yuliana, Role::Admin, parent, None)
            .await
            .unwrap();
        assert_eq!(said().await, None);
    }

    #[test]
    fn a_demo_stays_on_this_computer() {
        assert!(refuse_others(&options(&[])).is_ok());
        assert!(refuse_others(&options(&["--addr", "[::1]:80"])).is_ok());
        assert!(refuse_others(&options(&["--public-url", "http://localhost:9"])).is_ok());
        for words in [
            ["--addr", "0.0.0.0:8080"],
            ["--addr", "192.168.1.2:80"],
            ["--public-url", "https://bukti.contoh.go.id"],
        ] {
            assert!(refuse_others(&options(&words)).is_err(), "{words:?}");
        }
    }

    #[test]
    fn the_address_is_one_that_people_can_type() {
        let bound = |addr: &str| addr.parse().unwrap();
        assert_eq!(
            base(&options(&[]), bound("127.0.0.1:8080")),
            "http://localhost:8080"
        );
        let tls = ["--tls-cert", "a", "--tls-key", "b", "--addr", "10.0.0.1:0"];
        assert_eq!(
            base(&options(&tls), bound("10.0.0.1:443")),
            "https://10.0.0.1:443"
        );
        let everywhere = ["--addr", "0.0.0.0:8080"];
        for all in ["0.0.0.0:8080", "[::]:8080"] {
            let typed = base(&options(&everywhere), bound(all));
            assert_eq!(typed, "http://localhost:8080");
        }
        let proxied = ["--public-url", "https://bukti.contoh.go.id"];
        assert_eq!(
            base(&options(&proxied), bound("127.0.0.1:1")),
            "https://bukti.contoh.go.id"
        );
    }
}
