//! The archive that a workbook is: looked at before anything in it is unpacked, so that neither a bomb
//! nor a mistake fills memory.

use std::io::{self, BufReader, Read, Seek, SeekFrom};

use quick_xml::Reader;
use quick_xml::events::Event;
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::LembarError;

/// Largest workbook, in bytes as it lies on disk.
pub const FILE_BYTES_MAX: u64 = 100 << 20;
/// All parts unpacked; what isn't read (pictures) counts too.
pub const UNPACKED_BYTES_MAX: u64 = 200 << 20;
/// One part that is read. A single text of this size is held three times at worst.
pub const PART_BYTES_MAX: u64 = 40 << 20;
/// Parts of an archive: each takes memory before it is even looked at.
pub const PARTS_MAX: u16 = 10_000;

/// The first bytes of an OLE file: an old workbook, or an encrypted one.
const OLE: [u8; 8] = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
/// The end record of a zip archive.
const END: [u8; 4] = *b"PK\x05\x06";

/// Where a workbook's bytes come from.
pub trait Source: Read + Seek {}
impl<T: Read + Seek> Source for T {}

/// A workbook's parts.
pub struct Archive<'a> {
    zip: ZipArchive<&'a mut dyn Source>,
}

impl<'a> Archive<'a> {
    /// Looks at the archive's directory.
    ///
    /// # Errors
    /// [`LembarError`]: no XLSX, encrypted, too large.
    pub fn open(source: &'a mut dyn Source) -> Result<Self, LembarError> {
        let size = source.seek(SeekFrom::End(0))?;
        if size > FILE_BYTES_MAX {
            return Err(too_large("the file", FILE_BYTES_MAX));
        }
        guard_kind(source, size)?;
        guard_parts(source, size)?;
        source.rewind()?;
        let mut zip = ZipArchive::new(source).map_err(|e| damaged("the archive", &e))?;
        let mut unpacked = 0_u64;
        for n in 0..zip.len() {
            let part = zip
                .by_index_raw(n)
                .map_err(|e| damaged("the archive", &e))?;
            unpacked = unpacked.saturating_add(part.size());
        }
        if unpacked > UNPACKED_BYTES_MAX {
            return Err(too_large("what it unpacks to", UNPACKED_BYTES_MAX));
        }
        Ok(Self { zip })
    }

    /// Whether there is a part of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// Walks through a part's XML; the walker answers what stops it.
    ///
    /// # Errors
    /// [`LembarError::Damaged`], [`LembarError::TooLarge`], or what the walker answers.
    pub fn walk(
        &mut self,
        name: &str,
        walker: &mut dyn FnMut(&Event<'_>) -> Result<(), LembarError>,
    ) -> Result<(), LembarError> {
        let part = self.zip.by_name(name).map_err(|e| match e {
            ZipError::UnsupportedArchive(_) => LembarError::Encrypted,
            e => damaged(name, &e),
        })?;
        if part.size() > PART_BYTES_MAX {
            return Err(too_large(&format!("{name} unpacked"), PART_BYTES_MAX));
        }
        // The directory may lie about the size: what comes out is counted too.
        let capped = Capped {
            inner: part,
            left: PART_BYTES_MAX,
        };
        let mut reader = Reader::from_reader(BufReader::new(capped));
        reader.config_mut().check_end_names = false;
        let mut buffer = Vec::new();
        // A part that ends before its elements do is half of one.
        let mut open = 0_u64;
        loop {
            match reader.read_event_into(&mut buffer) {
                Ok(Event::Eof) if open > 0 => return Err(damaged(name, &"it is cut off")),
                Ok(Event::Eof) => return Ok(()),
                Ok(event) => {
                    match &event {
                        Event::Start(_) => open += 1,
                        Event::End(_) => open = open.saturating_sub(1),
                        _ => {}
                    }
                    walker(&event)?;
                }
                Err(quick_xml::Error::Io(e)) if e.kind() == io::ErrorKind::FileTooLarge => {
                    return Err(too_large(&format!("{name} unpacked"), PART_BYTES_MAX));
                }
                Err(e) => return Err(damaged(name, &e)),
            }
            buffer.clear();
        }
    }
}

/// Reads so far and no further.
struct Capped<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Capped<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let left = self
            .left
            .checked_sub(u64::try_from(read).unwrap_or(u64::MAX));
        self.left = left.ok_or(io::ErrorKind::FileTooLarge)?;
        Ok(read)
    }
}

/// Refuses by name what has the wrong first bytes.
fn guard_kind(source: &mut dyn Source, size: u64) -> Result<(), LembarError> {
    source.rewind()?;
    let mut head = Vec::new();
    source.take(8).read_to_end(&mut head)?;
    if head == OLE {
        // The directory of an encrypted workbook names its stream in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".bytes().flat_map(|b| [b, 0]).collect();
        let mut some = Vec::new();
        source.rewind()?;
        source.take(size.min(4 << 20)).read_to_end(&mut some)?;
        let found = some.windows(name.len()).any(|window| window == name);
        return Err(if found {
            LembarError::Encrypted
        } else {
            LembarError::OldXls
        });
    }
    let zip = head.starts_with(b"PK\x03\x04");
    zip.then_some(())
        .ok_or(LembarError::NotXlsx("it is no zip archive"))
}

/// Refuses too many parts by the end record alone.
fn guard_parts(source: &mut dyn Source, size: u64) -> Result<(), LembarError> {
    const RECORD: u64 = 22;
    const COMMENT_MAX: u64 = 65_535;
    let from = size.saturating_sub(RECORD + COMMENT_MAX);
    source.seek(SeekFrom::Start(from))?;
    let mut tail = Vec::new();
    source.take(RECORD + COMMENT_MAX).read_to_end(&mut tail)?;
    let end = tail.windows(END.len()).rposition(|window| window == END);
    let count = end.and_then(|at| tail.get(at + 10..at + 12));
    let count = count.map(|bytes| {
        bytes
            .iter()
            .rev()
            .fold(0_u16, |n, b| (n << 8) | u16::from(*b))
    });
    match count {
        Some(count) if count <= PARTS_MAX => Ok(()),
        Some(_) => Err(LembarError::TooLarge {
            what: "the number of its parts".into(),
            limit: PARTS_MAX.to_string(),
        }),
        None => Err(LembarError::NotXlsx(
            "the archive has no end: it is cut off",
        )),
    }
}

fn too_large(what: &str, bytes: u64) -> LembarError {
    LembarError::TooLarge {
        what: what.to_owned(),
        limit: format!("{} MB", bytes >> 20),
    }
}

/// A part that isn't what the format says.
pub fn damaged(part: &str, reason: &dyn std::fmt::Display) -> LembarError {
    LembarError::Damaged {
        part: part.to_owned(),
        reason: reason.to_string(),
    }
}
