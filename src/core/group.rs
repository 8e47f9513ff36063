//! A group of two: the two of a couple and the bot share a chat, where prompts and reveals come instead of in direct messages.
//!
//! A couple lives there ([`State::home`]) only while the three of them are the only ones in it; whoever sends words there looks
//! first and says what was seen ([`GroupFact`]). With anybody else there, or without one of the two, all goes on in direct
//! messages. Nothing private is ever said there. Start with [`Turn::in_group`] and [`Turn::group_fact`].

mod commands;
mod covering;
mod living;
mod moving;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::core::delivery::Urgency;
use crate::core::effect::{Effect, Say, Send, Toast};
use crate::core::event::{Command, GroupFact};
use crate::core::ids::{ChatId, CoupleId, MessageId, PersonId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::state::{Couple, State};
use crate::core::turn::Turn;
use crate::library::ButtonId;

/// People who do not live in a group get a line there no more often than that: however many they are, a group of strangers cannot
/// fill the outbox. It also makes one wish of a `startgroup` link, which adds the bot and sends it a command.
const STRANGERS_EVERY: SignedDuration = SignedDuration::from_secs(60);
/// The same for people without a face, who are told always the same.
const FACELESS_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// A group that the bot was added to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub chat: ChatId,
    pub since: Timestamp,
    /// The outbox key of the newest hello, while its button is to be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hello: Option<String>,
    /// Who tapped *I'm in*, as long as they are no couple of this group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<PersonId>,
    /// The other one who did, until somebody has looked who is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub second: Option<PersonId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub couple: Option<CoupleId>,
    /// The two and the bot are the only ones there, as far as is known.
    #[serde(default)]
    pub two: bool,
    /// The bot is not there any more.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub gone: bool,
    /// Something was opened here and not covered since.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub opened: bool,
    /// How often it was asked whether to cover that.
    #[serde(default)]
    pub cover_asks: u32,
    /// When people without a face were last told what the bot needs …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub faceless_at: Option<Timestamp>,
    /// … and when anybody else who does not live here got a line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered_at: Option<Timestamp>,
}

impl Group {
    fn new(chat: ChatId, now: Timestamp) -> Group {
        Group {
            chat,
            since: now,
            hello: None,
            first: None,
            second: None,
            couple: None,
            two: false,
            gone: false,
            opened: false,
            cover_asks: 0,
            faceless_at: None,
            answered_at: None,
        }
    }
}

/// The message of a round in its group.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// The outbox key of the message.
    pub key: String,
    pub chat: ChatId,
    /// It shows the prompt no more, for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emptied: bool,
}

/// What somebody did in a group.
#[derive(Clone, PartialEq, Debug)]
pub enum GroupDeed {
    /// The bot was added. It does not `fit` a channel or a forum.
    Added { fits: bool },
    /// `/start`, typed or by a `startgroup` link.
    Started,
    /// *I'm in*.
    ImIn,
    /// A command that works there.
    Commanded(Command),
    /// A command that would show something private.
    AskedPrivately,
    /// A response button under a reveal.
    Responded {
        round: RoundId,
        button: ButtonId,
        on: MessageId,
    },
}

/// A button in a direct chat that is about the group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupPress {
    /// *Cover it*: of what was opened there only the dates stay.
    Cover(CoupleId),
    /// *Leave it as it is*.
    LeaveOpen(CoupleId),
    /// *Back to our private chats*.
    GoPrivate(CoupleId),
}

impl GroupPress {
    /// The callback data; see [`crate::core::event::Press::data`].
    pub fn data(self) -> String {
        let verb = match self {
            GroupPress::Cover(_) => "gcv",
            GroupPress::LeaveOpen(_) => "glv",
            GroupPress::GoPrivate(_) => "gpr",
        };
        format!("{verb}:{:x}", self.couple().0)
    }

    /// Reads callback data that was taken apart.
    pub fn read(verb: &str, id: Option<i64>) -> Option<GroupPress> {
        let couple = id.map(CoupleId);
        Some(match verb {
            "gcv" => GroupPress::Cover(couple?),
            "glv" => GroupPress::LeaveOpen(couple?),
            "gpr" => GroupPress::GoPrivate(couple?),
            _ => return None,
        })
    }

