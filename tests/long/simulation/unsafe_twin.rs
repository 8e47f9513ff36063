//! The same world again with another answer to the question that is put alone, and with another answer to an invitation: what the
//! other of the two sees, and when, must not differ by a byte.
//!
//! The one who is invited says *not now*, or that they cannot speak freely, or nothing at all; the one who asks says that they
//! cannot speak freely, or changes their mind. As in [`super::twin`] two people follow a script that does not look at the screen
//! of the one whose answer differs; nothing fails. They have no plan, only questions of their own: which prompt a plan picks is
//! chance, and chance goes on with every turn.

use super::chance::Chance;
use super::plan::Plan;
use super::sim::{Broken, Held, Sim, broken};
use super::twin::{
    OTHER, Seen, TAPS, difference, newest_with, pair, press, rest, say, seen_by, until,
};
use twofold::sandbox::Action;

/// The asker, and the one who is invited.
const ASKS: usize = TAPS;
const INVITED: usize = OTHER;
const DAYS: i64 = 8;

/// What the one who is invited answers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Answer {
    No,
    NotSafe,
    Nothing,
}

/// What the one who asks does on days on which they do not go through with it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Asker {
    Cancels,
    NotSafe,
}

/// Runs all; answers how many answers made the difference that nobody may see.
pub async fn run(seed: u64) -> Result<u32, Broken> {
    let (no, answers) = one(seed, Answer::No, Asker::Cancels).await?;
    let mut told = answers;
    for answer in [Answer::NotSafe, Answer::Nothing] {
        let (other, answers) = one(seed, answer, Asker::Cancels).await?;
        told += answers;
        if let Some(what) = difference(&no[ASKS], &other[ASKS]) {
            let what = format!("{answer:?}\n{what}");
            return broken("who asks never learns which answer it was", what).map(|()| 0);
        }
    }
    let (afraid, _) = one(seed, Answer::No, Asker::NotSafe).await?;
    if let Some(what) = difference(&no[INVITED], &afraid[INVITED]) {
        return broken("nobody sees that who asks is not safe", what).map(|()| 0);
    }
    Ok(told)
}

async fn one(seed: u64, answer: Answer, asker: Asker) -> Held<([Seen; 2], u32)> {
    let mut plan = Plan::of(seed).calm();
    plan.days = DAYS + 1;
    plan.couples = 1;
    plan.strangers = 0;
    plan.tidy = true;
    let mut sim = Sim::new(seed, plan).await;
    sim.people_on = false;
    let mut script = Chance::new(seed, 9);
    pair(&mut sim).await?;
    say(&mut sim, ASKS, "/schedule");
    rest(&mut sim).await?;
    for (verb, end) in [("sch:", ""), ("chg:", ":r")] {
        let Some((on, data)) = newest_with(&sim, ASKS, verb, end) else {
            return broken("a plan can be emptied", verb);
        };
        press(&mut sim, ASKS, on, &data);
        rest(&mut sim).await?;
    }
    let (mut answers, mut afraid) = (0, 0);
    for day in 0..DAYS {
        let begin = day * 86_400 + 7_200 + script.between(0, 3 * 3_600);
        let goes_through = day % 2 == 0;
        let offer = script.below(3);
        let talks = [script.p(0.5), script.p(0.5)];
        // Before it there is a question, which each of them answers or leaves.
        at(&mut sim, begin - 3_600).await?;
        let asks = script.below(2);
        say(&mut sim, asks, &format!("/ask What was good on day {day}?"));
        for (who, talks) in talks.into_iter().enumerate() {
            at(&mut sim, begin - 1_800 + 600 * who as i64).await?;
            let words = format!("words of day {day}");
            // Not `/today`: it goes by ids where several questions are open.
            say(&mut sim, who, if talks { &words } else { "/help" });
        }
        // The same moments in every world, whatever happens at them.
        let moments: Vec<i64> = (0..7).map(|n| begin + 120 * n).collect();
        at(&mut sim, moments[0]).await?;
        say(&mut sim, ASKS, "/reflect");
        at(&mut sim, moments[1]).await?;
        if !goes_through && asker == Asker::Cancels {
            press_newest(&mut sim, ASKS, "rfx", "");
            continue;
        }
        press_newest(&mut sim, ASKS, "rfc:", ":argument");
        at(&mut sim, moments[2]).await?;
        if !goes_through {
            // After three invitations in a week the question is not put.
            afraid += u32::from(press_newest(&mut sim, ASKS, "rfs:", ":-argument"));
            continue;
        }
        press_newest(&mut sim, ASKS, "rfs:", ":+argument");
        at(&mut sim, moments[3]).await?;
        let offers = all(&sim, ASKS, "rft:", "");
        if let Some((on, data)) = offers.get(offer) {
            if let Some(read) = super::reflecting::read(data) {
                sim.note_reflective_press(ASKS, &read);
            }
            press(&mut sim, ASKS, *on, data);
        }
        at(&mut sim, moments[4]).await?;
        match answer {
            Answer::No => answers += u32::from(press_newest(&mut sim, INVITED, "rfl:", ":n")),
            Answer::NotSafe => {
                press_newest(&mut sim, INVITED, "rfl:", ":y");
                at(&mut sim, moments[5]).await?;
                answers += u32::from(press_newest(&mut sim, INVITED, "rfl:", ":s-"));
            }
            Answer::Nothing => {}
        }
        at(&mut sim, moments[6]).await?;
        say(&mut sim, ASKS, "/reflect");
    }
    if asker == Asker::NotSafe && afraid == 0 {
        return broken("the question is put alone", "never");
    }
    at(&mut sim, (DAYS + 1) * 86_400).await?;
    let seen = [ASKS, INVITED].map(|who| {
        let (screen, moments) = seen_by(&sim, who);
        (
            screen.iter().map(|seen| without_ids(seen)).collect(),
            moments,
        )
    });
    Ok((seen, answers))
}

/// Ids are chance too.
fn without_ids(seen: &str) -> String {
    let mut masked = String::new();
    let mut digits = String::new();
    for letter in seen.chars().chain(['\n']) {
        if letter.is_ascii_hexdigit() {
            digits.push(letter);
            continue;
        }
        masked.push_str(if digits.len() > 9 { "#" } else { &digits });
        digits.clear();
        masked.push(letter);
    }
    masked
}

/// On to a moment, in seconds since the world began.
async fn at(sim: &mut Sim, second: i64) -> Held {
    let at = sim.moment(second * 1_000);
    until(sim, at).await
}

/// Every button of this kind on somebody's screen, those of the newest message first.
fn all(sim: &Sim, who: usize, verb: &str, end: &str) -> Vec<(i64, String)> {
    let mut found = Vec::new();
    for seen in sim.telegram.screen(sim.people[who].id).iter().rev() {
        for button in seen.buttons.iter().flatten() {
            if let Action::Callback(data) = &button.action
                && data.starts_with(verb)
                && data.ends_with(end)
            {
                found.push((seen.message_id, data.clone()));
            }
        }
    }
    found
}

/// Whether there was one.
fn press_newest(sim: &mut Sim, who: usize, verb: &str, end: &str) -> bool {
    let Some((on, data)) = all(sim, who, verb, end).into_iter().next() else {
        return false;
    };
    if let Some(read) = super::reflecting::read(&data) {
        sim.note_reflective_press(who, &read);
    }
    press(sim, who, on, &data);
    true
}
