//! What can be typed after `bukti`: the doc comments here are the text of `--help`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use model::directory::Role;
use model::id::DeviceId;
use model::time::Zone;

use super::cycle_args::Cycle;
use super::history::History;
use super::instrument_args::InstrumentCommand;

/// What every command's help ends with.
const AFTER: &str = "\
The data folder and the options of `serve` can come from the environment: BUKTI_DATA, BUKTI_ADDR…

Exit status: 0 done; 1 something failed; 2 the command line can't be read; 3 the data folder can't be
used; 4 what was named isn't there, or is there already; 5 the address can't be used.";

/// Bukti: bureaucratic reform with evidence, also where there is no signal.
#[derive(Debug, Parser)]
#[command(name = "bukti", version, after_help = AFTER, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Answer phones and browsers until told to stop (Ctrl-C).
    Serve(Serve),
    /// Offices (satker): a tree, each with its own time zone.
    #[command(subcommand)]
    Office(Office),
    /// People, and the passwords they begin with.
    #[command(subcommand)]
    Person(Person),
    /// Who may do what, for which office and area.
    #[command(subcommand)]
    Role(RoleCommand),
    /// Phones and computers that may speak for a person.
    #[command(subcommand)]
    Device(Device),
    /// Cycles (siklus): a year's programme under one worksheet.
    #[command(subcommand)]
    Cycle(Cycle),
    /// Past years: the index that an office reached, from letters and from closed cycles.
    #[command(subcommand)]
    History(History),
    /// Worksheets (instruments): workbooks in and out, their versions.
    #[command(subcommand)]
    Instrument(InstrumentCommand),
    /// Make a backup while the server runs: a new folder in DIR, with everything.
    ///
    /// It holds the server's key and the hashes of passwords: keep it where only you can read it.
    Backup(Backup),
    /// Make a data folder out of a backup, and prove it.
    ///
    /// Everybody signs in again; phones then send again what they had sent since the backup.
    Restore(Restore),
    /// Prove that nothing was changed: walk every stream's hash chain and read every file.
    Verify(Verify),
    /// Score a filled worksheet (XLSX), without a server: its index, every component, what doesn't add up.
    Score(Score),
    /// Fill an empty data folder with the demo office: people, plan, answers, evidence, verdicts.
    ///
    /// The same each time; a second run changes nothing. A folder that holds other people is refused.
    Demo(Data),
}

/// Where everything is kept.
#[derive(Debug, Clone, Args)]
pub struct Data {
    /// Folder of the database and the files; made if it isn't there.
    #[arg(long, env = "BUKTI_DATA", value_name = "DIR", default_value = "data")]
    pub data: PathBuf,
}

/// What to score.
#[derive(Debug, Args)]
pub struct Score {
    /// The workbook.
    #[arg(value_name = "FILE.xlsx")]
    pub file: PathBuf,
    /// The sheet to score, where the workbook has several worksheets.
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,
    /// Write JSON, with unrounded decimals as text; findings, and apart from them notes of what is only worth
    /// knowing.
    #[arg(long)]
    pub json: bool,
}

