//! A folder that nobody else can look into, and that is gone when it is dropped.

use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use rand::Rng;

/// A folder of this process, in the system's place for temporary files.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one under a name nobody can know before.
    pub fn new(chance: &mut impl Rng) -> io::Result<Folder> {
        let name = format!("twofold-demo-{:016x}", chance.next_u64());
        let path = std::env::temp_dir().join(name);
        // An error where something of this name is there already: never somebody else's folder.
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Folder(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            tracing::warn!("a temporary folder of the demonstration stays: {error}");
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;
    use rand::rngs::StdRng;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_folder_is_its_owners_alone_and_goes_with_all_that_is_in_it() {
        let mut seed = StdRng::seed_from_u64(u64::from(std::process::id()));
        let folder = Folder::new(&mut seed).expect("a folder");
        let path = folder.path().to_owned();
        fs::write(path.join("twofold.db"), "words").expect("a file");
        let mode = fs::metadata(&path).expect("the folder").permissions();
        assert_eq!(mode.mode() & 0o777, 0o700);
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn a_folder_that_is_there_already_is_not_taken() {
        let seed = || StdRng::seed_from_u64(u64::from(std::process::id()) << 32);
        let first = Folder::new(&mut seed()).expect("a folder");
        assert!(Folder::new(&mut seed()).is_err());
        assert!(first.path().exists());
    }
}
