//! The end, whichever way it comes: a stop, silence, a leave, or all of it done; and what is kept or erased then.

use jiff::SignedDuration;

use crate::core::model::delivery::Class;
use crate::core::model::ids::{CoupleId, MessageId, PartId, ReflectionId, Seat};
use crate::core::model::reflection::{End, Phase, Reflection};
use crate::core::model::refusal::Refusal;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Target, Toast};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords, Show};
use crate::core::protocol::say::{ChatSay, Say};
use crate::core::turn::Turn;

impl<R: rand::Rng> Turn<'_, R> {
    /// *Keep it · let it go*: shown to nobody, unless both would keep it.
    pub(super) fn would_keep(
        &mut self,
        id: ReflectionId,
        keep: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (mut at_hand, seat) = self.my_reflection(id)?;
        if at_hand.erase_at.is_none() {
            return Err(Refusal::OldButton);
        }
        at_hand.side_mut(seat).keep = Some(keep);
        let kept = at_hand.is_kept();
        let ends = kept && at_hand.is_over();
        if kept {
            at_hand.erase_at = None;
        }
        self.put_reflection(at_hand.clone());
        self.toast(Toast::Quiet);
        let alone = at_hand.is_alone();
        if !kept {
            let say = ReflectSay::KeepNoted { reflection: id };
            self.send(Send::edit(me, on, Say::Reflect(say)));
            return Ok(());
        }
        self.send(Send::edit(me, on, Say::Reflect(ReflectSay::Kept { alone })));
        self.files_stay(&at_hand);
        if let Some(reader) = at_hand.reader(seat.other()) {
            let key = at_hand.keep_key(seat.other());
            let edit = self.reflect_edit(reader, key, ReflectSay::Kept { alone });
            self.send(edit);
        }
        if ends {
            self.let_go_of(&at_hand);
        }
        Ok(())
    }

    /// Nothing more happens to it.
    fn let_go_of(&mut self, at_hand: &Reflection) {
        let id = at_hand.id;
        match at_hand.couple {
            Some(couple) => {
                if let Some(couple) = self.couple_mut(couple) {
                    couple.reflect.ending.remove(&id);
                }
            }
            None => {
                let author = at_hand.person(Seat::A);
                let author = author.and_then(|author| self.state.persons.get_mut(&author));
                if let Some(author) = author {
                    author.alone.remove(&id);
                }
            }
        }
    }

    /// It ends: what was not opened is destroyed, everyday rounds go on, and the cards go.
    pub(super) fn end_reflection(&mut self, id: ReflectionId, how: End) {
        let now = self.now;
        let Some(before) = self.reflection(id).cloned() else {
            return;
        };
        if before.is_over() {
            return;
        }
        let (ended, parts) = before.clone().end(now, how);
        self.put_reflection(ended.clone());
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
        self.close_invitation(&before);
        let came_about = !matches!(before.phase, Phase::Invited { .. });
        if let Some(couple) = ended.couple.and_then(|couple| self.couple_mut(couple)) {
            let reflect = &mut couple.reflect;
            if reflect.on == Some(id) {
                reflect.on = None;
                reflect.held = false;
            }
            if ended.erase_at.is_some() {
                reflect.ending.insert(id);
            }
            if came_about {
                reflect.last_at = Some(now);
                reflect.offered = [false; 2];
            }
        }
        if ended.is_alone() && how == End::Done {
            return;
        }
        if ended.erase_at.is_none() {
            self.let_go_of(&ended);
        }
        for seat in Seat::BOTH {
            self.take_cards_away(&ended, seat);
            if before.phase == Phase::Opening {
                let newest = before.steps.iter().rposition(|step| step.opened);
                self.pass_newest(&ended, seat, newest);
            }
            if let Some(reader) = ended.reader(seat).filter(|_| before.side(seat).asked) {
                // Its words can be tapped no more, and nobody needs to see which one was.
                let say = ReflectSay::HowNow {
                    reflection: id,
                    seat,
                };
                let edit = self.reflect_edit(reader, ended.now_key(seat), say);
                self.send(edit);
            }
            // What an author looks at goes too; of what is open, files have a time of their own.
            let shown = before.phase == Phase::Writing;
            if let Some(to) = ended.reader(seat).filter(|_| shown) {
                let round = ended.thread();
                self.effects
                    .push(Effect::Queue(QueueChange::HideShown { to, round }));
            }
        }
    }

    /// The page somebody had open, with its buttons. Telegram lets the bot delete it for 48 hours; of an older one nothing is left
    /// to read.
    fn take_cards_away(&mut self, at_hand: &Reflection, seat: Seat) {
        let reader = at_hand
            .reader(seat)
            .filter(|_| at_hand.side(seat).cards > 0);
        if let Some(reader) = reader {
            let say = ReflectSay::Card {
                reflection: at_hand.id,
                seat,
                show: Show::Passed(None),
            };
            let empty = self.reflect_edit(reader, at_hand.card_key(seat), say);
            self.send(empty);
            let away = Send::line(reader, Say::Chat(ChatSay::Delete));
            self.send(Send {
                target: Target::Sent(at_hand.card_key(seat)),
                class: Class::Set,
                ..away
            });
        }
    }

    pub(super) fn ask_to_stop(&mut self, id: ReflectionId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_reflection(id)?;
        if at_hand.is_over() || matches!(at_hand.phase, Phase::Invited { .. }) {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        let say = ReflectSay::Card {
            reflection: id,
            seat,
            show: Show::Stop,
        };
        self.send(Send::edit(me, on, Say::Reflect(say)));
        Ok(())
    }

    /// Either stops, without a reason: the other reads one neutral line.
    pub(super) fn stop_reflection(
        &mut self,
        id: ReflectionId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (at_hand, seat) = self.my_reflection(id)?;
        if at_hand.is_over() || matches!(at_hand.phase, Phase::Invited { .. }) {
            return Err(Refusal::OldButton);
        }
        self.toast(Toast::Quiet);
        self.end_reflection(id, End::Stopped);
        // In a message of its own: the one with the button may be the card, which goes. Too old to go, it is empty.
        let say = ReflectSay::Card {
            reflection: id,
            seat,
            show: Show::Passed(None),
        };
        self.send(Send::edit(me, on, Say::Reflect(say)));
        self.send(Send::delete(me, on));
        let line = self.reflect_line(me, &at_hand, ReflectSay::Stopped);
        self.send(line);
        self.say_over(&at_hand, seat.other());
        Ok(())
    }

    fn say_over(&mut self, at_hand: &Reflection, seat: Seat) {
        if let Some(reader) = at_hand.reader(seat) {
            // A line of its own: it reaches whoever comes back after everything else of it was emptied.
            let line = Send::line(reader, Say::Reflect(ReflectSay::Over));
            self.send(line.key(format!("reflect:{}:{}:over", at_hand.id, seat.index())));
        }
    }

    /// Nobody wrote for too long: the same line, to both.
    pub(super) fn fall_silent(&mut self, id: ReflectionId) {
        let Some(at_hand) = self.reflection(id).cloned() else {
            return;
        };
        self.end_reflection(id, End::Silent);
        for seat in Seat::BOTH.into_iter().filter(|_| !at_hand.is_alone()) {
            self.say_over(&at_hand, seat);
        }
    }

    /// Everything that was shown is emptied, and the words are destroyed.
    pub(super) fn erase_reflection(&mut self, id: ReflectionId) {
        let Some(before) = self.reflection(id).cloned() else {
            return;
        };
        let mut at_hand = before.clone();
        at_hand.erase_at = None;
        let parts = at_hand.drop_all();
        self.put_reflection(at_hand.clone());
        self.effects
            .push(Effect::Reflect(ReflectWords::Erase { parts }));
        let at = match at_hand.phase {
            Phase::Over { at, .. } => at,
            _ => self.now,
        };
        for seat in Seat::BOTH {
            let Some(reader) = before.person(seat) else {
                continue;
            };
            let round = before.thread();
            self.effects
                .push(Effect::Queue(QueueChange::Unsend { to: reader, round }));
            for step in 0..before.steps.len() {
                let shown = match before.steps.get(step).is_some_and(|step| step.opened) {
                    true => !before.is_alone(),
                    false => before.is_open(seat.other(), step),
                };
                if shown {
                    let key = before.opened_key(seat, step);
                    let edit = self.reflect_edit(reader, key, ReflectSay::Erased { at });
                    self.send(edit.scheduled());
                }
            }
            if before.is_alone() {
                self.take_cards_away(&before, seat);
            }
        }
        self.let_go_of(&at_hand);
    }

    /// One of a couple leaves. `quietly`: the other must not see the difference.
    pub(in crate::core) fn leave_reflections(
        &mut self,
        couple: CoupleId,
        seat: Seat,
        quietly: bool,
    ) {
        self.forget_before(couple, &[seat]);
        let Some(id) = self.couple(couple).and_then(|couple| couple.reflect.on) else {
            return;
        };
        let Some(mut at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let unsent = matches!(
            at_hand.phase,
            Phase::Invited {
                gone_out: false,
                ..
            }
        );
        // What both have sealed cannot open any more: to the other this is a stop.
        let stops = quietly && at_hand.phase == Phase::Opening && at_hand.opens_more();
        if stops {
            self.end_reflection(id, End::Stopped);
            self.say_over(&at_hand, seat.other());
        } else if unsent && at_hand.asked_by == seat {
            // Nobody knows of it yet.
            self.end_reflection(id, End::Left);
        }
        if stops || unsent {
            at_hand = match self.reflection(id) {
                Some(at_hand) => at_hand.clone(),
                None => return,
            };
        }
        self.take_cards_away(&at_hand, seat);
        let mut parts = at_hand.drop_unopened(&[seat]);
        let felt = at_hand.side_mut(seat).now.take();
        parts.extend(felt.map(|felt| felt.id));
        at_hand.side_mut(seat).gone = true;
        if at_hand.phase == Phase::Writing {
            // As after a take-back: what is destroyed is not sealed.
            at_hand.side_mut(seat).sealed_at = None;
        }
        self.put_reflection(at_hand);
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
    }

    /// What these seats tapped a day after the last one is kept for a next one, which does not come.
    fn forget_before(&mut self, couple: CoupleId, seats: &[Seat]) {
        let Some(at_hand) = self.couple_mut(couple) else {
            return;
        };
        let on = at_hand.reflect.on;
        let before = seats.iter();
        let before = before.filter_map(|seat| at_hand.reflect.before[seat.index()].take());
        let parts: Vec<PartId> = before.collect();
        if let Some(at_hand) = on.and_then(|id| self.reflection_mut(id)) {
            for seat in seats {
                at_hand.before[seat.index()] = None;
            }
        }
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
    }

    /// The couple is no more: whatever of it is under way ends without a word of its own.
    pub(in crate::core) fn end_reflections(&mut self, couple: CoupleId) {
        self.forget_before(couple, &Seat::BOTH);
        if let Some(id) = self.couple(couple).and_then(|couple| couple.reflect.on) {
            self.end_reflection(id, End::Left);
        }
    }

    /// Silence stood still while the couple rested.
    pub(in crate::core) fn reflections_rested(
        &mut self,
        couple: CoupleId,
        stood_still: SignedDuration,
    ) {
        let Some(id) = self.couple(couple).and_then(|couple| couple.reflect.on) else {
            return;
        };
        let now = self.now;
        if let Some(at_hand) = self.reflection_mut(id) {
            // What was written meanwhile began the silence anew.
            at_hand.last_at = later(at_hand.last_at, stood_still).min(now);
        }
    }
}
