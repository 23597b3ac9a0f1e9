//! The cases.

use super::sample::{entry, file, record, work};
use super::{Bench, Stored};
use crate::id::{CaptureId, OfficeId};
use crate::op::Stream;
use crate::reject::Rejection;
use crate::sync::store::{
    Change, DeviceStore, EntryState, FileState, Loaded, LocalFile, StoreError, Tx,
};
use crate::wire::Cursor;

type Outcome = Result<(), String>;

macro_rules! same {
    ($left:expr, $right:expr) => {{
        let (left, right) = (&$left, &$right);
        if *left != *right {
            return Err(format!("line {}: {left:?} should be {right:?}", line!()));
        }
    }};
}

fn failed(error: StoreError) -> String {
    format!("the store failed: {error}")
}

async fn commit<S: DeviceStore>(store: &S, changes: Vec<Change>) -> Outcome {
    store.commit(&Tx::strict(changes)).await.map_err(failed)
}

async fn loaded<S: DeviceStore>(store: &S) -> Result<Loaded, String> {
    store.load().await.map_err(failed)
}

/// Puts the chunks of a file and seals it.
async fn captured<S: DeviceStore>(store: &S, name: &str) -> Result<LocalFile, String> {
    let (file, chunks) = file(name);
    for (index, chunk) in (0..).zip(&chunks) {
        let put = store.put_chunk(file.capture, index, chunk).await;
        put.map_err(failed)?;
    }
    store.seal(&file).await.map_err(failed)?;
    Ok(file)
}

fn cursor(text: &str) -> Cursor {
    Cursor(text.to_owned())
}

fn titles(loaded: &Loaded) -> Vec<Option<&str>> {
    loaded.records.iter().map(|r| r.text("judul")).collect()
}

pub(super) async fn an_empty_store_holds_nothing<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    same!(loaded(&store).await?, Loaded::default());
    Ok(())
}

pub(super) async fn what_was_committed_is_loaded_again<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let stream = work("blitar");
    let record = record("a", stream, 7, "Notula");
    let changes = vec![
        Change::PutEntry(entry("a", 1)?),
        Change::PutRecords(stream, vec![record.clone()]),
        Change::SetCursor(stream, cursor("7")),
    ];
    commit(&store, changes).await?;
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(loaded.entries, vec![entry("a", 1)?]);
    same!(loaded.records, vec![record]);
    same!(loaded.cursors, vec![(stream, cursor("7"))]);
    same!(loaded.damaged, Vec::new());
    Ok(())
}

pub(super) async fn a_transaction_is_done_whole_or_not_at_all<B: Bench>(bench: &B) -> Outcome {
    // A later change of the transaction takes back what an earlier one did: seen are both or neither,
    // and their order counts.
    let store = bench.fresh().await?;
    let stream = work("blitar");
    let changes = vec![
        Change::PutRecords(stream, vec![record("a", stream, 1, "sebelum")]),
        Change::SetCursor(stream, cursor("1")),
        Change::DropStream(stream),
        Change::PutRecords(stream, vec![record("b", stream, 2, "sesudah")]),
        Change::SetCursor(stream, cursor("2")),
    ];
    commit(&store, changes).await?;
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(titles(&loaded), vec![Some("sesudah")]);
    same!(loaded.cursors, vec![(stream, cursor("2"))]);
    Ok(())
}

pub(super) async fn the_higher_number_wins<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let stream = work("blitar");
    for (number, title) in [(3, "tiga"), (5, "lima"), (4, "empat")] {
        let records = vec![record("a", stream, number, title)];
        commit(&store, vec![Change::PutRecords(stream, records)]).await?;
    }
    let held = loaded(&store).await?;
    same!(titles(&held), vec![Some("lima")]);
    let store = bench.reopen(store).await?;
    let held = loaded(&store).await?;
    same!(titles(&held), vec![Some("lima")]);
    Ok(())
}

pub(super) async fn later_pages_lie_over_earlier_ones<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let stream = work("blitar");
    let name = |n: u64| format!("r{n}");
    for page in 0..4_u64 {
        let records = (page * 50..page * 50 + 100)
            .map(|n| record(&name(n), stream, page * 1000 + n, &format!("{page}")))
            .collect();
        let tx = Tx::relaxed(vec![
            Change::PutRecords(stream, records),
            Change::SetCursor(stream, cursor(&page.to_string())),
        ]);
        store.commit(&tx).await.map_err(failed)?;
    }
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(loaded.records.len(), 250);
    for n in [0_u64, 49, 50, 149, 150, 249] {
        let id = record(&name(n), stream, 0, "").id;
        let held = loaded.records.iter().find(|r| r.id == id);
        let page = (n / 50).min(3).to_string();
        same!(held.and_then(|r| r.text("judul")), Some(page.as_str()));
    }
    same!(loaded.cursors, vec![(stream, cursor("3"))]);
    Ok(())
}

