//! Each writes alone: at their own pace, back and forth, until they seal.
//!
//! Words without an address belong to the step that somebody has open, until they leave it ([`Reflection::writes_at`]); a reply
//! to a question answers that one. After the seal every message is touched once, as before a reveal, so that one its author
//! deleted counts as taken back; then the bot takes it out of the chat.

use jiff::SignedDuration;

use crate::core::model::ids::{MessageId, PartId, ReflectionId, Seat};
use crate::core::model::reflection::{Bit, PARTS_MAX, Phase, Place, Reflection, Side, UNITS_MAX};
use crate::core::model::refusal::{ReflectRefusal, Refusal, RoundRefusal};
use crate::core::model::round::Part;
use crate::core::model::words::{Words, can_be_covered};
use crate::core::protocol::effect::{Effect, Send, Target, Toast};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords, Show};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::Flavour;

/// A second tap so soon after the first one means the same.
const TWICE_WITHIN: SignedDuration = SignedDuration::from_secs(10);

/// The bot's reaction on words that are not sealed yet.
const WRITTEN: &str = "✍";

impl Reflection {
    /// Adds a message to a step. The same message again changes nothing.
    ///
    /// # Errors
    /// [`ReflectRefusal::StepFull`] past [`PARTS_MAX`] or [`UNITS_MAX`]; [`Refusal::OldButton`] when it cannot be written any more.
    fn write(mut self, seat: Seat, step: usize, bit: Bit) -> Result<Reflection, Refusal> {
        if !self.can_write(seat) {
            return Err(Refusal::OldButton);
        }
        let side = self.side_mut(seat);
        side.below = true;
        let written = side.written.get_mut(step).ok_or(Refusal::OldButton)?;
        let units: u32 = written.bits.iter().map(|bit| bit.part.units).sum();
        if written.bits.len() >= PARTS_MAX || units.saturating_add(bit.part.units) > UNITS_MAX {
            return Err(Refusal::Reflect(ReflectRefusal::StepFull));
        }
        written.bits.push(bit);
        written.bits.sort_by_key(|bit| bit.part.message);
        Ok(self)
    }

