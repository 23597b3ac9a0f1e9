use super::*;
use crate::files::MemoryFiles;
use crate::store::memory::MemoryStore;

use model::id::{CycleId, Epoch, RecordId};
use model::op::Stream;
use model::record::Record;
use model::schema::Kind;
use model::score::{VerdictState, standing};
use model::view::{FileStatus, item_state};

async fn demo() -> (Arc<App>, Arc<Seeded>) {
    let clock = Arc::new(Seeded::new("bukti demo", today()));
    let store = Arc::new(MemoryStore::new(Epoch::derived(&["demo"])));
    let files = Arc::new(MemoryFiles::default());
    let app = App::over(Config::default(), store, files, clock.clone()).unwrap();
    (app, clock)
}

async fn records(app: &App, key: &str) -> Vec<Record> {
    let (stream, cycle) = (Stream::work(office(key)), board::cycle(key));
    app.ledger()
        .store()
        .records_of(stream, cycle)
        .await
        .unwrap()
}

#[tokio::test]
async fn the_rules_take_the_whole_story_and_a_second_run_changes_nothing() {
    let (app, clock) = demo().await;
    assert_eq!(fill_app(&app, &clock).await.unwrap(), Filled::New);
    let head = |app: Arc<App>| async move {
        let stream = Stream::work(office(people::TRENGGALEK));
        app.ledger().store().heads(&[stream]).await.unwrap()
    };
    let before = head(app.clone()).await;
    assert_eq!(fill_app(&app, &clock).await.unwrap(), Filled::Already);
    assert_eq!(head(app).await, before);
}

#[tokio::test]
async fn two_demos_are_the_same() {
    let mut chains = Vec::new();
    for _ in 0..2 {
        let (app, clock) = demo().await;
        fill_app(&app, &clock).await.unwrap();
        let stream = Stream::work(office(people::TRENGGALEK));
        let log = app.ledger().store().log(stream, 0, 10_000).await.unwrap();
        chains.push(log.last().map(|row| row.chain.clone()));
    }
    assert!(chains[0].is_some());
    assert_eq!(chains[0], chains[1]);
}

#[tokio::test]
async fn the_worksheet_shows_every_state() {
    let (app, clock) = demo().await;
    fill_app(&app, &clock).await.unwrap();
    let instrument = Instrument::parse(INSTRUMENT).unwrap();
    let records = records(&app, people::TRENGGALEK).await;
    let of = |kind: &Kind| {
        let kind = kind.clone();
        records.iter().filter(move |record| record.kind == kind)
    };
    let (here, cycle): (_, CycleId) =
        (office(people::TRENGGALEK), board::cycle(people::TRENGGALEK));
    let evidence: Vec<&Record> = of(&Kind::Bukti).collect();
    let verdicts: Vec<&Record> = of(&Kind::Putusan).collect();
    let mut complete = std::collections::HashSet::new();
    for piece in &evidence {
        for page in piece.set::<model::schema::Page>("halaman") {
            let id = RecordId::file(here, &page.digest);
            let file = app.ledger().store().records(&[id]).await.unwrap();
            let file = file.first().and_then(FileStatus::read);
            assert!(file.is_some_and(|file| file.is_complete()), "{}", page.name);
            complete.insert(page.digest);
        }
    }
    let state = |item: &model::instrument::Item| {
        let id = RecordId::answer(here, cycle, &item.id);
        let answer = of(&Kind::Jawaban).find(|record| record.id == id);
        item_state(item, answer, &evidence, &verdicts, &|digest| {
            complete.contains(digest)
        })
    };
    for answered in story::TRENGGALEK {
        let item = instrument.item_by_path(answered.path).unwrap();
        let is = state(item);
        let path = answered.path;
        match answered.state {
            story::State::Verified | story::State::Adjusted(_) => {
                assert!(
                    matches!(is.verdict, VerdictState::Fresh { .. }),
                    "{path} {is:?}"
                );
            }
            story::State::Evidenced => assert!(is.evidenced, "{path} {is:?}"),
            story::State::Claimed | story::State::Partly => {
                assert!(is.claimed.is_some() && !is.evidenced, "{path} {is:?}");
            }
            story::State::Returned(_) => {
                assert!(
                    matches!(is.verdict, VerdictState::Returned),
                    "{path} {is:?}"
                );
            }
            story::State::Stale(_) => {
                assert!(matches!(is.verdict, VerdictState::Stale), "{path} {is:?}");
            }
            story::State::Conflict(_) => assert!(is.conflict, "{path} {is:?}"),
        }
    }
    let whole = standing(&instrument, &state);
    let root = whole.total();
    for part in [
        root.verified,
        root.evidenced_only,
        root.claimed_only,
        root.missing,
    ] {
        assert!(part > rust_decimal::Decimal::ONE, "{root:?}");
    }
}

#[tokio::test]
async fn a_folder_of_other_people_is_refused() {
    let (app, clock) = demo().await;
    let office = crate::sistem::NewOffice {
        id: model::id::OfficeId::derived(&["lain"]),
        name: "KPU Lain".into(),
        parent: None,
        zone: model::time::Zone::Wib,
        sort: String::new(),
    };
    app.ledger().put_office(&office).await.unwrap();
    let other = crate::sistem::NewPerson {
        id: model::id::PersonId::derived(&["orang lain"]),
        name: "Orang Lain".into(),
        login: "lain".into(),
        post: String::new(),
        office: office.id,
    };
    app.ledger().put_person(&other).await.unwrap();
    let refused = fill_app(&app, &clock).await;
    assert!(
        matches!(refused, Err(DemoError::OtherPeople { .. })),
        "{refused:?}"
    );
    assert!(!has_demo_people(&app.ledger().directory().await.unwrap()));
}

#[tokio::test]
async fn a_demo_made_next_year_is_still_open() {
    let (app, clock) = demo().await;
    fill_app(&app, &clock).await.unwrap();
    let closes = |app: Arc<App>| async move {
        let directory = app.ledger().directory().await.unwrap();
        let cycle = directory.cycle(board::cycle(people::TRENGGALEK)).unwrap();
        (
            cycle.closes.unwrap().to_string(),
            cycle.grace.unwrap().to_string(),
        )
    };
    let story = ("2026-12-15".to_owned(), "2026-12-20".to_owned());
    keep_open(&app, today()).await.unwrap();
    assert_eq!(closes(app.clone()).await, story);
    // 1 March 2027 and three weeks are 22 March, and five days of grace 27 March.
    let later = Zone::Wib.midnight(model::time::Date::new(2027, 3, 1).unwrap());
    for _ in 0..2 {
        keep_open(&app, later).await.unwrap();
        let moved = ("2027-03-22".to_owned(), "2027-03-27".to_owned());
        assert_eq!(closes(app.clone()).await, moved);
    }
    assert_eq!(fill_app(&app, &clock).await.unwrap(), Filled::Already);
}
