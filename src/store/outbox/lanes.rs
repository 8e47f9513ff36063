//! One lane a chat: its rows go in order, one call at a time. A lane knows from when it has something to do, so that the next call
//! is found by an index however much is queued.
//!
//! Whoever changes an open row calls [`refresh`] for its lane, or [`free`] after a call. Nothing here reads a body. For the sender
//! start at [`ready`].

use jiff::{SignedDuration, Timestamp};
use sqlx::Row;

use super::row::{corrupt, time};
use crate::core::model::delivery::Urgency;
use crate::core::model::ids::ChatId;
use crate::store::error::StoreError;
use crate::store::meta;
use crate::store::session::{Session, Tx};
use crate::store::sql::{ms, ms_before, sql};

/// What waits longer for somebody who cannot be reached is not sent any more.
pub const OWED_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);

/// The name in `meta` of a hold for every lane: until when, and when that was decided.
const HOLD_ALL: &str = "send_not_before";

sql! {
    // A lane that is busy or parked has no moment; one that has an earlier moment keeps it.
    LANE_HAS = "insert into lane (chat, waited_at, scheduled_at) values ($1, $2, $3) on conflict (chat) do update set \
        waited_at = case when lane.sending is not null or lane.parked_at is not null or excluded.waited_at is null \
                or lane.waited_at <= excluded.waited_at then lane.waited_at \
            when excluded.waited_at < lane.retry_at then lane.retry_at else excluded.waited_at end, \
        scheduled_at = case when lane.sending is not null or lane.parked_at is not null or excluded.scheduled_at is null \
                or lane.scheduled_at <= excluded.scheduled_at then lane.scheduled_at \
            when excluded.scheduled_at < lane.retry_at then lane.retry_at else excluded.scheduled_at end";
    REFRESH_LANE = "update lane set \
        waited_at = case when sending is null and parked_at is null then \
            (select min(case when coalesce(o.not_before, o.queued_at) < lane.retry_at then lane.retry_at \
                else coalesce(o.not_before, o.queued_at) end) from outbox o \
             where o.chat = lane.chat and o.done_at is null and o.urgency = 0) end, \
        scheduled_at = case when sending is null and parked_at is null then \
            (select min(case when coalesce(o.not_before, o.queued_at) < lane.retry_at then lane.retry_at \
                else coalesce(o.not_before, o.queued_at) end) from outbox o \
             where o.chat = lane.chat and o.done_at is null and o.urgency = 1) end \
        where chat = $1";
    PARK = "insert into lane (chat, parked_at) values ($1, $2) on conflict (chat) do update set \
        parked_at = coalesce(lane.parked_at, excluded.parked_at), waited_at = null, scheduled_at = null";
    UNPARK = "update lane set parked_at = null, retry_at = null, retry_set_at = null \
        where chat = $1 and parked_at is not null";
    // A change goes on only with the message it changes.
    DROP_STALE = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where chat = $1 and done_at is null and state = 'queued' and (queued_at < $3 or (class <> 'owed' and not exists \
            (select 1 from outbox k where k.key = outbox.changes and k.done_at is null and k.queued_at >= $3)))";
    WAITED_LANES = "select chat from lane where waited_at <= $1 order by waited_at, chat limit $2";
    SCHEDULED_LANES = "select chat from lane where scheduled_at <= $1 order by scheduled_at, chat limit $2";
    NEXT_WAITED = "select min(waited_at) from lane where waited_at is not null";
    NEXT_SCHEDULED = "select min(scheduled_at) from lane where scheduled_at is not null";
    BUSY = "update lane set sending = $2, waited_at = null, scheduled_at = null where chat = $1";
    FREE = "update lane set sending = null where chat = $1";
    REST = "update lane set retry_at = $2, retry_set_at = $3 where chat = $1";
    LAST_SEQ = "select coalesce(max(seq), 0) from outbox where chat = $1 and done_at is null";
    NEW_LANE = "insert into lane (chat) values ($1) on conflict (chat) do nothing";
    MOVE_ROWS = "update outbox set chat = $2, seq = seq + $3 where chat = $1 and done_at is null and state = 'queued'";
    EMPTY_LANE = "update lane set waited_at = null, scheduled_at = null, \
        sending = (select o.id from outbox o where o.id = lane.sending and o.state = 'sending') where chat = $1";
    REBASE_ROWS = "update outbox set not_before = not_before - (queued_at - $1), queued_at = $1 \
        where done_at is null and queued_at > $1";
    REBASE_LANES = "update lane set retry_at = retry_at - (retry_set_at - $1), retry_set_at = $1 where retry_set_at > $1";
    UNBUSY = "update lane set sending = null where sending = $1 returning chat";
    LATE_LANES = "select chat from lane where waited_at > $1 or scheduled_at > $1";
}

