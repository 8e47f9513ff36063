//! Single facts about the database, by name. None is about a person.

use sqlx::{AnyConnection, Row};

use super::error::StoreError;
use super::sql::sql;

sql! {
    GET = "select value from meta where name = $1";
    PUT = "insert into meta (name, value) values ($1, $2) on conflict (name) do update set value = excluded.value";
}

pub(super) async fn get(
    conn: &mut AnyConnection,
    name: &'static str,
) -> Result<Option<String>, StoreError> {
    let row = sqlx::query(GET).bind(name).fetch_optional(conn).await?;
    Ok(row.map(|row| row.try_get(0)).transpose()?)
}

/// As [`get`], for a fact that is a number.
pub(super) async fn get_number(
    conn: &mut AnyConnection,
    name: &'static str,
) -> Result<Option<i64>, StoreError> {
    match get(conn, name).await? {
        None => Ok(None),
        Some(value) => match value.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(StoreError::Corrupt {
                table: "meta",
                id: 0,
            }),
        },
    }
}

pub(super) async fn put(
    conn: &mut AnyConnection,
    name: &'static str,
    value: &str,
) -> Result<(), StoreError> {
    sqlx::query(PUT)
        .bind(name)
        .bind(value)
        .execute(conn)
        .await?;
    Ok(())
}
