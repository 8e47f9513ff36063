//! What an operator may know of the outbox: how much waits, and the dead letters. Never what a body says.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::refresh_lane;
use crate::core::model::ids::{ChatId, RoundId};
use crate::store::db::{Session, Tx};
use crate::store::error::StoreError;
use crate::store::{ms, sql};

sql! {
    COUNT_OPEN = "select o.state, cast(case when l.parked_at is not null then 1 else 0 end as bigint) as parked, \
            cast(case when o.not_before > $1 then 1 else 0 end as bigint) as held, count(*) as rows_there \
        from outbox o left join lane l on l.chat = o.chat where o.done_at is null group by 1, 2, 3";
    COUNT_DEAD = "select count(*) from outbox where state = 'dead'";
    BACKLOG = "select count(*) from (select chat from lane where scheduled_at <= $1 limit $2) due";
    DEAD = "select id, key, chat, class, method, role, round, calls, doubts, queued_at, done_at, why, \
            cast(case when body is null then 0 else 1 end as bigint) as whole \
        from outbox where state = 'dead' order by done_at desc, id limit $1";
    DEAD_ONE = "select id, key, chat, class, method, role, round, calls, doubts, queued_at, done_at, why, \
            cast(case when body is null then 0 else 1 end as bigint) as whole \
        from outbox where state = 'dead' and id = $1";
    LAST_SEQ = "select coalesce(max(seq), 0) from outbox where chat = $1 and done_at is null";
    // What was taken away from the call may be put back; a line in its place stays.
    REVIVE = "update outbox set state = 'queued', done_at = null, why = null, tries = 0, doubts = 0, \
            less = case when less < 4 then 0 else less end, seq = $2, queued_at = $3, not_before = null \
        where id = $1 and state = 'dead' and body is not null";
    HAVE_LANE = "insert into lane (chat) values ($1) on conflict (chat) do nothing";
}

/// How many rows are where.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Pending {
    /// They may go, or wait for those before them.
    pub ready: i64,
    /// Held on purpose.
    pub held: i64,
    /// Their calls are under way.
    pub sending: i64,
    /// Nobody is there.
    pub parked: i64,
    /// Given up.
    pub dead: i64,
}

impl Pending {
    /// Nothing is under way and nothing could go now.
    pub fn is_quiet(&self) -> bool {
        self.ready == 0 && self.sending == 0
    }
}

/// Counts the rows that are not finished, and the dead ones. Looks at every open row.
pub async fn pending(session: &mut Session, now: Timestamp) -> Result<Pending, StoreError> {
    let mut pending = Pending::default();
    let rows = sqlx::query(COUNT_OPEN)
        .bind(ms(now))
        .fetch_all(session.conn())
        .await?;
    for row in &rows {
        let state: &str = row.try_get(0)?;
        let (parked, held) = (
            row.try_get::<i64, _>(1)? == 1,
            row.try_get::<i64, _>(2)? == 1,
        );
        let count: i64 = row.try_get("rows_there")?;
        match (state, parked, held) {
            ("sending", _, _) => pending.sending += count,
            (_, true, _) => pending.parked += count,
            (_, _, true) => pending.held += count,
            _ => pending.ready += count,
        }
    }
    let row = sqlx::query(COUNT_DEAD).fetch_one(session.conn()).await?;
    pending.dead = row.try_get(0)?;
    Ok(pending)
}

/// How many chats have scheduled calls that could go now, counted up to `limit`: who plans further calls opens no more than the
/// sender can take.
pub async fn backlog(session: &mut Session, now: Timestamp, limit: i64) -> Result<i64, StoreError> {
    let row = sqlx::query(BACKLOG)
        .bind(ms(now))
        .bind(limit)
        .fetch_one(session.conn())
        .await?;
    Ok(row.try_get(0)?)
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
    pub died_at: Timestamp,
    pub why: String,
    /// It still has its body and can be queued again.
    pub whole: bool,
}

/// The latest dead letters, the newest first.
pub async fn dead(session: &mut Session, limit: i64) -> Result<Vec<DeadLetter>, StoreError> {
    let rows = sqlx::query(DEAD)
        .bind(limit)
        .fetch_all(session.conn())
        .await?;
    rows.iter().map(letter).collect()
}

/// One dead letter.
pub async fn dead_letter(session: &mut Session, id: i64) -> Result<Option<DeadLetter>, StoreError> {
    let row = sqlx::query(DEAD_ONE)
        .bind(id)
        .fetch_optional(session.conn())
        .await?;
    row.as_ref().map(letter).transpose()
}

/// Queues a dead letter again, last in its lane and as whole as it was; answers false when there is none, or its body is gone.
pub async fn requeue(tx: &mut Tx, id: i64, now: Timestamp) -> Result<bool, StoreError> {
    let Some(letter) = dead_letter(tx, id).await? else {
        return Ok(false);
    };
    let row = sqlx::query(LAST_SEQ)
        .bind(letter.chat.0)
        .fetch_one(tx.conn())
        .await?;
    let last: i64 = row.try_get(0)?;
    let revived = sqlx::query(REVIVE)
        .bind(id)
        .bind(last + 1)
        .bind(ms(now))
        .execute(tx.conn())
        .await?
        .rows_affected();
    if revived == 0 {
        return Ok(false);
    }
    sqlx::query(HAVE_LANE)
        .bind(letter.chat.0)
        .execute(tx.conn())
        .await?;
    refresh_lane(tx, letter.chat).await?;
    Ok(true)
}

fn letter(row: &AnyRow) -> Result<DeadLetter, StoreError> {
    let id = row.try_get("id")?;
    let time = |column: &str| -> Result<Timestamp, StoreError> {
        Timestamp::from_millisecond(row.try_get(column)?).map_err(|_| StoreError::Corrupt {
            table: "outbox",
            id,
        })
    };
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
        queued_at: time("queued_at")?,
        died_at: time("done_at")?,
        why: row.try_get::<Option<String>, _>("why")?.unwrap_or_default(),
        whole: row.try_get::<i64, _>("whole")? == 1,
    })
}
