//! What people wrote and tapped: parts of answers (`part`), and words whose author has not said what they are for (`aside`).
//!
//! Each is sealed under its author's key and bound to its row. Nothing here decides when words are shown. Start at [`put_part`] and
//! [`parts`].

use jiff::Timestamp;
use rand::CryptoRng;
use serde::{Deserialize, Serialize};
use sqlx::Row;

use super::error::StoreError;
use super::keys::Owner;
use super::seal::{Place, SealedColumn};
use super::session::{Session, Tx};
use super::sql::{ms, sql};
use crate::core::model::ids::{AsideId, CoupleId, MessageId, PartId, PersonId, RoundId, Seat};
use crate::core::model::tap::Tap;
use crate::core::model::words::Words;

const PART: SealedColumn = SealedColumn::new("part", "words");
const ASIDE: SealedColumn = SealedColumn::new("aside", "words");
pub(super) const SEALED: &[SealedColumn] = &[PART, ASIDE];

sql! {
    PUT_PART = "insert into part (id, round, couple, seat, author, words) values ($1, $2, $3, $4, $5, $6) \
        on conflict (id) do update set words = excluded.words";
    REPLACE_PART = "update part set words = $2 where id = $1";
    PARTS = "select id, author, words from part where round = $1 and seat = $2";
    TAP = "select author, words from part where id = $1";
    DROP_PART = "delete from part where id = $1";
    DROP_PARTS = "delete from part where round = $1 and seat = $2";
    ROUNDS_WITH_PARTS = "select distinct round from part where couple = $1 and seat = $2";
    PUT_ASIDE = "insert into aside (aside, message, author, put_at, words) values ($1, $2, $3, $4, $5) \
        on conflict (aside, message) do update set words = excluded.words";
    ASIDES = "select message, author, words from aside where aside = $1";
    DROP_ASIDE = "delete from aside where aside = $1";
    DROP_OLD_ASIDES = "delete from aside where put_at < $1";
}

/// Where a part of an answer belongs.
#[derive(Clone, Copy, Debug)]
pub struct PartOf {
    pub part: PartId,
    pub round: RoundId,
    pub couple: CoupleId,
    pub seat: Seat,
    pub author: PersonId,
}

fn part_place(part: PartId) -> Place {
    PART.row(part.0)
}

fn aside_place(message: MessageId) -> Place {
    ASIDE.row(message.0)
}

/// What one row of an answer holds.
#[derive(Deserialize)]
#[serde(untagged)]
enum Held {
    Words(Words),
    Tap(Tap),
}

/// Seals words, in place of what this part held before.
pub async fn put_part(
    tx: &mut Tx,
    of: PartOf,
    words: &Words,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    put(tx, of, words, rng).await
}

/// Seals what was tapped, in place of what this part held before.
pub async fn put_tap(
    tx: &mut Tx,
    of: PartOf,
    tap: &Tap,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    put(tx, of, tap, rng).await
}

async fn put<T: Serialize>(
    tx: &mut Tx,
    of: PartOf,
    words: &T,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(of.author), rng).await?;
    let sealed = key.seal_json(part_place(of.part), words, rng)?;
    sqlx::query(PUT_PART)
        .bind(of.part.0)
        .bind(of.round.0)
        .bind(of.couple.0)
        .bind(of.seat.index() as i64)
        .bind(of.author.0)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Seals other words in place of those of a part that is there; nothing when there is none.
pub async fn replace_part(
    tx: &mut Tx,
    part: PartId,
    author: PersonId,
    words: &Words,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(author), rng).await?;
    let sealed = key.seal_json(part_place(part), words, rng)?;
    sqlx::query(REPLACE_PART)
        .bind(part.0)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The words of one seat of a round, by part.
pub async fn parts(
    session: &mut Session,
    round: RoundId,
    seat: Seat,
) -> Result<Vec<(PartId, Words)>, StoreError> {
    let rows = sqlx::query(PARTS)
        .bind(round.0)
        .bind(seat.index() as i64)
        .fetch_all(session.conn())
        .await?;
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let id = PartId(row.try_get(0)?);
        let author = PersonId(row.try_get(1)?);
        let sealed: String = row.try_get(2)?;
        let place = part_place(id);
        let key = session
            .key(Owner::Person(author))
            .await?
            .ok_or(place.corrupt())?;
        if let Held::Words(words) = key.open_json(place, &sealed)? {
            parts.push((id, words));
        }
    }
    Ok(parts)
}

/// What was tapped; none when it was destroyed.
pub async fn tap(session: &mut Session, part: PartId) -> Result<Option<Tap>, StoreError> {
    let row = sqlx::query(TAP)
        .bind(part.0)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let place = part_place(part);
    let author = PersonId(row.try_get(0)?);
    let sealed: String = row.try_get(1)?;
    let key = session
        .key(Owner::Person(author))
        .await?
        .ok_or(place.corrupt())?;
    match key.open_json(place, &sealed)? {
        Held::Tap(tap) => Ok(Some(tap)),
        Held::Words(_) => Err(place.corrupt()),
    }
}

/// Destroys one part.
pub async fn drop_part(tx: &mut Tx, part: PartId) -> Result<(), StoreError> {
    sqlx::query(DROP_PART)
        .bind(part.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Destroys every part of one seat of a round.
pub async fn drop_parts(tx: &mut Tx, round: RoundId, seat: Seat) -> Result<(), StoreError> {
    sqlx::query(DROP_PARTS)
        .bind(round.0)
        .bind(seat.index() as i64)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The rounds of a couple in which one seat has anything written.
pub async fn rounds_with_parts(
    session: &mut Session,
    couple: CoupleId,
    seat: Seat,
) -> Result<Vec<RoundId>, StoreError> {
    let rows = sqlx::query(ROUNDS_WITH_PARTS)
        .bind(couple.0)
        .bind(seat.index() as i64)
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(RoundId(row.try_get(0)?)))
        .collect()
}

/// Seals the words of one message under a question to their author, asked at `now`.
pub async fn put_aside(
    tx: &mut Tx,
    aside: AsideId,
    message: MessageId,
    author: PersonId,
    words: &Words,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(author), rng).await?;
    let sealed = key.seal_json(aside_place(message), words, rng)?;
    sqlx::query(PUT_ASIDE)
        .bind(aside.0)
        .bind(message.0)
        .bind(author.0)
        .bind(ms(now))
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What was put aside under one question.
pub async fn asides(
    session: &mut Session,
    aside: AsideId,
) -> Result<Vec<(MessageId, Words)>, StoreError> {
    let rows = sqlx::query(ASIDES)
        .bind(aside.0)
        .fetch_all(session.conn())
        .await?;
    let mut asides = Vec::with_capacity(rows.len());
    for row in rows {
        let message = MessageId(row.try_get(0)?);
        let author = PersonId(row.try_get(1)?);
        let sealed: String = row.try_get(2)?;
        let place = aside_place(message);
        let key = session
            .key(Owner::Person(author))
            .await?
            .ok_or(place.corrupt())?;
        asides.push((message, key.open_json(place, &sealed)?));
    }
    Ok(asides)
}

/// Destroys what was put aside under one question.
pub async fn drop_aside(tx: &mut Tx, aside: AsideId) -> Result<(), StoreError> {
    sqlx::query(DROP_ASIDE)
        .bind(aside.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Destroys what was put aside before a moment and never decided about, and answers how many messages.
pub async fn drop_old_asides(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(DROP_OLD_ASIDES)
        .bind(ms(before))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}
