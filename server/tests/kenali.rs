//! One list of types on both sides: what the phone lets through (`app/assets/build/kenali.js`, here run by
//! Node), the server takes. Else a file would count as evidence until it is sent.
#![expect(clippy::unwrap_used, reason = "a test that can't go on fails")]

use std::io::Write as _;
use std::process::{Command, Stdio};

use serde::Deserialize;
use serde_json::json;
use server::sniff::{is_shown, settle};

const KENALI: &str = include_str!("../../app/assets/build/kenali.js");
/// Reads `{source, samples: [[name, bytes]]}`; writes what the phone says of each. The source comes as text:
/// Node takes a file of that name for no module.
const SCRIPT: &str = "
    import { readFileSync } from 'node:fs';
    const { source, samples } = JSON.parse(readFileSync(0, 'utf8'));
    const { NEVER, PICTURES, sniff } = await import('data:text/javascript,' + encodeURIComponent(source));
    console.log(JSON.stringify(samples.map(([name, bytes]) => {
        const type = sniff(new Uint8Array(bytes).buffer, name);
        return { type, refused: NEVER.includes(type), picture: PICTURES.includes(type) };
    })));
";

/// What the phone says of a file.
#[derive(Debug, Deserialize)]
struct Said {
    #[serde(rename = "type")]
    media: String,
    refused: bool,
    /// It is re-encoded: what is sent is a JPEG.
    picture: bool,
}

fn phone(samples: &[(&str, &[u8])]) -> Vec<Said> {
    let mut node = Command::new("node")
        .args(["--input-type=module", "--eval", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = json!({ "source": KENALI, "samples": samples }).to_string();
    let mut stdin = node.stdin.take().unwrap();
    stdin.write_all(input.as_bytes()).unwrap();
    drop(stdin);
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    serde_json::from_slice(&output.stdout).unwrap()
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";

#[test]
fn what_the_phone_lets_through_the_server_takes() {
    let heads: &[&[u8]] = &[
        b"II*\0\x08\0\0\0",
        b"MM\0*\0\0\0\x08",
        OLE,
        b"\xd0\xcf\x11\xe0 cut",
        b"%PDF-1.7\n",
        b"PK\x03\x04....[Content_Types].xmlword/document.xml",
        b"PK\x03\x04....xl/workbook.xml",
        b"PK\x03\x04....ppt/presentation.xml",
        b"PK\x03\x04....mimetypeapplication/vnd.oasis.opendocument.text",
        b"PK\x03\x04....photo.jpg",
        b"\0\0\0\x18ftypmp42\0\0\0\0isom",
        b"\0\0\0\x18ftypmsf1\0\0\0\0isom",
        b"\0\0\0\x18ftyphevc\0\0\0\0isom",
        b"\0\0\0\x18ftypavis\0\0\0\0isom",
        b"<?xml version=\"1.0\"?><surat/>",
        b"<?xml version=\"1.0\"?><svg/>",
        b"\xef\xbb\xbf \n<!DOCTYPE html>",
        b"\xff\xfe<\0h\0t\0m\0l\0>\0",
        b"\x85<table>",
        b"<p>surat",
        b"<< catatan",
        b"MZ\x90\0",
        b"\x7fELF",
        b"#!/bin/sh",
        b"\0asm",
        b"BMN: daftar barang",
        b"notula rapat",
        b"a;b;c\n",
        b"\x01\x02\x03",
        b"RIFF....WAVE",
    ];
    let names = [
        "surat.doc",
        "surat.msg",
        "data.csv",
        "catatan.txt",
        "x.tif",
        "tanpa",
    ];
    let samples: Vec<(&str, &[u8])> = heads
        .iter()
        .flat_map(|head| names.map(|name| (name, *head)))
        .collect();
    for (said, (name, head)) in phone(&samples).iter().zip(&samples) {
        if !said.refused && !said.picture {
            let taken = settle(&said.media, head);
            assert!(taken.is_ok(), "{name}: {said:?}: {}", head.escape_ascii());
        }
    }
}

#[test]
fn what_scanners_make_passes_and_mail_does_not() {
    let samples: &[(&str, &[u8], bool)] = &[
        ("sk.tif", b"II*\0\x08\0\0\0", true),
        ("lama.doc", OLE, true),
        ("bmn.txt", b"BMN: daftar barang", true),
        ("surat.msg", OLE, false),
        ("denah.vsd", OLE, false),
        ("data.xml", b"<?xml version=\"1.0\"?><surat/>", false),
        ("alat.exe", b"MZ\x90\0", false),
    ];
    let files: Vec<(&str, &[u8])> = samples.iter().map(|s| (s.0, s.1)).collect();
    for (said, (name, _, passes)) in phone(&files).iter().zip(samples) {
        assert_eq!(!said.refused, *passes, "{name}: {said:?}");
    }
    assert_eq!(settle("image/tiff", b"II*\0").as_deref(), Ok("image/tiff"));
    assert!(!is_shown("image/tiff"), "for downloading");
}
