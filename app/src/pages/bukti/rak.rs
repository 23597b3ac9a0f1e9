//! Pieces of evidence as the library and a plan output list them.

use std::sync::Arc;

use leptos::prelude::*;
use model::schema::Kind;
use model::time::Date;
use model::view::Evidence;

use super::guna;
use crate::engine::Engine;
use crate::i18n::Texts;
use crate::pages::here::{self, Here};
use crate::ui::{FileShow, Icon, Thumb};

/// One piece as a row shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// What it is.
    pub evidence: Evidence,
    /// Where its bytes stand.
    pub show: FileShow,
    /// What it serves, in words.
    pub uses: Option<String>,
    /// The day that it belongs to.
    pub day: Date,
}

/// All pieces of the office's cycle, the latest first (tracked).
pub fn pieces(t: &Texts, engine: Engine, here: &Here) -> Vec<Piece> {
    let sending = here::is_sending(engine);
    let office = here.office_id();
    let mut pieces: Vec<Piece> = engine.read(|device| {
        let instrument = device.instrument(&here.cycle.instrument).map(Arc::as_ref);
        device
            .of_kind(&Kind::Bukti, Some(here.cycle_id()))
            .filter(|record| record.stream.office == office)
            .filter_map(Evidence::read)
            .map(|evidence| Piece {
                show: here::evidence_show(device, office, &evidence, sending),
                uses: guna::uses(t, instrument, &evidence),
                day: guna::day(&evidence, here.office.zone),
                evidence,
            })
            .collect()
    });
    pieces.sort_by_key(|piece| std::cmp::Reverse((piece.day, piece.evidence.created)));
    pieces
}

/// Where a piece stands, in words: icon, sentence, and whether a person must act.
#[must_use]
pub fn state_words(t: &Texts, piece: &Piece) -> (&'static str, String, bool) {
    let b = t.bukti();
    match piece.show {
        FileShow::Sent | FileShow::Freed => ("cloud", b.on_server.to_owned(), false),
        FileShow::Refused => ("alert", b.attention.to_owned(), true),
        FileShow::Waiting => ("off", b.only_here.to_owned(), false),
        FileShow::Elsewhere => ("clock", b.elsewhere.to_owned(), false),
        show => (show.icon(), show.words(t), false),
    }
}

/// The title, or what stands for one.
#[must_use]
pub fn title(t: &Texts, evidence: &Evidence) -> String {
    let title = evidence.title.trim();
    if title.is_empty() {
        t.bukti().untitled.to_owned()
    } else {
        title.to_owned()
    }
}

/// One piece as a row that leads to its own page.
pub fn row(t: &'static Texts, engine: Engine, piece: &Piece) -> AnyView {
    let evidence = &piece.evidence;
    let (icon, words, act) = state_words(t, piece);
    let dim = !matches!(piece.show, FileShow::Sent | FileShow::Freed);
    let picture = here::picture_of(engine, evidence);
    let show = piece.show;
    let uses = match &piece.uses {
        Some(uses) => view! {
            <span class="uses">
                <Icon name="link" />
                <span>{uses.clone()}</span>
            </span>
        }
        .into_any(),
        None => view! {
            <span class="uses none">
                <Icon name="unlink" />
                <span>{t.bukti().unused}</span>
            </span>
        }
        .into_any(),
    };
    view! {
        <li>
            <a class="row bk" href=format!("/bukti/{}", evidence.id)>
                <span class=if dim { "th dim" } else { "th" }>
                    <Thumb
                        picture
                        icon=here::evidence_icon(evidence)
                        state=Signal::stored(show)
                    />
                </span>
                <span>
                    <span class="tt">{title(t, evidence)}</span>
                    <span class="cap">{guna::facts_line(t, evidence)}</span>
                    <span class="meta">
                        <span class=if act { "warn-t" } else { "" }>
                            <Icon name=icon />
                            {words}
                        </span>
                    </span>
                    {uses}
                </span>
                <Icon name="right" class="s" />
            </a>
        </li>
    }
    .into_any()
}
