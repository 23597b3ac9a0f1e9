//! Pieces of evidence as tiles, and where each stands.

use leptos::prelude::*;

use super::icon::Icon;
use super::states::Progress;
use crate::i18n::{Texts, use_texts};

/// Where a piece of evidence stands, seen from this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileShow {
    /// The server has all of it.
    Sent,
    /// Its bytes are on the server only.
    Freed,
    /// It waits for a signal, or for its turn.
    Waiting,
    /// Only the device that captured it has it, which isn't this one.
    Elsewhere,
    /// It is being sent: per cent.
    Sending(u64),
    /// It rests at so many per cent, and goes on from there.
    Paused(u64),
    /// It was refused: a person must act.
    Refused,
    /// Its person stopped it; it lies on this device only.
    Stopped,
    /// It is being prepared on this device.
    Preparing,
}

impl FileShow {
    /// The tile's class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Sent | Self::Freed => "sent",
            Self::Waiting | Self::Elsewhere | Self::Preparing | Self::Stopped => "wait",
            Self::Sending(_) | Self::Paused(_) => "going",
            Self::Refused => "fail",
        }
    }

    /// The icon beside its words.
    #[must_use]
    pub fn icon(self) -> &'static str {
        match self {
            Self::Sent | Self::Freed => "cloud",
            Self::Waiting => "off",
            Self::Elsewhere => "clock",
            Self::Preparing => "sync",
            Self::Sending(_) => "up",
            Self::Paused(_) | Self::Stopped => "pause",
            Self::Refused => "alert",
        }
    }

    /// Its words.
    #[must_use]
    pub fn words(self, t: &Texts) -> String {
        let files = t.berkas();
        match self {
            Self::Sent => files.sent.to_owned(),
            Self::Freed => files.freed.to_owned(),
            Self::Waiting => files.waiting.to_owned(),
            Self::Elsewhere => files.elsewhere.to_owned(),
            Self::Preparing => files.preparing.to_owned(),
            Self::Sending(share) => (files.sending)(&t.percent(share, 100)),
            Self::Paused(share) => (files.paused)(&t.percent(share, 100)),
            Self::Refused => files.refused.to_owned(),
            Self::Stopped => files.stopped.to_owned(),
        }
    }

    /// Whether this device has it, and the server doesn't yet.
    #[must_use]
    pub fn is_here(self) -> bool {
        use FileShow::{Paused, Preparing, Sending, Stopped, Waiting};
        matches!(self, Waiting | Sending(_) | Paused(_) | Preparing | Stopped)
    }

    /// How far it is, where that matters, and whether it rests.
    #[must_use]
    pub fn share(self) -> Option<(u64, bool)> {
        match self {
            Self::Sending(share) => Some((share, false)),
            Self::Paused(share) => Some((share, true)),
            _ => None,
        }
    }
}

/// The picture of a piece of evidence: its thumbnail, else an icon.
#[component]
pub fn Thumb(
    /// Address of the thumbnail (a `blob:` one), once there is one.
    #[prop(into)]
    picture: Signal<Option<String>>,
    /// The icon until then: `file`, `link`, `note`.
    icon: &'static str,
    /// Where it stands: its progress lies over the picture.
    #[prop(into)]
    state: Signal<FileShow>,
) -> impl IntoView {
    view! {
        {move || match picture.get() {
            // The name beside it says what it is.
            Some(src) => view! { <img src=src alt="" loading="lazy" decoding="async" /> }.into_any(),
            None => view! { <Icon name=icon /> }.into_any(),
        }}
        {move || {
            state
                .get()
                .share()
                .map(|(share, rests)| {
                    let class = if rests { "over paused" } else { "over" };
                    view! { <Progress value=share class=class /> }
                })
        }}
    }
    .into_any()
}

/// A piece of evidence as a tile that leads to its own page.
#[component]
pub fn EvidenceTile(
    /// Its page.
    href: String,
    /// Its title (cut with an ellipsis here; in full on its page).
    #[prop(into)]
    title: Signal<String>,
    /// Address of the thumbnail.
    #[prop(into)]
    picture: Signal<Option<String>>,
    /// The icon without one.
    icon: &'static str,
    /// Where it stands.
    #[prop(into)]
    state: Signal<FileShow>,
) -> impl IntoView {
    let t = use_texts();
    view! {
        <a class=move || format!("ev {}", state.get().class()) href=href>
            <span class="th">
                <Thumb picture icon state />
            </span>
            <span class="nm">{move || title.get()}</span>
            <span class="st">
                <Icon name=Signal::derive(move || state.get().icon()) />
                {move || state.get().words(t)}
            </span>
        </a>
    }
    .into_any()
}
