//! The keys that seal words: one for each person and couple, one for the system, each stored wrapped by the master key.
//!
//! The master key stands in a file of its own and never in the database. Deleting a key's row makes everything sealed under
//! it unreadable, in every backup taken later too. Unwrapped keys are cached, and only what is committed is cached: a key of
//! a transaction that was rolled back must never seal anything again, nor a forgotten one. Start at [`Session::key`].

use std::collections::HashMap;
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rand::CryptoRng;
use sqlx::{AnyConnection, Row};

use super::error::{OpenError, StoreError};
use super::meta;
use super::seal::{Place, SealKey, SealedColumn};
use super::session::{Session, Tx};
use super::sql::sql;
use crate::core::model::ids::{CoupleId, PersonId};

/// Keys in one generation of the cache; there are two. At about 100 bytes each that is under 2 MB.
const GENERATION: usize = 8192;

const KEY_CHECK: &str = "key_check";
const KEY_CHECK_PLACE: Place = Place {
    table: "meta",
    column: KEY_CHECK,
    row: 0,
};

/// Wrapped by the master key.
const WRAPPED_KEY: SealedColumn = SealedColumn::new("sealing_key", "wrapped");
pub(super) const SEALED: &[SealedColumn] = &[WRAPPED_KEY];

sql! {
    ANY_OWNER = "select owner from sealing_key limit 1";
    WRAPPED = "select wrapped from sealing_key where kind = $1 and owner = $2";
    KEEP = "insert into sealing_key (kind, owner, wrapped) values ($1, $2, $3)";
    FORGET = "delete from sealing_key where kind = $1 and owner = $2";
}

/// Who a key belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// Seals updates set aside, whose author is not known yet.
    System,
    /// Seals what the person wrote and the calls queued for them.
    Person(PersonId),
    /// Seals the calls queued for the couple's group.
    Couple(CoupleId),
}

impl Owner {
    fn columns(self) -> (&'static str, i64) {
        match self {
            Owner::System => ("system", 0),
            Owner::Person(id) => ("person", id.0),
            Owner::Couple(id) => ("couple", id.0),
        }
    }

    fn place(self) -> Place {
        let (kind, row) = self.columns();
        Place {
            // The kind is part of the row's key, so it is what the column is called here.
            column: kind,
            ..WRAPPED_KEY.row(row)
        }
    }
}

/// A key made (or, with `None`, forgotten) by a transaction that is still open.
pub(super) struct KeyChange {
    owner: Owner,
    key: Option<Arc<SealKey>>,
}

impl Session {
    /// The owner's key; `None` when there is none, or no more.
    pub async fn key(&mut self, owner: Owner) -> Result<Option<Arc<SealKey>>, StoreError> {
        let change = self.key_changes.iter().rev().find(|c| c.owner == owner);
        if let Some(change) = change {
            return Ok(change.key.clone());
        }
        if let Some(key) = self.shared.keys.cache().get(owner) {
            return Ok(Some(key));
        }
        let (kind, id) = owner.columns();
        let row = sqlx::query(WRAPPED)
            .bind(kind)
            .bind(id)
            .fetch_optional(self.conn())
            .await?;
        let Some(row) = row else { return Ok(None) };
        let wrapped: String = row.try_get(0)?;
        let key = Arc::new(self.shared.keys.master()?.unwrap(owner.place(), &wrapped)?);
        if self.writes {
            // A reader's snapshot may be older than a forgetting, so readers leave the cache alone.
            self.shared.keys.cache().put(owner, key.clone());
        }
        Ok(Some(key))
    }
}

impl Tx {
    /// Remembers a person's key that was read beside other things, so that it need not be read again.
    pub(super) fn learn(&mut self, person: PersonId, wrapped: &str) -> Result<(), StoreError> {
        let owner = Owner::Person(person);
        let mut cache = self.shared.keys.cache();
        if cache.get(owner).is_none() {
            let key = self.shared.keys.master()?.unwrap(owner.place(), wrapped)?;
            cache.put(owner, Arc::new(key));
        }
        Ok(())
    }

