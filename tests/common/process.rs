//! The real program as a process of its own: started with nothing of this machine's environment, watched by what it writes,
//! and ended in every way a process can end.
//!
//! It is the build of this test run; `TWOFOLD_BINARY=<file>` takes another one, a release for instance.

use std::ffi::OsString;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use tokio::process::{Child, Command};
use twofold::sandbox::{Config, Sandbox, Server, World};

use super::TestDb;

/// How often a file that a process writes is read again.
const LOOK: Duration = Duration::from_millis(5);
/// For whatever a process must do in the end; a busy machine is no fault of the program.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A Telegram that lives by the machine's clock, as the program does.
#[expect(
    clippy::disallowed_methods,
    reason = "the program lives by the machine's clock, and so must its Telegram"
)]
pub fn telegram() -> Sandbox {
    Sandbox::new(World::new(Config::default()), Timestamp::now)
}

/// Real time, which the program lives by.
pub struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "what takes how long is measured")]
    pub fn start() -> Stopwatch {
        Stopwatch(Instant::now())
    }

    #[expect(clippy::disallowed_methods, reason = "what takes how long is measured")]
    pub fn read(&self) -> Duration {
        self.0.elapsed()
    }
}

/// The program and what it is started with.
#[derive(Clone)]
pub struct Twofold {
    folder: PathBuf,
    env: Vec<(String, OsString)>,
    args: Vec<String>,
    name: String,
    through: Option<&'static str>,
}

/// What is left of a process that ended by itself.
pub struct Ended {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Twofold {
    /// In this working directory, where its files and its log go, and with an empty environment.
    pub fn at(folder: &Path) -> Twofold {
        Twofold {
            folder: folder.to_owned(),
            env: Vec::new(),
            args: Vec::new(),
            name: "log".to_owned(),
            through: None,
        }
    }

    /// In a test's folder, with its database and this Telegram.
    pub fn on(db: &TestDb, telegram: &Server) -> Twofold {
        Twofold::at(db.folder())
            .env("TELOXIDE_TOKEN", Config::default().token)
            .env("TELOXIDE_API_URL", telegram.url())
            .env("DATABASE_URL", &db.url)
            .env("TWOFOLD_KEY_FILE", db.key_file())
    }

    /// One variable more, or another value for one.
    pub fn env(mut self, name: &str, value: impl Into<OsString>) -> Twofold {
        self.env.retain(|(other, _)| other != name);
        self.env.push((name.to_owned(), value.into()));
        self
    }

    pub fn args<const N: usize>(mut self, args: [&str; N]) -> Twofold {
        self.args = args.map(str::to_owned).to_vec();
        self
    }

    /// Another name for its log, for a second process in the same folder.
    pub fn named(mut self, name: &str) -> Twofold {
        self.name = name.to_owned();
        self
    }

    /// Started by a shell that does this first.
    pub fn through(mut self, shell: &'static str) -> Twofold {
        self.through = Some(shell);
        self
    }

    /// Starts it. What it writes is added to what the process before wrote.
    pub fn start(&self) -> Process {
        let program = program();
        let mut command = match self.through {
            None => Command::new(&program),
            Some(first) => {
                let mut shell = Command::new("/bin/sh");
                shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]);
                shell.arg(&program);
                shell
            }
        };
        command
            .args(&self.args)
            .env_clear()
            .envs(self.env.iter().map(|(name, value)| (name, value)))
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(append(&self.file("out")))
            .stderr(append(&self.file("err")))
            .kill_on_drop(true);
        Process {
            child: command.spawn().expect("the program starts"),
            err: self.file("err"),
        }
    }

    /// Runs it to its end.
    pub async fn run(&self) -> Ended {
        let before = (read(&self.file("out")).len(), read(&self.file("err")).len());
        let status = self.start().ends_within(PATIENCE).await;
        Ended {
            code: status.code(),
            out: read(&self.file("out"))[before.0..].to_owned(),
            err: read(&self.file("err"))[before.1..].to_owned(),
        }
    }

    /// All that its processes logged.
    pub fn log(&self) -> String {
        read(&self.file("err"))
    }

    fn file(&self, kind: &str) -> PathBuf {
        self.folder.join(format!("{}.{kind}", self.name))
    }
}

/// A running process. Dropped, it is killed.
pub struct Process {
    child: Child,
    err: PathBuf,
}

impl Process {
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().expect("its state").is_none()
    }

    /// SIGKILL, and waits until it is gone.
    pub async fn kill(mut self) {
        self.child.kill().await.expect("it can be killed");
    }

    /// Any other signal: `TERM`, `INT`.
    pub async fn signal(&self, name: &str) {
        let sent = Command::new("/bin/sh")
            .args(["-c", &format!("kill -{name} {}", self.id())])
            .status()
            .await;
        assert!(sent.expect("a shell").success());
    }

    /// Waits until it ends by itself.
    pub async fn ends_within(mut self, patience: Duration) -> ExitStatus {
        match tokio::time::timeout(patience, self.child.wait()).await {
            Ok(status) => status.expect("its end"),
            Err(_) => panic!("it still runs after {patience:?}:\n{}", read(&self.err)),
        }
    }

    /// Waits until it, or one before it, has logged these words so many times.
    pub async fn says(&mut self, words: &str, times: usize) {
        let said = async {
            while read(&self.err).matches(words).count() < times {
                if !self.is_running() && read(&self.err).matches(words).count() < times {
                    panic!("it ended without {words:?}:\n{}", read(&self.err));
                }
                tokio::time::sleep(LOOK).await;
            }
        };
        if tokio::time::timeout(PATIENCE, said).await.is_err() {
            panic!("it never says {words:?}:\n{}", read(&self.err));
        }
    }

    /// Its memory that is really there, in KiB (Linux).
    pub fn resident_kib(&self) -> Option<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id())).ok()?;
        let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
        line.split_whitespace().nth(1)?.parse().ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("----- what the program logged\n{}-----", read(&self.err));
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "which build is tried is a setting of the test run"
)]
fn program() -> OsString {
    std::env::var_os("TWOFOLD_BINARY").unwrap_or_else(|| env!("CARGO_BIN_EXE_twofold").into())
}

fn append(path: &Path) -> Stdio {
    let file = File::options().append(true).create(true).open(path);
    file.expect("a file for its log").into()
}

fn read(path: &Path) -> String {
    let bytes = fs::read(path).unwrap_or_default();
    String::from_utf8_lossy(&bytes).into_owned()
}
