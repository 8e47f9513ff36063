//! Durations in a row, and what the machine says about itself.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The median, the one in a hundred, and the longest of these.
pub struct Figures {
    pub count: usize,
    pub median: Duration,
    pub p99: Duration,
    pub longest: Duration,
}

impl Figures {
    pub fn of(mut times: Vec<Duration>) -> Option<Figures> {
        times.sort();
        let nth = |share: usize| times.get((times.len() * share / 100).min(times.len() - 1));
        Some(Figures {
            count: times.len(),
            longest: *times.last()?,
            median: *nth(50)?,
            p99: *nth(99)?,
        })
    }
}

impl std::fmt::Display for Figures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ms = |time: Duration| time.as_secs_f64() * 1_000.0;
        write!(
            f,
            "median {:.2} ms, p99 {:.2} ms, max {:.2} ms ({} times)",
            ms(self.median),
            ms(self.p99),
            ms(self.longest),
            self.count
        )
    }
}

pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Memory of this process now and at its most, and the machine's load: what else runs makes every figure worse.
pub fn machine() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mib = |name: &str| {
        let line = status.lines().find(|line| line.starts_with(name));
        let kib: Option<f64> = line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok());
        kib.map_or("?".to_owned(), |kib| format!("{:.0}", kib / 1024.0))
    };
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?");
    format!(
        "{} MiB resident, {} MiB at most; load {load}",
        mib("VmRSS:"),
        mib("VmHWM:")
    )
}

/// Writes a page to the same disk now and then, and knows how long that took: no commit is sooner.
pub struct Disk {
    ended: Arc<AtomicBool>,
    thread: JoinHandle<Vec<Duration>>,
}

impl Disk {
    pub fn watch(folder: &Path) -> Disk {
        let ended = Arc::new(AtomicBool::new(false));
        let path = folder.join("page");
        let thread = std::thread::spawn({
            let ended = ended.clone();
            move || {
                let mut file = std::fs::File::create(path).expect("a file");
                let mut times = Vec::new();
                while !ended.load(Ordering::Relaxed) {
                    let begun = Instant::now();
                    file.write_all(&[7; 4096]).expect("written");
                    file.sync_data().expect("on the disk");
                    times.push(begun.elapsed());
                    std::thread::sleep(Duration::from_millis(50));
                }
                times
            }
        });
        Disk { ended, thread }
    }

    pub fn times(self) -> Vec<Duration> {
        self.ended.store(true, Ordering::Relaxed);
        self.thread.join().expect("no panic")
    }
}
