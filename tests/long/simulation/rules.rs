//! What must hold after every step, whatever went wrong in it. Each rule is a small function.
//!
//! They compare three things that know nothing of each other: what people did and chose ([`super::ledger`]), what the
//! database holds ([`super::probe`]), and what stands on people's screens.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::ledger::Message;
use super::probe::{Changed, Changes, Pair};
use super::pump::HeardWhat;
use super::sim::{Held, Sim, broken};
use super::{homes, sealed_steps};
use twofold::core::model::couple::{Couple, Phase};
use twofold::core::model::delivery::Call;
use twofold::core::model::ids::{CoupleId, PartId, Seat};
use twofold::core::model::round::{ANOTHER_MAX, Closed, Half, Round, RoundPhase, TOUCH_MAX};
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::core::{Rules, TRUSTED_AFTER};
use twofold::run::sender::bind::makes_message;
use twofold::run::sender::dispatcher::Plan as Calls;
use twofold::sandbox::{Reply, What};

/// All of them.
pub async fn check(sim: &mut Sim) -> Held {
    let changes = sim.probe.refresh().await;
    for one in sim.heard.clone() {
        if let HeardWhat::Pressed { data } = &one.what
            && data.starts_with("for:")
        {
            sim.chose_partner(one.who);
        }
    }
    for changed in &changes.couples {
        note_partners(sim, &changed.after.couple);
        phases_only_go_on(changed)?;
        two_become_a_couple_by_the_inviters_yes(sim, changed)?;
    }
    nobody_is_in_two_couples(sim, &changes)?;
    for changed in &changes.rounds {
        what_is_over_stays_over(changed)?;
        one_round_a_slot(sim, changed)?;
        only_ones_own_words_are_sealed(sim, changed)?;
        words_after_a_rounds_time_do_not_count(sim, changed)?;
        words_and_their_places_agree(sim, &changed.after).await?;
        an_answer_goes_only_by_its_authors_hand(sim, changed)?;
        an_answered_round_does_not_close(sim, changed)?;
        a_reveal_opens_both_answers_to_both(sim, changed).await?;
        a_half_is_given_only_by_its_author(sim, changed)?;
    }
    sealed_steps::check(sim, &changes).await?;
    words_in_time_count(sim, &changes).await?;
    something_pending_is_looked_at_in_time(sim, &changes)?;
    tempt_people(sim, &changes);
    nobody_sees_what_is_not_theirs(sim).await
}

/// Whoever has not answered learns when a round's time is over.
fn tempt_people(sim: &mut Sim, changes: &Changes) {
    for Changed { before, after } in &changes.rounds {
        let Some(close) = after.close_at.filter(|_| after.is_open()) else {
            continue;
        };
        if before.as_ref().and_then(|before| before.close_at) == Some(close) {
            continue;
        }
        for seat in Seat::BOTH.into_iter().filter(|seat| !after.answered(*seat)) {
            if let Some(who) = sitter(sim, after, seat) {
                sim.tempt(who, after.id, close);
            }
        }
    }
}

fn person(sim: &Sim, couple: &Couple, seat: Seat) -> Option<usize> {
    let user = sim.probe.users.get(&couple.person(seat)?)?;
    sim.who(*user)
}

/// Who sits in a seat of a round.
pub fn sitter(sim: &Sim, round: &Round, seat: Seat) -> Option<usize> {
    person(sim, &sim.probe.couples.get(&round.couple)?.couple, seat)
}

fn messages(round: &Round, seat: Seat) -> BTreeSet<i64> {
    round
        .seat(seat)
        .parts
        .iter()
        .map(|part| part.message.0)
        .collect()
}

fn note_partners(sim: &mut Sim, couple: &Couple) {
    if let (true, Some(a), Some(b)) = (
        couple.is_together(),
        person(sim, couple, Seat::A),
        person(sim, couple, Seat::B),
    ) {
        sim.ledger.partners.insert((a, b));
        sim.ledger.partners.insert((b, a));
    }
}

