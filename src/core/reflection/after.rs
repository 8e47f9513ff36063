//! What the clock does: everything that is due, the day after, and the offer after three months.

use jiff::{SignedDuration, Timestamp};

use crate::core::model::couple::{self, Couple};
use crate::core::model::ids::{CoupleId, MessageId, PartId, ReflectionId, Seat};
use crate::core::model::local_time;
use crate::core::model::reflection::{ASK_AFTER, End, Felt, KEPT_FOR, Phase, SILENT_FOR};
use crate::core::model::refusal::Refusal;
use crate::core::model::state::State;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Effect, Send, Toast};
use crate::core::protocol::reflection::{ReflectSay, ReflectWords};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;
use crate::library::NowId;

/// Without a reflection for so long, whoever wants that is offered one, once.
pub const OFFER_AFTER: SignedDuration = SignedDuration::from_hours(90 * 24);

/// When one of a couple is offered a reflection next.
pub fn offer_at(state: &State, couple: &Couple) -> Option<Timestamp> {
    let seats = Seat::BOTH.into_iter();
    seats.filter_map(|seat| offer_to(state, couple, seat)).min()
}

fn offer_to(state: &State, couple: &Couple, seat: Seat) -> Option<Timestamp> {
    let couple::Phase::Together { at } = couple.phase else {
        return None;
    };
    let person = state.persons.get(&couple.present(seat)?)?;
    let reflect = &couple.reflect;
    let wants = person.settings.reflect_offers && !reflect.offered[seat.index()];
    if !wants || reflect.on.is_some() || couple.paused_at.is_some() {
        return None;
    }
    let since = reflect.last_at.unwrap_or(at).max(at);
    let at = later(since, OFFER_AFTER);
    Some(local_time::quiet_until_in(state, couple, seat, at).unwrap_or(at))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Everything of a couple's reflections whose time has come.
    pub(in crate::core) fn tick_reflections(&mut self, couple: CoupleId) {
        let Some(this_couple) = self.couple(couple) else {
            return;
        };
        let live: Vec<ReflectionId> = this_couple.reflect.live().collect();
        for id in live {
            // One thing may make the next one due: a step at a time, and no step twice.
            for _ in 0..4 {
                self.tick_reflection(id);
            }
        }
        for seat in Seat::BOTH {
            self.offer_reflection(couple, seat);
        }
    }

    /// The clock, for one reflection.
    pub(in crate::core) fn tick_reflection(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(reflection) = self.reflection_mut(id) else {
            return;
        };
        *reflection = reflection.clone().by_the_clock(now);
        let reflection = reflection.clone();
        let paused = reflection
            .couple
            .and_then(|couple| self.couple(couple))
            .is_some_and(|couple| couple.paused_at.is_some());
        let quiet_for = |since: Timestamp, lasts: SignedDuration| {
            self.may_erase() && !paused && later(since, lasts) <= now
        };
        match reflection.phase {
            Phase::Invited { return_at, .. } if return_at <= now => self.not_now(id),
            Phase::Invited { .. } => self.send_invitation(id),
            Phase::Break { return_at, .. } if return_at <= now => self.begin_writing(id),
            Phase::Writing if reflection.is_alone() => {
                if self.may_erase() && later(reflection.last_at, KEPT_FOR) <= now {
                    self.fall_silent(id);
                } else {
                    self.touch_late(id);
                }
            }
            Phase::Writing | Phase::Opening if quiet_for(reflection.last_at, SILENT_FOR) => {
                self.fall_silent(id);
            }
            Phase::Writing => self.touch_late(id),
            Phase::Opening => self.tick_timer(id),
            Phase::Resting { .. } => self.ask_how_it_is(id),
            Phase::Asking { since } if quiet_for(since.max(reflection.last_at), SILENT_FOR) => {
                self.close_day_after(id);
            }
            _ => {}
        }
        let due = self
            .reflection(id)
            .and_then(|reflection| reflection.erase_at);
        if due.is_some_and(|at| at <= now) && self.may_erase() {
            self.erase_reflection(id);
        }
    }

    /// The last step was opened.
    pub(super) fn finish_opening(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut reflection) = self.reflection(id).cloned() else {
            return;
        };
        let ask_at = Seat::BOTH.map(|seat| {
            let at = later(now, ASK_AFTER);
            let couple = reflection.couple.and_then(|couple| self.couple(couple));
            let awake =
                couple.and_then(|couple| local_time::quiet_until_in(&self.state, couple, seat, at));
            awake.unwrap_or(at)
        });
        reflection.phase = Phase::Resting { ask_at };
        reflection.erase_at = Some(later(now, KEPT_FOR));
        self.put_reflection(reflection.clone());
        let shown = reflection
            .sides
            .iter()
            .any(crate::core::model::reflection::Side::has_words)
            && self.was_anything_shown(id);
        for seat in Seat::BOTH {
            let Some(reader) = reflection.reader(seat) else {
                continue;
            };
            let line =
                self.reflect_line(reader, &reflection, ReflectSay::Closing { reflection: id });
            self.send(line);
            if shown {
                let say = ReflectSay::KeepAsk { reflection: id };
                let line = self.reflect_line(reader, &reflection, say);
                self.send(line.key(reflection.keep_key(seat)));
            }
        }
    }

    fn was_anything_shown(&self, id: ReflectionId) -> bool {
        self.reflection(id).is_some_and(|reflection| {
            let steps = 0..reflection.steps.len();
            steps.into_iter().any(|step| {
                let seats = Seat::BOTH.iter();
                let mut wrote = seats.filter(|seat| reflection.wrote(**seat, step));
                wrote.any(|seat| reflection.is_open(*seat, step))
            })
        })
    }

    /// A day later each is asked, alone. When both were, everyday rounds go on.
    fn ask_how_it_is(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut reflection) = self.reflection(id).cloned() else {
            return;
        };
        let Phase::Resting { ask_at } = reflection.phase else {
            return;
        };
        for seat in Seat::BOTH {
            if reflection.side(seat).asked || ask_at[seat.index()] > now {
                continue;
            }
            reflection.side_mut(seat).asked = true;
            if let Some(reader) = reflection.reader(seat) {
                let say = ReflectSay::HowNow {
                    reflection: id,
                    seat,
                };
                let line = self.reflect_line(reader, &reflection, say);
                let sound = !self.is_quiet(reader);
                let line = line.key(reflection.now_key(seat)).with_sound(sound);
                self.send(line.scheduled());
            }
        }
        if reflection.sides.iter().all(|side| side.asked) {
            reflection.phase = Phase::Asking { since: now };
            if let Some(couple) = reflection.couple.and_then(|couple| self.couple_mut(couple)) {
                couple.reflect.held = false;
            }
        }
        self.put_reflection(reflection);
    }

    /// A word for how it is now; it can be changed until both have one.
    pub(super) fn feels_now(
        &mut self,
        id: ReflectionId,
        word: NowId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (mut reflection, seat) = self.my_reflection(id)?;
        let known = self.world.library.reflection().now(&word).is_some();
        let asked = reflection.side(seat).asked
            && matches!(
                reflection.phase,
                Phase::Resting { .. } | Phase::Asking { .. }
            );
        if !known || !asked {
            return Err(Refusal::OldButton);
        }
        let new = PartId::random(self.rng);
        let side = reflection.side_mut(seat);
        let before = side.now.as_ref().map(|now| now.id);
        let part = before.unwrap_or(new);
        side.now = Some(Felt {
            id: part,
            what: Some(word),
        });
        let both = reflection.sides.iter().all(|side| side.now.is_some());
        self.put_reflection(reflection);
        self.note_word(id);
        let reflection = id;
        let words = match before {
            Some(_) => ReflectWords::ReplaceFelt {
                reflection,
                seat,
                part,
            },
            None => ReflectWords::KeepFelt {
                reflection,
                seat,
                part,
            },
        };
        self.effects.push(Effect::Reflect(words));
        self.toast(Toast::Quiet);
        let say = ReflectSay::HowNow {
            reflection: id,
            seat,
        };
        self.send(Send::edit(me, on, Say::Reflect(say)));
        if both {
            self.close_day_after(id);
        }
        Ok(())
    }

    fn is_better(&self, felt: &Option<Felt<NowId>>) -> Option<bool> {
        let word = felt.as_ref()?.what.as_ref()?;
        let now = self.world.library.reflection().now(word)?;
        Some(now.better)
    }

    /// The same closing line for both, unless both feel better; and, privately, for who feels no better a second time.
    pub(super) fn close_day_after(&mut self, id: ReflectionId) {
        let Some(reflection) = self.reflection(id).cloned() else {
            return;
        };
        let feels = Seat::BOTH.map(|seat| self.is_better(&reflection.side(seat).now));
        let felt = Seat::BOTH.map(|seat| self.is_better(&reflection.before[seat.index()]));
        let better = feels == [Some(true); 2];
        for seat in Seat::BOTH {
            let Some(reader) = reflection.reader(seat) else {
                continue;
            };
            let say = ReflectSay::DayAfter {
                reflection: id,
                better,
            };
            // Lines of their own, as they hold nothing of it: where what was opened is erased at once, they arrive all the same.
            let line = Send::line(reader, Say::Reflect(say));
            self.send(line.key(format!("reflect:{id}:{}:closing", seat.index())));
            let twice = [feels[seat.index()], felt[seat.index()]] == [Some(false); 2];
            if twice {
                let say = ReflectSay::Person { reflection: id };
                let line = Send::line(reader, Say::Reflect(say));
                self.send(line.key(format!("reflect:{id}:{}:person", seat.index())));
            }
        }
        // What was tapped stays sealed until the next time, and what was tapped before that goes.
        let before = reflection.before.iter().flatten().map(|felt| felt.id);
        let parts: Vec<PartId> = before.collect();
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
        let now = Seat::BOTH.map(|seat| reflection.side(seat).now.as_ref().map(|felt| felt.id));
        if let Some(couple) = reflection.couple.and_then(|couple| self.couple_mut(couple)) {
            couple.reflect.before = now;
        }
        if let Some(reflection) = self.reflection_mut(id) {
            reflection.before = [None, None];
        }
        self.end_reflection(id, End::Done);
    }

    /// After three months, once, and only to who switched it on.
    fn offer_reflection(&mut self, id: CoupleId, seat: Seat) {
        let Some(couple) = self.couple(id) else {
            return;
        };
        let due = offer_to(&self.state, couple, seat);
        let Some(reader) = couple
            .present(seat)
            .filter(|_| due.is_some_and(|at| at <= self.now))
        else {
            return;
        };
        if let Some(couple) = self.couple_mut(id) {
            couple.reflect.offered[seat.index()] = true;
        }
        self.send(Send::line(reader, Say::Reflect(ReflectSay::Offer)).scheduled());
    }
}
