//! What the clock does, and every way it ends: the day after, a stop, silence, a leave; and what is kept or erased then.

use jiff::{SignedDuration, Timestamp};

use super::buttons::{ReflectSay, Show};
use super::{ASK_AFTER, End, Felt, KEPT_FOR, Phase, ReflectWords, Reflection, SILENT_FOR};
use crate::core::delivery::Class;
use crate::core::effect::{Effect, Say, Send, Target, Toast};
use crate::core::ids::{CoupleId, MessageId, PartId, ReflectionId, Seat};
use crate::core::refusal::Refusal;
use crate::core::round::later;
use crate::core::schedule;
use crate::core::state::{self, Couple, State};
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
    let state::Phase::Together { at } = couple.phase else {
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
    Some(schedule::quiet_until_in(state, couple, seat, at).unwrap_or(at))
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Everything of a couple's reflections whose time has come.
    pub fn tick_reflections(&mut self, couple: CoupleId) {
        let Some(at_hand) = self.couple(couple) else {
            return;
        };
        let live: Vec<ReflectionId> = at_hand.reflect.live().collect();
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
    pub fn tick_reflection(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let paused = at_hand
            .couple
            .and_then(|couple| self.couple(couple))
            .is_some_and(|couple| couple.paused_at.is_some());
        let quiet_for = |since: Timestamp, lasts: SignedDuration| {
            self.may_erase() && !paused && later(since, lasts) <= now
        };
        match at_hand.phase {
            Phase::Invited { return_at, .. } if return_at <= now => self.not_now(id),
            Phase::Invited { .. } => self.send_invitation(id),
            Phase::Break { return_at, .. } if return_at <= now => self.begin_writing(id),
            Phase::Writing if at_hand.is_alone() => {
                if self.may_erase() && later(at_hand.last_at, KEPT_FOR) <= now {
                    self.fall_silent(id);
                } else {
                    self.touch_late(id);
                }
            }
            Phase::Writing | Phase::Opening if quiet_for(at_hand.last_at, SILENT_FOR) => {
                self.fall_silent(id);
            }
            Phase::Writing => self.touch_late(id),
            Phase::Opening => self.tick_timer(id),
            Phase::Resting { .. } => self.ask_how_it_is(id),
            Phase::Asking { since } if quiet_for(since.max(at_hand.last_at), SILENT_FOR) => {
                self.close_day_after(id);
            }
            _ => {}
        }
        let due = self.reflection(id).and_then(|at_hand| at_hand.erase_at);
        if due.is_some_and(|at| at <= now) && self.may_erase() {
            self.erase_reflection(id);
        }
    }

    /// The last step was opened.
    pub(super) fn finish_opening(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let ask_at = Seat::BOTH.map(|seat| {
            let at = later(now, ASK_AFTER);
            let couple = at_hand.couple.and_then(|couple| self.couple(couple));
            let awake =
                couple.and_then(|couple| schedule::quiet_until_in(&self.state, couple, seat, at));
            awake.unwrap_or(at)
        });
        at_hand.phase = Phase::Resting { ask_at };
        at_hand.erase_at = Some(later(now, KEPT_FOR));
        self.put_reflection(at_hand.clone());
        let shown = at_hand.sides.iter().any(super::Side::has_words) && self.was_anything_shown(id);
        for seat in Seat::BOTH {
            let Some(reader) = at_hand.reader(seat) else {
                continue;
            };
            let line = self.reflect_line(reader, &at_hand, ReflectSay::Closing { reflection: id });
            self.send(line);
            if shown {
                let say = ReflectSay::KeepAsk { reflection: id };
                let line = self.reflect_line(reader, &at_hand, say);
                self.send(line.key(at_hand.keep_key(seat)));
            }
        }
    }

    fn was_anything_shown(&self, id: ReflectionId) -> bool {
        self.reflection(id).is_some_and(|at_hand| {
            let steps = 0..at_hand.steps.len();
            steps.into_iter().any(|step| {
                let seats = Seat::BOTH.iter();
                let mut wrote = seats.filter(|seat| at_hand.wrote(**seat, step));
                wrote.any(|seat| at_hand.is_open(*seat, step))
            })
        })
    }

    /// A day later each is asked, alone. When both were, everyday rounds go on.
    fn ask_how_it_is(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let Phase::Resting { ask_at } = at_hand.phase else {
            return;
        };
        for seat in Seat::BOTH {
            if at_hand.side(seat).asked || ask_at[seat.index()] > now {
                continue;
            }
            at_hand.side_mut(seat).asked = true;
            if let Some(reader) = at_hand.reader(seat) {
                let say = ReflectSay::HowNow {
                    reflection: id,
                    seat,
                };
                let line = self.reflect_line(reader, &at_hand, say);
                let sound = !self.is_quiet(reader);
                let line = line.key(at_hand.now_key(seat)).with_sound(sound);
                self.send(line.scheduled());
            }
        }
        if at_hand.sides.iter().all(|side| side.asked) {
            at_hand.phase = Phase::Asking { since: now };
            if let Some(couple) = at_hand.couple.and_then(|couple| self.couple_mut(couple)) {
                couple.reflect.held = false;
            }
        }
        self.put_reflection(at_hand);
    }

    /// A word for how it is now; it can be changed until both have one.
    pub(super) fn feels_now(
        &mut self,
        id: ReflectionId,
        word: NowId,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let (mut at_hand, seat) = self.my_reflection(id)?;
        let known = self.world.library.reflection().now(&word).is_some();
        let asked = at_hand.side(seat).asked
            && matches!(at_hand.phase, Phase::Resting { .. } | Phase::Asking { .. });
        if !known || !asked {
            return Err(Refusal::OldButton);
        }
        let new = PartId::random(self.rng);
        let side = at_hand.side_mut(seat);
        let part = side.now.as_ref().map_or(new, |now| now.id);
        side.now = Some(Felt {
            id: part,
            what: Some(word),
        });
        let both = at_hand.sides.iter().all(|side| side.now.is_some());
        self.put_reflection(at_hand);
        self.note_word(id);
        self.effects.push(Effect::Reflect(ReflectWords::KeepFelt {
            reflection: id,
            seat,
            part,
        }));
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
    fn close_day_after(&mut self, id: ReflectionId) {
        let Some(at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let feels = Seat::BOTH.map(|seat| self.is_better(&at_hand.side(seat).now));
        let felt = Seat::BOTH.map(|seat| self.is_better(&at_hand.before[seat.index()]));
        let better = feels == [Some(true); 2];
        for seat in Seat::BOTH {
            let Some(reader) = at_hand.reader(seat) else {
                continue;
            };
            let say = ReflectSay::DayAfter {
                reflection: id,
                better,
            };
            let line = self.reflect_line(reader, &at_hand, say);
            self.send(line.key(format!("reflect:{id}:{}:closing", seat.index())));
            let twice = [feels[seat.index()], felt[seat.index()]] == [Some(false); 2];
            if twice {
                let say = ReflectSay::Person { reflection: id };
                let line = self.reflect_line(reader, &at_hand, say);
                self.send(line.key(format!("reflect:{id}:{}:person", seat.index())));
            }
        }
        // What was tapped stays sealed until the next time, and what was tapped before that goes.
        let before = at_hand.before.iter().flatten().map(|felt| felt.id);
        let parts: Vec<PartId> = before.collect();
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
        let now = Seat::BOTH.map(|seat| at_hand.side(seat).now.as_ref().map(|felt| felt.id));
        if let Some(couple) = at_hand.couple.and_then(|couple| self.couple_mut(couple)) {
            couple.reflect.before = now;
        }
        if let Some(at_hand) = self.reflection_mut(id) {
            at_hand.before = [None, None];
        }
        self.end_reflection(id, End::Done);
    }

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
        }
    }

    /// The page somebody had open, with its buttons. Telegram lets the bot delete it for 48 hours; later the buttons say that
    /// they are old.
    fn take_cards_away(&mut self, at_hand: &Reflection, seat: Seat) {
        let reader = at_hand
            .reader(seat)
            .filter(|_| at_hand.side(seat).cards > 0);
        if let Some(reader) = reader {
            let away = Send::line(reader, Say::Delete);
            self.send(Send {
                target: Target::Sent(at_hand.card_key(seat)),
                class: Class::Set,
                ..away
            });
        }
        if let Some(reader) = at_hand.reader(seat) {
            let round = at_hand.thread();
            self.effects.push(Effect::HideShown { to: reader, round });
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
        // In a message of its own: the one with the button may be the card, which goes.
        self.send(Send::delete(me, on));
        let line = self.reflect_line(me, &at_hand, ReflectSay::Stopped);
        self.send(line);
        self.say_over(&at_hand, seat.other());
        Ok(())
    }

    fn say_over(&mut self, at_hand: &Reflection, seat: Seat) {
        if let Some(reader) = at_hand.reader(seat) {
            let line = self.reflect_line(reader, at_hand, ReflectSay::Over);
            self.send(line.key(format!("reflect:{}:{}:over", at_hand.id, seat.index())));
        }
    }

    /// Nobody wrote for too long: the same line, to both.
    fn fall_silent(&mut self, id: ReflectionId) {
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
            self.effects.push(Effect::Unsend { to: reader, round });
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
    pub fn leave_reflections(&mut self, couple: CoupleId, seat: Seat) {
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
        if unsent && at_hand.asked_by == seat {
            // Nobody knows of it yet.
            self.end_reflection(id, End::Left);
            at_hand = match self.reflection(id) {
                Some(at_hand) => at_hand.clone(),
                None => return,
            };
        }
        self.take_cards_away(&at_hand, seat);
        let mut parts = at_hand.drop_unopened(&[seat]);
        let felt = at_hand.side_mut(seat).now.take();
        parts.extend(felt.map(|felt| felt.id));
        let before = at_hand.before[seat.index()].take();
        parts.extend(before.map(|felt| felt.id));
        at_hand.side_mut(seat).gone = true;
        if at_hand.phase == Phase::Writing {
            // As after a take-back: what is destroyed is not sealed.
            at_hand.side_mut(seat).sealed_at = None;
        }
        self.put_reflection(at_hand);
        if let Some(couple) = self.couple_mut(couple) {
            couple.reflect.before[seat.index()] = None;
        }
        if !parts.is_empty() {
            self.effects
                .push(Effect::Reflect(ReflectWords::Erase { parts }));
        }
    }

    /// The couple is no more: whatever of it is under way ends without a word of its own.
    pub fn end_reflections(&mut self, couple: CoupleId) {
        if let Some(id) = self.couple(couple).and_then(|couple| couple.reflect.on) {
            self.end_reflection(id, End::Left);
        }
    }

    /// Silence stood still while the couple rested.
    pub fn reflections_rested(&mut self, couple: CoupleId, stood_still: SignedDuration) {
        let Some(id) = self.couple(couple).and_then(|couple| couple.reflect.on) else {
            return;
        };
        if let Some(at_hand) = self.reflection_mut(id) {
            at_hand.last_at = later(at_hand.last_at, stood_still);
        }
    }

    /// After three months, once, and only to who switched it on.
    fn offer_reflection(&mut self, couple: CoupleId, seat: Seat) {
        let Some(at_hand) = self.couple(couple) else {
            return;
        };
        let due = offer_to(&self.state, at_hand, seat);
        let Some(reader) = at_hand
            .present(seat)
            .filter(|_| due.is_some_and(|at| at <= self.now))
        else {
            return;
        };
        if let Some(couple) = self.couple_mut(couple) {
            couple.reflect.offered[seat.index()] = true;
        }
        self.send(Send::line(reader, Say::Reflect(ReflectSay::Offer)).scheduled());
    }
}