/// Stops a lane: nobody is there. What is queued for it waits.
pub async fn park(tx: &mut Tx, chat: ChatId, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(PARK)
        .bind(chat.0)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Lets a parked lane go on with what is owed and not older than [`OWED_FOR`], each with the changes of its own message; drops
/// the rest. A lane that is not parked stays as it is.
pub async fn unpark(tx: &mut Tx, chat: ChatId, now: Timestamp) -> Result<(), StoreError> {
    let was_parked = sqlx::query(UNPARK)
        .bind(chat.0)
        .execute(tx.conn())
        .await?
        .rows_affected();
    if was_parked == 0 {
        return Ok(());
    }
    sqlx::query(DROP_STALE)
        .bind(chat.0)
        .bind(ms(now))
        .bind(ms_before(now, OWED_FOR))
        .execute(tx.conn())
        .await?;
    refresh(tx, chat).await
}

/// Works out again from when a lane has something to do.
pub(in crate::store) async fn refresh(tx: &mut Tx, chat: ChatId) -> Result<(), StoreError> {
    sqlx::query(REFRESH_LANE)
        .bind(chat.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Chats whose lane can go on now: up to `limit`, those that wait longest first.
pub async fn ready(
    session: &mut Session,
    urgency: Urgency,
    now: Timestamp,
    limit: usize,
) -> Result<Vec<ChatId>, StoreError> {
    let sql = match urgency {
        Urgency::Waited => WAITED_LANES,
        Urgency::Scheduled => SCHEDULED_LANES,
    };
    let rows = sqlx::query(sql)
        .bind(ms(now))
        .bind(i64::try_from(limit).unwrap_or(i64::MAX))
        .fetch_all(session.conn())
        .await?;
    rows.iter().map(|row| Ok(ChatId(row.try_get(0)?))).collect()
}

/// From when some lane has something to do.
pub async fn next_moment(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    let mut earliest: Option<i64> = None;
    for sql in [NEXT_WAITED, NEXT_SCHEDULED] {
        let row = sqlx::query(sql).fetch_one(session.conn()).await?;
        let at: Option<i64> = row.try_get(0)?;
        earliest = [earliest, at].into_iter().flatten().min();
    }
    earliest.map(|at| time(at, 0)).transpose()
}

/// A row was written: its lane has something to do at this moment, if not sooner.
pub(super) async fn note_row(
    tx: &mut Tx,
    lane: ChatId,
    urgency: Urgency,
    at: Timestamp,
) -> Result<(), StoreError> {
    let at = Some(ms(at));
    let (waited, scheduled) = match urgency {
        Urgency::Waited => (at, None),
        Urgency::Scheduled => (None, at),
    };
    sqlx::query(LANE_HAS)
        .bind(lane.0)
        .bind(waited)
        .bind(scheduled)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Makes the lane of a chat that was never written to.
pub(super) async fn ensure(tx: &mut Tx, lane: ChatId) -> Result<(), StoreError> {
    sqlx::query(NEW_LANE)
        .bind(lane.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The place of the last open row of a lane; 0 when there is none.
pub(super) async fn last_seq(session: &mut Session, lane: ChatId) -> Result<i64, StoreError> {
    let row = sqlx::query(LAST_SEQ)
        .bind(lane.0)
        .fetch_one(session.conn())
        .await?;
    Ok(row.try_get(0)?)
}

/// The call of this row is under way: its lane waits for it.
pub(super) async fn occupy(tx: &mut Tx, lane: ChatId, row: i64) -> Result<(), StoreError> {
    sqlx::query(BUSY)
        .bind(lane.0)
        .bind(row)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Frees whichever lane waits for the call of this row.
pub(super) async fn free_of(tx: &mut Tx, row: i64) -> Result<(), StoreError> {
    let lanes = sqlx::query(UNBUSY).bind(row).fetch_all(tx.conn()).await?;
    for lane in &lanes {
        refresh(tx, ChatId(lane.try_get(0)?)).await?;
    }
    Ok(())
}

/// No call of this lane is under way any more.
pub async fn free(tx: &mut Tx, lane: ChatId) -> Result<(), StoreError> {
    sqlx::query(FREE).bind(lane.0).execute(tx.conn()).await?;
    refresh(tx, lane).await
}

/// Nothing of this lane goes before then. The lane is worked out again by [`free`].
pub async fn rest_until(
    tx: &mut Tx,
    lane: ChatId,
    until: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(REST)
        .bind(lane.0)
        .bind(ms(until))
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The chat has another id now: what waits goes after what the new lane has already. A call under way stays where it was made, so
/// that its outcome finds it: made again it is told the new id.
pub async fn move_to(tx: &mut Tx, old: ChatId, new: ChatId) -> Result<(), StoreError> {
    let last = last_seq(tx, new).await?;
    ensure(tx, new).await?;
    sqlx::query(MOVE_ROWS)
        .bind(old.0)
        .bind(new.0)
        .bind(last)
        .execute(tx.conn())
        .await?;
    sqlx::query(EMPTY_LANE)
        .bind(old.0)
        .execute(tx.conn())
        .await?;
    refresh(tx, new).await
}

/// Nothing goes to anybody before this moment.
pub async fn held_all_until(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    let hold = hold_for_all(session).await?;
    hold.map(|(until, _)| time(until, 0)).transpose()
}

/// Lets nothing go to anybody before `until`; an earlier hold that lasts longer stays.
pub async fn hold_all(tx: &mut Tx, until: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    match hold_for_all(tx).await? {
        Some((held, _)) if held >= ms(until) => Ok(()),
        _ => put_hold_for_all(tx, ms(until), ms(now)).await,
    }
}

/// Until when, and when that was decided.
async fn hold_for_all(session: &mut Session) -> Result<Option<(i64, i64)>, StoreError> {
    let Some(value) = meta::get(session.conn(), HOLD_ALL).await? else {
        return Ok(None);
    };
    let (until, set) = value.split_once(' ').ok_or_else(|| corrupt(0))?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| corrupt(0));
    Ok(Some((number(until)?, number(set)?)))
}

async fn put_hold_for_all(tx: &mut Tx, until: i64, set: i64) -> Result<(), StoreError> {
    meta::put(tx.conn(), HOLD_ALL, &format!("{until} {set}")).await
}

/// After the clock went back: what was queued or decided later than now happens as long from now as it would have from then.
pub async fn rebase(tx: &mut Tx, now: Timestamp) -> Result<(), StoreError> {
    let mut changed = 0;
    for sql in [REBASE_ROWS, REBASE_LANES] {
        let done = sqlx::query(sql).bind(ms(now)).execute(tx.conn()).await?;
        changed += done.rows_affected();
    }
    match hold_for_all(tx).await? {
        Some((until, set)) if set > ms(now) => {
            put_hold_for_all(tx, until - (set - ms(now)), ms(now)).await?;
        }
        _ => {}
    }
    if changed == 0 {
        return Ok(());
    }
    let rows = sqlx::query(LATE_LANES)
        .bind(ms(now))
        .fetch_all(tx.conn())
        .await?;
    for row in &rows {
        refresh(tx, ChatId(row.try_get(0)?)).await?;
    }
    Ok(())
}
