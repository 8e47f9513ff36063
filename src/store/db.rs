//! Connections and transactions: which engine, how it is set up, one writer at a time, snapshots for readers, and erasing
//! for good.
//!
//! SQLite: one writer connection, begun with `begin immediate` (a deferred transaction that reads and then writes fails under
//! load, whatever `busy_timeout` says), and a few read-only readers. Postgres: the writer locks the `lease` row first, so that
//! writers come one after the other and one that no longer holds the lease writes nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use sqlx::any::AnyPoolOptions;
use sqlx::{Any, AnyConnection, AnyPool, AssertSqlSafe, Row, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::error::{OpenError, StoreError};
use super::keys::KeyChange;
use super::{Shared, Store, lease};

/// The WAL-reset bug, which could lose a commit, is fixed from here on (<https://sqlite.org/wal.html>).
const OLDEST_SQLITE: &str = "3.51.3";
/// Readers beside the writer: views are short, and each connection is a thread on SQLite.
const READERS: u32 = 3;
/// How long [`Store::erase`] tries to empty the write-ahead log, and how often.
const ERASE_TRIES: u32 = 300;
const ERASE_PAUSE: Duration = Duration::from_millis(100);

/// `synchronous = full`: an acknowledged answer survives a power cut. `secure_delete`: deleted bytes are overwritten.
/// `temp_store = memory`: nothing spills into files that outlive an erasure.
const SQLITE_WRITER: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; \
     pragma foreign_keys = on; pragma temp_store = memory; pragma busy_timeout = 5000";
const SQLITE_READER: &str =
    "pragma query_only = on; pragma temp_store = memory; pragma busy_timeout = 5000";
/// While the log is emptied readers are waited for, and writers wait: not longer than a person would notice.
const SQLITE_SHORT_WAIT: &str = "pragma busy_timeout = 50";
/// Otherwise only an operator's own tool can be in the way.
const SQLITE_LONG_WAIT: &str = "pragma busy_timeout = 5000";
/// The keepalives free the lease of a machine that vanished after half a minute instead of hours.
const POSTGRES_SESSION: &str = "set synchronous_commit = on; set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5; \
     set tcp_keepalives_count = 4";

/// The two databases there is one SQL text for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// A `DATABASE_URL`, taken apart as far as needed.
pub(super) enum Location {
    /// An absolute path.
    Sqlite(PathBuf),
    /// The whole URL, perhaps with a password.
    Postgres(String),
}

impl Location {
    pub(super) fn parse(url: &str) -> Result<Location, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            if path.is_empty() || path.contains('?') || path == ":memory:" {
                return Err(OpenError::Address);
            }
            let path = std::path::absolute(path).map_err(|_| OpenError::Address)?;
            Ok(Location::Sqlite(path))
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Location::Postgres(url.to_owned()))
        } else {
            Err(OpenError::Address)
        }
    }

    /// Makes a missing SQLite file, and follows links: by whatever name a process comes, it must find the same lock.
    pub(super) fn settle(self) -> Result<Location, OpenError> {
        let Location::Sqlite(path) = self else {
            return Ok(self);
        };
        create_private(&path)
            .and_then(|()| std::fs::canonicalize(&path))
            .map(Location::Sqlite)
            .map_err(|source| OpenError::File {
                what: "open the database file",
                path,
                source,
            })
    }

    pub(super) fn engine(&self) -> Engine {
        match self {
            Location::Sqlite(_) => Engine::Sqlite,
            Location::Postgres(_) => Engine::Postgres,
        }
    }
}

