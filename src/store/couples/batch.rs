//! What the ticks of a batch of couples read, in a few statements for all of them: a statement costs more than what it finds.
//!
//! The answers are those of the single questions in [`super`], asked at the same moment.

use std::collections::BTreeSet;

use sqlx::Row;
use sqlx::any::AnyRow;

use super::{Names, take_couples, take_rounds};
use crate::core::model::ids::{CoupleId, PersonId};
use crate::core::model::state::State;
use crate::store::error::StoreError;
use crate::store::session::Tx;
use crate::store::sql::sql;

/// Couples in one batch: as many as these statements have places.
pub const BATCH: usize = 50;

/// A statement about a list of [`BATCH`]; a shorter one repeats its first.
macro_rules! of_batch {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17,  \
             $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34,  \
             $35, $36, $37, $38, $39, $40, $41, $42, $43, $44, $45, $46, $47, $48, $49, $50)",
            $after
        )
    };
}

sql! {
    COUPLES = of_batch!("select c.id, c.doc, p.id, p.doc, p.name, k.wrapped from couple c \
        join person p on p.id = c.a or p.id = c.b \
        left join sealing_key k on k.kind = 'person' and k.owner = p.id where c.id in", "");
    LIVE_ROUNDS = of_batch!("select id, doc from round where live = 1 and couple in", "");
    USED = of_batch!("select couple, prompt, max(counts * opened_at), max(opened_at) from round where couple in",
        " group by couple, prompt");
    TAKEN = of_batch!("select slot from round where slot in", "");
}

/// Up to [`BATCH`] couples, with their people, names, keys and live rounds. One that is not there is left out.
pub async fn load(
    tx: &mut Tx,
    couples: &[CoupleId],
    state: &mut State,
    names: &mut Names,
) -> Result<(), StoreError> {
    let rows = about(tx, COUPLES, couples).await?;
    for row in &rows {
        let wrapped: Option<String> = row.try_get(5)?;
        if let Some(wrapped) = wrapped {
            tx.learn(PersonId(row.try_get(2)?), &wrapped)?;
        }
    }
    take_couples(tx, rows, state, names).await?;
    let rows = about(tx, LIVE_ROUNDS, couples).await?;
    take_rounds(tx, rows, state).await
}

/// When each prompt was last used by these couples, and last asked where neither answered.
pub async fn load_used(
    tx: &mut Tx,
    couples: &[CoupleId],
    state: &mut State,
) -> Result<(), StoreError> {
    for couple in couples {
        state.used.entry(*couple).or_default();
        state.unanswered.entry(*couple).or_default();
    }
    for row in about(tx, USED, couples).await? {
        super::take_used(&row, 1, CoupleId(row.try_get(0)?), state)?;
    }
    Ok(())
}

/// Which of up to [`BATCH`] slots already had their round, each as [`super::slot_name`] writes it.
pub async fn taken(tx: &mut Tx, slots: &[String]) -> Result<BTreeSet<String>, StoreError> {
    let Some(first) = slots.first() else {
        return Ok(BTreeSet::new());
    };
    let mut query = sqlx::query(TAKEN);
    for place in 0..BATCH {
        query = query.bind(slots.get(place).unwrap_or(first).as_str());
    }
    let rows = query.fetch_all(tx.conn()).await?;
    rows.iter().map(|row| Ok(row.try_get(0)?)).collect()
}

async fn about(
    tx: &mut Tx,
    sql: &'static str,
    couples: &[CoupleId],
) -> Result<Vec<AnyRow>, StoreError> {
    let Some(first) = couples.first() else {
        return Ok(Vec::new());
    };
    let mut query = sqlx::query(sql);
    for place in 0..BATCH {
        query = query.bind(couples.get(place).unwrap_or(first).0);
    }
    Ok(query.fetch_all(tx.conn()).await?)
}
