//! What must hold in reflections, after every step and at the end.
//!
//! As in [`super::rules`], what people did and chose, what the database holds and what stands on the screens are compared; each
//! rule is a small function. Start with [`check`].

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};

use super::ledger::Message;
use super::probe::{Changed, Changes, Held as At};
use super::pump::HeardWhat;
use super::sim::{Held, Sim, broken};
use twofold::core::TRUSTED_AFTER;
use twofold::core::model::ids::{CoupleId, PartId, ReflectionId, Seat};
use twofold::core::model::reflection::{
    BREAK_MIN, End, INVITATIONS_IN, INVITATIONS_MAX, OneSided, Phase, Reflection, SILENT_FOR, TURN,
};
use twofold::core::model::round::{Origin, Round, TOUCH_MAX};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::reflection::{Act, ReflectPress};

/// All of them.
pub async fn check(sim: &mut Sim, changes: &Changes) -> Held {
    for changed in &changes.reflections {
        tell_of(sim, changed);
        it_only_goes_on(changed)?;
        it_begins_with_a_time_to_come_back(sim, changed)?;
        both_say_yes_and_rest(sim, changed)?;
        nobody_is_invited_too_often(sim, changed)?;
        a_no_is_told_at_the_stated_return(sim, changed)?;
        only_ones_own_words_are_in_a_step(sim, changed)?;
        words_go_only_by_their_authors_hand(sim, changed)?;
        it_opens_when_both_have_sealed(sim, changed)?;
        steps_open_one_at_a_time(sim, changed).await?;
        a_step_is_given_only_by_its_author(sim, changed).await?;
        what_was_opened_is_fixed(changed)?;
        unopened_words_go_with_the_end(sim, changed).await?;
        its_moment_is_not_missed(sim, changed)?;
    }
    for changed in &changes.rounds {
        no_message_is_in_a_round_and_in_a_step(sim, &changed.after)?;
        rounds_wait(sim, changed, changes)?;
    }
    Ok(())
}

/// Who sits in a seat of a reflection, left or not.
fn sitter(sim: &Sim, at_hand: &Reflection, seat: Seat) -> Option<usize> {
    let user = sim.probe.users.get(&at_hand.person(seat)?)?;
    sim.who(*user)
}

/// Presses in this reflection that the last step applied, with who pressed.
fn heard(sim: &Sim, id: ReflectionId) -> Vec<(usize, Act)> {
    let acts = sim.heard.iter().filter_map(|one| {
        let HeardWhat::Pressed { data } = &one.what else {
            return None;
        };
        match Press::parse(data) {
            Some(Press::Reflect(ReflectPress::On(of, act))) if of == id => Some((one.who, act)),
            _ => None,
        }
    });
    acts.collect()
}

fn messages(at_hand: &Reflection, seat: Seat, step: usize) -> BTreeSet<i64> {
    let written = at_hand.written(seat, step).into_iter();
    let bits = written.flat_map(|written| &written.bits);
    bits.map(|bit| bit.part.message.0).collect()
}

fn all_messages(at_hand: &Reflection, seat: Seat) -> BTreeSet<(usize, i64)> {
    let steps = 0..at_hand.steps.len();
    let named = steps.flat_map(|step| {
        let messages = messages(at_hand, seat, step).into_iter();
        messages.map(move |message| (step, message))
    });
    named.collect()
}

/// The rows of words that its document names: messages, and what was tapped.
fn named(at_hand: &Reflection) -> (BTreeSet<i64>, BTreeSet<i64>) {
    let (mut words, mut taps) = (BTreeSet::new(), BTreeSet::new());
    for side in &at_hand.sides {
        for written in &side.written {
            words.extend(written.bits.iter().map(|bit| bit.part.id.0));
            words.extend(written.felt.iter().map(|felt| felt.id.0));
        }
        taps.extend(side.now.iter().map(|now| now.id.0));
    }
    (words, taps)
}

fn rank(phase: Phase) -> u8 {
    match phase {
        Phase::Invited { .. } => 0,
        Phase::Break { .. } => 1,
        Phase::Writing => 2,
        Phase::Opening => 3,
        Phase::Resting { .. } => 4,
        Phase::Asking { .. } => 5,
        Phase::Over { .. } => 6,
    }
}

/// From the second yes until the day after.
fn holds(at_hand: &Reflection) -> bool {
    !at_hand.is_alone() && (1..=4).contains(&rank(at_hand.phase))
}

