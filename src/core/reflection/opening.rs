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
        let Some(reflection) = self.reflection_mut(id) else {
            return;
        };
        reflection.phase = Phase::Opening;
        let reflection = reflection.clone();
        for seat in Seat::BOTH {
            self.show_page(id, seat, Show::Plain);
            let Some(reader) = reflection.reader(seat) else {
                continue;
            };
            let line = self.reflect_line(reader, &reflection, ReflectSay::Ready { reflection: id });
            let sound = !self.is_quiet(reader);
            self.send(line.key(reflection.ready_key(seat)).with_sound(sound));
        }
    }

    pub(super) fn act_in_opening(
        &mut self,
        id: ReflectionId,
        act: Act,
        on: MessageId,
    ) -> Result<(), Refusal> {
        let (reflection, seat) = self.my_reflection(id)?;
        self.toast(Toast::Quiet);
        match act {
            Act::Open(open) => self.open_next(reflection, open.into()),
            Act::Again => self.files_again(&reflection, seat),
            Act::Timer => self.begin_timer(reflection),
            Act::EndTimer => self.stop_timer(reflection),
            Act::Give(step) => self.decide_one_sided(reflection, seat, step.into(), true, on),
            Act::KeepClosed(step) => {
                self.decide_one_sided(reflection, seat, step.into(), false, on)
            }
            _ => Err(Refusal::OldButton),
        }
    }

    /// The next step that both wrote opens; what only one wrote on the way there is offered to its author. `open`: how many were
    /// open when the button was made, so that two taps at once open one step.
    fn open_next(&mut self, reflection: Reflection, open: usize) -> Result<(), Refusal> {
        let id = reflection.id;
        if reflection.phase != Phase::Opening {
            return Err(Refusal::OldButton);
        }
        if reflection.open_steps() != open {
            return Ok(());
        }
        let newest = reflection.steps.iter().rposition(|step| step.opened);
        let (reflection, step, one_sided) = reflection.open_next();
        self.put_reflection(reflection.clone());
        self.note_word(id);
        for (seat, step) in one_sided {
            self.offer_to_give(&reflection, seat, step);
        }
        for seat in Seat::BOTH {
            self.pass_newest(&reflection, seat, newest);
            if let Some(step) = step {
                self.show_opened(&reflection, seat, step);
            }
        }
        if step.is_none() {
            self.finish_opening(id);
        }
        Ok(())
    }

    /// What was the newest before has no buttons any more.
    pub(super) fn pass_newest(
        &mut self,
        reflection: &Reflection,
        seat: Seat,
        newest: Option<usize>,
    ) {
        let Some(reader) = reflection.reader(seat) else {
            return;
        };
        let id = reflection.id;
        let edit = match newest {
            None => self.reflect_edit(reader, reflection.ready_key(seat), ReflectSay::ReadyPassed),
            Some(step) => {
                let say = ReflectSay::Listen {
                    reflection: id,
                    seat,
                    step,
                    newest: false,
                };
                self.reflect_edit(reader, reflection.listen_key(seat, step), say)
            }
        };
        self.send(edit);
    }

    /// The words of both, the partner's files, and how to listen.
    fn show_opened(&mut self, reflection: &Reflection, seat: Seat, step: usize) {
        let Some(reader) = reflection.reader(seat) else {
            return;
        };
        let id = reflection.id;
        let say = ReflectSay::Opened {
            reflection: id,
            seat,
            step,
        };
        let line = self.reflect_line(reader, reflection, say);
        let sound = Some(reader) != self.state.me && !self.is_quiet(reader);
        self.send(
            line.key(reflection.opened_key(seat, step))
                .with_sound(sound),
        );
        self.send_files(reflection, seat.other(), step, Files::Opened);
        let say = ReflectSay::Listen {
            reflection: id,
            seat,
            step,
            newest: true,
        };
        let line = self.reflect_line(reader, reflection, say);
        self.send(line.key(reflection.listen_key(seat, step)));
    }

    /// Both keep it: the files that had left, or would have, are there to stay.
    pub(super) fn files_stay(&mut self, reflection: &Reflection) {
        let thread = reflection.id.thread();
        for seat in Seat::BOTH {
            let Some(to) = reflection.reader(seat) else {
                continue;
            };
            let from = seat.other();
            let steps = 0..reflection.steps.len();
            let with_files: Vec<usize> = steps
                .filter(|step| reflection.shows_files(from, *step))
                .collect();
            if !with_files.is_empty() {
                self.effects
                    .push(Effect::Queue(QueueChange::HideShown { to, thread }));
            }
            for step in with_files {
                self.send_files(reflection, from, step, Files::Kept);
            }
        }
    }

    /// The other one's files once more, to who could not be sent them; those that came before go.
    fn files_again(&mut self, reflection: &Reflection, seat: Seat) -> Result<(), Refusal> {
        let me = self.me()?;
        let from = seat.other();
        let steps = 0..reflection.steps.len();
        let with_files: Vec<usize> = steps
            .filter(|step| reflection.shows_files(from, *step))
            .collect();
        if with_files.is_empty() {
            return Err(Refusal::OldButton);
        }
        if !self.pay() {
            return Ok(());
        }
        let thread = reflection.id.thread();
        self.effects
            .push(Effect::Queue(QueueChange::HideShown { to: me, thread }));
        for step in with_files {
            self.send_files(reflection, from, step, Files::Again);
        }
        Ok(())
    }

    /// The files of an open step, to the other one; unless both keep it, they leave the chat before Telegram keeps them there for
    /// good.
    fn send_files(&mut self, reflection: &Reflection, from: Seat, step: usize, why: Files) {
        let Some(reader) = reflection.reader(from.other()) else {
            return;
        };
        let written = reflection.written(from, step).into_iter();
        let files: Vec<PartId> = written
            .flat_map(|written| &written.bits)
            .filter(|bit| bit.file)
            .map(|bit| bit.part.id)
            .collect();
        for part in files {
            let say = ReflectSay::File {
                reflection: reflection.id,
                from,
                part,
            };
            let mut file = self.reflect_line(reader, reflection, say);
            file.gone_after = (!reflection.is_kept()).then_some(MEDIA_FOR);
            let what = match why {
                Files::Opened => "file".to_owned(),
                Files::Kept => "kept".to_owned(),
                Files::Again => format!("again:{}", self.now.as_millisecond()),
            };
            self.send(file.key(format!("reflect:{}:{what}:{part}", reflection.id)));
        }
    }

    fn offer_to_give(&mut self, reflection: &Reflection, author: Seat, step: usize) {
        if let Some(reader) = reflection.reader(author) {
            let say = ReflectSay::OneSided {
                reflection: reflection.id,
                step,
                what: OneSided::Offered,
            };
            let line = self.reflect_line(reader, reflection, say);
            self.send(line.key(reflection.one_sided_key(author, step)));
        }
    }

    /// *Give it · keep it closed*.
    fn decide_one_sided(
        &mut self,
        mut reflection: Reflection,
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
        let id = reflection.id;
        let opens = matches!(reflection.phase, Phase::Opening | Phase::Resting { .. });
        let written = reflection.side_mut(seat).written.get_mut(step);
        let written = written.filter(|written| {
            opens && written.is_there() && written.alone == Some(OneSided::Offered)
        });
        written.ok_or(Refusal::OldButton)?.alone = Some(what);
        self.put_reflection(reflection.clone());
        self.note_word(id);
        let say = ReflectSay::OneSided {
            reflection: id,
            step,
            what,
        };
        self.send(Send::edit(me, on, Say::Reflect(say)));
        if let (true, Some(reader)) = (give, reflection.reader(seat.other())) {
            let say = ReflectSay::Given {
                reflection: id,
                from: seat,
                step,
            };
            let line = self.reflect_line(reader, &reflection, say);
            let sound = !self.is_quiet(reader);
            let key = reflection.opened_key(seat.other(), step);
            self.send(line.key(key).with_sound(sound));
            self.send_files(&reflection, seat, step, Files::Opened);
        }
        Ok(())
    }

    /// Ten minutes each. Who begins is drawn by lot, and whoever began less often begins.
    fn begin_timer(&mut self, mut reflection: Reflection) -> Result<(), Refusal> {
        if reflection.phase != Phase::Opening || reflection.open_steps() == 0 {
            return Err(Refusal::OldButton);
        }
        if reflection.timer.is_some() {
            return Ok(());
        }
        let couple = reflection.couple.ok_or(Refusal::OldButton)?;
        let lot = self.rng.next_u64() & 1 == 0;
        let couple = self
            .state
            .couples
            .get_mut(&couple)
            .ok_or(Refusal::OldButton)?;
        let [a, b] = couple.reflect.began;
        let first = match a.cmp(&b) {
            std::cmp::Ordering::Less => Seat::A,
            std::cmp::Ordering::Greater => Seat::B,
            std::cmp::Ordering::Equal if lot => Seat::A,
            std::cmp::Ordering::Equal => Seat::B,
        };
        let began = &mut couple.reflect.began[first.index()];
        *began = began.saturating_add(1);
        reflection.timer = Some(Timer {
            first,
            since: self.now,
            swapped: false,
        });
        self.put_reflection(reflection.clone());
        self.note_word(reflection.id);
        self.say_turn(&reflection, first, TimerTurn::First);
        self.refresh_listening(&reflection);
        Ok(())
    }

    fn stop_timer(&mut self, mut reflection: Reflection) -> Result<(), Refusal> {
        let timer = reflection.timer.take().ok_or(Refusal::OldButton)?;
        self.put_reflection(reflection.clone());
        self.note_word(reflection.id);
        self.say_turn(&reflection, timer.first, TimerTurn::Ended);
        self.refresh_listening(&reflection);
        Ok(())
    }

    /// The button under the newest step says what can be done with the timer now.
    fn refresh_listening(&mut self, reflection: &Reflection) {
        let Some(step) = reflection.steps.iter().rposition(|step| step.opened) else {
            return;
        };
        for seat in Seat::BOTH {
            if let Some(reader) = reflection.reader(seat) {
                let say = ReflectSay::Listen {
                    reflection: reflection.id,
                    seat,
                    step,
                    newest: true,
                };
                let edit = self.reflect_edit(reader, reflection.listen_key(seat, step), say);
                self.send(edit);
            }
        }
    }

    /// A turn of the timer is over.
    pub(super) fn tick_timer(&mut self, id: ReflectionId) {
        let now = self.now;
        let Some(mut reflection) = self.reflection(id).cloned() else {
            return;
        };
        let due = reflection.timer.filter(|timer| timer.due() <= now);
        let Some(timer) = due.filter(|_| reflection.phase == Phase::Opening) else {
            return;
        };
        // After an outage there may be no second turn left.
        let over = later(timer.since, TURN * 2) <= now;
        let turn = if timer.swapped || over {
            reflection.timer = None;
            TimerTurn::End
        } else {
            reflection.timer = Some(Timer {
                swapped: true,
                ..timer
            });
            TimerTurn::Second
        };
        self.put_reflection(reflection.clone());
        self.say_turn(&reflection, timer.first, turn);
        if turn == TimerTurn::End {
            self.refresh_listening(&reflection);
        }
    }

    /// One message to each at a change of turn; the start is silent.
    fn say_turn(&mut self, reflection: &Reflection, first: Seat, turn: TimerTurn) {
        for seat in Seat::BOTH {
            let Some(reader) = reflection.reader(seat) else {
                continue;
            };
            let say = ReflectSay::Timer {
                reflection: reflection.id,
                seat,
                turn,
                first,
            };
            let change = matches!(turn, TimerTurn::Second | TimerTurn::End);
            let sound = change && !self.is_quiet(reader);
            let line = self.reflect_line(reader, reflection, say);
            self.send(line.with_sound(sound));
        }
    }
}
