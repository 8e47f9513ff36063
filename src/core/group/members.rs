//! Into a group and out of it: who is there decides, and open rounds go along.

use crate::core::group::LEFT_OPEN_MAX;
use crate::core::model::about::Role;
use crate::core::model::couple::Couple;
use crate::core::model::delivery::{Class, InGroup, Urgency};
use crate::core::model::group::Post;
use crate::core::model::ids::{ChatId, CoupleId, PersonId, RoundId, Seat};
use crate::core::model::round::{Origin, reveal_key};
use crate::core::protocol::effect::{Effect, QueueChange, Send, Target};
use crate::core::protocol::group::GroupSay;
use crate::core::protocol::round::RoundSay;
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// Has somebody look whether the two, or those who would be, are alone with the bot.
    pub(super) fn look_into(&mut self, chat: ChatId, urgency: Urgency) {
        let Some(group) = self.state.groups.get(&chat).filter(|group| !group.gone) else {
            return;
        };
        let key_of = group.couple.filter(|couple| self.couple(*couple).is_some());
        let Some([a, b]) = self.who_would_live(chat) else {
            return;
        };
        let Some(guard) = self.users([a, b]) else {
            return;
        };
        let mut look = Send::line(a, Say::Group(GroupSay::Look));
        look.about.role = Role::Probe;
        look.class = Class::Set;
        look.urgency = urgency;
        self.send(Send {
            chat: Some(chat),
            group: Some(InGroup {
                couple: key_of,
                guard: Some(guard),
            }),
            ..look
        });
    }

    /// Whose group it is, or would be: the couple, or the two who tapped *I'm in*.
    fn who_would_live(&self, chat: ChatId) -> Option<[PersonId; 2]> {
        let group = self.state.groups.get(&chat)?;
        let couple = group.couple.and_then(|couple| self.couple(couple));
        match couple.filter(|couple| couple.is_together()) {
            Some(couple) => Some([couple.a, couple.b?]),
            None => Some([group.first?, group.second?]),
        }
    }

    /// The couple of these two, also when one of them has left it quietly: the other must not learn of that by a refusal.
    pub(super) fn share_a_couple(&self, one: PersonId, other: PersonId) -> Option<CoupleId> {
        let sits = |couple: &Couple, who| couple.chair_of(who).is_some();
        let mut couples = self.state.couples.values();
        let theirs =
            couples.find(|couple| couple.is_together() && sits(couple, one) && sits(couple, other));
        theirs.map(|couple| couple.id)
    }

    /// Has somebody look into the group of a couple.
    pub(in crate::core) fn look_home(&mut self, couple: CoupleId) {
        let group = self.couple(couple).and_then(|couple| couple.group);
        if let Some(chat) = group {
            self.look_into(chat, Urgency::Scheduled);
        }
    }

    /// Telegram's ids of two people.
    pub(super) fn users(&self, two: [PersonId; 2]) -> Option<[ChatId; 2]> {
        let [a, b] = two;
        Some([self.person(a)?.user, self.person(b)?.user])
    }

    /// Somebody looked for these two. Others may have taken their place meanwhile, of whom it says nothing.
    pub(super) fn seen(&mut self, chat: ChatId, of: [ChatId; 2], two: bool, unsent: &[RoundId]) {
        if !two {
            self.effects
                .push(Effect::Queue(QueueChange::EmptyGroup { chat, all: false }));
        }
        let meant = self
            .who_would_live(chat)
            .and_then(|meant| self.users(meant));
        if meant.is_some_and(|meant| !of.iter().all(|user| meant.contains(user))) {
            if !two {
                self.reveal_directly(unsent);
            }
            return self.look_into(chat, Urgency::Scheduled);
        }
        let group = self.state.groups.get(&chat);
        let (couple, was_two) = group.map_or((None, false), |group| (group.couple, group.two));
        let (first, second) = group.map_or((None, None), |group| (group.first, group.second));
        let together =
            couple.filter(|couple| self.couple(*couple).is_some_and(|it| it.is_together()));
        match (together, first, second) {
            (Some(couple), ..) if two && !was_two => self.come_home(couple, chat),
            (Some(couple), ..) if !two && was_two => {
                self.set_two(chat, false);
                self.go_direct(couple);
                self.tell_couples_group(couple, chat, GroupSay::Elsewhere);
                self.ask_to_cover(couple, chat);
            }
            (Some(_), ..) => {}
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
        if !two {
            self.reveal_directly(unsent);
        }
    }

    /// The two are alone there again. Rounds that went on in private chats stay there until they open.
    fn come_home(&mut self, couple: CoupleId, chat: ChatId) {
        self.set_two(chat, true);
        self.tell_couples_group(couple, chat, GroupSay::BackHome);
    }

    /// The two who tapped *I'm in* are alone with the bot: a couple that moves in, or becomes one.
    fn move_in(&mut self, chat: ChatId, first: PersonId, second: PersonId) {
        let of = |person: PersonId| self.state.together(person).map(|(couple, _)| couple.id);
        let couple = match self.share_a_couple(first, second) {
            Some(couple) => Some(couple),
            None if of(first).or(of(second)).is_some() => None,
            None => self.pair(first, second),
        };
        let mut hello = None;
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.first = None;
            group.second = None;
            group.couple = couple;
            group.two = couple.is_some();
            hello = group.hello.take_if(|_| couple.is_some());
        }
        let Some(couple) = couple else {
            // Meanwhile one of them became a couple with somebody else.
            return self.tell_group(first, chat, GroupSay::Needs);
        };
        let before = self.couple(couple).and_then(|it| it.group);
        if before.is_some_and(|before| before != chat) {
            self.empty_posts(couple, GroupSay::Emptied);
            self.leave_home(couple);
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.group = Some(chat);
            couple.left_open.remove(&chat);
        }
        if let Some(hello) = hello {
            let done = self.line_to_group(first, chat, GroupSay::HelloDone);
            self.send(Send {
                target: Target::Sent(hello),
                class: Class::Set,
                ..done
            });
        }
        self.tell_couples_group(couple, chat, GroupSay::MovedIn);
        for round in self.open_rounds(couple) {
            self.bring_along(round);
        }
    }

    /// An open round moves into the group: its question is shown there too, with what was sealed so far. One that somebody
    /// passed on by *another one* stays where it is.
    fn bring_along(&mut self, id: RoundId) {
        let now = self.now;
        let Some(round) = self.round_mut(id) else {
            return;
        };
        if round.seats.iter().any(|seat| seat.moved) {
            return;
        }
        round.posted = None;
        for seat in &mut round.seats {
            seat.ask_at.get_or_insert(now);
        }
        if round.seats.iter().any(|seat| seat.asked) {
            self.ask_in_group(id);
        } else {
            self.ask_due_seats(id);
        }
    }

    /// One of the two wants it so: on in private chats.
    pub(super) fn go_private(&mut self, couple: CoupleId, chat: ChatId) {
        // With a third person there it was said before.
        if self.state.groups.get(&chat).is_some_and(|group| group.two) {
            self.tell_couples_group(couple, chat, GroupSay::Elsewhere);
        }
        self.set_two(chat, false);
        self.go_direct(couple);
        self.leave_home(couple);
    }

    /// There is no couple any more: its open questions are over in the group too.
    pub(in crate::core) fn end_home(&mut self, couple: CoupleId) {
        self.empty_posts(couple, GroupSay::Over);
        self.leave_home(couple);
    }

    /// The group is nobody's home from now on. What was opened and is still on its way there arrives there.
    fn leave_home(&mut self, couple: CoupleId) {
        let Some(chat) = self.couple(couple).and_then(|couple| couple.group) else {
            return;
        };
        self.set_two(chat, false);
        let mut open = None;
        if let Some(group) = self.state.groups.get_mut(&chat)
            && group.couple == Some(couple)
        {
            group.couple = None;
            open = (group.opened && !group.gone).then_some(group.cover_asks);
        }
        if let Some(couple) = self.couple_mut(couple) {
            couple.group = None;
            if let Some(asked) = open.filter(|_| couple.left_open.len() < LEFT_OPEN_MAX) {
                couple.left_open.insert(chat, asked);
            }
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
        self.effects
            .push(Effect::Queue(QueueChange::EmptyGroup { chat, all: true }));
        self.reveal_directly(unsent);
        let Some(group) = self.state.groups.get_mut(&chat) else {
            return;
        };
        let Some(couple) = group.couple else {
            self.state.groups.remove(&chat);
            return;
        };
        group.gone = true;
        if !std::mem::take(&mut group.two) {
            return;
        }
        for seat in Seat::BOTH {
            let person = self.couple(couple).and_then(|couple| couple.present(seat));
            if let Some(to) = person {
                self.send(Send::line(to, Say::Group(GroupSay::Gone)));
            }
        }
        self.go_direct(couple);
    }

    /// It became a supergroup: another id for the same chat. What stands in the old one cannot be changed any more, so that an
    /// open question is shown again; all that waits goes along.
    pub(super) fn group_moved(&mut self, from: ChatId, to: ChatId, shown: &[RoundId]) {
        self.effects
            .push(Effect::Queue(QueueChange::MoveGroup { from, to }));
        let Some(mut group) = self.state.groups.remove(&from) else {
            return;
        };
        group.chat = to;
        group.gone = false;
        // What was opened stands in the old one, where nothing can be changed. What is still to come sets it again.
        group.opened = false;
        let couple = group.couple;
        // The bot may be said to have joined the new one as well: nothing begins anew by that.
        self.state.groups.insert(to, group);
        let Some(couple) = couple else { return };
        if let Some(couple) = self.couple_mut(couple).filter(|it| it.group == Some(from)) {
            couple.group = Some(to);
        }
        let lives = self
            .couple(couple)
            .is_some_and(|couple| self.state.home(couple).is_some());
        for id in self.open_rounds(couple) {
            let post = self.round_mut(id).and_then(|round| round.posted.as_mut());
            let Some(post) = post.filter(|post| post.chat == from) else {
                continue;
            };
            post.chat = to;
            if lives && !post.emptied && shown.contains(&id) {
                self.ask_in_group(id);
            }
        }
        if !lives {
            // It may have looked as if the bot had been put out of the old one.
            self.look_into(to, Urgency::Scheduled);
        }
    }

    fn set_two(&mut self, chat: ChatId, two: bool) {
        if let Some(group) = self.state.groups.get_mut(&chat) {
            group.two = two;
        }
    }

    /// The open prompts are shown in the group no more: there stands a line instead. Which they were.
    fn empty_posts(&mut self, couple: CoupleId, instead: GroupSay) -> Vec<RoundId> {
        let mut emptied = Vec::new();
        for round in self.open_rounds(couple) {
            let post = self
                .round_mut(round)
                .and_then(|round| round.posted.as_mut());
            let Some(post) = post.filter(|post| !post.emptied) else {
                continue;
            };
            post.emptied = true;
            let post = post.clone();
            self.edit_post(couple, &post, instead.clone(), false);
            emptied.push(round);
        }
        emptied
    }

    /// The open prompts are shown in the group no more, and go to whoever has none in their own chat.
    fn go_direct(&mut self, couple: CoupleId) {
        for round in self.empty_posts(couple, GroupSay::Emptied) {
            for seat in Seat::BOTH {
                let without = self.round(round).is_some_and(|round| {
                    let mine = round.seat(seat);
                    mine.asked && mine.card.is_none() && !mine.moved && !mine.gone
                });
                if without {
                    self.show_in_private(round, seat);
                }
            }
        }
    }

    /// The prompt in one's own chat. One that reached nobody in the group has its sound still to make.
    fn show_in_private(&mut self, id: RoundId, seat: Seat) {
        let Some(round) = self.round(id) else {
            return;
        };
        let unheard = round.seats.iter().all(|seat| seat.delivered_at.is_none());
        let with_sound = match round.origin {
            Origin::Slot { .. } => unheard,
            Origin::Asked { by } => unheard && by != seat,
            Origin::First | Origin::Another { .. } => false,
        };
        let couple = self.couple(round.couple);
        let to = couple.and_then(|couple| couple.present(seat));
        let awake = to.is_some_and(|to| !self.is_quiet(to));
        self.new_card(id, seat, with_sound && awake, false);
    }

    /// What opened and did not reach the group opens in both private chats: it is owed. A reveal of several messages, some of
    /// which the two have seen in the group, comes whole again: together it is easier to read than its rest.
    fn reveal_directly(&mut self, unsent: &[RoundId]) {
        for round in unsent {
            let Some(couple) = self
                .round(*round)
                .filter(|round| round.is_revealed())
                .map(|round| round.couple)
            else {
                continue;
            };
            for seat in Seat::BOTH {
                let Some(to) = self.couple(couple).and_then(|couple| couple.person(seat)) else {
                    continue;
                };
                let reveal = Say::Round(RoundSay::Reveal {
                    round: *round,
                    seat,
                });
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
        post: &Post,
        say: GroupSay,
        guarded: bool,
    ) {
        let Some(edit) = self.to_group(couple, say, guarded) else {
            return;
        };
        let target = Target::Sent(post.key.clone());
        self.effects.retain(|effect| {
            !matches!(effect, Effect::Send(send) if send.chat.is_some() && send.target == target)
        });
        self.send(Send {
            chat: Some(post.chat),
            target,
            class: Class::Set,
            ..edit
        });
    }
}
