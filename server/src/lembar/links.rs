//! Addresses of evidence in a cell of *Tautan Bukti*, and what is no address there.

use super::cell::{CellRef, is_space};
use super::finding::{Finding, Slip};

/// The addresses in a cell; one that leads to somebody's disk is a finding, what is none at all a note.
pub fn links(text: &str, at: CellRef, findings: &mut Vec<Finding>) -> Vec<String> {
    let mut links: Vec<String> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let lines = text.lines().map(|line| line.trim_matches(is_space));
    for line in lines.filter(|line| !line.is_empty()) {
        // Two addresses may have nothing but a sign between them.
        let apart = line.replace(";http", " http").replace(",http", " http");
        let found: Vec<String> = apart.split(is_space).filter_map(address).collect();
        if is_local(line) || (found.is_empty() && is_beside(line)) {
            let what = format!("Tautan “{line}” menunjuk ke komputer seseorang");
            let proposal = "Unggah berkasnya, atau ganti dengan alamat https://";
            findings.push(Finding::new(at, Slip::Link, what, proposal));
        } else if found.is_empty() {
            words.push(line);
        }
        let new = found.into_iter().filter(|link| !links.contains(link));
        let new: Vec<String> = new.collect();
        links.extend(new);
    }
    // A name above its address is no address that is lost.
    let dashes = |word: &str| word.chars().all(|c| matches!(c, '-' | '–' | '—'));
    let lost: Vec<&str> = words.into_iter().filter(|word| !dashes(word)).collect();
    if links.is_empty() && !lost.is_empty() {
        let what = format!(
            "“{}” bukan alamat; tidak diambil sebagai tautan",
            lost.join(" ")
        );
        findings.push(Finding::note(at, Slip::Link, what));
    }
    links
}

/// The address that a word is, brackets and points around it aside. `bit.ly/x` and `www.kpu.go.id` are as good
/// as with `https://`.
fn address(word: &str) -> Option<String> {
    const DOMAINS: [&str; 11] = [
        "id", "com", "org", "net", "ly", "gle", "gl", "me", "io", "be", "info",
    ];
    let around = |c: char| "()<>[]\"'“”‘’,;".contains(c);
    let word = word.trim_matches(around).trim_end_matches(['.', ':']);
    let lower = word.to_lowercase();
    if let Some(scheme) = ["https://", "http://"]
        .iter()
        .find(|scheme| lower.starts_with(**scheme))
    {
        let rest = word.get(scheme.len()..).filter(|rest| !rest.is_empty())?;
        return Some(format!("{scheme}{rest}"));
    }
    let (host, path) = lower
        .split_once('/')
        .map_or((lower.as_str(), None), |(host, path)| (host, Some(path)));
    let label = |label: &str| {
        !label.is_empty() && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
    };
    let known = host
        .rsplit_once('.')
        .is_some_and(|(_, domain)| DOMAINS.contains(&domain));
    let is_host = host.contains('.') && host.split('.').all(label) && known;
    let leads = path.is_some_and(|path| !path.is_empty()) || host.starts_with("www.");
    (is_host && leads).then(|| format!("https://{word}"))
}

/// Whether a text names a file beside the workbook, as spreadsheets link to it.
fn is_beside(line: &str) -> bool {
    const FILES: [&str; 12] = [
        "pdf", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "jpg", "jpeg", "png", "zip", "rar",
    ];
    let lower = line.to_lowercase();
    let ends = lower.rsplit_once('.').map(|(_, ending)| ending);
    let is_file = ends.is_some_and(|ending| FILES.contains(&ending));
    is_file && (lower.contains(['/', '\\', '%']) || !lower.contains(is_space))
}

/// Whether a text names a place on a disk or in an office's own network, anywhere in it.
fn is_local(text: &str) -> bool {
    let lower = text.to_lowercase();
    let begins = |word: &str| {
        let word = word.trim_start_matches(['(', '"', '\'', '<']);
        let mut chars = word.chars();
        let letter = chars.next().is_some_and(|c| c.is_ascii_alphabetic());
        let rest = chars.as_str();
        let drive = letter
            && (rest.starts_with(":\\")
                || rest.starts_with(":/")
                || (rest.starts_with(':') && rest.contains('\\')));
        let folders = [
            "file:", "\\\\", "..\\", ".\\", "../", "./", "/home/", "/users/",
        ];
        drive || folders.iter().any(|folder| word.starts_with(folder))
    };
    lower.split(is_space).any(begins)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_on_a_disk_are_told_from_addresses() {
        for local in [
            "D:\\ZI\\1.i.a SK.pdf",
            "c:/zi",
            "file:///D:/zi",
            "\\\\server\\zi",
            "SK: D:\\ZI\\SK.pdf",
            "..\\ZI\\a.pdf",
            "../ZI/x.pdf",
            "E:ZI\\a.pdf",
        ] {
            assert!(is_local(local), "{local}");
        }
        assert!(!is_local("https://drive.contoh.go.id/a"));
        assert!(!is_local("a: daftar hadir"));
        let at = CellRef { row: 0, col: 0 };
        let mut findings = Vec::new();
        let found = links(
            "SK: https://a.go.id/1, https://a.go.id/2\nE:\\x",
            at,
            &mut findings,
        );
        assert_eq!(found, ["https://a.go.id/1", "https://a.go.id/2"]);
        assert_eq!(findings.len(), 1);
    }

    #[test]
    fn addresses_are_taken_as_people_write_them_and_none_is_lost_in_silence() {
        let at = CellRef { row: 0, col: 0 };
        let taken = |text: &str| {
            let mut findings = Vec::new();
            let found = links(text, at, &mut findings);
            (found, findings.len())
        };
        let one = |link: &str| (vec![link.to_owned()], 0);
        for (text, link) in [
            ("HTTPS://Drive.google.com/z", "https://Drive.google.com/z"),
            ("SK (https://a.go.id/1)", "https://a.go.id/1"),
            ("bit.ly/abc", "https://bit.ly/abc"),
            ("Dapat dilihat di www.kpu.go.id", "https://www.kpu.go.id"),
            ("SK Tim\nhttps://a.go.id/1", "https://a.go.id/1"),
        ] {
            assert_eq!(taken(text), one(link), "{text}");
        }
        let (found, said) = taken("http://a.go.id/3;https://a.go.id/4");
        assert_eq!((found.len(), said), (2, 0));
        // With one that nobody else can open: taken, and said.
        let (found, said) = taken("D:\\ZI\\a.pdf https://a.go.id/1");
        assert_eq!((found.len(), said), (1, 1));
        for lost in [
            "1.i.a%20SK.pdf",
            "ZI/1/SK.pdf",
            "SK.pdf",
            "ada di lemari arsip",
        ] {
            assert_eq!(taken(lost), (vec![], 1), "{lost}");
        }
        assert_eq!(taken("-"), (vec![], 0));
    }
}
