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
        let (mut reflection, seat) = self.my_reflection(id)?;
        if reflection.erase_at.is_none() {
            return Err(Refusal::OldButton);
        }
        reflection.side_mut(seat).keep = Some(keep);
        let kept = reflection.is_kept();
        let ends = kept && reflection.is_over();
        if kept {
            reflection.erase_at = None;
        }
        self.put_reflection(reflection.clone());
        self.toast(Toast::Quiet);
        let alone = reflection.is_alone();
        if !kept {
            let say = ReflectSay::KeepNoted { reflection: id };
            self.send(Send::edit(me, on, Say::Reflect(say)));
            return Ok(());
        }
        self.send(Send::edit(me, on, Say::Reflect(ReflectSay::Kept { alone })));
        self.files_stay(&reflection);
        if let Some(reader) = reflection.reader(seat.other()) {
            let key = reflection.keep_key(seat.other());
            let edit = self.reflect_edit(reader, key, ReflectSay::Kept { alone });
            self.send(edit);
        }
        if ends {
            self.let_go_of(&reflection);
        }
        Ok(())
    }

    /// Nothing more happens to it.
    fn let_go_of(&mut self, reflection: &Reflection) {
        let id = reflection.id;
        match reflection.couple {
            Some(couple) => {
                if let Some(couple) = self.couple_mut(couple) {
                    couple.reflect.ending.remove(&id);
                }
            }
            None => {
                let author = reflection.person(Seat::A);
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
                let thread = ended.id.thread();
                self.effects
                    .push(Effect::Queue(QueueChange::HideShown { to, thread }));
            }
        }
    }

    /// The page somebody had open, with its buttons. Telegram lets the bot delete it for 48 hours; of an older one nothing is left
    /// to read.
    fn take_cards_away(&mut self, reflection: &Reflection, seat: Seat) {
        let reader = reflection
            .reader(seat)
            .filter(|_| reflection.side(seat).cards > 0);
        if let Some(reader) = reader {
            let say = ReflectSay::Card {
                reflection: reflection.id,
                seat,
                show: Show::Passed(None),
            };
            let empty = self.reflect_edit(reader, reflection.card_key(seat), say);
            self.send(empty);
            let away = Send::line(reader, Say::Chat(ChatSay::Delete));
            self.send(Send {
                target: Target::Sent(reflection.card_key(seat)),
                class: Class::Set,
                ..away
            });
        }
    }

    pub(super) fn ask_to_stop(&mut self, id: ReflectionId, on: MessageId) -> Result<(), Refusal> {
        let me = self.me()?;
        let (reflection, seat) = self.my_reflection(id)?;
        if reflection.is_over() || matches!(reflection.phase, Phase::Invited { .. }) {
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
        let (reflection, seat) = self.my_reflection(id)?;
        if reflection.is_over() || matches!(reflection.phase, Phase::Invited { .. }) {
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
        let line = self.reflect_line(me, &reflection, ReflectSay::Stopped);
        self.send(line);
        self.say_over(&reflection, seat.other());
        Ok(())
    }

    fn say_over(&mut self, reflection: &Reflection, seat: Seat) {
        if let Some(reader) = reflection.reader(seat) {
            // A line of its own: it reaches whoever comes back after everything else of it was emptied.
            let line = Send::line(reader, Say::Reflect(ReflectSay::Over));
            self.send(line.key(format!("reflect:{}:{}:over", reflection.id, seat.index())));
        }
    }

    /// Nobody wrote for too long: the same line, to both.
    pub(super) fn fall_silent(&mut self, id: ReflectionId) {
        let Some(reflection) = self.reflection(id).cloned() else {
            return;
        };
        self.end_reflection(id, End::Silent);
        for seat in Seat::BOTH.into_iter().filter(|_| !reflection.is_alone()) {
            self.say_over(&reflection, seat);
        }
    }

    /// Everything that was shown is emptied, and the words are destroyed.
    pub(super) fn erase_reflection(&mut self, id: ReflectionId) {
        let Some(before) = self.reflection(id).cloned() else {
            return;
        };
        let mut reflection = before.clone();
        reflection.erase_at = None;
        let parts = reflection.drop_all();
        self.put_reflection(reflection.clone());
        self.effects
            .push(Effect::Reflect(ReflectWords::Erase { parts }));
        let at = match reflection.phase {
            Phase::Over { at, .. } => at,
            _ => self.now,
        };
        for seat in Seat::BOTH {
            let Some(reader) = before.person(seat) else {
                continue;
            };
            let thread = before.id.thread();
            self.effects
                .push(Effect::Queue(QueueChange::Unsend { to: reader, thread }));
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
        self.let_go_of(&reflection);
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
        let Some(mut reflection) = self.reflection(id).cloned() else {
            return;
        };
        let unsent = matches!(
            reflection.phase,
            Phase::Invited {
                gone_out: false,
                ..
            }
        );
        // What both have sealed cannot open any more: to the other this is a stop.
        let stops = quietly && reflection.phase == Phase::Opening && reflection.opens_more();
        if stops {
            self.end_reflection(id, End::Stopped);
            self.say_over(&reflection, seat.other());
        } else if unsent && reflection.asked_by == seat {
            // Nobody knows of it yet.
            self.end_reflection(id, End::Left);
        }
        if stops || unsent {
            reflection = match self.reflection(id) {
                Some(reflection) => reflection.clone(),
                None => return,
            };
        }
        self.take_cards_away(&reflection, seat);
        let mut parts = reflection.drop_unopened(&[seat]);
        let felt = reflection.side_mut(seat).now.take();
        parts.extend(felt.map(|felt| felt.id));
        reflection.side_mut(seat).gone = true;
        if reflection.phase == Phase::Writing {
            // As after a take-back: what is destroyed is not sealed.
            reflection.side_mut(seat).sealed_at = None;
        }
        self.put_reflection(reflection);
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
    }

    /// What these seats tapped a day after the last one is kept for a next one, which does not come.
    fn forget_before(&mut self, couple: CoupleId, seats: &[Seat]) {
        let Some(this_couple) = self.couple_mut(couple) else {
            return;
        };
        let on = this_couple.reflect.on;
        let before = seats.iter();
        let before = before.filter_map(|seat| this_couple.reflect.before[seat.index()].take());
        let parts: Vec<PartId> = before.collect();
        if let Some(this_couple) = on.and_then(|id| self.reflection_mut(id)) {
            for seat in seats {
                this_couple.before[seat.index()] = None;
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
        if let Some(reflection) = self.reflection_mut(id) {
            // What was written meanwhile began the silence anew.
            reflection.last_at = later(reflection.last_at, stood_still).min(now);
        }
    }
}