fn phases_only_go_on(changed: &Changed<Pair>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let after = &changed.after.couple;
    let fine = match (before.couple.phase, after.phase) {
        (was @ Phase::Ended { .. }, is) => was == is,
        (was @ Phase::Together { .. }, is) => was == is || matches!(is, Phase::Ended { .. }),
        _ => true,
    };
    if fine {
        return Ok(());
    }
    let what = format!(
        "couple {}: {:?} then {:?}",
        after.id, before.couple.phase, after.phase
    );
    broken(
        "a couple that has ended stays so, and one that is together only ends",
        what,
    )
}

fn two_become_a_couple_by_the_inviters_yes(sim: &Sim, changed: &Changed<Pair>) -> Held {
    let was = changed
        .before
        .as_ref()
        .is_some_and(|before| before.couple.is_together());
    let couple = &changed.after.couple;
    if was || !couple.is_together() {
        return Ok(());
    }
    let pair = (person(sim, couple, Seat::A), person(sim, couple, Seat::B));
    match pair {
        (Some(a), Some(b)) if sim.ledger.confirmed.contains(&(a, b)) => Ok(()),
        _ => broken(
            "two become a couple by the inviter's yes",
            format!("{pair:?}"),
        ),
    }
}

fn nobody_is_in_two_couples(sim: &Sim, changes: &Changes) -> Held {
    if changes.couples.is_empty() {
        return Ok(());
    }
    let mut taken = BTreeSet::new();
    for pair in sim
        .probe
        .couples
        .values()
        .filter(|pair| pair.couple.is_together())
    {
        for person in Seat::BOTH
            .into_iter()
            .filter_map(|seat| pair.couple.present(seat))
        {
            if !taken.insert(person) {
                return broken("a person is in one couple", format!("person {person}"));
            }
        }
    }
    Ok(())
}

fn what_is_over_stays_over(changed: &Changed<Round>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let over = matches!(
        before.phase,
        RoundPhase::Revealed { .. } | RoundPhase::Closed { .. }
    );
    if over && before.phase != changed.after.phase {
        let what = format!(
            "round {}: {:?} then {:?}",
            before.id, before.phase, changed.after.phase
        );
        return broken("a round that is over stays so", what);
    }
    if before.is_revealed() {
        for seat in Seat::BOTH {
            if messages(before, seat) != messages(&changed.after, seat) {
                let what = format!("round {} seat {seat:?}", before.id);
                return broken("after the reveal the pair of answers is fixed", what);
            }
        }
    }
    Ok(())
}

fn one_round_a_slot(sim: &Sim, changed: &Changed<Round>) -> Held {
    let round = &changed.after;
    if round.swaps > ANOTHER_MAX {
        return broken(
            "another one works twice a slot at most",
            format!("round {}", round.id),
        );
    }
    let (None, Some(slot)) = (&changed.before, round.slot()) else {
        return Ok(());
    };
    let twice = |other: &&Round| other.id != round.id && other.slot() == Some(slot);
    match sim.probe.rounds.values().find(twice) {
        Some(other) => {
            let what = format!("{slot:?}: rounds {} and {}", other.id, round.id);
            broken("one round a schedule a local date", what)
        }
        None => Ok(()),
    }
}

fn only_ones_own_words_are_sealed(sim: &mut Sim, changed: &Changed<Round>) -> Held {
    let round = &changed.after;
    for seat in Seat::BOTH {
        let before = changed.before.as_ref().map(|before| messages(before, seat));
        let before = before.unwrap_or_default();
        let author = sitter(sim, round, seat);
        for message in messages(round, seat).difference(&before) {
            let Some(author) = author else {
                return broken(
                    "only one's own words are sealed",
                    format!("round {}", round.id),
                );
            };
            let key = (author, *message);
            let Some(said) = sim.ledger.said.get(&key) else {
                let what = format!("round {}: message {message} is not by {author}", round.id);
                return broken("only one's own words are sealed", what);
            };
            if said.withdrawn {
                let what = format!("message {message} is sealed again after it was taken back");
                return broken("no update is applied twice", what);
            }
            if changed
                .before
                .as_ref()
                .is_some_and(|before| !before.is_open())
            {
                let what = format!("round {}: message {message}", round.id);
                return broken("nothing is added to a round that is over", what);
            }
            if let Some(other) = sim.ledger.sealed_in.insert(key, round.id)
                && other != round.id
            {
                let what = format!("message {message}: rounds {other} and {}", round.id);
                return broken("a message answers one round", what);
            }
        }
    }
    Ok(())
}

