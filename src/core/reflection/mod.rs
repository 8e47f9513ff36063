//! The reflection after an argument, or alone: a conversation in steps, each written alone and opened together.
//!
//! `asking` and `agreeing` are the way in, `times` the moment of return; `writing` and `pages` are each one's own pages, `sealing`
//! ends them; `opening` opens step by step; `ending` and `after` close it. The changes of one reflection as a value are in `life`.
//! A no, no answer and *not safe* are one to whoever asked. Start with [`Turn::reflect_pressed`].

pub mod after;
pub mod agreeing;
pub mod asking;
pub mod ending;
pub mod life;
pub mod opening;
pub mod pages;
pub mod sealing;
pub mod times;
pub mod writing;

use jiff::Timestamp;

use crate::core::model::about::Role;
use crate::core::model::couple::Couple;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{MessageId, PersonId, ReflectionId, Seat};
use crate::core::model::reflection::{Phase, Reflection};
use crate::core::model::refusal::Refusal;
use crate::core::model::state::State;
use crate::core::protocol::effect::{Send, Target, Toast};
use crate::core::protocol::reflection::{Act, ReflectPress, ReflectSay, Show};
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::Turn;
use crate::library::Flavour;

/// When the clock has something to do for the reflections of a couple.
pub fn next_at(state: &State, couple: &Couple, erase_from: Timestamp) -> Option<Timestamp> {
    let theirs = couple.reflect.live();
    let theirs = theirs.filter_map(|id| state.reflections.get(&id));
    theirs
        .filter_map(|reflection| reflection.due(couple.paused_at.is_some(), erase_from))
        .min()
}

impl<R: rand::Rng> Turn<'_, R> {
    /// A reflection that a rule names: it is at hand. Where an event names one that may be gone, ask the state.
    #[track_caller]
    fn reflection(&self, id: ReflectionId) -> Option<&Reflection> {
        let found = self.state.reflections.get(&id);
        debug_assert!(
            found.is_some(),
            "a rule names a reflection that is not at hand"
        );
        found
    }

    /// The same, to change it.
    #[track_caller]
    fn reflection_mut(&mut self, id: ReflectionId) -> Option<&mut Reflection> {
        let found = self.state.reflections.get_mut(&id);
        debug_assert!(
            found.is_some(),
            "a rule names a reflection that is not at hand"
        );
        found
    }

    fn put_reflection(&mut self, reflection: Reflection) {
        self.state.reflections.insert(reflection.id, reflection);
    }

    /// A reflection I have a seat in.
    fn my_reflection(&self, id: ReflectionId) -> Result<(Reflection, Seat), Refusal> {
        let me = self.me()?;
        let reflection = self.state.reflections.get(&id).ok_or(Refusal::OldButton)?;
        let seat = reflection.seat_of(me).ok_or(Refusal::OldButton)?;
        Ok((reflection.clone(), seat))
    }

    /// A line that belongs to a reflection: a reply to it is no answer to anything else.
    fn reflect_line(&self, to: PersonId, of: &Reflection, say: ReflectSay) -> Send {
        let mut line = Send::line(to, Say::Reflect(say));
        line.about.role = Role::Reflection;
        line.about.thread = Some(of.id.thread());
        line.about.seat = of.seat_of(to);
        line
    }

    /// An edit of what the row with this key sent.
    fn reflect_edit(&self, to: PersonId, key: String, say: ReflectSay) -> Send {
        Send {
            target: Target::Sent(key),
            class: Class::Set,
            ..Send::line(to, Say::Reflect(say))
        }
    }

    fn turn_into(&mut self, on: MessageId, say: ReflectSay) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        self.send(Send::edit(me, on, Say::Reflect(say)));
        Ok(())
    }

    pub(in crate::core) fn reflect_pressed(
        &mut self,
        press: ReflectPress,
        on: MessageId,
    ) -> Result<(), Refusal> {
        match press {
            ReflectPress::Cancel => {
                let me = self.me()?;
                self.toast(Toast::Quiet);
                self.send(Send::edit(me, on, Say::Chat(ChatSay::Cancelled)));
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
            ReflectPress::NoMoreInvitations => {
                if let Some(person) = self.me_mut() {
                    person.settings.reflections = false;
                }
                self.turn_into(on, ReflectSay::NoMoreInvitations)
            }
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
    pub(in crate::core) fn reflect(&mut self) -> Result<(), Refusal> {
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
        let reflection = self.reflection(id);
        reflection.is_some_and(|reflection| matches!(reflection.phase, Phase::Asking { .. }))
    }

    /// Whether I may be told that this is under way.
    fn knows_of(&self, id: ReflectionId) -> bool {
        let Ok((reflection, seat)) = self.my_reflection(id) else {
            return false;
        };
        match reflection.phase {
            Phase::Invited { shown, .. } => shown || seat == reflection.asked_by,
            _ => true,
        }
    }

    /// Shows what is under way, below everything else.
    fn show_reflection(&mut self, id: ReflectionId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (reflection, seat) = self.my_reflection(id)?;
        if reflection.phase == Phase::Writing {
            self.new_page(id, seat);
            return Ok(());
        }
        if matches!(reflection.phase, Phase::Invited { .. }) && seat != reflection.asked_by {
            self.invite_below(reflection);
            return Ok(());
        }
        let say = self
            .stands_at(&reflection, seat)
            .ok_or(Refusal::OldButton)?;
        let line = self.reflect_line(me, &reflection, say);
        self.send(line);
        Ok(())
    }

    /// What this seat reads of it where it stands now; none once it is over.
    fn stands_at(&self, reflection: &Reflection, seat: Seat) -> Option<ReflectSay> {
        let id = reflection.id;
        Some(match reflection.phase {
            Phase::Invited { .. } if seat == reflection.asked_by => {
                ReflectSay::Sent { reflection: id }
            }
            Phase::Invited { .. } => ReflectSay::Invitation { reflection: id },
            Phase::Break { .. } => ReflectSay::EarlierAsk { reflection: id },
            Phase::Writing => ReflectSay::Card {
                reflection: id,
                seat,
                show: Show::Plain,
            },
            Phase::Opening => match reflection.steps.iter().rposition(|step| step.opened) {
                None => ReflectSay::Ready { reflection: id },
                Some(step) => ReflectSay::Listen {
                    reflection: id,
                    seat,
                    step,
                    newest: true,
                },
            },
            Phase::Resting { .. } => ReflectSay::Closing { reflection: id },
            Phase::Asking { .. } => ReflectSay::HowNow {
                reflection: id,
                seat,
            },
            Phase::Over { .. } => return None,
        })
    }

    /// When somebody wrote or tapped something in it.
    fn note_word(&mut self, id: ReflectionId) {
        let now: Timestamp = self.now;
        if let Some(reflection) = self.reflection_mut(id) {
            reflection.last_at = reflection.last_at.max(now);
        }
    }

    /// Leaves the open step: words go their usual way from here on.
    pub(in crate::core) fn leave_step(&mut self) -> bool {
        let Some((id, seat, _)) = self.my_step() else {
            return false;
        };
        if let Some(reflection) = self.reflection_mut(id) {
            reflection.side_mut(seat).away = true;
        }
        self.new_page(id, seat);
        true
    }
}
