//! Rounds in a group: one message asks both, is edited as the answers come in, and one message opens them.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::about::Role;
use crate::core::model::delivery::InGroup;
use crate::core::model::group::Post;
use crate::core::model::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::model::refusal::{Refusal, RoundRefusal};
use crate::core::model::round::Origin;
use crate::core::protocol::effect::{Effect, Send, Target};
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Telegram lets a bot delete its messages for 48 hours; the call may wait a little.
const DELETABLE_FOR: SignedDuration = SignedDuration::from_hours(47);

impl<R: rand::Rng> Turn<'_, R> {
    /// A silent line in a group, in the language of `to`. It holds nobody's words.
    pub(super) fn tell_group(&mut self, to: PersonId, chat: ChatId, say: GroupSay) {
        let line = self.line_to_group(to, chat, say);
        self.send(line);
    }

    pub(super) fn line_to_group(&self, to: PersonId, chat: ChatId, say: GroupSay) -> Send {
        Send {
            chat: Some(chat),
            group: Some(InGroup {
                couple: None,
                guard: None,
            }),
            ..Send::line(to, Say::Group(say))
        }
    }

    /// The same, to a couple's own group, wherever they live now.
    pub(super) fn tell_couples_group(&mut self, couple: CoupleId, chat: ChatId, say: GroupSay) {
        if let Some(speaker) = self.speaker(couple) {
            self.tell_group(speaker, chat, say);
        }
    }

    /// In whose language the group is spoken to.
    fn speaker(&self, couple: CoupleId) -> Option<PersonId> {
        let couple = self.couple(couple)?;
        couple.person(couple.plan_by.unwrap_or(Seat::A))
    }

    /// A message to the couple's group; `guarded` where it holds a prompt or words of the two.
    pub(super) fn to_group(&self, id: CoupleId, say: GroupSay, guarded: bool) -> Option<Send> {
        let couple = self.couple(id)?;
        let two = [couple.a, couple.b?];
        let guard = if guarded {
            Some(self.users(two)?)
        } else {
            None
        };
        Some(Send {
            chat: couple.group,
            group: Some(InGroup {
                couple: Some(id),
                guard,
            }),
            ..Send::line(self.speaker(id)?, Say::Group(say))
        })
    }

    /// Whether a round of this couple is asked in its group.
    pub(in crate::core) fn asks_in_group(&self, round: RoundId) -> bool {
        let couple = self
            .round(round)
            .filter(|round| round.posted.is_none())
            .and_then(|round| self.couple(round.couple));
        couple.is_some_and(|couple| self.state.home(couple).is_some())
    }

    /// One message in the group asks everyone of the two who was not asked yet.
    pub(in crate::core) fn ask_in_group(&mut self, round: RoundId) {
        let Some(this_round) = self.round(round) else {
            return;
        };
        let (couple, origin) = (this_round.couple, this_round.origin);
        let Some(post) = self.to_group(couple, GroupSay::Prompt(round), true) else {
            return;
        };
        let sound = match origin {
            Origin::Slot { .. } => true,
            Origin::Asked { .. } => !self.is_anybody_quiet(couple),
            Origin::First | Origin::Another { .. } => false,
        };
        // Shown before, in private or in another place, it makes no second sound.
        let sound = sound
            && self
                .round(round)
                .is_some_and(|it| it.seats.iter().any(|seat| !seat.asked));
        for seat in Seat::BOTH {
            if self
                .round(round)
                .is_some_and(|round| !round.seat(seat).asked)
            {
                self.prepare_seat(round, seat);
                self.plan_nudge(round, seat);
            }
        }
        let Some(chat) = post.chat else { return };
        let key = format!("gcard:{round}:{:x}", self.rng.next_u64());
        if let Some(round) = self.round_mut(round) {
            round.posted = Some(Post {
                key: key.clone(),
                chat,
                emptied: false,
            });
        }
        let mut post = post.key(key).with_sound(sound);
        post.about.role = Role::Card;
        post.about.thread = Some(round.thread());
        self.send(match origin {
            Origin::Slot { .. } => post.scheduled(),
            _ => post,
        });
        // Who asked for it in the private chat sees it there as well.
        if let Origin::Asked { by } = origin
            && self.here.is_none()
            && self.state.me.is_some()
            && self.couple(couple).and_then(|couple| couple.present(by)) == self.state.me
        {
            self.new_card(round, by, false, false);
        }
    }

    /// `/prompt` in the group while the question is open there: it comes again below everything else, and the message that
    /// showed it goes. Answers false where the round is not shown there at all.
    pub(in crate::core) fn post_again(&mut self, round: RoundId) -> bool {
        let post = self.round(round).and_then(|round| round.posted.clone());
        let Some(post) = post.filter(|post| !post.emptied && Some(post.chat) == self.here) else {
            return false;
        };
        let couple = self.round(round).map(|round| round.couple);
        if let Some(couple) = couple {
            let instead = match self.may_be_too_old_to_delete(round) {
                true => GroupSay::Below,
                false => GroupSay::TakenAway,
            };
            self.edit_post(couple, &post, instead, false);
        }
        if let Some(round) = self.round_mut(round) {
            round.posted = None;
        }
        self.ask_in_group(round);
        true
    }

    fn may_be_too_old_to_delete(&self, round: RoundId) -> bool {
        let opened_at = self.round(round).map(|round| round.opened_at);
        opened_at.is_none_or(|at| self.now.duration_since(at) > DELETABLE_FOR)
    }

    fn is_anybody_quiet(&self, couple: CoupleId) -> bool {
        let people = Seat::BOTH.map(|seat| self.couple(couple).and_then(|it| it.person(seat)));
        people
            .into_iter()
            .flatten()
            .any(|person| self.is_quiet(person))
    }

    /// The round's message in the group shows how far it is; by editing alone.
    pub(in crate::core) fn refresh_post(&mut self, id: RoundId) {
        let Some(round) = self.round(id) else {
            return;
        };
        let couple = round.couple;
        let home = self
            .couple(couple)
            .and_then(|couple| self.state.home(couple));
        let post = round.posted.clone().filter(|post| !post.emptied);
        let (Some(post), Some(_)) = (post, home) else {
            return;
        };
        let just_sent = |effect: &Effect| {
            matches!(effect, Effect::Send(send)
                if send.target == Target::New && send.key.as_ref() == Some(&post.key))
        };
        if !self.effects.iter().any(just_sent) {
            // What is over shows the prompt no more, so that it may be said whoever is there.
            let guarded = round.is_open();
            self.edit_post(couple, &post, GroupSay::Prompt(id), guarded);
        }
    }

    /// Both answers in one message, if the couple lives in a group.
    pub(in crate::core) fn reveal_in_group(&mut self, round: RoundId) -> bool {
        let Some(couple) = self.round(round).map(|round| round.couple) else {
            return false;
        };
        if self
            .couple(couple)
            .is_none_or(|couple| self.state.home(couple).is_none())
        {
            return false;
        }
        let Some(mut reveal) = self.to_group(couple, GroupSay::Reveal(round), true) else {
            return false;
        };
        reveal.about.role = Role::Reveal;
        reveal.about.thread = Some(round.thread());
        let sound = !self.is_anybody_quiet(couple);
        if let Some(group) = reveal
            .chat
            .and_then(|chat| self.state.groups.get_mut(&chat))
        {
            group.opened = true;
        }
        self.send(reveal.key(format!("reveal:{round}:g")).with_sound(sound));
        true
    }

    /// Whether somebody who answered by words alone still lacks the message with *take back*.
    pub(in crate::core) fn lacks_card(&self, round: RoundId, seat: Seat) -> bool {
        self.round(round).is_some_and(|round| {
            let mine = round.seat(seat);
            let answers = round.is_open() && mine.has_answered() && !mine.gone;
            answers && round.posted.is_some() && mine.card.is_none() && !mine.moved
        })
    }

    /// *Answer privately*: the prompt again, in the asker's own chat.
    pub(in crate::core) fn answer_privately(&mut self, id: RoundId) -> Result<(), Refusal> {
        let (round, seat) = self.my_round(id)?;
        if !round.is_open() || round.seat(seat).moved {
            return Err(Refusal::Round(RoundRefusal::RoundOver));
        }
        self.show_card_again(id, seat);
        Ok(())
    }

    /// The message in the group shows the new prompt from now on, whoever passed on the old one and whoever answered it.
    pub(in crate::core) fn move_post(&mut self, old: RoundId, new: RoundId) {
        let post = self.round_mut(old).and_then(|old| old.posted.take());
        if let Some(new) = self.round_mut(new) {
            new.posted = post;
        }
        self.refresh_post(new);
    }

    /// Now, or when whoever's clock counts for asking this seat is awake.
    pub(in crate::core) fn when_asked(&self, couple: CoupleId, seat: Seat) -> Timestamp {
        let clock = self
            .couple(couple)
            .map(|it| self.state.clock_seat(it, seat));
        self.when_seat_awake(couple, clock.unwrap_or(seat))
    }
}
