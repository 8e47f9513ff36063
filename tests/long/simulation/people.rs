//! What people do: they pair, answer, pass, change their minds, talk, forge, flood, block, leave and come back.
//!
//! A person sees only their own screen, and chooses by the seed among what it offers.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};

use super::groups::There;
use super::ledger::Said;
use super::reflecting;
use super::rules::sitter;
use super::sim::Sim;
use twofold::core::model::ids::{PersonId, RoundId, Seat};
use twofold::core::protocol::couple::CouplePress;
use twofold::core::protocol::press::Press;
use twofold::core::protocol::round::RoundPress;
use twofold::sandbox::{Action, Media, Outgoing, Seen};

const NAMES: [&str; 16] = [
    "Ana", "Ben", "Caro", "Dan", "Eva", "Finn", "Gil", "Hana", "Ivo", "Jo", "Kim", "Lou", "Mia",
    "Nat", "Oda", "Pia",
];
/// Zones that change their clocks and zones that do not; one that is a day ahead of another.
const PLACES: [&str; 8] = [
    "Lisbon",
    "Berlin",
    "New York",
    "Kathmandu",
    "Apia",
    "Lord Howe",
    "Los Angeles",
    "Auckland",
];
const KINDS: [&str; 4] = ["gratitude", "check-in", "memory", "nonsense"];
const REACTIONS: [&str; 4] = ["❤", "👍", "🔥", "😁"];
/// How many messages of the bot a person looks back on, and how many old buttons they could still press.
const RECENT: usize = 14;
const OLD: usize = 60;
/// How often somebody waits for the end of a round's time.
const LAST_MOMENT: f64 = 0.3;

/// One person.
pub struct Agent {
    pub id: i64,
    pub name: &'static str,
    /// With whom they want to be a couple.
    pub mate: Option<usize>,
    pub invites: bool,
    pub place: Option<&'static str>,
    /// How soon and how surely they answer, from 0 to 1.
    pub keen: f64,
    pub next_act: Timestamp,
    /// Deeds left before they put the phone away.
    pub left: u32,
    pub blocked: bool,
    pub blocked_at: Timestamp,
    /// Messages to them may have been given up meanwhile.
    pub was_blocked: bool,
    /// Away for so long that what waited was given up.
    pub away_long: bool,
    pub refuses_voice: bool,
    /// Messages of the bot, the newest last.
    pub recent: VecDeque<i64>,
    pub old: VecDeque<(i64, String)>,
    pub own: VecDeque<i64>,
    pub last_moment: Option<LastMoment>,
}

/// An answer that somebody writes as a round's time runs out, in reply to its prompt.
#[derive(Clone, Copy)]
pub struct LastMoment {
    round: RoundId,
    at: Timestamp,
    /// By Telegram's date it was written then, and came later.
    date: Option<Timestamp>,
}

/// One thing a person does.
pub enum Deed {
    Command(String),
    Open(String),
    Press {
        on: i64,
        data: String,
    },
    Answer {
        card: Option<i64>,
    },
    Reply {
        to: i64,
        for_partner: bool,
    },
    React {
        on: i64,
    },
    Edit {
        message: i64,
    },
    Delete {
        message: i64,
    },
    Block,
    Flood,
    InGroup,
    /// In the group with this number.
    There(usize, There),
    Nothing,
}