/// The first answer of one of the two does not come from a moment at which the round's time was over.
fn words_after_a_rounds_time_do_not_count(sim: &Sim, changed: &Changed<Round>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let Some(close) = before.close_at else {
        return Ok(());
    };
    for seat in Seat::BOTH
        .into_iter()
        .filter(|seat| !before.answered(*seat))
    {
        let new = messages(&changed.after, seat);
        let author = sitter(sim, before, seat);
        let late = |message: &i64| {
            sim.heard.iter().any(|one| match one.what {
                HeardWhat::Message {
                    message: heard,
                    date,
                } => Some(one.who) == author && heard == *message && date >= close,
                _ => false,
            })
        };
        if !new.is_empty() && new.iter().all(late) {
            let what = format!("round {}: messages {new:?}, over at {close}", before.id);
            return broken("words after a round's time do not count", what);
        }
    }
    Ok(())
}

/// What an open round names as its answers is what is kept for it, to the part.
async fn words_and_their_places_agree(sim: &mut Sim, round: &Round) -> Held {
    if !round.is_open() {
        return Ok(());
    }
    let seats = round.seats.iter();
    let named: BTreeSet<i64> = seats
        .flat_map(|seat| {
            let parts = seat.parts.iter().map(|part| part.id.0);
            parts.chain(seat.tapped.iter().map(|tapped| tapped.id.0))
        })
        .collect();
    let kept = sim.probe.parts_of(round.id).await;
    if named == kept {
        return Ok(());
    }
    let what = format!("round {}: names {named:?}, keeps {kept:?}", round.id);
    broken("the words that are kept are those of the round", what)
}

fn an_answer_goes_only_by_its_authors_hand(sim: &mut Sim, changed: &Changed<Round>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let after = &changed.after;
    for seat in Seat::BOTH {
        let gone: Vec<i64> = messages(before, seat)
            .difference(&messages(after, seat))
            .copied()
            .collect();
        if gone.is_empty() {
            continue;
        }
        let couple = sim
            .probe
            .couples
            .get(&after.couple)
            .map(|pair| &pair.couple);
        let couple_is_over =
            couple.is_none_or(|couple| !couple.is_together() || couple.has_left(seat));
        let author = sitter(sim, before, seat);
        let took_back = sim.heard.iter().any(|one| match &one.what {
            HeardWhat::Pressed { data } => {
                Some(one.who) == author
                    && Press::parse(data) == Some(Press::Round(RoundPress::TakeBack(after.id)))
            }
            _ => false,
        });
        for message in gone {
            let key = (author.unwrap_or(usize::MAX), message);
            let Some(said) = sim.ledger.said.get_mut(&key) else {
                if couple_is_over {
                    continue;
                }
                return broken("every part has an author", format!("round {}", after.id));
            };
            if took_back || couple_is_over {
                said.withdrawn = true;
            } else if !said.deleted {
                let what = format!(
                    "round {} seat {seat:?}: message {message} is gone",
                    after.id
                );
                return broken("an answer goes only by its author's hand", what);
            }
        }
    }
    Ok(())
}