/// For whoever reads the story.
fn tell_of(sim: &mut Sim, changed: &Changed<At>) {
    let name = |at: &At| match at.reflection.phase {
        Phase::Invited { .. } => "invited".to_owned(),
        Phase::Break { .. } => "a pause".to_owned(),
        Phase::Writing => "writing".to_owned(),
        Phase::Opening => "opening".to_owned(),
        Phase::Resting { .. } => "resting".to_owned(),
        Phase::Asking { .. } => "how is it now".to_owned(),
        Phase::Over { how, .. } => format!("over, {how:?}"),
    };
    let (was, is) = (changed.before.as_ref().map(name), name(&changed.after));
    if was.as_ref() != Some(&is) {
        let was = was.unwrap_or_default();
        let id = changed.after.reflection.id;
        sim.tell(format!("reflection {id}: {was} → {is}"));
    }
}

fn it_only_goes_on(changed: &Changed<At>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let (was, is) = (before.reflection.phase, changed.after.reflection.phase);
    let over = matches!(was, Phase::Over { .. });
    if rank(was) <= rank(is) && (!over || was == is) {
        return Ok(());
    }
    let what = format!("reflection {}: {was:?} then {is:?}", before.reflection.id);
    broken("a reflection only goes on, and what is over stays so", what)
}

fn it_begins_with_a_time_to_come_back(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    if changed.before.is_some() || after.is_alone() {
        return Ok(());
    }
    let asker = sitter(sim, after, after.asked_by);
    let asked = asker
        .zip(after.couple)
        .is_some_and(|asked| sim.ledger.reflections.asked.contains(&asked));
    let what = format!("reflection {} of {asker:?}: {:?}", after.id, after.phase);
    if !asked {
        return broken("a reflection is asked for by one of the two", what);
    }
    if let Phase::Invited { invite_at, .. } = after.phase {
        let arrives = invite_at.max(sim.wall());
        sim.ledger.reflections.arrives.insert(after.id, arrives);
    }
    Ok(())
}

fn both_say_yes_and_rest(sim: &Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    let before = changed.before.as_ref().map(|before| &before.reflection);
    if after.is_alone() {
        return Ok(());
    }
    let id = after.id;
    let was = before.map_or(0, |before| rank(before.phase));
    let is = rank(after.phase);
    let made = &sim.ledger.reflections;
    if was < 1 && (1..6).contains(&is) {
        let invited = sitter(sim, after, after.asked_by.other());
        let too = |who: &usize| {
            let asked = after.couple.map(|couple| (*who, couple));
            made.yes.contains(&(*who, id)) || asked.is_some_and(|asked| made.asked.contains(&asked))
        };
        if !invited.is_some_and(|who| too(&who)) {
            return broken(
                "a reflection begins when both said yes",
                format!("reflection {id}"),
            );
        }
    }
    // A wrong clock makes a pause short or long; a right one does not.
    if was < 2 && (2..6).contains(&is) && sim.plan.clock_is_right() {
        let arrives = made.arrives.get(&id).copied().unwrap_or(sim.begin);
        if sim.wall().duration_since(arrives) < BREAK_MIN {
            let what = format!("reflection {id}: it could arrive at {arrives}");
            return broken("first comes a pause of twenty minutes at least", what);
        }
    }
    Ok(())
}

fn nobody_is_invited_too_often(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let gone_out = |at: &At| match at.reflection.phase {
        Phase::Invited { gone_out, .. } => gone_out,
        _ => false,
    };
    let before = changed.before.as_ref().is_some_and(gone_out);
    let after = &changed.after.reflection;
    let (Some(couple), false, true) = (after.couple, before, gone_out(&changed.after)) else {
        return Ok(());
    };
    let (to, wall) = (after.asked_by.other(), sim.wall());
    let made = &mut sim.ledger.reflections;
    let all = made.invited.entry((couple, to.index())).or_default();
    all.push(wall);
    let since = wall.saturating_sub(INVITATIONS_IN).expect("a time");
    let lately = made.invitations(couple, to, since);
    if lately > INVITATIONS_MAX && sim.plan.clock_is_right() {
        return broken(
            "three invitations a week at most",
            format!("{lately} in couple {couple}"),
        );
    }
    Ok(())
}

