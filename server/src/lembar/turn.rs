//! Work on workbooks beside the threads that answer everybody: reading and writing one takes a moment of a
//! processor and some megabytes, so only a few are worked on at once, and the others wait.

use tokio::sync::Semaphore;
use tokio::task::JoinError;

/// Workbooks that are worked on at once: a worksheet of the ministry takes some ten megabytes.
const AT_A_TIME: usize = 2;

static TURNS: Semaphore = Semaphore::const_new(AT_A_TIME);

/// Does some work on a workbook when its turn comes.
///
/// # Errors
/// [`JoinError`] if the work panicked.
pub async fn in_turn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, JoinError> {
    // Nobody closes the semaphore; were it closed, the work would only lose its limit.
    let _turn = TURNS.acquire().await.ok();
    tokio::task::spawn_blocking(work).await
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::{Arc, Barrier};

    use super::*;

    #[tokio::test]
    async fn a_few_are_worked_on_at_once_and_the_others_wait() {
        const ALL: usize = 20 * AT_A_TIME;
        let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        // Each waits for another one: so they do run side by side.
        let together = Arc::new(Barrier::new(AT_A_TIME));
        let mut all = tokio::task::JoinSet::new();
        for _ in 0..ALL {
            let (now, most, together) = (now.clone(), most.clone(), together.clone());
            all.spawn(in_turn(move || {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                together.wait();
                now.fetch_sub(1, Ordering::SeqCst);
            }));
        }
        let done = all.join_all().await;
        assert!(done.iter().all(Result::is_ok));
        assert_eq!((done.len(), most.load(Ordering::SeqCst)), (ALL, AT_A_TIME));
    }
}