pub(super) async fn a_dropped_stream_goes_with_its_cursor_and_no_other<B: Bench>(
    bench: &B,
) -> Outcome {
    let store = bench.fresh().await?;
    let (one, other) = (work("blitar"), work("jember"));
    let board = Stream::board(one.office);
    for (name, stream) in [("a", one), ("b", other), ("c", board)] {
        let changes = vec![
            Change::PutRecords(stream, vec![record(name, stream, 1, name)]),
            Change::SetCursor(stream, cursor(name)),
        ];
        commit(&store, changes).await?;
    }
    commit(&store, vec![Change::DropStream(one)]).await?;
    let store = bench.reopen(store).await?;
    let mut left = loaded(&store).await?;
    left.records
        .sort_by_key(|r| r.text("judul").map(str::to_owned));
    left.cursors.sort_by_key(|(_, cursor)| cursor.0.clone());
    same!(titles(&left), vec![Some("b"), Some("c")]);
    same!(
        left.cursors,
        vec![(other, cursor("b")), (board, cursor("c"))]
    );
    // It may come again, from nothing.
    let again = vec![record("a", one, 1, "a")];
    commit(&store, vec![Change::PutRecords(one, again)]).await?;
    same!(loaded(&store).await?.records.len(), 3);
    Ok(())
}

pub(super) async fn entries_come_in_the_order_in_which_they_were_made<B: Bench>(
    bench: &B,
) -> Outcome {
    let store = bench.fresh().await?;
    for (name, sequence) in [("c", 10), ("a", 2), ("b", 9), ("d", 100)] {
        commit(&store, vec![Change::PutEntry(entry(name, sequence)?)]).await?;
    }
    // Two tabs drew the same sequence: both entries are kept.
    commit(&store, vec![Change::PutEntry(entry("e", 9)?)]).await?;
    let store = bench.reopen(store).await?;
    let entries = loaded(&store).await?.entries;
    let sequences: Vec<u64> = entries.iter().map(|entry| entry.sequence).collect();
    same!(sequences, vec![2, 9, 9, 10, 100]);
    let ids = entries.iter().map(|entry| entry.op.op().id);
    let mut by_op: Vec<_> = entries.iter().map(|e| (e.sequence, e.op.op().id)).collect();
    by_op.sort_unstable();
    same!(
        ids.collect::<Vec<_>>(),
        by_op.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
    );
    Ok(())
}

pub(super) async fn an_entry_keeps_the_bytes_of_its_op<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let kept = entry("a", 1)?;
    commit(&store, vec![Change::PutEntry(kept.clone())]).await?;
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    let texts: Vec<&str> = loaded.entries.iter().map(|e| e.op.raw().get()).collect();
    same!(texts, vec![kept.op.raw().get()]);
    Ok(())
}

pub(super) async fn an_entry_is_replaced_and_removed<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let mut kept = entry("a", 1)?;
    commit(&store, vec![Change::PutEntry(kept.clone())]).await?;
    let rejection = Rejection::BadValue {
        field: "judul".to_owned(),
    };
    kept.state = EntryState::Rejected { rejection };
    commit(&store, vec![Change::PutEntry(kept.clone())]).await?;
    let store = bench.reopen(store).await?;
    same!(loaded(&store).await?.entries, vec![kept.clone()]);
    commit(&store, vec![Change::RemoveEntry(kept.op.op().id)]).await?;
    let store = bench.reopen(store).await?;
    same!(loaded(&store).await?.entries, Vec::new());
    Ok(())
}

pub(super) async fn chunks_are_read_back<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let file = captured(&store, "foto").await?;
    let store = bench.reopen(store).await?;
    let (_, chunks) = super::sample::file("foto");
    for (index, chunk) in (0..).zip(&chunks) {
        let read = store.chunk(file.capture, index).await.map_err(failed)?;
        if read.as_ref() != Some(chunk) {
            return Err(format!("chunk {index} reads otherwise"));
        }
    }
    let beyond = store.chunk(file.capture, 2).await.map_err(failed)?;
    same!(beyond, None);
    Ok(())
}

pub(super) async fn a_capture_is_sealed_only_if_its_bytes_are_there<B: Bench>(
    bench: &B,
) -> Outcome {
    let store = bench.fresh().await?;
    let (file, chunks) = file("foto");
    let put = store.put_chunk(file.capture, 0, &chunks[0]).await;
    put.map_err(failed)?;
    same!(store.seal(&file).await, Err(StoreError::Damaged));
    let put = store.put_chunk(file.capture, 1, b"other bytes").await;
    put.map_err(failed)?;
    same!(store.seal(&file).await, Err(StoreError::Damaged));
    let put = store.put_chunk(file.capture, 1, &chunks[1]).await;
    put.map_err(failed)?;
    same!(store.seal(&file).await, Ok(()));
    Ok(())
}