impl Sim {
    pub fn populate(&mut self) {
        let couples = self.plan.couples;
        for index in 0..2 * couples + self.plan.strangers {
            let name = NAMES[index % NAMES.len()];
            let id = self.telegram.person(name, "en");
            let paired = index < 2 * couples;
            let invites = index % 2 == 0;
            let mate = paired.then_some(if invites { index + 1 } else { index - 1 });
            let place = *self.folk.pick(&PLACES).unwrap_or(&"Lisbon");
            let refuses_voice = self.folk.p(0.1);
            if refuses_voice {
                // They are there: they were made two lines above.
                let _ = self
                    .telegram
                    .set_person(id, |person| person.refuses_voice = true);
            }
            self.people.push(Agent {
                id,
                name,
                mate,
                invites: invites && paired,
                place: Some(place),
                keen: self.plan.keen[self.folk.below(3)],
                next_act: self.begin + SignedDuration::from_mins(self.folk.between(0, 600)),
                left: 3,
                blocked: false,
                blocked_at: self.begin,
                was_blocked: false,
                away_long: false,
                refuses_voice,
                recent: VecDeque::new(),
                old: VecDeque::new(),
                own: VecDeque::new(),
                last_moment: None,
            });
        }
        for couple in 0..couples {
            if self.folk.p(self.plan.nowhere) {
                self.people[2 * couple].place = None;
                self.people[2 * couple + 1].place = None;
            } else if self.folk.p(0.7) {
                self.people[2 * couple + 1].place = self.people[2 * couple].place;
            }
        }
        if self.folk.p(0.3) {
            let members: Vec<i64> = self.people.iter().map(|agent| agent.id).collect();
            let group = self.telegram.group("friends", &members, self.now);
            if let Ok(group) = group {
                let _ = self.telegram.add_bot(group, members[0], None, self.now);
                self.group = Some(group);
            }
        }
    }

    /// One deed of one person, and when they do the next.
    pub async fn act(&mut self, who: usize) {
        let last_moment = self.people[who]
            .last_moment
            .take_if(|last| last.at <= self.now);
        if self.people[who].blocked {
            self.come_back(who);
        } else if let Some(last) = last_moment {
            self.answer_at_the_last_moment(who, last).await;
        } else {
            let deed = self.choose(who).await;
            self.stays_with_it(who, &deed);
            self.carry_out(who, deed);
        }
        let agent = &mut self.people[who];
        let wait_ms = if agent.left > 0 {
            agent.left -= 1;
            // Now and then in the same breath.
            if self.folk.p(0.3) {
                self.folk.between(200, 3_000)
            } else {
                self.folk.between(3_000, 120_000)
            }
        } else {
            self.people[who].left = self.folk.below(4) as u32;
            // Whoever wants to be two does not wait for weeks.
            let alone = self.people[who].mate.is_some() && !self.is_together(self.people[who].id);
            let sessions = if alone {
                self.plan.sessions.max(1.0)
            } else {
                self.plan.sessions
            };
            let days = -self.folk.unit().max(1e-9).ln() / sessions.max(1e-6);
            60_000 + (days.min(200.0) * 86_400_000.0) as i64
        };
        let agent = &mut self.people[who];
        agent.next_act = self.now + SignedDuration::from_millis(wait_ms);
        if let Some(last) = agent.last_moment {
            agent.next_act = agent.next_act.min(last.at);
        }
    }

    /// A round's time is known: now and then somebody who has not answered waits until it is nearly over, or just is.
    pub fn tempt(&mut self, who: usize, round: RoundId, close: Timestamp) {
        if !self.people_on || !self.folk.p(LAST_MOMENT) {
            return;
        }
        let second = SignedDuration::from_secs;
        let (at, date) = if self.plan.late > 0.0 {
            let at = close + second(self.folk.between(1, 110));
            (at, Some(close + second(self.folk.between(-90, 30))))
        } else {
            (close + second(self.folk.between(-90, 110)), None)
        };
        let date = date.map(|date| date.min(at));
        if at <= self.now {
            return;
        }
        let agent = &mut self.people[who];
        agent.last_moment = Some(LastMoment { round, at, date });
        agent.next_act = agent.next_act.min(at);
    }

    async fn answer_at_the_last_moment(&mut self, who: usize, last: LastMoment) {
        let Some(round) = self.probe.rounds.get(&last.round) else {
            return;
        };
        let Some(seat) = Seat::BOTH
            .into_iter()
            .find(|seat| sitter(self, round, *seat) == Some(who))
        else {
            return;
        };
        let Some(key) = round.seat(seat).card.as_ref().map(|card| card.key.clone()) else {
            return;
        };
        let user = self.people[who].id;
        if let Some(card) = self.probe.message_of(user, &key).await {
            self.tell(format!(
                "{} answers at the last moment",
                self.people[who].name
            ));
            self.say_dated(who, Some(card), false, last.date);
        }
    }

