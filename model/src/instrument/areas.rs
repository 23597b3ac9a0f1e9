//! Areas of a worksheet that names none: pages, roles and tasks go by area, so each part needs one.

use super::draft::{Draft, DraftNode};

impl Draft {
    /// Gives an area to every part that has none, neither above nor below it: to the components of the
    /// second level, or of the first where items stand right below it. Parts of one title are one area.
    pub fn name_areas(&mut self) {
        for top in &mut self.nodes {
            if top.area.is_some() {
                continue;
            }
            if top.nodes.is_empty() || !top.items.is_empty() {
                if !is_named(top) {
                    name(top);
                }
                continue;
            }
            for node in top.nodes.iter_mut().filter(|node| !is_named(node)) {
                name(node);
            }
        }
    }
}

fn is_named(node: &DraftNode) -> bool {
    node.area.is_some() || node.nodes.iter().any(is_named)
}

/// The title in small letters and dashes; where it has no letter, the code.
fn name(node: &mut DraftNode) {
    let slug = |text: &str| {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric());
        let words: Vec<String> = (words.filter(|word| !word.is_empty()))
            .map(str::to_ascii_lowercase)
            .collect();
        words.join("-")
    };
    let title = slug(&node.title);
    node.area = Some(if title.is_empty() {
        slug(&node.code)
    } else {
        title
    })
    .filter(|area| !area.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instrument::draft::{DraftAnswer, DraftItem};

    fn node(title: &str, area: Option<&str>, nodes: Vec<DraftNode>, items: usize) -> DraftNode {
        let item = DraftItem {
            answer: DraftAnswer::ya_tidak(),
            ..DraftItem::default()
        };
        DraftNode {
            code: "1".to_owned(),
            title: title.to_owned(),
            area: area.map(str::to_owned),
            nodes,
            items: vec![item; items],
            ..DraftNode::default()
        }
    }

    #[test]
    fn every_part_gets_an_area_and_named_ones_keep_theirs() {
        let deep = node(
            "Pemenuhan",
            None,
            vec![node("Tim", Some("tim"), vec![], 1)],
            0,
        );
        let mut draft = Draft {
            nodes: vec![
                node(
                    "Pengungkit",
                    None,
                    vec![
                        node("Manajemen Perubahan", None, vec![], 2),
                        node(
                            "Tata Laksana (SPBE)",
                            None,
                            vec![node("Isi", None, vec![], 1)],
                            0,
                        ),
                        node("SDM", Some("manajemen-sdm"), vec![], 1),
                        deep,
                    ],
                    0,
                ),
                node("Hasil", None, vec![node("Survei", None, vec![], 1)], 1),
                node("—", None, vec![], 1),
            ],
            ..Draft::default()
        };
        draft.name_areas();
        let first = &draft.nodes[0];
        assert_eq!(first.area, None);
        let of = |node: &DraftNode| node.area.clone().unwrap_or_default();
        let areas: Vec<String> = first.nodes.iter().map(of).collect();
        assert_eq!(
            areas,
            [
                "manajemen-perubahan",
                "tata-laksana-spbe",
                "manajemen-sdm",
                ""
            ]
        );
        // An item stands right below it: the component itself is the area.
        assert_eq!(draft.nodes[1].area.as_deref(), Some("hasil"));
        assert_eq!(draft.nodes[1].nodes[0].area, None);
        assert_eq!(draft.nodes[2].area.as_deref(), Some("1"));
        let again = draft.clone();
        draft.name_areas();
        assert_eq!(draft, again);
    }
}
