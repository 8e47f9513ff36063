//! Quarantine: updates that could not be applied, sealed under the system key until somebody repairs what was wrong. Nothing here
//! opens one.

use jiff::Timestamp;
use rand::CryptoRng;

use super::error::StoreError;
use super::keys::Owner;
use super::seal::SealedColumn;
use super::session::Tx;
use super::sql::{ms, sql};

const BODY: SealedColumn = SealedColumn::new("set_aside", "body");
pub(super) const SEALED: &[SealedColumn] = &[BODY];

sql! {
    PUT = "insert into set_aside (update_id, at, why, body) values ($1, $2, $3, $4)";
    PRUNE = "delete from set_aside where at < $1";
}

/// Sets an update aside, and why: a word of ours, never of the update's.
pub async fn put(
    tx: &mut Tx,
    update_id: i64,
    why: &'static str,
    body: &str,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::System, rng).await?;
    let sealed = key.seal(BODY.row(update_id), body.as_bytes(), rng)?;
    sqlx::query(PUT)
        .bind(update_id)
        .bind(ms(now))
        .bind(why)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Destroys what was set aside before a moment, and answers how many updates.
pub async fn prune(tx: &mut Tx, before: Timestamp) -> Result<u64, StoreError> {
    let done = sqlx::query(PRUNE)
        .bind(ms(before))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}