    /// Something new came: they look at it soon, or later.
    pub fn notice(&mut self, who: usize, sound: bool) {
        let agent = &self.people[who];
        if !sound && !self.folk.p(0.2) {
            return;
        }
        let wait_ms = if self.folk.p(agent.keen) {
            self.folk.between(5_000, 40 * 60_000)
        } else if self.folk.p(agent.keen) {
            self.folk.between(3_600_000, 12 * 3_600_000)
        } else {
            return;
        };
        let at = self.now + SignedDuration::from_millis(wait_ms);
        let agent = &mut self.people[who];
        if at < agent.next_act {
            agent.next_act = at;
            agent.left = agent.left.max(1 + self.folk.below(3) as u32);
        }
    }

    pub fn come_back(&mut self, who: usize) {
        let user = self.people[who].id;
        if self.telegram.unblock(user, self.now).is_ok() {
            let agent = &mut self.people[who];
            agent.blocked = false;
            let away = self.now.duration_since(agent.blocked_at);
            // A clock that is a year wrong makes everything old.
            agent.away_long |=
                away > SignedDuration::from_hours(29 * 24) || !self.plan.clock_is_right();
            self.tell(format!("{} unblocks the bot", self.people[who].name));
        }
    }

    /// They wrote to the bot or opened a link to it: before that it cannot write to them.
    pub fn has_begun(&self, who: usize) -> bool {
        let user = self.people[who].id;
        self.telegram.who(user).is_some_and(|person| person.started)
    }

    pub fn person_id(&self, user: i64) -> Option<PersonId> {
        let found = self.probe.users.iter().find(|(_, other)| **other == user);
        found.map(|(person, _)| *person)
    }

    pub fn is_together(&self, user: i64) -> bool {
        let Some(person) = self.person_id(user) else {
            return false;
        };
        let mut couples = self.probe.couples.values();
        couples.any(|pair| pair.couple.is_together() && pair.couple.seat_of(person).is_some())
    }

