//! What a file is, told by its content. A type that a browser would run is never taken, whatever its
//! name says; a claim that the content belies isn't either.

/// What the content says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// A type that is told by its first bytes, and whether it may be shown inside a page.
    Known(&'static str),
    /// HTML, SVG, a script, a program: nothing that evidence is made of.
    Dangerous,
    /// Nothing that can be told.
    Unknown,
}

/// Media types that a browser shows and doesn't run.
const SHOWN: [&str; 5] = [
    "image/jpeg",
    "image/png",
    "image/webp",
    "image/gif",
    "application/pdf",
];
/// Office documents that are ZIP archives or old compound files inside.
const PACKED: [&str; 9] = [
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/msword",
];

/// Tells a type by the first bytes of a file.
#[must_use]
pub fn sniff(head: &[u8]) -> Content {
    let magics: [(&[u8], &'static str); 8] = [
        (&[0xff, 0xd8, 0xff], "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"GIF8", "image/gif"),
        (b"%PDF-", "application/pdf"),
        // What scanners make: kept as a document, for downloading.
        (b"II*\0", "image/tiff"),
        (b"MM\0*", "image/tiff"),
        (b"PK\x03\x04", "application/zip"),
        (
            &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
            "application/x-ole-storage",
        ),
    ];
    if let Some((_, media)) = magics.iter().find(|(magic, _)| head.starts_with(magic)) {
        return Content::Known(media);
    }
    if head.starts_with(b"RIFF") && head.get(8..12) == Some(b"WEBP") {
        return Content::Known("image/webp");
    }
    if head.get(4..8) == Some(b"ftyp") {
        return match head.get(8..12) {
            Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc") => Content::Known("image/heic"),
            Some(b"avif" | b"avis") => Content::Known("image/avif"),
            _ => Content::Known("video/mp4"),
        };
    }
    if is_program(head) || is_markup(head) {
        return Content::Dangerous;
    }
    Content::Unknown
}

fn is_program(head: &[u8]) -> bool {
    [&b"MZ"[..], b"\x7fELF", b"#!", b"\0asm"]
        .iter()
        .any(|magic| head.starts_with(magic))
}

/// HTML, SVG or XML, however it is indented or encoded. Told as browsers do: by how a file begins.
fn is_markup(head: &[u8]) -> bool {
    // A text of UTF-16 shows its letters once the zero bytes are left out; byte order marks go too.
    let text: String = head
        .iter()
        .filter(|byte| ![0, 0xef, 0xbb, 0xbf, 0xfe, 0xff].contains(*byte))
        .map(|byte| char::from(byte.to_ascii_lowercase()))
        .collect();
    let tags = [
        "<!", "<?", "<html", "<head", "<body", "<script", "<iframe", "<svg", "<style", "<title",
        "<object", "<embed", "<meta", "<link", "<table", "<div", "<h1", "<font", "<br", "<p", "<a",
        "<b",
    ];
    let text = text.trim_start();
    tags.iter().any(|tag| text.starts_with(tag))
}

/// The media type under which a file is kept, from what its content and its sender say.
///
/// # Errors
/// The claim doesn't fit the content, or is of a type that isn't taken.
pub fn settle(claimed: &str, head: &[u8]) -> Result<String, BadType> {
    let claimed = claimed.split(';').next().unwrap_or_default().trim();
    let claimed = claimed.to_ascii_lowercase();
    let is_runnable = ["html", "svg", "javascript", "ecmascript", "xml-dtd", "x-sh"]
        .iter()
        .any(|word| claimed.contains(word));
    if is_runnable {
        return Err(BadType);
    }
    match sniff(head) {
        Content::Dangerous => Err(BadType),
        Content::Known("application/zip" | "application/x-ole-storage") => {
            let packed = PACKED.contains(&claimed.as_str());
            let open = claimed.is_empty() || claimed == "application/octet-stream";
            match (packed, open) {
                (true, _) => Ok(claimed),
                (_, true) => Ok("application/octet-stream".to_owned()),
                _ => Err(BadType),
            }
        }
        Content::Known(known) => {
            let open = claimed.is_empty() || claimed == "application/octet-stream";
            let heic = known == "image/heic" && claimed == "image/heif";
            let video = known == "video/mp4" && claimed.starts_with("video/");
            if open
                || heic
                || video
                || claimed == known
                || (known == "image/jpeg" && claimed == "image/jpg")
            {
                Ok(known.to_owned())
            } else {
                Err(BadType)
            }
        }
        // Text, CSV and what nobody can tell: kept for downloading. A picture or PDF would have been told.
        Content::Unknown if SHOWN.contains(&claimed.as_str()) || claimed.starts_with("image/") => {
            Err(BadType)
        }
        Content::Unknown if claimed == "text/plain" || claimed == "text/csv" => Ok(claimed),
        Content::Unknown => Ok("application/octet-stream".to_owned()),
    }
}

/// Whether a browser may show a file of this type inside a page.
#[must_use]
pub fn is_shown(media: &str) -> bool {
    SHOWN.contains(&media)
}

/// A type that isn't taken, or isn't what it claims to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this type of file isn't taken, or its content isn't what its name says")]
pub struct BadType;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_browser_would_run_is_refused_under_any_name() {
        let evil: [&[u8]; 6] = [
            b"<html><script>alert(1)</script>",
            b"\xef\xbb\xbf  <!DOCTYPE html><p>",
            b"<?xml version='1.0'?><svg onload='x'>",
            b"<\0s\0c\0r\0i\0p\0t\0>\0",
            b"MZ\x90\0",
            b"#!/bin/sh\nrm -rf /",
        ];
        for head in evil {
            for claim in ["image/jpeg", "application/pdf", "text/plain", ""] {
                assert_eq!(settle(claim, head), Err(BadType), "{claim}: {head:?}");
            }
        }
        assert_eq!(settle("image/svg+xml", b"anything"), Err(BadType));
        assert_eq!(settle("text/html; charset=utf-8", b"hello"), Err(BadType));
    }

    #[test]
    fn what_it_claims_to_be_is_taken() {
        let taken = [
            (
                "image/jpeg",
                &b"\xff\xd8\xff\xe0\0\x10JFIF"[..],
                "image/jpeg",
            ),
            ("application/pdf", b"%PDF-1.7\n", "application/pdf"),
            ("", b"%PDF-1.7\n", "application/pdf"),
            ("text/plain", b"notula rapat", "text/plain"),
            (PACKED[1], b"PK\x03\x04....", PACKED[1]),
            (
                "application/x-strange",
                b"whatever",
                "application/octet-stream",
            ),
        ];
        for (claim, head, media) in taken {
            assert_eq!(settle(claim, head).as_deref(), Ok(media), "{claim}");
        }
        assert_eq!(settle("image/jpeg", b"%PDF-1.7\n"), Err(BadType));
        assert_eq!(settle("image/jpeg", b"no picture"), Err(BadType));
    }
}