/// The pool of the writer and the pool of the readers.
pub(super) async fn connect(location: &Location) -> Result<(AnyPool, AnyPool), OpenError> {
    match location {
        Location::Sqlite(path) => {
            // A pool that drops an idle SQLite connection only has to open it again.
            let pool = || {
                AnyPoolOptions::new()
                    .idle_timeout(None)
                    .max_lifetime(None)
                    .test_before_acquire(false)
            };
            let writer = pool()
                .max_connections(1)
                .after_connect(|conn, _| Box::pin(set_up(conn, SQLITE_WRITER)))
                .connect(&sqlite_url(path, "rw")?)
                .await?;
            let found: String = sqlx::query("select sqlite_version()")
                .fetch_one(&writer)
                .await?
                .try_get(0)?;
            if !is_recent(&found) {
                return Err(OpenError::OldSqlite {
                    found,
                    wanted: OLDEST_SQLITE,
                });
            }
            let readers = pool()
                .max_connections(READERS)
                .after_connect(|conn, _| Box::pin(set_up(conn, SQLITE_READER)))
                .connect(&sqlite_url(path, "ro")?)
                .await?;
            Ok((writer, readers))
        }
        Location::Postgres(url) => {
            let pool = || {
                AnyPoolOptions::new()
                    .after_connect(|conn, _| Box::pin(set_up(conn, POSTGRES_SESSION)))
            };
            // The second connection is for `vacuum`, which runs beside turns.
            let writer = pool().max_connections(2).connect(url).await?;
            let readers = pool().max_connections(READERS).connect(url).await?;
            Ok((writer, readers))
        }
    }
}

pub(super) async fn set_up(
    conn: &mut AnyConnection,
    commands: &'static str,
) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(commands).execute(conn).await?;
    Ok(())
}

/// Sets up a Postgres connection outside the pools.
pub(super) async fn set_up_postgres(conn: &mut AnyConnection) -> Result<(), sqlx::Error> {
    set_up(conn, POSTGRES_SESSION).await
}

/// Makes the file before SQLite does, readable by its owner alone; the files SQLite puts beside it take over its mode.
fn create_private(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?;
    Ok(())
}

/// The driver decodes percent signs, so a path with any letter in it must be encoded.
fn sqlite_url(path: &Path, mode: &str) -> Result<String, OpenError> {
    use std::fmt::Write as _;
    let path = path.to_str().ok_or(OpenError::Address)?;
    let mut url = String::from("sqlite://");
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/._-".contains(&byte) {
            url.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(url, "%{byte:02X}");
        }
    }
    let _ = write!(url, "?mode={mode}");
    Ok(url)
}

fn is_recent(version: &str) -> bool {
    let numbers = |version: &str| -> Vec<u32> {
        version
            .split('.')
            .map(|part| part.parse().unwrap_or(0))
            .collect()
    };
    numbers(version) >= numbers(OLDEST_SQLITE)
}

/// A transaction as those see it who only read: a [`Tx`] or a [`Read`].
pub struct Session {
    pub(super) conn: Transaction<'static, Any>,
    pub(super) shared: Arc<Shared>,
    /// Keys made or forgotten here and not yet committed.
    pub(super) key_changes: Vec<KeyChange>,
    pub(super) writes: bool,
}

impl Session {
    /// The connection, for the statements of the store's own files.
    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        &mut self.conn
    }
}

/// The one open write transaction. Dropped without [`Tx::commit`], it changed nothing.
pub struct Tx {
    session: Session,
    /// For each open savepoint, how many key changes came before it.
    savepoints: Vec<usize>,
    // After the session: the next writer's turn begins when this one's rollback is under way.
    turn: OwnedMutexGuard<()>,
}

impl Tx {
    /// Marks a point to which [`Tx::rollback_to`] goes back. Points nest.
    pub async fn savepoint(&mut self) -> Result<(), StoreError> {
        sqlx::raw_sql("savepoint here").execute(self.conn()).await?;
        let changes = self.session.key_changes.len();
        self.savepoints.push(changes);
        Ok(())
    }

    /// Undoes everything since the latest savepoint, which is then gone.
    pub async fn rollback_to(&mut self) -> Result<(), StoreError> {
        sqlx::raw_sql("rollback to savepoint here; release savepoint here")
            .execute(self.conn())
            .await?;
        let changes = self.savepoints.pop().unwrap_or(0);
        self.session.key_changes.truncate(changes);
        Ok(())
    }

    /// Keeps everything since the latest savepoint, which is then gone.
    pub async fn release(&mut self) -> Result<(), StoreError> {
        sqlx::raw_sql("release savepoint here")
            .execute(self.conn())
            .await?;
        self.savepoints.pop();
        Ok(())
    }

    /// Makes everything durable. After an error it may have happened all the same: read again before doing it again.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Session {
            conn,
            shared,
            key_changes,
            ..
        } = self.session;
        conn.commit().await?;
        shared.keys.committed(key_changes);
        drop(self.turn);
        Ok(())
    }

    /// Undoes everything, and waits until it is undone.
    pub async fn rollback(self) -> Result<(), StoreError> {
        Ok(self.session.conn.rollback().await?)
    }
}

