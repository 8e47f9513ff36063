//! One process a token: who holds the database, and what happens to the others.
//!
//! On SQLite the holder locks a file beside the database. On Postgres it holds an advisory lock on a connection of its own, and
//! the number it took from the `lease` row must still be there at each write: a process that lost its lock without noticing
//! writes nothing more. A second process stands by and takes over. Only the holder migrates. Start at [`wait`].

use std::fs::File;
use std::future::pending;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use sqlx::{AnyConnection, ConnectOptions, Connection, Row};
use tokio::sync::Mutex;

use super::connect::{self, Engine, Location};
use super::error::{OpenError, StoreError};
use super::meta;
use super::sql::sql;

/// How often a standby tries to take over.
const STANDBY_PAUSE: Duration = Duration::from_secs(1);
/// How often the holder looks whether its lock's connection still lives, and how long it waits for the answer.
const WATCH_PAUSE: Duration = Duration::from_secs(2);
const WATCH_PATIENCE: Duration = Duration::from_secs(10);

const BOT_ID: &str = "bot_id";

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("./migrations");

sql! {
    NEXT_EPOCH = "insert into lease (id, epoch) values (1, 1) \
        on conflict (id) do update set epoch = lease.epoch + 1 returning epoch";
    VERSION = "select coalesce(max(version), 0) from _sqlx_migrations";
}

/// What only Postgres understands.
pub(super) mod postgres {
    use super::*;

    // Advisory locks are per database, so one number serves all: "Twofold" in ASCII.
    sql! {
        TRY_LOCK = "select cast(case when pg_try_advisory_lock(23775218387348580) then 1 else 0 end as bigint)";
        EPOCH_FOR_UPDATE = "select epoch from lease where id = 1 for update";
        HAS_LEASE = "select count(*) from information_schema.tables \
            where table_schema = current_schema() and table_name = 'lease'";
    }

    pub(super) async fn try_lock(conn: &mut AnyConnection) -> Result<bool, StoreError> {
        let row = sqlx::query(TRY_LOCK).fetch_one(conn).await?;
        Ok(row.try_get::<i64, _>(0)? == 1)
    }

    pub(super) async fn has_lease(conn: &mut AnyConnection) -> Result<bool, StoreError> {
        let row = sqlx::query(HAS_LEASE).fetch_one(conn).await?;
        Ok(row.try_get::<i64, _>(0)? > 0)
    }

    /// Locks the `lease` row until the transaction ends; [`StoreError::LeaseLost`] when another process took its number.
    pub(in crate::store) async fn check(
        conn: &mut AnyConnection,
        lease: &Lease,
    ) -> Result<(), StoreError> {
        let row = sqlx::query(EPOCH_FOR_UPDATE).fetch_one(conn).await?;
        if row.try_get::<i64, _>(0)? == lease.epoch {
            return Ok(());
        }
        lease.lost.store(true, Ordering::Relaxed);
        Err(StoreError::LeaseLost)
    }
}

/// A lock that is held.
pub(super) enum Held {
    File(std::sync::Mutex<Option<File>>),
    Session(Mutex<Option<AnyConnection>>),
    /// None, for a process that only reads.
    Nothing,
}

/// Waits until the lock is free, and takes it.
pub(super) async fn wait(location: &Location) -> Result<Held, OpenError> {
    let mut lock = Lock::find(location).await?;
    let mut standby = Standby::default();
    while !lock.take().await? {
        standby.pause().await;
    }
    standby.over();
    Ok(lock.held())
}

/// Takes the lock if it is free.
pub(super) async fn at_once(location: &Location) -> Result<Option<Held>, OpenError> {
    let mut lock = Lock::find(location).await?;
    Ok(lock.take().await?.then(|| lock.held()))
}

/// A lock to be taken.
enum Lock<'a> {
    File { beside: &'a Path, file: File },
    Session(AnyConnection),
}

impl<'a> Lock<'a> {
    async fn find(location: &'a Location) -> Result<Lock<'a>, OpenError> {
        match location {
            Location::Sqlite(path) => Ok(Lock::File {
                beside: path,
                file: open_lock_file(path)?,
            }),
            Location::Postgres(url) => {
                let mut conn = url
                    .parse::<sqlx::any::AnyConnectOptions>()
                    .map_err(|_| OpenError::Address)?
                    .connect()
                    .await?;
                connect::set_up_postgres(&mut conn).await?;
                Ok(Lock::Session(conn))
            }
        }
    }

    /// Answers false when another process holds it.
    async fn take(&mut self) -> Result<bool, OpenError> {
        match self {
            Lock::File { beside, file } => match file.try_lock() {
                Ok(()) => Ok(true),
                Err(std::fs::TryLockError::WouldBlock) => Ok(false),
                Err(std::fs::TryLockError::Error(source)) => Err(OpenError::File {
                    what: "lock the file beside",
                    path: beside.to_path_buf(),
                    source,
                }),
            },
            Lock::Session(conn) => Ok(postgres::try_lock(conn).await?),
        }
    }

    fn held(self) -> Held {
        match self {
            Lock::File { file, .. } => Held::File(std::sync::Mutex::new(Some(file))),
            Lock::Session(conn) => Held::Session(Mutex::new(Some(conn))),
        }
    }
}

/// Says once that it waits, and once that it waits no more.
#[derive(Default)]
struct Standby {
    waited: bool,
}

impl Standby {
    async fn pause(&mut self) {
        if !self.waited {
            tracing::info!("another process holds this database: standing by to take over");
            self.waited = true;
        }
        tokio::time::sleep(STANDBY_PAUSE).await;
    }