    /// The owner's key, made now if there is none.
    pub async fn key_or_new(
        &mut self,
        owner: Owner,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Arc<SealKey>, StoreError> {
        if let Some(key) = self.key(owner).await? {
            return Ok(key);
        }
        let key = Arc::new(SealKey::random(rng));
        let wrapped = self.shared.keys.master()?.wrap(owner.place(), &key, rng)?;
        let (kind, id) = owner.columns();
        sqlx::query(KEEP)
            .bind(kind)
            .bind(id)
            .bind(wrapped)
            .execute(self.conn())
            .await?;
        self.key_changes.push(KeyChange {
            owner,
            key: Some(key.clone()),
        });
        Ok(key)
    }

    /// Forgets the owner's key: what was sealed under it cannot be read again. Then [`super::Store::erase`], after the commit.
    pub async fn forget_key(&mut self, owner: Owner) -> Result<(), StoreError> {
        let (kind, id) = owner.columns();
        sqlx::query(FORGET)
            .bind(kind)
            .bind(id)
            .execute(self.conn())
            .await?;
        // At once, not at the commit: a commit may happen although nobody is told.
        self.shared.keys.cache().remove(owner);
        self.key_changes.push(KeyChange { owner, key: None });
        Ok(())
    }
}

/// The master key and the keys it has unwrapped lately.
pub(super) struct Keyring {
    /// None in a process that needs none: to it, what is sealed stays sealed.
    master: Option<SealKey>,
    cache: Mutex<Cache>,
}

impl Keyring {
    /// Reads the master key, or makes it for a database that holds nothing sealed yet.
    pub(super) async fn open(
        conn: &mut AnyConnection,
        path: &Path,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Keyring, OpenError> {
        let in_use = sqlx::query(ANY_OWNER)
            .fetch_optional(&mut *conn)
            .await?
            .is_some();
        let master = match read_key_file(path)? {
            Some(key) => key,
            None if in_use => {
                return Err(OpenError::KeyMissing {
                    path: path.to_owned(),
                });
            }
            None => {
                let key = SealKey::random(rng);
                write_key_file(path, &key)?;
                tracing::info!(
                    "made the key file {}; without it the database cannot be read",
                    path.display()
                );
                key
            }
        };
        let check = meta::get(conn, KEY_CHECK).await?;
        let fits = check
            .as_deref()
            .map(|check| master.open(KEY_CHECK_PLACE, check).is_ok());
        match fits {
            Some(true) => {}
            Some(false) if in_use => {
                return Err(OpenError::KeyWrong {
                    path: path.to_owned(),
                });
            }
            Some(false) | None => {
                let check = master.seal(KEY_CHECK_PLACE, b"", rng)?;
                meta::put(conn, KEY_CHECK, &check).await?;
            }
        }
        Ok(Keyring {
            master: Some(master),
            cache: Mutex::default(),
        })
    }

    /// A keyring that opens nothing.
    pub(super) fn none() -> Keyring {
        Keyring {
            master: None,
            cache: Mutex::default(),
        }
    }

    fn master(&self) -> Result<&SealKey, StoreError> {
        self.master.as_ref().ok_or(StoreError::NoKey)
    }

    /// Takes over what a transaction made or forgot, now that it is durable.
    pub(super) fn committed(&self, changes: Vec<KeyChange>) {
        if changes.is_empty() {
            return;
        }
        let mut cache = self.cache();
        for KeyChange { owner, key } in changes {
            match key {
                Some(key) => cache.put(owner, key),
                None => cache.remove(owner),
            }
        }
    }

    fn cache(&self) -> MutexGuard<'_, Cache> {
        // No code panics between two halves of a change to the cache.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Two generations: when the young one is full it becomes the old one, and what was only in the old one is dropped.
#[derive(Default)]
struct Cache {
    young: HashMap<Owner, Arc<SealKey>>,
    old: HashMap<Owner, Arc<SealKey>>,
}

impl Cache {
    fn get(&mut self, owner: Owner) -> Option<Arc<SealKey>> {
        if let Some(key) = self.young.get(&owner) {
            return Some(key.clone());
        }
        let key = self.old.remove(&owner)?;
        self.put(owner, key.clone());
        Some(key)
    }

    fn put(&mut self, owner: Owner, key: Arc<SealKey>) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(owner, key);
    }

    fn remove(&mut self, owner: Owner) {
        self.young.remove(&owner);
        self.old.remove(&owner);
    }
}

fn read_key_file(path: &Path) -> Result<Option<SealKey>, OpenError> {
    let failed = |source| OpenError::File {
        what: "read the key file",
        path: path.to_owned(),
        source,
    };
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed(error)),
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        let mode = std::fs::metadata(path).map_err(failed)?.mode();
        if mode & 0o077 != 0 {
            tracing::warn!(
                "others on this machine may read the key file {}: chmod 600 it",
                path.display()
            );
        }
    }
    let key = std::str::from_utf8(&bytes).ok().and_then(SealKey::from_hex);
    match key {
        Some(key) => Ok(Some(key)),
        None => Err(OpenError::KeyMalformed {
            path: path.to_owned(),
        }),
    }
}

/// Writes beside and renames, so that a crash leaves a whole key or none.
fn write_key_file(path: &Path, key: &SealKey) -> Result<(), OpenError> {
    let write = || -> std::io::Result<()> {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(".new");
        let beside = path.with_file_name(name);
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        writeln!(file, "{}", key.to_hex())?;
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        #[cfg(unix)]
        {
            let folder = match path.parent() {
                Some(folder) if !folder.as_os_str().is_empty() => folder,
                _ => Path::new("."),
            };
            std::fs::File::open(folder)?.sync_all()?;
        }
        Ok(())
    };
    write().map_err(|source| OpenError::File {
        what: "write the key file",
        path: path.to_owned(),
        source,
    })
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    #[test]
    fn the_cache_keeps_what_is_used_and_never_outgrows_two_generations() {
        let mut rng = StdRng::seed_from_u64(2);
        let key = Arc::new(SealKey::random(&mut rng));
        let person = |n| Owner::Person(PersonId(n));
        let mut cache = Cache::default();
        for n in 0..3 * GENERATION as i64 {
            cache.put(person(n), key.clone());
            assert!(cache.get(person(0)).is_some(), "used again at {n}");
        }
        assert!(cache.young.len() + cache.old.len() <= 2 * GENERATION + 1);
        assert!(cache.get(person(1)).is_none());
        cache.remove(person(0));
        assert!(cache.get(person(0)).is_none());
    }
}