fn a_no_is_told_at_the_stated_return(sim: &Sim, changed: &Changed<At>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let not_now = matches!(
        changed.after.reflection.phase,
        Phase::Over {
            how: End::NotNow,
            ..
        }
    );
    let (Phase::Invited { return_at, .. }, true) = (before.reflection.phase, not_now) else {
        return Ok(());
    };
    if sim.wall() < return_at {
        let what = format!("reflection {}: {return_at}", before.reflection.id);
        return broken("a no is told at the stated return, not before", what);
    }
    Ok(())
}

fn only_ones_own_words_are_in_a_step(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    let before = changed.before.as_ref().map(|before| &before.reflection);
    for seat in Seat::BOTH {
        let held = before.map(|before| all_messages(before, seat));
        let held = held.unwrap_or_default();
        let author = sitter(sim, after, seat);
        for (step, message) in all_messages(after, seat).difference(&held).copied() {
            let what = format!("reflection {}: message {message} in step {step}", after.id);
            let Some(author) = author else {
                return broken("only one's own words are in a step", what);
            };
            let key: Message = (author, message);
            let Some(said) = sim.ledger.said.get(&key) else {
                return broken("only one's own words are in a step", what);
            };
            if said.withdrawn {
                return broken("no update is applied twice", what);
            }
            if before.is_some_and(|before| before.phase != Phase::Writing && rank(before.phase) > 2)
            {
                return broken("nothing is added to a step that is sealed", what);
            }
            if sim.ledger.sealed_in.contains_key(&key) {
                return broken("a message is in a round or in a step, not in both", what);
            }
            let at = (after.id, step);
            let other = sim.ledger.reflections.step_of.insert(key, at);
            if other.is_some_and(|other| other != at) {
                return broken("a message is in one step", what);
            }
        }
    }
    Ok(())
}

fn no_message_is_in_a_round_and_in_a_step(sim: &Sim, round: &Round) -> Held {
    for seat in Seat::BOTH {
        let author = super::rules::sitter(sim, round, seat).unwrap_or(usize::MAX);
        let mut parts = round.seat(seat).parts.iter();
        let in_step = |message: i64| {
            let steps = &sim.ledger.reflections.step_of;
            steps.contains_key(&(author, message))
        };
        if let Some(part) = parts.find(|part| in_step(part.message.0)) {
            let what = format!("round {}: message {}", round.id, part.message.0);
            return broken("a message is in a round or in a step, not in both", what);
        }
    }
    Ok(())
}

/// Its time was over in this step.
fn was_erased(before: &Reflection, after: &Reflection) -> bool {
    before.erase_at.is_some() && after.erase_at.is_none() && !after.is_kept()
}

/// While somebody writes, and while a step is sealed, nothing of theirs goes but by their own hand.
fn words_go_only_by_their_authors_hand(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let (before, after) = (&before.reflection, &changed.after.reflection);
    let acts = heard(sim, after.id);
    for seat in Seat::BOTH {
        let is = all_messages(after, seat);
        let author = sitter(sim, before, seat).unwrap_or(usize::MAX);
        for (step, message) in all_messages(before, seat).difference(&is).copied() {
            let cleared = acts.iter().any(|(who, act)| {
                *who == author && matches!(act, Act::Clear(at) if usize::from(*at) == step)
            });
            let ends = after.is_over() || after.side(seat).gone || was_erased(before, after);
            let Some(said) = sim.ledger.said.get_mut(&(author, message)) else {
                return broken(
                    "every part has an author",
                    format!("reflection {}", after.id),
                );
            };
            said.withdrawn = true;
            if !cleared && !ends && !said.deleted {
                let what = format!(
                    "reflection {} seat {seat:?}: message {message} of step {step} is gone",
                    after.id
                );
                return broken("what is in a step goes only by its author's hand", what);
            }
        }
    }
    Ok(())
}

fn it_opens_when_both_have_sealed(sim: &Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    let was = changed.before.as_ref().map(|at| rank(at.reflection.phase));
    if after.is_alone() || was.is_some_and(|was| was > 2) || !(3..6).contains(&rank(after.phase)) {
        return Ok(());
    }
    for seat in Seat::BOTH {
        let author = sitter(sim, after, seat).unwrap_or(usize::MAX);
        let pressed = sim.ledger.reflections.sealed.contains(&(author, after.id));
        let side = after.side(seat);
        let there = side.written.iter().any(|written| written.is_there());
        if !pressed || side.sealed_at.is_none() || !there || side.gone {
            let what = format!("reflection {} seat {seat:?}", after.id);
            return broken("a reflection opens when both have sealed", what);
        }
    }
    Ok(())
}

