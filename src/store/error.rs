//! What can go wrong in the store: [`StoreError`] while it runs, [`OpenError`] before. No error here carries a value, a bind, a URL
//! or a key: each may be logged as it is.

use std::path::PathBuf;

use sqlx::migrate::MigrateError;

/// Why a read or a write failed while the program runs.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A row makes no sense, or does not open: set aside what needed it, the rest of the database is sound.
    #[error("a row of `{table}` makes no sense (id {id})")]
    Corrupt { table: &'static str, id: i64 },
    /// Another process holds this database now, or the lock is gone: end this process.
    #[error("this process no longer holds the database; it must end")]
    LeaseLost,
    /// The store was opened without the master key: see [`super::Store::open_sealed`].
    #[error("the database was opened without its key")]
    NoKey,
    /// What was to be sealed is longer than [`super::seal::MAX_BYTES`].
    #[error("too long to be sealed in `{table}`")]
    TooLong { table: &'static str },
    /// Readers kept the write-ahead log busy for the whole time allowed; erase again later.
    #[error("the write-ahead log was busy; erased bytes may still be in it")]
    Busy,
    /// The engine said no, or could not be reached: nothing of the transaction may be taken for done.
    #[error("database: {0}")]
    Database(DatabaseError),
}

impl StoreError {
    /// Whether one row is at fault rather than the database.
    pub fn is_corrupt(&self) -> bool {
        matches!(self, StoreError::Corrupt { .. })
    }

    /// Whether a row with this key was there already.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, StoreError::Database(error) if error.unique)
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        StoreError::Database(DatabaseError::of(&error))
    }
}

/// An engine's error, without anything that could be data.
#[derive(Clone, PartialEq, Eq, derive_more::Debug, derive_more::Display)]
#[debug("{said}")]
#[display("{said}")]
pub struct DatabaseError {
    said: String,
    unique: bool,
}

impl DatabaseError {
    pub(super) fn of(error: &sqlx::Error) -> DatabaseError {
        let said = match error {
            sqlx::Error::Database(error) => {
                let code = error.code().unwrap_or_default();
                // SQLSTATE class 22, data exceptions, quotes the offending value in its message; SQLite never quotes one.
                // Details and hints, where Postgres puts the rest of the data, are never taken.
                let quotes_data = code.len() == 5 && code.starts_with("22");
                let message = if quotes_data {
                    "data exception"
                } else {
                    error.message()
                };
                match error.constraint() {
                    Some(constraint) => format!("{message} ({code}, {constraint})"),
                    None => format!("{message} ({code})"),
                }
            }
            sqlx::Error::Io(error) => format!("connection: {}", error.kind()),
            sqlx::Error::ColumnDecode { index, .. } => {
                format!("column {index} has an unexpected type")
            }
            sqlx::Error::ColumnNotFound(name) => format!("column {name} is missing"),
            sqlx::Error::RowNotFound => "a row that must exist is missing".to_owned(),
            sqlx::Error::PoolTimedOut => "no connection within the time allowed".to_owned(),
            sqlx::Error::PoolClosed => "the store is closed".to_owned(),
            sqlx::Error::WorkerCrashed => "the connection's thread ended".to_owned(),
            sqlx::Error::Tls(_) => "TLS failed".to_owned(),
            sqlx::Error::Configuration(_) => "the database address is not understood".to_owned(),
            sqlx::Error::Protocol(_) => "the connection broke the protocol".to_owned(),
            sqlx::Error::BeginFailed => "the transaction did not begin".to_owned(),
            _ => "unexpected driver error".to_owned(),
        };
        DatabaseError {
            said,
            unique: matches!(error, sqlx::Error::Database(error) if error.is_unique_violation()),
        }
    }
}

/// Why the store could not be opened: one clear line for the operator each.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(
        "DATABASE_URL must begin with `sqlite://` (and a file name) or `postgres://`; `:memory:` and parameters after a `?` are not for SQLite here"
    )]
    Address,
    #[error("SQLite {found} is too old: {wanted} or later is needed")]
    OldSqlite { found: String, wanted: &'static str },
    #[error(
        "this database belongs to another bot (id {owner}): use that bot's token, or another DATABASE_URL"
    )]
    AnotherBot { owner: i64 },
    #[error(
        "the key file {} is missing, but the database holds what people wrote under it: put the file back",
        path.display()
    )]
    KeyMissing { path: PathBuf },
    #[error(
        "the key file {} is not the one this database was sealed with: put the right one back",
        path.display()
    )]
    KeyWrong { path: PathBuf },
    #[error("the key file {} does not hold a key of 64 hexadecimal digits", path.display())]
    KeyMalformed { path: PathBuf },
    #[error("cannot {what} {}: {source}", path.display())]
    File {
        what: &'static str,
        path: PathBuf,
        source: std::io::Error,
    },
    #[error("twofold is running on this database, and it alone may write: stop it first")]
    InUse,
    #[error("this database is not as this version makes it: start twofold on it once")]
    OtherVersion,
    #[error("the database could not be migrated: {0}")]
    Migrate(String),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for OpenError {
    fn from(error: sqlx::Error) -> Self {
        OpenError::Store(error.into())
    }
}

impl From<MigrateError> for OpenError {
    fn from(error: MigrateError) -> Self {
        OpenError::Migrate(match &error {
            MigrateError::Execute(error) => DatabaseError::of(error).to_string(),
            MigrateError::ExecuteMigration(error, version) => {
                format!("migration {version}: {}", DatabaseError::of(error))
            }
            // The other kinds speak of versions alone.
            other => other.to_string(),
        })
    }
}
