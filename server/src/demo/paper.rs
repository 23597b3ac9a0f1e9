//! Files for the demo's evidence: one-page PDFs written here, and four pictures with a title inside.

use std::fmt::Write as _;

/// A picture of the demo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {
    /// People around a table.
    Meeting,
    /// A signed attendance sheet.
    Attendance,
    /// A board on a wall.
    Board,
    /// A screen.
    Screen,
}

impl Picture {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Meeting => include_bytes!("../../demo/rapat.jpg"),
            Self::Attendance => include_bytes!("../../demo/hadir.jpg"),
            Self::Board => include_bytes!("../../demo/papan.jpg"),
            Self::Screen => include_bytes!("../../demo/layar.jpg"),
        }
    }
}

/// The picture as a JPEG that carries `title` as its comment, so that two of them differ.
#[must_use]
pub fn photo(picture: Picture, title: &str) -> Vec<u8> {
    let bytes = picture.bytes();
    let comment = title.as_bytes();
    let comment = &comment[..comment.len().min(1000)];
    // A comment segment: marker, length (with the two bytes of the length itself), text. It may stand
    // behind the first segment (JFIF), whose length is at bytes 4 and 5.
    let (start, rest) = bytes.split_at(after_first_segment(bytes));
    let mut photo = Vec::with_capacity(bytes.len() + comment.len() + 4);
    photo.extend_from_slice(start);
    photo.extend_from_slice(&[0xff, 0xfe]);
    let length = u16::try_from(comment.len() + 2).unwrap_or(u16::MAX);
    photo.extend_from_slice(&length.to_be_bytes());
    photo.extend_from_slice(comment);
    photo.extend_from_slice(rest);
    photo
}

fn after_first_segment(jpeg: &[u8]) -> usize {
    match jpeg {
        [0xff, 0xd8, 0xff, 0xe0, high, low, ..] => {
            (4 + usize::from(u16::from_be_bytes([*high, *low]))).min(jpeg.len())
        }
        _ => 2.min(jpeg.len()),
    }
}

/// A PDF of one A4 page: the office's name, a title, and lines of text.
#[must_use]
pub fn document(office: &str, title: &str, lines: &[String]) -> Vec<u8> {
    let mut page = String::new();
    let mut line = |font: &str, size: u16, y: u16, text: &str| {
        // Writing to a String can't fail.
        let _ = writeln!(
            page,
            "BT /{font} {size} Tf 64 {y} Td ({}) Tj ET",
            escaped(text)
        );
    };
    line("B", 13, 780, &office.to_uppercase());
    for (n, part) in wrapped(title, 58).iter().take(4).enumerate() {
        line("B", 15, 735 - 20 * u16::try_from(n).unwrap_or(0), part);
    }
    let body = lines.iter().flat_map(|text| wrapped(text, 84));
    for (n, part) in body.take(36).enumerate() {
        line("R", 11, 640 - 16 * u16::try_from(n).unwrap_or(0), &part);
    }
    page.push_str("1.4 w 64 770 m 531 770 l S\n0.5 w 64 767 m 531 767 l S\n");
    assembled(&[
        "<< /Type /Catalog /Pages 2 0 R /Lang (id) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R \
         /Resources << /Font << /R 5 0 R /B 6 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{page}endstream", page.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Bold /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        format!("<< /Title ({}) >>", escaped(title)),
    ])
}

/// Objects numbered from 1 (the first is the catalogue, the last the information), as a file.
fn assembled(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::new();
    for (n, object) in objects.iter().enumerate() {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let (start, size) = (file.len(), objects.len() + 1);
    let _ = write!(
        file,
        "xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R /Info {} 0 R >>\n\
         startxref\n{start}\n%%EOF\n",
        objects.len()
    );
    file.into_bytes()
}

/// Text inside parentheses of a PDF; what plain ASCII can't say becomes a plain sign.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '(' | ')' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            '–' | '—' => out.push('-'),
            ' '..='~' => out.push(c),
            _ => out.push('?'),
        }
    }
    out
}

/// Lines of at most `width` characters, broken between words.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        if let Some(last) = lines.last_mut() {
            if last.is_empty() {
                last.push_str(word);
                continue;
            }
            if last.chars().count() + 1 + word.chars().count() <= width {
                last.push(' ');
                last.push_str(word);
                continue;
            }
        }
        lines.push(word.to_owned());
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_points_at_its_own_table() {
        let pdf = document(
            "KPU",
            "Notula (rapat)",
            &["Satu.".into(), "Dua – tiga.".into()],
        );
        let text = String::from_utf8(pdf).unwrap();
        let start: usize = text
            .rsplit("startxref\n")
            .next()
            .and_then(|rest| rest.lines().next())
            .unwrap()
            .parse()
            .unwrap();
        assert!(text[start..].starts_with("xref\n0 8\n"));
        let third: usize = text[start..].lines().nth(4).unwrap()[..10].parse().unwrap();
        assert!(
            text[third..].starts_with("2 0 obj"),
            "{}",
            &text[third..third + 20]
        );
        assert!(text.contains("Notula \\(rapat\\)"));
    }

    #[test]
    fn photos_with_other_titles_differ_and_stay_photos() {
        let (one, two) = (photo(Picture::Board, "satu"), photo(Picture::Board, "dua"));
        assert_ne!(one, two);
        assert_eq!(one[..4], [0xff, 0xd8, 0xff, 0xe0]);
        let at = after_first_segment(&one);
        assert_eq!(one[at..at + 4], [0xff, 0xfe, 0, 6]);
        assert_eq!(one[at + 8], 0xff, "the next segment follows");
    }
}
