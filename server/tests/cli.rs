//! The program itself, as somebody at a terminal meets it.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

fn bukti(words: &[&str], data: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bukti"))
        .args(words)
        .arg("--data")
        .arg(data)
        .output()
        .unwrap()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn an_office_is_set_up_from_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("baru");
    let run = |words: &[&str]| bukti(words, &data);
    assert_eq!(
        code(&run(&["office", "add", "--name", "KPU Provinsi"])),
        Some(0)
    );
    let child = [
        "office",
        "add",
        "--name",
        "KPU Kabupaten",
        "--parent",
        "provinsi",
    ];
    assert_eq!(code(&run(&child)), Some(0));
    assert_eq!(code(&run(&child)), Some(4), "there already");
    let vague = ["office", "add", "--name", "KPU Kota", "--parent", "kpu"];
    assert!(err(&run(&vague)).contains("several offices fit"));

    let person = [
        "person",
        "add",
        "--office",
        "kabupaten",
        "--login",
        "Siti",
        "--name",
        "Siti",
    ];
    let added = run(&person);
    assert!(
        out(&added).contains("First password of siti: "),
        "{}",
        err(&added)
    );
    assert_eq!(code(&run(&person)), Some(4), "the sign-in name is taken");
    let grant = [
        "role",
        "grant",
        "siti",
        "anggota",
        "--area",
        "manajemen-perubahan",
    ];
    assert_eq!(code(&run(&grant)), Some(0));
    assert_eq!(code(&run(&grant)), Some(4));
    let slip = ["role", "grant", "siti", "anggota", "--area", "perubahan"];
    assert!(
        err(&run(&slip)).contains("manajemen-perubahan"),
        "the areas are named"
    );
    let open = ["cycle", "open", "--office", "kabupaten", "--year", "2026"];
    assert_eq!(code(&run(&open)), Some(0));
    assert_eq!(code(&run(&open)), Some(4), "the year has its cycle");

    let list = run(&["person", "list"]);
    assert!(out(&list).contains("anggota (manajemen-perubahan)"));
    let mut withdraw = grant;
    withdraw[1] = "withdraw";
    assert_eq!(code(&run(&withdraw)), Some(0));
    assert_eq!(code(&run(&withdraw)), Some(4));
    assert_eq!(code(&run(&grant)), Some(0), "and given again");

    let demo = run(&["demo"]);
    // `cargo xtask serve` tells by the code that the folder can be served, though not filled.
    assert_eq!(code(&demo), Some(4));
    assert!(err(&demo).contains("holds other people"));
}

#[test]
fn the_demo_is_written_once_and_stays_on_this_computer() {
    let folder = tempfile::tempdir().unwrap();
    let first = bukti(&["demo"], folder.path());
    assert_eq!(code(&first), Some(0), "{}", err(&first));
    assert!(out(&first).contains("siti"));
    let second = bukti(&["demo"], folder.path());
    assert!(out(&second).contains("nothing was changed"));
    let words = ["serve", "--addr", "0.0.0.0:0"];
    let public = bukti(&words, folder.path());
    assert_eq!(code(&public), Some(5));
    assert!(err(&public).contains("--demo-public"));
}

#[test]
fn what_can_not_be_used_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let foreign = folder.path().join("lain");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("bukti.db"), "a letter, no database").unwrap();
    let refused = bukti(&["serve", "--addr", "127.0.0.1:0"], &foreign);
    assert_eq!(code(&refused), Some(3));
    assert!(err(&refused).contains("not a database of Bukti"));
    let kept = std::fs::read(foreign.join("bukti.db")).unwrap();
    assert_eq!(kept, b"a letter, no database");

    let file = folder.path().join("berkas");
    std::fs::write(&file, "").unwrap();
    assert_eq!(code(&bukti(&["person", "list"], &file)), Some(3));

    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let addr = taken.local_addr().unwrap().to_string();
    let fresh = folder.path().join("baru");
    let busy = bukti(&["serve", "--addr", &addr], &fresh);
    assert_eq!(code(&busy), Some(5));
    assert!(err(&busy).contains("another server"), "{}", err(&busy));
    assert!(
        !fresh.exists(),
        "nothing is made where nothing can be served"
    );

    assert_eq!(
        code(&bukti(&["serve", "--tls-cert", "x.pem"], &fresh)),
        Some(2)
    );
}

