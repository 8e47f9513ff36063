//! Couples, their invitation links and their rounds, as JSON beside the columns by which they are found.
//!
//! A couple is read with its people, its group and its reflections, because its next moment depends on them; words never are.
//! [`batch`] reads for many couples at once what the ticker needs of each. Start at [`load`] and [`save`].

pub mod batch;

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use sqlx::Row;
use sqlx::any::AnyRow;

use super::error::StoreError;
use super::session::{Session, Tx};
use super::sql::{due_ms, ms, sql};
use super::{groups, json, people, reflections, words};
use crate::core::NextDue;
use crate::core::model::couple::Couple;
use crate::core::model::ids::{CoupleId, PersonId, RoundId, ScheduleId};
use crate::core::model::invite::{Invite, InviteHash};
use crate::core::model::round::{Half, Round};
use crate::core::model::state::State;
use crate::core::model::words::Name;
use crate::library::PromptId;

const COUPLE: &str = "couple";
const ROUND: &str = "round";

sql! {
    // Two questions rather than an `or`, with which SQLite would look at every couple there is.
    COUPLES_OF = "select c.id, c.doc, p.id, p.doc, p.name from couple c join person p on p.id = c.a or p.id = c.b \
        where c.id in (select id from couple where ended = 0 and a = $1 union \
            select id from couple where ended = 0 and b = $1)";
    COUPLE_BY_ID = "select c.id, c.doc, p.id, p.doc, p.name from couple c join person p on p.id = c.a or p.id = c.b \
        where c.id = $1";
    COUPLE_OF_ROUND = "select couple from round where id = $1";
    PUT_COUPLE = "insert into couple (id, a, b, ended, due_at, due_braked_at, doc) values ($1, $2, $3, $4, $5, $6, $7) \
        on conflict (id) do update set b = excluded.b, ended = excluded.ended, due_at = excluded.due_at, \
        due_braked_at = excluded.due_braked_at, doc = excluded.doc";
    SET_DUE = "update couple set due_at = $2, due_braked_at = $3 where id = $1";
    // Of one moment always in the same order, so that the same couple is always about equally late.
    DUE = "select id from couple where due_at <= $1 order by due_at, id limit $2";
    DUE_BRAKED = "select id from couple where due_braked_at <= $1 order by due_braked_at, id limit $2";
    FIRST_DUE = "select min(due_at) from couple where due_at is not null";
    FIRST_DUE_BRAKED = "select min(due_braked_at) from couple where due_braked_at is not null";
    LIVE_ROUNDS_OF = "select id, doc from round where live = 1 and couple in \
        (select id from couple where ended = 0 and a = $1 union select id from couple where ended = 0 and b = $1)";
    LIVE_ROUNDS = "select id, doc from round where couple = $1 and live = 1";
    ROUND_BY_ID = "select id, doc from round where id = $1";
    PUT_ROUND = "insert into round (id, couple, prompt, slot, opened_at, live, counts, doc) \
        values ($1, $2, $3, $4, $5, $6, $7, $8) \
        on conflict (id) do update set live = excluded.live, counts = excluded.counts, doc = excluded.doc";
    SLOT_TAKEN = "select 1 from round where slot = $1 and id <> $2";
    RESET_DUE_AFTER = "update couple set due_at = $1, due_braked_at = $1 where due_at > $2";
    WITH_LIVE_ROUNDS = "select distinct couple from round where live = 1 and couple > $1 order by couple limit $2";
    USED = "select prompt, max(counts * opened_at), max(opened_at) from round where couple = $1 group by prompt";
    INVITES = "select hash, couple, made_at from invite where couple = $1";
    INVITE = "select hash, couple, made_at from invite where hash = $1";
    PUT_INVITE = "insert into invite (hash, couple, made_at) values ($1, $2, $3) on conflict (hash) do nothing";
    DROP_INVITE = "delete from invite where hash = $1";
}

/// Names beside the state they belong to.
pub type Names = BTreeMap<PersonId, Name>;

