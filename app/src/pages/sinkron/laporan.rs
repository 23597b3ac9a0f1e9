//! What a device said of itself, in words.

use model::time::{Millis, Zone};
use model::wire::DeviceRow;

use crate::i18n::Texts;
use crate::i18n::format::first_name;
use crate::systems::is_system;

/// What a device said of itself, in words.
#[must_use]
pub fn said(t: &Texts, row: &DeviceRow, now: Millis, zone: Zone) -> String {
    let s = t.simpanan();
    let held = held(t, row, now, zone);
    let Some((report, at)) = row.report else {
        return held.unwrap_or_else(|| s.silent.to_owned());
    };
    let today = zone.date(now);
    let since = report.since.map(|at| t.past_day(zone.date(at), today));
    let unsent = (report.waiting > 0).then(|| (s.unsent)(count(report.waiting), since.as_deref()));
    let needs = (report.attention > 0).then(|| (s.needs)(count(report.attention)));
    let mut parts: Vec<String> = [unsent, held, needs].into_iter().flatten().collect();
    if parts.is_empty() {
        parts.push(s.all_sent.to_owned());
    }
    parts.push((s.said_at)(&t.moment(at, now, zone)));
    parts.join(" · ")
}

/// What of a device is kept aside at the server, in words; nothing if nothing is.
#[must_use]
pub fn held(t: &Texts, row: &DeviceRow, now: Millis, zone: Zone) -> Option<String> {
    let (held, since) = row.held?;
    let since = t.past_day(zone.date(since), zone.date(now));
    Some((t.simpanan().held)(count(held), &since))
}

/// A device holds fewer things than usize on any machine of today.
fn count(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// Whether a device's name is a phone's.
#[must_use]
pub fn is_phone(name: &str) -> bool {
    ["Android", "iPhone", "iPad", "Ponsel"]
        .iter()
        .any(|of| name.contains(of))
}

/// What a device is called: its own name; else what it is, and whose.
#[must_use]
pub fn called(t: &Texts, device: &str, person: &str) -> String {
    if !is_system(device) {
        return device.to_owned();
    }
    let of = if is_phone(device) {
        t.simpanan().phone_of
    } else {
        t.simpanan().computer_of
    };
    of(first_name(person))
}

/// The same in a list of devices, where one person may have several of a kind: with its system.
#[must_use]
pub fn listed(t: &Texts, device: &str, person: &str) -> String {
    let called = called(t, device, person);
    if is_system(device) {
        format!("{called} · {device}")
    } else {
        called
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{EN, ID};
    use model::id::{DeviceId, PersonId};
    use model::wire::DeviceReport;

    /// Friday, 27 November 2026, 09.00 in Jakarta: 20,784 days after 1970, less seven hours.
    const NOW: Millis = Millis(20_784 * Millis::DAY + 2 * 3_600_000);

    fn row(report: Option<DeviceReport>) -> DeviceRow {
        DeviceRow {
            device: DeviceId::derived(&["d"]),
            name: "Android".to_owned(),
            person: PersonId::derived(&["siti"]),
            seen: NOW,
            report: report.map(|report| (report, NOW)),
            revoked: false,
            held: None,
        }
    }

    #[test]
    fn a_device_says_how_much_waits_since_which_day() {
        let report = DeviceReport {
            waiting: 3,
            attention: 1,
            // Four days before: Monday.
            since: Some(NOW.plus(-4 * Millis::DAY)),
        };
        let words = |t| said(t, &row(Some(report)), NOW, Zone::Wib);
        assert_eq!(
            words(&ID),
            "3 hal belum terkirim sejak Senin · 1 perlu perhatian pemiliknya · dilaporkan 09.00"
        );
        assert!(words(&EN).starts_with("3 things not sent since Monday · "));
        assert_eq!(called(&ID, "Android", "Siti Nurhayati"), "Ponsel Siti");
        assert_eq!(
            listed(&ID, "Linux", "Siti Nurhayati"),
            "Komputer Siti · Linux"
        );
        for of in [called, listed] {
            assert_eq!(of(&ID, "Laptop kantor", "Siti Nurhayati"), "Laptop kantor");
        }
    }

    #[test]
    fn all_sent_is_said_only_by_a_device_that_reported_so() {
        let words = |report| said(&ID, &row(report), NOW, Zone::Wib);
        let none = DeviceReport::default();
        assert_eq!(words(Some(none)), "Semua terkirim · dilaporkan 09.00");
        assert_eq!(words(None), "Belum pernah melapor");
        // What is kept aside of it isn't there any more, and doesn't count all the same.
        let held = |report| DeviceRow {
            held: Some((2, NOW.plus(-4 * Millis::DAY))),
            ..row(report)
        };
        let words = |report| said(&ID, &held(report), NOW, Zone::Wib);
        let kept = "2 ditahan di server sejak Senin, sampai diterima admin";
        assert_eq!(words(Some(none)), format!("{kept} · dilaporkan 09.00"));
        assert_eq!(words(None), kept);
    }
}
