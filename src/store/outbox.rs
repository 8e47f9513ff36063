//! Calls decided and not yet made. A turn writes them in its own transaction; the sender takes them from here.
//!
//! A row goes queued → sending → sent, or ends dropped (nobody wants it any more) or dead (given up; an operator can look at it
//! and queue it again). After an unknown outcome it is queued again with a doubt: an earlier call may have arrived.
//!
//! This file is for those who write into the outbox: start at [`enqueue`]. [`sending`] and [`lanes`] are for the sender,
//! [`dead_letters`] and [`backlog`] for operators and metrics. A body is sealed under its recipient's key and bound to its row.
//! Nothing here decides what happens after a failure.

pub mod backlog;
pub mod dead_letters;
pub mod lanes;
pub(super) mod row;
pub mod sending;

pub use lanes::{OWED_FOR, park, unpark};

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rand::CryptoRng;
use row::{OUTBOX, author_list, body_place, class_name, new_id, owner, put_body, urgency_number};
use serde_json::Value;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::StoreError;
use super::messages;
use super::session::{Session, Tx};
use super::sql::{ms, ms_before, sql};
use crate::core::model::about::About;
use crate::core::model::delivery::{Call, Class, Outgoing};
use crate::core::model::ids::{ChatId, CoupleId, PersonId, RoundId, ThreadId};

/// How long a finished owed row keeps its key from being used again: longer than anything owed may wait.
const KEEP_OWED: SignedDuration = SignedDuration::from_hours(35 * 24);
/// The same for the rest. Their keys are named after updates, which Telegram gives again for 24 hours.
const KEEP_REST: SignedDuration = SignedDuration::from_hours(2 * 24);

sql! {
    INSERT = "insert into outbox (id, key, chat, seq, person, class, urgency, state, method, body, target, changes, authors, \
            role, round, seat, source_person, source_message, part, calls, tries, doubts, less, not_before, queued_at, \
            couple, guard) \
        values ($1, $2, $3, (select coalesce(max(o.seq), 0) + 1 from outbox o where o.chat = $3 and o.done_at is null), \
            $4, $5, $6, 'queued', $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, 0, 0, 0, 0, $18, $19, $20, $21) \
        on conflict (key) do nothing";
    REPLACE = "update outbox set state = 'dropped', body = null, authors = '', done_at = $4 \
        where chat = $1 and done_at is null and state = 'queued' and target = $2 and id <> $3";
    UNSEND = "update outbox set state = 'dropped', body = null, authors = '', done_at = $3 \
        where person = $1 and round = $2 and done_at is null and state = 'queued'";
    UNSEND_SENDING = "update outbox set body = null, authors = '' \
        where person = $1 and round = $2 and done_at is null and state = 'sending'";
    HASTEN_DELETIONS = "update outbox set not_before = null where person = $1 and round = $2 and method = 'deleteMessage' \
        and done_at is null and state = 'queued' returning chat";
    UNSEND_TALK = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where person = $1 and done_at is null and state = 'queued' and role in ('gift', 'relay')";
    DROP_FOR = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where person = $1 and done_at is null and state = 'queued'";
    DROP_FOR_SENDING = "update outbox set body = null, authors = '' \
        where person = $1 and done_at is null and state = 'sending'";
    DROP_FOR_DEAD = "update outbox set body = null, authors = '' where state = 'dead' and person = $1";
    FORGET_QUEUED = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where done_at is null and state = 'queued' and class <> 'owed' and authors like $1";
    FORGET_OWED = "update outbox set body = null, authors = '' \
        where done_at is null and state = 'queued' and authors like $1 \
        returning id, key, person, chat, role, round, seat, source_person, source_message, part";
    FORGET_SENDING = "update outbox set body = null, authors = '', why = 'forgotten' \
        where done_at is null and state = 'sending' and authors like $1";
    FORGET_DEAD = "update outbox set body = null, authors = '' where state = 'dead' and authors like $1";
    DROP_GUARDED = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where chat = $1 and done_at is null and state = 'queued' and guard is not null";
    DROP_LANE = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where chat = $1 and done_at is null and state = 'queued'";
    UNSENT_REVEALS = "select distinct round from outbox \
        where chat = $1 and done_at is null and role in ('reveal', 'medium') and round is not null order by round";
    FIND_BLANK = "select id, person, couple, chat from outbox where key = $1 and done_at is null and body is null and state = 'queued'";
    DROP_OLD_PARKED = "update outbox set state = 'dropped', body = null, authors = '', done_at = $2 \
        where done_at is null and state = 'queued' and queued_at < $1 \
            and chat in (select chat from lane where parked_at is not null)";
    TRIM = "delete from outbox where id in (select id from outbox where done_at is not null \
        and (done_at < $1 or (done_at < $2 and class <> 'owed' and state <> 'dead')) limit $3)";
}

