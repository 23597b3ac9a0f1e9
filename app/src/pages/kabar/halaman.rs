//! `/kabar`.

use model::table::KeySet;

use leptos::prelude::*;
use model::rights::Action;
use model::time::{Date, Millis};

use super::berita::{self, News, Reader, What};
use crate::engine::{Engine, use_engine};
use crate::i18n::{Texts, use_texts};
use crate::pages::here::{self, Here};
use crate::pages::sinkron::kata::item_name;
use crate::pages::states::Gate;
use crate::platform::local;
use crate::ui::follow::DIFFERS;
use crate::ui::{AppBar, Avatar, EmptyState, Icon, Seal, SealState, SyncBadge};

/// Where the browser keeps up to when a person has looked, by person.
fn key(here: &Here) -> String {
    format!("bukti.kabar.{}", here.me)
}

/// On a device where the person never looked, this much of the past is new.
const FIRST_DAYS: i64 = 7;

/// Up to when the person has looked on this device.
fn seen(engine: Engine, here: &Here) -> Millis {
    let looked = local::text(&key(here)).and_then(|text| text.parse().ok());
    looked.map_or_else(|| engine.now().plus(-FIRST_DAYS * Millis::DAY), Millis)
}

/// Everything new and old (tracked).
fn all(engine: Engine, here: &Here) -> Vec<News> {
    let mine: KeySet<String> = engine
        .worksheet(|_, _, instrument| {
            let own = |area: &Option<String>| {
                let areas: Vec<&str> = area.as_deref().into_iter().collect();
                here.may_each(engine, Action::Answer, &areas)
            };
            let items = instrument.items().filter(|item| own(&item.area));
            items.map(|item| item.id.clone()).collect()
        })
        .unwrap_or_default();
    let reader = Reader {
        me: here.me,
        office: here.office_id(),
        cycle: here.cycle_id(),
        my_items: &mine,
        now: engine.now(),
    };
    engine.read(|device| berita::news(device, reader))
}

/// How many news the person hasn't looked at: the number at the tab. Tracked is only that they looked.
#[must_use]
pub fn unseen(engine: Engine) -> usize {
    LOOKED.with(|looked| looked.track());
    untrack(|| {
        here::here(engine).map_or(0, |here| {
            let seen = seen(engine, &here);
            all(engine, &here)
                .iter()
                .filter(|news| news.at > seen)
                .count()
        })
    })
}

thread_local! {
    /// Goes up when the person has looked: what lies in localStorage tells nobody.
    static LOOKED: ArcTrigger = ArcTrigger::new();
}

/// The page.
#[component]
pub fn KabarPage() -> impl IntoView {
    let t = use_texts();
    let engine = use_engine();
    let words = here::sync_words(t, engine);
    // What was new when the page was opened stays marked while it is open.
    let since = untrack(|| here::here(engine)).map(|here| seen(engine, &here));
    let since = RwSignal::new(since);
    let news = Memo::new(move |_| {
        let here = here::here(engine)?;
        if since.get_untracked().is_none() {
            since.set(Some(seen(engine, &here)));
        }
        Some((all(engine, &here), here))
    });
    Effect::new(move |_| {
        news.with(|news| {
            if let Some((news, here)) = news {
                let latest = news.iter().map(|news| news.at.0).max().unwrap_or(0);
                local::set_text(&key(here), &latest.to_string());
                LOOKED.with(ArcTrigger::notify);
            }
        });
    });
    let context = Signal::derive(move || {
        let since = since.get().unwrap_or_default();
        news.with(|news| match news {
            Some((news, _)) if !news.is_empty() => {
                let new = news.iter().filter(|news| news.at > since).count();
                (t.kabar().context)(new, news.len() - new)
            }
            _ => t.kabar().nothing_new.to_owned(),
        })
    });
    let body = move || {
        let since = since.get().unwrap_or_default();
        news.with(|news| match news {
            // It says what is missing.
            None => view! { <Gate ready=|_| ().into_any() /> }.into_any(),
            Some((news, _)) if news.is_empty() => view! {
                <main id="isi">
                    <EmptyState icon="bell" title=t.kabar().empty text=t.kabar().empty_why>
                        <a class="btn" href="/rencana">
                            {t.kabar().to_plan}
                        </a>
                    </EmptyState>
                </main>
            }
            .into_any(),
            Some((news, here)) => {
                view! { <main id="isi">{days(t, engine, here, news, since)}</main> }.into_any()
            }
        })
    };
    view! {
        <div class="phone p-kabar">
            <AppBar title=t.kabar().title context>
                <SyncBadge words />
            </AppBar>
            {body}
        </div>
    }
    .into_any()
}

