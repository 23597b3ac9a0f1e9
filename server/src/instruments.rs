//! The worksheets that come with the program; their format is described in `server/instruments/README.md`.

/// LKE Zona Integritas, PermenPANRB 90/2021.
pub const LKE_ZI: &str = include_str!("../instruments/lke-zi-90-2021.json");
/// LKE Reformasi Birokrasi, PermenPANRB 26/2020.
pub const LKE_RB: &str = include_str!("../instruments/lke-rb-26-2020.json");

/// All of them by family, the one first that a cycle opens under where none is named.
pub const BUILT_IN: [(&str, &str); 2] = [("lke-zi-90-2021", LKE_ZI), ("lke-rb-26-2020", LKE_RB)];

/// The document of a built-in worksheet by its family, as `bukti cycle open --instrument` takes it.
#[must_use]
pub fn named(family: &str) -> Option<&'static str> {
    let found = BUILT_IN.iter().find(|(name, _)| *name == family);
    found.map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use model::instrument::{AnswerType, Draft, Instrument, Rank, check};
    use rust_decimal::Decimal;

    use super::{BUILT_IN, LKE_RB, named};

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn each_is_found_by_the_family_that_it_says() {
        for (family, text) in BUILT_IN {
            assert_eq!(Instrument::parse(text).unwrap().family, family);
            assert_eq!(named(family), Some(text));
        }
        assert_eq!(named("lke-zi"), None);
    }

    #[test]
    fn the_weights_of_the_rb_worksheet_are_those_of_the_regulation() {
        let rb = Instrument::parse(LKE_RB).unwrap();
        assert_eq!(rb.root().weight, d("100"));
        let weight = |path: &str| {
            let node = rb.nodes().find(|node| node.path == path);
            node.map(|node| (node.title.as_str(), node.weight))
        };
        assert_eq!(weight("A"), Some(("Pengungkit", d("60"))));
        assert_eq!(weight("A.I"), Some(("Pemenuhan", d("20"))));
        let between = ("Hasil Antara Area Perubahan", d("10"));
        assert_eq!(weight("A.II"), Some(between));
        assert_eq!(weight("A.III"), Some(("Reform", d("30"))));
        assert_eq!(weight("B"), Some(("Hasil", d("40"))));
        for (area, fulfilment, reform) in [
            ("manajemen-perubahan", "2", "3"),
            ("deregulasi", "1", "3"),
            ("organisasi", "2", "4.5"),
            ("tata-laksana", "2", "3.75"),
            ("manajemen-sdm", "5", "4.5"),
            ("akuntabilitas", "2", "3.75"),
            ("pengawasan", "4", "3.75"),
            ("pelayanan-publik", "2", "3.75"),
        ] {
            let under = |above: &str| {
                let mut nodes = rb.nodes_of_area(area);
                let node = nodes.find(|node| node.path.starts_with(above));
                node.map(|node| (node.weight, node.estimated))
            };
            assert_eq!(under("A.I."), Some((d(fulfilment), false)), "{area}");
            assert_eq!(under("A.III."), Some((d(reform), true)), "{area}");
        }
        assert_eq!(rb.areas().len(), 9, "eight areas of change, and hasil");
    }

    #[test]
    fn of_the_rb_worksheet_only_two_sums_differ_and_by_the_rounding_in_print() {
        let draft = Draft::parse(LKE_RB).unwrap();
        let found: Vec<_> = (check(&draft).into_iter())
            .map(|f| (f.place, f.rank, f.kind.to_string()))
            .collect();
        let note = |place: &str, printed: &str, sum: &str| {
            let said = format!("the printed weight is {printed}, what is below weighs {sum}");
            (place.to_owned(), Rank::Note, said)
        };
        // Manajemen SDM: 5 × 0.33 + 2 × 0.67 + 2.00 = 4.99. Pelayanan Publik: 3 × 0.33 + 2 × 0.50 = 1.99.
        let rounded = [note("A.I.5", "5", "4.99"), note("A.I.8", "2", "1.99")];
        assert_eq!(found, rounded);
    }

    #[test]
    fn every_item_of_the_rb_worksheet_names_documents_and_explains_each_answer() {
        let rb = Instrument::parse(LKE_RB).unwrap();
        assert_eq!(rb.items().count(), 137);
        for item in rb.items() {
            assert!(!item.documents.is_empty(), "{}", item.path);
            assert!(item.title.chars().count() <= 110, "{}", item.path);
            assert!(item.area.is_some(), "{}", item.path);
            assert!(!matches!(item.answer, AnswerType::Unknown { .. }));
            let options = item.answer.options();
            let explained: Vec<&str> = item.criteria.iter().map(|c| c.answer.as_str()).collect();
            let answers: Vec<&str> = options.iter().map(|(answer, _)| *answer).collect();
            assert_eq!(explained, answers, "{}", item.path);
        }
    }

    #[test]
    fn the_rb_worksheet_has_the_grades_in_use_before_2023() {
        let rb = Instrument::parse(LKE_RB).unwrap();
        for (index, grade) in [
            ("90.01", "AA"),
            ("90", "A"),
            ("80", "BB"),
            ("70", "B"),
            ("60", "CC"),
            ("50", "C"),
            ("30", "D"),
        ] {
            assert_eq!(rb.grade(d(index)), Some(grade), "{index}");
        }
        assert_eq!(rb.thresholds.len(), 0);
    }
}