    async fn choose(&mut self, who: usize) -> Deed {
        let agent = &self.people[who];
        let (user, mate, invites, place) = (agent.id, agent.mate, agent.invites, agent.place);
        let mischief = self.plan.mischief;
        let started = self.has_begun(who);
        let together = self.is_together(user);
        let screen: Vec<Seen> = agent
            .recent
            .iter()
            .rev()
            .filter_map(|message| self.telegram.message(user, user, *message))
            .collect();
        if let Some(deed) = self.goes_on_with_it(who, &screen) {
            return deed;
        }
        let mut could: Vec<(f64, Deed)> = self.could_in_groups(who);
        let command = |text: &str| Deed::Command(text.to_owned());
        if !started {
            let from_mate = self
                .links
                .iter()
                .rev()
                .find(|(inviter, _)| Some(*inviter) == mate);
            if let Some((_, url)) = from_mate {
                could.push((20.0, Deed::Open(url.clone())));
            }
            if invites {
                could.push((10.0, command("/start")));
            }
            could.push((0.3, command("/start")));
            if let Some((_, url)) = self.links.last() {
                could.push((0.3, Deed::Open(url.clone())));
            }
            if !invites && mate.is_some() {
                could.push((3.0, Deed::Nothing));
            }
            return self.draw(could);
        }
        // Buttons on the screen.
        let mut presses = Vec::new();
        for (above, seen) in screen.iter().enumerate() {
            for button in seen.buttons.iter().flatten() {
                if let Action::Callback(data) = &button.action {
                    let weight = self.wish(who, data) * self.attention(data, above);
                    let on = seen.message_id;
                    presses.push((
                        weight,
                        Deed::Press {
                            on,
                            data: data.clone(),
                        },
                    ));
                }
            }
        }
        let all: f64 = presses.iter().map(|(weight, _)| weight).sum();
        let most = if self.plan.reflects > 0.0 { 90.0 } else { 40.0 };
        let scale = if all > most { most / all } else { 1.0 };
        could.extend(
            presses
                .into_iter()
                .map(|(weight, deed)| (weight * scale, deed)),
        );
        // Prompts on the screen.
        let verbs = |seen: &Seen, wanted: &[&str]| {
            seen.buttons
                .iter()
                .flatten()
                .any(|button| match &button.action {
                    Action::Callback(data) => wanted.iter().any(|verb| data.starts_with(verb)),
                    _ => false,
                })
        };
        let open = screen
            .iter()
            .find(|seen| verbs(seen, &["not:", "reo:"]) || seen.text.contains("first question"));
        let sealed = screen.iter().find(|seen| verbs(seen, &["tkb:"]));
        if let Some(card) = open {
            let card = Some(card.message_id);
            could.push((30.0, Deed::Answer { card }));
            could.push((30.0, Deed::Answer { card: None }));
        }
        if let Some(card) = sealed {
            let card = Some(card.message_id);
            could.push((3.0, Deed::Answer { card }));
            could.push((3.0, Deed::Answer { card: None }));
        }
        // Replies and reactions.
        for seen in screen.iter().take(6) {
            let on = seen.message_id;
            let for_partner = self.is_of_partner(seen).await;
            let is_card = verbs(seen, &["not:", "reo:", "tkb:"]);
            let weight = if for_partner { 4.0 } else { 0.2 };
            if !is_card {
                could.push((
                    weight,
                    Deed::Reply {
                        to: on,
                        for_partner,
                    },
                ));
            }
            could.push((weight, Deed::React { on }));
        }
        could.extend(self.could_reflect(&screen, together));
        if together {
            could.push((1.5, Deed::Answer { card: None }));
            could.push((2.0, command("/today")));
            could.push((1.0, command("/prompt")));
            let kind = KINDS[self.folk.below(KINDS.len())];
            could.push((1.0, Deed::Command(format!("/prompt {kind}"))));
            could.push((0.12 * mischief, command("/leave")));
        } else {
            if invites {
                could.push((12.0, command("/invite")));
            }
            let from_mate = self
                .links
                .iter()
                .rev()
                .find(|(inviter, _)| Some(*inviter) == mate);
            if let Some((_, url)) = from_mate {
                could.push((15.0, Deed::Open(url.clone())));
            }
            could.push((0.5, command("/leave")));
            could.push((0.3, command("/invite")));
        }
        if let Some((_, url)) = self.folk.pick(&self.links) {
            could.push((0.5 * mischief, Deed::Open(url.clone())));
        }
        for text in [
            "/settings",
            "/help",
            "/privacy",
            "/safety",
            "/cancel",
            "/start",
            "/nonsense",
            "/timezone",
        ] {
            could.push((0.25, command(text)));
        }
        if let Some(place) = place {
            let known = screen
                .iter()
                .any(|seen| seen.text.contains("where you are? Then all is set"));
            let asked = screen
                .iter()
                .any(|seen| seen.text.contains("what time is it where you are"));
            let weight = if asked {
                15.0
            } else if known || !together {
                0.1
            } else {
                2.0
            };
            could.push((weight, Deed::Command(format!("/timezone {place}"))));
            if asked {
                could.push((8.0, Deed::Command(place.to_owned())));
            }
            if self.folk.p(0.05 * mischief) {
                let other = PLACES[self.folk.below(PLACES.len())];
                could.push((1.0, Deed::Command(format!("/timezone {other}"))));
            }
        }
        let agent = &self.people[who];
        if let Some(message) = agent.own.back() {
            could.push((2.0, Deed::Edit { message: *message }));
            could.push((0.7, Deed::Delete { message: *message }));
        }
        let own: Vec<i64> = agent.own.iter().copied().collect();
        if let Some(message) = self.folk.pick(&own) {
            could.push((1.0, Deed::Edit { message: *message }));
            could.push((0.4, Deed::Delete { message: *message }));
        }
        let old: Vec<(i64, String)> = self.people[who].old.iter().cloned().collect();
        if let Some((on, data)) = self.folk.pick(&old) {
            let leaves = ["lea:", "leq:", "wdr:"]
                .iter()
                .any(|verb| data.starts_with(verb));
            let of_reflection = reflecting::read_all(data).filter(|_| self.plan.reflects > 0.0);
            let weight = match of_reflection {
                Some(press) => self.old_reflective_wish(&press, mischief),
                None if leaves => 0.02,
                None => mischief,
            };
            could.push((
                weight,
                Deed::Press {
                    on: *on,
                    data: data.clone(),
                },
            ));
        }
        if let Some(on) = self.people[who].recent.back().copied() {
            let data = self.forged(who);
            could.push((0.5 * mischief, Deed::Press { on, data }));
        }
        could.push((0.05 * mischief, Deed::Block));
        could.push((0.04 * mischief, Deed::Flood));
        if self.group.is_some() {
            could.push((0.3, Deed::InGroup));
        }
        self.draw(could)
    }