    pub fn couple(self) -> CoupleId {
        match self {
            GroupPress::Cover(couple)
            | GroupPress::LeaveOpen(couple)
            | GroupPress::GoPrivate(couple) => couple,
        }
    }
}

/// What the bot says in a group, or about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupSay {
    /// What this is, that later members may read back, and *I'm in*.
    Hello,
    /// The same once the two are in.
    HelloDone,
    /// What the bot needs: a group with exactly two people.
    Needs,
    /// The two are at home here from now on.
    MovedIn,
    /// The prompt of a round, how far it is, and *answer privately*.
    Prompt(RoundId),
    /// In place of a prompt that is shown there no more …
    Emptied,
    /// … and of one that is over.
    Over,
    /// The message of a prompt goes: it stands further down now.
    TakenAway,
    /// Both answers, with both names.
    Reveal(RoundId),
    /// The buttons under it, with the names of those who pressed them.
    RevealButtons(RoundId),
    /// It is not two any more: from now on in private chats.
    Elsewhere,
    /// It is two again.
    BackHome,
    /// To each privately: the bot is in that group no more.
    Gone,
    /// What works here.
    Help,
    /// Resting until one of the two says otherwise.
    Resting,
    Resumed,
    NotResting,
    /// That belongs into the private chat.
    Private,
    /// A look at who is there.
    Look,
    /// To each privately: shall what was opened there be covered?
    CoverAsk(CoupleId),
    /// The answer to it.
    CoverDone {
        covered: bool,
    },
    /// In place of something that was opened.
    CoveredPage {
        opened_at: Timestamp,
    },
}

impl State {
    /// The group in which a couple lives now.
    pub fn home(&self, couple: &Couple) -> Option<ChatId> {
        let group = self.groups.get(&couple.group?)?;
        let lives = group.two && group.couple == Some(couple.id) && couple.is_together();
        lives.then_some(group.chat)
    }

