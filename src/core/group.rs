//! A group of two: the two of a couple and the bot share a chat, where prompts and reveals come instead of in direct messages.
//!
//! A couple lives there ([`State::home`]) only while the three of them are the only ones in it; whoever sends words there looks
//! first and says what was seen ([`GroupFact`]). With anybody else there, or without one of the two, all goes on in direct
//! messages. Nothing private is ever said there. Start with [`Turn::in_group`] and [`Turn::group_fact`].

mod living;
mod moving;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::core::effect::{Say, Send, Toast};
use crate::core::event::GroupFact;
use crate::core::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::refusal::Refusal;
use crate::core::state::{Couple, State};
use crate::core::turn::Turn;

/// A group that the bot was added to.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Group {
    pub chat: ChatId,
    pub since: Timestamp,
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
}

/// The message of a round in its group.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Post {
    /// The outbox key of the message.
    pub key: String,
    /// It shows the prompt no more, for good.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub emptied: bool,
}

/// What somebody did in a group, or to it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GroupDeed {
    /// The bot was added. It does not `fit` a channel, a forum or an anonymous admin.
    Added { fits: bool },
    /// The bot was removed.
    Removed,
    /// Somebody joined or left.
    MembersChanged,
    /// *I'm in*.
    ImIn,
    /// A command that would show something private.
    AskedPrivately,
}

/// What the bot says in a group, or about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GroupSay {
    /// What this is, that later members may read back, and *I'm in*.
    Hello,
    /// What the bot needs: a group with exactly two people.
    Needs,
    /// The two are at home here from now on.
    MovedIn,
    /// The prompt of a round, how far it is, and *answer privately*.
    Prompt(RoundId),
    /// In place of a prompt that is shown there no more.
    Emptied,
    /// Both answers, with both names.
    Reveal(RoundId),
    /// It is not two any more: from now on in private chats.
    Elsewhere,
    /// It is two again.
    BackHome,
    /// To each privately: the bot is in that group no more.
    Gone,
    /// That belongs into the private chat.
    Private,
    /// A look at who is there.
    Look,
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
        match deed {
            GroupDeed::Added { fits: false } => {
                if self.pay() {
                    self.tell_group(me, chat, GroupSay::Needs);
                }
            }
            GroupDeed::Added { fits: true } => self.added(me, chat),
            GroupDeed::Removed => self.group_gone(chat, &[]),
            GroupDeed::MembersChanged => self.look_into(chat),
            GroupDeed::ImIn => return self.im_in(me, chat),
            GroupDeed::AskedPrivately => {
                if self.pay() {
                    self.tell_group(me, chat, GroupSay::Private);
                }
            }
        }
        Ok(())
    }

    /// Calls into a group showed something.
    pub fn group_fact(&mut self, fact: GroupFact) {
        match fact {
            GroupFact::Seen { chat, two, unsent } => self.seen(chat, two, &unsent),
            GroupFact::Gone { chat, unsent } => self.group_gone(chat, &unsent),
            GroupFact::Moved { from, to } => self.group_moved(from, to),
        }
    }

    fn added(&mut self, me: PersonId, chat: ChatId) {
        if self.state.groups.contains_key(&chat) {
            // It was there before: the hello was said.
            self.look_into(chat);
            return;
        }
        let group = Group {
            chat,
            since: self.now,
            first: None,
            second: None,
            couple: None,
            two: false,
        };
        self.state.groups.insert(chat, group);
        self.tell_group(me, chat, GroupSay::Hello);
    }

    /// *I'm in*: two different people, then somebody looks whether they are alone with the bot.
    fn im_in(&mut self, me: PersonId, chat: ChatId) -> Result<(), Refusal> {
        let group = self.state.groups.get(&chat).ok_or(Refusal::OldButton)?;
        let (first, couple) = (group.first, group.couple);
        if let Some(couple) = couple.and_then(|couple| self.couple(couple))
            && couple.is_together()
        {
            couple.seat_of(me).ok_or(Refusal::OldButton)?;
            self.toast(Toast::Quiet);
            return Ok(());
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
            self.look_into(chat);
        }
        Ok(())
    }
}
