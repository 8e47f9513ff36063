//! A throw-away Postgres, started by the first test that needs one and shared by every test process that runs meanwhile.
//!
//! It listens on a socket in a folder of its own under the temporary directory, keeps nothing through a power cut, and runs as
//! an ordinary user when the tests run as root. Each test process leaves a file in `users/`, and starts a small shell that
//! waits until the process is gone, however it ended: the shell's standard input closes then. The shell takes the file away;
//! when none has come after a while it removes `users/` itself, which succeeds only while it is empty, and so exactly one shell
//! stops the server and removes the folder. A process that comes too late finds no `users/` and starts a new server.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

use sqlx::{AnyConnection, AssertSqlSafe, Connection as _};

/// What each shell runs. `$1` is the cluster's folder, `$2` the process's file, `$3` the folder of Postgres's programs. The
/// pause lets the next test of a run find the server still there.
const WATCH: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
rm -f "$2"
sleep 10
rmdir "$1/users" 2>/dev/null || exit 0
"$3/pg_ctl" stop -D "$1/data" -m immediate >/dev/null 2>&1
rm -rf "$1"
"#;

/// A running server, and this process's hold on it.
pub struct Cluster {
    folder: PathBuf,
    /// Its standard input stays open as long as this process lives.
    _watch: Child,
}

/// The server of this run; `None`, said once, when Postgres is not on this machine.
pub fn cluster() -> Option<&'static Cluster> {
    static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();
    CLUSTER.get_or_init(find_or_start).as_ref()
}

impl Cluster {
    /// The address of one of its databases.
    pub fn url(&self, database: &str) -> String {
        format!(
            "postgres://twofold@localhost/{database}?host={}",
            self.folder.display()
        )
    }

    pub async fn create_database(&self) -> String {
        let name = format!("t{:016x}", rand::Rng::next_u64(&mut super::rng()));
        self.administer(format!("create database {name}")).await;
        name
    }

    pub async fn drop_database(&self, name: &str) {
        self.administer(format!("drop database {name} with (force)"))
            .await;
    }

    async fn administer(&self, sql: String) {
        sqlx::any::install_default_drivers();
        let mut conn = AnyConnection::connect(&self.url("postgres"))
            .await
            .expect("the server answers");
        sqlx::raw_sql(AssertSqlSafe(sql))
            .execute(&mut conn)
            .await
            .expect("the server obeys");
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "whoever runs the tests says whether they may be left out"
)]
fn find_or_start() -> Option<Cluster> {
    let Some(programs) = programs() else {
        assert!(
            std::env::var_os("TWOFOLD_REQUIRE_POSTGRES").is_none_or(|value| value != "1"),
            "TWOFOLD_REQUIRE_POSTGRES=1, but initdb is neither on PATH nor in /usr/lib/postgresql"
        );
        // Past the harness, which would keep to itself what a passing test prints.
        let _ = std::io::stderr().write_all(
            b"LEFT OUT: the Postgres tests, as initdb is neither on PATH nor in /usr/lib/postgresql\n",
        );
        return None;
    };
    let here = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(here).expect("the target's temporary folder");
    // One process at a time looks for a server or starts one. The lock ends with the process.
    let lock = File::create(here.join("postgres.lock")).expect("a lock file");
    lock.lock().expect("the lock");
    let current = here.join("postgres.current");
    let running = fs::read_to_string(&current).ok().map(PathBuf::from);
    if let Some(cluster) = running.and_then(|folder| join(&folder, &programs)) {
        return Some(cluster);
    }
    let folder = start(&programs);
    let cluster = join(&folder, &programs).expect("the new server is there");
    fs::write(&current, folder.to_str().expect("a plain path")).expect("a note of the server");
    Some(cluster)
}

/// The folder of `initdb`, `postgres` and `pg_ctl`: Debian's, the newest first, or where `initdb` on PATH really is.
#[expect(clippy::disallowed_methods, reason = "PATH is where programs are")]
fn programs() -> Option<PathBuf> {
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path().join("bin"))
        .collect();
    debian.sort_by_key(|bin| {
        let version = bin.parent().and_then(|folder| folder.file_name());
        std::cmp::Reverse(version.and_then(|v| v.to_str()?.parse::<u32>().ok()))
    });
    let path = std::env::var_os("PATH").unwrap_or_default();
    let on_path = std::env::split_paths(&path).filter_map(|folder| {
        let initdb = fs::canonicalize(folder.join("initdb")).ok()?;
        initdb.parent().map(Path::to_owned)
    });
    let has_all = |bin: &PathBuf| {
        ["initdb", "postgres", "pg_ctl"]
            .iter()
            .all(|program| bin.join(program).is_file())
    };
    debian.into_iter().chain(on_path).find(has_all)
}

