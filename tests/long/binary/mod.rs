//! The program as an operator meets it: a process with settings, exit codes, signals, files, a log and a neighbour.

mod figures;
mod neighbours;
mod outbox;
mod settings;
mod stopping;
mod trouble;

use crate::common::process::PATIENCE;
use twofold::sandbox::{Sandbox, World};

/// What a newcomer reads.
const WELCOME: &str = "Twofold is for two people";

/// Somebody who opens the bot for the first time.
fn newcomer(telegram: &Sandbox) -> i64 {
    telegram.with(|world, now| {
        let who = world.person("Ana", "en");
        world.start(who, None, now).expect("presses Start");
        who
    })
}

/// How many messages of the bot with these words somebody has.
fn count(world: &World, who: i64, words: &str) -> usize {
    let screen = world.screen(who);
    let theirs = screen.iter().filter(|seen| seen.is_from_bot());
    theirs.filter(|seen| seen.text.contains(words)).count()
}

/// Waits until somebody reads these words.
async fn reads(telegram: &Sandbox, who: i64, words: &str) {
    let there = |world: &World| (count(world, who, words) > 0).then_some(());
    let read = telegram.wait_for(PATIENCE, there).await;
    assert!(read.is_some(), "{words:?} never comes");
}

/// The lines that are not of the log, which begin with the time.
fn plain_lines(err: &str) -> Vec<&str> {
    let is_plain = |line: &&str| !line.starts_with("20");
    err.lines().filter(is_plain).collect()
}
