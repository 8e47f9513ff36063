//! The rows of the outbox as the sender uses them: take the first row of a lane, mark it before its call, and put down what
//! became of the call.
//!
//! A lane has at most one call in flight: [`mark_sending`] says so before the call is made, [`super::lanes::free`] after it. Every
//! change after a call is guarded by [`fate`], so that putting down the same outcome twice changes nothing. Start at [`head`].

use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::lanes;
use super::row::{
    OUTBOX, body_place, class_of, corrupt, in_group, owner, put_body, time, urgency_of,
};
use crate::core::model::about::About;
use crate::core::model::delivery::{Call, Class, InGroup, Urgency};
use crate::core::model::ids::{ChatId, PersonId};
use crate::store::error::StoreError;
use crate::store::keys::Owner;
use crate::store::messages;
use crate::store::session::{Session, Tx};
use crate::store::sql::{ms, sql};

sql! {
    HEAD = "select id, key, chat, person, class, urgency, method, body, role, round, seat, source_person, source_message, part, \
            calls, tries, doubts, less, queued_at, couple, guard from outbox \
        where chat = $1 and done_at is null and state = 'queued' and (not_before is null or not_before <= $2) \
        order by seq limit 1";
    IN_FLIGHT = "select o.id, o.key, o.chat, o.person, o.class, o.urgency, o.method, o.body, o.role, o.round, o.seat, \
            o.source_person, o.source_message, o.part, o.calls, o.tries, o.doubts, o.less, o.queued_at, \
            o.couple, o.guard \
        from lane l join outbox o on o.id = l.sending where l.sending is not null";
    MARK = "update outbox set state = 'sending', calls = calls + 1 where id = $1";
    FATE = "select cast(case when body is not null then 2 when why = 'forgotten' then 0 else 1 end as bigint) from outbox \
        where id = $1 and calls = $2 and state = 'sending'";
    SENT = "update outbox set state = 'sent', body = null, authors = '', why = null, done_at = $2 where id = $1";
    RETRY = "update outbox set state = 'queued', tries = $2, doubts = $3, less = $4, not_before = coalesce($5, not_before) \
        where id = $1";
    HOLD = "update outbox set not_before = $2 where id = $1";
    DROPPED = "update outbox set state = 'dropped', body = null, authors = '', why = null, done_at = $2 where id = $1";
    DEAD = "update outbox set state = 'dead', why = $3, done_at = $2 where id = $1";
    ROW_OF_KEY = "select id, state, not_before, role, round, seat, source_person, source_message, part from outbox \
        where key = $1";
    ARRIVED_OTHERWISE = "update outbox set state = 'sent', body = null, authors = '', why = null where key = $1 and state = 'dead'";
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

/// What the row says.
#[derive(Clone, PartialEq, Debug)]
pub enum Body {
    Call(Call),
    /// Nobody wants it any more.
    Blank,
    /// It does not open, or its key is gone.
    Unreadable,
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
pub async fn in_flight(session: &mut Session) -> Result<Vec<Head>, StoreError> {
    let rows = sqlx::query(IN_FLIGHT).fetch_all(session.conn()).await?;
    rows.iter().map(read).collect()
}

/// Notes that the call of this row is about to be made, and that its lane waits for it. To be committed before the call.
pub async fn mark_sending(tx: &mut Tx, head: &Head) -> Result<(), StoreError> {
    sqlx::query(MARK).bind(head.id).execute(tx.conn()).await?;
    lanes::occupy(tx, head.lane, head.id).await
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
pub async fn retry(
    tx: &mut Tx,
    id: i64,
    tries: u32,
    doubts: u32,
    less: Less,
    not_before: Option<Timestamp>,
) -> Result<(), StoreError> {
    sqlx::query(RETRY)
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
    lanes::refresh(tx, lane).await
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
pub async fn dead_letter(
    tx: &mut Tx,
    id: i64,
    why: &'static str,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(DEAD)
        .bind(id)
        .bind(ms(now))
        .bind(why)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Gives up a row that makes no sense, whatever it was doing.
pub async fn dead_letter_corrupt(tx: &mut Tx, id: i64, now: Timestamp) -> Result<(), StoreError> {
    dead_letter(tx, id, "makes no sense", now).await?;
    lanes::free_of(tx, id).await
}

/// Puts another call in place of a row's own; it holds nobody's words.
pub async fn replace_call(
    tx: &mut Tx,
    head: &Head,
    call: &Call,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    put_body(tx, head.id, owner_of(head), call, &[], rng).await
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
        "sent" | "dead" => Earlier::Lost(messages::about(&row, key.to_owned(), OUTBOX, id)?),
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

fn read(row: &AnyRow) -> Result<Head, StoreError> {
    let id: i64 = row.try_get("id")?;
    let count = |column: &str| -> Result<u32, StoreError> {
        u32::try_from(row.try_get::<i64, _>(column)?).map_err(|_| corrupt(id))
    };
    let class = class_of(row.try_get("class")?).ok_or_else(|| corrupt(id))?;
    let urgency = urgency_of(row.try_get("urgency")?).ok_or_else(|| corrupt(id))?;
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
        about: messages::about(row, row.try_get("key")?, OUTBOX, id)?,
        queued_at: time(row.try_get("queued_at")?, id)?,
        body: Body::Blank,
    })
}

/// Whose key seals the row's body.
fn owner_of(head: &Head) -> Owner {
    let couple = head.group.and_then(|group| group.couple);
    owner(head.to, head.lane, couple)
}

async fn open(session: &mut Session, row: &AnyRow, head: &Head) -> Result<Body, StoreError> {
    let Some(sealed) = row.try_get::<Option<&str>, _>("body")? else {
        return Ok(Body::Blank);
    };
    let Some(key) = session.key(owner_of(head)).await? else {
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
