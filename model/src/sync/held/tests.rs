//! Ages, the badge, the order of devices, and what files take.

use super::*;
use crate::command;
use crate::id::{CaptureId, CycleId, DeviceId, FileDigest, OfficeId, OpId};
use crate::op::{Draft, SealedOp, Stream, VOCABULARY};
use crate::reject::Rejection;
use crate::schema::Page;
use crate::sync::store::{Change, Entry, EntryState, Loaded, Tx};

const DAY: i64 = Millis::DAY;

fn office() -> OfficeId {
    OfficeId::derived(&["trenggalek"])
}

fn cycle() -> CycleId {
    CycleId::derived(&["2026"])
}

fn entry(n: u64, at: i64, draft: Draft, state: EntryState) -> Entry {
    let op = Op {
        v: VOCABULARY,
        id: OpId::derived(&["op", &n.to_string()]),
        actor: PersonId::derived(&["siti"]),
        device: DeviceId::derived(&["ponsel"]),
        at: Millis(at),
        stream: draft.stream,
        cycle: draft.cycle,
        record: draft.record,
        body: draft.body,
        on_behalf: None,
        salt: String::new(),
    };
    Entry {
        state,
        ..Entry::new(n, SealedOp::seal(op).unwrap())
    }
}

fn answer(item: &str) -> Draft {
    command::answer(office(), cycle(), item, None, Some("A"))
}

fn file(name: &str, size: u64, captured: i64, state: FileState) -> LocalFile {
    LocalFile {
        digest: FileDigest::of(name.as_bytes()),
        office: office(),
        size,
        media: "image/jpeg".to_owned(),
        name: name.to_owned(),
        capture: CaptureId::derived(&[name]),
        chunks: 1,
        captured: Millis(captured),
        address: None,
        sent: 0,
        state,
    }
}

fn with(entries: Vec<Entry>, files: Vec<LocalFile>) -> Replica {
    Replica::new(Loaded {
        entries,
        files,
        ..Loaded::default()
    })
}

#[test]
fn what_waits_for_three_days_says_since_when() {
    let device = with(
        vec![
            entry(1, 5 * DAY, answer("a"), EntryState::Pending),
            entry(2, DAY, answer("b"), EntryState::Accepted { number: 1 }),
            entry(3, 7 * DAY, answer("c"), EntryState::Pending),
        ],
        vec![file("foto", 10, 4 * DAY, FileState::Local)],
    );
    // On day 6 nothing is three days old; on day 7 the photo of day 4 is; on day 8 the op of day 5 too.
    assert_eq!(device.overdue(Millis(7 * DAY - 1)), None);
    let since = Millis(4 * DAY);
    let one = Overdue { count: 1, since };
    assert_eq!(device.overdue(Millis(7 * DAY)), Some(one));
    let two = Overdue { count: 2, since };
    assert_eq!(device.overdue(Millis(8 * DAY)), Some(two));
}

#[test]
fn the_badge_counts_what_needs_the_person_and_nothing_that_goes_by_itself() {
    let refused = EntryState::Rejected {
        rejection: Rejection::CycleClosed,
    };
    let reason = "html".to_owned();
    let mut device = with(
        vec![
            entry(1, 0, answer("a"), refused),
            entry(2, 0, answer("b"), EntryState::Pending),
        ],
        vec![file("foto", 10, 0, FileState::Refused { reason })],
    );
    let attention = SyncLine::NeedsAttention(device.attention());
    // One op, one file, one conflict.
    assert_eq!(badge(attention, &device, 1), 3);
    assert_eq!(badge(SyncLine::NeedsSignIn { waiting: 1 }, &device, 0), 3);
    let key = FileKey::new(office(), FileDigest::of(b"foto"));
    let gone = Change::PutMeta(meta::let_go(&key), "1".to_owned());
    device.apply(&Tx::strict(vec![gone]));
    assert_eq!(badge(attention, &device, 0), 1);
    assert_eq!(device.report(&[]).unwrap().attention, 1);
}