fn an_answered_round_does_not_close(sim: &Sim, changed: &Changed<Round>) -> Held {
    let Some(before) = &changed.before else {
        return Ok(());
    };
    let (true, RoundPhase::Closed { how, .. }) = (before.is_open(), changed.after.phase) else {
        return Ok(());
    };
    let couple = sim
        .probe
        .couples
        .get(&before.couple)
        .map(|pair| &pair.couple);
    let fine = match how {
        Closed::Unopened => !changed.after.both_answered() && !before.both_answered(),
        Closed::Talked => {
            Seat::BOTH.iter().all(|seat| !before.answered(*seat))
                && changed.after.seats.iter().all(|seat| seat.talk)
        }
        Closed::Ended => couple.is_none_or(|couple| couple.is_ended() || couple.leaving.is_some()),
        Closed::Dropped => true,
    };
    if fine {
        return Ok(());
    }
    let what = format!("round {} closes as {how:?}", before.id);
    broken(
        "nothing closes a round that both answered, nor one person one that the other answered",
        what,
    )
}

async fn a_reveal_opens_both_answers_to_both(sim: &mut Sim, changed: &Changed<Round>) -> Held {
    let after = &changed.after;
    let was = changed.before.as_ref().is_some_and(Round::is_revealed);
    if was || !after.is_revealed() {
        return Ok(());
    }
    let what = format!("round {}", after.id);
    let Some(before) = &changed.before else {
        return broken("a round is open before it is revealed", what);
    };
    for seat in Seat::BOTH {
        let (held, opened) = (messages(before, seat), messages(after, seat));
        // A tap is no message, but as much of an answer.
        let tapped = tap(before, seat).is_some() && tap(before, seat) == tap(after, seat);
        if (opened.is_empty() && !tapped) || !opened.is_subset(&held) {
            return broken("a reveal waits until both answers are committed", what);
        }
        let (Some(author), Some(reader)) =
            (sitter(sim, after, seat), sitter(sim, after, seat.other()))
        else {
            return broken("a reveal has two readers", what);
        };
        for message in opened {
            let key: Message = (author, message);
            if sim.ledger.said.get(&key).is_none_or(|said| said.withdrawn) {
                let what = format!("{what}: message {message}");
                return broken("nothing that was taken back is revealed", what);
            }
            sim.ledger.opened.insert((key, reader));
        }
        let key = format!("reveal:{}:{}", after.id, seat.index());
        let there = format!("reveal:{}:g", after.id);
        let for_both = sim.probe.row_of_key(&there).await.is_some();
        if !for_both && sim.probe.row_of_key(&key).await.is_none() {
            return broken(
                "a reveal is symmetric",
                format!("{what}: no row for seat {seat:?}"),
            );
        }
    }
    sim.reveals += 1;
    sim.tell(format!("{what} opens"));
    Ok(())
}

fn a_half_is_given_only_by_its_author(sim: &mut Sim, changed: &Changed<Round>) -> Held {
    for seat in Seat::BOTH {
        let before = changed
            .before
            .as_ref()
            .and_then(|before| before.seat(seat).half);
        let after = &changed.after;
        if before == Some(Half::Given) || after.seat(seat).half != Some(Half::Given) {
            continue;
        }
        let author = sitter(sim, after, seat).unwrap_or(usize::MAX);
        if !sim.ledger.gave.contains(&(author, after.id)) {
            return broken(
                "a half is given only by its author",
                format!("round {}", after.id),
            );
        }
        if let Some(reader) = sitter(sim, after, seat.other()) {
            for message in messages(after, seat) {
                sim.ledger.opened.insert(((author, message), reader));
            }
        }
    }
    Ok(())
}

