//! What the counts of a percentage are in it.

use model::instrument::{Row, RowRole};
use rust_decimal::Decimal;

use super::cell::plain;

/// Whether a count is the whole by its words: `Jumlah seluruh …`, `Total …`, `… yang harus …`.
fn is_whole(title: &str) -> bool {
    let title = plain(title);
    let title = title.trim_start_matches(['-', '–', '—', ' ']);
    let title = title.strip_prefix("jumlah ").unwrap_or(title);
    let begins = title.split(' ').next().unwrap_or_default();
    matches!(begins, "seluruh" | "keseluruhan" | "total") || title.contains("yang harus")
}

/// Whether the counts are printed the other way round: the part, or this year, comes first.
fn is_turned(item: &str, first: &str, last: &str) -> bool {
    if plain(item).contains("penurunan") {
        let before = |title: &str| {
            let title = plain(title);
            title.contains("sebelumnya") || title.ends_with("lalu")
        };
        return before(last) && !before(first);
    }
    is_whole(last) && !is_whole(first) && plain(first).contains(" yang ")
}

/// What each count is in its percentage, from its words and its place; and whether its words say that they
/// are printed the other way round than usual, the whole last. What is `counted` speaks against that where the
/// first isn't less than the last.
#[must_use]
pub fn rows(item: &str, titles: &[&str], counted: &[Option<Decimal>]) -> (Vec<Row>, bool) {
    let counts = titles.iter().filter(|title| !is_percentage(title));
    let counts: Vec<&str> = counts.copied().collect();
    let turned = match counts.as_slice() {
        [first, second, ..] if plain(item).contains("penurunan") => is_turned(item, first, second),
        [first, .., last] => is_turned(item, first, last),
        _ => false,
    };
    let numbers = counted.iter().zip(titles);
    let mut numbers =
        numbers.filter_map(|(number, title)| number.filter(|_| !is_percentage(title)));
    let ends = numbers.next().zip(numbers.next_back());
    // `Jumlah seluruh pengaduan yang selesai` may be a part, whatever it begins with: numbers tell.
    let vague = |last: &&str| plain(last).contains(" yang ") && !plain(last).contains("yang harus");
    let turned = turned
        && match ends {
            Some((first, last)) => first < last,
            None => !counts.last().is_some_and(vague),
        };
    let mut rows = in_order(item, titles);
    if turned {
        for row in &mut rows {
            row.role = match row.role {
                RowRole::Seluruh if plain(item).contains("penurunan") => RowRole::Sisa,
                RowRole::Seluruh => RowRole::Bagian,
                RowRole::Bagian | RowRole::Sisa => RowRole::Seluruh,
                RowRole::Lewati => RowRole::Lewati,
            };
        }
    }
    (rows, turned)
}

/// Whether a row only repeats the percentage.
fn is_percentage(title: &str) -> bool {
    plain(title).starts_with("persentase")
}

/// The parts of counts that are printed as usual: the whole first, the part last.
fn in_order(item: &str, titles: &[&str]) -> Vec<Row> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn roles(item: &str, titles: &[&str]) -> Vec<RowRole> {
        let (rows, _) = rows(item, titles, &[]);
        rows.into_iter().map(|row| row.role).collect()
    }

    #[test]
    fn words_tell_where_the_whole_is_printed_last() {
        use RowRole::{Bagian, Lewati, Seluruh, Sisa};
        let item = "Penanganan pengaduan";
        assert_eq!(
            roles(
                item,
                &[
                    "- Jumlah pengaduan yang selesai ditindaklanjuti",
                    "- Jumlah pengaduan yang diproses",
                    "- Jumlah seluruh pengaduan",
                ]
            ),
            [Bagian, Lewati, Seluruh]
        );
        assert_eq!(
            roles(
                "Penurunan pelanggaran",
                &["Pelanggaran tahun ini", "Pelanggaran tahun sebelumnya"]
            ),
            [Sisa, Seluruh]
        );
        // Where words say nothing, or the same of both, places do.
        for last in ["Jumlah tercapai dari total sasaran", "Jumlah yang selesai"] {
            assert_eq!(roles(item, &["Jumlah sasaran", last]), [Seluruh, Bagian]);
        }
        let both = ["Total yang dilaporkan", "Total yang selesai"];
        assert_eq!(roles(item, &both), [Seluruh, Bagian]);
    }

    #[test]
    fn numbers_speak_against_words() {
        use RowRole::{Bagian, Seluruh};
        let titles = ["Jumlah pegawai yang lapor", "Jumlah total selesai"];
        let roles = |counted: [i64; 2]| -> Vec<RowRole> {
            let counted = counted.map(|n| Some(Decimal::from(n)));
            let (rows, _) = rows("Laporan", &titles, &counted);
            rows.into_iter().map(|row| row.role).collect()
        };
        assert_eq!(roles([10, 8]), [Seluruh, Bagian]);
        assert_eq!(roles([8, 10]), [Bagian, Seluruh]);
        // A part that begins like a whole is a part, unless numbers say otherwise.
        let part = [
            "Pengaduan yang masuk",
            "Jumlah seluruh pengaduan yang selesai",
        ];
        let (rows, turned) = rows("Pengaduan", &part, &[]);
        assert_eq!((rows[0].role, turned), (Seluruh, false));
        let counted = [3, 4].map(|n| Some(Decimal::from(n)));
        let (_, turned) = super::rows("Pengaduan", &part, &counted);
        assert!(turned);
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
                    "Persentase penyampaian",
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