/// Every couple of a person that has not ended, with its people and its live rounds.
pub async fn load_for_person(
    session: &mut Session,
    person: PersonId,
    state: &mut State,
    names: &mut Names,
) -> Result<(), StoreError> {
    let rows = sqlx::query(COUPLES_OF)
        .bind(person.0)
        .fetch_all(session.conn())
        .await?;
    take_couples(session, rows, state, names).await?;
    let rows = sqlx::query(LIVE_ROUNDS_OF)
        .bind(person.0)
        .fetch_all(session.conn())
        .await?;
    take_rounds(session, rows, state).await
}

/// One couple, whatever its phase, with its people and its live rounds. Whether there is one.
pub async fn load(
    session: &mut Session,
    couple: CoupleId,
    state: &mut State,
    names: &mut Names,
) -> Result<bool, StoreError> {
    if state.couples.contains_key(&couple) {
        return Ok(true);
    }
    let rows = sqlx::query(COUPLE_BY_ID)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    if rows.is_empty() {
        return Ok(false);
    }
    take_couples(session, rows, state, names).await?;
    let rows = sqlx::query(LIVE_ROUNDS)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    take_rounds(session, rows, state).await?;
    Ok(true)
}

/// One round, whatever became of it, and its couple.
pub async fn load_round(
    session: &mut Session,
    round: RoundId,
    state: &mut State,
    names: &mut Names,
) -> Result<(), StoreError> {
    if state.rounds.contains_key(&round) {
        return Ok(());
    }
    let rows = sqlx::query(ROUND_BY_ID)
        .bind(round.0)
        .fetch_all(session.conn())
        .await?;
    take_rounds(session, rows, state).await?;
    if let Some(couple) = state.rounds.get(&round).map(|round| round.couple) {
        load(session, couple, state, names).await?;
    }
    Ok(())
}

/// The live links of a couple.
pub async fn load_invites(
    session: &mut Session,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    let rows = sqlx::query(INVITES)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    take_invites(rows, state)
}

/// The link an opener followed, and its couple.
pub async fn load_invite(
    session: &mut Session,
    hash: &InviteHash,
    state: &mut State,
    names: &mut Names,
) -> Result<(), StoreError> {
    let rows = sqlx::query(INVITE)
        .bind(hash.0.as_str())
        .fetch_all(session.conn())
        .await?;
    take_invites(rows, state)?;
    if let Some(couple) = state.invites.get(hash).map(|invite| invite.couple) {
        load(session, couple, state, names).await?;
    }
    Ok(())
}

/// When each prompt was last used by a couple, and last asked where neither answered.
pub async fn load_used(
    session: &mut Session,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    let rows = sqlx::query(USED)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    state.used.entry(couple).or_default();
    state.unanswered.entry(couple).or_default();
    for row in rows {
        take_used(&row, 0, couple, state)?;
    }
    Ok(())
}

/// Reads a prompt, when it was last used, and when it was last asked, which begin at a column.
fn take_used(
    row: &AnyRow,
    column: usize,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    let corrupt = || StoreError::Corrupt {
        table: ROUND,
        id: couple.0,
    };
    let at = |ms: i64| Timestamp::from_millisecond(ms).map_err(|_| corrupt());
    let prompt: String = row.try_get(column)?;
    let prompt = PromptId::parse(&prompt).map_err(|_| corrupt())?;
    let (used_ms, asked_ms) = (row.try_get(column + 1)?, row.try_get(column + 2)?);
    if asked_ms > used_ms {
        let unanswered = state.unanswered.entry(couple).or_default();
        unanswered.insert(prompt.clone(), at(asked_ms)?);
    }
    if used_ms > 0 {
        let used = state.used.entry(couple).or_default();
        used.insert(prompt, at(used_ms)?);
    }
    Ok(())
}