/// An answer in reply to an open prompt is sealed there when its date lies before the round's end, however late it comes.
async fn words_in_time_count(sim: &mut Sim, changes: &Changes) -> Held {
    for one in sim.heard.clone() {
        let HeardWhat::Message { message, date } = one.what else {
            continue;
        };
        let Some(said) = sim.ledger.said.get(&(one.who, message)) else {
            continue;
        };
        let Some(reply_to) = said.reply_to else {
            continue;
        };
        let user = sim.people[one.who].id;
        let busy = sim
            .heard
            .iter()
            .any(|other| other.who == one.who && matches!(other.what, HeardWhat::Pressed { .. }));
        let Some((round, key)) = sim.probe.card_of(user, reply_to).await else {
            continue;
        };
        if busy {
            continue;
        }
        let before = changes
            .rounds
            .iter()
            .find(|changed| changed.after.id == round);
        let after = sim.probe.rounds.get(&round);
        let before = match before {
            Some(changed) => changed.before.as_ref(),
            None => after,
        };
        let (Some(before), Some(after)) = (before, after) else {
            continue;
        };
        let Some(couple) = sim
            .probe
            .couples
            .get(&before.couple)
            .map(|pair| &pair.couple)
        else {
            continue;
        };
        let seat = Seat::BOTH
            .into_iter()
            .find(|seat| person(sim, couple, *seat) == Some(one.who));
        let Some(seat) = seat else { continue };
        let mine = before.seat(seat);
        let shared = sim.probe.rounds.values().filter(|other| {
            other
                .seat(seat)
                .card
                .as_ref()
                .is_some_and(|card| card.key == key)
        });
        let units: u32 = mine.parts.iter().map(|part| part.units).sum();
        let could = couple.is_together()
            && !couple.has_left(seat)
            && before.is_open()
            && after.is_open()
            && !mine.gone
            && !mine.moved
            && shared.count() == 1
            && mine.parts.len() + sim.heard.len() < 20
            && units + 6_000 * sim.heard.len() as u32 <= 20_000
            && (before.both_answered() || before.close_at.is_none_or(|close| date < close));
        if could && !messages(after, seat).contains(&message) {
            let what = format!(
                "round {round}: message {message} of {date} is not sealed; it closes at {:?}",
                before.close_at
            );
            return broken("an answer counts by its own date", what);
        }
    }
    Ok(())
}

/// What a couple has before it, worked out from its rounds alone.
fn pending(sim: &Sim, id: CoupleId) -> Vec<(&'static str, Timestamp)> {
    let Some(pair) = sim.probe.couples.get(&id) else {
        return Vec::new();
    };
    let couple = &pair.couple;
    let rounds = sim.probe.rounds.values().filter(|round| round.couple == id);
    // At the latest then the clock is believed when something is to be erased.
    let believed = sim.wall() + TRUSTED_AFTER;
    let mut pending = Vec::new();
    for round in rounds {
        for seat in &round.seats {
            if let Some(Half::Offered { until }) = seat.half {
                pending.push(("a half is erased", until.max(believed)));
            }
        }
        if !couple.is_together() || !round.is_open() {
            continue;
        }
        match round.phase {
            RoundPhase::Touching { since } => {
                pending.push(("a reveal waits for its touches", since + TOUCH_MAX));
            }
            // It waits for a reflection.
            _ if couple.reflect.held => {}
            _ => {
                let due = round.reveal_due(Rules::default().reveal_delay);
                pending.extend(due.map(|at| ("a reveal", at)));
            }
        }
        if !round.both_answered() && couple.paused_at.is_none() {
            let grace = SignedDuration::from_mins(2);
            pending.extend(round.close_at.map(|at| ("a close", at + grace)));
        }
        for seat in round.seats.iter().filter(|seat| !seat.asked) {
            pending.extend(seat.ask_at.map(|at| ("a prompt", at)));
        }
    }
    pending.extend(sealed_steps::pending(sim, id, couple.paused_at.is_some()));
    match couple.phase {
        Phase::Inviting | Phase::Proposed { .. } => {
            let end = couple.expires_at.map(|at| at.max(believed));
            pending.extend(end.map(|at| ("the end of an invite", at)));
        }
        Phase::Together { .. } => {
            pending.extend(
                couple
                    .leaving
                    .map(|leaving| ("a leave line", leaving.line_at)),
            );
        }
        Phase::Ended { .. } => {}
    }
    pending
}

