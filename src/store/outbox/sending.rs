//! The outbox as the sender uses it: find a lane with something to do, take its first row, and put down what became of the call.
//!
//! A lane has at most one call under way: [`mark_sending`] says so before it is made, [`free_lane`] after. Every change after a
//! call is guarded by [`fate`], so that putting down the same outcome twice changes nothing.

use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::{body_place, owner, put_body, refresh_lane};
use crate::core::model::about::About;
use crate::core::model::delivery::{Call, Class, InGroup, Urgency};
use crate::core::model::ids::{ChatId, CoupleId, PersonId};
use crate::store::db::{Session, Tx};
use crate::store::error::StoreError;
use crate::store::keys::Owner;
use crate::store::{messages, meta, ms, sql};

const HOLD_ALL: &str = "send_not_before";

sql! {
    WAITED_LANES = "select chat from lane where waited_at <= $1 order by waited_at, chat limit $2";
    SCHEDULED_LANES = "select chat from lane where scheduled_at <= $1 order by scheduled_at, chat limit $2";
    NEXT_WAITED = "select min(waited_at) from lane where waited_at is not null";
    NEXT_SCHEDULED = "select min(scheduled_at) from lane where scheduled_at is not null";
    HEAD = "select id, key, chat, person, class, urgency, method, body, role, round, seat, source_person, source_message, part, \
            calls, tries, doubts, less, queued_at, couple, guard from outbox \
        where chat = $1 and done_at is null and state = 'queued' and (not_before is null or not_before <= $2) \
        order by seq limit 1";
    IN_HAND = "select o.id, o.key, o.chat, o.person, o.class, o.urgency, o.method, o.body, o.role, o.round, o.seat, \
            o.source_person, o.source_message, o.part, o.calls, o.tries, o.doubts, o.less, o.queued_at, \
            o.couple, o.guard \
        from lane l join outbox o on o.id = l.sending where l.sending is not null";
    MARK = "update outbox set state = 'sending', calls = calls + 1 where id = $1";
    BUSY = "update lane set sending = $2, waited_at = null, scheduled_at = null where chat = $1";
    FATE = "select cast(case when body is not null then 2 when why = 'forgotten' then 0 else 1 end as bigint) from outbox \
        where id = $1 and calls = $2 and state = 'sending'";
    SENT = "update outbox set state = 'sent', body = null, authors = '', why = null, done_at = $2 where id = $1";
    AGAIN = "update outbox set state = 'queued', tries = $2, doubts = $3, less = $4, not_before = coalesce($5, not_before) \
        where id = $1";
    HOLD = "update outbox set not_before = $2 where id = $1";
    DROPPED = "update outbox set state = 'dropped', body = null, authors = '', why = null, done_at = $2 where id = $1";
    DIED = "update outbox set state = 'dead', why = $3, done_at = $2 where id = $1";
    FREE = "update lane set sending = null where chat = $1";
    REST = "update lane set retry_at = $2, retry_set_at = $3 where chat = $1";
    LAST_SEQ = "select coalesce(max(seq), 0) from outbox where chat = $1 and done_at is null";
    NEW_LANE = "insert into lane (chat) values ($1) on conflict (chat) do nothing";
    MOVE_ROWS = "update outbox set chat = $2, seq = seq + $3 where chat = $1 and done_at is null and state = 'queued'";
    EMPTY_LANE = "update lane set waited_at = null, scheduled_at = null, \
        sending = (select o.id from outbox o where o.id = lane.sending and o.state = 'sending') where chat = $1";
    ROW_OF_KEY = "select id, state, not_before, role, round, seat, source_person, source_message, part from outbox \
        where key = $1";
    ARRIVED_OTHERWISE = "update outbox set state = 'sent', body = null, authors = '', why = null where key = $1 and state = 'dead'";
    REBASE_ROWS = "update outbox set not_before = not_before - (queued_at - $1), queued_at = $1 \
        where done_at is null and queued_at > $1";
    REBASE_LANES = "update lane set retry_at = retry_at - (retry_set_at - $1), retry_set_at = $1 where retry_set_at > $1";
    UNBUSY = "update lane set sending = null where sending = $1 returning chat";
    LATE_LANES = "select chat from lane where waited_at > $1 or scheduled_at > $1";
}

/// What was taken away from a call that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Less {
    pub reply: bool,
    pub entities: bool,
    /// A line of the application stands in place of what could not be shown.
    pub line: bool,
}

impl Less {
    fn number(self) -> i64 {
        i64::from(self.reply) + 2 * i64::from(self.entities) + 4 * i64::from(self.line)
    }

    fn of(number: i64) -> Option<Less> {
        (0..8).contains(&number).then_some(Less {
            reply: number & 1 != 0,
            entities: number & 2 != 0,
            line: number & 4 != 0,
        })
    }
}

