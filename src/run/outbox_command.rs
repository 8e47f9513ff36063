//! `twofold outbox`: calls that were given up, for an operator to look at and queue again. It never shows what they say.
//! Start at [`run`].

use std::io::Write;

use clap::Subcommand;
use jiff::Timestamp;

use crate::store::outbox::backlog;
use crate::store::outbox::dead_letters::{self, DeadLetter};
use crate::store::{Access, Store, StoreError};

/// As many as fit a few screens; the newest come first.
const LISTED: i64 = 200;

/// What to do with the calls that were given up.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum OutboxCommand {
    /// List the calls that were given up, the newest first.
    List,
    /// Show one of them, without its words.
    Show {
        /// The number in the first column of the list.
        id: i64,
    },
    /// Queue calls again; only while the bot is stopped. The next start makes them.
    Requeue {
        /// Numbers from the list.
        #[arg(required = true)]
        ids: Vec<i64>,
    },
}

impl OutboxCommand {
    /// What the command needs of the store.
    pub fn access(&self) -> Access {
        match self {
            OutboxCommand::List | OutboxCommand::Show { .. } => Access::Read,
            OutboxCommand::Requeue { .. } => Access::Write,
        }
    }
}

/// Why the command did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum OutboxCommandError {
    #[error("there is no dead letter {0}")]
    Unknown(i64),
    #[error("dead letter {0} cannot be queued again: its words were erased")]
    Erased(i64),
    #[error("cannot write the answer: {0}")]
    Write(#[from] std::io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Runs the command and writes its answer to `out`.
///
/// # Errors
/// When a letter is not there or lost its words, and for the store's own reasons. Letters queued before the one at fault stay so.
pub async fn run(
    store: &Store,
    command: &OutboxCommand,
    now: Timestamp,
    out: &mut impl Write,
) -> Result<(), OutboxCommandError> {
    match command {
        OutboxCommand::List => list(store, now, out).await,
        OutboxCommand::Show { id } => {
            let letter = dead_letters::find(&mut *store.read().await?, *id).await?;
            let letter = letter.ok_or(OutboxCommandError::Unknown(*id))?;
            show(&letter, out)?;
            Ok(())
        }
        OutboxCommand::Requeue { ids } => {
            for id in ids {
                requeue(store, *id, now).await?;
                writeln!(out, "{id} is queued again")?;
            }
            Ok(())
        }
    }
}

async fn list(
    store: &Store,
    now: Timestamp,
    out: &mut impl Write,
) -> Result<(), OutboxCommandError> {
    let mut read = store.read().await?;
    let pending = backlog::pending(&mut read, now).await?;
    writeln!(
        out,
        "{} ready, {} under way, {} held, {} for people who cannot be reached, {} given up",
        pending.ready, pending.sending, pending.held, pending.parked, pending.dead
    )?;
    for letter in dead_letters::latest(&mut read, LISTED).await? {
        writeln!(
            out,
            "{}  {:.0}  {} {}  {}",
            letter.id, letter.given_up_at, letter.role, letter.method, letter.why
        )?;
    }
    Ok(())
}

fn show(letter: &DeadLetter, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "number      {}", letter.id)?;
    writeln!(out, "key         {}", letter.key)?;
    writeln!(out, "chat        {}", letter.chat.0)?;
    writeln!(out, "role        {}", letter.role)?;
    if let Some(round) = letter.round {
        writeln!(out, "round       {round}")?;
    }
    writeln!(out, "method      {} ({})", letter.method, letter.class)?;
    writeln!(out, "queued      {:.0}", letter.queued_at)?;
    writeln!(out, "given up    {:.0}", letter.given_up_at)?;
    writeln!(out, "why         {}", letter.why)?;
    writeln!(
        out,
        "calls       {}, of which {} may have arrived",
        letter.calls, letter.doubts
    )?;
    let words = if letter.has_body {
        "sealed, can be queued again"
    } else {
        "erased"
    };
    writeln!(out, "words       {words}")
}

async fn requeue(store: &Store, id: i64, now: Timestamp) -> Result<(), OutboxCommandError> {
    let mut tx = store.begin_write().await?;
    let Some(letter) = dead_letters::find(&mut tx, id).await? else {
        return Err(OutboxCommandError::Unknown(id));
    };
    if !letter.has_body || !dead_letters::requeue(&mut tx, id, now).await? {
        return Err(OutboxCommandError::Erased(id));
    }
    tx.commit().await?;
    Ok(())
}