fn something_pending_is_looked_at_in_time(sim: &Sim, changes: &Changes) -> Held {
    let touched: BTreeSet<CoupleId> = changes
        .rounds
        .iter()
        .map(|changed| changed.after.couple)
        .chain(
            changes
                .couples
                .iter()
                .map(|changed| changed.after.couple.id),
        )
        .chain(
            changes
                .reflections
                .iter()
                .filter_map(|changed| changed.after.reflection.couple),
        )
        .collect();
    for couple in touched {
        let due_at = sim.probe.couples.get(&couple).and_then(|pair| pair.due_at);
        for (what, at) in pending(sim, couple) {
            let slack = SignedDuration::from_millis(2);
            if due_at.is_none_or(|due| due > at + slack) {
                let what = format!("couple {couple}: {what} at {at}, looked at {due_at:?}");
                return broken("whatever is pending is looked at in time", what);
            }
        }
    }
    Ok(())
}

/// Looks at everything that appeared or changed on anybody's screen.
async fn nobody_sees_what_is_not_theirs(sim: &mut Sim) -> Held {
    let changes: Vec<What> = sim
        .telegram
        .changes_since(sim.seen_revision)
        .iter()
        .map(|change| change.what.clone())
        .collect();
    sim.seen_revision = sim.telegram.revision();
    for change in changes {
        let (chat, message, is_new) = match change {
            What::Message { chat, message } => (chat, message, true),
            What::Edit { chat, message } => (chat, message, false),
            What::Toast { person } => {
                let toasts = sim.telegram.toasts(person);
                let text = toasts
                    .last()
                    .map(|toast| toast.text.clone())
                    .unwrap_or_default();
                if !sim.ledger.find(&text, None).is_empty() {
                    return broken(
                        "no words in the answer to a button",
                        format!("person {person}"),
                    );
                }
                continue;
            }
            _ => continue,
        };
        if let Some(reader) = sim.who(chat) {
            let Some(seen) = sim.telegram.message(chat, chat, message) else {
                continue;
            };
            if !seen.is_from_bot() {
                continue;
            }
            let other = seen
                .other
                .as_ref()
                .map(|(_, value)| value.to_string())
                .unwrap_or_default();
            let file = seen.media.as_ref().map(|(_, file_id)| file_id.as_str());
            let shown = format!("{} {other}", seen.text);
            for (key, mark) in sim.ledger.find(&shown, file) {
                let author = key.0;
                if author != reader && !sim.ledger.may_see(key, reader) {
                    let what = format!(
                        "{} sees {mark} of {} (message {} in {message})",
                        sim.people[reader].name, sim.people[author].name, key.1
                    );
                    return broken("words reach only those who may see them", what);
                }
                if author != reader {
                    sealed_steps::words_keep_to_their_place(sim, chat, message, key).await?;
                }
                sim.shown.insert((key, reader));
            }
            if is_new {
                let name = sim.people[reader].name;
                let first = seen.text.lines().next().unwrap_or_default();
                let first: String = first.chars().take(60).collect();
                sim.tell(format!("{name} gets {message}: {first}"));
                sim.notice(reader, !seen.silent);
            }
            sim.keep_on_screen(reader, &seen, is_new);
        } else if let Some(at) = sim.home_of(chat) {
            homes::only_the_two_read_it(sim, at, message, is_new)?;
        } else {
            let member = sim.people.first().map(|agent| agent.id).unwrap_or_default();
            let Some(seen) = sim.telegram.message(member, chat, message) else {
                continue;
            };
            if seen.is_from_bot() && !sim.ledger.find(&seen.text, None).is_empty() {
                return broken("no words in a group", format!("chat {chat}"));
            }
        }
    }
    Ok(())
}

/// A row is marked durably before its call is made.
pub async fn calls_are_marked(sim: &mut Sim, plan: &Calls) -> Held {
    for due in &plan.calls {
        let sql =
            "select count(*) from outbox where id = $1 and state = 'sending' and done_at is null";
        if sim.probe.number_of(sql, due.row).await != 1 {
            let what = format!("row {:x}: {}", due.row, due.call.method);
            return broken("a row is marked before its call is made", what);
        }
    }
    Ok(())
}