    fn draw(&mut self, mut could: Vec<(f64, Deed)>) -> Deed {
        let weights: Vec<f64> = could.iter().map(|(weight, _)| *weight).collect();
        match self.folk.weighted(&weights) {
            Some(at) => could.swap_remove(at).1,
            None => Deed::Nothing,
        }
    }

    /// Whether a message of the bot carries something of the partner's, as its reader can tell.
    async fn is_of_partner(&mut self, seen: &Seen) -> bool {
        let shows_words = !self.ledger.find(&seen.text, None).is_empty()
            || seen.media.is_some()
            || seen.other.is_some()
            || seen.text.starts_with('💌')
            || seen.text.starts_with('🎁')
            // It stands in the place of something of the partner's.
            || seen.text.starts_with("Here would be")
            || seen.text.starts_with("One part of what was opened");
        // What is said in a reflection is not talked about in passing.
        if self.plan.reflects > 0.0 && self.is_of_reflection(seen).await {
            return false;
        }
        if shows_words {
            return true;
        }
        let sql = "select count(*) from message where role in ('relay', 'reveal', 'gift') and message_id = $1";
        // A forger can have the bot write its settings over a reveal.
        self.probe.number_of(sql, seen.message_id).await > 0
    }

    /// How much this person wants to press a button.
    fn wish(&self, who: usize, data: &str) -> f64 {
        let verb = data.split(':').next().unwrap_or_default();
        if self.plan.reflects > 0.0
            && let Some(press) = reflecting::read_all(data)
        {
            return self.reflective_wish(&press);
        }
        match verb {
            "acc" => 20.0,
            "yes" | "no" => {
                let mate = self.people[who].mate.map(|mate| self.people[mate].id);
                let wanted = match Press::parse(data) {
                    Some(
                        Press::Couple(CouplePress::Confirm(_, person))
                        | Press::Couple(CouplePress::RefusePerson(_, person)),
                    ) => self.probe.users.get(&person).copied() == mate,
                    _ => false,
                };
                if wanted == (verb == "yes") { 20.0 } else { 1.0 }
            }
            "szn" => 12.0,
            "giv" | "for" | "ans" => 6.0,
            "rsp" | "kep" | "let" | "don" => 4.0,
            "not" | "tlk" | "oth" | "reo" | "kpa" | "lta" | "sty" | "voi" => 3.0,
            "ask" | "nvm" | "try" | "wrt" | "lea" | "leq" => 2.5,
            "tkb" | "inv" | "ozn" | "tel" => 1.5,
            "wdr" | "dec" => 0.6,
            _ => 0.5,
        }
    }

    /// Data that this person was never given: somebody else's button, or nonsense.
    fn forged(&mut self, who: usize) -> String {
        if self.plan.reflects > 0.0 && self.folk.p(0.3) {
            return self.forged_reflection();
        }
        let other = self.folk.below(self.people.len());
        let theirs: Vec<(i64, String)> = self.people[other].old.iter().cloned().collect();
        match self.folk.pick(&theirs) {
            Some((_, data)) if other != who && self.folk.p(0.8) => data.clone(),
            _ => {
                let verbs = ["giv", "tkb", "rsp", "yes", "for", "kpa", "oth", "x"];
                let verb = verbs[self.folk.below(verbs.len())];
                format!(
                    "{verb}:{:x}:{:x}",
                    self.folk.number() >> 1,
                    self.folk.number() >> 1
                )
            }
        }
    }

