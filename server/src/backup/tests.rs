//! Backups over real folders.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use model::id::{FileDigest, OfficeId, PersonId};
use model::op::Stream;
use model::time::{Millis, Zone};

use super::*;
use crate::clock::Seeded;
use crate::files::{FileName, relative};
use crate::serve::{App, Config};
use crate::sistem::{NewOffice, NewPerson};
use crate::store::uploads::{Address, File, FileState};

const NOW: Millis = Millis(1_795_500_000_000);

fn office() -> OfficeId {
    OfficeId::derived(&["kantor"])
}

fn clock(seed: &str) -> Arc<Seeded> {
    Arc::new(Seeded::new(seed, NOW))
}

async fn app(data: &Path, clock: &Arc<Seeded>) -> Arc<App> {
    let config = Config {
        data: data.to_owned(),
        ..Config::default()
    };
    App::open_at(config, clock.clone()).await.unwrap()
}

/// An office with so many people: as many ops and one more on its board.
async fn people(app: &App, from: usize, to: usize) {
    let ledger = app.ledger();
    let new = NewOffice {
        id: office(),
        name: "Kantor".to_owned(),
        parent: None,
        zone: Zone::Wib,
        sort: String::new(),
    };
    ledger.put_office(&new).await.unwrap();
    for n in from..to {
        let name = format!("orang{n}");
        let new = NewPerson {
            id: PersonId::derived(&[&name]),
            login: name.clone(),
            name,
            post: String::new(),
            office: office(),
        };
        ledger.put_person(&new).await.unwrap();
    }
}

/// A complete file.
async fn file(app: &App, bytes: &'static [u8]) -> FileName {
    let digest = FileDigest::of(bytes);
    let name = FileName {
        office: office(),
        digest: digest.clone(),
    };
    let size = bytes.len() as u64;
    app.files()
        .put_part(&name, 0, Bytes::from_static(bytes))
        .await
        .unwrap();
    app.files().join(&name, size).await.unwrap();
    let announced = File {
        office: office(),
        digest: digest.clone(),
        size,
        media: "image/jpeg".to_owned(),
        offset: 0,
        parts: 0,
        state: FileState::Waiting,
    };
    let address = Address {
        token: digest.as_str().to_owned(),
        office: office(),
        digest: digest.clone(),
        expires: NOW,
    };
    let store = app.ledger().store();
    store.expect_file(&announced, &address).await.unwrap();
    let settled = store.settle(office(), &digest, &FileState::Complete);
    settled.await.unwrap();
    name
}

async fn back_up(app: &App, place: &Path) -> Made {
    make(app.data(), place, app.files(), app.ledger().ambient())
        .await
        .unwrap()
}

fn file_in(folder: &Path, name: &FileName) -> PathBuf {
    folder.join(FILES).join(relative(name))
}

#[tokio::test]
async fn a_backup_taken_under_load_lacks_no_op_that_was_accepted_before() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("a");
    let app = app(&data, &clock).await;
    people(&app, 0, 40).await;
    let photo = file(&app, b"foto rapat").await;
    let before = app.ledger().store().head(Stream::board(office())).await;
    let before = before.unwrap();
    // The backup is taken while forty more come.
    let (made, ()) = tokio::join!(back_up(&app, &place), people(&app, 40, 80));
    let (_, head) = made.manifest.streams[0].clone();
    assert!(head.number >= before.number, "41 were there: {head:?}");
    assert_eq!(before.number, 41);
    assert_eq!(check(&made.path).unwrap(), made.manifest);

    // Restored elsewhere, it is compared op by op.
    let other = folder.path().join("pulih");
    let restored = restore(&made.path, &other, false, &*clock).await.unwrap();
    assert_eq!(restored.findings.wrong, []);
    assert_eq!(restored.findings.ops, head.number);
    let copy = self::app(&other, &clock).await;
    let log = |app: Arc<App>| async move {
        let store = app.ledger().store();
        store.log(Stream::board(office()), 0, 1000).await.unwrap()
    };
    let theirs = log(Arc::clone(&app)).await;
    let ours = log(Arc::clone(&copy)).await;
    assert_eq!(ours, theirs[..ours.len()], "every op, every link");
    assert_eq!(theirs.len(), 81);
    let bytes = std::fs::read(file_in(&other, &photo)).unwrap();
    assert_eq!(bytes, b"foto rapat");
    assert_ne!(copy.ledger().store().epoch(), app.ledger().store().epoch());
    assert_eq!(copy.ledger().store().epoch(), restored.epoch);
    let key = |app: &App| app.ledger().key().map(crate::key::ServerKey::public);
    assert_eq!(key(&copy), key(&app), "receipts stay checkable");
}

