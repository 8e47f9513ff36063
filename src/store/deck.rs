//! Own questions of a couple, as rounds ask them (`question`) and as the couple keeps them (`deck`), and who marked which prompt.
//!
//! The words are sealed under the key of whoever asked first, and bound to their row. Nothing here decides who may ask or reword.
//! Start at [`put_question`] and [`keep`].

use jiff::Timestamp;
use rand::CryptoRng;
use sqlx::Row;

use super::error::StoreError;
use super::keys::Owner;
use super::seal::{Place, SealedColumn};
use super::session::{Session, Tx};
use super::sql::{ms, sql};
use crate::core::model::deck::Kept;
use crate::core::model::ids::{CoupleId, PersonId, QuestionId, RoundId};
use crate::core::model::state::State;
use crate::core::model::words::Text;
use crate::library::PromptId;

const QUESTION: SealedColumn = SealedColumn::new("question", "words");
const DECK: SealedColumn = SealedColumn::new("deck", "words");
pub(super) const SEALED: &[SealedColumn] = &[QUESTION, DECK];

sql! {
    PUT_QUESTION = "insert into question (round, question, couple, author, asked_at, words) \
        values ($1, $2, $3, $4, $5, $6) on conflict (round) do update set words = excluded.words";
    QUESTION_OF = "select author, words from question where round = $1";
    QUESTION_AS_ASKED = "select round, author, words from question where question = $1 \
        order by asked_at desc limit 1";
    IS_THERE = "select 1 from question where question = $1 union all select 1 from deck where question = $1";
    ROUNDS_OF = "select round from question where couple = $1 and author = $2";
    DROP_QUESTION = "delete from question where round = $1";
    PUT_DECK = "insert into deck (question, couple, author, kept_at, words) values ($1, $2, $3, $4, $5) \
        on conflict (question) do nothing";
    REWORD = "update deck set words = $2 where question = $1";
    DECK_OF = "select question, author from deck where couple = $1 order by kept_at, question";
    DECK_WORDS = "select author, words from deck where question = $1";
    DROP_KEPT = "delete from deck where question = $1";
    DROP_DECK = "delete from deck where couple = $1 and author = $2";
    MARK = "insert into favourite (couple, person, prompt) values ($1, $2, $3) on conflict (couple, person, prompt) do nothing";
    UNMARK = "delete from favourite where couple = $1 and person = $2 and prompt = $3";
    MARKED = "select person, prompt from favourite where couple = $1";
}

/// A question as one round asks it.
#[derive(Clone, Copy, Debug)]
pub struct AskedAs {
    pub round: RoundId,
    pub question: QuestionId,
    pub couple: CoupleId,
    pub author: PersonId,
}

fn question_place(round: RoundId) -> Place {
    QUESTION.row(round.0)
}

fn deck_place(question: QuestionId) -> Place {
    DECK.row(question.0)
}

/// Seals the words of a question for one round, in place of those it had.
pub async fn put_question(
    tx: &mut Tx,
    of: AskedAs,
    words: &Text,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(of.author), rng).await?;
    let sealed = key.seal_json(question_place(of.round), words, rng)?;
    sqlx::query(PUT_QUESTION)
        .bind(of.round.0)
        .bind(of.question.0)
        .bind(of.couple.0)
        .bind(of.author.0)
        .bind(ms(now))
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// What a round asks, and who asked it first; `None` when it is gone.
pub async fn question(
    session: &mut Session,
    round: RoundId,
) -> Result<Option<(PersonId, Text)>, StoreError> {
    let row = sqlx::query(QUESTION_OF)
        .bind(round.0)
        .fetch_optional(session.conn())
        .await?;
    match row {
        Some(row) => {
            let (author, sealed) = (row.try_get(0)?, row.try_get(1)?);
            open(session, question_place(round), author, sealed)
                .await
                .map(Some)
        }
        None => Ok(None),
    }
}

/// The words under which a question would be asked again: those that are kept, else those that were asked.
pub async fn words_of(
    session: &mut Session,
    question: QuestionId,
) -> Result<Option<(PersonId, Text)>, StoreError> {
    if let Some(kept) = kept(session, question).await? {
        return Ok(Some(kept));
    }
    let row = sqlx::query(QUESTION_AS_ASKED)
        .bind(question.0)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let place = question_place(RoundId(row.try_get(0)?));
    let (author, sealed) = (row.try_get(1)?, row.try_get(2)?);
    open(session, place, author, sealed).await.map(Some)
}

