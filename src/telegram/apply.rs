//! Applying a batch of updates: one transaction, a savepoint for each, the next offset stored with them.
//!
//! A turn that panics or meets a row that makes no sense is rolled back alone and set aside, sealed, its author asked to
//! send it again; any other store error undoes the whole batch, and nothing of it is acknowledged. No update's content is
//! ever logged.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use jiff::Timestamp;

use super::decode::{Incoming, IncomingKind};
use super::poll::Batch;
use super::route::route;
use crate::app::{Answer, App, Input};
use crate::store::{StoreError, Tx, intake, set_aside};

/// An update found in hand this often is not applied any more.
const HANDS_MAX: i64 = 3;

/// Applies a batch: all of it durable afterwards, or none of it.
pub async fn together(app: &App, batch: &Batch, now: Timestamp) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Vec::new();
    let mut tx = app.store().begin_write().await?;
    for incoming in &batch.updates {
        answers.extend(apply(app, &mut tx, incoming, now).await?);
    }
    if let Some(next) = batch.next_offset {
        intake::set_next_offset(&mut tx, next).await?;
    }
    tx.commit().await?;
    Ok(answers)
}

/// The same after an unclean end: each update is noted before it is read, so that one that takes the process down is known
/// the next time.
pub async fn one_by_one(
    app: &App,
    batch: &Batch,
    now: Timestamp,
) -> Result<Vec<Answer>, StoreError> {
    let mut answers = Vec::new();
    // By id: what is noted as applied must never lie beyond something that is not.
    let mut in_order: Vec<&Incoming> = batch.updates.iter().collect();
    in_order.sort_by_key(|incoming| incoming.update_id);
    for incoming in in_order {
        let mut tx = app.store().begin_write().await?;
        let hands = intake::begin_attempt(&mut tx, incoming.update_id).await?;
        tx.commit().await?;
        let mut tx = app.store().begin_write().await?;
        let mut is_set_aside = false;
        if hands > HANDS_MAX {
            if intake::mark_applied(&mut tx, incoming.update_id, now).await? {
                is_set_aside = true;
                tracing::error!(
                    "update {} ended the process before: it is set aside",
                    incoming.update_id
                );
                put_aside(app, &mut tx, incoming, "in hand", now).await?;
            }
        } else {
            answers.extend(apply(app, &mut tx, incoming, now).await?);
        }
        intake::set_next_offset(&mut tx, incoming.update_id + 1).await?;
        tx.commit().await?;
        if is_set_aside {
            // It may only have been there when the process was killed for another reason. What it holds is looked at now that
            // nothing of it can come back: should that end the process, it was the last time.
            let mut tx = app.store().begin_write().await?;
            ask_again(app, &mut tx, incoming, now).await?;
            tx.commit().await?;
        }
    }
    Ok(answers)
}

/// Applies one update behind a savepoint.
async fn apply(
    app: &App,
    tx: &mut Tx,
    incoming: &Incoming,
    now: Timestamp,
) -> Result<Option<Answer>, StoreError> {
    if !intake::mark_applied(tx, incoming.update_id, now).await? {
        return Ok(None);
    }
    if matches!(incoming.kind, IncomingKind::Unknown(_)) {
        put_aside(app, tx, incoming, "unknown", now).await?;
        return Ok(None);
    }
    let Some(input) = route(incoming.clone(), app.bot(), now) else {
        return Ok(None);
    };
    // Ids may begin anew after a quiet week, while the rows of an earlier life still hold their keys.
    let cause = format!("u{}.{:x}", incoming.update_id, now.as_second());
    tx.savepoint().await?;
    let turn = AssertUnwindSafe(app.turn(tx, &cause, input, now))
        .catch_unwind()
        .await;
    let why = match turn {
        Ok(Ok(answer)) => {
            tx.release().await?;
            return Ok(answer);
        }
        Ok(Err(error)) if error.is_corrupt() => {
            tracing::error!("update {} met {error}; it is set aside", incoming.update_id);
            "corrupt"
        }
        Ok(Err(error)) => return Err(error),
        Err(_) => {
            tracing::error!("update {} panicked; it is set aside", incoming.update_id);
            "panic"
        }
    };
    tx.rollback_to().await?;
    put_aside(app, tx, incoming, why, now).await?;
    ask_again(app, tx, incoming, now).await?;
    Ok(None)
}

/// Keeps an update that could not be applied, sealed.
async fn put_aside(
    app: &App,
    tx: &mut Tx,
    incoming: &Incoming,
    why: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let mut rng = app.chance();
    set_aside::put(
        tx,
        incoming.update_id,
        why,
        incoming.raw.as_str(),
        now,
        &mut rng,
    )
    .await
}

/// Asks its author to send it again; what stopped the update itself may stop this too, and then nothing is said.
async fn ask_again(
    app: &App,
    tx: &mut Tx,
    incoming: &Incoming,
    now: Timestamp,
) -> Result<(), StoreError> {
    let Some(Input::Heard(heard)) = route(incoming.clone(), app.bot(), now) else {
        return Ok(());
    };
    tx.savepoint().await?;
    let asking = app.ask_again(tx, incoming.update_id, &heard, now);
    match AssertUnwindSafe(asking).catch_unwind().await {
        Ok(Ok(())) => tx.release().await,
        Ok(Err(error)) if !error.is_corrupt() => Err(error),
        _ => tx.rollback_to().await,
    }
}
