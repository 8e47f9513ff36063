//! From `/reflect` to the second yes, and the break until the return.
//!
//! What the invited one reads never depends on how the asker's question went, and what the asker reads depends on the invited
//! one's yes alone: no, no answer, not safe and switched off are one and the same here.

use jiff::Timestamp;

use super::agreeing::below_key;
use super::buttons::{ReflectSay, Screened, Show, Switch};
use super::times::Offer;
use super::{BREAK_MIN, INVITATIONS_IN, INVITATIONS_MAX, Phase, ReflectPress, Reflection, Side};
use crate::core::delivery::Class;
use crate::core::effect::{Say, Send, Target, Toast};
use crate::core::event::Role;
use crate::core::ids::{CoupleId, MessageId, PersonId, ReflectionId, Seat};
use crate::core::reflection::Act;
use crate::core::refusal::Refusal;
use crate::core::round::later;
use crate::core::turn::Turn;
use crate::library::Flavour;

impl<R: rand::Rng> Turn<'_, R> {
    pub(super) fn reflection(&self, id: ReflectionId) -> Option<&Reflection> {
        self.state.reflections.get(&id)
    }

    pub(super) fn reflection_mut(&mut self, id: ReflectionId) -> Option<&mut Reflection> {
        self.state.reflections.get_mut(&id)
    }

    pub(super) fn put_reflection(&mut self, reflection: Reflection) {
        self.state.reflections.insert(reflection.id, reflection);
    }

    /// A reflection I have a seat in.
    pub(super) fn my_reflection(&self, id: ReflectionId) -> Result<(Reflection, Seat), Refusal> {
        let me = self.me()?;
        let reflection = self.reflection(id).ok_or(Refusal::OldButton)?;
        let seat = reflection.seat_of(me).ok_or(Refusal::OldButton)?;
        Ok((reflection.clone(), seat))
    }

    /// A line that belongs to a reflection: a reply to it is no answer to anything else.
    pub(super) fn reflect_line(&self, to: PersonId, of: &Reflection, say: ReflectSay) -> Send {
        let mut line = Send::line(to, Say::Reflect(say));
        line.about.role = Role::Reflection;
        line.about.round = Some(of.thread());
        line.about.seat = of.seat_of(to);
        line
    }

    /// An edit of what the row with this key sent.
    pub(super) fn reflect_edit(&self, to: PersonId, key: String, say: ReflectSay) -> Send {
        Send {
            target: Target::Sent(key),
            class: Class::Set,
            ..Send::line(to, Say::Reflect(say))
        }
    }

    pub(super) fn turn_into(&mut self, on: MessageId, say: ReflectSay) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Reflect(say)));
        Ok(())
    }

    pub fn reflect_pressed(&mut self, press: ReflectPress, on: MessageId) -> Result<(), Refusal> {
        match press {
            ReflectPress::Cancel => {
                let me = self.me()?;
                self.toast(Toast::Quiet);
                self.send(Send::edit(me, on, Say::Cancelled));
                Ok(())
            }
            ReflectPress::Choose(Flavour::Alone) => self.begin_alone(),
            ReflectPress::Choose(flavour) => self.choose_flavour(flavour, on),
            ReflectPress::Screened(couple, flavour, yes) => {
                self.asker_screened(couple, flavour, yes, on)
            }
            ReflectPress::At(couple, flavour, offer) => {
                self.invite_to_reflect(couple, flavour, offer, on)
            }
            ReflectPress::Switch(switch) => self.switch_reflections(switch, on),
            ReflectPress::On(reflection, act) => self.act(reflection, act, on),
        }
    }

    fn act(&mut self, id: ReflectionId, act: Act, on: MessageId) -> Result<(), Refusal> {
        self.my_reflection(id)?;
        match act {
            Act::Yes => self.invited_says_yes(id, on),
            Act::No => self.invited_says_no(id, on),
            Act::Screened(yes) => self.invited_screened(id, yes, on),
            Act::Withdraw => self.withdraw_reflection(id, on),
            Act::Earlier => self.would_begin_earlier(id, on),
            Act::StopAsk => self.ask_to_stop(id, on),
            Act::Stop => self.stop_reflection(id, on),
            Act::Open(_)
            | Act::Again
            | Act::Timer
            | Act::EndTimer
            | Act::Give(_)
            | Act::KeepClosed(_) => self.act_in_opening(id, act, on),
            Act::Now(word) => self.feels_now(id, word, on),
            Act::Keep(keep) => self.would_keep(id, keep, on),
            act => self.act_in_writing(id, act, on),
        }
    }

    /// `/reflect`: what is under way, else what it could be about.
    pub fn reflect(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        let live: Vec<ReflectionId> = self
            .state
            .reflections_of(me)
            .filter(|(reflection, _)| !reflection.is_over())
            .map(|(reflection, _)| reflection.id)
            .collect();
        let is_alone = |id: &ReflectionId| self.reflection(*id).is_some_and(Reflection::is_alone);
        let of_two = live.iter().copied().find(|id| !is_alone(id));
        let alone = live.iter().copied().find(is_alone);
        // An invitation that its reader was never shown, because they want none, is no news to them either.
        let of_two = of_two.filter(|id| self.knows_of(*id) && !self.only_asks(*id));
        match (of_two, alone) {
            (Some(id), _) => {
                self.send(Send::line(me, Say::Reflect(ReflectSay::Running)));
                self.show_reflection(id)
            }
            (None, Some(id)) => self.show_reflection(id),
            (None, None) => {
                let alone_only = self.together().is_err();
                let menu = Say::Reflect(ReflectSay::Menu { alone_only });
                self.send(Send::line(me, menu));
                Ok(())
            }
        }
    }

    /// Only *how is it now?* is left of it: that need not be answered before the next one.
    fn only_asks(&self, id: ReflectionId) -> bool {
        let at_hand = self.reflection(id);
        at_hand.is_some_and(|at_hand| matches!(at_hand.phase, Phase::Asking { .. }))
    }

    /// Whether I may be told that this is under way.
    fn knows_of(&self, id: ReflectionId) -> bool {
        let Ok((at_hand, seat)) = self.my_reflection(id) else {
            return false;
        };
        match at_hand.phase {
            Phase::Invited { shown, .. } => shown || seat == at_hand.asked_by,
            _ => true,
        }
    }

    /// Shows what is under way, below everything else.
    fn show_reflection(&mut self, id: ReflectionId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_reflection(id)?;
        if at_hand.phase == Phase::Writing {
            self.new_page(id, seat);
            return Ok(());
        }
        if matches!(at_hand.phase, Phase::Invited { .. }) && seat != at_hand.asked_by {
            self.invite_below(at_hand);
            return Ok(());
        }
        let say = self.stands_at(&at_hand, seat).ok_or(Refusal::OldButton)?;
        let line = self.reflect_line(me, &at_hand, say);
        self.send(line);
        Ok(())
    }

    /// The invitation once more, and open again; the copy further up has no buttons any more.
    fn invite_below(&mut self, mut at_hand: Reflection) {
        let id = at_hand.id;
        let Some(reader) = at_hand.reader(at_hand.asked_by.other()) else {
            return;
        };
        let passed = ReflectSay::Card {
            reflection: id,
            seat: at_hand.asked_by.other(),
            show: Show::Passed(None),
        };
        let edit = self.reflect_edit(reader, at_hand.invitation_key(), passed);
        self.send(edit);
        if let Phase::Invited {
            copies, declined, ..
        } = &mut at_hand.phase
        {
            *copies = copies.saturating_add(1);
            *declined = false;
        }
        self.put_reflection(at_hand.clone());
        let say = ReflectSay::Invitation { reflection: id };
        let line = self.reflect_line(reader, &at_hand, say);
        self.send(line.key(at_hand.invitation_key()));
    }

    /// What this seat reads of it where it stands now; none once it is over.
    pub(super) fn stands_at(&self, at_hand: &Reflection, seat: Seat) -> Option<ReflectSay> {
        let reflection = at_hand.id;
        Some(match at_hand.phase {
            Phase::Invited { .. } if seat == at_hand.asked_by => ReflectSay::Sent { reflection },
            Phase::Invited { .. } => ReflectSay::Invitation { reflection },
            Phase::Break { .. } => ReflectSay::EarlierAsk { reflection },
            Phase::Writing => ReflectSay::Card {
                reflection,
                seat,
                show: Show::Plain,
            },
            Phase::Opening => match at_hand.steps.iter().rposition(|step| step.opened) {
                None => ReflectSay::Ready { reflection },
                Some(step) => ReflectSay::Listen {
                    reflection,
                    seat,
                    step,
                    newest: true,
                },
            },
            Phase::Resting { .. } => ReflectSay::Closing { reflection },
            Phase::Asking { .. } => ReflectSay::HowNow { reflection, seat },
            Phase::Over { .. } => return None,
        })
    }

    /// For two: the question first, alone.
    fn choose_flavour(&mut self, flavour: Flavour, on: MessageId) -> Result<(), Refusal> {
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
        let at_hand = self.couple(couple);
        let on = at_hand.and_then(|couple| couple.reflect.on);
        on.is_some_and(|id| self.knows_of(id) && !self.only_asks(id))
    }

    /// The partner was not asked too often.
    fn may_invite(&self, couple: CoupleId, seat: Seat) -> Result<(), Refusal> {
        let at_hand = self.couple(couple).ok_or(Refusal::OldButton)?;
        let since = later(self.now, -INVITATIONS_IN);
        let invited = &at_hand.reflect.invited[seat.other().index()];
        let lately = |at: &&Timestamp| **at > since && **at <= self.now;
        if invited.iter().filter(lately).count() >= INVITATIONS_MAX {
            return Err(Refusal::InvitedEnough);
        }
        Ok(())
    }

    /// The asker's answer. A no leaves nothing at all.
    fn asker_screened(
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
    fn invite_to_reflect(
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
            return Err(Refusal::NoPrompt);
        }
        let on_hand = |turn: &Self| turn.couple(couple).and_then(|couple| couple.reflect.on);
        if let Some(before) = on_hand(self).filter(|id| self.only_asks(*id)) {
            self.close_day_after(before);
        }
        let at_hand = self.couple(couple).ok_or(Refusal::OldButton)?;
        let people = Seat::BOTH.map(|seat| at_hand.person(seat));
        let before = at_hand
            .reflect
            .before
            .map(|id| id.map(|id| super::Felt { id, what: None }));
        if let Some(hidden) = at_hand.reflect.on {
            // The partner has asked too, which I was not shown, or not yet.
            return self.meet_hidden(hidden, on);
        }
        let id = ReflectionId::random(self.rng);
        let mut sides = [Side::new(steps.len()), Side::new(steps.len())];
        if let Some(at_hand) = self.couple(couple) {
            for seat in Seat::BOTH {
                sides[seat.index()].gone = at_hand.has_left(seat);
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
        let on = self.couple(couple)?.reflect.on?;
        let at_hand = self.reflection(on)?;
        let waits = matches!(at_hand.phase, Phase::Invited { .. });
        let same = at_hand.asked_by == seat && at_hand.return_at() == offer.time();
        (waits && same).then_some(on)
    }

    /// Both asked on their own: that is a yes of both, and the time that was named first stands.
    fn meet_hidden(&mut self, id: ReflectionId, on: MessageId) -> Result<(), Refusal> {
        let soonest = later(self.now, BREAK_MIN);
        if let Some(at_hand) = self.reflection_mut(id)
            && let Phase::Invited { return_at, .. } = &mut at_hand.phase
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
        let Some(at_hand) = self.reflection_mut(id) else {
            return;
        };
        let to = at_hand.asked_by.other();
        let couple = at_hand.couple;
        let Phase::Invited {
            invite_at,
            gone_out,
            ..
        } = &mut at_hand.phase
        else {
            return;
        };
        if *gone_out || *invite_at > now {
            return;
        }
        *gone_out = true;
        let reader = at_hand.reader(to);
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
        let Some(at_hand) = self.reflection_mut(id) else {
            return;
        };
        if let Phase::Invited { shown, .. } = &mut at_hand.phase {
            *shown = true;
        }
        let at_hand = at_hand.clone();
        let say = ReflectSay::Invitation { reflection: id };
        let line = self.reflect_line(reader, &at_hand, say);
        let sound = !self.is_quiet(reader);
        self.send(line.key(at_hand.invitation_key()).with_sound(sound));
    }

    fn switch_reflections(&mut self, switch: Switch, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let Some(person) = self.me_mut() else {
            return Ok(());
        };
        let settings = &mut person.settings;
        match switch {
            Switch::Invitations => settings.reflections = !settings.reflections,
            Switch::Offers => settings.reflect_offers = !settings.reflect_offers,
            Switch::NoMore => {
                settings.reflections = false;
                return self.turn_into(on, ReflectSay::NoMoreInvitations);
            }
        }
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Settings));
        Ok(())
    }

    /// When somebody wrote or tapped something in it.
    pub(super) fn note_word(&mut self, id: ReflectionId) {
        let now: Timestamp = self.now;
        if let Some(at_hand) = self.reflection_mut(id) {
            at_hand.last_at = at_hand.last_at.max(now);
        }
    }
}
