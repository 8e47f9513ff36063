//! A group of two: the two of a couple and the bot share a chat, where prompts and reveals come instead of in direct messages.
//!
//! A couple lives there ([`State::home`](crate::core::model::state::State::home)) only while the three of them are the only ones in it; whoever sends words there looks
//! first and says what was seen ([`GroupFact`]). With anybody else there, or without one of the two, all goes on in direct
//! messages. Nothing private is ever said there. Start with [`Turn::in_group`] and [`Turn::group_fact`].

pub mod commands;
pub mod cover;
pub mod members;
pub mod rounds;

use jiff::{SignedDuration, Timestamp};

use crate::core::model::delivery::Urgency;
use crate::core::model::group::Group;
use crate::core::model::ids::{ChatId, PersonId};
use crate::core::model::refusal::{CoupleRefusal, Refusal};
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::group::{GroupDeed, GroupFact, GroupSay};
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::Turn;

/// People who do not live in a group get a line there no more often than that: however many they are, a group of strangers cannot
/// fill the outbox. It also makes one wish of a `startgroup` link, which adds the bot and sends it a command.
const STRANGERS_EVERY: SignedDuration = SignedDuration::from_secs(60);

/// The same for people without a face, who are told always the same.
const FACELESS_EVERY: SignedDuration = SignedDuration::from_hours(1);

/// So many groups that a couple has left can still be covered: nobody moves that often.
const LEFT_OPEN_MAX: usize = 10;

impl<R: rand::Rng> Turn<'_, R> {
    /// Somebody did something in a group.
    pub(in crate::core) fn in_group(
        &mut self,
        chat: ChatId,
        deed: GroupDeed,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.here = Some(chat);
        let was_gone = self.bot_is_there(chat);
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
        if was_gone {
            // After what is said: where nobody may write that fails first, and nothing else happens.
            self.look_into(chat, Urgency::Waited);
        }
        Ok(())
    }

    /// Whoever is heard in a group shows that the bot is there: it may have been muted, and Telegram does not always say when
    /// that is over. Answers whether it seemed to be gone.
    fn bot_is_there(&mut self, chat: ChatId) -> bool {
        let group = self.state.groups.get_mut(&chat);
        let was_gone = group.is_some_and(|group| std::mem::take(&mut group.gone));
        if was_gone {
            self.effects
                .push(Effect::Queue(QueueChange::OpenGroup { chat }));
        }
        was_gone
    }

    /// Calls into a group, or its own messages, showed something.
    pub(in crate::core) fn group_fact(&mut self, fact: GroupFact) {
        match fact {
            GroupFact::Seen {
                chat,
                of,
                two,
                unsent,
            } => self.seen(chat, of, two, &unsent),
            GroupFact::Gone { chat, unsent } => self.group_gone(chat, &unsent),
            GroupFact::Moved { from, to, shown } => self.group_moved(from, to, &shown),
            GroupFact::Changed { chat } => {
                if let Some(group) = self.state.groups.get_mut(&chat) {
                    group.gone = false;
                    self.effects
                        .push(Effect::Queue(QueueChange::OpenGroup { chat }));
                    self.look_into(chat, Urgency::Scheduled);
                }
            }
            GroupFact::Faceless { chat, to } => {
                if let Some(to) = to {
                    self.faceless(chat, to);
                }
            }
        }
    }

    /// Whether this person gets a line in this group now: from their bucket, and who does not live there only now and then.
    fn may_answer(&mut self, me: PersonId, chat: ChatId) -> bool {
        let now = self.now;
        let couple = self.state.groups.get(&chat).and_then(|group| group.couple);
        let lives_here = couple
            .and_then(|couple| self.couple(couple))
            .is_some_and(|couple| couple.chair_of(me).is_some());
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
        let group = self.state.groups.entry(chat);
        let group = group.or_insert_with(|| Group::new(chat, now));
        let lately = |at: Timestamp| now.duration_since(at) < FACELESS_EVERY;
        if group.faceless_at.is_some_and(lately) {
            return;
        }
        group.faceless_at = Some(now);
        self.tell_group(to, chat, GroupSay::Needs);
    }

    fn added(&mut self, me: PersonId, chat: ChatId) {
        self.effects
            .push(Effect::Queue(QueueChange::OpenGroup { chat }));
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
        let fits =
            |other: PersonId| of(other) == of(me) || self.share_a_couple(other, me).is_some();
        let pair = first.filter(|first| *first != me && fits(*first));
        if let Some(other) = first.filter(|first| *first != me && pair.is_none()) {
            // One of them belongs to another couple, and hears it alone.
            if of(me).is_some() {
                return Err(Refusal::Couple(CoupleRefusal::AlreadyTogether));
            }
            let refusal = Say::Chat(ChatSay::Refused(Refusal::Couple(
                CoupleRefusal::AlreadyTogether,
            )));
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
