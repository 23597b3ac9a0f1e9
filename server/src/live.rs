//! Nudges: who listens learns at once that a stream has something new, and pulls. A nudge holds no
//! content and may be lost; the pull stays the truth.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::id::PersonId;
use model::op::Stream;
use tokio::sync::{broadcast, watch};

use crate::store::Store;

/// Connections that one person may hold: a few tabs on a few devices.
const OPEN_PER_PERSON_MAX: usize = 8;
/// How often it is looked whether another process has changed a board.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Nudges that a slow listener may lag behind before it is told to pull everything.
const LAG_MAX: usize = 256;

/// What listeners are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Nudge {
    /// A stream has something new.
    Stream(Stream),
    /// The person's sessions changed: look again whether one still holds.
    Sessions(PersonId),
}

/// Where nudges are told and heard.
#[derive(Debug)]
pub struct Live {
    nudges: broadcast::Sender<Nudge>,
    open: Arc<Mutex<HashMap<PersonId, usize>>>,
    stopped: watch::Sender<bool>,
}

impl Default for Live {
    fn default() -> Self {
        Self {
            nudges: broadcast::channel(LAG_MAX).0,
            open: Arc::default(),
            stopped: watch::channel(false).0,
        }
    }
}

/// Somebody who listens; their place is given up when this is dropped.
#[derive(Debug)]
pub struct Listening {
    nudges: broadcast::Receiver<Nudge>,
    stopped: watch::Receiver<bool>,
    open: Arc<Mutex<HashMap<PersonId, usize>>>,
    person: PersonId,
}

/// What a listener hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// A nudge.
    Nudge(Nudge),
    /// Some were missed: anything may be new.
    Missed,
    /// The server stops.
    Stop,
}

impl Live {
    /// Tells everybody who listens.
    pub fn nudge(&self, nudge: Nudge) {
        // Nobody may be listening.
        let _ = self.nudges.send(nudge);
    }

    /// Nudges whoever may read a board that another process (the command line) has changed.
    pub async fn watch_boards(&self, store: &dyn Store) {
        let mut known = None;
        loop {
            // One that can't be read now is looked at again.
            if let Ok((version, changed)) =
                store.board_records(known.unwrap_or(u64::MAX >> 1)).await
            {
                let streams: BTreeSet<Stream> =
                    changed.iter().map(|record| record.stream).collect();
                for stream in streams {
                    self.nudge(Nudge::Stream(stream));
                }
                known = Some(version);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Ends all listening, now and from now on.
    pub fn stop(&self) {
        self.stopped.send_replace(true);
    }

    /// Listens for a person; nothing if they listen often enough already.
    #[must_use]
    pub fn listen(&self, person: PersonId) -> Option<Listening> {
        {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            let count = open.entry(person).or_default();
            if *count >= OPEN_PER_PERSON_MAX {
                return None;
            }
            *count += 1;
        }
        Some(Listening {
            nudges: self.nudges.subscribe(),
            stopped: self.stopped.subscribe(),
            open: Arc::clone(&self.open),
            person,
        })
    }
}

impl Listening {
    /// The next that is heard.
    pub async fn next(&mut self) -> Heard {
        tokio::select! {
            biased;
            stopped = self.stopped.wait_for(|stopped| *stopped) => {
                // Whether it was said or the server is gone.
                drop(stopped);
                Heard::Stop
            }
            nudge = self.nudges.recv() => match nudge {
                Ok(nudge) => Heard::Nudge(nudge),
                Err(broadcast::error::RecvError::Lagged(_)) => Heard::Missed,
                Err(broadcast::error::RecvError::Closed) => Heard::Stop,
            },
        }
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.person) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn listeners_are_few_for_each_person_and_hear_what_was_told() {
        let live = Live::default();
        let siti = PersonId::derived(&["siti"]);
        let mut held: Vec<Listening> = (0..OPEN_PER_PERSON_MAX)
            .map(|_| live.listen(siti).unwrap())
            .collect();
        assert!(live.listen(siti).is_none());
        assert!(live.listen(PersonId::derived(&["agus"])).is_some());
        live.nudge(Nudge::Sessions(siti));
        let heard = held[0].next().await;
        assert_eq!(heard, Heard::Nudge(Nudge::Sessions(siti)));
        held.pop();
        let mut late = live.listen(siti).unwrap();
        for _ in 0..=LAG_MAX {
            live.nudge(Nudge::Sessions(siti));
        }
        assert_eq!(late.next().await, Heard::Missed);
        live.stop();
        assert_eq!(held[1].next().await, Heard::Stop);
        assert_eq!(late.next().await, Heard::Stop);
    }
}
