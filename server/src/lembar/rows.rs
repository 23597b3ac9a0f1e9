//! What the counts of a percentage are in it.

use model::instrument::{Row, RowRole};

use super::cell::plain;

/// Whether a count is the whole by its words: `Jumlah seluruh …`, `Total …`, `… yang harus …`.
fn is_whole(title: &str) -> bool {
    let title = plain(title);
    let title = title.trim_start_matches(['-', '–', '—', ' ']);
    let title = title.strip_prefix("jumlah ").unwrap_or(title);
    let begins = title.split(' ').next().unwrap_or_default();
    matches!(begins, "seluruh" | "keseluruhan" | "total") || title.contains("yang harus")
}

/// Whether words say that the counts are printed the other way round: the part, or this year, first.
fn is_turned(item: &str, first: &str, last: &str) -> bool {
    const DONE: [&str; 8] = [
        "selesai",
        "diselesaikan",
        "ditindaklanjuti",
        "tercapai",
        "sudah",
        "telah",
        "lapor",
        "melapor",
    ];
    if plain(item).contains("penurunan") {
        let before = |title: &str| {
            let title = plain(title);
            title.contains("sebelumnya") || title.ends_with("lalu")
        };
        return before(last) && !before(first);
    }
    let done = |title: &str| plain(title).split(' ').any(|word| DONE.contains(&word));
    is_whole(last) && !done(last) && !is_whole(first) && plain(first).contains(" yang ")
}

/// The places of the part and of the whole, where words say that they are printed the other way round than
/// the law has it. The law stands all the same.
#[must_use]
pub fn turned(item: &str, titles: &[&str]) -> Option<(usize, usize)> {
    let counts: Vec<usize> = (0..titles.len())
        .filter(|n| !is_percentage(titles[*n]))
        .collect();
    let (first, last) = match counts.as_slice() {
        [first, second, ..] if plain(item).contains("penurunan") => (*first, *second),
        [first, .., last] => (*first, *last),
        _ => return None,
    };
    is_turned(item, titles[first], titles[last]).then_some((first, last))
}

/// Whether a row only repeats the percentage.
fn is_percentage(title: &str) -> bool {
    const WORDS: [&str; 5] = ["persentase", "prosentase", "presentase", "porsentase", "% "];
    let title = plain(title);
    let title = title.trim_start_matches(['-', '–', '—', '•', ' ']);
    WORDS.iter().any(|word| title.starts_with(word))
}

/// What each count is in its percentage by its place: the last ÷ the first; what is "yang harus …" is added;
/// of a decrease (first − second) ÷ first.
#[must_use]
pub fn rows(item: &str, titles: &[&str]) -> Vec<Row> {
    let counted: Vec<usize> = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| !is_percentage(title))
        .map(|(n, _)| n)
        .collect();
    let due: Vec<usize> = counted
        .iter()
        .copied()
        .filter(|n| plain(titles[*n]).contains("yang harus"))
        .collect();
    let (first, last) = (counted.first().copied(), counted.last().copied());
    let decrease = plain(item).contains("penurunan");
    let role = |n: usize| {
        if counted.len() < 2 || !counted.contains(&n) {
            RowRole::Lewati
        } else if decrease {
            match counted.iter().position(|one| *one == n) {
                Some(0) => RowRole::Seluruh,
                Some(1) => RowRole::Sisa,
                _ => RowRole::Lewati,
            }
        } else if Some(n) == last {
            RowRole::Bagian
        } else if (due.len() > 1 && due.contains(&n)) || (due.len() < 2 && Some(n) == first) {
            RowRole::Seluruh
        } else {
            RowRole::Lewati
        }
    };
    let row = |(n, title): (usize, &&str)| Row {
        code: (n + 1).to_string(),
        title: (*title).to_owned(),
        role: role(n),
    };
    titles.iter().enumerate().map(row).collect()
}

/// The word for what a count is in its percentage.
#[must_use]
pub fn part(role: RowRole) -> &'static str {
    match role {
        RowRole::Seluruh => "seluruh",
        RowRole::Bagian => "bagian",
        RowRole::Sisa => "sisa",
        RowRole::Lewati => "lewati",
    }
}

/// What a count is in its percentage, where its *Pilihan Jawaban* says so: `Jumlah (seluruh)`.
#[must_use]
pub fn role_in(choices: &str) -> Option<RowRole> {
    let (_, word) = choices.split_once('(')?;
    let word = word.trim_end_matches(')').trim().to_lowercase();
    let all = [
        RowRole::Seluruh,
        RowRole::Bagian,
        RowRole::Sisa,
        RowRole::Lewati,
    ];
    all.into_iter().find(|role| part(*role) == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(item: &str, titles: &[&str]) -> Vec<RowRole> {
        rows(item, titles).into_iter().map(|row| row.role).collect()
    }

    #[test]
    fn words_may_speak_against_the_law_and_it_stands() {
        use RowRole::{Bagian, Lewati, Seluruh, Sisa};
        let item = "Penanganan pengaduan";
        let three = [
            "- Jumlah pengaduan yang selesai ditindaklanjuti",
            "- Jumlah pengaduan yang diproses",
            "- Jumlah seluruh pengaduan",
        ];
        assert_eq!(roles(item, &three), [Seluruh, Lewati, Bagian]);
        assert_eq!(turned(item, &three), Some((0, 2)));
        let years = ["Pelanggaran tahun ini", "Pelanggaran tahun sebelumnya"];
        assert_eq!(roles("Penurunan pelanggaran", &years), [Seluruh, Sisa]);
        assert_eq!(turned("Penurunan pelanggaran", &years), Some((0, 1)));
        // Words that say nothing, the same of both, or that the last is what was done.
        for (first, last) in [
            ("Jumlah sasaran", "Jumlah tercapai dari total sasaran"),
            ("Jumlah sasaran", "Jumlah yang selesai"),
            ("Total yang dilaporkan", "Total yang selesai"),
            (
                "Jumlah pengaduan yang masuk",
                "Jumlah seluruh pengaduan yang selesai",
            ),
            ("Jumlah yang harus lapor", "Jumlah total selesai"),
        ] {
            assert_eq!(roles(item, &[first, last]), [Seluruh, Bagian]);
            assert_eq!(turned(item, &[first, last]), None, "{last}");
        }
    }

    #[test]
    fn counts_get_their_roles_from_words_and_place() {
        use RowRole::{Bagian, Lewati, Seluruh, Sisa};
        assert_eq!(
            roles(
                "Penanganan",
                &["harus ditindaklanjuti", "diproses", "selesai"]
            ),
            [Seluruh, Lewati, Bagian]
        );
        assert_eq!(
            roles(
                "LHKPN",
                &[
                    "Prosentase penyampaian",
                    "Jumlah yang harus melaporkan - Kepala",
                    "Jumlah yang harus melaporkan - Lainnya",
                    "Jumlah yang sudah melaporkan",
                ]
            ),
            [Lewati, Seluruh, Seluruh, Bagian]
        );
        assert_eq!(
            roles(
                "Penurunan pelanggaran",
                &["tahun lalu", "tahun ini", "sanksi"]
            ),
            [Seluruh, Sisa, Lewati]
        );
        assert_eq!(roles("Sendiri", &["Jumlah"]), [Lewati]);
    }
}
