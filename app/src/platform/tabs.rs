//! The tabs of one person: one of them syncs (a Web Lock says which), all hear of what is committed (a
//! broadcast channel). A tab gives the lead up when the browser freezes it; one that stands still otherwise keeps its
//! lock, so a leader that is silent for ten seconds is robbed.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use js_sys::{Function, Object, Promise, Reflect};
use model::sync::engine::Standing;
use model::sync::platform::Wake;
use model::sync::store::Tx;
use model::time::Millis;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, AbortSignal, BroadcastChannel, MessageEvent, Window};

use super::clock;
use super::rest::{Rest, sleep};

/// How often a leader says that it lives, and a follower looks.
const BEAT_MS: i32 = 3_000;
/// A leader that is silent for longer is robbed.
const SILENCE_MS: i64 = 10_000;
/// A transaction that is larger as JSON isn't sent to the other tabs: they load anew.
const TELL_BYTES_MAX: usize = 256 * 1024;

/// Words that tabs tell each other. After some of them comes a line break, and something in JSON: only the works read
/// that, so that the first page needs no code for it.
mod word {
    /// A tab opened.
    pub const HELLO: &str = "hello";
    /// A tab that was there before.
    pub const HERE: &str = "here";
    /// The leader lives.
    pub const BEAT: &str = "beat";
    /// This was committed: a [`super::Tx`].
    pub const COMMITTED: &str = "committed";
    /// The same, by the leader.
    pub const LED: &str = "led";
    /// Something large was committed: load anew.
    pub const RELOAD: &str = "reload";
    /// What the leader knows: a [`super::Standing`].
    pub const STANDS: &str = "stands";
    /// The person asked to send now.
    pub const ASKED: &str = "asked";
    /// The person signed in.
    pub const SIGNED_IN: &str = "signed in";
    /// The person signed out: this tab must not go on.
    pub const SIGNED_OUT: &str = "signed out";
    /// The person works in this tab: one that only sends for them lets it.
    pub const WORKING: &str = "working";
}

/// What a tab heard from another.
#[derive(Debug)]
pub enum Heard {
    /// This was committed there: a [`Tx`] in JSON; whether it led then.
    Committed(String, bool),
    /// More was committed there than is told.
    Reload,
    /// What the tab that syncs knows: a [`Standing`] in JSON.
    Stands(String),
    /// The person signed in there: this device may have another key.
    SignedIn,
    /// The person signed out there.
    SignedOut,
    /// The person works there: it sends and reads.
    Working,
}

type Listener = Box<dyn Fn(Heard)>;
type OnMessage = Closure<dyn FnMut(MessageEvent)>;

/// One tab among those of a person.
pub struct Tabs {
    name: String,
    channel: Option<BroadcastChannel>,
    on_message: RefCell<Option<OnMessage>>,
    listener: RefCell<Option<Listener>>,
    /// What was heard before anybody listened: while the store is loaded, others commit.
    early: RefCell<Vec<Heard>>,
    /// Somebody else is there: only then is a transaction written out for them.
    others: Cell<bool>,
    leads: Cell<bool>,
    /// When the leader was last heard.
    heard: Cell<Millis>,
    /// What this tab last told as the leader, for those that open later.
    stands: RefCell<Option<String>>,
    /// Ends the lock that this tab holds.
    release: RefCell<Option<Function>>,
    /// Takes back what this tab asked for and hasn't got: a lock that a frozen tab gets is nobody's.
    asking: RefCell<Option<AbortController>>,
    closed: Cell<bool>,
    rest: Rc<Rest>,
}

impl Tabs {
    /// Joins the tabs of that name (a person's database) and asks for the lead.
    pub fn join(name: &str, rest: Rc<Rest>) -> Rc<Self> {
        let tabs = Rc::new(Self {
            name: name.to_owned(),
            channel: BroadcastChannel::new(name).ok(),
            on_message: RefCell::default(),
            listener: RefCell::default(),
            early: RefCell::default(),
            others: Cell::new(false),
            leads: Cell::new(false),
            heard: Cell::new(clock::now()),
            stands: RefCell::default(),
            release: RefCell::default(),
            asking: RefCell::default(),
            closed: Cell::new(false),
            rest,
        });
        let weak = Rc::downgrade(&tabs);
        let on_message = OnMessage::new(move |event: MessageEvent| {
            if let Some(tabs) = weak.upgrade() {
                tabs.hear(&event);
            }
        });
        if let Some(channel) = &tabs.channel {
            channel.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
        }
        *tabs.on_message.borrow_mut() = Some(on_message);
        on_lifecycle("freeze", Rc::downgrade(&tabs), |tabs| tabs.step_back());
        on_lifecycle("resume", Rc::downgrade(&tabs), |tabs| {
            tabs.heard.set(clock::now());
            spawn_local(lead(Rc::downgrade(tabs), false));
        });
        tabs.post(word::HELLO);
        spawn_local(lead(Rc::downgrade(&tabs), false));
        spawn_local(beat(Rc::downgrade(&tabs)));
        tabs
    }