/// Writes one call; answers false when its key was written before, and nothing happened. A change with a target replaces a
/// change of the same target that is still queued, never one whose call is under way. Wake the sender after the commit.
pub async fn enqueue(
    tx: &mut Tx,
    outgoing: &Outgoing,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<bool, StoreError> {
    let id = new_id(rng);
    let couple = outgoing.group.and_then(|group| group.couple);
    let key = tx
        .key_or_new(owner(outgoing.to, outgoing.lane, couple), rng)
        .await?;
    let body = key.seal_json(body_place(id), &outgoing.call.params, rng)?;
    let guard = outgoing.group.and_then(|group| group.guard);
    let about = &outgoing.about;
    let inserted = sqlx::query(INSERT)
        .bind(id)
        .bind(outgoing.key.as_str())
        .bind(outgoing.lane.0)
        .bind(outgoing.to.0)
        .bind(class_name(outgoing.class))
        .bind(urgency_number(outgoing.urgency))
        .bind(outgoing.call.method.as_str())
        .bind(body)
        .bind(outgoing.target.as_deref())
        .bind(sent_key(&outgoing.call.params["message_id"]))
        .bind(author_list(&outgoing.authors))
        .bind(messages::role_name(about.role))
        .bind(about.thread.map(|thread| thread.0))
        .bind(about.seat.map(|seat| seat.index() as i64))
        .bind(about.source.map(|(person, _)| person.0))
        .bind(about.source.map(|(_, message)| message.0))
        .bind(about.part.map(|part| part.0))
        .bind(outgoing.not_before.map(ms))
        .bind(ms(now))
        .bind(couple.map(|couple| couple.0))
        .bind(guard.map(|[a, b]| format!("{} {}", a.0, b.0)))
        .execute(tx.conn())
        .await?
        .rows_affected();
    if inserted == 0 {
        return Ok(false);
    }
    if outgoing.class == Class::Set
        && let Some(target) = &outgoing.target
    {
        sqlx::query(REPLACE)
            .bind(outgoing.lane.0)
            .bind(target.as_str())
            .bind(id)
            .bind(ms(now))
            .execute(tx.conn())
            .await?;
    }
    let at = outgoing.not_before.unwrap_or(now);
    lanes::note_row(tx, outgoing.lane, outgoing.urgency, at).await?;
    Ok(true)
}

/// Drops what is queued for this person about this round, and answers how many rows. A call under way may still arrive, but is
/// not repeated.
pub async fn unsend(
    tx: &mut Tx,
    person: PersonId,
    thread: ThreadId,
    now: Timestamp,
) -> Result<u64, StoreError> {
    sqlx::query(UNSEND_SENDING)
        .bind(person.0)
        .bind(thread.0)
        .execute(tx.conn())
        .await?;
    let dropped = sqlx::query(UNSEND)
        .bind(person.0)
        .bind(thread.0)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(dropped.rows_affected())
}

/// Lets the deletions that wait for their time go at once: those of messages to this person about this round.
pub async fn hasten_deletions(
    tx: &mut Tx,
    person: PersonId,
    thread: ThreadId,
) -> Result<(), StoreError> {
    let rows = sqlx::query(HASTEN_DELETIONS)
        .bind(person.0)
        .bind(thread.0)
        .fetch_all(tx.conn())
        .await?;
    let lanes: Result<BTreeSet<i64>, _> = rows.iter().map(|row| row.try_get(0)).collect();
    for chat in lanes? {
        lanes::refresh(tx, ChatId(chat)).await?;
    }
    Ok(())
}

/// Drops what a partner passed on or gave to this person and was not sent yet, and answers how many rows: they have left.
pub async fn unsend_talk(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<u64, StoreError> {
    let dropped = sqlx::query(UNSEND_TALK)
        .bind(person.0)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(dropped.rows_affected())
}

/// Drops what waits for a group with people's words in it: it is not just the two there any more.
pub async fn drop_guarded(tx: &mut Tx, group: ChatId, now: Timestamp) -> Result<(), StoreError> {
    drop_in_lane(tx, DROP_GUARDED, group, now).await
}

/// Drops everything that waits for a chat: nothing can be written there any more.
pub async fn drop_lane(tx: &mut Tx, chat: ChatId, now: Timestamp) -> Result<(), StoreError> {
    drop_in_lane(tx, DROP_LANE, chat, now).await
}

async fn drop_in_lane(
    tx: &mut Tx,
    sql: &'static str,
    chat: ChatId,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(sql)
        .bind(chat.0)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    lanes::refresh(tx, chat).await
}

/// The rounds whose reveal has not arrived in this chat, whole or in part.
pub async fn unsent_reveals(
    session: &mut Session,
    chat: ChatId,
) -> Result<Vec<RoundId>, StoreError> {
    let rows = sqlx::query(UNSENT_REVEALS)
        .bind(chat.0)
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(RoundId(row.try_get(0)?)))
        .collect()
}

/// An owed row whose body was emptied because its author is forgotten.
#[derive(Clone, PartialEq, Debug)]
pub struct Blank {
    pub key: String,
    pub to: PersonId,
    pub lane: ChatId,
    pub about: About,
}

/// Takes a person's words out of everything not yet sent. Rows with them are dropped; owed ones keep their place without a body
/// and are answered, so that the caller can [`rewrite`] them without those words, and one that is not rewritten is dropped when
/// its turn comes. Dead rows lose their body. A call under way is not repeated, and if it arrives its message is deleted.
/// Then [`super::Store::erase`], after the commit.
pub async fn forget_author(
    tx: &mut Tx,
    person: PersonId,
    now: Timestamp,
) -> Result<Vec<Blank>, StoreError> {
    let author = format!("% {person} %");
    for sql in [FORGET_SENDING, FORGET_DEAD] {
        sqlx::query(sql)
            .bind(author.as_str())
            .execute(tx.conn())
            .await?;
    }
    sqlx::query(FORGET_QUEUED)
        .bind(author.as_str())
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    let rows = sqlx::query(FORGET_OWED)
        .bind(author.as_str())
        .fetch_all(tx.conn())
        .await?;
    rows.iter().map(blank).collect()
}

fn blank(row: &AnyRow) -> Result<Blank, StoreError> {
    let id = row.try_get("id")?;
    let key: String = row.try_get("key")?;
    Ok(Blank {
        to: PersonId(row.try_get("person")?),
        lane: ChatId(row.try_get("chat")?),
        about: messages::about(row, key.clone(), OUTBOX, id)?,
        key,
    })
}

/// Gives a row that [`forget_author`] emptied a new body; answers false when there is none of this key.
pub async fn rewrite(
    tx: &mut Tx,
    key: &str,
    call: &Call,
    authors: &[PersonId],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<bool, StoreError> {
    let row = sqlx::query(FIND_BLANK)
        .bind(key)
        .fetch_optional(tx.conn())
        .await?;
    let Some(row) = row else { return Ok(false) };
    let (id, to) = (row.try_get(0)?, PersonId(row.try_get(1)?));
    let couple = row.try_get::<Option<i64>, _>(2)?.map(CoupleId);
    let chat = ChatId(row.try_get(3)?);
    put_body(tx, id, owner(to, chat, couple), call, authors, rng).await?;
    Ok(true)
}

/// Drops everything that is queued for a person, whoever wrote it. A call under way is not repeated.
pub async fn drop_for_person(
    tx: &mut Tx,
    person: PersonId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for sql in [DROP_FOR_SENDING, DROP_FOR_DEAD] {
        sqlx::query(sql).bind(person.0).execute(tx.conn()).await?;
    }
    sqlx::query(DROP_FOR)
        .bind(person.0)
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Drops what has waited longer than [`OWED_FOR`] for people who cannot be reached, and answers how many rows. Only for a clock
/// that can be trusted.
pub async fn drop_old_parked(tx: &mut Tx, now: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(DROP_OLD_PARKED)
        .bind(ms_before(now, OWED_FOR))
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}

/// Removes up to `limit` finished rows whose keys can come no more, and answers how many. Only for a clock that can be trusted.
pub async fn trim(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<u64, StoreError> {
    let done = sqlx::query(TRIM)
        .bind(ms_before(now, KEEP_OWED))
        .bind(ms_before(now, KEEP_REST))
        .bind(limit)
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}

/// The key in `{"sent": key}`.
pub fn sent_key(value: &Value) -> Option<&str> {
    value.get("sent")?.as_str()
}
