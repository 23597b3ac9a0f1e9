//! Masuk: signing in, changing the first password, and whose work still waits on this device.

use leptos::prelude::*;
use model::sync::SyncLine;
use model::sync::line::LeftAlone;
use model::sync::store::StoreError;
use model::time::Zone;
use wasm_bindgen_futures::spawn_local;

use crate::engine::{Engine, SessionError, Waiter, use_engine};
use crate::i18n::rejection::Said;
use crate::i18n::{Locale, Texts, use_texts};
use crate::platform::install;
use crate::ui::field::{below, described_by};
use crate::ui::frame::page_title;
use crate::ui::{Bar, BusyButton, Field, Icon, Logo, Parts, SyncWords};

/// Shortest new password, in characters; the server asks for as many.
const PASSWORD_CHARS_MIN: usize = 10;

/// Why the session refused, and what to do.
#[must_use]
pub fn session_words(t: &Texts, error: &SessionError) -> Said {
    match error {
        SessionError::Net(_) | SessionError::Strange(_) => (t.rejection().offline)(),
        SessionError::Refused(problem) => {
            (t.rejection().problem)(problem.code, problem.retry_after_s)
        }
        SessionError::Store(error) => (t.rejection().store)(error),
        SessionError::Key(error) => (t.rejection().store)(&StoreError::Other(error.to_string())),
        SessionError::Nobody => (t.rejection().problem)(model::wire::ProblemCode::SignedOut, None),
    }
}

/// The sign-in page. In a locked tab the person whose tab it is signs in again.
#[component]
pub fn MasukPage(
    /// The browser's session has become another person's.
    #[prop(optional)]
    locked: bool,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    page_title(Signal::stored(t.masuk().title.to_owned()));
    let lock = locked.then(|| {
        let said = (t.rejection().problem)(model::wire::ProblemCode::OtherPerson, None);
        view! {
            <div class="banner act mt-4" role="alert">
                <Icon name="lock" />
                <p class="h">{said.cause.into_owned()}</p>
                <p>{said.cure.into_owned()}</p>
            </div>
        }
    });
    view! {
        <div class="phone in p-masuk">
            <Hero />
            <main id="isi" class="gut">
                <SignInForm />
                {lock}
                <Waiters engine />
                <Install />
                <p class="cap mt-6">{t.masuk().shared}</p>
            </main>
            <footer class="cap ctr">
                <Languages /> <p>{t.masuk().foot}</p>
            </footer>
        </div>
    }
    .into_any()
}

/// Mark, name, sentence and the picture of the four substances.
#[component]
fn Hero() -> impl IntoView {
    let t = use_texts();
    let of = |n: u32| rust_decimal::Decimal::from(n);
    let parts = Parts {
        verified: of(55),
        evidenced: of(16),
        claimed: of(10),
        whole: of(100),
    };
    view! {
        <header class="hero">
            <Logo size=72 />
            <h1 class="doc">"Bukti"</h1>
            <p class="doc tag-l">{t.masuk().motto}</p>
            <Bar parts=Signal::stored(parts) quiet=true />
        </header>
    }
    .into_any()
}

#[component]
fn SignInForm() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let (login, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Said>));
    let (login_error, password_error) = (RwSignal::new(None), RwSignal::new(None));
    let enter = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let name = login.get_untracked().trim().to_owned();
        let word = password.get_untracked();
        let lacks = |text: &str| text.is_empty().then(|| t.isian().required.to_owned());
        login_error.set(lacks(&name));
        password_error.set(lacks(&word));
        if name.is_empty() || word.is_empty() {
            return;
        }
        busy.set(true);
        trouble.set(None);
        // Signing in goes on even if this page is gone; then nobody reads what went wrong.
        spawn_local(async move {
            let outcome = engine.sign_in(&name, &word).await;
            busy.try_set(false);
            match outcome {
                Ok(_) => drop(password.try_set(String::new())),
                Err(error) => drop(trouble.try_set(Some(session_words(t, &error)))),
            }
        });
    };
    view! {
        <form class="stack-4" on:submit=enter>
            <Field
                id="nip"
                label=t.masuk().login
                value=login
                autocomplete="username"
                error=login_error
            />
            <Secret
                id="sandi"
                label=t.masuk().password
                value=password
                autocomplete="current-password"
                error=password_error
            />
            <Trouble said=trouble />
            <BusyButton class="primary wide big" busy submit=true>
                {move || if busy.get() { t.masuk().entering } else { t.masuk().enter }}
            </BusyButton>
            <p class="sub ctr">{t.masuk().forgotten}</p>
            <p class="cap ctr">{t.masuk().needs_signal}</p>
        </form>
    }
    .into_any()
}

