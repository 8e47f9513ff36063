//! From `/reflect` to the second yes, and the break until the return.
//!
//! What the invited one reads never depends on how the asker's question went, and what the asker reads depends on the invited
//! one's yes alone: no, no answer, not safe and switched off are one and the same here.

use jiff::Timestamp;

use crate::core::model::ids::{CoupleId, MessageId, ReflectionId, Seat};
use crate::core::model::reflection::{
    BREAK_MIN, INVITATIONS_IN, INVITATIONS_MAX, Phase, Reflection, Side,
};
use crate::core::model::refusal::{ReflectRefusal, Refusal, RoundRefusal};
use crate::core::model::time::later;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::reflection::{Offer, ReflectSay, Screened, Show};
use crate::core::protocol::say::Say;
use crate::core::reflection::agreeing::below_key;
use crate::core::turn::Turn;
use crate::library::Flavour;

impl<R: rand::Rng> Turn<'_, R> {
    /// The invitation once more, and open again; the copy further up has no buttons any more.
    pub(super) fn invite_below(&mut self, mut reflection: Reflection) {
        let id = reflection.id;
        let Some(reader) = reflection.reader(reflection.asked_by.other()) else {
            return;
        };
        let passed = ReflectSay::Card {
            reflection: id,
            seat: reflection.asked_by.other(),
            show: Show::Passed(None),
        };
        let edit = self.reflect_edit(reader, reflection.invitation_key(), passed);
        self.send(edit);
        if let Phase::Invited {
            copies, declined, ..
        } = &mut reflection.phase
        {
            *copies = copies.saturating_add(1);
            *declined = false;
        }
        self.put_reflection(reflection.clone());
        let say = ReflectSay::Invitation { reflection: id };
        let line = self.reflect_line(reader, &reflection, say);
        self.send(line.key(reflection.invitation_key()));
    }

    /// For two: the question first, alone.
    pub(super) fn choose_flavour(
        &mut self,
        flavour: Flavour,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (couple, seat) = self.together()?;
        if self.runs_already(couple) {
            self.toast(Toast::Quiet);
            return self.reflect();
        }
        self.may_invite(couple, seat)?;
        let of = Screened::Asker { couple, flavour };
        self.turn_into(on, ReflectSay::Screening { of })
    }

    /// One of two is under way, as far as I may know.
    fn runs_already(&self, couple: CoupleId) -> bool {
        let this_couple = self.state.couples.get(&couple);
        let on = this_couple.and_then(|couple| couple.reflect.on);
        on.is_some_and(|id| self.knows_of(id) && !self.only_asks(id))
    }

    /// The partner was not asked too often.
    fn may_invite(&self, id: CoupleId, seat: Seat) -> Result<(), Refusal> {
        let couple = self.state.couples.get(&id).ok_or(Refusal::OldButton)?;
        let since = later(self.now, -INVITATIONS_IN);
        let invited = &couple.reflect.invited[seat.other().index()];
        let lately = |at: &&Timestamp| **at > since && **at <= self.now;
        if invited.iter().filter(lately).count() >= INVITATIONS_MAX {
            return Err(Refusal::Reflect(ReflectRefusal::InvitedEnough));
        }
        Ok(())
    }

    /// The asker's answer. A no leaves nothing at all.
    pub(super) fn asker_screened(
        &mut self,
        couple: CoupleId,
        flavour: Flavour,
        yes: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (now_in, seat) = self.together()?;
        if now_in != couple {
            return Err(Refusal::OldButton);
        }
        self.turn_into(on, ReflectSay::WasScreened)?;
        if !yes {
            return self.say_not_safe(on);
        }
        let say = self.when(couple, seat, flavour);
        self.send(Send::line(me, Say::Reflect(say)).key(below_key(me, on, self.now)));
        Ok(())
    }

    fn when(&self, couple: CoupleId, seat: Seat, flavour: Flavour) -> ReflectSay {
        ReflectSay::When {
            couple,
            flavour,
            offers: self.offers(couple, seat),
            late: self.is_late(couple, seat),
        }
    }

    /// The time is chosen: the invitation goes, at once or in the morning.
    pub(super) fn invite_to_reflect(
        &mut self,
        couple: CoupleId,
        flavour: Flavour,
        offer: Offer,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (now_in, seat) = self.together()?;
        if now_in != couple || flavour == Flavour::Alone {
            return Err(Refusal::OldButton);
        }
        if let Some(reflection) = self.just_asked(couple, seat, offer) {
            return self.turn_into(on, ReflectSay::Sent { reflection });
        }
        if self.runs_already(couple) {
            self.toast(Toast::Quiet);
            return self.reflect();
        }
        self.may_invite(couple, seat)?;
        let to = seat.other();
        let return_at = offer.time().filter(|_| self.can_return(couple, to, offer));
        let Some(return_at) = return_at else {
            let say = self.when(couple, seat, flavour);
            return self.turn_into(on, say);
        };
        let steps = Reflection::steps_of(self.world.library, flavour);
        if steps.is_empty() {
            return Err(Refusal::Round(RoundRefusal::NoPrompt));
        }
        let on_hand = |turn: &Self| turn.couple(couple).and_then(|couple| couple.reflect.on);
        if let Some(before) = on_hand(self).filter(|id| self.only_asks(*id)) {
            self.close_day_after(before);
        }
        let this_couple = self.state.couples.get(&couple).ok_or(Refusal::OldButton)?;
        let people = Seat::BOTH.map(|seat| this_couple.person(seat));
        let before = this_couple
            .reflect
            .before
            .map(|id| id.map(|id| crate::core::model::reflection::Felt { id, what: None }));
        if let Some(hidden) = this_couple.reflect.on {
            // The partner has asked too, which I was not shown, or not yet.
            return self.answer_hidden_invitation(hidden, on);
        }
        let id = ReflectionId::random(self.rng);
        let mut sides = [Side::new(steps.len()), Side::new(steps.len())];
        if let Some(this_couple) = self.state.couples.get(&couple) {
            for seat in Seat::BOTH {
                sides[seat.index()].gone = this_couple.has_left(seat);
            }
        }
        let reflection = Reflection {
            id,
            flavour,
            couple: Some(couple),
            people,
            asked_by: seat,
            phase: Phase::Invited {
                invite_at: self.arrives(couple, to, offer.morning),
                gone_out: false,
                shown: false,
                declined: false,
                copies: 0,
                return_at,
            },
            last_at: self.now,
            steps,
            sides,
            next: 0,
            timer: None,
            erase_at: None,
            before,
        };
        self.put_reflection(reflection);
        if let Some(couple) = self.couple_mut(couple) {
            couple.reflect.on = Some(id);
        }
        self.turn_into(on, ReflectSay::Sent { reflection: id })?;
        self.send_invitation(id);
        Ok(())
    }

    /// The same time, tapped a second time.
    fn just_asked(&self, couple: CoupleId, seat: Seat, offer: Offer) -> Option<ReflectionId> {
        let on = self.state.couples.get(&couple)?.reflect.on?;
        let reflection = self.reflection(on)?;
        let waits = matches!(reflection.phase, Phase::Invited { .. });
        let same = reflection.asked_by == seat && reflection.return_at() == offer.time();
        (waits && same).then_some(on)
    }

    /// Both asked on their own: that is a yes of both, and the time that was named first stands.
    fn answer_hidden_invitation(&mut self, id: ReflectionId, on: MessageId) -> Result<(), Refusal> {
        let soonest = later(self.now, BREAK_MIN);
        if let Some(reflection) = self.reflection_mut(id)
            && let Phase::Invited { return_at, .. } = &mut reflection.phase
        {
            // Whoever was not shown it has had no break yet.
            *return_at = (*return_at).max(soonest);
        }
        self.turn_into(on, ReflectSay::YesPassedOn { reflection: id })?;
        self.both_want(id)
    }

    /// Hands the invitation over when its moment has come.
    pub(super) fn send_invitation(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(reflection) = self.reflection_mut(id) else {
            return;
        };
        let to = reflection.asked_by.other();
        let couple = reflection.couple;
        let Phase::Invited {
            invite_at,
            gone_out,
            ..
        } = &mut reflection.phase
        else {
            return;
        };
        if *gone_out || *invite_at > now {
            return;
        }
        *gone_out = true;
        let reader = reflection.reader(to);
        if let Some(couple) = couple.and_then(|couple| self.couple_mut(couple)) {
            let invited = &mut couple.reflect.invited[to.index()];
            invited.retain(|at| *at > later(now, -INVITATIONS_IN));
            invited.push(now);
        }
        let Some(reader) = reader else { return };
        let wants = self
            .person(reader)
            .is_some_and(|reader| reader.settings.reflections);
        if !wants {
            return;
        }
        let Some(reflection) = self.reflection_mut(id) else {
            return;
        };
        if let Phase::Invited { shown, .. } = &mut reflection.phase {
            *shown = true;
        }
        let reflection = reflection.clone();
        let say = ReflectSay::Invitation { reflection: id };
        let line = self.reflect_line(reader, &reflection, say);
        let sound = !self.is_quiet(reader);
        self.send(line.key(reflection.invitation_key()).with_sound(sound));
    }
}