#[test]
fn a_backup_is_made_proven_and_restored() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = folder.path().join("cadangan");
    let place = place.to_str().unwrap();
    let nothing = bukti(&["backup", place], &data);
    assert_eq!(code(&nothing), Some(3));
    assert!(!data.exists(), "nothing is made where nothing is");
    let office = ["office", "add", "--name", "KPU Kabupaten"];
    assert_eq!(code(&bukti(&office, &data)), Some(0));
    let made = bukti(&["backup", place], &data);
    assert_eq!(code(&made), Some(0), "{}", err(&made));
    let backup = std::fs::read_dir(place).unwrap().next().unwrap().unwrap();
    let backup = backup.path();
    let named = backup.to_str().unwrap();
    assert_eq!(code(&bukti(&["verify", "--backup", named], &data)), Some(0));
    assert_eq!(code(&bukti(&["verify"], &data)), Some(0));
    assert_eq!(code(&bukti(&["restore", named], &data)), Some(3));
    let other = folder.path().join("pulih");
    let restored = bukti(&["restore", named], &other);
    assert_eq!(code(&restored), Some(0), "{}", err(&restored));
    let list = bukti(&["office", "list"], &other);
    assert!(out(&list).contains("KPU Kabupaten"));
    let aside = bukti(&["restore", named, "--move-aside"], &data);
    assert_eq!(code(&aside), Some(0), "{}", err(&aside));
    assert!(out(&aside).contains("What was there before lies in"));
    std::fs::remove_file(backup.join("manifest.json")).unwrap();
    let refused = bukti(&["restore", named], &folder.path().join("lain"));
    assert_eq!(code(&refused), Some(4));
    let within = data.join("cadangan");
    let words = ["serve", "--addr", "127.0.0.1:0", "--backup-to"];
    let refused = bukti(&[&words[..], &[within.to_str().unwrap()]].concat(), &data);
    assert_eq!(code(&refused), Some(3), "{}", err(&refused));
}

#[test]
fn a_cycle_is_closed_and_its_grace_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| bukti(words, folder.path());
    let office = ["office", "add", "--name", "KPU Kabupaten"];
    assert_eq!(code(&run(&office)), Some(0));
    let open = |grace: &'static str| {
        let words = [
            "cycle", "open", "--office", "kpu", "--year", "2026", "--grace",
        ];
        run(&[&words[..], &[grace]].concat())
    };
    let early = open("2026-12-30");
    assert_eq!(code(&early), Some(1));
    assert!(err(&early).contains("--grace"));
    assert_eq!(code(&open("2027-01-05")), Some(0));
    let close = ["cycle", "close", "--office", "kpu", "--year", "2026"];
    assert_eq!(code(&run(&close)), Some(0));
    assert!(out(&run(&["cycle", "list"])).contains("closed"));
    assert_eq!(code(&run(&close)), Some(4), "there is no open one now");
    // Nobody answered anything: 0 of 100 points.
    let past = out(&run(&["history", "list"]));
    assert!(
        past.contains("KPU Kabupaten: 2026, lke-zi-90-2021: 0"),
        "{past}"
    );
    assert!(past.contains("of 100"), "{past}");
}

#[test]
fn past_years_are_entered_with_their_source_and_taken_out_again() {
    let folder = tempfile::tempdir().unwrap();
    let run = |words: &[&str]| bukti(words, folder.path());
    assert_eq!(
        code(&run(&["office", "add", "--name", "KPU Kabupaten"])),
        Some(0)
    );
    let put = |index: &str, more: &[&str]| {
        let words = [
            "history",
            "put",
            "--office",
            "kpu",
            "--year",
            "2024",
            "--index",
            index,
            "--source",
            "B/12/RB.04/2025",
        ];
        run(&[&words[..], more].concat())
    };
    let list = || out(&run(&["history", "list"]));
    assert_eq!(code(&put("73.51", &[])), Some(4), "under which worksheet?");
    let zi = ["--instrument", "lke-zi-90-2021"];
    assert_eq!(code(&put("173.51", &zi)), Some(1), "more than 100");
    // 60 + 30 + 20 is 110 of 100.
    let parts = ["--verified", "60", "--evidenced", "30", "--claimed", "20"];
    assert_eq!(code(&put("73.51", &[&zi[..], &parts].concat())), Some(1));
    assert_eq!(list(), "");
    assert_eq!(code(&put("73.51", &zi)), Some(0));
    assert!(list().contains("2024, lke-zi-90-2021: 73.51 of 100  B/12/RB.04/2025"));
    // A second word for the year takes the place of the first.
    assert_eq!(code(&put("74.5", &zi)), Some(0));
    assert_eq!(list().lines().count(), 1);
    let remove = ["history", "remove", "--office", "kpu", "--year", "2024"];
    let remove = [&remove[..], &zi].concat();
    assert_eq!(code(&run(&remove)), Some(0));
    assert_eq!((list().as_str(), code(&run(&remove))), ("", Some(4)));
    // Entered again, it is back.
    assert_eq!(code(&put("74.5", &zi)), Some(0));
    assert!(list().contains("74.5 of 100"));
}

