//! Workbooks that would fill memory are refused before they do. A binary of its own: the kernel tells of
//! the largest of all children.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use nix::sys::resource::{UsageWho, getrusage};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// What a child may take at most, in bytes.
const MEMORY_MAX: i64 = 200 << 20;

const TYPES: &str =
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="LKE" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const PARTS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>"#;

/// A part that is written again and again between a head and an end.
struct Part<'a> {
    name: &'a str,
    head: &'a str,
    again: &'a str,
    times: usize,
    end: &'a str,
}

fn workbook(path: &Path, parts: &[Part<'_>]) {
    let mut zip = ZipWriter::new(std::fs::File::create(path).unwrap());
    let small = [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", PARTS),
    ];
    for (name, text) in small {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    for part in parts {
        zip.start_file(part.name, SimpleFileOptions::default())
            .unwrap();
        zip.write_all(part.head.as_bytes()).unwrap();
        for _ in 0..part.times {
            zip.write_all(part.again.as_bytes()).unwrap();
        }
        zip.write_all(part.end.as_bytes()).unwrap();
    }
    zip.finish().unwrap();
}

/// Scores a workbook; its complaint.
fn complaint(path: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bukti"))
        .arg("score")
        .arg(path)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", path.display());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Makes every entry of the archive's directory say that it unpacks to so many bytes.
fn claim(path: &Path, size: u32) {
    const ENTRY: &[u8] = b"PK\x01\x02";
    let mut bytes = std::fs::read(path).unwrap();
    let starts = |at: &usize| bytes[*at..].starts_with(ENTRY);
    let entries: Vec<usize> = (0..bytes.len() - 4).filter(starts).collect();
    for at in entries {
        bytes[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
    }
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn bombs_are_refused_in_little_memory() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let row = "<row><c t=\"inlineStr\"><is><t>isi</t></is></c></row>".repeat(1000);
    let sheet = |again, times| Part {
        name: "xl/worksheets/sheet1.xml",
        head: "<worksheet><sheetData>",
        again,
        times,
        end: "</sheetData></worksheet>",
    };
    let texts = |again, times| Part {
        name: "xl/sharedStrings.xml",
        head: "<sst>",
        again,
        times,
        end: "</sst>",
    };
    // 45 MB of rows; some hundred kilobytes as they lie on disk. Its directory says that all of it
    // unpacks to 300 MB, then that it unpacks to nearly nothing.
    let bomb = path("bom.xlsx");
    workbook(&bomb, &[sheet(&row, 900)]);
    assert!(std::fs::metadata(&bomb).unwrap().len() < 1 << 20);
    claim(&bomb, 60 << 20);
    assert!(complaint(&bomb).contains("what it unpacks to is more than 200 MB"));
    claim(&bomb, 1);
    let said = complaint(&bomb);
    let names = ["too large", "at most 20000 rows", "damaged"];
    assert!(names.iter().any(|name| said.contains(name)), "{said}");
    // 39 MB of shared texts, long and short; and one text of 39 MB.
    let long = format!("<si><t>{}</t></si>", "x".repeat(30_000));
    let many = path("banyak.xlsx");
    workbook(&many, &[sheet("", 0), texts(&long, 1300)]);
    assert!(complaint(&many).contains("too large"));
    let short = "<si><t>x</t></si>".repeat(1000);
    let tiny = path("kecil.xlsx");
    workbook(&tiny, &[sheet("", 0), texts(&short, 2200)]);
    assert!(complaint(&tiny).contains("too large"));
    let one = path("satu.xlsx");
    let spaces = "x".repeat(1 << 20);
    let whole = Part {
        head: "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>",
        end: "</t></is></c></row></sheetData></worksheet>",
        ..sheet(&spaces, 39)
    };
    workbook(&one, &[whole]);
    assert!(complaint(&one).contains("no worksheet found"));
    let largest = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss() * 1024;
    assert!(largest < MEMORY_MAX, "{} MB", largest >> 20);
}