#[tokio::test]
async fn what_was_killed_half_way_passes_for_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("b");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    file(&app, b"foto").await;
    let made = back_up(&app, &place).await;
    let whole = made.path.clone();
    // At each stage of its making a backup lies under its draft's name, or lacks its manifest.
    let name = whole.file_name().unwrap().to_str().unwrap().to_owned();
    let draft = place.join(manifest::draft(&name));
    std::fs::rename(&whole, &draft).unwrap();
    assert!(place::completed(&place).is_empty());
    std::fs::rename(&draft, &whole).unwrap();
    let text = std::fs::read(whole.join(manifest::MANIFEST)).unwrap();
    for cut in [0, 1, text.len() / 2, text.len() - 1] {
        std::fs::write(whole.join(manifest::MANIFEST), &text[..cut]).unwrap();
        assert!(place::completed(&place).is_empty(), "{cut} bytes");
        let to = folder.path().join("pulih");
        let refused = restore(&whole, &to, false, &*clock).await;
        assert!(matches!(refused, Err(BackupError::NotOne { .. })));
        assert!(!to.exists());
    }
    std::fs::write(whole.join(manifest::MANIFEST), &text).unwrap();
    assert_eq!(place::completed(&place).len(), 1);
}

#[cfg(unix)]
#[tokio::test]
async fn what_a_killed_one_left_goes_with_the_next_unless_somebody_is_at_work() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("j");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    std::fs::create_dir(&place).unwrap();
    let left = place.join(manifest::draft(&manifest::name(NOW)));
    std::fs::create_dir_all(left.join(FILES)).unwrap();
    // Another process makes one here, perhaps that one.
    let held = place::enter(&place, NOW);
    std::fs::create_dir_all(left.join(FILES)).unwrap();
    clock.pass(1000);
    back_up(&app, &place).await;
    assert!(left.exists());
    drop(held);
    clock.pass(1000);
    back_up(&app, &place).await;
    assert!(!left.exists());
    assert_eq!(place::completed(&place).len(), 2);
}

#[cfg(unix)]
#[tokio::test]
async fn nobody_else_on_the_machine_reads_a_backup_or_what_is_restored() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("k");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    let made = back_up(&app, &place).await;
    let to = folder.path().join("pulih");
    restore(&made.path, &to, false, &*clock).await.unwrap();
    for (path, mode) in [
        (made.path.clone(), 0o700),
        (made.path.join(DATABASE), 0o600),
        (made.path.join(crate::key::KEY_FILE), 0o600),
        (to.clone(), 0o700),
        (to.join(DATABASE), 0o600),
        (to.join(crate::key::KEY_FILE), 0o600),
    ] {
        let found = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(found & 0o777, mode, "{}", path.display());
    }
}

#[tokio::test]
async fn a_changed_byte_is_found_and_nothing_is_restored_from_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("c");
    let app = app(&data, &clock).await;
    people(&app, 0, 3).await;
    let photo = file(&app, b"foto rapat").await;
    let made = back_up(&app, &place).await;
    let key = made.path.join(crate::key::KEY_FILE);
    for path in [made.path.join(DATABASE), file_in(&made.path, &photo), key] {
        let before = std::fs::read(&path).unwrap();
        let mut bytes = before.clone();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&path, &bytes).unwrap();
        let to = folder.path().join("pulih");
        for refused in [
            check(&made.path).err(),
            restore(&made.path, &to, false, &*clock).await.err(),
        ] {
            let Some(BackupError::Wrong { path: named }) = refused else {
                panic!("{refused:?}");
            };
            assert_eq!(named, path);
        }
        assert!(!to.exists());
        std::fs::write(&path, before).unwrap();
    }
    // What couldn't be proven leaves nothing behind.
    let left = std::fs::read_dir(folder.path()).unwrap();
    let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["data", "lain"]);
    std::fs::remove_file(made.path.join(crate::key::KEY_FILE)).unwrap();
    assert!(matches!(check(&made.path), Err(BackupError::Wrong { .. })));
}

