//! The sync line: the one sentence about where data is that is always on the screen, and always true.

use leptos::prelude::*;
use model::reject::Waiting;
use model::sync::replica::Attention;
use model::sync::{Reach, SyncLine};
use model::time::{Millis, Zone};

use super::icon::Icon;
use crate::i18n::umum::Sync;
use crate::i18n::{Texts, use_texts};

/// The line in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyncWords {
    /// Its icon.
    pub icon: &'static str,
    /// The state.
    pub state: String,
    /// What follows it.
    pub more: Option<String>,
    /// What only this device has, or what needs a person: the number on the small button.
    pub count: usize,
    /// Whether a person must act.
    pub act: bool,
}

impl SyncWords {
    /// What a person did isn't kept yet: the code that keeps it is still on its way.
    #[must_use]
    pub fn in_memory(t: &Texts, count: usize) -> Self {
        Self {
            icon: "clock",
            state: t.umum.sync.in_memory.to_owned(),
            more: Some(t.umum.sync.in_memory_more.to_owned()),
            count,
            act: false,
        }
    }

    /// Says a line as it is `now` in the office's zone.
    #[must_use]
    pub fn of(t: &Texts, line: SyncLine, now: Millis, zone: Zone) -> Self {
        let (s, here) = (&t.umum.sync, t.here());
        let say = |icon, state: String, more: Option<String>, count, act| Self {
            icon,
            state,
            more,
            count,
            act,
        };
        let wait = |waiting| (waiting > 0).then(|| (s.wait)(waiting));
        match line {
            SyncLine::AllSent { at, .. } => {
                let at = at.map(|at| t.moment(at, now, zone));
                say("cloud", s.all_sent.into(), at, 0, false)
            }
            SyncLine::Sending { done, total } => {
                // "2 of 3" counts the one that is on its way.
                let going = (done + 1).min(total);
                say(
                    "up",
                    (s.sending)(going, total),
                    None,
                    total - done.min(total),
                    false,
                )
            }
            SyncLine::StoredHere { waiting, reach } => {
                let icon = if reach == Reach::Open { "up" } else { "off" };
                let more = Some((waits(s, reach))(waiting));
                say(icon, (s.stored_here)(here), more, waiting, false)
            }
            SyncLine::KeptBack { waiting, paused } => {
                let more = (s.kept_back[usize::from(paused)])(waiting);
                say("box", (s.stored_here)(here), Some(more), waiting, false)
            }
            SyncLine::NeedsAttention(attention) => {
                let (more, count) = (kinds(s, attention).join(", "), attention.total());
                say("alert", s.attention.into(), Some(more), count, true)
            }
            SyncLine::Revoked { waiting } => {
                let more = Some((s.revoked_more)(waiting));
                say("lock", (s.revoked)(here), more, waiting, true)
            }
            SyncLine::AtServersWord { waiting, why } => {
                let newer = why == Waiting::OlderServer;
                let more = (s.at_servers_word[usize::from(newer)])(waiting);
                say("clock", (s.stored_here)(here), Some(more), waiting, false)
            }
            SyncLine::SignedOut {
                waiting,
                kept,
                paused,
                attention,
                reach,
            } => {
                let mut more = kinds(s, attention);
                if kept > 0 {
                    more.push((s.kept_back[usize::from(paused)])(kept));
                }
                if waiting > kept {
                    let rest = match reach {
                        Some(Reach::Open) => s.signed_out_more,
                        Some(reach) => waits(s, reach),
                        None => s.wait,
                    };
                    more.push(rest(waiting - kept));
                }
                if more.is_empty() {
                    more.push(s.and_all_sent.to_owned());
                }
                let count = waiting + attention.total();
                say(
                    "key",
                    s.signed_out.into(),
                    Some(more.join(", ")),
                    count,
                    true,
                )
            }
            SyncLine::NeedsSignIn { waiting } => {
                say("key", s.needs_sign_in.into(), wait(waiting), waiting, true)
            }
            SyncLine::BadKey { waiting } => {
                say("key", s.bad_key.into(), wait(waiting), waiting, true)
            }
            SyncLine::OtherPerson => {
                let more = Some(s.other_person_more.to_owned());
                say("lock", s.other_person.into(), more, 0, true)
            }
            SyncLine::ServerTrouble { waiting, is_full } => {
                let more = (s.server_trouble_more)(waiting);
                let trouble = s.server_trouble[usize::from(is_full)];
                say("cloud", trouble.into(), Some(more), waiting, false)
            }
            SyncLine::ClockWrong {
                offset_ms,
                waiting,
                reach,
            } => {
                let minutes = minutes(offset_ms);
                let goes = |waiting| (waits(s, reach))(waiting);
                let more = [
                    Some(s.clock_mended.to_owned()),
                    (waiting > 0).then(|| goes(waiting)),
                ];
                let more: Vec<String> = more.into_iter().flatten().collect();
                let off = (s.clock_off)(here, minutes);
                say("clock", off, Some(more.join(", ")), waiting, false)
            }
            SyncLine::Emptied { waiting } => {
                let more = Some(s.emptied_more.to_owned());
                say("alert", s.emptied.into(), more, waiting, true)
            }
            SyncLine::StorageFull { waiting } => {
                let more = Some(s.full_more.to_owned());
                say("box", (s.full)(here), more, waiting, true)
            }
        }
    }
}

/// For what things wait, by whether the server can be reached.
fn waits(s: &Sync, reach: Reach) -> fn(usize) -> String {
    match reach {
        Reach::Open => s.wait_to_go,
        Reach::NoSignal => s.wait_for_signal,
        Reach::NoAnswer => s.wait_for_answer,
    }
}