/// How to answer.
#[derive(Debug, Args)]
pub struct Serve {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// Address and port to listen on. Phones elsewhere need HTTPS: --tls-cert, or a proxy.
    #[arg(
        long,
        env = "BUKTI_ADDR",
        value_name = "ADDR",
        default_value = "127.0.0.1:8080",
        value_parser = address
    )]
    pub addr: SocketAddr,
    /// The address that people type, if a proxy stands in front: https://bukti.contoh.go.id
    #[arg(long, env = "BUKTI_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The server's certificate, with its chain (PEM).
    #[arg(
        long,
        env = "BUKTI_TLS_CERT",
        value_name = "FILE",
        requires = "tls_key"
    )]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's private key (PEM).
    #[arg(
        long,
        env = "BUKTI_TLS_KEY",
        value_name = "FILE",
        requires = "tls_cert"
    )]
    pub tls_key: Option<PathBuf>,
    /// Folder of the built site; else the folder `site` beside this program.
    #[arg(long, env = "BUKTI_SITE", value_name = "DIR")]
    pub site: Option<PathBuf>,
    /// Let others than this computer reach a server with demo people, whose passwords are public.
    #[arg(long, env = "BUKTI_DEMO_PUBLIC")]
    pub demo_public: bool,
    /// Make a backup a day into this folder, best on another disk. Phones forget what they have sent
    /// only once two backups there hold it. Without it backups go into the data folder.
    #[arg(long, env = "BUKTI_BACKUP_TO", value_name = "DIR")]
    pub backup_to: Option<PathBuf>,
    /// Keep so many backups (2 at least); 0 makes none.
    #[arg(long, env = "BUKTI_BACKUP_KEEP", value_name = "N", default_value_t = 7)]
    pub backup_keep: usize,
    /// Take the service worker off phones: an emergency switch, if one that was delivered misbehaves.
    #[arg(long, env = "BUKTI_WORKER_OFF")]
    pub worker_off: bool,
    /// Write the log as JSON, one event a line.
    #[arg(long, env = "BUKTI_JSON_LOG")]
    pub json_log: bool,
}

/// How to make a backup.
#[derive(Debug, Args)]
pub struct Backup {
    /// The folder that gets a new folder with the backup; best on another disk.
    #[arg(value_name = "DIR")]
    pub place: PathBuf,
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
}

/// How to restore one.
#[derive(Debug, Args)]
pub struct Restore {
    /// The backup: the folder with its manifest.json.
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
    /// Where it is restored to: a folder that is empty or isn't there.
    #[command(flatten)]
    pub data: Data,
    /// Keep what lies there now under another name.
    #[arg(long)]
    pub move_aside: bool,
}

/// What to prove.
#[derive(Debug, Args)]
pub struct Verify {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// Check this receipt, or list of receipts, instead.
    #[arg(long, value_name = "FILE", conflicts_with = "backup")]
    pub receipt: Option<PathBuf>,
    /// Check this backup instead: whether it is what its manifest says.
    #[arg(long, value_name = "BACKUP")]
    pub backup: Option<PathBuf>,
}

/// Commands about offices.
#[derive(Debug, Subcommand)]
pub enum Office {
    /// Add an office, below another one or at the top.
    Add {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// What people call it.
        #[arg(long)]
        name: String,
        /// The office above it: its id, or enough of its name.
        #[arg(long, value_name = "OFFICE")]
        parent: Option<String>,
        /// Its time zone: due dates and quarters are dates there.
        #[arg(long, value_parser = zone, default_value = "WIB", value_name = "WIB|WITA|WIT")]
        zone: Zone,
        /// What sort of office, in the institution's own words.
        #[arg(long)]
        kind: Option<String>,
    },
    /// Say what sort of office it is: which parts of its worksheet are for it.
    ///
    /// First tells what that changes in its running cycles. No answer is lost: what isn't asked any more is
    /// kept, and counts again once the office has its sort of before.
    Kind {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The office: its id, or enough of its name.
        office: String,
        /// What sort, as its worksheets name it; empty for none: all that is printed counts.
        #[arg(long)]
        kind: String,
        /// Only tell what it would change.
        #[arg(long)]
        dry_run: bool,
    },
    /// List offices, the tree indented.
    List(Data),
}

/// Commands about people.
#[derive(Debug, Subcommand)]
pub enum Person {
    /// Add a person; prints a first password, which they must change when they sign in.
    Add {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Their office: its id, or enough of its name.
        #[arg(long)]
        office: String,
        /// The name they sign in with: NIP or a user name.
        #[arg(long)]
        login: String,
        /// What people call them.
        #[arg(long)]
        name: String,
        /// Their post.
        #[arg(long)]
        post: Option<String>,
    },
    /// Make a new first password for somebody who forgot theirs; ends their sessions.
    Password {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The name they sign in with.
        login: String,
    },
    /// List people with their roles.
    List(Data),
}

