//! Erasing for good: after words, names or keys were deleted, no byte of them stays in the database's files.
//!
//! Each file of this folder declares which columns of its tables are sealed; [`sealed_columns`] collects them, and is the one
//! list there is. Nothing here deletes a row. Start at [`Store::erase`].

use std::collections::BTreeSet;
use std::time::Duration;

use sqlx::{AssertSqlSafe, Row};

use super::connect::Engine;
use super::error::StoreError;
use super::seal::SealedColumn;
use super::session::Store;
use super::{deck, keys, outbox, people, reflections, set_aside, words};

/// How often [`Store::erase`] tries to empty the write-ahead log, and how long it waits in between.
const TRIES: u32 = 300;
const PAUSE: Duration = Duration::from_millis(100);
/// While the log is emptied readers are waited for, and writers wait: not longer than a person would notice.
const SQLITE_SHORT_WAIT: &str = "pragma busy_timeout = 50";
/// Otherwise only an operator's own tool can be in the way.
const SQLITE_LONG_WAIT: &str = "pragma busy_timeout = 5000";

/// Every column of the database that holds sealed texts: what people wrote, tapped or are called, and the wrapped keys.
pub fn sealed_columns() -> Vec<SealedColumn> {
    [
        deck::SEALED,
        keys::SEALED,
        outbox::row::SEALED,
        people::SEALED,
        reflections::SEALED,
        set_aside::SEALED,
        words::SEALED,
    ]
    .concat()
}

impl Store {
    /// After a commit that deleted or replaced something sealed: leaves no byte of it in the files (SQLite), or gives the space of
    /// the dead rows of every table with a sealed column back for use (Postgres).
    ///
    /// # Errors
    /// [`StoreError::Busy`] when readers did not let go in half a minute, and the engine's own.
    pub async fn erase(&self) -> Result<(), StoreError> {
        match self.shared.engine {
            Engine::Sqlite => self.empty_log().await,
            Engine::Postgres => {
                let tables: BTreeSet<&str> =
                    sealed_columns().iter().map(|column| column.table).collect();
                let tables: Vec<&str> = tables.into_iter().collect();
                // The names are constants of the program.
                let vacuum = AssertSqlSafe(format!("vacuum {}", tables.join(", ")));
                sqlx::raw_sql(vacuum).execute(&self.shared.writer).await?;
                Ok(())
            }
        }
    }

    /// Finishes an erasure that a crash cut short. On Postgres there is nothing to finish: the server vacuums by itself.
    pub(super) async fn finish_erasure(&self) -> Result<(), StoreError> {
        match self.shared.engine {
            Engine::Sqlite => self.empty_log().await,
            Engine::Postgres => Ok(()),
        }
    }

    /// Empties the write-ahead log of SQLite. Deleted pages are zeroed by `secure_delete`, but the log still holds what they were
    /// until it is truncated.
    async fn empty_log(&self) -> Result<(), StoreError> {
        for _ in 0..TRIES {
            if self.truncate_log().await? {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
        Err(StoreError::Busy)
    }

    /// Whether the write-ahead log could be emptied.
    async fn truncate_log(&self) -> Result<bool, StoreError> {
        let _turn = self.shared.turn.lock().await;
        let mut conn = self.shared.writer.acquire().await?;
        sqlx::raw_sql(SQLITE_SHORT_WAIT).execute(&mut *conn).await?;
        let row = sqlx::query("pragma wal_checkpoint(truncate)")
            .fetch_one(&mut *conn)
            .await;
        sqlx::raw_sql(SQLITE_LONG_WAIT).execute(&mut *conn).await?;
        Ok(row?.try_get::<i64, _>(0)? == 0)
    }
}