/// Files that a backup has in common with another lie on the disk once.
#[cfg(unix)]
#[tokio::test]
async fn two_backups_in_a_row_share_no_bytes_and_what_was_damaged_is_written_anew() {
    use std::os::unix::fs::MetadataExt as _;
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("h");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    let photo = file(&app, b"foto rapat").await;
    let mut made = Vec::new();
    let inode = |made: &Made| file_in(&made.path, &photo).metadata().unwrap().ino();
    for _ in 0..4 {
        clock.pass(Millis::DAY);
        made.push(back_up(&app, &place).await);
    }
    let inodes: Vec<u64> = made.iter().map(inode).collect();
    assert_ne!(inodes[0], inodes[1]);
    assert_eq!([inodes[2], inodes[3]], [inodes[0], inodes[1]]);
    // A bit of the one before the last flips: the next has the server's bytes, not that one's.
    std::fs::write(file_in(&made[2].path, &photo), b"foto rapak").unwrap();
    clock.pass(Millis::DAY);
    let next = back_up(&app, &place).await;
    assert!(!inodes.contains(&inode(&next)));
    assert_eq!(check(&next.path).unwrap(), next.manifest);
}

#[tokio::test]
async fn a_folder_that_holds_something_is_moved_aside_only_if_wanted_and_not_served() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("d");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    let made = back_up(&app, &place).await;
    let epoch = app.ledger().store().epoch();
    people(&app, 1, 2).await;
    let refused = restore(&made.path, &data, false, &*clock).await;
    assert!(matches!(refused, Err(BackupError::NotEmpty { .. })));
    let served = hold(&data).unwrap();
    let refused = restore(&made.path, &data, true, &*clock).await;
    assert!(matches!(refused, Err(BackupError::Serving { .. })));
    drop(served);
    drop(app);
    let restored = restore(&made.path, &data, true, &*clock).await.unwrap();
    let aside = restored.aside.unwrap();
    let copied = crate::store::sqlite::copy::look(&data.join(DATABASE)).await;
    assert_eq!(copied.unwrap().epoch, restored.epoch);
    // The office and one person there; here one person more.
    let old = self::app(&aside, &clock).await;
    assert_eq!(old.ledger().store().epoch(), epoch);
    let head = old.ledger().store().head(Stream::board(office())).await;
    assert_eq!(head.unwrap().number, 3);
    assert_eq!(restored.findings.ops, 2);
}

#[tokio::test]
async fn what_two_backups_hold_is_safe() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("e");
    let app = app(&data, &clock).await;
    let epoch = app.ledger().store().epoch();
    let safe = || {
        place::safe(&place, epoch)
            .get(&Stream::board(office()))
            .copied()
    };
    people(&app, 0, 1).await;
    back_up(&app, &place).await;
    assert_eq!(safe(), None, "one backup makes nothing safe");
    people(&app, 1, 2).await;
    clock.pass(Millis::DAY);
    back_up(&app, &place).await;
    assert_eq!(safe(), Some(2), "the office and the first person");
    people(&app, 2, 3).await;
    clock.pass(Millis::DAY);
    let third = back_up(&app, &place).await;
    assert_eq!(safe(), Some(3));
    // Another database's backups say nothing of this one.
    let other = model::id::Epoch::derived(&["lain"]);
    assert!(place::safe(&place, other).is_empty());
    assert_eq!(place::prune(&place, 0).unwrap(), 1, "two stay");
    assert_eq!(safe(), Some(3));
    let gone = third.path.join(DATABASE);
    std::fs::OpenOptions::new()
        .write(true)
        .open(gone)
        .unwrap()
        .set_len(10)
        .unwrap();
    assert_eq!(safe(), None, "one that is cut off counts for nothing");
}

#[tokio::test]
async fn backups_whose_files_somebody_took_away_make_nothing_safe() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("i");
    let app = app(&data, &clock).await;
    let epoch = app.ledger().store().epoch();
    people(&app, 0, 1).await;
    let photo = file(&app, b"foto rapat").await;
    for _ in 0..3 {
        clock.pass(Millis::DAY);
        back_up(&app, &place).await;
    }
    let safe = || place::safe(&place, epoch).contains_key(&Stream::board(office()));
    for (path, _) in place::completed(&place).into_iter().take(2) {
        assert!(safe());
        std::fs::remove_file(file_in(&path, &photo)).unwrap();
    }
    assert!(!safe(), "one of three is left");
}

