//! The pages of the steps: turning them, clearing one, adding an offered one, and the feelings that are tapped.

use std::collections::BTreeSet;

use crate::core::model::ids::{MessageId, PartId, ReflectionId, Seat};
use crate::core::model::reflection::{Felt, Place, Reflection};
use crate::core::model::refusal::Refusal;
use crate::core::protocol::effect::{Effect, Send, Toast};
use crate::core::protocol::reflection::{Act, ReflectWords, Show};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::FeelingId;

impl<R: rand::Rng> Turn<'_, R> {
    /// The buttons of a card.
    pub(super) fn act_in_writing(
        &mut self,
        id: ReflectionId,
        act: Act,
        on: MessageId,
    ) -> Result<(), Refusal> {
        self.turn_pages(id, act, on)?;
        let answered = |effect: &Effect| matches!(effect, Effect::Toast(_));
        if !self.effects.iter().any(answered) {
            self.toast(Toast::Quiet);
        }
        Ok(())
    }

    fn turn_pages(&mut self, id: ReflectionId, act: Act, on: MessageId) -> Result<(), Refusal> {
        let (reflection, seat) = self.my_reflection(id)?;
        match act {
            Act::ShowMe => return self.show_my_words(&reflection, seat),
            Act::Cover => return self.cover_my_words(&reflection, on),
            Act::TakeBack => return self.unseal(reflection, seat),
            // Going on is meant where one was about to stop, too.
            Act::Plain => {
                let me = self.me()?;
                let say = self
                    .stands_at(&reflection, seat)
                    .ok_or(Refusal::OldButton)?;
                self.send(Send::edit(me, on, Say::Reflect(say)));
                return Ok(());
            }
            _ if !reflection.can_write(seat) => return Err(Refusal::OldButton),
            _ => {}
        }
        let side = reflection.side(seat);
        let path = reflection.path(seat);
        let here = match side.place {
            Place::Step(step) => Some(step),
            _ => None,
        };
        // A second tap on a page that has turned meanwhile turns nothing.
        let is_here = |step: u8| here == Some(usize::from(step));
        match act {
            Act::GoOn if side.place == Place::Start => {
                let first = path.first().copied().ok_or(Refusal::OldButton)?;
                self.note_word(id);
                self.turn_page(id, seat, Place::Step(first));
            }
            Act::GoOn => {
                self.attend(id, seat);
                self.show_page(id, seat, Show::Plain);
            }
            Act::Next(step) if is_here(step) => {
                let step = usize::from(step);
                let offered = reflection.steps.get(step).is_some_and(|step| step.offered);
                let next = path.iter().copied().find(|on| *on > step);
                let to = next
                    .filter(|_| !offered)
                    .map_or(Place::Overview, Place::Step);
                self.note_word(id);
                self.turn_page(id, seat, to);
            }
            Act::Back(step) if is_here(step) => {
                let before = path.iter().copied().rfind(|on| *on < usize::from(step));
                let to = before.ok_or(Refusal::OldButton)?;
                self.turn_page(id, seat, Place::Step(to));
            }
            Act::Clear(step) if is_here(step) => {
                return self.clear_step(reflection, seat, step.into());
            }
            Act::Page(step) if path.contains(&step.into()) => {
                self.turn_page(id, seat, Place::Step(step.into()));
            }
            Act::Overview => self.turn_page(id, seat, Place::Overview),
            Act::Add(step) => self.add_step(reflection, seat, step.into())?,
            Act::Feel(feeling) => return self.feel(reflection, seat, feeling),
            Act::How => self.show_page(id, seat, Show::How),
            Act::Break => {
                if let Some(reflection) = self.reflection_mut(id) {
                    reflection.side_mut(seat).away = true;
                }
                self.show_page(id, seat, Show::Plain);
            }
            Act::Seal => return self.seal_reflection(reflection, seat),
            _ => {}
        }
        Ok(())
    }

    fn clear_step(
        &mut self,
        mut reflection: Reflection,
        seat: Seat,
        step: usize,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let id = reflection.id;
        let Some(written) = reflection.side_mut(seat).written.get_mut(step) else {
            return Err(Refusal::OldButton);
        };
        let standing = written.bits.iter().filter(|bit| !bit.part.covered);
        let messages: Vec<MessageId> = standing.map(|bit| bit.part.message).collect();
        let parts = written.clear();
        self.put_reflection(reflection);
        self.note_word(id);
        self.effects
            .push(Effect::Reflect(ReflectWords::Erase { parts }));
        for message in messages {
            self.send(Send::react(me, message, None));
        }
        self.toast(Toast::StepCleared);
        self.show_page(id, seat, Show::Plain);
        Ok(())
    }

    fn add_step(
        &mut self,
        mut reflection: Reflection,
        seat: Seat,
        step: usize,
    ) -> Result<(), Refusal> {
        let id = reflection.id;
        if !reflection.steps.get(step).is_some_and(|step| step.offered) {
            return Err(Refusal::OldButton);
        }
        if let Some(written) = reflection.side_mut(seat).written.get_mut(step) {
            written.added = true;
        }
        self.put_reflection(reflection);
        self.note_word(id);
        self.turn_page(id, seat, Place::Step(step));
        Ok(())
    }

    /// A core feeling leads to its finer ones; a finer one is on or off.
    fn feel(
        &mut self,
        reflection: Reflection,
        seat: Seat,
        feeling: FeelingId,
    ) -> Result<(), Refusal> {
        let id = reflection.id;
        let Place::Step(step) = reflection.side(seat).place else {
            return Err(Refusal::OldButton);
        };
        if !reflection.steps.get(step).is_some_and(|step| step.taps) {
            return Err(Refusal::OldButton);
        }
        let feelings = self.world.library.feelings();
        self.attend(id, seat);
        if feelings.core(&feeling).is_some() {
            self.show_page(id, seat, Show::Finer(feeling));
            return Ok(());
        }
        let core = feelings.core_of(&feeling).ok_or(Refusal::OldButton)?;
        let core = core.id.clone();
        let new = PartId::random(self.rng);
        let Some(reflection) = self.reflection_mut(id) else {
            return Err(Refusal::OldButton);
        };
        let Some(written) = reflection.side_mut(seat).written.get_mut(step) else {
            return Err(Refusal::OldButton);
        };
        let replaces = written.felt.is_some();
        let felt = written.felt.get_or_insert(Felt {
            id: new,
            what: Some(BTreeSet::new()),
        });
        let set = felt.what.get_or_insert_default();
        if !set.remove(&feeling) {
            set.insert(feeling);
        }
        let (part, empty) = (felt.id, set.is_empty());
        if empty {
            written.felt = None;
        }
        let reflection = id;
        let what = match (empty, replaces) {
            (true, _) => ReflectWords::Erase { parts: vec![part] },
            (false, true) => ReflectWords::ReplaceFelt {
                reflection,
                seat,
                part,
            },
            (false, false) => ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            },
        };
        self.effects.push(Effect::Reflect(what));
        self.note_word(id);
        self.show_page(id, seat, Show::Finer(core));
        Ok(())
    }
}