    /// Whether this tab is the one that syncs.
    pub fn leads(&self) -> bool {
        self.leads.get() && !self.closed.get()
    }

    /// Calls `listener` with what other tabs tell, and told since this one joined.
    pub fn listen(&self, listener: impl Fn(Heard) + 'static) {
        self.early.take().into_iter().for_each(&listener);
        *self.listener.borrow_mut() = Some(Box::new(listener));
    }

    /// Tells the others what was committed.
    pub fn committed(&self, tx: &Tx) {
        if !self.others.get() {
            return;
        }
        match serde_json::to_string(tx) {
            Ok(text) if text.len() <= TELL_BYTES_MAX => {
                let word = if self.leads() {
                    word::LED
                } else {
                    word::COMMITTED
                };
                self.post_with(word, &text);
            }
            _ => self.reload(),
        }
    }

    /// Tells the others to load anew: more changed than they could follow.
    pub fn reload(&self) {
        self.post(word::RELOAD);
    }

    /// Tells the others what this tab knows, which leads.
    pub fn stands(&self, standing: &Standing) {
        // It holds nothing that can't be written.
        let Ok(text) = serde_json::to_string(standing) else {
            return;
        };
        self.post_with(word::STANDS, &text);
        self.stands.replace(Some(text));
    }

    /// Tells the tab that leads, if it is another, that the person asked to send now.
    pub fn asked(&self) {
        if !self.leads() {
            self.post(word::ASKED);
        }
    }

    /// Tells the others that the person signed in here.
    pub fn signed_in(&self) {
        self.post(word::SIGNED_IN);
    }

    /// Tells the others that the person signed out.
    pub fn signed_out(&self) {
        self.post(word::SIGNED_OUT);
    }

    /// Tells the others that the person works here: one that only sends would hold the lead and never read.
    pub fn working(&self) {
        self.post(word::WORKING);
    }

    /// Leaves: another tab may lead.
    pub fn leave(&self) {
        self.closed.set(true);
        self.step_back();
        if let Some(channel) = &self.channel {
            channel.close();
        }
        self.listener.borrow_mut().take();
    }

