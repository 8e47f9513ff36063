//! What people do in groups of two: they make one and add the bot, say that they are in, command, talk, answer from there; third
//! people come and go, the bot is put out and added again, the group becomes a supergroup, one of the two leaves.
//!
//! [`Home`] is what is true of a group, noted as it happens and never asked of the bot. In worlds whose plan has no groups nothing
//! here draws a number.

use std::collections::{BTreeSet, VecDeque};

use jiff::SignedDuration;

use super::people::Deed;
use super::sim::Sim;
use twofold::sandbox::{Action, Outgoing, Seen};

/// Messages of the bot that people in a group look back on.
const RECENT: usize = 6;
const COMMANDS: [&str; 9] = [
    "/prompt",
    "/prompt",
    "/pause",
    "/resume",
    "/help",
    "/reflect",
    "/settings",
    "/safety",
    "/today",
];

/// A group that two people made for themselves.
pub struct Home {
    pub chat: i64,
    /// By index.
    pub mates: [usize; 2],
    pub members: BTreeSet<usize>,
    /// The bot is there.
    pub bot: bool,
    pub basic: bool,
    /// Who said that they are in.
    said_in: BTreeSet<usize>,
    /// Messages of the bot there, the newest last.
    pub recent: VecDeque<i64>,
}

impl Home {
    /// Nobody is there but these two and the bot.
    pub fn holds_only(&self, two: [usize; 2]) -> bool {
        self.bot && self.members == BTreeSet::from(two)
    }

    fn third(&self) -> Option<usize> {
        let mut others = self.members.iter().copied();
        others.find(|who| !self.mates.contains(who))
    }
}

/// One thing that is done in a group, or with it.
pub enum There {
    /// With a third person from the beginning, perhaps.
    Make {
        with: Option<usize>,
    },
    Press {
        on: i64,
        data: String,
    },
    Open(String),
    Say {
        text: String,
        reply_to: Option<i64>,
    },
    /// Talk between the two, with a canary.
    Talk {
        reply_to: Option<i64>,
    },
    Bring(usize),
    PutOut(usize),
    Leave,
    AddBot,
    PutBotOut,
    Upgrade,
}

impl Sim {
    /// What else this person could do in the groups they are in, and how much they want to.
    pub fn could_in_groups(&mut self, who: usize) -> Vec<(f64, Deed)> {
        if !self.plan.groups {
            return Vec::new();
        }
        let mischief = self.plan.mischief;
        let mut could: Vec<(f64, Deed)> = Vec::new();
        let mate = self.people[who].mate;
        let own = self.homes.iter().position(|home| home.mates.contains(&who));
        if let (None, Some(mate)) = (own, mate) {
            let other = self.folk.below(self.people.len());
            let with = Some(other).filter(|other| *other != who && *other != mate);
            let with = with.filter(|_| self.folk.p(0.15));
            could.push((5.0, Deed::There(usize::MAX, There::Make { with })));
            return could;
        }
        for at in 0..self.homes.len() {
            if !self.homes[at].members.contains(&who) {
                continue;
            }
            self.could_there(who, at, mischief, &mut could);
        }
        could
    }