async fn steps_open_one_at_a_time(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    let was_open = |step: usize| {
        let before = changed.before.as_ref().map(|at| &at.reflection);
        let step = before.and_then(|before| before.steps.get(step));
        step.is_some_and(|step| step.opened)
    };
    let new: Vec<usize> = (0..after.steps.len())
        .filter(|step| after.steps[*step].opened && !was_open(*step))
        .collect();
    if new.is_empty() || after.is_alone() {
        return Ok(());
    }
    let what = format!("reflection {}: steps {new:?}", after.id);
    let taps = heard(sim, after.id);
    let taps = taps.iter().filter(|(_, act)| matches!(act, Act::Open(_)));
    if new.len() > taps.count() {
        return broken("a step opens on a tap, one at a time", what);
    }
    if rank(after.phase) < 3 {
        return broken("a step opens after both have sealed", what);
    }
    for step in new {
        for seat in Seat::BOTH {
            // What an end in the same moment erased is gone; it was there, or it could not have opened.
            if !after.wrote(seat, step) && !after.is_over() {
                return broken("a step opens from both sides", what);
            }
            if let (Some(author), Some(reader)) =
                (sitter(sim, after, seat), sitter(sim, after, seat.other()))
            {
                for message in messages(after, seat, step) {
                    let opened = &mut sim.ledger.reflections.opened;
                    opened.insert(((author, message), reader));
                }
            }
            let key = after.opened_key(seat, step);
            if after.reader(seat).is_some() && sim.probe.row_of_key(&key).await.is_none() {
                return broken("both sides of a step open together", what);
            }
        }
        sim.opened_steps += 1;
        sim.tell(format!("reflection {}: step {step} opens", after.id));
    }
    Ok(())
}

async fn a_step_is_given_only_by_its_author(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    for seat in Seat::BOTH {
        for step in 0..after.steps.len() {
            let given = |at_hand: &Reflection| {
                let written = at_hand.written(seat, step);
                written.is_some_and(|written| written.alone == Some(OneSided::Given))
            };
            let before = changed.before.as_ref().map(|at| &at.reflection);
            if before.is_some_and(given) || !given(after) {
                continue;
            }
            let author = sitter(sim, after, seat).unwrap_or(usize::MAX);
            let gave = (author, after.id, step);
            if !sim.ledger.reflections.gave.contains(&gave) || rank(after.phase) < 3 {
                let what = format!("reflection {} step {step} of {seat:?}", after.id);
                return broken("a step is given only by its author", what);
            }
            if let Some(reader) = sitter(sim, after, seat.other()) {
                for message in messages(after, seat, step) {
                    let opened = &mut sim.ledger.reflections.opened;
                    opened.insert(((author, message), reader));
                }
            }
            sim.tell(format!("reflection {}: step {step} is given", after.id));
        }
    }
    Ok(())
}

fn what_was_opened_is_fixed(changed: &Changed<At>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let (before, after) = (&before.reflection, &changed.after.reflection);
    let erased = was_erased(before, after);
    for seat in Seat::BOTH {
        for step in (0..before.steps.len()).filter(|step| before.is_open(seat, *step)) {
            if messages(before, seat, step) != messages(after, seat, step) && !erased {
                let what = format!("reflection {} step {step} of {seat:?}", after.id);
                return broken("what was opened is fixed", what);
            }
        }
    }
    Ok(())
}

/// What its document names is what is kept; after the end that is nothing that was not opened.
async fn unopened_words_go_with_the_end(sim: &mut Sim, changed: &Changed<At>) -> Held {
    let after = &changed.after.reflection;
    let kept = sim.probe.words_of(after.id).await;
    for (part, sealed) in &kept {
        let looks = &mut sim.ledger.reflections.sealed_words;
        let looks = looks
            .entry(*part)
            .or_insert_with(|| (after.id, BTreeSet::new()));
        looks.1.insert(sealed.chars().take(48).collect());
    }
    let kept: BTreeSet<i64> = kept.into_keys().collect();
    let (words, taps) = named(after);
    // What was tapped a day later outlives it, until the next time.
    let may_be: BTreeSet<i64> = words.union(&taps).copied().collect();
    if !words.is_subset(&kept) || !kept.is_subset(&may_be) {
        let what = format!(
            "reflection {}: names {words:?} and {taps:?}, keeps {kept:?}",
            after.id
        );
        return broken("the words that are kept are those of the reflection", what);
    }
    if !after.is_over() {
        return Ok(());
    }
    for seat in Seat::BOTH {
        for step in 0..after.steps.len() {
            if after.wrote(seat, step) && !after.is_open(seat, step) {
                let what = format!("reflection {} step {step} of {seat:?}", after.id);
                return broken("unopened words are gone after an end", what);
            }
        }
    }
    Ok(())
}