impl std::ops::Deref for Tx {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl std::ops::DerefMut for Tx {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

/// A snapshot to read from: everything in it is of one moment. Keep it short; an erasure waits for it.
pub struct Read {
    session: Session,
}

impl std::ops::Deref for Read {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.session
    }
}

impl std::ops::DerefMut for Read {
    fn deref_mut(&mut self) -> &mut Session {
        &mut self.session
    }
}

impl Store {
    /// Begins the one write transaction, after those who asked before. [`StoreError::LeaseLost`] means: end this process.
    pub async fn begin_write(&self) -> Result<Tx, StoreError> {
        let shared = &self.shared;
        let turn = shared.turn.clone().lock_owned().await;
        if shared.lease.is_lost() {
            return Err(StoreError::LeaseLost);
        }
        let conn = match shared.engine {
            Engine::Sqlite => shared.writer.begin_with("begin immediate").await?,
            Engine::Postgres => {
                let mut conn = shared.writer.begin().await?;
                lease::postgres::check(&mut conn, &shared.lease).await?;
                conn
            }
        };
        Ok(Tx {
            session: Session {
                conn,
                shared: shared.clone(),
                key_changes: Vec::new(),
                writes: true,
            },
            savepoints: Vec::new(),
            turn,
        })
    }

    /// Begins a snapshot.
    pub async fn read(&self) -> Result<Read, StoreError> {
        let begin = match self.shared.engine {
            Engine::Sqlite => "begin",
            Engine::Postgres => "begin isolation level repeatable read read only",
        };
        Ok(Read {
            session: Session {
                conn: self.shared.readers.begin_with(begin).await?,
                shared: self.shared.clone(),
                key_changes: Vec::new(),
                writes: false,
            },
        })
    }

    /// After a commit that deleted what people wrote: leaves no byte of it in the files (SQLite), or gives the space of these
    /// tables' dead rows back for use (Postgres). [`StoreError::Busy`] when readers did not let go in half a minute.
    pub async fn erase(&self, tables: &[&'static str]) -> Result<(), StoreError> {
        match self.shared.engine {
            Engine::Sqlite => {
                for _ in 0..ERASE_TRIES {
                    if self.truncate_wal().await? {
                        return Ok(());
                    }
                    tokio::time::sleep(ERASE_PAUSE).await;
                }
                Err(StoreError::Busy)
            }
            Engine::Postgres if tables.is_empty() => Ok(()),
            Engine::Postgres => {
                // The rows of a transaction that is still open are not dead yet.
                drop(self.shared.turn.lock().await);
                let vacuum = format!("vacuum {}", tables.join(", "));
                // The names are constants of the program.
                sqlx::raw_sql(AssertSqlSafe(vacuum))
                    .execute(&self.shared.writer)
                    .await?;
                Ok(())
            }
        }
    }

    /// Whether the write-ahead log could be emptied. Deleted pages are zeroed by `secure_delete`, but the log still holds what
    /// they were until it is truncated.
    async fn truncate_wal(&self) -> Result<bool, StoreError> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_number_by_number() {
        for recent in ["3.51.3", "3.51.10", "3.52.0", "4.0"] {
            assert!(is_recent(recent), "{recent}");
        }
        for old in ["3.51.2", "3.46.0", "3.9.99", "", "nonsense"] {
            assert!(!is_recent(old), "{old}");
        }
    }

    #[test]
    fn an_address_names_its_engine_or_is_refused() {
        let engine = |url| Location::parse(url).map(|location| location.engine());
        assert_eq!(engine("sqlite://twofold.db").unwrap(), Engine::Sqlite);
        assert_eq!(engine("sqlite:///var/lib/a b.db").unwrap(), Engine::Sqlite);
        assert_eq!(engine("postgres://me@here/db").unwrap(), Engine::Postgres);
        assert_eq!(engine("postgresql://here/db").unwrap(), Engine::Postgres);
        for refused in [
            "",
            "twofold.db",
            "sqlite://",
            "sqlite://:memory:",
            "sqlite://a.db?mode=ro",
            "mysql://here/db",
        ] {
            assert!(
                matches!(engine(refused), Err(OpenError::Address)),
                "{refused}"
            );
        }
    }
}