pub(super) async fn a_capture_is_listed_until_a_file_names_it<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let (file, chunks) = file("foto");
    let put = store.put_chunk(file.capture, 0, &chunks[0]).await;
    put.map_err(failed)?;
    let store = bench.reopen(store).await?;
    let listed = loaded(&store).await?.captures;
    same!(listed.len(), 1);
    same!((listed[0].id, &listed[0].file), (file.capture, &None));
    let file = captured(&store, "foto").await?;
    let store = bench.reopen(store).await?;
    let listed = loaded(&store).await?.captures;
    same!(listed.len(), 1);
    same!(listed[0].file, Some(file.clone()));
    commit(&store, vec![Change::NameFile(file.clone())]).await?;
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(loaded.captures, Vec::new());
    same!(loaded.files, vec![file.clone()]);
    let chunk = store.chunk(file.capture, 1).await.map_err(failed)?;
    same!(chunk.is_some(), true);
    Ok(())
}

pub(super) async fn nothing_is_kept_with_a_file_whose_bytes_are_gone<B: Bench>(
    bench: &B,
) -> Outcome {
    let store = bench.fresh().await?;
    let kept = captured(&store, "foto").await?;
    let lost = captured(&store, "salah").await?;
    commit(&store, vec![Change::RemoveCapture(lost.capture)]).await?;
    let note = Change::PutMeta("catatan".to_owned(), "ada".to_owned());
    let tx = Tx::strict(vec![
        note,
        Change::NameFile(kept.clone()),
        Change::NameFile(lost),
    ]);
    same!(store.commit(&tx).await, Err(StoreError::Closing));
    // What stands in a transaction twice over, because nobody heard how the first one ended, is no harm.
    for _ in 0..2 {
        commit(&store, vec![Change::NameFile(kept.clone())]).await?;
    }
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(loaded.files, vec![kept]);
    same!(loaded.meta.iter().any(|(name, _)| name == "catatan"), false);
    Ok(())
}

pub(super) async fn a_swept_capture_loses_its_chunks<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let kept = captured(&store, "foto").await?;
    commit(&store, vec![Change::PutFile(kept.clone())]).await?;
    let swept = captured(&store, "salah").await?;
    commit(&store, vec![Change::RemoveCapture(swept.capture)]).await?;
    let store = bench.reopen(store).await?;
    same!(loaded(&store).await?.captures, Vec::new());
    same!(store.chunk(swept.capture, 0).await.map_err(failed)?, None);
    // One that a file names isn't swept.
    commit(&store, vec![Change::RemoveCapture(kept.capture)]).await?;
    let chunk = store.chunk(kept.capture, 0).await.map_err(failed)?;
    same!(chunk.is_some(), true);
    Ok(())
}

pub(super) async fn a_freed_file_keeps_its_entry_and_its_thumbnail<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let mut file = captured(&store, "foto").await?;
    file.state = FileState::OnServer;
    let put = vec![
        Change::PutFile(file.clone()),
        Change::PutThumb(file.digest.clone(), vec![0xff, 0xd8]),
    ];
    commit(&store, put).await?;
    commit(&store, vec![Change::FreeFile(file.key())]).await?;
    let store = bench.reopen(store).await?;
    file.state = FileState::Freed;
    same!(loaded(&store).await?.files, vec![file.clone()]);
    let thumb = store.thumb(&file.digest).await.map_err(failed)?;
    same!(thumb, Some(vec![0xff, 0xd8]));
    same!(store.chunk(file.capture, 0).await.map_err(failed)?, None);
    Ok(())
}

