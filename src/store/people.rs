//! Persons: a small state as JSON, and the name, sealed under the person's own key. No row is ever removed here.
//!
//! Start at [`by_user`].

use rand::CryptoRng;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::StoreError;
use super::json;
use super::keys::Owner;
use super::seal::{Place, SealedColumn};
use super::session::{Session, Tx};
use super::sql::sql;
use crate::core::model::ids::{ChatId, PersonId};
use crate::core::model::person::Person;
use crate::core::model::words::Name;

const TABLE: &str = "person";
const NAME: SealedColumn = SealedColumn::new(TABLE, "name");
pub(super) const SEALED: &[SealedColumn] = &[NAME];

sql! {
    BY_USER = "select id, doc, name from person where user_id = $1";
    BY_ID = "select id, doc, name from person where id = $1";
    INSERT = "insert into person (id, user_id, name, doc) values ($1, $2, $3, $4)";
    UPDATE = "update person set doc = $2 where id = $1";
    RENAME = "update person set name = $2 where id = $1";
}

fn place(id: PersonId) -> Place {
    NAME.row(id.0)
}

/// The person behind a Telegram user, with their name.
pub async fn by_user(
    session: &mut Session,
    user: ChatId,
) -> Result<Option<(Person, Name)>, StoreError> {
    let row = sqlx::query(BY_USER)
        .bind(user.0)
        .fetch_optional(session.conn())
        .await?;
    match row {
        Some(row) => Ok(Some(read_at(session, &row, 0).await?)),
        None => Ok(None),
    }
}

/// A person, with their name.
pub async fn by_id(
    session: &mut Session,
    id: PersonId,
) -> Result<Option<(Person, Name)>, StoreError> {
    let row = sqlx::query(BY_ID)
        .bind(id.0)
        .fetch_optional(session.conn())
        .await?;
    match row {
        Some(row) => Ok(Some(read_at(session, &row, 0).await?)),
        None => Ok(None),
    }
}

/// Reads `id, doc, name`, which begin at a column.
pub(super) async fn read_at(
    session: &mut Session,
    row: &AnyRow,
    column: usize,
) -> Result<(Person, Name), StoreError> {
    let id: i64 = row.try_get(column)?;
    let doc: String = row.try_get(column + 1)?;
    let sealed: String = row.try_get(column + 2)?;
    let person: Person = json::read(TABLE, id, &doc)?;
    let key = session
        .key(Owner::Person(person.id))
        .await?
        .ok_or(place(PersonId(id)).corrupt())?;
    let name = key.open_json(place(person.id), &sealed)?;
    Ok((person, name))
}

/// A new person, with a key of their own.
pub async fn insert(
    tx: &mut Tx,
    person: &Person,
    name: &Name,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(person.id), rng).await?;
    let sealed = key.seal_json(place(person.id), name, rng)?;
    sqlx::query(INSERT)
        .bind(person.id.0)
        .bind(person.user.0)
        .bind(sealed)
        .bind(json::write(TABLE, person)?)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Writes the state of a person who is there.
pub async fn update(tx: &mut Tx, person: &Person) -> Result<(), StoreError> {
    let doc = json::write(TABLE, person)?;
    sqlx::query(UPDATE)
        .bind(person.id.0)
        .bind(doc)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Telegram gives another name now.
pub async fn rename(
    tx: &mut Tx,
    person: PersonId,
    name: &Name,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(person), rng).await?;
    let sealed = key.seal_json(place(person), name, rng)?;
    sqlx::query(RENAME)
        .bind(person.0)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}
