//! The real program under a hammer: several couples pair and answer at once over real HTTP while the process is killed with
//! SIGKILL at random moments and started again at once.
//!
//! [`people`] live their lives and write down what they said; [`check`] reads the sandbox's log of every call afterwards. In the
//! end every answer is open to both, none was early, and no reveal came more often than calls were cut off.
//!
//! `KILLS=100 cargo test --release --test long kill::` kills that often on each engine; `SEED=n` draws the same people and moments
//! (what they meet depends on the machine).

mod check;
mod people;

use std::time::Duration;

use people::Diary;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::common::process::{self, Process, Twofold};
use crate::common::{self, TestDb, contract};
use twofold::sandbox::{Called, Config, Sandbox, World};

/// How often the process is killed, on each engine.
const KILLS: u64 = 15;
/// Couples that answer at the same time.
const COUPLES: u64 = 8;
/// What `TWOFOLD_REVEAL_DELAY_S` says.
const REVEAL_DELAY_S: i64 = 1;
/// A kill that waits for calls waits no longer than this.
const LULL: Duration = Duration::from_secs(3);

contract! {
    async fn whenever_the_program_is_killed_every_answer_opens_to_both_and_none_early(db) {
        let kills = number("KILLS").unwrap_or(KILLS);
        let seed = number("SEED").unwrap_or_else(|| common::rng().random());
        println!("{:?}: SEED={seed} KILLS={kills}", db.engine);
        hammer(db, kills, seed).await;
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "how long and from which seed is a setting of the test run"
)]
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

async fn hammer(db: &TestDb, kills: u64, seed: u64) {
    let telegram = process::telegram();
    let server = telegram.serve().await.expect("a port");
    let program = Twofold::on(db, &server)
        .env("TWOFOLD_REVEAL_DELAY_S", REVEAL_DELAY_S.to_string())
        .env("RUST_LOG", "debug");

    let mut rng = StdRng::seed_from_u64(seed);
    let diary = Diary::default();
    let (over, is_over) = watch::channel(false);
    let mut lives = JoinSet::new();
    for _ in 0..COUPLES {
        let life = people::live(
            telegram.clone(),
            StdRng::seed_from_u64(rng.random()),
            diary.clone(),
            is_over.clone(),
        );
        lives.spawn(life);
    }

    let mut process = program.start();
    for _ in 0..kills {
        process = kill(process, &program, &telegram, &mut rng).await;
    }
    over.send_replace(true);
    while let Some(life) = lives.join_next().await {
        if let Err(why) = life.expect("a life without a panic") {
            panic!("{why}\n-----\n{}", tail(&program.log()));
        }
    }
    process.signal("TERM").await;
    let status = process.ends_within(Duration::from_secs(5)).await;
    assert!(status.success(), "{}", tail(&program.log()));

    let log = program.log();
    let found = telegram.with(|world, _| check::all(world, &diary.said(), REVEAL_DELAY_S));
    println!("{:?}: {kills} kills, {found}", db.engine);
    assert!(
        diary.rounds() >= COUPLES as usize,
        "the people hardly came to live"
    );
    for said in diary.said() {
        assert!(!log.contains(&said.canary), "an answer stands in the log");
    }
    assert!(!log.contains(&Config::default().token));
}

/// Lets the process live for a random while, kills it, and starts the next at once. The while ends at some moment of its start,
/// after some calls, or just as words go out.
async fn kill(
    process: Process,
    program: &Twofold,
    telegram: &Sandbox,
    rng: &mut StdRng,
) -> Process {
    let so_far = telegram.with(|world, _| world.calls().len());
    // A lull is a moment to be killed in as well, so nothing depends on what is waited for.
    match rng.random_range(0..6) {
        0 => tokio::time::sleep(Duration::from_millis(rng.random_range(0..250))).await,
        1..=3 => {
            let opens = |world: &World| {
                let mut new = world.calls()[so_far..].iter();
                let words = |call: &Called| {
                    call.chat.is_some() && call.params.to_string().contains(people::CANARY)
                };
                new.any(words).then_some(())
            };
            let _ = telegram.wait_for(LULL, opens).await;
            tokio::time::sleep(Duration::from_micros(rng.random_range(0..5_000))).await;
        }
        _ => {
            let until = so_far + rng.random_range(5..60);
            let reached = |world: &World| (world.calls().len() >= until).then_some(());
            let _ = telegram.wait_for(LULL, reached).await;
            tokio::time::sleep(Duration::from_micros(rng.random_range(0..20_000))).await;
        }
    }
    process.kill().await;
    program.start()
}

fn tail(log: &str) -> String {
    let lines: Vec<&str> = log.lines().collect();
    lines[lines.len().saturating_sub(120)..].join("\n")
}
