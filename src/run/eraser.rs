//! Deleted words leave no byte behind: after a turn that deleted or replaced some, the files are emptied of what they were.
//!
//! It is woken by the turn itself, before its commit, and waits until that transaction is over. What a crash cuts short is made up
//! for when the store is opened again. Which tables hold words is [`crate::store::sealed_columns`]. Never here: what was deleted,
//! or whose it was.

use std::time::Duration;

use tokio::sync::watch;

use crate::app::App;
use crate::store::StoreError;

/// Those who delete at the same time share one erasure: it holds up every turn for a moment.
const PAUSE: Duration = Duration::from_secs(1);
/// Readers kept the files busy, or the database does not work: once more after this long.
const AGAIN: Duration = Duration::from_secs(30);

/// Runs until `stop` says so; what was asked for by then is still done.
///
/// # Errors
/// [`StoreError::LeaseLost`]; any other store error is logged, waited out and tried again.
pub async fn run(app: App, mut stop: watch::Receiver<bool>) -> Result<(), StoreError> {
    let asked = app.wakers().eraser.clone();
    loop {
        tokio::select! {
            biased;
            () = asked.notified() => {}
            _ = stop.wait_for(|stopped| *stopped) => return Ok(()),
        }
        let pause = match erase(&app).await {
            Ok(()) => PAUSE,
            Err(StoreError::LeaseLost) => return Err(StoreError::LeaseLost),
            Err(error) => {
                tracing::error!("what was deleted may still stand in the files: {error}");
                asked.notify_one();
                AGAIN
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            // The next start erases whatever is left.
            _ = stop.wait_for(|stopped| *stopped) => {}
        }
        if *stop.borrow() {
            return Ok(());
        }
    }
}

async fn erase(app: &App) -> Result<(), StoreError> {
    // Rows deleted in a transaction that is still open are not gone yet; one of our own begins after it.
    drop(app.store().begin_write().await?);
    app.store().erase().await
}
