//! The same world twice, once with a *not tonight* and once with a press that means nothing in its place: what the other of
//! the two sees, and when, must not differ by a byte.
//!
//! Two people follow a script that does not look at the screen of the one who taps. Nothing fails, and everybody waits until
//! the bot has come to rest.

use jiff::{SignedDuration, Timestamp};

use super::chance::Chance;
use super::plan::Plan;
use super::sim::{Broken, Held, Sim, broken};
use twofold::sandbox::{Action, What};

const DAYS: i64 = 9;
pub const TAPS: usize = 0;
pub const OTHER: usize = 1;

/// What stood on a screen at the end, and every moment at which something there changed.
pub type Seen = (Vec<String>, Vec<Moment>);
/// When something on a screen changed, and what.
pub type Moment = (Timestamp, String);

/// Nobody sees a shorter time: Telegram's dates are whole seconds, and calls for two people go one after the other.
const UNSEEN: SignedDuration = SignedDuration::from_millis(500);

/// Runs both; answers how many taps made the difference that nobody may see.
pub async fn run(seed: u64) -> Result<u32, Broken> {
    let (with, taps) = one(seed, true).await?;
    let (without, _) = one(seed, false).await?;
    match difference(&with, &without) {
        None => Ok(taps),
        Some(what) => broken("nobody sees the other's not tonight", what).map(|()| 0),
    }
}

/// What somebody could tell two worlds by.
pub fn difference(one: &Seen, other: &Seen) -> Option<String> {
    if one.0 == other.0 && one.1.len() == other.1.len() {
        let as_one_sees = |((a, what), (b, other)): (&Moment, &Moment)| {
            what == other && a.duration_since(*b).abs() < UNSEEN
        };
        if one.1.iter().zip(&other.1).all(as_one_sees) {
            return None;
        }
    }
    let first = one.0.iter().zip(&other.0).find(|(a, b)| a != b);
    let differs = |((a, what), (b, other)): &(&Moment, &Moment)| {
        what != other || a.duration_since(*b).abs() >= UNSEEN
    };
    let when = one.1.iter().zip(&other.1).find(differs);
    let (a, b) = (one.1.len(), other.1.len());
    Some(format!(
        "screen: {first:#?}\nmoments ({a} and {b}): {when:?}"
    ))
}

async fn one(seed: u64, taps: bool) -> Held<(Seen, u32)> {
    let mut plan = Plan::of(seed).calm();
    plan.days = DAYS + 1;
    plan.couples = 1;
    plan.strangers = 0;
    plan.tidy = true;
    let mut sim = Sim::new(seed, plan).await;
    sim.people_on = false;
    let mut script = Chance::new(seed, 7);
    pair(&mut sim).await?;
    let mut tapped = 0;
    for day in 0..DAYS {
        let mut moments: Vec<i64> = (0..7).map(|_| script.between(0, 86_399)).collect();
        moments.sort_unstable();
        for second in moments {
            let at = sim.moment((day * 86_400 + second + 43_200) * 1_000);
            let who = script.below(2);
            let deed = script.below(10);
            until(&mut sim, at).await?;
            match (who, deed) {
                (TAPS, 0..5) => {
                    // There is always a press, so that both worlds take as many turns.
                    let open = newest(&sim, TAPS, "not:").filter(|_| taps);
                    tapped += u32::from(open.is_some());
                    let (on, data) = open.unwrap_or((last(&sim, TAPS), "nothing".to_owned()));
                    press(&mut sim, TAPS, on, &data);
                }
                (TAPS, _) => say(&mut sim, TAPS, &format!("words of day {day} at {second}")),
                (_, 0..3) => say(&mut sim, OTHER, &format!("more of day {day} at {second}")),
                (_, deed) => {
                    let verb = ["tkb:", "oth:", "not:", "tlk:", "wrt:", "rsp:", "reo:"][deed - 3];
                    if let Some((on, data)) = newest(&sim, OTHER, verb) {
                        press(&mut sim, OTHER, on, &data);
                    }
                }
            }
        }
    }
    let end = sim.moment((DAYS + 1) * 86_400_000);
    until(&mut sim, end).await?;
    Ok((seen_by(&sim, OTHER), tapped))
}

