//! How a form is kept: what was typed is let go, the sheet closed, the next page opened only once the fact is
//! on the disk. What can't be kept is said in the form itself, and the form stays as it is.

use leptos::html;
use leptos::prelude::*;
use model::op::{Body, Draft, Edit};
use model::reject::Rejection;
use model::sync::node::SubmitError;
use rust_decimal::Decimal;

use super::rusak::RESCUE;
use super::shell::{failed, is_unusable};
use crate::drafts::Sent;
use crate::engine::{Engine, Said};
use crate::i18n::rejection::Said as Why;
use crate::i18n::{Texts, use_texts};
use crate::ui::Icon;

/// One form's way to the disk.
#[derive(Clone, Copy)]
pub struct Saving {
    engine: Engine,
    t: &'static Texts,
    busy: RwSignal<bool>,
    /// Why it wasn't kept, and whether the store itself is why.
    refused: RwSignal<Option<(Why, bool)>>,
}

/// The way of the form whose component asks. Show its [`Refusal`] above the form's button.
#[must_use]
pub fn use_saving(engine: Engine) -> Saving {
    Saving {
        engine,
        t: use_texts(),
        busy: RwSignal::new(false),
        refused: RwSignal::new(None),
    }
}

impl Saving {
    /// States what the form holds, of which `typed` are the fields with a draft. Once it is kept their drafts
    /// go, and `then` runs if the form is still there. While one statement is on its way there is no other.
    /// Without drafts there is nothing to keep.
    pub fn state(
        self,
        drafts: impl IntoIterator<Item = Draft>,
        said: Said,
        typed: impl IntoIterator<Item = Sent>,
        then: impl FnOnce() + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        self.refused.set(None);
        let typed: Vec<Sent> = typed.into_iter().collect();
        let drafts: Vec<Draft> = drafts.into_iter().collect();
        if drafts.is_empty() {
            typed.into_iter().for_each(Sent::landed);
            return then();
        }
        self.busy.set(true);
        let stated = drafts.clone();
        let heard = move |error: Option<&SubmitError>| {
            let is_here = !self.busy.is_disposed();
            if is_here {
                self.busy.set(false);
            }
            let Some(error) = error else {
                typed.into_iter().for_each(Sent::landed);
                if is_here {
                    then();
                }
                return false;
            };
            // If the form is gone, nobody would see it there.
            if is_here {
                let why = why(self.t, &stated, error);
                self.refused.set(Some((why, is_unusable(error))));
            }
            is_here
        };
        self.engine.submit_heard(drafts, said, Box::new(heard));
    }
}

/// Why it wasn't kept. A field is called as people call it, and a text that is too long says by how much.
fn why(t: &'static Texts, drafts: &[Draft], error: &SubmitError) -> Why {
    let SubmitError::Refused(Rejection::BadValue { field }) = error else {
        return failed(t, error);
    };
    let s = t.simpanan();
    let name = (s.field)(field);
    let overlong = drafts.iter().find_map(|draft| {
        let Body::Write { edits } = &draft.body else {
            return None;
        };
        let of = draft.record.kind.field(field)?.of;
        edits.iter().find_map(|edit| match edit {
            Edit::Set {
                field: set, value, ..
            } if set == field => of.overlong(value),
            _ => None,
        })
    });
    let Some((max, has)) = overlong else {
        let cure = failed(t, error).cure;
        return Why {
            cause: (s.bad_value)(name).into(),
            cure,
        };
    };
    let [max, has] = [max, has].map(|chars| t.quantity(Decimal::from(chars)));
    Why {
        cause: (s.too_long)(name, &max, &has).into(),
        cure: s.shorten.into(),
    }
}

/// Why the form wasn't kept. It takes the focus, so that it is seen and heard.
#[component]
pub fn Refusal(
    /// The form's.
    saving: Saving,
) -> impl IntoView {
    let node = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        saving.refused.track();
        if let Some(node) = node.get() {
            // It scrolls there too; it fails for nothing that can have the focus.
            let _ = node.focus();
        }
    });
    move || {
        saving.refused.get().map(|(why, unusable)| {
            let way_out = unusable.then(|| {
                view! {
                    " "
                    <a href=RESCUE rel="external">
                        {saving.t.umum.rescue}
                    </a>
                }
            });
            view! {
                <p class="refusal" role="alert" tabindex="-1" node_ref=node>
                    <Icon name="alert" />
                    <span>{why.cause} " " {why.cure} " " {saving.t.simpanan().still_here} {way_out}</span>
                </p>
            }
        })
    }
}
