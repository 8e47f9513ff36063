//! What must have happened once the faults have stopped and time has passed.

use jiff::SignedDuration;

use super::rules::{opened_parts, sitter};
use super::sim::{Held, Sim, broken};
use super::{homes, sealed_steps};
use twofold::core::model::couple::{Couple, Mood};
use twofold::core::model::ids::Seat;
use twofold::core::model::round::Round;

/// Longer than a half or a leave line waits, and than the longest backoff.
const AFTER: SignedDuration = SignedDuration::from_hours(9 * 24);

/// Ends the faults and the deeds, lets time pass, and looks at what was owed.
pub async fn come_to_rest(sim: &mut Sim) -> Held {
    sim.tell("the faults stop, and people put their phones away");
    sim.faults_on = false;
    sim.people_on = false;
    for who in 0..sim.people.len() {
        // Most come back; to the rest nothing can be owed.
        if sim.people[who].blocked && sim.folk.p(0.7) {
            sim.come_back(who);
        }
    }
    let until = sim.now + AFTER;
    sim.end = until;
    sim.start_at = sim.start_at.min(sim.now + SignedDuration::from_mins(10));
    while sim.now < until {
        sim.step().await?;
    }
    nothing_waits(sim).await?;
    every_owed_call_arrived(sim).await?;
    every_reveal_is_on_both_screens(sim)?;
    both_answered_is_opened(sim)?;
    sealed_steps::came_to_rest(sim).await?;
    homes::came_to_rest(sim).await?;
    every_couple_is_looked_at_again(sim)?;
    everyone_is_still_heard(sim).await
}

async fn nothing_waits(sim: &mut Sim) -> Held {
    let updates = sim.telegram.pending_updates();
    if updates > 0 {
        return broken("every update is read", format!("{updates} wait"));
    }
    let sql = "select count(*) from outbox o left join lane l on l.chat = o.chat \
        where o.done_at is null and l.parked_at is null";
    let rows = sim.probe.number(sql).await;
    if rows > 0 {
        return broken("the outbox is empty or parked", format!("{rows} rows wait"));
    }
    let busy = sim
        .probe
        .number("select count(*) from lane where sending is not null")
        .await;
    if busy > 0 {
        return broken("no lane stays busy", format!("{busy} are"));
    }
    Ok(())
}

/// Prompts, reveals, relays, gifts, pairing and leave lines: sent, and really there.
async fn every_owed_call_arrived(sim: &mut Sim) -> Held {
    for row in sim.probe.owed().await {
        let Some(who) = sim.who(row.chat) else {
            continue;
        };
        let agent = &sim.people[who];
        let arrived = sim.rows.get(&row.id).map_or(0, |tale| tale.arrived);
        let what = format!(
            "{} ({}) to {}: {} {}",
            row.key, row.method, agent.name, row.state, row.why
        );
        match row.state.as_str() {
            "sent" if arrived > 0 => {}
            "queued" if row.parked && (agent.blocked || !sim.has_begun(who)) => {}
            "dropped" if agent.away_long => {}
            // A prompt that nobody needs any more.
            "dropped" if ["card", "line"].contains(&row.role.as_str()) => {}
            _ => return broken("whatever is owed arrives", what),
        }
    }
    Ok(())
}

fn every_reveal_is_on_both_screens(sim: &Sim) -> Held {
    for round in sim
        .probe
        .rounds
        .values()
        .filter(|round| round.is_revealed())
    {
        for seat in Seat::BOTH {
            let (Some(author), Some(reader)) =
                (sitter(sim, round, seat), sitter(sim, round, seat.other()))
            else {
                continue;
            };
            let here = sim.has_begun(reader) && !sim.people[reader].blocked;
            if !here || sim.people[reader].away_long {
                continue;
            }
            for message in opened_parts(round, seat) {
                let key = (author, message);
                let Some(said) = sim.ledger.said.get(&key) else {
                    continue;
                };
                let voice = said.file_id.as_deref().is_some_and(|file_id| {
                    file_id.starts_with("voice") || file_id.starts_with("video_note")
                });
                let has_mark = !said.canaries.is_empty() || said.file_id.is_some();
                // What is deleted before it is copied cannot be shown; the reader is told.
                let excused = !has_mark
                    || (said.copied && said.deleted)
                    || (voice && sim.people[reader].refuses_voice);
                if !excused && !sim.shown.contains(&(key, reader)) {
                    let what = format!(
                        "round {}: {} never saw message {message} of {}",
                        round.id, sim.people[reader].name, sim.people[author].name
                    );
                    return broken("both halves of a reveal arrive", what);
                }
            }
        }
    }
    Ok(())
}

fn both_answered_is_opened(sim: &Sim) -> Held {
    let together = |round: &&Round| {
        let pair = sim.probe.couples.get(&round.couple);
        // In a pause a reflection stands still, and what waits for it waits on.
        let waits = |couple: &Couple| couple.reflect.held && couple.paused_at.is_some();
        pair.is_some_and(|pair| pair.couple.is_together() && !waits(&pair.couple))
    };
    let stuck = sim.probe.rounds.values().filter(together);
    match stuck
        .into_iter()
        .find(|round| round.is_open() && round.both_answered())
    {
        Some(round) => broken(
            "what both answered is opened",
            format!("round {}", round.id),
        ),
        None => Ok(()),
    }
}

/// A couple with a plan is looked at before its next slot, whatever its clock went through.
fn every_couple_is_looked_at_again(sim: &Sim) -> Held {
    for (id, pair) in &sim.probe.couples {
        let scheduled = pair.couple.schedules.iter().any(|s| s.last_slot.is_some());
        let hours = match pair.couple.mood {
            Mood::Awake => 49,
            Mood::Sundays { .. } => 9 * 24,
            Mood::Asleep => continue,
        };
        if !pair.couple.is_together() || !scheduled || pair.couple.paused_at.is_some() {
            continue;
        }
        let soon = sim.now + SignedDuration::from_hours(hours);
        if pair.due_at.is_none_or(|due| due > soon) {
            let what = format!(
                "couple {id} is looked at {:?}, now is {}",
                pair.due_at, sim.now
            );
            return broken("a schedule goes on", what);
        }
    }
    Ok(())
}

/// After a quiet week Telegram begins its update ids anew; nobody may be taken for somebody heard before.
async fn everyone_is_still_heard(sim: &mut Sim) -> Held {
    if sim.plan.new_ids && sim.telegram.restart_update_ids(100_000_001).is_ok() {
        sim.tell("update ids begin anew");
    }
    let revision = sim.telegram.revision();
    let there: Vec<i64> = sim
        .people
        .iter()
        .map(|agent| agent.id)
        .filter(|user| sim.telegram.say(*user, "/help", sim.now).is_ok())
        .collect();
    sim.end = sim.now + SignedDuration::from_hours(1);
    while sim.now < sim.end {
        sim.step().await?;
    }
    for user in there {
        if sim.telegram.from_bot_since(user, revision).is_empty() {
            return broken("everyone is heard", format!("no answer to {user}"));
        }
    }
    Ok(())
}