    fn could_there(&mut self, who: usize, at: usize, mischief: f64, could: &mut Vec<(f64, Deed)>) {
        let (user, home) = (self.people[who].id, &self.homes[at]);
        let (chat, is_mine) = (home.chat, home.mates.contains(&who));
        let mate = home.mates.into_iter().find(|mate| *mate != who);
        let (third, bot, basic) = (home.third(), home.bot, home.basic);
        let absent = mate.filter(|mate| is_mine && !home.members.contains(mate));
        let lives = self.lives_in(chat);
        let screen: Vec<Seen> = home
            .recent
            .iter()
            .rev()
            .filter_map(|message| self.telegram.message(user, chat, *message))
            .collect();
        let mut there = |weight: f64, deed: There| could.push((weight, Deed::There(at, deed)));
        if !bot {
            if is_mine {
                there(6.0, There::AddBot);
            }
        } else {
            for seen in &screen {
                for button in seen.buttons.iter().flatten() {
                    match &button.action {
                        Action::Callback(data) => {
                            let weight = match data.as_str() {
                                "gin" if is_mine && !lives => 25.0,
                                "gin" => 0.5,
                                _ => 2.0,
                            };
                            let (on, data) = (seen.message_id, data.clone());
                            there(weight, There::Press { on, data });
                        }
                        Action::Url(url) => {
                            let weight = if is_mine { 6.0 } else { 0.5 };
                            there(weight, There::Open(url.clone()));
                        }
                        _ => {}
                    }
                }
            }
            let command = COMMANDS[self.folk.below(COMMANDS.len())];
            let text = command.to_owned();
            there(
                1.5,
                There::Say {
                    text,
                    reply_to: None,
                },
            );
            if is_mine && !lives {
                let text = format!("/start@{} two", self.telegram.bot_username());
                there(
                    0.6,
                    There::Say {
                        text,
                        reply_to: None,
                    },
                );
            }
            let reply_to = screen.first().map(|seen| seen.message_id);
            there(0.8, There::Talk { reply_to });
            if is_mine {
                there(0.1 * mischief, There::PutBotOut);
            }
            if let (Some(on), old) = (reply_to, &self.people[who].old)
                && let Some((_, data)) = self.folk.pick(&old.iter().cloned().collect::<Vec<_>>())
            {
                there(
                    0.3 * mischief,
                    There::Press {
                        on,
                        data: data.clone(),
                    },
                );
            }
        }
        there(0.8, There::Talk { reply_to: None });
        match (third, absent) {
            (Some(third), _) if is_mine => there(3.0, There::PutOut(third)),
            (Some(_), _) => there(2.0, There::Leave),
            (None, Some(mate)) => there(3.0, There::Bring(mate)),
            (None, None) => {
                let other = self.folk.below(self.people.len());
                if other != who && Some(other) != mate {
                    there(0.5 * mischief, There::Bring(other));
                }
                there(0.06 * mischief, There::Leave);
            }
        }
        if basic {
            there(0.1, There::Upgrade);
        }
    }

    /// A couple has this group, as the bot knows it.
    fn lives_in(&self, chat: i64) -> bool {
        let mut couples = self.probe.couples.values();
        couples.any(|pair| {
            pair.couple.is_together() && pair.couple.group.is_some_and(|group| group.0 == chat)
        })
    }

    pub fn home_of(&self, chat: i64) -> Option<usize> {
        self.homes.iter().position(|home| home.chat == chat)
    }

    pub fn carry_out_there(&mut self, who: usize, at: usize, deed: There) {
        let (user, name, now) = (self.people[who].id, self.people[who].name, self.now);
        if let There::Make { with } = deed {
            return self.make_home(who, with);
        }
        let chat = self.homes[at].chat;
        match deed {
            There::Make { .. } => {}
            There::Press { on, data } => {
                if data == "gin" {
                    self.says_in(who, at);
                }
                let pressed = self.telegram.press_data(user, chat, on, &data, now);
                if pressed.is_ok() {
                    self.tell(format!("{name} presses {data} on {on} in {chat}"));
                }
            }
            There::Open(url) => {
                self.tell(format!("{name} opens a link from {chat}"));
                let _ = self.telegram.open_link(user, &url, now);
            }
            There::Say { text, reply_to } => {
                self.tell(format!("{name} types {text} in {chat}"));
                let _ = self.telegram.send(user, there(&text, chat, reply_to), now);
            }
            There::Talk { reply_to } => {
                let canary = self.ledger.canary();
                let text = format!("between us {canary}");
                self.ledger.note_talk(who, canary);
                self.tell(format!("{name} talks in {chat}"));
                let _ = self.telegram.send(user, there(&text, chat, reply_to), now);
            }
            There::Bring(other) => self.bring(at, other, who),
            There::PutOut(other) => {
                let theirs = self.people[other].id;
                if self.telegram.remove(chat, theirs, user, now).is_ok() {
                    self.went(at, other);
                }
            }
            There::Leave => {
                if self.telegram.leave(chat, user, now).is_ok() {
                    self.went(at, who);
                }
            }
            There::AddBot => {
                let payload = self.folk.p(0.7).then_some("two");
                if self.telegram.add_bot(chat, user, payload, now).is_ok() {
                    self.tell(format!("{name} adds the bot to {chat}"));
                    self.homes[at].bot = true;
                }
            }
            There::PutBotOut => {
                if self.telegram.remove_bot(chat, user, now).is_ok() {
                    self.tell(format!("{name} puts the bot out of {chat}"));
                    self.homes[at].bot = false;
                }
            }
            There::Upgrade => {
                if let Ok(new) = self.telegram.migrate(chat, user, now) {
                    self.tell(format!("{chat} becomes the supergroup {new}"));
                    let home = &mut self.homes[at];
                    home.chat = new;
                    home.basic = false;
                    home.recent.clear();
                }
            }
        }
    }

