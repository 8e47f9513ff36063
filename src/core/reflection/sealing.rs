//! The seal: every message is touched once more, as before a reveal, so that one its author deleted counts as taken back; then
//! the bot takes it out of the chat, and shows it again for a minute to whoever wrote it.

use crate::core::model::about::Role;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{MessageId, PartId, ReflectionId, Seat, ThreadId};
use crate::core::model::reflection::{End, Phase, Place, Reflection};
use crate::core::model::refusal::{ReflectRefusal, Refusal};
use crate::core::model::round::TOUCH_MAX;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords, Show};
use crate::core::round::cover::SHOWN_FOR;
use crate::core::turn::{SEAL, Turn};

impl Reflection {
    /// Seals what one of the two wrote.
    ///
    /// # Errors
    /// [`ReflectRefusal::NothingToSeal`] without a word in any step.
    fn seal(mut self, seat: Seat, at: jiff::Timestamp) -> Result<Reflection, Refusal> {
        let side = self.side_mut(seat);
        if !side.has_words() {
            return Err(Refusal::Reflect(ReflectRefusal::NothingToSeal));
        }
        side.sealed_at = Some(at);
        side.place = Place::Overview;
        for bit in side
            .written
            .iter_mut()
            .flat_map(|written| &mut written.bits)
        {
            bit.part.touched = bit.part.covered;
        }
        Ok(self)
    }