/// The news day by day.
fn days(t: &'static Texts, engine: Engine, here: &Here, news: &[News], since: Millis) -> AnyView {
    let zone = here.office.zone;
    let today = here.today(engine.now());
    let mut days: Vec<(Date, Vec<&News>)> = Vec::new();
    for item in news {
        let date = zone.date(item.at);
        match days.last_mut() {
            Some((day, list)) if *day == date => list.push(item),
            _ => days.push((date, vec![item])),
        }
    }
    let day = |(date, list): (Date, Vec<&News>)| {
        let id = format!("h-{date}");
        let rows = list
            .into_iter()
            .map(|news| row(t, engine, here, news, since))
            .collect_view();
        view! {
            <section class="gut day" aria-labelledby=id.clone()>
                <div class="sec-h">
                    <h2 id=id.clone()>{t.near_date(date, today)}</h2>
                </div>
                <ul class="card list">{rows}</ul>
            </section>
        }
    };
    view! {
        {days.into_iter().map(day).collect_view()}
        <p class="gut cap mt-4">{t.kabar().kept}</p>
    }
    .into_any()
}

fn sentence(t: &Texts, what: &What, who: &str) -> String {
    let words = t.kabar();
    match what {
        What::Answered => (words.answered)(who),
        What::Noted => (words.noted)(who),
        What::Differs => (words.differ)(who),
        What::Accepted => (words.accepted)(who),
        What::Adjusted => (words.adjusted)(who),
        What::Returned(_) => (words.returned)(who),
        What::Commented(_) => (words.commented)(who),
        What::TaskGiven(_) => (words.task_given)(who),
        What::TaskDone => (words.task_done)(who),
        What::EvidenceAdded => (words.evidence_added)(who),
        What::EvidenceChanged => (words.evidence_changed)(who),
        What::EvidenceRemoved => (words.evidence_removed)(who),
        What::FileRefused => words.file_refused.to_owned(),
        What::PlanChanged => (words.plan_changed)(who),
        What::PlanAdded => (words.plan_added)(who),
        What::PlanRemoved => (words.plan_removed)(who),
    }
}

/// The mark before a piece of news.
fn mark(what: &What, who: String) -> AnyView {
    match what {
        What::Accepted => view! { <Seal state=SealState::Verified quiet=true /> }.into_any(),
        What::Adjusted => view! { <Seal state=SealState::Adjusted quiet=true /> }.into_any(),
        What::Returned(_) => view! { <Seal state=SealState::Returned quiet=true /> }.into_any(),
        What::Differs => view! {
            <span class="warn-t">
                <Icon name="split" />
            </span>
        }
        .into_any(),
        What::FileRefused => view! {
            <span class="warn-t">
                <Icon name="alert" />
            </span>
        }
        .into_any(),
        What::PlanChanged | What::PlanAdded | What::PlanRemoved => {
            view! { <Icon name="plan" /> }.into_any()
        }
        _ => view! { <Avatar name=who /> }.into_any(),
    }
}

/// Where a piece of news leads.
fn href(news: &News) -> String {
    match (&news.what, &news.item) {
        (What::EvidenceChanged | What::FileRefused, _) => format!("/bukti/{}", news.record),
        (What::EvidenceRemoved, _) => "/bukti".to_owned(),
        (What::PlanRemoved, _) => "/rencana".to_owned(),
        (What::PlanChanged | What::PlanAdded, _) => format!("/rencana/{}", news.record),
        (What::Differs, Some(item)) => format!("/konflik/{item}{DIFFERS}"),
        (_, Some(item)) => format!("/butir/{item}"),
        (_, None) => "/".to_owned(),
    }
}

fn row(t: &'static Texts, engine: Engine, here: &Here, news: &News, since: Millis) -> AnyView {
    let who = engine.peek(|device| here::full_name(t, device, news.who));
    let new = news.at > since;
    let item = news.item.as_deref().map(|item| {
        let known = engine.worksheet(|_, _, instrument| {
            let title = instrument.item(item).map(|item| item.title.clone());
            title.unwrap_or_else(|| item_name(Some(instrument.as_ref()), item))
        });
        known.unwrap_or_else(|| item_name(None, item))
    });
    let today = here.today(engine.now());
    let quote = match &news.what {
        What::Returned(text) | What::Commented(text) if !text.trim().is_empty() => {
            Some(view! { <q>{text.clone()}</q> })
        }
        _ => None,
    };
    let due = match &news.what {
        What::TaskGiven(Some(due)) => Some((t.kabar().due)(&t.near_date(*due, today))),
        _ => None,
    };
    let tag = (news.what == What::Differs)
        .then(|| view! { <span class="tag warn">{t.isian().two_entries}</span> });
    view! {
        <li>
            <a class="row news" href=href(news)>
                <span class="mk">{mark(&news.what, who.clone())}</span>
                <span>
                    <span class=if new { "tt new" } else { "tt" }>
                        {new.then(|| view! { <span class="sr">{t.kabar().new}</span> })}
                        {sentence(t, &news.what, &who)}
                    </span>
                    <span class="meta">
                        {news.title.clone().map(|title| view! { <span>{title}</span> })}
                        {item.map(|item| view! { <span>{item}</span> })}
                        {due.map(|due| view! { <span>{due}</span> })}
                        {quote.map(|quote| view! { <span>{quote}</span> })}
                        {tag}
                    </span>
                </span>
                <time class="num">{t.clock(news.at, here.office.zone)}</time>
            </a>
        </li>
    }
    .into_any()
}