    fn make_home(&mut self, who: usize, with: Option<usize>) {
        let Some(mate) = self.people[who].mate else {
            return;
        };
        let all = [Some(who), Some(mate), with];
        let members: Vec<usize> = all.into_iter().flatten().collect();
        let users: Vec<i64> = members.iter().map(|who| self.people[*who].id).collect();
        let Ok(chat) = self.telegram.group("us two", &users, self.now) else {
            return;
        };
        let name = self.people[who].name;
        self.tell(format!("{name} makes the group {chat}"));
        self.homes.push(Home {
            chat,
            mates: [who, mate],
            members: members.into_iter().collect(),
            bot: false,
            basic: true,
            said_in: BTreeSet::new(),
            recent: VecDeque::new(),
        });
        self.carry_out_there(who, self.homes.len() - 1, There::AddBot);
    }

    /// Two who both say that they are in want to be a couple.
    fn says_in(&mut self, who: usize, at: usize) {
        let home = &mut self.homes[at];
        home.said_in.insert(who);
        let others: Vec<usize> = home.said_in.iter().copied().collect();
        for other in others {
            self.ledger.confirmed.insert((who, other));
            self.ledger.confirmed.insert((other, who));
        }
    }

    /// Somebody comes into a group.
    pub fn bring(&mut self, at: usize, other: usize, by: usize) {
        let chat = self.homes[at].chat;
        let (theirs, by) = (self.people[other].id, self.people[by].id);
        if self.telegram.add(chat, theirs, by, self.now).is_ok() {
            self.tell(format!("{} comes into {chat}", self.people[other].name));
            self.homes[at].members.insert(other);
            let soon = self.now + SignedDuration::from_secs(self.folk.between(1, 7_200));
            let agent = &mut self.people[other];
            agent.next_act = agent.next_act.min(soon);
        }
    }

    fn went(&mut self, at: usize, who: usize) {
        let chat = self.homes[at].chat;
        self.tell(format!("{} goes out of {chat}", self.people[who].name));
        self.homes[at].members.remove(&who);
    }

    /// In the very moment between a look and what it was for somebody comes, or goes, or the group becomes another one.
    pub fn something_comes_between(&mut self, chat: i64) {
        let Some(at) = self.home_of(chat) else {
            return;
        };
        let home = &self.homes[at];
        let (Some(by), basic) = (home.members.iter().next().copied(), home.basic) else {
            return;
        };
        let outside = (0..self.people.len()).find(|who| !home.members.contains(who));
        match (self.chance.below(10), outside) {
            (0..2, _) if basic => self.carry_out_there(by, at, There::Upgrade),
            (2, _) => self.carry_out_there(by, at, There::PutBotOut),
            (3, _) => self.carry_out_there(by, at, There::Leave),
            (_, Some(other)) => self.bring(at, other, by),
            _ => {}
        }
    }

    /// A message of the bot came in a group: the two hear it.
    pub fn keep_there(&mut self, at: usize, seen: &Seen, is_new: bool) {
        if !is_new {
            return;
        }
        let home = &mut self.homes[at];
        home.recent.push_back(seen.message_id);
        if home.recent.len() > RECENT {
            home.recent.pop_front();
        }
        for who in home.mates {
            self.notice(who, !seen.silent);
        }
    }
}

fn there(text: &str, chat: i64, reply_to: Option<i64>) -> Outgoing {
    let outgoing = Outgoing::text(text).in_chat(chat);
    match reply_to {
        Some(to) => outgoing.reply_to(to),
        None => outgoing,
    }
}
