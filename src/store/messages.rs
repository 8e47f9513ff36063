//! What each message in a chat carries: from a reply, reaction or press to the round it is about, and from an outbox row's key
//! to the message it sent.
//!
//! A message is remembered when its call succeeds, or when a person uses a copy of it whose id Telegram never told. Rows are kept
//! as long as somebody may answer or change the message, so age alone removes none that belongs to a round: [`trim`] takes those
//! without one. No row holds words.

use jiff::Timestamp;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::StoreError;
use super::session::{Session, Tx};
use super::sql::{ms, sql, stored};
use crate::core::model::about::{About, Role};
use crate::core::model::ids::{ChatId, MessageId, PartId, PersonId, Seat, ThreadId};

sql! {
    REMEMBER = "insert into message (chat, message_id, key, role, round, seat, source_person, source_message, part, known_at) \
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (chat, message_id) do nothing";
    BY_ID = "select key, role, round, seat, source_person, source_message, part from message \
        where chat = $1 and message_id = $2";
    // A row sent twice after an unknown outcome has two messages: the later one stands lower in the chat.
    ID_OF = "select chat, message_id from message where key = $1 order by message_id desc limit 1";
    OPENED = "select message_id, role, known_at from message where chat = $1 and role in ('reveal', 'medium') order by message_id";
    DROP_OPENED = "delete from message where chat = $1 and role in ('reveal', 'medium')";
    TRIM = "delete from message where round is null and known_at < $1";
}

/// What this message carries, if the bot knows it.
pub async fn by_id(
    session: &mut Session,
    chat: ChatId,
    message: MessageId,
) -> Result<Option<About>, StoreError> {
    let row = sqlx::query(BY_ID)
        .bind(chat.0)
        .bind(message.0)
        .fetch_optional(session.conn())
        .await?;
    row.map(|row| about(&row, row.try_get("key")?, "message", message.0))
        .transpose()
}

/// The message that the row with this key sent; of several copies the one that stands lowest in the chat.
pub async fn id_of(
    session: &mut Session,
    key: &str,
) -> Result<Option<(ChatId, MessageId)>, StoreError> {
    let row = sqlx::query(ID_OF)
        .bind(key)
        .fetch_optional(session.conn())
        .await?;
    row.map(|row| Ok((ChatId(row.try_get(0)?), MessageId(row.try_get(1)?))))
        .transpose()
}

/// Remembers what a message carries. What is known already stays, so a forged hint cannot rename a message.
pub async fn remember(
    tx: &mut Tx,
    chat: ChatId,
    message: MessageId,
    about: &About,
    now: Timestamp,
) -> Result<(), StoreError> {
    let source = about.source;
    sqlx::query(REMEMBER)
        .bind(chat.0)
        .bind(message.0)
        .bind(about.key.as_str())
        .bind(role_name(about.role))
        .bind(about.thread.map(|thread| thread.0))
        .bind(about.seat.map(|seat| seat.index() as i64))
        .bind(source.map(|(person, _)| person.0))
        .bind(source.map(|(_, message)| message.0))
        .bind(about.part.map(|part| part.0))
        .bind(ms(now))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Forgets messages that belong to no round and are known since before `before`, and answers how many.
pub async fn trim(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(TRIM)
        .bind(ms(before))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}

/// Forgets which messages of a group show something opened, and answers them: [`Role::Reveal`] is a text, [`Role::Medium`] none,
/// each with the moment from which it is known.
pub async fn take_opened(
    tx: &mut Tx,
    group: ChatId,
) -> Result<Vec<(MessageId, Role, Timestamp)>, StoreError> {
    let rows = sqlx::query(OPENED)
        .bind(group.0)
        .fetch_all(tx.conn())
        .await?;
    sqlx::query(DROP_OPENED)
        .bind(group.0)
        .execute(tx.conn())
        .await?;
    rows.iter()
        .map(|row| {
            let id: i64 = row.try_get("message_id")?;
            let corrupt = || StoreError::Corrupt {
                table: "message",
                id,
            };
            let role = role_of(row.try_get("role")?).ok_or_else(corrupt)?;
            let known: i64 = row.try_get("known_at")?;
            let known = Timestamp::from_millisecond(known).map_err(|_| corrupt())?;
            Ok((MessageId(id), role, known))
        })
        .collect()
}

/// Reads the columns that say what a row is about.
pub(super) fn about(
    row: &AnyRow,
    key: String,
    table: &'static str,
    id: i64,
) -> Result<About, StoreError> {
    let corrupt = || StoreError::Corrupt { table, id };
    let role: &str = row.try_get("role")?;
    let seat: Option<i64> = row.try_get("seat")?;
    let source_person: Option<i64> = row.try_get("source_person")?;
    let source_message: Option<i64> = row.try_get("source_message")?;
    Ok(About {
        role: role_of(role).ok_or_else(corrupt)?,
        key,
        thread: row.try_get::<Option<i64>, _>("round")?.map(ThreadId),
        seat: seat
            .map(|index| Seat::from_index(index).ok_or_else(corrupt))
            .transpose()?,
        source: source_person
            .zip(source_message)
            .map(|(person, message)| (PersonId(person), MessageId(message))),
        part: row.try_get::<Option<i64>, _>("part")?.map(PartId),
    })
}

stored! {
    role_name, role_of: Role as text {
        Role::Card = "card",
        Role::Reveal = "reveal",
        Role::Gift = "gift",
        Role::Relay = "relay",
        Role::ZoneAsk = "zone_ask",
        Role::Touch = "touch",
        Role::Probe = "probe",
        Role::Reflection = "reflection",
        Role::Medium = "medium",
        Role::Line = "line",
    }
}
