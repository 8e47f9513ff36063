//! Calls that were given up, for an operator to look at and to queue again. It never reads what a body says.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::lanes;
use super::row::time;
use crate::core::model::ids::{ChatId, RoundId};
use crate::store::error::StoreError;
use crate::store::session::{Session, Tx};
use crate::store::sql::{ms, sql};

sql! {
    DEAD = "select id, key, chat, class, method, role, round, calls, doubts, queued_at, done_at, why, \
            cast(case when body is null then 0 else 1 end as bigint) as whole \
        from outbox where state = 'dead' order by done_at desc, id limit $1";
    DEAD_ONE = "select id, key, chat, class, method, role, round, calls, doubts, queued_at, done_at, why, \
            cast(case when body is null then 0 else 1 end as bigint) as whole \
        from outbox where state = 'dead' and id = $1";
    // What was taken away from the call may be put back; a line in its place stays.
    REQUEUE = "update outbox set state = 'queued', done_at = null, why = null, tries = 0, doubts = 0, \
            less = case when less < 4 then 0 else less end, seq = $2, queued_at = $3, not_before = null \
        where id = $1 and state = 'dead' and body is not null";
}

/// A call that was given up, without its words.
#[derive(Clone, PartialEq, Debug)]
pub struct DeadLetter {
    pub id: i64,
    pub key: String,
    pub chat: ChatId,
    pub class: String,
    pub method: String,
    pub role: String,
    pub round: Option<RoundId>,
    /// Calls that were begun.
    pub calls: i64,
    /// Those of them that may have arrived.
    pub doubts: i64,
    pub queued_at: Timestamp,
    pub given_up_at: Timestamp,
    pub why: String,
    /// Its words were not erased, so that it can be queued again.
    pub has_body: bool,
}

/// The latest dead letters, the newest first.
pub async fn latest(session: &mut Session, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
    let rows = sqlx::query(DEAD)
        .bind(limit)
        .fetch_all(session.conn())
        .await?;
    rows.iter().map(letter).collect()
}

/// One dead letter.
pub async fn find(session: &mut Session, id: i64) -> Result<Option<DeadLetter>, StoreError> {
    let row = sqlx::query(DEAD_ONE)
        .bind(id)
        .fetch_optional(session.conn())
        .await?;
    row.as_ref().map(letter).transpose()
}

/// Queues a dead letter again, last in its lane and with all it had; answers false when there is none, or its body is gone.
pub async fn requeue(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, StoreError> {
    let Some(letter) = find(tx, id).await? else {
        return Ok(false);
    };
    let last = lanes::last_seq(tx, letter.chat).await?;
    let requeued = sqlx::query(REQUEUE)
        .bind(id)
        .bind(last + 1)
        .bind(ms(now))
        .execute(tx.conn())
        .await?
        .rows_affected();
    if requeued == 0 {
        return Ok(false);
    }
    lanes::ensure(tx, letter.chat).await?;
    lanes::refresh(tx, letter.chat).await?;
    Ok(true)
}

fn letter(row: &AnyRow) -> Result<DeadLetter, StoreError> {
    let id = row.try_get("id")?;
    Ok(DeadLetter {
        id,
        key: row.try_get("key")?,
        chat: ChatId(row.try_get("chat")?),
        class: row.try_get("class")?,
        method: row.try_get("method")?,
        role: row.try_get("role")?,
        round: row.try_get::<Option<i64>, _>("round")?.map(RoundId),
        calls: row.try_get("calls")?,
        doubts: row.try_get("doubts")?,
        queued_at: time(row.try_get("queued_at")?, id)?,
        given_up_at: time(row.try_get("done_at")?, id)?,
        why: row.try_get::<Option<String>, _>("why")?.unwrap_or_default(),
        has_body: row.try_get::<i64, _>("whole")? == 1,
    })
}