/// What went wrong, said aloud.
#[component]
fn Trouble(said: RwSignal<Option<Said>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                said.get()
                    .map(|said| {
                        view! {
                            <div class="banner act">
                                <Icon name="alert" />
                                <p class="h">{said.cause.into_owned()}</p>
                                <p>{said.cure.into_owned()}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
    .into_any()
}

/// A password, which can be looked at while it is typed.
#[component]
pub fn Secret(
    /// The input's id, unique on the page.
    id: &'static str,
    /// Its label.
    label: &'static str,
    /// What is typed; never a draft.
    value: RwSignal<String>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
    /// What it must be.
    #[prop(optional)]
    help: Option<&'static str>,
    /// What is wrong.
    #[prop(into)]
    error: Signal<Option<String>>,
) -> impl IntoView {
    let t = use_texts();
    let seen = RwSignal::new(false);
    let (help_id, error_id) = (format!("{id}-b"), format!("{id}-s"));
    let described = described_by(&help_id, help.is_some(), &error_id, error);
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <div class="inp-wrap">
                <input
                    class="inp"
                    id=id
                    type=move || if seen.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    prop:value=move || value.get()
                    on:input=move |event| value.set(event_target_value(&event))
                    aria-invalid=move || error.get().map(|_| "true")
                    aria-describedby=described
                />
                <button
                    type="button"
                    class="ib"
                    aria-label=t.masuk().show_password
                    aria-pressed=move || if seen.get() { "true" } else { "false" }
                    on:click=move |_| seen.update(|seen| *seen = !*seen)
                >
                    <Icon name="eye" />
                </button>
            </div>
            {below(error, error_id, help.map(str::to_owned), help_id)}
        </div>
    }
    .into_any()
}

/// The first password must be changed before anything else.
#[component]
pub fn ChangeFirst() -> impl IntoView {
    let t = use_texts();
    page_title(Signal::stored(t.masuk().change_title.to_owned()));
    view! {
        <div class="phone in p-masuk">
            <Hero />
            <main id="isi" class="gut stack-4">
                <h2 class="doc">{t.masuk().change_title}</h2>
                <p class="sub">{t.masuk().change_why}</p>
                <PasswordForm />
            </main>
        </div>
    }
    .into_any()
}

/// Changes the password: the present one, the new one twice. Sessions elsewhere end.
#[component]
pub fn PasswordForm(
    /// Called once it is changed.
    #[prop(optional, into)]
    on_done: Option<Callback<()>>,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let typed = || RwSignal::new(String::new());
    let (old, new, repeat) = (typed(), typed(), typed());
    let wrong = || RwSignal::new(None::<String>);
    let (old_error, new_error, repeat_error) = (wrong(), wrong(), wrong());
    let (busy, trouble) = (RwSignal::new(false), RwSignal::new(None::<Said>));
    let keep = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let (before, after) = (old.get_untracked(), new.get_untracked());
        let twice = repeat.get_untracked() == after;
        old_error.set(before.is_empty().then(|| t.isian().required.to_owned()));
        new_error.set(if after.chars().count() < PASSWORD_CHARS_MIN {
            Some(t.masuk().too_short.to_owned())
        } else {
            (after == before).then(|| t.masuk().same.to_owned())
        });
        repeat_error.set((!twice).then(|| t.masuk().differ.to_owned()));
        let errors = [old_error, new_error, repeat_error];
        if errors
            .iter()
            .any(|error| error.with_untracked(Option::is_some))
        {
            return;
        }
        busy.set(true);
        trouble.set(None);
        spawn_local(async move {
            let outcome = engine.change_password(&before, &after).await;
            busy.try_set(false);
            match outcome {
                Ok(()) => {
                    for field in [old, new, repeat] {
                        field.try_set(String::new());
                    }
                    if let Some(done) = on_done {
                        done.try_run(());
                    }
                }
                Err(error) => drop(trouble.try_set(Some(session_words(t, &error)))),
            }
        });
    };
    view! {
        <form class="stack-4" on:submit=keep>
            <Secret
                id="sandi-lama"
                label=t.masuk().old
                value=old
                autocomplete="current-password"
                error=old_error
            />
            <Secret
                id="sandi-baru"
                label=t.masuk().new
                value=new
                autocomplete="new-password"
                help=t.masuk().rule
                error=new_error
            />
            <Secret
                id="sandi-ulang"
                label=t.masuk().repeat
                value=repeat
                autocomplete="new-password"
                error=repeat_error
            />
            <Trouble said=trouble />
            <BusyButton class="primary wide" busy submit=true>
                {t.masuk().keep}
            </BusyButton>
        </form>
    }
    .into_any()
}

/// Whose work still waits on this device: only that it does, never what.
#[component]
fn Waiters(engine: Engine) -> impl IntoView {
    let t = use_texts();
    move || {
        let waiters = engine.waiters();
        (!waiters.is_empty()).then(|| {
            let rows = waiters
                .iter()
                .map(|waiter| {
                    let what = for_what(t, engine, waiter);
                    view! { <li>{format!("{}: {what}", waiter.name)}</li> }
                })
                .collect_view();
            let goes = waiters.iter().all(|waiter| waiter.left == LeftAlone::Goes);
            let more = goes.then(|| view! { <p class="mt-1">{t.masuk().waits_more}</p> });
            view! {
                <aside class="banner mt-4">
                    <Icon name="off" />
                    <h2 class="h">{(t.masuk().waits)(waiters.len(), t.here())}</h2>
                    <div>
                        <ul>{rows}</ul>
                        {more}
                    </div>
                </aside>
            }
        })
    }
}

/// For what somebody's work waits: as their own sync line says it, but to another person.
fn for_what(t: &'static Texts, engine: Engine, waiter: &Waiter) -> String {
    let (w, count) = (t.masuk(), waiter.waiting);
    match (waiter.left, waiter.line) {
        (LeftAlone::NeedsSignIn, _) => (w.until_sign_in)(count),
        (_, SyncLine::KeptBack { paused: true, .. }) => (w.paused)(count),
        // What was refused or lost is theirs to see.
        (_, SyncLine::NeedsAttention(_) | SyncLine::Emptied { .. }) => (t.umum.sync.wait)(count),
        (_, line) => {
            let words = SyncWords::of(t, line, engine.now(), Zone::default());
            words.more.unwrap_or(words.state)
        }
    }
}

/// Offers to install the app where the browser can.
#[component]
fn Install() -> impl IntoView {
    let t = use_texts();
    let offer = install::offer();
    move || {
        offer.get().then(|| {
            view! {
                <aside class="banner ok inst">
                    <Icon name="install" />
                    <h2 class="h">{t.masuk().install}</h2>
                    <p>{t.masuk().install_why}</p>
                    <div class="btns">
                        <button type="button" class="btn" on:click=|_| install::accept()>
                            {t.masuk().install_do}
                        </button>
                        <button type="button" class="btn quiet" on:click=move |_| offer.set(false)>
                            {t.umum.later}
                        </button>
                    </div>
                </aside>
            }
        })
    }
}

/// The other language; nothing typed is lost but a password.
#[component]
fn Languages() -> impl IntoView {
    let t = use_texts();
    let other = match t.locale {
        Locale::Id => Locale::En,
        Locale::En => Locale::Id,
    };
    let change = move |_| {
        other.store();
        // It fails only where the page is being left already.
        drop(window().location().reload());
    };
    view! {
        <button type="button" class="btn quiet" lang=other.code() on:click=change>
            {t.masuk().other_language}
        </button>
    }
}