/// Commands about roles.
#[derive(Debug, Subcommand)]
pub enum RoleCommand {
    /// Give a role for an office; where that is a parent, for the offices below as well.
    Grant(RoleOf),
    /// Take a role back. What the person did stays theirs.
    Withdraw(RoleOf),
}

/// A role of a person.
#[derive(Debug, Args)]
pub struct RoleOf {
    /// Where everything is kept.
    #[command(flatten)]
    pub data: Data,
    /// The name the person signs in with.
    pub login: String,
    /// admin, pengarah, ketua, anggota, asesor, agen_perubahan or pemantau.
    #[arg(value_parser = role)]
    pub role: Role,
    /// For which office: its id, or enough of its name; else the person's own.
    #[arg(long)]
    pub office: Option<String>,
    /// For this area of change only, as the worksheet calls it: manajemen-perubahan…
    #[arg(long)]
    pub area: Option<String>,
}

/// Commands about devices.
#[derive(Debug, Subcommand)]
pub enum Device {
    /// List devices.
    List {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// Of this person only: the name they sign in with.
        #[arg(long)]
        login: Option<String>,
    },
    /// Revoke a device: what it still sends is held, not lost.
    Revoke {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The device's id, from the list.
        #[arg(value_parser = device_id)]
        device: DeviceId,
    },
    /// Admit the work that was held for a revoked device; the device stays revoked.
    Admit {
        /// Where everything is kept.
        #[command(flatten)]
        data: Data,
        /// The device's id, from the list.
        #[arg(value_parser = device_id)]
        device: DeviceId,
    },
}

/// A device's id, whole.
fn device_id(text: &str) -> Result<DeviceId, String> {
    let unknown = |_| "not the id of a device; `bukti device list` shows them".to_owned();
    text.parse().map_err(unknown)
}

/// `host:port` as numbers; `localhost` is this computer.
fn address(text: &str) -> Result<SocketAddr, String> {
    let numbers = match text.strip_prefix("localhost:") {
        Some(port) => format!("127.0.0.1:{port}"),
        None => text.to_owned(),
    };
    let cure =
        "an address and a port, like 127.0.0.1:8080, or 0.0.0.0:8080 for all of this computer's";
    numbers.parse().map_err(|_| cure.to_owned())
}

fn zone(text: &str) -> Result<Zone, String> {
    Zone::parse(&text.to_ascii_uppercase()).ok_or_else(|| "one of WIB, WITA, WIT".to_owned())
}

fn role(text: &str) -> Result<Role, String> {
    let names = || Role::ALL.map(Role::name).join(", ");
    Role::parse(text).ok_or_else(|| format!("one of {}", names()))
}

/// `https://host[:port]` without a path: Bukti stands at the root of its host.
fn public_url(text: &str) -> Result<String, String> {
    let address = text.trim_end_matches('/');
    let host = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    match host {
        Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', ' ', '@']) => {
            Ok(address.to_owned())
        }
        _ => Err("an address without a path, like https://bukti.contoh.go.id".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn a_certificate_needs_its_key() {
        let parsed = Cli::try_parse_from(["bukti", "serve", "--tls-cert", "a.pem"]);
        assert!(parsed.is_err());
    }

    #[test]
    fn values_are_checked_before_anything_is_opened() {
        assert_eq!(public_url("https://a.go.id/"), Ok("https://a.go.id".into()));
        for bad in ["a.go.id", "https://", "https://a.go.id/bukti", "ftp://a"] {
            assert!(public_url(bad).is_err(), "{bad}");
        }
        assert_eq!(address("localhost:80"), address("127.0.0.1:80"));
        for bad in ["8080", "localhost", "kantor:80", "127.0.0.1"] {
            assert!(address(bad).is_err(), "{bad}");
        }
        assert!(zone("wita").is_ok() && zone("UTC").is_err());
        assert!(role("ketua").is_ok() && role("bos").is_err());
    }
}
