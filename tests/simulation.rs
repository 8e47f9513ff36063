//! Seeded worlds with everything that can go wrong; see `simulation/mod.rs`.
//!
//! `SEED=n cargo test --test simulation` tells the story of one.

#[path = "simulation/mod.rs"]
mod simulation;

use std::time::Instant;

/// Runs seeds one after the other and fails with the story of the first that breaks a rule.
fn live(seeds: impl Iterator<Item = u64>) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let begun = Instant::now();
    let mut days = 0.0;
    for seed in seeds {
        let report = runtime.block_on(simulation::run(seed));
        println!("seed {seed}: {:.0} couple-days, {} steps, {} reveals, {} crashes, {} faults, {:.1?}", report.couple_days, report.steps, report.reveals, report.crashes, report.faults, begun.elapsed());
        days += report.couple_days;
        assert!(report.broken.is_none(), "{}", report.tell());
    }
    println!("{:.1} couple-years in {:.1?}", days / 365.25, begun.elapsed());
}

#[test]
fn the_seed_that_was_asked_for() {
    if let Some(seed) = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()) {
        live(std::iter::once(seed));
    }
}