/// The first row of a lane that may go now.
#[derive(Clone, PartialEq, Debug)]
pub struct Head {
    pub id: i64,
    pub to: PersonId,
    pub group: Option<InGroup>,
    pub lane: ChatId,
    pub class: Class,
    pub urgency: Urgency,
    /// Calls begun so far.
    pub calls: i64,
    /// Calls that failed, or may have.
    pub tries: u32,
    /// Those of them that may have arrived.
    pub doubts: u32,
    pub less: Less,
    pub about: About,
    pub queued_at: Timestamp,
    pub body: Body,
}

#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    Call(Call),
    /// Nobody wants it any more.
    Blank,
    /// It does not open, or its key is gone.
    Unreadable,
}

/// Chats whose lane can go on now: up to `limit`, those that wait longest first.
pub async fn ready_lanes(
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

/// The first row of a lane among those that may go now.
pub async fn head(
    session: &mut Session,
    lane: ChatId,
    now: Timestamp,
) -> Result<Option<Head>, StoreError> {
    let row = sqlx::query(HEAD)
        .bind(lane.0)
        .bind(ms(now))
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let mut head = read(&row)?;
    head.body = open(session, &row, &head).await?;
    Ok(Some(head))
}

/// Rows whose calls were under way when they were last heard of. Their bodies are not opened.
pub async fn in_hand(session: &mut Session) -> Result<Vec<Head>, StoreError> {
    let rows = sqlx::query(IN_HAND).fetch_all(session.conn()).await?;
    rows.iter().map(read).collect()
}

/// Notes that the call of this row is about to be made, and that its lane waits for it. To be committed before the call.
pub async fn mark_sending(tx: &mut Tx, head: &Head) -> Result<(), StoreError> {
    sqlx::query(MARK).bind(head.id).execute(tx.conn()).await?;
    sqlx::query(BUSY)
        .bind(head.lane.0)
        .bind(head.id)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What may be done with a row whose call has ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fate {
    /// It waits for this outcome.
    Open,
    /// Nobody wants it any more; if it arrived, it arrived.
    Unwanted,
    /// It holds words that were forgotten meanwhile; if it arrived, the message must go.
    Forgotten,
}

/// What may be done with the row after its call number `calls`; `None` when this outcome was put down before.
pub async fn fate(session: &mut Session, id: i64, calls: i64) -> Result<Option<Fate>, StoreError> {
    let row = sqlx::query(FATE)
        .bind(id)
        .bind(calls)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(match row.try_get::<i64, _>(0)? {
        2 => Fate::Open,
        1 => Fate::Unwanted,
        _ => Fate::Forgotten,
    }))
}

/// The call arrived: the body goes.
pub async fn sent(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(SENT)
        .bind(id)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The call is to be made again; `not_before` holds the row alone.
pub async fn again(
    tx: &mut Tx,
    id: i64,
    tries: u32,
    doubts: u32,
    less: Less,
    not_before: Option<Timestamp>,
) -> Result<(), StoreError> {
    sqlx::query(AGAIN)
        .bind(id)
        .bind(i64::from(tries))
        .bind(i64::from(doubts))
        .bind(less.number())
        .bind(not_before.map(ms))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Holds a queued row until then, and works out its lane again.
pub async fn hold(tx: &mut Tx, id: i64, lane: ChatId, until: Timestamp) -> Result<(), StoreError> {
    sqlx::query(HOLD)
        .bind(id)
        .bind(ms(until))
        .execute(tx.conn())
        .await?;
    refresh_lane(tx, lane).await
}

/// Nobody wants the row any more: the body goes.
pub async fn drop_row(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query(DROPPED)
        .bind(id)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The row is given up and kept for an operator to look at; `why` is a word of the program's own.
pub async fn die(
    tx: &mut Tx,
    id: i64,
    why: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(DIED)
        .bind(id)
        .bind(ms(now))
        .bind(why)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Gives up a row that makes no sense, whatever it was doing.
pub async fn bury(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), StoreError> {
    die(tx, id, "makes no sense", now).await?;
    let lanes = sqlx::query(UNBUSY).bind(id).fetch_all(tx.conn()).await?;
    for lane in &lanes {
        refresh_lane(tx, ChatId(lane.try_get(0)?)).await?;
    }
    Ok(())
}

/// Puts another call in place of a row's own; it holds nobody's words.
pub async fn give_way(
    tx: &mut Tx,
    head: &Head,
    call: &Call,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    put_body(tx, head.id, whose(head), call, &[], rng).await
}

/// No call of this lane is under way any more.
pub async fn free_lane(tx: &mut Tx, lane: ChatId) -> Result<(), StoreError> {
    sqlx::query(FREE).bind(lane.0).execute(tx.conn()).await?;
    refresh_lane(tx, lane).await
}

/// Nothing of this lane goes before then. The lane is worked out again by [`free_lane`].
pub async fn rest_lane(
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
pub async fn move_lane(tx: &mut Tx, old: ChatId, new: ChatId) -> Result<(), StoreError> {
    let row = sqlx::query(LAST_SEQ)
        .bind(new.0)
        .fetch_one(tx.conn())
        .await?;
    let last: i64 = row.try_get(0)?;
    sqlx::query(NEW_LANE).bind(new.0).execute(tx.conn()).await?;
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
    refresh_lane(tx, new).await
}

/// What became of the row with a key that a later row refers to.
#[derive(Clone, PartialEq, Debug)]
pub enum Earlier {
    /// Its message.
    Message(ChatId, i64),
    /// It is still to be sent, not before then if it is held.
    Waiting(Option<Timestamp>),
    /// It was given up, or its message id was never learned; what it was about.
    Lost(About),
    /// Nobody wanted it any more, or nothing is known of it.
    Gone,
}

/// Looks for the message that the row with this key sent.
pub async fn earlier(session: &mut Session, key: &str) -> Result<Earlier, StoreError> {
    if let Some((chat, message)) = messages::id_of(session, key).await? {
        return Ok(Earlier::Message(chat, message.0));
    }
    let row = sqlx::query(ROW_OF_KEY)
        .bind(key)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else {
        return Ok(Earlier::Gone);
    };
    let id: i64 = row.try_get("id")?;
    let state: &str = row.try_get("state")?;
    Ok(match state {
        "queued" | "sending" => {
            let held: Option<i64> = row.try_get("not_before")?;
            Earlier::Waiting(held.map(|at| time(at, id)).transpose()?)
        }
        "sent" | "dead" => Earlier::Lost(messages::about(&row, key.to_owned(), "outbox", id)?),
        "dropped" => Earlier::Gone,
        _ => return Err(corrupt(id)),
    })
}

/// A change went out as a message of its own in place of the row with this key, which need not be looked at any more.
pub async fn arrived_otherwise(tx: &mut Tx, key: &str) -> Result<(), StoreError> {
    sqlx::query(ARRIVED_OTHERWISE)
        .bind(key)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Nothing goes to anybody before this moment.
pub async fn held_all(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
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
        refresh_lane(tx, ChatId(row.try_get(0)?)).await?;
    }
    Ok(())
}

fn read(row: &AnyRow) -> Result<Head, StoreError> {
    let id: i64 = row.try_get("id")?;
    let count = |column: &str| -> Result<u32, StoreError> {
        u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| corrupt(id))
    };
    let class = match row.try_get::<&str, _>("class")? {
        "set" => Class::Set,
        "owed" => Class::Owed,
        "once" => Class::Once,
        _ => return Err(corrupt(id)),
    };
    let urgency = match row.try_get::<i64, _>("urgency")? {
        0 => Urgency::Waited,
        1 => Urgency::Scheduled,
        _ => return Err(corrupt(id)),
    };
    Ok(Head {
        id,
        to: PersonId(row.try_get("person")?),
        group: in_group(row, id)?,
        lane: ChatId(row.try_get("chat")?),
        class,
        urgency,
        calls: row.try_get("calls")?,
        tries: count("tries")?,
        doubts: count("doubts")?,
        less: Less::of(row.try_get("less")?).ok_or_else(|| corrupt(id))?,
        about: messages::about(row, row.try_get("key")?, "outbox", id)?,
        queued_at: time(row.try_get("queued_at")?, id)?,
        body: Body::Blank,
    })
}

/// Whose key seals the row's body.
fn whose(head: &Head) -> Owner {
    let couple = head.group.and_then(|group| group.couple);
    owner(head.to, head.lane, couple)
}

fn in_group(row: &AnyRow, id: i64) -> Result<Option<InGroup>, StoreError> {
    // Telegram's ids of groups are negative, those of people are not.
    if row.try_get::<i64, _>("chat")? >= 0 {
        return Ok(None);
    }
    let couple = row.try_get::<Option<i64>, _>("couple")?.map(CoupleId);
    let two = |text: &str| {
        let (a, b) = text.split_once(' ')?;
        Some([ChatId(a.parse().ok()?), ChatId(b.parse().ok()?)])
    };
    let guard = row
        .try_get::<Option<&str>, _>("guard")?
        .map(|text| two(text).ok_or_else(|| corrupt(id)))
        .transpose()?;
    Ok(Some(InGroup { couple, guard }))
}

async fn open(session: &mut Session, row: &AnyRow, head: &Head) -> Result<Body, StoreError> {
    let Some(sealed) = row.try_get::<Option<&str>, _>("body")? else {
        return Ok(Body::Blank);
    };
    let Some(key) = session.key(whose(head)).await? else {
        return Ok(Body::Unreadable);
    };
    match key.open_json(body_place(head.id), sealed) {
        Ok(params) => Ok(Body::Call(Call {
            method: row.try_get("method")?,
            params,
        })),
        Err(error) if error.is_corrupt() => Ok(Body::Unreadable),
        Err(error) => Err(error),
    }
}

fn time(at: i64, id: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(at).map_err(|_| corrupt(id))
}

fn corrupt(id: i64) -> StoreError {
    StoreError::Corrupt {
        table: "outbox",
        id,
    }
}
