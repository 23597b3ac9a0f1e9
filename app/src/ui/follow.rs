//! Where the focus goes on the way from one page to the next: to the new page's heading, so that keyboard and
//! screen reader follow.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;
use leptos::web_sys::{self, HtmlElement, MutationObserver, MutationObserverInit};
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;

/// For so long a heading that stood before may still be that of the page that is left.
const OLD: Duration = Duration::from_millis(160);
/// For so long the heading of a page whose code or data is on its way is waited for.
const PATIENCE: Duration = Duration::from_secs(10);

thread_local! {
    /// The navigation whose heading is waited for; a later one takes its place.
    static WALK: RefCell<Option<Watched>> = const { RefCell::new(None) };
}

/// At the end of an address: what differs on that page has the focus, not its heading.
pub const DIFFERS: &str = "#berbeda";

/// Moves the focus to the new page's heading after each navigation but the first. Call it once, inside the
/// router.
pub fn follow_navigation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            Walk::begin();
        }
        now
    });
}

/// A walk, and the observer that tells it of what the app puts on the page.
struct Watched {
    observer: MutationObserver,
    /// What the observer calls.
    _tell: Closure<dyn FnMut()>,
}

impl Drop for Watched {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The focus on its way to a heading, and with it when what loads meanwhile puts another in its place.
struct Walk {
    /// The heading of the page that is left.
    old: Option<HtmlElement>,
    /// The old heading is the new page's as well: it stood too long.
    stayed: Cell<bool>,
    given: RefCell<Option<HtmlElement>>,
    /// The next frame is waited for.
    asked: Cell<bool>,
    ended: Cell<bool>,
}

impl Walk {
    fn begin() {
        let walk = Rc::new(Self {
            old: heading(),
            stayed: Cell::new(false),
            given: RefCell::new(None),
            asked: Cell::new(false),
            ended: Cell::new(false),
        });
        let told = Rc::clone(&walk);
        let tell = Closure::<dyn FnMut()>::new(move || told.soon());
        // Neither fails: the function is one, and the options name what to look for.
        let observer = MutationObserver::new(tell.as_ref().unchecked_ref());
        let (Ok(observer), Some(app)) = (observer, find("#app")) else {
            return;
        };
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        let _ = observer.observe_with_options(&app, &options);
        let watched = Watched {
            observer,
            _tell: tell,
        };
        WALK.replace(Some(watched));
        // A later walk drops the observer, and with it all but what the timers hold.
        let (late, over) = (Rc::downgrade(&walk), Rc::downgrade(&walk));
        set_timeout(
            move || {
                if let Some(walk) = late.upgrade() {
                    walk.stayed.set(true);
                    walk.soon();
                }
            },
            OLD,
        );
        set_timeout(
            move || {
                if let Some(walk) = over.upgrade() {
                    walk.ended.set(true);
                    WALK.take();
                }
            },
            PATIENCE,
        );
        walk.soon();
    }

    /// Looks in the next frame, once for all that came since the last: a focus lays the page out.
    fn soon(self: &Rc<Self>) {
        if self.ended.get() || self.asked.replace(true) {
            return;
        }
        let walk = Rc::downgrade(self);
        request_animation_frame(move || {
            if let Some(walk) = walk.upgrade() {
                walk.asked.set(false);
                walk.look();
            }
        });
    }

    fn look(&self) {
        // A sheet or dialog that is open keeps the focus.
        if find("dialog[open]").is_some() || self.went_on() {
            self.ended.set(true);
            return;
        }
        let Some(heading) = heading() else { return };
        let is_new = self.old.as_ref() != Some(&heading) || self.stayed.get();
        if !is_new || self.given.borrow().as_ref() == Some(&heading) {
            return;
        }
        if !heading.has_attribute("tabindex") {
            // It can't fail for an attribute of this name.
            let _ = heading.set_attribute("tabindex", "-1");
        }
        let _ = heading.focus();
        if wants_differing() {
            heading.scroll_into_view();
        }
        self.given.replace(Some(heading));
    }

    /// Whether the person has moved the focus on from the heading that had it.
    fn went_on(&self) -> bool {
        let given = self.given.borrow();
        let Some(given) = given.as_ref() else {
            return false;
        };
        let active = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.active_element());
        active.is_some_and(|active| active != **given && active.tag_name() != "BODY")
    }
}

/// The page's heading; where what differs is wanted, that of the first of it, once it is there.
fn heading() -> Option<HtmlElement> {
    let differing = || {
        wants_differing()
            .then(|| find("#app .p-konflik h2"))
            .flatten()
    };
    let found = differing().or_else(|| find("#app main h1, #app h1"))?;
    found.dyn_into().ok()
}

fn wants_differing() -> bool {
    let location = web_sys::window().map(|window| window.location());
    location.is_some_and(|location| location.hash().is_ok_and(|hash| hash == DIFFERS))
}

fn find(selector: &str) -> Option<web_sys::Element> {
    let document = web_sys::window()?.document()?;
    document.query_selector(selector).ok().flatten()
}