/// Everything on the screen of one of the two, and when it came.
pub fn seen_by(sim: &Sim, who: usize) -> Seen {
    let user = sim.people[who].id;
    let screen = sim.telegram.screen(user);
    let screen = screen
        .iter()
        .map(|seen| {
            let buttons = &seen.buttons;
            let (text, silent, date) = (&seen.text, seen.silent, seen.date);
            let reactions = &seen.reactions;
            format!("{text} {buttons:?} {silent} {date} {reactions:?}")
        })
        .collect();
    let moments = sim
        .telegram
        .changes_since(0)
        .iter()
        .filter_map(|change| match &change.what {
            What::Message { chat, .. } | What::Edit { chat, .. } | What::Reaction { chat, .. }
                if *chat == user =>
            {
                let what = match &change.what {
                    What::Message { .. } => "message",
                    What::Edit { .. } => "edit",
                    _ => "reaction",
                };
                Some((change.at, what.to_owned()))
            }
            What::Toast { person } if *person == user => Some((change.at, "toast".to_owned())),
            _ => None,
        })
        .collect();
    (screen, moments)
}

pub async fn pair(sim: &mut Sim) -> Held {
    let (a, b) = (sim.people[TAPS].id, sim.people[OTHER].id);
    let _ = sim.telegram.start(a, None, sim.now);
    say(sim, TAPS, "/invite");
    rest(sim).await?;
    let link = sim
        .links
        .first()
        .map(|(_, link)| link.clone())
        .unwrap_or_default();
    let _ = sim.telegram.open_link(b, &link, sim.now);
    rest(sim).await?;
    for (who, verb) in [(OTHER, "acc:"), (TAPS, "yes:")] {
        let Some((on, data)) = newest(sim, who, verb) else {
            return broken("two can pair", verb);
        };
        sim.ledger.confirmed.insert((TAPS, OTHER));
        press(sim, who, on, &data);
        rest(sim).await?;
    }
    say(sim, TAPS, "/timezone Lisbon");
    let theirs = if sim.seed.is_multiple_of(2) {
        "/timezone Lisbon"
    } else {
        "/timezone New York"
    };
    say(sim, OTHER, theirs);
    rest(sim).await?;
    // A question every evening, which the next one closes: with passed and waiting ones on several days the plan itself skips.
    say(sim, TAPS, "/schedule gentle");
    rest(sim).await?;
    for _ in 0..3 {
        for (verb, end) in [("sch:", ""), ("chg:", ":r")] {
            let Some((on, data)) = newest_with(sim, TAPS, verb, end) else {
                return broken("a week can be changed", verb);
            };
            press(sim, TAPS, on, &data);
            rest(sim).await?;
        }
    }
    say(sim, TAPS, "/schedule check-in 30 20 * * *");
    // Who passes is not reminded, and every call that is made takes a turn: so that both worlds take as many.
    say(sim, TAPS, "/settings");
    rest(sim).await?;
    if let Some((on, data)) = newest(sim, TAPS, "ndg") {
        press(sim, TAPS, on, &data);
    }
    rest(sim).await
}

pub async fn rest(sim: &mut Sim) -> Held {
    let at = sim.now + SignedDuration::from_mins(2);
    until(sim, at).await
}

pub async fn until(sim: &mut Sim, at: Timestamp) -> Held {
    sim.end = at;
    while sim.now < at {
        sim.step().await?;
    }
    Ok(())
}

pub fn say(sim: &mut Sim, who: usize, text: &str) {
    let user = sim.people[who].id;
    if let Ok(message) = sim.telegram.say(user, text, sim.now) {
        let said = super::ledger::Said {
            author: who,
            ..Default::default()
        };
        sim.ledger.note((who, message), said);
    }
}

pub fn press(sim: &mut Sim, who: usize, on: i64, data: &str) {
    let user = sim.people[who].id;
    // A message that is not there any more cannot be pressed on: then nothing happens, in both worlds.
    let _ = sim.telegram.press_data(user, user, on, data, sim.now);
}

/// The newest button of this kind on somebody's screen.
pub fn newest(sim: &Sim, who: usize, verb: &str) -> Option<(i64, String)> {
    newest_with(sim, who, verb, "")
}

pub fn newest_with(sim: &Sim, who: usize, verb: &str, end: &str) -> Option<(i64, String)> {
    let user = sim.people[who].id;
    sim.telegram.screen(user).iter().rev().find_map(|seen| {
        seen.buttons
            .iter()
            .flatten()
            .find_map(|button| match &button.action {
                Action::Callback(data) if data.starts_with(verb) && data.ends_with(end) => {
                    Some((seen.message_id, data.clone()))
                }
                _ => None,
            })
    })
}

pub fn last(sim: &Sim, who: usize) -> i64 {
    let seen = sim.telegram.last_from_bot(sim.people[who].id);
    seen.map_or(0, |seen| seen.message_id)
}