/// The couples whose moment has come, the longest due first; those of one moment in an order that is always the same.
pub async fn due(
    session: &mut Session,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<CoupleId>, StoreError> {
    ids(session, DUE, now, limit).await
}

/// The same, of those that have something to do besides asking by schedule.
pub async fn due_braked(
    session: &mut Session,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<CoupleId>, StoreError> {
    ids(session, DUE_BRAKED, now, limit).await
}

async fn ids(
    session: &mut Session,
    sql: &'static str,
    now: Timestamp,
    limit: u32,
) -> Result<Vec<CoupleId>, StoreError> {
    let rows = sqlx::query(sql)
        .bind(ms(now))
        .bind(i64::from(limit))
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(CoupleId(row.try_get(0)?)))
        .collect()
}

/// Couples with something open, by id, after one.
pub async fn with_live_rounds(
    session: &mut Session,
    after: CoupleId,
    limit: u32,
) -> Result<Vec<CoupleId>, StoreError> {
    let rows = sqlx::query(WITH_LIVE_ROUNDS)
        .bind(after.0)
        .bind(i64::from(limit))
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(CoupleId(row.try_get(0)?)))
        .collect()
}

/// The next moment anything is due.
pub async fn first_due(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    moment(session, FIRST_DUE).await
}

/// The next moment anything but asking by schedule is due.
pub async fn first_due_braked(session: &mut Session) -> Result<Option<Timestamp>, StoreError> {
    moment(session, FIRST_DUE_BRAKED).await
}

async fn moment(session: &mut Session, sql: &'static str) -> Result<Option<Timestamp>, StoreError> {
    let row = sqlx::query(sql).fetch_one(session.conn()).await?;
    let at: Option<i64> = row.try_get(0)?;
    Ok(at.and_then(|at| Timestamp::from_millisecond(at).ok()))
}

/// A couple's next moment, when its turn could not say.
pub async fn set_due(tx: &mut Tx, couple: CoupleId, at: Timestamp) -> Result<(), StoreError> {
    let due = NextDue {
        at: Some(at),
        braked_at: Some(at),
    };
    put_due(tx, couple, due).await
}