pub(super) async fn two_offices_keep_the_same_bytes_apart<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let mut first = captured(&store, "foto").await?;
    let mut second = captured(&store, "foto").await?;
    second.office = OfficeId::derived(&["kantor lain"]);
    second.capture = CaptureId::derived(&["tangkapan", "lain"]);
    for index in 0..second.chunks {
        let chunk = store.chunk(first.capture, index).await.map_err(failed)?;
        let chunk = chunk.unwrap_or_default();
        let put = store.put_chunk(second.capture, index, &chunk).await;
        put.map_err(failed)?;
    }
    store.seal(&second).await.map_err(failed)?;
    first.state = FileState::OnServer;
    let put = vec![
        Change::PutFile(first.clone()),
        Change::PutFile(second.clone()),
        Change::PutThumb(first.digest.clone(), vec![0xff, 0xd8]),
    ];
    commit(&store, put).await?;
    commit(&store, vec![Change::FreeFile(first.key())]).await?;
    let store = bench.reopen(store).await?;
    first.state = FileState::Freed;
    let mut files = loaded(&store).await?.files;
    files.sort_by_key(|file| file.office == second.office);
    same!(files, vec![first.clone(), second.clone()]);
    same!(store.chunk(first.capture, 0).await.map_err(failed)?, None);
    let chunk = store.chunk(second.capture, 0).await.map_err(failed)?;
    same!(chunk.is_some(), true);
    // The picture goes with the last file that shows it, also where both go together.
    commit(&store, vec![Change::RemoveFile(first.key())]).await?;
    let thumb = store.thumb(&first.digest).await.map_err(failed)?;
    same!(thumb.is_some(), true);
    same!(loaded(&store).await?.files, vec![second.clone()]);
    let both = vec![
        Change::PutFile(first.clone()),
        Change::PutThumb(first.digest.clone(), vec![0xff, 0xd8]),
    ];
    commit(&store, both).await?;
    let gone = vec![
        Change::RemoveFile(first.key()),
        Change::RemoveFile(second.key()),
    ];
    commit(&store, gone).await?;
    same!(store.thumb(&first.digest).await.map_err(failed)?, None);
    same!(store.chunk(second.capture, 0).await.map_err(failed)?, None);
    Ok(())
}

pub(super) async fn a_removed_file_goes_whole<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let file = captured(&store, "foto").await?;
    let put = vec![
        Change::PutFile(file.clone()),
        Change::PutThumb(file.digest.clone(), vec![0xff, 0xd8]),
    ];
    commit(&store, put).await?;
    commit(&store, vec![Change::RemoveFile(file.key())]).await?;
    let store = bench.reopen(store).await?;
    let left = loaded(&store).await?;
    same!((left.files, left.captures), (Vec::new(), Vec::new()));
    same!(store.thumb(&file.digest).await.map_err(failed)?, None);
    same!(store.chunk(file.capture, 0).await.map_err(failed)?, None);
    Ok(())
}

pub(super) async fn instruments_keep_their_bytes<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let text = "{ \"family\" :\t\"lke-zi\" }\n";
    let put = Change::PutInstrument("ab".repeat(32), text.to_owned());
    commit(&store, vec![put]).await?;
    let store = bench.reopen(store).await?;
    let instruments = loaded(&store).await?.instruments;
    same!(instruments, vec![("ab".repeat(32), text.to_owned())]);
    Ok(())
}

pub(super) async fn small_values_are_put_and_removed<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let put = |name: &str, value: &str| Change::PutMeta(name.to_owned(), value.to_owned());
    commit(&store, vec![put("a", "1"), put("b", "2"), put("a", "3")]).await?;
    let store = bench.reopen(store).await?;
    let mut meta = loaded(&store).await?.meta;
    meta.sort();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    same!(meta, vec![pair("a", "3"), pair("b", "2")]);
    commit(&store, vec![put("a", "")]).await?;
    let store = bench.reopen(store).await?;
    same!(loaded(&store).await?.meta, vec![pair("b", "2")]);
    Ok(())
}

pub(super) async fn a_damaged_entry_is_told_and_spares_the_others<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    commit(&store, vec![Change::PutEntry(entry("a", 1)?)]).await?;
    bench.damage(&store, Stored::Entry).await?;
    commit(&store, vec![Change::PutEntry(entry("b", 2)?)]).await?;
    let store = bench.reopen(store).await?;
    let loaded = loaded(&store).await?;
    same!(loaded.entries, vec![entry("b", 2)?]);
    same!(loaded.damaged.len(), 1);
    same!(loaded.damaged[0].pullable, None);
    Ok(())
}

pub(super) async fn a_damaged_record_is_told_with_its_stream<B: Bench>(bench: &B) -> Outcome {
    let store = bench.fresh().await?;
    let (one, other) = (work("blitar"), work("jember"));
    let put = vec![record("a", one, 1, "a")];
    commit(&store, vec![Change::PutRecords(one, put)]).await?;
    bench.damage(&store, Stored::Record).await?;
    let put = vec![record("b", other, 1, "b")];
    commit(&store, vec![Change::PutRecords(other, put)]).await?;
    let store = bench.reopen(store).await?;
    let left = loaded(&store).await?;
    same!(titles(&left), vec![Some("b")]);
    same!(left.damaged.len(), 1);
    same!(left.damaged[0].pullable, Some(one));
    // Dropping the stream ends it.
    commit(&store, vec![Change::DropStream(one)]).await?;
    let store = bench.reopen(store).await?;
    same!(loaded(&store).await?.damaged, Vec::new());
    Ok(())
}
