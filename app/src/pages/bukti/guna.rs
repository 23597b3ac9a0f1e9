//! What a piece of evidence serves, and when it belongs: computed from records alone.

use model::id::RecordId;
use model::instrument::Instrument;
use model::time::{Date, Zone};
use model::view::{Evidence, Plan};

use crate::i18n::Texts;

/// The day that a piece belongs to: its own date, else the day of its capture.
#[must_use]
pub fn day(piece: &Evidence, zone: Zone) -> Date {
    piece
        .until
        .or(piece.date)
        .unwrap_or_else(|| zone.date(piece.created))
}

/// An item in few words, `Pemenuhan 3.a`: the title of its component, and the code below it. Its path
/// where the worksheet has no such component.
#[must_use]
pub fn item_label(instrument: &Instrument, item: &str) -> String {
    let Some(item) = instrument.item(item) else {
        return item
            .split_once(':')
            .map_or(item, |(_, path)| path)
            .to_owned();
    };
    let above = |path: &str| item.path.strip_prefix(path)?.strip_prefix('.');
    let mut nodes: Vec<_> = instrument
        .nodes()
        .filter(|node| !node.path.is_empty() && above(&node.path).is_some())
        .collect();
    nodes.sort_by_key(|node| node.path.len());
    match nodes.get(1) {
        Some(node) => {
            let below = above(&node.path).unwrap_or(&item.path);
            format!("{} {below}", node.title)
        }
        None => item.path.clone(),
    }
}

/// The outputs of a plan by id and title, as a picker offers them.
#[must_use]
pub fn outputs(plan: &Plan) -> Vec<(RecordId, String)> {
    let named = |indicator: &model::view::Indicator| {
        let title = match &indicator.output {
            Some(output) => format!("{} · {output}", indicator.title),
            None => indicator.title.clone(),
        };
        (indicator.id, title)
    };
    plan.indicators().map(named).collect()
}

/// What it serves, in a line; nothing if it serves nothing.
#[must_use]
pub fn uses(t: &Texts, instrument: Option<&Instrument>, piece: &Evidence) -> Option<String> {
    if piece.items.is_empty() && piece.outputs.is_empty() {
        return None;
    }
    let first = piece.items.first().map(|item| match instrument {
        Some(instrument) => item_label(instrument, item),
        None => item
            .split_once(':')
            .map_or(item.as_str(), |(_, path)| path)
            .to_owned(),
    });
    let more = piece.items.len().saturating_sub(1);
    Some((t.bukti().uses)(
        first.as_deref(),
        more,
        piece.outputs.len(),
    ))
}

/// Kind, number and date in a line.
#[must_use]
pub fn facts_line(t: &Texts, piece: &Evidence) -> String {
    let kind = piece
        .kind
        .as_deref()
        .map(|kind| (t.bukti().kind)(kind).to_owned());
    let number = piece.number.as_deref().map(t.bukti().number);
    let date = match (piece.date, piece.until) {
        (Some(from), Some(until)) => Some((t.bukti().period)(&t.date(from), &t.date(until))),
        (Some(date), None) | (None, Some(date)) => Some(t.date(date)),
        (None, None) => None,
    };
    let parts: Vec<String> = kind.into_iter().chain(number).chain(date).collect();
    parts.join(" · ")
}

/// Whether every word that was typed occurs in a name, whatever the case of its letters.
#[must_use]
pub fn fits(name: &str, typed: &str) -> bool {
    // ASCII is enough for Indonesian, and the tables of Unicode are heavy on a phone.
    let name = name.to_ascii_lowercase();
    typed
        .to_ascii_lowercase()
        .split_whitespace()
        .all(|word| name.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{EN, ID};
    use model::time::Millis;

    fn piece() -> Evidence {
        Evidence {
            id: RecordId::derived(&["b"]),
            title: "Daftar hadir".into(),
            kind: Some("daftar_hadir".into()),
            number: None,
            date: Some("2026-10-02".parse().unwrap()),
            until: None,
            items: vec!["x:A.I.1".into(), "x:A.I.2".into()],
            outputs: vec![RecordId::derived(&["i"])],
            fulfils: Vec::new(),
            pages: Vec::new(),
            link: None,
            note: None,
            restricted: false,
            origin: None,
            by: None,
            created: Millis(0),
            conflicts: Vec::new(),
            contested: false,
        }
    }

    #[test]
    fn uses_are_named_or_nothing() {
        let said = uses(&ID, None, &piece()).unwrap();
        assert_eq!(said, "A.I.1 dan 1 butir lainnya dan 1 keluaran");
        let none = Evidence {
            items: vec![],
            outputs: vec![],
            ..piece()
        };
        assert_eq!(uses(&EN, None, &none), None);
    }

    #[test]
    fn a_piece_belongs_to_its_own_date_before_the_day_of_its_capture() {
        assert_eq!(day(&piece(), Zone::Wib).to_string(), "2026-10-02");
        let undated = Evidence {
            date: None,
            ..piece()
        };
        assert_eq!(day(&undated, Zone::Wib).to_string(), "1970-01-01");
        assert_eq!(facts_line(&ID, &piece()), "Daftar hadir · 2 Okt 2026");
    }

    #[test]
    fn searching_takes_words_in_any_order() {
        assert!(fits("Tindak lanjut hasil evaluasi", "EVAL tindak"));
        assert!(!fits("Tindak lanjut", "notula"));
        assert!(fits("apa saja", "  "));
    }
}
