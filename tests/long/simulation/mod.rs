//! Worlds made from one number: people, their couples, a Telegram that fails, a bot that crashes, and rules checked after
//! every step.
//!
//! The core, the application, the store (SQLite on a file), the sender's
//! [`Dispatcher`](twofold::run::sender::dispatcher::Dispatcher) and the sandbox Telegram are the real ones. What is not: HTTP,
//! tokio's timers and the four loops around the steps; [`pump`] takes their place and decides, by the seed, which step comes next. There is one clock, [`sim::Sim::now`], and it moves only when
//! nothing can be done at this moment, to the next moment at which something can. All chance comes from the seed, and every
//! step is awaited before the next, so a seed replays step for step.
//!
//! [`plan`] says what a seed's world is like, [`people`] what people do in it, [`pump`] what the bot does and what goes wrong
//! with it, [`rules`] what must hold after each step and [`finish`] what must have happened when the faults have stopped.
//! [`groups`] and [`homes`] are the same for groups of two, [`reflecting`] and [`sealed_steps`] for reflections: what people do in them, and what must hold. [`twin`] runs a
//! world a second time without one *not tonight*, [`unsafe_twin`] with another answer to the question put alone. Start with
//! [`run`].

pub mod chance;
pub mod finish;
pub mod groups;
pub mod homes;
pub mod ledger;
pub mod people;
pub mod plan;
pub mod probe;
pub mod pump;
pub mod reflecting;
pub mod rules;
pub mod sealed_steps;

#[cfg(test)]
mod seeds;
pub mod sim;
pub mod twin;
pub mod unsafe_twin;

use plan::Plan;
use sim::{Broken, Sim};

/// What came of one seed.
pub struct Report {
    pub seed: u64,
    /// Days that couples were together, summed over couples.
    pub couple_days: f64,
    pub steps: u64,
    /// How many days of simulated time it took.
    pub day: i64,
    pub crashes: u64,
    pub faults: u64,
    pub reveals: u64,
    /// Reflections that were begun, and their steps that opened.
    pub reflections: u64,
    pub opened_steps: u64,
    /// Messages with words in groups of two.
    pub opened_there: u64,
    pub broken: Option<Broken>,
    /// The last events, in words.
    pub story: Vec<String>,
    /// Every event went into this number: two runs of a seed give the same.
    pub fingerprint: u64,
}

impl Report {
    /// The run in one line.
    pub fn line(&self) -> String {
        let Report {
            seed,
            couple_days,
            steps,
            reveals,
            reflections,
            opened_steps,
            opened_there,
            crashes,
            faults,
            ..
        } = self;
        format!(
            "seed {seed}: {couple_days:.0} couple-days, {steps} steps, {reveals} reveals, {reflections} reflections ({opened_steps} steps opened), {opened_there} pages opened in groups, {crashes} crashes, {faults} faults"
        )
    }

    /// A failure as a person wants to read it.
    pub fn tell(&self) -> String {
        let mut told = String::new();
        if let Some(broken) = &self.broken {
            for line in &self.story {
                told.push_str(line);
                told.push('\n');
            }
            told.push_str(&format!(
                "seed {}: after {} steps, on day {}, this no longer holds: {}\n  {}\nSEED={} cargo test --test long simulation tells it again",
                self.seed, self.steps, self.day, broken.rule, broken.what, self.seed
            ));
        }
        told
    }
}

/// Runs the world of a seed from its beginning to its end.
pub async fn run(seed: u64) -> Report {
    run_plan(seed, Plan::of(seed)).await
}

/// The same with another plan than the seed's own.
pub async fn run_plan(seed: u64, plan: Plan) -> Report {
    let mut sim = Sim::new(seed, plan).await;
    let broken = sim.live().await.err();
    sim.report(broken)
}
