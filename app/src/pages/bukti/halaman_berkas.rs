//! The pages of a piece of evidence: pictures are shown, everything else opens in a tab of its own or is
//! saved. Bytes come from this device, else from the server.

use leptos::prelude::*;
use leptos::task::spawn_local;
use model::id::OfficeId;
use model::schema::Page;
use model::sync::store::StoreError;
use model::wire::ProblemCode;
use web_sys::Url;

use crate::engine::{OpenError, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::ui::{Banner, BusyButton, Icon, Tone};

/// How far a page is opened.
#[derive(Clone, PartialEq)]
enum Opened {
    Not,
    Going,
    At(String),
    Failed(OpenError),
}

/// Why a file isn't shown, and what to do.
fn why(t: &Texts, error: &OpenError) -> String {
    let b = t.bukti();
    match error {
        OpenError::NotHere(_) => b.open_offline.to_owned(),
        OpenError::Refused(Some(ProblemCode::NotFound)) => b.open_not_there.to_owned(),
        OpenError::Refused(Some(ProblemCode::Forbidden)) => b.open_forbidden.to_owned(),
        OpenError::Refused(Some(code)) => {
            let said = (t.rejection().problem)(*code, None);
            format!("{} {}", said.cause, said.cure)
        }
        OpenError::Store(StoreError::Damaged) => b.open_broken.to_owned(),
        OpenError::Store(error) => {
            let said = (t.rejection().store)(error);
            format!("{} {}", said.cause, said.cure)
        }
        OpenError::Refused(None) | OpenError::Unshowable => {
            let said = (t.rejection().store)(&StoreError::Other(error.to_string()));
            format!("{} {}", said.cause, said.cure)
        }
    }
}

/// What people call that kind of file: how its name ends, `PDF`; else what its media type says.
fn kind_of(page: &Page) -> String {
    let end = page.name.rsplit_once('.').map(|(_, end)| end);
    let end = end.filter(|end| (1..=5).contains(&end.len()));
    let end = end.or_else(|| page.media.rsplit('/').next());
    end.unwrap_or_default().to_uppercase()
}

/// One page or file.
#[component]
pub fn Berkas(
    /// Which.
    page: Page,
    /// Whose.
    office: OfficeId,
    /// What it is called.
    title: String,
    /// What can be done with it.
    children: Children,
) -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let b = t.bukti();
    let picture = page.media.starts_with("image/") && page.media != "image/svg+xml";
    // The page may be gone when the bytes arrive: this signal isn't disposed with it.
    let opened = ArcRwSignal::new(Opened::Not);
    let open = {
        let (opened, page) = (opened.clone(), page.clone());
        move || {
            if opened.get_untracked() == Opened::Going {
                return;
            }
            opened.set(Opened::Going);
            let (opened, page) = (opened.clone(), page.clone());
            spawn_local(async move {
                let answer = engine.open_file(&page.digest, office, &page.media).await;
                opened.set(match answer {
                    Ok(address) => Opened::At(address),
                    Err(error) => Opened::Failed(error),
                });
            });
        }
    };
    if picture {
        open();
    }
    let last = opened.clone();
    on_cleanup(move || {
        if let Opened::At(address) = last.get_untracked() {
            // It can't fail for an address that we made; else it ends with the page.
            drop(Url::revoke_object_url(&address));
        }
    });
    let name = page.name.clone();
    let alt = title.clone();
    let line = (b.file_line)(&kind_of(&page), &t.bytes(page.size));
    let digest = page.digest.to_string();
    let busy = {
        let opened = opened.clone();
        Signal::derive(move || opened.get() == Opened::Going)
    };
    let press = Callback::new({
        let open = send_wrapper::SendWrapper::new(open);
        move |()| open()
    });
    let shown = move || match opened.get() {
        Opened::Going => view! {
            <p class="cap" role="status">
                {b.opening}
            </p>
        }
        .into_any(),
        Opened::At(address) if picture => {
            view! { <img class="berkas" src=address alt=alt.clone() /> }.into_any()
        }
        Opened::At(address) => {
            let save = name.clone();
            view! {
                <div class="btns">
                    <a
                        class="btn primary"
                        href=address.clone()
                        target="_blank"
                        rel="external noopener"
                    >
                        <Icon name="eye" class="s" />
                        {b.open}
                    </a>
                    <a class="btn" href=address download=save rel="external">
                        <Icon name="dl" class="s" />
                        {t.isian().save}
                    </a>
                </div>
            }
            .into_any()
        }
        Opened::Failed(error) => view! {
            <Banner tone=Tone::Act icon="alert" title=b.cant_open>
                <p>{why(t, &error)}</p>
                <div class="btns">
                    <BusyButton busy on_press=press>
                        {t.umum.again}
                    </BusyButton>
                </div>
            </Banner>
        }
        .into_any(),
        Opened::Not => view! {
            <BusyButton busy on_press=press class="wide">
                {b.open}
            </BusyButton>
        }
        .into_any(),
    };
    view! {
        <li class="stack-2" data-sidik=digest>
            <div class="berkas-h">
                <p>
                    <b>{title}</b>
                    " "
                    <span class="cap">{line}</span>
                </p>
                {children()}
            </div>
            {shown}
        </li>
    }
    .into_any()
}
