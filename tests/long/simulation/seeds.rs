//! The seeds that every run of the tests lives through, each checked after every step.
//!
//! Each test is a share of the seeds, so that they run beside each other. `SEED=n cargo test --test long simulation` runs that
//! one alone and tells its story when it breaks a rule; with `ALOUD=1` it tells the whole of it.

#![expect(
    clippy::disallowed_methods,
    reason = "SEED replays one world; how long each took is printed"
)]

use std::time::Instant;

use super::plan::LONG;
use super::sim::Broken;
use super::{run, twin, unsafe_twin};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime")
}

fn asked_for() -> Option<u64> {
    std::env::var("SEED").ok()?.parse().ok()
}

/// Runs seeds one after the other and fails with the story of the first that breaks a rule.
fn live(seeds: impl IntoIterator<Item = u64>) {
    if asked_for().is_none() {
        live_through(seeds);
    }
}

fn live_through(seeds: impl IntoIterator<Item = u64>) {
    let runtime = runtime();
    let begun = Instant::now();
    let mut days = 0.0;
    for seed in seeds {
        let at = Instant::now();
        let report = runtime.block_on(run(seed));
        println!("{} in {:.1?}", report.line(), at.elapsed());
        days += report.couple_days;
        assert!(report.broken.is_none(), "{}", report.tell());
    }
    println!(
        "{:.1} couple-years in {:.1?}",
        days / 365.25,
        begun.elapsed()
    );
}

#[test]
fn the_seed_that_is_asked_for() {
    live_through(asked_for());
}

#[test]
fn weeks_in_which_one_thing_goes_wrong() {
    live(1..6);
}

#[test]
fn weeks_in_which_everything_goes_wrong() {
    live([6, 7, 14, 15, 22, 23]);
}

#[test]
fn weeks_with_arguments_in_them() {
    live(9..14);
}

#[test]
fn weeks_in_groups_for_two() {
    live([16, 17, 18, 20, 25]);
}

#[test]
fn slow_years_in_which_one_thing_goes_wrong() {
    live(LONG..LONG + 6);
}

#[test]
fn slow_years_in_which_everything_goes_wrong() {
    live([6, 7, 15].map(|n| LONG + n));
}

#[test]
fn more_slow_years() {
    live([8, 12, 13, 16].map(|n| LONG + n));
}

#[test]
fn a_seed_replays_step_for_step() {
    if asked_for().is_some() {
        return;
    }
    let runtime = runtime();
    for seed in [6, 15] {
        let [first, again] = [0, 1].map(|_| runtime.block_on(run(seed)));
        assert_eq!(first.steps, again.steps, "seed {seed}");
        assert_eq!(first.fingerprint, again.fingerprint, "seed {seed}");
    }
}

#[test]
fn nobody_sees_the_others_not_tonight() {
    worlds_apart(
        0..4,
        async |seed| twin::run(seed).await,
        "nobody tapped, so nothing was compared",
    );
}

#[test]
fn nobody_sees_that_the_other_cannot_speak_freely() {
    worlds_apart(
        0..4,
        async |seed| unsafe_twin::run(seed).await,
        "nobody was invited, so nothing was compared",
    );
}

/// Lives each seed once more with something in it that nobody may see.
fn worlds_apart(
    seeds: impl IntoIterator<Item = u64>,
    run: impl AsyncFn(u64) -> Result<u32, Broken>,
    nothing: &str,
) {
    if asked_for().is_some() {
        return;
    }
    let runtime = runtime();
    let mut differences = 0;
    for seed in seeds {
        match runtime.block_on(run(seed)) {
            Ok(made) => differences += made,
            Err(broken) => panic!("seed {seed}: {}\n{}", broken.rule, broken.what),
        }
    }
    assert!(differences > 0, "{nothing}");
}
