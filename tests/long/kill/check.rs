//! What the sandbox's log of every call must not show.
//!
//! A process asks who it is before it does anything else, so the log falls into lives, one a process. A chat has at most one
//! call under way: when a life ends by a kill, the last call to each chat is the only one whose outcome the bot may not know,
//! and so the only one it may make again.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::{SignedDuration, Timestamp};

use super::people::{Said, opened};
use twofold::sandbox::World;

/// Figures for whoever reads along.
#[derive(Default)]
pub struct Found {
    lives: usize,
    calls: usize,
    rounds: usize,
    answers: usize,
    cut_off: usize,
    again: usize,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} starts that got as far as a call, {} calls, {} parts of answers in {} rounds all open to both, none early; {} \
             messages with words may have been cut off, {} came twice",
            self.lives, self.calls, self.answers, self.rounds, self.cut_off, self.again
        )
    }
}

/// Checks everything, and panics at the first thing that is not so.
pub fn all(world: &World, said: &[Said], reveal_delay_s: i64) -> Found {
    let mut found = Found {
        calls: world.calls().len(),
        answers: said.len(),
        ..Found::default()
    };
    let mut rounds: BTreeMap<usize, Vec<&Said>> = BTreeMap::new();
    for part in said {
        rounds.entry(part.round).or_default().push(part);
    }
    found.rounds = rounds.len();
    let (lives, unsure) = unsure(world);
    found.lives = lives;
    for (round, parts) in &rounds {
        let canaries: Vec<String> = parts.iter().map(|part| part.canary.clone()).collect();
        let people: BTreeSet<i64> = parts.iter().flat_map(|p| [p.author, p.partner]).collect();
        for who in people {
            assert!(
                opened(world, who, &canaries),
                "round {round} did not open to {who}"
            );
            let (copies, cut_off) = copies(world, who, &canaries[0], &unsure);
            assert!(
                copies <= 1 + cut_off,
                "round {round}: {copies} reveals, although only {cut_off} calls were cut off"
            );
            found.cut_off += cut_off;
            found.again += copies - 1;
        }
        not_early(world, *round, parts, reveal_delay_s);
    }
    found
}

/// How many lives there were, and by their places the calls whose outcome the bot may not know.
fn unsure(world: &World) -> (usize, BTreeSet<usize>) {
    let mut lives = 0;
    let mut unsure = BTreeSet::new();
    let mut last: BTreeMap<i64, usize> = BTreeMap::new();
    for (index, call) in world.calls().iter().enumerate() {
        if call.method == "getMe" {
            lives += 1;
            unsure.extend(std::mem::take(&mut last).into_values());
        } else if let Some(chat) = call.chat {
            last.insert(chat, index);
        }
    }
    (lives, unsure)
}

/// How often words were sent to somebody, and how many of these calls were cut off.
fn copies(world: &World, who: i64, canary: &str, unsure: &BTreeSet<usize>) -> (usize, usize) {
    let calls = world.calls().iter().enumerate();
    let copies: Vec<usize> = calls
        .filter(|(_, call)| call.chat == Some(who) && call.reply.message_id().is_some())
        .filter(|(_, call)| call.params.to_string().contains(canary))
        .map(|(index, _)| index)
        .collect();
    let cut_off = copies.iter().filter(|index| unsure.contains(index)).count();
    (copies.len(), cut_off)
}

/// No call carries words of a round before both have answered, nor before the settling delay is over.
fn not_early(world: &World, round: usize, parts: &[&Said], reveal_delay_s: i64) {
    let last = parts.iter().max_by_key(|part| part.after_call);
    let Some(last) = last else { return };
    // Telegram dates messages by whole seconds, so the delay begins up to one second before they were sent.
    let whole = Timestamp::from_second(last.at.as_second()).unwrap_or(last.at);
    let due = whole + SignedDuration::from_secs(reveal_delay_s);
    for (index, call) in world.calls().iter().enumerate() {
        if call.method == "getUpdates" {
            continue;
        }
        let params = call.params.to_string();
        if parts.iter().any(|part| params.contains(&part.canary)) {
            assert!(
                index >= last.after_call,
                "round {round} opened before both had answered"
            );
            assert!(
                call.at >= due,
                "round {round} opened at {}, due {due}",
                call.at
            );
        }
    }
}