/// Opened steps come first: until the day after no round opens its answers, and only check-ins are asked by the plan.
fn rounds_wait(sim: &Sim, changed: &Changed<Round>, changes: &Changes) -> Held {
    let round = &changed.after;
    let before = |held: &At| {
        let mut changed = changes.reflections.iter();
        let changed = changed.find(|changed| changed.after.reflection.id == held.reflection.id);
        match changed {
            Some(changed) => changed
                .before
                .as_ref()
                .is_some_and(|at| holds(&at.reflection)),
            None => true,
        }
    };
    let all = sim.probe.reflections.values();
    let mut theirs = all.filter(|held| held.reflection.couple == Some(round.couple));
    // Where it began or ended in this very step, either order is right.
    let Some(held) = theirs.find(|held| holds(&held.reflection) && before(held)) else {
        return Ok(());
    };
    let what = format!("round {}, reflection {}", round.id, held.reflection.id);
    let was_revealed = changed.before.as_ref().is_some_and(Round::is_revealed);
    if round.is_revealed() && !was_revealed {
        return broken("a reveal waits until the day after a reflection", what);
    }
    let by_plan = matches!(round.origin, Origin::Slot { .. });
    if changed.before.is_none() && by_plan && round.kind.as_str() != "check-in" {
        return broken("during a reflection the plan asks check-ins only", what);
    }
    Ok(())
}

/// When its couple is to be looked at for it, worked out from its phase alone.
pub fn pending(sim: &Sim, couple: CoupleId, paused: bool) -> Vec<(&'static str, Timestamp)> {
    let all = sim.probe.reflections.values();
    let theirs = all.filter(|held| held.reflection.couple == Some(couple));
    theirs
        .flat_map(|held| moments(sim, &held.reflection, paused))
        .collect()
}

fn moments(sim: &Sim, at_hand: &Reflection, paused: bool) -> Vec<(&'static str, Timestamp)> {
    let believed = sim.wall() + TRUSTED_AFTER;
    let lasts = if at_hand.is_alone() {
        SignedDuration::from_hours(7 * 24)
    } else {
        SILENT_FOR
    };
    let silence = |since: Timestamp| {
        let ends = since.saturating_add(lasts).expect("a time").max(believed);
        (!paused).then_some(("the end of a silence", ends))
    };
    let mut pending = Vec::new();
    match at_hand.phase {
        Phase::Invited {
            invite_at,
            gone_out,
            return_at,
            ..
        } => {
            pending.extend((!gone_out).then_some(("an invitation", invite_at)));
            pending.push(("not now", return_at));
        }
        Phase::Break { return_at, .. } => pending.push(("the return", return_at)),
        Phase::Writing => {
            for side in &at_hand.sides {
                let bits = side.written.iter().flat_map(|written| &written.bits);
                let mut parts = bits.map(|bit| &bit.part);
                if let Some(sealed) = side.sealed_at
                    && parts.any(|part| !part.covered && !part.touched)
                {
                    pending.push(("a touch", sealed + TOUCH_MAX));
                }
            }
            pending.extend(silence(at_hand.last_at));
        }
        Phase::Opening => {
            pending.extend(silence(at_hand.last_at));
            if let Some(timer) = at_hand.timer {
                let turns = if timer.swapped { 2 } else { 1 };
                pending.push(("a turn of the timer", timer.since + TURN * turns));
            }
        }
        Phase::Resting { ask_at } => {
            let unasked = Seat::BOTH.into_iter();
            let unasked = unasked.filter(|seat| !at_hand.side(*seat).asked);
            pending.extend(unasked.map(|seat| ("how is it now", ask_at[seat.index()])));
        }
        Phase::Asking { since } => pending.extend(silence(since.max(at_hand.last_at))),
        Phase::Over { .. } => {}
    }
    let erased = at_hand.erase_at.map(|at| at.max(believed));
    pending.extend(erased.map(|at| ("what was opened is erased", at)));
    pending
}

