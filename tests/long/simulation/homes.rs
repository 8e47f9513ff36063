//! What must hold in groups of two, after every step and at the end.
//!
//! Words reach a group only while the two and the bot are alone there, and what cannot go there reaches both in their own chats.
//! Who is there is what [`super::groups`] noted, not what the bot believes. Start with [`only_the_two_read_it`].

use super::rules::sitter;
use super::sim::{Held, Sim, broken};
use twofold::core::model::ids::{CoupleId, Seat};
use twofold::run::sender::guard::Guard;

/// The two of the couple whose home this is, by index.
fn two_of(sim: &Sim, couple: CoupleId) -> Option<[usize; 2]> {
    let couple = &sim.probe.couples.get(&couple)?.couple;
    let person = |seat: Seat| {
        let user = sim.probe.users.get(&couple.person(seat)?)?;
        sim.who(*user)
    };
    Some([person(Seat::A)?, person(Seat::B)?])
}

/// A look objected to nothing: were the two really alone?
pub fn note_look(sim: &mut Sim, row: i64, guard: &Guard) -> Held {
    let two = guard.two.map(|user| sim.who(user.0));
    let at = sim.home_of(guard.chat.0);
    let ([Some(a), Some(b)], Some(at)) = (two, at) else {
        return Ok(());
    };
    if !sim.homes[at].holds_only([a, b]) {
        let what = format!(
            "row {row:x}, group {}: {:?}",
            guard.chat.0, sim.homes[at].members
        );
        return broken("a look finds whoever is there", what);
    }
    sim.looked.insert(row);
    Ok(())
}

/// Looks at what appeared or changed in a group: words of each other, opened, while nobody else is there. Copies that stood there
/// before may stay.
pub fn only_the_two_read_it(sim: &mut Sim, at: usize, message: i64, is_new: bool) -> Held {
    let home = &sim.homes[at];
    let chat = home.chat;
    let Some(viewer) = home.members.iter().next().copied() else {
        return Ok(());
    };
    let Some(seen) = sim.telegram.message(sim.people[viewer].id, chat, message) else {
        return Ok(());
    };
    if !seen.is_from_bot() {
        return Ok(());
    }
    let other = seen.other.as_ref().map(|(_, value)| value.to_string());
    let file = seen.media.as_ref().map(|(_, file_id)| file_id.as_str());
    let shown = format!("{} {}", seen.text, other.unwrap_or_default());
    let row = sim.made_by.get(&(chat, message)).copied();
    let looked = row.is_some_and(|row| sim.looked.contains(&row));
    for (words, mark) in sim.ledger.find(&shown, file) {
        if !sim.there.insert((chat, message, mark.clone())) {
            continue;
        }
        let author = words.0;
        let what = format!(
            "message {message} in {chat}: {mark} of {} (message {}), before {:?}",
            sim.people[author].name, words.1, sim.homes[at].members
        );
        if words.1 < 0 {
            return broken("talk between the two is left alone", what);
        }
        let partner = sim.homes[at].members.iter().copied();
        let mut partners = partner.filter(|who| *who != author);
        let reader = partners.find(|who| sim.ledger.opened.contains(&(words, *who)));
        let reader = reader.or_else(|| {
            // They went out between the look and the message.
            let all = 0..sim.people.len();
            let mut all = all.filter(|_| looked);
            all.find(|who| sim.ledger.opened.contains(&(words, *who)))
        });
        let Some(reader) = reader else {
            return broken("only what was opened is in a group", what);
        };
        if sim.ledger.reflections.step_of.contains_key(&words) {
            return broken("no words of a reflection in a group", what);
        }
        if !looked && !sim.homes[at].holds_only([author, reader]) {
            return broken("no words in a group with anybody else in it", what);
        }
        sim.shown.insert((words, reader));
    }
    if is_new {
        let holds_words = !sim.ledger.find(&shown, file).is_empty();
        sim.opened_there += u64::from(holds_words);
        let first = seen.text.lines().next().unwrap_or_default();
        let first: String = first.chars().take(60).collect();
        sim.tell(format!("{chat} gets {message}: {first}"));
    }
    sim.keep_there(at, &seen, is_new);
    Ok(())
}

/// At the end: a reveal came once, and an open question is where the two can read it.
pub async fn came_to_rest(sim: &mut Sim) -> Held {
    a_reveal_comes_once(sim).await?;
    an_open_question_is_in_their_chats(sim)
}

/// In the group or in both chats. A reveal of several messages may come whole again, when somebody came in its midst.
async fn a_reveal_comes_once(sim: &mut Sim) -> Held {
    let revealed = sim
        .probe
        .rounds
        .values()
        .filter(|round| round.is_revealed());
    let rounds: Vec<_> = revealed.map(|round| round.id).collect();
    for round in rounds {
        let there = sim.probe.rows_of(&format!("reveal:{round}:g")).await;
        let whole = !there.is_empty() && there.iter().all(|(_, state)| state == "sent");
        if !whole {
            continue;
        }
        for seat in Seat::BOTH {
            let key = format!("reveal:{round}:{}", seat.index());
            let apart = sim.probe.rows_of(&key).await;
            let tale = |row: &i64| sim.rows.get(row);
            let certain = there
                .iter()
                .all(|(row, _)| tale(row).is_some_and(|tale| tale.doubtful == 0));
            let arrived = apart
                .iter()
                .any(|(row, _)| tale(row).is_some_and(|tale| tale.arrived > 0));
            if certain && arrived {
                return broken("a reveal comes once", format!("round {round}"));
            }
        }
    }
    Ok(())
}

/// Where the group is not theirs alone, whoever was asked has the question in their own chat.
fn an_open_question_is_in_their_chats(sim: &Sim) -> Held {
    for round in sim.probe.rounds.values().filter(|round| round.is_open()) {
        let Some(pair) = sim.probe.couples.get(&round.couple) else {
            continue;
        };
        let couple = &pair.couple;
        let home = couple.group.and_then(|chat| sim.home_of(chat.0));
        let (Some(at), Some(two), true) = (home, two_of(sim, couple.id), couple.is_together())
        else {
            continue;
        };
        if sim.homes[at].holds_only(two) {
            continue;
        }
        for seat in Seat::BOTH {
            let mine = round.seat(seat);
            let without = mine.asked && mine.card.is_none() && !mine.moved && !mine.gone;
            // The bot hears of comings and goings by looking, at the latest when it has something to say there.
            let posted = round.posted.as_ref().is_some_and(|post| post.emptied);
            if without && posted && sitter(sim, round, seat).is_some() {
                let what = format!("round {} of {seat:?}", round.id);
                return broken("an open question is where the two can read it", what);
            }
        }
    }
    Ok(())
}
