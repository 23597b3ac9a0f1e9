//! What the forms on the page's sheets have in common: how they stand, what is wrong in them, whose they are.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::parts::said;
use super::send;
use crate::admin::shelf::OfficeName;
use crate::i18n::Texts;
use crate::ui::{BusyButton, Sheet, focus_wrong};

/// Why a form can't be sent yet: the field, and what to do.
pub type Wrong = (&'static str, &'static str);

/// How a form stands. Copies share it.
#[derive(Clone, Copy)]
pub struct Form {
    /// Whether its sheet is open.
    pub open: RwSignal<bool>,
    busy: RwSignal<bool>,
    trouble: RwSignal<Option<String>>,
    wrong: RwSignal<Option<Wrong>>,
}

impl Form {
    /// A form whose sheet is closed.
    pub fn new() -> Self {
        Self {
            open: RwSignal::new(false),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
            wrong: RwSignal::new(None),
        }
    }

    /// What is wrong with a field.
    pub fn wrong_with(self, field: &'static str) -> Signal<Option<String>> {
        Signal::derive(move || {
            let wrong = self.wrong.get().filter(|(name, _)| *name == field);
            wrong.map(|(_, what)| what.to_owned())
        })
    }

    /// What was typed, if it can be sent; what is wrong is said at its field, which gets the focus.
    pub fn read<T>(self, typed: Result<T, Wrong>) -> Option<T> {
        let wrong = typed.as_ref().err().copied();
        self.wrong.set(wrong);
        if wrong.is_some() {
            focus_wrong();
        }
        typed.ok()
    }

    /// Sends it, see [`send`].
    pub fn send<A: DeserializeOwned + 'static>(
        self,
        t: &'static Texts,
        path: &'static str,
        body: impl Serialize + 'static,
        then: impl FnOnce(A) -> Result<Option<String>, String> + 'static,
    ) {
        send(t, path, body, self.busy, self.trouble, then);
    }
}

/// A form on a sheet: its fields (the children), what its request met, and the button that sends it.
#[component]
pub fn FormSheet(
    /// How it stands.
    form: Form,
    /// The sheet's heading.
    title: &'static str,
    /// What the button does.
    #[prop(into)]
    go: Signal<&'static str>,
    /// Sends it.
    on_submit: Callback<()>,
    /// Its fields, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        on_submit.run(());
    };
    view! {
        <Sheet open=form.open title=title>
            <form class="stack-4" on:submit=submit>
                {children()}
                {said(form.trouble)}
                <BusyButton class="primary wide" submit=true busy=form.busy>
                    {move || go.get()}
                </BusyButton>
            </form>
        </Sheet>
    }
    .into_any()
}

/// A choice among offices: the first is chosen, and what people call each.
pub fn choice_of(offices: &[OfficeName]) -> (RwSignal<String>, Signal<Vec<(String, String)>>) {
    let first = offices.first().map(|office| office.id.to_string());
    let names = offices
        .iter()
        .map(|office| (office.id.to_string(), office.name.clone()));
    let names: Vec<(String, String)> = names.collect();
    (
        RwSignal::new(first.unwrap_or_default()),
        Signal::stored(names),
    )
}