    /// Gives the lead up: another tab takes it at once. A tab that is frozen as the leader would still hear what the
    /// others commit, begin a transaction to send it, and hold it for as long as it is frozen: then no tab could.
    fn step_back(&self) {
        self.leads.set(false);
        self.stop_asking();
        if let Some(release) = self.release.borrow_mut().take() {
            // Resolving a promise can't fail.
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    }

    fn stop_asking(&self) {
        if let Some(asking) = self.asking.borrow_mut().take() {
            asking.abort();
        }
    }

    fn post_with(&self, word: &str, json: &str) {
        self.post(&format!("{word}\n{json}"));
    }

    fn post(&self, text: &str) {
        if let Some(channel) = self.channel.as_ref().filter(|_| !self.closed.get()) {
            // A text can always be cloned; a closed channel is caught above.
            let _ = channel.post_message(&text.into());
        }
    }

    /// A tab opened: it hears who is there, and what the leader knows.
    fn greet(&self) {
        self.post(word::HERE);
        if self.leads()
            && let Some(stands) = &*self.stands.borrow()
        {
            self.post_with(word::STANDS, stands);
        }
    }

    fn hear(&self, event: &MessageEvent) {
        let Some(text) = event.data().as_string() else {
            return;
        };
        self.others.set(true);
        let (word, json) = text.split_once('\n').unwrap_or((&text, ""));
        let heard = match word {
            word::HELLO => return self.greet(),
            word::HERE => return,
            word::BEAT => return self.heard.set(clock::now()),
            word::ASKED => return self.rest.wake(Wake::Asked),
            word::COMMITTED | word::LED => Heard::Committed(json.to_owned(), word == word::LED),
            word::STANDS => Heard::Stands(json.to_owned()),
            word::SIGNED_IN => Heard::SignedIn,
            word::SIGNED_OUT => Heard::SignedOut,
            word::WORKING => Heard::Working,
            // Words of another build, or the one that says so: what was committed is read from the store.
            _ => Heard::Reload,
        };
        match &*self.listener.borrow() {
            Some(listener) => listener(heard),
            None => self.early.borrow_mut().push(heard),
        }
    }

    /// Takes the lead: called by the browser once the lock is this tab's. The lock is held until the
    /// promise that this gives back is resolved.
    fn take_lead(&self) -> Promise {
        let promise = Promise::new(&mut |resolve, _| {
            *self.release.borrow_mut() = Some(resolve);
        });
        if self.closed.get() {
            return Promise::resolve(&JsValue::UNDEFINED);
        }
        self.leads.set(true);
        self.rest.wake(Wake::Tab);
        promise
    }
}

/// Calls `then` whenever the browser freezes this page, or lets it go on; as long as there are tabs to tell.
fn on_lifecycle(event: &str, tabs: Weak<Tabs>, then: impl Fn(&Rc<Tabs>) + 'static) {
    let listener = Closure::<dyn FnMut()>::new(move || {
        if let Some(tabs) = tabs.upgrade().filter(|tabs| !tabs.closed.get()) {
            then(&tabs);
        }
    });
    let window: Window = js_sys::global().unchecked_into();
    if let Some(document) = window.document() {
        // It fails for no event name that exists; without it a silent leader is robbed.
        let _ = document.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    }
    // It lives as long as the page.
    listener.forget();
}

/// Asks for the lock, robbing a silent leader if told so, and waits until it is lost again.
async fn lead(tabs: Weak<Tabs>, steal: bool) {
    let Some(name) = tabs.upgrade().map(|tabs| tabs.name.clone()) else {
        return;
    };
    let had = Rc::new(Cell::new(false));
    let (of_lock, got) = (tabs.clone(), Rc::clone(&had));
    let granted = Closure::once(move |_: JsValue| match of_lock.upgrade() {
        Some(tabs) => {
            got.set(true);
            tabs.asking.borrow_mut().take();
            tabs.take_lead()
        }
        None => Promise::resolve(&JsValue::UNDEFINED),
    });
    if let Some(tabs) = tabs.upgrade() {
        tabs.stop_asking();
        // Who robs gets it at once.
        *tabs.asking.borrow_mut() = AbortController::new().ok().filter(|_| !steal);
    }
    let signal = tabs.upgrade().and_then(|tabs| {
        let asking = tabs.asking.borrow();
        asking.as_ref().map(AbortController::signal)
    });
    // It ends when this tab lets go, or with an error when it was robbed or asks no longer.
    let robbed = match request(&name, steal, signal, granted.as_ref().unchecked_ref()) {
        Some(promise) => JsFuture::from(promise).await.is_err() && had.get(),
        // A browser without Web Locks: every tab syncs, which is slower and never wrong.
        None => {
            if let Some(tabs) = tabs.upgrade() {
                tabs.leads.set(true);
                tabs.rest.wake(Wake::Tab);
            }
            return;
        }
    };
    let Some(tabs) = tabs.upgrade() else {
        return;
    };
    if had.get() {
        tabs.leads.set(false);
    }
    if robbed && !tabs.closed.get() {
        tabs.heard.set(clock::now());
        spawn_local(lead(Rc::downgrade(&tabs), false));
    }
}

/// `navigator.locks.request`, which `web-sys` doesn't count as stable yet.
fn request(
    name: &str,
    steal: bool,
    signal: Option<AbortSignal>,
    granted: &Function,
) -> Option<Promise> {
    let window: Window = js_sys::global().unchecked_into();
    let locks = Reflect::get(&window.navigator(), &"locks".into()).ok()?;
    let request: Function = Reflect::get(&locks, &"request".into())
        .ok()?
        .dyn_into()
        .ok()?;
    let options = Object::new();
    Reflect::set(&options, &"steal".into(), &steal.into()).ok()?;
    if let Some(signal) = signal {
        Reflect::set(&options, &"signal".into(), &signal).ok()?;
    }
    let promise = request
        .call3(&locks, &name.into(), &options, granted)
        .ok()?;
    promise.dyn_into().ok()
}

/// Says that this tab leads, or looks whether the leader still says so.
async fn beat(tabs: Weak<Tabs>) {
    loop {
        // It resolves; a timer has no error.
        let _ = sleep(BEAT_MS).await;
        let Some(tabs) = tabs.upgrade() else {
            return;
        };
        if tabs.closed.get() {
            return;
        }
        if tabs.leads() {
            tabs.post(word::BEAT);
        } else if clock::now().0 - tabs.heard.get().0 > SILENCE_MS {
            tabs.heard.set(clock::now());
            spawn_local(lead(Rc::downgrade(&tabs), true));
        }
    }
}