    /// One message is gone from the chat: its author deleted it. Without anything left there is nothing sealed.
    fn drop_bit(mut self, seat: Seat, part: PartId) -> Reflection {
        let side = self.side_mut(seat);
        for written in &mut side.written {
            written.bits.retain(|bit| bit.part.id != part);
        }
        if !side.has_words() {
            side.sealed_at = None;
        }
        self
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// *Seal it*: every message is looked at once more, then taken out of the chat.
    pub(super) fn seal_reflection(
        &mut self,
        reflection: Reflection,
        seat: Seat,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let id = reflection.id;
        let reflection = reflection.seal(seat, self.now)?;
        let touched: Vec<(PartId, MessageId)> = reflection
            .side(seat)
            .uncovered()
            .map(|part| (part.id, part.message))
            .collect();
        self.put_reflection(reflection.clone());
        self.note_word(id);
        for (part, message) in touched {
            let mut touch = Send::react(me, message, Some(SEAL));
            touch.about.role = Role::Touch;
            touch.about.thread = Some(reflection.id.thread());
            touch.about.seat = Some(seat);
            touch.about.part = Some(part);
            touch.class = Class::Once;
            self.send(touch.key(format!("touch:{part}:{}", self.now.as_millisecond())));
        }
        self.show_page(id, seat, Show::Plain);
        self.when_ready(id);
        Ok(())
    }

    /// What touching a message after the seal showed. Whether it was one of a reflection's.
    pub(in crate::core) fn touched_in_step(
        &mut self,
        thread: ThreadId,
        part: PartId,
        gone: bool,
    ) -> bool {
        let mut all = self.state.reflections.values();
        let Some(reflection) = all
            .find(|reflection| reflection.id.thread() == thread)
            .cloned()
        else {
            return false;
        };
        let id = reflection.id;
        let holds = |seat: &Seat| {
            reflection
                .side(*seat)
                .uncovered()
                .any(|held| held.id == part)
        };
        let seat = Seat::BOTH.into_iter().find(holds);
        let Some(seat) =
            seat.filter(|_| reflection.phase == Phase::Writing || reflection.is_over())
        else {
            return true;
        };
        if gone {
            let reflection = reflection.drop_bit(seat, part);
            let unsealed = reflection.side(seat).sealed_at.is_none();
            self.put_reflection(reflection);
            let parts = vec![part];
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
            if unsealed {
                self.show_page(id, seat, Show::Plain);
            }
        } else {
            self.cover_bit(id, seat, part);
        }
        self.when_ready(id);
        true
    }

    /// Takes one message out of its author's chat, as long as Telegram lets us.
    fn cover_bit(&mut self, id: ReflectionId, seat: Seat, part: PartId) {
        let Some(reflection) = self.reflection(id).cloned() else {
            return;
        };
        let mut held = reflection.side(seat).uncovered();
        let Some(held) = held.find(|held| held.id == part).cloned() else {
            return;
        };
        let sealed = reflection.side(seat).sealed_at.is_some();
        let can = self.can_still_cover(held.at) && sealed;
        if let Some(reflection) = self.reflection_mut(id) {
            let written = reflection.side_mut(seat).written.iter_mut();
            let mut bits = written.flat_map(|written| &mut written.bits);
            if let Some(bit) = bits.find(|bit| bit.part.id == part) {
                bit.part.touched = true;
                bit.part.covered = can;
            }
        }
        if let (Some(author), true) = (reflection.reader(seat), can) {
            self.cover(author, held.message);
        } else if sealed {
            // The page says what still stands there.
            self.show_page(id, seat, Show::Plain);
        }
    }

    /// A touch that nobody answered in time counts as a message that stands.
    pub(super) fn touch_late(&mut self, id: ReflectionId) {
        let Some(reflection) = self.reflection(id).cloned() else {
            return;
        };
        for seat in Seat::BOTH {
            let side = reflection.side(seat);
            let late = side
                .sealed_at
                .is_some_and(|sealed| later(sealed, TOUCH_MAX) <= self.now);
            let waiting: Vec<PartId> = side
                .uncovered()
                .filter(|part| late && !part.touched)
                .map(|part| part.id)
                .collect();
            for part in waiting {
                self.cover_bit(id, seat, part);
            }
        }
        self.when_ready(id);
    }

    /// Alone it is over with the seal; of two, the opening begins with the second one.
    fn when_ready(&mut self, id: ReflectionId) {
        let Some(reflection) = self.reflection(id) else {
            return;
        };
        if !reflection.is_ready(self.now) {
            return;
        }
        if reflection.is_alone() {
            self.end_alone(id);
        } else {
            self.begin_opening(id);
        }
    }

    /// What I sealed, to me, for a minute.
    pub(super) fn show_my_words(
        &mut self,
        reflection: &Reflection,
        seat: Seat,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let sealed = reflection.side(seat).sealed_at.is_some();
        if !sealed || !reflection.side(seat).has_words() {
            return Err(Refusal::OldButton);
        }
        if !self.pay() {
            return Ok(());
        }
        let say = ReflectSay::Shown {
            reflection: reflection.id,
            seat,
        };
        let mut copy = self.reflect_line(me, reflection, say);
        copy.gone_after = Some(SHOWN_FOR);
        self.send(copy);
        Ok(())
    }

    pub(super) fn cover_my_words(
        &mut self,
        reflection: &Reflection,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if reflection.phase == Phase::Writing || reflection.is_alone() {
            let thread = reflection.id.thread();
            self.effects
                .push(Effect::Queue(QueueChange::HideShown { to: me, thread }));
        }
        self.send(Send::delete(me, on));
        Ok(())
    }

    /// *Take back*, as long as the other has not sealed: open again for its author alone.
    pub(super) fn unseal(&mut self, mut reflection: Reflection, seat: Seat) -> Result<(), Refusal> {
        let id = reflection.id;
        if reflection.phase == Phase::Opening {
            return Err(Refusal::Reflect(ReflectRefusal::StepOpened));
        }
        if reflection.phase != Phase::Writing || reflection.side(seat).sealed_at.is_none() {
            return Err(Refusal::OldButton);
        }
        reflection.side_mut(seat).sealed_at = None;
        reflection.side_mut(seat).place = Place::Overview;
        self.put_reflection(reflection);
        self.note_word(id);
        self.attend(id, seat);
        self.toast(Toast::StepsTakenBack);
        self.show_page(id, seat, Show::Plain);
        Ok(())
    }

    fn end_alone(&mut self, id: ReflectionId) {
        let now = self.now;
        if let Some(reflection) = self.reflection_mut(id) {
            // Its author may read all of it.
            for step in &mut reflection.steps {
                step.opened = true;
            }
        }
        self.end_reflection(id, End::Done);
        if let Some(reflection) = self.reflection(id).cloned()
            && let Some(author) = reflection.reader(Seat::A)
        {
            self.show_page(id, Seat::A, Show::Plain);
            let say = ReflectSay::KeepAsk { reflection: id };
            let line = self.reflect_line(author, &reflection, say);
            self.send(line.key(format!(
                "{}:{}",
                reflection.keep_key(Seat::A),
                now.as_second()
            )));
        }
    }
}