/// The rounds in which one of a couple asked something of their own.
pub async fn rounds_of(
    session: &mut Session,
    couple: CoupleId,
    author: PersonId,
) -> Result<Vec<RoundId>, StoreError> {
    let rows = sqlx::query(ROUNDS_OF)
        .bind(couple.0)
        .bind(author.0)
        .fetch_all(session.conn())
        .await?;
    rows.iter()
        .map(|row| Ok(RoundId(row.try_get(0)?)))
        .collect()
}

/// Destroys the words of a question as one round asked it.
pub async fn drop_question(tx: &mut Tx, round: RoundId) -> Result<(), StoreError> {
    sqlx::query(DROP_QUESTION)
        .bind(round.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Keeps a question for a couple. One that is kept already stays as it is.
pub async fn keep(
    tx: &mut Tx,
    couple: CoupleId,
    kept: Kept,
    words: &Text,
    now: Timestamp,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(kept.by), rng).await?;
    let sealed = key.seal_json(deck_place(kept.question), words, rng)?;
    sqlx::query(PUT_DECK)
        .bind(kept.question.0)
        .bind(couple.0)
        .bind(kept.by.0)
        .bind(ms(now))
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// New words for a kept question, sealed under its author's key.
pub async fn reword(
    tx: &mut Tx,
    kept: Kept,
    words: &Text,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<(), StoreError> {
    let key = tx.key_or_new(Owner::Person(kept.by), rng).await?;
    let sealed = key.seal_json(deck_place(kept.question), words, rng)?;
    sqlx::query(REWORD)
        .bind(kept.question.0)
        .bind(sealed)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// A kept question's words and author; `None` when it is not kept.
pub async fn kept(
    session: &mut Session,
    question: QuestionId,
) -> Result<Option<(PersonId, Text)>, StoreError> {
    let row = sqlx::query(DECK_WORDS)
        .bind(question.0)
        .fetch_optional(session.conn())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let (author, sealed) = (row.try_get(0)?, row.try_get(1)?);
    let words = open(session, deck_place(question), author, sealed).await?;
    Ok(Some(words))
}

/// Destroys one kept question.
pub async fn drop_kept(tx: &mut Tx, question: QuestionId) -> Result<(), StoreError> {
    sqlx::query(DROP_KEPT)
        .bind(question.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Destroys everything one person put into a couple's deck.
pub async fn drop_deck(tx: &mut Tx, couple: CoupleId, author: PersonId) -> Result<(), StoreError> {
    sqlx::query(DROP_DECK)
        .bind(couple.0)
        .bind(author.0)
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// The questions a couple keeps, without their words, in the order in which they were kept.
pub async fn load_deck(
    session: &mut Session,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    let rows = sqlx::query(DECK_OF)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    let mut deck = Vec::with_capacity(rows.len());
    for row in rows {
        deck.push(Kept {
            question: QuestionId(row.try_get(0)?),
            by: PersonId(row.try_get(1)?),
        });
    }
    state.decks.insert(couple, deck);
    Ok(())
}

/// Marks a prompt for a person of a couple, or takes the mark away.
pub async fn mark(
    tx: &mut Tx,
    couple: CoupleId,
    person: PersonId,
    prompt: &PromptId,
    on: bool,
) -> Result<(), StoreError> {
    sqlx::query(if on { MARK } else { UNMARK })
        .bind(couple.0)
        .bind(person.0)
        .bind(prompt.as_str())
        .execute(tx.conn())
        .await?;
    Ok(())
}

/// Who of a couple marked what. A question of their own whose words are gone cannot come again and is left out.
pub async fn load_favourites(
    session: &mut Session,
    couple: CoupleId,
    state: &mut State,
) -> Result<(), StoreError> {
    let rows = sqlx::query(MARKED)
        .bind(couple.0)
        .fetch_all(session.conn())
        .await?;
    for row in rows {
        let person = PersonId(row.try_get(0)?);
        let prompt: String = row.try_get(1)?;
        let prompt = PromptId::parse(&prompt).map_err(|_| StoreError::Corrupt {
            table: "favourite",
            id: couple.0,
        })?;
        if let Some(question) = prompt.own_question() {
            let found = sqlx::query(IS_THERE)
                .bind(question)
                .fetch_optional(session.conn())
                .await?;
            if found.is_none() {
                continue;
            }
        }
        let marked = state.favourites.entry(couple).or_default();
        marked.insert((person, prompt));
    }
    Ok(())
}

async fn open(
    session: &mut Session,
    place: Place,
    author: i64,
    sealed: String,
) -> Result<(PersonId, Text), StoreError> {
    let author = PersonId(author);
    let key = session.key(Owner::Person(author)).await?;
    let key = key.ok_or(place.corrupt())?;
    Ok((author, key.open_json(place, &sealed)?))
}
