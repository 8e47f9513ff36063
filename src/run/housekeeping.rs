//! What is removed because its time is over: words that nobody decided about, updates set aside, finished calls, old messages.
//!
//! [`super::ticker`] calls it every hour. It removes nothing while the clock cannot be believed, and asks the eraser to leave no
//! byte of what it removed. Start at [`clean_up`].

use jiff::{SignedDuration, Timestamp};

use crate::app::App;
use crate::core::model::time::later;
use crate::core::round::aside::ASIDE_FOR;
use crate::store::{StoreError, intake, messages, outbox, set_aside, words};

/// An update that could not be applied is kept for whoever repairs the bot for this long, then it is destroyed.
const SET_ASIDE_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A message that belongs to no round is known as ours for this long.
const LINES_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);
/// Finished calls removed in one transaction.
const TRIM: i64 = 500;

/// Hourly, with a clock that can be believed: destroys what was put aside and never decided about, and what could not be applied
/// a month ago; forgets updates that Telegram cannot give again, so that one with a number of theirs is not taken for them; and
/// removes calls that were made long ago and messages nobody will refer to.
pub async fn clean_up(app: &App, now: Timestamp) -> Result<(), StoreError> {
    if now < app.erase_from(now) {
        return Ok(());
    }
    let mut tx = app.store().begin_write().await?;
    let asides = words::drop_old_asides(&mut tx, later(now, -ASIDE_FOR)).await?;
    intake::prune(&mut tx, later(now, -intake::REMEMBER)).await?;
    let updates = set_aside::prune(&mut tx, later(now, -SET_ASIDE_FOR)).await?;
    messages::trim(&mut tx, later(now, -LINES_FOR)).await?;
    let parked = outbox::drop_old_parked(&mut tx, now).await?;
    if asides + updates + parked > 0 {
        app.wakers().eraser.notify_one();
    }
    tx.commit().await?;
    // In pieces, so that nobody's message waits for the whole of it.
    loop {
        let mut tx = app.store().begin_write().await?;
        let removed = outbox::trim(&mut tx, now, TRIM).await?;
        if removed > 0 {
            // Those that were given up still had their words.
            app.wakers().eraser.notify_one();
        }
        tx.commit().await?;
        if removed < TRIM.unsigned_abs() {
            return Ok(());
        }
    }
}