    fn carry_out(&mut self, who: usize, deed: Deed) {
        let (user, name) = (self.people[who].id, self.people[who].name);
        let now = self.now;
        match deed {
            Deed::Nothing => {}
            Deed::There(at, deed) => self.carry_out_there(who, at, deed),
            Deed::Command(text) => {
                self.tell(format!("{name} types {text}"));
                if text == "/start" {
                    let _ = self.telegram.start(user, None, now);
                } else {
                    // A typed place may be heard as words, which then are a message like any other.
                    if let Ok(message) = self.telegram.say(user, &text, now) {
                        let said = Said {
                            author: who,
                            ..Said::default()
                        };
                        self.ledger.note((who, message), said);
                    }
                }
            }
            Deed::Open(url) => {
                self.tell(format!("{name} opens a link"));
                let _ = self.telegram.open_link(user, &url, now);
            }
            Deed::Press { on, data } => self.press(who, on, &data),
            Deed::Answer { card } => self.answer(who, card),
            Deed::Reply { to, for_partner } => self.say(who, Some(to), for_partner),
            Deed::React { on } => {
                let emoji = REACTIONS[self.folk.below(REACTIONS.len())];
                let emoji = self.folk.p(0.85).then_some(emoji);
                self.tell(format!("{name} reacts to {on}"));
                let _ = self.telegram.react(user, user, on, emoji, now);
            }
            Deed::Edit { message } => {
                let canary = self.ledger.canary();
                let text = format!("changed {canary} since");
                if self.telegram.edit(user, user, message, &text, now).is_ok() {
                    self.tell(format!("{name} changes {message}"));
                    self.ledger.new_version((who, message), canary);
                }
            }
            Deed::Delete { message } => {
                if self.telegram.delete(user, user, message, now).is_ok() {
                    self.tell(format!("{name} deletes {message}"));
                    if let Some(said) = self.ledger.said.get_mut(&(who, message)) {
                        said.deleted = true;
                    }
                    self.people[who].own.retain(|own| *own != message);
                }
            }
            Deed::Block => {
                self.tell(format!("{name} blocks the bot"));
                if self.telegram.block(user, now).is_ok() {
                    self.people[who].blocked = true;
                    self.people[who].was_blocked = true;
                    self.people[who].blocked_at = now;
                    self.people[who].left = 0;
                }
            }
            Deed::Flood => {
                self.tell(format!("{name} floods"));
                for at in 0..36 {
                    if at % 9 == 0 {
                        self.say(who, None, false);
                    } else {
                        let _ = self.telegram.say(user, "/today", now);
                    }
                }
            }
            Deed::InGroup => {
                if let Some(group) = self.group {
                    let texts = ["/today", "/prompt", "/start", "hello all", "/reflect"];
                    let known = if self.plan.reflects > 0.0 { 5 } else { 4 };
                    let text = texts[self.folk.below(known)];
                    let _ = self
                        .telegram
                        .send(user, Outgoing::text(text).in_chat(group), now);
                }
            }
        }
    }

    fn press(&mut self, who: usize, on: i64, data: &str) {
        let (user, name) = (self.people[who].id, self.people[who].name);
        match Press::parse(data) {
            Some(Press::Round(RoundPress::GiveAnyway(round))) => {
                self.ledger.gave.insert((who, round));
            }
            Some(Press::Round(RoundPress::ForPartner(_))) => self.chose_partner(who),
            Some(Press::Couple(CouplePress::Confirm(_, person))) => {
                let user = self.probe.users.get(&person).copied();
                if let Some(other) = user.and_then(|user| self.who(user)) {
                    self.ledger.confirmed.insert((who, other));
                }
            }
            Some(Press::Reflect(press)) => self.note_reflective_press(who, &press),
            _ => {}
        }
        if self
            .telegram
            .press_data(user, user, on, data, self.now)
            .is_ok()
        {
            self.tell(format!("{name} presses {data} on {on}"));
        }
    }

    /// *For partner*: what this person wrote and did not seal may be passed on.
    pub fn chose_partner(&mut self, who: usize) {
        let sealed = &self.ledger.sealed_in;
        for (message, said) in &mut self.ledger.said {
            if message.0 == who && !sealed.contains_key(message) {
                said.for_partner = true;
            }
        }
    }

    fn answer(&mut self, who: usize, card: Option<i64>) {
        self.say(who, card, false);
    }

    /// Words or a file, with a canary.
    pub fn say(&mut self, who: usize, reply_to: Option<i64>, for_partner: bool) {
        let late = self.faults_on && self.folk.p(self.plan.late);
        let date = late
            .then(|| self.now - SignedDuration::from_millis(self.folk.between(1_000, 3_600_000)));
        self.say_dated(who, reply_to, for_partner, date);
    }

