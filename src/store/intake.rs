//! What became of each update, so that it is applied exactly once whatever happens to the process.
//!
//! The next offset is stored in the transaction that applies a batch, and Telegram hears of it only after the commit. A commit
//! may have happened although nobody was told; the update's own id is what then tells that it was applied. Nothing here reads an
//! update. Start at [`mark_applied`].

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::error::StoreError;
use super::session::{Session, Tx};
use super::sql::{ms, sql};
use super::{json, meta};
use crate::core::model::ids::CoupleId;

/// Applied ids are kept this long: longer than Telegram keeps an update (24 h), shorter than the week after which its ids may
/// begin anew.
pub const REMEMBER: SignedDuration = SignedDuration::from_hours(72);

const NEXT_OFFSET: &str = "next_offset";
const RUN: &str = "run";
const LAST_POLL: &str = "last_poll";
const OUTAGE: &str = "outage";

sql! {
    MARK_APPLIED = "insert into applied_update (update_id, hands, applied_at) values ($1, 0, $2) \
        on conflict (update_id) do update set applied_at = excluded.applied_at \
        where applied_update.applied_at is null returning update_id";
    BEGIN_ATTEMPT = "insert into applied_update (update_id, hands, applied_at) values ($1, 1, null) \
        on conflict (update_id) do update set hands = applied_update.hands + 1 returning hands";
    REBASE = "update applied_update set applied_at = $1 where applied_at > $1";
    PRUNE = "delete from applied_update where applied_at < $1";
}

/// The offset to ask Telegram for: one more than the last update of the last batch that was committed.
pub async fn next_offset(session: &mut Session) -> Result<Option<i64>, StoreError> {
    meta::get_number(session.conn(), NEXT_OFFSET).await
}

/// Sets what [`next_offset`] answers once this transaction is committed.
pub async fn set_next_offset(tx: &mut Tx, offset: i64) -> Result<(), StoreError> {
    meta::put(tx.conn(), NEXT_OFFSET, &offset.to_string()).await
}

/// Marks an update as applied; answers whether it was not before.
pub async fn mark_applied(tx: &mut Tx, update_id: i64, now: Timestamp) -> Result<bool, StoreError> {
    let row = sqlx::query(MARK_APPLIED)
        .bind(update_id)
        .bind(ms(now))
        .fetch_optional(tx.conn())
        .await?;
    Ok(row.is_some())
}

/// Notes an attempt to apply this update, and answers how many there were, this one included. To be committed before the update
/// is read any further.
pub async fn begin_attempt(tx: &mut Tx, update_id: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(BEGIN_ATTEMPT)
        .bind(update_id)
        .fetch_one(tx.conn())
        .await?;
    Ok(row.try_get(0)?)
}

/// When Telegram was last heard: the latest poll that was noted.
pub async fn last_poll(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    let at = meta::get_number(session.conn(), LAST_POLL).await?;
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// Notes that Telegram answered a poll at this moment.
pub async fn set_last_poll(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    meta::put(tx.conn(), LAST_POLL, &ms(now).to_string()).await
}

/// An outage whose traces are being mended.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Outage {
    /// When Telegram answered again.
    pub since: Timestamp,
    /// It lasted so long that what people wrote may be gone.
    pub lost: bool,
    /// Couples up to this id have been looked after.
    pub after: CoupleId,
}

/// The outage that is being mended.
pub async fn outage(session: &mut Session) -> Result<Option<Outage>, StoreError> {
    match meta::get(session.conn(), OUTAGE).await? {
        Some(doc) if !doc.is_empty() => Ok(Some(json::read("meta", 0, &doc)?)),
        _ => Ok(None),
    }
}

/// Sets or ends it.
pub async fn set_outage(tx: &mut Tx, outage: Option<&Outage>) -> Result<(), StoreError> {
    let doc = match outage {
        Some(outage) => json::write("meta", outage)?,
        None => String::new(),
    };
    meta::put(tx.conn(), OUTAGE, &doc).await
}

/// Forgets updates applied before `before`, and answers how many. Telegram keeps an update for 24 hours and may begin its
/// ids anew after a week without any: `before` belongs between the two ([`REMEMBER`]).
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(PRUNE)
        .bind(ms(before))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}

/// After the clock went back: updates applied later than now were applied now.
pub async fn rebase(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(REBASE).bind(ms(now)).execute(tx.conn()).await?;
    Ok(())
}

/// Notes that a process runs, and answers whether the one before ended by [`end_run`] (the very first counts so).
pub async fn begin_run(tx: &mut Tx) -> Result<bool, StoreError> {
    let before = meta::get(tx.conn(), RUN).await?;
    meta::put(tx.conn(), RUN, "under way").await?;
    Ok(before.is_none_or(|run| run == "ended"))
}

/// Notes that the process ends as it should, nothing in hand.
pub async fn end_run(tx: &mut Tx) -> Result<(), StoreError> {
    meta::put(tx.conn(), RUN, "ended").await
}