#[test]
fn a_refused_file_that_no_evidence_names_any_more_asks_nothing() {
    let reason = "html".to_owned();
    let mut device = with(
        Vec::new(),
        vec![file("foto", 10, 0, FileState::Refused { reason })],
    );
    let stream = Stream::work(office());
    // Before the office's work was read nobody knows what names it.
    assert_eq!(device.attention().total(), 1);
    let read = Change::PutMeta(meta::caught_up(stream), "1".to_owned());
    device.apply(&Tx::relaxed(vec![read]));
    assert_eq!(device.attention().total(), 0);
    let id = RecordId::derived(&["bukti"]);
    let page = Page {
        digest: FileDigest::of(b"foto"),
        size: 10,
        media: "image/jpeg".to_owned(),
        name: "foto".to_owned(),
        order: "a".to_owned(),
    };
    let of = command::Capture {
        pages: vec![page],
        ..command::Capture::default()
    };
    let made = command::capture(id, office(), cycle(), &of).remove(0);
    let gone = |device: &Replica| {
        let draft = command::delete(device.record(id).unwrap());
        Change::PutEntry(entry(2, 1, draft, EntryState::Pending))
    };
    let shown = Change::PutEntry(entry(1, 0, made, EntryState::Accepted { number: 1 }));
    device.apply(&Tx::strict(vec![shown]));
    assert_eq!(device.attention().total(), 1);
    // Taken out here, or on another device.
    let gone = gone(&device);
    device.apply(&Tx::strict(vec![gone]));
    assert_eq!(device.attention().total(), 0);
}

#[test]
fn devices_that_hold_work_come_first_the_longest_waiting_on_top() {
    let row = |name: &str, seen: i64, report: Option<(u32, u32, i64)>| DeviceRow {
        device: DeviceId::derived(&[name]),
        name: name.to_owned(),
        person: PersonId::derived(&["siti"]),
        seen: Millis(seen),
        report: report.map(|(waiting, attention, since)| {
            let since = (waiting + attention > 0).then_some(Millis(since));
            let report = DeviceReport {
                waiting,
                attention,
                since,
            };
            (report, Millis(seen))
        }),
        revoked: false,
        held: None,
    };
    let kept = DeviceRow {
        held: Some((1, Millis(4))),
        ..row("kept", 1, Some((0, 0, 0)))
    };
    let mut rows = [
        kept,
        row("silent", 9, None),
        row("empty", 8, Some((0, 0, 0))),
        row("new", 7, Some((5, 0, 6))),
        row("old", 3, Some((0, 1, 2))),
    ];
    sort_devices(&mut rows);
    let names = rows.map(|row| row.name);
    assert_eq!(names, ["old", "kept", "new", "silent", "empty"]);
}

#[test]
fn a_device_that_says_something_anew_is_heard_again() {
    let row = |at| DeviceRow {
        device: DeviceId::derived(&["d"]),
        name: "Android".to_owned(),
        person: PersonId::derived(&["siti"]),
        seen: Millis(at),
        report: Some((DeviceReport::default(), Millis(at))),
        revoked: false,
        held: None,
    };
    let mut device = Replica::default();
    assert!(!device.is_quiet(&row(5)));
    let until = Change::PutMeta(meta::quiet(row(5).device), "5".to_owned());
    device.apply(&Tx::strict(vec![until]));
    assert!(device.is_quiet(&row(5)) && !device.is_quiet(&row(6)));
}

#[test]
fn an_op_whose_record_went_is_still_of_its_item() {
    let text = include_str!(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../server/instruments/lke-zi-90-2021.json"
    ));
    let digest = FileDigest::of(text.as_bytes()).to_string();
    let device = Replica::new(Loaded {
        instruments: vec![(digest, text.to_owned())],
        ..Loaded::default()
    });
    let item = device.documents().next().unwrap().items().next().unwrap();
    let op = entry(1, 0, answer(&item.id), EntryState::Pending);
    assert_eq!(device.item_of(op.op.op()).unwrap().id, item.id);
    let other = entry(2, 0, answer("lain"), EntryState::Pending);
    assert!(device.item_of(other.op.op()).is_none());
}

#[test]
fn files_count_by_what_can_be_done_about_them() {
    let mut device = with(
        Vec::new(),
        vec![
            file("sini", 1, 0, FileState::Local),
            file("server", 20, 0, FileState::OnServer),
            file("lepas", 400, 0, FileState::Freed),
        ],
    );
    let room = |server, knowingly| Room {
        here: 1,
        server,
        safe: 0,
        knowingly,
    };
    // Before the server said anything of backups the bytes may be freed knowingly; with a place for
    // backups they wait to be safe.
    assert_eq!(device.room(), room(20, 20));
    let place = Change::PutMeta(meta::BACKUP_PLACE.to_owned(), "1".to_owned());
    device.apply(&Tx::strict(vec![place]));
    assert_eq!(device.room(), room(20, 0));
    assert_eq!(device.room().all(), 21);
    assert!(device.room().is_past(Some(20)));
    assert!(!device.room().is_past(Some(21)));
    assert!(!device.room().is_past(None));
    assert_eq!(device.safe_number(Stream::work(office())), 0);
}