    /// The same, written at `date` by Telegram's account.
    fn say_dated(
        &mut self,
        who: usize,
        reply_to: Option<i64>,
        for_partner: bool,
        date: Option<Timestamp>,
    ) {
        let (user, name) = (self.people[who].id, self.people[who].name);
        let canary = self.ledger.canary();
        let kinds = [60.0, 6.0, 3.0, 5.0, 2.0, 3.0, 3.0, 4.0, 3.0, 3.0];
        let file = |media: Media, caption: bool| {
            let outgoing = Outgoing::file(media);
            if caption {
                outgoing.caption(format!("see {canary}"))
            } else {
                outgoing
            }
        };
        let items = match self.folk.weighted(&kinds).unwrap_or_default() {
            0 => vec![Outgoing::text(self.words(&canary))],
            1 => vec![file(Media::Photo, true)],
            2 => vec![file(Media::Photo, false)],
            3 => vec![file(Media::Voice, false)],
            4 => vec![file(Media::VideoNote, false)],
            5 => vec![file(Media::Sticker, false)],
            6 => vec![file(Media::Document, true)],
            7 => vec![
                file(Media::Photo, true),
                file(Media::Video, false),
                file(Media::Photo, false),
            ],
            8 => vec![Outgoing::contact(&canary, "+10000000000")],
            _ => vec![file(Media::Animation, true)],
        };
        let items: Vec<Outgoing> = items
            .into_iter()
            .map(|item| {
                let item = match reply_to {
                    Some(to) => item.reply_to(to),
                    None => item,
                };
                match date {
                    Some(date) => item.dated(date),
                    None => item,
                }
            })
            .collect();
        let sent = if items.len() > 1 {
            self.telegram.send_album(user, items, self.now)
        } else {
            items
                .into_iter()
                .map(|item| self.telegram.send(user, item, self.now))
                .collect()
        };
        let Ok(sent) = sent else { return };
        let to = reply_to.map_or(String::new(), |to| format!(" in reply to {to}"));
        self.tell(format!("{name} writes {sent:?}{to}"));
        for (at, message) in sent.into_iter().enumerate() {
            let seen = self.telegram.message(user, user, message);
            let copied = seen.as_ref().is_some_and(|seen| seen.other.is_some());
            let file_id = seen.and_then(|seen| seen.media).map(|(_, file_id)| file_id);
            let said = Said {
                author: who,
                canaries: if at == 0 {
                    vec![canary.clone()]
                } else {
                    Vec::new()
                },
                file_id,
                copied,
                for_partner,
                reply_to,
                ..Said::default()
            };
            self.ledger.note((who, message), said);
            let own = &mut self.people[who].own;
            own.push_back(message);
            if own.len() > 12 {
                own.pop_front();
            }
        }
    }

    fn words(&mut self, canary: &str) -> String {
        match self.folk.below(12) {
            0 => format!("I <3 you {canary} & more <b>"),
            1 => format!("👩‍👩‍👧 {canary} 🙂‍↔️"),
            2 => format!(
                "{canary} {}",
                "long and winding ".repeat(self.folk.below(200) + 1)
            ),
            3 => format!("two\n\nlines {canary}"),
            _ => format!("well {canary}"),
        }
    }

    /// A message of the bot came, or changed: the person has it on the screen.
    pub fn keep_on_screen(&mut self, who: usize, seen: &Seen, is_new: bool) {
        let agent = &mut self.people[who];
        if is_new {
            agent.recent.push_back(seen.message_id);
            if agent.recent.len() > RECENT {
                agent.recent.pop_front();
            }
        }
        for button in seen.buttons.iter().flatten() {
            if let Action::Callback(data) = &button.action {
                let held = (seen.message_id, data.clone());
                if !agent.old.contains(&held) {
                    agent.old.push_back(held);
                }
            }
        }
        while agent.old.len() > OLD {
            agent.old.pop_front();
        }
        self.is_called(who, seen);
        let link = seen
            .links()
            .into_iter()
            .find(|link| link.contains("?start="));
        if let Some(link) = link
            && !self.links.contains(&(who, link.clone()))
        {
            self.links.push((who, link));
            if let Some(mate) = self.people[who].mate {
                let soon = self.now + SignedDuration::from_secs(self.folk.between(10, 7_200));
                self.people[mate].next_act = self.people[mate].next_act.min(soon);
            }
        }
    }
}
