//! Which engine a `DATABASE_URL` names, and connections to it: how each is set up, and the pools of the writer and the readers.
//!
//! SQLite has one writer connection and a few read-only readers. Nothing here begins a transaction or reads a table. Start at
//! [`Location::parse`].

use std::path::{Path, PathBuf};

use sqlx::any::AnyPoolOptions;
use sqlx::{AnyConnection, AnyPool, Connection as _, Row};

use super::error::OpenError;

/// The WAL-reset bug, which could lose a commit, is fixed from here on (<https://sqlite.org/wal.html>).
const OLDEST_SQLITE: &str = "3.51.3";
/// Readers beside the writer: views are short, and each connection is a thread on SQLite.
const READERS: u32 = 3;

/// `synchronous = full`: an acknowledged answer survives a power cut. `secure_delete`: deleted bytes are overwritten.
/// `temp_store = memory`: nothing spills into files that outlive an erasure.
const SQLITE_WRITER: &str = "pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on; \
     pragma foreign_keys = on; pragma temp_store = memory; pragma busy_timeout = 5000";
const SQLITE_READER: &str =
    "pragma query_only = on; pragma temp_store = memory; pragma busy_timeout = 5000";
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
        if let Location::Sqlite(path) = &self {
            create_private(path).map_err(|source| OpenError::File {
                what: "open the database file",
                path: path.clone(),
                source,
            })?;
        }
        self.found()
    }

    /// As [`Location::settle`], for a file that must be there.
    pub(super) fn found(self) -> Result<Location, OpenError> {
        let Location::Sqlite(path) = self else {
            return Ok(self);
        };
        std::fs::canonicalize(&path)
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

/// A pool that drops an idle SQLite connection only has to open it again.
fn sqlite_pool() -> AnyPoolOptions {
    AnyPoolOptions::new()
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        // On a full disk SQLite ends the transaction by itself, and the driver, whose own rollback then fails, would believe
        // for ever that one is open and begin no other.
        .before_acquire(|conn, _| Box::pin(std::future::ready(Ok(!conn.is_in_transaction()))))
}

fn postgres_pool() -> AnyPoolOptions {
    AnyPoolOptions::new().after_connect(|conn, _| Box::pin(set_up(conn, POSTGRES_SESSION)))
}

/// The pool of the writer.
pub(super) async fn connect_writer(location: &Location) -> Result<AnyPool, OpenError> {
    match location {
        Location::Sqlite(path) => {
            let writer = sqlite_pool()
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
            Ok(writer)
        }
        // The second connection is for `vacuum`, which runs beside turns.
        Location::Postgres(url) => Ok(postgres_pool().max_connections(2).connect(url).await?),
    }
}

/// The pool of the readers.
pub(super) async fn connect_readers(location: &Location) -> Result<AnyPool, OpenError> {
    Ok(match location {
        Location::Sqlite(path) => {
            sqlite_pool()
                .max_connections(READERS)
                .after_connect(|conn, _| Box::pin(set_up(conn, SQLITE_READER)))
                .connect(&sqlite_url(path, "ro")?)
                .await?
        }
        Location::Postgres(url) => {
            postgres_pool()
                .max_connections(READERS)
                .connect(url)
                .await?
        }
    })
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
