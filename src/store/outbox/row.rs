//! How a row of the outbox is stored: its id, its sealed body and whose key seals it, and the columns that are read and written in
//! more than one place. Nothing here changes what a row waits for.

use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::Row;
use sqlx::any::AnyRow;

use crate::core::model::delivery::{Call, Class, InGroup, Urgency};
use crate::core::model::ids::{ChatId, CoupleId, PersonId};
use crate::store::error::StoreError;
use crate::store::keys::Owner;
use crate::store::seal::{Place, SealedColumn};
use crate::store::session::Tx;
use crate::store::sql::{sql, stored};

pub(super) const OUTBOX: &str = "outbox";
const BODY: SealedColumn = SealedColumn::new(OUTBOX, "body");
pub(in crate::store) const SEALED: &[SealedColumn] = &[BODY];

sql! {
    REWRITE = "update outbox set method = $2, body = $3, authors = $4 where id = $1";
}

/// Puts another call in place of what a row holds.
pub(super) async fn put_body(
    tx: &mut Tx,
    id: i64,
    owner: Owner,
    call: &Call,
    authors: &[PersonId],
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(owner, rng).await?;
    let body = key.seal_json(body_place(id), &call.params, rng)?;
    sqlx::query(REWRITE)
        .bind(id)
        .bind(call.method.as_str())
        .bind(body)
        .bind(author_list(authors))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Whose key seals a body: the couple's for their group, the system's for a group that is nobody's home (nothing private is said
/// there), else the recipient's.
pub(super) fn owner(to: PersonId, lane: ChatId, couple: Option<CoupleId>) -> Owner {
    // Telegram's ids of groups are negative, those of people are not.
    if lane.0 >= 0 {
        return Owner::Person(to);
    }
    couple.map_or(Owner::System, Owner::Couple)
}

pub(super) fn body_place(id: i64) -> Place {
    BODY.row(id)
}

/// 63 random bits, never zero.
pub(super) fn new_id(rng: &mut (impl CryptoRng + ?Sized)) -> i64 {
    ((rng.next_u64() >> 1) as i64).max(1)
}

/// The ids of those whose words a body holds, each between spaces, so that one is found by `like`.
pub(super) fn author_list(authors: &[PersonId]) -> String {
    let mut list = String::new();
    for author in authors {
        list.push_str(&format!(" {author} "));
    }
    list
}

stored! {
    class_name, class_of: Class as text {
        Class::Set = "set",
        Class::Owed = "owed",
        Class::Once = "once",
    }
}

stored! {
    urgency_number, urgency_of: Urgency as bigint {
        Urgency::Waited = 0,
        Urgency::Scheduled = 1,
    }
}

/// The columns that only a row for a group has.
pub(super) fn in_group(row: &AnyRow, id: i64) -> Result<Option<InGroup>, StoreError> {
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

/// Reads a time of row `id`.
pub(super) fn time(at: i64, id: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(at).map_err(|_| corrupt(id))
}

pub(super) fn corrupt(id: i64) -> StoreError {
    StoreError::Corrupt { table: OUTBOX, id }
}