    fn over(&self) {
        if self.waited {
            tracing::info!("the other process is gone: taking over");
        }
    }
}

fn open_lock_file(database: &Path) -> Result<File, OpenError> {
    let mut name = database.file_name().unwrap_or_default().to_owned();
    name.push(".lock");
    let path = database.with_file_name(name);
    File::options()
        .write(true)
        .create(true)
        .truncate(false)
        .open(&path)
        .map_err(|source| OpenError::File {
            what: "open the lock file",
            path,
            source,
        })
}

/// With the lock held: refuses another bot's database, takes the next epoch, migrates.
pub(super) async fn take(
    conn: &mut AnyConnection,
    engine: Engine,
    bot_id: i64,
) -> Result<i64, OpenError> {
    // On Postgres a process that lost its lock may still be writing: it is stopped before the tables change.
    let stop_first = engine == Engine::Postgres && postgres::has_lease(conn).await?;
    if stop_first {
        check_bot(conn, bot_id).await?;
        next_epoch(conn).await?;
    }
    // `run` would take the connection by a trait whose lifetime keeps the future from being spawned.
    MIGRATIONS.run_direct(None, conn, false).await?;
    check_bot(conn, bot_id).await?;
    meta::put(conn, BOT_ID, &bot_id.to_string()).await?;
    Ok(next_epoch(conn).await?)
}

async fn check_bot(conn: &mut AnyConnection, bot_id: i64) -> Result<(), OpenError> {
    match meta::get_number(conn, BOT_ID).await? {
        Some(owner) if owner != bot_id => Err(OpenError::AnotherBot { owner }),
        _ => Ok(()),
    }
}

/// Whether the tables are as this version makes them.
pub(super) async fn is_migrated(conn: &mut AnyConnection) -> Result<bool, StoreError> {
    let version = match sqlx::query(VERSION).fetch_one(conn).await {
        Ok(row) => row.try_get::<i64, _>(0)?,
        // There is no such table.
        Err(sqlx::Error::Database(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    Ok(MIGRATIONS.iter().map(|migration| migration.version).max() == Some(version))
}

/// With the lock held: from now on an earlier holder writes nothing more.
pub(super) async fn next_epoch(conn: &mut AnyConnection) -> Result<i64, StoreError> {
    let row = sqlx::query(NEXT_EPOCH).fetch_one(conn).await?;
    Ok(row.try_get(0)?)
}

/// The lock of this process and the number it took.
pub(super) struct Lease {
    held: Held,
    epoch: i64,
    lost: AtomicBool,
}

impl Lease {
    pub(super) fn new(held: Held, epoch: i64) -> Lease {
        Lease {
            held,
            epoch,
            lost: AtomicBool::new(false),
        }
    }

    /// No lock: this process may not write.
    pub(super) fn none() -> Lease {
        Lease {
            held: Held::Nothing,
            epoch: 0,
            lost: AtomicBool::new(true),
        }
    }

    pub(super) fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Ends when the lock is gone. A file lock lasts as long as the process.
    pub(super) async fn lost(&self) -> StoreError {
        let Held::Session(session) = &self.held else {
            return pending().await;
        };
        while !self.is_lost() {
            tokio::time::sleep(WATCH_PAUSE).await;
            let mut session = session.lock().await;
            // Released on purpose: that is not a loss.
            let Some(conn) = session.as_mut() else {
                return pending().await;
            };
            let answer = tokio::time::timeout(WATCH_PATIENCE, conn.ping()).await;
            if !matches!(answer, Ok(Ok(()))) {
                self.lost.store(true, Ordering::Relaxed);
            }
        }
        StoreError::LeaseLost
    }

    /// Lets a standby in.
    pub(super) async fn release(&self) {
        match &self.held {
            Held::File(file) => {
                file.lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .take();
            }
            Held::Session(session) => {
                if let Some(conn) = session.lock().await.take() {
                    // Whether the goodbye arrives or the connection just ends, the server frees the lock.
                    let _ = conn.close().await;
                }
            }
            Held::Nothing => {}
        }
    }
}
