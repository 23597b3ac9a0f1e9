//! The contract of a file store, kept by both.

use super::*;
use futures::TryStreamExt as _;

fn name(bytes: &[u8]) -> FileName {
    FileName {
        office: OfficeId::derived(&["kantor"]),
        digest: FileDigest::of(bytes),
    }
}

async fn bytes_of(files: &dyn FileStore, name: &FileName, from: u64, to: u64) -> Vec<u8> {
    let stream = files.read(name, from, to).await.unwrap();
    let parts: Vec<Bytes> = stream.try_collect().await.unwrap();
    parts.concat()
}

async fn contract(files: &dyn FileStore, power_cut: impl Fn()) {
    let whole = b"surat keputusan tim";
    let name = name(whole);
    let missing = files.join(&name, 19).await;
    assert_eq!(missing, Err(FileError::Missing));
    let put = |offset: u64, bytes: &'static [u8]| {
        files.put_part(&name, offset, Bytes::from_static(bytes))
    };
    put(0, b"surat ke").await.unwrap();
    power_cut();
    // Written again from the same offset, as after a lost answer: the second one counts.
    put(8, b"xx").await.unwrap();
    put(8, b"putusan tim").await.unwrap();
    power_cut();
    let joined = files.join(&name, 19).await.unwrap();
    assert_eq!(joined.size, 19);
    assert_eq!(joined.digest, name.digest);
    assert_eq!(joined.head, whole);
    power_cut();
    assert_eq!(files.join(&name, 19).await.unwrap(), joined, "twice");
    assert_eq!(bytes_of(files, &name, 0, 19).await, whole);
    assert_eq!(bytes_of(files, &name, 6, 15).await, b"keputusan");
    files.delete(&name).await.unwrap();
    files.delete(&name).await.unwrap();
    power_cut();
    assert!(files.read(&name, 0, 19).await.is_err());
}

async fn lies_are_seen(files: &dyn FileStore) {
    let name = name(b"yang diumumkan");
    let other = Bytes::from_static(b"yang dikirimkan");
    files.put_part(&name, 0, other.clone()).await.unwrap();
    let joined = files.join(&name, other.len() as u64).await.unwrap();
    assert_eq!(joined.digest, FileDigest::of(&other));
    assert_ne!(joined.digest, name.digest);
}

#[tokio::test]
async fn memory_keeps_the_contract() {
    let files = MemoryFiles::default();
    contract(&files, || files.power_cut()).await;
    lies_are_seen(&files).await;
}

#[tokio::test]
async fn a_folder_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let files = FolderFiles::open(folder.path()).unwrap();
    contract(&files, || ()).await;
    lies_are_seen(&files).await;
}

#[tokio::test]
async fn memory_loses_what_was_not_synced() {
    let files = MemoryFiles::default();
    let name = name(b"dua bagian");
    let put = |offset: u64, bytes: &'static [u8]| {
        files.put_part(&name, offset, Bytes::from_static(bytes))
    };
    put(0, b"dua ").await.unwrap();
    files.fail_syncs_after(0);
    assert!(put(4, b"bagian").await.is_err());
    files.power_cut();
    assert_eq!(files.join(&name, 10).await, Err(FileError::Missing));
    put(4, b"bagian").await.unwrap();
    assert_eq!(files.join(&name, 10).await.unwrap().digest, name.digest);
}