/// One that somebody does alone has a moment of its own; those of two have their couple's.
fn its_moment_is_not_missed(sim: &Sim, changed: &Changed<At>) -> Held {
    let At { reflection, due_at } = &changed.after;
    if !reflection.is_alone() {
        return Ok(());
    }
    let slack = SignedDuration::from_millis(2);
    for (what, at) in moments(sim, reflection, false) {
        if due_at.is_none_or(|due| due > at + slack) {
            let what = format!("reflection {}: {what} at {at}, {due_at:?}", reflection.id);
            return broken("whatever is pending is looked at in time", what);
        }
    }
    Ok(())
}

/// A message with words of somebody else: words of a step come in that reflection's own messages, and nothing else does.
pub async fn words_keep_to_their_place(
    sim: &mut Sim,
    chat: i64,
    message: i64,
    words: Message,
) -> Held {
    let Some(row) = sim.made_by.get(&(chat, message)).copied() else {
        return Ok(());
    };
    let of_row = sim.probe.reflection_of_row(row).await;
    let of_words = sim.ledger.reflections.step_of.get(&words);
    let of_words = of_words.map(|(reflection, _)| *reflection);
    if of_row == of_words {
        return Ok(());
    }
    let what = format!(
        "message {} of {} in row {row:x}: {of_words:?} and {of_row:?}",
        words.1, sim.people[words.0].name
    );
    broken(
        "words of a step stay in their reflection, and words of a round out of it",
        what,
    )
}

/// Nothing of a reflection is in a chat of more than one.
pub async fn no_trace_in_a_group(sim: &mut Sim) -> Held {
    let sql = "select count(*) from outbox where chat < 0 and \
        (role = 'reflection' or key like 'reflect:%')";
    match sim.probe.number(sql).await {
        0 => Ok(()),
        rows => broken(
            "no trace of a reflection in a group",
            format!("{rows} rows"),
        ),
    }
}

/// At the end: everything has come to its end, both read what was opened, and what is erased is gone from the screens and the
/// disk.
pub async fn came_to_rest(sim: &mut Sim) -> Held {
    every_reflection_ends(sim)?;
    every_opened_step_is_on_both_screens(sim)?;
    erased_words_are_off_the_screens(sim)?;
    no_trace_in_a_group(sim).await?;
    erased_words_are_off_the_disk(sim).await
}

fn every_reflection_ends(sim: &Sim) -> Held {
    for held in sim.probe.reflections.values() {
        let at_hand = &held.reflection;
        let couple = at_hand.couple.and_then(|id| sim.probe.couples.get(&id));
        let paused = couple.is_some_and(|pair| pair.couple.paused_at.is_some());
        if !at_hand.is_over() && !paused {
            let what = format!("reflection {}: {:?}", at_hand.id, at_hand.phase);
            return broken("every reflection comes to its end", what);
        }
    }
    let held = |pair: &&super::probe::Pair| {
        let couple = &pair.couple;
        couple.reflect.held && couple.paused_at.is_none() && couple.is_together()
    };
    match sim.probe.couples.values().find(held) {
        Some(pair) => broken(
            "after a reflection everyday rounds go on",
            format!("couple {}", pair.couple.id),
        ),
        None => Ok(()),
    }
}

fn every_opened_step_is_on_both_screens(sim: &Sim) -> Held {
    for (words, reader) in &sim.ledger.reflections.opened {
        let (Some(said), agent) = (sim.ledger.said.get(words), &sim.people[*reader]) else {
            continue;
        };
        let (id, step) = match sim.ledger.reflections.step_of.get(words) {
            Some((id, step)) => (*id, *step),
            None => continue,
        };
        let has_left = sim.probe.reflections.get(&id).is_none_or(|held| {
            let mut seats = Seat::BOTH.into_iter();
            seats.any(|seat| held.reflection.side(seat).gone)
        });
        let voice = said.file_id.as_deref().is_some_and(|file_id| {
            file_id.starts_with("voice") || file_id.starts_with("video_note")
        });
        let has_mark = !said.canaries.is_empty() || said.file_id.is_some();
        let excused = agent.was_blocked
            || agent.away_long
            || has_left
            || !has_mark
            || (voice && agent.refuses_voice);
        if !excused && !sim.shown.contains(&(*words, *reader)) {
            let what = format!(
                "reflection {id} step {step}: {} never saw message {} of {}",
                agent.name, words.1, sim.people[words.0].name
            );
            return broken("both sides of an opened step arrive", what);
        }
    }
    Ok(())
}