/// How far off a clock is, in whole minutes.
#[must_use]
pub fn minutes(offset_ms: i64) -> i64 {
    (offset_ms.saturating_abs().saturating_add(30_000)) / 60_000
}

/// What needs its person, by its kind.
fn kinds(s: &Sync, attention: Attention) -> Vec<String> {
    let kinds = [
        (attention.ops, s.refused),
        (attention.files, s.files_refused),
        (attention.damaged, s.damaged),
    ];
    let there = kinds.into_iter().filter(|(count, _)| *count > 0);
    there.map(|(count, say)| say(count)).collect()
}

impl SyncWords {
    /// Both parts as one.
    fn sentence(&self) -> String {
        let more = self.more.as_deref().map(|more| format!(", {more}"));
        format!("{}{}", self.state, more.unwrap_or_default())
    }
}

/// The whole line, which leads to the sync sheet. Screen readers hear it when its state changes, not
/// with every number.
#[component]
pub fn SyncRow(
    /// What it says.
    #[prop(into)]
    words: Signal<SyncWords>,
) -> impl IntoView {
    let t = use_texts();
    // A number inside the state ("Mengirim 2 dari 3") doesn't make it another state.
    let said = Memo::new(move |before: Option<&String>| {
        let kind = |state: &str| state.replace(|c: char| c.is_ascii_digit(), "");
        words.with(|now| match before {
            Some(before) if kind(before) == kind(&now.state) => before.clone(),
            _ => now.state.clone(),
        })
    });
    view! {
        <section aria-label=t.sinkron().title>
        <a class="syncline" href="/sinkron">
            <Icon name=Signal::derive(move || words.with(|w| w.icon)) />
            <span>
                <b class:warn-t=move || words.with(|w| w.act)>
                    {move || words.with(|w| w.state.clone())}
                </b>
                {move || words.with(|w| w.more.as_ref().map(|more| format!(" · {more}")))}
            </span>
            <Icon name="right" class="s go" />
        </a>
        <p class="sr" role="status">
            {move || said.get()}
        </p>
        </section>
    }
    .into_any()
}

/// The line as a small button in a page's head, with the number of what waits.
#[component]
pub fn SyncBadge(
    /// What it says.
    #[prop(into)]
    words: Signal<SyncWords>,
) -> impl IntoView {
    let label = move || words.with(SyncWords::sentence);
    let count = move || {
        let (count, act) = words.with(|w| (w.count, w.act));
        let class = if act { "count warn at" } else { "count at" };
        (count > 0).then(|| {
            view! {
                <span class=class aria-hidden="true">
                    {count}
                </span>
            }
        })
    };
    view! {
        <a class="ib" href="/sinkron" aria-label=label>
            <Icon name=Signal::derive(move || words.with(|w| w.icon)) />
            {count}
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::ID;

    fn words(line: SyncLine) -> SyncWords {
        SyncWords::of(&ID, line, Millis(0), Zone::Wib)
    }

    #[test]
    fn the_line_never_says_more_than_is_true() {
        let here = words(SyncLine::StoredHere {
            waiting: 3,
            reach: Reach::NoSignal,
        });
        assert_eq!(here.state, "Tersimpan di ponsel ini");
        assert_eq!(here.more.as_deref(), Some("3 menunggu sinyal"));
        let reach = Reach::NoAnswer;
        let unheard = words(SyncLine::StoredHere { waiting: 3, reach });
        assert_eq!(
            unheard.more.as_deref(),
            Some("3 menunggu server terjangkau")
        );
        for (paused, more) in [
            (true, "2 berkas dijeda oleh Anda"),
            (false, "2 berkas menunggu Wi-Fi"),
        ] {
            let kept = words(SyncLine::KeptBack { waiting: 2, paused });
            assert_eq!((kept.more.as_deref(), kept.count), (Some(more), 2));
        }
        let off = words(SyncLine::ClockWrong {
            offset_ms: i64::MIN,
            waiting: 3,
            reach: Reach::NoSignal,
        });
        assert!(
            off.more
                .is_some_and(|more| more.ends_with(", 3 menunggu sinyal"))
        );
        let reach = Reach::Open;
        assert_eq!(words(SyncLine::AllSent { at: None, reach }).more, None);
        let two = words(SyncLine::NeedsAttention(Attention {
            ops: 1,
            files: 0,
            damaged: 2,
        }));
        assert_eq!((two.act, two.count), (true, 3));
        assert_eq!(
            two.sentence(),
            "Perlu perhatian, 1 perubahan ditolak, 2 hal rusak di sini"
        );
        let waiting = 3;
        let revoked = words(SyncLine::Revoked { waiting });
        assert_eq!(
            revoked.sentence(),
            "Perlu admin: ponsel ini dicabut, 3 ditahan sampai diterima admin"
        );
        let why = Waiting::OlderServer;
        let newer = words(SyncLine::AtServersWord { waiting, why });
        assert_eq!(newer.more.as_deref(), Some("3 menunggu server diperbarui"));
        let why = Waiting::UnknownPlace;
        let restored = words(SyncLine::AtServersWord { waiting, why });
        assert_eq!(
            restored.more.as_deref(),
            Some("3 menunggu pemulihan server")
        );
    }

    #[test]
    fn sending_counts_the_one_under_way_but_never_past_the_last() {
        assert_eq!(
            words(SyncLine::Sending { done: 1, total: 3 }).state,
            "Mengirim 2 dari 3"
        );
        assert_eq!(
            words(SyncLine::Sending { done: 3, total: 3 }).state,
            "Mengirim 3 dari 3"
        );
    }
}
