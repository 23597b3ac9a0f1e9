//! The program itself, killed in the middle of an upload.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use model::wire::Outcome;
use server::clock::{Ambient as _, System};

use crate::house::{House, sealed};

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// The server keeps what comes in parts of so many bytes.
const PART: usize = 1024 * 1024;

/// A server of its own process; it ends with the test.
struct Running {
    child: Child,
    port: u16,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may be dead already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Running {
    fn start(data: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_bukti"))
            .args([
                "serve",
                "--addr",
                "127.0.0.1:0",
                "--backup-keep",
                "0",
                "--data",
            ])
            .arg(data)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let out = child.stdout.take().unwrap();
        let said = BufReader::new(out)
            .lines()
            .map(Result::unwrap)
            .find(|line| line.contains("http://localhost:"))
            .unwrap();
        let port = said.split("http://localhost:").nth(1).unwrap();
        let port = port.split_whitespace().next().unwrap().parse().unwrap();
        Self { child, port }
    }

    fn line(&self) -> TcpStream {
        let line = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        line.set_read_timeout(Some(PATIENCE)).unwrap();
        line
    }

    /// One request, one answer: its head.
    fn ask(&self, head: &str, body: &[u8]) -> String {
        let mut line = self.line();
        line.write_all(head.as_bytes()).unwrap();
        line.write_all(body).unwrap();
        let mut answer = Vec::new();
        line.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).to_lowercase()
    }

    fn offset(&self, address: &str) -> usize {
        let head = format!(
            "HEAD {address} HTTP/1.1\r\nhost: localhost\r\ntus-resumable: 1.0.0\r\n\
             connection: close\r\n\r\n"
        );
        let answer = self.ask(&head, b"");
        let offset = answer
            .lines()
            .find_map(|l| l.strip_prefix("upload-offset: "));
        let offset = offset.unwrap_or_else(|| panic!("{answer}"));
        offset.trim().parse().unwrap()
    }
}

fn patch(address: &str, offset: usize, length: usize) -> String {
    format!(
        "PATCH {address} HTTP/1.1\r\nhost: localhost\r\ntus-resumable: 1.0.0\r\n\
         content-type: application/offset+octet-stream\r\nupload-offset: {offset}\r\n\
         content-length: {length}\r\nconnection: close\r\n\r\n"
    )
}

#[tokio::test]
async fn after_a_kill_an_upload_goes_on_from_the_last_durable_byte() {
    let house = House::new().await;
    // The other process has the machine's clock.
    house.clock.set(System.now());
    let siti = house.phone("siti").await;
    let mut photo = b"\xff\xd8\xff\xe0\0\x10JFIF\0".to_vec();
    photo.extend((0..2 * PART + 500_000).map(|n| (n % 251) as u8));
    let op = sealed(house.evidence(&siti, &photo, "image/jpeg", "rapat.jpg"));
    let Outcome::Accepted { mut uploads, .. } = house.push(&siti, &[op]).await.remove(0) else {
        panic!("not accepted");
    };
    let address = uploads.remove(0).address;
    let data = house.folder.path().join("data");

    let server = Running::start(&data);
    assert_eq!(server.offset(&address), 0);
    let mut line = server.line();
    let head = patch(&address, 0, photo.len());
    line.write_all(head.as_bytes()).unwrap();
    // One part and a half; the rest never comes.
    line.write_all(&photo[..PART + PART / 2]).unwrap();
    while server.offset(&address) < PART {
        std::thread::yield_now();
    }
    drop(server);
    drop(line);

    let server = Running::start(&data);
    assert_eq!(
        server.offset(&address),
        PART,
        "what was durable, and not a byte more"
    );
    let answer = server.ask(&patch(&address, PART, photo.len() - PART), &photo[PART..]);
    assert!(answer.starts_with("http/1.1 204"), "{answer}");
    assert_eq!(server.offset(&address), photo.len());
    let files = house.app.ledger().store().complete_files().await.unwrap();
    assert_eq!(files.len(), 1, "and its digest fits");
}