/// Telegram's limits, as the sender keeps them: bursts of three and one a second in a chat, thirty a second in all.
pub fn pace_is_kept(sim: &mut Sim, plan: &Calls) -> Held {
    let t = sim.elapsed();
    let Some(bot) = &mut sim.bot else {
        return Ok(());
    };
    for due in &plan.calls {
        bot.begun_all.push(t);
        if makes_message(&due.call.method)
            && let Some(chat) = due.call.params["chat_id"].as_i64()
        {
            bot.begun.entry(chat).or_default().push(t);
        }
    }
    let old = |at: &Duration| *at + Duration::from_secs(60) >= t;
    bot.begun_all.retain(old);
    let within = |times: &[Duration], seconds: u64| {
        let from = t.saturating_sub(Duration::from_secs(seconds));
        times.iter().filter(|at| **at > from).count()
    };
    if within(&bot.begun_all, 1) > 30 {
        return broken(
            "thirty calls a second",
            format!("{}", within(&bot.begun_all, 1)),
        );
    }
    for (chat, times) in &mut bot.begun {
        times.retain(old);
        if *chat < 0 && times.len() > 20 {
            let what = format!("{} in a minute to {chat}", times.len());
            return broken("twenty messages a minute in a group", what);
        }
        for seconds in [1, 5, 20, 59] {
            if within(times, seconds) > 3 + seconds as usize {
                let what = format!("{} in {seconds} s to {chat}", within(times, seconds));
                return broken("one message a second in a chat, three in a burst", what);
            }
        }
    }
    Ok(())
}

/// A poll acknowledges what lies before its offset: all of that must have been applied, or Telegram forgets it unread. To be
/// asked before the poll: what Telegram has given up by itself by then, nobody could apply.
pub async fn what_is_acknowledged_is_applied(sim: &mut Sim, offset: i64) -> Held {
    for update in std::mem::take(&mut sim.given) {
        let is_over = !sim.telegram.update_waits(update, sim.now);
        if is_over || sim.probe.is_applied(update).await {
            continue;
        }
        if update < offset {
            let what =
                format!("update {update} is not applied, and the next poll is from {offset}");
            return broken("an update is acknowledged after it was applied", what);
        }
        sim.given.insert(update);
    }
    Ok(())
}

/// Visible copies of one thing are at most one more than the calls whose outcome nobody knows.
pub fn copies_are_few(sim: &Sim, row: i64) -> Held {
    match sim.rows.get(&row) {
        Some(tale) if tale.makes_message && tale.arrived > 1 + tale.doubtful => broken(
            "one copy, and one for each doubt",
            format!("row {row:x}: {tale:?}"),
        ),
        _ => Ok(()),
    }
}

/// What Telegram refuses although nothing went wrong on the way: only what people brought about.
pub fn telegram_takes_it(call: &Call, reply: &Reply) -> Held {
    let Some(refusal) = reply.description() else {
        return Ok(());
    };
    let theirs = [
        "blocked by the user",
        "message is not modified",
        "VOICE_MESSAGES_FORBIDDEN",
        "not found",
        "MESSAGE_ID_INVALID",
        "query is too old",
        "retry after",
        "bot was kicked",
        "bot is not a member",
        "upgraded to a supergroup",
        // Somebody who is in a group with the bot and never wrote to it.
        "can't initiate conversation",
        // A page of `/safety` taken away when it is older than two days: it is emptied all the same.
        "message can't be deleted",
        // A button of a text, pressed by a forger on a photo.
        "there is no text in the message to edit",
    ];
    if theirs.iter().any(|part| refusal.contains(part)) {
        return Ok(());
    }
    broken(
        "Telegram takes every call",
        format!("{}: {refusal}", call.method),
    )
}

/// Which tap an answer holds.
fn tap(round: &Round, seat: Seat) -> Option<PartId> {
    let tapped = round.seat(seat).tapped.as_ref();
    tapped.map(|tapped| tapped.id)
}

/// A round's parts, for the end.
pub fn opened_parts(round: &Round, seat: Seat) -> Vec<i64> {
    messages(round, seat).into_iter().collect()
}
