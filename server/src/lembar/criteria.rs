//! What stands beside *Pilihan Jawaban*: the documents that an item asks for, and what each answer means.

use model::instrument::{Criterion, Document};

use super::cell::{is_space, tidy};

/// The documents that a cell asks for: numbered lines; without numbers, each line is one.
#[must_use]
pub fn documents(text: &str) -> Vec<Document> {
    let mut titles: Vec<String> = Vec::new();
    let lines = text.lines().map(tidy).filter(|line| !line.is_empty());
    let lines: Vec<String> = lines.collect();
    let numbered = lines.iter().any(|line| after_number(line).is_some());
    for line in lines {
        match (after_number(&line), titles.last_mut()) {
            (Some(title), _) => titles.push(title.to_owned()),
            (None, Some(last)) if numbered => {
                last.push(' ');
                last.push_str(&line);
            }
            (None, _) => {
                let title = line.trim_start_matches(['-', '•', '*', '–']);
                titles.push(tidy(title));
            }
        }
    }
    let titles = titles.into_iter().filter(|title| !title.is_empty());
    let document = |(n, title): (usize, String)| Document {
        code: (n + 1).to_string(),
        title,
    };
    titles.enumerate().map(document).collect()
}

/// What follows `1.` or `1)`.
fn after_number(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let rest = rest
        .strip_prefix(['.', ')'])
        .filter(|_| (1..=2).contains(&digits))?;
    Some(rest.trim_start_matches(is_space))
}

/// What each answer means, as a cell prints it: `A. Jika …`, `Ya, jika …`.
#[must_use]
pub fn criteria(text: &str, answers: &[&str]) -> Vec<Criterion> {
    let mut all: Vec<Criterion> = Vec::new();
    for line in text.lines().map(tidy).filter(|line| !line.is_empty()) {
        let begins = answers.iter().find_map(|answer| {
            let head = line
                .get(..answer.len())
                .filter(|head| head.eq_ignore_ascii_case(answer))?;
            let rest = line.get(head.len()..)?.trim_start_matches(is_space);
            let rest = rest.strip_prefix(['.', ',', ')', ':', '='])?;
            Some((
                (*answer).to_owned(),
                rest.trim_start_matches(is_space).to_owned(),
            ))
        });
        match (begins, all.last_mut()) {
            (Some((answer, text)), _) => all.push(Criterion { answer, text }),
            (None, Some(last)) => {
                last.text.push(' ');
                last.text.push_str(&line);
            }
            (None, None) => {}
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_are_counted_by_their_numbers() {
        let titles = |text: &str| -> Vec<String> {
            documents(text)
                .into_iter()
                .map(|document| document.title)
                .collect()
        };
        assert_eq!(
            titles("1. SK Tim\n2) Undangan\n   dan daftar hadir"),
            ["SK Tim", "Undangan dan daftar hadir"]
        );
        assert_eq!(titles("- SK\n- Notula"), ["SK", "Notula"]);
        assert_eq!(titles("\n \n"), Vec::<String>::new());
    }

    #[test]
    fn criteria_belong_to_their_answers() {
        let found = criteria(
            "A. Jika semua\nB. Jika sebagian\ndari unit\nC. Belum",
            &["A", "B", "C"],
        );
        assert_eq!(found.len(), 3);
        assert_eq!(found[1].text, "Jika sebagian dari unit");
        assert_eq!(
            criteria("Ya, jika ada", &["Ya", "Tidak"])[0].text,
            "jika ada"
        );
    }
}