    /// Whose clock and quiet hours count for asking this seat: in a group both are asked at one instant, in the zone of the one
    /// who set the plan.
    pub fn clock_seat(&self, couple: &Couple, seat: Seat) -> Seat {
        match self.home(couple) {
            Some(_) => couple.plan_by.unwrap_or(Seat::A),
            None => seat,
        }
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Somebody did something in a group.
    pub fn in_group(&mut self, chat: ChatId, deed: GroupDeed) -> Result<(), Refusal> {
        let me = self.me()?;
        self.here = Some(chat);
        match deed {
            GroupDeed::Added { fits: false } => {
                let now = self.now;
                let group = self.state.groups.entry(chat);
                group.or_insert_with(|| Group::new(chat, now));
                if self.may_answer(me, chat) {
                    self.tell_group(me, chat, GroupSay::Needs);
                }
            }
            GroupDeed::Added { fits: true } => self.added(me, chat),
            GroupDeed::Started => self.started(me, chat),
            GroupDeed::ImIn => return self.im_in(me, chat),
            GroupDeed::Commanded(command) => return self.command_in_group(me, chat, command),
            GroupDeed::AskedPrivately => {
                if self.may_answer(me, chat) {
                    self.tell_group(me, chat, GroupSay::Private);
                }
            }
            GroupDeed::Responded { round, button, on } => {
                return self.respond_in_group(round, &button, on);
            }
        }
        Ok(())
    }

    /// Calls into a group, or its own messages, showed something.
    pub fn group_fact(&mut self, fact: GroupFact) {
        match fact {
            GroupFact::Seen { chat, two, unsent } => self.seen(chat, two, &unsent),
            GroupFact::Gone { chat, unsent } => self.group_gone(chat, &unsent),
            GroupFact::Moved { from, to, shown } => self.group_moved(from, to, &shown),
            GroupFact::Changed { chat } => {
                if let Some(group) = self.state.groups.get_mut(&chat) {
                    group.gone = false;
                    self.effects.push(Effect::OpenGroup { chat });
                    self.look_into(chat, Urgency::Scheduled);
                }
            }
            GroupFact::Faceless { chat, to } => self.faceless(chat, to),
        }
    }

    /// Whether this person gets a line in this group now: from their bucket, and who does not live there only now and then.
    fn may_answer(&mut self, me: PersonId, chat: ChatId) -> bool {
        let now = self.now;
        let couple = self.state.groups.get(&chat).and_then(|group| group.couple);
        let lives_here = couple
            .and_then(|couple| self.couple(couple))
            .is_some_and(|couple| couple.seat_of(me).is_some());
        if lives_here {
            return self.pay();
        }
        let Some(group) = self.state.groups.get_mut(&chat) else {
            return false;
        };
        let lately = |at: Timestamp| now.duration_since(at) < STRANGERS_EVERY;
        if group.answered_at.is_some_and(lately) {
            return false;
        }
        group.answered_at = Some(now);
        self.pay()
    }

    /// Nobody can be in a couple who has no face.
    fn faceless(&mut self, chat: ChatId, to: PersonId) {
        let now = self.now;
        if let Some(group) = self.state.groups.get_mut(&chat) {
            let lately = |at: Timestamp| now.duration_since(at) < FACELESS_EVERY;
            if group.faceless_at.is_some_and(lately) {
                return;
            }
            group.faceless_at = Some(now);
        }
        self.tell_group(to, chat, GroupSay::Needs);
    }

    fn added(&mut self, me: PersonId, chat: ChatId) {
        self.effects.push(Effect::OpenGroup { chat });
        if let Some(group) = self.state.groups.get_mut(&chat) {
            // It was there before.
            group.gone = false;
            group.since = self.now;
            match group.couple {
                Some(_) => self.look_into(chat, Urgency::Waited),
                None => self.say_hello(me, chat),
            }
            return;
        }
        self.state.groups.insert(chat, Group::new(chat, self.now));
        self.say_hello(me, chat);
    }

    /// `/start` in a group, typed or by a `startgroup` link.
    fn started(&mut self, me: PersonId, chat: ChatId) {
        let Some(group) = self.state.groups.get(&chat) else {
            return self.added(me, chat);
        };
        let lived_in = group.couple.is_some();
        if !self.may_answer(me, chat) {
            return;
        }
        if lived_in {
            self.look_into(chat, Urgency::Waited);
            self.tell_group(me, chat, GroupSay::Private);
        } else {
            self.say_hello(me, chat);
        }
    }

    fn say_hello(&mut self, me: PersonId, chat: ChatId) {
        let key = format!("hello:{}:{}", chat.0, self.now.as_millisecond());
        let hello = self.line_to_group(me, chat, GroupSay::Hello);
        self.send(hello.key(key.clone()));
        let now = self.now;
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.hello = Some(key);
            group.answered_at = Some(now);
        }
    }

    /// *I'm in*: two different people, then somebody looks whether they are alone with the bot.
    fn im_in(&mut self, me: PersonId, chat: ChatId) -> Result<(), Refusal> {
        let group = self.state.groups.get(&chat).ok_or(Refusal::OldButton)?;
        let (first, couple, offered) = (group.first, group.couple, group.hello.is_some());
        if let Some(couple) = couple.and_then(|couple| self.couple(couple))
            && couple.is_together()
        {
            couple.seat_of(me).ok_or(Refusal::OldButton)?;
            self.toast(Toast::Quiet);
            return Ok(());
        }
        if !offered {
            return Err(Refusal::OldButton);
        }
        let of = |person: PersonId| self.state.together(person).map(|(couple, _)| couple.id);
        let pair = first.filter(|first| *first != me && of(*first) == of(me));
        if let Some(other) = first.filter(|first| *first != me && pair.is_none()) {
            // One of them belongs to another couple, and hears it alone.
            if of(me).is_some() {
                return Err(Refusal::AlreadyTogether);
            }
            let refusal = Say::Refused(Refusal::AlreadyTogether);
            self.send(Send::line(other, refusal));
        }
        if let Some(group) = self.state.groups.get_mut(&chat) {
            match pair {
                Some(_) => group.second = Some(me),
                None => group.first = Some(me),
            }
        }
        self.toast(match pair {
            Some(_) => Toast::Quiet,
            None => Toast::OtherOne,
        });
        if pair.is_some() {
            self.look_into(chat, Urgency::Waited);
        }
        Ok(())
    }
}