/// Whether this reflection's words were erased: it is over, and nothing of it waits or is kept.
fn is_erased(at_hand: &Reflection) -> bool {
    at_hand.is_over() && at_hand.erase_at.is_none() && !at_hand.is_kept()
}

fn erased_words_are_off_the_screens(sim: &Sim) -> Held {
    for (reader, agent) in sim.people.iter().enumerate() {
        // What was given up for somebody who was away cannot be emptied either.
        if agent.was_blocked || agent.away_long {
            continue;
        }
        for seen in sim.telegram.screen(agent.id) {
            let row = sim.made_by.get(&(agent.id, seen.message_id));
            let tale = row.and_then(|row| sim.rows.get(row));
            // A copy nobody knows of cannot be emptied.
            if !seen.is_from_bot() || tale.is_none_or(|tale| tale.doubtful > 0) {
                continue;
            }
            for ((author, message), mark) in sim.ledger.find(&seen.text, None) {
                let key = (author, message);
                let Some((id, step)) = sim.ledger.reflections.step_of.get(&key) else {
                    continue;
                };
                let at_hand = sim.probe.reflections.get(id).map(|held| &held.reflection);
                // A file leaves the chat by itself, as far as Telegram still lets it.
                if author == reader || seen.media.is_some() || !at_hand.is_some_and(is_erased) {
                    continue;
                }
                let what = format!(
                    "{} still reads {mark} of reflection {id}, step {step}",
                    agent.name
                );
                return broken("what is erased is emptied on the screens", what);
            }
        }
    }
    Ok(())
}

async fn erased_words_are_off_the_disk(sim: &mut Sim) -> Held {
    let erased = match &sim.bot {
        Some(bot) => bot.erase().await,
        None => return broken("the bot is there at the end", "it is not"),
    };
    if let Err(error) = erased {
        return broken("the store works", error.to_string());
    }
    let mut kept = BTreeSet::new();
    for id in sim.probe.reflections.keys().copied().collect::<Vec<_>>() {
        kept.extend(sim.probe.words_of(id).await);
    }
    let mut database = std::fs::read(sim.folder.path().join("twofold.db")).unwrap_or_default();
    blank_gaps(&mut database);
    let log = std::fs::read(sim.folder.path().join("twofold.db-wal")).unwrap_or_default();
    let files = [database, log].concat();
    let files = String::from_utf8_lossy(&files);
    for (part, (id, looks)) in &sim.ledger.reflections.sealed_words {
        let there = |look: &&String| {
            let is_kept = kept
                .iter()
                .any(|(row, sealed)| row == part && sealed.starts_with(look.as_str()));
            !is_kept && files.contains(look.as_str())
        };
        if looks.iter().any(|look| there(&look)) {
            let what = format!("part {} of reflection {id}", PartId(*part));
            return broken("what is erased is gone from the disk", what);
        }
    }
    Ok(())
}

/// SQLite overwrites what it deletes, but where it moves a row to another page it may leave a copy between a page's directory and
/// its rows, which only `vacuum` clears: see `docs/proof.md`. That is looked past here, and nothing else.
fn blank_gaps(database: &mut [u8]) {
    let size = match database.get(16..18) {
        Some([0, 1]) => 65_536,
        Some([high, low]) => usize::from(*high) * 256 + usize::from(*low),
        _ => return,
    };
    for (number, page) in database.chunks_mut(size).enumerate() {
        let head = if number == 0 { 100 } else { 0 };
        let at = |page: &[u8], at: usize| {
            let two = page.get(at..at + 2);
            two.map_or(0, |two| usize::from(two[0]) * 256 + usize::from(two[1]))
        };
        let directory = match page.get(head) {
            Some(2 | 5) => head + 12,
            Some(10 | 13) => head + 8,
            _ => continue,
        };
        let (rows, content) = (at(page, head + 3), at(page, head + 5));
        if let Some(gap) = page.get_mut(directory + 2 * rows..content) {
            gap.fill(0);
        }
    }
}
