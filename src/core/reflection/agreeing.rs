//! The invited one's answer, the second yes, and the break.

use jiff::Timestamp;

use crate::core::model::ids::{CoupleId, MessageId, PersonId, ReflectionId, Seat};
use crate::core::model::reflection::{BREAK_MIN, End, Phase, Reflection};
use crate::core::model::refusal::Refusal;
use crate::core::model::round::RoundPhase;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Send, Toast};
use crate::core::protocol::reflection::{ReflectSay, Screened};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// What follows a pressed button, whichever it was: pressed twice in a row it comes once.
pub(in crate::core) fn below_key(me: PersonId, on: MessageId, now: Timestamp) -> String {
    format!("below:{me}:{}:{}", on.0, now.as_second().div_euclid(60))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// A yes is passed on only after the question that is put alone.
    pub(super) fn invited_says_yes(
        &mut self,
        id: ReflectionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        self.invited(id)?;
        self.toast(Toast::Quiet);
        let of = Screened::Invited { reflection: id };
        // Nothing ties the question to the reflection, so that nothing that is kept says it was put.
        let line = Send::line(me, Say::Reflect(ReflectSay::Screening { of }));
        self.send(line.key(below_key(me, on, self.now)));
        Ok(())
    }

    /// The reflection, if I am invited to it and it still waits for me.
    fn invited(&self, id: ReflectionId) -> Result<Reflection, Refusal> {
        let (reflection, seat) = self.my_reflection(id)?;
        match reflection.phase {
            Phase::Invited { shown: true, .. } if seat != reflection.asked_by => Ok(reflection),
            _ => Err(Refusal::OldButton),
        }
    }

    pub(super) fn invited_says_no(
        &mut self,
        id: ReflectionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        self.invited(id)?;
        self.decline_reflection(id);
        self.turn_into(on, ReflectSay::Declined { reflection: id })
    }

    fn decline_reflection(&mut self, id: ReflectionId) {
        if let Some(Reflection {
            phase: Phase::Invited { declined, .. },
            ..
        }) = self.reflection_mut(id)
        {
            *declined = true;
        }
    }

    pub(super) fn invited_screened(
        &mut self,
        id: ReflectionId,
        yes: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let reflection = match self.invited(id) {
            Err(_) if self.my_reflection(id)?.0.is_over() => {
                // It was over before the tap: what is read then depends on the tap alone, as ever.
                self.turn_into(on, ReflectSay::WasScreened)?;
                return if yes { Ok(()) } else { self.say_not_safe(on) };
            }
            other => other?,
        };
        self.turn_into(on, ReflectSay::WasScreened)?;
        let say = if yes {
            ReflectSay::YesPassedOn { reflection: id }
        } else {
            ReflectSay::Declined { reflection: id }
        };
        let edit = self.reflect_edit(me, reflection.invitation_key(), say);
        self.send(edit);
        if yes {
            return self.both_want(id);
        }
        self.decline_reflection(id);
        self.say_not_safe(on)
    }

    /// Why this is not for somebody who is afraid: in that chat alone, and once.
    pub(super) fn say_not_safe(&mut self, question: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let say = ReflectSay::NotSafe { question };
        let line = Send::line(me, Say::Reflect(say));
        self.send(line.key(below_key(me, question, self.now)));
        Ok(())
    }

    /// The second yes: passed on at once; the break begins, and everyday rounds wait.
    pub(super) fn both_want(&mut self, id: ReflectionId) -> Result<(), Refusal> {
        let now = self.now;
        let reflection = self.state.reflections.get(&id).ok_or(Refusal::OldButton)?;
        let reflection = reflection.clone().accept(now)?;
        let (asker, couple) = (reflection.reader(reflection.asked_by), reflection.couple);
        self.put_reflection(reflection.clone());
        if let Some(couple) = couple {
            self.hold(couple);
        }
        if let Some(asker) = asker {
            let say = ReflectSay::TheySaidYes { reflection: id };
            let line = self.reflect_line(asker, &reflection, say);
            let sound = !self.is_quiet(asker);
            self.send(line.key(format!("reflect:{id}:yes")).with_sound(sound));
        }
        Ok(())
    }

    /// From now on no other reveal opens.
    fn hold(&mut self, couple: CoupleId) {
        if let Some(couple) = self.couple_mut(couple) {
            couple.reflect.held = true;
        }
        for round in self.open_rounds(couple) {
            if let Some(round) = self.round_mut(round)
                && matches!(round.phase, RoundPhase::Touching { .. })
            {
                round.phase = RoundPhase::Open;
            }
        }
    }

    pub(super) fn withdraw_reflection(
        &mut self,
        id: ReflectionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (reflection, seat) = self.my_reflection(id)?;
        if !matches!(reflection.phase, Phase::Invited { .. }) || seat != reflection.asked_by {
            return Err(Refusal::OldButton);
        }
        self.end_reflection(id, End::Withdrawn);
        self.turn_into(on, ReflectSay::Withdrawn)
    }

    /// The invitation that nobody took up says so, where it stands open.
    pub(super) fn close_invitation(&mut self, reflection: &Reflection) {
        let Phase::Invited {
            shown: true,
            declined: false,
            ..
        } = reflection.phase
        else {
            return;
        };
        if let Some(reader) = reflection.reader(reflection.asked_by.other()) {
            let key = reflection.invitation_key();
            let edit = self.reflect_edit(reader, key, ReflectSay::InvitationOver);
            self.send(edit.scheduled());
        }
    }

    /// The stated return without a yes.
    pub(super) fn not_now(&mut self, id: ReflectionId) {
        let Some(reflection) = self.reflection(id).cloned() else {
            return;
        };
        self.end_reflection(id, End::NotNow);
        if let Some(asker) = reflection.reader(reflection.asked_by) {
            let line = self.reflect_line(asker, &reflection, ReflectSay::NotNow);
            self.send(line.key(format!("reflect:{id}:not-now")).scheduled());
        }
    }

    /// *Sooner, if we both want*: shown to nobody until both do.
    pub(super) fn would_begin_earlier(
        &mut self,
        id: ReflectionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (mut reflection, seat) = self.my_reflection(id)?;
        let Phase::Break { since, return_at } = reflection.phase else {
            return Err(Refusal::OldButton);
        };
        reflection.side_mut(seat).earlier = true;
        let both = reflection.sides.iter().all(|side| side.earlier);
        if both {
            let sooner = later(since, BREAK_MIN).max(self.now).min(return_at);
            reflection.phase = Phase::Break {
                since,
                return_at: sooner,
            };
        }
        self.put_reflection(reflection.clone());
        self.turn_into(on, ReflectSay::EarlierNoted)?;
        let Phase::Break { return_at, .. } = reflection.phase else {
            return Ok(());
        };
        if both && return_at <= self.now {
            self.begin_writing(id);
        } else if both {
            for reader in Seat::BOTH
                .iter()
                .filter_map(|seat| reflection.reader(*seat))
            {
                let say = ReflectSay::EarlierBoth { reflection: id };
                let line = self.reflect_line(reader, &reflection, say);
                let sound = Some(reader) != self.state.me && !self.is_quiet(reader);
                self.send(line.with_sound(sound));
            }
        }
        Ok(())
    }
}