    /// The author changed one message of a step.
    ///
    /// # Errors
    /// [`ReflectRefusal::StepFull`] when it grew too long.
    fn rewrite(
        mut self,
        seat: Seat,
        step: usize,
        part: PartId,
        units: u32,
    ) -> Result<Reflection, Refusal> {
        let written = self.side_mut(seat).written.get_mut(step);
        let written = written.ok_or(Refusal::OldButton)?;
        let others = written.bits.iter().filter(|bit| bit.part.id != part);
        let others: u32 = others.map(|bit| bit.part.units).sum();
        if others.saturating_add(units) > UNITS_MAX {
            return Err(Refusal::Reflect(ReflectRefusal::StepFull));
        }
        let mut bits = written.bits.iter_mut();
        if let Some(bit) = bits.find(|bit| bit.part.id == part) {
            bit.part.units = units;
        }
        Ok(self)
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// *Only for me*, paired or not.
    pub(super) fn begin_alone(&mut self) -> Result<(), Refusal> {
        let me = self.me()?;
        self.toast(Toast::Quiet);
        let runs =
            |(one, _): (&Reflection, Seat)| (one.is_alone() && !one.is_over()).then_some(one.id);
        let runs = self.state.reflections_of(me).find_map(runs);
        if let Some(id) = runs {
            let just_begun = self.reflection(id).is_some_and(|reflection| {
                let side = reflection.side(Seat::A);
                let since = self.now.duration_since(reflection.last_at);
                side.place == Place::Start && side.cards == 1 && since < TWICE_WITHIN
            });
            if !just_begun {
                self.new_page(id, Seat::A);
            }
            return Ok(());
        }
        if !self.pay() {
            return Ok(());
        }
        let steps = Reflection::steps_of(self.world.library, Flavour::Alone);
        if steps.is_empty() {
            return Err(Refusal::Round(RoundRefusal::NoPrompt));
        }
        let id = ReflectionId::random(self.rng);
        let sides = [Side::new(steps.len()), Side::new(steps.len())];
        self.put_reflection(Reflection {
            id,
            flavour: Flavour::Alone,
            couple: None,
            people: [Some(me), None],
            asked_by: Seat::A,
            phase: Phase::Writing,
            last_at: self.now,
            steps,
            sides,
            next: 0,
            timer: None,
            erase_at: None,
            before: [None, None],
        });
        if let Some(me) = self.me_mut() {
            me.alone.insert(id);
        }
        self.new_page(id, Seat::A);
        Ok(())
    }

    /// The return: each gets the first page.
    pub(super) fn begin_writing(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(reflection) = self.reflection_mut(id) else {
            return;
        };
        reflection.phase = Phase::Writing;
        reflection.last_at = now;
        for seat in Seat::BOTH {
            self.new_page(id, seat);
        }
    }

    /// The page somebody is on, as a message of its own.
    pub(super) fn new_page(&mut self, id: ReflectionId, seat: Seat) {
        let Some(reflection) = self.reflection(id) else {
            return;
        };
        let here = reflection.side(seat).place;
        self.page_below(id, seat, here);
    }

    /// The same; the card before keeps the name of the step that was left there, and no buttons.
    fn page_below(&mut self, id: ReflectionId, seat: Seat, left: Place) {
        let Some(before) = self.reflection(id).cloned() else {
            return;
        };
        let Some(reader) = before.reader(seat) else {
            return;
        };
        if before.side(seat).cards > 0 {
            let step = match left {
                Place::Step(step) => before.steps.get(step).map(|step| step.id.clone()),
                _ => None,
            };
            self.show_page(id, seat, Show::Passed(step));
        }
        let mut reflection = before;
        let side = reflection.side_mut(seat);
        side.cards += 1;
        side.below = false;
        let say = ReflectSay::Card {
            reflection: id,
            seat,
            show: Show::Plain,
        };
        let line = self.reflect_line(reader, &reflection, say);
        let sound = Some(reader) != self.state.me && !self.is_quiet(reader);
        self.send(line.key(reflection.card_key(seat)).with_sound(sound));
        self.put_reflection(reflection);
    }

    /// Shows the card as it stands now, where it is.
    pub(super) fn show_page(&mut self, id: ReflectionId, seat: Seat, show: Show) {
        let Some(reflection) = self.reflection(id) else {
            return;
        };
        let key = reflection.card_key(seat);
        let Some(reader) = reflection.reader(seat) else {
            return;
        };
        let target = Target::Sent(key.clone());
        self.effects.retain(|effect| match effect {
            Effect::Send(send) => {
                !(send.to == reader
                    && send.target == target
                    && matches!(send.say, Say::Reflect(ReflectSay::Card { .. })))
            }
            _ => true,
        });
        let say = ReflectSay::Card {
            reflection: id,
            seat,
            show,
        };
        let edit = self.reflect_edit(reader, key, say);
        self.send(edit);
    }

    /// Goes to another page: in place, or below what was written meanwhile.
    pub(super) fn turn_page(&mut self, id: ReflectionId, seat: Seat, to: Place) {
        let Some(before) = self.reflection(id).cloned() else {
            return;
        };
        self.attend(id, seat);
        if let Some(reflection) = self.reflection_mut(id) {
            reflection.side_mut(seat).place = to;
        }
        if before.side(seat).below {
            self.page_below(id, seat, before.side(seat).place);
        } else {
            self.show_page(id, seat, Show::Plain);
        }
    }

    /// From now on my words are for this one, and for no other.
    pub(super) fn attend(&mut self, id: ReflectionId, seat: Seat) {
        let me = self.state.me;
        let mine: Vec<ReflectionId> = me
            .into_iter()
            .flat_map(|me| self.state.reflections_of(me))
            .map(|(reflection, _)| reflection.id)
            .collect();
        for other in mine.into_iter().filter(|other| *other != id) {
            if let Some(other) = self.reflection_mut(other)
                && let Some(seat) = me.and_then(|me| other.seat_of(me))
                && other.writes_at(seat).is_some()
            {
                other.side_mut(seat).away = true;
            }
        }
        if let Some(this_reflection) = self.reflection_mut(id) {
            this_reflection.side_mut(seat).away = false;
        }
    }

    /// The step my words are for, if I have one open.
    pub(in crate::core) fn my_step(&self) -> Option<(ReflectionId, Seat, usize)> {
        let mut mine = self.state.reflections_of(self.state.me?);
        mine.find_map(|(reflection, seat)| Some((reflection.id, seat, reflection.writes_at(seat)?)))
    }

    /// The step a reply to one of a reflection's messages is for: where its author is in it, also after a break.
    pub(in crate::core) fn step_of_reply(
        &self,
        id: ReflectionId,
    ) -> Option<(ReflectionId, Seat, usize)> {
        let mut mine = self.state.reflections_of(self.state.me?);
        mine.find_map(|(reflection, seat)| match reflection.side(seat).place {
            Place::Step(step) if reflection.id == id && reflection.can_write(seat) => {
                Some((reflection.id, seat, step))
            }
            _ => None,
        })
    }

    /// Whether this message is part of a reflection already.
    pub(in crate::core) fn is_in_reflection(&self, message: MessageId) -> bool {
        self.my_bit(message).is_some()
    }

    fn my_bit(&self, message: MessageId) -> Option<(ReflectionId, Seat, usize, PartId)> {
        let mut mine = self.state.reflections_of(self.state.me?);
        mine.find_map(|(reflection, seat)| {
            let mut steps = reflection.side(seat).written.iter().enumerate();
            steps.find_map(|(step, written)| {
                let mut bits = written.bits.iter();
                let bit = bits.find(|bit| bit.part.message == message)?;
                Some((reflection.id, seat, step, bit.part.id))
            })
        })
    }

    /// One message more of a step.
    pub(in crate::core) fn said_in_step(
        &mut self,
        (id, seat, step): (ReflectionId, Seat, usize),
        message: MessageId,
        words: &Words,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if !can_be_covered(words) {
            self.send(Send::line(me, Say::Reflect(ReflectSay::WordsOrVoice)));
            return Ok(());
        }
        let part = PartId::random(self.rng);
        let bit = Bit {
            part: Part {
                id: part,
                message,
                at: self.at,
                units: words.units(),
                album: words.album().map(str::to_owned),
                touched: false,
                covered: false,
            },
            file: matches!(words, Words::File { .. }),
        };
        let (reflection, _) = self.my_reflection(id)?;
        self.put_reflection(reflection.write(seat, step, bit)?);
        self.attend(id, seat);
        self.note_word(id);
        self.effects.push(Effect::Reflect(ReflectWords::Keep {
            reflection: id,
            seat,
            part,
        }));
        self.send(Send::react(me, message, Some(WRITTEN)).key(format!("wrote:{part}")));
        self.show_page(id, seat, Show::Plain);
        Ok(())
    }

    /// The author changed a message of a step, which counts until both have sealed. Whether it was one.
    ///
    /// # Errors
    /// [`ReflectRefusal::StepOpened`] while the steps open; [`ReflectRefusal::StepFull`] when it grew too long.
    pub(in crate::core) fn edited_in_step(
        &mut self,
        message: MessageId,
        words: &Words,
    ) -> Result<bool, Refusal> {
        let Some((id, seat, step, part)) = self.my_bit(message) else {
            return Ok(false);
        };
        let (reflection, _) = self.my_reflection(id)?;
        match reflection.phase {
            Phase::Writing => {}
            // Sealed by both is sealed: nobody writes differently after having read the first of the other.
            Phase::Opening => return Err(Refusal::Reflect(ReflectRefusal::StepOpened)),
            _ => return Ok(true),
        }
        self.put_reflection(reflection.rewrite(seat, step, part, words.units())?);
        self.note_word(id);
        self.effects.push(Effect::Reflect(ReflectWords::Replace {
            reflection: id,
            seat,
            part,
        }));
        Ok(true)
    }
}
