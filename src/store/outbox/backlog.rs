//! How much waits in the outbox: for metrics, for an operator, and for those who plan further calls. It never reads a body.

use jiff::Timestamp;
use sqlx::Row;

use crate::store::error::StoreError;
use crate::store::session::Session;
use crate::store::sql::{ms, sql};

sql! {
    COUNT_OPEN = "select o.state, cast(case when l.parked_at is not null then 1 else 0 end as bigint) as parked, \
            cast(case when o.not_before > $1 then 1 else 0 end as bigint) as held, count(*) as rows_there \
        from outbox o left join lane l on l.chat = o.chat where o.done_at is null group by 1, 2, 3";
    COUNT_DEAD = "select count(*) from outbox where state = 'dead'";
    BACKLOG = "select count(*) from (select chat from lane where scheduled_at <= $1 limit $2) due";
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
pub async fn scheduled_chats(
    session: &mut Session,
    now: Timestamp,
    limit: i64,
) -> Result<i64, StoreError> {
    let row = sqlx::query(BACKLOG)
        .bind(ms(now))
        .bind(limit)
        .fetch_one(session.conn())
        .await?;
    Ok(row.try_get(0)?)
}
