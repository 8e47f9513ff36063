//! Into a group and out of it: who is there decides, and open rounds go along.

use crate::core::answering::reveal_key;
use crate::core::delivery::{Class, InGroup};
use crate::core::effect::{Effect, Say, Send, Target};
use crate::core::event::Role;
use crate::core::group::GroupSay;
use crate::core::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::round::Round;
use crate::core::state::Couple;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// Has somebody look whether the two, or those who would be, are alone with the bot.
    pub(super) fn look_into(&mut self, chat: ChatId) {
        let Some(group) = self.state.groups.get(&chat) else {
            return;
        };
        let couple = group.couple.and_then(|couple| self.couple(couple));
        let two = match couple.filter(|couple| couple.is_together()) {
            Some(couple) => Some((couple.a, couple.b)),
            None => group.first.map(|first| (first, group.second)),
        };
        let Some((a, Some(b))) = two else {
            return;
        };
        let key_of = couple.map(|couple| couple.id);
        let Some(guard) = self.users([a, b]) else {
            return;
        };
        let mut look = Send::line(a, Say::Group(GroupSay::Look));
        look.about.role = Role::Probe;
        look.class = Class::Once;
        self.send(Send {
            chat: Some(chat),
            group: Some(InGroup {
                couple: key_of,
                guard: Some(guard),
            }),
            ..look
        });
    }

    /// Telegram's ids of two people.
    pub(super) fn users(&self, two: [PersonId; 2]) -> Option<[ChatId; 2]> {
        let [a, b] = two;
        Some([self.person(a)?.user, self.person(b)?.user])
    }

    /// Somebody looked.
    pub(super) fn seen(&mut self, chat: ChatId, two: bool, unsent: &[RoundId]) {
        let Some(group) = self.state.groups.get(&chat) else {
            return;
        };
        let (couple, was_two) = (group.couple, group.two);
        let together =
            couple.filter(|couple| self.couple(*couple).is_some_and(|it| it.is_together()));
        match (together, group.first, group.second) {
            (Some(couple), ..) if two && !was_two => self.come_home(couple, chat),
            (Some(_), ..) if two => {}
            (Some(couple), ..) => {
                self.effects.push(Effect::EmptyGroup { chat, all: false });
                if was_two {
                    self.set_two(chat, false);
                    self.go_direct(couple);
                    self.tell_couples_group(couple, chat, GroupSay::Elsewhere);
                }
                self.reveal_directly(couple, unsent);
            }
            (None, Some(first), Some(second)) if two => self.move_in(chat, first, second),
            (None, Some(first), Some(_)) => {
                if let Some(group) = self.state.groups.get_mut(&chat) {
                    group.first = None;
                    group.second = None;
                }
                self.tell_group(first, chat, GroupSay::Needs);
            }
            _ => {}
        }
    }

    fn come_home(&mut self, couple: CoupleId, chat: ChatId) {
        self.set_two(chat, true);
        self.tell_couples_group(couple, chat, GroupSay::BackHome);
    }

    /// The two who tapped *I'm in* are alone with the bot: a couple that moves in, or becomes one.
    fn move_in(&mut self, chat: ChatId, first: PersonId, second: PersonId) {
        let of = |person: PersonId| self.state.together(person).map(|(couple, _)| couple.id);
        let (theirs, others) = (of(first), of(second));
        let couple = match theirs {
            _ if theirs != others => None,
            Some(couple) => Some(couple),
            None => self.pair(first, second),
        };
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.first = None;
            group.second = None;
            group.couple = couple;
            group.two = couple.is_some();
        }
        let Some(couple) = couple else {
            // Meanwhile one of them became a couple with somebody else.
            return self.tell_group(first, chat, GroupSay::Needs);
        };
        let before = self
            .couple_mut(couple)
            .and_then(|it| it.group.replace(chat));
        if let Some(group) = before
            .filter(|before| *before != chat)
            .and_then(|before| self.state.groups.get_mut(&before))
        {
            group.couple = None;
            group.two = false;
        }
        self.tell_couples_group(couple, chat, GroupSay::MovedIn);
        let now = self.now;
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round) {
                for seat in &mut round.seats {
                    seat.ask_at.get_or_insert(now);
                }
            }
            self.ask_due_seats(round);
        }
    }

    /// Two people without a partner become a couple. A pairing that one of them had begun is the one they go on with: its first
    /// prompt, and what was sealed under it, stay.
    fn pair(&mut self, first: PersonId, second: PersonId) -> Option<CoupleId> {
        let begun = |a: PersonId, b: PersonId| {
            let fits = |(couple, seat): &(&Couple, Seat)| {
                *seat == Seat::A && couple.b.is_none_or(|there| there == b)
            };
            let begun = self.state.couples_of(a).find(fits);
            begun.map(|(couple, _)| (couple.id, a, b))
        };
        let (couple, a, b) = match begun(first, second).or_else(|| begun(second, first)) {
            Some(begun) => begun,
            None => (self.new_pairing(first).ok()?, first, second),
        };
        if let Some(couple) = self.couple_mut(couple) {
            couple.b = Some(b);
        }
        self.become_couple(couple, a, b);
        Some(couple)
    }

    /// The bot is there no more: direct messages, one line to each.
    pub(super) fn group_gone(&mut self, chat: ChatId, unsent: &[RoundId]) {
        self.effects.push(Effect::EmptyGroup { chat, all: true });
        let Some(group) = self.state.groups.get(&chat) else {
            return;
        };
        let Some(couple) = group.couple else {
            self.state.groups.remove(&chat);
            return;
        };
        if !group.two {
            return self.reveal_directly(couple, unsent);
        }
        self.set_two(chat, false);
        for seat in Seat::BOTH {
            let person = self.couple(couple).and_then(|couple| couple.present(seat));
            if let Some(to) = person {
                self.send(Send::line(to, Say::Group(GroupSay::Gone)));
            }
        }
        self.go_direct(couple);
        self.reveal_directly(couple, unsent);
    }

    /// It became a supergroup: another id for the same chat.
    pub(super) fn group_moved(&mut self, from: ChatId, to: ChatId) {
        let Some(mut group) = self.state.groups.remove(&from) else {
            return;
        };
        group.chat = to;
        if let Some(couple) = group.couple.and_then(|couple| self.couple_mut(couple))
            && couple.group == Some(from)
        {
            couple.group = Some(to);
        }
        self.state.groups.insert(to, group);
    }

    fn set_two(&mut self, chat: ChatId, two: bool) {
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.two = two;
        }
    }

    /// The open prompts are shown in the group no more, and go to whoever has none in their own chat.
    fn go_direct(&mut self, couple: CoupleId) {
        for round in self.open_rounds(couple) {
            let Some(post) = self
                .round_mut(round)
                .and_then(|round| round.posted.as_mut())
            else {
                continue;
            };
            if std::mem::replace(&mut post.emptied, true) {
                continue;
            }
            let key = post.key.clone();
            self.edit_post(couple, key, GroupSay::Emptied, false);
            for seat in Seat::BOTH {
                let without = self.round(round).is_some_and(|round| {
                    let mine = round.seat(seat);
                    mine.asked && mine.card.is_none() && !mine.moved && !mine.gone
                });
                if without {
                    self.show_card_again(round, seat);
                }
            }
        }
    }

    /// What opened and did not reach the group opens in both private chats: it is owed.
    fn reveal_directly(&mut self, couple: CoupleId, unsent: &[RoundId]) {
        for round in unsent {
            let is_owed = |round: &&Round| round.couple == couple && round.is_revealed();
            if self.round(*round).filter(is_owed).is_none() {
                continue;
            }
            for seat in Seat::BOTH {
                let Some(to) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
                    continue;
                };
                let reveal = Say::Reveal {
                    round: *round,
                    seat,
                };
                let sound = !self.is_quiet(to);
                let reveal = Send::line(to, reveal).role(Role::Reveal, *round, seat);
                self.send(reveal.key(reveal_key(*round, seat)).with_sound(sound));
            }
        }
    }

    /// An edit of a round's message in the group; `guarded` where it shows the prompt.
    pub(super) fn edit_post(
        &mut self,
        couple: CoupleId,
        key: String,
        say: GroupSay,
        guarded: bool,
    ) {
        let Some(edit) = self.to_group(couple, say, guarded) else {
            return;
        };
        let target = Target::Sent(key);
        self.effects.retain(|effect| {
            !matches!(effect, Effect::Send(send) if send.chat.is_some() && send.target == target)
        });
        self.send(Send {
            target,
            class: Class::Set,
            ..edit
        });
    }
}