async fn put_due(tx: &mut Tx, couple: CoupleId, due: NextDue) -> Result<(), StoreError> {
    sqlx::query(SET_DUE)
        .bind(couple.0)
        .bind(due.at.map(due_ms))
        .bind(due.braked_at.map(due_ms))
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Makes every couple whose moment lies after `later` due at `now`, and answers how many: such a moment may come from a clock
/// that was wrong.
pub async fn reset_due_after(
    tx: &mut Tx,
    later: Timestamp,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let done = sqlx::query(RESET_DUE_AFTER)
        .bind(ms(now))
        .bind(ms(later))
        .execute(tx.conn())
        .await?;
    Ok(done.rows_affected())
}

/// What a turn did to the couples, rounds and links it had loaded.
pub async fn save(
    tx: &mut Tx,
    before: &State,
    after: &State,
    due: &BTreeMap<CoupleId, NextDue>,
) -> Result<(), StoreError> {
    for couple in after.couples.values() {
        let due = due.get(&couple.id).copied().unwrap_or_default();
        if before.couples.get(&couple.id) == Some(couple) {
            put_due(tx, couple.id, due).await?;
            continue;
        }
        sqlx::query(PUT_COUPLE)
            .bind(couple.id.0)
            .bind(couple.a.0)
            .bind(couple.b.map(|b| b.0))
            .bind(i64::from(couple.is_ended()))
            .bind(due.at.map(due_ms))
            .bind(due.braked_at.map(due_ms))
            .bind(json::write(COUPLE, couple)?)
            .execute(tx.conn())
            .await?;
    }
    for round in after.rounds.values() {
        if before.rounds.get(&round.id) != Some(round) {
            put_round(tx, round).await?;
        }
    }
    groups::save(tx, before, after).await?;
    for hash in before
        .invites
        .keys()
        .filter(|hash| !after.invites.contains_key(hash))
    {
        sqlx::query(DROP_INVITE)
            .bind(hash.0.as_str())
            .execute(tx.conn())
            .await?;
    }
    for invite in after
        .invites
        .values()
        .filter(|invite| !before.invites.contains_key(&invite.hash))
    {
        sqlx::query(PUT_INVITE)
            .bind(invite.hash.0.as_str())
            .bind(invite.couple.0)
            .bind(ms(invite.made_at))
            .execute(tx.conn())
            .await?;
    }
    Ok(())
}

/// Whether this schedule already had a round on this local date.
pub async fn slot_taken(session: &mut Session, round: &Round) -> Result<bool, StoreError> {
    let Some(slot) = slot_key(round) else {
        return Ok(false);
    };
    let row = sqlx::query(SLOT_TAKEN)
        .bind(slot)
        .bind(round.id.0)
        .fetch_optional(session.conn())
        .await?;
    Ok(row.is_some())
}

fn slot_key(round: &Round) -> Option<String> {
    let (schedule, date) = round.slot()?;
    Some(slot_name(schedule, date))
}

/// A schedule and a local date, as they are stored.
pub fn slot_name(schedule: ScheduleId, date: Date) -> String {
    format!("{schedule}:{date}")
}

async fn put_round(tx: &mut Tx, round: &Round) -> Result<(), StoreError> {
    let undecided = round
        .seats
        .iter()
        .any(|seat| matches!(seat.half, Some(Half::Offered { .. })));
    let answered = round.seats.iter().any(|seat| seat.has_answered());
    sqlx::query(PUT_ROUND)
        .bind(round.id.0)
        .bind(round.couple.0)
        .bind(round.prompt.as_str())
        .bind(slot_key(round))
        .bind(ms(round.opened_at))
        .bind(i64::from(round.is_open() || undecided))
        .bind(i64::from(!round.is_closed() || answered))
        .bind(json::write(ROUND, round)?)
        .execute(tx.conn())
        .await?;
    Ok(())
}

async fn take_couples(
    session: &mut Session,
    rows: Vec<AnyRow>,
    state: &mut State,
    names: &mut Names,
) -> Result<(), StoreError> {
    for row in rows {
        let id: i64 = row.try_get(0)?;
        if !state.couples.contains_key(&CoupleId(id)) {
            let doc: String = row.try_get(1)?;
            let couple: Couple = json::read(COUPLE, id, &doc)?;
            if let Some(chat) = couple.group {
                groups::load(session, chat, state).await?;
            }
            // A couple is never without its reflections: its next moment depends on them.
            let live: Vec<_> = couple.reflect.live().collect();
            state.couples.insert(couple.id, couple);
            for reflection in live {
                reflections::load(session, reflection, state).await?;
            }
        }
        let person = PersonId(row.try_get(2)?);
        if !state.persons.contains_key(&person) {
            let (person, name) = people::read_at(session, &row, 2).await?;
            names.insert(person.id, name);
            state.persons.insert(person.id, person);
        }
    }
    Ok(())
}

/// Rounds with what was tapped in them, which is sealed apart.
async fn take_rounds(
    session: &mut Session,
    rows: Vec<AnyRow>,
    state: &mut State,
) -> Result<(), StoreError> {
    for row in rows {
        let id: i64 = row.try_get(0)?;
        let doc: String = row.try_get(1)?;
        let mut round: Round = json::read(ROUND, id, &doc)?;
        if state.rounds.contains_key(&round.id) {
            continue;
        }
        for tapped in round
            .seats
            .iter_mut()
            .filter_map(|seat| seat.tapped.as_mut())
        {
            tapped.tap = words::tap(session, tapped.id).await?;
        }
        state.rounds.insert(round.id, round);
    }
    Ok(())
}

fn take_invites(rows: Vec<AnyRow>, state: &mut State) -> Result<(), StoreError> {
    for row in rows {
        let hash = InviteHash(row.try_get(0)?);
        let couple = CoupleId(row.try_get(1)?);
        let made_at =
            Timestamp::from_millisecond(row.try_get(2)?).map_err(|_| StoreError::Corrupt {
                table: "invite",
                id: couple.0,
            })?;
        state.invites.insert(
            hash.clone(),
            Invite {
                hash,
                couple,
                made_at,
            },
        );
    }
    Ok(())
}
