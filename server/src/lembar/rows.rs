//! What the counts of a percentage are in it.

use model::instrument::{Row, RowRole};

use super::cell::plain;

/// What each count is in its percentage, from its words and its place.
#[must_use]
pub fn rows(item: &str, titles: &[&str]) -> Vec<Row> {
    let counted: Vec<usize> = titles
        .iter()
        .enumerate()
        .filter(|(_, title)| !plain(title).starts_with("persentase"))
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
        rows(item, titles).into_iter().map(|row| row.role).collect()
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
