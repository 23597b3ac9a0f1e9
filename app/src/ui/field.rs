//! Form fields. A text field's value is a signal, so that a draft can keep every keystroke of it.

use leptos::prelude::*;
use leptos::web_sys;
use leptos::web_sys::wasm_bindgen::JsCast as _;

use super::icon::Icon;

/// Moves the focus to the first field that is wrong, in the open sheet if there is one: on a long form it
/// may be out of sight. Call it after the errors were set.
pub fn focus_wrong() {
    // After the fields have been drawn anew.
    request_animation_frame(|| {
        let Some(document) = web_sys::window().and_then(|window| window.document()) else {
            return;
        };
        let open = document.query_selector("dialog[open]").ok().flatten();
        let wrong = match open {
            Some(dialog) => dialog.query_selector("[aria-invalid=true]"),
            None => document.query_selector("main [aria-invalid=true]"),
        };
        let wrong = wrong.ok().flatten();
        if let Some(field) = wrong.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
            // It scrolls there too; it fails for nothing that can have the focus.
            let _ = field.focus();
        }
    });
}

/// What a screen reader reads after the label: the error, where there is one, and the help.
pub fn described_by(
    help_id: &str,
    helps: bool,
    error_id: &str,
    error: Signal<Option<String>>,
) -> impl Fn() -> Option<String> + Clone + Send + Sync + 'static {
    let help = helps.then(|| help_id.to_owned());
    let error_id = error_id.to_owned();
    move || {
        let error = error.get().map(|_| error_id.clone());
        let ids: Vec<String> = error.into_iter().chain(help.clone()).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

/// What stands below a control, tied to it by [`described_by`]: what is wrong, then the help.
pub fn below(
    error: Signal<Option<String>>,
    error_id: String,
    help: Option<String>,
    help_id: String,
) -> AnyView {
    let wrong = move || {
        error.get().map(|error| {
            view! {
                <p class="err" id=error_id.clone()>
                    <Icon name="alert" />
                    {error}
                </p>
            }
        })
    };
    let help = help.map(|help| {
        view! {
            <p class="help" id=help_id>
                {help}
            </p>
        }
    });
    view! {
        {wrong}
        {help}
    }
    .into_any()
}

/// A label, an input, help and an error, tied together for screen readers.
#[component]
pub fn Field(
    /// The input's id, unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// Its value.
    value: RwSignal<String>,
    /// `text`, `date`, `url`, `password`…
    #[prop(default = "text")]
    kind: &'static str,
    /// As in HTML.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// As in HTML (`decimal`, `numeric`…).
    #[prop(optional)]
    inputmode: Option<&'static str>,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<String>,
    /// A sentence below.
    #[prop(optional, into)]
    help: Option<String>,
    /// What is wrong, and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether it can't be changed (the help says why).
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// More than one line.
    #[prop(optional)]
    long: bool,
    /// Whether the label is for screen readers only.
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let (help_id, error_id) = (format!("{id}-b"), format!("{id}-s"));
    let described = described_by(&help_id, help.is_some(), &error_id, error);
    let invalid = move || error.get().map(|_| "true");
    let control = if long {
        // Only `prop:value`: children of a textarea aren't escaped when rendered on a server.
        view! {
            <textarea
                class="inp"
                id=id.clone()
                placeholder=placeholder
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=invalid
                aria-describedby=described
                disabled=move || disabled.get()
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="inp"
                type=kind
                id=id.clone()
                autocomplete=autocomplete
                inputmode=inputmode
                autocapitalize=(autocomplete == Some("username")).then_some("none")
                placeholder=placeholder
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
                aria-invalid=invalid
                aria-describedby=described
                disabled=move || disabled.get()
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label for=id class=bare.then_some("sr")>
                {label}
            </label>
            {control}
            {below(error, error_id, help, help_id)}
        </div>
    }
    .into_any()
}

/// One of several values, by a native select.
#[component]
pub fn Select(
    /// The control's id, unique on the page.
    #[prop(into)]
    id: String,
    /// Its label.
    #[prop(into)]
    label: String,
    /// The chosen value.
    value: RwSignal<String>,
    /// Values and their names.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Whether the label is for screen readers only.
    #[prop(optional)]
    bare: bool,
    /// A sentence below.
    #[prop(optional)]
    help: Option<&'static str>,
    /// What is wrong, and what to do.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let (help_id, error_id) = (format!("{id}-b"), format!("{id}-s"));
    let described = described_by(&help_id, help.is_some(), &error_id, error);
    let option = move |(key, name): (String, String)| {
        let chosen = key.clone();
        view! {
            <option value=key prop:selected=move || value.get() == chosen>
                {name}
            </option>
        }
    };
    view! {
        <div class="field">
            <label for=id.clone() class=bare.then_some("sr")>
                {label}
            </label>
            <select
                class="inp"
                id=id
                on:change=move |event| value.set(event_target_value(&event))
                aria-invalid=move || error.get().map(|_| "true")
                aria-describedby=described
            >
                {move || options.get().into_iter().map(option).collect_view()}
            </select>
            {below(error, error_id, help.map(str::to_owned), help_id)}
        </div>
    }
    .into_any()
}

/// On or off, at once.
#[component]
pub fn Switch(
    /// Its name.
    #[prop(into)]
    label: String,
    /// Whether it is on.
    #[prop(into)]
    on: Signal<bool>,
    /// What to do with the new state.
    on_change: Callback<bool>,
) -> impl IntoView {
    view! {
        <input
            type="checkbox"
            role="switch"
            class="switch"
            aria-label=label
            prop:checked=move || on.get()
            on:change=move |event| on_change.run(event_target_checked(&event))
        />
    }
}

/// A button that works for a moment: busy, it can't be pressed again, and says so.
#[component]
pub fn BusyButton(
    /// Further classes: `primary wide`…
    #[prop(optional)]
    class: &'static str,
    /// Whether it works just now.
    #[prop(into)]
    busy: Signal<bool>,
    /// Whether it submits its form (then `on_press` isn't needed).
    #[prop(optional)]
    submit: bool,
    /// What it does.
    #[prop(optional)]
    on_press: Option<Callback<()>>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let press = move |_| {
        if let (false, Some(press)) = (busy.get_untracked(), on_press) {
            press.run(());
        }
    };
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=move || format!("btn {class}{}", if busy.get() { " is-busy" } else { "" })
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=press
        >
            {move || busy.get().then(|| view! { <Icon name="sync" class="s" /> })}
            {children()}
        </button>
    }
    .into_any()
}
