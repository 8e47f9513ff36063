//! The open database of this process, and its transactions: one that writes at a time, and snapshots for those who read.
//!
//! On SQLite a write begins with `begin immediate`: a deferred transaction that reads and then writes fails under load, whatever
//! `busy_timeout` says. On Postgres it locks the `lease` row first, so that writers come one after the other, and a process that
//! no longer holds the lease writes nothing. No table but `lease` is named here. Start at [`Store::begin_write`].

use std::sync::Arc;

use sqlx::{Any, AnyConnection, AnyPool, Transaction};
use tokio::sync::OwnedMutexGuard;

use super::connect::Engine;
use super::error::StoreError;
use super::keys::{KeyChange, Keyring};
use super::lease::{self, Lease};

/// The open database of this process, which alone may write to it. Clones are the same store.
#[derive(Clone)]
pub struct Store {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) engine: Engine,
    /// One connection on SQLite; on Postgres one for turns and one for `vacuum`.
    pub(super) writer: AnyPool,
    pub(super) readers: AnyPool,
    /// Held by the [`Tx`] that is open.
    pub(super) turn: Arc<tokio::sync::Mutex<()>>,
    pub(super) keys: Keyring,
    pub(super) lease: Lease,
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
