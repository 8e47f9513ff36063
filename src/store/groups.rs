//! Groups that the bot was added to, by Telegram's id of the chat, as JSON. It holds nobody's words. Start at [`load`].

use sqlx::Row;

use super::error::StoreError;
use super::json;
use super::session::{Session, Tx};
use super::sql::sql;
use crate::core::model::group::Group;
use crate::core::model::ids::ChatId;
use crate::core::model::state::State;

const GRP: &str = "grp";

sql! {
    GROUP = "select doc from grp where chat = $1";
    PAGE_AFTER = "select chat, doc from grp where chat > $1 order by chat limit $2";
    PUT_GROUP = "insert into grp (chat, doc) values ($1, $2) on conflict (chat) do update set doc = excluded.doc";
    DROP_GROUP = "delete from grp where chat = $1";
}

/// One group, if the bot knows it; nobody of it.
pub async fn load(
    session: &mut Session,
    chat: ChatId,
    state: &mut State,
) -> Result<(), StoreError> {
    if state.groups.contains_key(&chat) {
        return Ok(());
    }
    let row = sqlx::query(GROUP)
        .bind(chat.0)
        .fetch_optional(session.conn())
        .await?;
    if let Some(row) = row {
        let doc: String = row.try_get(0)?;
        let group: Group = json::read(GRP, chat.0, &doc)?;
        state.groups.insert(chat, group);
    }
    Ok(())
}

/// The next groups by their ids, up to `limit`: each with whether a couple lives there, or would if it were just the two.
pub async fn page_after(
    session: &mut Session,
    after: Option<ChatId>,
    limit: i64,
) -> Result<Vec<(ChatId, bool)>, StoreError> {
    let rows = sqlx::query(PAGE_AFTER)
        .bind(after.map_or(i64::MIN, |chat| chat.0))
        .bind(limit)
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| {
            let chat: i64 = row.try_get(0)?;
            let doc: String = row.try_get(1)?;
            let lived_in = json::read(GRP, chat, &doc)
                .is_ok_and(|group: Group| group.couple.is_some() && !group.gone);
            Ok((ChatId(chat), lived_in))
        })
        .collect()
}

/// Writes what became of the groups of a turn.
pub async fn save(tx: &mut Tx, before: &State, after: &State) -> Result<(), StoreError> {
    let gone = before
        .groups
        .keys()
        .filter(|chat| !after.groups.contains_key(chat));
    for chat in gone {
        sqlx::query(DROP_GROUP)
            .bind(chat.0)
            .execute(tx.conn())
            .await?;
    }
    for (chat, group) in &after.groups {
        if before.groups.get(chat) != Some(group) {
            sqlx::query(PUT_GROUP)
                .bind(chat.0)
                .bind(json::write(GRP, group)?)
                .execute(tx.conn())
                .await?;
        }
    }
    Ok(())
}
