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
    assert_eq!(code(&demo), Some(3));
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