/// Takes hold of the server in this folder, if it is there and not being removed.
fn join(folder: &Path, programs: &Path) -> Option<Cluster> {
    let mine = folder.join("users").join(std::process::id().to_string());
    match File::create(&mine) {
        Ok(_) => {}
        Err(error) if error.kind() == ErrorKind::NotFound => return None,
        Err(error) => panic!("cannot use {}: {error}", folder.display()),
    }
    let mut watch = Command::new("sh");
    watch
        .args(["-c", WATCH, "sh"])
        .args([folder, &mine, programs])
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        // A Ctrl-C, or a test runner that kills a test's whole group, must not reach it.
        .process_group(0);
    let watch = as_owner(&mut watch, folder)
        .spawn()
        .expect("a shell to clean up");
    let cluster = Cluster {
        folder: folder.to_owned(),
        _watch: watch,
    };
    // A server whose shells were all killed, or that a reboot ended, left its folder behind.
    if answers(folder, programs) {
        return Some(cluster);
    }
    None
}

fn answers(folder: &Path, programs: &Path) -> bool {
    let mut status = Command::new(programs.join("pg_ctl"));
    status
        .args(["status", "-D"])
        .arg(folder.join("data"))
        .current_dir("/")
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    as_owner(&mut status, folder)
        .status()
        .is_ok_and(|status| status.success())
}

/// Makes a cluster in a new folder and starts its server.
fn start(programs: &Path) -> PathBuf {
    let folder = tempfile::Builder::new()
        .prefix("twofold-pg-")
        .permissions(fs::Permissions::from_mode(0o700))
        .tempdir()
        .expect("a temporary folder")
        .keep();
    fs::create_dir(folder.join("users")).expect("a folder");
    // Postgres refuses to run as root.
    if fs::metadata(&folder).expect("the folder").uid() == 0 {
        let (uid, gid) = ordinary_user();
        for path in [folder.join("users"), folder.clone()] {
            chown(path, Some(uid), Some(gid)).expect("to give the folder away");
        }
    }
    run(
        Command::new(programs.join("initdb"))
            .args(["--username=twofold", "--auth=trust", "--no-sync"])
            .args(["--encoding=UTF8", "--locale=C", "-D"])
            .arg(folder.join("data")),
        &folder,
    );
    let settings = format!(
        "-c listen_addresses= -c unix_socket_directories={} -c fsync=off -c full_page_writes=off \
         -c max_connections=200 -c shared_buffers=32MB -c autovacuum=off",
        folder.display()
    );
    run(
        Command::new(programs.join("pg_ctl"))
            .args(["start", "-w", "-t", "60", "-D"])
            .arg(folder.join("data"))
            .arg("-l")
            .arg(folder.join("log"))
            .args(["-o", &settings]),
        &folder,
    );
    folder
}

fn run(command: &mut Command, folder: &Path) {
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null());
    let status = as_owner(command, folder).status().expect("to run it");
    assert!(
        status.success(),
        "{:?} failed: {status}",
        command.get_program()
    );
}

/// Runs a command as the folder's owner, which only root has to do.
fn as_owner<'a>(command: &'a mut Command, folder: &Path) -> &'a mut Command {
    let owner = fs::metadata(folder).expect("the folder");
    let here = fs::metadata(env!("CARGO_TARGET_TMPDIR"));
    let i_am_root = fs::metadata("/proc/self").map_or_else(
        |_| here.is_ok_and(|here| here.uid() == 0),
        |me| me.uid() == 0,
    );
    if i_am_root {
        command.uid(owner.uid()).gid(owner.gid());
    }
    command
}

/// `postgres` where there is such a user, else `nobody`.
fn ordinary_user() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let find = |name: &str| {
        users.lines().find_map(|line| {
            let fields: Vec<&str> = line.split(':').collect();
            let is_it = fields.first() == Some(&name);
            let id = |at: usize| fields.get(at)?.parse().ok();
            is_it.then(|| Some((id(2)?, id(3)?))).flatten()
        })
    };
    find("postgres")
        .or_else(|| find("nobody"))
        .unwrap_or((65534, 65534))
}