#[tokio::test]
async fn a_lost_file_keeps_its_office_from_being_safe_and_the_rest_is_backed_up() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("f");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    let (kept, lost) = (file(&app, b"ada").await, file(&app, b"hilang").await);
    let damaged = file(&app, b"rusak").await;
    let state = FileState::Complete;
    let said = app
        .ledger()
        .say_file(office(), &kept.digest, 3, "image/jpeg", &state);
    said.await.unwrap();
    std::fs::remove_file(file_in(&data, &lost)).unwrap();
    std::fs::write(file_in(&data, &damaged), b"rusuk").unwrap();
    for _ in 0..2 {
        let made = back_up(&app, &place).await;
        assert_eq!(made.manifest.files.len(), 1);
        assert_eq!(made.manifest.missing.len(), 2);
        assert!(file_in(&made.path, &kept).is_file());
        clock.pass(Millis::DAY);
    }
    let epoch = app.ledger().store().epoch();
    let safe = place::safe(&place, epoch);
    assert!(safe.contains_key(&Stream::board(office())));
    assert!(!safe.contains_key(&Stream::work(office())));
    let findings = crate::verify::walk(app.ledger().store(), app.files()).await;
    assert_eq!(findings.unwrap().wrong, {
        let mut wrong = [
            crate::verify::Wrong::NoFile(lost),
            crate::verify::Wrong::File(damaged),
        ];
        wrong.sort_by_key(|wrong| match wrong {
            crate::verify::Wrong::NoFile(name) | crate::verify::Wrong::File(name) => {
                name.digest.clone()
            }
            _ => unreachable!(),
        });
        wrong
    });
}

#[tokio::test]
async fn nobody_stays_signed_in_after_a_restore() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("g");
    let app = app(&data, &clock).await;
    people(&app, 0, 1).await;
    let session = crate::store::accounts::Session {
        token: "t".to_owned(),
        person: PersonId::derived(&["orang0"]),
        created: NOW,
        password_at: NOW,
        expires: NOW.plus(Millis::DAY),
        device: None,
    };
    app.ledger().store().put_session(&session).await.unwrap();
    let made = back_up(&app, &place).await;
    let to = folder.path().join("pulih");
    restore(&made.path, &to, false, &*clock).await.unwrap();
    let copy = self::app(&to, &clock).await;
    assert_eq!(copy.ledger().store().session("t").await.unwrap(), None);
}

#[tokio::test]
async fn one_is_made_a_day_and_a_named_place_makes_safe() {
    let folder = tempfile::tempdir().unwrap();
    let (data, place) = (folder.path().join("data"), folder.path().join("lain"));
    let clock = clock("h");
    let app = app(&data, &clock).await;
    let board = Stream::board(office());
    people(&app, 0, 1).await;
    // In the data folder they guard against mistakes, and make nothing safe.
    daily::round(&app, None, 2).await;
    clock.pass(Millis::DAY);
    daily::round(&app, None, 2).await;
    assert_eq!(place::completed(&data.join("cadangan")).len(), 2);
    assert!(!app.ledger().safe().place);
    daily::round(&app, Some(&place), 2).await;
    daily::round(&app, Some(&place), 2).await;
    assert_eq!(place::completed(&place).len(), 1, "one a day");
    let safe = app.ledger().safe();
    assert!(safe.place && safe.numbers.is_empty());
    people(&app, 1, 2).await;
    for days in 2..5 {
        clock.pass(Millis::DAY);
        daily::round(&app, Some(&place), 2).await;
        assert_eq!(place::completed(&place).len(), 2, "day {days}");
    }
    // The office and two people, all in the last two.
    assert_eq!(app.ledger().safe().numbers.get(&board), Some(&3));
    daily::round(&app, Some(&place), 0).await;
    assert!(app.ledger().safe().place, "others' backups count as well");
    // A server that starts says so from its first answer on.
    let config = Config {
        data,
        backup_to: Some(place),
        ..Config::default()
    };
    let again = App::open_at(config, clock.clone()).await.unwrap();
    assert_eq!(again.ledger().safe(), app.ledger().safe());
}
