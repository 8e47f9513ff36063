//! Reflections: the small state as JSON (`reflection`), and apart from it what people write and tap (`reflection_words`), sealed
//! under its author's key and bound to its row. Nothing here decides which step is open. Start at [`load`] and [`put`].

use std::collections::BTreeMap;

use jiff::Timestamp;
use rand::CryptoRng;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::Row;

use super::error::StoreError;
use super::json;
use super::keys::Owner;
use super::seal::{Place, SealedColumn};
use super::session::{Session, Tx};
use super::sql::{due_ms, ms, sql};
use crate::core::model::ids::{PartId, PersonId, ReflectionId, Seat};
use crate::core::model::reflection::Reflection;
use crate::core::model::state::State;
use crate::core::model::words::Words;

const REFLECTION: &str = "reflection";
const WORDS: SealedColumn = SealedColumn::new("reflection_words", "words");
pub(super) const SEALED: &[SealedColumn] = &[WORDS];

sql! {
    BY_ID = "select doc from reflection where id = $1";
    PUT = "insert into reflection (id, couple, a, b, due_at, doc) values ($1, $2, $3, $4, $5, $6) \
        on conflict (id) do update set due_at = excluded.due_at, doc = excluded.doc";
    SET_DUE = "update reflection set due_at = $2 where id = $1";
    DUE = "select id from reflection where due_at <= $1 order by due_at, id limit $2";
    FIRST_DUE = "select min(due_at) from reflection where due_at is not null";
    RESET_DUE_AFTER = "update reflection set due_at = $1 where due_at > $2";
    IS_DUE = "select 1 from reflection where id = $1 and due_at <= $2";
    PUT_WORDS = "insert into reflection_words (id, reflection, seat, author, words) values ($1, $2, $3, $4, $5) \
        on conflict (id) do update set words = excluded.words";
    WORDS_OF = "select id, author, words from reflection_words where reflection = $1 and seat = $2";
    ONE = "select author, words from reflection_words where id = $1";
    DROP_WORDS = "delete from reflection_words where id = $1";
}

fn place(part: PartId) -> Place {
    WORDS.row(part.0)
}

/// Where a row of a reflection's words belongs.
#[derive(Clone, Copy, Debug)]
pub struct WordsOf {
    pub part: PartId,
    pub reflection: ReflectionId,
    pub seat: Seat,
    pub author: PersonId,
}

/// One reflection with what was tapped in it, into the state; nothing when there is none.
pub async fn load(
    session: &mut Session,
    id: ReflectionId,
    state: &mut State,
) -> Result<(), StoreError> {
    if state.reflections.contains_key(&id) {
        return Ok(());
    }
    let row = sqlx::query(BY_ID)
        .bind(id.0)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(()) };
    let doc: String = row.try_get(0)?;
    let mut reflection: Reflection = json::read(REFLECTION, id.0, &doc)?;
    for side in &mut reflection.sides {
        let written = side.written.iter_mut();
        for felt in written.filter_map(|written| written.felt.as_mut()) {
            felt.what = tapped(session, felt.id).await?;
        }
        if let Some(now) = &mut side.now {
            now.what = tapped(session, now.id).await?;
        }
    }
    for felt in reflection.before.iter_mut().flatten() {
        felt.what = tapped(session, felt.id).await?;
    }
    state.reflections.insert(id, reflection);
    Ok(())
}

/// Writes a reflection; `due`: its own moment, where it belongs to no couple.
pub async fn put(
    tx: &mut Tx,
    reflection: &Reflection,
    due: Option<Timestamp>,
) -> Result<(), StoreError> {
    let [a, b] = reflection.people;
    sqlx::query(PUT)
        .bind(reflection.id.0)
        .bind(reflection.couple.map(|couple| couple.0))
        .bind(a.map_or(0, |a| a.0))
        .bind(b.map(|b| b.0))
        .bind(due.map(due_ms))
        .bind(json::write(REFLECTION, reflection)?)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A reflection's own moment, when its turn could not say.
pub async fn set_due(tx: &mut Tx, id: ReflectionId, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query(SET_DUE)
        .bind(id.0)
        .bind(due_ms(at))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Those done alone whose moment has come, the longest due first.
pub async fn due(
    session: &mut Session,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<ReflectionId>, StoreError> {
    let rows = sqlx::query(DUE)
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(ReflectionId(row.try_get(0)?)))
        .collect()
}

/// The next moment of any that is done alone.
pub async fn first_due(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(FIRST_DUE).fetch_one(session.conn()).await?;
    let at: Option<i64> = row.try_get(0)?;
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// Makes every one whose moment lies after `later` due at `now`: such a moment may come from a clock that was wrong.
pub async fn reset_due_after(
    tx: &mut Tx,
    later: Timestamp,
    now: Timestamp,
) -> Result<(), StoreError> {
    sqlx::query(RESET_DUE_AFTER)
        .bind(ms(now))
        .bind(ms(later))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whether its own moment has come.
pub async fn is_due(
    session: &mut Session,
    id: ReflectionId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let row = sqlx::query(IS_DUE)
        .bind(id.0)
        .bind(ms(now))
        .fetch_optional(session.conn())
        .await?;
    Ok(row.is_some())
}

/// Seals words, or what was tapped, in place of what this row held before.
pub async fn put_words<T: Serialize>(
    tx: &mut Tx,
    of: WordsOf,
    words: &T,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(of.author), rng).await?;
    let sealed = key.seal_json(place(of.part), words, rng)?;
    sqlx::query(PUT_WORDS)
        .bind(of.part.0)
        .bind(of.reflection.0)
        .bind(of.seat.index() as i64)
        .bind(of.author.0)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The words of one seat, by part; of those named only.
pub async fn words(
    session: &mut Session,
    reflection: ReflectionId,
    seat: Seat,
    parts: &[PartId],
) -> Result<BTreeMap<PartId, Words>, StoreError> {
    let rows = sqlx::query(WORDS_OF)
        .bind(reflection.0)
        .bind(seat.index() as i64)
        .fetch_all(session.conn())
        .await?;
    let mut words = BTreeMap::new();
    for row in rows {
        let part = PartId(row.try_get(0)?);
        if !parts.contains(&part) {
            continue;
        }
        let author = PersonId(row.try_get(1)?);
        let sealed: String = row.try_get(2)?;
        words.insert(part, open(session, part, author, &sealed).await?);
    }
    Ok(words)
}

/// What was tapped; none when it was destroyed.
async fn tapped<T: DeserializeOwned>(
    session: &mut Session,
    part: PartId,
) -> Result<Option<T>, StoreError> {
    let row = sqlx::query(ONE)
        .bind(part.0)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let author = PersonId(row.try_get(0)?);
    let sealed: String = row.try_get(1)?;
    open(session, part, author, &sealed).await.map(Some)
}

async fn open<T: DeserializeOwned>(
    session: &mut Session,
    part: PartId,
    author: PersonId,
    sealed: &str,
) -> Result<T, StoreError> {
    let key = session.key(Owner::Person(author)).await?;
    let key = key.ok_or(place(part).corrupt())?;
    key.open_json(place(part), sealed)
}

/// Destroys these.
pub async fn drop_words(tx: &mut Tx, parts: &[PartId]) -> Result<(), StoreError> {
    for part in parts {
        sqlx::query(DROP_WORDS)
            .bind(part.0)
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}
