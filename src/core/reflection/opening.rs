//! The steps open one at a time, from both sides together, on either's tap.
//!
//! A step that only one of the two wrote stays closed, and the other is told nothing of it, unless its author gives it.

use crate::core::model::ids::{MessageId, PartId, ReflectionId, Seat};
use crate::core::model::reflection::{MEDIA_FOR, OneSided, Phase, Reflection, TURN, Timer};
use crate::core::model::refusal::Refusal;
use crate::core::model::time::later;
use crate::core::protocol::effect::{Effect, QueueChange, Send, Toast};
use crate::core::protocol::reflection::{Act, ReflectSay, Show, TimerTurn};
use crate::core::protocol::say::Say;
use crate::core::turn::Turn;

/// Why files are sent: each time under a key of its own.
#[derive(Clone, Copy)]
enum Files {
    Opened,
    Kept,
    Again,
}

impl Reflection {
    /// Opens the next step that both wrote; answers it, and which steps on the way only one wrote.
    fn open_next(mut self) -> (Reflection, Option<usize>, Vec<(Seat, usize)>) {
        let mut one_sided = Vec::new();
        self.timer = None;
        while self.next < self.steps.len() {
            let step = self.next;
            self.next += 1;
            if self.is_mutual(step) {
                if let Some(step) = self.steps.get_mut(step) {
                    step.opened = true;
                }
                return (self, Some(step), one_sided);
            }
            let author = Seat::BOTH.into_iter().find(|seat| self.wrote(*seat, step));
            if let Some(seat) = author {
                if let Some(written) = self.side_mut(seat).written.get_mut(step) {
                    written.alone = Some(OneSided::Offered);
                }
                one_sided.push((seat, step));
            }
        }
        (self, None, one_sided)
    }
}