#[test]
fn a_killed_backup_leaves_nothing_that_passes_for_one() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let office = ["office", "add", "--name", "KPU Kabupaten"];
    assert_eq!(code(&bukti(&office, &data)), Some(0));
    let place = folder.path().join("cadangan");
    std::fs::create_dir(&place).unwrap();
    let names = || -> Vec<String> {
        let entries = std::fs::read_dir(&place).unwrap();
        entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect()
    };
    let mut cut_off = 0;
    for _ in 0..6 {
        let before = names().len();
        let mut child = Command::new(env!("CARGO_BIN_EXE_bukti"))
            .arg("backup")
            .arg(&place)
            .arg("--data")
            .arg(&data)
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // As soon as it has begun to write, it is killed; it may be done by then.
        while names().len() == before && child.try_wait().unwrap().is_none() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        cut_off += usize::from(!child.wait().unwrap().success());
        for name in names().iter().filter(|name| name.starts_with("bukti-")) {
            let backup = place.join(name);
            let words = ["verify", "--backup", backup.to_str().unwrap()];
            let proven = bukti(&words, &data);
            assert_eq!(code(&proven), Some(0), "{}", err(&proven));
        }
    }
    assert!(cut_off > 0, "none was killed in time");
    let made = bukti(&["backup", place.to_str().unwrap()], &data);
    assert_eq!(code(&made), Some(0), "the next one is made all the same");
}

#[test]
fn a_bad_certificate_is_said_before_anything_is_promised() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let cert = folder.path().join("cert.pem");
    std::fs::write(&cert, "bukan sertifikat").unwrap();
    let cert = cert.to_str().unwrap();
    let words = [
        "serve",
        "--addr",
        "127.0.0.1:0",
        "--tls-cert",
        cert,
        "--tls-key",
        cert,
    ];
    let refused = bukti(&words, &data);
    assert_ne!(code(&refused), Some(0));
    assert_eq!(out(&refused), "", "no address and no link");
    assert!(err(&refused).contains("cert.pem"), "{}", err(&refused));
    assert!(!data.exists(), "no data folder was made");
}

#[test]
fn a_move_is_shown_pair_by_pair() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let run = |words: &[&str]| bukti(words, &data);
    assert_eq!(code(&run(&["office", "add", "--name", "KPU"])), Some(0));
    let open = ["cycle", "open", "--office", "kpu", "--year", "2026"];
    assert_eq!(code(&run(&open)), Some(0));
    // The same worksheet under another name: every item goes on.
    let book = folder.path().join("zi.xlsx");
    let book = book.to_str().unwrap();
    let export = ["instrument", "export", "lke-zi-90-2021", "--xlsx", book];
    assert_eq!(code(&run(&export)), Some(0));
    let import = ["instrument", "import", book, "--id", "zi-kami", "--accept"];
    let read = run(&import);
    assert_eq!(code(&read), Some(0), "{}{}", out(&read), err(&read));
    let dry = |to: &str| {
        let shown = run(&["cycle", "move", "2026", "--instrument", to, "--dry-run"]);
        assert_eq!(code(&shown), Some(0), "{}", err(&shown));
        out(&shown)
    };
    let shown = dry("zi-kami");
    let pair = "    A.I.1.i.a → A.I.1.i.a  Tim kerja pembangunan ZI sudah dibentuk di satker\n";
    assert!(shown.contains(pair), "{shown}");
    assert_eq!(shown.matches(" → ").count(), 113, "{shown}");
    // Another worksheet: one item asks the same in the same words; each that comes and goes is named.
    let shown = dry("lke-rb-26-2020");
    assert_eq!(shown.matches(" → ").count(), 1, "{shown}");
    assert!(shown.contains("    B.II.a → B.II.a  Indeks"), "{shown}");
    assert!(shown.contains("  112 fall away\n"), "{shown}");
    assert!(shown.contains("    A.I.1.i.a  Tim kerja pembangunan ZI sudah dibentuk di satker\n"));
    assert!(shown.contains("Nothing was changed."));
}

#[test]
fn what_is_no_device_is_said_so() {
    let folder = tempfile::tempdir().unwrap();
    let refused = bukti(&["device", "revoke", "abc"], folder.path());
    assert_eq!(code(&refused), Some(2));
    assert!(
        err(&refused).contains("bukti device list"),
        "{}",
        err(&refused)
    );
}
