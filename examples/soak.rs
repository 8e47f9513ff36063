//! Lives through as many simulated worlds as fit into the time, and says what it saw.
//!
//! `cargo run --release --example soak -- --minutes 10 [--from SEED] [--jobs N]`. It ends with 1 when a rule was broken; each
//! broken seed is told with its story.

#![expect(
    clippy::disallowed_methods,
    reason = "it runs for a time that is asked for"
)]

#[allow(dead_code)]
#[path = "../tests/long/simulation/mod.rs"]
mod simulation;

use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::Parser;

use simulation::plan::LONG;

/// Every so many worlds one is a long one.
const LONG_EVERY: u64 = 6;
/// … and one is lived again, for what nobody may see: a *not tonight*, or that somebody cannot speak freely.
const TWIN_EVERY: u64 = 10;

#[derive(Parser)]
struct Args {
    /// How long to go on.
    #[arg(long, default_value_t = 5.0)]
    minutes: f64,
    /// The first seed.
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Worlds at once.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

#[derive(Default)]
struct Sum {
    worlds: u64,
    couple_days: f64,
    steps: u64,
    reveals: u64,
    reflections: u64,
    opened_steps: u64,
    crashes: u64,
    faults: u64,
    twins: u64,
    broken: Vec<u64>,
}

fn main() -> ExitCode {
    let args = Args::parse();
    let begun = Instant::now();
    let until = begun + Duration::from_secs_f64(args.minutes.max(0.0) * 60.0);
    let next = AtomicU64::new(args.from);
    let sum = Mutex::new(Sum::default());
    std::thread::scope(|scope| {
        for _ in 0..args.jobs.max(1) {
            scope.spawn(|| work(until, &next, &sum));
        }
    });
    let sum = sum.into_inner().expect("no job panicked");
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "seeds {} to {}: {} worlds, {:.1} couple-years, {} reveals, {} reflections ({} steps opened), {} crashes, {} faults, {} twins, {:.0} events/s, {} broken {:?}",
        args.from,
        next.into_inner().saturating_sub(1),
        sum.worlds,
        sum.couple_days / 365.25,
        sum.reveals,
        sum.reflections,
        sum.opened_steps,
        sum.crashes,
        sum.faults,
        sum.twins,
        sum.steps as f64 / seconds,
        sum.broken.len(),
        sum.broken,
    );
    if sum.broken.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn work(until: Instant, next: &AtomicU64, sum: &Mutex<Sum>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    while Instant::now() < until {
        let number = next.fetch_add(1, Ordering::Relaxed);
        let seed = if number % LONG_EVERY == LONG_EVERY - 1 {
            LONG + number
        } else {
            number
        };
        let report = runtime.block_on(simulation::run(seed));
        let twin = match number % TWIN_EVERY {
            0 => Some(runtime.block_on(simulation::twin::run(seed))),
            5 => Some(runtime.block_on(simulation::unsafe_twin::run(seed))),
            _ => None,
        };
        let mut sum = sum.lock().expect("no job panicked");
        sum.worlds += 1;
        sum.couple_days += report.couple_days;
        sum.steps += report.steps;
        sum.reveals += report.reveals;
        sum.reflections += report.reflections;
        sum.opened_steps += report.opened_steps;
        sum.crashes += report.crashes;
        sum.faults += report.faults;
        sum.twins += u64::from(twin.is_some());
        if report.broken.is_some() {
            sum.broken.push(seed);
            println!("{}\n", report.tell());
        }
        if let Some(Err(broken)) = twin {
            sum.broken.push(seed);
            println!("twins of seed {seed}: {}\n{}\n", broken.rule, broken.what);
        }
    }
}