impl<R: rand::Rng> Turn<'_, R> {
    /// Both have sealed: each reads so, and either can open the first step.
    pub(super) fn begin_opening(&mut self, id: ReflectionId) {
        let Some(at_hand) = self.reflection_mut(id) else {
            return;
        };
        at_hand.phase = Phase::Opening;
        let at_hand = at_hand.clone();
        for seat in Seat::BOTH {
            self.show_page(id, seat, Show::Plain);
            let Some(reader) = at_hand.reader(seat) else {
                continue;
            };
            let line = self.reflect_line(reader, &at_hand, ReflectSay::Ready { reflection: id });
            let sound = !self.is_quiet(reader);
            self.send(line.key(at_hand.ready_key(seat)).with_sound(sound));
        }
    }

    pub(super) fn act_in_opening(
        &mut self,
        id: ReflectionId,
        act: Act,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (at_hand, seat) = self.my_reflection(id)?;
        self.toast(Toast::Quiet);
        match act {
            Act::Open(open) => self.open_next(at_hand, open.into()),
            Act::Again => self.files_again(&at_hand, seat),
            Act::Timer => self.begin_timer(at_hand),
            Act::EndTimer => self.stop_timer(at_hand),
            Act::Give(step) => self.decide_one_sided(at_hand, seat, step.into(), true, on),
            Act::KeepClosed(step) => self.decide_one_sided(at_hand, seat, step.into(), false, on),
            _ => Err(Refusal::OldButton),
        }
    }

    /// The next step that both wrote opens; what only one wrote on the way there is offered to its author. `open`: how many were
    /// open when the button was made, so that two taps at once open one step.
    fn open_next(&mut self, at_hand: Reflection, open: usize) -> Result<(), Refusal> {
        let id = at_hand.id;
        if at_hand.phase != Phase::Opening {
            return Err(Refusal::OldButton);
        }
        if at_hand.open_steps() != open {
            return Ok(());
        }
        let newest = at_hand.steps.iter().rposition(|step| step.opened);
        let (at_hand, step, one_sided) = at_hand.open_next();
        self.put_reflection(at_hand.clone());
        self.note_word(id);
        for (seat, step) in one_sided {
            self.offer_to_give(&at_hand, seat, step);
        }
        for seat in Seat::BOTH {
            self.pass_newest(&at_hand, seat, newest);
            if let Some(step) = step {
                self.show_opened(&at_hand, seat, step);
            }
        }
        if step.is_none() {
            self.finish_opening(id);
        }
        Ok(())
    }

    /// What was the newest before has no buttons any more.
    pub(super) fn pass_newest(&mut self, at_hand: &Reflection, seat: Seat, newest: Option<usize>) {
        let Some(reader) = at_hand.reader(seat) else {
            return;
        };
        let reflection = at_hand.id;
        let edit = match newest {
            None => self.reflect_edit(reader, at_hand.ready_key(seat), ReflectSay::ReadyPassed),
            Some(step) => {
                let say = ReflectSay::Listen {
                    reflection,
                    seat,
                    step,
                    newest: false,
                };
                self.reflect_edit(reader, at_hand.listen_key(seat, step), say)
            }
        };
        self.send(edit);
    }

    /// The words of both, the partner's files, and how to listen.
    fn show_opened(&mut self, at_hand: &Reflection, seat: Seat, step: usize) {
        let Some(reader) = at_hand.reader(seat) else {
            return;
        };
        let reflection = at_hand.id;
        let say = ReflectSay::Opened {
            reflection,
            seat,
            step,
        };
        let line = self.reflect_line(reader, at_hand, say);
        let sound = Some(reader) != self.state.me && !self.is_quiet(reader);
        self.send(line.key(at_hand.opened_key(seat, step)).with_sound(sound));
        self.send_files(at_hand, seat.other(), step, Files::Opened);
        let say = ReflectSay::Listen {
            reflection,
            seat,
            step,
            newest: true,
        };
        let line = self.reflect_line(reader, at_hand, say);
        self.send(line.key(at_hand.listen_key(seat, step)));
    }

    /// Both keep it: the files that had left, or would have, are there to stay.
    pub(super) fn files_stay(&mut self, at_hand: &Reflection) {
        let round = at_hand.thread();
        for seat in Seat::BOTH {
            let Some(to) = at_hand.reader(seat) else {
                continue;
            };
            let from = seat.other();
            let steps = 0..at_hand.steps.len();
            let with_files: Vec<usize> = steps
                .filter(|step| at_hand.shows_files(from, *step))
                .collect();
            if !with_files.is_empty() {
                self.effects
                    .push(Effect::Queue(QueueChange::HideShown { to, round }));
            }
            for step in with_files {
                self.send_files(at_hand, from, step, Files::Kept);
            }
        }
    }

    /// The other one's files once more, to who could not be sent them; those that came before go.
    fn files_again(&mut self, at_hand: &Reflection, seat: Seat) -> Result<(), Refusal> {
        let me = self.me()?;
        let from = seat.other();
        let steps = 0..at_hand.steps.len();
        let with_files: Vec<usize> = steps
            .filter(|step| at_hand.shows_files(from, *step))
            .collect();
        if with_files.is_empty() {
            return Err(Refusal::OldButton);
        }
        if !self.pay() {
            return Ok(());
        }
        let round = at_hand.thread();
        self.effects
            .push(Effect::Queue(QueueChange::HideShown { to: me, round }));
        for step in with_files {
            self.send_files(at_hand, from, step, Files::Again);
        }
        Ok(())
    }

    /// The files of an open step, to the other one; unless both keep it, they leave the chat before Telegram keeps them there for
    /// good.
    fn send_files(&mut self, at_hand: &Reflection, from: Seat, step: usize, why: Files) {
        let Some(reader) = at_hand.reader(from.other()) else {
            return;
        };
        let written = at_hand.written(from, step).into_iter();
        let files: Vec<PartId> = written
            .flat_map(|written| &written.bits)
            .filter(|bit| bit.file)
            .map(|bit| bit.part.id)
            .collect();
        for part in files {
            let say = ReflectSay::File {
                reflection: at_hand.id,
                from,
                part,
            };
            let mut file = self.reflect_line(reader, at_hand, say);
            file.gone_after = (!at_hand.is_kept()).then_some(MEDIA_FOR);
            let what = match why {
                Files::Opened => "file".to_owned(),
                Files::Kept => "kept".to_owned(),
                Files::Again => format!("again:{}", self.now.as_millisecond()),
            };
            self.send(file.key(format!("reflect:{}:{what}:{part}", at_hand.id)));
        }
    }

    fn offer_to_give(&mut self, at_hand: &Reflection, author: Seat, step: usize) {
        if let Some(reader) = at_hand.reader(author) {
            let say = ReflectSay::OneSided {
                reflection: at_hand.id,
                step,
                what: OneSided::Offered,
            };
            let line = self.reflect_line(reader, at_hand, say);
            self.send(line.key(at_hand.one_sided_key(author, step)));
        }
    }

    /// *Give it · keep it closed*.
    fn decide_one_sided(
        &mut self,
        mut at_hand: Reflection,
        seat: Seat,
        step: usize,
        give: bool,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let me = self.me()?;
        let what = if give {
            OneSided::Given
        } else {
            OneSided::Closed
        };
        let id = at_hand.id;
        let opens = matches!(at_hand.phase, Phase::Opening | Phase::Resting { .. });
        let written = at_hand.side_mut(seat).written.get_mut(step);
        let written = written.filter(|written| {
            opens && written.is_there() && written.alone == Some(OneSided::Offered)
        });
        written.ok_or(Refusal::OldButton)?.alone = Some(what);
        self.put_reflection(at_hand.clone());
        self.note_word(id);
        let say = ReflectSay::OneSided {
            reflection: id,
            step,
            what,
        };
        self.send(Send::edit(me, on, Say::Reflect(say)));
        if let (true, Some(reader)) = (give, at_hand.reader(seat.other())) {
            let say = ReflectSay::Given {
                reflection: id,
                from: seat,
                step,
            };
            let line = self.reflect_line(reader, &at_hand, say);
            let sound = !self.is_quiet(reader);
            let key = at_hand.opened_key(seat.other(), step);
            self.send(line.key(key).with_sound(sound));
            self.send_files(&at_hand, seat, step, Files::Opened);
        }
        Ok(())
    }

    /// Ten minutes each. Who begins is drawn by lot, and whoever began less often begins.
    fn begin_timer(&mut self, mut at_hand: Reflection) -> Result<(), Refusal> {
        if at_hand.phase != Phase::Opening || at_hand.open_steps() == 0 {
            return Err(Refusal::OldButton);
        }
        if at_hand.timer.is_some() {
            return Ok(());
        }
        let couple = at_hand.couple.ok_or(Refusal::OldButton)?;
        let lot = self.rng.next_u64() & 1 == 0;
        let couple = self.couple_mut(couple).ok_or(Refusal::OldButton)?;
        let [a, b] = couple.reflect.began;
        let first = match a.cmp(&b) {
            std::cmp::Ordering::Less => Seat::A,
            std::cmp::Ordering::Greater => Seat::B,
            std::cmp::Ordering::Equal if lot => Seat::A,
            std::cmp::Ordering::Equal => Seat::B,
        };
        let began = &mut couple.reflect.began[first.index()];
        *began = began.saturating_add(1);
        at_hand.timer = Some(Timer {
            first,
            since: self.now,
            swapped: false,
        });
        self.put_reflection(at_hand.clone());
        self.note_word(at_hand.id);
        self.say_turn(&at_hand, first, TimerTurn::First);
        self.refresh_listening(&at_hand);
        Ok(())
    }

    fn stop_timer(&mut self, mut at_hand: Reflection) -> Result<(), Refusal> {
        let timer = at_hand.timer.take().ok_or(Refusal::OldButton)?;
        self.put_reflection(at_hand.clone());
        self.note_word(at_hand.id);
        self.say_turn(&at_hand, timer.first, TimerTurn::Ended);
        self.refresh_listening(&at_hand);
        Ok(())
    }

    /// The button under the newest step says what can be done with the timer now.
    fn refresh_listening(&mut self, at_hand: &Reflection) {
        let Some(step) = at_hand.steps.iter().rposition(|step| step.opened) else {
            return;
        };
        for seat in Seat::BOTH {
            if let Some(reader) = at_hand.reader(seat) {
                let say = ReflectSay::Listen {
                    reflection: at_hand.id,
                    seat,
                    step,
                    newest: true,
                };
                let edit = self.reflect_edit(reader, at_hand.listen_key(seat, step), say);
                self.send(edit);
            }
        }
    }

    /// A turn of the timer is over.
    pub(super) fn tick_timer(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut at_hand) = self.reflection(id).cloned() else {
            return;
        };
        let due = at_hand.timer.filter(|timer| timer.due() <= now);
        let Some(timer) = due.filter(|_| at_hand.phase == Phase::Opening) else {
            return;
        };
        // After an outage there may be no second turn left.
        let over = later(timer.since, TURN * 2) <= now;
        let turn = if timer.swapped || over {
            at_hand.timer = None;
            TimerTurn::End
        } else {
            at_hand.timer = Some(Timer {
                swapped: true,
                ..timer
            });
            TimerTurn::Second
        };
        self.put_reflection(at_hand.clone());
        self.say_turn(&at_hand, timer.first, turn);
        if turn == TimerTurn::End {
            self.refresh_listening(&at_hand);
        }
    }

    /// One message to each at a change of turn; the start is silent.
    fn say_turn(&mut self, at_hand: &Reflection, first: Seat, turn: TimerTurn) {
        for seat in Seat::BOTH {
            let Some(reader) = at_hand.reader(seat) else {
                continue;
            };
            let say = ReflectSay::Timer {
                reflection: at_hand.id,
                seat,
                turn,
                first,
            };
            let change = matches!(turn, TimerTurn::Second | TimerTurn::End);
            let sound = change && !self.is_quiet(reader);
            let line = self.reflect_line(reader, at_hand, say);
            self.send(line.with_sound(sound));
        }
    }
}
