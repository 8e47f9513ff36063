//! The seal: every message is touched once more, as before a reveal, so that one its author deleted counts as taken back; then
//! the bot takes it out of the chat, and shows it again for a minute to whoever wrote it.

use crate::core::model::about::Role;
use crate::core::model::delivery::Class;
use crate::core::model::ids::{MessageId, PartId, ReflectionId, RoundId, Seat};
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
        at_hand: Reflection,
        seat: Seat,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let id = at_hand.id;
        let at_hand = at_hand.seal(seat, self.now)?;
        let touched: Vec<(PartId, MessageId)> = at_hand
            .side(seat)
            .uncovered()
            .map(|part| (part.id, part.message))
            .collect();
        self.put_reflection(at_hand.clone());
        self.note_word(id);
        for (part, message) in touched {
            let mut touch = Send::react(me, message, Some(SEAL));
            touch.about.role = Role::Touch;
            touch.about.round = Some(at_hand.thread());
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
        thread: RoundId,
        part: PartId,
        gone: bool,
    ) -> bool {
        let mut all = self.state.reflections.values();
        let Some(at_hand) = all.find(|at_hand| at_hand.thread() == thread).cloned() else {
            return false;
        };
        let id = at_hand.id;
        let holds = |seat: &Seat| at_hand.side(*seat).uncovered().any(|held| held.id == part);
        let seat = Seat::BOTH.into_iter().find(holds);
        let Some(seat) = seat.filter(|_| at_hand.phase == Phase::Writing || at_hand.is_over())
        else {
            return true;
        };
        if gone {
            let at_hand = at_hand.drop_bit(seat, part);
            let unsealed = at_hand.side(seat).sealed_at.is_none();
            self.put_reflection(at_hand);
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
        let Some(at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let mut held = at_hand.side(seat).uncovered();
        let Some(held) = held.find(|held| held.id == part).cloned() else {
            return;
        };
        let sealed = at_hand.side(seat).sealed_at.is_some();
        let can = self.can_still_cover(held.at) && sealed;
        if let Some(at_hand) = self.reflection_mut(id) {
            let written = at_hand.side_mut(seat).written.iter_mut();
            let mut bits = written.flat_map(|written| &mut written.bits);
            if let Some(bit) = bits.find(|bit| bit.part.id == part) {
                bit.part.touched = true;
                bit.part.covered = can;
            }
        }
        if let (Some(author), true) = (at_hand.reader(seat), can) {
            self.cover(author, held.message);
        } else if sealed {
            // The page says what still stands there.
            self.show_page(id, seat, Show::Plain);
        }
    }

    /// A touch that nobody answered in time counts as a message that stands.
    pub(super) fn touch_late(&mut self, id: ReflectionId) {
        let Some(at_hand) = self.reflection(id).cloned() else {
            return;
        };
        for seat in Seat::BOTH {
            let side = at_hand.side(seat);
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
        let Some(at_hand) = self.reflection(id) else {
            return;
        };
        if !at_hand.is_ready(self.now) {
            return;
        }
        if at_hand.is_alone() {
            self.end_alone(id);
        } else {
            self.begin_opening(id);
        }
    }

    /// What I sealed, to me, for a minute.
    pub(super) fn show_my_words(
        &mut self,
        at_hand: &Reflection,
        seat: Seat,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let sealed = at_hand.side(seat).sealed_at.is_some();
        if !sealed || !at_hand.side(seat).has_words() {
            return Err(Refusal::OldButton);
        }
        if !self.pay() {
            return Ok(());
        }
        let say = ReflectSay::Shown {
            reflection: at_hand.id,
            seat,
        };
        let mut copy = self.reflect_line(me, at_hand, say);
        copy.gone_after = Some(SHOWN_FOR);
        self.send(copy);
        Ok(())
    }

    pub(super) fn cover_my_words(
        &mut self,
        at_hand: &Reflection,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        if at_hand.phase == Phase::Writing || at_hand.is_alone() {
            let round = at_hand.thread();
            self.effects
                .push(Effect::Queue(QueueChange::HideShown { to: me, round }));
        }
        self.send(Send::delete(me, on));
        Ok(())
    }

    /// *Take back*, as long as the other has not sealed: open again for its author alone.
    pub(super) fn unseal(&mut self, mut at_hand: Reflection, seat: Seat) -> Result<(), Refusal> {
        let id = at_hand.id;
        if at_hand.phase == Phase::Opening {
            return Err(Refusal::Reflect(ReflectRefusal::StepOpened));
        }
        if at_hand.phase != Phase::Writing || at_hand.side(seat).sealed_at.is_none() {
            return Err(Refusal::OldButton);
        }
        at_hand.side_mut(seat).sealed_at = None;
        at_hand.side_mut(seat).place = Place::Overview;
        self.put_reflection(at_hand);
        self.note_word(id);
        self.attend(id, seat);
        self.toast(Toast::StepsTakenBack);
        self.show_page(id, seat, Show::Plain);
        Ok(())
    }

    fn end_alone(&mut self, id: ReflectionId) {
        let now = self.now;
        if let Some(at_hand) = self.reflection_mut(id) {
            // Its author may read all of it.
            for step in &mut at_hand.steps {
                step.opened = true;
            }
        }
        self.end_reflection(id, End::Done);
        if let Some(at_hand) = self.reflection(id).cloned()
            && let Some(author) = at_hand.reader(Seat::A)
        {
            self.show_page(id, Seat::A, Show::Plain);
            let say = ReflectSay::KeepAsk { reflection: id };
            let line = self.reflect_line(author, &at_hand, say);
            self.send(line.key(format!("{}:{}", at_hand.keep_key(Seat::A), now.as_second())));
        }
    }
}
